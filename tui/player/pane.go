package player

import (
	"slices"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/widget"
)

// pane is one of the parts of the screen, a model of its own, and a page where the window
// has no room for all. It either draws itself or is a list of rows.
type pane interface {
	widget.Named
	// titles are what it is called where there is room, and among tabs.
	titles(m *Model) (long, short string)
	// badge is how much there is to see in it: a number in brackets, or words where there is
	// room for them, or nothing.
	badge(m *Model, room bool) string
}

// newPanes are the parts of the screen, in their order. A new one is a type in a file of its
// own, and a line here.
func (m *Model) newPanes() []pane {
	return []pane{
		&m.mail,
		&m.asked,
		&m.acts,
		&m.facts,
		&worldPane{listed{PageName: "world"}},
		&m.plans,
		&m.brief,
	}
}

// drawn is a pane that draws itself.
type drawn interface {
	view(m *Model, w, h int) []string
	// press takes a key, and reports whether it means something here.
	press(m *Model, k tea.KeyMsg) (cmd tea.Cmd, taken bool)
	// does is what enter does, in a word or two.
	does(m *Model) string
}

// rows is a pane that is a list.
type rows interface {
	list() *widget.List
	count(m *Model) int
	// row draws one: open with all that is told of it, and bright where the cursor is here.
	row(m *Model, i, w int, open, here bool) []string
	// id names what a row is about. Rows come and go, and what one was about to press enter
	// on must not be another thing.
	id(m *Model, i int) string
	enter(m *Model, i int) tea.Cmd
	// words are what enter does, in a word or two, and what is on an empty list.
	words() (does string, none widget.Empty)
}

// listed is what every pane of rows has.
type listed struct {
	widget.PageName
	at widget.List
}

func (l *listed) list() *widget.List { return &l.at }

// badge is nothing for most lists.
func (l *listed) badge(*Model, bool) string { return "" }

// on reports whether a pane has the keys, if no form has them.
func (m *Model) on(p pane) bool { return m.panes.Now() == p }

// turnTo gives the keys to a pane.
func (m *Model) turnTo(p pane) {
	m.turn++
	m.panes.Show(p.Name())
	m.turned[p] = m.turn
	m.mail.reading = false
}

// turnBy gives the keys to a pane further on, or back.
func (m *Model) turnBy(n int) {
	all := m.panes.List
	m.turnTo(all[(m.panes.At()+n+len(all))%len(all)])
}

// called is a pane's title and its key, for words that send somebody there.
func (m *Model) called(p pane) string {
	_, short := p.titles(m)
	return short + " (" + m.digit(p) + ")"
}

// digit is the key of a pane.
func (m *Model) digit(p pane) string { return widget.Digit(slices.Index(m.panes.List, p)) }

// paneKey offers a key to the pane that has the keys.
func (m *Model) paneKey(k tea.KeyMsg) (tea.Cmd, bool) {
	switch p := m.panes.Now().(type) {
	case drawn:
		return p.press(m, k)
	case rows:
		n := p.count(m)
		if !slices.Contains(m.keys.Enter.Keys(), k.String()) {
			return nil, p.list().Update(k, n)
		}
		if n == 0 {
			return nil, true
		}
		p.list().Clamp(n)
		return p.enter(m, p.list().Cursor), true
	}
	return nil, false
}

// enterWord says what enter does where the cursor is.
func (m *Model) enterWord() string {
	switch p := m.panes.Now().(type) {
	case drawn:
		return p.does(m)
	case rows:
		if p.count(m) > 0 {
			does, _ := p.words()
			return does
		}
	}
	return ""
}

// underCursors names what the cursor of each list is on. A cursor on the first row of a list that has not the keys is
// left out: it stays on the first row.
func (m *Model) underCursors() map[rows]string {
	ids := map[rows]string{}
	for _, p := range m.panes.List {
		if l, ok := p.(rows); ok && (l.list().Cursor > 0 || m.on(p)) && l.list().Cursor < l.count(m) {
			ids[l] = l.id(m, l.list().Cursor)
		}
	}
	return ids
}

// findCursors puts them on the same things again.
func (m *Model) findCursors(ids map[rows]string) {
	for _, p := range m.panes.List {
		l, ok := p.(rows)
		if !ok || ids[l] == "" {
			continue
		}
		for i := range l.count(m) {
			if l.id(m, i) == ids[l] {
				l.list().Cursor = i
			}
		}
	}
}

// counted is a badge, for a number of things.
func counted(n int) string {
	if n == 0 {
		return ""
	}
	return "(" + strconv.Itoa(n) + ")"
}
