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

func (*factsPane) words() (does string, none widget.Empty) {
	return "share it", widget.Empty{None: "You know nothing that matters yet.",
		Here: "Each thing you know: from whom, who else you have seen know it, and to whom it may go.",
		When: "When you find it out, or somebody tells you; your inbox says so."}
}

func (*factsPane) row(m *Model, i, w int, open, here bool) []string {
	f, th := &m.me.Facts[i], *m.theme
	from := "found out"
	if f.From != "" {
		from = "from " + f.From
	}
	right := strings.Trim(strings.TrimSpace(f.Grade+"  "+tlp(f.Mark))+"  "+widget.Clock(f.Since), " ")
	title := f.Title
	if !here {
		title = th.Strong.Render(title)
	}
	out := []string{m.beside(title, right, th.Text.Render, w, here)}
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
			when := ""
			if open {
				when = ", " + widget.Clock(k.At)
			}
			who = append(who, k.Title+" ("+k.Words()+when+")")
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
	most := 2
	if open {
		most = 0
	}
	for _, line := range indent(widget.WrapMost("Known to "+strings.Join(who, ", "), w-8, most), 6) {
		out = append(out, th.Good.Render(line))
	}
	return out
}
