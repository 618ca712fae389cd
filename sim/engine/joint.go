package engine

// commit enters a role's commitment to a joint action; enough of them begin it.
func (e *Engine) commit(role, a int) {
	m, st := &e.m.actions[a], &e.joint[a]
	roles := len(e.m.Scenario.Roles)
	if !st.open {
		st.open, st.first, st.count = true, e.now, 0
		st.rounds++
		lapses := never
		if m.joint.within > 0 {
			lapses = e.after(m.joint.within)
			e.q.set(int32(e.m.slots.joint+a), lapses, rank(2))
		}
		e.emit(&Event{Kind: JointProposed, Role: int32(role), Other: Nobody, Ref: int32(a), Due: lapses})
	}
	e.committed[a*roles+role] = true
	e.agreed++
	st.count++
	e.hold(role, a, 1)
	e.emit(&Event{Kind: JointCommitted, Role: int32(role), Other: Nobody, Ref: int32(a)})
	e.contradictions(role, a)
	e.promiseKept(role, Commit, a)
	if e.given(a) < m.joint.quorum {
		return
	}
	for _, r := range m.joint.must {
		if !e.committed[a*roles+r] {
			return
		}
	}
	e.q.cancel(int32(e.m.slots.joint + a))
	st.started = true
	e.changed(e.m.symbols.doingAny + a)
	for r := range roles {
		if e.committed[a*roles+r] {
			e.changed(e.m.symbols.doing + a*roles + r)
		}
	}
	setup, lost := Time(0), int32(0)
	if !e.shareVenue(a) && !e.setup.InstantAgreement {
		setup, lost = m.joint.setup.at(e.draw(m.name, forSetup, st.rounds)), 1
	}
	end := e.after(setup)
	takes := m.takes.scaled(e.draw(m.name, forAction, st.rounds), e.takesFactor[a])
	if takes > never-end {
		end = never
	} else {
		end += takes
	}
	works := m.chance >= 1 || e.draw(m.name, forSuccess, st.rounds) < m.chance
	e.emit(&Event{Kind: JointStarted, Role: Nobody, Other: lost, Ref: int32(a), Due: end})
	e.run(actState{action: int32(a), role: Nobody, start: e.now, end: end, works: works})
}

// underWay reports whether an action is being done now, by a role, or by anyone where that is below 0: a joint one
// from the moment when enough have committed.
func (e *Engine) underWay(a, role int) bool {
	switch {
	case e.m.actions[a].joint != nil && !e.joint[a].started:
		return false
	case role >= 0:
		return e.doingBy[a*len(e.m.Scenario.Roles)+role] > 0
	}
	return e.doing[a] > 0
}

// given is what those who have committed to a joint action count for together.
func (e *Engine) given(a int) int {
	parts := e.m.actions[a].joint.parts
	if parts == nil {
		return int(e.joint[a].count)
	}
	sum, roles := 0, len(e.m.Scenario.Roles)
	for r := range roles {
		if e.committed[a*roles+r] {
			sum += int(parts[r])
		}
	}
	return sum
}

// shareVenue reports whether an open venue has every committed role as a member.
func (e *Engine) shareVenue(a int) bool {
	roles := len(e.m.Scenario.Roles)
	for v := range e.m.venues {
		all := e.open[v]
		for r := 0; r < roles && all; r++ {
			all = !e.committed[a*roles+r] || e.m.venues[v].member[r]
		}
		if all {
			return true
		}
	}
	return false
}

// disband lets go of every commitment to a joint action and returns who had made one.
func (e *Engine) disband(a int) []int {
	e.joinedOf, e.joinedBy = int32(a), e.joint[a].count
	roles := len(e.m.Scenario.Roles)
	e.crew = e.crew[:0]
	e.agreed++
	for r := range roles {
		if e.committed[a*roles+r] {
			e.crew = append(e.crew, r)
			e.committed[a*roles+r] = false
			e.hold(r, a, -1)
		}
	}
	e.joint[a].open, e.joint[a].started, e.joint[a].count = false, false, 0
	return e.crew
}

// joined is how many have committed to a joint action; in the effects of one that has just
// ended, how many had.
func (e *Engine) joined(a int) float64 {
	if !e.joint[a].open && e.joinedOf == int32(a) {
		return float64(e.joinedBy)
	}
	return float64(e.joint[a].count)
}

func (e *Engine) jointEnds(a int, works bool) {
	crew := e.disband(a)
	for _, r := range crew {
		e.pay(r, a)
	}
	if !works {
		e.emit(&Event{Kind: JointFailed, Role: Nobody, Other: Nobody, Ref: int32(a)})
		e.runEffects(e.m.actions[a].failure, Nobody, Via{ByAction, int32(a)})
		e.joinedOf = Nobody
		return
	}
	e.emit(&Event{Kind: JointDone, Role: Nobody, Other: Nobody, Ref: int32(a)})
	e.completed(a, crew, Nobody)
	e.joinedOf = Nobody
}

func (e *Engine) jointLapses(a int) {
	e.disband(a)
	e.emit(&Event{Kind: JointLapsed, Role: Nobody, Other: Nobody, Ref: int32(a)})
	e.runEffects(e.m.actions[a].lapse, Nobody, Via{ByAction, int32(a)})
	e.joinedOf = Nobody
}

func (e *Engine) withdraw(role, a int) {
	roles := len(e.m.Scenario.Roles)
	e.committed[a*roles+role] = false
	e.agreed++
	e.hold(role, a, -1)
	st := &e.joint[a]
	st.count--
	e.emit(&Event{Kind: JointWithdrawn, Role: int32(role), Other: Nobody, Ref: int32(a)})
	if st.count == 0 {
		st.open = false
		e.q.cancel(int32(e.m.slots.joint + a))
	}
}
