package facilitator

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// word is something that was said to the facilitator, or by staff, out of the game; or in
// the game to the facilitator.
type word struct {
	at       exercise.Moment
	from, to string
	by       string // from, as it is shown
	text     string
	inGame   bool
	mine     bool
}

// heardWords are all words that the facilitator can hear, oldest first.
func (m *Model) heardWords() []word {
	var out []word
	for _, n := range m.v.Notices {
		out = append(out, word{at: n.At, from: n.From, by: n.By(), to: n.To, text: n.Text, mine: n.Yours})
	}
	in := m.inbox()
	for i, k := 0, 0; i < len(in); i++ {
		x := word{at: in[i].At, from: in[i].From, by: in[i].From, to: "the facilitator",
			text: strings.TrimSpace(in[i].Title + " " + in[i].Text), inGame: true}
		for k < len(out) && out[k].at.Hours <= x.at.Hours {
			k++
		}
		out = append(out[:k], append([]word{x}, out[k:]...)...)
		k++
	}
	return out
}

// inbox is what players say to the facilitator in the game; what they try is on a page of
// its own.
func (m *Model) inbox() []exercise.Item {
	var out []exercise.Item
	for _, it := range m.control().Inbox {
		if it.Kind != exercise.ItemRuling {
			out = append(out, it)
		}
	}
	return out
}

// spoken counts the words of others to the facilitator.
func (m *Model) spoken() int {
	n := len(m.inbox())
	for _, x := range m.v.Notices {
		colleague := x.Kind == exercise.NoticeFacilitator && x.To != m.v.You.Name && x.To != "staff"
		if !x.Yours && x.To != "all" && x.Kind != exercise.NoticeExercise && !colleague {
			n++
		}
	}
	return n
}

// unheard counts those that came since the page was last looked at.
func (m *Model) unheard() int {
	if m.on(&m.words) && len(m.layers) == 0 {
		m.words.heard = m.spoken()
	}
	return max(m.spoken()-m.words.heard, 0)
}

// talkPage is what is said out of the game.
type talkPage struct {
	widget.PageName
	widget.List
	heard int // how many words of players have been seen
}

func (p *talkPage) tab(m *Model) widget.Tab {
	return widget.Tab{Title: "Talk", Badge: badge(m.unheard())}
}

func (p *talkPage) opened(m *Model) {
	p.heard = m.spoken()
	p.Cursor = max(len(m.heardWords())-1, 0) // what was said last is why one comes
}

func (p *talkPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	if !p.Update(k, len(m.heardWords())) && key.Matches(k, m.keys.choose) {
		return m.push(m.talkMenu())
	}
	return nil
}

func (p *talkPage) view(m *Model, w, h int) []string {
	words := m.heardWords()
	p.heard = m.spoken()
	out := []string{widget.TitleLine(m.th, "Words out of the game",
		"enter: answer, whisper, say to all, talk to staff", w, true)}
	if len(words) == 0 {
		return append(out,
			indent(widget.Wrap("Nothing has been said yet. b says something to all; enter has whispers to one "+
				"seat and talk among staff. None of it is part of the game, and no score counts it.", w-2))...)
	}
	return append(out, p.View(len(words), w, h-1, func(i int) []string {
		x := words[i]
		at := i == p.Cursor
		head := widget.Mark(at) + x.at.T + "  " + x.by + " to " + x.to
		style := m.th.Notice
		if x.inGame {
			head += " (in the game)"
			style = m.th.Strong
		}
		if at {
			style = m.th.Selected
		}
		lines := []string{style.Render(widget.Cut(head, w))}
		for _, line := range widget.Wrap(x.text, w-6) {
			lines = append(lines, "    "+line)
		}
		return lines
	})...)
}

// talkMenu is all ways to speak out of the game.
func (m *Model) talkMenu() *menu {
	l := &menu{title: "Speak, out of the game"}
	if words := m.heardWords(); len(words) > 0 && m.on(&m.words) {
		m.words.Clamp(len(words))
		x := words[m.words.Cursor]
		if to, name := m.speaker(x); to != "" {
			l.context = []string{x.by + ": " + x.text}
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
func (m *Model) speaker(x word) (to, name string) {
	for _, p := range m.control().Roster {
		if p.Name != m.v.You.Name && (x.from == p.Name || strings.HasPrefix(x.from, p.Name+", ")) {
			return p.Name, p.Name
		}
	}
	for _, s := range m.control().Seats {
		if x.from == s.Title && s.Holder != "" {
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
		fields = append([]*widget.Field{widget.Choose("to", "To", people, "")}, fields...)
	}
	return m.form(widget.NewForm(title, "Say it", fields...), func(f *widget.Form, tag string) (tea.Cmd, string) {
		whom := to
		if whom == "" {
			whom = f.One("to")
		}
		return m.act(tag, "Said", &exercise.Whisper{To: whom, Text: f.Text("text")}), ""
	})
}
