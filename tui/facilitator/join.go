package facilitator

import (
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/widget"
)

// joinPage is how people come in, as it is on the wall.
type joinPage struct {
	widget.PageName
	scroll widget.Scroll
}

func (p *joinPage) tab(*Model) widget.Tab { return widget.Tab{Title: "Join"} }

func (p *joinPage) view(m *Model, w, h int) []string {
	j, room := m.control().Join, ""
	if j != nil {
		room = j.Room
	}
	out := []string{widget.TitleLine(m.th, "How people come in",
		"for the screen of the wall type board"+room+"@", w, true)}
	return append(out, p.scroll.View(indent(widget.Joining(m.th, j, w-4, h-1)), h-1)...)
}

func (p *joinPage) press(_ *Model, k tea.KeyMsg) tea.Cmd {
	p.scroll.Update(k)
	return nil
}
