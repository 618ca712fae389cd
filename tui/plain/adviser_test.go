package plain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/plain"
)

// Who advises a seat is told so, is offered what an adviser can say, and is asked nothing for what only the
// holder can do.
func TestAnAdviserInLines(t *testing.T) {
	r := atWorld(t, "together")
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	ada := join(t, r, "Ada", exercise.KindPlayer, "a")
	assert.Contains(t, dialogue(t, "predict b act\n", plain.Hand{Seat: ada}), "Refused: The exercise has not begun.")
	emil := join(t, r, "Emil", exercise.KindPlayer, "")
	do(t, f, &exercise.Aide{Who: "Emil", Role: "a", On: true})
	do(t, f, &exercise.Start{Paused: true})

	all := dialogue(t, "help all\npredict b act\nact gate_a\nadvise The gate first.\n", plain.Hand{Seat: emil})
	assert.Regexp(t, `You advise .* \(Emil\)\. Ada acts for it\.`, all)
	assert.Contains(t, all, "\nadvise: ")
	assert.NotContains(t, all, "\npredict: ")
	assert.NotContains(t, all, "\nact: ")
	assert.Contains(t, all, "Said to your seat")
	assert.Equal(t, 2, strings.Count(all, "Refused: You advise this seat"), all)
	assert.NotContains(t, all, "Within what time")
	assert.Contains(t, all, "The gate first.")
	assert.Contains(t, dialogue(t, "help all\n", plain.Hand{Seat: ada}), "\npredict: ")
}

// TestWordsOfBefore: who comes late is told how much was said, and not all of it; who comes back is
// told what is new alone.
func TestWordsOfBefore(t *testing.T) {
	r, f := at(t, "practice")
	do(t, f, &exercise.Broadcast{Text: "Coffee at eleven"})
	ada := join(t, r, "Ada", exercise.KindPlayer, "desk")
	out := dialogue(t, "words\n", plain.Hand{Seat: ada})
	assert.Contains(t, out, "Said out of the game before you came: 1.")
	assert.Equal(t, 1, strings.Count(out, "Coffee at eleven"), "when it is asked for")
	ada.Drop()
	do(t, f, &exercise.Broadcast{Text: "Doors are open"})
	ada = join(t, r, "Ada", exercise.KindPlayer, "desk")
	out = dialogue(t, "time\n", plain.Hand{Seat: ada})
	assert.Contains(t, out, "OUT OF THE GAME, FACILITATOR Fay to all: Doors are open")
	assert.NotContains(t, out, "Coffee")
	ada.Drop()
	ada = join(t, r, "Ada", exercise.KindPlayer, "desk")
	assert.NotContains(t, dialogue(t, "time\n", plain.Hand{Seat: ada}), "Doors are open")
}
