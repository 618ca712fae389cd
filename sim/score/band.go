package score

import (
	"cmp"
	"context"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/whatif"
)

// BandRuns is how many bot runs a band is made of where nobody says otherwise.
const BandRuns = 200

// Band is the place of a run among runs of the same scenario, with the same mechanisms and acts of the
// facilitator and bots in every seat: one run of people is one sample, and a number means little
// without it. Both are played on the same draws of chance, the run by reactive replay, so that a lucky
// draw of either does not count.
type Band struct {
	N     int      `json:"n"` // draws
	Harm  Standing `json:"harm"`
	Total Standing `json:"total"`
}

// Standing is a run's place among the runs of bots.
type Standing struct {
	Value *float64 `json:"value"` // the run's own, on its own draw; nil where it has none
	// Better is the share of the draws, 0 to 1, on which the run does better than the bots,
	// those alike counted half.
	Better *float64   `json:"better"`
	Spread [5]float64 `json:"spread"` // the bots' 5th, 25th, 50th, 75th and 95th percentile
	N      int        `json:"n"`      // draws on which both have the number
}

// BandOf plays a run and bots on n draws, the run's own first, and places the run and its total
// score among them. When ctx ends early it gives the band of the draws that were done, and
// ctx's error.
func BandOf(ctx context.Context, p *Played, total *float64, n int, w Work) (Band, error) {
	harms, totals := make([][2]*float64, n), make([][2]*float64, n) // the run's, the bots'
	weights, err := Weights(ctx, p.Model)
	if err != nil {
		return Band{}, err
	}
	past, err := Past(ctx, p)
	if err != nil {
		return Band{}, err
	}
	seeds := Seeds(p.Seed, n)
	finished, err := w.Through(ctx, n, func(i int) error {
		bots, err := Play(ctx, beside(p, seeds[i]))
		if err != nil {
			return err
		}
		h, err := Baselines(ctx, bots)
		if err != nil {
			return err
		}
		bots.Ledger.Weigh(weights)
		harms[i][1], totals[i][1] = h.Actual, bots.Ledger.Scores(h).Total
		run, err := replayed(ctx, p, past, seeds[i])
		if err != nil {
			return err
		}
		run.Weigh(weights)
		run.Beside(bots.Ledger.ref)
		if h.Actual != nil {
			h.Actual = &run.harm
		}
		harms[i][0], totals[i][0] = h.Actual, run.Scores(h).Total
		return nil
	})
	if err != nil && !stopped(err) {
		return Band{}, err
	}
	var b Band
	for _, f := range finished {
		if f {
			b.N++
		}
	}
	actual, any := Harmed(p.Engine)
	own := &actual
	if !any {
		own = nil
	}
	b.Harm, b.Total = standing(own, harms, -1), standing(total, totals, 1)
	return b, err
}

// beside is a plan of bots in every seat, for comparison with a run.
func beside(p *Played, seed uint64) Plan {
	plan := p.Plan
	plan.Seed, plan.Until = seed, p.Engine.Now()
	return baseline(plan, engine.Setup{Mechanisms: established(p)}, func(*Plan) {})
}

// replayed is the ledger of a run as it would have been on a seed.
func replayed(ctx context.Context, p *Played, past *whatif.Past, seed uint64) (*Ledger, error) {
	l := &Ledger{}
	l.Reset(p.Model)
	l.Seated(p.table().Plays)
	w := past.Same()
	w.Seed, w.Until = seed, p.Engine.Now()
	w.Observe = func(e *engine.Engine, ev engine.Event) {
		l.Grow(e.Model())
		l.See(ev, HarmAt(e, ev))
	}
	e, err := past.Player().Play(ctx, w)
	if err != nil {
		return nil, err
	}
	harm, _ := Harmed(e)
	l.Until(e.Now(), harm)
	return l, nil
}

// established are the mechanisms that were in force in a run, by whatever way.
func established(p *Played) []int {
	var out []int
	for m := range p.Model.Scenario.Mechanisms {
		if p.Engine.Established(m) {
			out = append(out, m)
		}
	}
	return out
}

// standing places a run's values among those of bots on the same draws; way is 1 where more is
// better, -1 where less is.
func standing(own *float64, draws [][2]*float64, way int) Standing {
	s := Standing{Value: own}
	var all []float64
	better := 0.0
	for _, d := range draws {
		if d[0] == nil || d[1] == nil {
			continue
		}
		all = append(all, *d[1])
		switch {
		case alike(*d[0], *d[1]):
			better += 0.5
		case cmp.Compare(*d[0], *d[1]) == way:
			better++
		}
	}
	if s.N = len(all); s.N == 0 {
		return s
	}
	if own != nil {
		share := better / float64(s.N)
		s.Better = &share
	}
	slices.Sort(all)
	for i, q := range [5]float64{0.05, 0.25, 0.5, 0.75, 0.95} {
		s.Spread[i] = quantile(all, q)
	}
	return s
}

// quantile is a quantile, q from 0 to 1, of sorted numbers, with linear interpolation between two of them.
func quantile(sorted []float64, q float64) float64 {
	at := float64(q * float64(len(sorted)-1))
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + float64((at-float64(i))*(sorted[i+1]-sorted[i]))
}
