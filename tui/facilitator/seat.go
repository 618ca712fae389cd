package facilitator

import (
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// seatLayer is a seat as its player sees it.
type seatLayer struct{ *control.Look }

// noLook says why no seat can be looked at, or "".
func (m *Model) noLook() string {
	if m.player == nil {
		return "this console cannot show seats"
	}
	return ""
}

// lookAt shows a seat, to look on or to play.
func (m *Model) lookAt(s exercise.Place, plays bool) tea.Cmd {
	l := &seatLayer{control.NewLook(m.player, m.seat, s, plays)}
	l.SetSize(m.w, m.h)
	m.push(l)
	return tea.Batch(m.act("mirror", "", &exercise.Look{Role: s.ID}), l.see(m))
}

func (m *Model) takeover(s exercise.Place) tea.Cmd {
	return m.confirm("Play "+s.Title+" yourself?",
		[]string{"The person who sits there is told, and it is in the record and in the report. Give it back " +
			"on the page " + m.called("seats") + "."}, "Take the seat", func() tea.Cmd {
			return tea.Sequence(m.act("takeover", "You play "+s.Title+
				"; ctrl+x goes back, the page "+m.called("seats")+" gives the seat back",
				&exercise.Takeover{Role: s.ID}),
				func() tea.Msg { return opened{s} })
		})
}

// opened asks for the screen of a seat that was taken over.
type opened struct{ s exercise.Place }

// see gives the seat's screen its view, once the room shows that seat.
func (l *seatLayer) see(m *Model) tea.Cmd {
	if x := m.control().Mirror; x != nil && x.Role == l.Role {
		return l.See(x.View)
	}
	return nil
}

func (l *seatLayer) key(m *Model, k tea.KeyMsg) tea.Cmd {
	cmd, left := l.Update(k)
	if left {
		m.drop(l)
		return m.act("mirror", "", &exercise.Look{})
	}
	return cmd
}

func (l *seatLayer) answered(m *Model, a widget.Answered) bool {
	if a.What == "mirror" || a.What == "takeover" {
		return false
	}
	m.later, _ = l.Update(a)
	return true
}

func (l *seatLayer) view(m *Model, w, h int) []string { return l.View(m.th, w, h) }
