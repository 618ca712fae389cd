package bot

import (
	"slices"

	"tocsin/sim/engine"
)

// tempted reports whether a bot may begin with another action than the one that it has decided
// on: once for each note that is no promise.
func (t *Table) tempted(note int) bool {
	role, verb, _ := t.e.Model().NoteDeed(note)
	p := t.profile(role)
	return p != nil && verb == engine.Act && !t.e.Filed(note) && t.temptation(role, note) < p.Strays &&
		!slices.Contains(t.mind.strayed, note)
}

// temptation is a draw from 0 to 1 that decides whether a bot strays from a note, and to what.
func (t *Table) temptation(role, note int) float64 {
	return t.e.Luck(role, engine.Straying, t.e.Model().NoteKey(note), 1)
}

// strays has a bot that is tempted begin with another action, and decide again. It reports whether
// it does.
func (t *Table) strays(note int) bool {
	m := t.e.Model()
	role, _, right := m.NoteDeed(note)
	t.mind.strayed = append(t.mind.strayed, note)
	take := func(a int) engine.Command { return engine.Command{Verb: engine.Act, Role: role, Ref: a} }
	could := make([]int, 0, 64) // on the stack
	for a := range m.Scenario.Actions {
		if a != right && m.Scenario.Actions[a].Joint == nil && t.e.Done(a) == 0 && t.e.Able(take(a)) {
			could = append(could, a)
		}
	}
	if len(could) == 0 {
		return false
	}
	share := t.temptation(role, note) / t.profile(role).Strays // from 0 to 1
	if !t.issue(take(could[int(share*float64(len(could)))])) {
		return false
	}
	t.plan(note, false)
	return true
}
