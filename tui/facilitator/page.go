package facilitator

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// page is one of the pages of the console, a model of its own. What else one may do is in
// the small interfaces below.
type page interface {
	widget.Named
	// tab is how the page is shown among the others: its title, and what is new there.
	tab(m *Model) widget.Tab
	view(m *Model, w, h int) []string
	// press takes a key that means nothing everywhere.
	press(m *Model, k tea.KeyMsg) tea.Cmd
}

// newPages are the pages of the console, in their order. A new page is a type in a file of
// its own, and a line here.
func (m *Model) newPages() []page {
	return []page{
		&m.injects,
		&worldPage{PageName: "world"},
		&factsPage{PageName: "facts"},
		&m.people,
		&m.cases,
		&m.words,
		&m.asked,
		&m.notes,
		&logPage{PageName: "log"},
		&m.wash,
		&linksPage{PageName: "links"},
		&m.wall,
		&planPage{PageName: "plan"},
		&joinPage{PageName: "join"},
		&roomsPage{PageName: "rooms"},
		&m.uses,
	}
}

// sometimes is a page that is there only while it has something to show.
type sometimes interface{ there(m *Model) bool }

// arrange leaves out the pages that have nothing to show.
func (m *Model) arrange() {
	var list []page
	for _, p := range m.all {
		if s, ok := p.(sometimes); !ok || s.there(m) {
			list = append(list, p)
		}
	}
	if len(list) != len(m.pages.List) {
		m.pages.Set(list)
	}
}

// keyed is a page with keys of its own. They are on the page of help always, and can be
// pressed on their page only.
type keyed interface{ keys(m *Model) []key.Binding }

// listening is a page that takes messages which are not keys.
type listening interface {
	hear(m *Model, msg tea.Msg) tea.Cmd
}

// opening is a page that does something when it is turned to.
type opening interface{ opened(m *Model) }

// noted is a page that says what a note written there is about.
type noted interface {
	about(m *Model) (control.About, bool)
}

// keeping is a page whose cursor stays on the same thing when the list changes.
type keeping interface {
	under(m *Model) string
	stay(m *Model, on string)
}

// under is what a cursor is on.
func under(l *widget.List, ids []string) string {
	if l.Cursor < len(ids) {
		return ids[l.Cursor]
	}
	return ""
}

// stay puts a cursor on the thing that it was on, if that is still there.
func stay(l *widget.List, ids []string, on string) {
	if at := slices.Index(ids, on); at >= 0 {
		l.Cursor = at
	}
}

// keep does something that may change what is listed, with every cursor staying on what
// it stood on.
func (m *Model) keep(change func()) {
	on := make([]string, len(m.pages.List))
	for i, p := range m.pages.List {
		if k, ok := p.(keeping); ok {
			on[i] = k.under(m)
		}
	}
	change()
	for i, p := range m.pages.List {
		if on[i] != "" {
			p.(keeping).stay(m, on[i])
		}
	}
}

// show turns to a page by its name.
func (m *Model) show(name string) {
	m.pages.Show(name)
	m.shown()
}

// shown tells the page that it has been turned to.
func (m *Model) shown() {
	if p, ok := m.pages.Now().(opening); ok {
		p.opened(m)
	}
}

// on reports whether a page is the one that is shown.
func (m *Model) on(p page) bool { return m.pages.Now() == p }

func (m *Model) tabs(w int) []string {
	return m.pages.Tabs(m.th, func(p page) widget.Tab { return p.tab(m) }, w)
}

// called is a page's title and its key, for words that send somebody there.
func (m *Model) called(name string) string {
	at := slices.IndexFunc(m.pages.List, func(p page) bool { return p.Name() == name })
	how := widget.Digit(at)
	if how == "" { // pages beyond the tenth have no digit
		how = ":" + name
	}
	return m.pages.List[at].tab(m).Title + " (" + how + ")"
}

// badge is a number of things that wait, or nothing.
func badge(n int) string {
	if n == 0 {
		return ""
	}
	return "(" + widget.Number(float64(n)) + ")"
}
