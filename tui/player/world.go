package player

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// worldPane is the instruments and systems that the seat watches.
type worldPane struct{ listed }

func (*worldPane) titles(*Model) (long, short string) { return "World", "World" }

func (*worldPane) words() (does string, none widget.Empty) {
	return "", widget.Empty{None: "This seat has no instruments.",
		Here: "What a seat measures and which systems it watches. Yours learns of them from others: ask (e)."}
}

func (*worldPane) count(m *Model) int {
	n := len(m.me.Gauges) + len(m.me.Systems) + len(m.me.Versions)
	if p := m.me.Picture; p != nil {
		n += len(p.Hypotheses) + len(p.Severities)
	}
	return n
}

func (*worldPane) enter(m *Model, i int) tea.Cmd {
	if k := i - len(m.me.Gauges) - len(m.me.Systems) - len(m.me.Versions); k >= 0 {
		return m.judge(k)
	}
	return nil
}

func (*worldPane) id(m *Model, i int) string {
	if k := i - len(m.me.Gauges) - len(m.me.Systems); k >= len(m.me.Versions) {
		return m.judged(k - len(m.me.Versions))
	} else if k >= 0 {
		return "version " + m.me.Versions[k].Title
	}
	if k := i - len(m.me.Gauges); k >= 0 {
		return "system " + m.me.Systems[k].Title
	}
	return "gauge " + m.me.Gauges[i].Title
}

func (*worldPane) row(m *Model, i, w int, open, here bool) []string {
	th := *m.theme
	if k := i - len(m.me.Gauges) - len(m.me.Systems); k >= len(m.me.Versions) {
		return m.pictureRow(k-len(m.me.Versions), w, open, here)
	} else if k >= 0 {
		return m.versionRow(k, w, here)
	}
	if k := i - len(m.me.Gauges); k >= 0 {
		s := &m.me.Systems[k]
		var out []string
		if k == 0 {
			out = append(out, widget.TitleLine(th, "Systems you watch", "", w, false))
		}
		title, state := s.Title, s.State
		if s.Own {
			title += " (yours)"
		}
		if s.Since != nil {
			state += " since " + widget.Clock(*s.Since)
		}
		style := th.Good
		switch s.State {
		case "degraded":
			style = th.Warn
		case "failed", "isolated":
			style = th.Bad
		}
		state = widget.Cut(state, w/2)
		out = append(out, m.beside(title, state, style.Render, w, here))
		if len(s.Runs) > 0 {
			out = append(out, m.beneath("runs "+strings.Join(s.Runs, ", "), w)...)
		}
		return out
	}
	g := &m.me.Gauges[i]
	value := strings.TrimSpace(widget.Number(g.Value) + " " + g.Unit)
	if open || m.height >= tall {
		plot := widget.PlotOf(*g, m.view.Clock, m.happened())
		plot.Title = "" // the row has it
		lines := plot.View(th, w-4, plotLines)
		stands := value + "  " + plot.Trend()
		if widget.Width(g.Title)+widget.Width(stands)+5 > w { // the line shows how it goes
			stands = value
		}
		out := append([]string{m.beside(g.Title, stands, th.Text.Render, w, here)},
			read(m, g, w)...)
		return append(out, indent(lines[1:], 2)...)
	}
	room := w - widget.Width(g.Title) - widget.Width(value) - 9 // the name comes before the trace
	trace := widget.Spark(append(slices.Clone(g.Trace), g.Value), max(min(w/3, 40, room), 8))
	left := widget.Spread(g.Title, value, w-widget.Width(trace)-6)
	return append([]string{m.beside(left, trace, th.Number.Render, w, here)}, read(m, g, w)...)
}

// versionRow lists who runs a version, of those of which the seat has the list.
func (m *Model) versionRow(k, w int, here bool) []string {
	var out []string
	if k == 0 {
		out = append(out, widget.TitleLine(*m.theme, "Who runs what", "", w, false))
	}
	v := &m.me.Versions[k]
	out = append(out, m.selected(v.Title, w, here))
	return append(out, m.beneath(v.Words(), w)...)
}

// read says of a sensor's reading how old it is and what it is worth.
func read(m *Model, g *exercise.Gauge, w int) []string {
	words := g.Read()
	if words == "" {
		return nil
	}
	return m.beneath(words, w)
}

// beneath are words under a row, set in.
func (m *Model) beneath(words string, w int) []string {
	lines := indent(widget.Wrap(words, w-6), 6)
	for i := range lines {
		lines[i] = m.theme.Dim.Render(lines[i])
	}
	return lines
}

// A chart is so many lines high; from windows of a height on, every gauge has one.
const (
	plotLines = 9
	tall      = 45
)

// happened are, as far back as the view goes, the injects that have come to the seat, moves, STARTEX and ENDEX, for
// the axis of time.
func (m *Model) happened() []widget.PlotMark {
	var out []widget.PlotMark
	for i := range m.me.Inbox {
		switch it := &m.me.Inbox[i]; it.Kind {
		case exercise.ItemInject:
			out = append(out, widget.PlotMark{Hours: it.At.Hours, Sign: 'i'})
		case exercise.ItemClock:
			out = append(out, widget.PlotMark{Hours: it.At.Hours, Sign: 'm'})
		}
	}
	return out
}
