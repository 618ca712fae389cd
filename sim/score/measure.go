package score

import (
	"math"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Better says which way a measure is good.
type Better string

// The ways.
const (
	Higher  Better = "higher"
	Lower   Better = "lower"
	Neither Better = "" // it describes, and is good or bad only in its context
)

// Group is the heading that a measure is under.
type Group string

// The groups.
const (
	Speed         Group = "speed"
	Effectiveness Group = "effectiveness"
	Coordination  Group = "coordination"
	Cost          Group = "cost"
)

// Measure is a number that every run of every scenario has, or has not for lack of
// anything to measure. Its formula and the source of it are with the function in Of.
type Measure struct {
	ID     string // "share.blindness": what it is about, then what it is
	Title  string
	Unit   string
	Better Better
	Group  Group
	Of     func(*Ledger, *Tally)
}

// Measures lists every measure, in the order of reports.
func Measures() []Measure {
	return []Measure{
		{"speed.detect", "From the first sign to the first who knew", "h", Lower, Speed, legDetect},
		{"speed.escalate", "From knowing to the first step outside the organisation", "h", Lower, Speed, legEscalate},
		{"speed.share", "From there until enough knew what a joint action needs", "h", Lower, Speed, legShare},
		{"speed.agree", "From there until it began", "h", Lower, Speed, legAgree},
		{"speed.execute", "From there until it was done", "h", Lower, Speed, legExecute},
		{"speed.joint", "From the first who knew to the first effective joint action", "h", Lower, Speed, jointTime},
		{"speed.sharing", "Promptness of sharing", "0 to 1", Higher, Speed, promptSharing},
		{"speed.deciding", "Promptness of deciding", "0 to 1", Higher, Speed, promptDeciding},
		{"speed.joining", "Promptness of joint action", "0 to 1", Higher, Speed, promptJoining},
		{"speed.reporting", "Promptness of reports that are due", "0 to 1", Higher, Speed, promptReporting},
		{"share.notify", "Time until a seat that needs a fact has it", "h", Lower, Speed, notify},
		{"share.t50", "Time until half of those who need a fact have it", "h", Lower, Speed, halfReached},
		{"share.t90", "Time until nine in ten of those who need a fact have it", "h", Lower, Speed, mostReached},
		{"share.reach", "Seats that need a fact and had it by the end", "0 to 1", Higher, Coordination, reached},
		{"share.blindness", "Hours for which seats lacked the facts they needed", "fact-hours", Lower, Coordination,
			blindness},
		{"share.sight", "Share of the time in which facts were where they were needed", "0 to 1", Higher,
			Coordination, sight},
		{"share.timely", "Facts that reached those who need them within the target time", "0 to 1", Higher,
			Coordination, timely},
		{"share.withheld", "Facts that should have been shared and were late or never came", "facts × seats", Lower,
			Coordination, withheld},
		{"share.redundant", "Messages that told the receiver nothing new", "messages", Lower, Coordination,
			redundant},
		{"share.quality", "Facts told where they are needed, of these plus facts wrongly told",
			"0 to 1", Higher, Coordination, shareQuality},
		{"decide.latency", "From when a seat could know to its decision", "h", Lower, Speed, decisionLatency},
		{"duty.met", "Reporting clocks met in time", "0 to 1", Higher, Speed, dutiesMet},
		{"duty.margin", "Part of the time allowed that was left", "0 to 1", Higher, Speed, dutyMargin},
		{"duty.contested", "Clocks whose verdict depends on when they began", "clocks", Lower, Speed, dutyContested},
		{"joint.yield", "Joint actions done, of those possible", "0 to 1", Higher, Coordination, jointYield},
		{"joint.commit", "From a proposal to the last commitment needed", "h", Lower, Coordination, commitLatency},
		{"joint.spread", "Time between the first and the last to join", "h", Lower, Coordination, simultaneity},
		{"joint.lapses", "Joint actions that lapsed or were abandoned", "rounds", Lower, Coordination, lapses},
		{"act.duplicates", "Actions that somebody else was doing or had done", "actions", Lower, Coordination,
			duplicates},
		{"act.contradictions", "Actions that undo another", "actions", Lower, Coordination, contradictions},
		{"act.consistency", "Actions that neither repeat nor undo another", "0 to 1", Higher, Coordination,
			consistency},
		{"act.order", "Reports in time and promises kept, of those due plus contradictory acts", "0 to 1", Higher,
			Coordination, actOrder},
		{"ask.unanswered", "Requests without an answer", "requests", Lower, Coordination, unanswered},
		{"ask.answered", "Requests answered by the time asked for", "0 to 1", Higher, Coordination, answered},
		{"note.fidelity", "Promises kept, of those that came due", "0 to 1", Higher, Coordination, fidelity},
		{"probe.accuracy", "Seats asked whose last answer is right", "0 to 1", Higher, Coordination, accuracy},
		{"probe.score", "Skill of the beliefs declared", "0 to 1", Higher, Coordination, probeScore},
		{"probe.shared", "Questions that everyone asked answered correctly", "0 to 1", Higher, Coordination,
			correctAndShared},
		{"probe.agreement", "Pairs of seats that believe the same", "0 to 1", Higher, Coordination, agreement},
		{"probe.brier", "Brier score of the beliefs declared", "0 to 1", Lower, Coordination, brier},
		{"net.density", "Density of the network of messages", "0 to 1", Neither, Coordination, density},
		{"net.centralisation", "Degree centralisation of that network", "0 to 1", Neither, Coordination,
			centralisation},
		{"net.betweenness", "Betweenness centralisation of that network", "0 to 1", Neither, Coordination, brokerage},
		{"net.reciprocity", "Links used in both directions", "0 to 1", Higher, Coordination, reciprocity},
		{"net.fragments", "Groups that do not speak with each other", "parts", Lower, Coordination, fragments},
		{"net.ei", "External minus internal links, by sector", "-1 to 1", Neither, Coordination, externalInternal},
		{"net.needed", "Required links used", "0 to 1", Higher, Coordination, neededLinks},
		{"net.planned", "Similarity of the promised network and the network used", "0 to 1", Higher, Coordination,
			plannedNetwork},
		{"public.first", "Facts told to the public before they leaked", "0 to 1", Higher, Coordination,
			firstToTell},
		{"public.breaches", "Facts shared more widely than their mark allows", "breaches", Lower, Coordination,
			markBreaches},
		{"cost.total", "Cost of all that was done", "points", Lower, Cost, costTotal},
		{"cost.gini", "Unevenness of cost among the seats", "0 to 1", Neither, Cost, costGini},
	}
}

// Value is a measure's number for one run, and what it rests on.
type Value struct {
	ID string `json:"id"`
	// Value is nil where it never came about or there was nothing to measure.
	Value *float64 `json:"value"`
	// Of is how many things the number counts or averages.
	Of int `json:"of"`
	// Evidence is the places in the stream of the events that the number rests on.
	Evidence []int  `json:"evidence,omitempty"`
	Parts    []Part `json:"parts,omitempty"`
}

// Part is one of the things that a number counts or averages.
type Part struct {
	Of    string   `json:"of"`             // id of the fact, action, obligation, probe, or name of the window
	Role  string   `json:"role,omitempty"` // id of the seat concerned
	Other string   `json:"other,omitempty"`
	Value *float64 `json:"value"`
	Harm  *float64 `json:"harm,omitempty"` // harm done meanwhile
	Why   string   `json:"why,omitempty"`
	// From is the hours from STARTEX from which a score counts, by the frictionless run.
	From     *float64 `json:"from,omitempty"`
	Evidence []int    `json:"evidence,omitempty"`
}

// Tally is what a measure's formula writes its result into.
type Tally struct {
	keep     bool // evidence and parts are wanted
	roles    []scenario.Role
	value    float64
	is       bool
	of       int
	evidence []int
	parts    []Part
}

// set gives the number, if it is one, and how many things it counts.
func (t *Tally) set(v float64, of int) {
	t.value, t.is, t.of = v, !math.IsNaN(v) && !math.IsInf(v, 0), of
}

// mean gives sum/n, which is nothing where n is 0.
func (t *Tally) mean(sum float64, n int) { t.set(sum/float64(n), n) }

// cite names an event that the number rests on.
func (t *Tally) cite(events ...int) {
	if !t.keep {
		return
	}
	for _, e := range events {
		if e != none {
			t.evidence = append(t.evidence, e)
		}
	}
}

// unset is a part's value where there is none.
var unset = math.NaN()

// part adds one of the things that the number counts: what it is of, the seats
// concerned, its value and its evidence, which is also the number's.
func (t *Tally) part(of string, role, other int, value float64, events ...int) {
	if !t.keep {
		return
	}
	p := Part{Of: of, Role: t.seat(role), Other: t.seat(other)}
	if v := value; !math.IsNaN(v) { // a copy: the argument would be allocated for every call
		p.Value = &v
	}
	for _, e := range events {
		if e != none {
			p.Evidence = append(p.Evidence, e)
		}
	}
	t.evidence = append(t.evidence, p.Evidence...)
	t.parts = append(t.parts, p)
}

// remark adds to the last part why it is so, and the harm done meanwhile.
func (t *Tally) remark(why string, harm float64) {
	if !t.keep {
		return
	}
	p := &t.parts[len(t.parts)-1]
	p.Why = why
	if h := harm; !math.IsNaN(h) {
		p.Harm = &h
	}
}

// from says from when the last part counts.
func (t *Tally) from(s stamp) {
	if t.keep && s.is() {
		h := s.at.Hours()
		t.parts[len(t.parts)-1].From = &h
	}
}

func (t *Tally) seat(role int) string {
	switch {
	case role >= 0:
		return t.roles[role].ID
	case role == engine.Public:
		return "public"
	}
	return ""
}

// Value works a measure out, with its evidence.
func (m Measure) Value(l *Ledger) Value {
	t := Tally{keep: true, roles: l.sc.Roles}
	m.Of(l, &t)
	v := Value{ID: m.ID, Of: t.of, Evidence: unique(t.evidence), Parts: t.parts}
	if t.is {
		v.Value = &t.value
	}
	return v
}

// Number works a measure out without its evidence; false where there is nothing to
// measure. It allocates little and is what a sweep calls.
func (m Measure) Number(l *Ledger) (float64, bool) {
	var t Tally
	m.Of(l, &t)
	return t.value, t.is
}

// unique sorts places in the stream and leaves out those named twice.
func unique(events []int) []int {
	slices.Sort(events)
	return slices.Compact(events)
}
