package exercise_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
)

// TestWhatTheNoteLeavesOut is what the head of the scenario works out: of two facts the note names one.
func TestWhatTheNoteLeavesOut(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/relief.toml")
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Name: "relief", Scenario: string(src), Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`)
	g.Do("Bea", "player", "join", `{"kind":"player"}`)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	x.Advance(engine.At(2 * scenario.Hour))
	require.True(t, g.Do("Ann", "lab", "pass", `{"text":"The egress from the bucket is slow: watch it."}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "seat", `{"who":"Bea","role":"lab"}`).OK)
	all := x.HandedOver()
	require.Len(t, all, 1)
	var named []bool
	for _, thing := range all[0].Things {
		named = append(named, thing.Named)
	}
	assert.Equal(t, []bool{true, false}, named, "the egress, and the missing rows")
	assert.Equal(t, 1, all[0].Named)
}
