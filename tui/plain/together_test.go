package plain_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/tui/plain"
)

// TestDeedsTogetherInLines: seats are told what their deeds have come to together, and nothing
// before.
func TestDeedsTogetherInLines(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/together.toml")
	require.NoError(t, err)
	r, err := room.Open(record.Header{Name: "together", Scenario: string(src), Seed: 1}, room.Config{Open: true})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, r.Close("The test is over")) })
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	seats := map[string]*room.Seat{}
	for _, id := range []string{"a", "b", "c"} {
		seats[id] = join(t, r, "Player "+id, exercise.KindPlayer, id)
	}
	do(t, f, &exercise.Start{Paused: true})
	for _, id := range []string{"a", "b"} {
		dialogue(t, "act gate_"+id+"\n", plain.Hand{Seat: seats[id]})
	}
	assert.NotContains(t, dialogue(t, "inbox\n", plain.Hand{Seat: seats["a"]}), "The water stands.")
	do(t, f, &exercise.Jump{By: "15m"})
	dialogue(t, "act gate_c\n", plain.Hand{Seat: seats["c"]})
	assert.Contains(t, dialogue(t, "inbox\n", plain.Hand{Seat: seats["a"]}), "The water stands.")
}
