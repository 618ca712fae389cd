package player

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// ended is the table after ENDEX.
func ended() exercise.View {
	v := table()
	v.Clock.Phase, v.Clock.Why, v.Clock.Allows = "over", "ENDEX", "nothing"
	v.Feedback = &exercise.Feedback{}
	v.Player.Became = []string{"Reporting clocks that you met: NIS2 early warning, 24 hours",
		"You came to know 4 of the things that mattered",
		"You told others: Egress from the checkpoint bucket", "You were told by nobody, and told nobody: 合同工的奇怪登录",
		"Requests to you that are not answered: 1"}
	had := screentest.Moment(30)
	v.Player.Story = &exercise.Story{Could: []exercise.CouldKnow{{Title: "The contractor's odd login",
		Text: "He signed in from two places.", Needed: true, From: "Second laboratory", Knew: screentest.Moment(3),
		At: screentest.Moment(7), Had: &had}},
		Beliefs: []exercise.BeliefBeside{{Ask: "What is behind it?", Yours: "A state", Confidence: 0.6,
			Truth: "An insider"}},
		Promises: []string{"Kept: if the egress is known, then tell National CERT within 2h"},
		Moments: []exercise.Turn{{At: screentest.Moment(8.2), Text: "Cloud provider told National CERT \"Slow egress\"",
			Then: "Without it the harm would have been greater by 26.6 points"}}}
	return v
}

// TestAfterEndex: the screen turns to what happened to it and asks for feedback.
func TestAfterEndex(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		th, f := theme.New(false), &fake{}
		m := New(&th, f)
		w, h := size[0], size[1]-widget.HeaderHeight-2
		m.SetSize(w, h)
		m.Update(table())
		press(t, m, "f")
		assert.False(t, m.Typing(), "it is not asked for yet")
		m.Update(ended())
		screentest.Golden(t, fmt.Sprintf("after-%dx%d", size[0], size[1]), m.View())
		screentest.Fits(t, m.View(), w, h)
		press(t, m, "f")
		screentest.Golden(t, fmt.Sprintf("feedback-%dx%d", size[0], size[1]), m.View())
		press(t, m, "5", "enter", "ctrl+s")
		require.Empty(t, f.Acts)
		assert.Contains(t, ansi.Strip(m.View()), "Give each of the first three")
		press(t, m, "2", "enter", "3", "enter", "We rang.", "enter", "Sooner.", "enter", "A list of numbers.",
			"ctrl+s")
		require.Len(t, f.Acts, 1)
		assert.Equal(t, &exercise.Feedback{Realism: 5, Usefulness: 2, Prepared: 3, Well: "We rang.",
			Change: "Sooner.", Will: "A list of numbers."}, f.Acts[0])
		assert.False(t, m.Typing())
		given := ended()
		given.Feedback = f.Acts[0].(*exercise.Feedback)
		m.Update(given)
		assert.Contains(t, ansi.Strip(m.View()), "thank you: like the real thing 5")
		press(t, m, "enter")
		assert.True(t, m.Typing(), "enter opens it too")
		assert.Contains(t, ansi.Strip(m.View()), "A list of numbers.", "with what was said before")
	}
}

// TestOneReasonIsSaidOnce: where nothing can be done for one and the same reason, it is above the list.
func TestOneReasonIsSaidOnce(t *testing.T) {
	th, v := theme.New(false), ended()
	const why = "The exercise is over"
	for i := range v.Player.Actions {
		v.Player.Actions[i].Can, v.Player.Actions[i].Why = false, why
	}
	m := New(&th, &fake{})
	m.SetSize(120, 36)
	m.Update(v)
	press(t, m, "3")
	shown := ansi.Strip(m.View())
	assert.Contains(t, shown, "Not now: "+why)
	assert.Equal(t, 1, strings.Count(shown[strings.Index(shown, "Not now"):], why))
	v.Player.Actions[0].Why = "The log is gone"
	m.Update(v)
	shown = ansi.Strip(m.View())
	assert.NotContains(t, shown, "Not now: ")
	assert.Contains(t, shown, "The log is gone")
}
