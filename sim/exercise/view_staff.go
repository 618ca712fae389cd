package exercise

import (
	"fmt"
	"strings"

	"tocsin/sim/notes"
)

// Control is what facilitators and evaluators see: everything.
type Control struct {
	Next         []Planned      `json:"next"`      // injects that come next or wait, soonest first
	Delivered    []Planned      `json:"delivered"` // injects that have come
	Gauges       []WorldGauge   `json:"gauges"`
	Systems      []WorldSystem  `json:"systems"`
	Versions     []Version      `json:"versions,omitempty"` // of what systems run
	Ways         []string       `json:"ways,omitempty"`     // of messages: how those are that are not as usual, in words
	Links        []WorldLink    `json:"links"`
	Facts        []WorldFact    `json:"facts"`
	Roster       []Member       `json:"roster"`
	Seats        []Place        `json:"seats"`
	Cases        []Attempt      `json:"cases"` // free-text actions, those not ruled first
	Requests     []WorldRequest `json:"requests"`
	Together     Together       `json:"together"` // how the seats work together, and where it is stuck
	Joint        []WorldJoint   `json:"joint"`
	Actions      []WorldAction  `json:"actions"` // all that seats can do, in the scenario's order
	Obligations  []WorldDuty    `json:"obligations"`
	Dormant      []Option       `json:"dormant"` // obligations whose clock has not started
	Venues       []Venue        `json:"venues"`
	Mechanisms   []Mechanism    `json:"mechanisms"`
	Log          []Line         `json:"log"` // the newest, at most LogLength, oldest first
	LogTotal     int            `json:"log_total"`
	Observations []Observation  `json:"observations"`
	// Exchange is what the filed notes say together, and Promised by when they bring each
	// joint action together.
	Exchange []notes.Finding  `json:"exchange"`
	Promised []notes.Promised `json:"promised"`
	// Filings are how far each seat is with its notes, and Filed the notes in force.
	Filings    []Filing    `json:"filings"`
	Filed      []FiledNote `json:"filed"`
	Objectives []Objective `json:"objectives"`
	Decisions  []Decision  `json:"decisions,omitempty"`
	Checklist  []Checked   `json:"checklist,omitempty"` // what staff see to before STARTEX
	Inbox      []Item      `json:"inbox"`               // the checklist, and what players try and answer in the game
	Commands   int         `json:"commands"`
	Helped     int         `json:"helped"` // of these, those that facilitators gave
	Mirror     *Mirror     `json:"mirror,omitempty"`
	Wall       WallState   `json:"wall"` // what is on the wall
	// Picture is what the seats make of it; nil where the scenario has no hypotheses or levels.
	Picture *Picture `json:"picture,omitempty"`
	// Legibility is how well the seats foresee each other; nil until one has said something.
	Legibility *Legibility `json:"legibility,omitempty"`
	// Material is what the move that has ended gives to talk about; nil unless it is discussed.
	Material *Material `json:"material,omitempty"`
	// Branch is the choice between moves that comes next; nil where the next is no choice.
	Branch    *Branch `json:"branch,omitempty"`
	Automatic bool    `json:"automatic"` // nobody facilitates: what is held is released at once
	Seed      uint64  `json:"seed"`
	// Plan is how the time of the room is planned; nil where no director plans it.
	Plan    *RoomPlan `json:"plan,omitempty"`
	Score   *Score    `json:"score,omitempty"`    // by the measures, a second or more ago; nil until there is one
	HotWash *HotWash  `json:"hot_wash,omitempty"` // after ENDEX
	// Rooms are those that play side by side, this one among them; Room is its name. Common is set where they have
	// one clock.
	Rooms  []Standing `json:"rooms,omitempty"`
	Room   string     `json:"room,omitempty"`
	Common bool       `json:"common,omitempty"`
	// Join is how people come in, for facilitators of a room with a door.
	Join *Joining `json:"join,omitempty"`
	// Codes are the room's, and Door those who ask to come in under a name that is known:
	// for facilitators of a room with a door.
	Codes *Codes  `json:"codes,omitempty"`
	Door  []Knock `json:"door,omitempty"`
	// Lost says which file of the record can no longer be written, while another can.
	Lost []string `json:"lost,omitempty"`
}

