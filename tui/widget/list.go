package widget

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"tocsin/tui/pointer"
	"tocsin/tui/theme"
)

// none is the cursor of a list that is on no row yet: the first key puts it on one.
const none = -1

// List is a cursor over rows of any height. The rows belong to the screen.
type List struct {
	Cursor int
	top    int // first row shown
	page   int // rows shown when it was last drawn
	// Still is set while the keys are elsewhere: then a click on a row does nothing.
	Still bool
}

// Update moves the cursor by the keys of every list, and reports whether it took the key.
func (l *List) Update(k tea.KeyMsg, n int) bool {
	page := max(l.page-1, 1)
	switch k.String() {
	case "up", "k", "ctrl+p":
		l.Cursor--
	case "down", "j", "ctrl+n":
		l.Cursor++
	case "pgup", "ctrl+b":
		l.Cursor -= page
	case "pgdown", "ctrl+f":
		l.Cursor += page
	case "home":
		l.Cursor = 0
	case "end":
		l.Cursor = n - 1
	default:
		return false
	}
	l.Clamp(n)
	return true
}

// Clamp keeps the cursor on one of n rows.
func (l *List) Clamp(n int) { l.Cursor = max(0, min(l.Cursor, n-1)) }

// View draws at most h lines of n rows, so that the whole row under the cursor shows where it fits. row
// gives the lines of one row, which are made w columns wide.
func (l *List) View(n, w, h int, row func(i int) []string) []string {
	if n == 0 || h <= 0 || w <= 0 {
		l.top, l.page = 0, 0
		return nil
	}
	if l.Cursor != none {
		l.Clamp(n)
	}
	at := max(l.Cursor, 0)
	// The first row from which everything down to the cursor fits.
	first, used := at, len(row(at))
	for first > 0 {
		if used += len(row(first - 1)); used > h {
			break
		}
		first--
	}
	l.top = max(min(l.top, at), first)
	var out []string
	l.page = 0
	for i := l.top; i < n && len(out) < h; i++ {
		for _, line := range row(i) {
			out = append(out, l.row(i, Fit(line, w)))
		}
		l.page++
	}
	// no empty room below while rows are hidden above
	for used, first = len(out), l.top; first > 0 && used < h; first-- {
		lines := row(first - 1)
		if used+len(lines) > h {
			break
		}
		used += len(lines)
		for k := range lines {
			lines[k] = l.row(first-1, Fit(lines[k], w))
		}
		out = append(lines, out...)
		l.top, l.page = first-1, l.page+1
	}
	return out[:min(len(out), h)]
}

// Within is View with a last line that says how many rows are hidden, above and below, where some are.
func (l *List) Within(th theme.Theme, n, w, h int, row func(i int) []string) []string {
	out := l.View(n, w, h, row)
	if above, below := l.More(n); above+below == 0 || h < 3 {
		return out
	}
	out = l.View(n, w, h-1, row)
	above, below := l.More(n)
	var more []string
	if above > 0 {
		more = append(more, fmt.Sprintf("%d more above", above))
	}
	if below > 0 {
		more = append(more, fmt.Sprintf("%d more below", below))
	}
	return append(out, th.Dim.Render(Cut("  … "+strings.Join(more, ", "), w)))
}

// Unfold draws rows that open: all of them open where h lines have room for that, else only the one
// under the cursor, and none while the keys are elsewhere. here tells row whether it draws that one. The last line
// says how many are hidden, where some are.
func (l *List) Unfold(th theme.Theme, n, w, h int, row func(i int, open, here bool) []string) []string {
	l.Clamp(n)
	here := func(i int) bool { return i == l.Cursor && !l.Still }
	all := make([][]string, 0, n)
	for i, used := 0, 0; i < n && used <= h; i++ {
		lines := row(i, true, here(i))
		if used += len(lines); used <= h {
			all = append(all, lines)
		}
	}
	return l.Within(th, n, w, h, func(i int) []string {
		if len(all) == n {
			return all[i]
		}
		return row(i, here(i), here(i))
	})
}

// row marks a line for the mouse: a click moves the cursor there.
func (l *List) row(i int, line string) string {
	if l.Still {
		return line
	}
	return pointer.Row(i-l.Cursor, line)
}

// More says how many rows are hidden above and below.
func (l *List) More(n int) (above, below int) { return l.top, max(0, n-l.top-l.page) }

// Line is a row of one line: the one under the cursor is bright from end to end, in one colour.
func Line(th theme.Theme, line string, w int, here bool) string {
	if here {
		return th.Selected.Render(Fit(Mark(true)+ansi.Strip(line), w))
	}
	return Fit(Mark(false)+line, w)
}

// NoteColumn is where the notes of n rows of w columns begin: after the longest text, or nearer where
// that would cut a note, down to a third of the width. A longer text has its note right behind it.
func NoteColumn(n, w int, row func(i int) (text, note string)) int {
	longest, widest := 0, 0
	for i := range n {
		if text, note := row(i); note != "" {
			longest, widest = max(longest, Width(text)), max(widest, Width(note))
		}
	}
	const around = 4 // the mark, and what is between
	return min(longest, max(w-widest-around, w/3))
}

// NotedRow is a row with a note that begins at a column, bright from end to end under the cursor. There
// the note is whole, under the row where it has no room next to it.
func NotedRow(th theme.Theme, text, note string, column, w int, here bool) []string {
	text = Mark(here) + text
	beside := text
	if note != "" {
		beside = Fit(text, max(column+2, Width(text))) + "  "
	}
	switch {
	case !here && note != "":
		return []string{beside + th.Dim.Render(note)}
	case !here:
		return []string{text}
	case Width(beside)+Width(note) <= w:
		return []string{th.Selected.Render(Fit(beside+note, w))}
	}
	const indent = 6
	out := []string{th.Selected.Render(Fit(text, w))}
	for _, line := range Wrap(note, max(w-indent, 8)) {
		out = append(out, strings.Repeat(" ", indent)+th.Dim.Render(line))
	}
	return out
}

// WrappedRow is a row whose text is shown whole, in as many lines as it takes, with a note at the right of the
// first. The one under the cursor is bright from end to end.
func WrappedRow(th theme.Theme, text, note string, style, noteStyle Style, w int, here bool) []string {
	const in = 2 // more of a text than its beginning
	room := w - Width(Mark(here))
	if note != "" {
		room -= Width(note) + 2
	}
	lines := WrapIndent(text, max(room, 4), in)
	if len(lines) == 0 {
		lines = []string{""}
	}
	for i, line := range lines {
		right := ""
		if i == 0 {
			right = note
		}
		if here {
			lines[i] = th.Selected.Render(Spread(Mark(i == 0)+line, right, w))
			continue
		}
		lines[i] = Spread(Mark(false)+style(line), noteStyle(right), w)
	}
	return lines
}

// Style draws words, as [theme.Style.Render] does.
type Style = func(words ...string) string

// Mark is the sign before a row: the selected one has one that shows without colour.
func Mark(selected bool) string {
	if selected {
		return "> "
	}
	return "  "
}
