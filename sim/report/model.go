package report

import (
	"strings"

	"tocsin/sim/score"
)

// Version is that of a report as JSON: it goes up when a key is taken away, renamed or means
// something else.
const Version = 1

// Report is an after-action report before it is written in any format: [Write] makes its
// files. Every text is as people wrote it, so each format must make it safe for itself.
// Hours are since STARTEX unless they are said to be a span; nil means never, or that
// there is nothing to measure.
type Report struct {
	Schema   string    `json:"schema"` // of this document, with its version
	Overview Overview  `json:"overview"`
	Overlay  Overlay   `json:"overlay"` // what people add
	wording  *Wording  // nil for the usual one
	Page     FirstPage `json:"first_page"`

	Scores       score.Scores     `json:"scores"`
	Parts        []ScorePart      `json:"score_parts"` // what the scores are made of, so that they can be worked out by hand
	Unhelped     *score.Scores    `json:"unhelped"`    // scores without what the facilitator did; nil where nothing was done
	Harm         score.Harm       `json:"harm"`
	HarmUnit     string           `json:"harm_unit,omitempty"`
	Efficiency   *float64         `json:"efficiency"`
	Gap          *float64         `json:"gap"`       // coordination gap, 1 - efficiency
	Divided      *score.GapOver   `json:"gap_parts"` // and efficiency over many draws; null where not worked out
	Waterfall    []score.Step     `json:"waterfall"` // null where no harm is counted; see score.WaterfallOf
	Pace         score.Pace       `json:"pace"`
	Band         *score.Band      `json:"band"` // nil where it was not asked for or was interrupted at once
	Seats        []SeatLine       `json:"seats"`
	Capabilities []CapabilityLine `json:"capabilities"` // the ratings of their objectives
	Objectives   []ObjectiveLine  `json:"objectives"`
	Others       []Area           `json:"other_areas"` // what went badly and bears on no objective
	Expected     []ExpectedLine   `json:"expected_actions"`
	Plan         []PlanRow        `json:"improvement_plan"`
	Last         *LastPlan        `json:"last_plan"`       // of the exercise before; null where it was not given
	Moments      []MomentLine     `json:"moments"`         // all that were tried and made a difference, the weightiest first
	Untried      bool             `json:"moments_untried"` // no counterfactual was worked out
	Credit       []CreditLine     `json:"credit"`
	Worth        []WorthLine      `json:"mechanisms_worth"`
	Buying       []string         `json:"buying"`  // what a planner would buy, and what the payers would
	Funding      *score.Funding   `json:"funding"` // all sets of mechanisms; null where not worked out
	Timeline     []TimelineEntry  `json:"timeline"`
	Decisions    []Decision       `json:"decisions"`
	Facts        []FactLine       `json:"facts"`
	Beliefs      []BeliefLine     `json:"beliefs"`
	Shared       *SharedPicture   `json:"shared_picture"` // null where the scenario has neither hypotheses nor levels of severity
	Rankings     []RankingLine    `json:"rankings"`       // of priorities and the like, that the room was asked for
	Messages     []MessageLine    `json:"messages"`
	Network      []NetworkPhase   `json:"network"`
	Duties       []DutyLine       `json:"obligations"`
	Gauges       []GaugeLine      `json:"gauges"`
	Systems      []SystemLine     `json:"systems"`
	Versions     []VersionLine    `json:"versions"` // of what systems run; empty where the scenario has none
	Legs         []Leg            `json:"legs"`     // of the way to the first joint action, in order; empty where none was done
	Bearers      []BearerLine     `json:"bearers"`
	Helps        []HelpLine       `json:"facilitator_acts"`
	Measures     []MeasureLine    `json:"measures"`
	Legibility   []LegibleLine    `json:"legibility"` // how well seats foresaw each other; empty where nobody said anything
	Exchange     []ExchangeLine   `json:"exchange"`   // of if-then notes; empty where none was filed
	Notes        []ObservationRow `json:"observations"`
	Questions    []QuestionLine   `json:"questions"`
	Feedback     []FeedbackLine   `json:"feedback"`    // of those who were there, without their names
	Handed       []HandedLine     `json:"handed_over"` // seats that changed hands, and what was lost
	Forged       []ForgedLine     `json:"forged"`      // messages, in the order in which they arrived
	Warnings     []string         `json:"warnings"`    // what the reader must know about how far this report goes

	walls []string // by line of the record, from 1, its header: when it was written, by ISO 8601
}

