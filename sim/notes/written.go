package notes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"tocsin/sim/scenario"
)

// After is the state of an exercise with notes at its end.
type After struct {
	Scenario *scenario.Scenario // with the notes that its seats wrote
	Room     Room
	Fates    []Fate             // by note
	Brought  []scenario.Brought // the files that its notes were drafted from
	On       time.Time
}

// Room knows what seats did with the notes of a scenario. An engine is one.
type Room interface {
	Filed(note int) bool
	Revoked(note int) bool
	Newer(note int) int // the version that took its place; -1 for none
	ShownTo(note int) []int
}

// Written returns a file of the registry with the notes of a seat after an exercise, each with a
// comment on what happened to it. It begins from the file that the organisation brought, if it brought
// one: what the seat changed is changed, and all else stays as it was. Other notes that the seat filed
// follow, with new ids and in words of the vocabulary where the scenario has them. It is empty for a
// seat that brought no file and filed nothing. The diagnostics are those of a file that was brought and
// can no longer be read; the result is then as if the seat had brought none.
func (v *Vocabulary) Written(x *After, role int) (string, scenario.Diagnostics) {
	w := &writing{After: x, v: v, role: role, drafted: map[int]bool{}, taken: map[string]bool{}}
	seat := &x.Scenario.Roles[role]
	var from *Organisation
	var ds scenario.Diagnostics
	for i := range x.Brought {
		if x.Brought[i].Seat != seat.ID {
			continue
		}
		if from, ds = v.Load("notes of "+seat.ID, []byte(x.Brought[i].Text)); from != nil {
			w.drafts, ds = x.Brought[i].Drafts, nil
		}
		break
	}
	out := Organisation{Organisation: seat.Title, Is: seat.Is}
	if from != nil {
		out = *from
		for i := range from.Notes {
			w.taken[from.Notes[i].ID] = true
		}
		for i := range from.Notes {
			w.brought(&from.Notes[i])
		}
	}
	w.own()
	if w.out.Len() == 0 {
		return "", ds
	}
	if w.touched {
		out.Reviewed = x.On
	}
	head := fmt.Sprintf("# As filed in “%s”. Amend it, and check it with: tocsin notes check FILE\nformat = 1\n"+
		"organisation = %s\nis = %s\n", scenario.CleanLine(x.Scenario.Title), text(out.Organisation), text(out.Is))
	if !out.Reviewed.IsZero() {
		head += "reviewed = " + out.Reviewed.UTC().Format(time.DateOnly) + "\n"
	}
	return head + w.out.String(), ds
}

// writing is the file of one seat while it is written.
type writing struct {
	*After
	v       *Vocabulary
	role    int
	drafts  []scenario.Origin
	drafted map[int]bool    // notes of the scenario that come from a note of the file that was brought
	taken   map[string]bool // ids that are in use
	touched bool            // the seat filed, revised or withdrew something
	out     strings.Builder
}

// brought writes a note of the file that was brought, as the seat left it. If the seat changed only a
// part of it, that part becomes a separate note.
func (w *writing) brought(n *Note) {
	var parts []part
	add := func(p part) {
		p.when, p.until, p.place = n.When, n.Until, len(parts)
		parts = append(parts, w.became(n, p)...)
	}
	for i, word := range n.Do {
		add(part{key: "do", at: i, word: word, within: n.Within})
	}
	for i, t := range n.Tell {
		add(part{key: "tell", at: i, tell: t, timed: t.Within > 0, within: t.due(n)})
	}
	for i, word := range n.Commit {
		add(part{key: "commit", at: i, word: word, within: n.Within})
	}
	for i, g := range grouped(parts, n.Within) {
		id := n.ID
		if i > 0 {
			id = w.free(n.ID)
		}
		w.write(n, id, g)
	}
}

