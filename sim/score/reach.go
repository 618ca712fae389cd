package score

import (
	"math"
	"slices"
)

// reached is Σ known and needed / Σ needed over the facts in play: reach at the end of
// the run. The first to know counts where it needs the fact. The parts give the hours
// from the first who knew it, nil for never.
func reached(l *Ledger, t *Tally) {
	had, need := 0, 0
	for f := range l.needs {
		first := l.dawn(f)
		if !first.is() {
			continue
		}
		for _, r := range l.needs[f] {
			if l.excused(r, f) {
				continue
			}
			told := l.knows(r, f).stamp
			need++
			if told.is() {
				had++
			}
			t.part(l.sc.Facts[f].ID, r, none, orUnset(told, hours(l.there(first, r).at, told.at)), told.ev)
		}
	}
	t.mean(float64(had), need)
}

// needing are the seats that need a fact and are not excused.
func (l *Ledger) needing(fact int) []int {
	for i, r := range l.needs[fact] {
		if l.excused(r, fact) {
			out := slices.Clone(l.needs[fact][:i])
			for _, r := range l.needs[fact][i+1:] {
				if !l.excused(r, fact) {
					out = append(out, r)
				}
			}
			return out
		}
	}
	return l.needs[fact]
}

// halfReached is T50: the mean over facts in play of the hours from the first who knew
// until at least half of those who need the fact had it, to the end where they never had.
func halfReached(l *Ledger, t *Tally) { l.quantile(t, 0.5) }

// mostReached is T90: the same for nine in ten.
func mostReached(l *Ledger, t *Tally) { l.quantile(t, 0.9) }

func (l *Ledger) quantile(t *Tally, q float64) {
	sum, n := 0.0, 0
	for f := range l.needs {
		first := l.dawn(f)
		need := l.needing(f)
		if !first.is() || len(need) == 0 {
			continue
		}
		// The k-th told is the one before whom fewer than k were told.
		k := int(math.Ceil(q * float64(len(need))))
		when := never
		for _, r := range need {
			x := l.knows(r, f).stamp
			if !x.is() {
				continue
			}
			before := 0
			for _, s := range need {
				if y := l.knows(s, f).stamp; y.before(x) {
					before++
				}
			}
			if before == k-1 {
				when = x
			}
		}
		after := hours(first.at, l.end)
		if when.is() {
			after = hours(first.at, when.at)
		}
		sum, n = sum+after, n+1
		t.part(l.sc.Facts[f].ID, none, l.first[f], orUnset(when, after), first.ev, when.ev)
	}
	t.mean(sum, n)
}

// blind is the hours for which those who need a fact did not have it, as the mean of
// them, and the hours since it was first known: ∫(1 - reach(t))dt and ∫dt. The first is
// never more than the second, as it could be by rounding.
func (l *Ledger) blind(fact int) (without, of float64) {
	first, need := l.dawn(fact), l.needing(fact)
	if !first.is() || len(need) == 0 {
		return 0, 0
	}
	for _, r := range need {
		until := l.end
		if told := l.knows(r, fact); told.is() {
			until = told.at
		}
		without += hours(l.there(first, r).at, until)
	}
	of = hours(first.at, l.end)
	return min(without/float64(len(need)), of), of
}

// blindness is Σ ∫(1 - reach(t))dt over the facts in play, from when each was first
// known to the end of the run. Each fact weighs the same.
func blindness(l *Ledger, t *Tally) {
	sum, n := 0.0, 0
	for f := range l.needs {
		without, _ := l.blind(f)
		if !l.dawn(f).is() || len(l.needing(f)) == 0 {
			continue
		}
		sum, n = sum+without, n+1
		l.blindPart(t, f, without)
	}
	if n > 0 {
		t.set(sum, n)
	}
}

func (l *Ledger) blindPart(t *Tally, f int, v float64) {
	t.part(l.sc.Facts[f].ID, none, l.first[f], v, l.dawn(f).ev)
	for _, r := range l.needing(f) {
		t.cite(l.knows(r, f).ev)
	}
}

// sight is 1 - Σ∫(1 - reach)dt / Σ∫dt, blindness as a part of the time for which it
// could have been: 1 where every fact in play was where it is needed from the first.
func sight(l *Ledger, t *Tally) {
	without, of, n := 0.0, 0.0, 0
	for f := range l.needs {
		w, o := l.blind(f)
		if o == 0 {
			continue
		}
		without, of, n = without+w, of+o, n+1
		l.blindPart(t, f, 1-w/o)
	}
	t.set(1-without/of, n) // without such a fact this is not a number, and so there is no value
}
