package exercise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
)

const expecting = `
title = "Expecting"
length = "12h"
[role.lab]
title = "Laboratory"
[role.press]
title = "Press office"
[objective.voice]
title = "Speak with one voice"
measure = {time_to="done('speak')"}
rate = {P="6h", S="12h", M="24h"}
[action.speak]
title = "Speak to the public"
by = ["lab"]
takes = "30m"
[action.wait]
title = "Wait and see"
by = ["press"]
takes = "30m"
`

// TestAFreeInjectExpects: what an inject of the facilitator's expects is on the pages of staff
// with its state, no player sees it, notes can be about it, and it counts in the hot wash.
func TestAFreeInjectExpects(t *testing.T) {
	room := func(draft string) (*exercise.Exercise, *tabletest.Table) {
		x, err := exercise.New(record.Header{Name: "expecting", Scenario: expecting, Seed: 1})
		require.NoError(t, err)
		g := tabletest.Of(t, x)
		g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
		g.Do("Eva", "evaluator", "join", `{"kind":"evaluator"}`)
		g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`)
		g.Do("Bob", "player", "join", `{"kind":"player","want":"press","open":true}`)
		require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
		x.Advance(engine.At(scenario.Hour))
		require.True(t, g.Do("Fay", "facilitator", "inject", draft).OK, draft)
		return x, g
	}
	const plain = `{"inject":{"title":"A rumour","text":"It is out.","to":["all"]}}`
	x, g := room(`{"inject":{"title":"A rumour","text":"It is out.","to":["all"],"objective":"voice",` +
		`"expects":{"any":["speak"],"within":"2h","by":["lab"]}}}`)
	require.True(t, g.Do("Fay", "facilitator", "inject", `{"inject":{"title":"A call","to":["press"],`+
		`"expects":{"all":["wait"],"within":"1h"}}}`).OK)
	refused := g.Do("Fay", "facilitator", "inject",
		`{"inject":{"title":"A call","to":["press"],"expects":{"any":["speak"],"within":"1h","by":["press"]}}}`)
	assert.Equal(t, `None of those seats has the authority for "Speak to the public"`, refused.Why)

	without, _ := room(plain)
	assert.Equal(t, tabletest.Written(without.View("Ann")), tabletest.Written(x.View("Ann")),
		"a player sees the same whether something is expected or not")
	for _, who := range []string{"Fay", "Eva"} {
		came := x.View(who).Control.Delivered
		require.Len(t, came, 2)
		assert.Equal(t, "Speak to the public within 2h by Laboratory: waited for", came[0].Expected())
	}
	require.True(t, g.Do("Ann", "lab", "act", `{"act":"speak"}`).OK)
	require.True(t, g.Do("Eva", "evaluator", "observe", `{"text":"The laboratory spoke.","inject":"+1"}`).OK)
	assert.Equal(t, `There is no inject "+3"`,
		g.Do("Eva", "evaluator", "observe", `{"text":"x","inject":"+3"}`).Why)
	x.Advance(engine.At(4 * scenario.Hour))
	came := x.View("Eva").Control.Delivered
	assert.Equal(t, []string{"done", "not done in time"}, []string{came[0].Awaited, came[1].Awaited})

	require.True(t, g.Do("Fay", "facilitator", "inject", `{"inject":{"title":"Late","to":["press"],`+
		`"expects":{"all":["wait"],"within":"9h"}}}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "end", `{"end":true}`).OK)
	assert.Equal(t, "not due yet at ENDEX", x.View("Eva").Control.Delivered[2].Awaited)
	assert.Empty(t, x.View("Ann").Player.Asked, "nothing is asked of anyone after ENDEX")
	for _, s := range x.View("Fay").Control.Seats {
		assert.Zero(t, s.Asked)
	}
	w, err := x.HotWash(t.Context())
	require.NoError(t, err)
	require.NotNil(t, w)
	assert.Contains(t, w.Objectives[0].Strengths,
		`After "A rumour", what was expected was done: Speak to the public within 2h by Laboratory`)
	assert.Contains(t, w.Gaps, `After "A call", what was expected was not done in time: Wait and see within 1h`)
}
