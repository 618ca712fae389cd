package score

import "tocsin/sim/engine"

// firstToTell is facts told to the public by a seat before they leaked / facts that
// became public at all, by a seat or by a leak: whether the public heard it from those
// who meant to tell it.
func firstToTell(l *Ledger, t *Tally) {
	told, all := 0.0, 0
	for f := range l.sc.Facts {
		said, leaked := never, never
		for i := range l.messages {
			if m := &l.messages[i]; m.fact == f && m.to == engine.Public && !said.is() {
				said = m.stamp
			}
		}
		for i := range l.leaks {
			if l.leaks[i].fact == f { // a fact leaks once
				leaked = l.leaks[i].stamp
			}
		}
		switch {
		case said.before(leaked):
			told, all = told+1, all+1
			t.part(l.sc.Facts[f].ID, none, none, 1, said.ev)
		case leaked.is():
			all++
			t.part(l.sc.Facts[f].ID, none, none, 0, leaked.ev)
		}
	}
	t.mean(told, all)
}

// markBreaches counts how often facts were shared wider than their handling mark (TLP).
func markBreaches(l *Ledger, t *Tally) {
	for i := range l.breaches {
		b := &l.breaches[i]
		t.part(l.sc.Facts[b.fact].ID, b.role, b.to, 1, b.ev)
	}
	if len(l.messages) > 0 {
		t.set(float64(len(l.breaches)), len(l.breaches))
	}
}
