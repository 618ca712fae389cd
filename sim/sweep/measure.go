package sweep

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// Measure is a number that a run has, or has not: a time may never come, and a share of
// nothing is no number.
type Measure struct {
	ID    string       `json:"id"`
	Title string       `json:"title"`
	Unit  string       `json:"unit,omitempty"`   // "h" for hours; empty for a pure number
	Good  score.Better `json:"better,omitempty"` // "lower", "higher", or empty where neither is better as such
	// Time is set for a time at which something comes that may never come: in restricted means
	// and in differences, never counts as the end of the exercise.
	Time bool `json:"time,omitempty"`
}

// Words for several measures.
const (
	// Main is what a sweep takes unless it is asked for others: harm and what coordination
	// made of it, the scores, what the author measures, objectives, reporting duties, and
	// when the exercise ended.
	Main = "main"
	// All is every measure that the scenario has.
	All = "all"
)

// reader takes a measure from a run that has been played; false where the run has no such number.
type reader func(*played) (float64, bool)

// played is a run of an arm as its measures read it.
type played struct {
	score.Played
	harm       score.Harm
	efficiency *float64
	// objectives and scores are worked out once for all measures that read them.
	objectives []score.Objective
	scores     score.Scores
	pace       *float64
}

// needs says what must be known of a run before it can be measured.
type needs struct{ baselines, objectives, ledger, scores, pace bool }

func (n *needs) add(o needs) {
	n.baselines = n.baselines || o.baselines
	n.objectives = n.objectives || o.objectives
	n.ledger = n.ledger || o.ledger || o.scores
	n.scores = n.scores || o.scores
	n.pace = n.pace || o.pace
}

// source is a measure with how it is read and what reading it takes.
type source struct {
	Measure
	main  bool
	needs needs
	read  reader
}

// measure chooses the sweep's measures from those that the scenario has, in the order in
// which they are asked for: reports show the first.
func (s *Sweep) measure(sc *scenario.Scenario, words []string) error {
	all := sources(sc)
	if len(words) == 0 {
		words = []string{Main}
	}
	if slices.Contains(words, "efficiency") || slices.Contains(words, "gap") { // over all draws it is a ratio of these
		words = append(slices.Clone(words), avoided, avoidable, leftOver)
	}
	for _, w := range words {
		any := false
		begin, star := strings.CutSuffix(w, "*")
		for i := range all {
			m := &all[i]
			if m.ID != w && !(w == Main && m.main) && w != All && !(star && strings.HasPrefix(m.ID, begin)) {
				continue
			}
			any = true
			if s.Design.measureAt(m.ID) < 0 {
				s.Design.Measures = append(s.Design.Measures, m.Measure)
				s.reads = append(s.reads, m.read)
				s.needs.add(m.needs)
			}
		}
		if !any {
			var ids []string
			for i := range all {
				ids = append(ids, all[i].ID)
			}
			return fmt.Errorf("%q is not a measure of this scenario; it has %s", scenario.CleanLine(w),
				strings.Join(ids, ", "))
		}
	}
	return nil
}

// sources lists every measure of a scenario.
func sources(sc *scenario.Scenario) []source {
	out := outcomes(sc)
	add := func(s source) {
		if slices.ContainsFunc(out, func(o source) bool { return o.ID == s.ID }) {
			s.ID = "measure." + s.ID // an author's measure with the name of one of ours
		}
		out = append(out, s)
	}
	for _, part := range []struct {
		id, title string
		read      func(*score.Scores) *float64
	}{
		{"score.total", "Score in all, of 100", func(s *score.Scores) *float64 { return s.Total }},
		{"score.speed", "Score for speed", func(s *score.Scores) *float64 { return s.Speed }},
		{"score.effectiveness", "Score for effectiveness", func(s *score.Scores) *float64 { return s.Effectiveness }},
		{"score.coordination", "Score for coordination", func(s *score.Scores) *float64 { return s.Coordination }},
	} {
		add(source{Measure{ID: part.id, Title: part.title, Good: score.Higher}, true,
			needs{scores: true, baselines: true},
			func(p *played) (float64, bool) { return value(part.read(&p.scores)) }})
	}
	for i := range sc.Measures {
		m := Measure{ID: sc.Measures[i].ID, Title: scenario.CleanLine(sc.Measures[i].Title)}
		if sc.Measures[i].First.Source != "" {
			m.Unit, m.Time = "h", true
		}
		add(source{m, true, needs{}, func(p *played) (float64, bool) { return p.Engine.MeasureValue(i) }})
	}
	for i := range sc.Objectives {
		add(source{objective(sc, i), true, needs{objectives: true},
			func(p *played) (float64, bool) { return value(p.objectives[i].Value) }})
	}
	if len(sc.Obligations) > 0 {
		add(source{Measure{ID: "obligations", Title: "Reporting duties met in time, of those that began",
			Good: score.Higher}, true, needs{}, dutiesMet})
	}
	add(source{Measure{ID: "ended_hours", Title: "Hours until the exercise ended", Unit: "h"}, true, needs{},
		func(p *played) (float64, bool) { return p.Engine.Now().Hours(), true }})
	for _, of := range []struct {
		id, title string
		read      func(pace float64) float64
	}{
		{"pace", "Pace of relevance", func(pace float64) float64 { return pace }},
		{"pace.in_time", "Runs in which joint action came in time (a pace of 1 or more)", func(pace float64) float64 {
			if pace >= 1 {
				return 1
			}
			return 0
		}},
	} {
		add(source{Measure{ID: of.id, Title: of.title, Good: score.Higher}, false, needs{pace: true},
			func(p *played) (float64, bool) {
				if p.pace == nil {
					return 0, false
				}
				return of.read(*p.pace), true
			}})
	}
	for _, m := range score.Measures() {
		add(source{Measure{ID: m.ID, Title: m.Title, Unit: m.Unit, Good: m.Better, Time: mayNeverCome[m.ID]}, false,
			needs{ledger: true},
			func(p *played) (float64, bool) { return m.Number(p.Ledger) }})
	}
	return out
}

