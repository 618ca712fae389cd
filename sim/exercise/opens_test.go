package exercise_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
)

// TestWhatOpensWithEvidence: a question and a hypothesis come before a seat when it knows what opens them, or has
// had the message that does. Until then nothing that it reads holds a word of them, and it can say nothing to them.
func TestWhatOpensWithEvidence(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/opens.toml")
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Format: 1, Name: "opens", Scenario: string(src), Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	seats := map[string]string{"Ann": "watch", "Bob": "works", "Cyd": "paper"}
	require.True(t, g.Do("Fay", "player", "join", `{"kind":"facilitator"}`).OK)
	require.True(t, g.Do("Wall", "player", "join", `{"kind":"board"}`).OK)
	for _, who := range []string{"Ann", "Bob", "Cyd"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","open":true,"want":"`+seats[who]+`"}`).OK)
	}
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	look := func(hours float64, asked map[string]int) {
		t.Helper()
		until(g, hours)
		for who, n := range asked {
			seen, err := json.Marshal(g.X.View(who))
			require.NoError(t, err)
			p := g.X.View(who).Player
			held := g.Do(who, seats[who], "assess", `{"hypothesis":"frost","confidence":0.5}`)
			said := g.Do(who, seats[who], "declare", `{"declare":"leak","option":"valve"}`)
			assert.Len(t, p.Probes, min(n, 1), "%s at %gh", who, hours)
			took := g.Do(who, seats[who], "act", `{"act":"shut"}`)
			assert.Equal(t, n > 1, len(p.Actions) > 0, "%s at %gh: what opens is in no menu before", who, hours)
			if n < 2 {
				assert.Equal(t, "You have no authority for that action", took.Why, "as one that there is not")
			} else {
				assert.NotContains(t, took.Why, "authority")
			}
			assert.Equal(t, n > 0, held.OK, "%s at %gh: %s", who, hours, held.Why)
			assert.Equal(t, n > 0, said.OK, "%s at %gh: %s", who, hours, said.Why)
			if n > 0 {
				require.Len(t, p.Picture.Hypotheses, n, "%s at %gh", who, hours)
				continue
			}
			assert.Nil(t, p.Picture)
			for _, word := range []string{"main is broken", "Frost", "valve", "street together"} {
				assert.NotContains(t, string(seen), word, "%s at %gh", who, hours)
			}
			assert.Equal(t, "You have not been asked that", said.Why)
			assert.Contains(t, held.Why, "no hypothesis")
		}
	}
	look(0.5, map[string]int{"Ann": 0, "Bob": 0, "Cyd": 0})
	assert.Len(t, g.X.View("Fay").Control.Picture.Hypotheses, 2, "staff see all from the beginning")
	assert.False(t, g.Do("Fay", "facilitator", "wall", `{"show":"picture"}`).OK, "what is open to nobody is not put on the wall")
	look(1, map[string]int{"Ann": 2, "Bob": 0, "Cyd": 0})
	require.True(t, g.Do("Ann", "watch", "share", `{"share":"smell","to":["works"]}`).OK)
	look(2.5, map[string]int{"Ann": 2, "Bob": 2, "Cyd": 0})
	look(3, map[string]int{"Cyd": 1})
	assert.Empty(t, g.X.View("Cyd").Player.Actions)
	require.True(t, g.Do("Ann", "watch", "commit", `{"commit":"evacuate"}`).OK)
	require.Len(t, g.X.View("Cyd").Player.Actions, 1, "a joint action that somebody has proposed is before its seats")
	assert.Equal(t, "evacuate", g.X.View("Cyd").Player.Actions[0].ID)
	require.True(t, g.Do("Cyd", "paper", "commit", `{"commit":"evacuate"}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "wall", `{"show":"picture"}`).OK)
	wall := g.X.View("Wall").Board.Picture
	require.Len(t, wall.Hypotheses, 1, "the wall has what is before every seat")
	assert.Equal(t, "frost", wall.Hypotheses[0].ID)
	assert.Equal(t, 1, wall.Withheld, "and says that there is one that is not before all")
	require.True(t, g.Do("Fay", "facilitator", "end", `{"end":true}`).OK)
	wall = g.X.View("Wall").Board.Picture
	assert.Len(t, wall.Hypotheses, 2, "after ENDEX it has all")
	assert.Zero(t, wall.Withheld)
}

// TestSystemsAreShownFromTheirFirstChangeOn: what they are called tells what may go wrong.
func TestSystemsAreShownFromTheirFirstChangeOn(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "shown", Seed: 1, Scenario: `format = 1
title = "Shown"
start = 2027-03-01T08:00:00Z
length = "2d"
[role.lab]
[role.desk]
[system.leak]
owner = "lab"
title = "The leak"
watch = {desk={lag="1h"}}
[system.old]
owner = "lab"
title = "The old wound"
state = "failed"
`})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "player", "join", `{"kind":"facilitator"}`).OK)
	for who, seat := range map[string]string{"Ann": "lab", "Bob": "desk"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","open":true,"want":"`+seat+`"}`).OK)
	}
	shown := func(who string) (out []string) {
		for _, s := range x.View(who).Player.Systems {
			out = append(out, s.Title+" "+s.State)
		}
		return out
	}
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	assert.Equal(t, []string{"The old wound failed"}, shown("Ann"))
	assert.Empty(t, shown("Bob"))
	set := func(to string) { g.Do("Fay", "facilitator", "set", `{"set":{"system":"leak","becomes":"`+to+`"}}`) }
	set("failed")
	assert.Equal(t, []string{"The leak failed", "The old wound failed"}, shown("Ann"))
	assert.Empty(t, shown("Bob"), "it notices an hour later")
	x.Advance(engine.At(2 * scenario.Hour))
	assert.Equal(t, []string{"The leak failed"}, shown("Bob"))
	set("normal")
	x.Advance(engine.At(4 * scenario.Hour))
	assert.Equal(t, []string{"The leak normal"}, shown("Bob"), "it has not always been")
	require.NotNil(t, x.View("Bob").Player.Systems[0].Since)
	assert.Equal(t, 3.0, x.View("Bob").Player.Systems[0].Since.Hours)
}
