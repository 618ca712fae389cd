package facilitator

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// spoken reports whether a word is said by others to the facilitator alone, or to the staff.
func (m *Model) spoken(x *exercise.Notice) bool {
	return !x.Yours && x.Kind != exercise.NoticeExercise && (x.To == "staff" || x.To == m.v.You.Name)
}

// unheard counts those that came since the page was last looked at.
func (m *Model) unheard() int {
	m.words.heard = max(m.words.heard, m.v.You.Heard)
	if m.on(&m.words) && len(m.layers) == 0 {
		m.words.hear(m)
	}
	n := 0
	for i := range m.v.Notices {
		if x := &m.v.Notices[i]; x.N > m.words.heard && m.spoken(x) {
			n++
		}
	}
	return n
}

// talkPage is what is said out of the game.
type talkPage struct {
	widget.PageName
	widget.List
	heard int // number of the last word that has been seen
}

func (p *talkPage) tab(m *Model) widget.Tab {
	return widget.Tab{Title: "Talk", Badge: badge(m.unheard())}
}

// hear takes note that all that was said has been seen.
func (p *talkPage) hear(m *Model) {
	all := m.v.Notices
	if len(all) == 0 || all[len(all)-1].N <= p.heard {
		return
	}
	p.heard = all[len(all)-1].N
	if s, ok := m.seat.(widget.Listener); ok {
		s.Heard(p.heard)
	}
}

func (p *talkPage) opened(m *Model) {
	p.hear(m)
	p.Cursor = max(len(m.v.Notices)-1, 0) // what was said last is why one comes
}

func (p *talkPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	if !p.Update(k, len(m.v.Notices)) && key.Matches(k, m.keys.choose) {
		return m.push(m.talkMenu())
	}
	return nil
}

var noWords = widget.Empty{None: "Nobody has said anything.",
	Here: "What players say to you (o on their screens), and what staff say. It is not part of the game, and no " +
		"score counts it.",
	When: "From the lobby on, also while the clock is paused.",
	Keys: [][2]string{{"b", "say something to all"},
		{"enter", "whisper to one seat or person, talk to the other staff, answer"}}}

// hearers are those who can be spoken to, in at most h lines.
func (m *Model) hearers(w, h int) []string {
	var list []string
	for _, s := range m.seats() {
		if s.Holder != "" {
			list = append(list, widget.Spread(" "+control.Named(s), m.th.Dim.Render(s.Holder), min(w, 60)))
		}
	}
	for _, p := range m.control().Roster {
		if p.Role == "" && p.Here && p.Name != m.v.You.Name && p.Kind != exercise.KindBoard {
			list = append(list, widget.Spread(" "+string(p.Kind), m.th.Dim.Render(p.Name), min(w, 60)))
		}
	}
	if h < 4 {
		return nil
	}
	right := fmt.Sprint(len(list))
	if len(list) == 0 {
		list = []string{m.th.Dim.Render(" Nobody yet. The page " + m.called("join") + " says how people come in.")}
	}
	return append([]string{"", widget.TitleLine(m.th, "Who can hear you", right, w, false)},
		m.shortened(list, h-2, "all are on the page "+m.called("seats"))...)
}

func (p *talkPage) view(m *Model, w, h int) []string {
	words := m.v.Notices
	p.hear(m)
	out := []string{widget.TitleLine(m.th, "Words out of the game",
		"enter: answer, whisper, say to all, talk to staff", w, true)}
	if len(words) == 0 {
		out = append(out, noWords.View(m.th, w)...)
		return append(out, m.hearers(w, h-len(out))...)
	}
	return append(out, p.View(len(words), w, h-1, func(i int) []string {
		x := words[i]
		at := i == p.Cursor
		when := x.At.T
		if room := widget.RoomTime(x.Wall); room != "" {
			when = room + "  " + when
		}
		head := widget.Mark(at) + when + "  " + x.By() + " to " + x.To
		style := m.th.Notice
		if at {
			style = m.th.Selected
		}
		lines := []string{style.Render(widget.Cut(head, w))}
		for _, line := range widget.Wrap(x.Text, w-6) {
			lines = append(lines, "    "+line)
		}
		return lines
	})...)
}

// talkMenu is all ways to speak out of the game.
func (m *Model) talkMenu() *menu {
	l := &menu{title: "Speak, out of the game"}
	if words := m.v.Notices; len(words) > 0 && m.on(&m.words) {
		m.words.Clamp(len(words))
		x := words[m.words.Cursor]
		if to, name := m.speaker(x); to != "" {
			l.context = []string{x.By() + ": " + x.Text}
			l.choices = append(l.choices, choice{key: "a", text: "Answer " + name,
				do: func() tea.Cmd { return m.whisper(to, name) }})
		}
	}
	l.choices = append(l.choices,
		choice{key: "b", text: "Say something to everyone", do: m.broadcast},
		choice{key: "w", text: "Whisper to one seat or person", do: func() tea.Cmd { return m.whisper("", "") }},
		choice{key: "s", text: "Talk to the other staff",
			do: func() tea.Cmd { return m.whisper("staff", "the staff") }})
	return l
}

// speaker is whom to answer: a name or a role's id for a whisper, and words for it.
func (m *Model) speaker(x exercise.Notice) (to, name string) {
	for _, p := range m.control().Roster {
		if p.Name != m.v.You.Name && (x.From == p.Name || strings.HasPrefix(x.From, p.Name+", ")) {
			return p.Name, p.Name
		}
	}
	for _, s := range m.control().Seats {
		if x.From == s.Title && s.Holder != "" {
			return s.ID, s.Title
		}
	}
	return "", ""
}

func (m *Model) broadcast() tea.Cmd {
	return m.form(widget.NewForm("To everyone, out of the game", "Say it",
		widget.Text("text", "Words", 4, "").Needed()), func(f *widget.Form, tag string) (tea.Cmd, string) {
		return m.act(tag, "Said to all", &exercise.Broadcast{Text: f.Text("text")}), ""
	})
}

// whisper speaks to one; without a name it asks to whom.
func (m *Model) whisper(to, name string) tea.Cmd { return m.whisperWith(to, name, "") }

// whisperWith begins with words that can be changed.
func (m *Model) whisperWith(to, name, words string) tea.Cmd {
	text := widget.Text("text", "Words", 4, words).Needed().With("Out of the game: nobody else but the staff reads it")
	fields := []*widget.Field{text}
	title := "To " + name
	if to == "" {
		title = "Whisper"
		var people []widget.Option
		for _, s := range m.control().Seats {
			if s.Holder != "" {
				people = append(people, widget.Option{ID: s.ID, Text: s.Title, Note: s.Holder})
			}
		}
		for _, p := range m.control().Roster {
			if p.Role == "" && p.Name != m.v.You.Name && p.Here && p.Kind != exercise.KindBoard {
				people = append(people, widget.Option{ID: p.Name, Text: p.Name, Note: string(p.Kind)})
			}
		}
		if len(people) == 0 {
			return widget.Say("There is nobody else here yet", true)
		}
		fields = append([]*widget.Field{widget.Choose("to", "To", people, "").Undecided()}, fields...)
	}
	return m.form(widget.NewForm(title, "Say it", fields...), func(f *widget.Form, tag string) (tea.Cmd, string) {
		whom := to
		if whom == "" {
			whom = f.One("to")
		}
		return m.act(tag, "Said", &exercise.Whisper{To: whom, Text: f.Text("text")}), ""
	})
}
