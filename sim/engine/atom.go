package engine

import (
	"math"

	"tocsin/sim/scenario"
)

// A general atom is a comparison of moving numbers that is not simply one gauge with a
// constant: copies > 2 * hours, say. Its truth is a bit; the time of its next change is
// found by bisection over bounds that cannot miss a crossing (interval arithmetic), and
// is an event like any other. Numbers that stay alike are decided by rule: see alike.go.

type atom struct {
	op    scenario.Op
	diff  numFn // left minus right, now
	bound boundFn
	left  sizeFn // how large the numbers are that make up each side, to tell a difference from rounding
	right sizeFn
	clock bool // it asks for the hour of the day or the weekday, which jump together
}

// boundFn bounds a number between two times.
type boundFn func(e *Engine, a, b Time) (lo, hi float64)

func (c *compiler) atom(n *scenario.Node) boolFn {
	id := len(c.m.atoms)
	inner := &compiler{m: c.m, role: c.role}
	l, r := n.Args[0], n.Args[1]
	x, y := inner.number(l), inner.number(r)
	bx, by := inner.bounds(l), inner.bounds(r)
	c.m.atoms = append(c.m.atoms, atom{
		op:   n.Op,
		diff: func(e *Engine) float64 { return x(e) - y(e) },
		bound: func(e *Engine, a, b Time) (float64, float64) {
			l0, l1 := bx(e, a, b)
			r0, r1 := by(e, a, b)
			return l0 - r1, l1 - r0
		},
		left: inner.size(l), right: inner.size(r), clock: asksClock(n),
	})
	if c.m.atoms[id].clock {
		c.m.clockAtoms = append(c.m.clockAtoms, int32(id))
	}
	for _, s := range inner.reads() {
		by := c.m.readersOf(s)
		by.atoms = append(by.atoms, int32(id))
	}
	// The condition reads the atom, not the symbols: setAtom marks it.
	c.m.atomConds = append(c.m.atomConds, nil)
	c.m.atomTrack = append(c.m.atomTrack, nil)
	c.m.atomAtoms = append(c.m.atomAtoms, nil)
	for _, a := range inner.atoms {
		c.m.atomAtoms[a] = append(c.m.atomAtoms[a], int32(id))
	}
	c.atoms = append(c.atoms, id)
	return func(e *Engine) bool { return e.atomTrue[id] }
}

func asksClock(n *scenario.Node) bool {
	found := false
	n.Walk(func(x *scenario.Node) {
		found = found || x.Op == scenario.OpHourOfDay || x.Op == scenario.OpWeekday
	})
	return found
}

// bounds compiles a number to bounds over a span of time. Parts that do not change
// between events are their value.
func (c *compiler) bounds(n *scenario.Node) boundFn {
	if !moving(n) {
		f := c.number(n)
		return func(e *Engine, _, _ Time) (float64, float64) { v := f(e); return v, v }
	}
	switch n.Op {
	case scenario.OpHours:
		return func(_ *Engine, a, b Time) (float64, float64) { return a.Hours(), b.Hours() }
	case scenario.OpHourOfDay, scenario.OpWeekday:
		op := n.Op
		return func(e *Engine, a, b Time) (float64, float64) { return e.m.dayBounds(op, a, b) }
	case scenario.OpGauge:
		g := n.Ref
		return func(e *Engine, a, b Time) (float64, float64) {
			t0 := e.gauges[g].t0
			return e.valueRange(g, float64(a-t0)/hour, float64(b-t0)/hour)
		}
	case scenario.OpNegate:
		f := c.bounds(n.Args[0])
		return func(e *Engine, a, b Time) (float64, float64) { lo, hi := f(e, a, b); return -hi, -lo }
	case scenario.OpAbs:
		f := c.bounds(n.Args[0])
		return func(e *Engine, a, b Time) (float64, float64) {
			lo, hi := f(e, a, b)
			if lo >= 0 {
				return lo, hi
			}
			if hi <= 0 {
				return -hi, -lo
			}
			return 0, max(-lo, hi)
		}
	case scenario.OpChoose:
		q, x, y := c.bool(n.Args[0]), c.bounds(n.Args[1]), c.bounds(n.Args[2])
		return func(e *Engine, a, b Time) (float64, float64) {
			if q(e) {
				return x(e, a, b)
			}
			return y(e, a, b)
		}
	}
	if len(n.Args) != 2 {
		f := c.number(n)
		return func(e *Engine, _, _ Time) (float64, float64) { v := f(e); return v, v }
	}
	x, y := c.bounds(n.Args[0]), c.bounds(n.Args[1])
	op := n.Op
	return func(e *Engine, a, b Time) (float64, float64) {
		l0, l1 := x(e, a, b)
		r0, r1 := y(e, a, b)
		switch op {
		case scenario.OpAdd:
			return l0 + r0, l1 + r1
		case scenario.OpSubtract:
			return l0 - r1, l1 - r0
		case scenario.OpMin:
			return min(l0, r0), min(l1, r1)
		case scenario.OpMax:
			return max(l0, r0), max(l1, r1)
		case scenario.OpDivide:
			if r0 == 0 && r1 == 0 {
				return 0, 0 // as number has it
			}
			if r0 <= 0 && r1 >= 0 {
				return math.Inf(-1), math.Inf(1)
			}
			r0, r1 = 1/r1, 1/r0
		}
		p, q, s, t := float64(l0*r0), float64(l0*r1), float64(l1*r0), float64(l1*r1)
		return min(min(p, q), min(s, t)), max(max(p, q), max(s, t))
	}
}

