// Package evaluator is the screen of those who watch, note and rate. It shows everything
// and changes nothing: no prompt to a player, no act on the world.
package evaluator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/help"
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// The pages.
const (
	pageLog = iota
	pageWorld
	pageKnows
	pageInjects
	pageSeats
	pageNotes
	pageRatings
	pageWash
	pages
)

// Model is the evaluator's screen.
type Model struct {
	seat   control.Seat
	theme  *theme.Theme
	th     theme.Theme
	player control.PlayerScreen
	v      exercise.View
	w, h   int
	page   int
	keys   keys

	log     control.Log
	world   control.World
	facts   control.Knowledge
	injects widget.List
	seats   widget.List
	notes   widget.List
	marks   widget.List
	wash    control.Wash
	look    *control.Look
	form    *form
}

// form is what is being written, and how it is sent.
type form struct {
	*widget.Form
	send func(f *widget.Form) (any, string) // the act, or what is wrong
	done string
	sure bool
}

type keys struct{ note, rate, stop, choose, pages, move, all key.Binding }

// New makes the screen. player makes the screen of a seat, to look at what a player sees;
// without it that cannot be done.
func New(th *theme.Theme, seat control.Seat, player control.PlayerScreen) *Model {
	bind := func(help, shown string, k ...string) key.Binding {
		return key.NewBinding(key.WithKeys(k...), key.WithHelp(shown, help))
	}
	return &Model{theme: th, th: *th, seat: seat, player: player, keys: keys{
		note: bind("write a note", "o", "o"), rate: bind("rate an objective", "r", "r"), choose: bind("open, correct, rate", "enter", "enter"),
		pages: bind("pages", "1-8 tab", "1", "2", "3", "4", "5", "6", "7", "8", "tab", "shift+tab"), move: bind("move", "up down", "up", "down"),
		all: bind("show or hide small things", "a", "a"), stop: bind("real emergency: stop", "!", "!")}}
}

// ShortHelp is the line of keys.
func (k keys) ShortHelp() []key.Binding {
	return []key.Binding{k.note, k.rate, k.choose, k.pages, k.all, k.stop}
}

// FullHelp is the page of keys.
func (k keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{{k.note, k.rate, k.choose}, {k.pages, k.move, k.all}, {k.stop}}
}

// formKeys are the keys of a form.
type formKeys struct{}

// ShortHelp is the line of keys.
func (formKeys) ShortHelp() []key.Binding {
	bind := func(k, help string) key.Binding { return key.NewBinding(key.WithKeys(k), key.WithHelp(k, help)) }
	return []key.Binding{bind("enter", "next field"), bind("ctrl+s", "send"), bind("esc", "leave")}
}

// FullHelp is the page of keys.
func (k formKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k.ShortHelp()} }

// Keys are what can be pressed now.
func (m *Model) Keys() help.KeyMap {
	switch {
	case m.form != nil:
		return formKeys{}
	case m.look != nil:
		return m.look.Keys()
	}
	k := m.keys
	k.all.SetEnabled(m.page == pageLog)
	return k
}

// Typing reports whether keys are text now.
func (m *Model) Typing() bool { return m.form != nil || m.look != nil && m.look.Typing() }

// SetSize sets the room that the screen has.
func (m *Model) SetSize(w, h int) {
	m.w, m.h = w, h
	if m.look != nil {
		m.look.SetSize(w, h)
	}
}

func (m *Model) control() *exercise.Control {
	if m.v.Control == nil {
		return &exercise.Control{}
	}
	return m.v.Control
}

// Update takes a message.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case exercise.View:
		fresh := msg.Control != nil && msg.Control.HotWash != nil && m.control().HotWash == nil
		if m.v = msg; fresh {
			m.page = pageWash
		}
		if x := m.control().Mirror; m.look != nil && x != nil && x.Role == m.look.Role {
			return m.look.See(x.View)
		}
	case control.Sought:
		_, cmd := m.wash.Update(msg, m.control(), m.seat)
		return cmd
	case control.Older:
		_, cmd := m.log.Update(msg, m.control(), m.seat)
		return cmd
	case widget.Answered:
		m.answered(msg)
	case tea.KeyMsg:
		switch {
		case m.v.Control == nil:
		case m.form != nil:
			return m.formKey(msg)
		case m.look != nil:
			return m.lookKey(msg)
		default:
			return m.key(msg)
		}
	default:
		if m.look != nil {
			cmd, _ := m.look.Update(msg)
			return cmd
		}
	}
	return nil
}

func (m *Model) answered(a widget.Answered) {
	if a.What != "form" || m.form == nil {
		return
	}
	if why := a.Refused(); why != "" {
		m.form.Refuse(why)
		return
	}
	m.form = nil
}

