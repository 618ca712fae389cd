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

// arriving is the wall before STARTEX: what this is, how to come in, which seats are taken.
func (m *Model) arriving(h int) []string {
	w, pad := m.w-2*m.margin(), strings.Repeat(" ", m.margin())
	plain := func(s ...string) string { return strings.Join(s, " ") }
	out := append(m.large(m.v.Scenario.Title, m.th.Title.Render), "")
	b := m.v.Board
	if b == nil {
		return append(out, m.large(m.v.Scenario.Summary, plain)...)
	}
	const joining = 9 // lines of the way in
	seats := append(m.chairs(b.Seats, w), m.filings(b.Notes, w)...)
	if s := append(m.large(m.v.Scenario.Summary, plain), ""); len(out)+len(s)+joining+len(seats) <= h {
		out = append(out, s...) // what it is can wait, the way in and the seats cannot
	}
	if b.Join != nil {
		room := max(h-len(out)-len(seats)-1, 7)
		for _, line := range widget.Joining(m.th, b.Join, w, room) {
			out = append(out, pad+line)
		}
		out = append(out, "")
	}
	if room := max(h-len(out), 2); len(seats) > room {
		seats = append(seats[:room-1:room-1], m.th.Dim.Render("… a taller wall shows the other seats"))
	}
	for _, line := range seats {
		out = append(out, pad+line)
	}
	return out
}

// filings are the seats in columns, with how many if-then notes each has filed and shown.
func (m *Model) filings(list []exercise.Filing, w int) []string {
	if len(list) == 0 {
		return nil
	}
	cells, filed, shown := make([]string, len(list)), 0, 0
	for i := range list {
		f := &list[i]
		sign := m.th.Dim.Render("○")
		if f.Filed > 0 {
			sign = m.th.Good.Render("●")
		}
		cells[i] = sign + " " + f.Title + "  " + m.th.Dim.Render(f.Words())
		filed, shown = filed+f.Filed, shown+f.Shown
	}
	head := m.th.Title.Render("If-then notes") + "  " + m.th.Dim.Render(fmt.Sprintf("%d filed, %d of them shown", filed, shown))
	return append([]string{"", head}, inColumns(cells, 60, w)...)
}

// chairs are the seats in columns, under how many are taken.
func (m *Model) chairs(seats []exercise.Chair, w int) []string {
	if len(seats) == 0 {
		return nil
	}
	taken := 0
	for i := range seats {
		taken += btoi(seats[i].Holder != "")
	}
	head := m.th.Title.Render(fmt.Sprintf("%d of %d seats are taken", taken, len(seats))) + "  " +
		m.th.Number.Render(widget.Bar(float64(taken)/float64(len(seats)), min(w/3, 40)))
	return append([]string{head}, m.sitting(seats, w)...)
}

// sitting are the seats in columns: who has sat down, and which are free.
func (m *Model) sitting(seats []exercise.Chair, w int) []string {
	cells := make([]string, len(seats))
	for i, s := range seats {
		sign, who, style := "○", "free", m.th.Dim
		if s.Holder != "" {
			sign, who, style = "●", s.Holder, m.th.Good
			if !s.Here && s.Holder != "a bot" {
				who += " (away)"
			}
		}
		cells[i] = style.Render(sign) + " " + s.Title + "  " + m.th.Dim.Render(who)
	}
	return inColumns(cells, 50, w)
}

// inColumns sets cells in columns at most so wide.
func inColumns(cells []string, most, w int) []string {
	widest := 0
	for i := range cells {
		widest = max(widest, widget.Width(cells[i]))
	}
	columns := max(1, min(w/max(min(widest+3, most), 1), len(cells)))
	rows := (len(cells) + columns - 1) / columns
	each := w / columns
	var out []string
	for r := range rows {
		line := ""
		for i := r; i < len(cells); i += rows {
			line += widget.Fit(cells[i], each-1) + " "
		}
		out = append(out, line)
	}
	return out
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// moves are the moves side by side, with how far the one under way has come, on a wall that is high
// enough. What comes later has no title yet.
func (m *Model) moves() []string {
	c := m.v.Clock
	if m.told() || c.Moves < 2 || m.h < 44 || c.Phase == "before STARTEX" || m.v.Board == nil {
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

// put is what the facilitator has put on the wall in the place of the news, or nil.
func (m *Model) put(h int) []string {
	b := m.v.Board
	if b == nil {
		return nil
	}
	if w := m.w - 2*m.margin(); w <= calm {
		return shifted(m.page(b, w, h), m.margin())
	}
	lines := m.page(b, calm, 10*h)
	switch {
	case len(lines) == 0:
		return nil
	case len(lines) <= h: // all of it in the middle of a wide wall
		return append(make([]string, (h-len(lines))/4), shifted(lines, (m.w-calm)/2)...)
	}
	return shifted(m.page(b, m.w-2*m.margin(), h), m.margin())
}

// calm is how wide what is told stands in the middle of a wall that is wider, where it has room.
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

// inPlay is the wall while the exercise runs: the news, and beside them or under them the
// numbers that everyone sees and the venues that stand open.
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
		list = append(list, widget.PlotOf(g, m.v.Clock, marks))
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
