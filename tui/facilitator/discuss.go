package facilitator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// discussed is a question of the page of discussion: one that was put to the room, or one
// that the scenario proposes for the end of this move.
type discussed struct {
	asked    *exercise.Question
	proposed string
}

// questions are those that the scenario proposes now and were not asked yet, then those
// asked, the newest first.
func (m *Model) questions() []discussed {
	var out []discussed
	for _, q := range m.v.Clock.Discuss {
		if !slices.ContainsFunc(m.v.Questions, func(x exercise.Question) bool { return x.Text == q }) {
			out = append(out, discussed{proposed: q})
		}
	}
	for i := len(m.v.Questions) - 1; i >= 0; i-- {
		out = append(out, discussed{asked: &m.v.Questions[i]})
	}
	return out
}

// discussPage is the questions put to the room.
type discussPage struct {
	widget.PageName
	widget.List
	material widget.Scroll
	newest   int // number of the newest question that the cursor has gone to
}

func (p *discussPage) tab(m *Model) widget.Tab {
	open := 0
	for _, q := range m.v.Questions {
		if q.Open {
			open++
		}
	}
	return widget.Tab{Title: "Ask", Badge: badge(open)}
}

func (p *discussPage) ids(m *Model) (out []string) {
	for _, q := range m.questions() {
		if q.asked == nil {
			out = append(out, q.proposed)
		} else {
			out = append(out, q.asked.Text)
		}
	}
	return out
}

func (p *discussPage) under(m *Model) string { return under(&p.List, p.ids(m)) }

// stay keeps to the question, until another one is asked: that one is talked about now.
func (p *discussPage) stay(m *Model, on string) {
	if n := len(m.v.Questions); n > p.newest {
		p.newest = n
		if q := m.v.Questions[n-1]; q.Open {
			on = q.Text
		}
	}
	stay(&p.List, p.ids(m), on)
}

// opened goes to what is open, or proposed for this pause: that is what the room talks about.
func (p *discussPage) opened(m *Model) {
	list := m.questions()
	i := slices.IndexFunc(list, func(d discussed) bool { return d.asked != nil && d.asked.Open })
	if i < 0 {
		i = slices.IndexFunc(list, func(d discussed) bool { return d.asked == nil })
	}
	if i >= 0 {
		p.Cursor = i
	}
}

func (p *discussPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	switch k.String() {
	case "pgdown", "pgup", "home", "end":
		if m.control().Material != nil {
			p.material.Update(k)
			return nil
		}
	}
	if !p.Update(k, len(m.questions())) && key.Matches(k, m.keys.choose) {
		return m.push(m.discussMenu())
	}
	return nil
}

var noQuestions = widget.Empty{None: "No question has been put to the room.",
	Here: "Your questions with the answers, and those that the scenario has for the discussion after each move, " +
		"beside what the move was.",
	When: "Whenever you ask. The clock can be paused meanwhile (p).",
	Keys: [][2]string{{"enter", "ask in words, with a choice, or for a ranking"},
		{"", "Answers stay hidden until you close the question; then everyone sees them together."}}}

func (p *discussPage) view(m *Model, w, h int) []string {
	list := m.questions()
	out := []string{widget.TitleLine(m.th, "Discussion", "enter: ask, close, ask something else", w, true)}
	if len(list) == 0 {
		return append(out, noQuestions.View(m.th, w)...)
	}
	rows := func(w int) func(i int) []string {
		return func(i int) []string { return m.questionRows(list[i], w, i == p.Cursor) }
	}
	c := m.control().Material
	if c == nil {
		return append(out, p.View(len(list), w, h-1, rows(w))...)
	}
	title := fmt.Sprintf("Move %d: %s", c.Move.N, c.Move.Title)
	if w >= control.Wide {
		side := w * 2 / 5
		width := w - side - 3
		text := append([]string{widget.TitleLine(m.th, title, "pgup pgdown: scroll", width, false)},
			p.material.View(control.MaterialLines(m.th, m.control(), width), h-2)...)
		return append(out, widget.Beside(m.th.Rule.Render(" │ "),
			widget.Block(p.View(len(list), side, h-1, rows(side)), side, h-1), widget.Block(text, width, h-1))...)
	}
	shown := p.View(len(list), w, max(h*2/5, 3), rows(w))
	out = append(append(out, shown...), widget.TitleLine(m.th, title, "pgup pgdown: scroll", w, false))
	return append(out, p.material.View(control.MaterialLines(m.th, m.control(), w), h-len(out))...)
}

func (m *Model) questionRows(d discussed, w int, here bool) []string {
	style := m.th.Strong
	if here {
		style = m.th.Selected
	}
	if d.asked == nil {
		lines := widget.WrapIndent(widget.Mark(here)+"For this pause: "+d.proposed, w, 4)
		for i := range lines {
			lines[i] = style.Render(widget.Fit(lines[i], w))
		}
		if here {
			for _, line := range widget.Wrap("ask it aloud, or press enter to collect written answers", w-4) {
				lines = append(lines, "    "+m.th.Dim.Render(line))
			}
		}
		return lines
	}
	q := d.asked
	state := fmt.Sprintf("closed, %s", plural(q.Count, "answer", "answers"))
	if q.Open {
		state = "OPEN, " + lower(answered(*q))
	}
	if q.Agreement != nil {
		state = strings.TrimSuffix(state, ".") + fmt.Sprintf(", agreement %.2f (%s)", *q.Agreement, control.Agreement(*q.Agreement))
	}
	lines := widget.WrapIndent(widget.Mark(here)+q.Text, w, 4)
	for i := range lines {
		lines[i] = style.Render(widget.Fit(lines[i], w))
	}
	for _, line := range widget.Wrap(state, w-4) {
		lines = append(lines, "    "+m.th.Dim.Render(line))
	}
	if len(q.Options) > 0 {
		kind := "one of: "
		if q.Rank {
			kind = "in order: "
		}
		for _, line := range widget.Wrap(kind+strings.Join(q.Options, " / "), w-4) {
			lines = append(lines, "    "+m.th.Dim.Render(line))
		}
	}
	for _, a := range q.Answers {
		for _, line := range widget.WrapIndent(a.Who+": "+a.Text, w-6, 2) {
			lines = append(lines, "      "+line)
		}
	}
	return append(lines, tally(m, q, w)...)
}