// Overview is what the exercise was.
type Overview struct {
	Title        string        `json:"title"`
	Name         string        `json:"name"` // the scenario's short name
	Summary      string        `json:"summary,omitempty"`
	Digest       string        `json:"digest"`             // SHA-256 of the scenario's text: its version
	Language     string        `json:"language,omitempty"` // that the texts were read in, if not the original
	Tocsin       string        `json:"tocsin"`             // version of the program that wrote the record
	Record       string        `json:"record"`             // name of its file, without a folder
	Code         string        `json:"code"`               // evidence code of the record
	Closed       bool          `json:"closed"`             // false where the exercise was not ended, or its record's end is missing
	Lines        int           `json:"lines"`
	Seed         uint64        `json:"seed"`
	Played       string        `json:"played"`                  // date on which it was played
	Early        int           `json:"early_minutes,omitempty"` // for how long players had seats before STARTEX
	Startex      string        `json:"startex"`                 // on the exercise's own calendar
	StartexISO   string        `json:"startex_iso"`             // the same by ISO 8601
	Endex        string        `json:"endex"`
	EndHours     float64       `json:"end_hours"`
	Length       float64       `json:"length_hours"` // that of the scenario
	Mechanisms   []string      `json:"mechanisms"`   // titles of those in force at the end
	Capabilities []string      `json:"capabilities"`
	Sides        []string      `json:"sides,omitempty"` // a sentence for each seat that is not as the others
	Sources      []string      `json:"sources"`
	Moves        []Move        `json:"moves"`
	Participants []Participant `json:"participants"`
	Headcount    []Headcount   `json:"headcount"`           // one line for each seat, then one for each kind of staff
	People       int           `json:"people"`              // that there were in all, each counted once
	NoPeople     bool          `json:"no_people,omitempty"` // a script acted in the seats that no bot had
	Anonymous    bool          `json:"anonymous"`
	State        string        `json:"state"` // digest of the final state
}

// Move is a round of the exercise.
type Move struct {
	Title string  `json:"title"`
	From  float64 `json:"from_hours"`
	To    float64 `json:"to_hours"`
}

