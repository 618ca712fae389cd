package facilitator

import (
	"cmp"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// task is something that needs the facilitator now.
type task struct {
	text   string
	urgent bool
	open   func() tea.Cmd // goes where it can be done; nil where the console can do nothing about it
}

// tasks are what needs the facilitator, the most pressing first. What needs nothing is
// not a task.
func (m *Model) tasks() []task {
	var out []task
	for _, text := range m.control().Lost {
		out = append(out, task{text + ".", true, nil})
	}
	for _, k := range m.control().Door {
		out = append(out, task{fmt.Sprintf("Somebody at %s has asked for %d s to come in as %s. Is it them?", k.From,
			k.For, k.Name),
			true, func() tea.Cmd { return m.push(m.doorMenu(k)) }})
	}
	if c := m.control().Codes; c != nil && c.Known {
		out = append(out, task{"Somebody who was removed knows the players' code: change it?", true,
			func() tea.Cmd { return m.push(m.codeMenu()) }})
	}
	for _, p := range m.dropped() {
		out = append(out, task{fmt.Sprintf("%s (%s) has been away for %d s. Wait, pause, a bot, or somebody else?",
			p.Holder, p.Title, p.Away), true,
			func() tea.Cmd { m.show("seats"); m.selectSeat(p.ID); return m.push(m.droppedMenu(p)) }})
	}
	for _, a := range m.unruled() {
		text := fmt.Sprintf("%s tries something unforeseen: %s", a.Title, control.OneLine(a.Text))
		if a.Question != "" && a.Answer == "" {
			continue // the player has to answer first
		}
		if a.Answer != "" {
			text = fmt.Sprintf("%s has answered your question about: %s", a.Title, control.OneLine(a.Text))
		}
		asked, said := approvals(a)
		if said == "" && asked {
			continue // the seat whose approval is wanted has to answer first
		}
		if said != "" {
			text = said + "Rule on what " + a.Title + " tries: " + control.OneLine(a.Text)
		}
		out = append(out, task{text, true, func() tea.Cmd { m.show("rule"); return m.push(m.caseMenu(a)) }})
	}
	for _, p := range m.next() {
		switch {
		case p.State == "held":
			out = append(out, task{fmt.Sprintf("%q waits for you to release it.", p.Title), true,
				func() tea.Cmd { return m.goInject(p) }})
		case p.Suggest != "":
			out = append(out, task{fmt.Sprintf("Consider %q. %s.", p.Title, p.Suggest), true,
				func() tea.Cmd { return m.goInject(p) }})
		}
	}
	if n := len(m.waiting()); n > 0 {
		verb := " waits"
		if n > 1 {
			verb = " wait"
		}
		out = append(out, task{plural(n, "person", "people") + verb + " for a seat: " + names(m.waiting()), true,
			func() tea.Cmd { m.show("seats"); return m.push(m.personMenu(m.waiting()[0])) }})
	}
	if n := m.unheard(); n > 0 {
		out = append(out, task{plural(n, "new word", "new words") + " for you.", true,
			func() tea.Cmd { m.show("talk"); return nil }})
	}
	for _, q := range m.v.Questions {
		if q.Open && q.Count > 0 && len(q.Waiting) == 0 {
			out = append(out, task{fmt.Sprintf("Everyone has answered %q. Close it to show the answers.",
				control.OneLine(q.Text)), true, func() tea.Cmd { m.show("ask"); return m.push(m.questionMenu(q)) }})
		}
	}
	for _, s := range m.control().Seats {
		if s.Holder != "" && !s.Here && !s.Bot && !s.Ask && m.v.Clock.Phase != "over" {
			out = append(out,
				task{fmt.Sprintf("%s (%s) has lost the connection. The seat is kept; if it lasts, you are asked what to do.",
					s.Holder, s.Title), false,
					func() tea.Cmd { m.show("seats"); m.selectSeat(s.ID); return m.push(m.droppedMenu(s)) }})
		}
	}
	if r := m.v.Roll; r != nil && len(r.Missing) > 0 {
		out = append(out, task{fmt.Sprintf("%d of %d have confirmed that they are here. Not yet: %s.", len(r.Here),
			len(r.Here)+len(r.Missing), strings.Join(r.Missing, ", ")), false,
			func() tea.Cmd { m.show("seats"); return nil }})
	}
	out = append(out, m.branchTask()...)
	out = append(out, m.planTasks()...)
	if m.v.Clock.Phase == "running" {
		switch silent := m.silent(); len(silent) {
		case 0:
		case 1:
			s := silent[0]
			out = append(out, task{fmt.Sprintf("%s has been silent for %s. A whisper may help.", s.Title,
				m.silentFor(s)), false,
				func() tea.Cmd { m.show("seats"); m.selectSeat(s.ID); return m.push(m.seatMenu(s)) }})
		default: // one line names them all, however few lines there is room for
			var who []string
			for _, s := range silent[:min(len(silent), 3)] {
				who = append(who, s.Title+" for "+m.silentFor(s))
			}
			if n := len(silent) - len(who); n > 0 {
				who = append(who, plural(n, "other seat", "other seats"))
			}
			out = append(out, task{"Silent: " + titles(who) + ". A whisper may help.", false,
				func() tea.Cmd { m.show("seats"); m.selectSeat(silent[0].ID); return nil }})
		}
	}
	return append(out, m.emptied()...)
}

// emptied are the seats that nobody has while the exercise goes on.
func (m *Model) emptied() []task {
	var who []string
	first := ""
	for _, s := range m.control().Seats {
		if s.Holder == "" && s.Helper == "" && !s.Bot && m.notNow() == "" {
			who = append(who, s.Title)
			first = cmp.Or(first, s.ID)
		}
	}
	if len(who) == 0 {
		return nil
	}
	return []task{{"Nobody is in: " + titles(who) + ". Seat somebody there, or a bot.", false,
		func() tea.Cmd { m.show("seats"); m.selectSeat(first); return nil }}}
}

func (m *Model) goInject(p exercise.Planned) tea.Cmd {
	m.show("now")
	for i, x := range m.next() {
		if x.ID == p.ID {
			m.injects.Cursor = i
		}
	}
	return m.push(m.injectMenu(p))
}

func names(people []exercise.Member) string {
	var out []string
	for _, p := range people {
		out = append(out, p.Name)
	}
	return strings.Join(out, ", ")
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// advice is the two lines that say what to do now, and what else there is.
func (m *Model) advice(w int) []string {
	text, more := m.nowWhat()
	style := m.th.Text
	if t := m.tasks(); len(t) > 0 && t[0].urgent || m.v.Clock.Emergency || m.turnStands() {
		style = m.th.Warn
	}
	lines := widget.Wrap("Now: "+text, w-2)
	if len(lines) > 2 {
		lines = []string{lines[0], widget.Cut(strings.Join(lines[1:], " "), w-2)}
	}
	for i := range lines {
		lines[i] = " " + style.Render(lines[i])
	}
	if more != "" && len(lines) < 2 {
		lines = append(lines, " "+m.th.Dim.Render(widget.Cut(more, w-2)))
	}
	for len(lines) < 2 {
		lines = append(lines, "")
	}
	return lines
}

// nowWhat says what a facilitator should do now, and what else there is.
func (m *Model) nowWhat() (text, more string) {
	c := m.v.Clock
	tasks := m.tasks()
	switch {
	case c.Emergency:
		if len(m.control().Rooms) > 1 {
			return "all rooms are stopped for a real emergency. When it is dealt with, press s to go on here, or let " +
				"all rooms go on, on the page " + m.called("rooms") + ".", ""
		}
		return "the exercise is stopped for a real emergency. When it is dealt with, press s to go on.", ""
	case c.Phase == "over":
		return "the exercise is over. Hot wash: ask the players first what went well and what did not, objective " +
				"by objective; the report comes from the record.",
			"0 has the hot wash, 8 the notes and ratings, 9 the log; m t shows everyone what really happened. Write " +
				"down what is said with o."
	case len(tasks) > 0 && tasks[0].urgent:
		more = ""
		if n := len(tasks) - 1; n > 0 {
			more = plural(n, "more thing needs", "more things need") + " you."
		}
		if m.turnStands() {
			return "time stands until you end the turn with s. First (press g): " + tasks[0].text, more
		}
		return strings.TrimSuffix(tasks[0].text, ".") + " (press g)", more
	case c.Phase == "before STARTEX":
		return m.beforeStart()
	case len(c.Discuss) > 0:
		more := "7 has all its questions; s begins the next move."
		if c.Goes != nil {
			more = fmt.Sprintf("7 has all its questions; the next move begins in %s, with s at once; p keeps it waiting.",
				widget.Span(float64(*c.Goes)/3600))
		}
		if p := m.control().Plan; p != nil && p.Waits != "" {
			more = p.WaitsWords() + "; s lets it go on now."
		}
		if c.InTurn() {
			more = "7 has all its questions; the turn goes on when every seat has said done, or with s."
		}
		if m.turnStands() {
			more = "7 has all its questions; the turn waits for you: s ends it."
		}
		if m.control().Legibility == nil {
			more += " Have seats say what another will do next (predict)."
		}
		return fmt.Sprintf("the move is over. Let the room discuss: %q", c.Discuss[0]), more
	case c.InTurn():
		return lower(m.turnWaits()) + " s ends the turn now.", m.comingUp()
	case c.Phase == "paused" && m.chosenNext() != "":
		return "the clock is paused. Press s to go on with " + m.chosenNext() + ", which is chosen.", m.comingUp()
	case c.Phase == "paused":
		return "the clock is paused. Press s to go on, or n to bring the next inject.", m.comingUp()
	case len(tasks) > 0:
		return strings.TrimSuffix(tasks[0].text, ".") + " (press g)", m.comingUp()
	}
	return "listen, and write down with o what you see. Press n if the room needs the next inject.", m.comingUp()
}

func (m *Model) beforeStart() (text, more string) {
	empty := 0
	for _, s := range m.control().Seats {
		if s.Holder == "" && !s.Bot {
			empty++
		}
	}
	more = "Say aloud: what stops it all in a real emergency; nobody is tested."
	if c := m.control(); len(c.Exchange)+len(c.Promised) > 0 {
		more = "Notes: seats file and show theirs (Prepare); " + m.called("world") + " has what they say together. " + more
	}
	if open := m.control().Unchecked(); len(open) > 0 {
		more = "Open on the checklist: " + open[0].Words() + ". Say checked and its number, in the line (:). " + more
		return plural(len(open), "item of the checklist is open: see to it", "items of the checklist are open: see to them") +
			", or press s to start all the same.", more
	}
	if empty > 0 {
		return plural(empty, "seat is", "seats are") +
			" empty. Seat people on the page " + m.called("seats") +
			", or press s to start: bots can take the rest.", more
	}
	return "every seat is taken. Brief the room, then press s to start.", more
}

// comingUp says in a line what comes next by itself.
func (m *Model) comingUp() string {
	for _, p := range m.control().Next {
		if p.State == "due" && p.Due != nil && !p.Unneeded {
			return fmt.Sprintf("Next: %s, %s, to %s", p.Title, widget.Due(m.v.Clock, *p.Due),
				control.To(m.control(), p))
		}
	}
	return "No inject is due by itself."
}
