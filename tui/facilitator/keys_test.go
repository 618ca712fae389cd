package facilitator

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
	"tocsin/tui/widget"
)

// A key of the console that can do nothing now says why, and asks the room for nothing.
func TestKeysSayWhyNotNow(t *testing.T) {
	for _, c := range []struct {
		keys   string
		page   string
		change func(v *exercise.View)
		why    string
	}{
		{"pnrhxe+-", "now", func(v *exercise.View) { v.Clock.Phase = "before STARTEX" }, "from STARTEX on"},
		{"spnrhxe+-", "now", func(v *exercise.View) { v.Clock.Phase = "over" }, "the exercise is over"},
		{"rhxe+-", "now", func(v *exercise.View) { v.Control.Next = nil }, "there is nothing to do it with"},
		{"s", "world", func(v *exercise.View) { v.Clock.Phase = "running" }, "the clock runs already; p pauses it"},
		{"n", "log", func(v *exercise.View) { v.Clock.Emergency = true }, "the exercise is stopped; s goes on"},
		{"!", "log", func(v *exercise.View) { v.Clock.Emergency = true }, "the exercise is stopped already"},
	} {
		v := screentest.Staff()
		c.change(&v)
		m, f := console(t, 80, 20, v)
		m.show(c.page)
		for _, k := range c.keys {
			cmd := m.Update(screentest.Key(string(k)))
			require.NotNil(t, cmd, "%s on %s, %s", string(k), c.page, v.Clock.Phase)
			assert.Equal(t, widget.Said{Text: "Not now: " + c.why, Bad: true}, cmd(), string(k))
		}
		assert.Empty(t, m.layers)
		assert.Empty(t, f.Acts)
		assert.Empty(t, f.Asked)
	}
}

// TestKeysOfOtherPagesSayWhere they do something, and unknown keys that they do nothing.
func TestKeysOfOtherPagesSayWhere(t *testing.T) {
	for _, c := range []struct{ page, key, want string }{
		{"world", "r", "r does nothing on this page: it is a key of Now (1)"},
		{"world", "-", "- does nothing on this page: it is a key of Now (1) and Wall (:board)"},
		{"now", "left", "left does nothing on this page: it is a key of Facts (3), Links (:links) and Wall (:board)"},
		{"plan", "N", "N does nothing on this page: it is a key of Wall (:board)"},
		{"board", "r", "r does nothing on this page: it is a key of Now (1)"},
		{"now", "y", "y does nothing here; ? shows the keys"},
		{"log", " ", "space does nothing here; ? shows the keys"},
		{"log", "stop now", "pasted text does nothing here; ? shows the keys"},
		{"join", "esc", "esc does nothing here; ? shows the keys"},
	} {
		m, f := console(t, 120, 36, screentest.Staff())
		m.show(c.page)
		cmd := m.Update(screentest.Key(c.key))
		require.NotNil(t, cmd, "%s on %s", c.key, c.page)
		assert.Equal(t, widget.Said{Text: c.want, Bad: true}, cmd(), c.key)
		assert.Empty(t, m.layers)
		assert.Empty(t, f.Acts)
	}
}

// TestEnterSaysWhereThereIsNothingToChoose, once, and does something everywhere else.
func TestEnterSaysWhereThereIsNothingToChoose(t *testing.T) {
	nothing := exercise.View{You: screentest.Staff().You, Control: &exercise.Control{},
		Clock: exercise.Clock{Phase: "running", Allows: "everything"}}
	var say []string
	for _, page := range pageNames() {
		if page == "rooms" { // it is there with rooms only
			continue
		}
		m, _ := console(t, 120, 36, nothing)
		m.show(page)
		cmd := m.Update(screentest.Key("enter"))
		if cmd != nil && cmd() == tea.Msg(widget.Said{Text: widget.NoChoice, Bad: true}) {
			say = append(say, m.pages.Now().Name())
		}
	}
	assert.Equal(t, []string{"now", "facts", "seats", "rule", "notes", "log", "score", "links", "join", "use"}, say,
		"the others ask something, or open a menu")
	m, _ := console(t, 120, 36, screentest.Staff())
	require.Nil(t, m.Update(screentest.Key("enter")))
	assert.Len(t, m.layers, 1, "an inject is chosen")
}

// TestMenusSayThatAKeyIsNoChoice, and stay.
func TestMenusSayThatAKeyIsNoChoice(t *testing.T) {
	m, f := console(t, 120, 36, screentest.Staff())
	press(t, m, "m", "y")
	assert.Contains(t, text(m), "! y is no choice here: press one of the letters on the left; esc leaves")
	press(t, m, "down")
	assert.NotContains(t, text(m), "no choice here")
	assert.Empty(t, f.Acts)
	assert.Len(t, m.layers, 1)
}

// TestEveryKeyIsInTheHelp: on no page does a key do something of which the help knows nothing.
func TestEveryKeyIsInTheHelp(t *testing.T) {
	pressed := []string{"left", "right", "backspace", "delete", "esc", " ", "ctrl+a", "ctrl+d", "ctrl+u"}
	for r := '!'; r <= '~'; r++ {
		pressed = append(pressed, string(r))
	}
	for _, page := range pageNames() {
		m, _ := console(t, 120, 36, staffOf(page))
		m.show(page)
		before := m.View()
		for _, name := range pressed {
			k := screentest.Key(name)
			why := m.unable(k, m.enabled().(keys))
			if !strings.Contains(why, "does nothing") {
				continue
			}
			assert.Nil(t, m.pages.Now().press(m, k), "%s on %s", name, page)
			assert.Empty(t, m.layers, "%s on %s", name, page)
			assert.Equal(t, before, m.View(), "%s on %s", name, page)
		}
	}
}

// A menu begins on what can be chosen, and a question before something that others notice begins on no.
func TestMenusBeginWhereEnterDoesWhatIsMeant(t *testing.T) {
	v := screentest.Staff()
	v.Clock.Phase = "before STARTEX"
	m, f := console(t, 120, 36, v)
	press(t, m, "enter")
	require.IsType(t, &menu{}, m.top())
	assert.Regexp(t, `> o +Write a note about it`, text(m), "what is before it waits for STARTEX")
	press(t, m, "esc", "4", "enter", "t", "enter")
	assert.Empty(t, m.layers)
	assert.Empty(t, f.Acts, "enter takes nobody's seat")
	press(t, m, "enter", "t", "y")
	assert.Contains(t, f.Acts, any(&exercise.Takeover{Role: "developer"}))
}
