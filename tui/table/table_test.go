package table

import (
	"context"
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/tui/screentest"
	"tocsin/tui/widget"
)

// sheet is a screen that shows a secret, and leaves on q.
type sheet struct{ secret string }

func (s sheet) Init() tea.Cmd { return nil }
func (s sheet) Update(m tea.Msg) (tea.Model, tea.Cmd) {
	switch m := m.(type) {
	case exercise.View:
		s.secret = "secret of " + m.You.Title
	case tea.KeyMsg:
		if m.String() == "q" {
			return s, tea.Quit
		}
	}
	return s, nil
}
func (s sheet) View() string { return s.secret + "\n\n" }

// asker remembers what it was asked.
type asker struct{ asked []string }

func (a *asker) Do(context.Context, room.Request) (exercise.Answer, error) {
	return exercise.Answer{OK: true}, nil
}

func (a *asker) Act(_ context.Context, act any) (exercise.Answer, error) {
	a.asked = append(a.asked, fmt.Sprintf("%T", act))
	return exercise.Answer{OK: true}, nil
}

type table struct {
	t     *testing.T
	m     *Model
	ask   *asker
	quit  bool
	ended [2]string
}

func lay(t *testing.T) *table {
	x := &table{t: t, ask: &asker{}}
	o := Options{Asker: x.ask, Begins: "You play two seats."}
	for i, title := range []string{"Desk", "Agency"} {
		o.Hands = append(o.Hands, Hand{Title: title, New: func() tea.Model { return sheet{} },
			Ended: func() string { return x.ended[i] }})
	}
	x.m = New(o)
	x.clock("before STARTEX")
	return x
}

func (x *table) clock(phase string) {
	for i, title := range []string{"Desk", "Agency"} {
		v := exercise.View{Clock: exercise.Clock{Phase: phase}, Player: &exercise.Player{Unread: i + 1}}
		v.You.Title, v.Scenario.Title = title, "Two seats"
		x.send(from{To: i, Msg: v})
	}
}

func (x *table) send(msg tea.Msg) {
	_, cmd := x.m.Update(msg)
	x.run(cmd)
}

func (x *table) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.QuitMsg:
		x.quit = true
	case tea.BatchMsg:
		for _, c := range msg {
			x.run(c)
		}
	default:
		x.send(msg)
	}
}

func (x *table) press(keys ...string) {
	for _, k := range keys {
		types := map[string]tea.KeyType{"enter": tea.KeyEnter, "esc": tea.KeyEsc, "ctrl+o": tea.KeyCtrlO,
			"ctrl+g": tea.KeyCtrlG, "down": tea.KeyDown}
		if kt, ok := types[k]; ok {
			x.send(tea.KeyMsg{Type: kt})
		} else {
			x.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(k)})
		}
	}
}

func (x *table) shows() string { return ansi.Strip(x.m.View()) }

// Enter on the first menu reads the brief while the clock waits; then it begins the exercise.
func TestTheBriefComesBeforeTheClock(t *testing.T) {
	x := lay(t)
	assert.Contains(t, x.shows(), "> 2  Read the brief of Desk")
	x.press("enter")
	assert.Empty(t, x.ask.asked, "the clock waits")
	assert.Contains(t, x.shows(), "secret of Desk")
	x.press("ctrl+o")
	assert.Contains(t, x.shows(), "> 1  Begin the exercise")
	assert.Contains(t, x.shows(), "2  Back to Desk")
	x.press("enter")
	assert.Equal(t, []string{"*exercise.Start"}, x.ask.asked)
}

func TestCurtain(t *testing.T) {
	x := lay(t)
	assert.Contains(t, x.shows(), "You play two seats.")
	assert.NotContains(t, x.shows(), "secret")
	x.press("1") // begin
	assert.Equal(t, []string{"*exercise.Start"}, x.ask.asked)
	assert.Contains(t, x.shows(), "secret of Desk")
	x.clock("running")
	x.press("ctrl+o")
	assert.NotContains(t, x.shows(), "secret")
	assert.Contains(t, x.shows(), "2 unread")
	x.press("2")
	assert.Contains(t, x.shows(), "The next seat is: Agency")
	assert.NotContains(t, x.shows(), "secret")
	x.press("esc", "esc")
	assert.Contains(t, x.shows(), "secret of Desk", "who turns back is where they were, not behind the curtain")
	x.press("ctrl+o", "2", "ctrl+o", "ctrl+o")
	assert.Contains(t, x.shows(), "secret of Desk")
	x.press("ctrl+o", "2", "enter")
	assert.Contains(t, x.shows(), "secret of Agency")
}

