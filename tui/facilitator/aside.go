package facilitator

import (
	"fmt"

	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// flanked is a page that leaves room beside it in a window as wide as a wall: what needs the facilitator, the seats
// and what has just happened are there.
type flanked interface{ flanked() }

func (*rulePage) flanked() {}
func (*talkPage) flanked() {}
func (*usesPage) flanked() {}

// flankWidth is the width from which there is room for that.
const flankWidth = 160

// body is the page that is shown, with what is beside it.
func (m *Model) body(w, h int) []string {
	p := m.pages.Now()
	if _, ok := p.(flanked); !ok || w < flankWidth {
		return p.view(m, w, h)
	}
	left := w * 60 / 100
	right := w - left - 3
	return widget.Beside(m.th.Rule.Render(" │ "), widget.Block(p.view(m, left, h), left, h),
		widget.Block(m.aside(right, h, true), right, h))
}

// justNow is how many lines of what has happened stay in sight beside many seats.
const justNow = 10

// aside is what needs the facilitator, the seats and, where it is wanted, what has just happened.
func (m *Model) aside(w, h int, news bool) []string {
	tasks, seats, room := m.taskLines(w), m.seatLines(w), h-3
	tasks = m.shortened(tasks, max(room/3, 3), "g goes to the first")
	seats = m.shortened(seats, max(room/3, room-len(tasks)-justNow, 3), "all are on the page "+m.called("seats"))
	out := append(widget.Pane(m.th, "Needs you", "g goes to the first", tasks, w, len(tasks)+1, false),
		widget.Pane(m.th, "Seats", "4", seats, w, len(seats)+1, false)...)
	if rest := h - len(out); news {
		out = append(out, widget.Pane(m.th, "Just now", "9 for all", control.Tail(m.th, m.control(), w, max(rest-1, 0)), w,
			rest, false)...)
	}
	return out
}

// shortened is a list in at most n lines, the last of which says how much is left out and where it is.
func (m *Model) shortened(list []string, n int, where string) []string {
	if len(list) <= n {
		return list
	}
	return append(list[:n-1:n-1], m.th.Dim.Render(fmt.Sprintf(" … %d more; %s", len(list)-n+1, where)))
}

// taskLines are the things that need the facilitator, one under the other.
func (m *Model) taskLines(w int) []string {
	var out []string
	for _, t := range m.tasks() {
		style := m.th.Text
		if t.urgent {
			style = m.th.Warn
		}
		for i, line := range widget.Wrap(t.text, w-3) {
			mark := "   "
			if i == 0 {
				mark = " - "
				if t.urgent {
					mark = " ! "
				}
			}
			out = append(out, style.Render(mark+line))
		}
	}
	if len(out) == 0 {
		out = append(out, m.th.Dim.Render(" Nothing."))
	}
	return out
}

// seatLines are the seats in a line each: who, and how long silent.
func (m *Model) seatLines(w int) []string {
	var out []string
	for _, s := range m.seats() {
		out = append(out, widget.Spread(" "+control.Named(s)+"  "+m.th.Dim.Render(control.Holder(s)), m.silence(s), w))
	}
	return out
}
