// Package pointer lets people select and scroll with a mouse where they expect it. What can be
// clicked is marked in the text of a screen with the keys that it stands for, so that a mouse does
// nothing that keys cannot, and screens know nothing of it.
package pointer

import (
	"fmt"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// Marks are control sequences that no terminal knows; [Model] takes them out.
const (
	intro = "\x1b[?"
	final = 'z'
	shut  = intro + "0z"
)

// mostSteps is how far a click moves a cursor.
const mostSteps = 400

// Key marks text on which a click is a key: a rune, or the code of a control key. It is for one
// line of text.
func Key(code rune, text string) string {
	return fmt.Sprintf("%s1;%d%c", intro, code, final) + text + shut
}

// Row marks a line of a list that is so many rows below the cursor, or above it.
func Row(below int, text string) string {
	if below == 0 {
		return text
	}
	kind := 2
	if below < 0 {
		kind, below = 3, -below
	}
	return fmt.Sprintf("%s%d;%d%c", intro, kind, below, final) + text + shut
}

// CodeOf is the code of a key by its name, or 0 where it has none: keys that are one character,
// enter, tab, esc, space and ctrl with a letter have.
func CodeOf(name string) rune {
	switch name {
	case "enter":
		return rune(tea.KeyEnter)
	case "tab":
		return rune(tea.KeyTab)
	case "esc":
		return rune(tea.KeyEsc)
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok && len(letter) == 1 && letter[0] >= 'a' && letter[0] <= 'z' {
		return rune(letter[0]-'a') + 1
	}
	if r := []rune(name); len(r) == 1 {
		return r[0]
	}
	return 0
}

// spot is what a click on some columns of a line stands for.
type spot struct {
	y, from, to int
	kind, n     int
}

// Model is a screen whose marks are clicked.
type Model struct {
	tea.Model
	spots []spot
}

// New is a screen with a mouse.
func New(m tea.Model) *Model { return &Model{Model: m} }

// Update makes keys of what a mouse does: the wheel is up and down.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	mouse, ok := msg.(tea.MouseMsg)
	if !ok {
		inner, cmd := m.Model.Update(msg)
		m.Model = inner
		return m, cmd
	}
	if mouse.Action != tea.MouseActionPress {
		return m, nil
	}
	switch mouse.Button {
	case tea.MouseButtonWheelUp:
		return m, m.press(tea.KeyMsg{Type: tea.KeyUp}, 1)
	case tea.MouseButtonWheelDown:
		return m, m.press(tea.KeyMsg{Type: tea.KeyDown}, 1)
	case tea.MouseButtonLeft:
		for _, s := range m.spots {
			if s.y == mouse.Y && mouse.X >= s.from && mouse.X < s.to {
				return m, m.clicked(s)
			}
		}
	}
	return m, nil
}

func (m *Model) clicked(s spot) tea.Cmd {
	switch {
	case s.kind == 2:
		return m.press(tea.KeyMsg{Type: tea.KeyDown}, s.n)
	case s.kind == 3:
		return m.press(tea.KeyMsg{Type: tea.KeyUp}, s.n)
	case s.n < ' ':
		return m.press(tea.KeyMsg{Type: tea.KeyType(s.n)}, 1)
	case s.n == ' ':
		return m.press(tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}, 1)
	}
	return m.press(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{rune(s.n)}}, 1)
}

func (m *Model) press(k tea.KeyMsg, times int) tea.Cmd {
	var cmds []tea.Cmd
	for range min(times, mostSteps) {
		inner, cmd := m.Model.Update(k)
		m.Model = inner
		cmds = append(cmds, cmd)
	}
	return tea.Batch(cmds...)
}

// View is the screen without the marks, which it remembers the places of.
func (m *Model) View() string {
	text := m.Model.View()
	m.spots = m.spots[:0]
	if !strings.Contains(text, shut) {
		return text
	}
	lines := strings.Split(text, "\n")
	for y, line := range lines {
		if strings.Contains(line, intro) {
			lines[y] = m.line(y, line)
		}
	}
	return strings.Join(lines, "\n")
}

// line takes the marks out of a line.
func (m *Model) line(y int, line string) string {
	var b strings.Builder
	x := 0
	var open []spot
	for {
		before, rest, found := strings.Cut(line, intro)
		b.WriteString(before)
		x += ansi.StringWidth(before)
		if !found {
			break
		}
		args, after, ours := strings.Cut(rest, string(final))
		kind, n, ok := parsed(args)
		if !ours || !ok { // somebody else's
			b.WriteString(intro)
			line = rest
			continue
		}
		line = after
		if kind != 0 {
			open = append(open, spot{y: y, from: x, kind: kind, n: n})
		} else if last := len(open) - 1; last >= 0 {
			s := open[last]
			s.to, open = x, open[:last]
			m.spots = append(m.spots, s)
		}
	}
	for _, s := range open { // cut off at the right
		s.to = x
		m.spots = append(m.spots, s)
	}
	return b.String()
}

func parsed(args string) (kind, n int, ok bool) {
	if args == "0" {
		return 0, 0, true
	}
	a, b, found := strings.Cut(args, ";")
	kind, err := strconv.Atoi(a)
	n, wrong := strconv.Atoi(b)
	return kind, n, found && err == nil && wrong == nil && kind >= 1 && kind <= 3
}
