package engine

import (
	"math"
	"sort"
)

// A gauge follows a closed form from the moment it was last anchored. Between events
// nothing ticks: its value is computed when somebody asks, and its next crossing of a
// threshold is one event in the queue.

type law uint8

const (
	still    law = iota
	linear       // k units per hour
	growing      // dv/dt = k v
	logistic     // dv/dt = k v (1 - v/c)
	relaxing     // dv/dt = k (c - v)
)

// gaugeState is what a run keeps of a gauge.
type gaugeState struct {
	v0       float64 // value at the anchor
	k, c     float64 // parameters of the own law, k per hour
	inflow   float64 // units per hour from systems that are degraded, failed or exposed
	area     float64 // integral up to the anchor, in hours times units
	t0       Time    // the anchor
	level    int32   // thresholds passed, counted from below
	law      law     // the law when it grows
	stuck    int8    // -1 at its floor and 1 at its ceiling, where it would go further; else 0
	grows    bool    // whether its while= holds and nothing halted it
	override bool    // an effect has replaced the scenario's law
	rated    bool    // rates of effects have replaced its law; under is what they replaced
	under    lawState
}

// lawState is a law that may come into force again.
type lawState struct {
	k, c     float64
	law      law
	override bool
}

type gaugeModel struct {
	start      gaugeState
	flows      []flowModel
	component  []int // gauges anchored together with this one, itself among them
	thresholds []*threshold
	while      int // condition, or -1
	ceiling    float64
	extremes   []int32 // trackers of its largest or smallest value
	tracked    bool
	floor      float64 // -infinity for none
	top        float64 // the ceiling of its value, infinity for none
	bounded    bool    // it or a gauge joined to it has a floor or a ceiling
	rates      []int32 // rates that effects can give it
	staff      bool    // it is staff that actions use
}

type flowModel struct {
	of      int
	perHour float64
}

// threshold is a value that some condition compares the gauge with. Passed ones
// (gauge > value) are after reached ones (gauge >= value).
type threshold struct {
	value  float64
	strict bool
	place  int32
}

func (g *gaugeModel) mark(v float64, strict bool) *threshold {
	for _, t := range g.thresholds {
		if t.value == v && t.strict == strict {
			return t
		}
	}
	t := &threshold{value: v, strict: strict}
	g.thresholds = append(g.thresholds, t)
	sort.SliceStable(g.thresholds, func(i, j int) bool {
		a, b := g.thresholds[i], g.thresholds[j]
		return a.value < b.value || a.value == b.value && !a.strict && b.strict
	})
	for i, t := range g.thresholds {
		t.place = int32(i)
	}
	return t
}

func (m *Model) compileGauges() {
	sc := m.Scenario
	n := len(sc.Gauges)
	m.gauges = make([]gaugeModel, n+1)
	for i := range sc.Gauges {
		g, out := &sc.Gauges[i], &m.gauges[i]
		out.while = -1
		out.floor, out.top = math.Inf(-1), math.Inf(1)
		if g.Floor != nil {
			out.floor = *g.Floor
			out.mark(out.floor, true)
		}
		if g.Ceiling != nil {
			out.top = *g.Ceiling
			out.mark(out.top, false)
		}
		s := &out.start
		s.v0, s.grows = g.Start, true
		gr := &g.Grow
		switch {
		case gr.Doubling > 0:
			s.law, s.k = growing, ln2/gr.Doubling.Hours()
			if gr.Ceiling != nil {
				s.law, s.c, out.ceiling = logistic, *gr.Ceiling, *gr.Ceiling
			}
		case gr.Halving > 0:
			s.law, s.k = growing, -ln2/gr.Halving.Hours()
		case gr.Rate != nil:
			s.law, s.k = linear, *gr.Rate
		case gr.Approach != nil:
			s.law, s.k, s.c = relaxing, ln2/gr.Approach.Half.Hours(), gr.Approach.To
		}
		for _, f := range g.Flow {
			out.flows = append(out.flows, flowModel{sc.Find("gauge", f.Of), f.PerHour})
		}
	}
	m.gauges[n].start = gaugeState{law: linear, k: 1, grows: true} // hours
	m.gauges[n].while, m.gauges[n].floor, m.gauges[n].top = -1, math.Inf(-1), math.Inf(1)
	// Gauges joined by flows are anchored together, so that integrals start at one time.
	group := make([]int, n+1)
	for i := range group {
		group[i] = i
	}
	root := func(i int) int {
		for group[i] != i {
			i = group[i]
		}
		return i
	}
	for i := range sc.Gauges {
		for _, f := range m.gauges[i].flows {
			group[root(i)] = root(f.of)
		}
	}
	for i := range m.gauges {
		for j := range m.gauges {
			if root(i) == root(j) {
				m.gauges[i].component = append(m.gauges[i].component, j)
				if !math.IsInf(m.gauges[j].floor, 0) || !math.IsInf(m.gauges[j].top, 0) {
					m.gauges[i].bounded = true
				}
			}
		}
	}
	for i := range sc.Gauges {
		m.gauges[i].while = m.condition(sc.Gauges[i].Grow.While.Root, Nobody, ownWhile, i)
	}
}