func (a *atom) holds(diff float64) bool {
	switch a.op {
	case scenario.OpLess:
		return diff < 0
	case scenario.OpLessEqual:
		return diff <= 0
	case scenario.OpGreater:
		return diff > 0
	case scenario.OpGreaterEqual:
		return diff >= 0
	case scenario.OpEqual:
		return diff == 0
	}
	return diff != 0
}

func (e *Engine) markAtom(a int32) {
	if !e.atomDirty[a] {
		e.atomDirty[a] = true
		e.atomList = append(e.atomList, a)
	}
}

// setAtom gives an atom its truth and marks what reads it.
func (e *Engine) setAtom(a int32, truth bool) {
	if e.atomTrue[a] == truth {
		return
	}
	e.atomTrue[a] = truth
	for _, o := range e.m.atomAtoms[a] {
		e.markAtom(o)
	}
	for _, t := range e.m.atomTrack[a] {
		e.markTracker(t)
	}
	for _, c := range e.m.atomConds[a] {
		e.dirty.add(c)
	}
}

// planAtom looks at an atom after something it reads has changed, and finds when it
// next changes by itself.
func (e *Engine) planAtom(a int32) {
	at := &e.m.atoms[a]
	diff := at.diff(e)
	s := atomSearch{e: e, at: at, probes: maxProbes}
	s.truth = at.holds(diff)
	if s.near(e.now, diff) {
		if _, apart := s.apart(e.now, false); !apart {
			e.setAtom(a, at.holds(0))
			e.q.cancel(int32(e.m.slots.atom) + a)
			return
		}
	}
	e.setAtom(a, s.truth)
	e.scheduleAtom(a)
}

// atomCrossed is the event of an atom's change: just after it, the difference has
// the other sign, unless it is too small to have one.
func (e *Engine) atomCrossed(a int32) {
	at := &e.m.atoms[a]
	s := atomSearch{e: e, at: at}
	d := s.value(e.now + 1)
	truth := at.holds(d)
	if s.near(e.now+1, d) {
		truth = !e.atomTrue[a]
	}
	e.setAtom(a, truth)
	e.scheduleAtom(a)
	if at.clock { // at midnight the hour and the day change at one instant, and none is seen without the other
		for _, o := range e.m.clockAtoms {
			if o != a {
				e.markAtom(o)
			}
		}
	}
}

func (e *Engine) scheduleAtom(a int32) {
	slot := int32(e.m.slots.atom) + a
	s := atomSearch{e: e, at: &e.m.atoms[a], truth: e.atomTrue[a], probes: maxProbes}
	at := s.change(e.now)
	if at == never || at > e.horizon {
		e.q.cancel(slot)
		return
	}
	e.q.set(slot, max(at, e.now+1), rankWorld)
}

// surely reports whether the atom has the given truth for every difference in [lo, hi].
func (at *atom) surely(truth bool, lo, hi float64) bool {
	if lo != lo || hi != hi {
		return false // infinity less infinity says nothing of what lies between
	}
	switch at.op {
	case scenario.OpEqual, scenario.OpNotEqual:
		equal := lo == 0 && hi == 0
		apart := lo > 0 || hi < 0
		if (at.op == scenario.OpEqual) == truth {
			return equal
		}
		return apart
	}
	return at.holds(lo) == truth && at.holds(hi) == truth
}
