package control

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// toldFigure is a number of what a move was.
type toldFigure struct {
	name     string
	short    string // for large letters
	part, of int    // of is 0 for a number that is no part of something
	text     string
}

// toldFigures are the numbers of a move, the most telling first.
func toldFigures(m *exercise.MoveTold) []toldFigure {
	clocks := m.Met + m.Late + m.Missed
	met := fmt.Sprintf("%d of %d%s%s", m.Met, clocks, many(m.Late, ", %d too late"), many(m.Missed, ", %d missed"))
	if clocks == 0 {
		met = "none came to its end"
	}
	answered := fmt.Sprintf("%d of %d", m.Answered, m.Asked)
	if m.Asked == 0 {
		answered = "none was asked"
	}
	return []toldFigure{
		{"Pairs that spoke", "Pairs spoke", m.Spoke, m.Pairs, fmt.Sprintf("%d of %s", m.Spoke, plural(m.Pairs, "pair", "pairs"))},
		{"Pairs that never did", "Never spoke", m.Never, m.Pairs, fmt.Sprintf("%d of %s since STARTEX", m.Never,
			plural(m.Pairs, "pair", "pairs"))},
		{"Facts in messages", "Facts sent", m.Facts, m.Messages, fmt.Sprintf("%d of %s between seats, and %d to everyone", m.Facts,
			plural(m.Messages, "message", "messages"), m.Public)},
		{"Questions answered", "Answered", m.Answered, m.Asked, answered},
		{"Clocks met in time", "In time", m.Met, clocks, met + many(m.Running, ", %d still run")},
		{"Decisions written down", "Decisions", m.Decisions, 0, fmt.Sprintf("%s of all seats, %s that did nothing",
			plural(m.Acts, "act", "acts"), plural(m.Quiet, "seat", "seats"))},
	}
}

// MoveLines draw what a move was, for the wall and for those who drive it.
func MoveLines(th theme.Theme, m *exercise.MoveTold, w, h int) []string {
	out := []string{widget.Spread(th.Title.Render(widget.Cut(moveTitle(m), w*2/3)),
		th.Dim.Render(m.From.T+" to "+m.Until.T), w), ""}
	length := min(max(w/4, 8), 40)
	for _, f := range toldFigures(m) {
		head := "  " + widget.Fit(f.name, 22) + th.Number.Render(widget.Bar(f.share(), length)) + "  "
		text := f.text
		if f.of == 0 {
			head = "  " + widget.Fit(f.name, 22) + widget.Fit("", length) + "  "
		}
		if f.name == "Decisions written down" {
			head, text = "  ", fmt.Sprintf("%s, %s", plural(m.Decisions, "decision written down", "decisions written down"), text)
			out = append(out, "")
		}
		for _, line := range widget.Wrap(text, max(w-widget.Width(head), 10)) {
			out = append(out, widget.Fit(head+line, w))
			head = widget.Fit("", widget.Width(head))
		}
	}
	return append(out, toldNames(th, m, w, h-len(out))...)
}

func (f toldFigure) share() float64 {
	if f.of == 0 {
		return 0
	}
	return float64(f.part) / float64(f.of)
}

// LargeMove draws what a move was in figures that are read from the back of a room; nil where w columns
// and h lines have no room for that.
func LargeMove(th theme.Theme, m *exercise.MoveTold, w, h int) []string {
	for _, large := range []bool{true, false} {
		title := []string{widget.Cut(moveTitle(m), w)}
		if large {
			title = widget.Large(moveTitle(m), w)
		}
		tiles := toldTiles(th, toldFigures(m), w, large)
		if title == nil || tiles == nil || len(title)+2+len(tiles) > h {
			continue
		}
		var out []string
		for _, line := range title {
			out = append(out, th.Title.Render(line))
		}
		out = append(append(out, th.Dim.Render(m.From.T+" to "+m.Until.T), ""), tiles...)
		return append(out, toldNames(th, m, w, h-len(out))...)
	}
	return nil
}

