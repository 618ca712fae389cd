package evaluator

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// page is one of the pages of the screen, a model of its own.
type page interface {
	widget.Named
	// tab is how the page is shown among the others: its title, and what is new there.
	tab(m *Model) widget.Tab
	view(m *Model, w, h int) []string
	// press takes a key that means nothing everywhere.
	press(m *Model, k tea.KeyMsg) tea.Cmd
}

// newPages are the pages, in their order. A new page is a type and a line here.
func (m *Model) newPages() []page {
	return []page{
		&logPage{PageName: "log"},
		&worldPage{PageName: "world"},
		&factsPage{PageName: "facts"},
		&injectsPage{PageName: "injects"},
		&seatsPage{PageName: "seats"},
		&notesPage{PageName: "notes"},
		&m.ratings,
		&m.wash,
		&linksPage{PageName: "links"},
	}
}

// keyed is a page with keys of its own.
type keyed interface {
	page
	keys() []key.Binding
}

// listening is a page that takes messages which are not keys.
type listening interface {
	hear(m *Model, msg tea.Msg) tea.Cmd
}

// noted is a page that knows better than the last inject what a note is about.
type noted interface {
	about(m *Model, last control.About) control.About
}

// on reports whether a page is the one that is shown.
func (m *Model) on(p page) bool { return m.pages.Now() == p }

// badge is a number of things to see, or nothing.
func badge(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("(%d)", n)
}

// logPage is what has happened, from the first line on.
type logPage struct {
	widget.PageName
	log control.Log
}

func (p *logPage) tab(*Model) widget.Tab { return widget.Tab{Title: "Log"} }

func (p *logPage) keys() []key.Binding {
	return []key.Binding{key.NewBinding(key.WithKeys("a"), key.WithHelp("a", "show or hide small things"))}
}

func (p *logPage) view(m *Model, w, h int) []string { return p.log.Page(m.th, m.control(), w, h) }

func (p *logPage) press(m *Model, k tea.KeyMsg) tea.Cmd { return p.hear(m, k) }

// hear takes keys, and lines from before those that a view carries.
func (p *logPage) hear(m *Model, msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case tea.KeyMsg, control.Older:
		_, cmd := p.log.Update(msg, m.control(), m.seat)
		return cmd
	}
	return nil
}

// worldPage is the world as it is.
type worldPage struct {
	widget.PageName
	world control.World
}

func (p *worldPage) tab(*Model) widget.Tab { return widget.Tab{Title: "World"} }

func (p *worldPage) view(m *Model, w, h int) []string {
	return p.world.View(m.th, m.control(), m.v.Clock, w, h)
}

func (p *worldPage) press(_ *Model, k tea.KeyMsg) tea.Cmd {
	p.world.Update(k)
	return nil
}

// factsPage is who knows what.
type factsPage struct {
	widget.PageName
	facts control.Knowledge
}

func (p *factsPage) tab(*Model) widget.Tab { return widget.Tab{Title: "Facts"} }

func (p *factsPage) view(m *Model, w, h int) []string {
	return p.facts.View(m.th, m.control(), m.v.Clock, w, h)
}

func (p *factsPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	p.facts.Update(k, m.control())
	return nil
}

// injectsPage is the injects that have come and those to come.
type injectsPage struct {
	widget.PageName
	widget.List
}

func (p *injectsPage) tab(*Model) widget.Tab { return widget.Tab{Title: "Injects"} }

func (p *injectsPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	p.Update(k, len(m.msel()))
	return nil
}

func (p *injectsPage) about(m *Model, last control.About) control.About {
	if list := m.msel(); p.Cursor < len(list) {
		return control.About{Inject: list[p.Cursor].ID, Objective: list[p.Cursor].Objective}
	}
	return last
}

func (p *injectsPage) view(m *Model, w, h int) []string {
	list := m.msel()
	if len(list) == 0 {
		return []string{m.th.Dim.Render(" This scenario has no injects.")}
	}
	p.Clamp(len(list))
	detail := control.InjectDetail(m.th, m.control(), list[p.Cursor], m.v.Clock, w-2)
	row := control.InjectRows(m.th, m.control(), list, m.v.Clock, w)
	rows := p.View(len(list), w, max(h*2/5, h-max(detailRoom, len(detail)+2), 3),
		func(i int) []string { return []string{row(i, i == p.Cursor)} })
	out := append([]string{widget.TitleLine(m.th, "Injects", "", w, true)}, rows...)
	out = append(out, widget.TitleLine(m.th, "This one", "", w, false))
	for _, line := range detail {
		out = append(out, " "+line)
	}
	return out
}

// detailRoom is how many lines the inject under the cursor has at least on a high page, so that the
// list above does not jump.
const detailRoom = 14

// came is when an inject came last, in hours; before all others if it never did.
func came(p exercise.Planned) float64 {
	if p.Last == nil {
		return -1
	}
	return p.Last.Hours
}

