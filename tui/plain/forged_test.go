package plain_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/tui/plain"
)

// TestCheckingBackInLines: a seat reads a forged message as any other, and only who checks back learns what it is; the
// facilitator's log says it.
func TestCheckingBackInLines(t *testing.T) {
	r := atWorld(t, "forged")
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	seats := map[string]*room.Seat{}
	for _, id := range []string{"ministry", "lab", "harbour"} {
		seats[id] = join(t, r, "Player "+id, exercise.KindPlayer, id)
	}
	do(t, f, &exercise.Start{Paused: true})
	do(t, f, &exercise.Jump{By: "3h"})
	for _, id := range []string{"lab", "harbour"} {
		inbox := dialogue(t, "inbox\nfacts\n", plain.Hand{Seat: seats[id]})
		assert.Contains(t, inbox, "Ministry: Halt")
		assert.Contains(t, inbox, "Stop the search at once.")
		assert.Contains(t, inbox, "from Ministry")
		assert.NotContains(t, inbox, "orged")
	}
	assert.NotContains(t, dialogue(t, "inbox\n", plain.Hand{Seat: seats["ministry"]}), "search")
	assert.Contains(t, dialogue(t, "verify ministry#1 via call\n", plain.Hand{Seat: seats["harbour"]}),
		"Asked: the answer comes the same way")
	assert.Contains(t, dialogue(t, "inbox\n", plain.Hand{Seat: seats["harbour"]}), "No, we did not send you this")
	assert.Contains(t, dialogue(t, "inbox\n", plain.Hand{Seat: seats["ministry"]}), "Did you send us this")
	assert.NotContains(t, dialogue(t, "inbox\n", plain.Hand{Seat: seats["lab"]}), "did not send")
	assert.Contains(t, dialogue(t, "log\n", plain.Hand{Seat: f}), "a forged message reaches Harbour")
}
