package player

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
)

// TestADecisionIsAsked: it is among what is asked, with its time; enter opens its options,
// also while the clock is paused for a discussion, and what is chosen goes out with the reason.
func TestADecisionIsAsked(t *testing.T) {
	th := theme.New(false)
	f := &fake{}
	m := New(&th, f)
	m.SetSize(100, 30)
	v := table()
	v.Clock.Phase, v.Clock.Allows = "paused", "talk"
	v.Player.Asked = []exercise.Asked{{Kind: "decision", ID: "north", Text: "Do you clear the north wing?",
		Due: when(27)}}
	v.Player.Actions = append(v.Player.Actions,
		exercise.Action{ID: "north_clear", Title: "Clear it now", Text: "Forty patients.", Can: true, Decision: "north"},
		exercise.Action{ID: "north_wait", Title: "Wait for the test", Can: true, Decision: "north"})
	m.Update(v)
	form, why := m.actForm("north_wait") // as from the list of what the seat can do
	assert.NotNil(t, form, why)
	_, why = m.actForm(v.Player.Actions[0].ID)
	assert.Contains(t, why, "The clock is paused")
	press(t, m, "2")
	assert.Contains(t, m.View(), "Decide")
	press(t, m, "enter")
	screen := m.View()
	for _, want := range []string{"Do you clear the north wing?", "Clear it now", "Wait for the test", "Forty patients."} {
		assert.Contains(t, screen, want)
	}
	assert.NotContains(t, screen, "Trace and hold", "other actions are no options")
	_, options, _ := strings.Cut(screen, "By ")
	options, _, _ = strings.Cut(options, "Why")
	assert.Equal(t, 1, strings.Count(options, "Takes no time."), "what is so of all options is said once")
	press(t, m, "ctrl+s")
	assert.True(t, m.Typing(), "a hurried key decides nothing")
	assert.Contains(t, m.View(), "choose one")
	press(t, m, "down", "down", "ctrl+s")
	assert.False(t, m.Typing())
	require.Len(t, f.Asked, 1)
	assert.Equal(t, "act", f.Asked[0].Verb)
	assert.Contains(t, string(f.Asked[0].Args), "north_wait")
	screentest.Fits(t, m.View(), 100, 30)
}
