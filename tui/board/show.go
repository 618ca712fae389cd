package board

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// beside is the width from which the news have a column of their own.
const beside = 110

// moves are the moves side by side, with how far the one under way has come, on a wall that is high
// enough. What comes later has no title yet.
func (m *Model) moves() []string {
	c := m.v.Clock
	if m.told() || c.Moves < 2 || m.h < 44 || c.Phase == "before STARTEX" || c.Emergency || m.v.Board == nil {
		return nil
	}
	w := m.w - 2*m.margin()
	each := (w - (c.Moves-1)*2) / c.Moves
	if each < 12 {
		return nil
	}
	var names, bars []string
	for n := 1; n <= c.Moves; n++ {
		name, part, style := fmt.Sprintf("Move %d", n), 0.0, m.th.Dim
		switch {
		case n < c.Move || c.Phase == "over" && c.Move == c.Moves && n == c.Move:
			part = 1
		case n == c.Move:
			name, part, style = name+": "+c.MoveTitle, m.gone(), m.th.Strong
		}
		names = append(names, style.Render(widget.Fit(name, each)))
		bar := m.th.Rule
		if n == c.Move {
			bar = m.th.Number
		}
		bars = append(bars, bar.Render(widget.Bar(part, each)))
	}
	pad := strings.Repeat(" ", m.margin())
	return []string{"", pad + strings.Join(names, "  "), pad + strings.Join(bars, "  ")}
}

// told reports whether the wall tells what the exercise was, after ENDEX.
func (m *Model) told() bool {
	b := m.v.Board
	return m.v.Clock.Phase == "over" && b != nil && (b.Page != nil || b.Move != nil)
}

// gone is how much of the move under way has gone by, from 0 to 1.
func (m *Model) gone() float64 {
	c, began := m.v.Clock, 0.0
	for _, n := range m.news() {
		if n.Kind == exercise.ItemClock {
			began = max(began, n.At.Hours)
		}
	}
	ends := c.Ends.Hours
	if c.MoveEnds != nil {
		ends = c.MoveEnds.Hours
	}
	if ends <= began {
		return 0
	}
	return min(max((c.Now.Hours-began)/(ends-began), 0), 1)
}

// put is what the facilitator has put on the wall in place of the news, or nil.
func (m *Model) put(h int) []string {
	b := m.v.Board
	if b == nil {
		return nil
	}
	w := m.w - 2*m.margin()
	if large := m.largePage(b, w, h); large != nil {
		return shifted(large, m.margin())
	}
	if w <= calm {
		return shifted(m.page(b, w, h), m.margin())
	}
	lines := m.page(b, calm, 10*h)
	switch {
	case len(lines) == 0:
		return nil
	case len(lines) <= h: // all of it in the middle of a wide wall
		return append(make([]string, (h-len(lines))/4), shifted(lines, (m.w-calm)/2)...)
	}
	return shifted(m.page(b, w, h), m.margin())
}

// largePage is what the facilitator has put on the wall in large letters, where it has room for them.
func (m *Model) largePage(b *exercise.Board, w, h int) []string {
	switch {
	case b.Move != nil:
		return control.LargeMove(m.th, b.Move, w, h)
	case b.Page != nil:
		return control.LargePage(m.th, b.Page, w, h)
	case b.Picture != nil:
		return control.LargePicture(m.th, b.Picture, w, h)
	}
	return nil
}

// calm is how wide what is told is in the middle of a wall that is wider, where it has room.
const calm = 150

// page is what the facilitator has put on the wall, in w columns and at most h lines.
func (m *Model) page(b *exercise.Board, w, h int) []string {
	switch {
	case b.Move != nil:
		return control.MoveLines(m.th, b.Move, w, h)
	case b.Page != nil:
		return control.PageLines(m.th, b.Page, w, h)
	case b.Picture != nil:
		return append([]string{m.th.Title.Render("What the seats make of it"), ""},
			control.PictureLines(m.th, b.Picture, w)...)
	case b.Shows != "news" && b.Shows != "":
		return []string{m.th.Dim.Render("It is being worked out …")}
	}
	return nil
}

// shifted are lines so many columns further to the right.
func shifted(lines []string, by int) []string {
	pad := strings.Repeat(" ", by)
	for i := range lines {
		lines[i] = pad + lines[i]
	}
	return lines
}

// inPlay is the wall while the exercise runs: the news, and next to them or under them the
// numbers that everyone sees and the venues that are open.
func (m *Model) inPlay(h int) []string {
	b := m.v.Board
	if b == nil || len(b.Gauges)+len(b.Venues) == 0 || h < 7 {
		return m.stories(m.w, h)
	}
	if m.w < beside {
		under := m.numbers(m.w, min(h/3, len(b.Gauges)+len(b.Venues)))
		return append(widget.Block(m.stories(m.w, h-len(under)), m.w, h-len(under)), under...)
	}
	left := m.w * 9 / 20
	right := m.w - left - 3
	return widget.Beside(m.th.Rule.Render(" │ "), widget.Block(m.room(left, h), left, h),
		widget.Block(m.numbers(right, h), right, h))
}

// room are the news, and under them who sits where, as long as nothing newer needs the place.
func (m *Model) room(w, h int) []string {
	news, pad := m.stories(w, h), strings.Repeat(" ", m.margin())
	seats := m.sitting(m.v.Board.Seats, w-2*m.margin())
	free := h - len(news) - len(seats) - 2
	if len(seats) == 0 || free < 0 {
		return news
	}
	news = append(append(news, make([]string, free+1)...), pad+m.th.Title.Render("Who sits where"))
	for _, line := range seats {
		news = append(news, pad+line)
	}
	return news
}

// numbers are the public gauges as charts, with moves and news marked, and the open venues.
func (m *Model) numbers(w, h int) []string {
	b := m.v.Board
	pad := strings.Repeat(" ", min(m.margin(), 4))
	inner := w - 2*len(pad)
	venues := control.VenueLines(m.th, b.Venues, inner)
	if len(venues) > 0 && h > len(b.Gauges)+len(venues)+3 {
		venues = append([]string{"", m.th.Title.Render("Open now")}, venues...)
	}
	venues = venues[:max(min(len(venues), h-max(len(b.Gauges), h/2)), 0)]
	marks := m.marks()
	var list []widget.Plot
	for _, g := range b.Gauges {
		p := widget.PlotOf(g, m.v.Clock, marks)
		p.Large = true
		list = append(list, p)
	}
	out := widget.Plots(m.th, list, inner, h-len(venues)-1)
	if len(out) > len(list) { // with axes: say what the marks are
		out = append(out, m.th.Dim.Render(widget.Cut("m a move begins   n news", inner)))
	} else {
		out = widget.Plots(m.th, list, inner, h-len(venues))
	}
	for i := range out {
		out[i] = pad + out[i]
	}
	for _, line := range venues {
		out = append(out, pad+line)
	}
	return out
}

// marks are the public events on the axis of time.
func (m *Model) marks() []widget.PlotMark {
	var out []widget.PlotMark
	for _, n := range m.news() {
		sign := 'n'
		if n.Kind == exercise.ItemClock {
			sign = 'm'
		}
		out = append(out, widget.PlotMark{Hours: n.At.Hours, Sign: sign})
	}
	return out
}
