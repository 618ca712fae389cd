// Package menu is what Tocsin opens with on a terminal when it is told nothing: what can be
// done, and the questions that each thing needs.
package menu

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Entry is something that can be done, with the questions to be answered first, one after
// the other. With none it is done at once.
type Entry struct {
	ID        string
	Title     string
	Text      string // what it does, in a sentence or two
	Questions []Question
}

// Question asks for one of the rows, or has a name written.
type Question struct {
	Title string
	Rows  []Row
	Empty string                   // said in place of the question where there are no rows
	Name  func(name string) string // a name is written: why it cannot be had, or nothing
	About string                   // what a name is for, in a sentence or two
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
	lists   []widget.List // of the entries, then of each question that has been asked
	form    *widget.Form  // a name is asked for
	done    bool
	help    bool
	why     string
	keys    keys
	theme   theme.Theme

	width, height int
}

// New makes the menu.
func New(entries []Entry) *Model {
	return &Model{entries: entries, lists: make([]widget.List, 1), keys: newKeys(), theme: theme.Either(),
		width: widget.MinWidth, height: widget.MinHeight}
}

// Chosen is what was chosen, with the answer to each of its questions: a row, or a name; ok is
// false where somebody left.
func (m *Model) Chosen() (id string, answers []string, ok bool) {
	if !m.done {
		return "", nil, false
	}
	e := m.entry()
	for i, q := range e.Questions {
		if q.Name != nil {
			answers = append(answers, m.form.Text("name"))
		} else {
			answers = append(answers, q.Rows[m.lists[i+1].Cursor].ID)
		}
	}
	return e.ID, answers, true
}

// Again shows the last question once more, for who came back from what was chosen.
func (m *Model) Again() { m.done = false }

func (m *Model) entry() *Entry { return &m.entries[m.lists[0].Cursor] }

// list is the list that has the keys.
func (m *Model) list() *widget.List { return &m.lists[len(m.lists)-1] }

// question is the question whose rows are on the screen; nil for the entries.
func (m *Model) question() *Question {
	if len(m.lists) == 1 {
		return nil
	}
	return &m.entry().Questions[len(m.lists)-2]
}

// rows are how many rows there are to choose from.
func (m *Model) rows() int {
	if q := m.question(); q != nil {
		return len(q.Rows)
	}
	return len(m.entries)
}

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
	case key.Matches(k, m.keys.Back):
		m.back()
	case m.list().Update(k, m.rows()):
	case key.Matches(k, m.keys.Take):
		return m.take()
	default:
		return m.digit(k)
	}
	return nil
}

// digit takes the row that a digit names; every other key is said to do nothing.
func (m *Model) digit(k tea.KeyMsg) tea.Cmd {
	s, n := k.String(), min(m.rows(), 9)
	switch {
	case len(s) != 1 || s[0] < '0' || s[0] > '9':
		m.why = "This key does nothing here: up and down move, enter chooses, ? shows all keys."
	case s[0] == '0' || int(s[0]-'0') > n:
		m.why = fmt.Sprintf("There is no %s here: 1 to %d choose, and enter the one with the mark.", s, n)
	default:
		m.list().Cursor = int(s[0] - '1')
		return m.take()
	}
	return nil
}

// back goes to the question before, or to the entries.
func (m *Model) back() {
	if len(m.lists) == 1 {
		m.why = "This is the first screen: q leaves."
		return
	}
	m.lists = m.lists[:len(m.lists)-1]
}

// take answers a question with the row under the cursor, and asks the next; after the last the
// entry is done.
func (m *Model) take() tea.Cmd {
	e, asked := m.entry(), len(m.lists)-1
	if asked == len(e.Questions) {
		m.done = true
		return tea.Quit
	}
	switch q := &e.Questions[asked]; {
	case q.Name != nil:
		m.form = widget.NewForm(e.Title, "Go on", widget.Text("name", q.Title, 1, "").Needed())
		m.form.Context = []string{q.About}
	case len(q.Rows) == 0:
		m.why = q.Empty
	default:
		m.lists = append(m.lists, widget.List{})
	}
	return nil
}

// write takes a key while a name is written: the last question of its entry.
func (m *Model) write(k tea.KeyMsg) tea.Cmd {
	switch m.form.Update(k) {
	case widget.Closed:
		m.form = nil
	case widget.Sent:
		e := m.entry()
		if why := e.Questions[len(e.Questions)-1].Name(m.form.Text("name")); why != "" {
			m.form.Refuse(why)
			return nil
		}
		m.done = true
		return tea.Quit
	}
	return nil
}

// View draws the menu.
func (m *Model) View() string {
	if m.width < widget.MinWidth || m.height < widget.MinHeight {
		return widget.TooSmall(m.width, m.height)
	}
	th, keys := m.theme, m.keys
	keys.Back.SetEnabled(len(m.lists) > 1)
	if m.help {
		lines := strings.Split(widget.HelpPages(th, keys, m.width, m.height)[0], "\n")
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
		lines = append(lines, widget.KeyLine(th, keys.ShortHelp(), nil, m.width))
	}
	return strings.Join(widget.Block(lines, m.width, m.height), "\n")
}

// choices are the entries, or the rows of the question: each with its words where h lines have room for
// that, else those of the one under the cursor.
func (m *Model) choices(w, h int) []string {
	th, title, list, n := m.theme, "What do you want to do?", m.list(), m.rows()
	at := func(i int) (title, right, text string) { return m.entries[i].Title, "", m.entries[i].Text }
	if q := m.question(); q != nil {
		title = q.Title
		at = func(i int) (string, string, string) { return q.Rows[i].Title, q.Rows[i].Right, q.Rows[i].Text }
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
