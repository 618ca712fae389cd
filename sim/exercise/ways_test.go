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

// TestWaysAreShownAsMessagesGo: what a seat is shown of its ways to another is how its messages go, whatever the
// scenario and the mechanisms in force make of their contact. A pair's own way that is slower than any two have is no
// contact to choose, and asking for the formal way is no way round it. A mechanism puts it right, or makes a contact
// where there was none.
func TestWaysAreShownAsMessagesGo(t *testing.T) {
	const slow, quick = `{from="ward", to="maker", latency="9h"}`, `{from="ward", to="maker", latency="1h"}`
	const at, named = `, at="20m"`, "named"
	formally := func(takes string) exercise.Way {
		return exercise.Way{ID: engine.Formal, Title: "by the usual channel", Takes: takes}
	}
	contact := func(takes string) exercise.Way {
		return exercise.Way{ID: engine.Known, Title: "by your contact there", Takes: takes}
	}
	for name, c := range map[string]struct {
		written, at, with string
		ways              []exercise.Way
		formal, byContact scenario.Duration
	}{
		"none":                  {"", at, "", []exercise.Way{formally("2h")}, 2 * scenario.Hour, 0},
		"a contact":             {quick, at, "", []exercise.Way{contact("1h"), formally("2h")}, 2 * scenario.Hour, scenario.Hour},
		"a wrong mailbox":       {slow, at, "", []exercise.Way{formally("9h")}, 9 * scenario.Hour, 0},
		"put right":             {slow, at, named, []exercise.Way{contact("20m"), formally("2h")}, 2 * scenario.Hour, 20 * scenario.Minute},
		"made quicker":          {quick, at, named, []exercise.Way{contact("20m"), formally("2h")}, 2 * scenario.Hour, 20 * scenario.Minute},
		"made":                  {"", at, named, []exercise.Way{contact("20m"), formally("2h")}, 2 * scenario.Hour, 20 * scenario.Minute},
		"put right, as any two": {slow, "", named, []exercise.Way{formally("2h")}, 2 * scenario.Hour, 0},
		"lost":                  {quick, "", named, []exercise.Way{formally("2h")}, 2 * scenario.Hour, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var with []string
			if c.with != "" {
				with = []string{c.with}
			}
			x, err := exercise.New(record.Header{Format: 1, Name: "mailbox", Seed: 1, Mechanisms: with, Scenario: `format = 1
title = "Mailbox"
length = "2d"
[role.ward]
[role.maker]
[sharing]
latency = "2h"
contacts = [` + c.written + `]
[mechanism.named]
changes = [{contact=["ward", "maker"]` + c.at + `}]
`})
			require.NoError(t, err)
			g := tabletest.Of(t, x)
			require.True(t, g.Do("Fay", "player", "join", `{"kind":"facilitator"}`).OK)
			require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","open":true,"want":"ward"}`).OK)
			require.True(t, g.Do("Bob", "player", "join", `{"kind":"player","open":true,"want":"maker"}`).OK)
			require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
			assert.Equal(t, c.ways, x.View("Ann").Player.Contacts[0].Ways)
			assert.Equal(t, c.byContact > 0, g.Do("Ann", "ward", "say", `{"say":"By name.","to":["maker"],"via":"contact"}`).OK)
			require.True(t, g.Do("Ann", "ward", "say", `{"say":"By form.","to":["maker"],"via":"formal"}`).OK)
			arrived := func(text string) scenario.Duration {
				for _, i := range x.View("Bob").Player.Inbox {
					if i.Text == text {
						return scenario.Duration(i.At.Hours*float64(scenario.Hour) + 0.5)
					}
				}
				return 0
			}
			x.Advance(engine.At(scenario.Day))
			assert.Equal(t, c.formal, arrived("By form."))
			assert.InDelta(t, float64(c.byContact), float64(arrived("By name.")), float64(scenario.Second))
		})
	}
}
