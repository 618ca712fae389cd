package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestEndsAfterWhatIsDue wants the end of an exercise by its condition to come at the
// instant when the condition becomes true, and to swallow nothing that is due then.
func TestEndsAfterWhatIsDue(t *testing.T) {
	const text = `ends="done('win') || failed('t')"
[role.a]
[role.b]
[system.t]
[system.u]
[action.win]
by="a"
effects=[{inject="told"}, {system="u", becomes="failed"}]
[action.lose]
by="a"
effects=[{system="t", becomes="failed"}]
[inject.told]
text="told"
[inject.later]
when="done('win')"
at="1h"
text="an hour later"
[inject.win_text]
when="done('win')"
text="contained"
[inject.lose_text]
when="failed('t')"
text="it is out"
[inject.at_ten]
at="10h"
text="due at that instant"
[measure.which]
title="Ending"
end="done('win') ? 1 : 0"
`
	for _, c := range []struct {
		name, script string
		want, never  []string
	}{
		{"by an act", "\n[[do]]\nat=\"10h\"\nrole=\"a\"\nact=\"win\"\n",
			[]string{"10 inject.delivered told", "10 inject.delivered win_text", "10 inject.delivered at_ten",
				"10 system.changed u failed", "10 exercise.ended"},
			[]string{"inject.delivered later", "inject.delivered lose_text"}},
		{"by a failure", "\n[[do]]\nat=\"5h\"\nrole=\"a\"\nact=\"lose\"\n",
			[]string{"5 inject.delivered lose_text", "5 exercise.ended"},
			[]string{"inject.delivered win_text", "inject.delivered at_ten", "exercise.ended at"}},
		{"by neither", "", []string{"10 inject.delivered at_ten", "1000 exercise.ended"},
			[]string{"inject.delivered win_text"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines := story(t, text, c.script, engine.Setup{})
			for _, w := range c.want {
				assert.Condition(t, func() bool { return hasPrefix(lines, w) }, "%s in %v", w, lines)
			}
			for _, w := range c.never {
				assert.NotContains(t, lines, w)
				for _, l := range lines {
					assert.NotContains(t, l, w)
				}
			}
			assert.Contains(t, lines[len(lines)-1], "exercise.ended", "nothing comes after the end")
		})
	}
}

// hasPrefix reports whether a line begins with the words.
func hasPrefix(lines []string, words string) bool {
	for _, l := range lines {
		if len(l) >= len(words) && l[:len(words)] == words {
			return true
		}
	}
	return false
}

// TestEndings wants one of several endings, told with its name and its text: the first in
// the file of those that come true at one instant, and the one without a condition when
// the time is over.
func TestEndings(t *testing.T) {
	const text = `[role.a]
[system.t]
[action.win]
by="a"
[action.lose]
by="a"
effects=[{system="t", becomes="failed"}]
[action.both]
by="a"
effects=[{system="t", becomes="failed"}, {inject="fired"}]
[inject.fired]
when="false"
[inject.at_the_end]
when="failed('t')"
[ending.good]
title="Contained"
when="done('win') || delivered('fired')"
text="The last copy is off line."
[ending.it_is_out]
when="failed('t')"
[ending.quiet]
title="Nobody moved"
[measure.won]
end="ended('good')"
[measure.at]
first="ended('it_is_out')"
`
	for _, c := range []struct {
		act, want string
		ending    int
		won       float64
	}{
		{"win", "Contained. The last copy is off line.", 0, 1},
		{"lose", "It is out", 1, 0},
		{"both", "Contained. The last copy is off line.", 0, 1},
		{"", "Nobody moved", 2, 0},
	} {
		t.Run(c.want+c.act, func(t *testing.T) {
			m := model(t, text)
			e := engine.New(m, 1, engine.Setup{})
			var last engine.Event
			e.Observe(func(ev engine.Event) { last = ev })
			require.NoError(t, e.Reach(engine.At(10*scenario.Hour)))
			if a := m.Scenario.Find("action", c.act); a >= 0 {
				require.True(t, e.Do(engine.Command{Verb: engine.Act, Role: 0, Ref: a}).OK)
			}
			require.NoError(t, e.Advance(e.Horizon()))
			assert.Equal(t, engine.ExerciseEnded, last.Kind)
			assert.Equal(t, c.want, last.Text)
			assert.Equal(t, c.ending, int(last.Ref))
			assert.Equal(t, c.ending, e.Ending())
			won, _ := e.MeasureValue(0)
			assert.Equal(t, c.won, won)
			at, came := e.MeasureValue(1)
			assert.Equal(t, c.ending == 1, came)
			if came {
				assert.InDelta(t, 10, at, 1e-9)
			}
		})
	}
}

// TestNOf wants a count of conditions to become true with the last that is needed.
func TestNOf(t *testing.T) {
	lines := story(t, `[role.a]
[inject.x]
at="1h"
[inject.y]
at="2h"
[inject.z]
at="3h"
[inject.two]
when="n_of(2, delivered('x'), delivered('y'), delivered('z'))"
[inject.all]
when="n_of(3, delivered('x'), delivered('y'), hours > 5)"
[inject.not]
when="!n_of(1, delivered('z'), hours < 4)"
`, "", engine.Setup{})
	assert.True(t, hasPrefix(lines, "2 inject.delivered two"), lines)
	assert.True(t, hasPrefix(lines, "5 inject.delivered all"), lines)
	assert.False(t, hasPrefix(lines, "4 inject.delivered not"), lines)
}
