package facilitator

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
	"tocsin/tui/widget"
)

// TestTurnsOnTheConsole: s asks whether the turn is to end, p pauses it at once, and what is to be done now says
// for whom it waits. Elsewhere the clock's menu begins turns, or ends them.
func TestTurnsOnTheConsole(t *testing.T) {
	v := screentest.Staff()
	v.Control.Cases, v.Control.Next, v.Control.Door, v.Control.Seats = nil, nil, nil, v.Control.Seats[:2]
	v.Clock.Phase, v.Clock.Allows, v.Clock.Turns, v.Clock.Discuss = "paused", "everything", "2h", nil
	v.Clock.Turn = &exercise.TurnNow{N: 3, Every: "2h", Waiting: []string{"Cloud provider", "Wire service"}}
	m, f := console(t, 120, 36, v)
	press(t, m, "s")
	assert.Contains(t, text(m), "End turn 3?")
	assert.Contains(t, text(m), "It waits for Cloud provider and Wire service to say done")
	press(t, m, "enter")
	assert.Empty(t, f.Acts, "enter alone ends no turn")
	press(t, m, "s", "y")
	assert.Equal(t, []any{&exercise.Finish{N: 3}}, f.Acts)
	press(t, m, "p", "m", "c", "t")
	assert.Equal(t, []any{&exercise.Finish{N: 3}, &exercise.Pause{}, &exercise.InTurns{Every: "0s"}}, f.Acts)

	v.Clock.Phase, v.Clock.Turn = "before STARTEX", nil
	m, _ = console(t, 120, 36, v)
	press(t, m, "s")
	assert.Contains(t, text(m), "Start: time moves in turns of 2h")
	assert.NotContains(t, text(m), "to a minute")

	v.Clock.Turns = ""
	m, f = console(t, 120, 36, v)
	press(t, m, "m", "c", "t", "2", "h", "ctrl+s")
	assert.Equal(t, []any{&exercise.InTurns{Every: "2h"}}, f.Acts)
}

// TestATurnThatHasEndedMeanwhile is not ended once more, nor is the next in its place.
func TestATurnThatHasEndedMeanwhile(t *testing.T) {
	v := screentest.Staff()
	v.Clock.Phase, v.Clock.Allows, v.Clock.Turns, v.Clock.Discuss = "paused", "everything", "2h", nil
	v.Clock.Turn = &exercise.TurnNow{N: 3, Every: "2h", Waiting: []string{"Wire service"}}
	m, f := console(t, 120, 36, v)
	press(t, m, "s")
	v.Clock.Turn = &exercise.TurnNow{N: 4, Every: "2h", Waiting: []string{"Wire service"}}
	m.Update(v)
	press(t, m, "y")
	assert.Empty(t, f.Acts)
	assert.Contains(t, text(m), "changed in the meantime")
}

// TestHowTurnsCanBeLeft: before STARTEX s begins the exercise, later it lets the clock run; once the exercise is over
// time moves in no way.
func TestHowTurnsCanBeLeft(t *testing.T) {
	v := screentest.Staff()
	v.Clock.Turns = "2h"
	for phase, want := range map[string]string{"before STARTEX": "No more turns; s begins the exercise, by the clock",
		"paused": "No more turns; s lets the clock run"} {
		v.Clock.Phase = phase
		m, _ := console(t, 120, 36, v)
		answered, _ := m.turnsChoice().do()().(widget.Answered)
		assert.Equal(t, want, answered.Done)
	}
	v.Clock.Phase = "over"
	for _, v.Clock.Turns = range []string{"2h", ""} {
		m, _ := console(t, 120, 36, v)
		assert.Equal(t, "the exercise is over", m.turnsChoice().off)
	}
}

