package exercise

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/scenario"
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

// TestSpansToTheMinute: seconds are told of what is shorter than a minute alone.
func TestSpansToTheMinute(t *testing.T) {
	const second = scenario.Duration(scenario.Second)
	for d, want := range map[scenario.Duration]string{30*second + second*3/4: "30s", 59 * second: "59s", 60 * second: "1m",
		99 * second: "1m", 3*3600*second + 119*second: "3h1m"} {
		assert.Equal(t, want, toTheMinute(d))
	}
	assert.Equal(t, "2h", spanOf(2))
	assert.Equal(t, "1m", spanOf(1.0/60), "which no number of hours is exactly")
}
