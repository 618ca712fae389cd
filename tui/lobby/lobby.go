// Package lobby is the waiting room: the seats, who has them, and the one that somebody
// who waits would like.
package lobby

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/help"
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Seat is what the waiting room asks of a *room.Seat.
type Seat interface {
	widget.Asker
	Want(ctx context.Context, role string) (exercise.Answer, error)
}

// Model is the waiting room's screen.
type Model struct {
	theme         *theme.Theme
	seat          Seat
	view          exercise.View
	list          widget.List
	keys          Keys
	word          *widget.Form // a word to the facilitator, while it is written
	feedback      *widget.Form // what somebody thinks of the exercise, while it is written
	drafts        widget.Drafts
	width, height int
}

// Keys are the keys of the waiting room.
type Keys struct{ Move, Want, Word, Feedback key.Binding }

// ShortHelp is for the line of keys.
func (k Keys) ShortHelp() []key.Binding { return []key.Binding{k.Move, k.Want, k.Word, k.Feedback} }

// FullHelp is for the page of help.
func (k Keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{{k.Move, k.Want, k.Word, k.Feedback}}
}

// New makes the waiting room.
func New(th *theme.Theme, seat Seat) *Model {
	m := &Model{theme: th, seat: seat, drafts: widget.Drafts{}, keys: Keys{
		Move:     key.NewBinding(key.WithKeys("up", "down"), key.WithHelp("up/down", "choose")),
		Want:     key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "ask for this seat")),
		Word:     key.NewBinding(key.WithKeys("o"), key.WithHelp("o", "a word to the facilitator")),
		Feedback: key.NewBinding(key.WithKeys("f"), key.WithHelp("f", "how was it?")),
	}}
	m.keys.Feedback.SetEnabled(false) // until ENDEX
	return m
}

// Update takes a message.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case exercise.View:
		first := len(m.view.Lobby) == 0
		m.view = msg
		if first {
			m.list.Cursor = m.free()
		}
		m.keys.Want.SetEnabled(len(msg.Lobby) > 0 && msg.Feedback == nil)
		m.keys.Feedback.SetEnabled(msg.Feedback != nil)
	case widget.Answered:
		if msg.What == "word" && msg.Refused() == "" {
			m.word = nil
		}
		if msg.What == "feedback" && m.feedback != nil {
			if why := msg.Refused(); why != "" {
				m.feedback.Refuse(why)
			} else {
				m.feedback = nil
			}
		}
	case tea.KeyMsg:
		switch {
		case m.feedback != nil:
			return m.say(msg)
		case key.Matches(msg, m.keys.Feedback):
			m.feedback = widget.FeedbackForm(*m.view.Feedback)
			m.drafts.Take(m.feedback)
			return nil
		case m.word != nil:
			return m.write(msg)
		case key.Matches(msg, m.keys.Word):
			m.word = widget.NewForm("A word to the facilitator", "Send", widget.Text("say", "Words", 4, "").Needed())
			m.drafts.Take(m.word)
			return nil
		}
		if m.list.Update(msg, len(m.view.Lobby)) || !key.Matches(msg, m.keys.Want) {
			return nil
		}
		return m.want(m.view.Lobby[m.list.Cursor])
	}
	return nil
}

// free is the seat that is wanted, or the first that nobody has, or that only a bot has.
func (m *Model) free() int {
	for i, c := range m.view.Lobby {
		if c.ID == m.view.You.Wants {
			return i
		}
	}
	for _, free := range []func(c exercise.Chair) bool{
		func(c exercise.Chair) bool { return c.Holder == "" }, exercise.Chair.Free} {
		if i := slices.IndexFunc(m.view.Lobby, free); i >= 0 {
			return i
		}
	}
	return 0
}

func (m *Model) want(c exercise.Chair) tea.Cmd {
	seat, done := m.seat, m.view.You.Asked(c)
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		a, err := seat.Want(ctx, c.ID)
		return widget.Answered{What: "want", Done: done, Answer: a, Err: err}
	}
}

// write takes a key for the word to the facilitator.
func (m *Model) write(k tea.KeyMsg) tea.Cmd {
	switch m.word.Update(k) {
	case widget.Closed:
		f := m.word
		m.word = nil
		return m.keep(f)
	case widget.Sent:
		return widget.Act(m.seat, "word", "The facilitator has it",
			&exercise.Whisper{To: "staff", Text: m.word.Text("say")})
	}
	return nil
}

