package whatif

import (
	"slices"
	"strings"

	"tocsin/sim/engine"
)

// prevented adds the joint actions that were never done and never possible, because facts that
// they need were not shared. The sharing and the commitments of the seats that such an action
// takes are one omission, of which no part alone would have changed anything.
func (m *measuring) prevented(out []Omission) []Omission {
	sc := m.past.run.Model.Scenario
	untold := slices.Clone(out)
	for a := range sc.Actions {
		act := &sc.Actions[a]
		if act.Joint == nil || m.e.Done(a) > 0 || slices.ContainsFunc(untold, func(o Omission) bool {
			return o.Add[0].Verb == engine.Commit && o.Add[0].Ref == a
		}) {
			continue
		}
		var o Omission
		informed := map[int]bool{}
		for _, u := range untold {
			c := &u.Add[0]
			if c.Verb == engine.Share && slices.Contains(sc.RolesOf(act.By), c.To[0]) &&
				strings.Contains(act.Needs.Source, "'"+sc.Facts[c.Ref].ID+"'") {
				o.Add, o.Possible = append(o.Add, u.Add...), max(o.Possible, u.Possible)
				informed[c.Role], informed[c.To[0]] = true, true
			}
		}
		if len(o.Add) == 0 {
			continue // it lacked something other than the sharing
		}
		for _, r := range m.partners(a, informed) {
			c := Intent{Command: engine.Command{Verb: engine.Commit, Role: r, Ref: a}}
			c.Reaction = m.usual(&c.Command)
			o.Add = append(o.Add, c)
		}
		out = append(out, o)
	}
	return out
}

// partners returns seats enough for a joint action: those that must join, then those that would
// know the facts, then others.
func (m *measuring) partners(action int, informed map[int]bool) []int {
	sc := m.past.run.Model.Scenario
	a := &sc.Actions[action]
	out := slices.Clone(sc.RolesOf(a.Joint.Must))
	for _, know := range []bool{true, false} {
		for _, r := range sc.RolesOf(a.By) {
			if sc.PartsOf(a.Joint, out) < a.Joint.Quorum && informed[r] == know && !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}
