package score

// A decision is a seat's first start of an action, or its first commitment to a joint
// one, which asked it to know something. Its latency is t_decided - t_could, from when
// that seat held what the action's needs (or its own note) ask it to know: the wait for
// facts is the senders', not the decider's. So holding back an inject cannot make a
// decision late.

// decisions calls f for each decision with its role, action, when it could be taken and
// when it was.
func (l *Ledger) decisions(f func(role, action int, could, decided stamp)) {
	take := func(role, action int, decided stamp) {
		if could := l.able(role, action); could.before(decided) {
			f(role, action, could, decided)
		}
	}
	for i := range l.deeds {
		d := &l.deeds[i]
		if d.stands() && !l.decidedBefore(i) {
			take(d.role, d.action, d.stamp)
		}
	}
	for i := range l.commits {
		c := &l.commits[i]
		if !l.committedBefore(i) {
			take(c.role, l.rounds[c.round].action, c.stamp)
		}
	}
}

// stands reports whether a deed was not taken back: what is begun and cancelled was not decided.
func (d *deed) stands() bool { return d.how != cancelled }

// decidedBefore reports whether a deed's role had begun its action before, and not cancelled it.
func (l *Ledger) decidedBefore(deed int) bool {
	for j := range deed {
		if l.deeds[j].stands() && l.deeds[j].role == l.deeds[deed].role && l.deeds[j].action == l.deeds[deed].action {
			return true
		}
	}
	return false
}

// decisionLatency is the mean over decisions of t_decided - t_could.
func decisionLatency(l *Ledger, t *Tally) {
	sum, n := 0.0, 0
	l.decisions(func(role, action int, could, decided stamp) {
		v := hours(could.at, decided.at)
		sum, n = sum+v, n+1
		t.part(l.sc.Actions[action].ID, role, none, v, could.ev, decided.ev)
	})
	t.mean(sum, n)
}
