package player

import (
	"fmt"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
)

// TestPictureIsJudged: the hypotheses are under the instruments with the evidence that the seat
// knows, at every size; enter says how sure it is, or how severe.
func TestPictureIsJudged(t *testing.T) {
	v := table()
	v.Player.Picture = screentest.Before()
	for _, size := range screentest.Sizes {
		m, _ := screen(t, size[0], size[1])
		m.Update(v)
		m.Update(screentest.Key("5"))
		screentest.Fits(t, m.View(), size[0], size[1])
	}
	m, seat := screen(t, 120, 40)
	m.Update(v)
	for _, k := range []string{"5", "end", "up", "up", "up"} { // the first hypothesis
		m.Update(screentest.Key(k))
	}
	screentest.Golden(t, fmt.Sprintf("picture-%dx%d", 120, 40), m.View())
	text := ansi.Strip(m.View())
	for _, words := range []string{"What it may be", "A contractor, alone", "80%", "for it: The odd login", "● Serious",
		"He had a key"} {
		assert.Contains(t, text, words)
	}
	press(t, m, "enter", "enter", "6", "0", "ctrl+s")
	assert.Equal(t, []any{&exercise.Assess{Hypothesis: "insider", Confidence: 0.6}}, seat.Acts)
}
