// Package board is the screen for the wall of the room: the time, the state of the exercise, and what
// everyone in the building may read. Nothing on it is private. It is drawn large and calm, to be read
// from the back of the room, and needs no keys.
package board

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/help"
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Model is the board.
type Model struct {
	theme *theme.Theme
	th    theme.Theme
	v     exercise.View
	w, h  int
	back  int // how many news it is turned back
	keys  keys
	seat  widget.Asker
	form  *widget.Form // feedback, while an observer gives it
}

type keys struct{ older, newer, feedback key.Binding }

// ShortHelp is the line of keys.
func (k keys) ShortHelp() []key.Binding { return []key.Binding{k.feedback, k.older, k.newer} }

// FullHelp is the page of keys.
func (k keys) FullHelp() [][]key.Binding { return [][]key.Binding{{k.older, k.newer, k.feedback}} }

// New makes a board. An observer at it gives feedback through seat; the wall gives none.
func New(th *theme.Theme, seat widget.Asker) *Model {
	return &Model{theme: th, th: *th, seat: seat, keys: keys{feedback: key.NewBinding(key.WithKeys("f"),
		key.WithHelp("f", "feedback"), key.WithDisabled()),
		older: key.NewBinding(key.WithKeys("down", "j", "pgdown"), key.WithHelp("down", "older news")),
		newer: key.NewBinding(key.WithKeys("up", "k", "pgup", "home"), key.WithHelp("up", "newer news"))}}
}

// SetSize sets the room that the board has.
func (m *Model) SetSize(w, h int) { m.w, m.h = w, h }

// Typing is true only while an observer gives feedback.
func (m *Model) Typing() bool { return m.form != nil }

// Keys are what can be pressed.
func (m *Model) Keys() help.KeyMap { return m.keys }

// Update takes a view or a key.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case exercise.View:
		if m.v.Board != nil && msg.Board != nil && len(msg.Board.News) != len(m.v.Board.News) {
			m.back = 0 // news turns the board back to the newest
		}
		m.v = msg
		m.keys.feedback.SetEnabled(msg.Feedback != nil)
		news := msg.Board == nil || msg.Board.Page == nil && msg.Board.Move == nil && msg.Board.Picture == nil
		m.keys.older.SetEnabled(news)
		m.keys.newer.SetEnabled(news)
	case widget.Answered:
		m.answered(msg)
	case tea.KeyMsg:
		if m.form != nil {
			return m.formKey(msg)
		}
		switch {
		case key.Matches(msg, m.keys.feedback) && m.v.Feedback != nil:
			m.form = widget.FeedbackForm(*m.v.Feedback)
		case key.Matches(msg, m.keys.older):
			m.back++
		case key.Matches(msg, m.keys.newer):
			m.back--
		}
		m.back = max(0, min(m.back, len(m.news())-1))
	}
	return nil
}

func (m *Model) news() []exercise.Item {
	if m.v.Board == nil {
		return nil
	}
	return m.v.Board.News
}

// View draws the clock, the state of the exercise, and under it the questions of a pause
// or the news.
func (m *Model) View() string {
	m.th = *m.theme
	if m.w < 20 || m.h < 6 {
		return m.v.Clock.Now.Date
	}
	if m.form != nil {
		return strings.Join(m.form.View(m.th, m.w, m.h), "\n")
	}
	out := m.clock()
	c := m.v.Clock
	var body []string
	rest := m.h - len(out) - 1
	switch {
	case c.Phase == "before STARTEX":
		body = m.arriving(rest)
		if q := m.findQuestion(true); q != nil { // a room that exchanges notes is asked things, too
			body = append(append(m.question(q, 0), ""), m.arriving(rest)...)
		} else if q := m.findQuestion(false); q != nil && rest >= 40 {
			body = append(append(m.question(q, 0), ""), m.arriving(rest)...)
		}
	case c.Emergency:
		body = m.box(widget.Headline(c.Why, m.w-2*m.margin(), rest), m.th.Alarm.Render)
	case m.openQuestion() != nil:
		body = m.question(m.openQuestion(), rest)
	case m.justClosed() != nil:
		body = m.question(m.justClosed(), rest)
	case len(m.put(rest)) > 0:
		put := m.put(rest)
		return strings.Join(widget.Block(append(append(out, ""), put...), m.w, m.h), "\n")
	case len(c.Discuss) > 0 && c.Phase == "paused":
		body = m.discuss(rest)
	case m.findQuestion(false) != nil && c.Phase == "paused":
		body = m.question(m.findQuestion(false), rest)
	}
	if n := m.said(); n != "" && !c.Emergency {
		body = append(m.headline(n, rest/4, m.th.Notice.Render), body...)
	}
	switch {
	case len(body) > rest && rest > 0:
		body = append(body[:rest-1:rest-1], m.words("… a taller wall shows the rest", m.th.Dim.Render)...)
	case len(body) > rest:
		body = nil
	case len(body) > 0:
		body = append(body, "")
	}
	out = append(append(out, ""), body...)
	if c.Phase != "before STARTEX" && !c.Emergency {
		out = append(out, m.inPlay(m.h-len(out))...)
	}
	return strings.Join(widget.Block(out, m.w, m.h), "\n")
}

