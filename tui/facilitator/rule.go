package facilitator

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/scenario"
	"tocsin/sim/speech"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// unruled are the free-text actions that wait for a ruling.
func (m *Model) unruled() []exercise.Attempt {
	var out []exercise.Attempt
	for _, a := range m.control().Cases {
		if a.Outcome == "" {
			out = append(out, a)
		}
	}
	return out
}

// approvals say whether somebody's approval of an attempt is still waited for, and what others
// have answered.
func approvals(a exercise.Attempt) (asked bool, said string) {
	for _, p := range a.Approvals {
		switch p.State {
		case "asked":
			asked = true
		case "approved":
			said += p.From + " approves. "
		default:
			said += p.From + " does not approve. "
		}
	}
	return asked, said
}

// rulePage is the queue of free-text actions, and the rulings so far, so that like cases
// are ruled alike.
type rulePage struct {
	widget.PageName
	widget.List
}

func (p *rulePage) tab(m *Model) widget.Tab {
	return widget.Tab{Title: "Rule", Badge: badge(len(m.unruled()))}
}

func (p *rulePage) ids(m *Model) (out []string) {
	for _, a := range m.control().Cases {
		out = append(out, caseName(a))
	}
	return out
}

func (p *rulePage) under(m *Model) string    { return under(&p.List, p.ids(m)) }
func (p *rulePage) stay(m *Model, on string) { stay(&p.List, p.ids(m), on) }

func (p *rulePage) about(m *Model) (control.About, bool) {
	if c := m.control().Cases; p.Cursor < len(c) {
		return m.aboutRole(c[p.Cursor].Role), true
	}
	return control.About{}, false
}

func (p *rulePage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	c := m.control()
	if !p.Update(k, len(c.Cases)) && key.Matches(k, m.keys.choose) && len(c.Cases) > 0 {
		return m.push(m.caseMenu(c.Cases[p.Cursor]))
	}
	return nil
}

var noCases = widget.Empty{None: "Nothing to rule.",
	Here: "What players try that no action covers: they write what they do, and why it should work.",
	When: "From STARTEX on, when a seat presses x. The page has a number then, and Now says what waits.",
	Keys: [][2]string{{"enter", "rule: it succeeds, in part, fails, or the odds decide; what it changes in the world; " +
		"and what the player reads"},
		{"", "You can ask back first, and ask a seat whether it approves. Rulings stay here, so that like cases are " +
			"ruled alike."}}}

func (p *rulePage) view(m *Model, w, h int) []string {
	cases := m.control().Cases
	open := len(m.unruled())
	title := widget.TitleLine(m.th, "Unforeseen actions",
		fmt.Sprintf("%d to rule, %d ruled", open, len(cases)-open), w, true)
	if len(cases) == 0 {
		return append([]string{title}, noCases.View(m.th, w)...)
	}
	rows := min(len(cases), max(h/3, 3))
	list := p.View(len(cases), w, rows, func(i int) []string {
		a := cases[i]
		state, style := "TO RULE", m.th.Warn
		switch {
		case a.Outcome != "":
			state, style = exercise.OutcomeWords(a.Outcome), m.th.Dim
		case a.Question != "" && a.Answer == "":
			state, style = "asked back", m.th.Number
		case a.Answer != "":
			state = "ANSWERED"
		}
		line := widget.Fit(a.At.T, 16) + a.Title + ": " + control.OneLine(a.Text)
		if i == p.Cursor {
			return []string{m.th.Selected.Render(widget.Spread(widget.Mark(true)+line, state, w))}
		}
		return []string{widget.Spread(widget.Mark(false)+line, style.Render(state), w)}
	})
	p.Clamp(len(cases))
	out := append([]string{title}, list...)
	does := "enter to rule it"
	if cases[p.Cursor].Outcome != "" {
		does = ""
	}
	out = append(out, widget.TitleLine(m.th, "This one", does, w, false))
	return append(out, indent(m.caseLines(cases[p.Cursor], w-2))...)
}

func indent(lines []string) []string {
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	return lines
}

