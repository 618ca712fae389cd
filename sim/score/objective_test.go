package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

const measured = `
title = "Measured"
length = "100h"
[role.lab]
[role.cloud]
[role.press]
[sharing]
latency = "10h"
[gauge.harm]
outcome = true
grow = {rate=1, while="!done('stop')"}
[fact.theft]
text = "A theft."
known = {lab={at="2h"}}
needed_by = "all"
within = "12h"
[fact.rumour]
text = "A rumour."
known = {lab={at="2h"}, press={at="40h"}}
needed_by = ["cloud", "press"]
[action.stop]
by = ["cloud"]
needs = "knows('theft')"
[action.tell]
by = ["all"]
[action.trace]
by = ["lab", "cloud"]
joint = {quorum=2, within="10h"}
[action.pact]
by = ["lab", "press"]
joint = {quorum=2, within="10h"}
[obligation.early]
role = "lab"
starts = "knows('theft')"
within = "10h"
met_by = ["tell"]
[obligation.later]
role = "cloud"
starts = "knows('theft')"
within = "10h"
met_by = ["tell"]
[obligation.idle]
role = "press"
starts = "done('pact')"
within = "10h"
met_by = ["tell"]
[probe.cause]
ask = "What?"
options = {insider="An insider", state="A state"}
truth = "insider"
to = "all"
[[note]]
role = "cloud"
when = "knows('theft')"
do = "stop"
within = "3h"
[[note]]
role = "press"
when = "knows('theft')"
do = "tell"
within = "3h"
`

// TestObjectivesByHand: what each kind of objective measures, and how it is rated.
func TestObjectivesByHand(t *testing.T) {
	const stop, tell, trace = 0, 1, 2
	declare := func(hour float64, role, option int) engine.Timed {
		return engine.Timed{At: inHours(hour), Command: engine.Command{Verb: engine.Declare, Role: role, Option: option,
			Num: 0.9}}
	}
	script := commands(give(0, engine.File, 1, 0), give(0, engine.File, 2, 1), give(3, engine.Share, 0, 0, 1),
		give(4, engine.Commit, 0, trace), give(5, engine.Act, 0, tell),
		give(6, engine.Commit, 1, trace), give(10, engine.Share, 0, 0, 2), give(15, engine.Act, 1, stop),
		declare(16, 0, 1), declare(17, 1, 0), declare(18, 2, 0), declare(19, 2, 1))
	for measure, x := range map[string]struct {
		value  any
		rate   string
		rating string
	}{
		`{reach="theft"}`:          {2.0 / 3, "{P=0.9, S=0.6, M=0.3}", "S"}, // the press at 20, after 14
		`{time_to="done('stop')"}`: {15, `{P="15h", S="20h", M="30h"}`, "P"},
		`{time_from="aware('theft') > 0", time_to="done('stop')"}`: {13, `{P="6h", S="12h", M="24h"}`, "M"},
		`{reach="rumour"}`:                {0.5, "{P=0.9, S=0.6, M=0.3}", "M"}, // whenever, for it has no target
		`{time_to="done('pact')"}`:        {nil, `{P="6h", S="12h", M="24h"}`, "U"},
		`{obligation=["early", "later"]}`: {0.5, "{P=1, S=0.7, M=0.6}", "U"},
		`{obligation="early"}`:            {1, "{P=1, S=0.7, M=0.4}", "P"},
		`{obligation="idle"}`:             {nil, "{P=1, S=0.7, M=0.4}", "-"},
		`{joint=["trace", "pact"]}`:       {0.5, "{P=1, S=0.7, M=0.4}", "M"},
		`{joint="trace"}`:                 {1, "{P=1, S=0.7, M=0.4}", "P"},
		`{gauge="harm"}`:                  {15, "{P=10, S=15, M=20}", "S"},
		`{probe="cause"}`:                 {1.0 / 3, "{P=1, S=0.7, M=0.3}", "M"}, // the last answer counts
		`{note_fidelity="all"}`:           {0.5, "{P=1, S=0.5, M=0.3}", "S"},
		`{note_fidelity="cloud"}`:         {1, "{P=1, S=0.5, M=0.3}", "P"},
		`{note_fidelity="press"}`:         {0, "{P=1, S=0.5, M=0.3}", "U"},
		`{note_fidelity="lab"}`:           {nil, "{P=1, S=0.5, M=0.3}", "-"},
		`{expr="done('stop') ? 3 : 1"}`:   {3, "{P=5, S=4, M=3}", "M"},
	} {
		t.Run(measure, func(t *testing.T) {
			m := modelOf(t, measured+"[objective.o]\ntitle = \"O\"\nmeasure = "+measure+"\nrate = "+x.rate+"\n")
			p := play(t, Plan{Model: m, Seed: 1, Commands: script})
			require.Empty(t, p.Refusals)
			got := Objectives(p)
			require.Len(t, got, 1)
			assert.Equal(t, x.rating, got[0].Rating)
			if x.value == nil {
				assert.Nil(t, got[0].Value)
			} else if assert.NotNil(t, got[0].Value) {
				assert.InDelta(t, x.value, *got[0].Value, 1e-6)
			}
		})
	}
}