// margin is the empty space at the left, wider on a wide wall.
func (m *Model) margin() int { return max(m.w/20, 2) }

// words are text as wide as the wall, in a terminal's own letters.
func (m *Model) words(text string, style func(...string) string) []string {
	return m.set(widget.Wrap(text, m.w-2*m.margin()), style)
}

// set are lines at the margin.
func (m *Model) set(lines []string, style func(...string) string) []string {
	pad := strings.Repeat(" ", m.margin())
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = pad + style(line)
	}
	return out
}

// headline is text in large letters where they take at most h lines.
func (m *Model) headline(text string, h int, style func(...string) string) []string {
	return m.set(widget.Headline(text, m.w-2*m.margin(), h), style)
}

func (m *Model) centre(s string, style func(...string) string) string {
	s = widget.Cut(s, m.w)
	return strings.Repeat(" ", max((m.w-widget.Width(s))/2, 0)) + style(s)
}

// clock draws the time in figures as large as fit, the day, and the state of the exercise.
func (m *Model) clock() []string {
	c := m.v.Clock
	var out []string
	words := strings.Fields(c.Now.Date)
	size := 1
	switch {
	case m.h >= 96 && m.w >= 300:
		size = 5
	case m.h >= 54 && m.w >= 180:
		size = 3
	case m.h >= 36 && m.w >= 110:
		size = 2
	}
	switch {
	case m.told(): // the time is over, and what is said matters more
		return nil
	case c.Phase == "before STARTEX":
		size = min(size-1, 1)
	case m.v.Board != nil && (m.v.Board.Page != nil || m.v.Board.Move != nil || m.v.Board.Picture != nil):
		size--
	case c.Phase != "running":
		size = max(size-1, 1)
	}
	if len(words) > 4 && m.h >= 16 && size > 0 { // Wed 3 Mar 2027 10:30, and a zone
		out = append(out, "")
		for _, line := range figures(words[4], size) {
			out = append(out, m.centre(line, m.th.Number.Render))
		}
		out = append(out, "", m.centre(strings.Join(slices.Delete(words, 4, 5), " ")+"    "+c.Now.T,
			m.th.Strong.Render))
	} else {
		out = append(out, m.centre(c.Now.Date+"    "+c.Now.T, m.th.Strong.Render))
	}
	return append(append(out, m.stands()...), m.moves()...)
}

// stands draws the state of the exercise, large on a tall wall.
func (m *Model) stands() []string {
	text, more, style := m.standing()
	large := widget.Large(text, m.w-2*m.margin())
	if len(large) == 0 || len(large) > m.h/12 || m.v.Clock.Phase == "before STARTEX" {
		return []string{m.centre(strings.TrimSuffix(text+"    "+more, "    "), style)}
	}
	out := append([]string{""}, m.box(large, style)...)
	if more != "" {
		out = append(out, "", m.centre(more, style))
	}
	return out
}

// box is lines in the middle of the wall, all as wide as the widest and with an edge, for styles that
// have a ground.
func (m *Model) box(lines []string, style func(...string) string) []string {
	wide := 0
	for _, line := range lines {
		wide = max(wide, widget.Width(line))
	}
	out := []string{m.centre(strings.Repeat(" ", wide+4), style)}
	for _, line := range lines {
		out = append(out, m.centre("  "+widget.Fit(line, wide)+"  ", style))
	}
	return out
}

// standing says the state of the exercise, and what else there is to say of it.
func (m *Model) standing() (text, more string, style func(...string) string) {
	c := m.v.Clock
	switch {
	case c.Emergency:
		return " NO EXERCISE. NO EXERCISE. NO EXERCISE. ", "", m.th.Alarm.Render
	case c.Phase == "over":
		return " ENDEX: the exercise is over ", "", m.th.Paused.Render
	case c.Phase == "before STARTEX":
		return "The exercise has not begun", "", m.th.Dim.Render
	case c.Phase == "paused":
		return " PAUSED: " + c.Why + " ", "", m.th.Paused.Render
	}
	more = "a minute here is " + c.Pace
	if c.Move > 0 && c.MoveTitle != "" {
		more = c.MoveTitle + "    " + more
	}
	if c.MoveEnds != nil {
		if here := widget.Here(c.MoveEnds.Hours-c.Now.Hours, c); here != "" {
			return "This move ends in " + strings.TrimSuffix(here, " here"), more, m.th.Running.Render
		}
	}
	return more, "", m.th.Running.Render
}

// said is the newest word to all: for ten minutes while the clock runs, and while it is paused
// where it was said since.
func (m *Model) said() string {
	for i := len(m.v.Notices) - 1; i >= 0; i-- {
		if n := m.v.Notices[i]; n.To == "all" {
			minutes := 0.5 // what was said before the clock was paused is about another time
			if m.v.Clock.Phase == "running" {
				minutes = 10
			}
			if widget.Old(n.At, m.v.Clock, minutes) {
				return ""
			}
			return n.By() + " to all: " + n.Text
		}
	}
	return ""
}

