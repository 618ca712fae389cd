package facilitator

import (
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// roomsPage shows the state of the rooms that play side by side.
type roomsPage struct {
	widget.PageName
	widget.List
}

func (p *roomsPage) tab(*Model) widget.Tab { return widget.Tab{Title: "Rooms"} }

// there reports whether several rooms play side by side.
func (p *roomsPage) there(m *Model) bool { return len(m.control().Rooms) > 0 }

func (p *roomsPage) view(m *Model, w, h int) []string {
	rooms := m.control().Rooms
	cells := roomColumns(w)
	out := []string{widget.TitleLine(m.th, "Rooms", "enter: go there, act on all, speak to all", w, true),
		m.th.Dim.Render(widget.Fit("  "+cells("Room", "Time", "Move", "State", "Players  Staff  Acts", "Last"), w))}
	return append(out, p.Within(m.th, len(rooms), w, h-len(out), func(i int) []string {
		return m.roomRows(rooms[i], w, i == p.Cursor)
	})...)
}

// lastBeside is from how many columns on the newest thing that happened in a room is in its row.
const lastBeside = 150

// moveColumn and stateColumn are how wide the columns of the move and of the clock's state are.
func moveColumn(w int) int {
	if w < 110 {
		return 0
	}
	return 30
}

func stateColumn(w int) int {
	if w >= lastBeside {
		return 26
	}
	return w - 2 - 12 - 13 - countsColumn - moveColumn(w)
}

// countsColumn holds how many players and staff are in, and their acts.
const countsColumn = 22

// roomColumns puts what is said of a room into columns, as many as w has room for.
func roomColumns(w int) func(name, now, move, state, counts, last string) string {
	column := func(s string, n int) string { return widget.Fit(widget.Cut(s, n-2), n) }
	return func(name, now, in, how, people, last string) string {
		line := column(name, 12) + column(now, 13) + column(in, moveColumn(w)) + column(how, stateColumn(w)) +
			widget.Fit(people, countsColumn)
		if w >= lastBeside {
			line += "  " + last
		}
		return line
	}
}

func (m *Model) roomRows(s exercise.Standing, w int, here bool) []string {
	name, state := s.Name, s.Clock.Phase
	if s.Name == m.control().Room {
		name += " (here)"
	}
	switch {
	case s.Clock.Emergency:
		state = "STOPPED: " + s.Clock.Why
	case s.Clock.InTurn():
		state = widget.TurnWords(s.Clock.Turn, false, stateColumn(w)-2)
	case state == "running":
		state = "RUNNING, 1 min = " + s.Clock.Pace
	case state == "paused" && s.Clock.Why != "":
		state = "PAUSED: " + s.Clock.Why
	}
	move := ""
	if s.Clock.Move > 0 {
		move = fmt.Sprintf("%d/%d %s", s.Clock.Move, s.Clock.Moves, s.Clock.MoveTitle)
	}
	last := "nothing has happened yet"
	if s.Last.Text != "" {
		last = s.Last.At.T + "  " + control.OneLine(s.Last.Text)
	}
	counts := fmt.Sprintf("%7d %6d %5d", s.People, s.Staff, s.Acts)
	row := widget.Line(m.th, roomColumns(w)(name, s.Clock.Now.T, move, state, counts, last), w, here)
	if w >= lastBeside {
		return []string{row}
	}
	return []string{row, "    " + m.th.Dim.Render(widget.Cut(last, w-4))}
}

func (p *roomsPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	rooms := m.control().Rooms
	if !p.Update(k, len(rooms)) && key.Matches(k, m.keys.choose) && p.Cursor < len(rooms) {
		return m.push(m.roomMenu(rooms[p.Cursor]))
	}
	return nil
}

// roomMenu is what can be done with a room, and with all.
func (m *Model) roomMenu(s exercise.Standing) *menu {
	here := ""
	if s.Name == m.control().Room {
		here = "you are here"
	}
	all := func(verb, done string, act any) func() tea.Cmd {
		return func() tea.Cmd {
			return widget.Ask(m.seat, verb, done, speech.Request{Verb: verb, Args: act, All: true})
		}
	}
	return &menu{title: "Room " + s.Name, choices: []choice{
		{key: "g", text: "Go there", off: here, do: func() tea.Cmd {
			return m.act("visit", "", &exercise.Visit{Room: s.Name})
		}},
		{key: "s", text: "Start all rooms", do: all("start", "STARTEX in all rooms", &exercise.Start{})},
		{key: "p", text: "Pause all rooms", do: all("pause", "All rooms are paused", &exercise.Pause{})},
		{key: "r", text: "Let all rooms go on", do: all("resume", "All rooms run", &exercise.Resume{})},
		{key: "b", text: "Speak to all rooms", do: m.broadcastAll},
		{key: "m", text: "Send somebody of this room elsewhere", do: func() tea.Cmd {
			return m.sayVerb("put", speech.Values{})
		}},
	}}
}

func (m *Model) broadcastAll() tea.Cmd {
	return m.form(widget.NewForm("To all rooms, out of the game", "Say it",
		widget.Text("text", "Words", 3, "").Needed()), func(f *widget.Form, tag string) (tea.Cmd, string) {
		return widget.Ask(m.seat, tag, "Said in all rooms", speech.Request{Verb: "broadcast",
			Args: &exercise.Broadcast{Text: f.Text("text")}, All: true}), ""
	})
}
