package score

import (
	"context"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
)

// paused plays a plan on an engine and pauses at a time, and again after each step up to the plan's end, until
// the run is over or a look at it says that this is enough.
func paused(ctx context.Context, e *engine.Engine, p Plan, first, step engine.Time, enough func() bool) error {
	table, commands, play := p.table(), p.Commands, bot.Run
	given := func(engine.Timed, engine.Answer) { commands = commands[1:] }
	for to := first; to <= p.Until; to += step {
		if err := play(ctx, e, table, commands, to, given); err != nil {
			return err
		}
		if play = bot.Resume; enough() || e.Ended() {
			return nil
		}
	}
	return nil
}