// Joining is how people come in: what is on the wall.
type Joining struct {
	Addresses   []string `json:"addresses"` // host names or numbers
	Port        int      `json:"port"`
	Fingerprint string   `json:"fingerprint"`
	// Room is behind a name to come into this room, where several play side by side: ".2".
	Room string `json:"room,omitempty"`
	Code string `json:"code,omitempty"` // of players; empty where only its hash was kept
	// In are the names of those who are in, and their seats.
	In []string `json:"in"`
}

// Lines are the commands by which people come in, a line for each address.
func (j *Joining) Lines() []string {
	var out []string
	for _, a := range j.Addresses {
		out = append(out, fmt.Sprintf("ssh -p %d YOURNAME%s@%s", j.Port, j.Room, a))
	}
	return out
}

// Codes are the codes of a room. One is empty where only its hash was kept: it is still
// valid.
type Codes struct {
	Players      string `json:"players,omitempty"`
	Facilitators string `json:"facilitators,omitempty"`
	Evaluators   string `json:"evaluators,omitempty"`
	// Known tells that somebody who was removed knows the players' code: until it is changed,
	// newcomers get no seat by themselves.
	Known bool `json:"known,omitempty"`
	// Cards are those that were made in place of others, newest last.
	Cards []Card `json:"cards,omitempty"`
}

// Card is a card for a seat, made in place of one that was lost.
type Card struct {
	Role   string `json:"role"`
	Said   string `json:"said"`
	Holder string `json:"holder,omitempty"` // whose way back it is
}

// Knock is somebody who asks to come in as a person who is known.
type Knock struct {
	N    int    `json:"n"`
	Name string `json:"name"`
	From string `json:"from"` // network address
	For  int    `json:"for"`  // seconds that they have waited
}

// LogLength is how many lines of the log a view holds.
const LogLength = 300

// Mirror is exactly what a player sees.
type Mirror struct {
	Role string `json:"role"`
	View View   `json:"view"`
}

// Whom says to whom something goes, by the titles of the seats.
func (c *Control) Whom(titles []string) string {
	switch {
	case len(titles) == 0:
		return "nobody"
	case len(titles) >= len(c.Seats):
		return "everyone"
	}
	return strings.Join(titles, ", ")
}

// Words are what an inject has for staff alone, each under what it is for.
func (p *Planned) Words() [][2]string {
	out := append(p.Spoken(), under("Look for", p.lookFor()...)...)
	out = append(out, under("Attached", p.Attached...)...)
	return append(out, under("Hint for you", p.Hint)...)
}

// Spoken are the words for when it comes: what to read out, to answer and to have discussed.
func (p *Planned) Spoken() [][2]string {
	out := append(under("Read aloud", p.Aloud), under("If asked", p.IfAsked...)...)
	return append(out, under("To discuss", p.Questions...)...)
}

func under(label string, texts ...string) [][2]string {
	var out [][2]string
	for _, text := range texts {
		if text != "" {
			out = append(out, [2]string{label, text})
		}
	}
	return out
}

