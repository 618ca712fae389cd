package score

import (
	"context"

	"tocsin/sim/engine"
)

// Gap is the coordination gap A - F, the harm that a frictionless run would not have done,
// divided into what it is made of. Three switches are put on the run's own deeds by
// reactive replay (package whatif): every fact known to all at once, agreement and set-up
// at once, reactions at once. Each of the first three parts is the Shapley value of its
// switch: what it avoids on average over the orders in which the three can be put on. What
// is left with all three is what was not attempted, or not prepared. The four add up to
// the gap. One of the first three below 0 says that its switch does harm: being quicker is not
// always better.
type Gap struct {
	Knowing      float64 `json:"knowing"`
	Agreeing     float64 `json:"agreeing"`
	Deciding     float64 `json:"deciding"`
	NotAttempted float64 `json:"not_attempted"`
	Whole        float64 `json:"whole"`
}

// GapOver is a run's efficiency and gap on its own draw of chance and over others. On
// others its seats react, so that one lucky draw does not make a team's number.
type GapOver struct {
	N            int    `json:"n"` // draws
	Efficiency   Ratio  `json:"efficiency"`
	Own          Gap    `json:"own"` // on the run's own draw
	Knowing      Paired `json:"knowing"`
	Agreeing     Paired `json:"agreeing"`
	Deciding     Paired `json:"deciding"`
	NotAttempted Paired `json:"not_attempted"`
	Whole        Paired `json:"whole"`
	Idle         Paired `json:"idle"` // harm
	Solo         Paired `json:"solo"`
	Actual       Paired `json:"actual"`
	Frictionless Paired `json:"frictionless"`
}

// GapDraws is how many draws of chance a gap is measured on where nobody says otherwise.
const GapDraws = 200

// divided is a draw's harms and the gap that comes of them.
type divided struct {
	Gap
	idle, solo, actual, frictionless float64
}

// GapOf divides the gap of a run on its own draw and on seeds, which must begin with its
// own. It is nil where the scenario has no outcome gauge. When ctx ends early the means are
// over the seeds that were done, and ctx's error comes with them.
func GapOf(ctx context.Context, p *Played, seeds []uint64, w Work) (*GapOver, error) {
	if _, any := Harmed(p.Engine); !any || len(seeds) == 0 {
		return nil, nil
	}
	past, err := Past(ctx, p)
	if err != nil {
		return nil, err
	}
	all := newWorlds(past)
	draws := make([]divided, len(seeds))
	finished, err := w.Through(ctx, len(seeds), func(i int) (err error) {
		draws[i], err = all.divide(ctx, p, seeds[i])
		return err
	})
	if err != nil && !stopped(err) {
		return nil, err
	}
	out := &GapOver{Own: draws[0].Gap}
	var avoided, avoidable []float64
	var of [9][]float64
	for i, d := range draws {
		if !finished[i] {
			continue
		}
		out.N++
		avoided, avoidable = append(avoided, d.solo-d.actual), append(avoidable, d.solo-d.frictionless)
		for k, v := range [9]float64{d.Knowing, d.Agreeing, d.Deciding, d.NotAttempted, d.Whole, d.idle, d.solo,
			d.actual, d.frictionless} {
			of[k] = append(of[k], v)
		}
	}
	out.Efficiency = RatioOf(avoided, avoidable)
	for k, to := range [9]*Paired{&out.Knowing, &out.Agreeing, &out.Deciding, &out.NotAttempted, &out.Whole,
		&out.Idle, &out.Solo, &out.Actual, &out.Frictionless} {
		*to = PairedOf(of[k])
	}
	return out, err
}

// divide plays a run with every set of the three switches, and its baselines, on a seed.
func (w *worlds) divide(ctx context.Context, p *Played, seed uint64) (divided, error) {
	var harm [8]float64
	var d divided
	for s := range harm {
		world := w.on(seed)
		world.Setup.SharedKnowledge = s&1 != 0
		world.Setup.InstantAgreement, world.Joins = s&2 != 0, s&2 != 0
		world.Prompt = s&4 != 0
		var err error
		if harm[s], err = w.harm(ctx, world); err != nil {
			return d, err
		}
	}
	e := engine.New(p.Model, seed, engine.Setup{})
	for i, plan := range baselines(p) {
		plan.Seed = seed
		v, err := outcomeOf(ctx, e, plan)
		if err != nil {
			return d, err
		}
		*[3]*float64{&d.idle, &d.solo, &d.frictionless}[i] = v
	}
	d.actual = harm[0]
	d.Gap = Gap{Knowing: shapleyOf(harm, 1), Agreeing: shapleyOf(harm, 2), Deciding: shapleyOf(harm, 4),
		NotAttempted: harm[7] - d.frictionless, Whole: harm[0] - d.frictionless}
	return d, nil
}

// shapleyOf is what a switch of three avoids, φ = Σ_S |S|! (2-|S|)! / 3! (h(S) - h(S ∪ switch))
// over the sets S of the others.
func shapleyOf(harm [8]float64, bit int) float64 {
	sum := 0.0
	for s := range harm {
		if s&bit != 0 {
			continue
		}
		weight := 1.0 / 3
		if others := 7 &^ bit; s&others != 0 && s&others != others {
			weight = 1.0 / 6
		}
		sum += float64(weight * (harm[s] - harm[s|bit]))
	}
	return sum
}
