package bot

import (
	"slices"

	"tocsin/sim/engine"
)

// tempted reports whether a bot may begin with another action than the one that it has decided
// on: once for each note that is no promise.
func (t *Table) tempted(note int) bool {
	role, verb, _ := t.e.Model().NoteDeed(note)
	return t.profile(role) != nil && verb == engine.Act && !t.e.Filed(note) && !slices.Contains(t.mind.strayed, note)
}

// strays has a bot that is tempted begin with another action, and decide again. It reports whether
// it does.
func (t *Table) strays(note int) bool {
	m := t.e.Model()
	role, _, right := m.NoteDeed(note)
	t.mind.strayed = append(t.mind.strayed, note)
	luck, chance := t.e.Luck(role, engine.Straying, m.NoteKey(note), 1), t.profile(role).Strays
	if luck >= chance {
		return false
	}
	could := make([]engine.Command, 0, 64) // on the stack
	for a := range m.Scenario.Actions {
		c := engine.Command{Verb: engine.Act, Role: role, Ref: a}
		if a != right && m.Scenario.Actions[a].Joint == nil && t.e.Done(a) == 0 && t.e.Able(c) {
			could = append(could, c)
		}
	}
	if len(could) == 0 || !t.say(could[int(luck/chance*float64(len(could)))]) {
		return false
	}
	t.plan(note, false)
	return true
}
