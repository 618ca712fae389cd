package score

import (
	"context"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
)

// Traces plays a plan in which nobody sits at a table, such as that of [Idle], and gives
// every gauge at STARTEX and at equal steps of time, up to the end of the plan.
func Traces(ctx context.Context, p Plan, step engine.Time) ([][]float64, error) {
	e := engine.New(p.Model, p.Seed, p.Setup)
	table, commands := p.table(), p.Commands
	out := make([][]float64, len(p.Model.Scenario.Gauges))
	for to := engine.Time(0); to <= p.Until; to += step {
		n := 0
		for n < len(commands) && commands[n].At <= to {
			n++
		}
		if err := bot.Run(ctx, e, table, commands[:n], to, nil); err != nil {
			return nil, err
		}
		commands = commands[n:]
		for g := range out {
			out[g] = append(out[g], e.Gauge(g))
		}
		if e.Ended() {
			break
		}
	}
	return out, nil
}
