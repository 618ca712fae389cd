package score

import (
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
		v, rated := yardstick(p, i)
		out[i] = Objective{ID: o.ID, Title: o.Title, Value: v, Rating: "-"}
		switch {
		case v != nil:
			out[i].Rating = o.Rate.Rate(*v)
		case rated:
			out[i].Rating = "U"
		}
	}
	return out
}

// yardstick is the value that an objective is measured by, and whether it can be rated
// at all: a time that never came is rated U, a duty whose clock never started is not.
func yardstick(p *Played, objective int) (value *float64, rated bool) {
	sc, e := p.Model.Scenario, p.Engine
	y := &sc.Objectives[objective].Measure
	share := func(good, of float64) (*float64, bool) {
		if of == 0 {
			return nil, false
		}
		v := good / of
		return &v, true
	}
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
			return &v, true
		}
		return nil, true
	case len(y.Obligation) > 0:
		for _, id := range y.Obligation {
			started, due, met, missed := e.Duty(sc.Find("obligation", id))
			if started < 0 || met < 0 && !missed {
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
		return &v, true
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
		return &v, true
	}
	return share(good, of)
}

// reach counts those of the roles that need a fact who had it within its target time of the first role that knew
// it (by now, if it has no target), and those roles.
func reach(e *engine.Engine, fact int, needed []int) (had, need float64) {
	sc := e.Model().Scenario
	f := &sc.Facts[fact]
	first, any := engine.Time(0), false
	for r := range sc.Roles {
		if t, ok := e.KnownSince(r, fact); ok && (!any || t < first) && (sc.Ally(r) || slices.Contains(needed, r)) {
			first, any = t, true
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
