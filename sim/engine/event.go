package engine

// Kind says what happened.
type Kind uint8

// The kinds of event. The comment names the fields of [Event] that are used besides At.
const (
	ExerciseStarted      Kind = iota + 1
	ExerciseEnded             // Text: why
	MoveEnded                 // Ref: move
	GaugeChanged              // Ref: gauge; Num: its value; Via
	SystemChanged             // Ref: system; Num: the new state; Other: the old; Via
	SystemNoticed             // Role; Ref: system; Num: the state noticed
	LinkCut                   // Ref: link; Via
	LinkChanged               // Ref: link; Num: its new chance; Via
	LinkStopped               // Ref: link: a failure under way came to nothing
	FactLearned               // Role; Ref: fact; Other: from whom, or Nobody; Via
	FactLeaked                // Ref: fact
	MarkBreached              // Role: who shared; Ref: fact; Other: to whom, or Public; Text: the mark it had been given, if stricter than the fact's own
	MessageSent               // Role; Other: to whom, or Public; Msg; Ref: fact or Nobody; Text; Num: when it arrives (h); Via
	MessageArrived            // Role: who receives; Other: from whom; Msg; Ref: fact or Nobody; Text; Num: when an answer is wanted (h), 0 for none; Via
	InjectDelivered           // Ref: inject; Num: which time it is; Via
	InjectReceived            // Role; Ref: inject
	InjectHeld                // Ref: inject
	InjectSkipped             // Ref: inject; Text: why
	InjectPostponed           // Ref: inject; Num: when it is due now (h)
	ExpectationMet            // Ref: inject
	ExpectationMissed         // Ref: inject
	ActionStarted             // Role; Ref: action; Num: when it will be done (h); Text: the reason given
	ActionDone                // Role; Ref: action
	ActionFailed              // Role; Ref: action
	ActionCancelled           // Role; Ref: action
	ActionContradicts         // Role; Ref: action; Other: the action that it undoes
	JointProposed             // Role; Ref: action: the first commitment; Num: when it lapses (h)
	JointCommitted            // Role; Ref: action
	JointWithdrawn            // Role; Ref: action
	JointStarted              // Ref: action; Num: when it will be done (h); Other: 1 if set-up was lost
	JointDone                 // Ref: action
	JointFailed               // Ref: action
	JointLapsed               // Ref: action
	VenueConvened             // Role; Ref: venue; Num: when it opens (h)
	VenueOpened               // Ref: venue; Via
	VenueClosed               // Ref: venue; Via
	ObligationStarted         // Role; Ref: obligation; Num: when it is due (h)
	ObligationMet             // Role; Ref: obligation
	ObligationMissed          // Role; Ref: obligation
	NoteFiled                 // Role; Ref: note; Via
	NoteTriggered             // Role; Ref: note; Num: 1 if a message brought it
	NoteKept                  // Role; Ref: note
	NoteBroken                // Role; Ref: note
	BeliefDeclared            // Role; Ref: probe; Other: option; Num: confidence
	MechanismFunded           // Role; Ref: mechanism; Num: points
	MechanismEstablished      // Ref: mechanism
	CommandRefused            // Role; Text: why; Other: the verb
	MessageAcknowledged       // Role; Other: who had sent it; Msg: its number; Num: 0 seen, 1 will do, 2 declined
	MessageAnswered           // Role: who answers; Other: who had asked; Msg: the number of the question
	InjectEdited              // Ref: inject; Text: its new title, if that was changed
	InjectFreed               // Ref: inject: it is no longer held
	InjectRetracted           // Ref: inject, or the number of injects plus an improvised one's; Text: why
	InjectImprovised          // Ref: improvised inject, from 0; Text: its title; Via
	ImprovisedReceived        // Role; Ref: improvised inject, from 0
	NoteShown                 // Role; Ref: note; Other: to whom its owner shows it
	NoteDeviated              // Role; Ref: note; Text: why it will not be kept as filed
	AttemptMade               // Role; Ref: case, from 0; Text: what is attempted
	AttemptQueried            // Role: who attempted; Ref: case; Text: the facilitator's question
	AttemptAnswered           // Role; Ref: case; Text: the answer to the question
	AttemptRuled              // Role: who attempted; Ref: case; Other: 1 success, 2 partial, 3 failure; Num: the odds it was drawn with, or -1; Text: the reply
	kindCount
)

