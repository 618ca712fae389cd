package exercise

// View is all that a screen, a line dialogue or a program in a seat ever gets. It is
// made for one person from what that person may see and from nothing else, so a screen
// cannot leak what it never held. It is a value: it may be kept, compared and written as
// JSON. Exactly one of Player, Control and Board is set once a person has a place; all
// are nil in the lobby.
type View struct {
	Scenario  Title      `json:"scenario"`
	You       You        `json:"you"`
	Clock     Clock      `json:"clock"`
	Lobby     []Chair    `json:"lobby,omitempty"`   // seats and who has them, for those who wait
	Waiting   []string   `json:"waiting,omitempty"` // names of the others in the lobby
	Notices   []Notice   `json:"notices"`           // out-of-game words to you or to all, newest last
	Questions []Question `json:"questions"`         // what the facilitator has asked the room
	Player    *Player    `json:"player,omitempty"`
	Control   *Control   `json:"control,omitempty"`
	Board     *Board     `json:"board,omitempty"`
	// Feedback is what you have said of the exercise, asked for after ENDEX: its ratings are 0
	// until you have. It is nil while nothing is asked.
	Feedback *Feedback `json:"feedback,omitempty"`
	// Roll is a check of connections; nil while none has been asked for.
	Roll *Roll `json:"roll,omitempty"`
	// Truth is what really happened, once the facilitator reveals it after ENDEX.
	Truth *TruthOf `json:"truth,omitempty"`
	// Code is the evidence code of the record at the last pause: the same on every screen.
	Code string `json:"code,omitempty"`
}

// Title is what everyone may know of the scenario before play.
type Title struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Summary string `json:"summary,omitempty"`
}

// You is the person that a view is made for.
type You struct {
	Name  string `json:"name"`
	Kind  Kind   `json:"kind"`           // player, facilitator, evaluator, observer, board
	Role  string `json:"role,omitempty"` // id of the role, of a player who is seated
	Title string `json:"title"`
	Muted bool   `json:"muted,omitempty"`
	// Aide is set where you advise the seat that another holds: you see what it sees.
	Aide bool `json:"aide,omitempty"`
	// Room is the name of the room where several play side by side.
	Room string `json:"room,omitempty"`
	// Waiting says why a person is in the lobby, and Wants is the seat asked for.
	Waiting string `json:"waiting,omitempty"`
	Wants   string `json:"wants,omitempty"`
	// Open is set for those in the lobby where whoever asks for a free seat has it.
	Open bool `json:"open,omitempty"`
	// Back is your way back: given at the code prompt it leads to your place, with no name
	// asked. Nobody else sees it.
	Back string `json:"back,omitempty"`
	// Heard is the number of the last notice that is not new to you: it was said before you first
	// came, or you have put it away, here or before your line was lost.
	Heard int `json:"heard,omitempty"`
}

// Moment is a time of the exercise, for machines and for people.
type Moment struct {
	Hours float64 `json:"hours"` // since STARTEX
	T     string  `json:"t"`     // T+2d 04:30
	Date  string  `json:"date"`  // Wed 3 Mar 2027 10:30
}

// Clock is the header of every screen.
type Clock struct {
	Phase string `json:"phase"` // before STARTEX, running, paused, over
	Now   Moment `json:"now"`
	// Why says why the clock is stopped; empty while it runs.
	Why string `json:"why,omitempty"`
	// Allows says what players may do now: everything, talk (say, ask, answer), nothing.
	Allows string `json:"allows"`
	// Emergency is set when the exercise was stopped for a real emergency.
	Emergency bool   `json:"emergency,omitempty"`
	Pace      string `json:"pace"` // exercise time that passes in one minute of the room: "2h"
	// Paces are those of the moves to come where they differ, from the latest end of the move before.
	Paces     []PaceFrom `json:"paces,omitempty"`
	Move      int        `json:"move"` // from 1; 0 when the scenario has none
	Moves     int        `json:"moves"`
	MoveTitle string     `json:"move_title,omitempty"`
	MoveBrief string     `json:"move_brief,omitempty"`
	MoveEnds  *Moment    `json:"move_ends,omitempty"`
	Ends      Moment     `json:"ends"`
	// Discuss holds the questions of the move that has just ended.
	Discuss []string `json:"discuss,omitempty"`
	// Goes is in how many seconds of the room the clock goes on by itself after a discussion; nil
	// where it waits for somebody.
	Goes *int `json:"goes,omitempty"`
	// Directed is set while a director changes the pace: it tells nothing of what is far ahead.
	Directed bool `json:"directed,omitempty"`
	// Turns is the exercise time of a turn where time moves in turns, before STARTEX too.
	Turns string `json:"turns,omitempty"`
	// Turn is the turn under way, where time moves in turns.
	Turn *TurnNow `json:"turn,omitempty"`
	// Facilitated is false when the exercise runs itself.
	Facilitated bool `json:"facilitated"`
}

