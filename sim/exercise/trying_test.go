package exercise_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// eventful has something at every fourth minute of 20 hours.
const eventful = "title = \"T\"\nlength = \"20h\"\n[role.lab]\n[role.cloud]\n[role.agency]\n[gauge.x]\n[inject.news]\n" +
	"text = \"So.\"\nat = \"1m\"\nevery = \"4m\"\ntimes = 290\n"

// jump is an entry that lets time go by.
func jump(x *exercise.Exercise, by string) record.Entry {
	return record.Entry{At: x.Now(), Who: "Fay", Seat: "facilitator", Verb: "jump", Args: []byte(`{"by":"` + by + `"}`),
		State: x.Digest()}
}

// TestTryingAJump leaves the exercise as it is, tells how far it has come, and gives a copy that has made it.
func TestTryingAJump(t *testing.T) {
	g := begun(t, eventful)
	before := g.X.Digest()
	ctx, stop := context.WithCancel(t.Context())
	var come []engine.Time
	c, a, err := g.X.Try(ctx, jump(g.X, "6h"), func(at engine.Time) { come = append(come, at) })
	require.NoError(t, err)
	require.True(t, a.OK)
	assert.Equal(t, before, g.X.Digest())
	assert.InDelta(t, 6, c.Now().Hours(), 1e-9)
	require.NotEmpty(t, come)
	assert.IsIncreasing(t, come)
	assert.Less(t, come[len(come)-1], c.Now())
	whole, _, err := g.X.Try(t.Context(), jump(g.X, "6h"), nil)
	require.NoError(t, err)
	assert.Equal(t, c.Digest(), whole.Digest())

	stop()
	require.True(t, tabletest.Of(t, whole).Do("Fay", "facilitator", "end", `{"end":true}`).OK)
	told := len(come)
	tabletest.Of(t, c).Do("Fay", "facilitator", "resume", "")
	c.Advance(c.Engine().Horizon())
	assert.True(t, c.Over(), "what was tried goes on by itself")
	assert.Len(t, come, told)
}

// TestAJumpIsBrokenOff on the way, as soon as that is asked for.
func TestAJumpIsBrokenOff(t *testing.T) {
	g := begun(t, eventful)
	ctx, stop := context.WithCancel(t.Context())
	var come []engine.Time
	c, _, err := g.X.Try(ctx, jump(g.X, "19h"), func(at engine.Time) {
		come = append(come, at)
		stop()
	})
	require.ErrorIs(t, err, context.Canceled)
	assert.Nil(t, c)
	assert.Len(t, come, 1)
	assert.Zero(t, g.X.Now())
}

// TestAJumpThatCannotBeFinished is undone; what is over already refuses to move.
func TestAJumpThatCannotBeFinished(t *testing.T) {
	g := table(t, eventful+"[inject.a]\nwhen = \"x > 2\"\nto = [\"none\"]\ntimes = 1000000\neffects = [{gauge=\"x\", set=1}]\n"+
		"[inject.b]\nwhen = \"x == 1\"\nto = [\"none\"]\ntimes = 1000000\neffects = [{gauge=\"x\", set=3}]\n"+
		"[inject.begins]\nat = \"2h\"\nto = [\"none\"]\neffects = [{gauge=\"x\", set=3}]\n")
	ask(t, g, "Fay", "start", "")
	c, _, err := g.X.Try(t.Context(), jump(g.X, "5h"), nil)
	require.ErrorIs(t, err, exercise.ErrUnfinished)
	assert.ErrorContains(t, err, "without end")
	assert.Nil(t, c)
	assert.False(t, g.X.Over())
	g.X.Advance(g.X.Engine().Horizon())
	require.True(t, g.X.Over())
	c, a, err := g.X.Try(t.Context(), jump(g.X, "5h"), nil)
	require.NoError(t, err)
	assert.NotNil(t, c)
	assert.Equal(t, "The exercise is over", a.Why)
}

// TestTimeGoesOnAfterAStop: who stopped it is not asked again.
func TestTimeGoesOnAfterAStop(t *testing.T) {
	g := begun(t, eventful)
	until := engine.Time(time.Hour)
	g.X.AdvanceWhile(until, func() bool { return false })
	assert.Zero(t, g.X.Now())
	g.X.Advance(until)
	assert.Equal(t, until, g.X.Now())
}

// TestWhatMoves: a jump, a step, and who is the last to be done with a turn.
func TestWhatMoves(t *testing.T) {
	for verb, moves := range map[string]bool{"jump": true, "step": true, "done": true, "say": false, "pause": false,
		"resume": false, "sing": false, "": false} {
		assert.Equal(t, moves, exercise.Moves(verb), verb)
	}
}

// TestAnotherSeed before anything is prepared is another exercise, bots and all; after it there is none.
func TestAnotherSeed(t *testing.T) {
	text := "title = \"{who} did it\"\n" + strings.TrimPrefix(eventful, "title = \"T\"\n") +
		"[draw.who]\nchoice = {alpha=1, beta=1, gamma=1, delta=1}\n[action.look]\nby = [\"lab\"]\n" +
		"[[note]]\nrole = \"lab\"\nwhen = \"hours >= 1\"\ndo = \"look\"\ndecide = {from=\"10m\", to=\"9h\"}\n" +
		"[[note]]\nrole = \"cloud\"\nwhen = \"hours >= 1\"\ndo = {say=\"So.\", to=[\"lab\"]}\nwithin = \"1h\"\ndraft = true\n"
	seeded := func(seed uint64) *tabletest.Table {
		x, err := exercise.New(record.Header{Format: 1, Name: "x", Scenario: text, Seed: seed})
		require.NoError(t, err)
		g := tabletest.Of(t, x)
		ask(t, g, "Fay", "join", `{"kind":"facilitator"}`)
		ask(t, g, "Fay", "bot", `{"role":"lab","on":true}`)
		return g
	}
	titles := map[string]bool{}
	for _, seed := range []uint64{2, 3, 4, 5} {
		g, want := seeded(1), seeded(seed)
		ask(t, g, "Fay", "seed", `{"seed":`+string(rune('0'+seed))+`}`)
		assert.Equal(t, want.X.Scenario().Title, g.X.Scenario().Title)
		titles[g.X.Scenario().Title] = true
		for _, g := range []*tabletest.Table{g, want} {
			ask(t, g, "Fay", "start", "")
			until(g, 15)
		}
		assert.Equal(t, 1, g.X.Engine().Done(0), "the bot has looked")
		assert.Equal(t, want.X.Digest(), g.X.Digest())
	}
	assert.Greater(t, len(titles), 1)

	g := seeded(1)
	ask(t, g, "Fay", "bot", `{"role":"cloud","on":true}`)
	assert.Contains(t, g.Do("Fay", "facilitator", "seed", `{"seed":7}`).Why, "Something is already prepared",
		"the bot has filed its draft")
}
