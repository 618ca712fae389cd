package engine

import (
	"math"

	"tocsin/sim/scenario"
)

// A hazard spends a budget: a unit exponential number, drawn when its system begins to work.
// Between events its rate does not change, so the moment at which the budget is spent is known.
// A higher rate spends the same budget sooner: on one seed no system fails later for it.

// compileHazards registers the hazards of systems and of facts with what reads the world.
func (m *Model) compileHazards() {
	add := func(kind trackKind, of int, root *scenario.Node) int {
		id, c := len(m.trackers), &compiler{m: m, role: Nobody}
		m.trackers = append(m.trackers, tracker{kind: kind, value: c.number(root), cond: -1, of: of})
		for _, s := range c.reads() {
			by := m.readersOf(s)
			by.trackers = append(by.trackers, int32(id))
		}
		for _, a := range c.atoms {
			m.atomTrack[a] = append(m.atomTrack[a], int32(id))
		}
		return id
	}
	for i := range m.Scenario.Systems {
		if root := m.Scenario.Systems[i].Hazard.Root; root != nil {
			m.systems[i].hazard = add(trackHazard, i, root)
		}
	}
	for i := range m.Scenario.Facts {
		if root := m.Scenario.Facts[i].Leak.Hazard.Root; root != nil {
			m.facts[i].by = add(trackLeak, i, root)
		}
	}
}

// followLeak counts what a fact's leak has spent of its budget, and goes on at the rate of now.
func (e *Engine) followLeak(t int) {
	f, st := e.m.trackers[t].of, &e.track[t]
	rate := e.hazardOf(t)
	if st.set && rate == st.rest {
		return
	}
	e.tickLeak(f)
	st.set, st.rest = true, rate
	e.planLeak(f)
}

// beginHazard begins to spend a new budget, unless a system that is degraded goes on with its
// own.
func (e *Engine) beginHazard(i int, state uint8) {
	t := e.m.systems[i].hazard
	st := &e.track[t]
	if state == Degraded && st.set {
		return
	}
	e.counts[i].timers++
	*st = trackState{set: true, since: e.now, rest: e.hazardOf(t)}
	e.planHazard(t)
}

// hazardOf is how fast a budget is spent now, per hour.
func (e *Engine) hazardOf(t int) float64 { return min(max(0, e.m.trackers[t].value(e)), 1e9) }

// followHazard counts what has been spent, and goes on at the rate of now.
func (e *Engine) followHazard(t int) {
	st := &e.track[t]
	if !st.set {
		return
	}
	rate := e.hazardOf(t)
	if rate == st.rest {
		return
	}
	st.value += float64(st.rest * (e.now - st.since).Hours())
	st.since, st.rest = e.now, rate
	e.planHazard(t)
}

// planHazard schedules the moment at which the budget will be spent.
func (e *Engine) planHazard(t int) {
	i, st := e.m.trackers[t].of, &e.track[t]
	slot := int32(e.m.slots.system + i)
	budget := -log(e.draw(e.m.systems[i].name, forFailure, e.counts[i].timers))
	if st.rest > 0 {
		if ns := math.Ceil(float64(max(0, budget-st.value) / st.rest * hour)); ns <= longest {
			e.q.set(slot, e.after(Time(ns)), rankWorld)
			return
		}
	}
	e.q.cancel(slot)
}
