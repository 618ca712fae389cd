package engine_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestTheOdds is what the head of the scenario works out: a chance and a rate by what was drawn, a hazard by what is
// done, and effects of what did not work by how many had joined.
func TestTheOdds(t *testing.T) {
	m := compile(t, "../../testdata/worlds/odds.toml")
	const n, lab, works, town, look, shut, pull = 1000, 0, 1, 2, 0, 1, 2
	calm, at1, at2, kept, shutIn := 0.0, 0.0, 0.0, 0.0, 0.0
	hour := engine.At(scenario.Hour)
	e := engine.New(m, 0, engine.Setup{})
	runs := func() bool { return e.System(0) == engine.Normal }
	for seed := range uint64(n) {
		e.Reset(m, seed, engine.Setup{})
		require.NoError(t, e.Reach(hour))
		at1 += one(runs())
		require.True(t, e.Do(engine.Command{Verb: engine.Act, Role: lab, Ref: look}).OK)
		for _, r := range []int{works, town} {
			require.True(t, e.Do(engine.Command{Verb: engine.Commit, Role: r, Ref: pull}).OK)
		}
		require.NoError(t, e.Reach(2*hour))
		at2 += one(runs())
		if runs() && seed%2 == 0 {
			require.True(t, e.Do(engine.Command{Verb: engine.Act, Role: works, Ref: shut}).OK)
			shutIn++
		}
		closed := e.Done(shut) > 0
		require.NoError(t, e.Reach(4*hour))
		if e.Drawn()[0] == 1 {
			calm++
			assert.InDelta(t, 4, e.Gauge(0), 1e-9)
			assert.Equal(t, []float64{1, 81}, []float64{float64(e.Done(look)), e.Gauge(1)})
		} else {
			assert.InDelta(t, 12, e.Gauge(0), 1e-9)
			assert.Equal(t, []float64{0, 75}, []float64{float64(e.Done(look)), e.Gauge(1)})
		}
		assert.Zero(t, e.Done(pull))
		require.NoError(t, e.Advance(e.Horizon()))
		if closed {
			kept += one(runs())
		}
	}
	for _, c := range []struct{ p, have float64 }{{0.5, calm}, {0.5, at1}, {0.25, at2}} {
		assert.InDelta(t, c.p, c.have/n, 4*math.Sqrt(c.p*(1-c.p)/n))
	}
	assert.Equal(t, shutIn, kept, "no pump fails behind a closed valve")
}

func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
