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
	context := append([]string{m.turnWaits()}, m.turnsElsewhere()...)
	return &menu{title: fmt.Sprintf("End turn %d?", t.N), context: context, again: again, choices: []choice{
		{key: "n", text: "Not yet, go back", do: func() tea.Cmd { return nil }},
		{key: "y", text: "End it now", note: "time moves by " + t.Every + ", and the next turn begins",
			do: func() tea.Cmd { return m.act("done", "The turn is over: time has moved", &exercise.Finish{N: t.N}) }},
		m.turnsChoice(),
	}}
}

// turnWaits says for whom the turn under way waits.
func (m *Model) turnWaits() string {
	t := m.v.Clock.Turn
	switch {
	case len(t.Waiting) > 0:
		return "It waits for " + titles(t.Waiting) + " to say done; then time moves by itself."
	case t.Stands():
		return t.Waits() + " Time does not move by itself."
	}
	return t.Waits() + " Time moves when the time of the turn is up."
}

// turnsElsewhere says what the end of the turn brings in the other rooms of one clock.
func (m *Model) turnsElsewhere() []string {
	c := m.control()
	if !c.Common || len(c.Rooms) < 2 {
		return nil
	}
	now := m.v.Clock.Turn.N
	out := []string{"All rooms have one clock: the turn ends in all."}
	for _, r := range c.Rooms {
		switch t := r.Clock.Turn; {
		case t == nil || r.Name == c.Room || t.N == now && len(t.Waiting) == 0:
		case t.N > now:
			out = append(out, fmt.Sprintf("Room %s is further, at turn %d: it stays there.", r.Name, t.N))
		case t.N < now:
			out = append(out, fmt.Sprintf("Room %s is behind, at turn %d: it comes to turn %d too.", r.Name, t.N, now+1))
		default:
			out = append(out, fmt.Sprintf("Room %s waits for %s.", r.Name, titles(t.Waiting)))
		}
	}
	return out
}

// turnStands reports whether a turn is under way that nothing ends but a facilitator.
func (m *Model) turnStands() bool { return m.v.Clock.InTurn() && m.v.Clock.Turn.Stands() }

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
