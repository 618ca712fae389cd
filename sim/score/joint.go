package score

import (
	"cmp"
	"slices"
)

// A joint action is possible from when all that its needs ask to know was known to
// somebody, though perhaps to nobody who could act: from then on only coordination was
// lacking. It counts as an opportunity if it was done, in this run or in the frictionless one,
// or if there was time for it from when it was possible there to the end of the run: the time
// within which commitments must come, or a twentieth of the scenario's length.

// opportunities calls f for each of them: since when it was possible in the frictionless run,
// and when it was first done in this one, or never.
func (l *Ledger) opportunities(f func(action int, since, over stamp)) {
	base := l.base()
	for a := range l.sc.Actions {
		j := l.sc.Actions[a].Joint
		if j == nil || len(l.by[a]) == 0 {
			continue
		}
		over := l.firstDone(a)
		since, ok := base.possible(a)
		if !ok {
			since = over // done without the facts that it asks for
		}
		if over.is() || base.firstDone(a).is() || ok && hours(since.at, l.end) >= l.within(j.Within) {
			f(a, since, over)
		}
	}
}

// sinceHere is the event by which a joint action was possible in this run, or none.
func (l *Ledger) sinceHere(action int) int {
	at, _ := l.possible(action)
	return at.ev
}

// firstDone is when a joint action was first done, or never.
func (l *Ledger) firstDone(action int) stamp {
	for i := range l.rounds {
		if r := &l.rounds[i]; r.action == action && r.how == done {
			return r.over
		}
	}
	return never
}

// jointYield is done / opportunities (joint-action yield), each joint action by what its
// absence costs in the frictionless run: see [Weights]. The parts give
// the hours from when each was possible until it was done, or the end.
func jointYield(l *Ledger, t *Tally) {
	var all weighed
	l.opportunities(func(a int, since, over stamp) {
		until, why, v := l.end, "never done", 0.0
		if over.is() {
			until, why, v = over.at, "", 1
		}
		all.add(l, a, v, 1)
		t.part(l.sc.Actions[a].ID, none, none, hours(since.at, until), l.sinceHere(a), over.ev)
		t.weigh(l.weighs(a))
		t.remark(why, unset)
		t.from(since)
	})
	all.set(t)
}

// promptJoining is the mean over opportunities, and in each over the seats that it takes, of
// r / (r + t): t is the hours until the seat first committed, from when it did so in the
// frictionless run (or it was begun there, or was possible), and r the time within which
// commitments must come, or a twentieth of the scenario's length; 0 for never. The seats are
// those who must take part and, of the others, the soonest. A commitment that lapsed because
// others did not come counts; one that was withdrawn does not. It is the part of the speed
// score that joint action makes. Joint actions weigh as in joint.yield.
func promptJoining(l *Ledger, t *Tally) {
	var all weighed
	l.opportunities(func(a int, since, over stamp) {
		j := l.sc.Actions[a].Joint
		type seat struct {
			role  int
			v     float64
			since stamp
			did   stamp
		}
		var must, others []seat
		for _, r := range l.by[a] {
			s := seat{role: r, since: l.calledToJoin(a, r, since), did: l.joinedIn(a, r)}
			if s.did.is() {
				s.v = prompt(hours(s.since.at, s.did.at), l.within(j.Within))
			}
			if slices.Contains(l.must[a], r) {
				must = append(must, s)
			} else {
				others = append(others, s)
			}
		}
		slices.SortStableFunc(others, func(x, y seat) int { return cmp.Compare(y.v, x.v) })
		sum := 0
		for _, s := range must {
			sum += j.Part(l.sc.Roles[s.role].ID)
		}
		for _, s := range others {
			if sum >= j.Quorum {
				break
			}
			sum += j.Part(l.sc.Roles[s.role].ID)
			must = append(must, s)
		}
		for _, s := range must {
			all.add(l, a, s.v, 1/float64(len(must)))
			t.part(l.sc.Actions[a].ID, s.role, none, s.v, l.sinceHere(a), s.did.ev)
			t.weigh(l.weighs(a) / float64(len(must)))
			t.from(s.since)
		}
	})
	all.set(t)
}

// calledToJoin is from when a seat's delay in committing counts.
func (l *Ledger) calledToJoin(action, role int, since stamp) stamp {
	if l.ref == nil {
		return since
	}
	if c := l.ref.joinedIn(action, role); c.is() {
		return c
	}
	for i := range l.ref.rounds {
		if r := &l.ref.rounds[i]; r.action == action && r.begun.is() {
			return r.begun
		}
	}
	return since
}

// joinedIn is a role's first commitment to a joint action that it did not withdraw, or never.
func (l *Ledger) joinedIn(action, role int) stamp {
	for i := range l.commits {
		if c := &l.commits[i]; c.role == role && l.rounds[c.round].action == action && !c.withdrawn.is() {
			return c.stamp
		}
	}
	return never
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
// too few seats knew the facts that it needs by then; one who had committed withdrew; or they knew and
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
		why := "enough seats knew the facts that it needs and did not commit"
		if r.over.before(l.quorate(r.action)) {
			why = "too few seats knew the facts that it needs"
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
