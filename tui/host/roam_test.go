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
	"tocsin/tui/theme"
)

// told is a screen that only keeps what it is told.
type told struct {
	room string
	msgs []tea.Msg
}

func (s *told) Init() tea.Cmd { return nil }
func (s *told) View() string  { return s.room }
func (s *told) Update(m tea.Msg) (tea.Model, tea.Cmd) {
	s.msgs = append(s.msgs, m)
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
	for {
		msg := before()
		if _, ok := msg.(exercise.View); ok {
			continue
		}
		_, cmd := m.Update(msg)
		assert.Nil(t, cmd, "the screen of room 2 ends with the handle of room 1")
		break
	}
	_, cmd := m.Update(m.Init()())
	assert.NotNil(t, cmd, "it waits for what comes in room 2")
	assert.Contains(t, m.View(), "Room 2")
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
