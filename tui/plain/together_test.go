package plain_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/tui/plain"
)

// TestDeedsTogetherInLines: seats are told what their deeds have come to together, and nothing
// before.
func TestDeedsTogetherInLines(t *testing.T) {
	r := atWorld(t, "together")
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
