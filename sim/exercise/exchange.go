package exercise

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/notes"
	"tocsin/sim/scenario"
)

// The exchange of if-then notes in the room: what those that are filed say together. Staff
// read the whole analysis. A seat reads what concerns its own notes, and only as far as notes
// that it was shown tell it.

// exchanged is the analysis of the notes that were in force when it was made.
type exchanged struct {
	filed    []bool
	findings []notes.Finding
	promised []notes.Promised
}

// exchange is the analysis of what is filed, worked out again only when that has changed.
func (x *Exercise) exchange() *exchanged {
	sc := x.sc()
	filed := make([]bool, len(sc.Notes))
	for i := range filed {
		filed[i] = x.e.Filed(i)
	}
	if x.together == nil || !slices.Equal(x.together.filed, filed) {
		x.together = &exchanged{filed: filed, findings: []notes.Finding{}, promised: []notes.Promised{}}
		if slices.Contains(filed, true) {
			a := notes.OfSeats(sc, x.e.Filed).Analyse()
			x.together.findings, x.together.promised = a.Findings, a.Promised
		}
	}
	findings := append(append([]notes.Finding{}, x.together.findings...), notes.Outdated(sc, x.e)...)
	notes.Sort(findings)
	for i := range findings {
		if f := &findings[i]; f.Kind == notes.Coverage {
			for r := range x.seats {
				if f.Seats[0] == x.title(r) && x.botPlays(r) {
					f.Do = "A bot plays the seat, and writes no notes: take the seat over to file one"
				}
			}
		}
	}
	return &exchanged{filed: filed, promised: x.together.promised, findings: findings}
}

// beside says what notes that a seat was shown mean for one of its own.
func (x *Exercise) beside(r, note int) []string {
	sc := x.sc()
	_, verb, ref := x.e.Model().NoteDeed(note)
	var out, waits []string // waits: for what, as the seat calls it
	sc.Notes[note].When.Root.Walk(func(n *scenario.Node) {
		passesOn := verb == engine.Share && ref == n.Ref // who means to tell others expects to see it
		if n.Op != scenario.OpKnows || n.Role != scenario.Me && n.Role != r || passesOn || x.e.Knows(r, n.Ref) {
			return
		}
		if name := x.called(r)("fact", n.Ref); !slices.Contains(waits, name) {
			waits = append(waits, name)
		}
	})
	for _, name := range waits {
		out = append(out, x.tellers(r, name)...)
	}
	switch verb {
	case engine.Share:
		out = append(out, x.waiters(r, note, ref)...)
	case engine.Commit:
		out = append(out, x.joiners(r, ref))
	}
	return out
}

// shownTo calls f for each note of others that a seat counts on, in the version that it was shown.
func (x *Exercise) shownTo(r int, f func(i int, n *scenario.Note, owner int)) {
	sc := x.sc()
	for i := range sc.Notes {
		if x.e.Counts(r, i) { // nobody is shown a note of their own
			f(i, &sc.Notes[i], sc.Find("role", sc.Notes[i].Role))
		}
	}
}

// tellers says who has shown a seat that it will be told of what a note of it waits for, as the seat calls it: its
// title would tell what happens.
func (x *Exercise) tellers(r int, name string) []string {
	var out []string
	x.shownTo(r, func(i int, n *scenario.Note, owner int) {
		c := x.e.Model().NoteCommand(i)
		if c.Verb == engine.Share && x.called(r)("fact", c.Ref) == name && slices.Contains(c.To, r) {
			out = append(out, fmt.Sprintf("%s promises to tell you of “%s”%s.", x.title(owner),
				x.promisedAs(r)("fact", c.Ref), within(n)))
		}
	})
	if len(out) == 0 {
		out = append(out, fmt.Sprintf("Nobody has shown you a promise to tell you of “%s”.", name))
	}
	return out
}

func within(n *scenario.Note) string {
	if n.Within == 0 {
		return ", and names no time"
	}
	return " within " + n.Within.String()
}

// waiters says whose notes wait for what a note of a seat tells.
func (x *Exercise) waiters(r, note, fact int) []string {
	told := x.e.Model().NoteCommand(note).To
	var out []string
	x.shownTo(r, func(_ int, n *scenario.Note, owner int) {
		waits := false
		n.When.Root.Walk(func(k *scenario.Node) {
			waits = waits || k.Op == scenario.OpKnows && k.Ref == fact && (k.Role == scenario.Me || k.Role == owner)
		})
		if !waits {
			return
		}
		line := fmt.Sprintf("A note of %s waits for this.", x.title(owner))
		if !slices.Contains(told, owner) {
			line = fmt.Sprintf("A note of %s waits for this, and yours tells others only.", x.title(owner))
		}
		if !slices.Contains(out, line) {
			out = append(out, line)
		}
	})
	return out
}

// joiners says who has shown a seat that it will join in an action.
func (x *Exercise) joiners(r, action int) string {
	a := &x.sc().Actions[action]
	var who []string
	given := a.Joint.Part(x.scenario.Roles[r].ID)
	x.shownTo(r, func(i int, _ *scenario.Note, owner int) {
		if _, verb, ref := x.e.Model().NoteDeed(i); verb == engine.Commit && ref == action &&
			!slices.Contains(who, x.title(owner)) {
			who = append(who, x.title(owner))
			given += a.Joint.Part(x.scenario.Roles[owner].ID)
		}
	})
	takes, more := fmt.Sprintf("It takes %d seats", a.Joint.Quorum), "%d more must promise."
	if len(a.Joint.Parts) > 0 {
		takes = fmt.Sprintf("It takes parts that come to %d, of which you have %d", a.Joint.Quorum,
			a.Joint.Part(x.scenario.Roles[r].ID))
		more = "%d more must be promised."
	}
	lack := a.Joint.Quorum - given
	switch {
	case len(who) == 0:
		return takes + ", and no other has shown you a promise to join."
	case lack > 0:
		return fmt.Sprintf("%s; shown to join besides you: %s. "+more, takes, strings.Join(who, ", "), lack)
	}
	return fmt.Sprintf("%s; shown to join besides you: %s. That is enough.", takes, strings.Join(who, ", "))
}
