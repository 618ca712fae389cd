package board

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// arriving is the wall before STARTEX: what this is, how to come in, which seats are taken.
func (m *Model) arriving(h int) []string {
	w, pad := m.w-2*m.margin(), strings.Repeat(" ", m.margin())
	plain := func(s ...string) string { return strings.Join(s, " ") }
	out := append(m.headline(m.v.Scenario.Title, h/9, m.th.Title.Render), "")
	b := m.v.Board
	if b == nil {
		return append(out, m.words(m.v.Scenario.Summary, plain)...)
	}
	const joining = 9 // lines of the way in
	seats := append(m.chairs(b.Seats, w, h/9), m.filings(b.Notes, w)...)
	if s := append(m.words(m.v.Scenario.Summary, plain), ""); len(out)+len(s)+joining+len(seats) <= h {
		out = append(out, s...) // what it is can wait, the way in and the seats cannot
	}
	if b.Join != nil {
		for _, line := range m.wayIn(b.Join, w, max(h-len(out)-len(seats)-1, 7)) {
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

// wayIn is how people come in: what is typed and the code in large letters where the wall has room for
// them, next to the code for telephones.
func (m *Model) wayIn(j *exercise.Joining, w, h int) []string {
	const typed = 1 + widget.LargeHeight + 1 // a label, what to type, an empty line
	line := widget.Large(j.Lines()[0], w)
	if len(line) != widget.LargeHeight || h < 3*typed || j.Code == "" {
		return widget.Joining(m.th, j, w, h)
	}
	say := func(out []string, label string, lines ...string) []string {
		out = append(out, m.th.Dim.Render(widget.Cut(label, w)))
		for _, l := range lines {
			out = append(out, m.th.Strong.Render(widget.Cut(l, w)))
		}
		return append(out, "")
	}
	label := "Type:"
	if more := j.Lines()[1:]; len(more) > 0 {
		label = "Type this, or " + strings.Join(more, ", or ") + ":"
	}
	out := say(nil, label, line...)
	h -= len(out)
	picture := widget.QR(j, w-60, h)
	left := w
	if len(picture) > 0 {
		left -= widget.Width(picture[0]) + 3
	}
	text := say(nil, "Join code:", widget.Headline(j.Code, left, widget.LargeHeight)...)
	text = say(text, "ssh asks once whether to trust this host. It must show:", j.Fingerprint)
	text = append(text, m.th.Dim.Render(fmt.Sprintf("%d in:", len(j.In))))
	text = append(text, widget.Wrap(strings.Join(j.In, ", "), left)...)
	h = min(max(len(text), len(picture)), h)
	if len(picture) == 0 {
		return append(out, widget.Block(text, left, h)...)
	}
	return append(out, widget.Beside("   ", widget.Block(text, left, h),
		widget.Block(picture, widget.Width(picture[0]), h))...)
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

// chairs are the seats in columns, under how many are taken, which is large where that takes at most h lines.
func (m *Model) chairs(seats []exercise.Chair, w, h int) []string {
	if len(seats) == 0 {
		return nil
	}
	taken := 0
	for i := range seats {
		taken += btoi(seats[i].Holder != "")
	}
	said := fmt.Sprintf("%d of %d seats are taken", taken, len(seats))
	part := float64(taken) / float64(len(seats))
	large := widget.Large(said, w)
	if len(large) == 0 || len(large) > h {
		head := m.th.Title.Render(said) + "  " + m.th.Number.Render(widget.Bar(part, min(w/3, 40)))
		return append([]string{head}, m.sitting(seats, w)...)
	}
	for i := range large {
		large[i] = m.th.Title.Render(large[i])
	}
	return append(append(large, "", m.th.Number.Render(widget.Bar(part, w)), ""), m.sitting(seats, w)...)
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

// inColumns sets cells in as many columns as w holds, where each needs the width of the widest cell and no more than
// most. They share the whole of w.
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
