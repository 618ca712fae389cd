package control

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// TestWhatToLookForHasOneStop between an inject's title and what it expects: none after a question.
func TestWhatToLookForHasOneStop(t *testing.T) {
	c := &exercise.Control{Delivered: []exercise.Planned{
		{Title: "All of them?", Expects: "Read the board within 14h.", Awaited: awaited},
		{Title: "Two days to go", Expects: "Ask", LookFor: []string{"Who speaks first?", "Who does not"}, Awaited: awaited}}}
	text := ansi.Strip(strings.Join(lookFor(theme.New(false), c, exercise.Clock{}, 100, 20), "\n"))
	assert.Contains(t, text, "All of them? Read the board within 14h")
	assert.NotContains(t, text, "14h.")
	assert.Contains(t, text, "Two days to go. Ask. Who speaks first? Who does not")
}

// TestMarksStandUnderNotes: what evaluators gave for what was looked for is read where notes are, the newest
// first, under however many notes there are.
func TestMarksStandUnderNotes(t *testing.T) {
	c := &exercise.Control{Delivered: []exercise.Planned{{Title: "A caller", LookFor: []string{"Who answers", "Who asks back"},
		Marks: []exercise.LookMark{{N: 1, Who: "Eve", Mark: "3", At: exercise.Moment{Hours: 1, T: "T+01:00"}},
			{N: 2, Who: "Una", Mark: "S", Text: "the desk", At: exercise.Moment{Hours: 2, T: "T+02:00"}}}}}}
	for n := range 40 {
		c.Observations = append(c.Observations, exercise.Observation{N: n + 1, Who: "Fay", Text: "Seen"})
	}
	rows := NotesPage(theme.New(false), c, exercise.Clock{}, &widget.List{}, "", 90, 24)
	assert.LessOrEqual(t, len(rows), 24)
	text := ansi.Strip(strings.Join(rows, "\n"))
	assert.Contains(t, text, "Marks for what was looked for")
	assert.Regexp(t, `(?s)T\+02:00 +Una S  A caller: Who asks back \(the desk\).*T\+01:00 +Eve 3  A caller: Who answers`, text)
}
