package engine

// Audience is who may learn of an event by what a seat's screen shows. Staff learn of all.
type Audience uint8

// The audiences.
const (
	ForStaff     Audience = iota // no seat
	ForSeat                      // the seat in Role; of a message to the public, everyone
	ForOther                     // the seat in Other
	ForPair                      // the seats in Role and Other
	ForAll                       // every seat and the public
	ForReceivers                 // those whom the inject went to
	ForPartners                  // the seats that can take part in the joint action
	ForMembers                   // the members of the venue
	ForShown                     // the owner of the note and those it is shown to
	ForPayers                    // the seats that see the mechanism
)

var audiences = []string{"staff", "the seat", "the other", "the two seats", "everyone", "its receivers",
	"those who can take part", "its members", "its owner and those it is shown to", "those who see it"}

// String says who the audience is: "its members".
func (a Audience) String() string { return audiences[a] }

// About describes a kind of event: its name, who may learn of it, and what each field of
// an [Event] holds. An empty text is for a field that the kind does not use: Role, Other
// and Ref are then below zero, the rest zero.
type About struct {
	Name     string // in files: "fact.learned"
	Audience Audience
	Role     string
	Other    string
	Ref      string
	Msg      string
	Num      string
	Due      string
	Text     string
	Via      string
}

// About describes the kind.
func (k Kind) About() About { return kinds[k] }

const (
	anyCause  = "what brought it about"
	anyInject = "inject, or the number of injects plus an improvised one's"
	messageID = "the id of the message"
)

