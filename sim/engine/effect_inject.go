package engine

import "tocsin/sim/scenario"

// injectEffect fires an inject.
var injectEffect = effectForm{
	find:  finds("inject", func(ef *scenario.Effect) string { return ef.Inject }),
	apply: func(e *Engine, em *effectModel, _ int, via Via) { e.fire(em.of[0], via) },
}