func (m *Model) openQuestion() *exercise.Question { return m.findQuestion(true) }

// justClosed is the question whose answers the room has been shown since the clock was paused,
// until something else is put on the wall.
func (m *Model) justClosed() *exercise.Question {
	c, b := m.v.Clock, m.v.Board
	if b == nil || b.Answers < 1 || b.Answers > len(m.v.Questions) || c.Phase != "paused" && c.Phase != "over" {
		return nil
	}
	if q := &m.v.Questions[b.Answers-1]; q.Closed != nil && q.Closed.Hours >= c.Now.Hours {
		return q
	}
	return nil
}

// findQuestion is the newest question that is open; for closed ones the newest of all, if it is closed. It is nil where
// there is none.
func (m *Model) findQuestion(open bool) *exercise.Question {
	for i := len(m.v.Questions) - 1; i >= 0; i-- {
		if q := &m.v.Questions[i]; q.Open == open {
			return q
		} else if !open {
			return nil
		}
	}
	return nil
}

// question is a question to all with its answers: the question large where h lines have room for it.
func (m *Model) question(q *exercise.Question, h int) []string {
	plain := func(s ...string) string { return strings.Join(s, " ") }
	texts := []string{q.Text}
	for _, o := range q.Options {
		texts = append(texts, "- "+o)
	}
	out := m.texts(texts, h*3/4, 0, m.th.Strong.Render, plain)
	if q.Open {
		return append(out, m.words("Answer on your own screen.", m.th.Dim.Render)...)
	}
	if q.Agreement != nil {
		out = append(out, m.words(fmt.Sprintf("Agreement of the rankings: %.2f of 1 (%s).", *q.Agreement,
			control.Agreement(*q.Agreement)), m.th.Dim.Render)...)
	}
	out = append(out, "")
	var answers []string
	for _, a := range q.Answers {
		answers = append(answers, a.Who+": "+a.Text)
	}
	return append(out, m.texts(answers, h-len(out), 0, plain, plain)...)
}

// discuss are the questions of a discussion.
func (m *Model) discuss(h int) []string {
	return m.texts(append([]string{"To discuss"}, m.v.Clock.Discuss...), h*3/4, 1, m.th.Title.Render,
		m.th.Strong.Render)
}

// texts are texts one under the other, the first in a style of its own: all of them in large letters where
// they take at most h lines, else none, with so much air between them.
func (m *Model) texts(list []string, h, air int, first, style func(...string) string) []string {
	var large, small []string
	for i, text := range list {
		if i > 0 {
			first = style
			large = append(large, "")
			small = append(small, make([]string, air)...)
		}
		small = append(small, m.words(text, first)...)
		lines := widget.Large(text, m.w-2*m.margin())
		if lines == nil {
			h = 0
		}
		large = append(large, m.set(lines, first)...)
	}
	if len(large) > h {
		return small
	}
	return large
}

// stories are the public news, the newest first: that one in full, with its title large where there is
// room, and the others in full too where the wall has room for all, else as headlines.
func (m *Model) stories(width, h int) []string {
	news := m.news()
	if h < 2 {
		return nil
	}
	pad := strings.Repeat(" ", m.margin())
	out := []string{pad + m.th.Title.Render("News")}
	if len(news) == 0 {
		return append(out, pad+m.th.Dim.Render("Nothing is public yet."))
	}
	w := width - 2*m.margin()
	full := m.storyLines(news[:len(news)-m.back], w) <= h-len(out)-2*widget.LargeHeight
	newest := len(news) - 1 - m.back
	for i := len(news) - 1 - m.back; i >= 0 && len(out) < h; i-- {
		n := news[i]
		head := widget.Clock(n.At)
		if n.From != "" {
			head += "  " + n.From
		}
		out = append(out, pad+m.th.Dim.Render(widget.Cut(head, w)))
		title := widget.Wrap(n.Title, w)
		if i == newest {
			title = widget.Headline(n.Title, w, h/3)
		}
		for _, line := range title {
			out = append(out, pad+m.th.Strong.Render(line))
		}
		if len(title) >= widget.LargeHeight && i == newest && n.Text != "" {
			out = append(out, "")
		}
		if full || i == newest {
			for _, line := range widget.Wrap(n.Text, w) {
				out = append(out, pad+line)
			}
		}
		out = append(out, "")
	}
	if len(out) > h {
		out = out[:h]
		out[h-1] = pad + m.th.Dim.Render("… down for older news")
	}
	return out
}

// storyLines is how many lines news take in full.
func (m *Model) storyLines(news []exercise.Item, w int) int {
	n := 0
	for i := range news {
		n += 2 + len(widget.Wrap(news[i].Title, w)) + len(widget.Wrap(news[i].Text, w))
	}
	return n
}
