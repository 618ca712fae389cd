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
// anything to measure. The source of its formula is with the function in Of.
type Measure struct {
	ID     string // "share.blindness": what it is about, then what it is
	Title  string
	Unit   string
	Better Better
	Group  Group
	Of     func(*Ledger, *Tally)
	// Formula is how it is worked out, for readers of a report.
	Formula string
}

// Measures lists every measure, in the order of reports. It must not be changed.
func Measures() []Measure { return measures }

var measures = []Measure{
	{"speed.detect", "From the first sign to the first who knew", "h", Lower,
		Speed, legDetect, "t_known − t_sign"},
	{"speed.escalate", "From knowing to the first step outside the organisation", "h", Lower,
		Speed, legEscalate, "t_escalated − t_known"},
	{"speed.share", "From the first step outside until enough knew what a joint action needs", "h", Lower,
		Speed, legShare, "t_shared − t_escalated, where t_shared is when enough seats for the joint action knew " +
			"what it needs"},
	{"speed.agree", "From when enough knew what a joint action needs until it began", "h", Lower,
		Speed, legAgree, "t_begun − t_shared"},
	{"speed.execute", "From the beginning of the joint action until it was done", "h", Lower,
		Speed, legExecute, "t_done − t_begun"},
	{"speed.joint", "From the first who knew to the first effective joint action", "h", Lower,
		Speed, jointTime, "T_joint = t_done − t_known"},
	{"speed.sharing", "Promptness of sharing", "0 to 1", Higher,
		Speed, promptSharing, "Σ r / (r + t) over facts told / (told + untold + wrongly told); t hours until " +
			"told, from when the fact was first known in the frictionless run; r the fact's " +
			"target or a twentieth of the length"},
	{"speed.deciding", "Promptness of deciding", "0 to 1", Higher,
		Speed, promptDeciding, "mean of r / (r + t) over what seats did by themselves in the frictionless run; t " +
			"hours since they did so there, or could know here; r a twentieth of the length; 0 " +
			"for never; what a seat began and cancelled does not count"},
	{"speed.joining", "Promptness of joint action", "0 to 1", Higher,
		Speed, promptJoining, "Σ w × r / (r + t) / Σ w over the seats that joint actions take; t hours until each " +
			"committed, from when it did so in the frictionless run; r the time within which " +
			"commitments must come, or a twentieth of the length; 0 for never; w the part of the joint " +
			"action's weight, as in joint.yield"},
	{"speed.reporting", "Promptness of reports that are due", "0 to 1", Higher,
		Speed, promptReporting, "mean of r / (r + t) over clocks that ended; t hours until reported, r half the " +
			"time allowed; 0 for late or never"},
	{"share.notify", "Time until a seat that needs a fact has it", "h", Lower,
		Speed, notify, "mean of t_told − t_first over pairs, those never told counted to the end"},
	{"share.t50", "Time until half of those who need a fact have it", "h", Lower,
		Speed, halfReached, "mean over facts of the hours until half of those who need the fact had it"},
	{"share.t90", "Time until nine in ten of those who need a fact have it", "h", Lower,
		Speed, mostReached, "mean over facts of the hours until nine in ten of those who need the fact had it"},
	{"share.reach", "Seats that need a fact and had it by the end", "0 to 1", Higher,
		Coordination, reached, "Σ known and needed / Σ needed"},
	{"share.blindness", "Hours for which seats lacked the facts they needed", "fact-hours", Lower,
		Coordination, blindness, "Σ ∫(1 − reach(t))dt over facts, from when each was first known"},
	{"share.sight", "Share of the time in which facts were where they were needed", "0 to 1", Higher,
		Coordination, sight, "1 − blindness / Σ ∫dt"},
	{"share.timely", "Facts that reached those who need them within the target time", "0 to 1", Higher,
		Coordination, timely, "pairs in time / pairs"},
	{"share.withheld", "Facts that should have been shared and were late or never came", "facts × seats", Lower,
		Coordination, withheld, "pairs of fact and seat that were late or never came"},
	{"share.redundant", "Messages that told the receiver nothing new", "messages", Lower,
		Coordination, redundant, "messages with a fact that the receiver knew when they were sent"},
	{"share.quality", "Facts told where they are needed, of these plus facts wrongly told", "0 to 1", Higher,
		Coordination, shareQuality, "told / (told + wrongly told); 0 where nothing owed was told"},
	{"decide.latency", "From when a seat could know to its decision", "h", Lower,
		Speed, decisionLatency, "mean of t_decided − t_could over decisions; what a seat began and cancelled is none"},
	{"duty.met", "Reporting clocks met in time", "0 to 1", Higher,
		Speed, dutiesMet, "met in time / clocks that were met or ran out"},
	{"duty.margin", "Part of the time allowed that was left", "at most 1", Higher,
		Speed, dutyMargin, "mean of (due − t) / window"},
	{"duty.contested", "Clocks whose verdict depends on when they began", "clocks", Lower,
		Speed, dutyContested, "clocks met in time that would be late if they started with the first fact instead " +
			"of the last"},
	{"joint.yield", "Joint actions done, of those possible", "0 to 1", Higher,
		Coordination, jointYield, "Σ w over those done / Σ w over those possible; w the harm that the absence of each costs in the " +
			"frictionless run, or 1 for all where it costs none"},
	{"joint.commit", "From a proposal to the last commitment needed", "h", Lower,
		Coordination, commitLatency, "mean of t_begun − t_proposed"},
	{"joint.spread", "Time between the first and the last to join", "h", Lower,
		Coordination, simultaneity, "mean time from the first commitment to the last"},
	{"joint.lapses", "Joint actions that lapsed or were abandoned", "rounds", Lower,
		Coordination, lapses, "rounds that lapsed or were abandoned"},
	{"act.duplicates", "Actions that somebody else was doing or had done", "actions", Lower,
		Coordination, duplicates, "actions begun while another seat did the same, or after"},
	{"act.contradictions", "Actions that undo another", "actions", Lower,
		Coordination, contradictions, "actions and commitments that undo another"},
	{"act.consistency", "Actions that neither repeat nor undo another", "0 to 1", Higher,
		Coordination, consistency, "1 − (duplicates + contradictions) / (actions begun + commitments)"},
	{"act.order", "Reports in time and promises kept, of those due plus contradictory acts", "0 to 1", Higher,
		Coordination, actOrder, "in time / (reports owed + share of promises broken + repeats + contradictions)"},
	{"ask.unanswered", "Requests without an answer", "requests", Lower,
		Coordination, unanswered, "requests not answered by the end"},
	{"ask.answered", "Requests answered by the time asked for", "0 to 1", Higher,
		Coordination, answered, "answered in time / requests whose time was up or that were answered"},
	{"note.fidelity", "Promises kept, of those that came due", "0 to 1", Higher,
		Coordination, fidelity, "kept / (kept + broken) of the promises that came due"},
	{"probe.accuracy", "Seats asked whose last answer is right", "0 to 1", Higher,
		Coordination, accuracy, "right last answers / seats asked"},
	{"probe.score", "Skill of the beliefs declared", "0 to 1", Higher,
		Coordination, probeScore, "mean of 1 − Σ(p − o)² / (1 − 1/m) over the seats asked, not below 0"},
	{"probe.shared", "Questions that everyone asked answered correctly", "0 to 1", Higher,
		Coordination, correctAndShared, "questions that every seat asked answered rightly / questions"},
	{"probe.agreement", "Pairs of seats that believe the same", "0 to 1", Higher,
		Coordination, agreement, "pairs of seats with the same answer / pairs that answered"},
	{"probe.brier", "Brier score of the beliefs declared", "0 to 1", Lower,
		Coordination, brier, "mean of (confidence − outcome)²"},
	{"net.density", "Density of the network of messages", "0 to 1", Neither,
		Coordination, density, "ways used / n(n − 1)"},
	{"net.centralisation", "Degree centralisation of the network of messages", "0 to 1", Neither,
		Coordination, centralisation, "Σ(d_max − d_i) / ((n − 1)(n − 2))"},
	{"net.betweenness", "Betweenness centralisation of the network of messages", "0 to 1", Neither,
		Coordination, brokerage, "Σ(b_max − b_i) / ((n − 1)²(n − 2) / 2)"},
	{"net.reciprocity", "Links used in both directions", "0 to 1", Higher,
		Coordination, reciprocity, "ways used in both directions / ways used"},
	{"net.fragments", "Groups that do not speak with each other", "groups", Lower,
		Coordination, fragments, "parts of the network that no message joins, a silent seat being one of its own"},
	{"net.ei", "External minus internal links, by sector", "-1 to 1", Neither,
		Coordination, externalInternal, "(E − I) / (E + I) over ways across and inside sectors"},
	{"net.needed", "Required links used", "0 to 1", Higher,
		Coordination, neededLinks, "ways needed that were used / ways needed"},
	{"net.planned", "Similarity of the promised network and the network used", "0 to 1", Higher,
		Coordination, plannedNetwork, "|promised ∩ used| / |promised ∪ used|"},
	{"public.first", "Facts told to the public before they leaked", "0 to 1", Higher,
		Coordination, firstToTell, "facts told to the public before they leaked / facts that became public"},
	{"public.breaches", "Facts shared more widely than their mark allows", "breaches", Lower,
		Coordination, markBreaches, "facts shared more widely than their mark allows"},
	{"cost.total", "Cost of all that was done", "points", Lower,
		Cost, costTotal, "Σ of the four kinds of cost over all actions"},
	{"cost.gini", "Unevenness of cost among the seats", "0 to 1", Neither,
		Cost, costGini, "Σ_i Σ_j |c_i − c_j| / (2 n Σ c)"},
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
	Of    string   `json:"of"`             // id of the fact, action, obligation or probe, name of the window, or what it is ("way")
	Role  string   `json:"role,omitempty"` // id of the seat concerned
	Other string   `json:"other,omitempty"`
	Value *float64 `json:"value"`
	Harm  *float64 `json:"harm,omitempty"` // harm done meanwhile
	Why   string   `json:"why,omitempty"`
	// Weight is what the part weighs among the others, where these do not all weigh the same.
	Weight *float64 `json:"weight,omitempty"`
	// From is the hours from STARTEX from which a score counts, by the frictionless run.
	From     *float64 `json:"from,omitempty"`
	Evidence []int    `json:"evidence,omitempty"`
}

// partUnits are the units of parts that are not the unit of their measure: of a share or a number of cases, how
// long each took, and of a mean that is not below 0 the values, which may be.
var partUnits = map[string]string{"share.reach": "h", "share.timely": "h", "share.withheld": "h", "joint.yield": "h",
	"joint.lapses": "h", "duty.contested": "h", "ask.unanswered": "h", "probe.score": "at most 1"}

// PartUnit is the unit of a measure's parts.
func (m *Measure) PartUnit() string {
	if unit, other := partUnits[m.ID]; other {
		return unit
	}
	return m.Unit
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

// weigh says what the last part weighs.
func (t *Tally) weigh(weight float64) {
	if t.keep {
		t.parts[len(t.parts)-1].Weight = &weight
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