// TestATurnSaysWhatItWaitsFor in the line that says what to do now.
func TestATurnSaysWhatItWaitsFor(t *testing.T) {
	v := exercise.View{You: screentest.Staff().You, Control: &exercise.Control{}, Clock: exercise.Clock{Phase: "paused",
		Allows: "everything", Turns: "2h", Turn: &exercise.TurnNow{N: 1, Every: "2h", Waiting: []string{"Wire service"}}}}
	m, _ := console(t, 120, 36, v)
	assert.Contains(t, text(m), "Now: it waits for Wire service to say done; then time moves by itself. s ends the turn now.")
}

// TestATurnThatNothingEnds says so where the facilitator looks, with the key that ends it: in what to do now, beside
// what else needs them, and while a move is discussed.
func TestATurnThatNothingEnds(t *testing.T) {
	turn := exercise.TurnNow{N: 1, Every: "2h"}
	v := exercise.View{You: screentest.Staff().You, Control: &exercise.Control{}, Clock: exercise.Clock{Phase: "paused",
		Allows: "everything", Turns: "2h", Turn: &turn}}
	away, left := []exercise.Place{{ID: "lab", Title: "Laboratory", Holder: "Ann", Away: 65, Ask: true}}, 40
	for _, c := range []struct {
		is   func()
		want []string
	}{
		{func() {}, []string{"Now: everybody who is here has said done. Time does not move by itself. s ends the turn now."}},
		{func() { turn.Nobody = true },
			[]string{"Now: nobody who is here plays a seat. Time does not move by itself. s ends the turn now."}},
		{func() { v.Control.Seats = away }, []string{"Now: time stands until you end the turn with s. First " +
			"(press g): Ann (Laboratory) has been away for 65 s."}},
		{func() { v.Control.Seats, v.Clock.Discuss = nil, []string{"What now?"} },
			[]string{"the turn waits for you: s ends it."}},
		{func() { v.Clock.Discuss, turn.Left = nil, &left },
			[]string{"Now: nobody who is here plays a seat. " +
				"Time moves when the time of the turn is up. s ends the turn now."}},
	} {
		c.is()
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			m, _ := console(t, size[0], size[1], v)
			for _, want := range c.want {
				assert.Contains(t, strings.Join(strings.Fields(text(m)), " "), want, "%v", size)
			}
		}
	}
}

// TestTheEndOfATurnInAllRooms: where the rooms have one clock, the question says what the end of the turn brings in
// the others, and their page says at what turn each is.
func TestTheEndOfATurnInAllRooms(t *testing.T) {
	v := screentest.Staff()
	v.Control.Cases, v.Control.Next, v.Control.Door, v.Control.Seats = nil, nil, nil, v.Control.Seats[:2]
	v.Clock.Phase, v.Clock.Allows, v.Clock.Turns, v.Clock.Discuss = "paused", "everything", "2h", nil
	at := func(n int, waiting ...string) exercise.Clock {
		c := v.Clock
		c.Turn = &exercise.TurnNow{N: n, Every: "2h", Waiting: waiting}
		return c
	}
	v.Clock = at(3)
	v.Control.Room, v.Control.Common = "1", true
	v.Control.Rooms = []exercise.Standing{{Name: "1", Clock: at(3)}, {Name: "2", Clock: at(2, "Cloud")},
		{Name: "3", Clock: at(4)}, {Name: "4", Clock: at(3, "Wire service")}}
	m, _ := console(t, 120, 36, v)
	press(t, m, "s")
	for _, want := range []string{"All rooms have one clock: the turn ends in all.",
		"Room 2 is behind, at turn 2: it comes to turn 4 too.", "Room 3 is further, at turn 4: it stays there.",
		"Room 4 waits for Wire service."} {
		assert.Contains(t, text(m), want)
	}
	v.Control.Common = false
	m, _ = console(t, 120, 36, v)
	press(t, m, "s")
	assert.NotContains(t, text(m), "Room 2")
	m.layers = nil
	m.show("rooms")
	assert.Contains(t, text(m), "TURN 2, of 2h. Waits for Cloud")
	assert.Contains(t, text(m), "TURN 4, of 2h. Waits for nobody")
}
