package score

import (
	"context"
	"fmt"
	"math/rand/v2"
)

// exactSeats is the largest number of seats for which credit is exact: 2^9 coalitions of them.
const exactSeats = 9

// Credit is a seat's part in the harm that a run avoided.
type Credit struct {
	Role string `json:"role"`
	// Avoided is the seat's Shapley value: the harm that its part in the response avoids, on
	// average over all orders in which the seats could join it. Those of all seats add up to
	// what all together avoid beside nobody acting (L. S. Shapley, 1953).
	Avoided Paired `json:"avoided"`
}

// CreditOf divides the harm that a run avoided among its seats, over paired seeds. A
// coalition's worth is the harm with nobody acting less the harm when only its seats do
// what they did, each when it is possible there (or their bots do); see package whatif. It is exact up to 9 seats;
// for more, it is the mean
// over orders drawn with the run's seed: orders of them for each seed. When ctx ends
// early the means are over the seeds that were done, and ctx's error comes with them.
func CreditOf(ctx context.Context, p *Played, seeds []uint64, orders int, w Work) ([]Credit, error) {
	if _, any := Harmed(p.Engine); !any {
		return nil, nil
	}
	roles := p.Model.Scenario.Allies()
	past, err := Past(ctx, p)
	if err != nil {
		return nil, err
	}
	all := newWorlds(past)
	values := make([][]float64, len(seeds)) // seed × seat
	finished, err := w.Through(ctx, len(seeds), func(i int) (err error) {
		c := coalitions{worlds: all, seed: seeds[i], seats: len(roles), of: roles, all: len(p.Model.Scenario.Roles),
			known: map[string]float64{}}
		if len(roles) <= exactSeats {
			values[i], err = c.exact(ctx)
		} else {
			values[i], err = c.sampled(ctx, rand.New(rand.NewPCG(p.Seed, seeds[i])), orders)
		}
		return err
	})
	if err != nil && !stopped(err) {
		return nil, err
	}
	out := make([]Credit, len(roles))
	for r := range roles {
		var own []float64
		for i := range seeds {
			if finished[i] {
				own = append(own, values[i][r])
			}
		}
		out[r] = Credit{p.Model.Scenario.Roles[roles[r]].ID, PairedOf(own)}
	}
	return out, err
}

// coalitions plays a run on a seed with only some of its seats.
type coalitions struct {
	worlds *worlds
	seed   uint64
	seats  int
	of     []int              // the roles of the seats: those of the response
	all    int                // how many roles there are
	known  map[string]float64 // harm by who is in
}

// harm is the harm when only those who are in act.
func (c *coalitions) harm(ctx context.Context, in []bool) (float64, error) {
	key := fmt.Sprint(in)
	if h, ok := c.known[key]; ok {
		return h, nil
	}
	w := c.worlds.on(c.seed)
	w.Seats = make([]bool, c.all)
	for i, r := range c.of {
		w.Seats[r] = in[i]
	}
	h, err := c.worlds.harm(ctx, w)
	c.known[key] = h
	return h, err
}

// exact is φ_i = Σ_S |S|! (n-|S|-1)! / n! (v(S ∪ i) - v(S)) over all S without i.
func (c *coalitions) exact(ctx context.Context) ([]float64, error) {
	n := c.seats
	harm := make([]float64, 1<<n)
	for s := range harm {
		in := make([]bool, n)
		for r := range n {
			in[r] = s>>r&1 == 1
		}
		h, err := c.harm(ctx, in)
		if err != nil {
			return nil, err
		}
		harm[s] = h
	}
	// weight[k] = k! (n-k-1)! / n!
	weight := make([]float64, n)
	weight[0] = 1 / float64(n)
	for k := 1; k < n; k++ {
		weight[k] = float64(weight[k-1] * float64(k) / float64(n-k))
	}
	out := make([]float64, n)
	for s := range harm {
		size := 0
		for r := range n {
			size += s >> r & 1
		}
		for r := range n {
			if s>>r&1 == 0 {
				out[r] += float64(weight[size] * (harm[s] - harm[s|1<<r]))
			}
		}
	}
	return out, nil
}

// sampled is the mean of what each seat avoids when it joins those before it, over orders.
func (c *coalitions) sampled(ctx context.Context, random *rand.Rand, orders int) ([]float64, error) {
	n := c.seats
	out := make([]float64, n)
	for range orders {
		in := make([]bool, n)
		before, err := c.harm(ctx, in)
		if err != nil {
			return nil, err
		}
		for _, r := range random.Perm(n) {
			in[r] = true
			h, err := c.harm(ctx, in)
			if err != nil {
				return nil, err
			}
			out[r] += (before - h) / float64(orders)
			before = h
		}
	}
	return out, nil
}
