package engine

import (
	"fmt"
	"math"
	"slices"
	"sort"

	"tocsin/sim/scenario"
)

func sortByTime(cs []Timed) {
	sort.SliceStable(cs, func(i, j int) bool { return cs[i].At < cs[j].At })
}

type trackKind uint8

const (
	trackEnd trackKind = iota
	trackMax
	trackMin
	trackFirst
	trackCount
	trackIntegral
	trackHazard // of a system, for its own failure
	trackLeak   // of a fact, for its getting out
)

// tracker follows an expression through a run: for a measure of the author's own, for an
// objective that measures a time, or for a hazard.
type tracker struct {
	kind  trackKind
	value numFn
	bound boundFn // of a largest or smallest value that gauges alone decide: where it turns is looked for
	cond  int
	of    int // the system or the fact of a hazard
	// An integral is of rest + sum of factors times gauges, which is exact between events.
	rest    numFn
	gauges  []int
	factors []numFn
}

type trackState struct {
	value float64
	set   bool
	since Time
	rest  float64
	parts [maxParts]float64 // factors in force since then
	areas [maxParts]float64 // integral of each gauge up to then
}

// maxParts is how many gauges one integral may sum.
const maxParts = 4

func (m *Model) compileMeasures() error {
	sc := m.Scenario
	for i := range sc.Measures {
		ms := &sc.Measures[i]
		var t tracker
		t.cond = -1
		id := len(m.trackers)
		c := &compiler{m: m, role: Nobody}
		watch := func() {
			for _, s := range c.reads() {
				by := m.readersOf(s)
				by.trackers = append(by.trackers, int32(id))
			}
			for _, a := range c.atoms {
				m.atomTrack[a] = append(m.atomTrack[a], int32(id))
			}
		}
		switch {
		case ms.End.Root != nil:
			t.kind, t.value = trackEnd, c.number(ms.End.Root)
		case ms.Max.Root != nil, ms.Min.Root != nil:
			t.kind = trackMax
			root := ms.Max.Root
			if root == nil {
				t.kind, root = trackMin, ms.Min.Root
			}
			t.value = c.number(root)
			watch()
			gauges := gaugesIn(root, nil)
			for i, g := range gauges {
				if !slices.Contains(gauges[:i], g) {
					m.gauges[g].extremes = append(m.gauges[g].extremes, int32(id))
				}
			}
			if turns := !isGauge(root) || root.Op == scenario.OpGauge && len(m.gauges[root.Ref].flows) > 0; turns &&
				smooth(root) {
				t.bound = c.bounds(root)
			}
		case ms.First.Root != nil:
			t.kind, t.cond = trackFirst, m.condition(ms.First.Root, Nobody, ownTracker, id)
		case ms.Count.Root != nil:
			t.kind, t.cond = trackCount, m.condition(ms.Count.Root, Nobody, ownTracker, id)
		case ms.Integral.Root != nil:
			t.kind = trackIntegral
			l, ok := c.linear(ms.Integral.Root)
			if !ok || len(l.gauges) > maxParts {
				return &KeyError{"measure." + ms.ID + ".integral",
					fmt.Sprintf("measure %q: an integral must be a sum of at most %d gauges, each times a "+
						"number that does not change between events", ms.ID, maxParts)}
			}
			t.rest, t.gauges, t.factors = l.rest, l.gauges, l.factors
			if t.rest == nil {
				t.rest = func(*Engine) float64 { return 0 }
			}
			for _, g := range t.gauges {
				for _, j := range m.gauges[g].component {
					m.gauges[j].tracked = true
				}
			}
			watch()
		}
		m.trackers = append(m.trackers, t)
	}
	// Objectives that measure a time follow their two conditions in the same way.
	first := func(root *scenario.Node) int {
		if root == nil {
			return -1
		}
		id := len(m.trackers)
		m.trackers = append(m.trackers, tracker{kind: trackFirst})
		m.trackers[id].cond = m.condition(root, Nobody, ownTracker, id)
		return id
	}
	for o := range sc.Objectives {
		y := &sc.Objectives[o].Measure
		m.spans = append(m.spans, [2]int{first(y.TimeFrom.Root), first(y.TimeTo.Root)})
	}
	return nil
}

