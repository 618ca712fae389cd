package control

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"tocsin/tui/theme"
)

// TestSignsAreTold by letter and by colour, and the legend tells each in the same colour.
func TestSignsAreTold(t *testing.T) {
	th := theme.New(false)
	line := Signs(th, []rune("ii─d──ccgG"))
	assert.Equal(t, "ii─d──ccgG", ansi.Strip(line), "words need no colour")
	seen := map[string]bool{}
	for _, s := range signsOf(th) {
		drawn := s.style.Render(string(s.sign))
		assert.Contains(t, Legend(th, string(s.sign), 80), drawn)
		assert.False(t, seen[s.style.Render("x")], "%c has a colour of its own", s.sign)
		seen[s.style.Render("x")] = true
	}
	assert.Contains(t, line, th.Notice.Render("ii"))
	assert.Contains(t, line, th.Bad.Render("cc"))
	assert.Equal(t, "d decision  g gap", ansi.Strip(Legend(th, "dg", 80)))
	assert.LessOrEqual(t, ansi.StringWidth(Legend(th, "dgicG", 20)), 20)
}
