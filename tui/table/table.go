// Package table is one terminal at which one or several people play several seats of an exercise, in
// turn. Between two seats a curtain is drawn, so that a neighbour does not read the other's secrets.
// It wraps the screens of the seats and draws nothing itself except the curtain and a menu.
package table

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Hand is a seat that is played at this terminal.
type Hand struct {
	Title string
	// New makes the seat's screen, again where somebody has left it.
	New func() tea.Model
	// Ended says why the seat's handle has ended, or "".
	Ended func() string
}

// Options are what a table is made of.
type Options struct {
	Hands []Hand
	// Asker has a facilitator's rights: it begins, pauses and goes on.
	Asker widget.Asker
	// Facilitator is the facilitator's place, if one is wanted at this table; it is
	// played in turn as the seats are.
	Facilitator *Hand
	// Begins is said before STARTEX, to those who have never played.
	Begins string
}

// Model is the table.
type Model struct {
	opts   Options
	theme  theme.Theme
	ground *theme.Ground // what the terminal said; nil until it has
	hands  []hand
	at     int // whose seat is played, or was last
	next   int // whose is behind the curtain
	stage  stage
	menu   widget.List
	moved  bool // somebody has moved the cursor of the menu
	read   bool // a seat has been shown without the curtain
	clock  exercise.Clock
	title  string
	status widget.Said

	width, height int
}

type hand struct {
	Hand
	screen tea.Model
	last   exercise.View
	had    bool
	unread int
	player bool
	over   bool
}

type stage int

const (
	playing stage = iota
	choosing
	curtain
)

// New makes a table.
func New(o Options) *Model {
	m := &Model{opts: o, theme: theme.Either(), stage: choosing, width: widget.MinWidth, height: widget.MinHeight}
	for _, h := range o.Hands {
		m.hands = append(m.hands, hand{Hand: h, screen: h.New(), player: true})
	}
	if f := o.Facilitator; f != nil {
		m.hands = append(m.hands, hand{Hand: *f, screen: f.New()})
	}
	return m
}

// from is a message for one of the hands.
type from = widget.Brought[int]

// Init has every hand wait for its views.
func (m *Model) Init() tea.Cmd {
	var cmds []tea.Cmd
	for i := range m.hands {
		cmds = append(cmds, widget.Bring(i, m.hands[i].screen.Init()))
	}
	return tea.Batch(cmds...)
}

// Update takes a message.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		var cmds []tea.Cmd
		for i := range m.hands {
			cmds = append(cmds, m.pass(i, msg))
		}
		return m, tea.Batch(cmds...)
	case theme.Ground:
		m.theme = theme.New(msg.Light)
		var cmds []tea.Cmd
		for i := range m.hands {
			cmds = append(cmds, m.pass(i, msg))
		}
		m.ground = &msg
		return m, tea.Batch(cmds...)
	case from:
		return m, m.arrived(msg)
	case widget.Answered:
		m.status = widget.Said{Text: msg.Done}
		if why := msg.Refused(); why != "" {
			m.status = widget.Said{Text: why, Bad: true}
		}
		return m, nil
	case tea.KeyMsg:
		return m, m.key(msg)
	}
	return m, nil
}

func (m *Model) pass(i int, msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	m.hands[i].screen, cmd = m.hands[i].screen.Update(msg)
	return widget.Bring(i, cmd)
}

// arrived gives a hand what is its own, and keeps what the table needs of it.
func (m *Model) arrived(f from) tea.Cmd {
	h := &m.hands[f.To]
	switch msg := f.Msg.(type) {
	case tea.QuitMsg: // who leaves a screen is at the table again; the last seat to end ends it
		if h.Ended() == "" {
			return m.again(f.To)
		}
		if m.ended(f.To) {
			return tea.Quit
		}
		return nil
	case exercise.View:
		m.clock, m.title = msg.Clock, msg.Scenario.Title
		h.last, h.had = msg, true
		if msg.Player != nil {
			h.unread = msg.Player.Unread
		}
	}
	return m.pass(f.To, f.Msg)
}

// again gives a hand a new screen for the one that was left. The old one's wait for the
// next view goes on and serves the new one, which is shown the last that there was.
func (m *Model) again(i int) tea.Cmd {
	h := &m.hands[i]
	h.screen = h.New()
	if m.ground != nil {
		h.screen, _ = h.screen.Update(*m.ground)
	}
	if i == m.at && m.stage == playing {
		m.stage, m.menu.Cursor = choosing, 0
	}
	var cmds []tea.Cmd
	cmds = append(cmds, m.pass(i, tea.WindowSizeMsg{Width: m.width, Height: m.height}))
	if h.had {
		m.pass(i, h.last) // its command would be a second wait
	}
	return tea.Batch(cmds...)
}

// ended reports whether nothing is left to play.
func (m *Model) ended(i int) bool {
	m.hands[i].over = true
	if i == m.at && m.stage == playing {
		m.stage = choosing
	}
	for _, h := range m.hands {
		if !h.over {
			return false
		}
	}
	return true
}

// The table's own keys, which no screen has.
const (
	tableKey = "ctrl+o"
	goKey    = "ctrl+g"
)

func (m *Model) key(k tea.KeyMsg) tea.Cmd {
	switch {
	case k.String() == goKey:
		return m.goOrPause()
	case m.stage == choosing:
		return m.chosen(k)
	case m.stage == curtain:
		switch k.String() {
		case "enter":
			m.at, m.stage = m.next, playing
		case "esc", tableKey:
			m.stage = choosing
		}
		return nil
	case k.String() == tableKey, k.String() == "ctrl+c", k.String() == "q" && m.hands[m.at].over:
		m.stage, m.menu.Cursor, m.status = choosing, 0, widget.Said{}
		return nil
	}
	return m.pass(m.at, k)
}

// goOrPause begins the exercise, stops the clock where it runs, or lets it go on where it is paused.
func (m *Model) goOrPause() tea.Cmd {
	switch m.clock.Phase {
	case "before STARTEX":
		m.turn(m.at, true)
		return widget.Act(m.opts.Asker, "start", "STARTEX", &exercise.Start{})
	case "running":
		return widget.Act(m.opts.Asker, "pause", "Paused",
			&exercise.Pause{Why: "Paused at the table", Allows: "everything"})
	case "paused":
		return widget.Act(m.opts.Asker, "resume", "The clock goes on", &exercise.Resume{})
	}
	return nil
}

// turn goes to a hand: through the curtain, unless it is the only one or was there last.
func (m *Model) turn(i int, same bool) {
	m.next, m.stage = i, curtain
	if same || len(m.hands) == 1 {
		m.read = true
		m.at, m.stage = i, playing
	}
}

// View draws the window.
func (m *Model) View() string {
	switch {
	case m.width < widget.MinWidth || m.height < widget.MinHeight:
		return widget.TooSmall(m.width, m.height)
	case m.stage == choosing:
		return m.drawMenu()
	case m.stage == curtain:
		return m.drawCurtain()
	}
	return m.hands[m.at].screen.View()
}

// Keys are the table's own, for the line of keys of what lies on it.
func Keys() []key.Binding {
	return []key.Binding{key.NewBinding(key.WithKeys(tableKey), key.WithHelp(tableKey, "table")),
		key.NewBinding(key.WithKeys(goKey), key.WithHelp(goKey, "clock"))}
}
