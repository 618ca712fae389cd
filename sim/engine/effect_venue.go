package engine

import "tocsin/sim/scenario"

// venueEffect opens or closes a venue.
var venueEffect = effectForm{
	find: finds("venue", func(ef *scenario.Effect) string { return ef.Venue }),
	apply: func(e *Engine, em *effectModel, _ int, via Via) {
		v := em.of[0]
		if em.Open == nil || *em.Open {
			e.venueOpens(v, via)
		} else if e.open[v] {
			e.open[v] = false
			e.emit(&Event{Kind: VenueClosed, Role: Nobody, Other: Nobody, Ref: int32(v), Via: via})
			e.changed(e.m.symbols.open + v)
		}
	},
}