// outcomes are the measures of harm, if the scenario has any.
func outcomes(sc *scenario.Scenario) []source {
	unit, any := harmUnit(sc)
	if !any {
		return nil
	}
	base := needs{baselines: true}
	return []source{
		{Measure{ID: "harm", Title: "Harm", Unit: unit, Good: score.Lower}, true, needs{},
			func(p *played) (float64, bool) { return value(p.harm.Actual) }},
		{Measure{ID: "efficiency", Title: "Coordination efficiency, of single runs", Good: score.Higher}, true, base,
			func(p *played) (float64, bool) { return value(p.efficiency) }},
		{Measure{ID: "gap", Title: "Coordination gap, of single runs", Good: score.Lower}, true, base,
			func(p *played) (float64, bool) {
				ce, ok := value(p.efficiency)
				return 1 - ce, ok
			}},
		{Measure{ID: "harm.idle", Title: "Harm if nobody had acted", Unit: unit}, true, base,
			func(p *played) (float64, bool) { return value(p.harm.Idle) }},
		{Measure{ID: "harm.solo", Title: "Harm without coordination", Unit: unit}, true, base,
			func(p *played) (float64, bool) { return value(p.harm.Solo) }},
		{Measure{ID: "harm.frictionless", Title: "Harm with frictionless coordination", Unit: unit}, true, base,
			func(p *played) (float64, bool) { return value(p.harm.Frictionless) }},
		{Measure{ID: "harm.oracle", Title: "Harm with frictionless coordination, by its older name", Unit: unit},
			true, base, func(p *played) (float64, bool) { return value(p.harm.Oracle) }},
		{Measure{ID: avoided, Title: "Harm that coordination avoided: solo less actual", Unit: unit,
			Good: score.Higher}, true, base, func(p *played) (float64,
			bool) {
			return less(p.harm.Solo, p.harm.Actual)
		}},
		{Measure{ID: avoidable, Title: "Harm that it could have avoided: solo less frictionless", Unit: unit}, true,
			base, func(p *played) (float64, bool) { return less(p.harm.Solo, p.harm.Frictionless) }},
		{Measure{ID: leftOver, Title: "The coordination gap in harm: actual less frictionless", Unit: unit,
			Good: score.Lower}, true, base, func(p *played) (float64,
			bool) {
			return less(p.harm.Actual, p.harm.Frictionless)
		}},
	}
}

// The measures from which the efficiency of an arm is computed; see [ArmResult].
const (
	avoided   = "harm.avoided"
	avoidable = "harm.avoidable"
	leftOver  = "harm.gap"
)

func less(a, b *float64) (float64, bool) {
	if a == nil || b == nil {
		return 0, false
	}
	return *a - *b, true
}

// mayNeverCome are the measures of a single run that are the time until something comes,
// from STARTEX or from the first who knew.
var mayNeverCome = map[string]bool{"speed.joint": true, "share.t50": true, "share.t90": true}

func value(v *float64) (float64, bool) {
	if v == nil {
		return 0, false
	}
	return *v, true
}

// objective returns the i-th objective as a measure.
func objective(sc *scenario.Scenario, i int) Measure {
	o := &sc.Objectives[i]
	m := Measure{ID: "objective." + o.ID, Title: scenario.CleanLine(o.Title), Good: score.Higher}
	if o.Rate.LessIsBetter() {
		m.Good = score.Lower
	}
	switch {
	case o.Measure.TimeTo.Source != "":
		m.Unit, m.Time = "h", true
	case o.Measure.Gauge != "":
		m.Unit = scenario.CleanLine(sc.Gauges[sc.Find("gauge", o.Measure.Gauge)].Unit)
	}
	return m
}

// harmUnit is the unit of the outcome gauges, if they share one; false without outcome.
func harmUnit(sc *scenario.Scenario) (unit string, any bool) {
	for i := range sc.Gauges {
		g := &sc.Gauges[i]
		switch {
		case !g.Outcome:
		case !any:
			unit, any = scenario.CleanLine(g.Unit), true
		case unit != g.Unit:
			unit = ""
		}
	}
	return unit, any
}

// dutiesMet returns the share, from 0 to 1, of the obligations that were met in time, of those
// whose clock started and has run out or was stopped by a report.
func dutiesMet(p *played) (float64, bool) {
	met, of := 0.0, 0.0
	for i := range p.Model.Scenario.Obligations {
		started, due, at, missed := p.Engine.Duty(i)
		if started < 0 || at < 0 && !missed {
			continue
		}
		of++
		if at >= 0 && at <= due {
			met++
		}
	}
	return met / max(of, 1), of > 0
}

// finite returns NaN, which the statistics leave out, for a number that is missing or infinite.
func finite(v float64, ok bool) float64 {
	if !ok || math.IsInf(v, 0) {
		return math.NaN()
	}
	return v
}

func (d *Design) measureAt(id string) int {
	return slices.IndexFunc(d.Measures, func(m Measure) bool { return m.ID == id })
}

func (d *Design) measureIDs() []string {
	var ids []string
	for i := range d.Measures {
		ids = append(ids, d.Measures[i].ID)
	}
	return ids
}
