// Package facilitator is the console: what a facilitator sees and does. Four keys run an exercise
// (start, pause, next, note); everything else is in labelled menus. A line at the top always says what
// to do now.
package facilitator

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/help"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Seat is what the console asks the room through; a *room.Seat is one.
type Seat interface {
	control.Seat
	Preview(ctx context.Context, j exercise.Jump) ([]exercise.Line, error)
}

// layer is something that lies over the page and has the keys: a menu, a form, a text.
type layer interface {
	key(m *Model, k tea.KeyMsg) tea.Cmd
	view(m *Model, w, h int) []string
	// answered takes the room's answer to what the layer asked, and reports whether it
	// was for it.
	answered(m *Model, a widget.Answered) bool
}

// Model is the console.
type Model struct {
	seat   Seat
	theme  *theme.Theme
	player control.PlayerScreen
	th     theme.Theme // as it was when this was last drawn
	v      exercise.View
	w, h   int

	pages  widget.Pages[page]
	layers []layer
	keys   keys
	line   widget.Prompt // the command line
	clock  func() time.Time

	// Pages that others turn to, or ask; the rest are in the list of pages alone.
	injects nowPage
	people  peoplePage
	cases   rulePage
	words   talkPage
	asked   discussPage
	notes   notesPage
	wash    washPage
	uses    usesPage
	wall    wallPage

	waited map[string]int     // dropped players whom the facilitator waits for, until so many seconds away
	all    []page             // those that are not shown now among them
	drafts widget.Drafts      // forms that were left with words in them
	giving *ruling            // the last that was given
	begun  map[string]*ruling // rulings that were begun and not given, by the name of the attempt
	later  tea.Cmd            // what a layer wants done after an answer
}

// New makes a console for a facilitator's seat. player makes the screen of a seat, to look
// at what a player sees and to play a seat that was taken over; without it neither can be
// done.
func New(th *theme.Theme, seat Seat, player control.PlayerScreen) *Model {
	m := &Model{theme: th, th: *th, seat: seat, player: player, waited: map[string]int{}, drafts: widget.Drafts{},
		begun: map[string]*ruling{}, clock: time.Now,
		injects: newNowPage(), people: newPeoplePage(), cases: rulePage{PageName: "rule"},
		words: talkPage{PageName: "talk"},
		asked: discussPage{PageName: "ask"}, notes: newNotesPage(), wash: washPage{PageName: "score"},
		uses: usesPage{PageName: "use"}, wall: wallPage{PageName: "board"}}
	m.all = m.newPages()
	m.pages.List = slices.Clone(m.all)
	m.keys = newKeys(m.pages.Key())
	return m
}

// SetSize sets the room that the console has.
func (m *Model) SetSize(w, h int) {
	m.w, m.h = w, h
	for _, l := range m.layers {
		if s, ok := l.(*seatLayer); ok {
			s.SetSize(w, h)
		}
	}
}

// Typing reports whether every key belongs to the console now: in forms they are text, in
// menus they choose.
func (m *Model) Typing() bool {
	if l, ok := m.top().(*seatLayer); ok {
		return l.Typing()
	}
	return m.top() != nil
}

// Keys are what can be pressed now.
func (m *Model) Keys() help.KeyMap {
	if s, ok := m.top().(*seatLayer); ok {
		return s.Look.Keys()
	}
	switch m.top().(type) {
	case *menu:
		return layerKeys{bind("choose", "enter"), bind("leave", "esc")}
	case *formLayer:
		return m.top().(*formLayer).Keys()
	case *promptLayer:
		return m.top().(*promptLayer).Keys()
	case *textLayer:
		return layerKeys{bind("move", "up", "down"), bind("leave", "esc")}
	}
	return m.enabled()
}

func (m *Model) top() layer {
	if len(m.layers) == 0 {
		return nil
	}
	return m.layers[len(m.layers)-1]
}

func (m *Model) push(l layer) tea.Cmd {
	if l, ok := l.(*menu); ok { // enter takes what can be chosen
		l.list.Cursor = max(slices.IndexFunc(l.choices, func(c choice) bool { return c.off == "" }), 0)
	}
	m.layers = append(m.layers, l)
	return nil
}

func (m *Model) pop() { m.layers = m.layers[:max(len(m.layers)-1, 0)] }

// drop takes a layer away wherever it lies.
func (m *Model) drop(l layer) {
	m.layers = slices.DeleteFunc(m.layers, func(x layer) bool { return x == l })
}

// Update takes a message.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case exercise.View:
		if msg.Control == nil {
			return nil
		}
		was := m.v
		m.keep(func() { m.v = msg })
		m.arrange()
		for _, s := range msg.Control.Seats {
			if s.Here {
				delete(m.waited, s.Holder) // back: who is lost again is asked about again
			}
		}
		for _, l := range m.layers {
			if l, ok := l.(*menu); ok {
				l.fresh()
			}
		}
		return tea.Batch(m.ended(was), m.look(), m.uses.ask(m), m.wall.follow(m))
	case widget.Answered:
		m.refusedRuling(msg)
		for i := len(m.layers) - 1; i >= 0; i-- {
			if m.layers[i].answered(m, msg) {
				break
			}
		}
		cmd := m.later
		m.later = nil
		return cmd
	case previewed:
		return m.preview(msg)
	case opened:
		return m.lookAt(msg.s, true)
	case tea.KeyMsg:
		if m.v.Control == nil {
			return nil
		}
		if top := m.top(); top != nil {
			return tea.Batch(top.key(m, msg), m.uses.ask(m))
		}
		return tea.Batch(m.key(msg), m.uses.ask(m)) // a page can be turned to in many ways
	}
	var cmds []tea.Cmd
	for _, p := range m.pages.List {
		if p, ok := p.(listening); ok {
			cmds = append(cmds, p.hear(m, msg))
		}
	}
	if top := m.top(); top != nil {
		if s, ok := top.(*seatLayer); ok {
			cmd, _ := s.Update(msg)
			cmds = append(cmds, cmd)
		}
	}
	return tea.Batch(cmds...)
}

// look passes a new view on to the seat that is looked at.
func (m *Model) look() tea.Cmd {
	for _, l := range m.layers {
		if s, ok := l.(*seatLayer); ok {
			return s.see(m)
		}
	}
	return nil
}

// control is what the view shows of the exercise; never nil.
func (m *Model) control() *exercise.Control {
	if m.v.Control == nil {
		return &exercise.Control{}
	}
	return m.v.Control
}

// View draws the console: pages, what to do now, and the page or what lies over it.
func (m *Model) View() string {
	m.th = *m.theme
	if m.v.Control == nil || m.w < 20 || m.h < 6 {
		return strings.Join(widget.Block([]string{" Waiting for the room…"}, m.w, m.h), "\n")
	}
	if s, ok := m.top().(*seatLayer); ok {
		return strings.Join(s.view(m, m.w, m.h), "\n")
	}
	out := m.tabs(m.w)
	out = append(out, m.advice(m.w)...)
	h := m.h - len(out)
	body := func() []string { return m.body(m.w, h) }
	if top := m.top(); top != nil {
		body = func() []string {
			lines := top.view(m, m.w, h)
			if _, ok := top.(*menu); ok && h-len(lines) > 10 { // room to see what it is about
				lines = append(lines, "")
				lines = append(lines, m.body(m.w, h-len(lines))...)
			}
			return lines
		}
	}
	return strings.Join(append(out, widget.Block(body(), m.w, h)...), "\n")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return widget.Number(float64(n)) + " " + many
}
