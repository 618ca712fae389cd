package facilitator

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
)

// turnMenu is what the first of the four keys asks while seats decide in a turn: time moves by itself
// when all have said done.
func (m *Model) turnMenu() *menu {
	if !m.v.Clock.InTurn() {
		return nil
	}
	t := m.v.Clock.Turn
	again := func() *menu { // a turn that has ended meanwhile is not to be ended
		if now := m.turnMenu(); now != nil && m.v.Clock.Turn.N == t.N {
			return now
		}
		return nil
	}
	return &menu{title: fmt.Sprintf("End turn %d?", t.N), context: []string{m.turnWaits()}, again: again, choices: []choice{
		{key: "n", text: "Not yet, go back", do: func() tea.Cmd { return nil }},
		{key: "y", text: "End it now", note: "time moves by " + t.Every + ", and the next turn begins",
			do: func() tea.Cmd { return m.act("done", "The turn is over: time has moved", &exercise.Finish{N: t.N}) }},
		m.turnsChoice(),
	}}
}

// turnWaits says for whom the turn under way waits.
func (m *Model) turnWaits() string {
	who := m.v.Clock.Turn.Waiting
	if len(who) == 0 {
		return m.v.Clock.Turn.Waits()
	}
	return "It waits for " + titles(who) + " to say done; then time moves by itself."
}

// turnsChoice lets time move in turns, or by the clock again.
func (m *Model) turnsChoice() choice {
	off := ""
	if m.v.Clock.Phase == "over" {
		off = "the exercise is over"
	}
	if m.v.Clock.Turns == "" {
		return choice{key: "t", text: "Move time in turns", note: "it moves when every seat has said done", off: off,
			do: func() tea.Cmd { return m.sayVerb("turns", speech.Values{}) }}
	}
	done := "No more turns; s lets the clock run"
	if m.v.Clock.Phase == "before STARTEX" {
		done = "No more turns; s begins the exercise, by the clock"
	}
	return choice{key: "t", text: "No more turns: back to the clock", note: "now in turns of " + m.v.Clock.Turns, off: off,
		do: func() tea.Cmd { return m.act("turns", done, &exercise.InTurns{Every: "0s"}) }}
}
