package facilitator

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/tui/control"
	"tocsin/tui/player"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// live is a console at a real room, with a player in it.
type live struct {
	*testing.T
	m       *Model
	seat    *room.Seat
	player  *room.Seat
	refused []string
}

func open(t *testing.T) *live {
	src, err := os.ReadFile("../../scenarios/cold_copy.toml")
	require.NoError(t, err)
	r, err := room.Open(record.Header{Name: "cold_copy", Scenario: string(src), Seed: 1},
		room.Config{Every: time.Hour}) // the console asks for its views
	require.NoError(t, err)
	t.Cleanup(func() { _ = r.Close("the test is over") })
	l := &live{T: t, seat: join(t, r, "Grace", exercise.KindFacilitator, ""),
		player: join(t, r, "Ann", exercise.KindPlayer, "cloud")}
	th := theme.New(false)
	l.m = New(&th, l.seat, func(s control.PlayerSeat) widget.Screen { return player.New(&th, s) })
	l.m.SetSize(80, 20)
	then := time.Now()
	l.m.clock = func() time.Time { then = then.Add(reaction); return then } // everyone looks before they press
	l.look()
	return l
}

func join(t *testing.T, r *room.Room, name string, kind exercise.Kind, want string) *room.Seat {
	s, err := r.Join(context.Background(), name, kind, want)
	require.NoError(t, err)
	go func() {
		for range s.Views() {
		}
	}()
	return s
}

func (l *live) look() {
	v, err := l.seat.Now(context.Background())
	require.NoError(l, err)
	l.run(l.m.Update(v))
}

// press sends keys to the console, with a new view after each.
func (l *live) press(keys ...string) {
	l.Helper()
	for _, k := range keys {
		l.run(l.m.Update(screentest.Key(k)))
		l.look()
	}
}

func (l *live) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	msg := cmd()
	if all := screentest.Several(msg); all != nil {
		for _, c := range all {
			l.run(c)
		}
		return
	}
	switch msg := msg.(type) {
	case nil:
	case widget.Answered:
		why := msg.Refused()
		if strings.Contains(why, "too much at once") {
			time.Sleep(200 * time.Millisecond)
			l.run(cmd)
			return
		}
		if why != "" {
			l.refused = append(l.refused, why)
		}
		l.run(l.m.Update(msg))
	default:
		l.run(l.m.Update(msg))
	}
}

// does sends keys that must lead to something which the room accepts.
func (l *live) does(keys ...string) {
	l.Helper()
	before := l.m.control().Commands + len(l.m.v.Notices) + len(l.m.control().Observations)
	l.press(keys...)
	assert.Empty(l, l.refused, "%v", keys)
	assert.Empty(l, l.m.layers, "%v leaves nothing open:\n%s", keys, text(l.m))
	assert.Greater(l, l.m.control().Commands+len(l.m.v.Notices)+len(l.m.control().Observations), before,
		"%v does something", keys)
	l.refused, l.m.layers = nil, nil
}

// tries has the player put a free-text action to the facilitator.
func (l *live) tries(text string) {
	l.Helper()
	a, err := l.player.Do(context.Background(), room.Request{Verb: "attempt",
		Args: json.RawMessage(`{"attempt":"` + text + `"}`), Reason: "We can."})
	require.NoError(l, err)
	require.True(l, a.OK, a.Why)
	l.look()
}

