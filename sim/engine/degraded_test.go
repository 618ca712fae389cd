package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
)

// TestDegradedIsAState wants a degraded system to harm by its own rate, to pass on along
// the links that say so, once, and to be noticed.
func TestDegradedIsAState(t *testing.T) {
	const text = `[role.a]
[role.w]
[gauge.h]
[system.s]
owner="a"
watch={w={lag="2h"}}
harm={gauge="h", per_hour=5, degraded=2}
[system.early]
[system.late]
[[link]]
from="s"
to="early"
on="degraded"
delay="1h"
becomes="degraded"
[[link]]
from="s"
to="late"
delay="1h"
[action.wear]
by="a"
effects=[{system="s", becomes="degraded"}]
[action.break]
by="a"
effects=[{system="s", becomes="failed"}]
[action.mend]
by="a"
effects=[{system="s", becomes="normal"}]
[action.mend_early]
by="a"
effects=[{system="early", becomes="normal"}]
[measure.harm]
title="Harm"
end="h"
`
	do := func(at, act string) string {
		return "[[do]]\nat=\"" + at + "\"\nrole=\"a\"\nact=\"" + act + "\"\n"
	}
	for _, c := range []struct {
		name, text, script string
		harm               float64
		want, never        []string
	}{
		{"degraded alone", text, do("10h", "wear") + do("20h", "mend"), 20,
			[]string{"10 system.changed s degraded", "11 system.changed early degraded",
				"12 system.noticed w s degraded"}, []string{"system.changed late"}},
		{"degraded, then failed", text, do("10h", "wear") + do("15h", "mend_early") + do("20h", "break") +
			do("30h", "mend"), 20 + 50,
			[]string{"11 system.changed early degraded", "21 system.changed late failed"},
			[]string{"21 system.changed early"}},
		{"failed at once", text, do("10h", "break") + do("12h", "mend"), 10,
			[]string{"11 system.changed early degraded", "11 system.changed late failed"}, nil},
		{"failed, then better but degraded", text, do("10h", "break") + do("11.5h", "mend_early") +
			do("12h", "wear") + do("22h", "mend"), 10 + 20,
			[]string{"11 system.changed early degraded", "11 system.changed late failed"},
			[]string{"13 system.changed early"}},
		{"again", text, do("10h", "wear") + do("12h", "mend") + do("13h", "mend_early") + do("20h", "wear") +
			do("22h", "mend"), 8,
			[]string{"11 system.changed early degraded", "21 system.changed early degraded"},
			[]string{"system.changed late"}},
		{"never", text, "", 0, nil, []string{"system.changed"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines := story(t, c.text, c.script, engine.Setup{})
			for _, w := range c.want {
				assert.Condition(t, func() bool { return hasPrefix(lines, w) }, "%s in %v", w, lines)
			}
			for _, w := range c.never {
				for _, l := range lines {
					assert.NotContains(t, l, w)
				}
			}
			m := model(t, c.text)
			s, ds := m.Scenario.LoadScript([]byte(c.script))
			require.NotNil(t, s, ds)
			e := engine.New(m, 1, engine.Setup{})
			require.NoError(t, bot.Run(context.Background(), e, &bot.Table{}, engine.Commands(m.Scenario, s),
				e.Horizon(), nil))
			harm, _ := e.MeasureValue(0)
			assert.InDelta(t, c.harm, harm, 1e-9)
		})
	}
}

// TestStartsDegraded wants a system that is degraded at STARTEX to harm and to pass on from then.
func TestStartsDegraded(t *testing.T) {
	m := model(t, `[gauge.h]
[system.s]
state="degraded"
harm={gauge="h", per_hour=5, degraded=1}
[system.t]
harm={gauge="h", per_hour=10}
[[link]]
from="s"
to="t"
on="degraded"
delay="900h"
[measure.harm]
title="Harm"
end="h"
`)
	e := engine.New(m, 1, engine.Setup{})
	require.NoError(t, e.Advance(e.Horizon()))
	harm, _ := e.MeasureValue(0)
	assert.InDelta(t, 1000+100*10, harm, 1e-9)
}
