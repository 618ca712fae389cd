package control

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// waterfallLines draws the way from nobody acting to the exercise and on to frictionless
// coordination: full bars are harm that was stood at, light ones lead from one to the next.
func waterfallLines(th theme.Theme, m *exercise.Moments, w int) []string {
	if len(m.Waterfall) == 0 {
		return nil
	}
	heading := "Harm"
	if m.Unit != "" {
		heading += ", " + m.Unit
	}
	most, names := 0.0, 0
	for _, s := range m.Waterfall {
		most, names = max(most, s.From, s.To), max(names, widget.Width(s.Title))
	}
	const figures = 10
	names = min(names, max(w-figures-12, 6))
	room := max(w-names-figures-4, 0)
	out := []string{" " + th.Title.Render(widget.Cut(heading, w-1))}
	for _, s := range m.Waterfall {
		text, sign, style := amountOf(s.To, most), "█", th.Number
		if !s.Level {
			text, sign, style = changeOf(s.Change(), most), "░", th.Dim
		}
		bar := ""
		if most > 0 && room > 0 {
			cell := func(v float64) int { return int(max(v, 0)/most*float64(room) + 0.5) }
			from, to := cell(min(s.From, s.To)), cell(max(s.From, s.To))
			bar = strings.Repeat(" ", from) + strings.Repeat(sign, to-from)
		}
		line := " " + widget.Fit(s.Title, names) + " " + widget.Spread("", text, figures)
		if bar != "" {
			line += " " + style.Render(bar)
		}
		out = append(out, widget.Cut(line, w))
	}
	return append(out, "")
}

// amountOf is harm beside the most that there is: what is less than a thousandth of it is 0.
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
