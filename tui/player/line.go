package player

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
	"tocsin/tui/widget"
)

// The command line takes the language of seats, see [tocsin/sim/speech]:
//
//	share egress to developer,cert mark amber say: first figures because: they need it
//	say to cert Look at this.        ask to cert by 4h Who owns the tenant?
//	declare cause insider 70%        will cloud#2
//
// A verb with something missing opens its form.

func (m *Model) promptKey(k tea.KeyMsg) tea.Cmd {
	switch m.prompt.Update(k) {
	case widget.Closed:
		m.prompting = false
	case widget.Sent:
		said, err := m.parse(m.prompt.Line())
		switch {
		case err != nil:
			m.prompt.Refuse(err.Error())
			return nil
		case len(said.Missing()) > 0 && len(said.Each()) > 1: // a form asks for one
			m.prompt.Refuse(said.Missing()[0].Ask + " Write " + said.Row.Usage())
			return nil
		case len(said.Missing()) > 0 || said.Row.Sure != "":
			if why := widget.NothingFor(said, m.view.Scope()); why != "" {
				m.prompt.Refuse(why)
				return nil
			}
			m.prompting = false
			return m.open(m.sayForm(said), "")
		}
		var cmds []tea.Cmd
		for _, one := range said.Each() {
			a, err := m.heard(one)
			if err != nil {
				m.prompt.Refuse(err.Error())
				return nil
			}
			cmds = append(cmds, widget.Ask(m.seat, "line", a.done, a.request))
		}
		cmd := widget.Together(cmds)
		if why := m.sureOfLine(said); why != "" {
			m.prompt.Refuse(why)
			return nil
		}
		m.prompt.Done()
		return cmd
	}
	return nil
}

// sureOfLine asks again before a line shares something wider than its mark.
func (m *Model) sureOfLine(said *speech.Said) string {
	why := ""
	if said.Row.Verb == "share" {
		to, _ := said.Values["to"].([]string)
		via, _ := said.Values["via"].(string)
		why = m.me.GoesWider(said.Every("share"), to, via)
	}
	if why == m.warned {
		m.warned = ""
		return ""
	}
	m.warned = why
	return why + ". Press enter again if you mean that"
}

func (m *Model) parse(line string) (*speech.Said, error) {
	return exercise.Language().Parse(strings.TrimPrefix(line, ":"), speech.Player, m.view.Scope())
}

// heard is what was said, to be asked of the room.
func (m *Model) heard(said *speech.Said) (ask, error) {
	q, err := said.Request(m.view.You.Role)
	return ask{done: said.Row.Said(said.Values, m.view.Scope()), request: q}, err
}

// sayForm is the form of any verb: what was said is filled in.
func (m *Model) sayForm(said *speech.Said) *compose {
	scope := m.view.Scope()
	f := widget.SayForm(said, scope)
	fits := f.Check
	f.Check = func(f *widget.Form) string {
		if why := fits(f); why != "" {
			return why
		}
		full, err := widget.FormSaid(f, said, scope)
		if err == nil {
			_, err = m.heard(full)
		}
		if err != nil {
			return err.Error()
		}
		return m.sureOfLine(full)
	}
	return &compose{id: "say " + said.Row.Verb, form: f, asks: func(f *widget.Form) []ask {
		full, err := widget.FormSaid(f, said, scope)
		if err != nil { // checked above
			return nil
		}
		a, _ := m.heard(full)
		return []ask{a}
	}}
}

// suggest gives the words with which a line can go on.
func (m *Model) suggest(words []string, _ string) []widget.Suggestion {
	return exercise.Language().Suggest(words, speech.Player, m.view.Scope())
}

// request makes a request of a form's fields; those left empty are left out.
func (m *Model) request(verb string, about any, why string, rest map[string]any) speech.Request {
	row := exercise.Language().Verb(verb)
	values := speech.Values{}
	put := func(key string, v any) {
		switch x := v.(type) {
		case nil:
		case string:
			a := row.Arg(key)
			if x == "" || a == nil {
				return
			}
			if read, err := row.Read(a, x, values, nil); err == nil {
				values[key] = read
			}
		case int:
			values[key] = float64(x)
		default:
			values[key] = v
		}
	}
	put(verb, about)
	for i := range row.Args {
		put(row.Args[i].Key, rest[row.Args[i].Key])
	}
	q, _ := row.Request(values, m.view.You.Role) // without arguments it is not asked: see widget.Ask
	q.Reason = why
	return q
}
