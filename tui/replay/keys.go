package replay

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

type keys struct {
	play, faster, slower, left, right, start, end           key.Binding
	decision, inject, cascade, event                        key.Binding
	lastDecision, lastInject, lastCascade, lastEvent, place key.Binding
	seat, front, page, move, all, fork                      key.Binding
	help, leave, light                                      key.Binding
}

func newKeys() keys {
	bind := func(shown, help string, k ...string) key.Binding {
		return key.NewBinding(key.WithKeys(k...), key.WithHelp(shown, help))
	}
	return keys{
		play: bind("space", "play, stop", " "), faster: bind("+", "faster", "+", "="),
		slower: bind("-", "slower", "-"),
		left:   bind("left", "back by 1 %", "left"), right: bind("right", "on by 1 %", "right"),
		start:    bind("0-9", "to 0 % … 90 %", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
		end:      bind("$", "to the end", "$", "end"),
		decision: bind("d", "next decision", "d"), inject: bind("i", "next inject", "i"),
		cascade: bind("c", "next step of the cascade", "c"), event: bind("e", "next event", "e"),
		lastDecision: bind("D", "decision before", "D"), lastInject: bind("I", "inject before", "I"),
		lastCascade: bind("C", "step of the cascade before", "C"), lastEvent: bind("E", "event before", "E"),
		place: bind("g", "go to a time or per cent", "g"), seat: bind("s", "whose view", "s"),
		front: bind("v", "seat or truth in front", "v"),
		page:  bind("tab", "pages of the truth", "tab", "shift+tab"), move: bind("up down", "move", "up", "down"),
		all: bind("a", "show or hide small things", "a"), fork: bind("f", "fork from here", "f"),
		help: bind("?", "help", "?"), leave: bind("q", "leave", "q", "ctrl+c"),
		light: bind("ctrl+t", "light or dark background", "ctrl+t"),
	}
}

// ShortHelp is the line of keys.
func (k keys) ShortHelp() []key.Binding {
	short := func(shown, help string) key.Binding {
		return key.NewBinding(key.WithKeys(shown), key.WithHelp(shown, help))
	}
	return []key.Binding{short("space", "play"), short("d i c e", "to the next"), short("s", "seat"),
		short("v", "seat, truth"), short("tab", "pages"),
		short("g", "go to"), short("+ -", "speed"), short("f", "fork"), short("0-9", "seek"), k.help}
}

// FullHelp is the page of keys.
func (k keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{{k.play, k.faster, k.slower}, {k.left, k.right, k.start, k.end, k.place},
		{k.decision, k.inject, k.cascade, k.event},
		{k.lastDecision, k.lastInject, k.lastCascade, k.lastEvent}, {k.seat, k.front, k.page, k.move, k.all},
		{k.fork}, {k.help, k.leave, k.light}}
}

func (m *Model) key(k tea.KeyMsg) tea.Cmd {
	is := func(b key.Binding) bool { return key.Matches(k, b) }
	switch {
	case m.leaving:
		m.leaving = false
		if k.String() == "y" || k.String() == "ctrl+c" {
			return tea.Quit
		}
		return nil
	case k.String() == "ctrl+c":
		m.leaving = true
		return nil
	case m.help:
		m.helpPage++
		m.help = k.String() == " " && m.helpPage < len(m.helpPages())
		return nil
	case m.form != nil:
		return m.formKey(k)
	case m.seatHasKeys() && m.look.Typing():
		cmd, left := m.look.Update(k)
		m.front = m.front && !left
		return cmd
	}
	m.status = widget.Said{}
	switch {
	case is(m.keys.help):
		m.help, m.helpPage = true, 0
	case is(m.keys.leave):
		m.leaving = true
	case is(m.keys.light):
		*m.theme = theme.New(!m.theme.Light)
	case is(m.keys.play):
		return m.playOrStop()
	case is(m.keys.faster):
		m.speed = min(m.speed+1, len(speeds())-1)
	case is(m.keys.slower):
		m.speed = max(m.speed-1, 0)
	case is(m.keys.left):
		return m.seek(m.want - m.last/100)
	case is(m.keys.right):
		return m.seek(m.want + m.last/100)
	case is(m.keys.end):
		return m.seek(m.last)
	case is(m.keys.start) && !m.seatHasKeys(): // there they turn its pages
		n, _ := strconv.Atoi(k.String())
		return m.seek(m.last * float64(n) / 10)
	case is(m.keys.place):
		m.askPlace()
	case is(m.keys.seat):
		m.askSeat()
	case is(m.keys.front):
		m.front = m.look != nil && !m.front
		if m.look == nil {
			m.askSeat()
		}
	case is(m.keys.fork):
		m.askFork()
	default:
		return m.stepKey(k)
	}
	return nil
}

// seatHasKeys reports whether keys that steer no replay go to the seat's screen.
func (m *Model) seatHasKeys() bool { return m.look != nil && m.front }

func (m *Model) playOrStop() tea.Cmd {
	m.playing = !m.playing
	if !m.playing {
		return nil
	}
	if m.want >= m.last {
		m.want = 0
	}
	return m.play()
}

// stepKey is a key that steps from one thing to the next, or belongs to a page.
func (m *Model) stepKey(k tea.KeyMsg) tea.Cmd {
	steps := []struct {
		on, back key.Binding
		what     string
		is       func(exercise.Line) bool
	}{{m.keys.decision, m.keys.lastDecision, "decision", decision},
		{m.keys.inject, m.keys.lastInject, "inject", inject},
		{m.keys.cascade, m.keys.lastCascade, "step of the cascade", cascade},
		{m.keys.event, m.keys.lastEvent, "event", event}}
	is := func(b key.Binding) bool { return key.Matches(k, b) }
	for _, s := range steps {
		switch {
		case is(s.on):
			return m.nextOf(s.what, true, s.is)
		case is(s.back):
			return m.nextOf(s.what, false, s.is)
		}
	}
	if m.seatHasKeys() { // those that are left
		cmd, left := m.look.Update(k)
		m.front = !left
		return cmd
	}
	c := m.truth.Control
	switch {
	case c == nil:
	case is(m.keys.page):
		m.pages.Turn(k.String())
	default:
		m.pages.Now().press(c, k)
	}
	return nil
}

func (m *Model) formKey(k tea.KeyMsg) tea.Cmd {
	switch m.form.Update(k) {
	case widget.Closed:
		m.form = nil
	case widget.Sent:
		cmd, wrong := m.send(m.form)
		if wrong != "" {
			m.form.Refuse(wrong)
			return nil
		}
		m.form = nil
		return cmd
	}
	return nil
}

func (m *Model) open(f *widget.Form, send func(f *widget.Form) (tea.Cmd, string)) {
	m.playing = false
	m.form, m.send = f, send
}

func (m *Model) askPlace() {
	m.open(widget.NewForm("Go to", "Go", widget.Text("to", "Time", 1,
		"").Needed().With("Since STARTEX, such as 2d6h; or a part of the whole, such as 40%")),
		func(f *widget.Form) (tea.Cmd, string) {
			to := f.Text("to")
			if n, ok := strings.CutSuffix(to, "%"); ok {
				part, err := strconv.ParseFloat(strings.TrimSpace(n), 64)
				if err != nil || part < 0 || part > 100 {
					return nil, "Between 0% and 100%"
				}
				return m.seek(m.last * part / 100), ""
			}
			hours, ok := control.Hours(to)
			if !ok {
				return nil, "Write a time such as 2d6h, or a part such as 40%"
			}
			return m.seek(hours), ""
		})
}

func (m *Model) askSeat() {
	if m.player == nil || m.truth.Control == nil {
		return
	}
	seats := []widget.Option{{Text: "nobody's: the truth alone"}}
	for _, s := range m.truth.Control.Seats {
		seats = append(seats, widget.Option{ID: s.ID, Text: s.Title, Note: control.Holder(s)})
	}
	m.open(widget.NewForm("Show a seat's view next to the truth", "Show it", widget.Choose("seat", "Seat", seats, m.role)),
		func(f *widget.Form) (tea.Cmd, string) {
			m.role, m.look, m.front = f.One("seat"), nil, false
			m.lookAt()
			return m.see(), ""
		})
}

// lookAt makes the screen of the seat whose view is wanted.
func (m *Model) lookAt() {
	for _, s := range m.truth.Control.Seats {
		if s.ID == m.role && m.player != nil {
			m.look, m.front = control.NewLook(m.player, nil, s, false), true
			m.sizeLook()
		}
	}
}

func (m *Model) askFork() {
	name := strings.TrimSuffix(m.name, ".jsonl") + "-fork.jsonl"
	f := widget.NewForm("Fork from here", "Write it",
		widget.Text("path", "File", 1, name).Needed().With("A new file; carry it on with: tocsin host --resume FILE"))
	f.Context = []string{fmt.Sprintf("The fork shares this record's history up to %s (%s) and can be played on "+
		"from there in another way. This record stays as it is.", m.truth.Clock.Now.T, m.truth.Clock.Now.Date)}
	m.open(f, func(f *widget.Form) (tea.Cmd, string) {
		path := f.Text("path")
		n, err := m.src.Fork(path, m.want)
		if err != nil {
			return nil, err.Error()
		}
		return widget.Say(fmt.Sprintf("%s has the first %d entries. Continue it with: tocsin host --resume %s",
			path, n, path), false), ""
	})
}
