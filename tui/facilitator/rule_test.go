package facilitator

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
)

// TestRulingsInWords: what was asked back and answered has a line each, an outcome is said in words, and what has
// been ruled is not offered for a ruling.
func TestRulingsInWords(t *testing.T) {
	v := screentest.Staff()
	v.Control.Cases = []exercise.Attempt{{N: 1, Role: "police", Title: "Cybercrime police", Text: "Buy a sample",
		Question: "Who pays?", Answer: "We do."}}
	m, _ := console(t, 80, 30, v)
	m.show("rule")
	assert.Contains(t, text(m), "enter to rule it")
	press(t, m, "enter")
	assert.Regexp(t, `You asked: Who pays\? +\n( +\n)? +They answered: We do\.`, text(m))
	press(t, m, "p", "They get one.", "ctrl+s")
	assert.Contains(t, text(m), "Ruling: it succeeds in part.")

	for outcome, words := range map[string]string{"success": "it succeeds", "partial": "it succeeds in part",
		"failure": "it fails", "": ""} {
		assert.Equal(t, words, exercise.OutcomeWords(outcome))
	}
	v.Control.Cases[0].Outcome = "failure"
	m, _ = console(t, 80, 30, v)
	m.show("rule")
	assert.NotContains(t, text(m), "enter to rule it")
	assert.Contains(t, text(m), "Ruled: it fails")
}
