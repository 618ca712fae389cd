package player

import (
	"slices"
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

// columns are where the panes go in a window: those that have a place of their own there,
// and the others behind each other. Before STARTEX and after
// ENDEX, when there is time to read, the brief has the largest.
func (m *Model) columns(w, h int) []column {
	one := func(p ...pane) place { return place{p} }
	others := func(apart ...pane) place {
		rest := slices.Clone(m.panes.List)
		return place{slices.DeleteFunc(rest, func(p pane) bool { return slices.Contains(apart, p) })}
	}
	world := slices.IndexFunc(m.panes.List, func(p pane) bool { return p.Name() == "world" })
	still := m.over() || m.view.Clock.Phase == "before STARTEX" // the time to read
	switch {
	case still && w >= 170 && h >= 36:
		return []column{
			{[]place{one(&m.brief)}, 40},
			{[]place{others(&m.brief, &m.mail, &m.facts)}, 32},
			{[]place{one(&m.facts), one(&m.mail)}, 28},
		}
	case still && w >= 110 && h >= 24:
		return []column{
			{[]place{one(&m.brief)}, 54},
			{[]place{one(&m.mail), others(&m.brief, &m.mail)}, 46},
		}
	case w >= 170 && h >= 48 && world >= 0 && m.watches(m.panes.List[world]):
		watched := m.panes.List[world]
		return []column{
			{[]place{one(&m.mail)}, 38},
			{[]place{one(&m.asked), one(&m.acts), one(watched)}, 32},
			{[]place{one(&m.facts), others(&m.mail, &m.asked, &m.acts, &m.facts, watched)}, 30},
		}
	case w >= 170 && h >= 36:
		return []column{
			{[]place{one(&m.mail)}, 38},
			{[]place{one(&m.asked), one(&m.acts)}, 32},
			{[]place{one(&m.facts), others(&m.mail, &m.asked, &m.acts, &m.facts)}, 30},
		}
	case w >= 110 && h >= 24:
		return []column{
			{[]place{one(&m.mail)}, 54},
			{[]place{one(&m.asked), others(&m.mail, &m.asked)}, 46},
		}
	}
	return []column{{[]place{others()}, 1}}
}

// watches reports whether there is something on a pane.
func (m *Model) watches(p pane) bool {
	l, ok := p.(rows)
	return ok && l.count(m) > 0
}

// body draws the panes in exactly h lines of w columns, and a form in place of the
// first column.
func (m *Model) body(w, h int) []string {
	cols := m.columns(w, h)
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
		if i == 0 && m.form != nil { // what one knows and is asked stays in sight next to it
			blocks = append(blocks, m.form.form.View(*m.theme, width, h))
			continue
		}
		blocks = append(blocks, m.column(c, width, h))
	}
	return widget.Beside(m.theme.Rule.Render("│"), blocks...)
}

// column draws places one above the other: each but the last as high as it needs to be, within
// limits, so that those below do not jump about for every line.
func (m *Model) column(c column, w, h int) []string {
	var out []string
	for i, p := range c.places {
		left := len(c.places) - i
		if left == 1 {
			return append(out, m.place(p, w, h)...)
		}
		height := max(h*60/left/100, min(m.need(p, w, h, false), h*55/100))
		spare := h - height // what those below need not
		for _, q := range c.places[i+1:] {
			spare -= m.need(q, w, h, false)
		}
		if open := m.need(p, w, h, true); open <= height+spare { // all open or none
			height = max(height, open)
		}
		out, h = append(out, m.place(p, w, height)...), h-height
	}
	return out
}

// need is how many lines a place of a list takes, with its rows open or not, and a title and a line
// of air. What draws itself takes all h.
func (m *Model) need(p place, w, h int, open bool) int {
	l, ok := m.front(p).(rows)
	if !ok {
		return h
	}
	n := 2
	for i := 0; i < l.count(m) && n < h; i++ {
		n += len(l.row(m, i, w, open, false))
	}
	return n
}

// front is the pane of a place that had the keys last.
func (m *Model) front(p place) pane {
	front := p.panes[0]
	for _, q := range p.panes {
		if m.turned[q] > m.turned[front] {
			front = q
		}
	}
	return front
}

// place draws the pane of a place that had the keys last.
func (m *Model) place(p place, w, h int) []string {
	front := m.front(p)
	var out []string
	if len(p.panes) > 1 {
		var tabs []widget.Tab
		at := 0
		for i, q := range p.panes {
			if q == front {
				at = i
			}
			_, short := q.titles(m)
			tabs = append(tabs, widget.Tab{Key: m.digit(q), Title: short, Badge: q.badge(m, false)})
		}
		if m.has(front) {
			out = append(out, widget.Tabs(*m.theme, tabs, at, w)...)
		} else {
			out = append(out, widget.QuietTabs(*m.theme, tabs, at, w)...)
		}
	} else {
		title, _ := front.titles(m)
		out = append(out, widget.TitleLine(*m.theme, m.digit(front)+" "+title, front.badge(m, true), w, m.has(front)))
	}
	return widget.Block(append(out, m.pane(front, w, h-len(out))...), w, h)
}

// has reports whether a pane has the keys, and not a form.
func (m *Model) has(p pane) bool { return m.form == nil && m.on(p) }

// pane draws the inside of a pane in at most h lines.
func (m *Model) pane(p pane, w, h int) []string {
	if d, ok := p.(drawn); ok {
		return d.view(m, w, h)
	}
	l := p.(rows)
	n, list := l.count(m), l.list()
	if n == 0 {
		_, none := l.words()
		return indent(none.View(*m.theme, w-1), 1)
	}
	row := func(i int, open, here bool) []string { return l.row(m, i, w, open, here) }
	list.Still = !m.has(p)
	return list.Unfold(*m.theme, n, w, h, row)
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

// beside draws the first line of a row with a state at its right; under the cursor the whole line is
// bright.
func (m *Model) beside(text, state string, style func(...string) string, w int, here bool) string {
	text = widget.Cut(text, w-widget.Width(state)-5)
	if here {
		return m.theme.Selected.Render(widget.Spread(widget.Mark(true)+text, state, w-1) + " ")
	}
	return widget.Spread(widget.Mark(false)+text, style(state), w-1)
}

// due says how long there is, and in what style: loudly where it is late.
func (m *Model) due(at *exercise.Moment, late bool) (text string, style func(...string) string) {
	if at == nil {
		return "", m.theme.Dim.Render
	}
	text, style = widget.Urgency(*m.theme, m.view.Clock, *at)
	text = widget.Clock(*at) + ", " + text
	if late {
		return " " + text + " ", m.theme.Alarm.Render
	}
	return text, style
}
