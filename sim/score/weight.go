package score

import (
	"context"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
)

// weighingDraws is on how many draws of chance actions are weighed: a constant of the
// scenario, whoever plays it and with whatever seed.
const weighingDraws = 10

// signDraws is on how many of them actions of one seat are tried, whose sign alone is looked at.
const signDraws = 3

// Weights says how much each action matters, by its place among the actions: the harm that
// its absence costs in the frictionless run, as a mean over the seeds 0 to 9. A joint action
// whose absence costs none weighs 0. Of actions that one seat can do only those that
// the frictionless run does are tried, on the seeds 0 to 2, and what is said of them is whether
// they do harm there: -1 for harm, 0 for none. It is nil where the scenario has no outcome gauge: then all weigh
// the same.
func Weights(ctx context.Context, m *engine.Model) ([]float64, error) {
	sc := m.Scenario
	e := engine.New(m, 0, engine.Setup{})
	if _, any := Harmed(e); !any {
		return nil, nil
	}
	var whole [weighingDraws]float64
	did := make([]bool, len(sc.Actions))
	for seed := range whole {
		var err error
		whole[seed], err = lacking(ctx, e, m, uint64(seed), none, func(c engine.Timed) {
			if c.Verb == engine.Act {
				did[c.Ref] = true
			}
		})
		if err != nil {
			return nil, err
		}
	}
	weights := make([]float64, len(sc.Actions))
	for a := range sc.Actions {
		joint := sc.Actions[a].Joint != nil
		if !joint && (!did[a] || len(sc.Actions[a].Effects) == 0) {
			continue
		}
		draws := weighingDraws
		if !joint {
			draws = signDraws
		}
		sum := 0.0
		for seed := range draws {
			v, err := lacking(ctx, e, m, uint64(seed), a, nil)
			if err != nil {
				return nil, err
			}
			sum += v - whole[seed]
		}
		switch {
		case joint && sum > apart(whole[0]):
			weights[a] = sum / weighingDraws
		case !joint && sum < -apart(whole[0]):
			weights[a] = -1
		}
	}
	return weights, nil
}

// lacking is the harm of the frictionless run on a seed without an action, or with all.
func lacking(ctx context.Context, e *engine.Engine, m *engine.Model, seed uint64, action int,
	given func(engine.Timed)) (float64, error) {
	p := Frictionless(Plan{Model: m, Seed: seed, Bots: true, Until: engine.At(m.Scenario.Length)})
	table := p.table()
	table.Given = given
	table.Forbidden = func(c engine.Command) (engine.Command, bool) {
		return c, !((c.Verb == engine.Commit || c.Verb == engine.Act) && c.Ref == action)
	}
	e.Reset(m, seed, p.Setup)
	if err := bot.Run(ctx, e, table, nil, p.Until, nil); err != nil {
		return 0, err
	}
	v, _ := Harmed(e)
	return v, nil
}

// Weigh makes actions count by weights, as [Weights] gives them.
func (l *Ledger) Weigh(weights []float64) { l.weights = weights }

// weighs is the weight of an action, 1 where there are none.
func (l *Ledger) weighs(action int) float64 {
	if l.weights == nil {
		return 1
	}
	return l.weights[action]
}

// weighed is the mean of values of joint actions by their weights; all weigh the same where
// the weights of all are 0.
type weighed struct {
	sum, of, plain, parts float64
	n                     int
}

// add adds a value for a part of an action, from 0 to 1.
func (w *weighed) add(l *Ledger, action int, v, part float64) {
	weight := float64(part * l.weighs(action))
	w.sum, w.of = w.sum+float64(weight*v), w.of+weight
	w.plain, w.parts, w.n = w.plain+float64(part*v), w.parts+part, w.n+1
}

func (w *weighed) set(t *Tally) {
	switch {
	case w.of > 0:
		t.set(w.sum/w.of, w.n)
	default: // nothing where there are no parts
		t.set(w.plain/w.parts, w.n)
	}
}
