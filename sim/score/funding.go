package score

import (
	"context"
	"errors"
	"fmt"
	"math/bits"

	"tocsin/sim/engine"
)

// MostFunded is the largest number of mechanisms for which [FundingOf] plays all sets: 2^8 of them.
const MostFunded = 8

// Funding is what those who are expected to pay would buy, each for itself, compared with what one
// planner would buy for all. Bots play every set of the scenario's mechanisms on the same
// draws of chance.
//
// A mechanism is had when all who are expected to pay put in their parts. A payer minds its
// own part of the cost and the harm that it bears itself, on average over the draws. A set is
// stable (a Nash equilibrium in pure strategies) if no payer is better off by paying for
// other mechanisms than it does, the others doing as they do. Budgets set no limit here.
type Funding struct {
	N          int               `json:"n"`    // draws of chance
	Rate       float64           `json:"rate"` // harm that a budget point is worth
	Sets       []FundedSet       `json:"sets"` // all of them, as bits of the scenario's mechanisms count up
	Mechanisms []FundedMechanism `json:"mechanisms"`
	Pairs      []Interaction     `json:"interactions"`
	// Planner is the place of the set with the least harm and cost to all together.
	Planner int `json:"planner"`
	// Stable are the places of the stable sets; Best is that of them which is best for all, -1
	// where there is none.
	Stable []int `json:"stable"`
	Best   int   `json:"best_stable"`
	// Lost is how much better the planner's set is for all than the best stable one; nil where
	// none is stable. Which sets these are was chosen on the same draws.
	Lost *Paired `json:"lost"`
}

// FundedSet is a set of mechanisms.
type FundedSet struct {
	Mechanisms []string `json:"mechanisms"`
	Cost       float64  `json:"cost"`    // in the currency of harm
	Avoided    Paired   `json:"avoided"` // harm avoided beside none
	Social     Paired   `json:"social"`  // Avoided less Cost
	Stable     bool     `json:"stable"`
}

// FundedMechanism is the harm that a mechanism avoids alone, and when it is added to all others.
type FundedMechanism struct {
	Mechanism string `json:"mechanism"`
	Alone     Paired `json:"alone"`
	LastIn    Paired `json:"last_in"`
}

// Interaction is how much more two mechanisms avoid together than the sum of what each avoids alone:
// below 0 they replace one another, above 0 each needs the other.
type Interaction struct {
	Mechanisms [2]string `json:"mechanisms"`
	More       Paired    `json:"more"`
}

// FundingOf plays all sets of a scenario's mechanisms on the seeds. A budget point counts as
// rate points of harm. It is an error to have more than [MostFunded] mechanisms, or none, or no seed.
func FundingOf(ctx context.Context, m *engine.Model, rate float64, seeds []uint64, w Work) (*Funding, error) {
	n := len(m.Scenario.Mechanisms)
	if len(seeds) == 0 {
		return nil, errors.New("what payers would buy is worked out on draws of chance: give at least one seed")
	}
	if n == 0 || n > MostFunded {
		return nil,
			fmt.Errorf("what payers would buy is worked out for 1 to %d mechanisms, and the scenario has %d",
				MostFunded, n)
	}
	p := purchase{m: m, rate: rate, sets: 1 << n, runs: make([][][]Bearer, len(seeds))}
	if _, err := w.Through(ctx, len(seeds), func(i int) (err error) {
		p.runs[i], err = p.play(ctx, seeds[i])
		return err
	}); err != nil {
		return nil, err
	}
	return p.funding(), nil
}

// purchase is all that was played: by seed and set, who bears what.
type purchase struct {
	m    *engine.Model
	rate float64
	sets int
	runs [][][]Bearer
}

func (p *purchase) play(ctx context.Context, seed uint64) ([][]Bearer, error) {
	out := make([][]Bearer, p.sets)
	e := engine.New(p.m, seed, engine.Setup{})
	for s := range out {
		plan := Plan{Model: p.m, Seed: seed, Bots: true, Setup: engine.Setup{Mechanisms: members(s)},
			Until: engine.At(p.m.Scenario.Length)}
		if _, err := outcomeOf(ctx, e, plan); err != nil {
			return nil, err
		}
		out[s] = Bearers(e)
	}
	return out, nil
}

// members are the mechanisms of a set.
func members(set int) []int {
	var out []int
	for s := uint(set); s != 0; s &= s - 1 {
		out = append(out, bits.TrailingZeros(s))
	}
	return out
}

func (p *purchase) ids(set int) []string {
	out := []string{}
	for _, k := range members(set) {
		out = append(out, p.m.Scenario.Mechanisms[k].ID)
	}
	return out
}

