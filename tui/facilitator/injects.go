package facilitator

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/scenario"
	"tocsin/sim/speech"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// notNow says why nothing of the exercise can be done, or "".
func (m *Model) notNow() string {
	switch m.v.Clock.Phase {
	case "before STARTEX":
		return "from STARTEX on"
	case "over":
		return "the exercise is over"
	}
	return ""
}

// injectMenu is what can be done with an inject.
func (m *Model) injectMenu(p exercise.Planned) *menu {
	off := m.notNow()
	about := []string{"To " + control.To(m.control(), p) + ", from " + p.From + "."}
	for _, w := range p.Words() {
		about = append(about, w[0]+": "+w[1])
	}
	if p.Suggest != "" {
		about = append(about, "Why now: "+p.Suggest+".")
	}
	if p.Unneeded {
		about = append(about, m.unneeded(p))
	}
	hold := choice{key: "h", text: "Hold it", note: "it waits until you release it", off: off,
		do: func() tea.Cmd { return m.hold(p.ID, p.Title) }}
	if p.Hold || p.State == "held" {
		hold = choice{key: "h", text: "Do not hold it any more", off: off,
			do: func() tea.Cmd { return m.unhold(p.ID, p.Title) }}
	}
	timed := off
	if timed == "" && p.Due == nil {
		timed = "it has no time"
	}
	return &menu{title: p.Title, context: about, again: func() *menu { return m.injectAgain(p.ID) },
		choices: []choice{
			{key: "r", text: "Release it now", off: off, do: func() tea.Cmd { return m.releaseNow(p) }},
			hold,
			{key: "+", text: "Later by 5 minutes of the room", note: widget.Span(m.minutes(5)) + " of the exercise",
				off: timed, do: func() tea.Cmd { return m.shift(p, false) }},
			{key: "-", text: "Earlier by 5 minutes of the room", off: timed,
				do: func() tea.Cmd { return m.shift(p, true) }},
			{key: "d", text: "Move it by another time", off: timed, do: func() tea.Cmd { return m.delayForm(p) }},
			{key: "x", text: "Leave it out", off: off, do: func() tea.Cmd { return m.skipInject(p) }},
			{key: "e", text: "Edit it, for this run", off: off, do: func() tea.Cmd { return m.editInject(p) }},
			{key: "o", text: "Write a note about it", do: func() tea.Cmd {
				return m.observe(control.About{Inject: p.ID, Objective: p.Objective})
			}},
			{key: "f", text: "Read all of it", do: func() tea.Cmd { return m.readInject(p) }},
		}}
}

// injectAgain is the menu of an inject that is still to come, in its present state.
func (m *Model) injectAgain(id string) *menu {
	for _, p := range m.control().Next {
		if p.ID == id {
			return m.injectMenu(p)
		}
	}
	return nil
}

// releaseNow brings an inject, after a question where its own condition keeps it away.
func (m *Model) releaseNow(p exercise.Planned) tea.Cmd {
	if !p.Unneeded {
		return m.release(p.ID, p.Title)
	}
	return m.confirm("Release "+p.Title+" all the same?", []string{m.unneeded(p)}, "Release it all the same",
		func() tea.Cmd { return m.release(p.ID, p.Title) })
}

// unneeded says why an inject would be left out if it were due by itself.
func (m *Model) unneeded(p exercise.Planned) string {
	return "Its own condition keeps it away now, because this is so: " + p.Bars + "."
}

func (m *Model) readInject(p exercise.Planned) tea.Cmd {
	return m.push(&textLayer{title: "Inject", lines: func(w int) []string {
		return control.InjectDetail(m.th,
			m.control(), p, m.v.Clock, w)
	}})
}

func (m *Model) delayForm(p exercise.Planned) tea.Cmd {
	return m.form(widget.NewForm("Move: "+p.Title, "Move it",
		widget.Choose("way", "Which way", []widget.Option{{ID: "later", Text: "later"},
			{ID: "earlier", Text: "earlier"}}, "later"),
		widget.Text("by", "By how much", 1, "").Needed().With("Exercise time: 30m, 6h, 2d")),
		func(f *widget.Form, tag string) (tea.Cmd, string) {
			hours, ok := control.Hours(f.Text("by"))
			if !ok || hours == 0 {
				return nil, "By how much: write 30m, 6h or 2d"
			}
			return m.postpone(tag, p.ID, p.Title, hours, f.One("way") == "earlier"), ""
		})
}

func (m *Model) skipInject(p exercise.Planned) tea.Cmd {
	return m.form(widget.NewForm("Leave out: "+p.Title, "Leave it out",
		widget.Text("reason", "Why", 1, "").With("For the record; may stay empty. Players are not scored on it")),
		func(f *widget.Form, tag string) (tea.Cmd, string) {
			return m.skip(tag, p.ID, p.Title, f.Text("reason")), ""
		})
}