func (m *Model) formKey(k tea.KeyMsg) tea.Cmd {
	f := m.form
	switch f.Update(k) {
	case widget.Closed:
		if f.Touched() && !f.sure {
			f.sure = true
			f.Refuse("Press esc once more to throw this away")
			return nil
		}
		m.form = nil
	case widget.Sent:
		act, wrong := f.send(f.Form)
		if wrong != "" {
			f.Refuse(wrong)
			return nil
		}
		return widget.Act(m.seat, "form", f.done, act)
	default:
		f.sure = false
	}
	return nil
}

func (m *Model) lookKey(k tea.KeyMsg) tea.Cmd {
	cmd, left := m.look.Update(k)
	if left {
		m.look = nil
		return widget.Act(m.seat, "mirror", "", &exercise.Look{})
	}
	return cmd
}

func (m *Model) key(k tea.KeyMsg) tea.Cmd {
	switch {
	case key.Matches(k, m.keys.note):
		m.observe(m.about())
	case key.Matches(k, m.keys.rate):
		if m.page != pageRatings {
			m.page = pageRatings
			return nil
		}
		m.rate()
	case key.Matches(k, m.keys.stop):
		f := widget.NewForm("REAL EMERGENCY: stop the exercise for everyone", "Stop it",
			widget.Text("text", "Everyone reads", 2, "REAL EMERGENCY. Stop the exercise and listen to the facilitator.").Needed())
		m.form = &form{Form: f, done: "The exercise is stopped", send: func(f *widget.Form) (any, string) { return &exercise.Stop{Text: f.Text("text")}, "" }}
	case key.Matches(k, m.keys.pages):
		m.turn(k.String())
	default:
		return m.pageKey(k)
	}
	return nil
}

func (m *Model) turn(k string) {
	switch k {
	case "tab":
		m.page = (m.page + 1) % pages
	case "shift+tab":
		m.page = (m.page + pages - 1) % pages
	default:
		m.page = int(k[0] - '1')
	}
}

func (m *Model) pageKey(k tea.KeyMsg) tea.Cmd {
	c := m.control()
	enter := key.Matches(k, m.keys.choose)
	switch m.page {
	case pageLog:
		_, cmd := m.log.Update(k, c, m.seat)
		return cmd
	case pageWorld:
		m.world.Update(k)
	case pageKnows:
		m.facts.Update(k, c)
	case pageInjects:
		m.injects.Update(k, len(m.msel()))
	case pageSeats:
		if !m.seats.Update(k, len(c.Seats)) && enter && len(c.Seats) > 0 && m.player != nil {
			m.look = control.NewLook(m.player, m.seat, c.Seats[m.seats.Cursor], false)
			m.look.SetSize(m.w, m.h)
			return widget.Act(m.seat, "mirror", "", &exercise.Look{Role: m.look.Role})
		}
	case pageNotes:
		if !m.notes.Update(k, len(c.Observations)) && enter && len(c.Observations) > 0 {
			return m.correct()
		}
	case pageRatings:
		if !m.marks.Update(k, len(c.Objectives)) && enter {
			m.rate()
		}
	case pageWash:
		took, cmd := m.wash.Update(k, c, m.seat)
		if i := slices.IndexFunc(c.Objectives, func(o exercise.Objective) bool { return o.ID == m.wash.Objective(c) }); !took && enter && i >= 0 {
			m.marks.Cursor = i
			m.rate()
		}
		return cmd
	}
	return nil
}

// about is what a note is about: what stands under the cursor, or the last inject.
func (m *Model) about() control.About {
	c := m.control()
	a := control.LastInject(c)
	switch {
	case m.page == pageSeats && m.seats.Cursor < len(c.Seats):
		a.Role = c.Seats[m.seats.Cursor].ID
	case m.page == pageInjects && m.injects.Cursor < len(m.msel()):
		p := m.msel()[m.injects.Cursor]
		if !strings.HasPrefix(p.ID, "+") {
			a = control.About{Inject: p.ID, Objective: p.Objective}
		}
	case m.page == pageRatings && m.marks.Cursor < len(c.Objectives):
		a.Objective = c.Objectives[m.marks.Cursor].ID
	case m.page == pageWash && m.wash.Objective(c) != "":
		a = control.About{Objective: m.wash.Objective(c)}
	}
	return a
}

func (m *Model) observe(a control.About) {
	m.form = &form{Form: control.ObservationForm(m.control(), m.v.Clock, a), done: "Written down", send: func(f *widget.Form) (any, string) {
		o, wrong := control.Observe(f, m.v.Clock, a)
		return o, wrong
	}}
}

func (m *Model) correct() tea.Cmd {
	o := control.NewestFirst(m.control())[m.notes.Cursor]
	if o.Who != m.v.You.Name {
		return widget.Say("Only "+o.Who+" can correct that note", true)
	}
	m.observe(control.About{Role: o.Role, Inject: o.Inject, Objective: o.Objective, Corrects: o.N})
	return nil
}

