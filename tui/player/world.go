package player

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/widget"
)

// worldPane is the instruments and systems that the seat watches.
type worldPane struct{ listed }

func (*worldPane) titles(*Model) (long, short string) { return "World", "World" }
func (*worldPane) count(m *Model) int                 { return len(m.me.Gauges) + len(m.me.Systems) }
func (*worldPane) words() (does, none string)         { return "", "This seat has no instruments." }
func (*worldPane) enter(*Model, int) tea.Cmd          { return nil }

func (*worldPane) id(m *Model, i int) string {
	if k := i - len(m.me.Gauges); k >= 0 {
		return "system " + m.me.Systems[k].Title
	}
	return "gauge " + m.me.Gauges[i].Title
}

func (*worldPane) row(m *Model, i, w int, here bool) []string {
	th := *m.theme
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
		left := m.selected(title, w-widget.Width(state)-1, here)
		return append(out, widget.Spread(left, style.Render(state), w))
	}
	g := &m.me.Gauges[i]
	value := widget.Number(g.Value)
	if g.Unit != "" {
		value += " " + g.Unit
	}
	values := append(slices.Clone(g.Trace), g.Value)
	trace := widget.Spark(values, max(min(w/3, 40), 1))
	left := m.selected(widget.Spread(g.Title, value, w-widget.Width(trace)-5), w-widget.Width(trace)-1, here)
	out := []string{widget.Spread(left, th.Number.Render(trace), w)}
	if here {
		for _, line := range widget.Chart(stretch(values, w-10), w-10, 5) {
			out = append(out, th.Number.Render("    "+line))
		}
		low, high := slices.Min(values), slices.Max(values)
		out = append(out, th.Dim.Render(widget.Cut(fmt.Sprintf("    since STARTEX, from %s to %s",
			widget.Number(low), widget.Number(high)), w)))
	}
	return out
}

// stretch repeats each of a few values so that a chart fills its width.
func stretch(values []float64, w int) []float64 {
	each := w / max(len(values), 1)
	if each < 2 {
		return values
	}
	var out []float64
	for _, v := range values {
		for range each {
			out = append(out, v)
		}
	}
	return out
}