// Span is the time in hours that an objective with time_to measures; false when it
// never came to an end, or never began.
func (e *Engine) Span(objective int) (float64, bool) {
	s := e.m.spans[objective]
	if s[1] < 0 || !e.track[s[1]].set {
		return 0, false
	}
	if s[0] < 0 {
		return e.track[s[1]].value, true
	}
	return max(0, e.track[s[1]].value-e.track[s[0]].value), e.track[s[0]].set
}

// smooth reports whether gauges and numbers alone make up a number.
func smooth(n *scenario.Node) bool {
	switch n.Op {
	case scenario.OpNumber, scenario.OpDraw, scenario.OpHours, scenario.OpGauge, scenario.OpNegate, scenario.OpAbs,
		scenario.OpAdd, scenario.OpSubtract, scenario.OpMultiply, scenario.OpDivide, scenario.OpMin, scenario.OpMax:
	default:
		return false
	}
	for _, a := range n.Args {
		if !smooth(a) {
			return false
		}
	}
	return true
}

func gaugesIn(n *scenario.Node, out []int) []int {
	if n.Op == scenario.OpGauge {
		out = append(out, n.Ref)
	}
	for _, a := range n.Args {
		out = gaugesIn(a, out)
	}
	return out
}

// linearForm is rest + sum of factors times gauges.
type linearForm struct {
	rest    numFn
	gauges  []int
	factors []numFn
}

// linear takes a number apart into a linear form of its gauges, if it is one. hours
// counts as a gauge.
func (c *compiler) linear(n *scenario.Node) (linearForm, bool) {
	if n.Type == scenario.Bool || !moving(n) {
		return linearForm{rest: c.number(n)}, true
	}
	scale := func(l linearForm, by numFn) linearForm {
		out := linearForm{gauges: l.gauges}
		if rest := l.rest; rest != nil {
			out.rest = func(e *Engine) float64 { return float64(rest(e) * by(e)) }
		}
		for _, f := range l.factors {
			out.factors = append(out.factors, func(e *Engine) float64 { return float64(f(e) * by(e)) })
		}
		return out
	}
	one := func(*Engine) float64 { return 1 }
	switch n.Op {
	case scenario.OpGauge, scenario.OpHours:
		g := n.Ref
		if n.Op == scenario.OpHours {
			g = len(c.m.Scenario.Gauges)
		}
		c.read(c.m.symbols.gauge + g)
		return linearForm{gauges: []int{g}, factors: []numFn{one}}, true
	case scenario.OpNegate:
		a, ok := c.linear(n.Args[0])
		return scale(a, func(*Engine) float64 { return -1 }), ok
	case scenario.OpAdd, scenario.OpSubtract:
		a, ok := c.linear(n.Args[0])
		b, ok2 := c.linear(n.Args[1])
		if !ok || !ok2 {
			return linearForm{}, false
		}
		if n.Op == scenario.OpSubtract {
			b = scale(b, func(*Engine) float64 { return -1 })
		}
		out := linearForm{gauges: append(append([]int{}, a.gauges...), b.gauges...),
			factors: append(append([]numFn{}, a.factors...), b.factors...)}
		switch {
		case a.rest == nil:
			out.rest = b.rest
		case b.rest == nil:
			out.rest = a.rest
		default:
			x, y := a.rest, b.rest
			out.rest = func(e *Engine) float64 { return x(e) + y(e) }
		}
		return out, true
	case scenario.OpMultiply:
		for i := range 2 {
			if !moving(n.Args[i]) {
				l, ok := c.linear(n.Args[1-i])
				return scale(l, c.number(n.Args[i])), ok
			}
		}
	case scenario.OpDivide:
		if !moving(n.Args[1]) {
			l, ok := c.linear(n.Args[0])
			d := c.number(n.Args[1])
			return scale(l, func(e *Engine) float64 {
				if v := d(e); v != 0 {
					return 1 / v
				}
				return 0
			}), ok
		}
	}
	return linearForm{}, false
}

// areaOf is the integral of a gauge from STARTEX to now.
func (e *Engine) areaOf(g int) float64 {
	s := &e.gauges[g]
	return s.area + e.integral(g, 1, float64(e.now-s.t0)/hour)
}