func (m *Model) caseLines(a exercise.Attempt, w int) []string {
	var out []string
	add := func(label, text string) {
		if text == "" {
			return
		}
		for i, line := range widget.WrapIndent(label+": "+text, w, 2) {
			if i == 0 {
				line = m.th.Title.Render(label+":") + strings.TrimPrefix(line, label+":")
			}
			out = append(out, line)
		}
	}
	add(a.Title+" tries", a.Text)
	add("Why it should work", a.Reason)
	add("You asked", a.Question)
	add("They answered", a.Answer)
	for _, v := range a.Approvals {
		add("Approval", approvalLine(v))
	}
	add("Ruled", exercise.OutcomeWords(a.Outcome))
	add("You replied", a.Reply)
	return out
}

// caseMenu is what can be done with a free-text action.
func (m *Model) caseMenu(a exercise.Attempt) *menu {
	off := m.notNow()
	if a.Outcome != "" {
		off = "it has been ruled"
	}
	about := []string{a.Title + " tries: " + a.Text}
	if a.Reason != "" {
		about = append(about, "Why it should work: "+a.Reason)
	}
	if a.Question != "" {
		about = append(about, "You asked: "+a.Question, "They answered: "+cmp.Or(a.Answer, "nothing yet"))
	}
	for _, v := range a.Approvals {
		about = append(about, approvalLine(v))
	}
	rule := func(outcome string) func() tea.Cmd {
		return func() tea.Cmd {
			r := m.begun[caseName(a)] // what was written before the ruling was left
			if r == nil {
				r = &ruling{a: a}
			}
			r.outcome = outcome
			return m.ruling(r)
		}
	}
	return &menu{title: "Ruling", context: about, choices: []choice{
		{key: "s", text: "It succeeds", off: off, do: rule("success")},
		{key: "p", text: "It succeeds in part", off: off, do: rule("partial")},
		{key: "f", text: "It fails", off: off, do: rule("failure")},
		{key: "d", text: "Let the odds decide", note: "a draw from the seed, the same in every replay", off: off,
			do: rule("odds")},
		{key: "q", text: "Ask back before you rule", off: off, do: func() tea.Cmd { return m.askBack(a) }},
		{key: "v", text: "Ask a seat whether it approves", note: "they answer with Enter on what is asked of them",
			off: off, do: func() tea.Cmd {
				return m.sayVerb("approval", speech.Values{"case": caseName(a),
					"text": a.Title + " wants to do this. Do you approve? " + a.Text})
			}},
		{key: "l", text: "Look at what they see", off: m.noLook(),
			do: func() tea.Cmd { return m.lookAt(m.place(a.Role), false) }},
		{text: "Later", do: func() tea.Cmd { return nil }},
	}}
}

// approved says which approvals of an attempt are given, refused or waited for.
func (m *Model) approved(a exercise.Attempt) (out []string) {
	for _, c := range m.control().Cases {
		if caseName(c) == caseName(a) {
			for _, v := range c.Approvals {
				out = append(out, "Approval: "+approvalLine(v))
			}
		}
	}
	return out
}

// approvalLine says what a seat has answered to a request for its approval.
func approvalLine(v exercise.Approval) string {
	line := fmt.Sprintf("%s: %s (%s)", v.From, v.State, control.OneLine(v.Text))
	if v.Words != "" {
		line += ": " + control.OneLine(v.Words)
	}
	return line
}

func (m *Model) place(role string) exercise.Place {
	for _, s := range m.control().Seats {
		if s.ID == role {
			return s
		}
	}
	return exercise.Place{ID: role}
}

func (m *Model) askBack(a exercise.Attempt) tea.Cmd {
	f := widget.NewForm("Ask "+a.Title, "Ask", widget.Text("text", "Question", 3,
		"").Needed().With("For example: who approves this? With whom do you do it? By when?"))
	f.Context = []string{a.Title + " tries: " + a.Text}
	return m.form(f, func(f *widget.Form, tag string) (tea.Cmd, string) {
		return m.command(tag, "Asked", "query", speech.Values{"query": caseName(a), "text": f.Text("text")}, ""), ""
	})
}

// ruling is a ruling that is being made.
type ruling struct {
	a       exercise.Attempt
	outcome string
	odds    float64
	reply   string
	effects []effect
}

