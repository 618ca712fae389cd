package exercise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// TestFaultTellsNoSecrets: a scenario that runs away stops the exercise. The staff learn
// what ran away; players learn only that something did.
func TestFaultTellsNoSecrets(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "loop", Seed: 1, Scenario: `title = "Loop"
[role.lab]
[role.cloud]
[gauge.x]
[inject.secret_plan]
title = "ZQplanQZ"
when = "x > 2"
to = ["none"]
times = 1000000
effects = [{gauge="x", set=1}]
[inject.other_plan]
title = "ZQother_planQZ"
when = "x == 1"
to = ["none"]
times = 1000000
effects = [{gauge="x", set=3}]
`})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`)
	g.Do("Wall", "board", "join", `{"kind":"board"}`)
	g.Do("Fay", "facilitator", "start", "")
	g.Do("Fay", "facilitator", "set", `{"set":{"gauge":"x","set":3}}`)
	require.True(t, g.X.Over())
	assert.Contains(t, g.X.View("Fay").Clock.Why, "_plan")
	assert.Contains(t, g.Do("Fay", "facilitator", "set", `{"set":{"gauge":"x","set":3}}`).Why, "_plan")
	for _, name := range []string{"Ann", "Wall", "nobody"} {
		v := g.X.View(name)
		assert.Contains(t, v.Clock.Why, "The exercise was stopped")
		assert.NotContains(t, tabletest.Written(v), "_plan", name)
	}
	for _, c := range [][2]string{{"say", `{"say":"x","to":["cloud"]}`}, {"whisper", `{}`}, {"observe", `{}`}} {
		a := g.Do("Ann", "lab", c[0], c[1])
		assert.False(t, a.OK)
		assert.NotContains(t, a.Why, "_plan")
	}
	// It is over, but the hot wash can be held, and people come in to it.
	assert.True(t, g.Do("Fay", "facilitator", "broadcast", `{"text":"Sorry."}`).OK)
	assert.True(t, g.Do("Bob", "player", "join", `{"kind":"player","want":"cloud","open":true}`).OK)
	assert.True(t, g.Do("Bob", "cloud", "feedback", `{"realism":2,"usefulness":2,"prepared":2}`).OK)
	for _, c := range [][2]string{{"resume", ``}, {"step", `{"to":"event"}`}, {"jump", `{"by":"1h"}`},
		{"pause", ``}, {"start", ``}} {
		assert.False(t, g.Do("Fay", "facilitator", c[0], c[1]).OK, c[0])
	}
	assert.True(t, g.Do("Fay", "facilitator", "bot", `{"role":"lab","on":true}`).OK)
	assert.True(t, g.Do("Fay", "facilitator", "takeover", `{"role":"lab"}`).OK)
}

// TestAFaultStopsTheClock: in the record too, whether it ran or a facilitator moved it, as if it had
// been paused meanwhile.
func TestAFaultStopsTheClock(t *testing.T) {
	var ends []uint64
	for _, comes := range []func(x *exercise.Exercise, g *tabletest.Table){
		func(x *exercise.Exercise, _ *tabletest.Table) { x.Advance(2 * hour) },
		func(_ *exercise.Exercise, g *tabletest.Table) {
			ask(t, g, "Fay", "pause", `{"allows":"everything"}`)
			ask(t, g, "Fay", "jump", `{"by":"2h"}`)
		},
		func(x *exercise.Exercise, g *tabletest.Table) {
			ask(t, g, "Fay", "pause", `{"allows":"everything"}`)
			require.Error(t, x.Engine().Reach(2*hour))
		},
	} {
		x, err := exercise.New(record.Header{Format: 1, Name: "loop", Seed: 1, Scenario: "title = \"Loop\"\n[role.lab]\n" +
			"[gauge.x]\n[inject.a]\nwhen = \"x > 2\"\nto = [\"none\"]\ntimes = 1000000\neffects = [{gauge=\"x\", set=1}]\n" +
			"[inject.b]\nwhen = \"x == 1\"\nto = [\"none\"]\ntimes = 1000000\neffects = [{gauge=\"x\", set=3}]\n" +
			"[inject.begins]\nat = \"1h\"\nto = [\"none\"]\neffects = [{gauge=\"x\", set=3}]\n"})
		require.NoError(t, err)
		g := tabletest.Of(t, x)
		g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
		ask(t, g, "Fay", "start", "")
		before := x.Digest()
		comes(x, g)
		require.True(t, x.Over())
		require.NotEqual(t, before, x.Digest())
		ends = append(ends, x.Digest())
	}
	assert.Equal(t, []uint64{ends[2], ends[2]}, ends[:2])
}
