package score

// duplicates counts actions begun while another seat was doing the same or after another had
// done it (duplication). Each part names the seat that came second and the one that was first.
func duplicates(l *Ledger, t *Tally) {
	count := 0
	for i := range l.deeds {
		if first := l.duplicateOf(i); first != none {
			count++
			d := &l.deeds[i]
			t.part(l.sc.Actions[d.action].ID, d.role, l.deeds[first].role, 1, l.deeds[first].ev, d.ev)
		}
	}
	if len(l.deeds) > 0 {
		t.set(float64(count), count)
	}
}

// duplicateOf is the deed of another seat that a deed repeats, or none.
func (l *Ledger) duplicateOf(i int) int {
	d := &l.deeds[i]
	for j := range i {
		o := &l.deeds[j]
		if o.action == d.action && o.role != d.role && (d.before(o.over) || o.how == done) {
			return j
		}
	}
	return none
}

// contradictions counts actions and joint commitments taken although they undo another
// that is under way or done.
func contradictions(l *Ledger, t *Tally) {
	for i := range l.clashes {
		c := &l.clashes[i]
		t.part(l.sc.Actions[c.action].ID, c.role, none, 1, c.ev)
		t.remark("against "+l.sc.Actions[c.other].ID, unset)
	}
	if len(l.deeds)+len(l.commits) > 0 {
		t.set(float64(len(l.clashes)), len(l.clashes))
	}
}

// consistency is 1 - (duplicates + contradictions) / (actions begun + commitments), not
// below 0.
func consistency(l *Ledger, t *Tally) {
	acts := len(l.deeds) + len(l.commits)
	bad := len(l.clashes)
	for i := range l.deeds {
		t.cite(l.deeds[i].ev)
		if first := l.duplicateOf(i); first != none {
			bad++
		}
	}
	for i := range l.commits {
		t.cite(l.commits[i].ev)
	}
	for i := range l.clashes {
		t.cite(l.clashes[i].ev)
	}
	if acts > 0 {
		t.set(max(0, 1-float64(bad)/float64(acts)), acts)
	}
}
