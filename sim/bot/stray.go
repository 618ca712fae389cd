package bot

import (
	"slices"

	"tocsin/sim/engine"
)

// strays has a bot begin with another action than the one that it has decided on, once, where
// the note is no promise, and decide again. It reports whether it does.
func (t *Table) strays(note int) bool {
	m := t.e.Model()
	role, verb, right := m.NoteDeed(note)
	p := t.profile(role)
	if p == nil || verb != engine.Act || t.e.Filed(note) || slices.Contains(t.mind.strayed, note) {
		return false
	}
	t.mind.strayed = append(t.mind.strayed, note)
	luck := t.e.Luck(role, engine.Straying, m.NoteKey(note), 1)
	if luck >= p.Strays {
		return false
	}
	could := make([]engine.Command, 0, 64) // on the stack
	for a := range m.Scenario.Actions {
		c := engine.Command{Verb: engine.Act, Role: role, Ref: a}
		if a != right && m.Scenario.Actions[a].Joint == nil && t.e.Done(a) == 0 && t.e.Able(c) {
			could = append(could, c)
		}
	}
	if len(could) == 0 || !t.say(could[int(luck/p.Strays*float64(len(could)))]) {
		return false
	}
	t.plan(note, false)
	return true
}