// gaugeAt is a gauge's value at a time not before its anchor.
func (e *Engine) gaugeAt(g int, t Time) float64 { return e.valueAt(g, float64(t-e.gauges[g].t0)/hour) }

// valueAt is a gauge's value d hours after its anchor.
func (e *Engine) valueAt(g int, d float64) float64 {
	v := e.gauges[g].own(d)
	flows := e.m.gauges[g].flows
	if len(flows) == 0 || d == 0 || e.gauges[g].stuck != 0 {
		return v
	}
	for _, f := range flows {
		v += float64(f.perHour * e.integral(f.of, 1, d))
	}
	return finite(v)
}

// own is a gauge's value d hours after its anchor by its own law and its inflow from systems,
// without flows. A logistic gauge has no inflow.
func (s *gaugeState) own(d float64) float64 {
	if d == 0 || s.stuck != 0 {
		return s.v0
	}
	law := s.law
	if !s.grows {
		law = still
	}
	switch law {
	case linear:
		return s.v0 + float64((s.k+s.inflow)*d)
	case growing:
		if s.inflow == 0 {
			return finite(float64(s.v0 * exp(float64(s.k*d))))
		}
		return finite(s.v0 + float64((s.v0+s.inflow/s.k)*expm1(float64(s.k*d))))
	case relaxing:
		to := s.c + s.inflow/s.k
		return to + float64((s.v0-to)*exp(float64(-s.k*d)))
	case logistic:
		if s.v0 <= 0 {
			return s.v0
		}
		return s.c / (1 + float64((s.c/s.v0-1)*exp(float64(-s.k*d))))
	}
	return s.v0 + float64(s.inflow*d)
}

// finite keeps what grows without bound among the numbers that can be reckoned with.
func finite(v float64) float64 { return min(max(v, -1e300), 1e300) }

// integral is the n-fold integral of a gauge over d hours from its anchor, by Cauchy's
// formula for repeated integration: the integral of (d-u)^(n-1)/(n-1)! times its value.
func (e *Engine) integral(g, n int, d float64) float64 {
	s := &e.gauges[g]
	if d == 0 {
		return 0
	}
	if s.stuck != 0 {
		return float64(s.v0 * power(d, n))
	}
	own := s.law
	if !s.grows {
		own = still
	}
	var v float64
	switch own {
	case still, linear:
		rate := s.inflow
		if own == linear {
			rate += s.k
		}
		p := power(d, n)
		v = float64(s.v0*p) + float64(float64(rate*p)*d)/float64(n+1)
	case growing:
		if s.inflow == 0 {
			v = float64(s.v0 * expIntegral(s.k, n, d))
		} else {
			shift := s.inflow / s.k
			v = float64((s.v0+shift)*expIntegral(s.k, n, d)) - float64(shift*power(d, n))
		}
	case relaxing:
		to := s.c + s.inflow/s.k
		v = float64(to*power(d, n)) + float64((s.v0-to)*expIntegral(-s.k, n, d))
	case logistic:
		switch {
		case s.v0 <= 0:
			v = float64(s.v0 * power(d, n))
		case n == 1:
			a := s.c/s.v0 - 1
			v = float64(s.c*d) + float64(float64(s.c/s.k)*log((1+float64(a*exp(float64(-s.k*d))))/(1+a)))
		default:
			v = e.quadrature(g, n, d)
		}
	}
	for _, f := range e.m.gauges[g].flows {
		v += float64(f.perHour * e.integral(f.of, n+1, d))
	}
	return finite(v)
}

// power is d^n / n!.
func power(d float64, n int) float64 {
	p := 1.0
	for i := 1; i <= n; i++ {
		p = float64(p*d) / float64(i)
	}
	return p
}

// expIntegral is the n-fold integral of e^(k u) over [0, d].
func expIntegral(k float64, n int, d float64) float64 {
	x := float64(k * d)
	if x > -1 && x < 1 {
		term := power(d, n)
		sum := 0.0
		for j := 0; j < 40; j++ {
			sum += term
			term = float64(term*x) / float64(n+j+1)
			if math.Abs(term) < math.Abs(sum)*1e-18 {
				break
			}
		}
		return sum
	}
	v := expm1(x) / k
	for i := 2; i <= n; i++ {
		v = (v - power(d, i-1)) / k
	}
	return finite(v)
}

// quadrature integrates a logistic gauge n-fold where no closed form exists:
// composite Gauss-Legendre of order 5 on 64 pieces, good to about 1e-12 of a smooth curve.
func (e *Engine) quadrature(g, n int, d float64) float64 {
	nodes := [5]float64{-0.906179845938664, -0.5384693101056831, 0, 0.5384693101056831, 0.906179845938664}
	weights := [5]float64{0.2369268850561891, 0.4786286704993665, 0.5688888888888889, 0.4786286704993665,
		0.2369268850561891}
	const pieces = 64
	h := d / pieces
	sum := 0.0
	for i := range pieces {
		for j := range nodes {
			u := float64((float64(i) + 0.5 + float64(nodes[j]/2)) * h)
			sum += float64(weights[j] * float64(power(d-u, n-1)*e.valueAt(g, u)))
		}
	}
	return float64(sum*h) / 2
}