// ruling asks for the words to the player and the odds, and then shows the whole.
func (m *Model) ruling(r *ruling) tea.Cmd {
	words := map[string]string{"success": "It succeeds", "partial": "It succeeds in part", "failure": "It fails",
		"odds": "By the odds"}[r.outcome]
	var fields []*widget.Field
	if r.outcome == "odds" {
		fields = append(fields, widget.Scale("odds", "Odds", 0, 100, 5, 50, " %").With("That it succeeds"))
	}
	fields = append(fields, widget.Text("reply", "Your reply", 3,
		r.reply).Needed().With("What the player reads: what resulted"))
	f := widget.NewForm(words, "Go on", fields...)
	f.Context = append([]string{r.a.Title + " tries: " + r.a.Text}, m.approved(r.a)...)
	return m.form(f, func(f *widget.Form, tag string) (tea.Cmd, string) {
		r.reply, r.odds = f.Text("reply"), f.Number("odds")/100
		m.begun[caseName(r.a)] = r
		m.pop()
		return m.push(m.rulingMenu(r)), ""
	})
}

// rulingMenu shows a ruling before it is given, with its effects on the world.
func (m *Model) rulingMenu(r *ruling) *menu {
	about := append([]string{r.a.Title + " tries: " + r.a.Text}, m.approved(r.a)...)
	switch r.outcome {
	case "odds":
		about = append(about,
			fmt.Sprintf("Ruling: a draw, %.0f%% that it succeeds. Only then does it change the world.", r.odds*100))
	default:
		about = append(about, "Ruling: "+exercise.OutcomeWords(r.outcome)+".")
	}
	about = append(about, "Reply: "+r.reply)
	if len(r.effects) == 0 {
		about = append(about, "It changes nothing in the world.")
	}
	failed := ""
	if r.outcome == "failure" {
		failed = "what fails changes nothing"
	}
	for i, e := range r.effects {
		about = append(about, fmt.Sprintf("Change %d: %s.", i+1, e.words))
	}
	back := func() tea.Cmd { return m.push(m.rulingMenu(r)) }
	again := func() *menu { return m.rulingMenu(r) }
	l := &menu{title: "Ruling, not given yet", context: about, again: again, choices: []choice{
		{key: "g", text: "Give the ruling", do: func() tea.Cmd { return m.giveRuling(r) }},
		{key: "a", text: "Add a change of the world", off: failed, do: func() tea.Cmd {
			m.push(m.rulingMenu(r)) // to come back to
			return m.push(m.effectMenu("What does it change?", false, func(e effect, _, _ string) (tea.Cmd, string) {
				r.effects = append(r.effects, e)
				m.pop() // the form
				m.pop() // the menu as it was
				return back(), ""
			}))
		}},
	}}
	if len(r.effects) > 0 {
		l.choices = append(l.choices, choice{key: "u", text: "Take the last change out",
			do: func() tea.Cmd { r.effects = r.effects[:len(r.effects)-1]; return back() }})
	}
	l.choices = append(l.choices, choice{key: "w", text: "Write the reply again",
		do: func() tea.Cmd { return m.ruling(r) }})
	return l
}

func (m *Model) giveRuling(r *ruling) tea.Cmd {
	delete(m.begun, caseName(r.a))
	m.giving = r
	values := speech.Values{"rule": caseName(r.a), "text": r.reply}
	if r.outcome == "odds" {
		values["odds"] = r.odds
	} else {
		values["outcome"] = r.outcome
	}
	var effects []scenario.Effect
	for _, e := range r.effects {
		if r.outcome != "failure" { // what fails changes nothing
			effects = append(effects, e.effect)
		}
	}
	if len(effects) > 0 {
		values["effects"] = effects
	}
	return m.command("rule", "Ruled", "rule", values, "")
}

// refusedRuling keeps a ruling that the room has refused, to be given again.
func (m *Model) refusedRuling(a widget.Answered) {
	if a.What == "rule" && a.Refused() != "" && m.giving != nil {
		m.begun[caseName(m.giving.a)] = m.giving
	}
}
