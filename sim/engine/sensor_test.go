package engine_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestReadingsComeLate is what the head of the scenario works out.
func TestReadingsComeLate(t *testing.T) {
	m := compile(t, "../../testdata/worlds/sensors.toml")
	scan, counter := m.Scenario.Find("gauge", "scan"), m.Scenario.Find("gauge", "counter")
	e := engine.New(m, 1, engine.Setup{})
	delivered := engine.Time(-1)
	e.Observe(func(ev engine.Event) {
		if ev.Kind == engine.InjectDelivered {
			delivered = ev.At
		}
		assert.NotEqual(t, engine.GaugeChanged, ev.Kind, "a reading is no change of the world")
	})
	assert.Zero(t, e.Gauge(scan), "before STARTEX the start")
	minute := engine.At(scenario.Minute)
	for _, c := range []struct {
		at            engine.Time
		scan, counter float64
		taken, latest engine.Time
	}{{0, 0, 0, 0, 0}, {29, 0, 0, 0, 0}, {30, 0, 30, 0, 30}, {149, 0, 120, 0, 120}, {150, 60, 150, 60, 150},
		{209, 60, 180, 60, 180}, {240, 120, 240, 120, 240}, {255, 120, 240, 120, 240}} {
		require.NoError(t, e.Advance(c.at*minute))
		assert.InDelta(t, c.scan, e.Gauge(scan), 1e-9, "%v min", c.at)
		assert.InDelta(t, c.counter, e.Gauge(counter), 1e-9, "%v min", c.at)
		assert.Equal(t, []engine.Time{c.taken * minute, c.latest * minute}, []engine.Time{e.ReadAt(0), e.ReadAt(1)})
		other := engine.New(m, 1, engine.Setup{})
		other.CopyFrom(e)
		assert.Equal(t, e.Digest(), other.Digest())
	}
	assert.Equal(t, 210*minute, delivered, "what waits for the reading waits for its coming")
}

// TestReadingsErr: what sensors say of a gauge that is at 1000 is spread as they are given.
func TestReadingsErr(t *testing.T) {
	m := compile(t, "../../testdata/worlds/sensors.toml")
	guess, probe := m.Scenario.Find("gauge", "guess"), m.Scenario.Find("gauge", "probe")
	const runs = 40
	var n, share, shares, off, offs float64
	for seed := range uint64(runs) {
		e := engine.New(m, seed, engine.Setup{})
		for k := range 73 {
			require.NoError(t, e.Advance(engine.At(scenario.Duration(k)*10*scenario.Minute)))
			x, y := math.Log(e.Gauge(guess)/1000), e.Gauge(probe)-1000
			n, share, shares, off, offs = n+1, share+x, shares+x*x, off+y, offs+y*y
		}
	}
	four := 4 / math.Sqrt(n)
	assert.InDelta(t, 0, share/n, .2*four)
	assert.InDelta(t, .2, math.Sqrt(shares/n), .2*four)
	assert.InDelta(t, 0, off/n, 5*four)
	assert.InDelta(t, 5, math.Sqrt(offs/n), 5*four)
}

// TestReadingsKeepTheirLuck: whatever else is done to the world, the n-th reading of a sensor errs by
// the same share.
func TestReadingsKeepTheirLuck(t *testing.T) {
	m := compile(t, "../../testdata/worlds/sensors.toml")
	guess, steady := m.Scenario.Find("gauge", "guess"), m.Scenario.Find("gauge", "steady")
	rapid.Check(t, func(t *rapid.T) {
		seed, factor := rapid.Uint64().Draw(t, "seed"), rapid.Float64Range(.1, 10).Draw(t, "factor")
		after := rapid.IntRange(1, 300).Draw(t, "minute")
		a, b := engine.New(m, seed, engine.Setup{}), engine.New(m, seed, engine.Setup{})
		at := engine.At(scenario.Duration(after) * scenario.Minute)
		require.NoError(t, a.Advance(at))
		require.NoError(t, b.Advance(at))
		require.True(t, b.Do(engine.Command{Verb: engine.Set, Role: engine.Facilitator,
			Effect: &scenario.Effect{Gauge: "steady", Times: scenario.PlainQuantity(factor)}}).OK)
		if rapid.Bool().Draw(t, "talk") {
			require.True(t, b.Do(engine.Command{Verb: engine.Say, Role: 0, To: []int{1}, Text: "We look."}).OK)
		}
		for range 5 {
			at += engine.At(11 * scenario.Minute)
			require.NoError(t, a.Advance(at))
			require.NoError(t, b.Advance(at))
			require.InEpsilon(t, a.Gauge(guess)/a.Gauge(steady), b.Gauge(guess)/b.Gauge(steady), 1e-12)
		}
	})
}
