// Package menu is what Tocsin opens with on a terminal when it is told nothing: what can be
// done, and the one question that each thing needs.
package menu

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Entry is something that can be done, with the question to be answered first: which of
// the rows, or a name. With neither it is done at once.
type Entry struct {
	ID    string
	Title string
	Text  string // what it does, in a sentence or two

	Question string
	Rows     []Row
	Empty    string                   // said in place of the question where there are no rows
	Name     bool                     // a name is asked for, and no row
	Refuse   func(name string) string // why a name cannot be had, or nothing
}

// Row is something to choose from.
type Row struct{ ID, Title, Right, Text string }

// keys are the keys of the menu.
type keys struct{ Move, Take, Digit, Back, Help, Leave, Light key.Binding }

func newKeys() keys {
	bind := func(help, does string, k ...string) key.Binding {
		return key.NewBinding(key.WithKeys(k...), key.WithHelp(help, does))
	}
	return keys{Move: bind("up/down", "move", "up", "down"), Take: bind("enter", "choose", "enter"),
		Digit: bind("1-9", "choose by its digit", "1"),
		Back:  bind("esc", "back", "esc"), Help: bind("?", "help", "?"), Leave: bind("q", "leave", "q", "ctrl+c"),
		Light: bind("ctrl+t", "light or dark", "ctrl+t")}
}

// ShortHelp is for the line of keys.
func (k keys) ShortHelp() []key.Binding {
	return []key.Binding{k.Take, k.Move, k.Back, k.Help, k.Leave}
}

// FullHelp is for the page of help.
func (k keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{{k.Move, k.Take, k.Digit, k.Back}, {k.Help, k.Light, k.Leave}}
}

// Model is the menu's screen.
type Model struct {
	entries []Entry
	list    widget.List
	rows    widget.List
	form    *widget.Form // a name is asked for
	asking  bool
	done    bool
	help    bool
	why     string
	keys    keys
	theme   theme.Theme

	width, height int
}

// New makes the menu.
func New(entries []Entry) *Model {
	m := &Model{entries: entries, keys: newKeys(), theme: theme.Either(), width: widget.MinWidth,
		height: widget.MinHeight}
	m.keys.Back.SetEnabled(false)
	return m
}

// Chosen is what was chosen, with the row or the name that was asked for; ok is false where
// somebody left.
func (m *Model) Chosen() (id, answer string, ok bool) {
	e := m.entry()
	switch {
	case !m.done:
		return "", "", false
	case e.Name:
		return e.ID, m.form.Text("name"), true
	case e.Question != "":
		return e.ID, e.Rows[m.rows.Cursor].ID, true
	}
	return e.ID, "", true
}

func (m *Model) entry() *Entry { return &m.entries[m.list.Cursor] }

// Init does nothing.
func (m *Model) Init() tea.Cmd { return nil }

// Update takes a message.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case theme.Ground:
		m.theme = theme.New(msg.Light)
	case tea.KeyMsg:
		return m, m.key(msg)
	}
	return m, nil
}

func (m *Model) key(k tea.KeyMsg) tea.Cmd {
	m.why = ""
	switch {
	case k.String() == "ctrl+c":
		return tea.Quit
	case key.Matches(k, m.keys.Light):
		m.theme = theme.New(!m.theme.Light)
	case m.help:
		m.help = false
	case m.form != nil:
		return m.write(k)
	case key.Matches(k, m.keys.Help):
		m.help = true
	case key.Matches(k, m.keys.Leave):
		return tea.Quit
	case m.asking:
		return m.answer(k)
	case m.list.Update(k, len(m.entries)):
	case key.Matches(k, m.keys.Take):
		return m.take()
	default:
		if i, ok := digit(k, len(m.entries)); ok {
			m.list.Cursor = i
			return m.take()
		}
	}
	return nil
}

// digit is the place that a digit names among n.
func digit(k tea.KeyMsg, n int) (int, bool) {
	s := k.String()
	if len(s) != 1 || s[0] < '1' || s[0] > '9' || int(s[0]-'1') >= n {
		return 0, false
	}
	return int(s[0] - '1'), true
}

