package engine

// Kind says what happened.
type Kind uint8

// The kinds of event. [Kind.About] says what each one's fields hold and who may learn of
// it.
const (
	ExerciseStarted Kind = iota + 1
	ExerciseEnded
	MoveEnded
	GaugeChanged
	SystemChanged
	SystemNoticed
	LinkCut
	LinkChanged
	LinkStopped
	FactLearned
	FactLeaked
	MarkBreached
	MessageSent
	MessageArrived
	InjectDelivered
	InjectReceived
	InjectHeld
	InjectSkipped
	InjectPostponed
	ExpectationMet
	ExpectationMissed
	ActionStarted
	ActionDone
	ActionFailed
	ActionCancelled
	ActionContradicts
	JointProposed
	JointCommitted
	JointWithdrawn
	JointStarted
	JointDone
	JointFailed
	JointLapsed
	VenueConvened
	VenueOpened
	VenueClosed
	ObligationStarted
	ObligationMet
	ObligationMissed
	NoteFiled
	NoteTriggered
	NoteKept
	NoteBroken
	BeliefDeclared
	MechanismFunded
	MechanismEstablished
	CommandRefused
	MessageAcknowledged
	MessageAnswered
	InjectEdited
	InjectFreed
	InjectRetracted
	InjectImprovised
	ImprovisedReceived
	NoteShown
	NoteDeviated
	AttemptMade
	AttemptQueried
	AttemptAnswered
	AttemptRuled
	DrawMade
	ActionWaits
	ActionStaffed
	SeatJoined
	NoteRevised
	NoteRevoked
	ActionDelayed
	MoveBegan
	VersionChanged
	VersionNoticed
	VersionFlawed
	ChannelChanged
	MessageBlocked
	kindCount
)

// Places that are no role.
const (
	Nobody      = -1 // no role; the exercise itself, or its facilitator
	Public      = -2 // everyone, on the public board
	Facilitator = -3 // the facilitator's seat
)

// Cause says what caused an event.
type Cause uint8

// The causes.
const (
	ByItself      Cause = iota // of its own: a failure, a repair, unaided knowledge, STARTEX
	ByLink                     // Via.Ref: link
	ByAction                   // Via.Ref: action
	ByInject                   // Via.Ref: inject
	ByMechanism                // Via.Ref: mechanism
	ByFacilitator              // an act of the facilitator
	ByVenue                    // Via.Ref: venue: shared inside it
	ByContact                  // Via.Ref: contact: shared by a contact of the pair
	ByChannel                  // shared by the default channel
	ByLeak                     // Via.Ref: fact
	ByCall                     // told in a call
)

// Via is the cause of an event, and the thing that it concerns.
type Via struct {
	Cause Cause
	Ref   int32
}

// Event is something that happened. [Kind.About] says what the fields of each kind hold:
// Role, Other and Ref are mostly places in the scenario's slices.
type Event struct {
	At    Time
	Kind  Kind
	Via   Via
	Role  int32
	Other int32
	Ref   int32
	Msg   int32   // the id of a message among all of the run, from 1; a seat that saw it could count what others say
	Num   float64 // a plain number, never a [Time]
	Due   Time    // when something will come or is wanted
	Text  string
}

// String gives the kind's name in files: "fact.learned".
func (k Kind) String() string {
	if k > 0 && k < kindCount {
		return kinds[k].Name
	}
	return "unknown"
}

// Kinds lists every kind of event.
func Kinds() []Kind {
	ks := make([]Kind, 0, kindCount-1)
	for k := Kind(1); k < kindCount; k++ {
		ks = append(ks, k)
	}
	return ks
}