func (m *Model) rate() {
	c := m.control()
	if len(c.Objectives) == 0 {
		return
	}
	m.marks.Clamp(len(c.Objectives))
	o := c.Objectives[m.marks.Cursor]
	m.form = &form{Form: control.RatingForm(o, m.v.You.Name), done: "Rated", send: func(f *widget.Form) (any, string) { return control.Rate(f, o), "" }}
}

// msel are the injects: those that have come, the newest first, then those to come.
func (m *Model) msel() []exercise.Planned {
	c := m.control()
	out := slices.Clone(c.Delivered)
	slices.Reverse(out)
	for _, p := range c.Next {
		if p.Times == 0 {
			out = append(out, p)
		}
	}
	return out
}

// View draws the screen.
func (m *Model) View() string {
	m.th = *m.theme
	if m.v.Control == nil || m.w < 20 || m.h < 6 {
		return strings.Join(widget.Block([]string{" Waiting for the room…"}, m.w, m.h), "\n")
	}
	if m.look != nil && m.form == nil {
		return strings.Join(m.look.View(m.th, m.w, m.h), "\n")
	}
	c := m.control()
	differ := 0
	for _, o := range c.Objectives {
		if control.Apart(o) > 0 {
			differ++
		}
	}
	tabs := []widget.Tab{{Key: "1", Title: "Log"}, {Key: "2", Title: "World"}, {Key: "3", Title: "Facts"}, {Key: "4", Title: "Injects"}, {Key: "5", Title: "Seats"},
		{Key: "6", Title: "Notes", Badge: count(len(c.Observations))}, {Key: "7", Title: "Ratings", Badge: count(differ)}, {Key: "8", Title: "Score"}}
	if c.HotWash != nil {
		tabs[pageWash].Title = "Hot wash"
	}
	out := []string{widget.Tabs(m.th, tabs, m.page, m.w)}
	for _, line := range widget.Wrap(m.advice(), m.w-2) {
		out = append(out, " "+m.th.Dim.Render(line))
	}
	h := m.h - len(out)
	if m.form != nil {
		return strings.Join(append(out, m.form.View(m.th, m.w, h)...), "\n")
	}
	return strings.Join(append(out, widget.Block(m.body(m.w, h), m.w, h)...), "\n")
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// advice says what an evaluator does now.
func (m *Model) advice() string {
	c := m.v.Clock
	switch {
	case c.Phase == "before STARTEX":
		return "Read the objectives (7) and the expected actions (4). You watch; you do not prompt."
	case c.Phase == "over":
		return "Let the players speak first. Then ask only to clear up. Rate each objective (7) on evidence."
	case len(c.Discuss) > 0 || c.Phase == "paused":
		return "Note what is said, with o: a quote, a strength, a gap. Compare with what was expected (4)."
	}
	return "Watch all seats, not one. Note with o what was done, by whom, when. Rate with r when you have seen enough."
}

func (m *Model) body(w, h int) []string {
	c := m.control()
	switch m.page {
	case pageWorld:
		return m.world.View(m.th, c, m.v.Clock, w, h)
	case pageKnows:
		return m.facts.View(m.th, c, w, h)
	case pageInjects:
		return m.injectsPage(w, h)
	case pageSeats:
		return m.seatsPage(w, h)
	case pageNotes:
		return control.NotesPage(m.th, c, &m.notes, w, h)
	case pageRatings:
		return control.RatingsPage(m.th, c, &m.marks, w, h)
	case pageWash:
		return m.wash.Page(m.th, c, w, h)
	}
	return m.log.Page(m.th, c, w, h)
}

func (m *Model) injectsPage(w, h int) []string {
	list := m.msel()
	if len(list) == 0 {
		return []string{m.th.Dim.Render(" This scenario has no injects.")}
	}
	rows := m.injects.View(len(list), w, max(h*2/5, 3), func(i int) []string {
		return []string{control.InjectRow(m.th, m.control(), list[i], m.v.Clock, w, i == m.injects.Cursor)}
	})
	out := append([]string{widget.TitleLine(m.th, "Injects", "", w, true)}, rows...)
	out = append(out, widget.TitleLine(m.th, "This one", "", w, false))
	for _, line := range control.InjectDetail(m.th, m.control(), list[m.injects.Cursor], m.v.Clock, w-2) {
		out = append(out, " "+line)
	}
	return out
}

func (m *Model) seatsPage(w, h int) []string {
	c := m.control()
	out := []string{widget.TitleLine(m.th, "Seats", "enter shows exactly what a seat sees", w, true)}
	return append(out, m.seats.View(len(c.Seats), w, h-1, func(i int) []string {
		s := c.Seats[i]
		line := widget.Spread(widget.Mark(i == m.seats.Cursor)+s.Title+"  "+control.Holder(s), fmt.Sprintf("%d acts, %d unread, %d asked", s.Acts, s.Unread, s.Asked), w)
		if i == m.seats.Cursor {
			line = m.th.Selected.Render(line)
		}
		return []string{line}
	})...)
}
