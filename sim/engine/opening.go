package engine

import (
	"slices"

	"tocsin/sim/scenario"
)

// Questions, hypotheses and actions can be closed to a seat until it knows something, or has had something.

// opening is what opens something to a role: one of some facts, or one of some injects; nothing where it is open.
type opening struct{ facts, injects []int }

func openingOf(sc *scenario.Scenario, with scenario.Names) (o opening) {
	for _, id := range with {
		if f := sc.Find("fact", id); f >= 0 {
			o.facts = append(o.facts, f)
		}
		if i := sc.Find("inject", id); i >= 0 {
			o.injects = append(o.injects, i)
		}
	}
	return o
}

// mostLooked is how many deliveries of an inject are looked at for who had one.
const mostLooked = 100

// opened reports whether a role knows one of the facts or has had one of the injects, or none is named.
func (e *Engine) opened(role int, by *opening) bool {
	for _, f := range by.facts {
		if e.Knows(role, f) {
			return true
		}
	}
	for _, i := range by.injects {
		for n := int32(1); n <= min(e.inject[i].times, mostLooked); n++ {
			if slices.Contains(e.receivers(i, n), role) {
				return true
			}
		}
	}
	return len(by.facts) == 0 && len(by.injects) == 0
}

// Opened reports whether a thing that some facts and injects open is open to a role: it knows one of
// the facts or has had one of the injects, or none is named.
func (e *Engine) Opened(role int, with scenario.Names) bool {
	by := openingOf(e.m.Scenario, with)
	return e.opened(role, &by)
}

// Offered reports whether an action is in the menu of a role that has authority for it: what opens it
// has opened it, or it is joint and somebody has proposed it.
func (e *Engine) Offered(role, action int) bool {
	m := &e.m.actions[action]
	return m.joint != nil && (e.joint[action].open || e.joint[action].started) || e.opened(role, &m.opens)
}