// Planned is an inject of the master scenario events list.
type Planned struct {
	ID    string   `json:"id"` // of an improvised inject: "+1", "+2"
	Title string   `json:"title"`
	From  string   `json:"from"`
	Media string   `json:"media"`
	To    []string `json:"to"` // titles
	ToIDs []string `json:"to_ids"`
	Text  string   `json:"text"`
	Hint  string   `json:"hint,omitempty"`
	// What the facilitator reads out, answers if asked, and has discussed.
	Aloud     string     `json:"read_aloud,omitempty"`
	IfAsked   []string   `json:"if_asked,omitempty"`
	Questions []string   `json:"questions,omitempty"`
	LookFor   []string   `json:"look_for,omitempty"` // what evaluators look for
	Marks     []LookMark `json:"marks,omitempty"`    // what evaluators gave for it
	Attached  []string   `json:"attached,omitempty"` // files that go with it, each with its sum

	// When is its condition as the scenario has it, and Comes in words; Unless and Bars are those under which it does
	// not come.
	When   string `json:"when,omitempty"`
	Comes  string `json:"comes,omitempty"`
	Unless string `json:"unless,omitempty"`
	Bars   string `json:"bars,omitempty"`
	// Unneeded is set while Unless holds: by itself it would be left out.
	Unneeded  bool   `json:"unneeded,omitempty"`
	Expects   string `json:"expects,omitempty"` // what good players would do
	Awaited   string `json:"awaited,omitempty"` // the state of that: waited for, done, not done in time, not due yet at ENDEX
	Objective string `json:"objective,omitempty"`
	// State: held, due, waits for its condition, on call (comes only when it is released), skipped,
	// delivered, withdrawn.
	State   string  `json:"state"`
	Due     *Moment `json:"due,omitempty"`
	Hold    bool    `json:"hold,omitempty"` // will wait for the facilitator
	Times   int     `json:"times"`
	Last    *Moment `json:"last,omitempty"` // when it came last
	Edited  bool    `json:"edited,omitempty"`
	Suggest string  `json:"suggest,omitempty"` // why the facilitator might release it now
}

// Expected is what good players would do, and whether it was done; "" for nothing.
func (p *Planned) Expected() string {
	if p.Awaited == "" {
		return p.Expects
	}
	return p.Expects + ": " + p.Awaited
}

// WorldGauge is a gauge as it is, and who sees it.
type WorldGauge struct {
	Gauge
	Outcome bool     `json:"outcome"`
	Sees    []string `json:"sees"`
}

// WorldAction is an action of the scenario, for staff: what can be expected of players.
type WorldAction struct {
	ID    string   `json:"id"`
	Title string   `json:"title"`
	By    []string `json:"by"` // titles of the seats that have the authority
	Done  int      `json:"done"`
}

// WorldSystem is a system as it is.
type WorldSystem struct {
	ID      string         `json:"id"`
	Title   string         `json:"title"`
	State   string         `json:"state"`
	Owner   string         `json:"owner,omitempty"`
	Noticed []NoticedState `json:"noticed"`
	Runs    []string       `json:"runs,omitempty"` // versions
}

// NoticedState is what a watcher believes of a system.
type NoticedState struct {
	Role  string `json:"role"`
	Title string `json:"title"`
	State string `json:"state"`
}

// WorldLink is an edge of the cascade as it is.
type WorldLink struct {
	From   string  `json:"from"`
	To     string  `json:"to"`
	Chance float64 `json:"chance"`
	Cut    bool    `json:"cut"`
}

// WorldFact is who knows a fact.
type WorldFact struct {
	ID     string        `json:"id"`
	Title  string        `json:"title"`
	Text   string        `json:"text"`
	Mark   string        `json:"mark"`
	Grade  string        `json:"grade,omitempty"` // in the Admiralty code
	Decoy  bool          `json:"decoy,omitempty"` // it leads nowhere
	Needed []string      `json:"needed"`          // titles of those who need it
	Known  []WorldKnower `json:"known"`
}

// WorldKnower is a role that knows a fact.
type WorldKnower struct {
	Role  string `json:"role"`
	Title string `json:"title"`
	At    Moment `json:"at"`
	From  string `json:"from,omitempty"`
}

// Member is somebody in the room.
type Member struct {
	Name  string `json:"name"`
	Kind  Kind   `json:"kind"`
	Role  string `json:"role,omitempty"`
	Title string `json:"title,omitempty"`
	Here  bool   `json:"here"`           // connected
	Away  int    `json:"away,omitempty"` // seconds since the connection was lost
	Muted bool   `json:"muted,omitempty"`
	// Wants is the seat that somebody in the lobby has asked for.
	Wants string  `json:"wants,omitempty"`
	Aide  string  `json:"aide,omitempty"` // id of the role that a player advises
	Last  *Moment `json:"last,omitempty"` // exercise time of the last act
	Acts  int     `json:"acts"`
}

