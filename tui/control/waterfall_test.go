package control

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/sim/score"
	"tocsin/tui/theme"
)

// TestWaterfallInTheHotWash: each step is on a line of its own with its amount, within
// any window, and its bar begins where the step before it ends.
func TestWaterfallInTheHotWash(t *testing.T) {
	th := theme.New(false)
	steps := score.WaterfallOf(score.HarmOf(588, 2178, 2143, 0.43),
		&score.Gap{Knowing: 0.02, Agreeing: -100, Deciding: 394, NotAttempted: 293.55, Whole: 587.57})
	m := &exercise.Moments{Waterfall: steps, Unit: "points"}
	for w := 20; w <= 200; w += 9 {
		for _, line := range waterfallLines(th, m, w) {
			assert.LessOrEqual(t, ansi.StringWidth(line), w, "at %d columns: %q", w, line)
		}
	}
	lines := strings.Split(plain(waterfallLines(th, m, 120)), "\n")
	assert.Contains(t, lines[0], "Harm, points")
	for i, want := range []string{"2178", "-1590", "588", "0", "+100", "-394", "-294", "0"} {
		assert.Regexp(t, regexpQuote(steps[i].Title)+` +`+regexpQuote(want)+`( |$)`, lines[i+1])
	}
	start := strings.IndexRune(lines[2], '░')
	assert.Equal(t, strings.IndexRune(lines[3], '█')+strings.Count(lines[3], "█"), start,
		"what was avoided begins at what was left")
	assert.Nil(t, waterfallLines(th, &exercise.Moments{}, 80), "no harm is counted")
	small := &exercise.Moments{Waterfall: score.WaterfallOf(score.HarmOf(0, 0, 0, 0), nil)}
	assert.NotContains(t, plain(waterfallLines(th, small, 80)), "█", "nothing is no bar")
}

func regexpQuote(s string) string { return strings.NewReplacer("+", `\+`, ".", `\.`).Replace(s) }
