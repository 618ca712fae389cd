package facilitator

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/control"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// promptLayer is the line that finds a page by its name, and takes commands from those who
// like to type.
type promptLayer struct{ *widget.Prompt }

// spokenCommand is a command of the command line.
type spokenCommand struct {
	word, note string
	// next gives what may follow the word.
	next func(m *Model) []widget.Suggestion
	do   func(m *Model, rest []string) (tea.Cmd, string)
}

func (m *Model) commandLine() tea.Cmd {
	p := &widget.Prompt{Suggest: func(words []string, part string) []widget.Suggestion {
		if len(words) == 0 {
			var out []widget.Suggestion
			for _, c := range commands() {
				out = append(out, widget.Suggestion{Word: c.word, Note: c.note})
			}
			return append(m.pages.Suggest(), out...)
		}
		for _, c := range commands() {
			if c.word == words[0] && c.next != nil && len(words) == 1 {
				return c.next(m)
			}
		}
		return nil
	}}
	p.Start("")
	return m.push(&promptLayer{p})
}

func (l *promptLayer) key(m *Model, k tea.KeyMsg) tea.Cmd {
	switch l.Update(k) {
	case widget.Closed:
		m.drop(l)
	case widget.Sent:
		words := strings.Fields(l.Line())
		for _, c := range commands() {
			if c.word != words[0] {
				continue
			}
			cmd, wrong := c.do(m, words[1:])
			if wrong != "" {
				l.Refuse(wrong)
				return nil
			}
			m.drop(l)
			return cmd
		}
		if len(words) == 1 && m.pages.Find(words[0]) {
			m.shown()
			m.drop(l)
			return nil
		}
		l.Refuse("There is no page or command " + words[0] + "; tab shows those there are")
	}
	return nil
}

func (l *promptLayer) view(m *Model, w, h int) []string {
	under := m.body(w, h)
	lines := l.View(m.th, w, min(h, 16))
	return append(widget.Block(under, w, h-len(lines)), lines...)
}

func (l *promptLayer) answered(*Model, widget.Answered) bool { return false }

func injectWords(m *Model) []widget.Suggestion {
	var out []widget.Suggestion
	for _, p := range m.control().Next {
		out = append(out, widget.Suggestion{Word: p.ID, Note: p.Title})
	}
	return out
}

func seatWords(m *Model) []widget.Suggestion {
	var out []widget.Suggestion
	for _, s := range m.control().Seats {
		out = append(out, widget.Suggestion{Word: s.ID, Note: s.Title + ", " + control.Holder(s)})
	}
	return out
}

// one takes a single word, the id of an inject or a seat.
func one(what string, do func(m *Model, id string) tea.Cmd) func(*Model, []string) (tea.Cmd, string) {
	return func(m *Model, rest []string) (tea.Cmd, string) {
		if len(rest) != 1 {
			return nil, "Say " + what
		}
		return do(m, rest[0]), ""
	}
}

func commands() []spokenCommand {
	seatAct := func(done string, make func(id string) any) func(*Model, []string) (tea.Cmd, string) {
		return one("which seat", func(m *Model, id string) tea.Cmd { return m.act("seat", done, make(id)) })
	}
	return []spokenCommand{
		{"start", "STARTEX", nil, func(m *Model, _ []string) (tea.Cmd, string) { return m.act("start", "STARTEX", &exercise.Start{}), "" }},
		{"resume", "the clock goes on", nil, func(m *Model, _ []string) (tea.Cmd, string) {
			return m.act("resume", "The clock runs", &exercise.Resume{}), ""
		}},
		{"pause", "and why", nil, func(m *Model, rest []string) (tea.Cmd, string) {
			return m.act("pause", "Paused", &exercise.Pause{Why: strings.Join(rest, " ")}), ""
		}},
		{"pace", "how much exercise time a minute is: pace 2h", nil, one("how much: pace 2h", func(m *Model, p string) tea.Cmd {
			return m.act("pace", "A minute is now "+p, &exercise.Pace{Minute: p})
		})},
		{"step", "event, inject or move", func(*Model) []widget.Suggestion {
			return []widget.Suggestion{{Word: "event"}, {Word: "inject"}, {Word: "move"}}
		},
			one("step event, step inject or step move", func(m *Model, to string) tea.Cmd { return m.step(to) })},
		{"jump", "by how much, without a preview: jump 1d", nil, one("how far: jump 1d", func(m *Model, by string) tea.Cmd {
			return m.act("jump", "Time has moved by "+by, &exercise.Jump{By: by})
		})},
		{"release", "an inject", injectWords, one("which inject", func(m *Model, id string) tea.Cmd { return m.release(id, id) })},
		{"hold", "an inject", injectWords, one("which inject", func(m *Model, id string) tea.Cmd { return m.hold(id, id) })},
		{"unhold", "an inject", injectWords, one("which inject", func(m *Model, id string) tea.Cmd { return m.unhold(id, id) })},
		{"skip", "an inject", injectWords, one("which inject", func(m *Model, id string) tea.Cmd { return m.skip("skip", id, id, "") })},
		{"postpone", "an inject, by a time: postpone press_story 6h", injectWords, func(m *Model, rest []string) (tea.Cmd, string) {
			if len(rest) != 2 {
				return nil, "Say which inject and by how much: postpone press_story 6h"
			}
			hours, ok := control.Hours(rest[1])
			if !ok {
				return nil, "By how much: 30m, 6h or 2d"
			}
			return m.postpone("postpone", rest[0], rest[0], hours, false), ""
		}},
		{"say", "to everyone, out of the game", nil, func(m *Model, rest []string) (tea.Cmd, string) {
			return m.act("broadcast", "Said to all", &exercise.Broadcast{Text: strings.Join(rest, " ")}), ""
		}},
		{"whisper", "to a seat: whisper cloud Are you there?", seatWords, func(m *Model, rest []string) (tea.Cmd, string) {
			if len(rest) < 2 {
				return nil, "Say to whom, and what"
			}
			return m.act("whisper", "Said", &exercise.Whisper{To: rest[0], Text: strings.Join(rest[1:], " ")}), ""
		}},
		{"note", "a note about now", nil, func(m *Model, rest []string) (tea.Cmd, string) {
			a := m.aboutLast()
			return m.act("observe", "Written down", &exercise.Observe{Text: strings.Join(rest, " "), Inject: a.Inject, Objective: a.Objective}), ""
		}},
		{"bot", "plays a seat", seatWords, seatAct("A bot plays", func(id string) any { return &exercise.Bot{Role: id, On: true} })},
		{"nobot", "takes a seat from a bot", seatWords, seatAct("No bot plays it", func(id string) any { return &exercise.Bot{Role: id} })},
		{"look", "at what a seat sees", seatWords, one("which seat", func(m *Model, id string) tea.Cmd { return m.lookAt(m.place(id), false) })},
	}
}
