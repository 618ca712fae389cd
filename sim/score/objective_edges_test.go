package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// dutiful is a report that a owes within 10 h from the start, a fact that b needs within 4 h, and an
// adversary who knows it first and aims to know another.
const dutiful = `
title = "Dutiful"
length = "40h"
sharing = {latency="0s"}
[role.a]
[role.b]
[role.foe]
adversary = true
[role.ally]
adversary = true
[fact.theft]
text = "A theft."
known = {foe={at="1h"}, a={at="10h"}}
needed_by = ["b"]
within = "4h"
[fact.plan]
text = "A plan."
known = {foe={at="20h"}, ally={at="25h"}, a={at="30h"}}
needed_by = ["foe", "ally"]
within = "4h"
[fact.gap]
text = "A gap."
known = {a={at="5h"}, b={at="20h"}}
needed_by = ["foe"]
within = "4h"
[action.tell]
by = ["a"]
[obligation.report]
role = "a"
starts = "hours >= 0"
within = "10h"
met_by = ["tell"]
[objective.reported]
title = "Reported"
measure = {obligation="report"}
rate = {P=1, S=0.7, M=0.4}
[objective.reached]
title = "Reached"
measure = {reach="theft"}
rate = {P=1, S=0.7, M=0.4}
[objective.aim]
title = "Aim"
seat = "foe"
measure = {reach="plan"}
rate = {P=1, S=0.7, M=0.4}
[objective.later]
title = "Later"
seat = "foe"
measure = {reach="gap"}
rate = {P=1, S=0.7, M=0.4}
`

// TestReportsJustInTime: a report is in time from the moment at which its clock starts to that at which
// it runs out, and one whose clock still runs is neither.
func TestReportsJustInTime(t *testing.T) {
	m := modelOf(t, dutiful)
	for hour, value := range map[float64]float64{0: 1, 5: 1, 10: 1, 10.5: 0, 30: 0} {
		p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(hour, engine.Act, 0, 0))})
		require.Empty(t, p.Refusals)
		got := Objectives(p)[0]
		require.NotNil(t, got.Value, hour)
		assert.InDelta(t, value, *got.Value, 0, hour)
	}
	never := Objectives(play(t, Plan{Model: m, Seed: 1}))[0]
	require.NotNil(t, never.Value)
	assert.Zero(t, *never.Value)
	p, err := Play(t.Context(), Plan{Model: m, Seed: 1, Until: inHours(9)})
	require.NoError(t, err)
	assert.Equal(t, Objective{ID: "reported", Title: "Reported", Rating: "-"}, Objectives(p)[0])
}

// TestReachCountsFromTheRightKnower: the time within which a fact should come runs from the first of
// the response who knew it, not from an adversary; for an adversary's own aim, from the first of those
// and of the seats that it names.
func TestReachCountsFromTheRightKnower(t *testing.T) {
	m := modelOf(t, dutiful)
	const a, foe, theft, plan, gap = 0, 2, 0, 1, 2
	for hour, value := range map[float64]float64{10: 1, 12: 1, 14: 1, 14.5: 0} {
		p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(hour, engine.Share, a, theft, 1))})
		require.Empty(t, p.Refusals)
		assert.InDelta(t, value, *Objectives(p)[1].Value, 0, "a knows at 10, b at %v", hour)
	}
	idle := Objectives(play(t, Plan{Model: m, Seed: 1}))
	assert.Zero(t, *idle[1].Value)
	assert.InDelta(t, 0.5, *idle[2].Value, 0, "the foe knows the plan first, at 20, and its ally 5 h later")
	assert.Zero(t, *idle[3].Value, "and never the gap, which a knows at 5")
	told := func(hour float64) float64 {
		p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(hour, engine.Share, a, gap, foe))})
		require.Empty(t, p.Refusals)
		return *Objectives(p)[3].Value
	}
	assert.InDelta(t, 1, told(9), 0, "4 h after a")
	assert.Zero(t, told(9.5))
}
