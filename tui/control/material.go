package control

import (
	"fmt"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// MaterialLines draw what there is to talk about at the end of a move: its injects with the
// questions that belong to them, then what was decided, missed and set off, then its numbers.
func MaterialLines(th theme.Theme, c *exercise.Control, w int) []string {
	var out []string
	m := c.Material
	if len(m.Came) == 0 {
		out = append(out, th.Dim.Render(" No inject came in this move."))
	}
	for _, b := range m.Came {
		head := b.At.T + "  " + b.Title
		if b.From != "" {
			head += ", from " + b.From
		}
		if len(b.To) > 0 {
			head += ", to " + c.Whom(b.To)
		}
		for _, line := range widget.WrapIndent(" "+head, w-1, 3) {
			out = append(out, th.Strong.Render(line))
		}
		if b.Text != "" {
			for _, line := range widget.Wrap(exercise.OneLine(b.Text, 300), max(w-4, 10)) {
				out = append(out, "   "+th.Dim.Render(line))
			}
		}
		for _, q := range b.Questions {
			out = append(out, widget.WrapIndent("   ? "+q, w-1, 5)...)
		}
	}
	if len(m.Told) > 0 {
		out = append(out, "", " "+th.Title.Render("What was decided, missed and caused"))
		out = append(out, beatLines(th, m.Told, w)...)
	}
	if m.Left > 0 {
		out = append(out, th.Dim.Render(widget.Cut(fmt.Sprintf(" %d more are in the log.", m.Left), w)))
	}
	out = append(out, "")
	return append(out, MoveLines(th, &m.Move, w, 14)...)
}
