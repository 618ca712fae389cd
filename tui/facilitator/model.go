// Package facilitator is the console: what a facilitator sees and does. Four keys run an
// exercise (start, pause, next, note); everything else is on labelled menus. A line at
// the top always says what to do now.
package facilitator

import (
	"context"
	"fmt"
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

// The pages of the console.
const (
	pageNow = iota
	pageWorld
	pageKnows
	pagePeople
	pageRule
	pageTalk
	pageDiscuss
	pageNotes
	pageLog
	pageWash
	pages
)

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
	page   int

	layers []layer
	keys   keys

	injects widget.List
	mine    string    // the inject that this facilitator has done something with last
	changed time.Time // when the list last put another inject under the cursor by itself
	now     func() time.Time
	facts   control.Knowledge
	world   control.World
	people  widget.List
	quiet   bool // people by how long they have been silent
	cases   widget.List
	words   widget.List
	asked   widget.List
	notes   widget.List
	rated   bool // the notes page shows the objectives
	marks   widget.List
	log     control.Log
	wash    control.Wash
	heard   int            // how many words of players have been seen
	waited  map[string]int // dropped players whom the facilitator waits for, until so many seconds away
	later   tea.Cmd        // what a layer wants done after an answer
}

// New makes a console for a facilitator's seat. player makes the screen of a seat, to look
// at what a player sees and to play a seat that was taken over; without it neither can be
// done.
func New(th *theme.Theme, seat Seat, player control.PlayerScreen) *Model {
	return &Model{theme: th, th: *th, seat: seat, player: player, keys: newKeys(), waited: map[string]int{}, now: time.Now}
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
		return layerKeys{bind("next field", "enter"), bind("send", "ctrl+s"), bind("leave", "esc")}
	case *promptLayer:
		return layerKeys{bind("do it", "enter"), bind("complete", "tab"), bind("leave", "esc")}
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
		for _, s := range msg.Control.Seats {
			if s.Here {
				delete(m.waited, s.Holder) // back: who is lost again is asked about again
			}
		}
		return tea.Batch(m.ended(was), m.look())
	case widget.Answered:
		for i := len(m.layers) - 1; i >= 0; i-- {
			if m.layers[i].answered(m, msg) {
				break
			}
		}
		cmd := m.later
		m.later = nil
		return cmd
	case control.Older:
		_, cmd := m.log.Update(msg, m.control(), m.seat)
		return cmd
	case control.Sought:
		_, cmd := m.wash.Update(msg, m.control(), m.seat)
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
			return top.key(m, msg)
		}
		return m.key(msg)
	}
	if top := m.top(); top != nil {
		if s, ok := top.(*seatLayer); ok {
			cmd, _ := s.Update(msg)
			return cmd
		}
	}
	return nil
}

// keep does something that may change what is listed, with every cursor staying on what
// it stood on.
func (m *Model) keep(change func()) {
	lists := []struct {
		list *widget.List
		ids  func() []string
	}{{&m.injects, m.injectIDs}, {&m.people, m.peopleIDs}, {&m.cases, m.caseIDs}, {&m.asked, m.questionIDs}, {&m.notes, m.noteIDs}}
	on := make([]string, len(lists))
	for i, l := range lists {
		if ids := l.ids(); l.list.Cursor < len(ids) {
			on[i] = ids[l.list.Cursor]
		}
	}
	change()
	for i, l := range lists {
		if on[i] == "" {
			continue
		}
		ids := l.ids()
		at := slices.Index(ids, on[i])
		first := l.list == &m.injects && l.list.Cursor == 0 // the next inject, whichever that is
		if at >= 0 && !first {
			l.list.Cursor = at
		}
		if l.list == &m.injects && (at < 0 || first && at > 0) && on[i] != m.mine {
			m.changed = m.now()
		}
	}
}

func (m *Model) injectIDs() (out []string) {
	for _, p := range m.next() {
		out = append(out, p.ID)
	}
	return out
}

func (m *Model) peopleIDs() (out []string) {
	for _, r := range m.peopleRows() {
		if r.seat != nil {
			out = append(out, r.seat.ID)
		} else {
			out = append(out, "a person: "+r.person.Name)
		}
	}
	return out
}

func (m *Model) caseIDs() (out []string) {
	for _, a := range m.control().Cases {
		out = append(out, caseName(a))
	}
	return out
}

func (m *Model) questionIDs() (out []string) {
	for _, q := range m.questions() {
		if q.asked == nil {
			out = append(out, q.proposed)
		} else {
			out = append(out, q.asked.Text)
		}
	}
	return out
}

func (m *Model) noteIDs() (out []string) {
	for _, o := range control.NewestFirst(m.control()) {
		out = append(out, fmt.Sprint(o.N))
	}
	return out
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
	out := []string{widget.Tabs(m.th, m.tabs(), m.page, m.w)}
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

func (m *Model) body(w, h int) []string {
	switch m.page {
	case pageWorld:
		return m.world.View(m.th, m.control(), m.v.Clock, w, h)
	case pageKnows:
		return m.facts.View(m.th, m.control(), w, h)
	case pagePeople:
		return m.peoplePage(w, h)
	case pageRule:
		return m.rulePage(w, h)
	case pageTalk:
		return m.talkPage(w, h)
	case pageDiscuss:
		return m.discussPage(w, h)
	case pageNotes:
		return m.notesPage(w, h)
	case pageLog:
		return m.log.Page(m.th, m.control(), w, h)
	case pageWash:
		return m.wash.Page(m.th, m.control(), w, h)
	}
	return m.nowPage(w, h)
}

func (m *Model) tabs() []widget.Tab {
	c := m.control()
	badge := func(n int) string {
		if n == 0 {
			return ""
		}
		return widget.Number(float64(n))
	}
	held := 0
	for _, p := range c.Next {
		if p.State == "held" || p.Suggest != "" {
			held++
		}
	}
	open := 0
	for _, q := range m.v.Questions {
		if q.Open {
			open++
		}
	}
	last := widget.Tab{Key: "0", Title: "Score"}
	if c.HotWash != nil {
		last.Title = "Hot wash"
	}
	return []widget.Tab{{Key: "1", Title: "Now", Badge: badge(held)}, {Key: "2", Title: "World"}, {Key: "3", Title: "Facts"},
		{Key: "4", Title: "Seats", Badge: badge(len(m.dropped()) + len(m.waiting()))}, {Key: "5", Title: "Rule", Badge: badge(len(m.unruled()))},
		{Key: "6", Title: "Talk", Badge: badge(m.unheard())}, {Key: "7", Title: "Ask", Badge: badge(open)}, {Key: "8", Title: "Notes"}, {Key: "9", Title: "Log"}, last}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return widget.Number(float64(n)) + " " + many
}
