package facilitator

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
)

// ended turns to the hot wash when ENDEX has been, and has the moments that mattered
// worked out.
func (m *Model) ended(was exercise.View) tea.Cmd {
	if m.control().HotWash == nil || was.Control != nil && was.Control.HotWash != nil {
		return nil
	}
	m.page = pageWash
	return m.wash.Seek(m.control(), m.seat)
}

func (m *Model) washKey(k tea.KeyMsg, b keys) tea.Cmd {
	c := m.control()
	took, cmd := m.wash.Update(k, c, m.seat)
	if took || !key.Matches(k, b.choose) {
		return cmd
	}
	for i, o := range c.Objectives {
		if o.ID == m.wash.Objective(c) {
			m.marks.Cursor = i
			return m.rate()
		}
	}
	return nil
}
