package sweep

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// Measure is a number that every run gives, or gives not: a time may never come, a share
// of nothing is nothing.
type Measure struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Unit  string `json:"unit,omitempty"`   // "h" for hours; empty for a pure number
	Good  string `json:"better,omitempty"` // "less", "more", or empty where neither is better as such
}

// The words of Measure.Good.
const (
	Less = "less"
	More = "more"
)

// reader takes a measure from a run that has been played; false for never.
type reader func(*played) (float64, bool)

// played is a run of an arm as its measures read it.
type played struct {
	score.Played
	harm       score.Harm
	efficiency *float64
	// objectives are worked out once for all measures that read them.
	objectives []score.Objective
}

// needs says what must be known of a run before it can be measured.
type needs struct{ baselines, objectives bool }

// source is a measure with how it is read and what reading it takes.
type source struct {
	Measure
	read  reader
	needs needs
}

// measure chooses the sweep's measures from those that the scenario has.
func (s *Sweep) measure(sc *scenario.Scenario, words []string) error {
	all := sources(sc)
	chosen := make([]bool, len(all))
	for _, w := range words {
		any := false
		for i := range all {
			begin, star := strings.CutSuffix(w, "*")
			if all[i].ID == w || star && strings.HasPrefix(all[i].ID, begin) {
				chosen[i], any = true, true
			}
		}
		if !any {
			var ids []string
			for i := range all {
				ids = append(ids, all[i].ID)
			}
			return fmt.Errorf("%q is not a measure of this scenario; it has %s", scenario.CleanLine(w), strings.Join(ids, ", "))
		}
	}
	for i := range all {
		if len(words) > 0 && !chosen[i] {
			continue
		}
		s.Design.Measures = append(s.Design.Measures, all[i].Measure)
		s.reads = append(s.reads, all[i].read)
		s.needs.baselines = s.needs.baselines || all[i].needs.baselines
		s.needs.objectives = s.needs.objectives || all[i].needs.objectives
	}
	return nil
}

// sources lists every measure of a scenario: its harm and what coordination made of it,
// the author's own measures, objectives, duties, and when it ended.
func sources(sc *scenario.Scenario) []source {
	var out []source
	add := func(m Measure, n needs, read reader) {
		if slices.ContainsFunc(out, func(s source) bool { return s.ID == m.ID }) {
			m.ID = "measure." + m.ID // an author's measure with the name of one of ours
		}
		out = append(out, source{m, read, n})
	}
	if unit, any := harmUnit(sc); any {
		base := needs{baselines: true}
		pointer := func(get func(*played) *float64) reader {
			return func(p *played) (float64, bool) {
				if v := get(p); v != nil {
					return *v, true
				}
				return 0, false
			}
		}
		add(Measure{"harm", "Harm", unit, Less}, needs{}, pointer(func(p *played) *float64 { return p.harm.Actual }))
		add(Measure{"efficiency", "Coordination efficiency", "", More}, base, pointer(func(p *played) *float64 { return p.efficiency }))
		add(Measure{"gap", "Coordination gap", "", Less}, base, func(p *played) (float64, bool) {
			if p.efficiency == nil {
				return 0, false
			}
			return 1 - *p.efficiency, true
		})
		add(Measure{"harm.idle", "Harm had nobody acted", unit, ""}, base, pointer(func(p *played) *float64 { return p.harm.Idle }))
		add(Measure{"harm.solo", "Harm without coordination", unit, ""}, base, pointer(func(p *played) *float64 { return p.harm.Solo }))
		add(Measure{"harm.oracle", "Harm with perfect coordination", unit, ""}, base, pointer(func(p *played) *float64 { return p.harm.Oracle }))
	}
	for i := range sc.Measures {
		m := &sc.Measures[i]
		unit := ""
		if m.First.Source != "" {
			unit = "h"
		}
		add(Measure{m.ID, scenario.CleanLine(m.Title), unit, ""}, needs{}, func(p *played) (float64, bool) { return p.Engine.MeasureValue(i) })
	}
	for i := range sc.Objectives {
		o := &sc.Objectives[i]
		m := Measure{ID: "objective." + o.ID, Title: scenario.CleanLine(o.Title), Good: More}
		if o.Rate.P < o.Rate.M || o.Rate.P == o.Rate.M && o.Rate.Time {
			m.Good = Less
		}
		switch {
		case o.Measure.TimeTo.Source != "":
			m.Unit = "h"
		case o.Measure.Gauge != "":
			m.Unit = scenario.CleanLine(sc.Gauges[sc.Find("gauge", o.Measure.Gauge)].Unit)
		}
		add(m, needs{objectives: true}, func(p *played) (float64, bool) {
			if v := p.objectives[i].Value; v != nil {
				return *v, true
			}
			return 0, false
		})
	}
	if len(sc.Obligations) > 0 {
		add(Measure{"obligations", "Reporting duties met in time, of those that began", "", More}, needs{}, dutiesMet)
	}
	add(Measure{"ended_hours", "Hours until the exercise ended", "h", ""}, needs{}, func(p *played) (float64, bool) { return p.Engine.Now().Hours(), true })
	return out
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

// dutiesMet is the share of the obligations that were met in time, of those whose clock
// started and has run out or been met.
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

// finite keeps what is not a number out of the statistics: it counts as never.
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
