package player

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// briefPane is the seat's brief, and after ENDEX how it ended.
type briefPane struct {
	widget.PageName
	scroll widget.Scroll
}

func (*briefPane) titles(m *Model) (long, short string) {
	if m.over() {
		return "After", "After"
	}
	return "Brief", "Brief"
}

func (*briefPane) badge(*Model, bool) string { return "" }

func (*briefPane) does(m *Model) string {
	if m.view.Feedback != nil {
		return "feedback"
	}
	return ""
}

func (b *briefPane) press(m *Model, k tea.KeyMsg) (tea.Cmd, bool) {
	if m.view.Feedback != nil && slices.Contains(m.keys.Enter.Keys(), k.String()) {
		return m.open(m.feedbackForm()), true
	}
	return nil, b.scroll.Update(k)
}

// view draws what one would otherwise have on paper: the seat, the move, what has
// been ruled, what was answered, what was said out of the game.
func (b *briefPane) view(m *Model, w, h int) []string {
	th, text := *m.theme, min(w-4, 100)
	var out []string
	part := func(title string, paragraphs ...string) {
		if strings.TrimSpace(strings.Join(paragraphs, "")) == "" {
			return
		}
		out = append(out, widget.TitleLine(th, title, "", w, false))
		for _, p := range paragraphs {
			out = append(out, indent(widget.Wrap(strings.TrimSpace(p), text), 2)...)
		}
		out = append(out, "")
	}
	m.after(part)
	m.counsel(part)
	still := m.view.Clock.Phase == "paused" // the room talks
	if still {
		part("Questions to the room", m.questionLines()...)
	}
	part("Your seat: "+m.view.You.Title, m.me.Brief, m.me.Office)
	part("The exercise: "+m.view.Scenario.Title, m.view.Scenario.Summary)
	if c := m.view.Clock; c.Move > 0 {
		part(fmt.Sprintf("Move %d: %s", c.Move, c.MoveTitle), c.MoveBrief)
	}
	part("What your acts have cost you", costWords(m.me.Cost))
	part("What you tried", m.attemptLines()...)
	if !still {
		part("Questions to the room", m.questionLines()...)
	}
	part("Out of the game", m.noticeLines()...)
	return b.scroll.View(out, h)
}

func (m *Model) attemptLines() []string {
	var out []string
	for _, a := range m.me.Attempts {
		out = append(out, widget.Clock(a.At)+"  "+a.Text)
		switch {
		case a.Outcome != "":
			out = append(out, "   Ruling: "+exercise.OutcomeWords(a.Outcome)+". "+a.Reply)
		case a.Question != "" && a.Answer == "":
			out = append(out, "   The facilitator asks: "+a.Question)
		default:
			out = append(out, "   The facilitator has it.")
		}
	}
	return out
}

func (m *Model) questionLines() []string {
	var out []string
	for i := len(m.view.Questions) - 1; i >= 0; i-- { // the newest is what the room speaks of
		q := m.view.Questions[i]
		out = append(out, q.Text)
		if q.Yours != "" && len(q.Answers) == 0 { // yours is among those that are shown
			out = append(out, "   You: "+q.Yours)
		}
		for _, a := range q.Answers {
			out = append(out, "   "+a.Who+": "+a.Text)
		}
		if q.Agreement != nil {
			out = append(out, fmt.Sprintf("   Agreement of the rankings (W): %.2f of 1", *q.Agreement))
		}
	}
	return out
}

func (m *Model) noticeLines() []string {
	var out []string
	for i := len(m.view.Notices) - 1; i >= 0; i-- {
		n := m.view.Notices[i]
		when := n.At.T
		if room := widget.RoomTime(n.Wall); room != "" {
			when = room + ", " + when
		}
		out = append(out, fmt.Sprintf("%s  %s to %s: %s", when, n.By(), n.To, n.Text))
	}
	return out
}
