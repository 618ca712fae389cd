package exercise

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWhenTwoRunsDiffer: at the earlier of the times at which something happened in either; and at all where one
// thing or the state at the end does.
func TestWhenTwoRunsDiffer(t *testing.T) {
	one, two := &Line{At: Moment{Hours: 1}}, &Line{At: Moment{Hours: 2}}
	for _, d := range []Differing{{Here: one}, {There: one}, {Here: one, There: two}, {Here: two, There: one}} {
		assert.InDelta(t, 1, d.at().Hours, 1e-9)
	}
	for want, all := range map[bool][]Comparison{false: {{}, {StateHere: 7, StateThere: 7}},
		true: {{From: &Moment{}}, {StateHere: 7, StateThere: 8}}} {
		for _, c := range all {
			assert.Equal(t, want, c.Different())
		}
	}
}
