package engine

// systemEffect gives systems another state.
var systemEffect = effectForm{
	find: func(m *Model, em *effectModel) {
		for _, s := range em.System {
			if !em.found(m.Scenario.Find("system", s)) {
				return
			}
		}
	},
	apply: func(e *Engine, em *effectModel, _ int, via Via) {
		to := stateNumber(em.Becomes)
		for _, s := range em.of {
			e.become(s, to, via)
		}
	},
}
