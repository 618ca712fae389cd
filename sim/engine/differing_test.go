package engine_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestEffectsThatDiffer holds exclusive effects to their chances, amounts to their spread and
// their expression, and a condition to the moment at which the effect takes place.
func TestEffectsThatDiffer(t *testing.T) {
	m := compile(t, "../../testdata/worlds/effects.toml")
	gauge := func(e *engine.Engine, id string) float64 { return e.Gauge(m.Scenario.Find("gauge", id)) }
	const n = 1000
	count := map[string]float64{}
	sum, squares := 0.0, 0.0
	e := engine.New(m, 0, engine.Setup{})
	for seed := range uint64(n) {
		e.Reset(m, seed, engine.Setup{})
		require.NoError(t, e.Reach(engine.At(3600e9*3/2)))
		for _, id := range []string{"a", "b", "c", "rest"} {
			count[id] += gauge(e, id)
		}
		assert.LessOrEqual(t, gauge(e, "a")+gauge(e, "b"), 1.0)
		assert.Equal(t, 1.0, gauge(e, "c")+gauge(e, "rest"))
		assert.Equal(t, 90.0, gauge(e, "copies"), "a tenth of 100")
		assert.Zero(t, gauge(e, "late"))
		lost := 50 - gauge(e, "trust")
		assert.True(t, lost >= 2 && lost <= 8, lost)
		sum, squares = sum+lost, squares+lost*lost
		require.NoError(t, e.Advance(e.Horizon()))
		assert.InDelta(t, 72.9, gauge(e, "copies"), 1e-9)
		assert.Equal(t, 3.0, gauge(e, "late"), "an hour after each hit there are fewer than 95")
	}
	for id, p := range map[string]float64{"a": 0.5, "b": 0.2, "c": 0.75, "rest": 0.25} {
		assert.InDelta(t, p, count[id]/n, 4*math.Sqrt(p*(1-p)/n), id)
	}
	assert.InDelta(t, 5, sum/n, 4*math.Sqrt(3.0/n), "the mean of 2 to 8")
	assert.InDelta(t, 3, squares/n-sum/n*sum/n, 0.5, "its variance, 36 / 12")
}

// TestConditionOfAnEffectIsLookedAtWhenItTakesPlace and not when its cause comes.
func TestConditionOfAnEffectIsLookedAtWhenItTakesPlace(t *testing.T) {
	m := model(t, `[role.a]
[gauge.g]
[gauge.lifted]
[inject.cause]
at="1h"
effects=[{gauge="g", set=5, after="2h", if="lifted == 1"}, {gauge="g", add=1, if="lifted == 1"}]
[inject.lift]
at="2h"
effects=[{gauge="lifted", set=1}]
[mechanism.m]
changes=[{gauge="g", add=7, if="lifted == 1"}]
`)
	e := engine.New(m, 1, engine.Setup{Mechanisms: []int{0}})
	require.NoError(t, e.Advance(e.Horizon()))
	assert.Equal(t, 5.0, e.Gauge(0))
}
