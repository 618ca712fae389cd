package plain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/plain"
)

// TestATurnInLines: each reads whether to write done, has said so, or only waits, and for whom.
func TestATurnInLines(t *testing.T) {
	r := atWorld(t, "together")
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	ada, bea := join(t, r, "Ada", exercise.KindPlayer, "a"), join(t, r, "Bea", exercise.KindPlayer, "b")
	emil := join(t, r, "Emil", exercise.KindPlayer, "")
	do(t, f, &exercise.Aide{Who: "Emil", Role: "a", On: true})
	do(t, f, &exercise.InTurns{Every: "1h"})
	do(t, f, &exercise.Start{})
	const (
		write = "TURN 1, of 1h of the exercise. Write done when you have decided."
		only  = "TURN 1, of 1h of the exercise. Time moves when every seat has said done."
		said  = "TURN 1, of 1h of the exercise. You have said done."
	)
	read := func(at plain.Seat, want, not string) {
		t.Helper()
		out := strings.Join(strings.Fields(dialogue(t, "time\n", plain.Hand{Seat: at})), " ")
		assert.Contains(t, out, want)
		assert.NotContains(t, out, not)
	}
	read(ada, write+" It waits for a and b.", "You have said")
	read(emil, only+" It waits for a and b.", "Write done")
	read(f, only+" It waits for a and b.", "Write done")
	assert.Contains(t, dialogue(t, "done\n", plain.Hand{Seat: ada}), "Done. Time moves when every seat has said so, or when a")
	read(ada, said+" It waits for b.", "Write done")
	read(emil, only+" It waits for b.", "You have said")
	read(bea, write+" It waits for b.", "You have said")
	out := dialogue(t, "done turn 2\ndone 1\n", plain.Hand{Seat: f})
	assert.Contains(t, out, "Refused: Turn 2 has not begun.")
	assert.Contains(t, out, "The turn is over: time has moved.")
}

// TestATurnThatNothingEndsInLines: a facilitator reads so, and how to end it.
func TestATurnThatNothingEndsInLines(t *testing.T) {
	r := atWorld(t, "together")
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	do(t, f, &exercise.InTurns{Every: "1h"})
	do(t, f, &exercise.Start{})
	out := strings.Join(strings.Fields(dialogue(t, "time\n", plain.Hand{Seat: f})), " ")
	assert.Contains(t, out, "Time does not move by itself: write done to end the turn. Nobody who is here plays a seat.")
}