// take does the entry under the cursor, or asks its question.
func (m *Model) take() tea.Cmd {
	e := m.entry()
	switch {
	case e.Name:
		m.form = widget.NewForm(e.Title, "Go on", widget.Text("name", e.Question, 1, "").Needed())
	case e.Question == "":
		return m.finish()
	case len(e.Rows) == 0:
		m.why = e.Empty
	default:
		m.ask(true)
	}
	return nil
}

func (m *Model) ask(on bool) {
	m.asking, m.rows = on, widget.List{}
	m.keys.Back.SetEnabled(on)
}

func (m *Model) finish() tea.Cmd {
	m.done = true
	return tea.Quit
}

// answer takes a key while a row is chosen.
func (m *Model) answer(k tea.KeyMsg) tea.Cmd {
	rows := m.entry().Rows
	switch {
	case m.rows.Update(k, len(rows)):
	case key.Matches(k, m.keys.Back):
		m.ask(false)
	case key.Matches(k, m.keys.Take):
		return m.finish()
	default:
		if i, ok := digit(k, len(rows)); ok {
			m.rows.Cursor = i
			return m.finish()
		}
	}
	return nil
}

// write takes a key while a name is written.
func (m *Model) write(k tea.KeyMsg) tea.Cmd {
	switch m.form.Update(k) {
	case widget.Closed:
		m.form = nil
	case widget.Sent:
		if e := m.entry(); e.Refuse != nil {
			if why := e.Refuse(m.form.Text("name")); why != "" {
				m.form.Refuse(why)
				return nil
			}
		}
		return m.finish()
	}
	return nil
}

// View draws the menu.
func (m *Model) View() string {
	if m.width < widget.MinWidth || m.height < widget.MinHeight {
		return widget.TooSmall(m.width, m.height)
	}
	th := m.theme
	if m.help {
		lines := strings.Split(widget.HelpPages(th, m.keys, m.width, m.height)[0], "\n")
		return strings.Join(widget.Block(lines, m.width, m.height), "\n")
	}
	head := th.Bar.Render(widget.Spread(" Tocsin", "exercises for AI incidents ", m.width))
	var body []string
	if m.form != nil {
		body = m.form.View(th, min(m.width, 100), m.height-2)
	} else {
		body = m.choices(min(m.width-8, 92), m.height-3)
	}
	lines := append([]string{head, ""}, body...)
	lines = widget.Block(lines, m.width, m.height-1)
	if m.form == nil {
		lines = append(lines, widget.KeyLine(th, m.keys.ShortHelp(), nil, m.width))
	}
	return strings.Join(widget.Block(lines, m.width, m.height), "\n")
}

// choices are the entries, or the rows of the question: each with its words where h lines have room for
// that, else those of the one under the cursor.
func (m *Model) choices(w, h int) []string {
	th, title, list, n := m.theme, "What do you want to do?", &m.list, len(m.entries)
	at := func(i int) (title, right, text string) { return m.entries[i].Title, "", m.entries[i].Text }
	if m.asking {
		e := m.entry()
		title, list, n = e.Question, &m.rows, len(e.Rows)
		at = func(i int) (string, string, string) { return e.Rows[i].Title, e.Rows[i].Right, e.Rows[i].Text }
	}
	var why []string
	for _, line := range widget.Wrap(m.why, w) {
		why = append(why, th.Warn.Render(line))
	}
	if why != nil {
		why = append([]string{""}, why...)
	}
	room, air := max(h-len(why)-2, 1), 0
	row := func(i int, open, here bool) []string {
		left, right, text := at(i)
		digit := "   "
		if i < 9 {
			digit = string(rune('1'+i)) + "  "
		}
		left = widget.Cut(digit+left, w-widget.Width(right)-4)
		out := []string{widget.Line(th, widget.Spread(left, right, w-2), w, here)}
		if !open {
			return out
		}
		for _, line := range widget.Wrap(text, w-5) {
			out = append(out, "     "+th.Dim.Render(line))
		}
		return append(out, make([]string, air)...)
	}
	all := n // an empty line under each
	for i := range n {
		all += len(row(i, true, false))
	}
	if all <= room {
		air = 1
	}
	rows := list.Unfold(th, n, w, room, row)
	lines := append([]string{th.Title.Render(title), ""}, append(rows, why...)...)
	for i := range lines {
		lines[i] = "    " + lines[i]
	}
	return lines
}
