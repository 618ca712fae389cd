package facilitator

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/widget"
)

// choice is a line of a menu.
type choice struct {
	key  string // chooses it at once
	text string
	note string
	off  string // why it cannot be chosen now
	do   func() tea.Cmd
}

// menu is a list of labelled choices.
type menu struct {
	title   string
	context []string
	choices []choice
	list    widget.List
	stay    bool // stays open when something was chosen
	wrong   string
	// again makes the menu for the present state, nil when there is nothing to choose any more;
	// without it a menu stays as it was opened.
	again func() *menu
}

// fresh brings a menu up to date. What is under the cursor stays there.
func (l *menu) fresh() {
	if l.again == nil {
		return
	}
	now := l.again()
	if now == nil {
		l.wrong = "That has changed in the meantime: esc leaves"
		for i := range l.choices {
			l.choices[i].off = "it has changed in the meantime"
		}
		return
	}
	on := ""
	if l.list.Cursor < len(l.choices) {
		on = l.choices[l.list.Cursor].text
	}
	l.context, l.choices = now.context, now.choices
	for i, c := range l.choices {
		if c.text == on {
			l.list.Cursor = i
		}
	}
}

func (l *menu) key(m *Model, k tea.KeyMsg) tea.Cmd {
	l.wrong = ""
	switch s := k.String(); s {
	case "esc":
		m.drop(l)
		return nil
	case "enter":
		return l.take(m, l.list.Cursor)
	case "?":
		return nil
	default:
		for i, c := range l.choices { // letters choose; only arrows move
			if c.key == s {
				return l.take(m, i)
			}
		}
		if !l.list.Update(k, len(l.choices)) {
			l.wrong = keyName(k) + " is no choice here: press one of the letters on the left; esc leaves"
		}
	}
	return nil
}

func (l *menu) take(m *Model, i int) tea.Cmd {
	if i < 0 || i >= len(l.choices) {
		return nil
	}
	l.list.Cursor = i
	c := l.choices[i]
	if c.off != "" {
		l.wrong = c.off
		return nil
	}
	if !l.stay {
		m.drop(l)
	}
	return c.do()
}

func (l *menu) answered(*Model, widget.Answered) bool { return false }

func (l *menu) view(m *Model, w, h int) []string {
	out := []string{widget.TitleLine(m.th, l.title, "a letter, or enter   esc leave", w, true)}
	room := h - 1 - len(l.choices) - 2
	for i, p := range l.context {
		if i > 0 && room > 1 {
			out, room = append(out, ""), room-1
		}
		for _, line := range widget.Wrap(p, w-4) {
			if room <= 0 {
				break
			}
			out, room = append(out, "  "+line), room-1
		}
	}
	if len(l.context) > 0 && room > 0 {
		out = append(out, "")
	}
	row := func(i int) (text, note string) {
		c := l.choices[i]
		if c.off != "" {
			return widget.Fit(c.key, 2) + " " + c.text, "not now: " + c.off
		}
		return widget.Fit(c.key, 2) + " " + c.text, c.note
	}
	column, room := widget.NoteColumn(len(l.choices), w, row), max(h-len(out), 1)
	if l.wrong != "" {
		room = max(room-1, 1)
	}
	out = append(out, l.list.Within(m.th, len(l.choices), w, room, func(i int) []string {
		text, note := row(i)
		if l.choices[i].off != "" && i != l.list.Cursor {
			text = m.th.Dim.Render(text)
		}
		return widget.NotedRow(m.th, text, note, column, w, i == l.list.Cursor)
	})...)
	if l.wrong != "" {
		out = append(out, m.th.Bad.Render(widget.Cut("  ! "+l.wrong, w)))
	}
	return out
}

// formLayer is a form and what is done when it is sent.
type formLayer struct {
	*widget.Form
	// send asks the room, or says what is wrong with the form.
	send func(f *widget.Form) (tea.Cmd, string)
	tag  string
}

// form puts a form over the page. What the room refuses keeps it open with the reason.
func (m *Model) form(f *widget.Form, send func(f *widget.Form, tag string) (tea.Cmd, string)) tea.Cmd {
	m.drafts.Take(f)
	l := &formLayer{Form: f}
	l.tag = fmt.Sprintf("form %p", l)
	l.send = func(f *widget.Form) (tea.Cmd, string) { return send(f, l.tag) }
	return m.push(l)
}

func (l *formLayer) key(m *Model, k tea.KeyMsg) tea.Cmd {
	switch l.Update(k) {
	case widget.Closed:
		m.drop(l)
		if m.drafts.Keep(l.Form) {
			return widget.Say(widget.KeptDraft, false)
		}
	case widget.Sent:
		cmd, wrong := l.send(l.Form)
		if wrong != "" {
			l.Refuse(wrong)
			return nil
		}
		if cmd == nil {
			m.drop(l)
		}
		return cmd
	}
	return nil
}

func (l *formLayer) view(m *Model, w, h int) []string { return l.View(m.th, w, h) }

func (l *formLayer) answered(m *Model, a widget.Answered) bool {
	if a.What != l.tag {
		return false
	}
	if why := a.Refused(); why != "" {
		l.Refuse(why)
		return true
	}
	m.drop(l)
	return true
}

// textLayer is something to read.
type textLayer struct {
	title  string
	lines  func(w int) []string
	scroll widget.Scroll
	enter  func() tea.Cmd // what enter does, after it has been read
	verb   string
}

func (l *textLayer) key(m *Model, k tea.KeyMsg) tea.Cmd {
	switch {
	case k.String() == "enter" && l.enter != nil:
		m.drop(l)
		return l.enter()
	case l.scroll.Update(k):
	default:
		m.drop(l)
	}
	return nil
}

func (l *textLayer) view(m *Model, w, h int) []string {
	right := "any key goes back"
	if l.enter != nil {
		right = "enter " + l.verb + "   esc leave"
	}
	out := []string{widget.TitleLine(m.th, l.title, right, w, true)}
	lines := l.lines(w - 2)
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	return append(out, l.scroll.View(lines, h-1)...)
}

func (l *textLayer) answered(*Model, widget.Answered) bool { return false }

// confirm asks before something that cannot be taken back.
func (m *Model) confirm(title string, context []string, yes string, do func() tea.Cmd) tea.Cmd {
	return m.push(&menu{title: title, context: context, choices: []choice{
		{key: "n", text: "No, go back", do: func() tea.Cmd { return nil }},
		{key: "y", text: yes, do: do},
	}})
}

// titles are words in a list: "a, b and c".
func titles(list []string) string {
	if n := len(list); n > 1 {
		return strings.Join(list[:n-1], ", ") + " and " + list[n-1]
	}
	return strings.Join(list, "")
}
