package score

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/engine"
	"tocsin/sim/testsize"
)

// assertAddsUp holds a waterfall to leading from each level to the next, in the order of
// its steps.
func assertAddsUp(t require.TestingT, steps []Step, of string) {
	at, scale := 0.0, 1.0
	for _, s := range steps {
		scale = max(scale, math.Abs(s.From), math.Abs(s.To))
	}
	within := 1e-9 * scale
	for i, s := range steps {
		if s.Level {
			require.Zero(t, s.From, of)
			if i > 0 {
				require.InDelta(t, at, s.To, within, "%s: the changes before %s add up to it", of, s.ID)
			}
			at = s.To
			continue
		}
		require.InDelta(t, at, s.From, within, "%s: %s begins where the step before it ends", of, s.ID)
		at += s.Change()
	}
}

// TestWaterfallAddsUp: whatever the harms, the steps lead from each level to the next.
func TestWaterfallAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		harm := rapid.Float64Range(0, 1e9)
		h := HarmOf(harm.Draw(t, "actual"), harm.Draw(t, "idle"), harm.Draw(t, "solo"), harm.Draw(t, "frictionless"))
		steps := WaterfallOf(h, nil)
		assertAddsUp(t, steps, "undivided")
		again := harm.Draw(t, "played again")
		g := Gap{Whole: again - *h.Frictionless}
		part := rapid.Float64Range(-1e9, 1e9)
		g.Knowing, g.Agreeing, g.Deciding = part.Draw(t, "knowing"), part.Draw(t, "agreeing"),
			part.Draw(t, "deciding")
		g.NotAttempted = g.Whole - g.Knowing - g.Agreeing - g.Deciding
		steps = WaterfallOf(h, &g)
		assertAddsUp(t, steps, "divided")
		for _, s := range steps {
			if want, ok := map[string]float64{"knowing": g.Knowing, "agreeing": g.Agreeing, "deciding": g.Deciding,
				"not_attempted": g.NotAttempted}[s.ID]; ok {
				require.InDelta(t, -want, s.Change(), 1e-9*8e9, s.ID)
			}
		}
		if h.Efficiency() == nil {
			require.Equal(t, "run", steps[len(steps)-1].ID, "no yardstick, nothing after the run")
		} else {
			require.Equal(t, "frictionless", steps[len(steps)-1].ID)
		}
	})
	assert.Nil(t, WaterfallOf(Harm{}, nil), "no harm is counted")
}

// TestWaterfallsOfRuns: those of runs with bots, scripts, mechanisms and none add up too.
func TestWaterfallsOfRuns(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	m := fileModel(t, "../../scenarios/cold_copy.toml")
	all, _ := MechanismsOf(m.Scenario, "all")
	for i := range testsize.Of(200, 12, 4) {
		plan := Plan{Model: m, Seed: r.Uint64(), Bots: i%3 > 0, Until: engine.At(m.Scenario.Length)}
		if i%2 > 0 {
			plan.Setup.Mechanisms = all[:r.IntN(len(all)+1)]
		}
		p := play(t, plan)
		c := mark(t, p)
		g, err := GapOf(t.Context(), p, []uint64{plan.Seed}, Work{})
		require.NoError(t, err)
		steps := WaterfallOf(c.Harm, &g.Own)
		assertAddsUp(t, steps, m.Scenario.Title)
		assert.NotContains(t, steps, "replayed", "played again it is the same")
	}
}
