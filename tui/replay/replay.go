// Package replay is the viewer for the record of an exercise. It shows any moment, with what a seat
// saw and what was true, goes from one decision, inject or step of the cascade to the next, and forks
// the exercise from any moment.
package replay

import (
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Source is a record that can be looked at as it was at any moment. Times are hours
// since STARTEX.
type Source interface {
	// Look returns everything as it was, and what a seat saw; the seat is empty without a role.
	Look(hours float64, role string) (truth, seat exercise.View)
	// Last is the time that the record reaches.
	Last() float64
	// Log is everything that happened, oldest first.
	Log() []exercise.Line
	// Fork writes a record that shares this one's history up to a time, and says how many
	// of its entries that is.
	Fork(path string, hours float64) (entries int, err error)
}

// Model is the viewer. It is a program's root model.
type Model struct {
	src    Source
	name   string // of the record
	theme  *theme.Theme
	th     theme.Theme
	player control.PlayerScreen
	keys   keys
	w, h   int

	log   []exercise.Line // all of it
	last  float64
	want  float64 // where to be
	role  string  // whose view is shown next to the truth
	busy  bool
	had   float64
	truth exercise.View
	look  *control.Look
	seen  bool // a view has come
	front bool // the seat has the keys; in a narrow window it is what is seen

	playing bool
	speed   int
	step    int           // counts plays, so that an old tick does nothing
	pause   time.Duration // between two ticks

	pages    widget.Pages[page]
	world    worldPage // also under the log, in a tall window
	form     *widget.Form
	send     func(f *widget.Form) (tea.Cmd, string)
	help     bool
	helpPage int
	status   widget.Said
	leaving  bool
}

// New makes a viewer of a record, under its name. player makes the screens of seats, for
// the viewer's theme.
func New(src Source, name string, player func(th *theme.Theme) control.PlayerScreen) *Model {
	th := theme.Either()
	m := &Model{src: src, name: name, theme: &th, th: th, player: player(&th), keys: newKeys(), log: src.Log(),
		pause: time.Second / ticks,
		last:  src.Last(), world: worldPage{PageName: "world"},
		w: widget.MinWidth, h: widget.MinHeight, speed: 3}
	m.pages.List = m.newPages()
	return m
}

// Begin says where the viewer opens, and whose view is next to the truth, if any.
func (m *Model) Begin(hours float64, role string) {
	m.want, m.role = min(max(hours, 0), m.last), role
}

// looked brings the state at a moment.
type looked struct {
	hours       float64
	role        string
	truth, seat exercise.View
}

// tick is the next step of playing.
type tick struct{ step int }

// Init looks at the beginning.
func (m *Model) Init() tea.Cmd { return m.see() }

// see asks for the moment that is wanted, one at a time.
func (m *Model) see() tea.Cmd {
	if m.busy {
		return nil
	}
	m.busy = true
	src, hours, role := m.src, m.want, m.role
	return func() tea.Msg {
		truth, seat := src.Look(hours, role)
		return looked{hours, role, truth, seat}
	}
}

// seek goes to a time.
func (m *Model) seek(hours float64) tea.Cmd {
	m.want = min(max(hours, 0), m.last)
	return m.see()
}

// Update takes a message.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		m.sizeLook()
	case theme.Ground:
		*m.theme = theme.New(msg.Light)
	case looked:
		return m, m.take(msg)
	case tick:
		if msg.step == m.step && m.playing {
			return m, m.play()
		}
	case widget.Said:
		m.status = msg
	case tea.KeyMsg:
		return m, m.key(msg)
	default:
		if m.look != nil {
			cmd, _ := m.look.Update(msg)
			return m, cmd
		}
	}
	return m, nil
}

func (m *Model) take(msg looked) tea.Cmd {
	m.busy = false
	m.truth, m.had, m.seen = msg.truth, msg.hours, true
	if c := m.truth.Control; c != nil && c.LogTotal <= len(m.log) {
		c.Log = m.log[:c.LogTotal] // all of it, not the newest alone
	}
	var cmds []tea.Cmd
	if m.look == nil && m.role != "" {
		m.lookAt()
	}
	if m.look != nil && msg.role == m.look.Role {
		cmds = append(cmds, m.look.See(msg.seat))
	}
	if msg.hours != m.want || msg.role != m.role {
		cmds = append(cmds, m.see())
	}
	return tea.Batch(cmds...)
}

