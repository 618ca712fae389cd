package score

import (
	"context"

	"tocsin/sim/engine"
)

// Traces plays a plan, such as that of [Idle], and gives every gauge at STARTEX and at equal steps of time, up
// to the end of the plan.
func Traces(ctx context.Context, p Plan, step engine.Time) ([][]float64, error) {
	e := engine.New(p.Model, p.Seed, p.Setup)
	out := make([][]float64, len(p.Model.Scenario.Gauges))
	err := paused(ctx, e, p, 0, step, func() bool {
		for g := range out {
			out[g] = append(out[g], e.Gauge(g))
		}
		return false
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
