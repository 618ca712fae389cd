package exercise_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
)

// worldTable is a world of testdata/worlds with Fay as facilitator and somebody in each seat, begun.
func worldTable(t *testing.T, file string, seats ...string) *tabletest.Table {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("../../testdata/worlds", file))
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Name: file, Scenario: string(src), Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	for _, seat := range seats {
		require.True(t, g.Do("P "+seat, "player", "join", `{"kind":"player","want":"`+seat+`","open":true}`).OK)
	}
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	return g
}

// TestARankingByHand is what the head of the scenario works out: two put three things in one order and one the other
// way round, so W is a ninth.
func TestARankingByHand(t *testing.T) {
	g := worldTable(t, "around_a_table.toml", "lab", "press", "town")
	require.True(t, g.Do("Fay", "facilitator", "pause", "").OK)
	require.True(t, g.Do("Fay", "facilitator", "question",
		`{"text":"What comes first?","options":["A","B","C"],"rank":true}`).OK)
	for seat, order := range map[string]string{"lab": "[1,2,3]", "press": "[1,2,3]", "town": "[3,2,1]"} {
		require.True(t, g.Do("P "+seat, seat, "answer", `{"n":1,"order":`+order+`}`).OK)
	}
	require.True(t, g.Do("Fay", "facilitator", "close", `{"n":1}`).OK)
	assert.InDelta(t, 1.0/9, *g.X.View("P lab").Questions[0].Agreement, 1e-12)
}

// TestWhatIsSaidAroundATable: what is read out, answered and discussed goes with its inject, in this order, to staff.
func TestWhatIsSaidAroundATable(t *testing.T) {
	g := worldTable(t, "around_a_table.toml", "lab", "press", "town")
	g.X.Advance(engine.At(2 * scenario.Hour))
	all := g.X.View("Fay").Control.Delivered
	require.Len(t, all, 1)
	said := [][2]string{{"Read aloud", "It is half past six. The telephone rings."}, {"If asked", "Who is it? He gives no name."},
		{"To discuss", "Do you call the police?"}}
	assert.Equal(t, said, all[0].Spoken())
	assert.Equal(t, append(said, [2]string{"Hint for you", "Let it ring twice."}), all[0].Words())
	assert.Equal(t, []string{"Who must hear of it first?"}, g.X.View("P lab").Clock.Discuss)
}

// TestSeverityOfABlackout: homes without power rise by 1 an hour, and from 5 it is wide. Two seats that put two
// accounts in opposite orders agree in nothing, W = 0; in the same order in all, W = 1.
func TestSeverityOfABlackout(t *testing.T) {
	g := worldTable(t, "accounts.toml", "grid", "lab", "agency", "ministry", "press")
	say := func(seat, account, sure string) {
		require.True(t, g.Do("P "+seat, seat, "assess", `{"hypothesis":"`+account+`","confidence":`+sure+`}`).OK)
	}
	picture := func() *exercise.Picture { return g.X.View("Fay").Control.Picture }
	for _, seat := range []string{"grid", "agency"} {
		say(seat, "fault", map[string]string{"grid": "0.9", "agency": "0.2"}[seat])
		say(seat, "attack", map[string]string{"grid": "0.1", "agency": "0.8"}[seat])
	}
	newest := func() exercise.Agreed { a := picture().Agreement; return a[len(a)-1] }
	assert.InDelta(t, 0, newest().W, 1e-12)
	g.X.Advance(engine.At(5*scenario.Hour - scenario.Minute))
	assert.Equal(t, "Local", picture().Now)
	g.X.Advance(engine.At(5*scenario.Hour + scenario.Minute))
	assert.Equal(t, "Wide", picture().Now)
	say("agency", "fault", "0.7")
	say("agency", "attack", "0.3")
	assert.InDelta(t, 1, newest().W, 1e-12)
	assert.Equal(t, 2, newest().N)
}
