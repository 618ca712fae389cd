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

// TestNobodyGoesRoundAWrongMailbox: a pair's own way that is slower than any two have is no contact to choose, and
// asking for the formal way is no way round it. A mechanism puts it right, and its seats see how long it takes then.
func TestNobodyGoesRoundAWrongMailbox(t *testing.T) {
	for name, c := range map[string]struct {
		with      []string
		ways      []exercise.Way
		contact   bool
		formal    scenario.Duration
		byContact scenario.Duration
	}{
		"as it is": {nil, []exercise.Way{{ID: engine.Formal, Title: "by the usual channel", Takes: "9h"}}, false, 9 * scenario.Hour, 0},
		"put right": {[]string{"named"}, []exercise.Way{{ID: engine.Known, Title: "by your contact there", Takes: "20m"},
			{ID: engine.Formal, Title: "by the usual channel", Takes: "2h"}}, true, 2 * scenario.Hour, 20 * scenario.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			x, err := exercise.New(record.Header{Format: 1, Name: "mailbox", Seed: 1, Mechanisms: c.with, Scenario: `format = 1
title = "Mailbox"
length = "2d"
[role.ward]
[role.maker]
[sharing]
latency = "2h"
contacts = [{from="ward", to="maker", latency="9h"}]
[mechanism.named]
changes = [{contact=["ward", "maker"], at="20m"}]
`})
			require.NoError(t, err)
			g := tabletest.Of(t, x)
			require.True(t, g.Do("Fay", "player", "join", `{"kind":"facilitator"}`).OK)
			require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","open":true,"want":"ward"}`).OK)
			require.True(t, g.Do("Bob", "player", "join", `{"kind":"player","open":true,"want":"maker"}`).OK)
			require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
			assert.Equal(t, c.ways, x.View("Ann").Player.Contacts[0].Ways)
			assert.Equal(t, c.contact, g.Do("Ann", "ward", "say", `{"say":"By name.","to":["maker"],"via":"contact"}`).OK)
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
