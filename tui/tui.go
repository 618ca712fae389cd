// Package tui is what people see: the root model around one screen. It draws what every screen has
// (the header with the clock, words out of the game, the line that says what an act resulted in, the
// keys, help) and leaves the rest to the screen of the person's kind. It gets views from a seat's
// mailbox of one, through a command, so that a slow terminal never holds up the room.
package tui

import (
	"context"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/help"
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Seat is what screens need of a *room.Seat.
type Seat interface {
	widget.Asker
	Views() <-chan exercise.View
	Ended() string
	Before(ctx context.Context, n int) ([]exercise.Item, error)
	LogBefore(ctx context.Context, n int) ([]exercise.Line, error)
	Preview(ctx context.Context, j exercise.Jump) ([]exercise.Line, error)
	Want(ctx context.Context, role string) (exercise.Answer, error)
}

// Options are a session's own.
type Options struct {
	Light bool // the terminal has a light background
	// Keys are those of what is around the screen, for the line of keys and for help.
	Keys []key.Binding
}

// Model is the root model of one session.
type Model struct {
	seat   Seat
	theme  *theme.Theme
	keys   keys
	around []key.Binding
	view   exercise.View
	had    bool // a view has come
	screen widget.Screen
	which  string // kind and role that the screen is for

	width, height int
	help          bool
	page          int // of help
	leaving       bool
	status        widget.Said
	said          int // counts what the line of status has said
	noticed       int // number of the newest notice that has been put away
	heard         int // number of the newest closed question that has been put away
	ended         string
}

type keys struct{ Help, Leave, Light, Away, Sure key.Binding }

// New makes the root model for a seat.
func New(seat Seat, o Options) *Model {
	th := theme.Either()
	if o.Light {
		th = theme.New(true)
	}
	return &Model{seat: seat, theme: &th, around: o.Keys, width: widget.MinWidth, height: widget.MinHeight,
		keys: keys{
			Help:  key.NewBinding(key.WithKeys("?"), key.WithHelp("?", "help")),
			Leave: key.NewBinding(key.WithKeys("q", "ctrl+c"), key.WithHelp("q", "leave")),
			Light: key.NewBinding(key.WithKeys("ctrl+t"), key.WithHelp("ctrl+t", "light or dark")),
			Away:  key.NewBinding(key.WithKeys("esc"), key.WithHelp("esc", "put a notice away")),
			Sure:  key.NewBinding(key.WithKeys("y", "Y"), key.WithHelp("y", "leave")),
		}}
}

// Ended says why the session is over, once it is: to be printed when the screen is gone.
func (m *Model) Ended() string { return m.ended }

// Init waits for the first view.
func (m *Model) Init() tea.Cmd { return m.next() }

// over says that the seat's handle has ended, and why.
type over string

// next waits for one view. It is issued again when that has come.
func (m *Model) next() tea.Cmd {
	seat := m.seat
	return func() tea.Msg {
		if v, ok := <-seat.Views(); ok {
			return v
		}
		return over(seat.Ended())
	}
}

// Update takes a message.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.resize()
		return m, nil
	case theme.Ground:
		*m.theme = theme.New(msg.Light)
		return m, nil
	case over:
		m.ended = string(msg)
		return m, tea.Quit
	case exercise.View:
		return m, tea.Batch(m.show(msg), m.next())
	case widget.Said:
		cmd := m.tell(msg)
		m.resize()
		return m, cmd
	case stale:
		if int(msg) == m.said {
			m.status = widget.Said{}
			m.resize()
		}
		return m, nil
	case widget.Answered:
		var told tea.Cmd
		if why := msg.Refused(); why != "" {
			told = m.tell(widget.Said{Text: why, Bad: true})
		} else if msg.Done != "" {
			told = m.tell(widget.Said{Text: msg.Done})
		}
		cmd := m.pass(msg)
		m.resize()
		return m, tea.Batch(cmd, told)
	case tea.KeyMsg:
		var cmds []tea.Cmd
		for _, k := range apart(msg) {
			cmds = append(cmds, m.key(k))
		}
		return m, tea.Batch(cmds...)
	}
	return m, m.pass(msg)
}

