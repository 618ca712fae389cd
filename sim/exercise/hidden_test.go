package exercise_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
)

// hiddenTable is a table with a hidden seat, whose holder has its card.
func hiddenTable(t *testing.T) (*exercise.Exercise, *tabletest.Table) {
	src, err := os.ReadFile("../../testdata/worlds/hidden.toml")
	require.NoError(t, err)
	return hiddenTableOf(t, string(src))
}

// hiddenTableOf is the same in a scenario of the same seats.
func hiddenTableOf(t *testing.T, text string) (*exercise.Exercise, *tabletest.Table) {
	x, err := exercise.New(record.Header{Name: "hidden", Scenario: text, Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	for who, role := range map[string]string{"Ann": "lab", "Bob": "police"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true,"rule":3}`).OK)
	}
	a := g.Do("Max", "player", "join", `{"kind":"player","want":"mole","open":true,"rule":3}`)
	require.False(t, a.OK, "it is not offered")
	require.Equal(t, `There is no seat "mole"`, a.Why)
	require.True(t, g.Do("Max", "player", "join", `{"kind":"player","want":"mole","card":true,"rule":3}`).OK)
	require.True(t, g.Do("The quiet one", "player", "join", `{"kind":"player","rule":3}`).OK,
		"a name is refused for a seat in sight alone")
	require.True(t, g.Do("The quiet one", "player", "leave", "").OK)
	require.True(t, g.Do("Wall", "board", "join", `{"kind":"board","rule":3}`).OK)
	require.True(t, g.Do("Lou", "player", "join", `{"kind":"player","rule":3}`).OK)
	return x, g
}

// TestNobodySeesAHiddenSeat: whatever a hidden seat does in common with others, nothing of it is on anybody's
// screen, and its id is as one that there is not, until it writes to somebody; wherever it stands in the scenario.
func TestNobodySeesAHiddenSeat(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/hidden.toml")
	require.NoError(t, err)
	head, rest, _ := strings.Cut(string(src), "[role.lab]")
	others, mole, _ := strings.Cut(rest, "[role.mole]")
	mole, rest, _ = strings.Cut(mole, "[venue.cell]")
	t.Run("last", func(t *testing.T) { nobodySeesIt(t, string(src)) })
	t.Run("first", func(t *testing.T) {
		nobodySeesIt(t, head+"[role.mole]"+mole+"[role.lab]"+others+"[venue.cell]"+rest)
	})
}

func nobodySeesIt(t *testing.T, text string) {
	x, g := hiddenTableOf(t, text)
	blind := func(names ...string) {
		t.Helper()
		for _, who := range names {
			text := tabletest.Written(x.View(who))
			for _, word := range []string{"mole", "The quiet one", "Max"} {
				assert.NotContains(t, text, word, "%s at %s", who, x.Now())
			}
		}
	}
	everybody := []string{"Ann", "Bob", "Wall", "Lou"}
	blind(everybody...)
	assert.Equal(t, g.Do("Ann", "lab", "whisper", `{"to":"nobody","text":"Are you there?"}`).Why,
		g.Do("Ann", "lab", "whisper", `{"to":"mole","text":"Are you there?"}`).Why, "a word aside asks for it by its id")
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	assert.Equal(t, `There is no seat "mole"`,
		g.Do("Ann", "lab", "predict", `{"seat":"mole","will":"act","by":"4h","confidence":0.5}`).Why)
	x.Advance(engine.At(3 * scenario.Hour))
	require.True(t, g.Do("Max", "mole", "commit", `{"commit":"trace"}`).OK)
	for _, a := range x.View("Ann").Player.Actions {
		if a.ID == "trace" {
			assert.Equal(t, []string{"Somebody"}, a.Joint.Committed, "one more is there, whoever it is")
		}
	}
	assert.Equal(t, []string{"The quiet one"}, x.View("Fay").Control.Joint[0].Committed, "staff know who it is")
	for id, there := range map[string]bool{"lab": true, "police": true, "mole": false, "nobody": false} {
		assert.Equal(t, there, x.InSight(id), id)
	}
	require.True(t, g.Do("Max", "mole", "declare", `{"declare":"who","option":"insider"}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "question", `{"text":"Ready?"}`).OK)
	require.True(t, g.Do("Max", "mole", "answer", `{"n":1,"text":"Yes."}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "close", `{"n":1}`).OK)
	blind(everybody...)
	assert.Contains(t, tabletest.Written(x.View("Ann")), "Somebody proposes: Trace")
	assert.Contains(t, tabletest.Written(x.View("Fay")), "The quiet one")
	refused := func(id string) string {
		args, err := json.Marshal(map[string]any{"say": "Hello.", "to": []string{id}})
		require.NoError(t, err)
		en, why := x.Canonical(record.Entry{At: x.Now(), Who: "Ann", Seat: "lab", Verb: "say", Args: args})
		if why == "" {
			why = x.Do(en).Why
		}
		return strings.ReplaceAll(why, id, "ID")
	}
	require.NotEmpty(t, refused("mole"))
	assert.Equal(t, refused("nobody_there"), refused("mole"))
	require.True(t, g.Do("Ann", "lab", "commit", `{"commit":"trace"}`).OK)
	blind(everybody...)
	require.True(t, g.Do("Max", "mole", "say", `{"say":"Leave it.","to":["police"]}`).OK)
	x.Advance(engine.At(4 * scenario.Hour))
	blind("Ann", "Wall", "Lou")
	assert.Contains(t, tabletest.Written(x.View("Bob")), "The quiet one", "who has its message sees it")
	assert.Empty(t, g.Do("Bob", "police", "say", `{"say":"Who are you?","to":["mole"]}`).Why)
	x.Advance(engine.At(24 * scenario.Hour)) // ENDEX uncovers nobody by itself
	_, _, err := x.Judge(context.Background())
	require.NoError(t, err)
	for _, page := range []string{"wash", "gap", "story"} {
		require.True(t, g.Do("Fay", "facilitator", "wall", `{"show":"`+page+`"}`).OK)
		blind("Ann", "Wall", "Lou")
	}
}

// TestASeatThatComesLater: it is in nobody's list before, its holder reads and waits, and then it is there.
func TestASeatThatComesLater(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/late.toml")
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Name: "late", Scenario: string(src), Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true,"rule":3}`).OK)
	require.False(t, g.Do("Pia", "player", "join", `{"kind":"player","want":"press","open":true,"rule":3}`).OK)
	require.True(t, g.Do("Pia", "player", "join", `{"kind":"player","rule":3}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "seat", `{"who":"Pia","role":"press"}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	x.Advance(engine.At(5 * scenario.Hour))
	assert.NotContains(t, tabletest.Written(x.View("Ann")), "Press")
	assert.Equal(t, "You are not at the table yet", g.Do("Pia", "press", "act", `{"act":"look"}`).Why)
	assert.NotContains(t, tabletest.Written(x.View("Pia")), "We need the police.")
	x.Advance(engine.At(6 * scenario.Hour))
	assert.Contains(t, tabletest.Written(x.View("Ann")), "Press")
	assert.Contains(t, tabletest.Written(x.View("Pia")), "You are at the table now")
	assert.True(t, g.Do("Pia", "press", "act", `{"act":"look"}`).OK)
}

// TestNothingIsAskedOfASeatThatComesLater: before it is there, nothing that it could not answer is asked of it, and
// it does not see what others are about; staff see at a glance which seats are not as the others.
func TestNothingIsAskedOfASeatThatComesLater(t *testing.T) {
	x, err := exercise.New(record.Header{Name: "later", Seed: 1, Scenario: `title = "Later"
length = "1d"
[role.lab]
[role.agency]
[role.police]
joins = {at="6h"}
brief = "You are called."
[role.mole]
hidden = true
adversary = true
[action.trace]
by = ["lab", "agency", "police"]
joint = {quorum=3, within="20h"}
[probe.who]
ask = "Who was it?"
options = {us="Us", them="Them"}
truth = "us"
to = ["lab", "police"]
`})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true,"rule":3}`).OK)
	require.True(t, g.Do("Pia", "player", "join", `{"kind":"player","want":"police","card":true,"rule":3}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	x.Advance(engine.At(scenario.Hour))
	require.True(t, g.Do("Ann", "lab", "commit", `{"commit":"trace"}`).OK)
	before := x.View("Pia").Player
	assert.Empty(t, before.Asked)
	assert.Nil(t, before.Actions[0].Joint)
	assert.Equal(t, "You are not at the table yet", before.Actions[0].Why)
	assert.Contains(t, before.Brief, "You are called.")
	assert.Contains(t, before.Brief, "You come to the table later")
	for _, s := range x.View("Fay").Control.Seats {
		assert.Equal(t, map[string]int{"lab": 1, "agency": 1}[s.ID], s.Asked, "%s: the question, or to join", s.ID)
	}
	marks := func() (out []string) {
		for _, s := range x.View("Fay").Control.Seats {
			out = append(out, strings.Join(append([]string{s.ID}, s.Marks...), " "))
		}
		return out
	}
	assert.Equal(t, []string{"lab", "agency", "police later", "mole hidden adversary"}, marks())
	x.Advance(engine.At(6 * scenario.Hour))
	after := x.View("Pia").Player
	assert.Len(t, after.Asked, 2, "the joint action, and the question")
	assert.Equal(t, []string{"lab"}, after.Actions[0].Joint.Committed)
	assert.Equal(t, "police", marks()[2])
}

// TestTheHolderOfAHiddenSeatComesBack without its card, and nobody else asks for it.
func TestTheHolderOfAHiddenSeatComesBack(t *testing.T) {
	x, g := hiddenTable(t)
	require.True(t, g.Do("Max", "room", "drop", "").OK)
	assert.Equal(t, `There is no seat "mole"`, g.Do("Lou", "player", "join", `{"kind":"player","want":"mole","rule":3}`).Why)
	require.True(t, g.Do("Max", "player", "join", `{"kind":"player","want":"mole","rule":3}`).OK)
	assert.Equal(t, "mole", x.View("Max").You.Role)
}
