package score

// withheld counts pairs of a fact and a seat that needed it and got it later than the
// fact's target (within) after the first who knew, or never: what should have been
// shared. Without a target only never counts. Each part names the fact, the seat
// that needed it (role), the seat that held it first (other), the hours for which it
// went without, and the harm done meanwhile; why says whether the holder was silent, told
// late, or told in time by a way that was slow, or the seat learned it otherwise.
func withheld(l *Ledger, t *Tally) {
	count := 0
	l.pairs(func(fact, role int, first, told stamp, after float64) {
		target := l.sc.Facts[fact].Within.Hours()
		if after < target || told.is() && (target == 0 || after == target) {
			return
		}
		count++
		if !t.keep {
			return
		}
		why, sent := "never told", l.sentBy(fact, role)
		switch {
		case sent.is() && hours(first.at, sent.at) <= target:
			why = "told in time, by a slow way"
		case sent.is():
			why = "told late"
		case told.is():
			why = "not told; it learned otherwise"
		}
		t.part(l.sc.Facts[fact].ID, role, l.first[fact], after, first.ev, told.ev, sent.ev)
		t.remark(why, l.harmBetween(fact, role))
	})
	if l.inPlay() {
		t.set(float64(count), count)
	}
}

// timely is pairs in time / pairs, the complement of [withheld] as a share. The parts
// give the hours that each took, nil for never. A pair whose target has not passed by the
// end says nothing yet.
func timely(l *Ledger, t *Tally) {
	good, n := 0.0, 0
	l.pairs(func(fact, role int, first, told stamp, after float64) {
		target := l.sc.Facts[fact].Within.Hours()
		if !told.is() && after < target {
			return
		}
		if told.is() && (target == 0 || after <= target) {
			good++
		}
		n++
		t.part(l.sc.Facts[fact].ID, role, l.first[fact], orUnset(told, after), first.ev, told.ev)
	})
	t.mean(good, n)
}

// inPlay reports whether any fact is in play.
func (l *Ledger) inPlay() bool { return l.signal().is() }

// sentBy is when the seat that first knew a fact sent it to another.
func (l *Ledger) sentBy(fact, to int) stamp {
	for i := range l.messages {
		if m := &l.messages[i]; m.fact == fact && m.to == to && m.from == l.first[fact] {
			return m.stamp
		}
	}
	return never
}

// harmBetween is the harm done from when a fact was first known until a seat had it, or
// until the end.
func (l *Ledger) harmBetween(fact, role int) float64 {
	from := l.knows(l.first[fact], fact).harm
	if k := l.knows(role, fact); k.is() {
		return k.harm - from
	}
	return l.harm - from
}

// redundant counts messages that bring a fact to a seat which knew it when they were
// sent: work for the reader and news to nobody.
func redundant(l *Ledger, t *Tally) {
	count := 0
	for i := range l.messages {
		m := &l.messages[i]
		if m.fact < 0 || m.to < 0 {
			continue
		}
		if k := l.knows(m.to, m.fact); k.before(m.stamp) {
			count++
			t.part(l.sc.Facts[m.fact].ID, m.to, m.from, 1, m.ev)
		}
	}
	if len(l.messages) > 0 {
		t.set(float64(count), count)
	}
}
