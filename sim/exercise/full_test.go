package exercise

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/budget"
	"tocsin/sim/record"
)

// TestHowMuchIsWrittenDown: just as many observations and ratings are taken as there is room for.
func TestHowMuchIsWrittenDown(t *testing.T) {
	x, err := New(record.Header{Format: 1, Name: "x", Seed: 1, Scenario: "title = \"T\"\n[role.lab]\n[gauge.x]\n[objective.o]\ntitle = \"O\"\n" +
		"measure = {gauge=\"x\"}\nrate = {P=1, S=2, M=3}\n"})
	require.NoError(t, err)
	x.people = []person{{name: "Eva", kind: KindEvaluator, role: -1, mirror: -1}}
	x.notes = make([]Observation, budget.Most(budget.Notes)-1)
	x.ratings = make([]rating, budget.Most(budget.Notes)-1)
	for _, a := range []act{&Observe{Text: "So."}, &Rate{Objective: "o", Rating: "P"}} {
		require.True(t, a.do(x, 0).OK)
		assert.Equal(t, usedUp(budget.Notes), a.do(x, 0).Why)
	}
}
