package widget

import (
	"math"
	"math/bits"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
)

// TestPlotHolds its axes, its scale and the time under the line, worked out by hand: 0 to 100 in 10
// hours, of 20.
func TestPlotHolds(t *testing.T) {
	p := Plot{Title: "Calls", Unit: "a day", Values: []float64{0, 25, 50, 75}, Step: 2.5, Now: 10, Value: 100,
		Ends: 20, Marks: []PlotMark{{5, 'm'}, {5.1, 'i'}, {0, 'm'}, {-1, 'x'}, {30, 'x'}}}
	lines := p.View(theme.New(false), 47, 9)
	for i := range lines {
		lines[i] = ansi.Strip(lines[i])
	}
	assert.Equal(t, "Calls                  100 a day  ▲ 10 in 1h", strings.Replace(lines[0], "   ", "", 1))
	assert.True(t, strings.HasPrefix(lines[2], "100 │"), lines[2])
	assert.True(t, strings.HasPrefix(lines[4], " 50 │"), lines[4])
	assert.True(t, strings.HasPrefix(lines[6], "  0 │"), lines[6])
	assert.Equal(t, "    └m────────────────────i────────────────────", lines[7])
	assert.Contains(t, lines[8], "0         ")
	assert.Contains(t, lines[8], "3h")
	assert.NotContains(t, strings.Join(lines, ""), "x")
	assert.NotEqual(t, ' ', []rune(lines[6])[5], "it begins at the bottom left")
	assert.NotEqual(t, ' ', []rune(lines[2])[46], "and ends at the top right")
}

// TestPlotsFit: whatever the numbers and the window, no line is wider and none too many; nothing
// is lost without a word.
func TestPlotsFit(t *testing.T) {
	number := rapid.OneOf(rapid.Float64Range(-10, 10), rapid.Float64(), rapid.Just(math.Inf(1)),
		rapid.Just(math.NaN()), rapid.Just(0.0))
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 250).Draw(t, "w"), rapid.IntRange(1, 70).Draw(t, "h")
		list := make([]Plot, rapid.IntRange(1, 7).Draw(t, "plots"))
		for i := range list {
			list[i] = Plot{Title: rapid.SampledFrom([]string{"Copies", "模型 of the weights", ""}).Draw(t, "title"),
				Values: rapid.SliceOfN(number, 0, 20).Draw(t, "values"), Value: number.Draw(t, "value"),
				Step: rapid.Float64Range(0, 100).Draw(t, "step"), Now: rapid.Float64Range(0, 9000).Draw(t, "now"),
				Ends:  rapid.Float64Range(0, 9000).Draw(t, "ends"),
				Marks: []PlotMark{{rapid.Float64Range(-1, 9000).Draw(t, "mark"), 'i'}}}
		}
		out := Plots(theme.New(false), list, w, h)
		require.LessOrEqual(t, len(out), h)
		require.NotEmpty(t, out)
		for _, line := range out {
			require.LessOrEqual(t, Width(line), w, "%q", ansi.Strip(line))
		}
	})
}

// TestUrgency grows with the room's time that is left, not with the exercise's.
func TestUrgency(t *testing.T) {
	th := theme.New(false)
	c := exercise.Clock{Phase: "running", Pace: "6h", Now: exercise.Moment{Hours: 100}}
	for _, at := range []struct {
		hours float64
		word  string
		style func(...string) string
	}{{99, "LATE", th.Bad.Render}, {101, "in 1h, hurry", th.Urgent.Render}, {112, "in 12h, hurry", th.Urgent.Render},
		{125, "in 1d 1h, soon", th.Warn.Render}, {160, "in 2d", th.Number.Render}, {300, "in 8d", th.Dim.Render}} {
		text, style := Urgency(th, c, exercise.Moment{Hours: at.hours})
		begins, ends, _ := strings.Cut(at.word, ",")
		assert.True(t, strings.HasPrefix(text, begins) && strings.HasSuffix(text, ends), text)
		assert.Equal(t, at.style("x"), style("x"), text)
	}
	c.Pace = "1m"
	text, _ := Urgency(th, c, exercise.Moment{Hours: 101})
	assert.NotContains(t, text, "hurry", "an hour is an hour here")
}

// TestTrendOfNothing: a number that is 0 and stays so is steady.
func TestTrendOfNothing(t *testing.T) {
	for _, v := range []float64{0, 5, -5} {
		p := Plot{Values: []float64{v, v, v}, Step: 1, Now: 2, Value: v, Ends: 24}
		assert.Equal(t, "steady", p.Trend(), v)
	}
}

// TestTrendSaysInWhatTime: a change is told with the time in which it came, which is a round one.
func TestTrendSaysInWhatTime(t *testing.T) {
	for want, p := range map[string]Plot{
		"▲ 0.5 in 30m": {Values: []float64{0, 1, 2, 3}, Step: 1, Now: 4, Value: 4, Ends: 24}, // 6 h are shown
		"▲ 2 in 2h":    {Values: []float64{0, 12}, Step: 12, Now: 24, Value: 24, Ends: 24},
		"▼ 6 in 12h":   {Values: []float64{90, 78, 66, 54}, Step: 24, Now: 96, Value: 42, Ends: 120},
	} {
		assert.Equal(t, want, p.Trend())
	}
}