// toldTiles are figures in rows of three, with large names or small ones; nil where one is too wide.
func toldTiles(th theme.Theme, figures []toldFigure, w int, large bool) (out []string) {
	const columns, apart = 3, 4
	each := (w - (columns-1)*apart) / columns
	var row [][]string
	for i := range figures {
		tile := figures[i].tile(th, each, large)
		if tile == nil {
			return nil
		}
		if row = append(row, tile); len(row) < columns && i < len(figures)-1 {
			continue
		}
		high := 0
		for _, t := range row {
			high = max(high, len(t))
		}
		for i := range row {
			row[i] = widget.Block(row[i], each, high)
		}
		if out != nil {
			out = append(out, "")
		}
		out, row = append(out, widget.Beside(strings.Repeat(" ", apart), row...)...), nil
	}
	return out
}

// tile is a figure large, with its bar, and what it counts under it; nil where it is too wide.
func (f toldFigure) tile(th theme.Theme, w int, large bool) []string {
	number := fmt.Sprint(f.part)
	if f.of > 0 {
		number = fmt.Sprintf("%d/%d", f.part, f.of)
	}
	name := []string{widget.Cut(f.name, w)}
	if large {
		name = widget.Large(f.short, w)
	}
	figure := widget.Large(number, w)
	if figure == nil || name == nil || large && len(name) > widget.LargeHeight {
		return nil
	}
	var out []string
	for _, line := range figure {
		out = append(out, th.Number.Render(line))
	}
	bar := th.Rule.Render(strings.Repeat("─", w))
	if f.of > 0 {
		bar = th.Number.Render(widget.Bar(f.share(), w))
	}
	for i, line := range name {
		name[i] = th.Strong.Render(line)
	}
	if large { // words beside words, and the bar under both
		out = append(append(out, name...), bar)
	} else {
		out = append(append(out, bar), name...)
	}
	return append(out, widget.Wrap(f.text, w)...)
}

func moveTitle(m *exercise.MoveTold) string {
	if m.N == 0 {
		return m.Title
	}
	return fmt.Sprintf("What move %d was: %s", m.N, m.Title)
}

func many(n int, format string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(format, n)
}

// toldNames are the pairs by name, where seats are named: who wrote most, who never did, who did nothing.
func toldNames(th theme.Theme, m *exercise.MoveTold, w, h int) []string {
	if len(m.Talked)+len(m.NeverTalked)+len(m.QuietSeats) == 0 || h < 3 {
		return nil
	}
	h--
	var talked, never []string
	for _, p := range m.Talked {
		talked = append(talked, fmt.Sprintf("%3d  %s and %s", p.N, p.A, p.B))
	}
	for _, p := range m.NeverTalked {
		never = append(never, p.A+" and "+p.B)
	}
	columns := [][]string{headed(th, "Spoke most", talked, h), headed(th, "Never spoke to each other", never, h),
		headed(th, "Did nothing", m.QuietSeats, h)}
	each := (w - 6) / 3
	if w < Wide {
		columns, each = columns[:2], (w-3)/2
	}
	high := 0
	for i := range columns {
		high = max(high, len(columns[i]))
	}
	for i := range columns {
		columns[i] = widget.Block(columns[i], each, high)
	}
	return append([]string{""}, widget.Beside("   ", columns...)...)
}

// headed is a list under its heading, at most h lines high.
func headed(th theme.Theme, heading string, list []string, h int) []string {
	out := []string{"  " + th.Strong.Render(heading)}
	if len(list) == 0 {
		return append(out, "  "+th.Dim.Render("nobody"))
	}
	for i, s := range list {
		if len(out) == h-1 && i < len(list)-1 {
			return append(out, "  "+th.Dim.Render(fmt.Sprintf("and %d more", len(list)-i)))
		}
		out = append(out, "  "+s)
	}
	return out
}
