package score

import (
	"context"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
)

// weighingDraws is on how many draws of chance joint actions are weighed: a constant of the
// scenario, whoever plays it and with whatever seed.
const weighingDraws = 10

// JointWeights says how much each joint action matters, by its place among the actions: the
// harm that its absence costs in the frictionless run, as a mean over the seeds 0 to 9, or 0
// where it costs none. It is nil where no joint action makes a difference there, or the
// scenario has no outcome gauge: then all weigh the same.
func JointWeights(ctx context.Context, m *engine.Model) ([]float64, error) {
	sc := m.Scenario
	weights := make([]float64, len(sc.Actions))
	e := engine.New(m, 0, engine.Setup{})
	if _, any := Harmed(e); !any {
		return nil, nil
	}
	var whole [weighingDraws]float64
	any := false
	for a := -1; a < len(sc.Actions); a++ {
		if a >= 0 && sc.Actions[a].Joint == nil {
			continue
		}
		sum := 0.0
		for seed := range uint64(weighingDraws) {
			p := Frictionless(Plan{Model: m, Seed: seed, Until: engine.At(sc.Length)})
			table := p.table()
			table.Forbidden = func(c engine.Command) (engine.Command, bool) {
				return c, !((c.Verb == engine.Commit || c.Verb == engine.Act) && c.Ref == a)
			}
			e.Reset(m, seed, p.Setup)
			e.Observe(nil)
			if err := bot.Run(ctx, e, table, nil, p.Until, nil); err != nil {
				return nil, err
			}
			v, _ := Harmed(e)
			if a < 0 {
				whole[seed] = v
			}
			sum += v - whole[seed]
		}
		if a >= 0 && sum > apart(whole[0]) {
			weights[a], any = sum/weighingDraws, true
		}
	}
	if !any {
		return nil, nil
	}
	return weights, nil
}

// Weigh has joint actions count by weights, as [JointWeights] gives them.
func (l *Ledger) Weigh(weights []float64) { l.weights = weights }

// weighed is the mean of values of joint actions by their weights; all weigh the same where
// those that there are have none.
type weighed struct {
	sum, of, plain float64
	n              int
}

func (w *weighed) add(l *Ledger, action int, v float64) {
	weight := 1.0
	if l.weights != nil {
		weight = l.weights[action]
	}
	w.sum, w.of, w.plain, w.n = w.sum+float64(weight*v), w.of+weight, w.plain+v, w.n+1
}

func (w *weighed) set(t *Tally) {
	if w.of > 0 {
		t.set(w.sum/w.of, w.n)
	} else {
		t.mean(w.plain, w.n)
	}
}
