package facilitator

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// linksPage is how the seats work together, and where it is stuck.
type linksPage struct {
	widget.PageName
	links control.Links
}

func (p *linksPage) tab(m *Model) widget.Tab {
	return widget.Tab{Title: "Links", Badge: badge(len(m.control().Together.Hangs))}
}

func (p *linksPage) keys(*Model) []key.Binding {
	return []key.Binding{key.NewBinding(key.WithKeys("left", "right", "h", "l"),
		key.WithHelp("left right", "links: other seats")),
		key.NewBinding(key.WithKeys("a"), key.WithHelp("a", "links: what the seats make of it"))}
}

func (p *linksPage) view(m *Model, w, h int) []string {
	return p.links.View(m.th, m.control(), m.v.Clock, w, h)
}

func (p *linksPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	c := m.control()
	if g := p.links.Hang(c); !p.links.Update(k, c) && key.Matches(k, m.keys.choose) && g != nil {
		return m.push(m.hangMenu(*g))
	}
	return nil
}

func (p *linksPage) about(m *Model) (control.About, bool) {
	if g := p.links.Hang(m.control()); g != nil && g.Seat != "" {
		return m.aboutRole(g.Seat), true
	}
	return control.About{}, false
}

func (p *linksPage) under(m *Model) string {
	if g := p.links.Hang(m.control()); g != nil {
		return hangID(g)
	}
	return ""
}

func (p *linksPage) stay(m *Model, on string) {
	var ids []string
	for i := range m.control().Together.Hangs {
		ids = append(ids, hangID(&m.control().Together.Hangs[i]))
	}
	stay(&p.links.List, ids, on)
}

func hangID(g *exercise.Hang) string { return g.Kind + " " + g.ID + " " + g.Seat }

// hangMenu is what a facilitator can do where coordination hangs: ask the seat that could
// move it, look at it, say it in the game, or leave it to the players.
func (m *Model) hangMenu(g exercise.Hang) *menu {
	l := &menu{title: control.OneLine(g.What), context: g.How}
	for _, s := range m.control().Seats {
		if s.ID != g.Seat {
			continue
		}
		nobody := ""
		if s.Holder == "" {
			nobody = "nobody sits there"
		}
		l.choices = append(l.choices,
			choice{key: "w", text: "Whisper to " + s.Title + ", out of the game", off: nobody,
				do: func() tea.Cmd { return m.whisperWith(s.ID, s.Holder, hangPrompt(&g)) }},
			choice{key: "l", text: "Look at what " + s.Title + " sees", off: m.noLook(),
				do: func() tea.Cmd { return m.lookAt(s, false) }},
			choice{key: "s", text: "All about the seat " + s.Title,
				do: func() tea.Cmd { return m.push(m.seatMenu(s)) }})
	}
	l.choices = append(l.choices, choice{key: "i", text: "Write an inject", off: m.notNow(),
		do: func() tea.Cmd { return m.push(m.templates()) }})
	if g.Kind == exercise.HangsFact {
		l.choices = append(l.choices, choice{key: "f", text: "Let a seat learn the fact", off: m.notNow(),
			do: func() tea.Cmd { return m.tellFact(g.ID) }})
	}
	return l
}

// hangPrompt is a first version of what to whisper. It asks, and gives nothing away.
func hangPrompt(g *exercise.Hang) string {
	switch g.Kind {
	case exercise.HangsFact:
		return "Who else should hear of what you know?"
	case exercise.HangsQuestion:
		return "Somebody waits for an answer from you."
	}
	return "A joint action is proposed. Will you take part?"
}