// InTurn reports whether seats are deciding in a turn: time moves when they have said done.
func (c Clock) InTurn() bool { return c.Turn != nil && c.Allows == allowAll }

// PaceFrom is a pace that the clock takes at a time.
type PaceFrom struct {
	From Moment `json:"from"`
	Pace string `json:"pace"`
}

// Chair is a seat in the lobby's list.
type Chair struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Sector string `json:"sector,omitempty"`
	Holder string `json:"holder,omitempty"` // as in "Ann", "a bot", "a bot for Ann", "Fay (facilitator)", or empty
	Here   bool   `json:"here"`             // that person is connected
}

// Free reports whether nobody has to give up the seat for somebody to have it: it is empty, or a bot's alone.
func (c Chair) Free() bool { return c.Holder == "" || c.Holder == "a bot" }

// Asked is the answer to a request for a seat from the lobby.
func (y *You) Asked(c Chair) string {
	if y.Open && c.Free() {
		return "You have the seat " + c.Title
	}
	return "You have asked for " + c.Title
}

// Question is asked of the room: in words, as a choice, or as a ranking.
type Question struct {
	N       int      `json:"n"`
	Text    string   `json:"text"`
	Options []string `json:"options,omitempty"`
	Rank    bool     `json:"rank,omitempty"` // options are to be put in order
	Open    bool     `json:"open"`
	Closed  *Moment  `json:"closed,omitempty"` // when its answers were shown to all
	Yours   string   `json:"yours,omitempty"`  // your answer so far
	Count   int      `json:"count"`            // how many have answered; 0 while it is open, but for staff
	// Waiting are the titles of the seats whose people are here and have not answered; for
	// staff, while it is open.
	Waiting []string `json:"waiting,omitempty"`
	// Answers are shown to all once the question is closed, to staff always.
	Answers []Reply `json:"answers,omitempty"`
	// Agreement is Kendall's coefficient of concordance W of a ranking, 0 to 1: for staff, and for all once it is
	// closed. It is nil with fewer than two answers.
	Agreement *float64 `json:"agreement,omitempty"`
}

// Reply is a seat's answer to a question.
type Reply struct {
	Who  string `json:"who"` // title of the seat
	Text string `json:"text"`
}

