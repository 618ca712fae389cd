package facilitator

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
)

// branchTask is a choice between moves that is due and has not been made, or nothing.
func (m *Model) branchTask() []task {
	b := m.control().Branch
	if b == nil || !b.Due {
		return nil
	}
	next := ""
	for _, v := range b.Moves {
		if v.Chosen {
			return nil // it waits for the clock alone
		}
		if v.Next {
			next = v.Title
		}
	}
	return []task{{"Choose the next move; s goes on with " + next + ".", true,
		func() tea.Cmd { return m.push(m.branchMenu()) }}}
}

// chosenNext is the title of the move that has been chosen to begin when the clock goes on, or "".
func (m *Model) chosenNext() string {
	b := m.control().Branch
	for i := 0; b != nil && b.Due && i < len(b.Moves); i++ {
		if b.Moves[i].Chosen {
			return b.Moves[i].Title
		}
	}
	return ""
}

// branchMenu is the choice between moves that comes next.
func (m *Model) branchMenu() *menu {
	b := m.control().Branch
	out := &menu{title: "The next move", context: []string{"The move that you choose begins when the present move is over; " +
		"in capital letters, at once."}}
	if b.Due {
		out.context = []string{"The move that you choose begins when the clock goes on."}
	}
	for i, v := range b.Moves {
		off := ""
		if v.Chosen {
			off = "chosen"
		}
		out.choices = append(out.choices, choice{key: string(rune('a' + i%26)), text: v.Title, note: v.Note(), off: off,
			do: func() tea.Cmd { return m.chooseMove(v, false) }})
		if brief := strings.TrimSpace(v.Brief); brief != "" {
			out.context = append(out.context, v.Title+": "+brief)
		}
	}
	for i, v := range b.Moves {
		if b.Due {
			break // no move is being played
		}
		out.choices = append(out.choices, choice{key: string(rune('A' + i%26)), text: v.Title + ", now",
			note: "the present move is over", do: func() tea.Cmd { return m.chooseMove(v, true) }})
	}
	return out
}

func (m *Model) chooseMove(v exercise.BranchMove, now bool) tea.Cmd {
	values := speech.Values{"choose": v.ID}
	if now {
		values["now"] = true
	}
	return m.command("choose", "The next move: "+v.Title, "choose", values, "")
}