// recipients are whom an inject can go to.
func (m *Model) recipients() []widget.Option {
	out := []widget.Option{{ID: "all", Text: "everyone"},
		{ID: "public", Text: "the public board too", Note: "everyone in the building reads it"}}
	return append(out, m.seatOptions()...)
}

// editInject changes the words and recipients of an inject, for this run.
func (m *Model) editInject(p exercise.Planned) tea.Cmd {
	return m.form(widget.NewForm("Edit, for this run: "+p.Title, "Keep the changes",
		widget.Text("text", "Text", max(m.h-14, 3), p.Text).UpTo(scenario.MaxText).Needed(),
		widget.Text("title", "Title", 1, p.Title).UpTo(scenario.MaxText).Needed(),
		widget.Tick("to", "To", m.recipients(), p.ToIDs...).Needed()),
		func(f *widget.Form, tag string) (tea.Cmd, string) {
			values := speech.Values{"edit": p.ID}
			if t := f.Text("text"); t != p.Text {
				values["text"] = t
			}
			if t := f.Text("title"); t != p.Title {
				values["title"] = t
			}
			if to := f.Many("to"); !slices.Equal(to, p.ToIDs) {
				values["to"] = to
			}
			if len(values) == 1 {
				return nil, "Nothing is changed yet"
			}
			return m.command(tag, "Changed: "+f.Text("title"), "edit", values, ""), ""
		})
}

// template is a beginning for an inject that the scenario did not plan.
type template struct {
	key, name, media, from, title string
	public                        bool
}

func templatesOf() []template {
	return []template{
		{"n", "News story", "news", "Wire service", "News: ", true},
		{"s", "Talk on social media", "social", "Social media", "Seen online: ", true},
		{"c", "A telephone call", "call", "", "Call: ", false},
		{"e", "An e-mail", "email", "", "", false},
		{"a", "An alert from a system", "alert", "Monitoring", "Alert: ", false},
		{"d", "A document or order", "document", "", "", false},
	}
}

// templates begin an inject of the facilitator's own.
func (m *Model) templates() *menu {
	l := &menu{title: "Write an inject",
		context: []string{"What is it? You then write whom it is from, to whom, and the words."}}
	for _, t := range templatesOf() {
		l.choices = append(l.choices, choice{key: t.key, text: t.name, off: m.notNow(),
			do: func() tea.Cmd { return m.writeInject(t) }})
	}
	return l
}

// personas are those who have spoken or will speak in this scenario, and the seats.
func (m *Model) personas() []widget.Option {
	var out []widget.Option
	seen := map[string]bool{}
	add := func(name string) {
		if name != "" && !seen[name] {
			seen[name] = true
			out = append(out, widget.Option{ID: name, Text: name})
		}
	}
	for _, list := range [][]exercise.Planned{m.control().Next, m.control().Delivered} {
		for _, p := range list {
			add(p.From)
		}
	}
	for _, s := range m.control().Seats {
		add(s.Title)
	}
	return append(out, widget.Option{ID: "", Text: "somebody else", Note: "write the name below"})
}

func (m *Model) writeInject(t template) tea.Cmd {
	to := []string{"all", "public"}
	var facts []widget.Option
	for _, f := range m.control().Facts {
		facts = append(facts, widget.Option{ID: f.ID, Text: f.Title})
	}
	if !t.public {
		to = nil
	}
	persona, own := "", t.from
	for _, o := range m.personas() {
		control := t.from == "" && strings.EqualFold(o.ID, "Exercise control") // speaks for nobody in the story
		if o.ID != "" && (strings.EqualFold(o.ID, t.from) || t.from == "" && persona == "" || control) {
			persona, own = o.ID, ""
		}
	}
	text := widget.Text("text", "Words", max(min(m.h-16, 8), 3), "").UpTo(scenario.MaxText).Needed()
	f := widget.NewForm(t.name, "Send it now", text,
		widget.Text("title", "Title", 1,
			t.title).With("What they see in their list; the first words if it stays empty"),
		widget.Tick("to", "To", m.recipients(), to...).Needed(),
		widget.Choose("from", "From", m.personas(), persona),
		widget.Text("own", "or from", 1, own).With("Somebody else's name: who is not in the list"),
		widget.Tick("reveals", "They learn", facts).With("Facts that those who read it then know; may stay empty"),
		widget.Choose("objective", "Tests", m.objectives(), "").With("The objective that it tests"),
		widget.Tick("expects", "Expect", m.deeds()).With("What good players would do about it; only staff see this"),
		widget.Choose("enough", "Enough is", []widget.Option{{ID: "any", Text: "one of these"},
			{ID: "all", Text: "all of these"}}, "any"),
		widget.Text("within", "Within", 1, "").With("How soon it must be done: 30m, 6h, 2d"),
		widget.Tick("by", "By", m.seatOptions()).With("The seat that you expect to do it; any seat if it stays empty"))
	return m.form(f, func(f *widget.Form, tag string) (tea.Cmd, string) {
		from := f.Text("own")
		if from == "" {
			from = f.One("from")
		}
		if from == "" {
			return nil, "From: choose somebody, or write a name"
		}
		title := f.Text("title")
		if title == "" || title == strings.TrimSpace(t.title) {
			title = t.title + widget.Cut(firstLine(f.Text("text")), 50)
		}
		draft := speech.Values{"inject.from": from, "inject.media": t.media, "inject.title": title,
			"inject.text": f.Text("text"), "inject.to": f.Many("to")}
		if o := f.One("objective"); o != "" {
			draft["inject.objective"] = o
		}
		if r := f.Many("reveals"); len(r) > 0 {
			draft["inject.reveals"] = r
		}
		if wrong := expectation(f, draft); wrong != "" {
			return nil, wrong
		}
		return m.command(tag, "Sent to "+titles(m.toTitles(f.Many("to"))), "inject", draft, ""), ""
	})
}

