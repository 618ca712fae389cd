package control

import (
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// gaugeLines is how high a chart of the page World is, in windows with room for charts.
const gaugeLines = 9

// belowGauges is how many lines a window keeps for what is under the charts.
const belowGauges = 5

// plotMarks says what the letters on the axis of time are.
const plotMarks = "m move   i inject   c step of the cascade"

// chartRoom is how many lines the charts of n gauges may take where others are under them, on a
// page of h lines: none on a low one.
func chartRoom(n, h int) int {
	if h < 30 {
		return 0
	}
	return min(n*gaugeLines, h-belowGauges)
}

// Gauges draws the gauges as they are, and who sees them: as charts with what happened marked
// where room has enough lines for them, else in two lines each.
func Gauges(th theme.Theme, c *exercise.Control, clock exercise.Clock, w, room int) []string {
	n := len(c.Gauges)
	if n == 0 {
		return []string{th.Dim.Render("This scenario has none.")}
	}
	if room > 0 {
		marks := happened(c)
		list := make([]widget.Plot, n)
		for i, g := range c.Gauges {
			list[i] = widget.PlotOf(g.Gauge, clock, marks)
			list[i].Bad, list[i].Note = g.Outcome, sees(c, g)
		}
		if out := widget.Plots(th, list, w, room); len(out) > n {
			return append(out, th.Dim.Render(widget.Cut(plotMarks, w)))
		}
	}
	var out []string
	for _, g := range c.Gauges {
		name := g.Title
		if g.Outcome {
			name += " (outcome)"
		}
		value := strings.TrimSpace(widget.Number(g.Value) + " " + g.Unit)
		trace := widget.Spark(g.Trace, max(min(w/2, 60), 8))
		out = append(out, widget.Spread(th.Strong.Render(name), th.Number.Render(value), w),
			widget.Spread("  "+th.Number.Render(trace),
				th.Dim.Render(widget.Cut(sees(c, g), w-widget.Width(trace)-4)), w))
	}
	return out
}

// sees says who sees a gauge.
func sees(c *exercise.Control, g exercise.WorldGauge) string {
	if read := g.Read(); read != "" {
		return "seen by " + strings.Join(g.Sees, ", ") + ", " + read
	}
	switch {
	case len(g.Sees) == 0:
		return "nobody sees it"
	case len(g.Sees) >= len(c.Seats):
		return "everyone sees it"
	}
	return "seen by " + strings.Join(g.Sees, ", ")
}

// happened are injects, each where it came last, and as far back as the log goes steps of the cascade, moves, STARTEX
// and ENDEX, for the axis of time.
func happened(c *exercise.Control) []widget.PlotMark {
	var out, cascade []widget.PlotMark
	for _, l := range c.Log {
		switch {
		case l.Quiet:
		case l.Mark == "clock":
			out = append(out, widget.PlotMark{Hours: l.At.Hours, Sign: 'm'})
		case l.Mark == "world":
			cascade = append(cascade, widget.PlotMark{Hours: l.At.Hours, Sign: 'c'})
		}
	}
	for _, p := range c.Delivered {
		if p.Last != nil {
			out = append(out, widget.PlotMark{Hours: p.Last.Hours, Sign: 'i'})
		}
	}
	return append(out, cascade...)
}