// TestEveryActAtARealRoom goes through what the console can ask, so that each form makes
// what the room takes.
func TestEveryActAtARealRoom(t *testing.T) {
	l := open(t)
	l.press("g", "y", "s", "b")
	require.Equal(t, "running", l.m.v.Clock.Phase)
	l.press("p")
	require.Equal(t, "paused", l.m.v.Clock.Phase)
	assert.Contains(t, text(l.m), "Now: the clock is paused")

	l.does("h")
	assert.True(t, l.m.next()[l.m.injects.Cursor].Hold)
	l.does("h")
	l.does("+")
	l.does("-")
	l.does("down", "e", " And more.", "ctrl+s")
	assert.True(t, l.m.inject().Edited)
	l.does("x", "Not today", "ctrl+s")
	l.does("home", "r")
	l.does("w", "n", "Markets fall.", "ctrl+s")
	l.does("w", "e", "Call me.", "tab", "tab", "down", "down", " ", "ctrl+s")
	l.does("m", "d", "enter", "w", "ctrl+s")

	l.tries("Call the chief at home")
	l.does("g", "q", "At what hour?", "ctrl+s")
	l.does("5", "enter", "s", "He answers.", "ctrl+s",
		"a", "g", "tab", "tab", "5", "ctrl+s", "a", "s", "ctrl+s", "a", "l", "ctrl+s", "a", "f", "tab", " ",
		"ctrl+s", "a", "v", "ctrl+s", "g")
	l.tries("Offer a reward")
	l.does("g", "d", "right", "tab", "Perhaps.", "ctrl+s", "g")
	l.tries("Pray")
	l.does("g", "f", "No.", "ctrl+s", "g")

	for i := range 7 { // every way to change a gauge
		keys := []string{"m", "w", "g", "tab"}
		for range i {
			keys = append(keys, "down")
		}
		value := "2"
		if i == 4 || i == 5 {
			value = "12h"
		}
		l.does(append(keys, "tab", value, "tab", "The room agreed", "ctrl+s")...)
	}
	l.does("m", "w", "s", "tab", "down", "tab", "The room agreed", "ctrl+s")
	l.does("m", "w", "l", "tab", "down", "tab", "right", "tab", "tab", "The room agreed", "ctrl+s")
	l.does("m", "w", "i", "tab", "The room agreed", "ctrl+s")
	l.does("m", "w", "v", "tab", "down", "tab", "The room agreed", "ctrl+s")
	l.does("m", "w", "o", "tab", "The room agreed", "ctrl+s")
	l.does("3", "enter", "tab", " ", "tab", "They overheard it", "ctrl+s")

	l.does("b", "Coffee.", "ctrl+s")
	l.does("m", "s", "w", "tab", "Are you well?", "ctrl+s")
	l.does("m", "s", "s", "We are late.", "ctrl+s")
	l.does("4", "home", "down", "o", "The cloud was quick.", "ctrl+s")
	assert.Equal(t, "cloud", l.m.control().Observations[0].Role)
	l.does(":", "hold story_breaks", "enter")
	l.press("8", "v", "enter", "down", "down", "tab", "Seen", "ctrl+s")
	assert.Equal(t, "S", l.m.control().Objectives[0].Ratings[0].Rating)

	l.press("7", "enter", "r", "What first?", "tab", "Evidence", "ctrl+j", "Words", "ctrl+s")
	l.press("7", "enter", "x")
	assert.False(t, l.m.v.Questions[0].Open)
	l.press("4", "home", "down", "enter", "l")
	assert.Contains(t, text(l.m), "this is what Cloud provider sees")
	l.press("ctrl+x", "enter", "t", "y")
	assert.Contains(t, text(l.m), "You play Cloud provider")
	l.press("ctrl+x", "enter", "k", "enter", "b", "enter", "m", "enter", "u")
	assert.Len(t, l.m.waiting(), 1)

	l.press("m", "c", "c", "tab", "45m", "ctrl+s")
	assert.Equal(t, "45m", l.m.v.Clock.Pace)
	l.press("m", "c", "e", "m", "c", "i", "m", "c", "m")
	assert.Equal(t, "5h", l.m.v.Clock.Pace, "the move has its own")
	assert.NotEmpty(t, l.m.v.Clock.Discuss, "the move is over")
	l.press("m", "c", "j", "ctrl+s", "enter")
	l.press("!", "y", "s", "y")
	assert.Equal(t, "running", l.m.v.Clock.Phase)
	assert.Empty(t, l.refused)
	l.does("m", "x", "y")
	assert.Equal(t, "over", l.m.v.Clock.Phase)
}
