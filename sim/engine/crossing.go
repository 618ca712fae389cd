package engine

import "math"

// A gauge that some condition compares with a number has one event in the queue: its next
// crossing of a threshold in the direction of travel. Whenever its law or value changes,
// that event moves.

// planCrossing schedules the next threshold in the direction of travel.
func (e *Engine) planCrossing(g int) {
	if len(e.m.gauges[g].thresholds) == 0 {
		return
	}
	slot, at := int32(e.m.slots.gauge+g), e.nextCrossing(g)
	if at == never {
		e.q.cancel(slot)
		return
	}
	if old, ok := e.q.when(slot); ok && old == at {
		return
	}
	e.q.set(slot, at, rankWorld)
}

// nextCrossing is when the gauge next passes a threshold, rounded up to a tick; never if
// that is after the end.
func (e *Engine) nextCrossing(g int) Time {
	s, gm := &e.gauges[g], &e.m.gauges[g]
	var hours float64
	if s.stuck != 0 {
		hours = e.freed(g)
	} else if len(gm.flows) == 0 {
		hours = s.directCrossing(gm.thresholds, e.now)
	} else {
		hours = e.searchCrossing(g)
	}
	ns := math.Ceil(float64(hours * hour))
	if !(ns <= longest) {
		return never
	}
	at := max(e.now, s.t0+Time(ns))
	if at > e.horizon {
		return never
	}
	return at
}

// directCrossing is when a gauge without flows next passes one of its thresholds from now
// on, in hours after its anchor; infinity if it never does. Such a gauge moves in one direction only.
func (s *gaugeState) directCrossing(ts []*threshold, now Time) float64 {
	v, d := s.v0, 0.0
	if s.t0 != now {
		d = float64(now-s.t0) / hour
		v = s.own(d)
	}
	rate, x := s.rateAt(v), v
	switch {
	case rate > 0 && int(s.level) < len(ts):
		x = max(v, ts[s.level].value)
	case rate < 0 && s.level > 0:
		x = min(v, ts[s.level-1].value)
	default:
		return math.Inf(1)
	}
	switch {
	case x == v: // it is on the threshold and moves on
		return d
	case s.law == linear || !s.grows: // most gauges, most of the time
		return (x - s.v0) / rate
	}
	return s.inverse(x)
}

// searchCrossing is directCrossing for a gauge with flows.
func (e *Engine) searchCrossing(g int) float64 {
	ts, s := e.m.gauges[g].thresholds, &e.gauges[g]
	limit := float64(e.horizon-s.t0)/hour + 1e-9
	d, best := float64(e.now-s.t0)/hour, math.Inf(1)
	if int(s.level) < len(ts) {
		best = e.seek(g, ts[s.level], true, d, limit)
	}
	if s.level > 0 {
		best = min(best, e.seek(g, ts[s.level-1], false, d, limit))
	}
	return best
}

// seek finds the first time from a to b at which a gauge with flows passes a threshold, going
// up or down: one that must be left behind only if it then is, and not by rounding where the
// gauge touches it and turns (see alike.go).
func (e *Engine) seek(g int, t *threshold, up bool, a, b float64) float64 {
	for t.strict == up {
		d := e.search(g, t.value, up, a, b, 0)
		if math.IsInf(d, 1) {
			return d
		}
		next, apart := e.leaves(g, t.value, d, b)
		switch {
		case !apart:
			return math.Inf(1)
		case up == (e.valueAt(g, next) > t.value):
			return d
		}
		a = next
	}
	return e.search(g, t.value, up, a, b, 0)
}

// leaves is the first look at which a gauge is clearly apart from a value that it has at d, up
// to b or an hour on; false if it is at none. All are in hours after its anchor.
func (e *Engine) leaves(g int, x, d, b float64) (float64, bool) {
	b = max(b, d+1)
	size := max(math.Abs(x), math.Abs(e.gauges[g].v0), math.Abs(e.valueAt(g, d+1)))
	longest := (b - d) / 256
	for t, step := d, 1/hour; t < b; step = min(2*step, longest) {
		if t = min(t+step, b); math.Abs(e.valueAt(g, t)-x) > float64(alikeness*size) {
			return t, true
		}
	}
	return 0, false
}

