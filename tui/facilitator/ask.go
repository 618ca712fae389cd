package facilitator

import (
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/speech"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// command asks for one of the facilitator's commands of the exercise.
func (m *Model) command(what, done, verb string, values speech.Values, reason string) tea.Cmd {
	q, err := exercise.Language().Verb(verb).Request(values, "")
	if err != nil {
		return widget.Say("That cannot be sent: "+err.Error(), true)
	}
	q.Seat, q.Reason = record.FacilitatorSeat, reason
	return widget.Ask(m.seat, what, done, q)
}

// act asks for an act of the room.
func (m *Model) act(what, done string, a any) tea.Cmd { return widget.Act(m.seat, what, done, a) }

func (m *Model) release(id, title string) tea.Cmd {
	m.injects.mine = id
	return m.command("release", "Released: "+title, "release", speech.Values{"release": id}, "")
}

func (m *Model) hold(id, title string) tea.Cmd {
	m.injects.mine = id
	return m.command("hold", "Held until you release it: "+title, "hold", speech.Values{"hold": id}, "")
}

func (m *Model) unhold(id, title string) tea.Cmd {
	m.injects.mine = id
	return m.command("unhold", "No longer held: "+title, "unhold", speech.Values{"unhold": id}, "")
}

func (m *Model) skip(what, id, title, reason string) tea.Cmd {
	m.injects.mine = id
	return m.command(what, "Left out: "+title, "skip", speech.Values{"skip": id}, reason)
}

// postpone moves an inject by so much exercise time: later, or earlier.
func (m *Model) postpone(what, id, title string, hours float64, earlier bool) tea.Cmd {
	m.injects.mine = id
	by, words := control.Written(hours), widget.Span(hours)
	if earlier {
		return m.command(what, "Earlier by "+words+": "+title, "postpone",
			speech.Values{"postpone": id, "earlier": by}, "")
	}
	return m.command(what, "Later by "+words+": "+title, "postpone", speech.Values{"postpone": id, "by": by}, "")
}

// inTurn asks one after another, and where there are many no faster than a room takes them.
func inTurn(cmds []tea.Cmd) tea.Cmd {
	const atOnce = 30
	var out []tea.Cmd
	for i, c := range cmds {
		if i >= atOnce {
			out = append(out, func() tea.Msg { time.Sleep(150 * time.Millisecond); return nil })
		}
		out = append(out, c)
	}
	return tea.Sequence(out...)
}

// caseName is how commands name an attempt: "cloud#1", the first of the role cloud.
func caseName(a exercise.Attempt) string { return fmt.Sprintf("%s#%d", a.Role, a.N) }
