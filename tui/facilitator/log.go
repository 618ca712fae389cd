package facilitator

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// logPage is what has happened, from the first line on.
type logPage struct {
	widget.PageName
	log control.Log
}

func (p *logPage) tab(*Model) widget.Tab { return widget.Tab{Title: "Log"} }

func (p *logPage) keys(*Model) []key.Binding {
	return []key.Binding{bind("log: small things too", "a")}
}

func (p *logPage) view(m *Model, w, h int) []string { return p.log.Page(m.th, m.control(), w, h) }

func (p *logPage) press(m *Model, k tea.KeyMsg) tea.Cmd { return p.hear(m, k) }

// hear takes keys, and lines from before those that a view carries.
func (p *logPage) hear(m *Model, msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case tea.KeyMsg, control.Older:
		_, cmd := p.log.Update(msg, m.control(), m.seat)
		return cmd
	}
	return nil
}
