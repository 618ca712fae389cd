package engine

import (
	"math"

	"tocsin/sim/scenario"
)

// gaugeEffect changes the value of a gauge, or the law by which it moves.
var gaugeEffect = effectForm{
	find: finds("gauge", func(ef *scenario.Effect) string { return ef.Gauge }),
	able: func(m *Model, em *effectModel) bool {
		if len(em.of) > 0 && m.gauges[em.of[0]].staff && len(em.Amounts()) == 0 {
			return false // staff comes and goes, and moves by no law
		}
		for _, q := range em.Amounts() {
			if x, plain := q.Known(); !(plain && math.Abs(x) <= 1e15) {
				return false
			}
		}
		return (em.Rate == nil || math.Abs(*em.Rate) <= 1e15) && em.Doubling >= 0 &&
			em.Halving >= 0 && em.Lasts == 0 && em.Until.Source == ""
	},
	apply: func(e *Engine, em *effectModel, _ int, via Via) {
		g, now := em.of[0], e.gaugeAt(em.of[0], e.now)
		switch {
		case em.Set != nil:
			e.setGauge(g, e.amount(em, em.Set), via)
		case em.Add != nil:
			e.setGauge(g, now+e.amount(em, em.Add), via)
		case em.Times != nil:
			e.setGauge(g, float64(now*e.amount(em, em.Times)), via)
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
		if e.m.gauges[g].staff {
			e.serve()
		}
	},
}
