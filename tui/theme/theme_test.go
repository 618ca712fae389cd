package theme

import (
	"math"
	"reflect"
	"strconv"
	"testing"

	"github.com/charmbracelet/lipgloss"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestContrast checks every colour of every theme against what it is on: 4.5 to 1, as
// WCAG 2.2 (1.4.3) asks of text. Backgrounds of terminals are people's own; these are
// common ones. A rule between panes is no text.
func TestContrast(t *testing.T) {
	black, dark := [3]float64{}, [3]float64{0x1e, 0x1e, 0x1e}
	white, light := [3]float64{255, 255, 255}, [3]float64{0xfa, 0xfa, 0xfa}
	for name, c := range map[string]struct {
		th      Theme
		grounds [][3]float64
	}{
		"dark":   {New(false), [][3]float64{black, dark}},
		"light":  {New(true), [][3]float64{white, light}},
		"either": {Either(), [][3]float64{black, white}},
	} {
		v := reflect.ValueOf(c.th)
		for i := range v.NumField() {
			word := v.Type().Field(i).Name
			of, ok := v.Field(i).Interface().(Style)
			if !ok || word == "Rule" {
				continue
			}
			style := of.of
			fore, has := colour(t, style.GetForeground())
			back, stands := colour(t, style.GetBackground())
			if !has {
				assert.False(t, stands, "%s, %s: the terminal's own letters on our background", name, word)
				continue
			}
			if stands {
				assert.GreaterOrEqual(t, contrast(fore, back), 4.5, "%s, %s", name, word)
				continue
			}
			for _, ground := range c.grounds {
				assert.GreaterOrEqual(t, contrast(fore, ground), 4.5, "%s, %s on %v", name, word, ground)
			}
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

// TestStylesDrawAsTheirSource: what is made once is what lipgloss would draw each time.
func TestStylesDrawAsTheirSource(t *testing.T) {
	for _, th := range []Theme{New(false), New(true), Either()} {
		v := reflect.ValueOf(th)
		for i := range v.NumField() {
			style, ok := v.Field(i).Interface().(Style)
			if !ok || v.Type().Field(i).Name == "Field" { // lipgloss underlines letter by letter
				continue
			}
			for _, text := range []string{"word", "two  words ", "模型 é ─", "one\ntwo lines", "a\ttab"} {
				assert.Equal(t, style.of.Render(text), style.Render(text), "%s: %q", v.Type().Field(i).Name, text)
			}
			assert.Empty(t, style.Render(""))
			assert.Equal(t, style.of.Render("a", "b"), style.Render("a", "b"))
		}
	}
}
