package plain_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/tui/plain"
)

// TestADecisionInLines: it is told with what answers it, and decided in words.
func TestADecisionInLines(t *testing.T) {
	r := atWorld(t, "decision")
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	clinic := join(t, r, "Ada", exercise.KindPlayer, "clinic")
	board := join(t, r, "Bea", exercise.KindPlayer, "board")
	do(t, f, &exercise.Start{Paused: true})
	early := dialogue(t, "actions\nact north_clear\n", plain.Hand{Seat: board})
	assert.NotContains(t, early, "Clear it now")
	assert.Equal(t, strings.ReplaceAll(dialogue(t, "actions\nact no_such_act\n", plain.Hand{Seat: board}), "no_such_act",
		"north_clear"), early, "as if there were none")
	none, err := board.Do(context.Background(), room.Request{Verb: "act", Args: []byte(`{"act":"no_such_act"}`)})
	require.NoError(t, err)
	some, err := board.Do(context.Background(), room.Request{Verb: "act", Args: []byte(`{"act":"north_clear"}`)})
	require.NoError(t, err)
	assert.Equal(t, none, some, "nor does a program learn of it")
	do(t, f, &exercise.Jump{By: "70m"})
	out := dialogue(t, "status\nact north_clear because: the smoke\nstatus\n", plain.Hand{Seat: clinic})
	assert.Contains(t, out, "ASKED OF YOU: a decision from The night shift: Do you clear the north\n    wing?")
	assert.Contains(t, out, "- act north_clear: Clear it now")
	assert.Contains(t, out, "Nothing is asked of you.")
	now, err := f.Now(context.Background())
	require.NoError(t, err)
	d := now.Control.Decisions
	require.Len(t, d, 1)
	assert.Equal(t, []string{"Do you clear the north wing? Clear it now", "the smoke"}, []string{d[0].Text, d[0].Why})
}
