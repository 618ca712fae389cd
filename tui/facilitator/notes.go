package facilitator

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// noteKey is the fourth of the four keys: a note with seat, inject and objective filled
// in from what is on the screen.
func (m *Model) noteKey() tea.Cmd {
	switch m.page {
	case pagePeople:
		if rows := m.peopleRows(); m.people.Cursor < len(rows) && rows[m.people.Cursor].seat != nil {
			return m.observe(m.aboutRole(rows[m.people.Cursor].seat.ID))
		}
	case pageRule:
		if c := m.control().Cases; m.cases.Cursor < len(c) {
			return m.observe(m.aboutRole(c[m.cases.Cursor].Role))
		}
	}
	if o := m.wash.Objective(m.control()); o != "" && m.page == pageWash {
		return m.observe(control.About{Objective: o})
	}
	return m.observe(m.aboutLast())
}

// aboutLast is the inject that came last.
func (m *Model) aboutLast() control.About { return control.LastInject(m.control()) }

func (m *Model) aboutRole(role string) control.About {
	a := m.aboutLast()
	a.Role = role
	return a
}

func (m *Model) observe(a control.About) tea.Cmd {
	return m.form(control.ObservationForm(m.control(), m.v.Clock, a), func(f *widget.Form, tag string) (tea.Cmd, string) {
		o, wrong := control.Observe(f, m.v.Clock, a)
		if wrong != "" {
			return nil, wrong
		}
		return m.act(tag, "Written down", o), ""
	})
}

func (m *Model) notesPage(w, h int) []string {
	c := m.control()
	if m.rated {
		return control.RatingsPage(m.th, c, &m.marks, w, h)
	}
	return control.NotesPage(m.th, c, &m.notes, w, h)
}

func (m *Model) notesKey(k tea.KeyMsg, b keys) tea.Cmd {
	c := m.control()
	switch {
	case key.Matches(k, b.switchNotes):
		m.rated = !m.rated
	case m.rated:
		if !m.marks.Update(k, len(c.Objectives)) && key.Matches(k, b.choose) && len(c.Objectives) > 0 {
			return m.rate()
		}
	case m.notes.Update(k, len(c.Observations)):
	case key.Matches(k, b.choose) && len(c.Observations) > 0:
		o := control.NewestFirst(c)[min(m.notes.Cursor, len(c.Observations)-1)]
		if o.Who != m.v.You.Name {
			return widget.Say("Only "+o.Who+" can correct that note", true)
		}
		return m.observe(control.About{Role: o.Role, Inject: o.Inject, Objective: o.Objective, Corrects: o.N})
	}
	return nil
}

func (m *Model) rate() tea.Cmd {
	c := m.control()
	m.marks.Clamp(len(c.Objectives))
	o := c.Objectives[m.marks.Cursor]
	return m.form(control.RatingForm(o, m.v.You.Name), func(f *widget.Form, tag string) (tea.Cmd, string) {
		return m.act(tag, "Rated", control.Rate(f, o)), ""
	})
}