// tally counts the answers of a choice.
func tally(m *Model, q *exercise.Question, w int) []string {
	if q.Rank || len(q.Options) == 0 || len(q.Answers) == 0 {
		return nil
	}
	var out []string
	for _, o := range q.Options {
		n := 0
		for _, a := range q.Answers {
			if a.Text == o || strings.HasPrefix(a.Text, o+" ") || strings.HasPrefix(a.Text, o+"\n") ||
				strings.HasPrefix(a.Text, o+":") {
				n++
			}
		}
		out = append(out, "      "+m.th.Number.Render(widget.Bar(float64(n)/float64(len(q.Answers)), 10))+
			fmt.Sprintf(" %2d  %s", n, widget.Cut(o, w-22)))
	}
	return out
}

// discussMenu is what can be done on the page.
func (m *Model) discussMenu() *menu {
	l := &menu{title: "Discussion"}
	if list := m.questions(); len(list) > 0 {
		m.asked.Clamp(len(list))
		d := list[m.asked.Cursor]
		if d.asked != nil && d.asked.Open {
			return m.questionMenu(*d.asked)
		}
		if d.asked == nil {
			l.context = []string{d.proposed}
			l.choices = append(l.choices, choice{key: "a", text: "Collect written answers to this one",
				do: func() tea.Cmd {
					return m.act("question", "Asked", &exercise.Pose{Text: d.proposed})
				}})
		}
	}
	l.choices = append(l.choices, m.askChoices()...)
	return l
}

// askChoices are the ways to ask the room. Their letters are the same whether a question is open or
// not: who types them by heart must not close a question by that.
func (m *Model) askChoices() []choice {
	return []choice{
		{key: "q", text: "Ask in words", do: func() tea.Cmd { return m.pose("words") }},
		{key: "c", text: "Ask with a choice", do: func() tea.Cmd { return m.pose("choice") }},
		{key: "r", text: "Ask for a ranking", note: "priorities, put in order",
			do: func() tea.Cmd { return m.pose("ranking") }},
		{key: "p", text: "Pause for discussion", off: notRunning(m),
			do: func() tea.Cmd {
				return m.act("pause", "Paused for discussion",
					&exercise.Pause{Why: "Discussion"})
			}},
	}
}

func (m *Model) pose(kind string) tea.Cmd {
	fields := []*widget.Field{widget.Text("text", "Question", 2, "").Needed()}
	if kind != "words" {
		fields = append(fields, widget.Text("options", "Options", 6, "").Needed().With("One a line, 2 to 12"))
	}
	return m.form(widget.NewForm("Ask the room ("+kind+")", "Ask", fields...),
		func(f *widget.Form, tag string) (tea.Cmd, string) {
			q := &exercise.Pose{Text: f.Text("text"), Rank: kind == "ranking"}
			for _, o := range strings.Split(f.Text("options"), "\n") {
				if o = strings.TrimSpace(o); o != "" {
					q.Options = append(q.Options, o)
				}
			}
			if kind != "words" && len(q.Options) < 2 {
				return nil, "Options: write one a line (ctrl+j), at least two"
			}
			return m.act(tag, "Asked; the page "+m.called("ask")+" counts the answers", q), ""
		})
}

// questionAgain is the menu of a question that is still open, in its present state.
func (m *Model) questionAgain(n int) *menu {
	for _, q := range m.v.Questions {
		if q.N == n && q.Open {
			return m.questionMenu(q)
		}
	}
	return nil
}

// answered says who has answered a question and whose answer is still to come.
func answered(q exercise.Question) string {
	if len(q.Waiting) == 0 {
		return fmt.Sprintf("Everyone here has answered: %s.", plural(q.Count, "answer", "answers"))
	}
	return fmt.Sprintf("%d of %d have answered. Still to come: %s.", q.Count, q.Count+len(q.Waiting),
		titles(q.Waiting))
}

// questionMenu is what can be done with an open question.
func (m *Model) questionMenu(q exercise.Question) *menu {
	end := choice{key: "x", text: "Close it, and show everyone the answers", do: func() tea.Cmd {
		return m.act("close", "Closed: everyone sees the answers", &exercise.CloseQuestion{N: q.N})
	}}
	if n := len(q.Waiting); n > 0 {
		end.note = fmt.Sprintf("%d still to come", n)
	}
	return &menu{title: "An open question", again: func() *menu { return m.questionAgain(q.N) },
		context: []string{q.Text, answered(q)},
		choices: append(append([]choice{end}, m.askChoices()...),
			choice{text: "Leave it open", do: func() tea.Cmd { return nil }})}
}
