package player

import (
	"github.com/charmbracelet/bubbles/key"

	"tocsin/tui/widget"
)

// Keys are the keys of the player's screen. Those that cannot be used now are disabled,
// which help shows; pressed all the same, they say why not.
type Keys struct {
	Next, Enter, Close, Move, Pane, Forward, Back, AllRead key.Binding
	Write, Share, Act, Commit, Declare, Answer             key.Binding
	Ask, Report, Try, Decide, Word, Line, Feedback         key.Binding

	short []key.Binding
}

// newKeys are the keys for a number of panes.
func newKeys(panes int) Keys {
	var digits []string
	for i := range panes {
		digits = append(digits, widget.Digit(i))
	}
	b := func(help, desc string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
	}
	return Keys{
		Next:    b("space", "read the next unread", " "),
		Enter:   b("enter", "open it, or do it", "enter"),
		Close:   b("esc", "back", "esc"),
		Move:    b("up/down", "move; pgup, pgdown", "up", "down"),
		Pane:    b(digits[0]+" to "+digits[len(digits)-1], "turn to a page", digits...),
		Forward: b("tab", "the next page", "tab", "right"),
		Back:    b("shift+tab", "the page before", "shift+tab", "left"),
		AllRead: b("A", "mark all as read", "A"),
		Write:   b("w", "write to somebody", "w"),
		Ask:     b("e", "ask somebody", "e"),
		Report:  b("p", "report, where a clock runs", "p"),
		Share:   b("s", "share what you know", "s"),
		Act:     b("a", "take an action", "a"),
		Commit:  b("c", "commit, propose, withdraw", "c"),
		Declare: b("d", "declare a belief", "d"),
		Answer:  b("r", "answer what is asked", "r"),
		Try:     b("x", "try what no action covers", "x"),
		Decide:  b("D", "write a decision down", "D"),
		Word:    b("o", "a word to the facilitator", "o"),
		Line:    b(":", "type a command", ":"),

		Feedback: b("f", "feedback", "f"),
	}
}

// ShortHelp is for the line of keys.
func (k Keys) ShortHelp() []key.Binding { return k.short }

// FullHelp is for the page of help.
func (k Keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{
		{k.Next, k.Enter, k.Close, k.Move, k.AllRead},
		{k.Write, k.Ask, k.Share, k.Act, k.Commit, k.Declare, k.Answer, k.Report},
		{k.Try, k.Decide, k.Word, k.Line, k.Feedback},
		{k.Pane, k.Forward, k.Back},
	}
}

// shortKeys are those worth a place in the line of keys now.
func (m *Model) shortKeys() []key.Binding {
	as := func(b key.Binding, desc string) key.Binding {
		b.SetHelp(b.Help().Key, desc)
		return b
	}
	switch {
	case m.prompting:
		return m.prompt.Keys().ShortHelp()
	case m.form != nil:
		return m.form.form.Keys().ShortHelp()
	case m.mail.reading:
		return []key.Binding{hint("up/down", "scroll"), as(m.keys.Answer, "answer"), as(m.keys.Next, "next unread"),
			hint("esc", "back")}
	}
	out := []key.Binding{}
	if m.view.Feedback != nil {
		out = append(out, m.keys.Feedback)
	}
	if m.me.Unread > 0 {
		out = append(out, as(m.keys.Next, "next"))
	}
	answer := m.keys.Answer
	answer.SetEnabled(answer.Enabled() && m.answers())
	if word := m.enterWord(); word != "" {
		out = append(out, as(m.keys.Enter, word))
	}
	return append(out, as(m.keys.Write, "write"), as(m.keys.Share, "share"), as(m.keys.Act, "act"),
		as(m.keys.Commit, "commit"),
		as(m.keys.Declare, "declare"), as(answer, "answer"), as(m.keys.Pane, "pages"),
		as(m.keys.Word, "facilitator"))
}

func hint(k, desc string) key.Binding { return key.NewBinding(key.WithKeys(k), key.WithHelp(k, desc)) }

// allow disables the keys of what cannot be done now.
func (m *Model) allow() {
	talk, all := m.cannot("say") == "", m.cannot("act") == ""
	m.keys.Write.SetEnabled(talk || len(m.view.Asides()) > 0)
	m.keys.Ask.SetEnabled(talk)
	m.keys.Report.SetEnabled(all && m.running() != "")
	m.keys.Declare.SetEnabled(talk && len(m.me.Probes) > 0)
	m.keys.Try.SetEnabled(talk)
	m.keys.Share.SetEnabled(all)
	m.keys.Act.SetEnabled(all)
	m.keys.Commit.SetEnabled(all && m.joint())
	m.keys.Feedback.SetEnabled(m.view.Feedback != nil)
	m.keys.Answer.SetEnabled(talk || len(m.view.Questions) > 0)
}

// running is the obligation that is due first of those whose clock runs, or "".
func (m *Model) running() string {
	for i := range m.me.Asked { // soonest first
		if m.me.Asked[i].Kind == "obligation" {
			return m.me.Asked[i].ID
		}
	}
	return ""
}

// joint reports whether there is any joint action.
func (m *Model) joint() bool {
	for i := range m.me.Actions {
		if m.me.Actions[i].Joint != nil {
			return true
		}
	}
	return false
}

// cannot says why a verb would be refused just now for what the clock is, or "". The room
// has the last word; this saves filling in a form for nothing.
func (m *Model) cannot(verb string) string {
	c := m.view.Clock
	talk := verb == "say" || verb == "ask" || verb == "acknowledge" || verb == "declare" || verb == "attempt" ||
		verb == "predict"
	before := verb == "invest" || verb == "file" || verb == "revise" || verb == "revoke"
	switch {
	case m.view.You.Muted:
		return "The facilitator has muted you"
	case c.Phase == "over":
		return "The exercise is over"
	case c.Phase == "before STARTEX" && !before:
		return "The exercise has not begun. Before STARTEX you can read your brief, prepare on " +
			m.called(&m.plans) + ", and speak to the facilitator and other seats with o"
	case c.Phase != "before STARTEX" && before:
		return "That is possible only before STARTEX"
	case c.Phase == "paused" && c.Allows == "nothing":
		return "Nothing is accepted while the exercise is stopped"
	case c.Phase == "paused" && c.Allows == "talk" && !talk:
		return "The clock is paused: you can write, declare and answer; you can act and share when it goes on"
	}
	return ""
}