// TestManyPlotsKeepTheirAxes where half a window of 120 columns and 40 lines has room for them.
func TestManyPlotsKeepTheirAxes(t *testing.T) {
	for n, axes := range map[int]int{3: 3, 4: 4, 5: 5, 8: 8, 9: 0} {
		var list []Plot
		for range n {
			list = append(list, Plot{Title: "Harm to the customers", Unit: "points", Values: []float64{0, 1, 4}, Step: 8, Now: 20,
				Value: 5, Ends: 100})
		}
		out := Plots(theme.New(false), list, 58, 28)
		assert.LessOrEqual(t, len(out), 28)
		assert.Equal(t, axes, strings.Count(strings.Join(out, "\n"), "└"), "%d plots", n)
	}
}

// TestPlotShowsItsTitleWhole where it has lines for it.
func TestPlotShowsItsTitleWhole(t *testing.T) {
	p := Plot{Title: "Trust in agents and in those who run them", Unit: "of 100", Values: []float64{60, 58}, Step: 8,
		Now: 10, Value: 55, Ends: 100, Note: "everyone sees it"}
	for _, c := range []struct{ w, h, title int }{{46, 9, 2}, {46, 6, 1}, {90, 9, 1}} {
		out := p.View(theme.New(false), c.w, c.h)
		require.Len(t, out, c.h)
		for _, line := range out {
			assert.LessOrEqual(t, Width(line), c.w)
		}
		assert.Equal(t, c.title == 2 || c.w == 90, strings.Contains(ansi.Strip(out[0]), p.Title), "%v", c)
		assert.Contains(t, ansi.Strip(out[c.title-1]), "55 of 100  ▼")
	}
}

// TestTicksAreEven: the numbers next to a chart are as far apart as they are, and no value is off it.
func TestTicksAreEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 1, 8).Draw(t, "values")
		rows := rapid.IntRange(3, 40).Draw(t, "rows")
		s := scaleOf(values, rows)
		var at []int
		var shown []float64
		for row := range rows {
			if v, ok := s.tickAt(row, rows); ok {
				at, shown = append(at, row), append(shown, v)
			}
		}
		require.GreaterOrEqual(t, len(at), 2, "two numbers make a scale")
		for i := range at[1:] {
			assert.Equal(t, at[1]-at[0], at[i+1]-at[i])
			assert.InDelta(t, shown[0]-shown[1], shown[i]-shown[i+1], 1e-6*(s.high-s.low))
		}
		for _, v := range values {
			require.True(t, v >= s.low-1e-6*(s.high-s.low) && v <= s.high+1e-6*(s.high-s.low), "%v is off %v", v, s)
		}
	})
}

// TestTimesStandApart: no two times under a chart run into each other, at any width.
func TestTimesStandApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Plot{Title: "Harm", Values: []float64{1, 2}, Step: 1, Value: 2,
			Now: rapid.Float64Range(0.1, 900).Draw(t, "now"), Ends: rapid.Float64Range(0.1, 900).Draw(t, "ends")}
		lines := p.View(theme.New(false), rapid.IntRange(24, 250).Draw(t, "w"), 9)
		for _, word := range strings.Fields(ansi.Strip(lines[len(lines)-1])) {
			require.Regexp(t, `^(0|(\d+d)?(\d+h)?(\d+m)?)$`, word)
			require.LessOrEqual(t, strings.Count(word, "h")+strings.Count(word, "d")+strings.Count(word, "m"), 2, word)
		}
	})
}

func TestLargeNumberOfAPlot(t *testing.T) {
	p := Plot{Title: "Trust", Unit: "of 100", Values: []float64{60}, Step: 1, Now: 2, Value: 58.3, Ends: 20, Large: true}
	shown := ansi.Strip(strings.Join(p.View(theme.New(false), 90, largePlot), "\n"))
	for _, line := range Large("58.3", 40) {
		assert.Contains(t, shown, strings.TrimSpace(line))
	}
	assert.Contains(t, shown, "of 100")
	assert.Contains(t, ansi.Strip(strings.Join(p.View(theme.New(false), 90, largePlot-1), "\n")), "58.3 of 100")
}

// TestTallPlotsHaveAThickTrace, which a room sees from the back.
func TestTallPlotsHaveAThickTrace(t *testing.T) {
	dots := func(h int) (n int) {
		p := Plot{Title: "Trust", Values: []float64{60, 60}, Step: 1, Now: 2, Value: 60, Ends: 2}
		for _, r := range ansi.Strip(strings.Join(p.View(theme.New(false), 50, h), "")) {
			if r > 0x2800 && r < 0x2900 {
				n += bits.OnesCount32(uint32(r - 0x2800))
			}
		}
		return n
	}
	assert.Equal(t, 2*dots(thickPlot+1), dots(thickPlot+5))
}
