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

// roomsPage is how the rooms stand that play side by side.
type roomsPage struct {
	widget.PageName
	widget.List
}

func (p *roomsPage) tab(*Model) widget.Tab { return widget.Tab{Title: "Rooms"} }

// there is so where several rooms play side by side.
func (p *roomsPage) there(m *Model) bool { return len(m.control().Rooms) > 0 }

func (p *roomsPage) view(m *Model, w, h int) []string {
	rooms := m.control().Rooms
	out := []string{widget.TitleLine(m.th, "Rooms", "enter: go there, act on all, speak to all", w, true)}
	return append(out, p.View(len(rooms), w, h-1, func(i int) []string {
		return m.roomRows(rooms[i], w, i == p.Cursor)
	})...)
}

func (m *Model) roomRows(s exercise.Standing, w int, here bool) []string {
	name := "Room " + s.Name
	if s.Name == m.control().Room {
		name += " (you are here)"
	}
	state := s.Clock.Phase
	if s.Clock.Why != "" && state == "paused" {
		state += ": " + s.Clock.Why
	}
	head := widget.Spread(widget.Mark(here)+name, fmt.Sprintf("%s  %s  %s, %s ", s.Clock.Now.T, state,
		plural(s.People, "player", "players"), plural(s.Acts, "act", "acts")), w)
	if here {
		head = m.th.Selected.Render(head)
	}
	last := "nothing has happened yet"
	if s.Last.Text != "" {
		last = s.Last.At.T + "  " + control.OneLine(s.Last.Text)
	}
	return []string{head, "    " + m.th.Dim.Render(widget.Cut(last, w-4))}
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
		{key: "p", text: "Pause all rooms", do: all("pause", "All rooms stand still", &exercise.Pause{})},
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
