package engine_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestHazardByCondition checks how often a system has failed by some hours against the exact
// chance, where its hazard changes with the time, with another system and with its own repair,
// and wants no system to fail later for a higher hazard.
func TestHazardByCondition(t *testing.T) {
	const n = 4000
	first := func(m *engine.Model, e *engine.Engine, seed uint64) float64 {
		e.Reset(m, seed, engine.Setup{})
		at := math.Inf(1)
		e.Observe(func(ev engine.Event) {
			if ev.Kind == engine.SystemChanged && ev.Ref == 0 && uint8(ev.Num) == engine.Failed {
				at = min(at, ev.At.Hours())
			}
		})
		require.NoError(t, e.Advance(e.Horizon()))
		return at
	}
	world := func(hazard, more string) *engine.Model {
		return model(t, fmt.Sprintf("[role.a]\n[system.x]\nhazard=\"%s\"\n[system.y]\n%s", hazard, more))
	}
	fails := "[inject.y]\nat=\"5h\"\neffects=[{system=\"y\", becomes=\"failed\"}]\n"
	for name, c := range map[string]struct {
		hazard, more string
		by           map[float64]float64 // hours: hazard spent by then
	}{
		"steady":         {"0.1", "", map[float64]float64{5: 0.5, 10: 1}},
		"by the time":    {"hours < 10 ? 0.05 : 0.2", "", map[float64]float64{10: 0.5, 15: 1.5}},
		"by a system":    {"failed('y') ? 0.3 : 0", fails, map[float64]float64{5: 0, 8: 0.9}},
		"by two of them": {"0.1 * count_failed() + 0.02", fails, map[float64]float64{5: 0.1, 10: 0.7}},
		"on and off":     {"hours > 2 && hours < 4 ? 0.5 : 0", "", map[float64]float64{3: 0.5, 20: 1}},
		"while degraded": {"0.1", "[inject.d]\nat=\"3h\"\neffects=[{system=\"x\", becomes=\"degraded\"}]\n",
			map[float64]float64{3: 0.3, 10: 1}},
	} {
		m, e := world(c.hazard, c.more), &engine.Engine{}
		count := map[float64]float64{}
		for seed := range uint64(n) {
			at := first(m, e, seed)
			for by := range c.by {
				if at <= by {
					count[by]++
				}
			}
		}
		for by, spent := range c.by {
			p := 1 - math.Exp(-spent)
			assert.InDelta(t, p, count[by]/n, 4*math.Sqrt(p*(1-p)/n)+1e-9, "%s, by %v hours", name, by)
		}
	}
	low, high, e := world("hours < 5 ? 0.05 : 0.1", ""), world("hours < 5 ? 0.05 : 0.3", ""), &engine.Engine{}
	for seed := range uint64(200) {
		x, y := first(low, e, seed), first(high, e, seed)
		assert.LessOrEqual(t, y, x)
		if x <= 5 {
			assert.Equal(t, x, y, "before they differ they fail at one moment")
		}
	}
}

// TestHazardAfterRepair wants a system that comes back to begin with a budget of its own.
func TestHazardAfterRepair(t *testing.T) {
	m := model(t, "[role.a]\n[system.x]\nhazard=\"1\"\nrepair=\"1h\"\n[measure.n]\ncount=\"failed('x')\"\n")
	sum, e := 0.0, &engine.Engine{}
	for seed := range uint64(300) {
		e.Reset(m, seed, engine.Setup{})
		require.NoError(t, e.Advance(e.Horizon()))
		v, _ := e.MeasureValue(0)
		sum += v
	}
	hours := scenario.Duration(m.Scenario.Length).Hours()
	assert.InDelta(t, hours/2, sum/300, hours/20, "an hour up and an hour down, on average")
}
