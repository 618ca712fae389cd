package report

import (
	"cmp"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
	"tocsin/sim/schema"
	"tocsin/sim/score"
)

// Input is all that an after-action report is made from: the run, its scores, and what else the record
// says. What is nil or empty was not computed, and the report says so or leaves it out.
type Input struct {
	Overview Overview // without what follows from the scenario and the run
	Run      *score.Played
	Card     score.Card
	Idle     map[string]float64 // harm by bearer, if nobody had acted
	// IdleObjectives are the scenario's objectives, if nobody had acted; nil where not worked out.
	IdleObjectives []score.Objective
	Origins        []Origin // of Run.Events, one for each
	Givers         []Giver  // of Run.Acts, one for each

	Observations []ObservationRow
	Ratings      map[string][]Rating // by the id of the objective
	Judged       []JudgedRow
	Questions    []QuestionLine
	Decided      []Decision // that were written down
	Approvals    []Approval // of what was attempted
	Feedback     []FeedbackLine
	Handed       []HandedLine
	Legibility   []LegibleLine
	Picture      *SharedPicture // its words by ids alone; nil where the scenario asks for none
	People       []Participant  // players with the seats they had last, and staff

	Step       engine.Time // between two values of a trace
	Traces     [][]float64 // by gauge, from STARTEX
	IdleTraces [][]float64 // the same, if nobody had acted

	Walls []string // by line of the record, from 1, its header: when it was written, by ISO 8601; "" where not known

	Moments  []score.Moment
	Untried  int // moments that were left out for lack of room
	Seeds    int // paired seeds of the counterfactuals
	Credit   []score.Credit
	Divided  *score.GapOver // nil where it was not worked out
	Worth    []score.Worth
	Funding  *score.Funding // nil where it was not worked out
	Band     *score.Band
	Warnings []string
	// Anonymous leaves out people's names, and replaces them where texts hold them.
	Anonymous bool
}

// Approval is what a seat said when a facilitator asked whether it approves of an attempt.
type Approval struct {
	Attempt int // its place among all attempts, from 0
	Title   string
	State   string // approved or declined; "" where it was not answered
	Words   string
}

// Origin is the source of an event: its place in the record, whether an act of the facilitator caused
// it, and who gave the command.
type Origin struct {
	Source
	Help bool
	Who  string
}

// Giver is who gave a command, and where it is in the record.
type Giver struct {
	Source
	Who string // "" for a bot
}

// Build makes the report.
func Build(in Input) *Report {
	b := &builder{in: in, sc: in.Run.Engine.Model().Scenario, e: in.Run.Engine, events: in.Run.Events,
		card: &in.Card, names: aliasesOf(in)}
	r := &b.r
	r.Schema, r.walls = schema.ID("report", Version), in.Walls
	r.Scores, r.Unhelped, r.Harm, r.Efficiency, r.Pace, r.Band, r.Divided = in.Card.Scores, in.Card.Unhelped,
		in.Card.Harm, in.Card.Efficiency, in.Card.Pace, in.Band, in.Divided
	if r.Efficiency != nil {
		gap := 1 - *r.Efficiency
		r.Gap = &gap
	}
	r.HarmUnit, r.Warnings = harmUnit(b.sc), append([]string{}, in.Warnings...)
	if len(in.Run.Model.Scenario.Notes) == 0 { // bots do nothing, so they are nothing to compare with
		r.Band = nil
	}
	b.follow()
	b.overview()
	b.notes()
	b.timeline()
	b.decisions()
	b.messages()
	b.forged()
	b.network()
	b.facts()
	b.duties()
	b.world()
	b.r.Versions = b.course.exposure.lines
	b.measures()
	b.helps()
	b.exchange()
	b.picture()
	b.seats()
	b.handed()
	b.counterfactuals()
	b.expected()
	b.objectives()
	b.improvementPlan()
	b.capabilities()
	b.waterfall()
	b.firstPage()
	return r
}

// builder holds what the parts of a report are made from.
type builder struct {
	in     Input
	sc     *scenario.Scenario // with the notes that players have added
	e      *engine.Engine
	events []engine.Event
	course *course
	all    *score.Ledger   // with adversaries as if they were of the response
	sent   []score.Message // of all, as the next three
	known  []score.Knowing
	deeds  []score.Deed
	feats  []score.Feat
	card   *score.Card
	names  []alias // to be replaced in texts
	areas  []finding
	// moments are the input's, in the order of the report's
	moments []score.Moment
	r       Report
}