// stale says that what was told by number is no news any more.
type stale int

// freshFor is how long the line of status says what was done. What was refused stays until
// the next key.
const freshFor = 12 * time.Second

// tell puts something on the line of status.
func (m *Model) tell(s widget.Said) tea.Cmd {
	m.said++
	m.status = s
	if s.Bad || s.Text == "" {
		return nil
	}
	n := m.said
	return tea.Tick(freshFor, func(time.Time) tea.Msg { return stale(n) })
}

func (m *Model) pass(msg tea.Msg) tea.Cmd {
	if m.screen == nil {
		return nil
	}
	return m.screen.Update(msg)
}

// show takes a new view, and the screen that it needs.
func (m *Model) show(v exercise.View) tea.Cmd {
	first := !m.had
	if v.You.Heard > m.noticed { // what was said before one came is in the brief
		m.noticed = v.You.Heard
	}
	if first || m.view.Player == nil && v.Player != nil { // what was answered before one sat down is in the brief
		for _, q := range v.Questions {
			if !q.Open {
				m.heard = max(m.heard, q.N)
			}
		}
	}
	if first || !m.stands(v) {
		m.status = widget.Said{}
	}
	m.view, m.had = v, true
	if which := place(v); which != m.which || m.screen == nil {
		m.screen, m.which, m.status = open(m.theme, m.seat, v), which, widget.Said{}
	}
	switch {
	case !first || v.You.Back == "":
	case v.You.Kind == exercise.KindBoard: // the room reads what is on a wall
		m.status = widget.Said{Text: "? shows the way back to this screen."}
	default:
		m.status = widget.Said{Text: m.wayBack() + " ? shows it again."}
	}
	cmd := m.pass(v)
	m.resize()
	return cmd
}

// stands reports whether what the line of status says is still so in a newer view.
func (m *Model) stands(v exercise.View) bool {
	switch s := m.status; {
	case s.Bad:
		return true
	case v.Clock.Phase == "over" && m.view.Clock.Phase != "over":
		return false
	case s.Fleeting && v.Player != nil && m.view.Player != nil:
		return v.Player.Total == m.view.Player.Total
	}
	return true
}

// wayBack says how the person comes back to their place; empty where there is no door.
func (m *Model) wayBack() string {
	if m.view.You.Back == "" {
		return ""
	}
	return "Your way back: " + m.view.You.Back + ", instead of the join code. Keep it to yourself."
}

// keptFor says what stays of somebody who leaves.
func (m *Model) keptFor() string {
	if m.view.You.Role == "" {
		return "You have no seat, and can come back as you came."
	}
	return "Your seat is kept for you."
}

func (m *Model) key(k tea.KeyMsg) tea.Cmd {
	if m.leaving {
		m.leaving = false
		if key.Matches(k, m.keys.Sure) || k.String() == "ctrl+c" {
			m.ended = "You have left. " + m.keptFor()
			return tea.Quit
		}
		return nil
	}
	if m.help {
		m.page++
		m.help = k.String() == " " && m.page < len(m.helpPages())
		return nil
	}
	typing := m.screen != nil && m.screen.Typing()
	switch {
	case k.String() == "ctrl+c", !typing && key.Matches(k, m.keys.Leave):
		m.leaving = true
		return nil
	case key.Matches(k, m.keys.Light):
		ground := theme.Ground{Light: !m.theme.Light}
		*m.theme = theme.New(ground.Light)
		return func() tea.Msg { return ground } // to whoever carries it to another room
	case !typing && key.Matches(k, m.keys.Help):
		m.help, m.page = true, 0
		return nil
	case !typing && key.Matches(k, m.keys.Away) && len(m.news()) > 0:
		m.noticed = m.view.Notices[len(m.view.Notices)-1].N
		// facilitators have a page of these, with those of which only the newest was above the screen
		if s, ok := m.seat.(widget.Listener); ok &&
			(m.view.You.Kind != exercise.KindFacilitator || len(m.newsAfter(m.view.You.Heard)) == 1) {
			s.Heard(m.noticed)
		}
		m.resize()
		return nil
	}
	if q := m.closed(); q != nil && !typing && len(m.news()) == 0 && key.Matches(k, m.keys.Away) {
		m.heard = q.N
		m.resize()
		return nil
	}
	if !typing && m.called() && k.String() == " " {
		return widget.Act(m.seat, "here", "Confirmed: you are here", &exercise.Confirm{})
	}
	m.status = widget.Said{}
	cmd := m.pass(k)
	if s, ok := m.seat.(writer); ok {
		s.Writing(m.screen != nil && m.screen.Typing())
	}
	m.resize() // a form may have been opened over a notice
	return cmd
}

