package exercise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
)

// TestToWhomAFactMayGo is said wherever it is shown, in as few names as there are.
func TestToWhomAFactMayGo(t *testing.T) {
	p := exercise.Player{Contacts: []exercise.Contact{{ID: "lab", Title: "Lab"}, {ID: "cert", Title: "CERT"},
		{ID: "press", Title: "Press"}, {ID: "public", Title: "Public"}}}
	for want, f := range map[string]exercise.Fact{
		"":                             {},
		"TLP:CLEAR: may go to anyone.": {Mark: "clear"},
		"TLP:GREEN: may go to anyone but Public.":      {Mark: "green", Wider: []string{"public"}},
		"TLP:AMBER: may go to Lab, CERT, nobody else.": {Mark: "amber", Wider: []string{"press", "public"}},
		"TLP:AMBER: may go to Lab, nobody else.":       {Mark: "amber", Wider: []string{"cert", "press", "public"}},
		"TLP:RED: for you alone.":                      {Mark: "red", Wider: []string{"lab", "cert", "press", "public"}},
	} {
		assert.Equal(t, want, p.MayGo(&f))
	}
}

// TestWhatGoesWider is said before it is shared: each fact that would, and with whom; by a way on which no others hear
// it, only those whom it is not for.
func TestWhatGoesWider(t *testing.T) {
	p := exercise.Player{
		Contacts: []exercise.Contact{{ID: "cert", Title: "CERT"}, {ID: "press", Title: "Press"}},
		Facts: []exercise.Fact{{ID: "leak", Title: "The leak", Mark: "amber", Wider: []string{"press", "far"}},
			{ID: "name", Title: "The name", Mark: "red", Wider: []string{"cert", "press"}, Venues: []string{"cert"}},
			{ID: "open", Title: "The call", Mark: "clear"}},
	}
	for _, c := range []struct {
		facts, to []string
		via, want string
	}{
		{[]string{"open", "unknown"}, []string{"cert", "press"}, "", ""},
		{[]string{"leak"}, []string{"cert"}, "", ""},
		{[]string{"leak"}, []string{"cert", "press", "far"}, "",
			"The leak is TLP:AMBER, and would go wider with Press, far. It is a breach, and is logged"},
		{[]string{"name"}, []string{"cert"}, "", "The name is TLP:RED, and would go wider with CERT. It is a breach, and is logged"},
		{[]string{"name"}, []string{"cert"}, "call", ""},
		{[]string{"unknown", "leak", "name"}, []string{"cert", "press"}, "call", "The leak is TLP:AMBER, and would go wider " +
			"with Press. The name is TLP:RED, and would go wider with Press. It is a breach, and is logged"},
	} {
		assert.Equal(t, c.want, p.GoesWider(c.facts, c.to, c.via))
	}
}

// TestHowAMoveStandsInAChoice, in words.
func TestHowAMoveStandsInAChoice(t *testing.T) {
	for want, m := range map[string]exercise.BranchMove{
		"":                                       {},
		"chosen":                                 {Chosen: true, Next: true, When: "it rains"},
		"if it rains":                            {When: "it rains"},
		"next if nobody chooses":                 {Next: true},
		"next if nobody chooses, while it rains": {Next: true, When: "it rains"},
	} {
		assert.Equal(t, want, m.Note())
	}
}
