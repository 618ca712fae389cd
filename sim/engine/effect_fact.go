package engine

// factEffect makes a fact known.
var factEffect = effectForm{
	find: func(m *Model, em *effectModel) {
		em.found(m.Scenario.Find("fact", em.Fact))
		em.roles, em.me = m.Scenario.RolesOf(em.To), em.To.Has("me")
	},
	apply: func(e *Engine, em *effectModel, actor int, via Via) {
		fact := em.of[0]
		for _, r := range em.roles {
			e.learn(r, fact, Nobody, via, false)
		}
		if em.me && actor >= 0 {
			e.learn(actor, fact, Nobody, via, true)
		} else if em.me && via.Cause == ByAction { // a joint action: all who did it
			roles := len(e.m.Scenario.Roles)
			for r := range roles {
				if e.doneBy[int(via.Ref)*roles+r] > 0 {
					e.learn(r, fact, Nobody, via, true)
				}
			}
		}
	},
}
