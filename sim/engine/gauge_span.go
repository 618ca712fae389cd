package engine

// How fast a gauge moves, and between what its value lies over a span of time: searches skip
// spans that cannot hold what they seek.

// rateAt is how fast a gauge moves by its own law and its inflow from systems, in units per
// hour, where its value is v.
func (s *gaugeState) rateAt(v float64) float64 {
	if s.stuck != 0 {
		return 0
	}
	return s.drift(v)
}

// drift is rateAt for a gauge that its floor or ceiling does not stop.
func (s *gaugeState) drift(v float64) float64 {
	own := s.law
	if !s.grows {
		own = still
	}
	switch own {
	case linear:
		return s.k + s.inflow
	case growing:
		return float64(s.k*v) + s.inflow
	case relaxing:
		return float64(s.k*(s.c-v)) + s.inflow
	case logistic:
		return float64(float64(s.k*v) * (1 - v/s.c))
	}
	return s.inflow
}

// rateRange bounds how fast a gauge moves, in units per hour, between a and b hours
// after its anchor.
func (e *Engine) rateRange(g int, a, b float64) (lo, hi float64) {
	s := &e.gauges[g]
	if s.stuck != 0 {
		return 0, 0
	}
	return e.driftRange(g, a, b)
}

// driftRange is rateRange for a gauge that its floor or ceiling does not stop.
func (e *Engine) driftRange(g int, a, b float64) (lo, hi float64) {
	s := &e.gauges[g]
	var x, y float64
	if s.grows && s.law > linear { // only these depend on the value
		x, y = e.valueAt(g, a), e.valueAt(g, b)
	}
	lo, hi = order(s.drift(x), s.drift(y))
	if half := s.c / 2; s.grows && s.law == logistic && min(x, y) < half && max(x, y) > half {
		hi = float64(s.k*half) / 2
	}
	for _, f := range e.m.gauges[g].flows {
		x, y := e.valueRange(f.of, a, b)
		x, y = order(float64(f.perHour*x), float64(f.perHour*y))
		lo, hi = lo+x, hi+y
	}
	return lo, hi
}

// valueRange bounds a gauge's value between a and b hours after its anchor.
func (e *Engine) valueRange(g int, a, b float64) (lo, hi float64) {
	x, y := e.valueAt(g, a), e.valueAt(g, b)
	lo, hi = order(x, y)
	if len(e.m.gauges[g].flows) == 0 || e.gauges[g].stuck != 0 {
		return lo, hi // every law without flows is monotone
	}
	down, up := e.rateRange(g, a, b)
	if down >= 0 || up <= 0 {
		return lo, hi
	}
	w := b - a
	return max(x+float64(down*w), y-float64(up*w)), min(x+float64(up*w), y-float64(down*w))
}

func order(a, b float64) (float64, float64) {
	if a <= b {
		return a, b
	}
	return b, a
}
