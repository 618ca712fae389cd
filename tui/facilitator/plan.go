package facilitator

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// planPage is how the time of the room is planned.
type planPage struct{ widget.PageName }

func (p *planPage) tab(m *Model) widget.Tab {
	t := widget.Tab{Title: "Plan"}
	if plan := m.control().Plan; plan != nil && plan.Late > 0 {
		t.Badge = "(late)"
	}
	return t
}

func (p *planPage) direct() key.Binding { return bind("plan: the director, or by hand", "d") }

func (p *planPage) keys(*Model) []key.Binding { return []key.Binding{p.direct()} }

func (p *planPage) view(m *Model, w, h int) []string {
	if m.control().Plan != nil {
		return control.Plan(m.th, m.control(), m.v.Clock, w, h)
	}
	out := append([]string{widget.TitleLine(m.th, "The time of the room", "", w, true)}, noPlan.View(m.th, w)...)
	if rest := h - len(out) - 1; rest >= 3 {
		out = append(append(out, ""), control.ComesNext(m.th, m.control(), m.v.Clock, w, rest)...)
	}
	return out
}

var noPlan = widget.Empty{None: "Nobody has planned it: you move the clock.",
	Here: "How a director shares the room's time out among the brief, the moves, the discussions and the hot wash, how " +
		"late the room is, and what is made shorter.",
	When: "From when you say how much time the room has. The director slows the clock where answers are expected and passes over " +
		"what reaches nobody. You can take the clock at any time.",
	Keys: [][2]string{{"d", "say how much time the room has"}}}

func (p *planPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	if key.Matches(k, p.direct()) || key.Matches(k, m.keys.choose) {
		return m.directForm()
	}
	return nil
}

// directWord is what can be done about the director, in a menu.
func (m *Model) directWord() string {
	switch p := m.control().Plan; {
	case p == nil:
		return "Let a director move the clock"
	case p.Hand:
		return "Give the clock back to the director"
	}
	return "Take the clock by hand, or give the room another time"
}

// directForm asks for the time of the room, or who moves the clock.
func (m *Model) directForm() tea.Cmd {
	if m.v.Clock.Phase == "over" {
		return widget.Say("The exercise is over", true)
	}
	give := func() tea.Cmd { return m.act("direct", "The director moves the clock", &exercise.Direct{On: true}) }
	take := func() tea.Cmd {
		return m.act("direct", "The clock is yours; d on the page Plan gives it back", &exercise.Direct{})
	}
	p := m.control().Plan
	if p == nil {
		return m.timeForm()
	}
	l := &menu{title: "The director", context: []string{p.Standing() + "."}}
	if p.Hand {
		l.choices = append(l.choices, choice{key: "d", text: "Give the clock back to the director", do: give})
	} else {
		l.choices = append(l.choices, choice{key: "h", text: "Take the clock by hand", note: "its pace stays as it is",
			do: take})
	}
	l.choices = append(l.choices, choice{key: "t", text: "Give the room another time", do: m.timeForm})
	return m.push(l)
}

func (m *Model) timeForm() tea.Cmd {
	title, label, usual := "How much time does the room have, from the brief to the end of the hot wash?", "In all", "90m"
	if m.v.Clock.Phase != "before STARTEX" {
		title, label, usual = "How much time does the room have from now, to the end of the hot wash?", "From now", ""
	}
	return m.form(widget.NewForm(title, "Plan it",
		widget.Text("time", label, 1, usual).With("45m, 90m, 2h30m")),
		func(f *widget.Form, tag string) (tea.Cmd, string) {
			span := f.Text("time")
			m.show("plan")
			return m.act(tag, "The director moves the clock; the room has "+span, &exercise.Direct{Time: span, On: true}), ""
		})
}

// soonPassed is how many seconds before a stretch is passed over that is news; the page of the plan
// says it sooner.
const soonPassed = 60

// planTasks are what the plan of the room's time asks of the facilitator.
func (m *Model) planTasks() []task {
	p := m.control().Plan
	if p == nil || m.v.Clock.Phase == "over" || m.v.Clock.Phase == "before STARTEX" {
		return nil
	}
	open := func() tea.Cmd { m.show("plan"); return nil }
	var out []task
	if p.Pass != nil && p.Pass.In <= soonPassed {
		out = append(out, task{p.Pass.Words() + ". p holds it.", false, open})
	}
	if p.Waits != "" {
		out = append(out, task{p.WaitsWords() + "; s lets it go on now.", false, open})
	}
	if p.Late > 0 {
		out = append(out, task{"The room is " + p.LateWords() + ". The page Plan (T) says what is made shorter.", false, open})
	}
	if who := p.IdleWords(); who != "" {
		out = append(out, task{"Nothing has reached " + who + ". An inject may help.", false,
			func() tea.Cmd { return m.push(m.templates()) }})
	}
	return out
}