// Player is what one role sees.
type Player struct {
	Brief  string `json:"brief"`
	Sector string `json:"sector,omitempty"`
	// Office is the time on the seat's own clock, and whether that is in its hours; empty for a seat without hours.
	Office string `json:"office,omitempty"`
	// Inbox holds the newest items, at most InboxLength, oldest first; Total counts all.
	Inbox  []Item `json:"inbox"`
	Total  int    `json:"total"`
	Unread int    `json:"unread"`
	// MissedFrom and MissedTo are the numbers of the first and the last item that came while
	// nobody was in the seat, until they have been read; 0 when nothing was missed.
	// MissedTo is 0 while nobody is back.
	MissedFrom int      `json:"missed_from,omitempty"`
	MissedTo   int      `json:"missed_to,omitempty"`
	Asked      []Asked  `json:"asked"` // what is asked of me, by when; soonest first
	Facts      []Fact   `json:"facts"` // what I know
	Gauges     []Gauge  `json:"gauges"`
	Systems    []System `json:"systems"`
	// Versions are those of which the seat has the list of who runs them.
	Versions    []Version    `json:"versions,omitempty"`
	Actions     []Action     `json:"actions"`
	Doing       []Doing      `json:"doing"`
	Call        *Call        `json:"call,omitempty"` // nil while it is on no call
	Hands       Hands        `json:"hands"`
	Obligations []Obligation `json:"obligations"`
	Venues      []Venue      `json:"venues"`
	Notes       []Note       `json:"notes"`  // mine, and those shown to me
	Probes      []Probe      `json:"probes"` // what I may declare a belief about
	// Picture is the hypotheses and levels of severity before the seat, with the evidence that it
	// knows; nil where the scenario has none.
	Picture *Picture `json:"picture,omitempty"`
	// Predictions are what my seat has said that others will do.
	Predictions []Prediction `json:"predictions,omitempty"`
	Attempts    []Attempt    `json:"attempts"`
	Contacts    []Contact    `json:"contacts"` // whom I can write to
	Mechanisms  []Mechanism  `json:"mechanisms"`
	Budget      float64      `json:"budget"` // points left to invest before STARTEX
	Cost        Cost         `json:"cost"`   // what my acts have cost me so far
	Decisions   []Decision   `json:"decisions,omitempty"`
	// Team is those who share the seat, with what they say among themselves; nil where one
	// person has it alone.
	Team *Team `json:"team,omitempty"`
	// Became says after ENDEX what happened to it, from what this seat has seen.
	Became []string `json:"became,omitempty"`
	// Story is the exercise as it was, with what this seat saw, once the facilitator shows it.
	Story *Story `json:"story,omitempty"`
}

// InboxLength is how many items of an inbox a view holds; older ones come with [Exercise.InboxBefore].
const InboxLength = 200

// Item is something that reached a seat, or that it did. It never changes, but for what was read.
type Item struct {
	N     int      `json:"n"` // from 1, in this seat
	At    Moment   `json:"at"`
	Kind  ItemKind `json:"kind"`
	From  string   `json:"from,omitempty"`  // who it appears to come from
	Role  string   `json:"role,omitempty"`  // id of the role that it comes from
	To    []string `json:"to,omitempty"`    // of what I sent: titles of the recipients
	Media string   `json:"media,omitempty"` // email call news social alert document
	Title string   `json:"title"`
	Text  string   `json:"text,omitempty"`
	Fact  string   `json:"fact,omitempty"`  // id of the fact that it carries
	Mark  string   `json:"mark,omitempty"`  // how it may be handled: red amber green clear
	Grade string   `json:"grade,omitempty"` // of the fact that it carries, in the Admiralty code
	// Re names a message for answers and acknowledgements: "cloud#2", the second message
	// that the role cloud sent to this seat.
	Re   string `json:"re,omitempty"`
	Read bool   `json:"read"`
	// Reached is how far what I sent has come, with each of those it was sent to.
	Reached  []Reached `json:"reached,omitempty"`
	messages []int     // of what I sent
	// Inherited is set on what was read before the holder took the seat from somebody else,
	// until the holder has opened it as well.
	Inherited bool `json:"inherited,omitempty"`

	promise int // the note of this seat that it is about, from 1; 0 for none
}

// ItemKind is the kind of an inbox item.
type ItemKind string

// The kinds.
const (
	ItemInject    ItemKind = "inject"    // from the exercise or a persona
	ItemMessage   ItemKind = "message"   // from another seat
	ItemSent      ItemKind = "sent"      // mine, to others
	ItemLearned   ItemKind = "learned"   // a fact
	ItemNoticed   ItemKind = "noticed"   // a system's state, or what another decided for both
	ItemDone      ItemKind = "done"      // my acts and what came of them
	ItemJoint     ItemKind = "joint"     // joint actions that I can take part in
	ItemVenue     ItemKind = "venue"     // venues of mine
	ItemDuty      ItemKind = "duty"      // reporting clocks of mine
	ItemPromise   ItemKind = "promise"   // notes of mine and those shown to me
	ItemPrepared  ItemKind = "prepared"  // mechanisms
	ItemBreach    ItemKind = "breach"    // I shared something wider than its handling mark
	ItemRuling    ItemKind = "ruling"    // the facilitator on my free-text actions
	ItemWithdrawn ItemKind = "withdrawn" // an inject that was sent in error
	ItemHandover  ItemKind = "handover"  // for whoever comes new to a seat
	ItemClock     ItemKind = "clock"     // STARTEX, moves, ENDEX
)