// writer is a seat that wants to know whether a form is open: the clock is kept slow meanwhile.
type writer interface{ Writing(open bool) }

// resize gives the screen what is left between header and keys.
func (m *Model) resize() {
	if m.screen != nil {
		m.screen.SetSize(m.width, max(m.height-widget.HeaderHeight-1-len(m.notices())-len(m.statusLines()), 1))
	}
}

// news are the notices from others that have not been put away.
func (m *Model) news() []exercise.Notice { return m.newsAfter(m.noticed) }

// newsAfter are the notices from others after a number.
func (m *Model) newsAfter(number int) []exercise.Notice {
	var out []exercise.Notice
	for _, n := range m.view.Notices {
		// what is said to somebody else, staff read on the page Talk
		aside := m.view.Control != nil && n.To != "staff" && n.To != "all" && n.To != m.view.You.Name
		if n.N > number && !n.Yours && !aside {
			out = append(out, n)
		}
	}
	return out
}

// called reports whether the facilitator waits for a word that this person is here.
func (m *Model) called() bool { return m.view.Roll != nil && !m.view.Roll.Yours }

// notices draws the newest word out of the game, as long as it has not been put away, and what the room is asked. A
// check of connections takes their place.
func (m *Model) notices() []string {
	if m.called() {
		line := " ARE YOU THERE? The facilitator checks the connections. Press space to confirm."
		if m.screen != nil && m.screen.Typing() { // there space is a letter, or a tick
			line = " ARE YOU THERE? The facilitator asks. Press esc (words are kept), then space."
		}
		return []string{m.theme.Notice.Render(widget.Fit(line, m.width))}
	}
	news := m.news()
	if len(news) == 0 || m.which == "board" {
		return m.posed()
	}
	n := news[len(news)-1]
	text := "NOT IN THE GAME  " + n.By()
	switch you := m.view.You; n.To {
	case "", "staff", you.Name, you.Title:
	default: // what others are told is not meant for who reads it
		text += " to " + n.To
	}
	text += ": " + n.Text
	end := "(esc puts it away)"
	if more := len(news) - 1; more > 0 {
		end = "(and earlier ones; esc puts them away)"
	}
	lines := widget.Wrap(text+"  "+end, m.width-2)
	if most := max(2, m.height/5); len(lines) > most {
		lines = append(lines[:most-1], "… "+end)
	}
	for i := range lines {
		lines[i] = m.theme.Notice.Render(widget.Fit(" "+lines[i], m.width))
	}
	return append(lines, m.asks()...)
}

// closed is the newest question to the room whose answers are shown and have not been put away.
func (m *Model) closed() *exercise.Question {
	for i := len(m.view.Questions) - 1; i >= 0 && m.view.Player != nil; i-- {
		if q := &m.view.Questions[i]; !q.Open && q.N > m.heard {
			return q
		}
	}
	return nil
}

// posed says that the room is asked something that this player has not answered, or that the
// answers are there.
func (m *Model) posed() []string {
	if asks := m.asks(); asks != nil {
		return asks
	}
	if q := m.closed(); q != nil {
		page := "Brief"
		if m.view.Clock.Phase == "over" {
			page = "After"
		}
		return m.about("The answers are in", q.Text, "(page "+page+"; esc puts it away)")
	}
	return nil
}

// asks says that the room is asked something that this player has not answered.
func (m *Model) asks() []string {
	for _, q := range m.view.Questions {
		if m.view.Player != nil && q.Open && q.Yours == "" {
			return m.about("The facilitator asks the room", q.Text, "(r answers)")
		}
	}
	return nil
}

