package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestMechanismsByWord: the word of an arm says which mechanisms are in force, by their places.
func TestMechanismsByWord(t *testing.T) {
	m := modelOf(t, `
title = "Arms"
[role.lab]
[mechanism.line]
changes = [{sharing=0.5}]
[mechanism.form]
changes = [{sharing=0.4}]
[mechanism.cell]
changes = [{sharing=0.3}]
[arm.few]
mechanisms = ["cell", "line"]
[arm.one]
mechanisms = ["form"]
`)
	for word, places := range map[string][]int{"none": nil, "": nil, "all": {0, 1, 2}, "few": {2, 0}, "one": {1},
		"line": {0}, "cell": {2}} {
		got, ok := MechanismsOf(m.Scenario, word)
		assert.True(t, ok, word)
		assert.Equal(t, places, got, word)
	}
	got, ok := MechanismsOf(m.Scenario, "fog")
	assert.False(t, ok)
	assert.Nil(t, got)
}

// TestWhoPlays: bots have the seats that no command speaks for, unless it is said who has which; adversaries are said
// apart. An inject that is held comes by itself only where nobody facilitates, and to end a run alone is not to
// facilitate. The press waves if it is played; the call adds 10.
func TestWhoPlays(t *testing.T) {
	m := modelOf(t, `
title = "Who"
length = "10h"
[role.press]
[role.agency]
[role.spy]
adversary = true
[gauge.harm]
outcome = true
[action.wave]
by = ["all"]
once = true
effects = [{gauge="harm", add=1}]
[action.nod]
by = ["all"]
once = true
effects = [{gauge="harm", add=2}]
[action.spoil]
by = ["spy"]
once = true
effects = [{gauge="harm", add=100}]
[inject.call]
from = "Wire"
to = ["agency"]
text = "A call."
at = "2h"
hold = true
effects = [{gauge="harm", add=10}]
[inject.other]
from = "Wire"
to = ["agency"]
text = "Another."
at = "3h"
[[note]]
role = "press"
when = "hours > 4"
do = "wave"
[[note]]
role = "agency"
when = "hours > 4"
do = "nod"
[[note]]
role = "spy"
when = "hours > 4"
do = "spoil"
`)
	const press, agency, spy = 0, 1, 2
	facilitator := func(hour float64, v engine.Verb, ref int) engine.Timed {
		return engine.Timed{At: inHours(hour), Command: engine.Command{Role: engine.Facilitator, Verb: v, Ref: ref}}
	}
	speaks := give(1, engine.Act, press, m.Scenario.Find("action", "nod"))
	other := m.Scenario.Find("inject", "other")
	for name, c := range map[string]struct {
		plan Plan
		harm float64
	}{
		"nobody":                    {Plan{}, 10},
		"bots":                      {Plan{Bots: true}, 10 + 1 + 2 + 100},
		"a person and bots":         {Plan{Bots: true, Commands: commands(speaks)}, 10 + 2 + 100},
		"as is said":                {Plan{Bots: true, Plays: []bool{true, false, false}}, 10 + 1},
		"as is said of a person":    {Plan{Plays: []bool{true, true, false}, Commands: commands(speaks)}, 10 + 1 + 2},
		"adversaries apart":         {Plan{Bots: true, Foes: []bool{false, false, false}}, 10 + 1 + 2},
		"adversaries apart, played": {Plan{Foes: []bool{false, false, true}}, 10 + 100},
		"somebody is there":         {Plan{Attended: true}, 0},
		"somebody facilitates":      {Plan{Commands: commands(facilitator(1, engine.Hold, other))}, 0},
		"somebody ends it":          {Plan{Commands: commands(facilitator(9, engine.End, -1))}, 10},
	} {
		c.plan.Model, c.plan.Seed = m, 1
		p := play(t, c.plan)
		require.Empty(t, p.Refusals, name)
		harm, _ := Harmed(p.Engine)
		assert.InDelta(t, c.harm, harm, 1e-9, name)
	}
}

// TestWhatARunKeeps: the commands that were carried out, those that were not and why, and measures up to where it was
// cut short: the cloud had gone without what the laboratory knew for 28 h, and 28 harm, when it ended at 30.
func TestWhatARunKeeps(t *testing.T) {
	m := modelOf(t, rising)
	early, wave := give(1, engine.Share, 0, 0, 1), give(5, engine.Act, 2, 1)
	p, err := Play(t.Context(), Plan{Model: m, Seed: 1, Until: inHours(30), Commands: commands(early, wave)})
	require.NoError(t, err)
	assert.Equal(t, commands(wave), p.Acts)
	assert.Equal(t, 2, p.Given)
	require.Len(t, p.Refusals, 1)
	assert.Equal(t, early, p.Refusals[0].Timed)
	assert.NotEmpty(t, p.Refusals[0].Why)
	assert.Less(t, p.Events[len(p.Events)-1].At, inHours(30), "the last that happened was before")
	parts := valueOf(t, p.Ledger, "share.withheld").Parts
	require.Len(t, parts, 1)
	assert.InDelta(t, 28, *parts[0].Value, 1e-9)
	assert.InDelta(t, 28, *parts[0].Harm, 1e-9)
}
