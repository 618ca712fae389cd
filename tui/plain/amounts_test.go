package plain_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/plain"
)

// TestAmountsInLines: a seat reads what it would bring to a joint action, what others have brought and
// what it takes.
func TestAmountsInLines(t *testing.T) {
	r := atWorld(t, "amounts")
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	a := join(t, r, "Ada", exercise.KindPlayer, "lab")
	b := join(t, r, "Bea", exercise.KindPlayer, "cloud")
	do(t, f, &exercise.Start{Paused: true})
	assert.Contains(t, dialogue(t, "actions\n", plain.Hand{Seat: b}), "needs 10 to commit (you bring 4)")
	dialogue(t, "commit pool\n", plain.Hand{Seat: a})
	out := dialogue(t, "status\ninbox\n", plain.Hand{Seat: b})
	assert.Contains(t, out, "That brings 6; it takes 10.")
	assert.Contains(t, out, "6 of 10")
	assert.NotContains(t, out, "Begun together")
	dialogue(t, "commit pool\n", plain.Hand{Seat: b})
	assert.Contains(t, dialogue(t, "inbox\n", plain.Hand{Seat: a}), "Begun together: Fill the pool")
}
