package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/engine"
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