// cost is what a set costs a role, or all together for "".
func (p *purchase) cost(set int, role string) float64 {
	sum := 0.0
	for _, k := range members(set) {
		for _, c := range p.m.Scenario.Mechanisms[k].Cost {
			if role == "" || c.ID == role {
				sum += float64(c.Value * p.rate)
			}
		}
	}
	return sum
}

// borne is the harm that a role bears in a run, or all together for "".
func borne(run []Bearer, role string) float64 {
	sum := 0.0
	for _, b := range run {
		if role == "" || b.Who == role {
			sum += b.Harm
		}
	}
	return sum
}

// over is the mean over the draws of what a run of all sets gives.
func (p *purchase) over(f func(sets [][]Bearer) float64) Paired {
	var values []float64
	for _, sets := range p.runs {
		values = append(values, f(sets))
	}
	return PairedOf(values)
}

// burden is what a payer minds: its own harm and its own part of the cost.
func (p *purchase) burden(set int, role string) float64 {
	return p.over(func(sets [][]Bearer) float64 { return borne(sets[set], role) }).Mean + p.cost(set, role)
}

// avoided is the harm of one set less that of another.
func (p *purchase) avoided(by, beside int) Paired {
	return p.over(func(sets [][]Bearer) float64 { return borne(sets[beside], "") - borne(sets[by], "") })
}

func (p *purchase) funding() *Funding {
	f := &Funding{N: len(p.runs), Rate: p.rate, Pairs: []Interaction{}, Stable: []int{}, Best: -1}
	burdens := p.burdens()
	for s := range p.sets {
		x := FundedSet{Mechanisms: p.ids(s), Cost: p.cost(s, ""), Avoided: p.avoided(s, 0)}
		x.Social = p.over(func(sets [][]Bearer) float64 { return borne(sets[0], "") - borne(sets[s], "") - x.Cost })
		x.Stable = p.stable(s, burdens)
		f.Sets = append(f.Sets, x)
		if x.Social.Mean > f.Sets[f.Planner].Social.Mean {
			f.Planner = s
		}
		if !x.Stable {
			continue
		}
		f.Stable = append(f.Stable, s)
		if f.Best < 0 || x.Social.Mean > f.Sets[f.Best].Social.Mean {
			f.Best = s
		}
	}
	if f.Best >= 0 {
		lost := p.over(func(sets [][]Bearer) float64 {
			return borne(sets[f.Best], "") + f.Sets[f.Best].Cost - borne(sets[f.Planner], "") - f.Sets[f.Planner].Cost
		})
		f.Lost = &lost
	}
	mechanisms, all := p.m.Scenario.Mechanisms, p.sets-1
	for a := range mechanisms {
		f.Mechanisms = append(f.Mechanisms, FundedMechanism{mechanisms[a].ID, p.avoided(1<<a, 0),
			p.avoided(all, all&^(1<<a))})
		for b := range a {
			f.Pairs = append(f.Pairs, Interaction{[2]string{mechanisms[b].ID, mechanisms[a].ID},
				p.over(func(sets [][]Bearer) float64 {
					return borne(sets[1<<a], "") +
						borne(sets[1<<b], "") - borne(sets[1<<a|1<<b], "") - borne(sets[0], "")
				})})
		}
	}
	return f
}

// burdens is what each payer minds, by role and set, for those who are expected to pay.
func (p *purchase) burdens() map[string][]float64 {
	out := map[string][]float64{}
	for k := range p.m.Scenario.Mechanisms {
		for _, c := range p.m.Scenario.Mechanisms[k].Cost {
			if out[c.ID] != nil {
				continue
			}
			for s := range p.sets {
				out[c.ID] = append(out[c.ID], p.burden(s, c.ID))
			}
		}
	}
	return out
}

// stable reports whether no payer of a set is better off by paying for other mechanisms: for
// fewer of those that it pays for, or for more of those that it alone pays for.
func (p *purchase) stable(set int, burdens map[string][]float64) bool {
	for role, burden := range burdens {
		open := 0 // the mechanisms that it pays for and may have or not, as it chooses
		for k := range p.m.Scenario.Mechanisms {
			pays, others := false, false
			for _, c := range p.m.Scenario.Mechanisms[k].Cost {
				pays = pays || c.ID == role && c.Value > 0
				others = others || c.ID != role && c.Value > 0
			}
			if pays && (!others || set>>k&1 == 1) {
				open |= 1 << k
			}
		}
		for other := range burden {
			if (other^set)&^open == 0 && burden[other] < burden[set] && !alike(burden[set], burden[other]) {
				return false
			}
		}
	}
	return true
}
