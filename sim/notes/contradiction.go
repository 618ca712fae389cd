package notes

import (
	"fmt"
	"slices"

	"tocsin/sim/scenario"
)

// opposed finds pairs of notes that one trigger can set off and whose responses undo each other,
// or whose statements to the public contradict each other, in any scenario.
func opposed(v *Vocabulary, registry []*Organisation) []Finding {
	var out []Finding
	eachPair(registry, func(o *Organisation, n *Note, other *Organisation, m *Note) {
		for _, a := range n.Do {
			for _, b := range m.Do {
				if x, y := v.Response(a), v.Response(b); x.Undoes.Has(b) || y.Undoes.Has(a) {
					out = append(out, contradiction("", o, n, other, m,
						fmt.Sprintf("“%s” and “%s” undo each other", x.Title, y.Title)))
				}
			}
		}
		for _, a := range n.Tell {
			for _, b := range m.Tell {
				if a.Who == "public" && b.Who == "public" && a.What == b.What && a.Says != "" && b.Says != "" &&
					a.Says != b.Says {
					out = append(out, contradiction("", o, n, other, m, fmt.Sprintf(
						"of “%s” one is to %s and the other to %s in public", title(v.Signal(a.What), a.What),
						line[a.Says], line[b.Says])))
				}
			}
		}
	})
	return out
}

var line = map[string]string{"confirm": "confirm it", "deny": "deny it", "nothing_yet": "say nothing yet"}

func contradiction(in string, o *Organisation, n *Note, other *Organisation, m *Note, what string) Finding {
	f := Finding{Kind: Contradiction, Scenario: in, Notes: []Ref{{o.Organisation, n.ID}, {other.Organisation, m.ID}},
		Seats: []string{o.Organisation}}
	if other != o {
		f.Seats = append(f.Seats, other.Organisation)
	}
	f.What = fmt.Sprintf("One trigger can set off “%s” of %s and “%s” of %s: %s", n.ID, o.Organisation, m.ID,
		other.Organisation, what)
	f.Do = "Agree which of the two is done, or let one wait for the other to end"
	return f
}

// eachPair visits each pair of different notes that one trigger can set off.
func eachPair(registry []*Organisation, visit func(*Organisation, *Note, *Organisation, *Note)) {
	for i, o := range registry {
		for k := range o.Notes {
			n := &o.Notes[k]
			for j := i; j < len(registry); j++ {
				from := 0
				if j == i {
					from = k + 1
				}
				for l := from; l < len(registry[j].Notes); l++ {
					if m := &registry[j].Notes[l]; together(n, m) {
						visit(o, n, registry[j], m)
					}
				}
			}
		}
	}
}

// together reports whether one trigger can set off two notes: both wait for a common signal, and
// neither excludes a signal that the other needs.
func together(a, b *Note) bool {
	return meet(a.signals, b.signals) && !meet(a.excludes, b.needed) && !meet(b.excludes, a.needed)
}

func meet(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// excluded returns the signals under a "not": those that can keep a trigger from holding.
func excluded(t *Trigger) []string {
	var out []string
	t.walk(func(t *Trigger, held bool) {
		if !held && (t.Op == Signal || t.Op == Told) {
			out = append(out, t.What)
		}
	})
	return out
}

// needs returns the signals without which a trigger cannot hold.
func needs(t *Trigger) []string {
	switch t.Op {
	case Signal, Told:
		return []string{t.What}
	case All:
		return append(needs(t.Args[0]), needs(t.Args[1])...)
	case Any:
		other := needs(t.Args[1])
		return slices.DeleteFunc(needs(t.Args[0]), func(s string) bool { return !slices.Contains(other, s) })
	}
	return nil
}

// opposedHere finds pairs of notes that one trigger can set off and whose actions in this
// scenario undo each other, or put one system into two states.
func (b *Bound) opposedHere() []Finding {
	var out []Finding
	for i := range b.Notes {
		for k := i + 1; k < len(b.Notes); k++ {
			n, m := &b.Notes[i], &b.Notes[k]
			if !together(n.Note, m.Note) {
				continue
			}
			for _, d := range n.Deeds {
				for _, e := range m.Deeds {
					if what := b.clash(d, e); what != "" {
						out = append(out, contradiction(b.Scenario.Title, n.Organisation, n.Note, m.Organisation,
							m.Note, what))
					}
				}
			}
		}
	}
	return out
}

// clash says how two deeds contradict each other; empty if they do not. What opposed finds is left
// out.
func (b *Bound) clash(d, e Deed) string {
	if d.Verb == "tell" || e.Verb == "tell" || d.Ref == e.Ref {
		return ""
	}
	sc := b.Scenario
	x, y := &sc.Actions[d.Ref], &sc.Actions[e.Ref]
	if r, s := b.Vocabulary.Response(x.Response), b.Vocabulary.Response(y.Response); r != nil && s != nil &&
		(r.Undoes.Has(s.ID) || s.Undoes.Has(r.ID)) {
		return "" // opposed finds that
	}
	if x.Undoes.Has(y.ID) || y.Undoes.Has(x.ID) {
		return fmt.Sprintf("“%s” and “%s” undo each other", x.Title, y.Title)
	}
	for _, p := range x.Effects {
		for _, q := range y.Effects {
			if p.Becomes == "" || q.Becomes == "" || p.Becomes == q.Becomes {
				continue
			}
			if i := slices.IndexFunc(sc.Systems, func(s scenario.System) bool {
				return p.System.Has(s.ID) && q.System.Has(s.ID)
			}); i >= 0 {
				return fmt.Sprintf("“%s” makes “%s” %s, and “%s” makes it %s", x.Title, sc.Systems[i].Title,
					p.Becomes,
					y.Title, q.Becomes)
			}
		}
	}
	return ""
}
