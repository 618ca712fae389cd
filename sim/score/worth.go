package score

import (
	"context"
	"fmt"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Worth is what a mechanism is worth, and to whom: the claim that preparedness is
// underprovided, because its benefits are diffuse and its costs concentrated, as numbers
// (after arXiv 2603.10015). Bots play every seat, on paired seeds with it and without.
type Worth struct {
	Mechanism string   `json:"mechanism"`
	Cost      float64  `json:"cost"`    // c = Σ c_i, in the currency of harm
	Avoided   Paired   `json:"avoided"` // Σ b_j, the harm avoided
	Social    Paired   `json:"social"`  // social return, Σ b_j - c
	Gains     []Gain   `json:"gains"`   // b_j, for each who bears harm
	Payers    []Payer  `json:"payers"`
	External  *float64 `json:"external"` // Σ over those who do not pay of b_j / Σ b_j; nil where nothing is avoided
	// BreakEven is the price of a budget point, in harm, at which all together neither gain
	// nor lose by it; nil for what costs nothing.
	BreakEven *Paired `json:"break_even"`
	// Team is the harm that it avoids, or would have avoided, for those who played: their deeds
	// by reactive replay with it and without, everything else as it was; see package whatif.
	// Where bots played all, with nothing else prepared in play, it is what Avoided is. Own is
	// the same on the run's own draw, and Agree on how many draws Team went the way of Own.
	Team  Paired  `json:"team"`
	Own   float64 `json:"own"`
	Agree int     `json:"agree"`
	// Underprovided: the interval of the social return is above 0, and that of the return of
	// at least one who is expected to pay is below.
	Underprovided bool `json:"underinvested"`
	// ByConstruction: it is underprovided only because those payers bear no harm in the
	// scenario, whatever happens. Their author has given them no stake.
	ByConstruction bool `json:"by_construction"`
}

// Gain is the harm that a bearer is spared.
type Gain struct {
	Who     string `json:"who"`
	Avoided Paired `json:"avoided"`
}

// Payer is a role that is expected to pay for a mechanism.
type Payer struct {
	Role    string  `json:"role"`
	Cost    float64 `json:"cost"`    // c_i, in the currency of harm
	Private Paired  `json:"private"` // private return, b_i - c_i
	// Bears is whether the scenario has the role bear any harm at all.
	Bears     bool    `json:"bears"`
	BreakEven *Paired `json:"break_even"` // price of a point at which the role neither gains nor loses; nil without cost
}

// WorthOf finds what each mechanism is worth in addition to others that were in force in a run
// anyway: to bots in every seat, as a sweep has it, and to those who played. A budget point
// counts as rate points of harm. When ctx ends early the means are over the seeds that were
// done, and ctx's error comes with them. It is nil where the scenario counts no harm.
func WorthOf(ctx context.Context, p *Played, rate float64, seeds []uint64, w Work) ([]Worth, error) {
	n := len(p.Model.Scenario.Mechanisms)
	if _, any := Harmed(p.Engine); !any || n == 0 || len(seeds) == 0 {
		return nil, nil
	}
	past, err := Past(ctx, p)
	if err != nil {
		return nil, err
	}
	others, all := established(p), newWorlds(past)
	spared := make([][]Bearer, n*len(seeds)) // mechanism × seed
	team := make([]float64, n*len(seeds))
	finished, err := w.Through(ctx, len(spared), func(i int) error {
		mechanism, seed := i/len(seeds), seeds[i%len(seeds)]
		var err error
		if spared[i], err = sparedBy(ctx, p.Model, others, mechanism, seed); err == nil {
			team[i], err = all.sparedTeam(ctx, p, mechanism, seed)
		}
		return err
	})
	if err != nil && !stopped(err) {
		return nil, err
	}
	out := make([]Worth, n)
	for k := range out {
		var runs [][]Bearer
		var ofTeam []float64
		own := 0.0
		for i, seed := range seeds {
			at := k*len(seeds) + i
			if !finished[at] {
				continue
			}
			runs, ofTeam = append(runs, spared[at]), append(ofTeam, team[at])
			if seed == p.Seed {
				own = team[at]
			}
		}
		out[k] = worthFrom(p.Model, k, rate, runs)
		out[k].Team, out[k].Own, out[k].Agree = PairedOf(ofTeam), own, agreeing(own, ofTeam)
	}
	return out, err
}

// sparedTeam is the harm that a mechanism spares those who played, on one seed: in force
// from STARTEX where the run never had it; else as the run had it, compared with not at all.
func (w *worlds) sparedTeam(ctx context.Context, p *Played, mechanism int, seed uint64) (float64, error) {
	with, without := w.on(seed), w.on(seed)
	if p.Engine.Established(mechanism) {
		without.Setup.Mechanisms = slices.DeleteFunc(slices.Clone(without.Setup.Mechanisms),
			func(x int) bool { return x == mechanism })
		without.Out = fundingOf(p, mechanism)
	} else {
		with.Setup.Mechanisms = append(slices.Clone(with.Setup.Mechanisms), mechanism)
	}
	harm, err := w.harm(ctx, without)
	if err != nil {
		return 0, err
	}
	left, err := w.harm(ctx, with)
	return harm - left, err
}

// fundingOf are the deeds by which a run's seats paid for a mechanism.
func fundingOf(p *Played, mechanism int) []engine.Command {
	var out []engine.Command
	for _, a := range p.Acts {
		if a.Verb == engine.Invest && a.Ref == mechanism {
			out = append(out, a.Command)
		}
	}
	return out
}

// sparedBy is the harm that each bearer is spared on one seed.
func sparedBy(ctx context.Context, m *engine.Model, others []int, mechanism int, seed uint64) ([]Bearer, error) {
	without := slices.DeleteFunc(slices.Clone(others), func(x int) bool { return x == mechanism })
	var runs [2][]Bearer
	e := engine.New(m, seed, engine.Setup{})
	for i, setup := range [2][]int{without, append(slices.Clone(without), mechanism)} {
		p := Plan{Model: m, Seed: seed, Bots: true, Setup: engine.Setup{Mechanisms: setup},
			Until: engine.At(m.Scenario.Length)}
		if _, err := outcomeOf(ctx, e, p); err != nil {
			return nil, fmt.Errorf("mechanism %s: %w", m.Scenario.Mechanisms[mechanism].ID, err)
		}
		runs[i] = Bearers(e)
	}
	for b := range runs[0] {
		runs[0][b].Harm -= runs[1][b].Harm
	}
	return runs[0], nil
}

func worthFrom(m *engine.Model, mechanism int, rate float64, runs [][]Bearer) Worth {
	mech := &m.Scenario.Mechanisms[mechanism]
	points := 0.0
	out := Worth{Mechanism: mech.ID, Gains: []Gain{}, Payers: []Payer{}}
	for _, c := range mech.Cost {
		points += c.Value
		out.Cost += float64(c.Value * rate)
	}
	over := func(f func(run []Bearer) float64) Paired {
		var ds []float64
		for _, r := range runs {
			ds = append(ds, f(r))
		}
		return PairedOf(ds)
	}
	of := func(who string) func(run []Bearer) float64 {
		return func(run []Bearer) float64 {
			for _, b := range run {
				if b.Who == who {
					return b.Harm
				}
			}
			return 0
		}
	}
	all := func(run []Bearer) float64 {
		sum := 0.0
		for _, b := range run {
			sum += b.Harm
		}
		return sum
	}
	out.Avoided = over(all)
	out.Social = over(func(run []Bearer) float64 { return all(run) - out.Cost })
	external := 0.0
	if len(runs) > 0 {
		for _, b := range runs[0] {
			g := Gain{b.Who, over(of(b.Who))}
			out.Gains = append(out.Gains, g)
			if !slices.ContainsFunc(mech.Cost, func(c scenario.Amount) bool { return c.ID == b.Who }) {
				external += g.Avoided.Mean
			}
		}
	}
	if out.Avoided.Mean > 0 {
		share := external / out.Avoided.Mean
		out.External = &share
	}
	out.BreakEven = price(out.Avoided, points)
	out.ByConstruction = true
	for _, c := range mech.Cost {
		cost := float64(c.Value * rate)
		bears := len(runs) > 0 && slices.ContainsFunc(runs[0], func(b Bearer) bool { return b.Who == c.ID })
		p := Payer{c.ID, cost, over(func(run []Bearer) float64 { return of(c.ID)(run) - cost }), bears,
			price(over(of(c.ID)), c.Value)}
		out.Payers = append(out.Payers, p)
		if out.Social.CI95[0] > 0 && p.Private.CI95[1] < 0 {
			out.Underprovided = true
			out.ByConstruction = out.ByConstruction && !bears
		}
	}
	out.ByConstruction = out.ByConstruction && out.Underprovided
	return out
}

// price is what a point must cost for a gain to be worth exactly that many points; nil for none.
func price(gain Paired, points float64) *Paired {
	if points <= 0 {
		return nil
	}
	p := gain.over(points)
	return &p
}
