package exercise_test

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// TestWeighed: an exercise that knows from an earlier score how much each action matters is judged as
// one that does not.
func TestWeighed(t *testing.T) {
	src, err := os.ReadFile("../../scenarios/quiet_update.toml")
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Format: 1, Name: "quiet_update", Scenario: string(src), Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "player", "join", `{"kind":"facilitator"}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 3)
	first := g.X.Clone()
	_, _, err = first.Judge(context.Background())
	require.NoError(t, err)
	until(g, 9)
	fresh, knows := g.X.Clone(), g.X.Clone()
	knows.Weighed(first)
	want, _, err := fresh.Judge(context.Background())
	require.NoError(t, err)
	got, _, err := knows.Judge(context.Background())
	require.NoError(t, err)
	assert.Equal(t, want, got)
	require.NotNil(t, got.Marks.Total, "the comparison is of something")
}