// msel are the injects: those that have come, the newest first, then those to come.
func (m *Model) msel() []exercise.Planned {
	c := m.control()
	out := slices.Clone(c.Delivered)
	slices.Reverse(out)
	slices.SortStableFunc(out, func(a, b exercise.Planned) int { return cmp.Compare(came(b), came(a)) })
	for _, p := range c.Next {
		if p.Times == 0 {
			out = append(out, p)
		}
	}
	return out
}

// seatsPage is the seats, each to be looked at.
type seatsPage struct {
	widget.PageName
	widget.List
}

func (p *seatsPage) tab(*Model) widget.Tab { return widget.Tab{Title: "Seats"} }

func (p *seatsPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	c := m.control()
	if p.Update(k, len(c.Seats)) || !key.Matches(k, m.keys.choose) || len(c.Seats) == 0 || m.player == nil {
		return nil
	}
	m.look = control.NewLook(m.player, m.seat, c.Seats[p.Cursor], false)
	m.look.SetSize(m.w, m.h)
	return widget.Act(m.seat, "mirror", "", &exercise.Look{Role: m.look.Role})
}

func (p *seatsPage) about(m *Model, last control.About) control.About {
	if c := m.control(); p.Cursor < len(c.Seats) {
		last.Role = c.Seats[p.Cursor].ID
	}
	return last
}

func (p *seatsPage) view(m *Model, w, h int) []string {
	c := m.control()
	out := []string{widget.TitleLine(m.th, "Seats", "enter shows exactly what a seat sees", w, true),
		control.SeatHead(m.th, w)}
	cells := control.SeatColumns(w)
	out = append(out, p.View(len(c.Seats), w, h-len(out), func(i int) []string {
		s := c.Seats[i]
		last := "no act yet"
		if s.Last != nil {
			last = widget.Span(m.v.Clock.Now.Hours-s.Last.Hours) + " ago"
		}
		return []string{widget.Line(m.th, cells(control.Named(s), control.Holder(s), m.th.Dim.Render(last),
			control.SeatCounts(s)), w, i == p.Cursor)}
	})...)
	if p.Cursor < len(c.Seats) {
		out = append(out, control.SeatDetail(m.th, c, m.v.Clock, c.Seats[p.Cursor], w, h-len(out))...)
	}
	return out
}

// notesPage is the notes of the staff, the newest first.
type notesPage struct {
	widget.PageName
	widget.List
}

func (p *notesPage) tab(m *Model) widget.Tab {
	return widget.Tab{Title: "Notes", Badge: badge(len(m.control().Observations))}
}

func (p *notesPage) view(m *Model, w, h int) []string {
	return control.NotesPage(m.th, m.control(), m.v.Clock, &p.List, "o writes one, enter corrects one", w, h)
}

func (p *notesPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	n := len(m.control().Observations)
	if p.Update(k, n) || !key.Matches(k, m.keys.choose) || n == 0 {
		return nil
	}
	o := control.NewestFirst(m.control())[p.Cursor]
	if o.Who != m.v.You.Name {
		return widget.Say("Only "+o.Who+" can correct that note", true)
	}
	m.observe(control.About{Role: o.Role, Inject: o.Inject, Objective: o.Objective, Corrects: o.N})
	return nil
}

// ratingsPage is the objectives, to be rated.
type ratingsPage struct {
	widget.PageName
	widget.List
}

func (p *ratingsPage) tab(m *Model) widget.Tab {
	differ := 0
	for _, o := range m.control().Objectives {
		if control.Apart(o) > 0 {
			differ++
		}
	}
	return widget.Tab{Title: "Ratings", Badge: badge(differ)}
}

func (p *ratingsPage) view(m *Model, w, h int) []string {
	return control.RatingsPage(m.th, m.control(), &p.List, "enter rates", w, h)
}

func (p *ratingsPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	if !p.Update(k, len(m.control().Objectives)) && key.Matches(k, m.keys.choose) {
		m.rate()
	}
	return nil
}

func (p *ratingsPage) about(m *Model, last control.About) control.About {
	if c := m.control(); p.Cursor < len(c.Objectives) {
		last.Objective = c.Objectives[p.Cursor].ID
	}
	return last
}

// washPage is the score while it runs, and the hot wash after ENDEX.
type washPage struct {
	widget.PageName
	control.Wash
}

func (p *washPage) tab(m *Model) widget.Tab { return widget.Tab{Title: p.Title(m.control())} }

func (p *washPage) view(m *Model, w, h int) []string {
	return p.Page(m.th, m.control(), m.v.Clock, w, h)
}

// hear takes how far the search for the moments that mattered has come.
func (p *washPage) hear(m *Model, msg tea.Msg) tea.Cmd { return p.Hear(msg, m.control(), m.seat) }

func (p *washPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	c := m.control()
	took, cmd := p.Update(k, c, m.seat)
	i := slices.IndexFunc(c.Objectives, func(o exercise.Objective) bool { return o.ID == p.Objective(c) })
	if !took && key.Matches(k, m.keys.choose) && i >= 0 {
		m.ratings.Cursor = i
		m.rate()
	}
	return cmd
}

func (p *washPage) about(m *Model, last control.About) control.About {
	if o := p.Objective(m.control()); o != "" {
		return control.About{Objective: o}
	}
	return last
}
