package facilitator

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
	"tocsin/tui/widget"
)

// promptLayer is the line that finds a page by its name, and takes the language of seats from
// those who like to type: see [tocsin/sim/speech]. A verb with something missing opens its form.
type promptLayer struct{ *widget.Prompt }

func (m *Model) commandLine() tea.Cmd {
	m.line.Suggest = func(words []string, _ string) []widget.Suggestion {
		out := exercise.Language().Suggest(words, speech.Facilitator, m.v.Scope())
		if len(words) == 0 {
			out = append(m.pages.Suggest(), out...)
		}
		return out
	}
	m.line.Start("")
	return m.push(&promptLayer{&m.line})
}

func (l *promptLayer) key(m *Model, k tea.KeyMsg) tea.Cmd {
	switch l.Update(k) {
	case widget.Closed:
		m.drop(l)
	case widget.Sent:
		word, _, _ := strings.Cut(strings.TrimPrefix(l.Line(), ":"), " ")
		row, _ := exercise.Language().Find(word, speech.Facilitator)
		page := slices.ContainsFunc(m.pages.List, func(p page) bool { return p.Name() == l.Line() })
		switch {
		case !page && (row != nil && row.Who&speech.Facilitator != 0 || word == "as" || word == "all"):
		case word == l.Line() && m.pages.Find(word):
			m.shown()
			m.drop(l)
			return alsoAct(row)
		case row == nil:
			l.Refuse("There is no page or command " + word + "; tab shows those there are")
			return nil
		}
		said, err := exercise.Language().Parse(strings.TrimPrefix(l.Line(), ":"), speech.Facilitator, m.v.Scope())
		if err != nil {
			l.Refuse(err.Error())
			return nil
		}
		if len(said.Missing()) > 0 || said.Row.Sure != "" {
			m.drop(l)
			return m.sayForm(said)
		}
		cmd, wrong := m.say(said, said.Row.Verb)
		if wrong != "" {
			l.Refuse(wrong)
			return nil
		}
		l.Done()
		m.drop(l)
		return cmd
	}
	return nil
}

// alsoAct says how an act is reached that has the name of a page.
func alsoAct(row *speech.Row) tea.Cmd {
	if row == nil || row.Who&speech.Facilitator == 0 {
		return nil
	}
	return widget.Say("This is the page; the act of that name is typed with what it needs: "+row.Usage(), false)
}

// say asks the room for what was said, or tells what is wrong with it.
func (m *Model) say(said *speech.Said, what string) (tea.Cmd, string) {
	q, err := said.Request("")
	if err != nil {
		return nil, err.Error()
	}
	switch said.Row.Verb {
	case "mirror":
		if id, _ := said.Values["role"].(string); id != "" {
			return m.lookAt(m.place(id), false), ""
		}
	case "release":
		m.injects.mine, _ = said.Values["release"].(string)
	}
	return widget.Ask(m.seat, what, said.Row.ForStaff().Said(said.Values, m.v.Scope()), q), ""
}

// sayVerb opens the form of a verb, with what is known already.
func (m *Model) sayVerb(verb string, known speech.Values) tea.Cmd {
	return m.sayForm(&speech.Said{Row: exercise.Language().Verb(verb), Values: known})
}

// sayForm is the form of any verb: what was said is filled in.
func (m *Model) sayForm(said *speech.Said) tea.Cmd {
	scope := m.v.Scope()
	said.Row = said.Row.ForStaff()
	if why := widget.NothingFor(said, scope); why != "" {
		return widget.Say(why, true)
	}
	form := widget.SayForm(said, scope)
	for _, p := range m.pages.List { // a page that goes by the name of the act is found by another
		if p.Name() != said.Row.Verb && strings.EqualFold(p.tab(m).Title, said.Row.Verb) {
			form.Context = append(form.Context, "This is the act. The page of that name is :"+p.Name()+".")
		}
	}
	return m.form(form, func(f *widget.Form, tag string) (tea.Cmd, string) {
		full, err := widget.FormSaid(f, said, scope)
		if err != nil {
			return nil, err.Error()
		}
		return m.say(full, tag)
	})
}

func (l *promptLayer) view(m *Model, w, h int) []string {
	under := m.body(w, h)
	lines := l.View(m.th, w, min(h, 16))
	return append(widget.Block(under, w, h-len(lines)), lines...)
}

func (l *promptLayer) answered(*Model, widget.Answered) bool { return false }
