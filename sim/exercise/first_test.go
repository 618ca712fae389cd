package exercise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// TestTheFirstIsOneOfAll: who came first, and the first seat, are told of as any other.
func TestTheFirstIsOneOfAll(t *testing.T) {
	h := record.Header{Format: 1, Name: "desks", Scenario: controlled, Seed: 1}
	x, err := exercise.New(h)
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`).OK)
	require.True(t, g.Do("Bob", "player", "join", `{"kind":"player","want":"cloud","open":true}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	assert.Equal(t, []string{"lab", "", ""}, []string{x.Place("Ann"), x.Place("Fay"), x.Place("Nobody")})
	assert.Equal(t, []string{"", "", ""}, []string{x.Advises("Ann"), x.Advises("Fay"), x.Advises("Nobody")})
	assert.Equal(t, "The laboratory", x.SeatTitle("lab"))
	assert.False(t, x.Barred("Ann"))
	ask(t, g, "Fay", "start", "")
	assert.Len(t, x.InboxBefore("Ann", 2), 1)
	assert.Equal(t, "Ann", x.ViewOf(0).You.Name)
	ask(t, g, "Fay", "whisper", `{"to":"Ann","text":"Hm."}`)
	for _, who := range []string{"Fay", "Ann"} {
		said := heardBy(g, who)
		require.NotEmpty(t, said)
		assert.Equal(t, "FACILITATOR Fay to Ann: Hm.", said[len(said)-1], who)
	}
	ask(t, g, "Fay", "question", `{"text":"What?"}`)
	asked := func() exercise.Question { return x.View("Fay").Questions[0] }
	assert.Equal(t, []string{"The laboratory", "Cloud"}, asked().Waiting)
	ask(t, g, "Ann", "answer", `{"n":1,"text":"This."}`)
	assert.Equal(t, []string{"Cloud"}, asked().Waiting)
	assert.Len(t, x.Truth().Questions[0].Answers, 1, "who looks at a replay sees what is not closed yet")
	ask(t, g, "Fay", "close", `{"n":1}`)
	assert.Empty(t, asked().Waiting, "nobody can answer any more")
	told := toldOf(t, controlled, g)
	assert.Equal(t, []exercise.Said{{Who: "Ann", Role: "lab", Text: "This."}}, told.Questions[0].Answers)
	assert.Equal(t, "lab", told.People[0].Role)
	assert.Equal(t, []string{"Ann", "Bob"}, []string{told.Sittings[0].Name, told.Sittings[1].Name})
}

// TestTheFirstAdvises a seat.
func TestTheFirstAdvises(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "desks", Scenario: controlled, Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Lou", "player", "join", `{"kind":"player"}`).OK)
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	ask(t, g, "Fay", "aide", `{"who":"Lou","role":"lab","on":true}`)
	assert.Equal(t, "lab", x.Advises("Lou"))
}

// TestAHiddenSeatsAnswer is shown to itself and to staff, and is not counted for others.
func TestAHiddenSeatsAnswer(t *testing.T) {
	x, g := hiddenTable(t)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	require.True(t, g.Do("Fay", "facilitator", "question", `{"text":"Who?"}`).OK)
	require.True(t, g.Do("Max", "mole", "answer", `{"n":1,"text":"Not me."}`).OK)
	require.True(t, g.Do("Ann", "lab", "answer", `{"n":1,"text":"You."}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "close", `{"n":1}`).OK)
	for who, n := range map[string]int{"Max": 2, "Fay": 2, "Ann": 1, "Bob": 1, "Wall": 1} {
		q := x.View(who).Questions[0]
		assert.Equal(t, []int{n, n}, []int{q.Count, len(q.Answers)}, who)
	}
}

// TestNobodyDirects a room whose clock nobody gave a length; what is over has no pace ahead.
func TestNobodyDirects(t *testing.T) {
	g := table(t, "title = \"x\"\nlength = \"9h\"\nminute = \"6m\"\n[role.lab]\n[role.cloud]\n[role.agency]\n"+
		"[[move]]\nuntil = \"3h\"\n[[move]]\nuntil = \"5h\"\nminute = \"1h\"\n")
	c := g.X.Clock()
	assert.False(t, c.Directed)
	require.Len(t, c.Paces, 1)
	ask(t, g, "Fay", "start", "")
	assert.Len(t, g.X.Clock().Paces, 1)
	ask(t, g, "Fay", "end", `{"end":true}`)
	assert.Empty(t, g.X.Clock().Paces)
}

// TestALongPreview is whole: it tells all that a jump brings, however many things happen on the way.
func TestALongPreview(t *testing.T) {
	g := begun(t, controlled+"[inject.beat]\ntitle = \"Beat\"\ntext = \"x\"\nevery = \"5m\"\nto = [\"cloud\"]\n")
	lines, err := g.X.Preview(t.Context(), exercise.Jump{To: "12h"})
	require.NoError(t, err)
	from := g.X.Happened()
	until(g, 12)
	require.Greater(t, len(lines), 140)
	assert.Equal(t, g.X.LogBetween(from, g.X.Happened()), lines)
}

// TestWhatIsDue next is the next event or the next act of a bot, whichever comes first.
func TestWhatIsDue(t *testing.T) {
	for bots := range 2 {
		g := table(t, controlled)
		if bots == 1 {
			ask(t, g, "Fay", "bot", `{"role":"lab","on":true}`)
		}
		ask(t, g, "Fay", "start", "")
		for n := range 12 {
			at, due := g.X.Due()
			require.True(t, due)
			require.GreaterOrEqual(t, at, g.X.Now())
			c := g.X.Clone()
			if at > c.Now() {
				c.Advance(at - 1)
				assert.Equal(t, g.X.Happened(), c.Happened(), "%d bots, %d: nothing comes before", bots, n)
			}
			g.X.Advance(max(at, g.X.Now()+engine.Time(1)))
		}
	}
}
