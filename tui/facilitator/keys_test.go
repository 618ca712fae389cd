package facilitator

import (
	"testing"

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
