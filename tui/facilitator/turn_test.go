package facilitator

import (
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
	v.Clock.Turn.Waiting = nil
	m, _ = console(t, 120, 36, v)
	assert.Contains(t, text(m), "Now: everybody who is here has said done. s ends the turn now.")
}
