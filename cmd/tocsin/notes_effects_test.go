package main

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEffectsTellHowFarTheyAre: the count goes up to all runs, and what was worked out before a stop is kept.
func TestEffectsTellHowFarTheyAre(t *testing.T) {
	all, err := studiesOf(silent, []string{"all_green", "quiet_update"}, 4, 1)
	require.NoError(t, err)
	var told []int
	of := 0
	whole, err := playStudies(t.Context(), all, func(done, all int) { told, of = append(told, done), all })
	require.NoError(t, err)
	assert.IsIncreasing(t, told)
	assert.Equal(t, of, told[len(told)-1])
	first := 0
	for _, s := range all[0].sweeps() {
		first += s.Design.N * len(s.Design.Arms)
	}
	ctx, stop := context.WithCancel(t.Context())
	kept, err := playStudies(ctx, all, func(done, _ int) {
		if done >= first {
			stop()
		}
	})
	require.ErrorIs(t, err, context.Canceled)
	require.NotEmpty(t, kept)
	assert.Equal(t, whole[:len(kept)], kept)
	assert.Equal(t, "all_green", kept[len(kept)-1].Scenario)
	shown := 0
	for _, e := range whole {
		if e.Kind == "shown" {
			shown++
		}
	}
	assert.Equal(t, 2, shown, "a row for each scenario")
}
