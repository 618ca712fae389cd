package theme

import (
	"math"
	"strconv"
	"testing"

	"github.com/charmbracelet/lipgloss"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestContrast holds words against what they stand on: 4.5 to 1, as WCAG 2.2 (1.4.3) asks
// of text. Backgrounds of terminals are people's own; these are common ones.
func TestContrast(t *testing.T) {
	for name, th := range map[string]Theme{"dark": New(false), "light": New(true)} {
		ground := [3]float64{0x1e, 0x1e, 0x1e}
		if th.Light {
			ground = [3]float64{0xfa, 0xfa, 0xfa}
		}
		for word, style := range map[string]lipgloss.Style{"Dim": th.Dim, "Title": th.Title, "Active": th.Active, "Bar": th.Bar, "Running": th.Running, "Paused": th.Paused,
			"Alarm": th.Alarm, "Notice": th.Notice, "Selected": th.Selected, "Unread": th.Unread, "Good": th.Good, "Warn": th.Warn, "Bad": th.Bad, "Number": th.Number, "Key": th.Key, "KeyText": th.KeyText} {
			fore, ok := colour(t, style.GetForeground())
			require.True(t, ok, word)
			back, ok := colour(t, style.GetBackground())
			if !ok {
				back = ground
			}
			assert.GreaterOrEqual(t, contrast(fore, back), 4.5, "%s, %s", name, word)
		}
	}
}

// colour is what xterm draws for a number of its palette.
func colour(t *testing.T, c lipgloss.TerminalColor) ([3]float64, bool) {
	text, ok := c.(lipgloss.Color)
	if !ok {
		return [3]float64{}, false
	}
	n, err := strconv.Atoi(string(text))
	require.NoError(t, err)
	require.GreaterOrEqual(t, n, 16, "the first 16 colours are people's own")
	if n >= 232 {
		g := float64(8 + 10*(n-232))
		return [3]float64{g, g, g}, true
	}
	steps := []float64{0, 95, 135, 175, 215, 255}
	n -= 16
	return [3]float64{steps[n/36], steps[n/6%6], steps[n%6]}, true
}

func contrast(a, b [3]float64) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c [3]float64) float64 {
	out := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v := c[i] / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		out += weight * v
	}
	return out
}
