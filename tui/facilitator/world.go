package facilitator

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// worldPage is the world as it is: gauges, the cascade, what is asked, agreed and owed.
type worldPage struct {
	widget.PageName
	world control.World
}

func (p *worldPage) tab(*Model) widget.Tab { return widget.Tab{Title: "World"} }

func (p *worldPage) view(m *Model, w, h int) []string {
	return p.world.View(m.th, m.control(), m.v.Clock, w, h)
}

func (p *worldPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	if !p.world.Update(k) && key.Matches(k, m.keys.choose) {
		return m.setMenu()
	}
	return nil
}
