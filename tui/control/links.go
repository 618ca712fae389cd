package control

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Links is how the seats work together: a table of who has said how much to whom, how busy
// each seat is, what is on its way, and a list of where it is stuck.
type Links struct {
	List widget.List // over what hangs
	left int         // first column shown, where they do not all fit
	over bool        // what the seats make of it is shown, where the page has no room for both
}

// Update moves the cursor over what hangs and the table sideways, and turns to what the seats make of it.
func (l *Links) Update(msg tea.KeyMsg, c *exercise.Control) bool {
	switch msg.String() {
	case "left", "h":
		l.left = max(l.left-1, 0)
		return true
	case "right", "l":
		l.left = min(l.left+1, len(c.Seats))
		return true
	case "a":
		l.over = !l.over && c.Picture != nil
		return true
	}
	return l.List.Update(msg, len(c.Together.Hangs))
}

// Hang is the blocked point at the cursor, or nil where nothing is blocked.
func (l *Links) Hang(c *exercise.Control) *exercise.Hang {
	if len(c.Together.Hangs) == 0 {
		return nil
	}
	l.List.Clamp(len(c.Together.Hangs))
	return &c.Together.Hangs[l.List.Cursor]
}

// View draws the page: the table above, what hangs below, in a wide window next to it what is on its
// way, and under them what the seats make of it; in a low window one or the other.
func (l *Links) View(th theme.Theme, c *exercise.Control, clock exercise.Clock, w, h int) []string {
	const hanging = 6 // lines for what hangs
	if c.Picture == nil {
		return l.talk(th, c, clock, "messages so far; ~ on its way, ? not answered", w, h)
	}
	made := func(right string) string { return widget.TitleLine(th, "What the seats make of it", right, w, l.over) }
	under := 2 + len(PictureLines(th, c.Picture, w))
	if len(c.Seats)+2+hanging+under > h {
		if l.over {
			list := append([]string{made("a: who talks to whom")}, pictureIn(th, c.Picture, w, h-1)...)
			return list[:min(len(list), h)]
		}
		return l.talk(th, c, clock, "~ on its way, ? not answered   a: what they make of it", w, h)
	}
	out := l.talk(th, c, clock, "messages so far; ~ on its way, ? not answered", w, h-under)
	l.over = false
	out = append(out, "", made(""))
	return append(out, pictureIn(th, c.Picture, w, h-len(out))...)
}

// talk is who talks to whom, with words at the right of its title, where it is stuck, and what is on its
// way.
func (l *Links) talk(th theme.Theme, c *exercise.Control, clock exercise.Clock, right string, w, h int) []string {
	table := l.table(th, c, clock, w, max(h*3/5, 4))
	out := append([]string{widget.TitleLine(th, "Who talks to whom", right, w, false)}, table...)
	rest := max(h-len(out), 3)
	if w < Wide {
		return append(out, l.hanging(th, c, clock, w, rest)...)
	}
	left := (w - 3) * 3 / 5
	side := w - 3 - left
	hang, way := l.hanging(th, c, clock, left, rest), moving(th, c, clock, side, rest)
	n := min(max(len(hang), len(way)), rest)
	return append(out, widget.Beside(th.Rule.Render(" │ "), widget.Block(hang, left, n),
		widget.Block(way, side, n))...)
}

// table draws seats by seats: how many messages each has sent to each, the newer the brighter.
func (l *Links) table(th theme.Theme, c *exercise.Control, clock exercise.Clock, w, h int) []string {
	name := min(max(w/5, 12), 28)
	busy := 14
	if w >= Wide {
		busy = min(w/5, 60)
	}
	room, n := w-name-busy-2, len(c.Seats)+1 // the public has a column too
	cell, shown := cells(room, n-l.left, n, 20)
	if shown >= n {
		l.left = 0
	}
	to := append(slices.Clone(c.Seats), exercise.Place{ID: "public"})
	to = to[min(l.left, len(to)-1):]
	to = to[:min(len(to), shown)]
	head := widget.Fit("  from \\ to", name)
	for _, name := range heads(to, cell-1) {
		head += widget.Fit(" "+name, cell)
	}
	head += " " + busyHead(w-widget.Width(head)-1)
	out := []string{th.Dim.Render(widget.Fit(head, w))}
	pairs := map[[2]string]*exercise.Pair{}
	for i := range c.Together.Pairs {
		p := &c.Together.Pairs[i]
		pairs[[2]string{p.From, p.To}] = p
	}
	hang := l.Hang(c)
	for i, s := range c.Seats {
		if len(out) >= h {
			return append(out[:h-1], th.Dim.Render(fmt.Sprintf("  and %d seats more: a taller window shows them",
				len(c.Seats)-i+1)))
		}
		line := widget.Fit("  "+s.Title, name-1) + " "
		for _, o := range to {
			hot := hang != nil && hang.Seat == s.ID && slices.Contains(hang.For, o.ID)
			line += pairCell(th, pairs[[2]string{s.ID, o.ID}], s.ID == o.ID, hot, clock, cell)
		}
		out = append(out, line+" "+busyCell(th, c, i, w-name-shown*cell-1))
	}
	return out
}

// pairCell is one field of the table. One that something hangs on has brackets.
func pairCell(th theme.Theme, p *exercise.Pair, self, hot bool, clock exercise.Clock, w int) string {
	text, style := "·", th.Rule
	switch {
	case self:
		text = " "
	case p == nil && hot:
		style = th.Bad
	case p != nil:
		style = ageStyle(th, clock, p.Last)
		text = pairWords(p, w-2)
	}
	if hot {
		text = "[" + text + "]"
		return style.Render(widget.Fit(text, w))
	}
	return style.Render(widget.Fit(" "+text, w))
}

