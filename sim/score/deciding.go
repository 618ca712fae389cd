package score

import "slices"

// promptDeciding is the mean of r / (r + t) over the actions of seats' own that the
// frictionless run did: t is the hours to when the seat began it (or another seat, where it is
// done once) without taking it back, from when it did so there or, if that was later, had the facts for it here, 0 for
// sooner; r is a twentieth of the scenario's length; never is 0. To wait for facts is the
// senders' delay, and counts in speed.sharing. Joint actions count in speed.joining, reports in act.order, and what
// does harm in the frictionless run counts nowhere. It is the part of the speed score that
// deciding makes.
func promptDeciding(l *Ledger, t *Tally) {
	if l.ref == nil {
		seatDeciding(l, t)
		return
	}
	sum, n := 0.0, 0
	for i := range l.ref.deeds {
		d := &l.ref.deeds[i]
		if l.ref.decidedBefore(i) || l.weighs(d.action) < 0 || l.reports(d.role, d.action) {
			continue
		}
		did := never
		for k := range l.deeds {
			if o := &l.deeds[k]; o.stands() && o.action == d.action &&
				(o.role == d.role || l.sc.Actions[o.action].Once) {
				did = o.stamp
				break
			}
		}
		since, v := d.stamp, 0.0
		could := l.able(d.role, d.action)
		if could.at > since.at {
			since = could
		}
		switch {
		case did.is():
			v = prompt(hours(since.at, did.at), l.usual())
		case hours(d.at, l.end) < l.usual():
			continue // it says nothing yet
		}
		sum, n = sum+v, n+1
		t.part(l.sc.Actions[d.action].ID, d.role, none, v, could.ev, did.ev)
		t.from(since)
	}
	t.mean(sum, n)
}

// reports reports whether an action meets an obligation of a role.
func (l *Ledger) reports(role, action int) bool {
	return slices.ContainsFunc(l.duty, func(d [2]int) bool { return d[0] == role && d[1] == action })
}

// seatDeciding is the mean over decisions of r / (r + t), from when each seat could decide in
// this run: 1 for at once, a half after r, a twentieth of the scenario's length; and 0 for an
// action that one of the seat's notes called for and that was never done.
func seatDeciding(l *Ledger, t *Tally) {
	sum, n := 0.0, 0
	l.decisions(func(role, action int, could, decided stamp) {
		v := prompt(hours(could.at, decided.at), l.usual())
		sum, n = sum+v, n+1
		t.part(l.sc.Actions[action].ID, role, none, v, could.ev, decided.ev)
	})
	l.undecided(func(role, action int, called stamp) {
		n++
		t.part(l.sc.Actions[action].ID, role, none, 0, called.ev)
		t.remark("called for and never done", unset)
	})
	t.mean(sum, n)
}
