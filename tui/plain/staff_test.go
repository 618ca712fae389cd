package plain_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/plain"
)

// TestALineForStaffInLines: who acts where too few are free is told that it waits and for what,
// then that its staff is free; others are told nothing of it.
func TestALineForStaffInLines(t *testing.T) {
	r := atWorld(t, "staff")
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	a := join(t, r, "Ada", exercise.KindPlayer, "a")
	b := join(t, r, "Bea", exercise.KindPlayer, "b")
	do(t, f, &exercise.Start{Paused: true})
	dialogue(t, "act pair\n", plain.Hand{Seat: a})
	out := dialogue(t, "act short\nstatus\ninbox\n", plain.Hand{Seat: b})
	assert.Contains(t, out, "- A short look, waits for Free analysts")
	assert.Contains(t, out, "In line: A short look")
	assert.NotContains(t, dialogue(t, "status\ninbox\n", plain.Hand{Seat: a}), "A short look")
	do(t, f, &exercise.Jump{By: "150m"})
	out = dialogue(t, "status\ninbox\n", plain.Hand{Seat: b})
	assert.Contains(t, out, "- A short look, done by ")
	assert.Contains(t, out, "Begun, its staff is free: A short look")
}
