package engine

// versionEffect changes which systems run a version, or whether they stay with it.
var versionEffect = effectForm{
	find: func(m *Model, em *effectModel) {
		em.from = -1
		if !em.found(m.Scenario.Find("version", em.Version)) {
			return
		}
		if em.From != "" {
			em.from = m.Scenario.Find("version", em.From)
		}
		for _, names := range [][]string{em.On, em.Off, em.Pin, em.Unpin} {
			for _, id := range names {
				if s := m.Scenario.Find("system", id); s >= 0 {
					em.systems = append(em.systems, s)
				} else if id != "all" {
					em.of = nil
					return
				}
			}
		}
		em.each = m.delay(em.Each)
		em.drawn = em.drawn || em.Each.Set
	},
	able: func(m *Model, em *effectModel) bool {
		return em.From == "" || em.from >= 0 && m.versions[em.from].product == m.versions[em.of[0]].product
	},
	apply: func(e *Engine, em *effectModel, _ int, via Via) {
		for _, s := range em.systems {
			e.applyVersion(em, s, false, via)
		}
		if em.On.Has("all") || em.Off.Has("all") || em.Pin.Has("all") || em.Unpin.Has("all") {
			for s := range e.m.systems {
				e.applyVersion(em, s, true, via)
			}
		}
	},
}

// applyVersion carries an effect on versions out on one system; any says that it is one of all and not named.
func (e *Engine) applyVersion(em *effectModel, system int, any bool, via Via) {
	v := em.of[0]
	st, product := e.runState(system, v), e.m.versions[v].product
	there := st.version == int32(v)
	switch {
	case len(em.Unpin) > 0:
		st.pinned = st.pinned && !there
	case st.pinned:
	case len(em.Pin) > 0:
		if there {
			e.order(system, product, st.version, 0, via) // what is on its way comes no more
			st.pinned = true
		}
	case len(em.Off) > 0:
		if there || st.to == int32(v) {
			e.order(system, product, noVersion, e.takes(em, system, st), via)
		}
	case any && st.version == noVersion && st.to < 0:
	case em.from < 0 || st.version == int32(em.from) || st.to == int32(em.from):
		e.order(system, product, int32(v), e.takes(em, system, st), via)
	}
}

// takes is how long a change takes a system. For an effect of a mechanism or the facilitator, the draw goes by how many
// orders the system has had.
func (e *Engine) takes(em *effectModel, system int, st *runState) Time {
	occasion := e.occasion
	if em.id < 0 {
		occasion = st.round + 1
	}
	return em.each.at(e.draw(mix(em.name+e.m.systems[system].name), forRollOut, occasion))
}
