package board

import (
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/widget"
)

// formKey is a key in the form for feedback.
func (m *Model) formKey(k tea.KeyMsg) tea.Cmd {
	switch m.form.Update(k) {
	case widget.Closed:
		m.form = nil
	case widget.Sent:
		return widget.Act(m.seat, "feedback", "Thank you. You can change it with f", widget.Feedback(m.form))
	}
	return nil
}

func (m *Model) answered(a widget.Answered) {
	if a.What != "feedback" || m.form == nil {
		return
	}
	if why := a.Refused(); why != "" {
		m.form.Refuse(why)
		return
	}
	m.form = nil
}
