package bot

import (
	"slices"

	"tocsin/sim/engine"
)

// prepare has bots to which something has come look for what they could do beyond their notes:
// pass on what a note that they were shown waits for, convene, ask.
func (t *Table) prepare() {
	t.mind.settleWants(t.e.Model())
	for role, heard := range t.mind.heard {
		if !heard {
			continue
		}
		t.mind.heard[role] = false
		p := t.profile(role)
		if p == nil {
			continue
		}
		for _, w := range t.mind.wanting {
			i, owner := w.note, w.owner
			switch {
			case owner == role:
				if p.Asks.Set && !t.e.Void(i) {
					t.seek(role, i, owner)
				}
			case p.Prepares.Set && t.e.Counts(role, i) && t.touches(role, i):
				t.anticipate(role, i, owner)
				if p.Asks.Set {
					t.seek(role, i, owner)
				}
			}
		}
	}
}

// touches reports whether a role knows a fact that a note waits for.
func (t *Table) touches(role, note int) bool {
	return slices.ContainsFunc(t.mind.wants[note], func(f int) bool { return t.e.Knows(role, f) })
}

// anticipate plans to tell the owner of another's note the facts that it waits for, and to convene
// if both will commit to the same joint action.
func (t *Table) anticipate(role, note, owner int) {
	m := t.e.Model()
	for _, f := range t.mind.wants[note] {
		if t.e.Knows(role, f) && !t.exchanged(role, owner, f) && !t.e.Wider(role, f, owner) {
			t.begin(errand{t.after(role, t.e.Takes(role, engine.Preparing, m.FactKey(f), 1)), engine.Share, role, f,
				owner})
		}
	}
	if _, verb, action := m.NoteDeed(note); verb == engine.Commit && t.joins(role, action) {
		if v := t.meeting(role, owner); v >= 0 {
			t.begin(errand{t.after(role, t.e.Takes(role, engine.Preparing, m.NoteKey(note), 1)), engine.Convene,
				role, v, -1})
		}
	}
}

// meeting returns the first venue that two roles could open to meet in; -1 where there is none, or
// where one that both are in is open or being convened.
func (t *Table) meeting(a, b int) int {
	first := -1
	for v := range t.e.Model().Scenario.Venues {
		switch {
		case !t.e.Member(a, v) || !t.e.Member(b, v):
		case t.e.Open(v) || t.e.Convening(v):
			return -1
		case first < 0:
			first = v
		}
	}
	return first
}

// joins reports whether a role has a note to commit to an action.
func (t *Table) joins(role, action int) bool {
	m := t.e.Model()
	for i := range m.Scenario.Notes {
		if r, verb, ref := m.NoteDeed(i); r == role && verb == engine.Commit && ref == action && !t.e.Void(i) {
			return true
		}
	}
	return false
}

// seek plans to ask for the facts that a note still lacks, if the role knows another of them
// already; see source for whom it asks.
func (t *Table) seek(role, note, owner int) {
	if owner == role && t.e.Holds(note) || !t.touches(role, note) {
		return
	}
	m := t.e.Model()
	for _, f := range t.mind.wants[note] {
		if t.e.Knows(role, f) {
			continue
		}
		if to := t.source(role, owner, f); to >= 0 {
			t.begin(errand{t.after(role, t.e.Takes(role, engine.Asking, m.FactKey(f), 1)), engine.Ask, role, f, to})
		}
	}
}

// source returns the role that a role would ask for a fact; -1 for none. It is the owner of a note
// shown to it that tells the fact or waits for it, or else a contact who learns the fact unaided;
// never owner, whose note lacks it.
func (t *Table) source(role, owner, fact int) int {
	m := t.e.Model()
	sc := m.Scenario
	for i := range sc.Notes {
		r, verb, ref := m.NoteDeed(i)
		if r != owner && t.e.Counts(role, i) &&
			(verb == engine.Share && ref == fact || slices.Contains(t.mind.wants[i], fact)) {
			return r
		}
	}
	for _, k := range sc.Facts[fact].Known {
		r := sc.Find("role", k.ID)
		if r < 0 || r == owner {
			continue
		}
		for i := range sc.Sharing.Contacts {
			if c := &sc.Sharing.Contacts[i]; c.From == sc.Roles[role].ID && c.To == sc.Roles[r].ID {
				return r
			}
		}
	}
	return -1
}

// toldAlready reports whether a bot with a profile has nothing to add by a note that shares a
// fact: it has exchanged the fact with each of those whom it would tell, and no promise waits.
func (t *Table) toldAlready(note int) bool {
	role, _, _ := t.e.Model().NoteDeed(note)
	if waiting, _ := t.e.Promise(note); waiting || t.profile(role) == nil {
		return false
	}
	c := t.e.Model().NoteCommand(note)
	return !slices.ContainsFunc(c.To, func(to int) bool { return to < 0 || !t.exchanged(c.Role, to, c.Ref) })
}
