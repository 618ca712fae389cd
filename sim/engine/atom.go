package engine

import (
	"math"

	"tocsin/sim/scenario"
)

// A general atom is a comparison of moving numbers that is not simply one gauge with a
// constant: copies > 2 * hours, say. Its truth is a bit; the time of its next change is
// found by bisection over bounds that cannot miss a crossing (interval arithmetic), and
// is an event like any other.

type atom struct {
	op    scenario.Op
	diff  numFn // left minus right, now
	bound boundFn
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
	})
	for _, s := range inner.reads() {
		c.m.readBy[s].atoms = append(c.m.readBy[s].atoms, int32(id))
	}
	// The condition reads the atom, not the symbols: planAtom marks it.
	c.m.atomConds = append(c.m.atomConds, nil)
	c.m.atomTrack = append(c.m.atomTrack, nil)
	c.m.atomAtoms = append(c.m.atomAtoms, nil)
	for _, a := range inner.atoms {
		c.m.atomAtoms[a] = append(c.m.atomAtoms[a], int32(id))
	}
	c.atoms = append(c.atoms, id)
	return func(e *Engine) bool { return e.atomTrue[id] }
}

// bounds compiles a number to bounds over a span of time. Parts that stand still
// between events are their value.
func (c *compiler) bounds(n *scenario.Node) boundFn {
	if !moving(n) {
		f := c.number(n)
		return func(e *Engine, _, _ Time) (float64, float64) { v := f(e); return v, v }
	}
	switch n.Op {
	case scenario.OpHours:
		return func(_ *Engine, a, b Time) (float64, float64) { return a.Hours(), b.Hours() }
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
	e.setAtom(a, e.m.atoms[a].holds(e.m.atoms[a].diff(e)))
	e.scheduleAtom(a)
}

// atomCrossed is the event of an atom's change: just after it, the difference has
// the other sign.
func (e *Engine) atomCrossed(a int32) {
	at := &e.m.atoms[a]
	lo, hi := at.bound(e, e.now+1, e.now+1)
	e.setAtom(a, at.holds((lo+hi)/2))
	e.scheduleAtom(a)
}

func (e *Engine) scheduleAtom(a int32) {
	slot := int32(e.m.slots.atom) + a
	budget := 4000
	at := e.atomChange(&e.m.atoms[a], e.atomTrue[a], e.now, e.horizon, &budget)
	if at == never || at > e.horizon {
		e.q.cancel(slot)
		return
	}
	e.q.set(slot, max(at, e.now+1), rankWorld)
}

// atomChange finds the first tick after from at which the atom is no longer what it was.
func (e *Engine) atomChange(at *atom, truth bool, from, to Time, budget *int) Time {
	lo, hi := at.bound(e, from, to)
	if e.surely(at, truth, lo, hi) {
		return never
	}
	if *budget--; *budget < 0 || to-from <= 1 {
		l, h := at.bound(e, to, to)
		if at.holds((l+h)/2) != truth || *budget < 0 {
			return to
		}
		return never
	}
	mid := from + (to-from)/2
	if t := e.atomChange(at, truth, from, mid, budget); t != never {
		return t
	}
	return e.atomChange(at, truth, mid, to, budget)
}

// surely reports whether the atom has the given truth for every difference in [lo, hi].
func (e *Engine) surely(at *atom, truth bool, lo, hi float64) bool {
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
