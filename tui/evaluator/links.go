package evaluator

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// linksPage is how the seats work together, and where it is stuck.
type linksPage struct {
	widget.PageName
	links control.Links
}

func (p *linksPage) tab(m *Model) widget.Tab {
	return widget.Tab{Title: "Links", Badge: badge(len(m.control().Together.Hangs))}
}

func (p *linksPage) keys() []key.Binding {
	return []key.Binding{key.NewBinding(key.WithKeys("a"), key.WithHelp("a", "links: what the seats make of it"))}
}

func (p *linksPage) view(m *Model, w, h int) []string {
	return p.links.View(m.th, m.control(), m.v.Clock, w, h)
}

func (p *linksPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	p.links.Update(k, m.control())
	return nil
}

func (p *linksPage) about(m *Model, last control.About) control.About {
	if g := p.links.Hang(m.control()); g != nil && g.Seat != "" {
		last.Role = g.Seat
	}
	return last
}
