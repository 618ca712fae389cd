package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWeightsWithAnAdversary: what a joint action weighs is told with the adversary at work that it holds off.
// By hand: it strikes at 1 h, and harm is 1 an hour from then until the others guard at 2 h, or the end at 40 h.
func TestWeightsWithAnAdversary(t *testing.T) {
	m := modelOf(t, `
title = "Foe"
length = "40h"
[role.a]
[role.b]
[role.foe]
adversary = true
[gauge.harm]
outcome = true
grow = {rate=1, while="done('strike') && !done('guard')"}
[action.strike]
by = ["foe"]
[action.guard]
by = ["a", "b"]
joint = {quorum=2}
[[note]]
role = "foe"
when = "hours > 1"
do = "strike"
[[note]]
role = "a"
when = "hours > 2"
do = "guard"
[[note]]
role = "b"
when = "hours > 2"
do = "guard"
`)
	weights, err := Weights(t.Context(), m)
	require.NoError(t, err)
	assert.InDelta(t, 38, weights[m.Scenario.Find("action", "guard")], 1e-6)
}
