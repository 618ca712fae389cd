package engine_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// world is a run before STARTEX whose injects come by themselves; hourly gives a gauge's
// value at each whole hour.
func world(t testing.TB, text string) *engine.Engine {
	t.Helper()
	return engine.New(model(t, "[role.a]\n"+text), 1, engine.Setup{})
}

func hourly(t testing.TB, e *engine.Engine, g, hours int) []float64 {
	t.Helper()
	var out []float64
	for h := range hours + 1 {
		require.NoError(t, e.Reach(engine.At(scenario.Duration(h)*scenario.Hour)))
		out = append(out, math.Round(e.Gauge(g)*1e9)/1e9)
	}
	return out
}

// at is an inject that comes at an hour and has an effect on the gauge staff.
func at(id, hour, effect string) string {
	return "[inject." + id + "]\nat=\"" + hour + "\"\nto=\"none\"\neffects=[{gauge=\"staff\", " + effect + "}]\n"
}

// TestRatesAdd wants the rates of several causes to add, each to end by itself, and the
// law that they replaced to come back.
func TestRatesAdd(t *testing.T) {
	again := strings.NewReplacer("at=", "every=\"1h\"\ntimes=3\nat=")
	for name, c := range map[string]struct {
		text string
		want []float64
	}{
		"two causes add": {"[gauge.staff]\nstart=100\n" + at("x", "0s", "rate=-2") + at("y", "1h", "rate=-3"),
			[]float64{100, 98, 93, 88}},
		"one ends, the other goes on": {"[gauge.staff]\nstart=100\n" + at("x", "0s", `rate=-2, lasts="2h"`) +
			at("y", "1h", "rate=-3"), []float64{100, 98, 93, 90, 87}},
		"one ends when a condition becomes true": {"[gauge.staff]\nstart=100\n" +
			at("x", "0s", `rate=-2, until="hours >= 2"`) + at("y", "1h", "rate=-3"), []float64{100, 98, 93, 90}},
		"one that has ended already does not begin": {"[gauge.staff]\nstart=100\n" +
			at("x", "1h", `rate=-2, until="hours >= 1"`), []float64{100, 100, 100}},
		"a cause that comes again counts once, from its last time": {"[gauge.staff]\nstart=100\n" +
			again.Replace(at("x", "1h", `rate=-2, lasts="90m"`)), []float64{100, 100, 98, 96, 94, 93, 93}},
		"the law comes back": {"[gauge.staff]\nstart=100\ngrow={rate=5}\n" + at("x", "1h", `rate=-2, lasts="1h"`),
			[]float64{100, 105, 103, 108}},
		"the law that comes back heeds its while": {"[gauge.staff]\nstart=100\ngrow={rate=5, while=\"hours < 1.5\"}\n" +
			at("x", "1h", `rate=-2, lasts="1h"`), []float64{100, 105, 103, 103}},
		"a rate of 0 ends them": {"[gauge.staff]\nstart=100\n" + at("x", "0s", "rate=-2") + at("y", "0s", "rate=-1") +
			at("z", "1h", "rate=0"), []float64{100, 97, 97}},
		"halt ends them": {"[gauge.staff]\nstart=100\n" + at("x", "0s", "rate=-2") + at("z", "1h", "halt=true") +
			at("y", "2h", "rate=-1"), []float64{100, 98, 98, 97}},
		"a mechanism's rate adds too": {"[gauge.staff]\nstart=100\n[mechanism.m]\nchanges=[{gauge=\"staff\", " +
			"rate=-1}]\n" +
			at("x", "1h", "rate=-2"), []float64{100, 99, 96}},
	} {
		t.Run(name, func(t *testing.T) {
			m := model(t, "[role.a]\n"+c.text)
			setup := engine.Setup{}
			if len(m.Scenario.Mechanisms) > 0 {
				setup.Mechanisms = []int{0}
			}
			assert.Equal(t, c.want, hourly(t, engine.New(m, 1, setup), 0, len(c.want)-1))
		})
	}
}

// TestFacilitatorsRateStandsAlone: it replaces what effects have made of it.
func TestFacilitatorsRateStandsAlone(t *testing.T) {
	e := world(t, "[gauge.staff]\nstart=100\n"+at("x", "0s", "rate=-2"))
	require.NoError(t, e.Reach(engine.At(scenario.Hour)))
	set := func(ef *scenario.Effect) engine.Answer {
		return e.Do(engine.Command{Verb: engine.Set, Role: engine.Facilitator, Effect: ef})
	}
	three := 3.0
	require.True(t, set(&scenario.Effect{Gauge: "staff", Rate: &three}).OK)
	require.NoError(t, e.Reach(engine.At(2*scenario.Hour)))
	assert.InDelta(t, 101, e.Gauge(0), 1e-9)
	assert.False(t, set(&scenario.Effect{Gauge: "staff", Rate: &three, Lasts: scenario.Hour}).OK)
}

