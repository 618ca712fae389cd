package room_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
	"tocsin/sim/testsize"
)

// TestReplayWithinAJump: a replay shows what a jump went through as it was on the way, and
// a fork within it keeps only what was done before.
func TestReplayWithinAJump(t *testing.T) {
	testsize.Long(t)
	path := filepath.Join(t.TempDir(), "jump.jsonl")
	r, err := room.Open(tabletest.Header(t, "../../scenarios/cold_copy.toml", 1), room.Config{Path: path})
	require.NoError(t, err)
	grace := join(t, r, "Grace", exercise.KindFacilitator, "")
	accepted(t, grace, &exercise.Start{Paused: true})
	accepted(t, grace, &exercise.Jump{By: "6h"})
	accepted(t, grace, &exercise.Jump{By: "30h"})
	require.NoError(t, r.Close("over"))

	p, err := room.LoadUntil(context.Background(), path, 0, nil)
	require.NoError(t, err)
	at := func(d scenario.Duration) engine.Time { return engine.At(d) }
	assert.Equal(t, 3, p.EntriesAt(at(20*scenario.Hour)), "the second jump is not over then")
	assert.Equal(t, 4, p.EntriesAt(at(36*scenario.Hour)))
	seen := 0
	for h := scenario.Duration(0); h <= 36; h += 3 {
		x := p.At(at(h * scenario.Hour))
		assert.Equal(t, at(h*scenario.Hour), x.Now())
		log := x.Truth().Control.LogTotal
		assert.GreaterOrEqual(t, log, seen)
		seen = log
	}
	assert.Equal(t, p.End().Digest(), p.At(at(36*scenario.Hour)).Digest())
	for _, line := range p.At(at(20 * scenario.Hour)).Log() {
		assert.LessOrEqual(t, line.At.Hours, 20.0)
	}
}
