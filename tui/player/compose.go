package player

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
	"tocsin/tui/widget"
)

// compose is a form that is filled in, and what it asks of the room when it is sent.
type compose struct {
	id   string // forms of one id share a draft
	form *widget.Form
	// about is what is above the fields as things are now; nil where it does not change.
	about func() []string
	// asks makes the requests of the filled-in form, to be made one after the other.
	asks func(f *widget.Form) []ask
	// then opens the next form instead, where one choice leads to another.
	then func(f *widget.Form) (*compose, string)

	left  []ask // still to be asked
	total int
}

// ask is one request, or an act of the room.
type ask struct {
	done    string // what to say when it is accepted
	request speech.Request
	act     any // instead of a request
}

// open shows a form, with the words that were left in it before. A form that cannot be
// opened is nil, and the reason why is shown instead.
func (m *Model) open(c *compose, why string) tea.Cmd {
	if c == nil {
		return widget.Say(why, true)
	}
	if d := m.drafts[c.id]; d != nil {
		c.form.Adopt(d.form)
		delete(m.drafts, c.id)
	}
	m.form = c
	return nil
}

// renewed brings what is above a form's fields up to date.
func (m *Model) renewed() {
	if m.form != nil && m.form.about != nil {
		m.form.form.Context = m.form.about()
	}
}

func (m *Model) formKey(k tea.KeyMsg) tea.Cmd {
	c := m.form
	if len(c.left) > 0 { // an answer is on its way
		if k.String() == "esc" {
			m.form = nil
		}
		return nil
	}
	switch c.form.Update(k) {
	case widget.Closed:
		m.form = nil
		if c.form.Touched() {
			m.drafts[c.id] = c
			return widget.Say(widget.KeptDraft, false)
		}
	case widget.Sent:
		if c.then != nil {
			m.form = nil
			return m.open(c.then(c.form))
		}
		c.left = c.asks(c.form)
		c.total = len(c.left)
		return m.askNext()
	}
	return nil
}

func (m *Model) askNext() tea.Cmd {
	a := m.form.left[0]
	if a.act != nil {
		return widget.Act(m.seat, "form", a.done, a.act)
	}
	return widget.Ask(m.seat, "form", a.done, a.request)
}

// answered takes the room's answer to a form or a typed command.
func (m *Model) answered(a widget.Answered) tea.Cmd {
	switch {
	case a.What == "line" && a.Refused() == "":
		m.prompting = false
	case a.What == "line":
		m.prompt.Refuse(a.Refused())
	case a.What == "form" && m.form != nil && len(m.form.left) > 0:
		done := m.form.total - len(m.form.left)
		if a.Refused() != "" {
			m.form.left = nil
			if done > 0 {
				return widget.Say(fmt.Sprintf("%d of %d are done; the next was not: %s", done, m.form.total,
					a.Refused()), true)
			}
			return nil
		}
		if m.form.left = m.form.left[1:]; len(m.form.left) > 0 {
			return m.askNext()
		}
		m.form = nil
	}
	return nil
}

// contacts are whom this seat can write to, as options.
func (m *Model) contacts() []widget.Option {
	var out []widget.Option
	for _, c := range m.me.Contacts {
		note := c.Words()
		switch c.Kind {
		case "venue":
			note = strings.Trim("everyone in the venue, "+c.Takes, ", ")
		case "public":
			note = "everyone reads it"
		}
		out = append(out, widget.Option{ID: c.ID, Text: c.Title, Note: note})
	}
	return out
}

// besideThem is the hint of the way where those it goes to are chosen in the same form.
const besideThem = "To seats; how long each takes is next to them above"

// ways is the field that chooses by which way a message to seats goes; nil where there is one only.
func (m *Model) ways(hint string) *widget.Field {
	notes := map[string]string{"contact": "past every venue", "formal": "organisation to organisation, past every venue"}
	there := map[string]bool{}
	for i := range m.me.Contacts {
		for _, w := range m.me.Contacts[i].Ways {
			there[w.ID] = true
			if w.ID == "call" {
				notes[w.ID] = "at once; for " + w.Takes + " it keeps you both from all else"
			}
		}
	}
	if len(there) < 2 {
		return nil
	}
	if c := m.me.Call; c != nil {
		notes["call"] = "in your call with " + c.With + ", until " + widget.Clock(c.Until)
	}
	out := []widget.Option{{ID: "", Text: "as usual", Note: "an open venue of both, else your contact, else formal"}}
	for _, way := range exercise.Language().Verb("say").Arg("via").Of {
		if there[way] {
			out = append(out, widget.Option{ID: way, Text: way, Note: notes[way]})
		}
	}
	return widget.Choose("via", "Way", out, "").With(hint)
}

func (m *Model) contactTitle(id string) string {
	for _, c := range m.me.Contacts {
		if c.ID == id {
			return c.Title
		}
	}
	return id
}

func marks(first widget.Option) []widget.Option {
	return []widget.Option{first,
		{ID: "red", Text: "TLP:RED", Note: "for those named only"},
		{ID: "amber", Text: "TLP:AMBER", Note: "for their organisations"},
		{ID: "green", Text: "TLP:GREEN", Note: "for the community"},
		{ID: "clear", Text: "TLP:CLEAR", Note: "for anyone"}}
}

func why() *widget.Field {
	return widget.Text("why", "Why", 2,
		"").With("If you like: why you do it. It goes into the record, not to other seats")
}