// pairWords are the numbers of a pair: by kind where they fit, else all together.
func pairWords(p *exercise.Pair, w int) string {
	marks := ""
	if p.Moving > 0 {
		marks += "~"
	}
	if p.Open > 0 {
		marks += "?"
	}
	var kinds []string
	for _, k := range []struct {
		n    int
		name string
	}{{p.Facts, "f"}, {p.Words, "w"}, {p.Questions, "q"}, {p.Answers, "a"}} {
		if k.n > 0 {
			kinds = append(kinds, fmt.Sprintf("%d%s", k.n, k.name))
		}
	}
	if long := strings.Join(kinds, " ") + marks; widget.Width(long) <= w {
		return long
	}
	return widget.Cut(fmt.Sprint(p.Total())+marks, w)
}

// ageStyle says how long ago something was, in minutes of the room.
func ageStyle(th theme.Theme, clock exercise.Clock, at exercise.Moment) theme.Style {
	pace, ok := Hours(clock.Pace)
	switch gone := clock.Now.Hours - at.Hours; {
	case !ok || gone > 10*pace:
		return th.Dim
	case gone > 3*pace:
		return th.Number
	}
	return th.Good
}

// besideEach is how wide what a seat has done and not read has to be, to show how both went.
const besideEach = 24

// busyHead is the head over the cells of busyCell.
func busyHead(w int) string {
	if w < besideEach {
		return widget.Spread("acts", "unread", w)
	}
	return widget.Fit("acts", w/2) + "unread"
}

// busyCell is what a seat has done and not read, as it went, with the numbers beside.
func busyCell(th theme.Theme, c *exercise.Control, i, w int) string {
	if i >= len(c.Together.Pulses) {
		return strings.Repeat(" ", max(w, 0))
	}
	p, s := &c.Together.Pulses[i], &c.Seats[i]
	unread := widget.Number(float64(s.Unread))
	style := th.Dim
	if s.Unread >= 5 {
		style = th.Warn
	}
	if w < besideEach {
		acts := widget.Number(float64(s.Acts))
		spark := widget.Spark(p.Acts, w-widget.Width(acts)-widget.Width(unread)-3)
		return widget.Spread(th.Number.Render(acts+" "+spark), style.Render(unread), w)
	}
	half := w / 2
	one := func(n string, values []float64, style theme.Style) string {
		return style.Render(widget.Fit(fmt.Sprintf("%4s ", n)+widget.Spark(values, half-6), half))
	}
	return widget.Fit(one(widget.Number(float64(s.Acts)), p.Acts, th.Number)+one(unread, p.Unread, style), w)
}

// hanging draws the list of what hangs, with what would move the one under the cursor.
func (l *Links) hanging(th theme.Theme, c *exercise.Control, clock exercise.Clock, w, h int) []string {
	t := &c.Together
	right := plural(max(t.MovingTotal, len(t.Moving)), "message on its way", "messages on their way")
	out := []string{widget.TitleLine(th, fmt.Sprintf("Where it is stuck (%d)", len(t.Hangs)), right, w, true)}
	if len(t.Hangs) == 0 {
		return append(out, th.Dim.Render(" Nothing is stuck: what is needed is known or on its way, and all is answered."))
	}
	return append(out, l.List.Unfold(th, len(t.Hangs), w, h-1, func(i int, open, at bool) []string {
		g := &t.Hangs[i]
		state, style := "for "+widget.Span(clock.Now.Hours-g.Since.Hours), th.Dim.Render
		if g.Due != nil {
			state, style = widget.Urgency(th, clock, *g.Due)
		}
		lines := []string{widget.Spread(widget.Mark(at)+OneLine(g.Words()), style(state), w)}
		if at {
			lines[0] = th.Selected.Render(widget.Spread(widget.Mark(at)+OneLine(g.Words()), state, w))
		}
		if !open {
			return lines
		}
		for _, how := range g.How {
			lines = append(lines, widget.WrapIndent("    "+how, w, 6)...)
		}
		return lines
	})...)
}

// moving draws what is on its way.
func moving(th theme.Theme, c *exercise.Control, clock exercise.Clock, w, h int) []string {
	t := &c.Together
	out := []string{widget.TitleLine(th, "On its way", "", w, false)}
	if len(t.Moving) == 0 {
		return append(out, th.Dim.Render("Nothing is on its way."))
	}
	rows, one := make([][]string, len(t.Moving)), true // in a line each, or who writes to whom above what, when
	for i, m := range t.Moving {
		rows[i] = []string{m.From + " → " + m.To, m.Kind + ": " + OneLine(m.What), widget.Due(clock, m.Due)}
		one = one && widget.Width(strings.Join(rows[i], "  "))+1 <= w
	}
	for i, r := range rows {
		lines := []string{widget.Spread(r[0]+"  "+r[1], th.Dim.Render(r[2]), w)}
		if !one {
			lines = []string{widget.Cut(r[0], w), widget.Spread("  "+r[1], th.Dim.Render(r[2]), w)}
		}
		if room := h - len(out) - len(lines); room < 0 || room == 0 && i < len(rows)-1 {
			return append(out, th.Dim.Render(fmt.Sprintf("and %d more", max(t.MovingTotal, len(rows))-i)))
		}
		out = append(out, lines...)
	}
	return out
}