// inverse is when a gauge without flows reaches a value that lies ahead of it, in
// hours after its anchor; infinity if it never does.
func (s *gaugeState) inverse(x float64) float64 {
	own := s.law
	if !s.grows {
		own = still
	}
	ratio := math.NaN()
	switch own {
	case still, linear:
		rate := s.inflow
		if own == linear {
			rate += s.k
		}
		if rate == 0 {
			return math.Inf(1)
		}
		return (x - s.v0) / rate
	case growing:
		shift := s.inflow / s.k
		ratio = (x + shift) / (s.v0 + shift)
	case relaxing:
		to := s.c + s.inflow/s.k
		ratio = (s.v0 - to) / (x - to)
	case logistic:
		if x >= s.c || s.v0 <= 0 {
			return math.Inf(1)
		}
		ratio = float64(x*(s.c-s.v0)) / float64(s.v0*(s.c-x))
	}
	if !(ratio > 0) || math.IsInf(ratio, 1) {
		return math.Inf(1)
	}
	if d := log(ratio) / s.k; d >= 0 {
		return d
	}
	return math.Inf(1)
}

// search finds the first time between a and b when a gauge with flows reaches x, going
// up or down. Pieces whose bounds exclude x are skipped; monotone pieces are bisected.
func (e *Engine) search(g int, x float64, up bool, a, b float64, depth int) float64 {
	beyond := func(v float64) bool { return up && v >= x || !up && v <= x }
	va := e.valueAt(g, a)
	down, rise := e.rateRange(g, a, b)
	if va == x && depth == 0 {
		// Standing on the threshold: it is crossed now if it moves that way.
		l, h := e.rateRange(g, a, a)
		if up && h > 0 || !up && l < 0 {
			return a
		}
	}
	lo, hi := e.valueRange(g, a, b)
	if up && hi < x || !up && lo > x {
		return math.Inf(1)
	}
	if down >= 0 || rise <= 0 || depth > 50 {
		if up && rise <= 0 || !up && down >= 0 || !beyond(e.valueAt(g, b)) {
			return math.Inf(1)
		}
		for range 80 {
			mid := (a + b) / 2
			if beyond(e.valueAt(g, mid)) {
				b = mid
			} else {
				a = mid
			}
		}
		return b
	}
	mid := (a + b) / 2
	if t := e.search(g, x, up, a, mid, depth+1); t <= mid {
		return t
	}
	return e.search(g, x, up, mid, b, depth+1)
}

// crossed is the event of a crossing: the gauge is on the threshold, and what
// compares it with that value is looked at.
func (e *Engine) crossed(g int) {
	ts, s := e.m.gauges[g].thresholds, &e.gauges[g]
	if s.stuck != 0 {
		e.release(g)
		return
	}
	d := float64(e.now-s.t0) / hour
	lo, hi := e.rateRange(g, d, d)
	// It is at the nearer of the thresholds next to it; between two at one value its
	// direction decides.
	v, above, below := e.valueAt(g, d), math.Inf(1), math.Inf(1)
	if int(s.level) < len(ts) {
		above = math.Abs(ts[s.level].value - v)
	}
	if s.level > 0 {
		below = math.Abs(ts[s.level-1].value - v)
	}
	up := s.level == 0 || above < below || above == below && hi > 0 && lo >= 0
	e.anchor(g)
	// One threshold at a time: between two at one value, the gauge equals it.
	if up {
		s.v0 = ts[s.level].value
		s.level++
	} else {
		s.level--
		s.v0 = ts[s.level].value
	}
	e.passed(g)
	e.replan(g)
}

// passed marks the conditions that count on which thresholds a gauge has passed. What
// else reads a gauge is marked by replan.
func (e *Engine) passed(g int) {
	if by := e.m.readBy[e.m.symbols.gauge+g]; by != nil {
		for _, c := range by.conds {
			e.dirty.add(c)
		}
	}
}
