package facilitator

import (
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// noteKey is the fourth of the four keys: a note with seat, inject and objective filled
// in from what is on the screen.
func (m *Model) noteKey() tea.Cmd {
	if p, ok := m.pages.Now().(noted); ok {
		if a, ok := p.about(m); ok {
			return m.observe(a)
		}
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
	return m.form(control.ObservationForm(m.control(), m.v.Clock, a),
		func(f *widget.Form, tag string) (tea.Cmd, string) {
			o, wrong := control.Observe(f, m.v.Clock, a)
			if wrong != "" {
				return nil, wrong
			}
			return m.act(tag, "Written down", o), ""
		})
}

// notesPage is the notes of the staff, and their ratings of the objectives.
type notesPage struct {
	widget.PageName
	widget.List
	marks widget.List
	rated bool // the objectives are shown
	turn  key.Binding
}

func newNotesPage() notesPage { return notesPage{PageName: "notes", turn: bind("notes: ratings", "v")} }

func (p *notesPage) tab(*Model) widget.Tab { return widget.Tab{Title: "Notes"} }

func (p *notesPage) keys(*Model) []key.Binding { return []key.Binding{p.turn} }

func (p *notesPage) ids(m *Model) (out []string) {
	for _, o := range control.NewestFirst(m.control()) {
		out = append(out, fmt.Sprint(o.N))
	}
	return out
}

func (p *notesPage) under(m *Model) string    { return under(&p.List, p.ids(m)) }
func (p *notesPage) stay(m *Model, on string) { stay(&p.List, p.ids(m), on) }

func (p *notesPage) view(m *Model, w, h int) []string {
	c := m.control()
	if p.rated {
		return control.RatingsPage(m.th, c, &p.marks, "enter rates, v shows notes", w, h)
	}
	return control.NotesPage(m.th, c, m.v.Clock, &p.List, "o writes one, enter corrects one, v shows ratings", w, h)
}

func (p *notesPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	c := m.control()
	switch {
	case key.Matches(k, p.turn):
		p.rated = !p.rated
	case p.rated:
		if !p.marks.Update(k, len(c.Objectives)) && key.Matches(k, m.keys.choose) && len(c.Objectives) > 0 {
			return m.rate()
		}
	case p.Update(k, len(c.Observations)):
	case key.Matches(k, m.keys.choose) && len(c.Observations) > 0:
		o := control.NewestFirst(c)[min(p.Cursor, len(c.Observations)-1)]
		if o.Who != m.v.You.Name {
			return widget.Say("Only "+o.Who+" can correct that note", true)
		}
		return m.observe(control.About{Role: o.Role, Inject: o.Inject, Objective: o.Objective, Corrects: o.N})
	}
	return nil
}

func (m *Model) rate() tea.Cmd {
	c := m.control()
	m.notes.marks.Clamp(len(c.Objectives))
	o := c.Objectives[m.notes.marks.Cursor]
	return m.form(control.RatingForm(o, m.v.You.Name), func(f *widget.Form, tag string) (tea.Cmd, string) {
		return m.act(tag, "Rated", control.Rate(f, o)), ""
	})
}
