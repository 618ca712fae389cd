package score

import (
	"math"
	"slices"

	"tocsin/sim/engine"
)

// Objective is an objective with its value and rating.
type Objective struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Value  *float64 `json:"value"`  // nil: never, or nothing to measure
	Rating string   `json:"rating"` // P, S, M, U, or "-" where there was nothing to rate
}

// Objectives rates every objective of the scenario from its own thresholds.
func Objectives(p *Played) []Objective {
	sc := p.Model.Scenario
	out := make([]Objective, len(sc.Objectives))
	for i := range sc.Objectives {
		o := &sc.Objectives[i]
		v := yardstick(p, i)
		out[i] = Objective{ID: o.ID, Title: o.Title, Value: v, Rating: "-"}
		switch {
		case v != nil:
			out[i].Rating = o.Rate.Rate(*v)
		case o.Measure.TimeTo.Root != nil:
			out[i].Rating = "U" // it never came
		}
	}
	return out
}

// yardstick is the value that an objective is measured by: nil for a time that never came, and
// where there is nothing to measure, such as a duty whose clock never started.
func yardstick(p *Played, objective int) *float64 {
	sc, e := p.Model.Scenario, p.Engine
	y := &sc.Objectives[objective].Measure
	// what judges the response counts those who respond, and a seat's own aim counts whom it names
	roles := sc.AlliesOf
	if sc.Objectives[objective].Seat != "" {
		roles = sc.RolesOf
	}
	good, of := 0.0, 0.0
	switch {
	case len(y.Reach) > 0:
		for _, id := range y.Reach {
			f := sc.Find("fact", id)
			g, n := reach(e, f, roles(sc.Facts[f].NeededBy))
			good, of = good+g, of+n
		}
	case y.TimeTo.Root != nil:
		if v, ok := e.Span(objective); ok {
			return &v
		}
		return nil
	case len(y.Obligation) > 0:
		for _, id := range y.Obligation {
			_, due, met, missed := e.Duty(sc.Find("obligation", id))
			if met < 0 && !missed {
				continue
			}
			of++
			if met >= 0 && met <= due {
				good++
			}
		}
	case len(y.Joint) > 0:
		for _, id := range y.Joint {
			of++
			if e.Done(sc.Find("action", id)) > 0 {
				good++
			}
		}
	case y.Gauge != "":
		v := e.Gauge(sc.Find("gauge", y.Gauge))
		return &v
	case len(y.Probe) > 0:
		for _, id := range y.Probe {
			k := sc.Find("probe", id)
			for _, r := range roles(sc.Probes[k].To) {
				of++
				if o, _ := e.Belief(r, k); o >= 0 && sc.Probes[k].Options[o].ID == sc.Probes[k].Truth {
					good++
				}
			}
		}
	case len(y.NoteFidelity) > 0:
		whose := roles(y.NoteFidelity)
		for i := range p.Ledger.promises {
			if k := &p.Ledger.promises[i]; slices.Contains(whose, k.role) {
				of++
				if k.kept {
					good++
				}
			}
		}
	case y.Expr.Root != nil:
		v := e.Eval(y.Expr.Root)
		return &v
	}
	if of == 0 {
		return nil
	}
	v := good / of
	return &v
}

// reach counts those of the roles that need a fact who had it within its target time of the first role that knew
// it (by now, if it has no target), and those roles.
func reach(e *engine.Engine, fact int, needed []int) (had, need float64) {
	sc := e.Model().Scenario
	f := &sc.Facts[fact]
	first := engine.Time(math.MaxInt64)
	for r := range sc.Roles {
		if t, ok := e.KnownSince(r, fact); ok && (sc.Ally(r) || slices.Contains(needed, r)) {
			first = min(first, t)
		}
	}
	for _, r := range needed {
		need++
		if t, ok := e.KnownSince(r, fact); ok && (f.Within == 0 || t <= first+engine.At(f.Within)) {
			had++
		}
	}
	return had, need
}