func TestLeavingAScreenIsNotTheEnd(t *testing.T) {
	x := lay(t)
	x.press("1")
	x.clock("running")
	x.press("q")
	assert.False(t, x.quit)
	assert.Contains(t, x.shows(), "Back to Desk")
	x.press("1")
	assert.Contains(t, x.shows(), "secret of Desk", "a new screen shows what there is to see")
	x.ended = [2]string{"The room is closed", "The room is closed"}
	x.send(from{To: 0, Msg: tea.QuitMsg{}})
	assert.False(t, x.quit)
	x.send(from{To: 1, Msg: tea.QuitMsg{}})
	assert.True(t, x.quit)
}

func TestClockAnywhere(t *testing.T) {
	x := lay(t)
	x.press("ctrl+g")
	x.clock("running")
	x.press("ctrl+g")
	x.clock("paused")
	x.press("ctrl+g")
	x.clock("over")
	x.press("ctrl+g")
	assert.Equal(t, []string{"*exercise.Start", "*exercise.Pause", "*exercise.Resume"}, x.ask.asked)
}

func TestSequencesStayWithTheirHand(t *testing.T) {
	seq := tea.Sequence(func() tea.Msg { return "one" }, func() tea.Msg { return "two" })
	msg := widget.BringMsg(1, seq())
	assert.Equal(t, fmt.Sprintf("%T", seq()), fmt.Sprintf("%T", msg), "a sequence stays one")
	assert.Equal(t, from{To: 1, Msg: "x"}, widget.BringMsg(1, "x"))
	assert.Nil(t, widget.BringMsg(1, nil))
}

func TestChooser(t *testing.T) {
	c := NewChooser("Which?", []Row{{Title: "One", Text: "first"},
		{Title: "Two", Text: strings.Repeat("long ", 100)}}, true)
	key := func(k tea.KeyMsg) tea.Cmd { _, cmd := c.Update(k); return cmd }
	require.Nil(t, key(tea.KeyMsg{Type: tea.KeyEnter}))
	assert.Contains(t, ansi.Strip(c.View()), "Choose at least one")
	key(tea.KeyMsg{Type: tea.KeyDown})
	key(tea.KeyMsg{Type: tea.KeySpace, Runes: []rune(" ")})
	assert.Nil(t, c.Chosen(), "not before enter")
	require.NotNil(t, key(tea.KeyMsg{Type: tea.KeyEnter}))
	assert.Equal(t, []int{1}, c.Chosen())
	assert.Contains(t, ansi.Strip(c.View()), "esc back  q leave  (1 taken)", "all keys are there in the least window")
	for key, back := range map[string]bool{"esc": true, "q": false, "ctrl+c": false} {
		gone := NewChooser("Which?", []Row{{Title: "One"}}, false)
		gone.Update(screentest.Key(key))
		assert.Nil(t, gone.Chosen(), key)
		assert.Equal(t, back, gone.Back(), key)
	}
}

// No line is wider than the window and no screen taller, at any size.
func TestSizes(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {100, 30}, {120, 40}, {200, 60}, {79, 24}, {40, 12}, {20, 5}} {
		x := lay(t)
		c := NewChooser("Which?", []Row{{Title: strings.Repeat("宽", 100), Text: strings.Repeat("long ", 200)}}, true)
		for i, m := range []tea.Model{x.m, x.m, c} {
			if i == 1 {
				x.clock("running")
				x.press("2")
			}
			m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			lines := strings.Split(m.View(), "\n")
			assert.LessOrEqual(t, len(lines), size[1], "%v", size)
			for _, l := range lines {
				assert.LessOrEqual(t, ansi.StringWidth(l), size[0], "%v: %q", size, l)
			}
		}
	}
}