// about is a line on a question to the room. Where it is too long the question is cut, and not the end.
func (m *Model) about(what, text, end string) []string {
	line := widget.Cut(" "+what+": "+strings.Join(strings.Fields(text), " "), m.width-widget.Width(end)-3)
	return []string{m.theme.Notice.Render(widget.Fit(line+"  "+end, m.width))}
}

// View draws the window.
func (m *Model) View() string {
	switch {
	case m.width < widget.MinWidth || m.height < widget.MinHeight:
		return widget.TooSmall(m.width, m.height)
	case !m.had:
		return " Waiting for the exercise …"
	}
	lines := widget.Header(*m.theme, m.view, m.width)
	if m.help {
		if pages := m.helpPages(); m.page < len(pages) { // the window may have grown
			return strings.Join(lines, "\n") + "\n" + pages[m.page]
		}
	}
	lines = append(lines, m.notices()...)
	status := m.statusLines()
	body, room := strings.Split(m.screen.View(), "\n"), m.height-len(lines)-len(status)-1
	if m.view.Clock.Emergency && m.view.Control == nil {
		body = m.emergency(room)
	}
	lines = append(lines, widget.Block(body, m.width, room)...)
	lines = append(append(lines, status...), widget.KeyLine(*m.theme, m.screen.Keys().ShortHelp(), m.rootKeys(),
		m.width))
	return strings.Join(lines, "\n")
}

// emergency is all that players and onlookers see when the exercise was stopped because
// something has really happened.
func (m *Model) emergency(h int) []string {
	words := append([]string{"STOP", "", "THIS IS NO EXERCISE", ""}, widget.Wrap(m.view.Clock.Why, m.width-12)...)
	out := make([]string, max((h-len(words)-2)/2, 0))
	bar := m.theme.Alarm.Render(strings.Repeat(" ", m.width))
	out = append(out, bar)
	for _, line := range words {
		left := (m.width - widget.Width(line)) / 2
		out = append(out, m.theme.Alarm.Render(widget.Fit(strings.Repeat(" ", left)+line, m.width)))
	}
	return append(out, bar)
}

func (m *Model) helpPages() []string {
	back := widget.Wrap(m.wayBack(), m.width-2)
	if m.view.You.Back == "" {
		back = nil
	}
	pages := widget.HelpPages(*m.theme, helped{m.screen.Keys(), m.keys, m.around}, m.width,
		m.height-widget.HeaderHeight-len(back))
	for i := range pages {
		for j := len(back) - 1; j >= 0; j-- {
			pages[i] = " " + back[j] + "\n" + pages[i]
		}
	}
	return pages
}

func (m *Model) rootKeys() []key.Binding {
	if m.screen.Typing() {
		return m.around
	}
	return append(m.around[:len(m.around):len(m.around)], m.keys.Help)
}

// statusLines say what happened to the last act, in one line if they can.
func (m *Model) statusLines() []string {
	text, style := m.status.Text, m.theme.Good
	switch {
	case m.leaving:
		text = "Leave? "
		if m.view.You.Kind == exercise.KindFacilitator { // who may have meant a question
			text += "(m q asks the room a question.) "
		}
		text = strings.TrimSpace(text+m.keptFor()+" "+m.wayBack()) + "   y leave   any other key stay"
		style = m.theme.Paused
	case m.status.Bad:
		text, style = "! "+text, m.theme.Bad
	}
	lines := widget.Wrap(text, m.width-2)
	if len(lines) == 0 {
		lines = []string{""}
	}
	lines = lines[:min(len(lines), 3)]
	for i := range lines {
		lines[i] = style.Render(widget.Fit(" "+lines[i], m.width))
	}
	return lines
}

// helped adds the keys of every screen to those of one.
type helped struct {
	help.KeyMap
	root   keys
	around []key.Binding
}

// FullHelp lists the screen's keys and the root's.
func (h helped) FullHelp() [][]key.Binding {
	return append(h.KeyMap.FullHelp(), append([]key.Binding{h.root.Help, h.root.Leave, h.root.Away, h.root.Light},
		h.around...))
}