// became returns what a deed of a note is after the exercise: the deed itself, if it had no draft in the exercise
// or nothing of it changed.
func (w *writing) became(n *Note, p part) []part {
	var out []part
	best := elsewhere
	for _, o := range w.drafts {
		if o.ID != n.ID || o.Key != p.key || o.At != p.at || o.Note < 0 || o.Note >= len(w.Scenario.Notes) ||
			w.Scenario.Notes[o.Note].Role != w.Scenario.Roles[w.role].ID {
			continue
		}
		for _, q := range w.version(n, p, o.Note) {
			best = max(best, q.state)
			out = append(out, q)
		}
	}
	if len(out) == 0 {
		return []part{p}
	}
	// The scenario may have several cases of one word. One that the seat did something with counts more
	// than one that it left alone.
	return slices.DeleteFunc(out, func(q part) bool { return q.state < best })
}

// version returns the newest version of a draft, as parts of a note of the registry.
func (w *writing) version(n *Note, p part, draft int) []part {
	last := draft
	for i := draft; i >= 0; i = w.Room.Newer(i) {
		last, w.drafted[i] = i, true
		p.fate = p.fate.plus(w.Fates[i])
	}
	was, is := &w.Scenario.Notes[draft], &w.Scenario.Notes[last]
	switch {
	case w.Room.Filed(last):
		p.state, p.said = inForce, true
		p.shown = w.readers(n, was, last)
	case w.Room.Revoked(last):
		p.state = withdrawn
	default:
		p.state = left
	}
	w.touched = w.touched || p.state > left
	if is.When.Source != was.When.Source {
		p.when = w.v.trigger(w.Scenario, is, n.trigger)
	}
	if is.Until != was.Until {
		p.until = is.Until
	}
	if is.Within != was.Within {
		p.within = is.Within
	}
	if w.sameDeed(&is.Do, &was.Do) {
		return []part{p}
	}
	deeds := w.v.deeds(w.Scenario, w.role, is)
	if len(deeds) == 0 {
		p.wordless = true
		return []part{p}
	}
	for i := range deeds {
		q := p
		q.key, q.word, q.tell = deeds[i].key, deeds[i].word, deeds[i].tell
		if p.key == "tell" && q.tell.What == p.tell.What {
			q.tell.Mark = p.tell.Mark
			if q.tell.Who == p.tell.Who {
				q.tell.Says = p.tell.Says
			}
		}
		deeds[i] = q
	}
	return deeds
}

func (w *writing) sameDeed(a, b *scenario.Do) bool {
	x, y := *a, *b
	x.To, y.To = nil, nil
	one := x.Act == y.Act && x.Share == y.Share && x.Commit == y.Commit && x.Convene == y.Convene &&
		x.Declare == y.Declare && x.Option == y.Option && x.Say == y.Say
	return one && slices.Equal(w.Scenario.RolesOf(a.To), w.Scenario.RolesOf(b.To)) && a.To.Has("public") == b.To.Has("public")
}

// readers returns the kinds that may read a note that is filed: those of its file, except where the
// seat chose otherwise. Kinds that have no seat in the scenario stay.
func (w *writing) readers(n *Note, draft *scenario.Note, filed int) scenario.Names {
	after := slices.Clone(w.Room.ShownTo(filed))
	slices.Sort(after)
	before := slices.DeleteFunc(w.Scenario.RolesOf(draft.ShownTo), func(r int) bool { return r == w.role })
	if slices.Equal(before, after) {
		return n.ShownTo
	}
	var out scenario.Names
	for _, kind := range n.ShownTo {
		seated, reads := false, false
		for r := range w.Scenario.Roles {
			if r != w.role && w.Scenario.Roles[r].Is == kind {
				seated, reads = true, reads || slices.Contains(after, r)
			}
		}
		if kind != "all" && (reads || !seated) {
			out = append(out, kind)
		}
	}
	for _, kind := range w.v.kindsOf(w.Scenario, after) {
		if !out.Has(kind) {
			out = append(out, kind)
		}
	}
	return out
}

