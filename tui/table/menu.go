package table

import (
	"context"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// entry is a line of the menu.
type entry struct {
	text, hint string
	do         func() tea.Cmd
}

// entries are what can be done at the table now, the likeliest first.
func (m *Model) entries() []entry {
	var out []entry
	clock := func(text, hint string) {
		out = append(out, entry{text, hint, m.goOrPause})
	}
	switch m.clock.Phase {
	case "before STARTEX":
		clock("Begin the exercise", "the clock starts")
	case "paused":
		clock("Let the clock go on", m.clock.Why)
	}
	order := []int{m.at}
	for i := range m.hands {
		if i != m.at {
			order = append(order, i)
		}
	}
	for _, i := range order {
		h := m.hands[i]
		if h.over {
			continue
		}
		hint := ""
		if h.player && h.unread > 0 {
			hint = fmt.Sprintf("%d unread", h.unread)
		}
		if !h.player {
			hint = "sees everything"
		}
		text := "Play " + h.Title
		if i == m.at {
			text = "Back to " + h.Title
		}
		if i == m.at && m.unread() {
			text, hint = "Read the brief of "+h.Title, "the clock waits"
		}
		out = append(out, entry{text, hint, func() tea.Cmd { m.turn(i, i == m.at); return nil }})
	}
	if m.clock.Phase == "running" {
		clock("Stop the clock", "")
	}
	if m.clock.Phase == "over" {
		out = append(out, entry{"Show what really happened", "facts, beliefs, moments: on the page Brief", m.reveal})
	}
	return append(out, entry{"Leave the table", "the exercise ends here", func() tea.Cmd { return tea.Quit }})
}

// reveal shows every seat what really happened, and has the moments that mattered worked out, which
// the seats see as well once that is done.
func (m *Model) reveal() tea.Cmd {
	m.turn(m.at, true)
	show := widget.Act(m.opts.Asker, "reveal", "You see what really happened, on the page Brief",
		&exercise.Reveal{On: true})
	seeker, ok := m.opts.Asker.(interface {
		Moments(ctx context.Context, progress func(done, of int)) (*exercise.Moments, error)
	})
	if !ok {
		return show
	}
	return tea.Batch(show, func() tea.Msg {
		_, _ = seeker.Moments(context.Background(), nil) // without them the rest is there all the same
		return nil
	})
}

// unread reports whether the exercise has not begun, and nobody has read a brief.
func (m *Model) unread() bool {
	return m.clock.Phase == "before STARTEX" && !m.read && m.hands[m.at].player
}

// choice is the line that Enter chooses: as long as nobody has moved to another, the brief before the
// clock.
func (m *Model) choice(n int) int {
	if m.unread() && !m.moved {
		return min(1, n-1)
	}
	m.menu.Clamp(n)
	return m.menu.Cursor
}

func (m *Model) chosen(k tea.KeyMsg) tea.Cmd {
	all := m.entries()
	m.menu.Cursor = m.choice(len(all))
	if m.menu.Update(k, len(all)) {
		m.moved = true
		return nil
	}
	switch s := k.String(); {
	case s == "esc", s == tableKey:
		if !m.hands[m.at].over && m.clock.Phase != "before STARTEX" {
			m.stage = playing
		}
	case s == "ctrl+c":
		m.menu.Cursor = len(all) - 1
	case s == "enter":
		do := all[m.menu.Cursor].do
		m.menu.Cursor = 0
		return do()
	case len(s) == 1 && s[0] >= '1' && int(s[0]-'1') < len(all):
		m.menu.Cursor = 0
		return all[s[0]-'1'].do()
	}
	return nil
}

func (m *Model) drawMenu() string {
	w := min(m.width-8, 72)
	lines := []string{"", m.theme.Title.Render(widget.Cut(m.title, w)), ""}
	if m.clock.Phase == "before STARTEX" {
		lines = append(lines, widget.Wrap(m.opts.Begins, w)...)
	} else {
		lines = append(lines, m.clock.Now.Date+"   "+m.clock.Now.T)
	}
	lines = append(lines, "")
	all := m.entries()
	at := m.choice(len(all))
	for i, e := range all {
		text := fmt.Sprintf("%s%d  %s", widget.Mark(i == at), i+1, e.text)
		row := widget.Spread(text, e.hint, w)
		if i == at {
			row = m.theme.Selected.Render(row)
		}
		lines = append(lines, row)
	}
	lines = append(lines, "", m.theme.Dim.Render("enter choose   up and down move   "+goKey+
		" stops and starts the clock anywhere"))
	if m.status.Text != "" {
		style := m.theme.Good
		if m.status.Bad {
			style = m.theme.Bad
		}
		lines = append(lines, "", style.Render(widget.Cut(m.status.Text, w)))
	}
	return m.page(lines)
}

func (m *Model) drawCurtain() string {
	w := min(m.width-8, 72)
	lines := append([]string{"", m.theme.Title.Render(widget.Cut("The next seat is: "+m.hands[m.next].Title, w)), ""},
		widget.Wrap("Everyone else looks away. Whoever plays this seat sits down, and presses Enter when nobody "+
			"else can read the screen.", w)...)
	return m.page(append(lines, "", m.theme.Dim.Render("enter show the seat   esc back to the table")))
}

// page sets lines into the window.
func (m *Model) page(lines []string) string {
	for i := range lines {
		lines[i] = "    " + lines[i]
	}
	return strings.Join(widget.Block(lines, m.width, m.height), "\n")
}
