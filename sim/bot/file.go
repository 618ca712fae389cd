package bot

import (
	"slices"

	"tocsin/sim/engine"
)

// File has the bot of a seat file the drafts that the scenario leaves to that seat, and returns how
// many it filed. Each is shown to the seats that the scenario names and to those that the note
// tells. What has been filed or withdrawn already stays as it is. It must be called before STARTEX.
// It files nothing for a seat without a bot, and for a silent bot of an ally.
func (t *Table) File(role int) int {
	if !t.plays(role) || t.Silent && t.e.Model().Scenario.Ally(role) {
		return 0
	}
	n := 0
	for _, i := range t.e.Model().Drafts() {
		owner, _, _ := t.e.Model().NoteDeed(i)
		own := i >= t.e.OwnNotes() // a player has written it
		if own || owner != role || t.e.Filed(i) || t.e.Revoked(i) || t.e.Newer(i) >= 0 {
			continue
		}
		c := engine.Command{Verb: engine.File, Role: role, Ref: i, To: t.readers(i)}
		if t.e.Do(c).OK {
			n++
			if t.Given != nil {
				t.Given(engine.Timed{At: t.e.Now(), Command: c})
			}
		}
	}
	return n
}

// readers returns the roles to which a bot shows a note.
func (t *Table) readers(note int) []int {
	out := slices.Clone(t.e.ShownTo(note))
	c := t.e.Model().NoteCommand(note)
	for _, to := range c.To { // whom it will tell can count on it only if they have read it
		if c.Verb == engine.Share && to >= 0 && to != c.Role {
			out = append(out, to)
		}
	}
	return out
}

// fileAll has every bot file the drafts of its seat.
func (t *Table) fileAll() {
	for role := range t.e.Model().Scenario.Roles {
		t.File(role)
	}
}
