package score

import (
	"context"
	"slices"

	"tocsin/sim/engine"
)

// BandRuns is how many bot runs a band is made of where nobody says otherwise.
const BandRuns = 200

// Band is where a run stands among runs of the same scenario, with the same mechanisms
// and bots in every seat, on other seeds: one run of people is one sample, and a number
// means little without it.
type Band struct {
	N     int      `json:"n"` // bot runs
	Harm  Standing `json:"harm"`
	Total Standing `json:"total"`
}

// Standing is a run's place in a distribution.
type Standing struct {
	Value *float64 `json:"value"` // the run's own; nil where it has none
	// Better is the share of the bot runs, 0 to 1, that the run did better than, those
	// alike counted half.
	Better *float64   `json:"better"`
	Spread [5]float64 `json:"spread"` // the bots' 5th, 25th, 50th, 75th and 95th percentile
	N      int        `json:"n"`      // bot runs that have the number
}

// BandOf plays n bot runs, on seeds 0 to n-1, and places a run and its total score among
// them. When ctx ends early it gives the band of the runs that were done, and ctx's error.
func BandOf(ctx context.Context, p *Played, total *float64, n int, w Work) (Band, error) {
	harms, totals := make([]*float64, n), make([]*float64, n)
	weights, err := Weights(ctx, p.Model)
	if err != nil && !stopped(err) {
		return Band{}, err
	}
	finished, err := w.through(ctx, n, func(i int) error {
		q := Plan{Model: p.Model, Seed: uint64(i), Setup: engine.Setup{Mechanisms: established(p)}, Bots: true,
			Until: p.Until}
		run, err := Play(ctx, q)
		if err != nil {
			return err
		}
		h, err := Baselines(ctx, run)
		if err != nil {
			return err
		}
		run.Ledger.Weigh(weights)
		harms[i], totals[i] = h.Actual, run.Ledger.Scores(h).Total
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

// standing places a value among others; way is 1 where more is better, -1 where less is.
func standing(own *float64, others []*float64, way float64) Standing {
	s := Standing{Value: own}
	var all []float64
	better := 0.0
	for _, o := range others {
		if o == nil {
			continue
		}
		all = append(all, *o)
		if own != nil {
			switch d := float64(way * (*own - *o)); {
			case d > 0:
				better++
			case d == 0:
				better += 0.5
			}
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

// quantile is a quantile of sorted numbers, between two of them by straight line.
func quantile(sorted []float64, q float64) float64 {
	at := float64(q * float64(len(sorted)-1))
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + float64((at-float64(i))*(sorted[i+1]-sorted[i]))
}