// kindsOf returns the kinds of roles, each once, as far as the vocabulary has them.
func (v *Vocabulary) kindsOf(sc *scenario.Scenario, roles []int) scenario.Names {
	var out scenario.Names
	for _, r := range roles {
		if is := sc.Roles[r].Is; v.Kind(is) != nil && !out.Has(is) {
			out = append(out, is)
		}
	}
	return out
}

// own writes the notes that the seat filed and that come from no file.
func (w *writing) own() {
	sc := w.Scenario
	for i := range sc.Notes {
		n := &sc.Notes[i]
		if n.Role != sc.Roles[w.role].ID || w.drafted[i] || !w.Room.Filed(i) {
			continue
		}
		deeds := w.v.deeds(sc, w.role, n)
		if len(deeds) == 0 {
			continue
		}
		w.touched = true
		g := group{when: w.v.trigger(sc, n, nil), until: n.Until, said: true,
			shown: w.v.kindsOf(sc, w.Room.ShownTo(i))}
		for _, p := range deeds {
			p.within, p.state, p.fate = n.Within, inForce, w.Fates[i]
			g.parts = append(g.parts, p)
		}
		w.write(&Note{Within: n.Within}, w.free("note_"+strings.TrimPrefix(sc.NoteName(i), "#")), g)
	}
}

// free returns an id that no note of the file has yet, and reserves it.
func (w *writing) free(id string) string {
	id = id[:min(len(id), 58)]
	out := id
	for k := 2; w.taken[out]; k++ {
		out = fmt.Sprintf("%s_%d", id, k)
	}
	w.taken[out] = true
	return out
}

// deeds returns what a note of a scenario does, in words of the registry; none if the registry has no
// words for it.
func (v *Vocabulary) deeds(sc *scenario.Scenario, role int, n *scenario.Note) []part {
	act := cmp.Or(n.Do.Commit, n.Do.Act)
	if a := sc.Find("action", act); a >= 0 {
		word := sc.Actions[a].Response
		switch {
		case sc.Actions[a].Joint != nil:
			return []part{{key: "commit", word: act}}
		case v.Response(word) != nil:
			return []part{{key: "do", word: word}}
		}
		return nil
	}
	f := sc.Find("fact", n.Do.Share)
	if f < 0 || v.Signal(sc.Facts[f].Signal) == nil {
		return nil
	}
	to := slices.DeleteFunc(sc.RolesOf(n.Do.To), func(r int) bool { return r == role })
	who := v.kindsOf(sc, to)
	if n.Do.To.Has("public") {
		who = append(who, "public")
	}
	var out []part
	for _, is := range who {
		out = append(out, part{key: "tell", tell: Tell{Who: is, What: sc.Facts[f].Signal}})
	}
	return out
}

// trigger returns a note's condition in the words of the vocabulary, as far as the scenario has them.
// A signal that the earlier version waited to be told by one kind of actor stays told by that kind.
func (v *Vocabulary) trigger(sc *scenario.Scenario, n *scenario.Note, earlier *Trigger) string {
	told := map[string]string{}
	earlier.walk(func(t *Trigger, _ bool) {
		word := ""
		switch t.Op {
		case Signal:
			word = "signal('" + t.What + "')"
		case Told:
			word = "told('" + t.Who + "', '" + t.What + "')"
		default:
			return
		}
		if was, any := told[t.What]; any && was != word {
			word = "signal('" + t.What + "')"
		}
		told[t.What] = word
	})
	out := n.When.Source
	for f := range sc.Facts {
		if s := sc.Facts[f].Signal; v.Signal(s) != nil {
			out = strings.ReplaceAll(out, "knows('"+sc.Facts[f].ID+"')", cmp.Or(told[s], "signal('"+s+"')"))
		}
	}
	return once(out)
}

// once leaves out alternatives that are there before, since several facts of a scenario can be cases
// of one signal.
func once(when string) string {
	var out []string
	for _, s := range strings.Split(when, "||") {
		if strings.Count(s, "(") != strings.Count(s, ")") {
			return when // the alternatives are inside of something
		}
		if s = strings.TrimSpace(s); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, " || ")
}
