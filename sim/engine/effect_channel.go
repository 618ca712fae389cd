package engine

import "tocsin/sim/scenario"

// channelEffect makes a way of messages slow, or has it work or not.
var channelEffect = effectForm{
	find: finds("channel", func(ef *scenario.Effect) string { return ef.Channel }),
	able: func(_ *Model, em *effectModel) bool { return em.Slow == nil || *em.Slow >= 0 && *em.Slow <= 1000 },
	apply: func(e *Engine, em *effectModel, _ int, via Via) {
		c := em.of[0]
		was := channelState{slow: 1}
		if len(e.channels) > 0 {
			was = e.channels[c]
		}
		defer e.changedChannel(c, was, via)
		if len(e.channels) == 0 {
			e.channels = filled(e.channels, len(scenario.Channels), channelState{slow: 1})
		}
		if em.Slow != nil {
			e.channels[c].slow = *em.Slow
		}
		if em.Works == nil || e.channels[c].down == !*em.Works {
			return
		}
		e.channels[c].down = !*em.Works
		if *em.Works {
			e.unblock(c)
		}
	},
}