// Places that are no role.
const (
	Nobody      = -1 // no role; the exercise itself, or its facilitator
	Public      = -2 // everyone, on the public board
	Facilitator = -3 // the facilitator's seat
)

// Cause says by what way something came about.
type Cause uint8

// The ways.
const (
	ByItself      Cause = iota // of its own: a failure, a repair, unaided knowledge, STARTEX
	ByLink                     // Via.Ref: link
	ByAction                   // Via.Ref: action
	ByInject                   // Via.Ref: inject
	ByMechanism                // Via.Ref: mechanism
	ByFacilitator              // an act of the facilitator
	ByVenue                    // Via.Ref: venue: shared inside it
	ByContact                  // shared by a contact of the pair
	ByChannel                  // shared by the default channel
	ByLeak                     // Via.Ref: fact
)

// Via is how something came about, and the thing concerned.
type Via struct {
	Cause Cause
	Ref   int32
}

// Event is something that happened. Ref, Role and Other are places in the scenario's
// slices; what they mean stands beside each [Kind].
type Event struct {
	At    Time
	Kind  Kind
	Via   Via
	Role  int32
	Other int32
	Ref   int32
	Msg   int32 // number of a message among those from its sender to its receiver, from 1
	Num   float64
	Text  string
}

var kindNames = [kindCount]string{
	ExerciseStarted: "exercise.started", ExerciseEnded: "exercise.ended", MoveEnded: "move.ended",
	GaugeChanged: "gauge.changed", SystemChanged: "system.changed", SystemNoticed: "system.noticed",
	LinkCut: "link.cut", LinkChanged: "link.changed", LinkStopped: "link.stopped",
	FactLearned: "fact.learned", FactLeaked: "fact.leaked", MarkBreached: "mark.breached",
	MessageSent: "message.sent", MessageArrived: "message.arrived",
	MessageAcknowledged: "message.acknowledged", MessageAnswered: "message.answered",
	InjectDelivered: "inject.delivered", InjectReceived: "inject.received", InjectHeld: "inject.held",
	InjectSkipped: "inject.skipped", InjectPostponed: "inject.postponed",
	InjectEdited: "inject.edited", InjectFreed: "inject.freed", InjectRetracted: "inject.retracted",
	InjectImprovised: "improvised.delivered", ImprovisedReceived: "improvised.received",
	ExpectationMet: "expectation.met", ExpectationMissed: "expectation.missed",
	ActionStarted: "action.started", ActionDone: "action.done", ActionFailed: "action.failed",
	ActionCancelled: "action.cancelled", ActionContradicts: "action.contradicts",
	JointProposed: "joint.proposed", JointCommitted: "joint.committed", JointWithdrawn: "joint.withdrawn",
	JointStarted: "joint.started", JointDone: "joint.done", JointFailed: "joint.failed", JointLapsed: "joint.lapsed",
	VenueConvened: "venue.convened", VenueOpened: "venue.opened", VenueClosed: "venue.closed",
	ObligationStarted: "obligation.started", ObligationMet: "obligation.met", ObligationMissed: "obligation.missed",
	NoteFiled: "note.filed", NoteShown: "note.shown", NoteTriggered: "note.triggered", NoteKept: "note.kept", NoteBroken: "note.broken",
	NoteDeviated: "note.deviated",
	AttemptMade:  "attempt.made", AttemptQueried: "attempt.queried", AttemptAnswered: "attempt.answered", AttemptRuled: "attempt.ruled",
	BeliefDeclared: "belief.declared", MechanismFunded: "mechanism.funded", MechanismEstablished: "mechanism.established",
	CommandRefused: "command.refused",
}

// String gives the kind's name in files: "fact.learned".
func (k Kind) String() string {
	if k < kindCount {
		return kindNames[k]
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
