package score

import (
	"context"
	"fmt"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
)

// Harm is the sum of the scenario's outcome gauges when a run ended, and at the same time
// in the runs that it is compared with, all on the same seed and with the same acts of the
// facilitator. A nil means that the scenario has no outcome gauge. Those that it is compared with
// are there all together, with the run's own, or none of them.
type Harm struct {
	Actual *float64 `json:"actual"`
	Idle   *float64 `json:"idle"` // nobody acted
	// Solo: bots in every seat, with no sharing and no joint action, and with what the run's
	// mechanisms change beside coordination.
	Solo *float64 `json:"solo"`
	// Frictionless: bots in every seat, every fact known to all at once, agreement and
	// decision at once, and every mechanism in force. It is the same for every arm.
	Frictionless *float64 `json:"frictionless"`
	Oracle       *float64 `json:"oracle"` // Frictionless, by the name that it had first
}

// Harmed returns the sum of the outcome gauges now; false when there is none.
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
// what its facilitator and its adversaries did, so that help and hindrance from there fall on both sides.

// Idle is a plan with every seat empty.
func Idle(p Plan) Plan { return baseline(p, engine.Setup{}, func(q *Plan) { q.Bots = false }) }

// Solo is a plan with silent bots in every seat: they act by their notes, share nothing
// and join nothing. Of the mechanisms that were in force, what is about coordination is
// left out, so that a firewall is not taken for coordination.
func Solo(p Plan, mechanisms []int) Plan {
	return baseline(p, engine.Setup{Mechanisms: mechanisms, Alone: true}, func(q *Plan) { q.Silent = true })
}

// Frictionless is a plan with bots in every seat, in a world in which every fact is known
// to all at once, and agreement and decisions take no time, with every mechanism in force.
func Frictionless(p Plan) Plan {
	return baseline(p, Unhindered(p.Model), func(q *Plan) { q.Prompt = true })
}

// Unhindered is the setup of the frictionless run.
func Unhindered(m *engine.Model) engine.Setup {
	all, _ := MechanismsOf(m.Scenario, "all")
	return engine.Setup{Mechanisms: all, SharedKnowledge: true, InstantAgreement: true}
}

func baseline(p Plan, setup engine.Setup, change func(*Plan)) Plan {
	setup.Limits = p.Setup.Limits
	q := Plan{Model: p.Model, Seed: p.Seed, Setup: setup, Bots: true, Until: p.Until, Attended: p.Attended,
		Foes: p.table().Plays}
	for _, c := range p.Commands {
		if c.Role < 0 || !p.Model.Scenario.Ally(c.Role) {
			q.Commands = append(q.Commands, c)
		}
	}
	change(&q)
	return q
}

// baselines are the plans that a run is compared with, in the order idle, solo,
// frictionless; all end when the run did.
func baselines(p *Played) [3]Plan {
	plan := p.Plan
	plan.Until = p.Engine.Now()
	return [3]Plan{Idle(plan), Solo(plan, established(p)), Frictionless(plan)}
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

// Baselines plays the runs that p is compared with, returns the harm of each, and has the
// scores of p's ledger count from the frictionless one.
func Baselines(ctx context.Context, p *Played) (Harm, error) {
	e := engine.New(p.Model, p.Seed, engine.Setup{})
	plans := baselines(p)
	ref, err := reference(ctx, e, plans[2])
	if err != nil {
		return Harm{}, fmt.Errorf("frictionless baseline: %w", err)
	}
	p.Ledger.Beside(ref)
	actual, any := Harmed(p.Engine)
	if !any {
		return Harm{}, nil
	}
	var v [2]float64
	for i, plan := range plans[:2] {
		if v[i], err = outcomeOf(ctx, e, plan); err != nil {
			return Harm{}, fmt.Errorf("%s baseline: %w", [2]string{"idle", "solo"}[i], err)
		}
	}
	return HarmOf(actual, v[0], v[1], ref.harm), nil
}

// Floor is the least harm that something must have changed to be reported: 1 % of what coordination
// could have avoided; where the notes give no such yardstick, of the harm of this run or of nobody
// acting, whichever is greater.
func (h Harm) Floor() float64 {
	if h.Idle == nil {
		return 0
	}
	room := *h.Solo - *h.Frictionless
	if h.Efficiency() == nil {
		room = max(*h.Actual, *h.Idle)
	}
	return 0.01 * max(0, room)
}

// Worse reports whether a run ended with more harm than nobody acting would have.
func (h Harm) Worse() bool {
	return h.Idle != nil && *h.Actual > *h.Idle && !alike(*h.Actual, *h.Idle)
}

// HarmOf is the harm of a run compared with that of the runs that it is compared with.
func HarmOf(actual, idle, solo, frictionless float64) Harm {
	return Harm{&actual, &idle, &solo, &frictionless, &frictionless}
}

// Efficiency is coordination efficiency, CE = (S - A) / (S - F), of the run's own draw: 1
// for the frictionless run's harm, 0 for that of seats that do not coordinate, below 0 for
// worse. It is undefined (nil) where the scenario's notes give no yardstick: F is no less
// than S.
func (h Harm) Efficiency() *float64 {
	if h.Solo == nil {
		return nil
	}
	room := *h.Solo - *h.Frictionless
	if room <= apart(*h.Solo) {
		return nil
	}
	ce := (*h.Solo - *h.Actual) / room
	return &ce
}

// Effectiveness is the share that was avoided of what could be avoided: (B - A) / (B - F), limited to
// 0 to 1, where B is the lesser of the harm if nobody had acted and that of seats that do not
// coordinate. So nobody gets credit for what needed no action. It is nil where there is no yardstick:
// F is no less than S, or no less than B on this draw.
func (h Harm) Effectiveness() *float64 {
	if h.Efficiency() == nil {
		return nil
	}
	b := min(*h.Idle, *h.Solo)
	room := b - *h.Frictionless
	if room <= apart(b) {
		return nil
	}
	v := min(max((b-*h.Actual)/room, 0), 1)
	return &v
}

// apart is how far two amounts of harm must be apart to be told apart.
func apart(harm float64) float64 { return 1e-6 * max(1, harm) }
