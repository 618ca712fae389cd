package sweep

import (
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
