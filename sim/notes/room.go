package notes

import (
	"slices"

	"tocsin/sim/scenario"
)

// OfSeats binds what the seats of a scenario have filed themselves, with each seat as a separate
// organisation. The words are the scenario's: its roles are the kinds of actor, its facts the signals,
// its actions the responses. filed says which of the scenario's notes are in force.
func OfSeats(sc *scenario.Scenario, filed func(note int) bool) *Bound {
	own := *sc
	own.Facts, own.Roles = slices.Clone(sc.Facts), slices.Clone(sc.Roles)
	v := &Vocabulary{Format: 1}
	b := &Bound{Scenario: &own, Vocabulary: v, Seats: make([]*Organisation, len(sc.Roles)),
		signalled: map[string][]int{}, room: true}
	for f := range own.Facts {
		x := &own.Facts[f]
		x.Signal = x.ID
		b.signalled[x.ID] = []int{f}
		v.Signals = append(v.Signals, Word{ID: x.ID, Title: x.Title})
	}
	for r := range own.Roles {
		x := &own.Roles[r]
		x.Is = x.ID
		v.Kinds = append(v.Kinds, Word{ID: x.ID, Title: x.Title})
		b.Seats[r] = &Organisation{Format: 1, Organisation: x.Title, Is: x.ID}
	}
	for a := range own.Actions {
		x := &own.Actions[a]
		v.Responses = append(v.Responses, Response{Word: Word{ID: x.ID, Title: x.Title}, Undoes: x.Undoes})
	}
	for i := range sc.Notes {
		if filed(i) {
			b.filed(i)
		}
	}
	return b
}

// filed binds a note of the scenario. A note that says, declares or convenes is left out, as no
// other note can wait for that here.
func (b *Bound) filed(i int) {
	sc := b.Scenario
	s := &sc.Notes[i]
	r := sc.Find("role", s.Role)
	d := Deed{Within: s.Within, Public: s.Do.To.Has("public")}
	switch {
	case s.Do.Share != "":
		d.Verb, d.Ref = "tell", sc.Find("fact", s.Do.Share)
		for _, to := range sc.RolesOf(s.Do.To) {
			if to != r {
				d.To = append(d.To, to)
			}
		}
	case s.Do.Commit != "":
		d.Verb, d.Ref = "commit", sc.Find("action", s.Do.Commit)
	case s.Do.Act != "":
		d.Verb, d.Ref = "do", sc.Find("action", s.Do.Act)
		if sc.Actions[d.Ref].Joint != nil {
			d.Verb = "commit"
		}
	default:
		return
	}
	n := BoundNote{Organisation: b.Seats[r], Role: r, Deeds: []Deed{d}, own: map[*Trigger]*scenario.Node{}}
	n.Note = &Note{ID: sc.NoteName(i), When: s.When.Source, Within: s.Within, Until: s.Until, ShownTo: s.ShownTo}
	n.trigger = n.conditionOf(sc, s.When.Root)
	n.signals, n.needed, n.excludes = n.trigger.signals(), needs(n.trigger), excluded(n.trigger)
	b.Notes = append(b.Notes, n)
}

// conditionOf returns a scenario's condition as a trigger: the facts that the seat itself must know
// are signals.
func (n *BoundNote) conditionOf(sc *scenario.Scenario, node *scenario.Node) *Trigger {
	args := func(op Op) *Trigger {
		t := &Trigger{Op: op}
		for _, a := range node.Args {
			t.Args = append(t.Args, n.conditionOf(sc, a))
		}
		return t
	}
	switch node.Op {
	case scenario.OpAnd:
		return args(All)
	case scenario.OpOr:
		return args(Any)
	case scenario.OpNot:
		return args(Not)
	case scenario.OpKnows:
		if node.Role == scenario.Me || node.Role == n.Role {
			return &Trigger{Op: Signal, What: sc.Facts[node.Ref].ID}
		}
	}
	t := &Trigger{Op: Own}
	n.own[t] = node
	return t
}

// Analyse says what the notes of one scenario amount to together. It leaves out what the function
// [Analyse] reads from the vocabulary and from the files of organisations: who decides, what undoes
// what in any scenario, and what ends.
func (b *Bound) Analyse() *Analysis {
	out := &Analysis{Findings: []Finding{}, Promised: []Promised{}, Waits: []Wait{}, Missing: []Missing{}}
	out.in(b, nil)
	out.sort()
	return out
}
