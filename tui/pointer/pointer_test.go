package pointer

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// typed is a screen that notes its keys.
type typed struct {
	text string
	keys []string
}

func (t *typed) Init() tea.Cmd { return nil }
func (t *typed) View() string  { return t.text }
func (t *typed) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	t.keys = append(t.keys, msg.(tea.KeyMsg).String())
	return t, nil
}

func click(x, y int) tea.MouseMsg {
	return tea.MouseMsg{X: x, Y: y, Button: tea.MouseButtonLeft, Action: tea.MouseActionPress}
}

// TestClicksAreKeys at the very columns of what is marked, styles and wide letters before it or not.
func TestClicksAreKeys(t *testing.T) {
	screen := &typed{text: "\x1b[1m模型\x1b[0m " + Key('3', "\x1b[31mWorld\x1b[0m") + " " + Key(CodeOf("enter"), "enter") +
		"\n" + Row(-2, "up here") + "\n" + Row(0, "here") + "\n" + Row(1, "below")}
	m := New(screen)
	assert.Equal(t, "模型 World enter\nup here\nhere\nbelow", ansi.Strip(m.View()))
	assert.NotContains(t, m.View(), "z")
	for _, c := range []struct {
		at   tea.MouseMsg
		want string
	}{
		{click(4, 0), ""}, {click(5, 0), "3"}, {click(9, 0), "3"}, {click(10, 0), ""}, {click(11, 0), "enter"},
		{click(0, 1), "up up"}, {click(0, 2), ""}, {click(4, 3), "down"}, {click(5, 3), ""}, {click(-1, -1), ""},
		{click(5, 99), ""},
		{tea.MouseMsg{Button: tea.MouseButtonWheelDown, Action: tea.MouseActionPress}, "down"},
		{tea.MouseMsg{Button: tea.MouseButtonWheelUp, Action: tea.MouseActionPress}, "up"},
		{tea.MouseMsg{X: 5, Button: tea.MouseButtonLeft, Action: tea.MouseActionRelease}, ""},
		{tea.MouseMsg{X: 5, Button: tea.MouseButtonRight, Action: tea.MouseActionPress}, ""},
	} {
		screen.keys = nil
		m.Update(c.at)
		assert.Equal(t, c.want, strings.Join(screen.keys, " "), "%v", c.at)
	}
}

// TestMarksTakeNoRoom: whatever the text, a mark changes neither its width nor what is shown.
func TestMarksTakeNoRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zé模 ]{0,30}`).Draw(t, "text")
		marked := "x" + Row(rapid.IntRange(-9, 9).Draw(t, "below"), Key('q', text)) + "y"
		assert.Equal(t, ansi.StringWidth("x"+text+"y"), ansi.StringWidth(marked))
		assert.Equal(t, "x"+text+"y", New(&typed{text: marked}).View())
		cut := ansi.Truncate(marked, rapid.IntRange(0, 40).Draw(t, "columns"), "…")
		assert.NotContains(t, New(&typed{text: cut}).View(), "\x1b[?")
	})
}

// FuzzView: no text of a screen makes it fail, and no mark is left.
func FuzzView(f *testing.F) {
	f.Add("\x1b[?1;65zA\x1b[?0z")
	f.Add("\x1b[?1;z\x1b[?0z\x1b[?25l\x1b[?")
	f.Fuzz(func(t *testing.T, text string) {
		m := New(&typed{text: text})
		m.View()
		for _, s := range m.spots {
			m.Update(click(s.from, s.y))
		}
	})
}