// TestBounds wants a gauge to stop at its floor and ceiling at the computed moment, and to
// leave them as soon as it turns.
func TestBounds(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []float64
	}{
		"it falls to its floor": {"[gauge.staff]\nstart=5\nfloor=0\ngrow={rate=-2}\n", []float64{5, 3, 1, 0, 0}},
		"it rises to its ceiling": {"[gauge.staff]\nstart=1\nceiling=5\ngrow={doubling=\"1h\"}\n",
			[]float64{1, 2, 4, 5, 5}},
		"an effect stops there": {"[gauge.staff]\nstart=5\nfloor=0\nceiling=6\n" + at("x", "1h", "add=-9") +
			at("y", "2h", "add=99"), []float64{5, 0, 6}},
		"it turns and leaves": {"[gauge.staff]\nstart=3\nfloor=0\ngrow={rate=-2}\n" + at("x", "3h", "rate=1"),
			[]float64{3, 1, 0, 0, 1, 2}},
		"what it lacks is not kept": {"[gauge.staff]\nstart=1\nfloor=0\ngrow={rate=-1}\n" + at("x", "3h", "add=2"),
			[]float64{1, 0, 0, 2, 1, 0, 0}},
		"harm of a system": {"[gauge.staff]\nstart=1\nceiling=3\n[system.s]\nstate=\"failed\"\nharm={gauge=\"staff\", per_hour=1}\n",
			[]float64{1, 2, 3, 3}},
		"a floor that is not 0": {"[gauge.staff]\nstart=9\nfloor=-1\ngrow={rate=-4}\n", []float64{9, 5, 1, -1}},
		"a flow into it": {"[gauge.staff]\nstart=1\nceiling=3\nflow={per_hour=1, " +
			"of=\"other\"}\n[gauge.other]\nstart=1\n",
			[]float64{1, 2, 3, 3}},
		"a flow that turns frees it": { // other is 2 - t: staff would be 1 + 2t - t²/2, which is 2.5 at t = 1
			"[gauge.staff]\nstart=1\nceiling=2.5\nflow={per_hour=1, of=\"other\"}\n[gauge.other]\nstart=2\ngrow={rate=-1}\n",
			[]float64{1, 2.5, 2.5, 2, 0.5}},
		"what flows out of a gauge at its ceiling is even": {
			"[gauge.staff]\nflow={per_hour=1, of=\"other\"}\n[gauge.other]\nstart=1\nceiling=2\ngrow={rate=1}\n",
			[]float64{0, 1.5, 3.5, 5.5}},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, hourly(t, world(t, c.text), 0, len(c.want)-1))
		})
	}
}

// TestConditionsAtBounds: what asks for a bound is told when the gauge comes there and when
// it leaves, and what lies beyond never comes.
func TestConditionsAtBounds(t *testing.T) {
	lines := story(t, "[role.a]\n[gauge.staff]\nstart=4\nfloor=0\ngrow={rate=-2}\n"+at("up", "5h", "rate=1")+
		`[inject.empty]
when="staff <= 0"
[inject.negative]
when="staff < 0"
[inject.some]
when="staff > 0 && hours > 1"
[inject.other]
when="staff + 1 < hours - 2"
`, "", engine.Setup{})
	var came []string
	for _, l := range lines {
		if strings.Contains(l, "inject.delivered") {
			came = append(came, strings.Join(strings.Fields(l), " "))
		}
	}
	assert.Equal(t, []string{"1 inject.delivered some", "2 inject.delivered empty", "3 inject.delivered other",
		"5 inject.delivered up", "5 inject.delivered some"}, came)
}

// TestBoundedGaugeIsTheClampedOne: a gauge with bounds and one law is its law, cut off at
// its bounds, whatever the numbers; measures and crossings agree with it.
func TestBoundedGaugeIsTheClampedOne(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		start := float64(rapid.IntRange(-20, 20).Draw(rt, "start"))
		floor := start - float64(rapid.IntRange(0, 20).Draw(rt, "below"))
		top := start + float64(rapid.IntRange(1, 20).Draw(rt, "above"))
		rate := float64(rapid.IntRange(-9, 9).Draw(rt, "rate"))
		text := "[gauge.x]\nstart=" + fmt.Sprint(start) + "\nfloor=" + fmt.Sprint(floor) + "\nceiling=" +
			fmt.Sprint(top) +
			"\ngrow={rate=" + fmt.Sprint(rate) + "}\n[gauge.free]\nstart=" + fmt.Sprint(start) + "\ngrow={rate=" +
			fmt.Sprint(rate) + "}\n" +
			"[measure.most]\nmax=\"x\"\n[measure.least]\nmin=\"x\"\n"
		e := world(t, text)
		for h := range 9 {
			require.NoError(rt, e.Reach(engine.At(scenario.Duration(h)*scenario.Hour)))
			require.InDelta(rt, min(max(e.Gauge(1), floor), top), e.Gauge(0), 1e-9)
		}
		require.NoError(rt, e.Advance(e.Horizon()))
		most, _ := e.MeasureValue(0)
		least, _ := e.MeasureValue(1)
		switch {
		case rate > 0:
			assert.Equal(rt, []float64{start, top}, []float64{least, most})
		case rate < 0:
			assert.Equal(rt, []float64{floor, start}, []float64{least, most})
		}
	})
}

// TestTwinOfBoundedRun: a copy in the middle of a run with rates and bounds goes on alike.
func TestTwinOfBoundedRun(t *testing.T) {
	e := world(t, "[gauge.staff]\nstart=9\nfloor=0\ngrow={rate=1}\n"+at("x", "0s", `rate=-4, lasts="5h"`)+
		at("y", "1h", `rate=-1, until="staff <= 0"`))
	require.NoError(t, e.Reach(engine.At(2*scenario.Hour)))
	twin := e.Clone()
	assert.Equal(t, e.Digest(), twin.Digest())
	a, b := hourly(t, e, 0, 9), hourly(t, twin, 0, 9)
	assert.Equal(t, a, b)
	assert.Equal(t, []float64{0, 1, 2, 3, 4}, a[5:])
	assert.Equal(t, e.Digest(), twin.Digest())
}
