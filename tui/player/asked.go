package player

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/widget"
)

// askedPane is what is asked of the seat, and under it what is under way.
type askedPane struct{ listed }

func (*askedPane) titles(*Model) (long, short string) { return "Asked of you", "Asked" }
func (*askedPane) badge(m *Model, _ bool) string      { return counted(len(m.me.Asked)) }
func (*askedPane) count(m *Model) int                 { return len(m.me.Asked) + len(m.me.Doing) }
func (*askedPane) enter(m *Model, i int) tea.Cmd      { return m.enterAsked(i) }

func (*askedPane) words() (does string, none widget.Empty) {
	return "answer", widget.Empty{None: "Nothing is asked of you just now.",
		Here: "Questions of other seats, decisions, reports with a clock, joint actions that need you, promises " +
			"that are due, and what the facilitator asks. Under them, what you have under way.",
		When: "As it comes; what is due first comes first.",
		Keys: [][2]string{{"w", "write to somebody"}, {"a", "take an action"}}}
}

func (*askedPane) id(m *Model, i int) string {
	if k := i - len(m.me.Asked); k >= 0 {
		return "doing " + m.me.Doing[k].Action
	}
	return m.me.Asked[i].Kind + " " + m.me.Asked[i].ID
}

func (*askedPane) row(m *Model, i, w int, open, here bool) []string {
	if i >= len(m.me.Asked) {
		return m.doingRow(i-len(m.me.Asked), w, here)
	}
	a, th := &m.me.Asked[i], *m.theme
	what := [2]string{a.Kind, a.Text}
	switch a.Kind {
	case "request":
		what = [2]string{a.From + " asks", a.Text}
	case "obligation":
		what[0] = "Report"
	case "decision":
		what[0] = "Decide"
	case "joint":
		what = [2]string{"Commit with " + a.From, a.Text}
	case "promise":
		what[0] = "You promised"
	case "probe":
		what[0] = "What do you believe"
	case "question", "case", "approval":
		what = [2]string{"The facilitator asks", a.Text}
	}
	head := what[0]
	if a.State != "" && a.State != "new" {
		head += " (" + a.State + ")"
	}
	due, style := m.due(a.Due, a.Late)
	if a.Kind == "joint" && a.State != "" {
		head, what[1] = what[0], what[1]+" ("+a.State+")"
	}
	if _, left, ok := strings.Cut(due, ", "); ok && widget.Width(head)+widget.Width(due)+5 > w {
		due = left // who asks comes before the hour
	}
	if !here {
		head = th.Strong.Render(head)
	}
	most := 2
	if open {
		most = 0
	}
	lines := widget.WrapMost(strings.ReplaceAll(what[1], "\n", " "), w-5, most)
	first := m.beside(head, due, style, w, here)
	if here && a.Late { // it stays loud under the cursor
		first = th.Selected.Render(widget.Fit(widget.Mark(true)+head, w-1-widget.Width(due))) + style(due) +
			th.Selected.Render(" ")
	}
	return append([]string{first}, indent(lines, 4)...)
}

// doingRow draws an action under way: how far it is and how long it takes still.
func (m *Model) doingRow(i, w int, here bool) []string {
	d, th := &m.me.Doing[i], *m.theme
	var out []string
	if i == 0 {
		hands := ""
		if m.me.Hands.Limit > 0 {
			hands = fmt.Sprintf("%d of %d hands busy", m.me.Hands.Busy, m.me.Hands.Limit)
		}
		if c := m.me.Call; c != nil {
			hands = "on a call until " + widget.Clock(c.Until) + "; all waits"
		}
		out = append(out, widget.TitleLine(th, "Under way", hands, w, false))
	}
	part := 0.0
	if span := d.Ends.Hours - d.Since.Hours; span > 0 {
		part = (m.view.Clock.Now.Hours - d.Since.Hours) / span
	}
	title := d.Title
	if d.Joint {
		title += " (together)"
	}
	out = append(out, m.selected(title, w, here))
	if d.Waits != "" {
		return append(out, "    "+th.Dim.Render(widget.Cut(d.Until(), w-4)))
	}
	return append(out, "    "+widget.Bar(part, min(20, max(w-40, 5)))+
		th.Dim.Render(" done "+widget.Clock(d.Ends)+", "+widget.Due(m.view.Clock, d.Ends)))
}

// enterAsked opens what answers something that is asked.
func (m *Model) enterAsked(i int) tea.Cmd {
	if i >= len(m.me.Asked) {
		return m.open(m.breakOffForm(&m.me.Doing[i-len(m.me.Asked)]))
	}
	a := &m.me.Asked[i]
	switch a.Kind {
	case "request":
		return m.open(m.answerForm(a.ID, a.From, a.Text, true))
	case "obligation":
		return m.open(m.dutyForm(a.ID))
	case "decision":
		return m.open(m.choiceForm(a))
	case "joint":
		return m.open(m.commitForm(a.ID))
	case "promise":
		return m.open(m.promiseForm(a.ID))
	case "probe":
		return m.open(m.declareForm(a.ID))
	case "question":
		return m.open(m.questionForm(a.ID))
	case "case":
		return m.open(m.caseForm(a.ID, a.Text))
	case "approval":
		return m.open(m.approvalForm(a.ID, a.Text))
	}
	return nil
}

// answerAtHand answers what the cursor is on, or what the facilitator asks, or the item that is being read, or the
// one question that is asked. Where there are several it turns to them.
func (m *Model) answerAtHand() tea.Cmd {
	if m.on(&m.asked) && m.asked.at.Cursor < len(m.me.Asked) {
		return m.enterAsked(m.asked.at.Cursor)
	}
	for i := range m.me.Asked { // the room waits for it, and is often paused meanwhile
		if m.me.Asked[i].ByStaff() {
			return m.enterAsked(i)
		}
	}
	if it := m.letterAtHand(); it != nil && it.Re != "" {
		return m.open(m.answerForm(it.Re, it.From, it.Text, m.requested(it.Re)))
	} else if to := m.writerAtHand(); it != nil && to != "" {
		return m.open(m.writeForm(to, ""))
	}
	switch n := len(m.me.Asked); {
	case n == 0:
		return widget.Say("Nothing is asked of you. w writes to somebody", false)
	case n == 1 && m.me.Asked[0].Kind == "request":
		return m.enterAsked(0)
	}
	m.turnTo(&m.asked)
	m.asked.at.Cursor = m.soonestAsked()
	return nil
}

// answers reports whether r has anything to answer now.
func (m *Model) answers() bool {
	it := m.letterAtHand()
	return len(m.me.Asked) > 0 || it != nil && (it.Re != "" || m.writerAtHand() != "")
}

// soonestAsked is the place of the question of another seat that is due first, those with no time last, or of the
// first thing that is asked where there is none.
func (m *Model) soonestAsked() int {
	at := 0
	for i := range m.me.Asked {
		a, first := &m.me.Asked[i], &m.me.Asked[at]
		switch {
		case a.Kind != "request":
		case first.Kind != "request", first.Due == nil && a.Due != nil,
			a.Due != nil && a.Due.Hours < first.Due.Hours:
			at = i
		}
	}
	return at
}

// requested reports whether a message waits for an answer.
func (m *Model) requested(re string) bool {
	for i := range m.me.Asked {
		if m.me.Asked[i].Kind == "request" && m.me.Asked[i].ID == re {
			return true
		}
	}
	return false
}
