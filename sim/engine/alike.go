package engine

import (
	"math"

	"tocsin/sim/scenario"
)

// Two numbers that move can be equal, in proportion, touch, or come ever nearer. What
// rounding makes of their difference then is noise, and a search for its changes of sign
// never ends. So one rule decides, within a bounded number of looks:
//
//   - Numbers are alike while their difference is less than one part in 10^12 of the
//     numbers that make them up.
//   - A comparison changes when the numbers pass each other and are clearly apart
//     afterwards, at the tick when they pass.
//   - Numbers that are alike and stay so until the end count as equal from then on.
//   - Numbers that touch and part again on the same side count as equal for an instant:
//     >= and <= notice it, > and < do not.
//   - Where the looks run out, as for products that touch, only a clear change counts.

// alikeness is the part of a number's size below which a difference is rounding: growth
// over a whole exercise is reckoned to about one part in 10^13.
const alikeness = 1e-12

// maxProbes bounds the looks at one atom in one search.
const maxProbes = 4000

// sizeFn is how large the numbers are that make up a number at a time.
type sizeFn func(e *Engine, t Time) float64

// size compiles the size of a number: a difference of two large numbers is large, however
// near they are to each other.
func (c *compiler) size(n *scenario.Node) sizeFn {
	value := c.bounds(n)
	plain := func(e *Engine, t Time) float64 {
		lo, hi := value(e, t, t)
		return max(math.Abs(lo), math.Abs(hi))
	}
	if !moving(n) {
		return plain
	}
	switch n.Op {
	case scenario.OpNegate, scenario.OpAbs:
		return c.size(n.Args[0])
	case scenario.OpAdd, scenario.OpSubtract, scenario.OpMultiply, scenario.OpMin, scenario.OpMax:
		x, y := c.size(n.Args[0]), c.size(n.Args[1])
		switch n.Op {
		case scenario.OpMultiply:
			return func(e *Engine, t Time) float64 { return float64(x(e, t) * y(e, t)) }
		case scenario.OpMin, scenario.OpMax:
			return func(e *Engine, t Time) float64 { return max(x(e, t), y(e, t)) }
		}
		return func(e *Engine, t Time) float64 { return x(e, t) + y(e, t) }
	case scenario.OpDivide:
		x, by := c.size(n.Args[0]), c.bounds(n.Args[1])
		return func(e *Engine, t Time) float64 {
			d, _ := by(e, t, t)
			if d == 0 {
				return 0
			}
			return x(e, t) / math.Abs(d)
		}
	case scenario.OpChoose:
		q, x, y := c.bool(n.Args[0]), c.size(n.Args[1]), c.size(n.Args[2])
		return func(e *Engine, t Time) float64 {
			if q(e) {
				return x(e, t)
			}
			return y(e, t)
		}
	}
	return plain
}

// atomSearch seeks the next time at which an atom is no longer what it is.
type atomSearch struct {
	e      *Engine
	at     *atom
	truth  bool // what the atom is
	probes int  // looks left
}

// value is the difference of the two sides at a time.
func (s *atomSearch) value(t Time) float64 {
	lo, hi := s.at.bound(s.e, t, t)
	return (lo + hi) / 2
}

// near reports whether a difference at a time is no more than rounding.
func (s *atomSearch) near(t Time, diff float64) bool {
	size := s.at.left(s.e, t) + s.at.right(s.e, t)
	return size <= math.MaxFloat64 && math.Abs(diff) <= float64(alikeness*size)
}

// change is when the atom next changes by itself after from; never if it does not.
func (s *atomSearch) change(from Time) Time {
	end := s.e.horizon
	if s.near(from, s.value(from)) {
		t, apart := s.apart(from, false)
		if !apart {
			return never
		}
		if s.at.holds(s.value(t)) == s.truth {
			from = t // what is between is rounding
		}
	}
	for {
		t := s.first(from, end)
		switch {
		case t == never:
			return never
		case s.probes < 0:
			return s.coarse(t)
		case s.other(min(t+Time(1e9), end)):
			return t // a second later it is clearly another: nearly always
		}
		next, apart := s.apart(t, false)
		if apart && s.other(next) || s.at.holds(0) != s.truth {
			return t
		}
		if !apart {
			return never
		}
		from = next
	}
}

// first is the first tick after from at which the exact difference says otherwise; never
// if none does up to to. When the looks run out, it is the time up to which none does.
func (s *atomSearch) first(from, to Time) Time {
	if from >= to {
		return never
	}
	lo, hi := s.at.bound(s.e, from, to)
	if s.at.surely(s.truth, lo, hi) {
		return never
	}
	if s.probes--; s.probes < 0 {
		return from
	}
	if to-from <= 1 {
		if s.at.holds(s.value(to)) != s.truth {
			return to
		}
		return never
	}
	mid := from + (to-from)/2
	if t := s.first(from, mid); t != never {
		return t
	}
	return s.first(mid, to)
}

// other reports whether the two sides are clearly apart at a time and the atom another.
func (s *atomSearch) other(t Time) bool {
	d := s.value(t)
	return s.at.holds(d) != s.truth && !s.near(t, d)
}

// apart looks on from a time, in steps that double up to one in 256 of what is left, for
// the first look at which the two sides are clearly apart: with changed, apart so that
// the atom is another.
func (s *atomSearch) apart(from Time, changed bool) (Time, bool) {
	end := s.e.horizon
	longest := max((end-from)/256, 1)
	for t, step := from, Time(1); t < end; step = min(2*step, longest) {
		t = min(t+step, end)
		if d := s.value(t); !s.near(t, d) && (!changed || s.at.holds(d) != s.truth) {
			return t, true
		}
	}
	return 0, false
}

// coarse decides where the looks have run out: the first look at which the atom is clearly
// another is taken, and the change looked for just before it.
func (s *atomSearch) coarse(from Time) Time {
	after, ok := s.apart(from, true)
	if !ok {
		return never
	}
	for before := from; after-before > 1; {
		mid := before + (after-before)/2
		if s.at.holds(s.value(mid)) != s.truth {
			after = mid
		} else {
			before = mid
		}
	}
	return after
}
