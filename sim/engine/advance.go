package engine

// Next returns the time of the next thing that is due: 0 before STARTEX; false when nothing is due.
func (e *Engine) Next() (Time, bool) {
	if e.ended || e.err != nil {
		return 0, false
	}
	if !e.started {
		return 0, true
	}
	top, due := e.q.first()
	return top.at, due
}

// Advance plays everything that is due up to and including to. The first call begins the exercise. It
// returns the error that stopped the run, if one did.
func (e *Engine) Advance(to Time) error {
	e.start()
	to = min(to, e.horizon)
	for e.due(to, true) {
		e.step()
	}
	return e.arrive(to)
}

// Reach does what Advance does, but leaves the end of the exercise for later: commands that come
// exactly at the end are still taken after it.
func (e *Engine) Reach(to Time) error {
	e.start()
	to = min(to, e.horizon)
	for e.due(to, false) {
		e.step()
	}
	return e.arrive(to)
}

// due reports whether something is due up to and including to, the end of the exercise
// by its length counting or not.
func (e *Engine) due(to Time, end bool) bool {
	if e.err != nil || e.ended {
		return false
	}
	top, any := e.q.first()
	return any && top.at <= to && (end || int(top.slot()) != e.m.slots.end || top.at < e.horizon)
}

func (e *Engine) arrive(to Time) error {
	if e.err == nil && !e.ended && to > e.now {
		e.now = to
	}
	return e.err
}

// Step plays the next event that is due, and returns false when there is none.
func (e *Engine) Step() bool {
	e.start()
	if !e.due(never, true) {
		return false
	}
	e.step()
	return true
}

func (e *Engine) step() {
	top := e.q.pop()
	e.now = top.at
	if !e.count("", int(top.slot())) {
		return
	}
	e.handle(int(top.slot()))
	e.settle()
	e.deliveredTo = Nobody
	e.q.fill() // so that looking at the queue between events changes nothing
}

// start begins the exercise (STARTEX), unless it has begun.
func (e *Engine) start() {
	if e.started {
		return
	}
	e.started = true
	sc := e.m.Scenario
	e.emit(&Event{Kind: ExerciseStarted, Role: Nobody, Other: Nobody, Ref: -1})
	for i, v := range e.drawn {
		e.emit(&Event{Kind: DrawMade, Role: Nobody, Other: Nobody, Ref: int32(i), Num: v, Text: sc.Draws[i].Word(v)})
	}
	e.q.set(int32(e.m.slots.end), e.horizon, rankEnd)
	if len(sc.Moves) > 0 {
		e.q.set(int32(e.m.slots.move), Time(sc.Moves[0].Until), rankMove)
	}
	for _, i := range e.setup.Mechanisms {
		e.establish(i)
	}
	for c := range e.m.conds {
		e.dirty.add(int32(c))
	}
	for g := range e.m.gauges {
		if w := e.m.gauges[g].while; w >= 0 {
			e.gauges[g].grows = e.m.conds[w].fn(e)
			e.truth[w] = e.gauges[g].grows
		}
	}
	for a := range e.m.atoms {
		e.markAtom(int32(a))
	}
	for t := range e.m.trackers {
		e.markTracker(int32(t))
	}
	e.startSensors()
	e.startFacts()
	e.startTable()
	e.startInjects()
	e.startSystems()
	for g := range e.m.gauges {
		e.confine(g)
	}
	for g := range e.m.gauges {
		e.planCrossing(g)
	}
	e.settle()
}

func (e *Engine) endNow(why string) {
	if e.ended {
		return
	}
	if e.ending > 0 {
		reached := &e.m.Scenario.Endings[e.ending-1]
		if why = reached.Title; reached.Text != "" {
			why += ". " + reached.Text
		}
		e.changed(e.m.symbols.ended + e.ending - 1)
	}
	e.finishMeasures()
	e.ended = true
	e.emit(&Event{Kind: ExerciseEnded, Role: Nobody, Other: Nobody, Ref: int32(e.ending - 1), Text: why})
	e.q.reset(e.m.fixed)
}

// handle carries out what a slot of the queue stands for.
func (e *Engine) handle(slot int) {
	s := &e.m.slots
	if slot >= e.m.fixed {
		i := slot - e.m.fixed
		b := e.bodies[i]
		e.bodies[i] = body{}
		e.free = append(e.free, int32(i))
		switch b.kind {
		case linkArrives:
			e.linkArrives(int(b.a), uint32(b.b))
		case watcherNotices:
			e.notice(int(b.a), uint8(b.b), uint32(b.c))
		case actionEnds:
			e.actionEnds(int(b.a))
		case messageArrives:
			e.messageArrives(int(b.a))
		case seatJoins:
			e.seatJoins(int(b.a))
		case venueOpens:
			e.venueOpens(int(b.a), b.via)
		case rateEnds:
			if e.rates[b.a].round == uint32(b.b) {
				e.endRate(int(b.a), b.via)
			}
		case expectationEnds:
			e.draftedDue(int(b.a))
		case sensorReads:
			e.sensorReads(int(b.a), int(b.b))
		case readingArrives:
			e.readingArrives(int(b.a))
		case versionArrives:
			e.versionComes(int(b.a), b.b, uint32(b.c), b.via)
		case effectHappens:
			e.take(&e.m.effects[b.a], int(b.b), b.via, uint32(b.c))
		}
		return
	}
	switch {
	case slot >= s.promise:
		e.promiseDue(slot - s.promise)
	case slot >= s.obligation:
		e.obligationDue(slot - s.obligation)
	case slot >= s.joint:
		e.jointLapses(slot - s.joint)
	case slot >= s.expect:
		e.expectationDue(slot - s.expect)
	case slot >= s.inject:
		e.injectDue(slot-s.inject, Via{})
	case slot >= s.leak:
		e.leaks(slot - s.leak)
	case slot >= s.known:
		e.knownDue(slot - s.known)
	case slot >= s.system:
		e.systemDue(slot - s.system)
	case slot >= s.atom:
		e.atomCrossed(int32(slot - s.atom))
	case slot >= s.gauge:
		e.crossed(slot - s.gauge)
	case slot >= s.move:
		e.moveDue()
	case e.now < e.horizon || e.ending > 0:
		e.endNow("the scenario's end condition was met")
	default:
		for i := range e.m.Scenario.Endings {
			if e.m.Scenario.Endings[i].When.Root == nil {
				e.ending = i + 1
			}
		}
		e.endNow("its length is over")
	}
}
