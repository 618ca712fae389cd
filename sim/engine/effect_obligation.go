package engine

import "tocsin/sim/scenario"

// obligationEffect starts the clock of an obligation.
var obligationEffect = effectForm{
	find:  finds("obligation", func(ef *scenario.Effect) string { return ef.Obligation }),
	apply: func(e *Engine, em *effectModel, _ int, _ Via) { e.startObligation(em.of[0]) },
}