// speeds are how many hours of the exercise pass in a second.
func speeds() []float64 { return []float64{1.0 / 60, 5.0 / 60, 0.25, 1, 3, 6, 12, 24, 72, 168} }

const ticks = 4 // a second

// play goes on by a quarter of a second, if the last moment has been drawn.
func (m *Model) play() tea.Cmd {
	if m.want >= m.last {
		m.playing = false
		return nil
	}
	m.step++
	step := m.step
	next := tea.Tick(m.pause, func(time.Time) tea.Msg { return tick{step} })
	if m.busy {
		return next
	}
	return tea.Batch(next, m.seek(m.want+speeds()[m.speed]/ticks))
}

// nextOf goes to the next line of a kind, or the one before, from what is shown now. It says so where there is none.
func (m *Model) nextOf(what string, forward bool, is func(exercise.Line) bool) tea.Cmd {
	const same = 1e-9
	m.playing = false
	if forward {
		for _, x := range m.log {
			if x.At.Hours > m.want+same && is(x) {
				return m.seek(x.At.Hours)
			}
		}
	} else {
		for i := len(m.log) - 1; i >= 0; i-- {
			if x := m.log[i]; x.At.Hours < m.want-same && is(x) {
				return m.seek(x.At.Hours)
			}
		}
	}
	where := "after this"
	if !forward {
		where = "before this"
	}
	return widget.Say("There is no "+what+" "+where, true)
}

func decision(x exercise.Line) bool { return x.Mark == "acts" && !x.Quiet }
func inject(x exercise.Line) bool   { return x.Mark == "inject" }
func cascade(x exercise.Line) bool  { return x.Mark == "world" && !x.Quiet }
func event(x exercise.Line) bool    { return !x.Quiet }

// aside is the width from which a seat's view is next to the truth.
const aside = widget.MinWidth + 60

// parts are the widths of the truth and of the seat next to it.
func (m *Model) parts() (truth, seat int) {
	switch {
	case m.look == nil:
		return m.w, 0
	case m.w >= aside:
		seat = max(widget.MinWidth, m.w/2)
		return m.w - seat - 3, seat
	case m.front:
		return 0, m.w
	}
	return m.w, 0
}

// bodyHeight is what is left between the head and the keys.
func (m *Model) bodyHeight() int { return max(m.h-headHeight-2, 1) }

const headHeight = 4

func (m *Model) sizeLook() {
	if m.look == nil {
		return
	}
	w := m.w
	if m.w >= aside {
		_, w = m.parts()
	}
	m.look.SetSize(w, m.bodyHeight())
}

// View draws the window.
func (m *Model) View() string {
	m.th = *m.theme
	switch {
	case m.w < widget.MinWidth || m.h < widget.MinHeight:
		return widget.TooSmall(m.w, m.h)
	case m.help:
		all := m.helpPages()
		return strings.Join(append(m.head(), strings.Split(all[min(m.helpPage, len(all)-1)], "\n")...), "\n")
	}
	h := m.bodyHeight()
	out := m.head()
	truth, seat := m.parts()
	switch {
	case m.form != nil:
		out = append(out, m.form.View(m.th, m.w, h)...)
	case !m.seen:
		out = append(out, widget.Block([]string{" Rebuilding the exercise from its record…"}, m.w, h)...)
	case truth > 0 && seat > 0:
		out = append(out, widget.Beside(m.th.Rule.Render(" │ "), widget.Block(m.body(truth, h), truth, h),
			widget.Block(m.look.View(m.th, seat, h), seat, h))...)
	case seat > 0:
		out = append(out, widget.Block(m.look.View(m.th, seat, h), seat, h)...)
	default:
		out = append(out, widget.Block(m.body(m.w, h), m.w, h)...)
	}
	return strings.Join(append(out, m.statusLine(), m.keyLine()), "\n")
}