// Asked is one thing that is asked of a seat.
type Asked struct {
	Kind string `json:"kind"` // request, obligation, decision, joint, promise, probe, case, approval, question
	ID   string `json:"id"`   // what answers it: "cloud#2", or the id of the obligation, decision, action, probe; else its number
	From string `json:"from,omitempty"`
	Text string `json:"text"`
	// Due is nil where there is no hurry.
	Due   *Moment `json:"due,omitempty"`
	Late  bool    `json:"late,omitempty"`
	State string  `json:"state,omitempty"` // of a request: new, seen, will do
}

// ByStaff reports whether the facilitator asks it: the room waits for the answer, and is often paused
// meanwhile.
func (a *Asked) ByStaff() bool {
	return a.Kind == "question" || a.Kind == "case" || a.Kind == "approval"
}

// Fact is something that a seat knows.
type Fact struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
	Mark  string `json:"mark"` // handling mark that binds this seat
	// Grade is how far its source is to be trusted and how likely it is right, in the Admiralty code: "B2".
	Grade string `json:"grade,omitempty"`
	Since Moment `json:"since"`
	From  string `json:"from,omitempty"` // who told; empty when learned unaided
	// Others are those whom this seat has seen to know it, or told, and how.
	Others []Knower `json:"others"`
	// Wider are the contacts, by id, with whom sharing it would go wider than its mark.
	Wider []string `json:"wider,omitempty"`
	// Venues are those of Wider for whom it is only wider because it would go by a venue, where
	// others hear it: by call, by contact or formal it may go to them.
	Venues []string `json:"wider_by_venue,omitempty"`
}

// Knower is a role that a seat has seen to know something.
type Knower struct {
	Role  string `json:"role"`
	Title string `json:"title"`
	How   string `json:"how"` // "told me", "I told them", "told in public"
	At    Moment `json:"at"`
	// State is how far what I told them has come: on its way, arrived, read. It is empty where
	// I did not tell them.
	State string `json:"state,omitempty"`
}

// The states of what a seat has told another.
const (
	OnItsWay = "on its way"
	Arrived  = "arrived"
	HasRead  = "read"
)

// Words says how a seat has come to see that another knows something.
func (k Knower) Words() string {
	switch k.State {
	case OnItsWay:
		return "told, on its way"
	case Arrived:
		return "told, not read yet"
	case HasRead:
		return "told, and read"
	}
	return k.How
}

// Gauge is a number as a seat sees it.
type Gauge struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Unit  string  `json:"unit,omitempty"`
	Value float64 `json:"value"`
	// Taken is when a sensor took the value, which is then its reading; nil where it is the gauge itself.
	Taken *Moment `json:"taken,omitempty"`
	Grade string  `json:"grade,omitempty"` // of a sensor, in the Admiralty code
	// Trace holds the value at equal steps of exercise time, from STARTEX, newest last.
	Trace []float64 `json:"trace"`
	Step  float64   `json:"step_hours"` // between two values of the trace
}

// System is a system as a seat has noticed it.
type System struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	State string  `json:"state"`
	Since *Moment `json:"since,omitempty"` // when this seat noticed
	Own   bool    `json:"own,omitempty"`
	// Runs are the versions that a system of the seat's own runs.
	Runs []string `json:"runs,omitempty"`
}

// Action is something that a seat has authority for.
type Action struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text,omitempty"`
	Takes string `json:"takes,omitempty"` // how long it takes, in words
	Hands int    `json:"hands"`
	Costs Cost   `json:"costs"`
	// Can is false where the seat cannot begin it now, as far as it can tell, and Why says
	// why. Unsure says that something out of its sight decides it: then only trying shows.
	Can    bool        `json:"can"`
	Unsure bool        `json:"unsure,omitempty"`
	Why    string      `json:"why,omitempty"`
	Free   *Moment     `json:"free,omitempty"` // when a hand comes free, if that is all that lacks
	Joint  *JointState `json:"joint,omitempty"`
	// Decision is the id of the one of which it is an option.
	Decision string `json:"decision,omitempty"`
}

