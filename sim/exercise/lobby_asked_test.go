package exercise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
)

// TestWhatCameOfAskingForASeat: in an open room a seat that is free or a bot's is given at once; any other is
// asked for.
func TestWhatCameOfAskingForASeat(t *testing.T) {
	for _, c := range []struct {
		open   bool
		holder string
		want   string
	}{
		{true, "", "You have the seat Cloud"},
		{true, "Bob", "You have asked for Cloud"},
		{true, "a bot", "You have the seat Cloud"},
		{true, "a bot for Bob", "You have asked for Cloud"},
		{false, "a bot", "You have asked for Cloud"},
		{false, "", "You have asked for Cloud"},
	} {
		you := exercise.You{Open: c.open}
		assert.Equal(t, c.want, you.Asked(exercise.Chair{Title: "Cloud", Holder: c.holder}), c)
	}
}
