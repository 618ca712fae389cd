package facilitator

import (
	"context"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// startOrGoOn is the first of the four keys.
func (m *Model) startOrGoOn() tea.Cmd {
	if m.v.Clock.InTurn() {
		return m.push(m.turnMenu())
	}
	if m.v.Clock.Phase != "before STARTEX" {
		done := "The clock runs"
		if m.v.Clock.Turns != "" {
			done = "The turn goes on"
		}
		if m.v.Clock.Emergency {
			return m.confirm("Go on after the emergency?", []string{"Everyone will see the clock run again."},
				"Yes, go on", func() tea.Cmd { return m.act("resume", done, &exercise.Resume{}) })
		}
		if q := m.openQuestion(); q != nil {
			return m.push(m.goOnMenu(*q))
		}
		return m.act("resume", done, &exercise.Resume{})
	}
	var empty []string
	for _, s := range m.control().Seats {
		if s.Holder == "" && !s.Bot {
			empty = append(empty, s.Title)
		}
	}
	l := &menu{title: "STARTEX", context: []string{"Every seat is taken."}}
	if len(empty) > 0 {
		l.context = []string{plural(len(empty), "seat has nobody", "seats have nobody") + ": " + titles(empty) +
			". What such a seat should do is not done, unless a bot does it."}
		l.choices = append(l.choices, choice{key: "b", text: "Bots in the empty seats, and start",
			do: func() tea.Cmd {
				cmds := m.botsInEmpty()
				m.show("now")
				return inTurn(append(cmds, m.act("start", "STARTEX", &exercise.Start{})))
			}})
	}
	moves := "the clock runs, " + m.v.Clock.Pace + " to a minute"
	switch {
	case m.v.Clock.Directed:
		moves = "the director moves the clock"
	case m.v.Clock.Turns != "":
		moves = "time moves in turns of " + m.v.Clock.Turns
	}
	l.choices = append(l.choices, choice{key: "s", text: "Start: " + moves,
		do: func() tea.Cmd { m.show("now"); return m.act("start", "STARTEX", &exercise.Start{}) }})
	if m.v.Clock.Turns != "" {
		l.choices = append(l.choices, m.turnsChoice())
		return m.push(l)
	}
	l.choices = append(l.choices,
		choice{key: "t", text: "Start with the clock paused", note: "you move it with n, or with m c",
			do: func() tea.Cmd {
				m.show("now")
				return m.act("start", "STARTEX, paused", &exercise.Start{Paused: true})
			}},
		choice{key: "c", text: "Change the pace first", do: m.paceForm},
		choice{key: "d", text: m.directWord(), do: m.directForm})
	return m.push(l)
}

// openQuestion is the last question to the room that is open, or nil.
func (m *Model) openQuestion() *exercise.Question {
	for i := len(m.v.Questions) - 1; i >= 0; i-- {
		if m.v.Questions[i].Open {
			return &m.v.Questions[i]
		}
	}
	return nil
}

// goOnMenu asks what happens to an open question before the clock goes on.
func (m *Model) goOnMenu(q exercise.Question) *menu {
	goOn := func() tea.Cmd { return m.act("resume", "The clock runs", &exercise.Resume{}) }
	close := func() tea.Cmd {
		return m.act("close", "Closed: everyone sees the answers", &exercise.CloseQuestion{N: q.N})
	}
	return &menu{title: "A question is open", context: []string{q.Text, answered(q)}, choices: []choice{
		{key: "n", text: "Not yet, go back", do: func() tea.Cmd { return nil }},
		{key: "c", text: "Close it, and show everyone the answers", note: "the clock is paused until s",
			do: close},
		{key: "b", text: "Close it, and go on", do: func() tea.Cmd { return inTurn([]tea.Cmd{close(), goOn()}) }},
		{key: "s", text: "Go on; it stays open", do: goOn},
	}}
}

func (m *Model) botsInEmpty() []tea.Cmd {
	var cmds []tea.Cmd
	for _, s := range m.control().Seats {
		if s.Holder == "" && !s.Bot {
			cmds = append(cmds, m.act("bot", "", &exercise.Bot{Role: s.ID, On: true}))
		}
	}
	return cmds
}

// pauseKey is the second: it pauses at once. While paused it changes how.
func (m *Model) pauseKey() tea.Cmd {
	if m.v.Clock.Phase == "running" || m.v.Clock.InTurn() {
		return m.act("pause", "Paused. Players can talk, not act. p changes that, s goes on", &exercise.Pause{})
	}
	return m.pauseForm()
}

func (m *Model) pauseForm() tea.Cmd {
	return m.form(widget.NewForm("While the clock is paused", "Set",
		widget.Choose("allows", "Players may", []widget.Option{{ID: "talk",
			Text: "Talk: say, ask, answer, declare"}, {ID: "everything", Text: "Do everything"},
			{ID: "nothing", Text: "Do nothing"}}, m.v.Clock.Allows),
		widget.Text("why", "What they read", 1, m.v.Clock.Why)), func(f *widget.Form, tag string) (tea.Cmd, string) {
		return m.act(tag, "Set", &exercise.Pause{Allows: f.One("allows"), Why: f.Text("why")}), ""
	})
}

// nextKey is the third: the next inject, now.
func (m *Model) nextKey() tea.Cmd {
	if next := m.upcoming(); next != nil {
		return m.push(m.nextMenu(*next))
	}
	return m.push(&menu{title: "Next",
		context: []string{"No inject is held or due. Some come on a condition or on call: they are in the " +
			"list on the page " + m.called("now") + "."}, choices: []choice{
			{key: "n", text: "Write an inject", do: func() tea.Cmd { return m.push(m.templates()) }},
			{key: "e", text: "Move time to the next event", do: func() tea.Cmd { return m.step("event") }},
			{key: "m", text: "Move time to the end of the move", do: func() tea.Cmd { return m.step("move") }},
		}})
}

// nextMenu is what can be done with the inject that comes next.
func (m *Model) nextMenu(p exercise.Planned) *menu {
	about := []string{p.Title + ", from " + p.From + ", to " + control.To(m.control(), p) + "."}
	for _, w := range p.Words() {
		about = append(about, w[0]+": "+w[1])
	}
	if p.Unneeded {
		about = append(about, m.unneeded(p))
	}
	note := "time stays as it is"
	if p.Due != nil && m.v.Clock.Phase == "running" {
		note = "it is due " + widget.Due(m.v.Clock, *p.Due) + "; time stays as it is"
	}
	release := choice{key: "r", text: "Release it now", note: note,
		do: func() tea.Cmd { return m.releaseNow(p) }}
	l := &menu{title: "The next inject", context: about, again: func() *menu { return m.nextAgain(p.ID) }}
	if p.State == "held" || p.Due == nil {
		release.key = "n"
		l.choices = append(l.choices, release)
	} else {
		note := "everything on the way happens"
		if m.v.Clock.Phase == "running" {
			note = "everything on the way happens; then the clock is paused"
		}
		step := choice{key: "t", text: "Move time to it, " + widget.Due(m.v.Clock, *p.Due), note: note,
			do: func() tea.Cmd { return m.stepTo(p) }}
		if m.v.Clock.Phase == "running" {
			release.key = "n"
			l.choices = append(l.choices, release, step)
		} else {
			step.key = "n"
			l.choices = append(l.choices, step, release)
		}
	}
	l.choices = append(l.choices, choice{key: "x", text: "Leave it out",
		do: func() tea.Cmd { return m.skipInject(p) }},
		choice{key: "e", text: "Edit it first", do: func() tea.Cmd { return m.editInject(p) }},
		choice{key: "f", text: "Read all of it", do: func() tea.Cmd { return m.readInject(p) }})
	l.context = append(l.context, "Press "+l.choices[0].key+" again, or enter, to: "+lower(l.choices[0].text)+".")
	return l
}

// nextAgain is the menu of the next inject in its present state, or nil when another is next.
func (m *Model) nextAgain(id string) *menu {
	if p := m.upcoming(); p != nil && p.ID == id {
		return m.nextMenu(*p)
	}
	return nil
}

// stepTo lets time come to an inject. Those on the way that their own condition keeps away
// do not stop it.
func (m *Model) stepTo(p exercise.Planned) tea.Cmd {
	for _, x := range m.control().Next {
		if x.State == "due" && x.ID != p.ID && x.Due.Hours < p.Due.Hours {
			return m.act("jump", "Time has come to "+p.Title+", and the clock is paused; s goes on",
				&exercise.Jump{To: control.Written(p.Due.Hours)})
		}
	}
	return m.step("inject")
}

// upcoming is the inject whose time comes first of those that are held, or due and not kept away by
// their own condition; nil where there is none.
func (m *Model) upcoming() *exercise.Planned {
	c := m.control()
	for i := range c.Next {
		if p := &c.Next[i]; p.State == "held" || p.State == "due" && !p.Unneeded {
			return p
		}
	}
	return nil
}

func (m *Model) step(to string) tea.Cmd {
	done := "Time has come to the next " + to + ", and the clock is paused; s goes on"
	if to == "move" {
		done = "The move is over; s begins the next"
	}
	return m.act("step", done, &exercise.Step{To: to})
}

func (m *Model) paceForm() tea.Cmd {
	options := []widget.Option{{ID: "10m", Text: "10 minutes"}, {ID: "30m", Text: "half an hour"},
		{ID: "1h", Text: "an hour"}, {ID: "2h", Text: "two hours"}, {ID: "6h", Text: "six hours"},
		{ID: "12h", Text: "half a day"}, {ID: "1d", Text: "a day"}, {ID: "3d", Text: "three days"}}
	now := m.v.Clock.Pace
	found := false
	for i := range options {
		found = found || options[i].ID == now
	}
	if !found {
		options = append([]widget.Option{{ID: now, Text: now, Note: "as now"}}, options...)
	}
	return m.form(widget.NewForm("Pace: one minute in the room is", "Set the pace",
		widget.Choose("pace", "How long", options, now),
		widget.Text("own", "Or", 1, "").With("Your own: 45m, 4h, 2d")),
		func(f *widget.Form, tag string) (tea.Cmd, string) {
			pace := f.One("pace")
			if own := f.Text("own"); own != "" {
				pace = own
			}
			return m.act(tag, "A minute is now "+pace, &exercise.Pace{Minute: pace}), ""
		})
}

// previewed brings what a jump would bring.
type previewed struct {
	jump  exercise.Jump
	words string
	lines []exercise.Line
	err   error
}

func (m *Model) jumpForm() tea.Cmd {
	options := []widget.Option{{ID: "1h", Text: "an hour"}, {ID: "6h", Text: "six hours"},
		{ID: "1d", Text: "a day"}, {ID: "2d", Text: "two days"}, {ID: "7d", Text: "a week"}}
	if e := m.v.Clock.MoveEnds; e != nil {
		options = append(options, widget.Option{ID: "move", Text: "to the end of the move", Note: e.Date})
	}
	return m.form(widget.NewForm("Jump: it is now later by", "Show what falls in between",
		widget.Choose("by", "How far", options, "1d"),
		widget.Text("own", "Or", 1, "").With("Your own: 90m, 36h, 3d")),
		func(f *widget.Form, tag string) (tea.Cmd, string) {
			j, words := exercise.Jump{By: f.One("by")}, ""
			switch own := f.Text("own"); {
			case own != "":
				j.By = own
			case j.By == "move":
				j = exercise.Jump{To: control.Written(m.v.Clock.MoveEnds.Hours)}
				words = "to the end of the move"
			}
			if words == "" {
				words = "by " + j.By
			}
			return func() tea.Msg {
				ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
				defer cancel()
				lines, err := m.seat.Preview(ctx, j)
				return previewed{j, words, lines, err}
			}, ""
		})
}

// preview shows what falls in between, and jumps when that is wanted.
func (m *Model) preview(p previewed) tea.Cmd {
	if p.err != nil {
		if f, ok := m.top().(*formLayer); ok {
			f.Refuse(p.err.Error())
			return nil
		}
		return widget.Say(p.err.Error(), true)
	}
	m.pop()
	jump := func() tea.Cmd {
		return m.act("jump", "Time has moved "+p.words+", and the clock is paused; s goes on", &p.jump)
	}
	return m.push(&textLayer{title: "If time moves " + p.words, verb: "moves time", enter: jump,
		lines: func(w int) []string {
			var out []string
			for _, x := range p.lines {
				if x.Quiet {
					continue
				}
				head := m.th.Dim.Render(widget.Fit(x.At.T, 14) + widget.Fit(x.Mark, 8))
				for _, line := range widget.Wrap(x.Text, max(w-22, 10)) {
					out = append(out, head+line)
					head = widget.Fit("", 22)
				}
			}
			if len(out) == 0 {
				return []string{"Nothing happens on the way."}
			}
			return append([]string{m.th.Dim.Render("If nobody except bots does anything, this falls in between:"),
				""},
				out...)
		}})
}

func (m *Model) emergency() tea.Cmd {
	return m.push(&menu{title: "REAL EMERGENCY",
		context: []string{"This stops the exercise for everyone. Each screen says NO EXERCISE, and nothing is " +
			"accepted until you go on. Use it only if something real has happened."}, choices: []choice{
			{key: "n", text: "No, go back", do: func() tea.Cmd { return nil }},
			{key: "y", text: "Stop the exercise now", do: func() tea.Cmd {
				return m.act("stop",
					"The exercise is stopped", &exercise.Stop{})
			}},
			{key: "t", text: "Stop it with words of your own", do: func() tea.Cmd {
				return m.form(widget.NewForm("Stop for a real emergency", "Stop",
					widget.Text("text", "Everyone reads", 2, "").Needed()),
					func(f *widget.Form, tag string) (tea.Cmd, string) {
						return m.act(tag, "The exercise is stopped", &exercise.Stop{Text: f.Text("text")}), ""
					})
			}},
		}})
}

func (m *Model) end() tea.Cmd {
	return m.confirm("ENDEX",
		[]string{fmt.Sprintf("This ends the exercise at %s, for everyone and for good. What was not done stays "+
			"undone. The hot wash can begin; notes and ratings are still taken, until the room is closed.",
			m.v.Clock.Now.T)},
		"End the exercise", func() tea.Cmd { return m.command("end", "ENDEX", "end", nil, "") })
}

// clockMenu is everything about time.
func (m *Model) clockMenu() *menu {
	started := ""
	if m.v.Clock.Phase == "before STARTEX" {
		started = "the exercise has not begun"
	} else if m.v.Clock.Phase == "over" {
		started = "the exercise is over"
	}
	out := &menu{title: "The clock", choices: []choice{
		{key: "c", text: "Pace", note: "now " + m.v.Clock.Pace + " to a minute", do: m.paceForm},
		{key: "d", text: m.directWord(), do: m.directForm},
		m.turnsChoice(),
		{key: "p", text: "Pause, and what players may do meanwhile", off: started,
			do: func() tea.Cmd { return m.pauseForm() }},
		{key: "e", text: "Step to the next event", off: started, do: func() tea.Cmd { return m.step("event") }},
		{key: "i", text: "Step to the next inject", off: started, do: func() tea.Cmd { return m.step("inject") }},
		{key: "m", text: "Step to the end of the move", off: started, do: func() tea.Cmd { return m.step("move") }},
		{key: "j", text: "Jump", note: "with a look at what falls in between", off: started, do: m.jumpForm},
		{key: "!", text: "Stop: a real emergency", do: m.emergency},
		{key: "x", text: "End the exercise", off: started, do: m.end},
	}}
	if m.control().Branch != nil {
		out.choices = append(out.choices, choice{key: "n", text: "Choose the next move",
			do: func() tea.Cmd { return m.push(m.branchMenu()) }})
	}
	return out
}
