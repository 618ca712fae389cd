package score

// A joint action is possible from when all that its needs ask to know was known to
// somebody, though perhaps to nobody who could act: from then on only coordination was
// lacking. It counts as an opportunity if it was done, or if from then on there was time
// for it before the end of the run: the time within which commitments must come, or a
// twentieth of the scenario's length.

// opportunities calls f for each of them: since when it was possible, and when it was
// first done, or never.
func (l *Ledger) opportunities(f func(action int, since, over stamp)) {
	for a := range l.sc.Actions {
		j := l.sc.Actions[a].Joint
		if j == nil {
			continue
		}
		over := never
		for i := range l.rounds {
			if r := &l.rounds[i]; r.action == a && r.how == done && !over.is() {
				over = r.over
			}
		}
		since, ok := l.possible(a)
		switch {
		case over.is() && !ok:
			f(a, over, over) // done without the facts that it asks for
		case over.is(), ok && hours(since.at, l.end) >= l.within(j.Within):
			f(a, since, over)
		}
	}
}

// jointYield is done / opportunities (joint-action yield), each joint action by what its
// absence costs in the frictionless run: see [JointWeights]. The parts give
// the hours from when each was possible until it was done, or the end.
func jointYield(l *Ledger, t *Tally) {
	var all weighed
	l.opportunities(func(a int, since, over stamp) {
		until, why, v := l.end, "never done", 0.0
		if over.is() {
			until, why, v = over.at, "", 1
		}
		all.add(l, a, v)
		t.part(l.sc.Actions[a].ID, none, none, hours(since.at, until), since.ev, over.ev)
		t.remark(why, unset)
	})
	all.set(t)
}

// promptJoining is the mean over opportunities of r / (r + t), where t is the hours from
// when the joint action was possible to when it was done, and r the time within which
// its commitments must come, or a twentieth of the scenario's length; 0 for never. It is
// the part of the speed score that joint action makes. Joint actions weigh as in joint.yield.
func promptJoining(l *Ledger, t *Tally) {
	var all weighed
	l.opportunities(func(a int, since, over stamp) {
		v := 0.0
		if over.is() {
			v = prompt(hours(since.at, over.at), l.within(l.sc.Actions[a].Joint.Within))
		}
		all.add(l, a, v)
		t.part(l.sc.Actions[a].ID, none, none, v, since.ev, over.ev)
	})
	all.set(t)
}

// commitLatency is the mean over rounds that began of t_begun - t_proposed, the last
// commitment needed less the first.
func commitLatency(l *Ledger, t *Tally) {
	sum, n := 0.0, 0
	for i := range l.rounds {
		r := &l.rounds[i]
		if !r.begun.is() {
			continue
		}
		v := hours(r.at, r.begun.at)
		sum, n = sum+v, n+1
		t.part(l.sc.Actions[r.action].ID, none, none, v, r.ev, r.begun.ev)
	}
	t.mean(sum, n)
}

// simultaneity is the mean, over joint actions that at least two seats ever committed
// to, of max - min of their first commitments, in whatever round: how far apart they
// were ready.
func simultaneity(l *Ledger, t *Tally) {
	sum, n := 0.0, 0
	for a := range l.sc.Actions {
		if l.sc.Actions[a].Joint == nil {
			continue
		}
		first, last, seats := never, never, 0
		for i := range l.commits {
			c := &l.commits[i]
			if l.rounds[c.round].action != a || l.committedBefore(i) {
				continue
			}
			if !first.is() {
				first = c.stamp
			}
			last = c.stamp
			seats++
		}
		if seats < 2 {
			continue
		}
		v := hours(first.at, last.at)
		sum, n = sum+v, n+1
		t.part(l.sc.Actions[a].ID, none, none, v, first.ev, last.ev)
	}
	t.mean(sum, n)
}

// committedBefore reports whether a commitment's role had committed to its action before.
func (l *Ledger) committedBefore(commit int) bool {
	c := &l.commits[commit]
	for j := range commit {
		if l.commits[j].role == c.role && l.rounds[l.commits[j].round].action == l.rounds[c.round].action {
			return true
		}
	}
	return false
}

// lapses counts rounds in which a joint action lapsed or was let go. Each part says why:
// too few knew what it needs by then; one who had committed withdrew; or they knew and
// did not commit.
func lapses(l *Ledger, t *Tally) {
	count := 0
	for i := range l.rounds {
		r := &l.rounds[i]
		if r.how != lapsed && r.how != withdrawn {
			continue
		}
		count++
		if !t.keep {
			continue
		}
		why := "enough knew and did not commit"
		if q := l.quorate(r.action); !q.is() || q.at > r.over.at {
			why = "too few knew what it needs"
		}
		for j := range l.commits {
			if c := &l.commits[j]; c.round == i && c.withdrawn.is() {
				why = "a commitment was withdrawn"
			}
		}
		t.part(l.sc.Actions[r.action].ID, none, none, hours(r.at, r.over.at), r.ev, r.over.ev)
		t.remark(why, unset)
	}
	if len(l.rounds) > 0 {
		t.set(float64(count), count)
	}
}