// JointState is how far a joint action has come, for those who can take part in it.
type JointState struct {
	Quorum int `json:"quorum"`
	// Given is what those who have committed count for together, where commitments count by parts, and Part
	// what mine counts for.
	Given     *int     `json:"given,omitempty"`
	Part      *int     `json:"part,omitempty"`
	Must      []string `json:"must,omitempty"` // titles of those without whom it cannot be
	Open      bool     `json:"open"`           // somebody has committed
	Committed []string `json:"committed"`      // titles
	Mine      bool     `json:"mine"`           // I have committed
	Lapses    *Moment  `json:"lapses,omitempty"`
	UnderWay  bool     `json:"under_way"`
	Setup     bool     `json:"setup,omitempty"` // time is lost where no open venue has all of them
}

// Obligation is a reporting clock of a seat.
type Obligation struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Status string   `json:"status"` // running, met, late, missed
	Due    Moment   `json:"due"`
	Met    *Moment  `json:"met,omitempty"`
	By     []string `json:"by"`  // titles of the actions that meet it
	Basis  string   `json:"law"` // the text that it rests on
}

// Venue is a venue that a seat is a member of.
type Venue struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	State   string   `json:"state"` // open, being convened, closed
	Members []string `json:"members"`
	Convene string   `json:"convene,omitempty"` // how long it takes to open, in words
}

// Probe is a question that shows what a seat believes.
type Probe struct {
	ID         string   `json:"id"`
	Ask        string   `json:"ask"`
	Options    []Option `json:"options"`
	Answer     string   `json:"answer,omitempty"` // id of my last answer
	Confidence float64  `json:"confidence,omitempty"`
}

// Option is a possible answer.
type Option struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Attempt is a free-text action put to the facilitator.
type Attempt struct {
	N        int    `json:"n"`              // from 1, in this seat
	Case     string `json:"case,omitempty"` // what the facilitator names it by: "cloud#1"
	Role     string `json:"role,omitempty"` // for staff only
	Title    string `json:"title,omitempty"`
	At       Moment `json:"at"`
	Text     string `json:"text"`
	Reason   string `json:"reason,omitempty"`
	Question string `json:"question,omitempty"`
	Answer   string `json:"answer,omitempty"`
	Outcome  string `json:"outcome,omitempty"` // success, partial, failure; empty until ruled
	Reply    string `json:"reply,omitempty"`
	// Approvals are those that it waits for, or has.
	Approvals []Approval `json:"approvals,omitempty"`
}

// Approval is what a seat says to a free-text action of another.
type Approval struct {
	From  string `json:"from"`            // the title of the seat that is asked
	State string `json:"state"`           // asked, approved, declined
	Text  string `json:"text,omitempty"`  // what it was asked; for staff only
	Words string `json:"words,omitempty"` // what it answered; for staff only
}

// Decision is what a seat has decided: written down by it or by the staff, or taken where the scenario asks for it.
type Decision struct {
	N       int      `json:"n"` // from 1, in this seat; for staff, of all
	At      Moment   `json:"at"`
	Role    string   `json:"role"`
	Title   string   `json:"title"`
	Who     string   `json:"who,omitempty"` // who wrote it down; for staff only
	Text    string   `json:"text"`
	Options []string `json:"options,omitempty"`
	Why     string   `json:"why,omitempty"`
	Follow  string   `json:"follow,omitempty"` // what is to be done about it
	Due     *Moment  `json:"due,omitempty"`    // and by when
	Inject  string   `json:"inject,omitempty"`
}

// Mechanism is preparedness as a seat sees it.
type Mechanism struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Kind  string  `json:"kind"`
	Text  string  `json:"text,omitempty"`
	Price float64 `json:"price"`
	// Invested is what has been put in so far; nil where this seat may not see it.
	Invested *float64 `json:"invested,omitempty"`
	Mine     float64  `json:"mine"`
	InForce  bool     `json:"in_force"`
	// Files is how many notes of this seat it would put in force that are drafts now.
	Files int `json:"files,omitempty"`
}

// Cost is the cost of an action on its four scales.
type Cost struct {
	Money       float64 `json:"money"`
	Political   float64 `json:"political"`
	Operational float64 `json:"operational"`
	Legal       float64 `json:"legal"`
}
