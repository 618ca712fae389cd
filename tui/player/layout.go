package player

import (
	"fmt"
	"strconv"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// place is a part of the window in which one of several panes shows.
type place struct{ panes []pane }

type column struct {
	places []place
	share  int // of the width
}

// columns are where the panes go in a window.
func columns(w, h int) []column {
	one := func(p ...pane) place { return place{p} }
	switch {
	case w >= 170 && h >= 36:
		return []column{
			{[]place{one(inbox)}, 38},
			{[]place{one(asked), one(act)}, 32},
			{[]place{one(know), one(world, ties, brief)}, 30},
		}
	case w >= 110 && h >= 24:
		return []column{
			{[]place{one(inbox)}, 54},
			{[]place{one(asked), one(act, know, world, ties, brief)}, 46},
		}
	}
	return []column{{[]place{one(inbox, asked, act, know, world, ties, brief)}, 1}}
}

// body draws the panes in exactly h lines of w columns, and a form in the place of the
// first column.
func (m *Model) body(w, h int) []string {
	cols := columns(w, h)
	parts := 0
	for _, c := range cols {
		parts += c.share
	}
	room, used := w-(len(cols)-1), 0
	var blocks [][]string
	for i, c := range cols {
		width := room * c.share / parts
		if i == len(cols)-1 {
			width = room - used
		}
		used += width
		if i == 0 && m.form != nil { // what one knows and is asked stays in sight beside it
			blocks = append(blocks, m.form.form.View(*m.theme, width, h))
			continue
		}
		blocks = append(blocks, m.column(c, width, h))
	}
	return widget.Beside(m.theme.Rule.Render("│"), blocks...)
}

// column draws one or two places, one above the other: the upper one as high as it needs
// to be, within limits, so that the lower one does not jump about for every line.
func (m *Model) column(c column, w, h int) []string {
	if len(c.places) == 1 {
		return m.place(c.places[0], w, h)
	}
	upper := c.places[0].panes[0]
	need := 2
	for i := range m.rows(upper) {
		need += len(m.row(upper, i, w, false))
	}
	height := max(h*30/100, min(need, h*55/100))
	return append(m.place(c.places[0], w, height), m.place(c.places[1], w, h-height)...)
}

// place draws the pane of a place that had the keys last.
func (m *Model) place(p place, w, h int) []string {
	front := p.panes[0]
	for _, q := range p.panes {
		if m.turned[q] > m.turned[front] {
			front = q
		}
	}
	var out []string
	if len(p.panes) > 1 {
		var tabs []widget.Tab
		at := 0
		for i, q := range p.panes {
			if q == front {
				at = i
			}
			tabs = append(tabs, widget.Tab{Key: string(rune('1' + q)), Title: m.short(q), Badge: m.badge(q)})
		}
		if m.has(front) {
			out = append(out, widget.Tabs(*m.theme, tabs, at, w)...)
		} else {
			out = append(out, widget.QuietTabs(*m.theme, tabs, at, w)...)
		}
	} else {
		title := string(rune('1'+front)) + " " + m.title(front)
		out = append(out, widget.TitleLine(*m.theme, title, m.news(front), w, m.has(front)))
	}
	return widget.Block(append(out, m.pane(front, w, h-len(out))...), w, h)
}

// has reports whether a pane has the keys, and not a form.
func (m *Model) has(p pane) bool { return m.form == nil && p == m.focus }

func (m *Model) title(p pane) string {
	switch p {
	case asked:
		return "Asked of you"
	case act:
		return "What you can do"
	case know:
		return "What you know"
	case ties:
		return "Promises, clocks, venues"
	}
	return m.short(p)
}

// short is a pane's title among tabs.
func (m *Model) short(p pane) string {
	if p == brief && m.over() {
		return "After"
	}
	if p == ties && m.view.Clock.Phase == "before STARTEX" {
		return "Prepare"
	}
	return [panes]string{"Inbox", "Asked", "Act", "Known", "World", "Plans", "Brief"}[p]
}

// badge is what there is to see in a pane, in a word.
func (m *Model) badge(p pane) string {
	n := [panes]int{inbox: m.unread(), asked: len(m.me.Asked), know: len(m.me.Facts)}[p]
	if n == 0 {
		return ""
	}
	return "(" + strconv.Itoa(n) + ")"
}

// news is the same where there is room for words.
func (m *Model) news(p pane) string {
	if n := m.unread(); p == inbox && n > 0 {
		return strconv.Itoa(n) + " new"
	}
	return m.badge(p)
}

// pane draws the inside of a pane in at most h lines.
func (m *Model) pane(p pane, w, h int) []string {
	switch p {
	case inbox:
		return m.inboxView(w, h)
	case brief:
		return m.briefView(w, h)
	}
	n := m.rows(p)
	if n == 0 {
		return append([]string{""}, indent(widget.Wrap(none[p], w-4), 2)...)
	}
	list := &m.lists[p]
	row := func(i int) []string { return m.row(p, i, w, m.has(p) && i == list.Cursor) }
	out := list.View(n, w, h, row)
	if _, below := list.More(n); below > 0 && h > 2 {
		out = list.View(n, w, h-1, row)
		_, below = list.More(n)
		out = append(out, m.theme.Dim.Render(widget.Cut(fmt.Sprintf("  … %d more below", below), w)))
	}
	return out
}

// none is what an empty pane says.
var none = [panes]string{
	asked: "Nothing is asked of you just now.",
	act:   "This seat has no actions of its own. You can write, share, and try something with x.",
	know:  "You know nothing of weight yet. It comes by your inbox.",
	world: "This seat has no instruments.",
	ties:  "No venues, promises or preparations concern you.",
}

// row draws one row of a pane's list.
func (m *Model) row(p pane, i, w int, here bool) []string {
	switch p {
	case asked:
		return m.askedRow(i, w, here)
	case act:
		return m.actionRow(i, w, here)
	case know:
		return m.factRow(i, w, here)
	case world:
		return m.worldRow(i, w, here)
	}
	return m.tieRow(i, w, here)
}

func indent(lines []string, n int) []string {
	for i := range lines {
		lines[i] = strings.Repeat(" ", n) + lines[i]
	}
	return lines
}

// selected draws the first line of a row: with the mark, and bright where the cursor is.
func (m *Model) selected(text string, w int, here bool) string {
	text = widget.Mark(here) + text
	if here {
		return m.theme.Selected.Render(widget.Fit(text, w))
	}
	return text
}

// due says how long there is, loudly where it is late.
func (m *Model) due(at *exercise.Moment, late bool) string {
	if at == nil {
		return ""
	}
	text := widget.Clock(*at) + ", " + widget.Due(m.view.Clock, *at)
	if late {
		return m.theme.Alarm.Render(" " + text + " ")
	}
	return text
}
