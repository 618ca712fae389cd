package score

import (
	"context"
	"fmt"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
)

// Harm is the sum of the scenario's outcome gauges at the end of a run and of the runs
// that it is compared with, all on the same seed and with the same acts of the
// facilitator. A nil means that the scenario has no outcome gauge.
type Harm struct {
	Actual *float64 `json:"actual"`
	Idle   *float64 `json:"idle"`   // nobody acted
	Solo   *float64 `json:"solo"`   // bots in every seat, with no sharing and no joint action
	Oracle *float64 `json:"oracle"` // the same bots, every fact known to all at once, agreement instant
}

// Harmed sums the outcome gauges as they stand; false when there is none.
func Harmed(e *engine.Engine) (float64, bool) {
	sum, any := 0.0, false
	for g := range e.Model().Scenario.Gauges {
		if e.Model().Scenario.Gauges[g].Outcome {
			sum, any = sum+e.Gauge(g), true
		}
	}
	return sum, any
}

// The plans of the runs that a run is compared with. They keep its seed, its length and
// what its facilitator did, so that help and hindrance from that seat fall on both sides.

// Idle is a plan with every seat empty.
func Idle(p Plan) Plan { return baseline(p, engine.Setup{}, func(q *Plan) { q.Bots = false }) }

// Solo is a plan with silent bots in every seat: they act by their notes, share nothing
// and join nothing.
func Solo(p Plan) Plan { return baseline(p, engine.Setup{}, func(q *Plan) { q.Silent = true }) }

// Oracle is a plan with bots in every seat, in a world in which every fact is known to
// all at once and agreement takes no time, with the run's own mechanisms.
func Oracle(p Plan) Plan {
	setup := engine.Setup{Mechanisms: p.Setup.Mechanisms, SharedKnowledge: true, InstantAgreement: true}
	return baseline(p, setup, func(*Plan) {})
}

func baseline(p Plan, setup engine.Setup, change func(*Plan)) Plan {
	setup.Limits = p.Setup.Limits
	q := Plan{Model: p.Model, Seed: p.Seed, Setup: setup, Bots: true, Until: p.Until, Attended: p.Attended}
	for _, c := range p.Commands {
		if c.Role == engine.Facilitator {
			q.Commands = append(q.Commands, c)
		}
	}
	change(&q)
	return q
}

// outcomeOf plays a plan on an engine and gives its harm, keeping nothing else.
func outcomeOf(ctx context.Context, e *engine.Engine, p Plan) (float64, error) {
	e.Reset(p.Model, p.Seed, p.Setup)
	e.Observe(nil)
	if err := bot.Run(ctx, e, p.table(), p.Commands, p.Until, nil); err != nil {
		return 0, err
	}
	v, _ := Harmed(e)
	return v, nil
}

// Baselines plays the runs that p is compared with and returns the harm of each.
func Baselines(ctx context.Context, p *Played) (Harm, error) {
	var h Harm
	actual, any := Harmed(p.Engine)
	if !any {
		return h, nil
	}
	h.Actual = &actual
	e := engine.New(p.Model, p.Seed, engine.Setup{})
	for _, b := range []struct {
		name string
		plan Plan
		to   **float64
	}{{"idle", Idle(p.Plan), &h.Idle}, {"solo", Solo(p.Plan), &h.Solo}, {"oracle", Oracle(p.Plan), &h.Oracle}} {
		v, err := outcomeOf(ctx, e, b.plan)
		if err != nil {
			return h, fmt.Errorf("%s baseline: %w", b.name, err)
		}
		*b.to = &v
	}
	return h, nil
}

// Floor is how much harm something must have made a difference of to be told of: 1 % of
// what coordination could have avoided; where the notes give no such yardstick, of the
// harm of this run or of nobody acting, whichever is greater.
func (h Harm) Floor() float64 {
	if h.Actual == nil || h.Idle == nil || h.Solo == nil || h.Oracle == nil {
		return 0
	}
	room := *h.Solo - *h.Oracle
	if h.Efficiency() == nil {
		room = max(*h.Actual, *h.Idle)
	}
	return 0.01 * max(0, room)
}

// Worse reports whether a run ended with more harm than nobody acting would have.
func (h Harm) Worse() bool {
	return h.Actual != nil && h.Idle != nil && *h.Actual > *h.Idle && !alike(*h.Actual, *h.Idle)
}

// Efficiency is coordination efficiency, CE = (H_solo - H_actual) / (H_solo - H_oracle):
// 1 for the oracle's harm, 0 for that of seats that do not coordinate, below 0 for
// worse. It is undefined (nil) where coordination could avoid no harm.
func (h Harm) Efficiency() *float64 {
	if h.Actual == nil || h.Solo == nil || h.Oracle == nil {
		return nil
	}
	room := *h.Solo - *h.Oracle
	if room <= 1e-9*max(1, *h.Solo) {
		return nil
	}
	ce := (*h.Solo - *h.Actual) / room
	return &ce
}
