package control

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// LogReader gives older lines of the log than a view holds.
type LogReader interface {
	LogBefore(ctx context.Context, n int) ([]exercise.Line, error)
}

// Log is everything that has happened, in words. It stays at the end until somebody
// scrolls back, and fetches what is older than the view when it is wanted.
type Log struct {
	Quiet bool // show what is for those who ask for everything too

	list   widget.List
	back   bool            // scrolled back: new lines do not move the cursor
	older  []exercise.Line // before those of the view
	last   []exercise.Line // those of the view when it was last drawn
	asking bool
	shown  []exercise.Line
	at     int // number of the line under the cursor
}

// Older brings lines that came before those that a log has.
type Older struct {
	Lines []exercise.Line
	Err   error
}

// fetch asks for what came before line n.
func fetch(r LogReader, n int) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		lines, err := r.LogBefore(ctx, n)
		return Older{lines, err}
	}
}

// Update moves the cursor, shows or hides quiet lines, and takes older lines.
func (l *Log) Update(msg tea.Msg, c *exercise.Control, r LogReader) (took bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case Older:
		l.asking = false
		if msg.Err == nil {
			l.older = append(append([]exercise.Line{}, msg.Lines...), l.older...)
		}
		return true, nil
	case tea.KeyMsg:
		lines := l.lines(c)
		switch msg.String() {
		case "a":
			l.Quiet = !l.Quiet
			l.lines(c)
			return true, nil
		}
		if !l.list.Update(msg, len(lines)) {
			return false, nil
		}
		if l.back = l.list.Cursor < len(lines)-1; l.back && l.older == nil {
			l.last = c.Log
		}
		if len(lines) > 0 {
			l.at = lines[l.list.Cursor].N
		}
		if first := l.first(c); l.list.Cursor < 20 && first > 1 && !l.asking && r != nil {
			l.asking = true
			return true, fetch(r, first)
		}
		return true, nil
	}
	return false, nil
}

// first is the number of the oldest line that is here.
func (l *Log) first(c *exercise.Control) int {
	switch {
	case len(l.older) > 0:
		return l.older[0].N
	case len(c.Log) > 0:
		return c.Log[0].N
	}
	return 1
}

// lines are those to show: older ones, those of the view, and between them what has left
// the view since; the cursor stays on its line.
func (l *Log) lines(c *exercise.Control) []exercise.Line {
	l.keep(c)
	l.shown = l.shown[:0]
	take := func(lines []exercise.Line) {
		for _, x := range lines {
			if !x.Quiet || l.Quiet {
				l.shown = append(l.shown, x)
			}
		}
	}
	take(l.older)
	take(c.Log)
	if !l.back {
		l.list.Cursor = max(len(l.shown)-1, 0)
		return l.shown
	}
	for i := len(l.shown) - 1; i >= 0; i-- {
		if l.shown[i].N <= l.at {
			l.list.Cursor = i
			break
		}
	}
	return l.shown
}

// keep holds what has left the view while somebody is scrolled back. It lets go of older
// lines where a gap has opened, or where time has gone back, so that what is shown is
// always whole.
func (l *Log) keep(c *exercise.Control) {
	if len(c.Log) == 0 || !l.back {
		l.older, l.last = nil, c.Log
		return
	}
	first := c.Log[0].N
	if n := len(l.last); n > 0 && l.last[0].N < first && l.last[n-1].N >= first-1 {
		l.older = append(l.older, l.last[:first-l.last[0].N]...)
	}
	l.last = c.Log
	for len(l.older) > 0 && l.older[len(l.older)-1].N >= first {
		l.older = l.older[:len(l.older)-1]
	}
	if n := len(l.older); n > 0 && l.older[n-1].N != first-1 {
		l.older = nil
	}
}

// View draws the log.
func (l *Log) View(th theme.Theme, c *exercise.Control, w, h int) []string {
	lines := l.lines(c)
	if len(lines) == 0 {
		return widget.Empty{None: "Nothing has happened yet.",
			Here: "Acts, messages, injects, steps of the cascade, rulings, each with its time, the newest below.",
			When: "From STARTEX on.",
			Keys: [][2]string{{"a", "show or hide small things"}, {"up", "go back to what was before; end returns"}},
		}.View(th, w)
	}
	return l.list.View(len(lines), w, h, func(i int) []string {
		return logLine(th, lines[i], w, l.back && i == l.list.Cursor)
	})
}

// Page draws the log under its title.
func (l *Log) Page(th theme.Theme, c *exercise.Control, w, h int) []string {
	right := "a shows small things too"
	if l.Quiet {
		right = "a hides small things"
	}
	return append([]string{widget.TitleLine(th, "Everything that has happened", right, w, true)},
		l.View(th, c, w, h-1)...)
}

// Tail draws the newest lines, as many as fit whole, quiet ones left out.
func Tail(th theme.Theme, c *exercise.Control, w, h int) []string {
	const stamp = 14
	var out []string
	for i := len(c.Log) - 1; i >= 0; i-- {
		x := c.Log[i]
		if x.Quiet {
			continue
		}
		lines := widget.Wrap(x.Text, max(w-stamp-2, 10))
		if len(out)+len(lines) > h {
			break
		}
		head := th.Dim.Render(" " + widget.Fit(x.At.T, stamp))
		for k := range lines {
			lines[k] = head + lineStyle(th, x).Render(lines[k])
			head = widget.Fit("", stamp+1)
		}
		out = append(lines, out...)
	}
	return out
}

func lineStyle(th theme.Theme, x exercise.Line) theme.Style {
	switch {
	case x.Quiet:
		return th.Dim
	case x.Mark == "refused":
		return th.Warn
	case x.Help:
		return th.Notice
	}
	return th.Text
}

func logLine(th theme.Theme, x exercise.Line, w int, here bool) []string {
	const stamp = 15
	mark := x.Mark
	if x.Help {
		mark = "staff"
	}
	head := widget.Fit(widget.Mark(here)+x.At.T, stamp+2) + widget.Fit(mark, 8)
	lines := widget.Wrap(x.Text, max(w-stamp-10, 20))
	if len(lines) == 0 {
		lines = []string{""}
	}
	style := lineStyle(th, x)
	if here {
		style = th.Selected
	}
	for i := range lines {
		lines[i] = style.Render(lines[i])
		if i == 0 {
			lines[i] = th.Dim.Render(head) + lines[i]
		} else {
			lines[i] = widget.Fit("", stamp+10) + lines[i]
		}
	}
	return lines
}
