package score

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFundingByHand: harm rises by 1 an hour for 100 h until it is stopped at 20 h, or at 10
// with either mechanism, both being the same. The cloud bears a quarter, the public the rest.
// A point is a point of harm.
func TestFundingByHand(t *testing.T) {
	const world = `
title = "Funding"
length = "100h"
[role.cloud]
budget = 50
[role.lab]
budget = 50
[gauge.harm]
outcome = true
grow = {rate=1, while="!done('stop')"}
bears = {cloud=1, public=3}
[action.stop]
by = ["cloud"]
[[note]]
role = "cloud"
when = "true"
do = "stop"
decide = "20h"
[mechanism.drill]
cost = {cloud=%CLOUD%}
changes = [{role="cloud", decide=0.5}]
[mechanism.desk]
cost = {lab=1, cloud=1}
changes = [{role="cloud", decide=0.5}]
`
	of := func(cloud string) *Funding {
		f, err := FundingOf(t.Context(), modelOf(t, strings.ReplaceAll(world, "%CLOUD%", cloud)), 1, Seeds(1, 3),
			Work{})
		require.NoError(t, err)
		return f
	}
	const none, drill, desk, both = 0, 1, 2, 3
	// The drill avoids 10 of which the cloud 2.5. For 2 points it pays for it alone.
	f := of("2")
	require.Len(t, f.Sets, 4)
	assert.InDelta(t, 10, f.Sets[drill].Avoided.Mean, 1e-9)
	assert.InDelta(t, 15, f.Sets[both].Avoided.Mean, 1e-9, "stopped at 20, 10 or 5")
	assert.InDelta(t, 8, f.Sets[drill].Social.Mean, 1e-9)
	assert.Equal(t, both, f.Planner, "5 more for 2 points")
	assert.Equal(t, []int{drill}, f.Stable, "the lab bears no harm and pays for nothing")
	assert.Equal(t, drill, f.Best)
	assert.InDelta(t, 3, f.Lost.Mean, 1e-9, "15 - 4 against 10 - 2")
	assert.InDelta(t, 10, f.Mechanisms[1].Alone.Mean, 1e-9)
	assert.InDelta(t, 5, f.Mechanisms[1].LastIn.Mean, 1e-9)
	assert.InDelta(t, -5, f.Pairs[0].More.Mean, 1e-9, "together 15, alone 10 each")
	// For 3 points it is worth that to all, and not to the cloud.
	f = of("3")
	assert.Equal(t, []int{none}, f.Stable)
	assert.Equal(t, both, f.Planner)
	assert.InDelta(t, 10, f.Lost.Mean, 1e-9)
	assert.False(t, f.Sets[desk].Stable)

	_, err := FundingOf(t.Context(), modelOf(t, "title='x'\nlength='1h'\n[role.a]\n"), 1, Seeds(1, 3), Work{})
	require.ErrorContains(t, err, "0")
}
