package sweep

import (
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/score"
	"tocsin/sim/testsize"
)

// TestNever: where a time may never come, differences are over all pairs and agree with the
// restricted means, in which never is the end. In the toy the time is exponential with mean
// 40 h, or 20 h with the mechanism, within 20 h: E min(X, 20) = μ(1 - exp(-20/μ)).
func TestNever(t *testing.T) {
	src, err := os.ReadFile("../../testdata/toys/toy_never.toml")
	require.NoError(t, err)
	r := result(t, design(t, Request{Version: "t", Name: "toy", Scenario: load(t, string(src)), N: 4000, Seed: 1,
		Arms: []string{"none", "m"}, Measures: []string{"stopped", "harm"}}), 2)
	none, with := r.Arms[0].Measures["stopped"], r.Arms[1].Measures["stopped"]
	restricted := func(mean float64) float64 { return mean * (1 - math.Exp(-20/mean)) }
	require.NotNil(t, none.Restricted)
	assert.InDelta(t, restricted(40), *none.Restricted, 0.4)
	assert.InDelta(t, restricted(20), *with.Restricted, 0.4)
	assert.InDelta(t, 4000*math.Exp(-0.5), float64(none.Never), 150, "in how many runs it did not come")
	d := r.Differences[0]
	require.Equal(t, "stopped", d.Measure)
	assert.Equal(t, 4000, d.N, "all pairs")
	assert.InDelta(t, *with.Restricted-*none.Restricted, *d.Mean, 1e-9)
	assert.InDelta(t, -3.1, *d.Mean, 0.2)
	assert.Nil(t, r.Arms[0].Measures["harm"].Restricted, "an amount is no time")
}

// TestPaceInSweeps: the pace of relevance of an arm's runs is that of the same run alone, and the
// share of runs that came in time is the mean of its own measure.
func TestPaceInSweeps(t *testing.T) {
	testsize.Long(t)
	src, err := os.ReadFile("../../scenarios/cold_copy.toml")
	require.NoError(t, err)
	sc := load(t, string(src))
	d := design(t, Request{Version: "t", Name: "c", Scenario: sc, N: 6, Seed: 1,
		Arms: []string{"none", "all"}, Measures: []string{"pace", "pace.in_time"}})
	r := result(t, d, 2)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	for a, word := range []string{"none", "all"} {
		ms, _ := score.MechanismsOf(sc, word)
		sum, in, n := 0.0, 0.0, 0.0
		for run := range 6 {
			p, err := score.Play(t.Context(), score.Plan{Model: m, Seed: d.Design.SeedOf(run), Bots: true,
				Setup: engine.Setup{Mechanisms: ms}, Until: engine.At(sc.Length)})
			require.NoError(t, err)
			pace, err := score.PaceOf(t.Context(), p)
			require.NoError(t, err)
			if pace.Value != nil {
				sum, n = sum+*pace.Value, n+1
				if *pace.Value >= 1 {
					in++
				}
			}
		}
		require.Positive(t, n)
		assert.InDelta(t, sum/n, *r.Arms[a].Measures["pace"].Mean, 1e-9, word)
		assert.InDelta(t, in/n, *r.Arms[a].Measures["pace.in_time"].Mean, 1e-9, word)
	}
}
