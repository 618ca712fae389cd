package engine

import "tocsin/sim/scenario"

// linkEffect cuts the links from one system to another, or changes their chance.
//
// Causes combine: one that says chance= brings a link there by itself, so with others it
// counts as the share of the chance as written that it leaves; it counts once, however
// often it comes. So a weaker measure never undoes a stronger one. set= replaces what
// causes have made of a chance until then, and so does the facilitator with chance=.
var linkEffect = effectForm{
	find: func(m *Model, em *effectModel) {
		for l := range m.Scenario.Links {
			if link := &m.Scenario.Links[l]; len(em.Link) == 2 && link.From == em.Link[0] && link.To == em.Link[1] {
				em.of = append(em.of, l)
			}
		}
	},
	able: func(_ *Model, em *effectModel) bool {
		switch {
		case em.Cut:
			return true
		case em.Set != nil:
			return em.Set.Kind == scenario.Plain && em.Set.A >= 0 && em.Set.A <= 1
		case em.Times != nil:
			return em.Times.Kind == scenario.Plain && em.Times.A >= 0 && em.Times.A <= 1e15
		}
		return *em.Chance >= 0 && *em.Chance <= 1
	},
	apply: func(e *Engine, em *effectModel, _ int, via Via) {
		for _, l := range em.of {
			switch now, written := e.links[l].chance, e.m.startLinks[l].chance; {
			case em.Cut:
				e.cutLink(l, via)
			case e.links[l].cut:
				e.emit(&Event{Kind: LinkStopped, Role: Nobody, Other: Nobody, Ref: int32(l), Via: via})
			case em.Set != nil:
				e.setChance(l, em.Set.A, via)
			case em.Times != nil:
				e.setChance(l, min(1, float64(now*em.Times.A)), via)
			case via.Cause == ByFacilitator || now == written || written == 0:
				e.setChance(l, *em.Chance, via)
			default:
				e.setChance(l, min(1, float64(now*(*em.Chance/written))), via)
			}
		}
	},
}

// setChance gives a link another chance.
func (e *Engine) setChance(l int, chance float64, via Via) {
	if e.links[l].chance != chance {
		e.ownLinks()[l].chance = chance
		e.emit(&Event{Kind: LinkChanged, Role: Nobody, Other: Nobody, Ref: int32(l), Num: chance, Via: via})
	}
}

// linkCanRise enters how likely effects can make a link, at most.
func (m *Model) linkCanRise(em *effectModel) {
	for _, l := range em.of {
		rise, written := &m.rises[l], m.startLinks[l].chance
		switch {
		case em.Cut:
		case em.Set != nil:
			rise.set = max(rise.set, em.Set.A)
		case em.Times != nil:
			if em.Times.A > 1 { // as often as it comes
				rise.set = 1
			}
		case written == 0:
			rise.set = max(rise.set, *em.Chance)
		default:
			rise.raised = float64(rise.raised * max(1, *em.Chance/written))
		}
		m.links[l].most = min(1, float64(rise.set*rise.raised))
	}
}
