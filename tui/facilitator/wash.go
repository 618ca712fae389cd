package facilitator

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// ended turns to the hot wash when ENDEX has been, and has the moments that mattered
// worked out.
func (m *Model) ended(was exercise.View) tea.Cmd {
	if m.control().HotWash == nil || was.Control != nil && was.Control.HotWash != nil {
		return nil
	}
	m.show("score")
	return m.wash.Seek(m.control(), m.seat)
}

// washPage is the score while it runs, and the hot wash after ENDEX.
type washPage struct {
	widget.PageName
	control.Wash
}

func (p *washPage) tab(m *Model) widget.Tab { return widget.Tab{Title: p.Title(m.control())} }

func (p *washPage) keys(m *Model) []key.Binding {
	search := bind("score: work out the moments that mattered, or stop that", "c")
	search.SetEnabled(m.control().HotWash != nil)
	return []key.Binding{search}
}

func (p *washPage) view(m *Model, w, h int) []string {
	return p.Page(m.th, m.control(), m.v.Clock, w, h)
}

func (p *washPage) about(m *Model) (control.About, bool) {
	o := p.Objective(m.control())
	return control.About{Objective: o}, o != ""
}

// hear takes how far the search for the moments that mattered has come.
func (p *washPage) hear(m *Model, msg tea.Msg) tea.Cmd { return p.Hear(msg, m.control(), m.seat) }

func (p *washPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	c := m.control()
	took, cmd := p.Update(k, c, m.seat)
	if took || !key.Matches(k, m.keys.choose) {
		return cmd
	}
	for i, o := range c.Objectives {
		if o.ID == p.Objective(c) {
			m.notes.marks.Cursor = i
			return m.rate()
		}
	}
	return nil
}