// anchor moves the anchor of a gauge, and of all joined to it by flows, to now. Call
// before changing anything that its law depends on.
func (e *Engine) anchor(g int) {
	s := &e.gauges[g]
	if s.t0 == e.now {
		return
	}
	gm := &e.m.gauges[g]
	if len(gm.component) > 1 {
		e.anchorAll(gm.component)
		return
	}
	d := float64(e.now-s.t0) / hour
	v := s.own(d)
	if gm.tracked {
		s.area = finite(s.area + e.integral(g, 1, d))
	}
	e.spans(g)
	s.v0, s.t0 = v, e.now
}

// anchorAll is anchor for gauges that flows join.
func (e *Engine) anchorAll(gauges []int) {
	e.anchorScratch = e.anchorScratch[:0]
	for _, i := range gauges {
		d := float64(e.now-e.gauges[i].t0) / hour
		e.anchorScratch = append(e.anchorScratch, e.valueAt(i, d))
		if e.m.gauges[i].tracked {
			e.gauges[i].area = finite(e.gauges[i].area + e.integral(i, 1, d))
		}
		e.spans(i)
	}
	for j, i := range gauges {
		e.gauges[i].v0, e.gauges[i].t0 = e.anchorScratch[j], e.now
	}
}

// replan finds the next crossing of a gauge and of all that flows join to it, after
// its law or value has changed.
func (e *Engine) replan(g int) {
	gm := &e.m.gauges[g]
	if gm.bounded {
		for _, i := range gm.component {
			e.confine(i)
		}
	}
	for _, i := range gm.component {
		e.planCrossing(i)
		by := e.m.readBy[e.m.symbols.gauge+i]
		if by == nil {
			continue
		}
		for _, a := range by.atoms {
			e.markAtom(a)
		}
		for _, t := range by.trackers {
			e.markTracker(t)
		}
	}
}

// levelOf counts the thresholds that a value has passed.
func (g *gaugeModel) levelOf(v float64) int32 {
	n := int32(0)
	for _, t := range g.thresholds {
		if v > t.value || v == t.value && !t.strict {
			n++
		}
	}
	return n
}

// setGauge makes a gauge jump to a value.
func (e *Engine) setGauge(g int, v float64, via Via) {
	if e.putGauge(g, v) {
		e.emit(&Event{Kind: GaugeChanged, Role: Nobody, Other: Nobody, Ref: int32(g), Num: e.gauges[g].v0, Via: via})
	}
}

// putGauge is setGauge without a word; it reports whether the value is another.
func (e *Engine) putGauge(g int, v float64) bool {
	if v != v {
		return false
	}
	v = e.m.within(g, v)
	e.anchor(g)
	s := &e.gauges[g]
	if s.v0 == v {
		return false
	}
	e.extremes(g)
	if s.law == logistic && v > s.c {
		v = s.c // a gauge never passes its ceiling
	}
	s.v0 = v
	level := s.level
	s.level = e.m.gauges[g].levelOf(v)
	if s.level != level {
		e.passed(g)
	}
	e.replan(g)
	return true
}

// within limits a value to a gauge's floor and ceiling.
func (m *Model) within(g int, v float64) float64 {
	return min(max(finite(v), m.gauges[g].floor), m.gauges[g].top)
}

// setLaw gives a gauge another law in place of its own and of all rates that effects have
// given it; one that it already follows changes nothing.
func (e *Engine) setLaw(g int, l law, k, c float64, via Via) {
	if e.gauges[g].rated {
		e.dropRates(g)
	}
	e.follows(g, l, k, c, via)
}

// follows has a gauge follow a law from now on.
func (e *Engine) follows(g int, l law, k, c float64, via Via) {
	s := &e.gauges[g]
	if s.law == l && s.k == k && s.c == c && s.grows {
		s.override = true
		return
	}
	e.anchor(g)
	s.law, s.k, s.c, s.grows, s.override = l, k, c, true, true
	e.emit(&Event{Kind: GaugeChanged, Role: Nobody, Other: Nobody, Ref: int32(g), Num: s.v0, Via: via})
	e.replan(g)
}

// regrow starts or stops a gauge's own law when its while= changes. A law that an
// effect has set holds whatever while= says.
func (e *Engine) regrow(g int) {
	s := &e.gauges[g]
	on := e.truth[e.m.gauges[g].while]
	if s.override || s.grows == on {
		return
	}
	e.anchor(g)
	s.grows = on
	e.replan(g)
}

// addInflow changes what systems add to a gauge.
func (e *Engine) addInflow(g int, perHour float64) {
	if perHour == 0 {
		return
	}
	e.anchor(g)
	e.gauges[g].inflow += perHour
	if math.Abs(e.gauges[g].inflow) < 1e-12 {
		e.gauges[g].inflow = 0 // what was added has been taken away again
	}
	e.replan(g)
}
