package notes

import (
	"fmt"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// InScenario writes the promises of a bound registry as notes of its scenario, in the scenario's
// format, to be added after the text of its file. Each is a draft of its seat, which the seat may
// file, show and revise before STARTEX; drafts marks them so that no mechanism files them for the
// seat. A note that promises no time is left out. With the text come the organisations that have a
// seat, each with its drafts: [Vocabulary.Written] needs them.
func (b *Bound) InScenario(drafts bool) (string, []scenario.Brought) {
	var out strings.Builder
	var brought []scenario.Brought
	of := map[int]int{} // by role: index in brought
	for r, o := range b.Seats {
		if o != nil {
			of[r] = len(brought)
			brought = append(brought, scenario.Brought{Seat: b.Scenario.Roles[r].ID, Text: o.Source})
		}
	}
	next := len(b.Scenario.Notes)
	for i := range b.Notes {
		n := &b.Notes[i]
		for _, d := range n.Deeds {
			if d.Within <= 0 || d.Verb == "tell" && len(d.To) == 0 && !d.Public {
				continue
			}
			note := b.asNote(n, d, false)
			from := &brought[of[n.Role]]
			from.Drafts = append(from.Drafts, scenario.Origin{Note: next, ID: n.ID, Key: d.Key, At: d.At})
			next++
			fmt.Fprintf(&out, "\n[[note]]\nrole = %s\nwhen = %s\n", quote(note.Role), quote(bare(note.When.Source)))
			switch {
			case note.Do.Share != "":
				fmt.Fprintf(&out, "do = {share=%s, to=%s}\n", quote(note.Do.Share), bracketed(note.Do.To))
			case note.Do.Commit != "":
				fmt.Fprintf(&out, "do = {commit=%s}\n", quote(note.Do.Commit))
			default:
				fmt.Fprintf(&out, "do = %s\n", quote(note.Do.Act))
			}
			fmt.Fprintf(&out, "within = %s\ndecide = %s\n", quote(d.Within.String()), quote(d.Within.String()))
			if shown := b.readers(n); len(shown) > 0 {
				fmt.Fprintf(&out, "shown_to = %s\n", bracketed(shown))
			}
			if drafts {
				out.WriteString("draft = true\n")
			}
			if n.Until != "" {
				fmt.Fprintf(&out, "until = %s\n", quote(n.Until))
			}
			fmt.Fprintf(&out, "basis = %s\n", quote("“"+n.ID+"” of "+n.Organisation.Organisation))
		}
	}
	return out.String(), brought
}

// readers returns the ids of the seats that may read a note, or all.
func (b *Bound) readers(n *BoundNote) []string {
	if n.ShownTo.Has("all") {
		return []string{"all"}
	}
	var out []string
	for r := range b.Scenario.Roles {
		if r != n.Role && n.ShownTo.Has(b.Scenario.Roles[r].Is) {
			out = append(out, b.Scenario.Roles[r].ID)
		}
	}
	return out
}

// bare removes brackets around a whole condition.
func bare(s string) string {
	if !strings.HasPrefix(s, "(") || !strings.HasSuffix(s, ")") {
		return s
	}
	open := 0
	for i, c := range s {
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 && i < len(s)-1 {
				return s
			}
		}
	}
	return bare(s[1 : len(s)-1])
}

func quote(s string) string { return scenario.Literal(scenario.CleanLine(s)) }

func bracketed(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = quote(w)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// Fate is how often a promise's trigger came, and how often it was then kept, broken, or not kept as
// filed but with notice (Changed).
type Fate struct{ Triggered, Kept, Broken, Changed int }

func (f Fate) plus(g Fate) Fate {
	return Fate{f.Triggered + g.Triggered, f.Kept + g.Kept, f.Broken + g.Broken, f.Changed + g.Changed}
}

// Fates counts in a list of events what happened to each note of a scenario.
func Fates(notes int, events []engine.Event) []Fate {
	out := make([]Fate, notes)
	for _, ev := range events {
		if ev.Ref < 0 || int(ev.Ref) >= notes {
			continue
		}
		switch f := &out[ev.Ref]; ev.Kind {
		case engine.NoteTriggered:
			f.Triggered++
		case engine.NoteKept:
			f.Kept++
		case engine.NoteBroken:
			f.Broken++
		case engine.NoteDeviated:
			f.Changed++
		}
	}
	return out
}

// String says what happened to a promise, for a comment above it.
func (f Fate) String() string {
	switch {
	case f.Broken > 0:
		return fmt.Sprintf("BROKEN %d of %d times: promise what you can keep, or say who decides when the decider cannot",
			f.Broken, f.Broken+f.Kept+f.Changed)
	case f.Changed > 0:
		return fmt.Sprintf("not kept as filed, with notice, %d times: write down what you did instead", f.Changed)
	case f.Kept > 0:
		return fmt.Sprintf("kept, %d of %d times", f.Kept, f.Kept)
	case f.Triggered > 0:
		return "its trigger came, and nothing was awaited"
	}
	return "its trigger never came"
}
