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

// TestAChoiceInLines: the facilitator chooses the next move by a line, and the seats read which it
// is when it begins.
func TestAChoiceInLines(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/branches.toml")
	require.NoError(t, err)
	r, err := room.Open(record.Header{Name: "branches", Scenario: string(src), Seed: 1}, room.Config{Open: true})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, r.Close("The test is over")) })
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	a := join(t, r, "Ada", exercise.KindPlayer, "desk")
	do(t, f, &exercise.Start{Paused: true})
	assert.Contains(t, dialogue(t, "choose open\n", plain.Hand{Seat: f}), "cannot be the next move")
	do(t, f, &exercise.Jump{By: "4h"})
	do(t, f, &exercise.Jump{By: "2h"})
	assert.Contains(t, dialogue(t, "choose open\n", plain.Hand{Seat: f}), "The next move: In the open")
	do(t, f, &exercise.Jump{By: "61m"})
	out := dialogue(t, "status\ninbox\n", plain.Hand{Seat: a})
	assert.Contains(t, out, "In the open")
	assert.Contains(t, out, "A crowd")
}
