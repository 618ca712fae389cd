package engine

import (
	"fmt"

	"tocsin/sim/scenario"
)

// seeming is what an action needs as far as a seat can tell; the zero value where it can
// tell all of it.
type seeming struct {
	may, must boolFn
	tree      *scenario.Node // of may
}

func (m *Model) seemings(a *scenario.Action) []seeming {
	out := make([]seeming, len(m.Scenario.Roles))
	for _, r := range m.Scenario.RolesOf(a.By) {
		if may, must := m.Scenario.Seeming(r, a.Needs.Root); may != a.Needs.Root {
			out[r] = seeming{m.predicate(may, r), m.predicate(must, r), may}
		}
	}
	return out
}

// Seems says whether a role can begin an action as far as that role can tell: as
// [Engine.Can] does, but without what only the hidden world decides, such as what another
// seat has been told. unsure says that this decides it: only trying shows.
func (e *Engine) Seems(role, a int) (seems Answer, unsure bool) {
	can := e.Can(Command{Verb: Act, Role: role, Ref: a})
	sc, m := e.m.Scenario, &e.m.actions[a]
	hidden := m.seeming != nil && m.seeming[role].tree != nil
	for _, s := range m.spends {
		hidden = hidden || !e.reads(role, s.gauge)
	}
	h := e.hindered(role, a)
	if !hidden || h < needLacking && h != unhindered || h == unhindered && !can.OK {
		return can, false
	}
	if m.seeming != nil && m.seeming[role].tree != nil {
		s := &m.seeming[role]
		if !s.may(e) {
			if lack := e.lacking(s.tree, role); lack != "" {
				return refuse("Needs %s", lack), false
			}
			return refuse("Needs a condition that is not met yet"), false
		}
		unsure = !s.must(e)
	} else if m.needs != nil && !m.needs[role](e) {
		return can, false
	}
	for _, s := range m.spends {
		switch {
		case !e.reads(role, s.gauge):
			unsure = true
		case e.gaugeAt(s.gauge, e.now) < s.amount:
			return Answer{Refusal: fmt.Sprintf("Needs %v of %q; there is %v", s.amount, sc.Gauges[s.gauge].Title,
				e.gaugeAt(s.gauge, e.now))}, false
		}
	}
	if limit := int32(sc.Roles[role].AtOnce); limit > 0 && e.hands[role]+m.hands > limit {
		why, free := e.untilFree(role, a)
		return Answer{Refusal: why, Free: free}, unsure
	}
	return Answer{OK: true}, unsure
}

// reads reports whether a role can read a gauge.
func (e *Engine) reads(role, gauge int) bool {
	sees := e.m.Scenario.Gauges[gauge].Sees
	return sees.Has("all") || sees.Has(e.m.Scenario.Roles[role].ID)
}