// kinds is the table of the kinds of event. Whatever folds events says which kinds it
// handles and which it ignores; a kind that is in neither list fails a test by its name.
var kinds = [kindCount]About{
	ExerciseStarted: {Name: "exercise.started", Audience: ForAll},
	ExerciseEnded: {Name: "exercise.ended", Audience: ForAll, Ref: "ending, or Nobody for none",
		Text: "why, or the title and text of the ending"},
	DrawMade: {Name: "draw.made", Audience: ForStaff, Ref: "draw",
		Num: "place of the answer, 0 or 1, a number, or hours", Text: "the same in words"},
	MoveEnded: {Name: "move.ended", Audience: ForAll, Ref: "move"},
	MoveBegan: {Name: "move.began", Audience: ForAll, Ref: "move, of a scenario in which rounds branch",
		Num: "1 if its own condition brought it", Via: "the facilitator, if it was chosen"},
	GaugeChanged: {Name: "gauge.changed", Audience: ForStaff, Ref: "gauge", Num: "its value", Via: anyCause},
	SystemChanged: {Name: "system.changed", Audience: ForStaff, Ref: "system", Num: "the new state",
		Other: "the old state", Via: anyCause},
	SystemNoticed: {Name: "system.noticed", Audience: ForSeat, Role: "who notices", Ref: "system",
		Num: "the state noticed"},
	VersionChanged: {Name: "version.changed", Audience: ForStaff, Ref: "system",
		Num:   "the version that it runs, or -1 for none of the product",
		Other: "the version that it ran, or Nobody", Via: anyCause},
	VersionNoticed: {Name: "version.noticed", Audience: ForSeat, Role: "whose system it is", Ref: "system",
		Num:   "the version that it runs, or -1 for none of the product",
		Other: "the version that it ran, or Nobody"},
	VersionFlawed: {Name: "version.flawed", Audience: ForStaff, Ref: "version",
		Num: "1 if it has its flaw from now on, 0 if no longer"},
	LinkCut:     {Name: "link.cut", Audience: ForStaff, Ref: "link", Via: anyCause},
	LinkChanged: {Name: "link.changed", Audience: ForStaff, Ref: "link", Num: "its new chance", Via: anyCause},
	LinkStopped: {Name: "link.stopped", Audience: ForStaff,
		Ref: "link: a failure under way came to nothing, or a change of what is cut",
		Via: "what would have changed the link, if it is cut"},
	ChannelChanged: {Name: "channel.changed", Audience: ForStaff, Ref: "the way of messages: 0 calls, 1 contacts, 2 formal",
		Num: "how many times as long it takes, or 0 if it does not work", Via: anyCause},
	MessageBlocked: {Name: "message.blocked", Audience: ForStaff, Role: "who has sent it", Other: "to whom",
		Msg: messageID, Ref: "fact, or Nobody for words alone", Via: "the way that does not work"},
	FactLearned: {Name: "fact.learned", Audience: ForSeat, Role: "who learns", Ref: "fact",
		Other: "from whom, or Nobody", Via: anyCause},
	FactLeaked: {Name: "fact.leaked", Audience: ForStaff, Ref: "fact"},
	MarkBreached: {Name: "mark.breached", Audience: ForSeat, Role: "who shared", Ref: "fact",
		Other: "to whom, or Public", Text: "the mark it had been given, if stricter than the fact's own"},
	MessageSent: {Name: "message.sent", Audience: ForSeat, Role: "who sends", Other: "to whom, or Public",
		Msg: messageID, Ref: "fact, or Nobody for words alone", Num: "1 if it asks for an answer",
		Due: "when it arrives", Text: "the words",
		Via: anyCause},
	MessageArrived: {Name: "message.arrived", Audience: ForSeat, Role: "who receives", Other: "from whom",
		Msg: messageID, Ref: "fact, or Nobody for words alone", Num: "1 if it asks for an answer",
		Due:  "when an answer is wanted, 0 for no time",
		Text: "the words", Via: anyCause},
	MessageAcknowledged: {Name: "message.acknowledged", Audience: ForOther, Role: "who acknowledges",
		Other: "who had sent it", Msg: messageID, Num: "0 seen, 1 will do, 2 declined"},
	MessageAnswered: {Name: "message.answered", Audience: ForPair, Role: "who answers", Other: "who had asked",
		Msg: "the id of the question", Ref: "the id of the message that answers it"},
	InjectDelivered: {Name: "inject.delivered", Audience: ForReceivers, Ref: "inject",
		Num: "which time it is, from 1", Via: anyCause},
	InjectReceived:  {Name: "inject.received", Audience: ForSeat, Role: "who receives", Ref: "inject"},
	InjectHeld:      {Name: "inject.held", Audience: ForStaff, Ref: "inject", Via: anyCause},
	InjectSkipped:   {Name: "inject.skipped", Audience: ForStaff, Ref: "inject", Text: "why", Via: anyCause},
	InjectPostponed: {Name: "inject.postponed", Audience: ForStaff, Ref: "inject", Due: "when it comes now"},
	InjectEdited: {Name: "inject.edited", Audience: ForStaff, Ref: "inject",
		Text: "its new title, if that was changed"},
	InjectFreed: {Name: "inject.freed", Audience: ForStaff, Ref: "inject: it is no longer held", Via: anyCause},
	InjectRetracted: {Name: "inject.retracted", Audience: ForReceivers,
		Ref: anyInject, Text: "why"},
	InjectImprovised: {Name: "improvised.delivered", Audience: ForReceivers, Ref: "improvised inject, from 0",
		Text: "its title", Via: anyCause},
	ImprovisedReceived: {Name: "improvised.received", Audience: ForSeat, Role: "who receives",
		Ref: "improvised inject, from 0"},
	ExpectationMet: {Name: "expectation.met", Audience: ForStaff, Ref: anyInject,
		Text: "its title, if it is improvised"},
	ExpectationMissed: {Name: "expectation.missed", Audience: ForStaff, Ref: anyInject,
		Text: "its title, if it is improvised"},
	ActionStarted: {Name: "action.started", Audience: ForSeat, Role: "who begins", Ref: "action",
		Due: "when it will be done; never while it waits for staff", Text: "the reason given"},
	ActionWaits: {Name: "action.waits", Audience: ForSeat, Role: "whose it is", Ref: "action"},
	ActionStaffed: {Name: "action.staffed", Audience: ForSeat, Role: "whose it is", Ref: "action",
		Due: "when it will be done"},
	ActionDelayed: {Name: "action.delayed", Audience: ForSeat, Role: "whose it is", Ref: "action",
		Other: "with whom it is on a call", Due: "when it will be done now"},
	ActionDone:      {Name: "action.done", Audience: ForSeat, Role: "whose it is", Ref: "action"},
	ActionFailed:    {Name: "action.failed", Audience: ForSeat, Role: "whose it is", Ref: "action"},
	ActionCancelled: {Name: "action.cancelled", Audience: ForSeat, Role: "whose it is", Ref: "action"},
	ActionContradicts: {Name: "action.contradicts", Audience: ForStaff, Role: "whose it is", Ref: "action",
		Other: "the action that it undoes"},
	JointProposed: {Name: "joint.proposed", Audience: ForPartners, Role: "who commits first", Ref: "action",
		Due: "when it lapses"},
	JointCommitted: {Name: "joint.committed", Audience: ForPartners, Role: "who commits", Ref: "action"},
	JointWithdrawn: {Name: "joint.withdrawn", Audience: ForPartners, Role: "who withdraws", Ref: "action"},
	JointStarted: {Name: "joint.started", Audience: ForPartners, Ref: "action", Due: "when it will be done",
		Other: "1 if set-up was lost"},
	JointDone:   {Name: "joint.done", Audience: ForPartners, Ref: "action"},
	JointFailed: {Name: "joint.failed", Audience: ForPartners, Ref: "action"},
	JointLapsed: {Name: "joint.lapsed", Audience: ForPartners, Ref: "action"},
	VenueConvened: {Name: "venue.convened", Audience: ForMembers, Role: "who convenes", Ref: "venue",
		Due: "when it opens"},
	VenueOpened: {Name: "venue.opened", Audience: ForMembers, Ref: "venue", Via: anyCause},
	VenueClosed: {Name: "venue.closed", Audience: ForMembers, Ref: "venue", Via: anyCause},
	ObligationStarted: {Name: "obligation.started", Audience: ForSeat, Role: "whose it is", Ref: "obligation",
		Due: "when it must be met"},
	ObligationMet:    {Name: "obligation.met", Audience: ForSeat, Role: "whose it is", Ref: "obligation"},
	ObligationMissed: {Name: "obligation.missed", Audience: ForSeat, Role: "whose it is", Ref: "obligation"},
	NoteFiled:        {Name: "note.filed", Audience: ForSeat, Role: "whose it is", Ref: "note", Via: anyCause},
	NoteShown: {Name: "note.shown", Audience: ForOther, Role: "whose it is", Ref: "note",
		Other: "to whom it is shown", Num: "1 if what is shown is that the note is withdrawn"},
	NoteRevised: {Name: "note.revised", Audience: ForSeat, Role: "whose it is", Ref: "note: the earlier version",
		Other: "note: the version that takes its place"},
	NoteRevoked: {Name: "note.revoked", Audience: ForSeat, Role: "whose it is", Ref: "note", Text: "why"},
	NoteTriggered: {Name: "note.triggered", Audience: ForShown, Role: "whose it is", Ref: "note",
		Num: "1 if a message brought it"},
	NoteKept:   {Name: "note.kept", Audience: ForShown, Role: "whose it is", Ref: "note"},
	NoteBroken: {Name: "note.broken", Audience: ForShown, Role: "whose it is", Ref: "note"},
	NoteDeviated: {Name: "note.deviated", Audience: ForShown, Role: "whose it is", Ref: "note",
		Text: "why it will not be kept as filed"},
	BeliefDeclared: {Name: "belief.declared", Audience: ForSeat, Role: "who answers", Ref: "probe",
		Other: "option", Num: "confidence, 0 to 1"},
	MechanismFunded: {Name: "mechanism.funded", Audience: ForSeat, Role: "who pays", Ref: "mechanism",
		Num: "points"},
	MechanismEstablished: {Name: "mechanism.established", Audience: ForPayers, Ref: "mechanism"},
	AttemptMade: {Name: "attempt.made", Audience: ForSeat, Role: "who attempts", Ref: "attempt, from 0",
		Text: "what is attempted"},
	AttemptQueried: {Name: "attempt.queried", Audience: ForSeat, Role: "who attempts", Ref: "attempt, from 0",
		Text: "the facilitator's question"},
	AttemptAnswered: {Name: "attempt.answered", Audience: ForSeat, Role: "who attempts", Ref: "attempt, from 0",
		Text: "the answer to the question"},
	AttemptRuled: {Name: "attempt.ruled", Audience: ForSeat, Role: "who attempts", Ref: "attempt, from 0",
		Other: "1 success, 2 partial, 3 failure", Num: "the odds it was drawn with, or -1", Text: "the reply"},
	SeatJoined: {Name: "seat.joined", Audience: ForSeat, Role: "who comes to the table"},
	CommandRefused: {Name: "command.refused", Audience: ForSeat, Role: "whose command, as given", Other: "the verb",
		Ref: "what the command names, as given", Text: "why"},
}
