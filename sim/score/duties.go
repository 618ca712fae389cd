package score

import (
	"tocsin/sim/scenario"
)

// Reporting clocks start with knowledge, not with an inject, and count once they
// were met or ran out: those that still run at the end say nothing yet.

// clocks calls f for each obligation that was met or ran out. left is the part of the
// time allowed that was left when it was met: below 0 for late, and for never as at the
// end of the run. The time allowed is that on the calendar: a weekend in which a clock of
// business days waits is a part of it.
func (l *Ledger) clocks(f func(obligation, role int, d *duty, left float64)) {
	for i := range l.duties {
		d := &l.duties[i]
		if !d.started.is() || !d.met.is() && !d.missed.is() {
			continue
		}
		until := l.end
		if d.met.is() {
			until = d.met.at
		}
		left := (d.due - until).Hours() / hours(d.started.at, d.due)
		f(i, l.sc.Find("role", l.sc.Obligations[i].Role), d, left)
	}
}

// verdict is the event that says whether a clock was met in time.
func (d *duty) verdict() stamp {
	if d.missed.is() {
		return d.missed
	}
	return d.met
}

// dutiesMet is met in time / clocks that were met or ran out (clock
// compliance).
func dutiesMet(l *Ledger, t *Tally) {
	met, n := 0.0, 0
	l.clocks(func(o, role int, d *duty, left float64) {
		v := 0.0
		if !d.missed.is() {
			v = 1
		}
		met, n = met+v, n+1
		t.part(l.sc.Obligations[o].ID, role, none, v, d.started.ev, d.verdict().ev)
	})
	t.mean(met, n)
}

// dutyMargin is the mean of (due - t) / window over those clocks; below 0 is late.
func dutyMargin(l *Ledger, t *Tally) {
	sum, n := 0.0, 0
	l.clocks(func(o, role int, d *duty, left float64) {
		sum, n = sum+left, n+1
		last := d.met // a clock met late has the margin of when it was met, not of when it ran out
		if !last.is() {
			last = d.missed
		}
		t.part(l.sc.Obligations[o].ID, role, none, left, d.started.ev, last.ev)
	})
	t.mean(sum, n)
}

// promptReporting is the mean of r / (r + t) over those clocks, where t is the hours from
// the start of the clock to the report and r half the time allowed, and 0 for late or
// never. It is the part of the speed score that reports make.
func promptReporting(l *Ledger, t *Tally) {
	sum, n := 0.0, 0
	l.clocks(func(o, role int, d *duty, left float64) {
		v := 0.0
		if !d.missed.is() {
			v = prompt(hours(d.started.at, d.met.at), hours(d.started.at, d.due)/2)
		}
		sum, n = sum+v, n+1
		t.part(l.sc.Obligations[o].ID, role, none, v, d.started.ev, d.verdict().ev)
	})
	t.mean(sum, n)
}

// dutyContested counts the clocks met in time whose verdict turns when they are read to
// start with the first of the facts that start them, instead of with the last: the
// reading of an authority that says "you were aware on Monday" (contested share).
func dutyContested(l *Ledger, t *Tally) {
	count, n := 0, 0
	l.clocks(func(o, role int, d *duty, left float64) {
		n++
		early := l.earliest(l.sc.Obligations[o].Starts.Root, role)
		if !early.is() || d.missed.is() {
			return
		}
		if d.met.at > early.at+d.due-d.started.at {
			count++
			t.part(l.sc.Obligations[o].ID, role, none, hours(early.at, d.started.at), early.ev, d.started.ev,
				d.met.ev)
		}
	})
	if n > 0 {
		t.set(float64(count), count)
	}
}

// earliest is when a role first knew any of the facts that a condition names.
func (l *Ledger) earliest(n *scenario.Node, me int) stamp {
	first := never
	if n == nil {
		return first
	}
	if n.Op == scenario.OpKnows {
		first, _ = l.could(n, me)
	}
	for _, arg := range n.Args {
		if t := l.earliest(arg, me); t.before(first) {
			first = t
		}
	}
	return first
}