// body is the truth: the page that was turned to.
func (m *Model) body(w, h int) []string {
	c := m.truth.Control
	if c == nil {
		return nil
	}
	var tabs []widget.Tab
	for _, p := range m.pages.List {
		tabs = append(tabs, widget.Tab{Title: p.title(c)}) // digits are for places in time
	}
	tabs[0].Key = "tab"
	out := widget.Tabs(m.th, tabs, m.pages.At(), w)
	return append(out, m.pages.Now().view(m, c, w, h-len(out))...)
}

func (m *Model) helpPages() []string {
	return widget.HelpPages(m.th, m.keys, m.w, max(m.h-headHeight, 1))
}

// head is what record this is, at what moment, and the line of time.
func (m *Model) head() []string {
	c := m.truth.Clock
	title := m.truth.Scenario.Title
	if title == "" {
		title = m.name
	}
	first := m.th.Bar.Render(widget.Spread(" REPLAY  "+title+"  "+m.name, c.Now.Date+"   "+c.Now.T+" ", m.w))
	state := "standing"
	style := m.th.Paused
	if m.playing {
		state, style = "playing", m.th.Running
	}
	state += fmt.Sprintf("   %s a second   %.0f%% of %s", widget.Span(speeds()[m.speed]), m.percent(),
		widget.Span(m.last))
	if m.busy && m.had != m.want {
		state += "   …"
	}
	then := "the exercise was " + c.Phase
	if c.Phase == "paused" {
		then = "the exercise was paused: " + c.Why
	}
	return append([]string{first, style.Render(widget.Spread(" "+state, then+" ", m.w))}, m.timeline()...)
}

func (m *Model) percent() float64 {
	if m.last <= 0 {
		return 100
	}
	return 100 * m.want / m.last
}

// timeline is the whole of the record on one line, with what happened where, and under it
// the present moment.
func (m *Model) timeline() []string {
	w := m.w - 2
	cells := []rune(strings.Repeat("─", max(w, 0)))
	rank := make([]int, len(cells))
	at := func(hours float64) int {
		if m.last <= 0 || len(cells) == 0 {
			return 0
		}
		return max(0, min(int(hours/m.last*float64(len(cells)-1)+0.5), len(cells)-1))
	}
	for _, x := range m.log {
		mark, r := '─', 0
		switch {
		case cascade(x):
			mark, r = 'c', 3
		case inject(x):
			mark, r = 'i', 2
		case decision(x):
			mark, r = 'd', 1
		}
		if i := at(x.At.Hours); len(cells) > 0 && r > rank[i] {
			cells[i], rank[i] = mark, r
		}
	}
	here := at(m.want)
	if len(cells) == 0 {
		return []string{"", ""}
	}
	under := strings.Repeat(" ", here) + m.th.Strong.Render("^")
	legend := control.Legend(m.th, "dic", w)
	if gap, n := len(cells)-here-1, widget.Width(legend); gap > n+3 {
		under = widget.Spread(under, legend, w)
	} else if here > n+3 {
		under = legend + strings.Repeat(" ", here-n) + m.th.Strong.Render("^")
	}
	return []string{" " + control.Signs(m.th, cells[:here]) + m.th.Selected.Render(string(cells[here])) +
		m.th.Rule.Render(string(cells[here+1:])) + " ", " " + widget.Fit(under, w) + " "}
}

func (m *Model) statusLine() string {
	switch {
	case m.leaving:
		return m.th.Paused.Render(widget.Fit(" Leave the replay?   y leave   any other key stay", m.w))
	case m.status.Bad:
		return m.th.Bad.Render(widget.Fit(" ! "+m.status.Text, m.w))
	}
	return m.th.Good.Render(widget.Fit(" "+m.status.Text, m.w))
}

// keyLine is the line of keys; the last of them, help, always shows.
func (m *Model) keyLine() string {
	short := m.keys.ShortHelp()
	return widget.KeyLine(m.th, short[:len(short)-1], short[len(short)-1:], m.w)
}