// expectation puts what is expected of players into a draft, or says what is wrong with it.
func expectation(f *widget.Form, draft speech.Values) string {
	what, within, by := f.Many("expects"), strings.TrimSpace(f.Text("within")), f.Many("by")
	switch {
	case len(what) == 0 && within == "" && len(by) == 0:
		return ""
	case len(what) == 0:
		return "Expect: tick what good players would do, or leave Within and By empty"
	case within == "":
		return "Within: write how soon it must be done, such as 4h"
	}
	draft["inject.expects."+f.One("enough")], draft["inject.expects.within"] = what, within
	if len(by) > 0 {
		draft["inject.expects.by"] = by
	}
	return ""
}

// deeds are all that players can do, with who can.
func (m *Model) deeds() []widget.Option {
	var out []widget.Option
	for _, a := range m.control().Actions {
		out = append(out, widget.Option{ID: a.ID, Text: a.Title, Note: strings.Join(a.By, ", ")})
	}
	return out
}

func (m *Model) seatOptions() []widget.Option {
	var out []widget.Option
	for _, s := range m.control().Seats {
		out = append(out, widget.Option{ID: s.ID, Text: s.Title, Note: s.Holder})
	}
	return out
}

// objectives are those of the scenario, and none.
func (m *Model) objectives() []widget.Option {
	out := []widget.Option{{ID: "", Text: "none"}}
	for _, o := range m.control().Objectives {
		out = append(out, widget.Option{ID: o.ID, Text: o.Title})
	}
	return out
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

func (m *Model) toTitles(ids []string) []string {
	var out []string
	for _, o := range m.recipients() {
		if slices.Contains(ids, o.ID) {
			out = append(out, o.Text)
		}
	}
	return out
}

// cameMenu is what can be done with an inject that has come.
func (m *Model) cameMenu() *menu {
	l := &menu{title: "Injects that have come"}
	c := m.control()
	for i := len(c.Delivered) - 1; i >= 0; i-- {
		p := c.Delivered[i]
		note := ""
		if p.Last != nil {
			note = p.Last.T
		}
		if p.State == "withdrawn" {
			note += ", withdrawn"
		}
		l.choices = append(l.choices, choice{text: p.Title, note: note, do: func() tea.Cmd {
			return m.push(&menu{title: p.Title, choices: []choice{
				{key: "f", text: "Read all of it", do: func() tea.Cmd { return m.readInject(p) }},
				{key: "r", text: "Release it again", off: m.again(p),
					do: func() tea.Cmd { return m.releaseNow(p) }},
				{key: "w", text: "Withdraw it: it was sent in error", off: m.withdrawn(p),
					do: func() tea.Cmd { return m.withdraw(p) }},
				{key: "o", text: "Write a note about it", do: func() tea.Cmd { return m.observe(m.aboutInject(p)) }},
			}})
		}})
	}
	if len(l.choices) == 0 {
		l.context = []string{"None has come yet."}
	}
	return l
}

func (m *Model) aboutInject(p exercise.Planned) control.About {
	return control.About{Inject: p.ID, Objective: p.Objective}
}

func (m *Model) again(p exercise.Planned) string {
	if strings.HasPrefix(p.ID, "+") {
		return "write it again with w"
	}
	return m.notNow()
}

func (m *Model) withdrawn(p exercise.Planned) string {
	if p.State == "withdrawn" {
		return "it is withdrawn already"
	}
	return m.notNow()
}

func (m *Model) withdraw(p exercise.Planned) tea.Cmd {
	f := widget.NewForm("Withdraw: "+p.Title, "Withdraw it",
		widget.Text("reason", "Why", 2, "Sent in error.").Needed().With("Those who had it read this"))
	f.Context = []string{fmt.Sprintf("It stays in the record, and those who had it (%s) are told that it does "+
		"not count.", control.To(m.control(), p))}
	return m.form(f, func(f *widget.Form, tag string) (tea.Cmd, string) {
		return m.command(tag, "Withdrawn: "+p.Title, "retract", speech.Values{"retract": p.ID}, f.Text("reason")), ""
	})
}
