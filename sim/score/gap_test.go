package score

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/testsize"
)

// TestAFirewallIsNoCoordination: what a mechanism does by itself is in force where nobody
// coordinates too.
func TestAFirewallIsNoCoordination(t *testing.T) {
	m := fileModel(t, "../../testdata/toys/toy_firewall.toml")
	plan := Plan{Model: m, Seed: 1, Setup: engine.Setup{Mechanisms: []int{0}}, Until: engine.At(m.Scenario.Length)}
	c := mark(t, play(t, plan))
	assert.InDelta(t, 20, *c.Harm.Actual, 1e-9)
	assert.InDelta(t, 20, *c.Harm.Solo, 1e-9)
	assert.InDelta(t, 0, *c.Efficiency, 0)
	assert.InDelta(t, 100, *c.Harm.Idle, 1e-9)
}

// TestBaselinesEndWithTheRun: harm that comes after the run has ended counts on no side.
func TestBaselinesEndWithTheRun(t *testing.T) {
	m := fileModel(t, "../../testdata/toys/toy_firewall.toml")
	p, err := Play(t.Context(), Plan{Model: m, Seed: 1, Until: engine.At(m.Scenario.Length) / 2})
	require.NoError(t, err)
	c := mark(t, p)
	assert.InDelta(t, 50, *c.Harm.Actual, 1e-9)
	assert.InDelta(t, 50, *c.Harm.Idle, 1e-9)
	assert.InDelta(t, 50, *c.Harm.Solo, 1e-9)
}

// TestBaselinesEndWhereTheRunEndedItself: where what the seats did ended the run, what it is
// compared with ends then too, and not when the exercise would have.
func TestBaselinesEndWhereTheRunEndedItself(t *testing.T) {
	m := fileModel(t, "../../scenarios/practice.toml")
	plan := Plan{Model: m, Seed: 1, Bots: true, Until: engine.At(m.Scenario.Length)}
	p := play(t, plan)
	require.Less(t, p.Engine.Now(), plan.Until)
	c := mark(t, p)
	idle := func(until engine.Time) float64 {
		q := plan
		q.Until = until
		empty, err := Play(t.Context(), Idle(q))
		require.NoError(t, err)
		v, _ := Harmed(empty.Engine)
		return v
	}
	assert.InDelta(t, idle(p.Engine.Now()), *c.Harm.Idle, 0)
	assert.Less(t, *c.Harm.Idle, idle(plan.Until))
}

// TestFrictionlessIsNotBeaten: bots, with and without everything prepared, come to less harm
// than the frictionless run on at most 1 % of draws, and it is the same for both.
func TestFrictionlessIsNotBeaten(t *testing.T) {
	n := testsize.Of(200, 100, 50)
	for _, file := range []string{"cold_copy", "practice"} {
		m := fileModel(t, "../../scenarios/"+file+".toml")
		all, _ := MechanismsOf(m.Scenario, "all")
		beaten := 0
		for seed := range uint64(n) {
			var yard []float64
			for _, ms := range [][]int{nil, all} {
				p := play(t, Plan{Model: m, Seed: seed, Bots: true, Setup: engine.Setup{Mechanisms: ms},
					Until: engine.At(m.Scenario.Length)})
				h, err := Baselines(t.Context(), p)
				require.NoError(t, err)
				if *h.Actual < *h.Frictionless-1e-9 {
					beaten++
				}
				yard = append(yard, *h.Frictionless)
			}
			if file == "cold_copy" { // practice ends when the seats end it
				assert.InDelta(t, yard[0], yard[1], 0, "seed %d", seed)
			}
		}
		assert.LessOrEqual(t, beaten, 2*n/100, file)
	}
}

// TestGapAddsUp: for people's deeds and for bots the four parts are the gap, on every draw
// and in the mean.
func TestGapAddsUp(t *testing.T) {
	m := fileModel(t, "../../scenarios/cold_copy.toml")
	bots := play(t, Plan{Model: m, Seed: 3, Bots: true, Until: engine.At(m.Scenario.Length)})
	people := play(t, Plan{Model: m, Seed: 3, Commands: bots.Acts, Until: engine.At(m.Scenario.Length)})
	for name, p := range map[string]*Played{"bots": bots, "people": people} {
		g, err := GapOf(t.Context(), p, Seeds(3, 5), Work{})
		require.NoError(t, err)
		require.Equal(t, 5, g.N, name)
		h, err := Baselines(t.Context(), p)
		require.NoError(t, err)
		o := g.Own
		assert.InDelta(t, *h.Actual-*h.Frictionless, o.Knowing+o.Agreeing+o.Deciding+o.NotAttempted, 1e-9, name)
		assert.InDelta(t, *h.Actual-*h.Frictionless, o.Whole, 1e-9, name)
		assert.InDelta(t, g.Whole.Mean, g.Knowing.Mean+g.Agreeing.Mean+g.Deciding.Mean+g.NotAttempted.Mean, 1e-9,
			name)
		assert.Positive(t, o.Knowing+o.Agreeing+o.Deciding, name)
	}
}

// TestGapOfNobody: who does nothing has attempted nothing.
func TestGapOfNobody(t *testing.T) {
	m := fileModel(t, "../../testdata/toys/toy_firewall.toml")
	g, err := GapOf(t.Context(), play(t, Plan{Model: m, Seed: 1, Until: engine.At(m.Scenario.Length)}), Seeds(1, 1),
		Work{})
	require.NoError(t, err)
	assert.Equal(t, Gap{NotAttempted: 100, Whole: 100}, g.Own)
}

// TestFiellerCovers: the interval of a ratio of means holds the true ratio in 93 % of
// samples and more, though what is avoided is skewed.
func TestFiellerCovers(t *testing.T) {
	const samples, n, truth = 1000, 200, 0.6
	r := rand.New(rand.NewPCG(1, 2))
	covered := 0
	for range samples {
		x, y := make([]float64, n), make([]float64, n)
		for i := range n {
			y[i] = math.Exp(r.NormFloat64())
			x[i] = truth*y[i] + 0.3*math.Exp(r.NormFloat64()) - 0.3*math.Exp(0.5)
		}
		ratio := RatioOf(x, y)
		if ci := ratio.CI95; ci != nil && ci[0] <= truth && truth <= ci[1] {
			covered++
		}
	}
	assert.GreaterOrEqual(t, covered, 930)
}

// TestRatioWithoutAYardstick: nothing is rated where there is nothing to avoid.
func TestRatioWithoutAYardstick(t *testing.T) {
	assert.Nil(t, RatioOf([]float64{1, 2}, []float64{0, 0}).Value)
	assert.Nil(t, RatioOf(nil, nil).Value)
	r := RatioOf([]float64{1, 1}, []float64{5, -4.9}) // it may be 0
	assert.NotNil(t, r.Value)
	assert.Nil(t, r.CI95)
}
