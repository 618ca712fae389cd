package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPaceCountsWhatMovesTheStep: to speak with one voice within hours averts nothing, and so is
// no joint action in time; to trace and hold does.
func TestPaceCountsWhatMovesTheStep(t *testing.T) {
	r := newRater(t)
	all := r.strategies()
	moved := 0
	for seed := range uint64(atLeast(6, 60)) {
		pace := func(script string) Pace {
			p, err := PaceOf(t.Context(), play(t, Plan{Model: r.m, Seed: seed, Commands: all[script]}))
			require.NoError(t, err)
			require.NotNil(t, p.Value, script)
			return p
		}
		for _, idle := range []string{"23_press_release_only", "03_silence", "09_paper_team"} {
			p := pace(idle)
			assert.Zero(t, *p.Value, "%s, seed %d", idle, seed)
			assert.Nil(t, p.Joint, idle)
		}
		good := pace("good")
		if assert.NotNil(t, good.Tau); good.Joint != nil {
			moved++
			assert.InDelta(t, *good.Tau/max(*good.Joint, least), *good.Value, 1e-9)
			assert.Equal(t, *pace("23_press_release_only").Tau, *good.Tau, "it is the idle run's")
		}
	}
	assert.GreaterOrEqual(t, moved, atLeast(5, 50))
}

// TestPaceOfAChance: a joint action that makes an irreversible failure less likely counts, though
// it may not have averted it on this draw; one with effects elsewhere does not.
func TestPaceOfAChance(t *testing.T) {
	text := `
title = "Chance"
length = "40h"
[role.a]
[role.b]
[gauge.harm]
outcome = true
[gauge.mood]
start = 1
[system.door]
fails = "1h"
[system.vault]
harm = {gauge="harm", per_hour=1}
[[link]]
from = "door"
to = "vault"
chance = 1
delay = "10h"
[fact.f]
text = "x"
known = {a={at="0s"}}
needed_by = ["b"]
[action.cheer]
by = ["a", "b"]
joint = {quorum=2}
effects = [{gauge="mood", add=1}]
[action.bolt]
by = ["a", "b"]
joint = {quorum=2}
effects = [{link=["door", "vault"], chance=0.5}]
[[note]]
role = "a"
when = "true"
do = {commit="cheer"}
[[note]]
role = "b"
when = "true"
do = {commit="cheer"}
[[note]]
role = "a"
when = "hours > 3"
do = {commit="bolt"}
[[note]]
role = "b"
when = "hours > 3"
do = {commit="bolt"}
`
	m := modelOf(t, text)
	failed := 0
	for seed := range uint64(10) {
		p := play(t, Plan{Model: m, Seed: seed, Bots: true})
		pace, err := PaceOf(t.Context(), p)
		require.NoError(t, err)
		require.NotNil(t, pace.Joint, "seed %d", seed)
		assert.Greater(t, *pace.Joint, 2.9)
		assert.Less(t, *pace.Joint, 4.0)
		if v, _ := Harmed(p.Engine); v > 0 {
			failed++
		}
	}
	assert.Greater(t, failed, 1, "on some draws the vault fails all the same")
	assert.Less(t, failed, 9)
}
