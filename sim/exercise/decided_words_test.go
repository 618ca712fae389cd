package exercise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
)

// TestWhatWasDecidedIsSaidInWords: what is to be done and by when, where either was written down.
func TestWhatWasDecidedIsSaidInWords(t *testing.T) {
	due := &exercise.Moment{Date: "Tue 2 Nov 2027 09:00 UTC"}
	for want, d := range map[string]exercise.Decision{
		"":                      {},
		"To do: call the board": {Follow: "call the board"},
		"To do by Tue 2 Nov 2027 09:00 UTC: not written down":       {Due: due},
		"To do by Tue 2 Nov 2027 09:00 UTC: tell all the customers": {Follow: "tell all the customers", Due: due},
	} {
		d.Text = "Roll back"
		said := []string{"Roll back"}
		if want != "" {
			said = append(said, want)
		}
		assert.Equal(t, said, d.Words())
	}
}
