package engine

import (
	"math"

	"tocsin/sim/scenario"
)

// gaugeEffect changes the value of a gauge, or the law by which it moves.
var gaugeEffect = effectForm{
	find: finds("gauge", func(ef *scenario.Effect) string { return ef.Gauge }),
	able: func(_ *Model, em *effectModel) bool {
		for _, x := range []*float64{em.Set, em.Add, em.Times, em.Rate} {
			if x != nil && !(math.Abs(*x) <= 1e15) {
				return false
			}
		}
		return em.Doubling >= 0 && em.Halving >= 0 && em.Lasts == 0 && em.Until.Source == ""
	},
	apply: func(e *Engine, em *effectModel, _ int, via Via) {
		g, now := em.of[0], e.gaugeAt(em.of[0], e.now)
		switch {
		case em.Set != nil:
			e.setGauge(g, *em.Set, via)
		case em.Add != nil:
			e.setGauge(g, now+*em.Add, via)
		case em.Times != nil:
			e.setGauge(g, float64(now**em.Times), via)
		case em.Doubling > 0:
			if c := e.m.gauges[g].ceiling; c > 0 {
				e.setLaw(g, logistic, ln2/em.Doubling.Hours(), c, via)
			} else {
				e.setLaw(g, growing, ln2/em.Doubling.Hours(), 0, via)
			}
		case em.Halving > 0:
			e.setLaw(g, growing, -ln2/em.Halving.Hours(), 0, via)
		case em.rate >= 0:
			e.beginRate(em.rate, via)
		case em.Rate != nil:
			e.setLaw(g, linear, *em.Rate, 0, via)
		case em.Halt:
			e.setLaw(g, still, 0, 0, via)
		}
	},
}
