package control

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// waterfallLines draws the way from nobody acting to the exercise and on to frictionless
// coordination: full bars are totals of harm, light ones lead from one to the next.
func waterfallLines(th theme.Theme, m *exercise.Moments, w int) []string {
	if len(m.Waterfall) == 0 {
		return nil
	}
	heading := "Harm"
	if m.Unit != "" {
		heading += ", " + m.Unit
	}
	most, names := extent(m)
	const figures = 10
	names = min(names, max(w-figures-12, 6))
	room := max(w-names-figures-4, 0)
	out := []string{" " + th.Title.Render(widget.Cut(heading, w-1))}
	for i, s := range m.Waterfall {
		text, style := stepFigure(th, m, i, most)
		bar := stepBar(m, i, most, room)
		line := " " + widget.Fit(s.Title, names) + " " + widget.Spread("", text, figures)
		if bar != "" {
			line += " " + style.Render(bar)
		}
		out = append(out, widget.Cut(line, w))
	}
	return append(out, "")
}

// extent is the most harm of all steps, and how wide the widest title is.
func extent(m *exercise.Moments) (most float64, names int) {
	for _, s := range m.Waterfall {
		most, names = max(most, s.From, s.To), max(names, widget.Width(s.Title))
	}
	return most, names
}

// stepFigure is the number next to a step, and how its bar is drawn.
func stepFigure(th theme.Theme, m *exercise.Moments, i int, most float64) (string, theme.Style) {
	s := m.Waterfall[i]
	if s.Level {
		return amountOf(s.To, most), th.Number
	}
	return changeOf(s.Change(), most), th.Dim
}

// stepBar is the bar of a step, where most takes room columns.
func stepBar(m *exercise.Moments, i int, most float64, room int) string {
	if most <= 0 || room <= 0 {
		return ""
	}
	s, sign := m.Waterfall[i], "█"
	if !s.Level {
		sign = "░"
	}
	cell := func(v float64) int { return int(max(v, 0)/most*float64(room) + 0.5) }
	from, to := cell(min(s.From, s.To)), cell(max(s.From, s.To))
	if from == to && amountOf(max(s.From, s.To)-min(s.From, s.To), most) != "0" { // what has a number has a bar
		from = min(from, room-1)
		to = from + 1
	}
	return strings.Repeat(" ", from) + strings.Repeat(sign, to-from)
}

// largeWaterfall is [waterfallLines] with figures and bars that are seen from the back of a room; nil
// where it is too wide.
func largeWaterfall(th theme.Theme, m *exercise.Moments, w int) []string {
	most, names := extent(m)
	figures := 0
	for i := range m.Waterfall {
		text, _ := stepFigure(th, m, i, most)
		large := widget.Large(text, w)
		if large == nil {
			return nil
		}
		figures = max(figures, widget.Width(large[0]))
	}
	room := w - names - figures - 4
	if room < names {
		return nil
	}
	var out []string
	for k, s := range m.Waterfall {
		text, style := stepFigure(th, m, k, most)
		bar := style.Render(stepBar(m, k, most, room))
		for i, line := range widget.Large(text, w) {
			name := ""
			switch {
			case i == 1:
				name = th.Strong.Render(s.Title)
			case i == 2 && s.Level:
				name = th.Dim.Render(strings.TrimSuffix("harm, "+m.Unit, ", "))
			}
			line = widget.Fit(name, names+2) + strings.Repeat(" ", figures-widget.Width(line)) +
				th.Number.Render(line) + "  "
			if i < widget.LargeHeight-1 {
				line += bar
			}
			out = append(out, line)
		}
		out = append(out, "")
	}
	return out
}

// amountOf is harm compared with the most that there is: what is less than a thousandth of it is 0.
func amountOf(v, most float64) string {
	if v < most/1000 {
		return "0"
	}
	if most >= 1000 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.3g", v)
}

func changeOf(v, most float64) string {
	text := amountOf(max(v, -v), most)
	switch {
	case text == "0":
		return text
	case v > 0:
		return "+" + text
	}
	return "-" + text
}
