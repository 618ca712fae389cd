package plain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/tui/plain"
)

// TestReadingsInLines: a seat reads what its sensor shows, when that was taken and what it is worth; a seat without one
// reads nothing, and only the facilitator reads the gauge.
func TestReadingsInLines(t *testing.T) {
	r := atWorld(t, "sensors")
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	seats := map[string]*room.Seat{}
	for _, id := range []string{"desk", "lab", "harbour"} {
		seats[id] = join(t, r, "Player "+id, exercise.KindPlayer, id)
	}
	do(t, f, &exercise.Start{Paused: true})
	do(t, f, &exercise.Jump{By: "4h"})
	desk := strings.Join(strings.Fields(dialogue(t, "world\nfacts\n", plain.Hand{Seat: seats["desk"]})), " ")
	assert.Contains(t, desk, "Copies found by scanning: 120 copies")
	assert.Contains(t, desk, "taken Fri 1 Jan 2027 10:00 UTC, grade B2 (source usually reliable, probably true)")
	assert.Contains(t, desk, "Grade E4 (source unreliable, doubtful)")
	assert.NotContains(t, desk, "240")
	lab := dialogue(t, "world\n", plain.Hand{Seat: seats["lab"]})
	assert.Contains(t, lab, "Copies, as read: 240 copies")
	assert.Contains(t, lab, "taken Fri 1 Jan 2027 12:00 UTC")
	assert.NotContains(t, lab, "scanning")
	harbour := dialogue(t, "world\n", plain.Hand{Seat: seats["harbour"]})
	assert.Contains(t, harbour, "steady: 1000")
	assert.NotContains(t, harbour, "opies")
	assert.NotContains(t, harbour, "as read")
	assert.Contains(t, dialogue(t, "world\n", plain.Hand{Seat: f}), "Copies: 240 copies")
}
