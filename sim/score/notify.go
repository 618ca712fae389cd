package score

// Facts in play are those that a seat needs, that are no decoy, and that anyone came to
// know. A pair is such a fact and a seat that needs it and was not the first to know it.
// The clock of a pair runs from the first who knew the fact, at any seat; one that never
// ended counts up to the end of the run, which makes silence no better than delay.

// pairs calls f for every fact in play and each seat that needed to be told it: first
// and told are when the fact was first known and when the seat had it, or never; after
// is the hours between, up to the end of the run.
func (l *Ledger) pairs(f func(fact, role int, first, told stamp, after float64)) {
	for fact := range l.needs {
		first := l.dawn(fact)
		if !first.is() {
			continue
		}
		for _, role := range l.needs[fact] {
			if role == l.first[fact] || l.excused(role, fact) {
				continue
			}
			told := l.knows(role, fact).stamp
			until := l.end
			if told.is() {
				until = told.at
			}
			from := l.there(first, role)
			f(fact, role, from, told, hours(from.at, until))
		}
	}
}

// notify is the mean over all pairs of t_told - t_first (time to notify),
// those never told counted to the end. The parts give each pair, nil for never.
func notify(l *Ledger, t *Tally) {
	sum, n := 0.0, 0
	l.pairs(func(fact, role int, first, told stamp, after float64) {
		sum, n = sum+after, n+1
		t.part(l.sc.Facts[fact].ID, role, l.first[fact], orUnset(told, after), first.ev, told.ev)
	})
	t.mean(sum, n)
}

// orUnset is a value, or unset where what ends it never came.
func orUnset(end stamp, v float64) float64 {
	if !end.is() {
		return unset
	}
	return v
}

// prompt turns a delay into 0 to 1: a half at the target.
func prompt(after, target float64) float64 {
	if after <= 0 {
		return 1
	}
	return target / (target + after)
}
