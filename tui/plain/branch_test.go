package plain_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/plain"
)

// TestAChoiceInLines: the facilitator chooses the next move by a line, and the seats read which it
// is when it begins.
func TestAChoiceInLines(t *testing.T) {
	r := atWorld(t, "branches")
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
