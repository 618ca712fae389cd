package engine

// linkEffect cuts the links from one system to another, or changes their chance.
var linkEffect = effectForm{
	find: func(m *Model, em *effectModel) {
		for l := range m.Scenario.Links {
			if link := &m.Scenario.Links[l]; len(em.Link) == 2 && link.From == em.Link[0] && link.To == em.Link[1] {
				em.of = append(em.of, l)
			}
		}
	},
	able: func(_ *Model, em *effectModel) bool { return em.Cut || *em.Chance >= 0 && *em.Chance <= 1 },
	apply: func(e *Engine, em *effectModel, _ int, via Via) {
		for _, l := range em.of {
			if em.Cut {
				e.cutLink(l, via)
			} else if e.links[l].chance != *em.Chance {
				e.ownLinks()[l].chance = *em.Chance
				e.emit(Event{Kind: LinkChanged, Role: Nobody, Other: Nobody, Ref: int32(l), Num: *em.Chance, Via: via})
			}
		}
	},
}

// linkCanRise enters how likely an effect can make a link.
func (m *Model) linkCanRise(em *effectModel) {
	for _, l := range em.of {
		if !em.Cut {
			m.links[l].most = max(m.links[l].most, *em.Chance)
		}
	}
}
