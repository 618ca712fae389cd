package notes

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// InScenario writes the promises of a bound registry as notes of its scenario, in the
// scenario's own format: what stands behind the text of its file. Each is a draft of its seat,
// which the seat may file, show and revise before STARTEX; drafts says that no mechanism files it in
// its place. A note that promises no time is left out.
func (b *Bound) InScenario(drafts bool) (string, error) {
	var out strings.Builder
	for i := range b.Notes {
		n := &b.Notes[i]
		for _, d := range n.Deeds {
			if d.Within <= 0 || d.Verb == "tell" && len(d.To) == 0 && !d.Public {
				continue
			}
			note, err := b.asNote(n, d, false)
			if err != nil {
				return "", err
			}
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
	return out.String(), nil
}

// readers are the ids of the seats that may read a note.
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

// bare takes the brackets off that hold a whole condition.
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

// Fate is how often a promise was called on, and what happened to it.
type Fate struct{ Triggered, Kept, Broken, Changed int }

// Fates counts what happened to each note of a scenario in what happened.
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

// Written is what a seat of a scenario filed, as a file of the registry, in words of the
// vocabulary where the scenario has them, each note under what happened to it. It is empty for a
// seat that filed nothing.
func (v *Vocabulary) Written(sc *scenario.Scenario, role int, filed func(note int) bool, shown func(note int) []int,
	fates []Fate, on time.Time) string {
	var out strings.Builder
	for i := range sc.Notes {
		n := &sc.Notes[i]
		if n.Role != sc.Roles[role].ID || !filed(i) {
			continue
		}
		do := v.wordsOf(sc, role, n)
		if do == "" {
			continue
		}
		id := "note_" + strings.TrimPrefix(sc.NoteName(i), "#")
		fmt.Fprintf(&out, "\n# In the exercise: %s.\n[[note]]\nid = %s\nwhen = %s\n", fates[i], quote(id),
			quote(v.trigger(sc, n)))
		if n.Within > 0 {
			fmt.Fprintf(&out, "within = %s\n", quote(n.Within.String()))
		}
		out.WriteString(do)
		if n.Until != "" {
			fmt.Fprintf(&out, "until = %s\n", quote(n.Until))
		}
		var kinds []string
		for _, r := range shown(i) {
			if is := sc.Roles[r].Is; v.Kind(is) != nil && !slices.Contains(kinds, is) {
				kinds = append(kinds, is)
			}
		}
		if len(kinds) > 0 {
			fmt.Fprintf(&out, "shown_to = %s\n", bracketed(kinds))
		}
	}
	if out.Len() == 0 {
		return ""
	}
	return fmt.Sprintf("# As filed in “%s”. Amend it, and check it with: tocsin notes check FILE\nformat = 1\n"+
		"organisation = %s\nis = %s\nreviewed = %s\n", scenario.CleanLine(sc.Title), quote(sc.Roles[role].Title),
		quote(sc.Roles[role].Is), on.UTC().Format("2006-01-02")) + out.String()
}

// wordsOf is what a note does, as keys of a registry file; empty for what the registry has no
// words for.
func (v *Vocabulary) wordsOf(sc *scenario.Scenario, role int, n *scenario.Note) string {
	act := n.Do.Act
	if n.Do.Commit != "" {
		act = n.Do.Commit
	}
	if a := sc.Find("action", act); a >= 0 {
		word := sc.Actions[a].Response
		switch {
		case sc.Actions[a].Joint != nil:
			return fmt.Sprintf("commit = [%s]\n", quote(act))
		case v.Response(word) != nil:
			return fmt.Sprintf("do = [%s]\n", quote(word))
		}
		return ""
	}
	f := sc.Find("fact", n.Do.Share)
	if f < 0 || v.Signal(sc.Facts[f].Signal) == nil {
		return ""
	}
	var tells, said []string
	tell := func(who string) {
		if !slices.Contains(said, who) {
			said = append(said, who)
			tells = append(tells, fmt.Sprintf("{who=%s, what=%s}", quote(who), quote(sc.Facts[f].Signal)))
		}
	}
	for _, r := range sc.RolesOf(n.Do.To) {
		if r != role && v.Kind(sc.Roles[r].Is) != nil {
			tell(sc.Roles[r].Is)
		}
	}
	if n.Do.To.Has("public") {
		tell("public")
	}
	if len(tells) == 0 {
		return ""
	}
	return "tell = [" + strings.Join(tells, ", ") + "]\n"
}

// trigger is a note's condition in the words of the vocabulary, as far as the scenario has
// them.
func (v *Vocabulary) trigger(sc *scenario.Scenario, n *scenario.Note) string {
	out := n.When.Source
	for f := range sc.Facts {
		if s := sc.Facts[f].Signal; v.Signal(s) != nil {
			out = strings.ReplaceAll(out, "knows('"+sc.Facts[f].ID+"')", "signal('"+s+"')")
		}
	}
	return once(out)
}

// once leaves out what an alternative says again: facts of a scenario can be cases of one signal.
func once(when string) string {
	var out []string
	for _, s := range strings.Split(when, "||") {
		if strings.Count(s, "(") != strings.Count(s, ")") {
			return when // the alternatives stand inside of something
		}
		if s = strings.TrimSpace(s); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, " || ")
}
