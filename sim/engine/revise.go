package engine

import (
	"slices"

	"tocsin/sim/scenario"
)

// A note that is filed can be revised or withdrawn until STARTEX. A revision is a note of its
// own that takes the place of the earlier version: who was shown the earlier one, and not the
// later, goes on counting on what they have read. A withdrawal is told to everyone who has read
// any version.

// Revoked reports whether a note's owner has withdrawn it.
func (e *Engine) Revoked(note int) bool { return e.note[note].revoked }

// Newer is the version that has taken the place of a note; -1 for none.
func (e *Engine) Newer(note int) int { return int(e.note[note].newer) - 1 }

// Earlier is the version whose place a note has taken; -1 for none.
func (e *Engine) Earlier(note int) int {
	for i := range e.note {
		if e.Newer(i) == note {
			return i
		}
	}
	return -1
}

// Void reports whether a note is no longer what its owner means to do: another version is
// in its place, or it was the owner's own and is withdrawn. A note of the scenario that is
// withdrawn is a plan still, without a promise.
func (e *Engine) Void(note int) bool {
	st := &e.note[note]
	return st.newer > 0 || st.revoked && note >= e.OwnNotes()
}

// Counts reports whether a role counts on a note of another: it was shown the note, and has
// been shown neither a later version nor that it is withdrawn.
func (e *Engine) Counts(role, note int) bool {
	st := &e.note[note]
	return (st.filed || st.newer > 0) && e.relies(role, note) // the first is quickly seen
}

// relies is Counts for a note that has been filed.
func (e *Engine) relies(role, note int) bool {
	if !slices.Contains(e.ShownTo(note), role) {
		return false
	}
	for i := note; ; {
		next := e.Newer(i)
		if next < 0 {
			return e.note[i].filed
		}
		if i = next; slices.Contains(e.ShownTo(i), role) {
			return false
		}
	}
}

// versions are a note and its earlier versions, the earliest last.
func (e *Engine) versions(note int) []int {
	out := []int{note}
	for i := e.Earlier(note); i >= 0; i = e.Earlier(i) {
		out = append(out, i)
	}
	return out
}

// checkFiled is for what is asked of a note that is filed: a new version, or to withdraw it.
func (e *Engine) checkFiled(c *Command) Answer {
	switch {
	case e.started:
		return refuse("Notes are revised and withdrawn before STARTEX; now you can only say that you will not keep one (deviate)")
	case c.Ref < 0 || c.Ref >= len(e.m.notes) || e.m.notes[c.Ref].role != c.Role:
		return refuse("There is no such note of yours")
	case e.note[c.Ref].newer > 0:
		return refuse("Another version has taken the place of that note")
	case !e.note[c.Ref].filed:
		return refuse("That note is not filed")
	case c.Verb == Revise:
		return e.checkRevise(c)
	}
	return Answer{OK: true}
}

func (e *Engine) checkRevise(c *Command) Answer {
	if len(c.To) > len(e.m.Scenario.Roles) {
		return refuse("To whom?")
	}
	for _, r := range c.To {
		if r < 0 || r >= len(e.m.Scenario.Roles) {
			return refuse("There is no such seat")
		}
	}
	if c.Change == nil {
		return refuse("Say what changes")
	}
	_, a := e.revised(c)
	return a
}

// revised is a note as it reads after a change.
func (e *Engine) revised(c *Command) (scenario.Note, Answer) {
	was := e.m.Scenario.Notes[c.Ref]
	n := c.Change.Of(was)
	if n.When.Source == was.When.Source && n.Within == was.Within && n.Until == was.Until && sameDeed(&n.Do, &was.Do) {
		return n, refuse("Nothing changes: to show the same note to more, file it again")
	}
	return e.cleanNote(c.Role, n, was.When)
}

func sameDeed(a, b *scenario.Do) bool {
	return a.Act == b.Act && a.Share == b.Share && a.Commit == b.Commit && a.Convene == b.Convene &&
		a.Declare == b.Declare && a.Option == b.Option && a.Say == b.Say && slices.Equal(a.To, b.To)
}

// revise puts a new version of a note in force in place of the one that is.
func (e *Engine) revise(c *Command) Answer {
	n, a := e.revised(c)
	if !a.OK {
		return a
	}
	if err := e.extend(n); err != nil {
		return refuse("That note cannot be filed: %s", err)
	}
	newer, to := len(e.m.notes)-1, c.To
	if len(to) == 0 {
		to = e.mayRead(c.Ref)
	}
	e.replaced(c.Ref, newer)
	e.emit(&Event{Kind: NoteRevised, Role: int32(c.Role), Other: int32(newer), Ref: int32(c.Ref)})
	e.file(newer, Via{})
	e.show(newer, to)
	e.prepared(Command{Verb: Revise, Role: c.Role, Ref: c.Ref, Option: newer})
	e.prepared(Command{Verb: File, Role: c.Role, Ref: newer, To: to})
	return Answer{OK: true}
}

// replaced takes a note out of force for another version of it.
func (e *Engine) replaced(note, newer int) {
	st := &e.note[note]
	st.filed, st.newer = false, int32(newer)+1
}

// revoke withdraws a note, and tells all who count on any version of it.
func (e *Engine) revoke(c *Command) {
	e.emit(&Event{Kind: NoteRevoked, Role: int32(c.Role), Other: Nobody, Ref: int32(c.Ref),
		Text: scenario.CleanText(c.Reason)})
	for _, v := range e.versions(c.Ref) {
		for _, r := range e.ShownTo(v) {
			if e.Counts(r, v) {
				e.emit(&Event{Kind: NoteShown, Role: int32(c.Role), Other: int32(r), Ref: int32(v), Num: 1})
			}
		}
	}
	st := &e.note[c.Ref]
	st.filed, st.revoked = false, true
	e.agreed++
	e.prepared(Command{Verb: Revoke, Role: c.Role, Ref: c.Ref})
}
