package bot

import (
	"slices"

	"tocsin/sim/engine"
)

// Take has a bot play a role from now on, in the middle of an exercise: it takes up every
// note of the role whose trigger holds now and whose command has something left to do, and the
// questions to the role. Plays must not be nil.
func (t *Table) Take(role int) {
	t.Plays[role] = true
	m := t.e.Model()
	for i := range m.Scenario.Notes {
		if c := m.NoteCommand(i); c.Role == role && t.e.Holds(i) && !t.meant(i) && !t.spent(c) {
			t.triggered(i, false)
		}
	}
	for _, message := range t.e.RequestsTo(role) {
		t.ask(message, role)
	}
}

// Leave ends a bot's play of a role: what it meant to do is dropped. Plays must not be nil.
func (t *Table) Leave(role int) {
	t.Plays[role] = false
	m := t.e.Model()
	its := func(note int) bool {
		r, _, _ := m.NoteDeed(note)
		return r == role
	}
	t.plans = slices.DeleteFunc(t.plans, func(p plan) bool { return its(p.note) })
	t.blocked = slices.DeleteFunc(t.blocked, its)
	t.pledged = slices.DeleteFunc(t.pledged, its)
	t.mind.leave(role, its)
}

// CopyFrom makes t a copy of another table, with its own memory, for a copy e of its engine. Given
// is not copied: nobody is told what the copy's bots do.
func (t *Table) CopyFrom(o *Table, e *engine.Engine) {
	*t = Table{Plays: slices.Clone(o.Plays), Silent: o.Silent, Facilitates: o.Facilitates,
		Forbidden: o.Forbidden, Hurries: o.Hurries, Joins: o.Joins, e: e, plans: slices.Clone(o.plans),
		blocked: slices.Clone(o.blocked), pledged: slices.Clone(o.pledged), tries: slices.Clone(o.tries),
		renewed: o.renewed, held: slices.Clone(o.held)}
	t.hear, t.listen = t.triggered, t.news
	t.mind.copyFrom(&o.mind)
	e.OnNote(t.hear)
	e.OnNews(t.listen)
}

// meant reports whether a bot already means to act on a note.
func (t *Table) meant(note int) bool {
	return slices.ContainsFunc(t.plans, func(p plan) bool { return p.note == note }) ||
		slices.Contains(t.blocked, note) ||
		slices.ContainsFunc(t.mind.wary, func(w wary) bool { return w.note == note })
}

// spent reports whether a note's command has nothing left to do: it has been done already, or
// has begun.
func (t *Table) spent(c engine.Command) bool {
	e := t.e
	switch c.Verb {
	case engine.Act:
		return e.Done(c.Ref) > 0 || e.Doing(c.Ref) > 0
	case engine.Commit:
		return e.Done(c.Ref) > 0 || e.Committed(c.Role, c.Ref)
	case engine.Share:
		return !slices.ContainsFunc(c.To, func(to int) bool { return t.lacks(to, c.Ref) })
	case engine.Convene:
		return e.Open(c.Ref) || e.Convening(c.Ref)
	case engine.Declare:
		o, _ := e.Belief(c.Role, c.Ref)
		return o >= 0
	}
	return true // a message whose time has passed is not sent late
}

// lacks reports whether a recipient of a note, a role or the public, does not know a fact.
func (t *Table) lacks(to, fact int) bool {
	for r := range t.e.Model().Scenario.Roles {
		if (to == r || to == engine.Public) && !t.e.Knows(r, fact) {
			return true
		}
	}
	return false
}