// words are a text of people, with aliases for their names where names are left out.
func (b *builder) words(s string) string {
	if len(b.names) == 0 {
		return s
	}
	return replaceNames(s, b.names)
}

// person is a name, or "" where names are left out.
func (b *builder) person(name string) string {
	if b.in.Anonymous {
		return ""
	}
	return name
}

// say puts an event into words.
func (b *builder) say(i int) phrase.Phrase {
	ev := b.events[i]
	ev.Text = b.words(ev.Text)
	improvised := phrase.Improvised(b.e)
	for k := range improvised {
		improvised[k] = b.words(improvised[k])
	}
	return phrase.Say(b.sc, ev, improvised...)
}

// sentence is what an event says, as it is in running text.
func (b *builder) sentence(i int) string { return curly(b.say(i).Text) }

// curly gives a text's straight quotation marks the shape that they have elsewhere in a report;
// a mark without a partner stays.
func curly(text string) string {
	parts := strings.Split(text, `"`)
	out := parts[0]
	for i, p := range parts[1:] {
		switch {
		case i%2 == 0 && i+1 < len(parts)-1:
			out += "“" + p
		case i%2 == 1:
			out += "”" + p
		default:
			out += `"` + p
		}
	}
	return out
}

// mostNamed is how many seats a sentence names where it counts the others; a single other is named too.
const mostNamed = 8

// seatList names seats in a sentence.
func seatList(seats []string) string {
	if n := len(seats) - mostNamed; n > 1 {
		return phrase.List(append(slices.Clone(seats[:mostNamed]), counted(n, "other seat")))
	}
	return phrase.List(seats)
}

// seatsOr is seatList for what holds of none of them.
func seatsOr(seats []string) string {
	if n := len(seats) - mostNamed; n > 1 {
		return phrase.Either(append(slices.Clone(seats[:mostNamed]), counted(n, "other seat")))
	}
	return phrase.Either(seats)
}

// sources are where events are in the record, each place once.
func (b *builder) sources(events []int) []Source {
	out := []Source{}
	for _, e := range events {
		out = append(out, b.in.Origins[e].Source)
	}
	return each(out)
}

func (b *builder) role(id string) string {
	switch r := b.sc.Find("role", id); {
	case r >= 0:
		return b.sc.Roles[r].Title
	case id == "public":
		return "the public"
	}
	return id
}

func (b *builder) roleAt(r int) (id, title string) {
	switch {
	case r >= 0 && r < len(b.sc.Roles):
		return b.sc.Roles[r].ID, b.sc.Roles[r].Title
	case r == engine.Public:
		return "public", "the public"
	case r == engine.Facilitator:
		return "facilitator", "the facilitator"
	}
	return "", ""
}

// title finds what an id of a measure's part is called: the title of a fact, an action or a
// duty, the question of a probe, or else the id itself.
func (b *builder) title(id string) string {
	if i := b.sc.Find("fact", id); i >= 0 {
		return b.sc.Facts[i].Title
	}
	if i := b.sc.Find("action", id); i >= 0 {
		return b.sc.Actions[i].Title
	}
	if i := b.sc.Find("obligation", id); i >= 0 {
		return b.sc.Obligations[i].Title
	}
	if i := b.sc.Find("probe", id); i >= 0 {
		return b.sc.Probes[i].Ask
	}
	return id
}

// harmUnit is the unit of harm, where all that is harm has the same.
func harmUnit(sc *scenario.Scenario) string {
	unit, any := "", false
	for g := range sc.Gauges {
		if !sc.Gauges[g].Outcome {
			continue
		}
		if any && sc.Gauges[g].Unit != unit {
			return ""
		}
		unit, any = sc.Gauges[g].Unit, true
	}
	return unit
}

// each is every source once, in the order of the record.
func each(sources []Source) []Source {
	out := slices.Clone(sources)
	slices.SortStableFunc(out, func(x, y Source) int {
		if x.Line != y.Line || x.After == y.After {
			return cmp.Compare(x.Line, y.Line)
		} else if y.After {
			return -1
		}
		return 1
	})
	return slices.Compact(out)
}

func hoursPtr(t engine.Time) *float64 { h := t.Hours(); return &h }
