package exercise_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// swift is a chain at 1 h and at STARTEX: a fact is told on at once, and who hears it tells it on at once.
const swift = `
title = "Swift"
length = "20h"
[role.lab]
[role.cloud]
[role.agency]
[sharing]
latency = "0s"
[gauge.mood]
[fact.theft]
text = "A theft."
known = {lab={at="1h"}}
[fact.alarm]
text = "An alarm."
known = {lab={at="0h"}}
[inject.held]
text = "So."
at = "0h"
hold = true
to = ["cloud"]
[[move]]
until = "5h"
[[move]]
until = "20h"
` + chained

const chained = `
[[note]]
role = "lab"
when = "knows('theft')"
do = {share="theft", to=["cloud"]}
decide = "0s"
[[note]]
role = "cloud"
when = "knows('theft')"
do = {share="theft", to=["agency"]}
decide = "0s"
[[note]]
role = "lab"
when = "knows('alarm')"
do = {share="alarm", to=["agency"]}
decide = "0s"
`

const hour = engine.Time(time.Hour)

// heldTable is the table of a scenario; with the facilitator "automatic" what is held is let go at once.
func heldTable(t *testing.T, text, facilitator string) *tabletest.Table {
	t.Helper()
	x, err := exercise.New(record.Header{Format: 1, Name: "swift", Scenario: text, Seed: 1,
		Settings: map[string]string{"facilitator": facilitator}})
	require.NoError(t, err)
	return seated(t, x)
}

// TestTimeStopsBetweenMoments: where time is told to stop, all is done that is due by then, with what nobody holds
// where nobody facilitates.
func TestTimeStopsBetweenMoments(t *testing.T) {
	for _, automatic := range []string{"", "automatic"} {
		g := heldTable(t, strings.Replace(swift, "hold = true\n", "hold = true\nreveals = [\"theft\"]\n", 1), automatic)
		for _, seat := range []string{"lab", "cloud"} {
			ask(t, g, "Fay", "bot", `{"role":"`+seat+`","on":true}`)
		}
		ask(t, g, "Fay", "start", `{"paused":true}`)
		ask(t, g, "Fay", "resume", "")
		stops := map[engine.Time]bool{}
		for n := range 40 {
			c, asked := g.X.Clone(), 0
			c.AdvanceWhile(2*hour, func() bool { asked++; return asked <= n })
			at, _ := c.Due()
			assert.Greater(t, at, c.Now(), "after %d", n)
			if c.Now() < 2*hour {
				stops[c.Now()] = true
				continue
			}
			assert.Len(t, factsOf(c, "Cyd"), 2, "the last has heard of both")
			break
		}
		assert.True(t, stops[0] && stops[hour], "before and after what comes at 1 h")
	}
}

// factsOf are the ids of the facts that somebody's seat knows.
func factsOf(x *exercise.Exercise, who string) (out []string) {
	for _, f := range x.View(who).Player.Facts {
		out = append(out, f.ID)
	}
	return out
}

// TestWhatIsDueAtSTARTEX is done with it, whether or not the clock goes on: bots act, and without a facilitator
// nothing is held.
func TestWhatIsDueAtSTARTEX(t *testing.T) {
	for _, automatic := range []string{"", "automatic"} {
		g := heldTable(t, swift, automatic)
		ask(t, g, "Fay", "bot", `{"role":"lab","on":true}`)
		ask(t, g, "Fay", "start", `{"paused":true}`)
		assert.Zero(t, g.X.Now())
		assert.True(t, g.X.Engine().Knows(2, 1), "the laboratory has told the agency")
		_, delivered := mselOf(g)
		assert.Equal(t, automatic != "", len(delivered) > 0 && strings.HasPrefix(delivered[0], "held:"))
	}
}

// TestATraceHasWhatWasThen: the value at the time of a step, before anybody acts at that time.
func TestATraceHasWhatWasThen(t *testing.T) {
	g := table(t, swift)
	trace := func() []float64 { return g.X.View("Fay").Control.Gauges[0].Trace }
	ask(t, g, "Fay", "start", "")
	until(g, 2)
	assert.Len(t, trace(), 25, "twelve steps an hour")
	ask(t, g, "Fay", "set", `{"set":{"gauge":"mood","set":3}}`)
	until(g, 5)
	require.False(t, g.X.Running(), "the move has ended")
	assert.Equal(t, []float64{0, 0, 3, 3}, []float64{trace()[23], trace()[24], trace()[25], trace()[60]})
	ask(t, g, "Fay", "set", `{"set":{"gauge":"mood","set":7}}`)
	ask(t, g, "Fay", "resume", "")
	until(g, 20)
	require.Len(t, trace(), 241)
	assert.Equal(t, []float64{3, 7, 7}, []float64{trace()[60], trace()[61], trace()[240]})
}

// TestAsManyGaugesAsSeats have their traces.
func TestAsManyGaugesAsSeats(t *testing.T) {
	g := begun(t, strings.Replace(swift, "[gauge.mood]", "[gauge.mood]\n[gauge.calm]\n[gauge.haste]", 1))
	until(g, 1)
	assert.Len(t, g.X.View("Fay").Control.Gauges[2].Trace, 13)
}
