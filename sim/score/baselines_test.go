package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// besides is a world with seats on the other side, first and last in the list.
const besides = `
title = "Both sides"
length = "20h"
[role.spy]
adversary = true
[role.lab]
[role.cloud]
[role.rival]
adversary = true
[gauge.harm]
outcome = true
grow = {rate=1, while="!done('stop')"}
[action.steal]
by = ["spy", "rival"]
effects = [{gauge="harm", add=100}]
[action.stop]
by = ["cloud"]
[inject.word]
text = "A word."
to = ["lab"]
from = "Wire"
at = "5h"
[[note]]
role = "rival"
when = "hours > 1"
do = "steal"
`

// TestWhatARunIsComparedWith: runs that a run is compared with have its draw, its length, its limits, and what
// its facilitator and its adversaries did, whoever these were; what its other seats did is left out.
func TestWhatARunIsComparedWith(t *testing.T) {
	m := modelOf(t, besides)
	const spy, lab, cloud, rival = 0, 1, 2, 3
	steal, stop := m.Scenario.Find("action", "steal"), m.Scenario.Find("action", "stop")
	theirs := give(2, engine.Act, spy, steal)
	hold := engine.Timed{At: inHours(3), Command: engine.Command{Role: engine.Facilitator, Verb: engine.Hold}}
	limits := engine.Limits{Instant: 77, Total: 7777}
	p := play(t, Plan{Model: m, Seed: 9, Bots: true, Commands: commands(theirs, hold, give(4, engine.Act, cloud, stop)),
		Attended: true, Setup: engine.Setup{Limits: limits}})
	require.Empty(t, p.Refusals)
	plan := p.Plan
	plan.Until = inHours(12)
	for name, q := range map[string]Plan{"idle": Idle(plan), "solo": Solo(plan, nil),
		"frictionless": Frictionless(plan)} {
		assert.Equal(t, uint64(9), q.Seed, name)
		assert.Equal(t, inHours(12), q.Until, name)
		assert.Equal(t, limits, q.Setup.Limits, name)
		assert.True(t, q.Attended, name)
		assert.Equal(t, commands(theirs, hold), q.Commands, name)
		plays := q.table().Plays
		assert.False(t, plays[spy], "%s: a person plays it", name)
		assert.True(t, plays[rival], "%s: a bot plays it", name)
		assert.Equal(t, name != "idle", plays[lab], name)
		assert.Equal(t, name != "idle", plays[cloud], "%s: with what it did left out it is for a bot", name)
	}
	beside := beside(p, 5)
	assert.Equal(t, uint64(5), beside.Seed)
	assert.Equal(t, p.Engine.Now(), beside.Until)
	assert.Equal(t, commands(theirs, hold), beside.Commands)
	assert.True(t, beside.table().Plays[cloud])

	h, err := Baselines(t.Context(), p)
	require.NoError(t, err)
	assert.InDelta(t, 204, *h.Actual, 1e-9, "both steal; it is stopped at 4")
	assert.InDelta(t, 220, *h.Idle, 1e-9, "both steal, and nobody stops it")

	// Where nobody plays the rival, nobody does in the runs compared with it either.
	plan = Plan{Model: m, Seed: 9, Commands: commands(theirs), Until: inHours(20)}
	for _, q := range []Plan{Idle(plan), Solo(plan, nil), Frictionless(plan)} {
		assert.False(t, q.table().Plays[rival])
	}
	h, err = Baselines(t.Context(), play(t, plan))
	require.NoError(t, err)
	assert.InDelta(t, 120, *h.Frictionless, 1e-9)
}

// TestNoHarmIsCounted: where no gauge is an outcome there is no harm, rather than none done.
func TestNoHarmIsCounted(t *testing.T) {
	p := play(t, Plan{Model: modelOf(t, seats(2)), Seed: 1, Bots: true})
	h, err := Baselines(t.Context(), p)
	require.NoError(t, err)
	assert.Equal(t, Harm{}, h)
	total := 50.0
	b, err := BandOf(t.Context(), p, &total, 3, Work{})
	require.NoError(t, err)
	assert.Equal(t, Standing{}, b.Harm)
	assert.Equal(t, 3, b.N)
	assert.Equal(t, &total, b.Total.Value)
}

// TestSoloLeavesCoordinationOut: seats that do not coordinate have what a mechanism changes in the world, and not what
// it changes between seats: a promise that it puts in force, which is as good as telling. They tell and join nothing.
func TestSoloLeavesCoordinationOut(t *testing.T) {
	m := modelOf(t, `
title = "Alone"
length = "100h"
[role.lab]
[role.cloud]
[gauge.harm]
outcome = true
grow = {rate=1, while="!done('stop')"}
[fact.theft]
text = "A theft."
known = {lab={at="2h"}}
needed_by = ["cloud"]
[action.stop]
by = ["cloud"]
needs = "knows('theft')"
[action.wall]
by = ["lab"]
effects = [{gauge="harm", add=-10}]
once = true
[mechanism.both]
changes = [{gauge="harm", add=-5}, {notes=["quick"]}]
[[note]]
role = "lab"
when = "knows('theft')"
do = {share="theft", to=["cloud"]}
[[note]]
role = "cloud"
when = "knows('theft')"
do = "stop"
[[note]]
id = "quick"
role = "lab"
when = "hours > 50"
do = "wall"
decide = "60h"
within = "1h"
`)
	p := play(t, Plan{Model: m, Seed: 1, Bots: true, Setup: engine.Setup{Mechanisms: []int{0}}})
	h, err := Baselines(t.Context(), p)
	require.NoError(t, err)
	assert.InDelta(t, 2-5-10, *h.Actual, 1e-9, "told and stopped at 2, walled in time by the promise")
	assert.InDelta(t, 100, *h.Idle, 1e-9)
	assert.InDelta(t, 95, *h.Solo, 1e-9, "without the promise the wall takes longer than there is time")
}
