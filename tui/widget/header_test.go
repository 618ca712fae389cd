package widget

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
)

// TestHereGoesByThePaceOfEachMove: how long it is in the room until something counts each move at its own pace.
func TestHereGoesByThePaceOfEachMove(t *testing.T) {
	c := exercise.Clock{Phase: "running", Now: exercise.Moment{Hours: 1}, Pace: "6m",
		Paces: []exercise.PaceFrom{{From: exercise.Moment{Hours: 3}, Pace: "30m"},
			{From: exercise.Moment{Hours: 10}, Pace: "1h"}}}
	for hours, want := range map[float64]string{0: "", 1: "10 min here", 2: "20 min here", 2.5: "21 min here",
		9: "34 min here", 17: "42 min here", 0.05: "30 s here", 400: "7 h here"} {
		assert.Equal(t, want, Here(hours, c), "%v hours", hours)
	}
	c.Paces[0].From.Hours = 0.5 // the move before has ended sooner than planned, and the new one is about to begin
	assert.Equal(t, "2 min here", Here(1, c))
	c.Paces = nil
	assert.Equal(t, "90 min here", Here(9, c))
}
