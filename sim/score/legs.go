package score

// The legs of speed take the way to the first effective joint action apart: detect, then
// T_joint = escalate + share + agree + execute, which counts from the first who knew and
// which the four add up to exactly. The longest leg is the bottleneck. (After the
// observe-orient-decide-act loop of J. Boyd and the 7-1-7 target for outbreaks,
// T. R. Frieden et al., Lancet 398, 2021.)

// way is the ends of the legs; an end that never came is never.
type way struct {
	sign                                       stamp // the first sign of the incident
	known, escalated, shared, agreed, executed stamp
	// the joint action needed no sharing: they could act without the facts
	factless bool
	action   int // the joint action that it leads to, or none
}

// effective is the first round of a joint action that was done and whose action changes
// the world, or none.
func (l *Ledger) effective() int {
	best := none
	for i := range l.rounds {
		r := &l.rounds[i]
		if r.how == done && l.works[r.action] && (best == none || r.over.before(l.rounds[best].over)) {
			best = i
		}
	}
	return best
}

// signal is when anyone first knew a fact that somebody needs.
func (l *Ledger) signal() stamp {
	first := never
	for f := range l.needs {
		if t := l.dawn(f); len(l.needs[f]) > 0 && t.before(first) {
			first = t
		}
	}
	return first
}

// legs finds the ends of the legs. The incident shows its first sign at STARTEX, or, if
// all systems are well then, when the first one is not.
func (l *Ledger) legs() way {
	w := way{sign: l.startex, known: l.signal(), escalated: never, shared: never, agreed: never, executed: never,
		action: none}
	if !l.unwell && len(l.changes) > 0 {
		w.sign = l.changes[0].stamp
		if w.known.before(w.sign) {
			w.sign = w.known
		}
	}
	if !w.known.is() {
		return w
	}
	w.escalated = l.outward(w.known)
	round := l.effective()
	if round != none {
		w.action = l.rounds[round].action
		w.shared = l.quorate(w.action)
		w.agreed, w.executed = l.rounds[round].begun, l.rounds[round].over
	} else {
		for a := range l.sc.Actions {
			if l.sc.Actions[a].Joint == nil || !l.works[a] || !l.asksToKnow(a) {
				continue
			}
			if t := l.quorate(a); t.before(w.shared) {
				w.shared, w.action = t, a
			}
		}
	}
	// Each leg ends no earlier than it begins, and none after the joint action began.
	if w.agreed.is() && (!l.asksToKnow(w.action) || !w.shared.is()) {
		w.shared, w.factless = w.escalated, true
	}
	from := w.known.at
	for _, t := range []*stamp{&w.escalated, &w.shared} {
		if t.is() {
			t.at = max(t.at, from)
			if w.agreed.is() {
				t.at = min(t.at, w.agreed.at)
			}
			from = t.at
		}
	}
	return w
}

// outward is the first step outside the organisation after a time: telling another seat
// or the public a fact that is needed, convening a venue, or proposing a joint action.
func (l *Ledger) outward(from stamp) stamp {
	first := never
	take := func(t stamp) {
		if from.before(t) && t.before(first) {
			first = t
		}
	}
	for i := range l.messages {
		if m := &l.messages[i]; m.fact >= 0 && len(l.needs[m.fact]) > 0 {
			take(m.stamp)
		}
	}
	for _, t := range l.convened {
		take(t)
	}
	for i := range l.rounds {
		take(l.rounds[i].stamp)
	}
	return first
}

func leg(t *Tally, from, to stamp) {
	if from.is() && to.is() {
		t.set(hours(from.at, to.at), 1)
		t.cite(from.ev, to.ev)
	}
}

// legDetect is t_known - t_sign: from the first sign of the incident to the first seat
// that knew a fact which somebody needs.
func legDetect(l *Ledger, t *Tally) {
	w := l.legs()
	leg(t, w.sign, w.known)
}

// legEscalate is t_escalated - t_known: until any seat first took it outside its organisation.
func legEscalate(l *Ledger, t *Tally) {
	w := l.legs()
	leg(t, w.known, w.escalated)
}

// legShare is t_shared - t_escalated: until enough seats for the joint action, with
// those who must be among them, knew what it needs. Nothing where it needs no fact.
func legShare(l *Ledger, t *Tally) {
	if w := l.legs(); !w.factless {
		leg(t, w.escalated, w.shared)
	}
}

// legAgree is t_begun - t_shared: until enough of them had committed.
func legAgree(l *Ledger, t *Tally) {
	w := l.legs()
	leg(t, w.shared, w.agreed)
}

// legExecute is t_done - t_begun: setting up and carrying out.
func legExecute(l *Ledger, t *Tally) {
	w := l.legs()
	leg(t, w.agreed, w.executed)
}

// jointTime is T_joint = t_done - t_known, the denominator of the pace of relevance.
func jointTime(l *Ledger, t *Tally) {
	w := l.legs()
	leg(t, w.known, w.executed)
}