// Participant is a seat and who sat there. Staff have no role.
type Participant struct {
	Role   string `json:"role,omitempty"` // id
	Title  string `json:"title"`          // the seat's, or facilitator, evaluator, observer
	Sector string `json:"sector,omitempty"`
	Person string `json:"person,omitempty"` // "" where names are removed
	Bot    bool   `json:"bot,omitempty"`
	Acts   int    `json:"acts"`
	// From is when the person took the seat, "" at STARTEX or before; Until when they gave it
	// up, "" for who had it at the end.
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`
}

// Headcount is how many people sat in a seat, one after the other or at one time. Staff have no role.
type Headcount struct {
	Role   string `json:"role,omitempty"` // id
	Title  string `json:"title"`
	People int    `json:"people"` // 0 for a seat that a bot played or nobody took
}

// peopleIn is how many people sat in a seat.
func (o Overview) peopleIn(role string) int {
	for _, h := range o.Headcount {
		if h.Role == role {
			return h.People
		}
	}
	return 0
}

// Sat says from when to when somebody had the seat, where that was not all of the exercise.
func (p Participant) Sat() string {
	switch {
	case p.From != "" && p.Until != "":
		return p.From + " to " + p.Until
	case p.From != "":
		return "from " + p.From
	case p.Until != "":
		return "until " + p.Until
	}
	return ""
}

// FirstPage is what somebody with one minute reads.
type FirstPage struct {
	Happened string      `json:"happened"` // who played what, and for how long
	Behind   string      `json:"behind"`   // what was the case, as the scenario has it; "" where it does not say
	Counted  string      `json:"harm_is"`  // what one of its unit stands for; "" where nothing says
	Story    []StoryLine `json:"story"`    // at most five turning points, each with its date
	// Reading says how well it went: a sentence each for the total beside the band, speed, effectiveness,
	// coordination and pace of relevance.
	Reading  []string `json:"reading"`
	Worse    string   `json:"worse"`   // that the run ended worse than if nobody had acted; "" where it did not
	Moments  []Remark `json:"moments"` // at most three moments that mattered
	Changes  []Change `json:"changes"` // at most three things to change
	Gap      string   `json:"gap"`     // the coordination gap in one sentence
	GapParts string   `json:"gap_is"`  // what it is made of; "" where it was not divided
	Draws    []string `json:"draws"`   // efficiency on this draw, and over many
	Caution  string   `json:"caution"` // what the numbers cannot say
}

// Remark is a sentence or two, and what it rests on.
type Remark struct {
	Text     string   `json:"text"`
	Evidence []Source `json:"evidence"`
}

// Area is an area for improvement under an objective.
type Area struct {
	Issue     string   `json:"issue"`
	Reference string   `json:"reference"` // what it rests on outside this exercise: a duty's basis, a measure
	Analysis  string   `json:"analysis"`
	Evidence  []Source `json:"evidence"`
}

// Quote is words of a person that bear on an objective.
type Quote struct {
	T      string `json:"t"`
	Role   string `json:"role"` // title
	Text   string `json:"text"`
	Source Source `json:"source"`
}

// TimelineEntry is an event in words.
type TimelineEntry struct {
	N        int     `json:"n"` // its number in the stream of events, from 1
	Hours    float64 `json:"hours"`
	T        string  `json:"t"`    // T+2d 04:30
	Date     string  `json:"date"` // 3 March 2027 10:30
	Kind     string  `json:"kind"` // as in the JSON of a run: "fact.learned"
	Mark     string  `json:"mark"` // clock, world, inject, learns, says, acts, refused, duty, note
	Role     string  `json:"role,omitempty"`
	Title    string  `json:"title,omitempty"` // the role's
	Person   string  `json:"person,omitempty"`
	Text     string  `json:"text"`
	Help     bool    `json:"help,omitempty"`    // came of an act of the facilitator
	Quiet    bool    `json:"quiet,omitempty"`   // for those who ask for everything
	Cascade  bool    `json:"cascade,omitempty"` // a system changed its state
	Severity int     `json:"severity"`          // with Cascade: the new state, 0 normal, 1 degraded, 2 failed, 3 isolated
	Source   Source  `json:"source"`
}

// Decision is an action begun, a commitment, or what else a seat decided, with its reason.
type Decision struct {
	Hours   float64  `json:"hours"`
	T       string   `json:"t"`
	Role    string   `json:"role"`
	Title   string   `json:"title"` // the role's
	Person  string   `json:"person,omitempty"`
	Verb    string   `json:"verb"`
	What    string   `json:"what"`
	Reason  string   `json:"reason,omitempty"`
	Latency *float64 `json:"latency_hours"`       // a span: since the seat could know what the decision needs
	Outcome string   `json:"outcome"`             // in words: "done T+2d 04:30", "did not work", "refused: " and why, and others
	Options []string `json:"options,omitempty"`   // that there were, of a decision of the scenario or one that was written down
	Follow  string   `json:"follow_up,omitempty"` // what is to be done about it
	Due     string   `json:"due,omitempty"`       // by when
	Event   int      `json:"event,omitempty"`     // its number in the timeline; 0 for one that was written down alone
	Source  Source   `json:"source"`
}

// FactLine is a fact and who came to know it: the knowledge ledger.
type FactLine struct {
	ID      string    `json:"id"`
	Title   string    `json:"title"`
	Text    string    `json:"text,omitempty"`
	Mark    string    `json:"mark"` // TLP
	Decoy   bool      `json:"decoy,omitempty"`
	Within  float64   `json:"within_hours"` // a span: its target; 0 for none
	First   *float64  `json:"first_hours"`  // by those who respond, where any of them knew it
	Knowers []Knower  `json:"knowers"`      // in the order in which they learned it
	Missing []Missing `json:"missing"`      // those who needed it and never had it, or late
}

// Marked is a fact's mark as the Traffic Light Protocol writes it: "TLP:AMBER".
func (f FactLine) Marked() string { return "TLP:" + strings.ToUpper(f.Mark) }

// Knower is a role that learned a fact.
type Knower struct {
	Role      string  `json:"role"`
	Title     string  `json:"title"`
	Hours     float64 `json:"hours"`
	T         string  `json:"t"`
	Via       string  `json:"via"`
	From      string  `json:"from,omitempty"` // id of the role
	FromTitle string  `json:"from_title,omitempty"`
	Needed    bool    `json:"needed"`
	Late      bool    `json:"late"`           // it needed the fact, and learned it after its target
	Then      string  `json:"then,omitempty"` // what it did next about it
	Source    Source  `json:"source"`
}

// Missing is a seat that needed a fact and got it late, or never.
type Missing struct {
	Role     string   `json:"role"`
	Title    string   `json:"title"`
	Holder   string   `json:"holder"`      // title of the first who knew
	Delay    float64  `json:"delay_hours"` // a span
	Harm     *float64 `json:"harm"`        // done meanwhile
	Why      string   `json:"why"`
	Evidence []Source `json:"evidence"`
}

// BeliefLine is an answer to a probe.
type BeliefLine struct {
	Hours      float64 `json:"hours"`
	T          string  `json:"t"`
	Role       string  `json:"role"`
	Title      string  `json:"title"`
	Probe      string  `json:"probe"`
	Ask        string  `json:"ask"`
	Answer     string  `json:"answer"`
	Confidence float64 `json:"confidence"` // 0 to 1
	Right      *bool   `json:"right"`      // nil where no answer is right
	Source     Source  `json:"source"`
}

// Sure is the confidence as a percentage.
func (b *BeliefLine) Sure() string { return wholePercent(&b.Confidence) }

// MessageLine is a message from one seat to another, or to the public.
type MessageLine struct {
	Hours     float64  `json:"hours"`
	T         string   `json:"t"`
	Arrived   *float64 `json:"arrived_hours"`
	From      string   `json:"from"`
	FromTitle string   `json:"from_title"`
	Person    string   `json:"person,omitempty"`
	To        string   `json:"to"` // "public" for everyone
	ToTitle   string   `json:"to_title"`
	Fact      string   `json:"fact,omitempty"`
	FactTitle string   `json:"fact_title,omitempty"`
	Via       string   `json:"via"`
	Text      string   `json:"text,omitempty"`
	State     string   `json:"state"`         // on its way, arrived, seen, will do, declined, answered
	Ask       bool     `json:"ask,omitempty"` // it asked for an answer
	Wanted    *float64 `json:"wanted_hours"`  // when an answer is wanted
	Answered  *float64 `json:"answered_hours"`
	Event     int      `json:"event"` // the number of its sending in the timeline
	Source    Source   `json:"source"`
}

// NetworkPhase is who talked to whom in a part of the exercise: a move, or a quarter.
type NetworkPhase struct {
	Title      string        `json:"title"`
	From       float64       `json:"from_hours"`
	To         float64       `json:"to_hours"`
	Nodes      []NetworkNode `json:"nodes"` // every seat, in the scenario's order
	Edges      []NetworkEdge `json:"edges"`
	Messages   int           `json:"messages"`
	Density    *float64      `json:"density"` // of the directed graph: pairs that talked of those that could
	Reciprocal *float64      `json:"reciprocity"`
	Fragments  int           `json:"fragments"` // groups between which nobody talked, silent seats left out
}

// NetworkNode is a seat in the network.
type NetworkNode struct {
	Role     string `json:"role"`
	Title    string `json:"title"`
	Sector   string `json:"sector,omitempty"`
	Sent     int    `json:"sent"`
	Received int    `json:"received"`
}

// NetworkEdge is messages from one seat to another; From and To are places among the nodes.
type NetworkEdge struct {
	From     int `json:"from"`
	To       int `json:"to"`
	Messages int `json:"messages"`
	Facts    int `json:"facts"` // of them, those that carried a fact
}

// GaugeLine is a gauge as it was, and who could see it. The trace has equal steps; the last may be shorter.
type GaugeLine struct {
	ID      string    `json:"id"`
	Title   string    `json:"title"`
	Unit    string    `json:"unit,omitempty"`
	Outcome bool      `json:"outcome"`
	Hours   []float64 `json:"hours"` // the same for all gauges
	True    []float64 `json:"true"`
	Idle    []float64 `json:"idle"` // the same, if nobody had acted; empty where it is not known
	Seen    []string  `json:"seen"` // titles of those whose screens held it; nobody else saw it
}

// SystemLine is a system, the states it went through, and who noticed them when: what was
// true against what was seen.
type SystemLine struct {
	ID      string        `json:"id"`
	Title   string        `json:"title"`
	Owner   string        `json:"owner,omitempty"` // title
	End     string        `json:"end"`             // its state at the end
	States  []SystemState `json:"states"`          // from STARTEX on
	Noticed []Noticing    `json:"noticed"`         // in the order of time
}

// Noticing is a seat that came to see a system's state.
type Noticing struct {
	Hours  float64 `json:"hours"`
	Role   string  `json:"role"`
	Title  string  `json:"title"` // the role's
	State  string  `json:"state"`
	Source Source  `json:"source"`
}

// SystemState is a state of a system, and when it began.
type SystemState struct {
	Hours  float64 `json:"hours"`
	State  string  `json:"state"`
	Source Source  `json:"source"`
}

// Leg is a part of the way from the first who knew to joint action.
type Leg struct {
	ID    string   `json:"id"` // speed.detect, speed.escalate, …
	Title string   `json:"title"`
	Hours *float64 `json:"hours"` // a span
}

// BearerLine is whose harm it was, in this run and if nobody had acted.
type BearerLine struct {
	Who   string   `json:"who"`
	Title string   `json:"title"`
	Harm  float64  `json:"harm"`
	Idle  *float64 `json:"idle"`
	Cost  *float64 `json:"cost"` // of its actions, all four scales added; nil for who has no seat
}

// HelpLine is an act of the facilitator and what it touched.
type HelpLine struct {
	Hours    float64  `json:"hours"`
	T        string   `json:"t"`
	Text     string   `json:"text"`
	Facts    []string `json:"facts"`    // titles
	Measures []string `json:"measures"` // ids
	Scores   []string `json:"scores"`
	Source   Source   `json:"source"`
}

// ObservationRow is what an evaluator or facilitator wrote down.
type ObservationRow struct {
	N         int     `json:"n"`
	Who       string  `json:"who"`
	Tag       string  `json:"tag"` // note, strength, gap, quote, question
	Hours     float64 `json:"hours"`
	T         string  `json:"t"`
	Role      string  `json:"role,omitempty"`      // title
	Inject    string  `json:"inject,omitempty"`    // title
	Objective string  `json:"objective,omitempty"` // id
	Text      string  `json:"text"`
	Corrects  int     `json:"corrects,omitempty"`
	Source    Source  `json:"source"`
}

// QuestionLine is a question that the facilitator asked the room, and the answers.
type QuestionLine struct {
	T       string   `json:"t"`
	Text    string   `json:"text"`
	Answers []Answer `json:"answers"`
	Options []string `json:"options,omitempty"` // to choose from or to put in order
	Source  Source   `json:"source"`
	// Agreement is Kendall's coefficient of concordance W of a ranking, from 0, none, to 1,
	// all in the same order; nil for other questions, and with fewer than two answers.
	Agreement *float64 `json:"agreement,omitempty"`
}

// FeedbackLine is what somebody said of the exercise at its end.
type FeedbackLine struct {
	From string `json:"from"` // the seat's title, or what the person is
	// Three ratings from 1, not at all, to 5, fully: it was like the real thing; it was worth
	// the time; one is prepared for such a thing now.
	Realism    int    `json:"realism"`
	Usefulness int    `json:"usefulness"`
	Prepared   int    `json:"prepared"`
	Well       string `json:"well,omitempty"`
	Change     string `json:"change,omitempty"`
	Will       string `json:"will,omitempty"` // one thing that one's own organisation will do
}

// Answer is what one seat answered.
type Answer struct {
	Title string `json:"title"` // the seat's, or the person's where it has none
	Text  string `json:"text"`
	// Order are the options of a ranking as the seat put them, from 1, the first first.
	Order []int `json:"order,omitempty"`
}
