package facilitator

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// factsPage is who knows what.
type factsPage struct {
	widget.PageName
	facts control.Knowledge
}

func (p *factsPage) tab(*Model) widget.Tab { return widget.Tab{Title: "Facts"} }

func (p *factsPage) keys(*Model) []key.Binding {
	return []key.Binding{key.NewBinding(key.WithKeys("left", "right", "h", "l"),
		key.WithHelp("left right", "facts: other seats"))}
}

func (p *factsPage) view(m *Model, w, h int) []string {
	return p.facts.View(m.th, m.control(), m.v.Clock, w, h)
}

func (p *factsPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	c := m.control()
	if !p.facts.Update(k, c) && key.Matches(k, m.keys.choose) && len(c.Facts) > 0 {
		return m.tellFact(c.Facts[p.facts.List.Cursor].ID)
	}
	return nil
}
