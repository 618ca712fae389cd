package engine_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestAFactLeaksByWhoKnowsIt is what the head of the scenario works out.
func TestAFactLeaksByWhoKnowsIt(t *testing.T) {
	m := compile(t, "../../testdata/worlds/leak.toml")
	const n, police, press = 4000, 0, 2
	e := engine.New(m, 0, engine.Setup{})
	hour := engine.At(scenario.Hour)
	at10, at11 := 0.0, 0.0
	for seed := range uint64(n) {
		e.Reset(m, seed, engine.Setup{})
		require.NoError(t, e.Reach(10*hour))
		at10 += float64(e.InjectState(0).Times)
		require.True(t, e.Do(engine.Command{Verb: engine.Share, Role: police, Ref: 0, To: []int{press}}).OK)
		require.NoError(t, e.Reach(11*hour))
		at11 += float64(e.InjectState(0).Times)
	}
	for _, c := range []struct{ p, came float64 }{{1 - math.Exp(-.5), at10}, {1 - math.Exp(-1.6), at11}} {
		assert.InDelta(t, c.p, c.came/n, 4*math.Sqrt(c.p*(1-c.p)/n))
	}
}

// TestWhoHoldsAFactUnderAMark counts a seat by the mark that came with the fact, where that is stricter than its own.
func TestWhoHoldsAFactUnderAMark(t *testing.T) {
	m := compile(t, "../../testdata/worlds/leak.toml")
	e := engine.New(m, 1, engine.Setup{})
	held := func(mark string) float64 {
		root, err := m.Scenario.ParseExpr("held('rumour', '"+mark+"')", scenario.Number, false)
		require.NoError(t, err)
		return e.Eval(root)
	}
	all := func() []float64 { return []float64{held("clear"), held("green"), held("amber"), held("red")} }
	require.NoError(t, e.Reach(0))
	assert.Equal(t, []float64{1, 1, 0, 0}, all())
	require.True(t, e.Do(engine.Command{Verb: engine.Share, Role: 0, Ref: 1, To: []int{1}, Mark: "red"}).OK)
	assert.Equal(t, []float64{2, 2, 1, 1}, all())
	require.True(t, e.Do(engine.Command{Verb: engine.Share, Role: 0, Ref: 1, To: []int{2}, Mark: "clear"}).OK)
	assert.Equal(t, []float64{3, 3, 1, 1}, all())
	require.NoError(t, e.Advance(e.Horizon()))
	strict, _ := e.MeasureValue(0)
	loose, _ := e.MeasureValue(1)
	assert.Equal(t, []float64{1, 3}, []float64{strict, loose})
}
