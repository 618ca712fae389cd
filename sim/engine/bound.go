package engine

import "math"

// A gauge with a floor or a ceiling stops there while everything that moves it would take
// it further, and leaves as soon as the sum of it turns. The bound is one of the gauge's
// thresholds, so that it is reached at a computed moment. Where gauges flow into it, the
// moment when their sum turns is computed too.

// confine finds whether a gauge is at a bound and would go beyond it. It is anchored now,
// as are all that flow into it.
func (e *Engine) confine(g int) {
	gm, s := &e.m.gauges[g], &e.gauges[g]
	s.stuck = 0
	if s.v0 > gm.floor && s.v0 < gm.top {
		return
	}
	drift := s.drift(s.v0)
	for _, f := range gm.flows {
		drift += float64(f.perHour * e.gauges[f.of].v0)
	}
	switch {
	case s.v0 <= gm.floor && drift < 0:
		s.stuck = -1
	case s.v0 >= gm.top && drift > 0:
		s.stuck = 1
	}
}

// freed is when a gauge at its bound next turns away from it, in hours after its anchor;
// infinity if it does not until the end. Without flows only an event can turn it.
func (e *Engine) freed(g int) float64 {
	s := &e.gauges[g]
	if len(e.m.gauges[g].flows) == 0 {
		return math.Inf(1)
	}
	from, to := float64(e.now-s.t0)/hour, float64(e.horizon-s.t0)/hour+1e-9
	return e.turns(g, float64(-s.stuck), from, to, 0)
}

// turns finds the first time between a and b at which a gauge's drift has a sign. Pieces
// whose bounds exclude it are skipped, the others are halved.
func (e *Engine) turns(g int, sign, a, b float64, depth int) float64 {
	lo, hi := e.driftRange(g, a, b)
	if sign < 0 {
		lo, hi = -hi, -lo
	}
	switch {
	case hi <= 0:
		return math.Inf(1)
	case lo > 0:
		return a
	case depth > 60:
		return b
	}
	mid := (a + b) / 2
	if t := e.turns(g, sign, a, mid, depth+1); t <= mid {
		return t
	}
	return e.turns(g, sign, mid, b, depth+1)
}

// release is the event of a gauge that turns away from its bound.
func (e *Engine) release(g int) {
	e.anchor(g)
	e.replan(g)
}
