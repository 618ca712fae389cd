package control

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
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
