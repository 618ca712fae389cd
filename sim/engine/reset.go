package engine

// sized gives a slice of n zero values, reusing the old one.
func sized[T any](s []T, n int) []T {
	switch {
	case n == 0: // as most are in most scenarios
		return s[:0]
	case cap(s) < n:
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

func filled[T any](s []T, n int, v T) []T {
	s = sized(s, n)
	for i := range s {
		s[i] = v
	}
	return s
}

// Reset begins another run, reusing the memory of the last. A model that a run has drawn is
// taken as it was written: the new run draws for itself.
func (e *Engine) Reset(m *Model, seed uint64, setup Setup) {
	m, last := m.Written(), e.m
	e.base, e.prep = m, e.prep[:0]
	e.seed, e.key, e.setup = seed, mix(seed), setup
	e.started, e.ended, e.err = false, false, nil
	if m.asWritten.Varies() {
		e.drawn = m.drawWorld(e.key, e.drawn)
		own, err := e.world(m, e.drawn, last)
		if err != nil {
			e.err, own = err, m
		}
		m = own
	} else {
		e.drawn = e.drawn[:0]
	}
	e.m = m
	e.now, e.horizon = 0, Time(m.Scenario.Length)
	e.total, e.instant, e.instantAt, e.latelyAt = 0, 0, -1, 0
	e.told, e.said, e.asked = 0, 0, false
	e.joinedOf = Nobody
	if setup.Limits.Instant == 0 {
		e.setup.Limits.Instant = m.Limits.Instant
	}
	if setup.Limits.Total == 0 {
		e.setup.Limits.Total = m.Limits.Total
	}
	if setup.Limits.Deliveries == 0 {
		e.setup.Limits.Deliveries = m.Limits.Deliveries
	}
	e.resetWorld(m)
	e.resetSeats(m)
	e.resetTriggers(m)
}

// resetWorld empties the queue and sets gauges, systems, facts and links to their start.
func (e *Engine) resetWorld(m *Model) {
	systems, facts, roles := len(m.Scenario.Systems), len(m.Scenario.Facts), len(m.Scenario.Roles)
	e.q.reset(m.fixed)
	e.bodies, e.free = e.bodies[:0], e.free[:0]
	e.gauges = sized(e.gauges, len(m.gauges))
	for i := range m.gauges {
		e.gauges[i] = m.gauges[i].start
		e.gauges[i].level = m.gauges[i].levelOf(m.gauges[i].start.v0)
	}
	e.rates = sized(e.rates, len(m.rates))
	e.resetSensors(m)
	e.running = append(e.running[:0], m.startRuns...)
	e.state = append(e.state[:0], m.startState...)
	e.counts = sized(e.counts, systems)
	e.failed = m.startFailed
	e.seen = append(e.seen[:0], m.startSeen...)
	e.seenAt = sized(e.seenAt, len(m.watches()))
	e.stateAt = sized(e.stateAt, systems)
	e.notices = sized(e.notices, len(m.watches()))
	e.noticed = sized(e.noticed, len(m.watches()))
	e.links, e.altered = m.startLinks, false
	e.knownAt = filled(e.knownAt, facts*roles, -1)
	e.unaided = sized(e.unaided, facts*roles)
	e.aware = sized(e.aware, facts)
	e.leak = filled(e.leak, facts, leakState{factor: 1})
	e.contactFixed = sized(e.contactFixed, len(m.contacts))
}

// resetSeats forgets what seats have done, said and prepared.
func (e *Engine) resetSeats(m *Model) {
	sc := m.Scenario
	roles, actions := len(sc.Roles), len(sc.Actions)
	e.resetTable(sc)
	e.channels, e.blocked = e.channels[:0], e.blocked[:0]
	e.shares = sized(e.shares, roles)
	e.done, e.doing = sized(e.done, actions), sized(e.doing, actions)
	e.doneBy, e.doingBy = sized(e.doneBy, actions*roles), sized(e.doingBy, actions*roles)
	e.doneAt, e.doneAtBy = sized(e.doneAt, actions), sized(e.doneAtBy, actions*roles)
	e.tries = sized(e.tries, actions)
	e.hands = sized(e.hands, roles)
	e.acts, e.line = e.acts[:0], e.line[:0]
	e.joint = sized(e.joint, actions)
	e.committed, e.agreed = sized(e.committed, actions*roles), 0
	e.takesFactor = filled(e.takesFactor, actions, 1)
	e.open = sized(e.open, len(sc.Venues))
	for v := range sc.Venues {
		e.open[v] = sc.Venues[v].Open
	}
	e.convened = sized(e.convened, len(sc.Venues))
	e.convening = sized(e.convening, len(sc.Venues))
	e.venueFactor = filled(e.venueFactor, len(sc.Venues), 1)
	e.conveneFactor = filled(e.conveneFactor, len(sc.Venues), 1)
	e.sharingFactor = 1
	e.duty = filled(e.duty, len(sc.Obligations), dutyState{started: -1, met: -1})
	e.note = sized(e.note, len(sc.Notes))
	e.established = sized(e.established, len(sc.Mechanisms))
	e.invested = sized(e.invested, len(sc.Mechanisms))
	e.investedBy = sized(e.investedBy, len(sc.Mechanisms)*roles)
	e.spent = sized(e.spent, roles)
	e.ackFactor = filled(e.ackFactor, roles, 1)
	e.decideFactor = filled(e.decideFactor, roles, 1)
	e.belief = filled(e.belief, len(sc.Probes)*roles, beliefState{option: -1})
	e.messages, e.mail, e.proved = e.messages[:0], 0, e.proved[:0]
	e.sentTo = sized(e.sentTo, roles*(roles+1))
	e.heldMarks, e.calls = e.heldMarks[:0], e.calls[:0]
	e.cases, e.drafts, e.edits, e.retracted = e.cases[:0], e.drafts[:0], e.edits[:0], e.retracted[:0]
	e.costs = sized(e.costs, roles*4)
	e.deliveredTo = Nobody
}

// resetTriggers forgets which injects, conditions and effects have come, and which
// conditions are to be looked at.
func (e *Engine) resetTriggers(m *Model) {
	e.move, e.ending = 0, 0
	e.choosing, e.picked, e.played = false, 0, e.played[:0]
	e.inject = sized(e.inject, len(m.Scenario.Injects))
	e.effectRuns = sized(e.effectRuns, len(m.effects))
	e.track = sized(e.track, len(m.trackers))
	e.truth = sized(e.truth, len(m.conds))
	e.atomTrue = sized(e.atomTrue, len(m.atoms))
	e.dirty.reset(len(m.conds))
	e.atomDirty, e.atomList = sized(e.atomDirty, len(m.atoms)), e.atomList[:0]
	e.trackDirty, e.trackList = sized(e.trackDirty, len(m.trackers)), e.trackList[:0]
}
