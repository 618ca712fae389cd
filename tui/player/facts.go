package player

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// factsPane is what the seat knows, from whom, and who else does.
type factsPane struct{ listed }

func (*factsPane) titles(*Model) (long, short string) { return "What you know", "Known" }
func (*factsPane) badge(m *Model, _ bool) string      { return counted(len(m.me.Facts)) }
func (*factsPane) count(m *Model) int                 { return len(m.me.Facts) }
func (*factsPane) id(m *Model, i int) string          { return m.me.Facts[i].ID }
func (*factsPane) enter(m *Model, i int) tea.Cmd      { return m.open(m.shareForm(m.me.Facts[i].ID)) }

func (*factsPane) words() (does, none string) {
	return "share it", "You know nothing of weight yet. It comes by your inbox."
}

func (*factsPane) row(m *Model, i, w int, open, here bool) []string {
	f, th := &m.me.Facts[i], *m.theme
	from := "found out"
	if f.From != "" {
		from = "from " + f.From
	}
	right := strings.Trim(strings.TrimSpace(f.Grade+"  "+tlp(f.Mark))+"  "+widget.Clock(f.Since), " ")
	out := []string{m.selected(widget.Spread(f.Title, right, w-4), w, here)}
	if !here {
		out[0] = th.Strong.Render(out[0])
	}
	if open {
		out = append(out, indent(widget.Wrap(f.Text, w-8), 6)...)
	}
	out = append(out, th.Dim.Render(widget.Cut("      "+from, w)))
	if open && f.Grade != "" {
		out = append(out, indent(widget.Wrap("Grade "+exercise.Graded(f.Grade), w-8), 6)...)
	}
	if open {
		out = append(out, indent(widget.Wrap(m.me.MayGo(f), w-8), 6)...)
	}
	var who, sent []string
	for _, k := range f.Others {
		if k.State == exercise.OnItsWay {
			sent = append(sent, k.Title)
		} else {
			who = append(who, k.Title+" ("+k.Words()+")")
		}
	}
	if len(who) == 0 {
		out = append(out, th.Warn.Render(widget.Cut("      You have seen nobody else know it", w)))
	}
	if len(sent) > 0 {
		out = append(out, indent(widget.Wrap("On its way to "+strings.Join(sent, ", "), w-8), 6)...)
	}
	if len(who) == 0 {
		return out
	}
	lines := widget.Wrap("Known to "+strings.Join(who, ", "), w-8)
	if !open && len(lines) > 2 {
		lines = append(lines[:1:1], widget.Cut(lines[1], w-10)+" …")
	}
	for _, line := range indent(lines, 6) {
		out = append(out, th.Good.Render(line))
	}
	return out
}