// Place is a seat as the facilitator sees it.
type Place struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Marks say what is not as with other seats: hidden, adversary, later (it is not at the table yet).
	Marks  []string `json:"marks,omitempty"`
	Holder string   `json:"holder,omitempty"` // a person's name
	Helper string   `json:"helper,omitempty"` // the facilitator who has taken it over
	Bot    bool     `json:"bot"`
	Here   bool     `json:"here"`
	Away   int      `json:"away,omitempty"`
	Since  *Moment  `json:"since,omitempty"` // since when its holder has had it
	Last   *Moment  `json:"last,omitempty"`
	Acts   int      `json:"acts"`
	Unread int      `json:"unread"`
	Asked  int      `json:"asked"`
	// Quiet is for how many hours of exercise time the seat has done nothing: a facilitator may ask why.
	Quiet float64 `json:"quiet_hours"`
	// Office is the time on the seat's own clock, and whether that is in its hours; empty without hours.
	Office string `json:"office,omitempty"`
	// Ask is set when the grace of a dropped player is over: wait, pause, bot or another person?
	Ask bool `json:"ask,omitempty"`
}

// WorldRequest is a request for help or an answer between seats.
type WorldRequest struct {
	From  string  `json:"from"`
	To    string  `json:"to"`
	Text  string  `json:"text"`
	At    Moment  `json:"at"`
	Due   *Moment `json:"due,omitempty"`
	State string  `json:"state"` // on its way, new, seen, will do, declined, answered, overdue
	// Told is what the one who is asked has said about it: seen, will do or declined. It stays
	// when the request turns overdue.
	Told string `json:"told,omitempty"`
}

// WorldJoint is a joint action and who has committed so far.
type WorldJoint struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	JointState
	Ends *Moment `json:"ends,omitempty"`
	Done int     `json:"done"`
	// Failed and Lapsed are when it was last tried without success, and when too few had committed; nil for never.
	Failed *Moment `json:"failed,omitempty"`
	Lapsed *Moment `json:"lapsed,omitempty"`
}

// WorldDuty is an obligation and whose it is.
type WorldDuty struct {
	Obligation
	Role string `json:"role"`
}

// Line is something that happened, in words.
type Line struct {
	N    int    `json:"n"`
	At   Moment `json:"at"`
	Mark string `json:"mark"` // clock world inject learns says acts refused duty note
	Text string `json:"text"`
	Role string `json:"role,omitempty"` // id of the seat that it is about
	// Quiet lines are for those who ask for everything.
	Quiet bool `json:"quiet,omitempty"`
	Help  bool `json:"help,omitempty"` // an act of a facilitator
}

// Observation is an evaluator's or facilitator's note. It is never changed; corrections
// are added.
type Observation struct {
	N         int    `json:"n"`
	At        Moment `json:"at"`      // the time that it speaks of
	Written   Moment `json:"written"` // when it was written
	Who       string `json:"who"`
	Tag       string `json:"tag"` // strength gap quote question note
	Text      string `json:"text"`
	Role      string `json:"role,omitempty"`
	Inject    string `json:"inject,omitempty"`
	Objective string `json:"objective,omitempty"`
	Private   bool   `json:"private,omitempty"`
	Corrects  int    `json:"corrects,omitempty"`
}

// Objective is an objective with the evaluators' ratings.
type Objective struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Capability string   `json:"capability,omitempty"`
	Seat       string   `json:"seat,omitempty"` // the title of the seat whose own aim it is
	Ratings    []Rating `json:"ratings"`
	// Criteria say what each rating means, from P to U.
	Criteria []string `json:"criteria,omitempty"`
}

// Named is the title, with whose own aim it is.
func (o *Objective) Named() string {
	if o.Seat == "" {
		return o.Title
	}
	return o.Title + " (aim of " + o.Seat + ")"
}

// Rating is how one of the staff rates an objective.
type Rating struct {
	Who    string `json:"who"`
	Rating string `json:"rating"` // P S M U
	Text   string `json:"text,omitempty"`
	At     Moment `json:"at"`
}