// follow brings a tracker up to date after something it reads has changed.
func (e *Engine) follow(t int) {
	tr, st := &e.m.trackers[t], &e.track[t]
	switch tr.kind {
	case trackMax, trackMin:
		e.sample(t)
	case trackHazard:
		e.followHazard(t)
	case trackLeak:
		e.followLeak(t)
	case trackIntegral:
		e.closeIntegral(t)
		st.rest = tr.rest(e)
		for i, f := range tr.factors {
			st.parts[i] = f(e)
		}
	}
}

func (e *Engine) closeIntegral(t int) {
	tr, st := &e.m.trackers[t], &e.track[t]
	st.value += float64(st.rest * (e.now - st.since).Hours())
	for i, g := range tr.gauges {
		area := e.areaOf(g)
		st.value += float64(st.parts[i] * (area - st.areas[i]))
		st.areas[i] = area
	}
	st.since, st.set = e.now, true
}

func (e *Engine) sample(t int) {
	tr, st := &e.m.trackers[t], &e.track[t]
	v := tr.value(e)
	if !st.set || tr.kind == trackMax && v > st.value || tr.kind == trackMin && v < st.value {
		st.value, st.set = v, true
	}
	st.since = e.now
}

// extremes lets measures of a gauge's largest or smallest value look at it before it jumps.
func (e *Engine) extremes(g int) {
	for _, t := range e.m.gauges[g].extremes {
		if e.track[t].set {
			e.sample(int(t))
		}
	}
}

// spans lets measures of a gauge's largest or smallest value look at its way since they
// last did, before its law changes.
func (e *Engine) spans(g int) {
	for _, t := range e.m.gauges[g].extremes {
		e.span(int(t))
	}
}

// span seeks a tracker's extreme between its last look and now: pieces of time whose
// bounds cannot beat the best are left out, the others are halved.
func (e *Engine) span(t int) {
	tr, st := &e.m.trackers[t], &e.track[t]
	if tr.bound == nil || !st.set || st.since >= e.now {
		return
	}
	sign := 1.0
	if tr.kind == trackMin {
		sign = -1
	}
	best := float64(sign * st.value)
	pieces, next := append(e.pieces[:0], [2]Time{st.since, e.now}), e.pieces2[:0]
	for depth := 0; depth < 48 && len(pieces) > 0 && len(pieces) <= 256; depth++ {
		for _, p := range pieces {
			mid := p[0] + (p[1]-p[0])/2
			v, _ := tr.bound(e, mid, mid)
			best = max(best, float64(sign*v))
		}
		for _, p := range pieces {
			mid := p[0] + (p[1]-p[0])/2
			for _, half := range [2][2]Time{{p[0], mid}, {mid, p[1]}} {
				lo, hi := tr.bound(e, half[0], half[1])
				if top := max(float64(sign*lo), float64(sign*hi)); half[1]-half[0] > 1 && top > best+
					float64(1e-12*math.Abs(best)) {
					next = append(next, half)
				}
			}
		}
		pieces, next = next, pieces[:0]
	}
	e.pieces, e.pieces2 = pieces, next
	st.value, st.since = float64(sign*best), e.now
}

func (e *Engine) trackTrue(t int) {
	st := &e.track[t]
	if e.m.trackers[t].kind == trackCount {
		st.value++
		return
	}
	if !st.set {
		st.value, st.set = e.now.Hours(), true
	}
}

func (e *Engine) finishMeasures() {
	for t := range e.m.trackers {
		switch tr := &e.m.trackers[t]; tr.kind {
		case trackEnd:
			e.track[t].value, e.track[t].set = tr.value(e), true
		case trackMax, trackMin:
			e.span(t)
			e.sample(t)
		case trackIntegral:
			e.closeIntegral(t)
		case trackCount:
			e.track[t].set = true
		}
	}
}

// MeasureValue is the value of the scenario's i-th measure, once the exercise has
// ended; false means never (a first= that did not come true).
func (e *Engine) MeasureValue(i int) (float64, bool) {
	st := &e.track[i]
	return st.value, st.set
}
