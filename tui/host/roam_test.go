package host_test

import (
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/tui"
	"tocsin/tui/host"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// told is a screen that only keeps what it is told.
type told struct {
	room string
	cmd  tea.Cmd // it begins with
	msgs []tea.Msg
}

func (s *told) Init() tea.Cmd { return s.cmd }
func (s *told) View() string  { return s.room }
func (s *told) Update(m tea.Msg) (tea.Model, tea.Cmd) {
	s.msgs = append(s.msgs, m)
	if m == "ask" {
		return s, func() tea.Msg { return "answer" }
	}
	return s, nil
}

// inTwoRooms is a facilitator in the first of two rooms.
func inTwoRooms(t *testing.T) *room.Seat {
	src, err := scenarios.FS.ReadFile("practice.toml")
	require.NoError(t, err)
	g := room.NewGroup(false)
	var rooms []*room.Room
	for _, name := range []string{"1", "2"} {
		r, err := room.Open(record.Header{Name: "practice", Scenario: string(src), Seed: 1}, room.Config{Open: true})
		require.NoError(t, err)
		t.Cleanup(func() { assert.NoError(t, r.Close("The test is over")) })
		require.NoError(t, g.Add(t.Context(), name, r))
		rooms = append(rooms, r)
	}
	fay, err := rooms[0].Join(t.Context(), "Fay", exercise.KindFacilitator, "")
	require.NoError(t, err)
	return fay
}

// TestTheEndInOneRoomEndsNoScreenOfAnother: that somebody's handle in a room has ended may be heard only
// once their screen is that of the room to which they have gone.
func TestTheEndInOneRoomEndsNoScreenOfAnother(t *testing.T) {
	fay := inTwoRooms(t)
	m := host.Roam(t.Context(), fay, func(s *room.Seat) tea.Model { return tui.New(s, tui.Options{}) })
	before := m.Init()
	_, err := fay.Act(t.Context(), &exercise.Visit{Room: "2"})
	require.NoError(t, err)
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	require.NotSame(t, fay, m.Seat())
	for range 2 { // a view, and that the handle has ended
		_, cmd := m.Update(before())
		assert.Nil(t, cmd, "the screen of room 2 ends with the handle of room 1")
	}
	_, cmd := m.Update(m.Init()())
	assert.NotNil(t, cmd, "it waits for what comes in room 2")
	assert.Contains(t, m.View(), "Room 2")
}

// TestNothingOfTheOldRoomReachesTheNewScreen: a view, an answer or anything else that a command of the screen of
// one room brings late, alone or among others, is not shown on the screen of another.
func TestNothingOfTheOldRoomReachesTheNewScreen(t *testing.T) {
	fay := inTwoRooms(t)
	late := []tea.Cmd{func() tea.Msg { return exercise.View{} }, func() tea.Msg { return widget.Answered{Done: "Late"} },
		func() tea.Msg { return "late" }, tea.Quit}
	var screens []*told
	m := host.Roam(t.Context(), fay, func(s *room.Seat) tea.Model {
		screens = append(screens, &told{room: s.Name(), cmd: tea.Batch(tea.Batch(late...), tea.Sequence(late...))})
		return screens[len(screens)-1]
	})
	brought := collect(m.Init())
	require.Len(t, brought, 2*len(late))
	_, asks := m.Update("ask")
	brought = append(brought, collect(asks)...)
	require.Len(t, brought, 2*len(late)+1)
	_, err := fay.Act(t.Context(), &exercise.Visit{Room: "2"})
	require.NoError(t, err)
	_, cmd := m.Update(nil)
	require.Len(t, screens, 2)
	screens[1].msgs = nil
	for _, msg := range brought {
		_, cmd := m.Update(msg)
		assert.Nil(t, cmd)
	}
	assert.Empty(t, screens[1].msgs)
	for _, msg := range collect(cmd)[:len(late)] { // its own it gets
		m.Update(msg)
	}
	assert.Len(t, screens[1].msgs, len(late)-1, "all but the end of the screen")
	_, cmd = m.Update(collect(cmd)[len(late)-1])
	assert.Equal(t, tea.QuitMsg{}, cmd())
}

// TestARoomThatNobodyEnters: who is sent to a room that has closed meanwhile stays on the screen that they have,
// which ends as their handle has.
func TestARoomThatNobodyEnters(t *testing.T) {
	fay := inTwoRooms(t)
	m := host.Roam(t.Context(), fay, func(s *room.Seat) tea.Model { return &told{room: "1"} })
	_, err := fay.Act(t.Context(), &exercise.Visit{Room: "2"})
	require.NoError(t, err)
	require.NoError(t, fay.Next().Close("It is over"))
	_, cmd := m.Update("ask")
	assert.NotNil(t, cmd, "what the screen begins goes on")
	assert.Same(t, fay, m.Seat())
	assert.Equal(t, "1", m.View())
}

// collect is all that a command brings, of commands in it too.
func collect(cmd tea.Cmd) (out []tea.Msg) {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	several := screentest.Several(msg)
	for _, c := range several {
		out = append(out, collect(c)...)
	}
	if several == nil && msg != nil {
		out = append(out, msg)
	}
	return out
}

// TestScreenOfAnotherRoomLooksTheSame: who goes to another room has its screen in the same size, on the
// same ground.
func TestScreenOfAnotherRoomLooksTheSame(t *testing.T) {
	fay := inTwoRooms(t)
	var screens []*told
	m := host.Roam(t.Context(), fay, func(s *room.Seat) tea.Model {
		screens = append(screens, &told{room: s.Name()})
		return screens[len(screens)-1]
	})
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	m.Update(theme.Ground{Light: true})
	_, err := fay.Act(t.Context(), &exercise.Visit{Room: "2"})
	require.NoError(t, err)
	m.Update(nil)
	require.Len(t, screens, 2)
	assert.Equal(t, []tea.Msg{tea.WindowSizeMsg{Width: 120, Height: 40}, theme.Ground{Light: true}}, screens[1].msgs)
}