// keep keeps the words of a form that is left.
func (m *Model) keep(f *widget.Form) tea.Cmd {
	if m.drafts.Keep(f) {
		return widget.Say(widget.KeptDraft, false)
	}
	return nil
}

// say takes a key for what somebody thinks of the exercise: who gave up a seat has been there.
func (m *Model) say(msg tea.KeyMsg) tea.Cmd {
	switch m.feedback.Update(msg) {
	case widget.Closed:
		f := m.feedback
		m.feedback = nil
		return m.keep(f)
	case widget.Sent:
		return widget.Act(m.seat, "feedback", "Thank you", widget.Feedback(m.feedback))
	}
	return nil
}

// SetSize gives the room for the screen.
func (m *Model) SetSize(w, h int) { m.width, m.height = w, h }

// Keys are what can be pressed.
func (m *Model) Keys() help.KeyMap {
	switch {
	case m.word != nil:
		return m.word.Keys()
	case m.feedback != nil:
		return m.feedback.Keys()
	}
	return m.keys
}

// Typing reports whether something is being written.
func (m *Model) Typing() bool { return m.word != nil || m.feedback != nil }

// View draws the waiting room.
func (m *Model) View() string {
	th, w := *m.theme, m.width
	if m.word != nil {
		return strings.Join(m.word.View(th, w, m.height), "\n")
	}
	if m.feedback != nil {
		return strings.Join(m.feedback.View(th, w, m.height), "\n")
	}
	text := min(w-4, 100)
	out := []string{"", "  " + th.Title.Render(m.view.Scenario.Title)}
	summary := widget.Wrap(m.view.Scenario.Summary, text)
	if most := m.height - len(m.view.Lobby) - 9; len(m.view.Lobby) > 0 && len(summary) > max(most, 1) {
		summary = append(summary[:max(most, 1)-1:max(most, 1)-1], "…") // the seats come first
	}
	for _, line := range summary {
		out = append(out, "  "+line)
	}
	waiting := m.view.You.Waiting
	if waiting == "" {
		waiting = "Waiting for a place"
	}
	if m.view.Feedback != nil && m.view.Feedback.Realism == 0 {
		waiting += ". Press f and say how it was"
	}
	out = append(out, "", "  "+th.Strong.Render(waiting+"."))
	if names := m.view.Waiting; len(names) > 0 {
		for _, line := range widget.Wrap("Waiting here too: "+strings.Join(names, ", ")+".", text) {
			out = append(out, "  "+th.Dim.Render(line))
		}
	}
	if back := m.view.You.Back; back != "" {
		for _, line := range widget.Wrap("Your way back, if the connection is lost: "+back+
			". Type it instead of the join code.", text) {
			out = append(out, "  "+line)
		}
	}
	out = out[:min(len(out), max(m.height-6, 0))]
	out = append(out, "")
	rows := m.list.View(len(m.view.Lobby), w, m.height-len(out)-1, m.row)
	if len(m.view.Lobby) > 0 {
		right := ""
		if n := len(m.view.Lobby); n > m.height-len(out)-1 {
			right = fmt.Sprintf("%d seats, up and down show all", n)
		}
		out = append(out, widget.TitleLine(th, "Seats", right, w, true))
	}
	return strings.Join(widget.Block(append(out, rows...), w, m.height), "\n")
}

func (m *Model) row(i int) []string {
	c, th := m.view.Lobby[i], *m.theme
	here := i == m.list.Cursor
	who := "free"
	switch {
	case c.Holder != "" && c.Here:
		who = c.Holder
	case c.Holder != "" && c.Free() && m.view.You.Open:
		who = "free, a bot plays it"
	case c.Holder != "" && strings.HasPrefix(c.Holder, "a bot"):
		who = c.Holder
	case c.Holder != "":
		who = c.Holder + " (not here just now)"
	}
	if c.ID == m.view.You.Wants {
		who += "   you have asked for it"
	}
	title := widget.Fit(widget.Cut(c.Title, m.width/2-16), m.width/2-16)
	line := widget.Mark(here) + title + " " + widget.Fit(c.Sector, 14) + " " + who
	switch {
	case here:
		line = th.Selected.Render(widget.Fit(line, m.width))
	case c.Holder == "":
		line = th.Strong.Render(line)
	}
	return []string{line}
}
