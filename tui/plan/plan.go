// Package plan is the screen in which people work on a report: what they know of the exercise, and who
// does what of the improvement plan by when. Each form is saved when its button is pressed.
package plan

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/report"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// keys are the keys of the list.
type keys struct{ Move, Take, Help, Leave, Light key.Binding }

func newKeys() keys {
	bind := func(help, does string, k ...string) key.Binding {
		return key.NewBinding(key.WithKeys(k...), key.WithHelp(help, does))
	}
	return keys{Move: bind("up/down", "move", "up", "down"), Take: bind("enter", "edit", "enter"),
		Help: bind("?", "help", "?"), Leave: bind("q", "leave", "q", "ctrl+c"),
		Light: bind("ctrl+t", "light or dark", "ctrl+t")}
}

// ShortHelp is for the line of keys.
func (k keys) ShortHelp() []key.Binding { return []key.Binding{k.Take, k.Move, k.Help, k.Leave} }

// FullHelp is for the page of help.
func (k keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{{k.Move, k.Take}, {k.Help, k.Light, k.Leave}}
}

// Save keeps the values of a part's fields, by key, and returns the parts as they are then.
type Save func(table string, values map[string]string) ([]report.Entry, error)

// Model is the screen.
type Model struct {
	title   string
	entries []report.Entry
	save    Save
	list    widget.List
	form    *widget.Form
	help    bool
	said    string // that a form was saved
	keys    keys
	theme   theme.Theme

	width, height int
}

// New makes the screen over the parts of an overlay.
func New(title string, entries []report.Entry, save Save) *Model {
	return &Model{title: title, entries: entries, save: save, keys: newKeys(), theme: theme.Either(),
		width: widget.MinWidth, height: widget.MinHeight}
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
	switch {
	case k.String() == "ctrl+c":
		return tea.Quit
	case key.Matches(k, m.keys.Light):
		m.theme = theme.New(!m.theme.Light)
	case m.help:
		m.help = false
	case m.form != nil:
		m.fill(k)
	case key.Matches(k, m.keys.Help):
		m.help = true
	case key.Matches(k, m.keys.Leave):
		return tea.Quit
	case m.list.Update(k, len(m.entries)):
	case key.Matches(k, m.keys.Take) && len(m.entries) > 0:
		m.open()
	}
	return nil
}

// open opens the form of the part under the cursor.
func (m *Model) open() {
	e := m.entries[m.list.Cursor]
	var fields []*widget.Field
	for _, f := range e.Fields {
		if len(f.Options) > 0 {
			options := make([]widget.Option, len(f.Options))
			for i, o := range f.Options {
				if options[i] = (widget.Option{ID: o, Text: o}); o == "" {
					options[i].Text = "as the report proposes"
				}
			}
			fields = append(fields, widget.Choose(f.Key, f.Label, options, f.Value))
			continue
		}
		rows := 1
		if f.Key == "text" {
			rows = 4
		}
		fields = append(fields, widget.Text(f.Key, f.Label, rows, f.Value))
	}
	m.form, m.said = widget.NewForm(e.Title, "Save", fields...), ""
	if e.Text != "" {
		m.form.Context = []string{e.Text}
	}
}

// fill takes a key while a form is open.
func (m *Model) fill(k tea.KeyMsg) {
	switch m.form.Update(k) {
	case widget.Closed:
		m.form = nil
	case widget.Sent:
		e := m.entries[m.list.Cursor]
		values := map[string]string{}
		for _, f := range e.Fields {
			if len(f.Options) > 0 {
				values[f.Key] = m.form.One(f.Key)
			} else {
				values[f.Key] = m.form.Text(f.Key)
			}
		}
		entries, err := m.save(e.Table, values)
		if err != nil {
			m.form.Refuse(err.Error())
			return
		}
		m.entries, m.form, m.said = entries, nil, "Saved."
	}
}

// View draws the screen.
func (m *Model) View() string {
	if m.width < widget.MinWidth || m.height < widget.MinHeight {
		return widget.TooSmall(m.width, m.height)
	}
	th := m.theme
	if m.help {
		lines := strings.Split(widget.HelpPages(th, m.keys, m.width, m.height)[0], "\n")
		return strings.Join(widget.Block(lines, m.width, m.height), "\n")
	}
	head := th.Bar.Render(widget.Spread(" "+m.title, "what people add to the report ", m.width))
	var body []string
	if m.form != nil {
		body = m.form.View(th, min(m.width, 100), m.height-2)
	} else {
		body = m.rows(min(m.width-4, 110), m.height-3)
	}
	lines := widget.Block(append([]string{head, ""}, body...), m.width, m.height-1)
	if m.form == nil {
		lines = append(lines, widget.KeyLine(th, m.keys.ShortHelp(), nil, m.width))
	}
	return strings.Join(widget.Block(lines, m.width, m.height), "\n")
}

// rows are the parts, with words on the one under the cursor.
func (m *Model) rows(w, h int) []string {
	if len(m.entries) == 0 {
		return nil
	}
	words := widget.Wrap(m.entries[m.list.Cursor].Text, w)
	if m.said != "" {
		words = append([]string{m.theme.Title.Render(m.said)}, words...)
	}
	lines := append(m.list.View(len(m.entries), w, max(h-len(words)-2, 1), func(i int) []string {
		e := m.entries[i]
		row := widget.Mark(i == m.list.Cursor) + widget.Spread(e.Title, m.right(e), w-3)
		if i == m.list.Cursor {
			row = m.theme.Selected.Render(row)
		}
		return []string{row}
	}), "")
	lines = append(lines, words...)
	for i := range lines {
		lines[i] = "  " + lines[i]
	}
	return lines
}

// right is the status of a part that has one, or "".
func (m *Model) right(e report.Entry) string {
	for _, f := range e.Fields {
		if f.Key == "status" {
			return f.Value
		}
	}
	return ""
}
