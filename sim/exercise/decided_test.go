package exercise_test

import (
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

// deciding is testdata/worlds/decision.toml with people in both seats.
func deciding(t *testing.T) *tabletest.Table {
	src, err := os.ReadFile("../../testdata/worlds/decision.toml")
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Name: "decision", Scenario: string(src), Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	for who, role := range map[string]string{"Ann": "clinic", "Bob": "board"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
	}
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	return g
}

// toDecide are the decisions that are asked of somebody.
func toDecide(g *tabletest.Table, who string) []string {
	out := []string{}
	for _, a := range g.X.View(who).Player.Asked {
		if a.Kind == "decision" {
			out = append(out, a.Text+" by "+a.Due.T)
		}
	}
	return out
}

// TestADecisionOnScreens: nothing of a decision shows before it is asked; then it is asked of
// those who may decide; one of them does, for both; and what was decided is on record with its
// options and its reason.
func TestADecisionOnScreens(t *testing.T) {
	g := deciding(t)
	for _, who := range []string{"Ann", "Bob"} {
		assert.NotContains(t, tabletest.Written(g.X.View(who)), "lear it now")
	}
	assert.False(t, g.Do("Ann", "clinic", "act", `{"act":"north_clear"}`).OK)

	g.X.Advance(engine.At(scenario.Hour + scenario.Hour/4))
	assert.Equal(t, []string{"Do you clear the north wing? by T+02:00"}, toDecide(g, "Ann"))
	assert.Equal(t, toDecide(g, "Ann"), toDecide(g, "Bob"))
	assert.Contains(t, tabletest.Written(g.X.View("Ann")), "Decide:\\n- Clear it now\\n- Wait for the test")
	require.True(t, g.Do("Bob", "board", "act", `{"act":"north_wait"}`).OK)
	assert.False(t, g.Do("Ann", "clinic", "act", `{"act":"north_clear"}`).OK, "it has been decided")
	assert.Empty(t, toDecide(g, "Ann"))
	inbox := g.X.View("Ann").Player.Inbox
	told := inbox[len(inbox)-1]
	assert.Equal(t, []string{"Board", "The north wing: Board has decided", "Do you clear the north wing?\n\nIt is: Wait for the test"},
		[]string{told.From, told.Title, told.Text}, "who could have decided reads who did")
	assert.NotContains(t, tabletest.Written(g.X.View("Bob")), "has decided")
	assert.NotContains(t, tabletest.Written(exercise.View{Player: &exercise.Player{
		Actions: g.X.View("Ann").Player.Actions}}), "north_")
	require.Len(t, g.X.View("Bob").Player.Decisions, 1)
	d := g.X.View("Fay").Control.Decisions[0]
	assert.Equal(t, "Do you clear the north wing? Wait for the test", d.Text)
	assert.Equal(t, []string{"Clear it now", "Wait for the test"}, d.Options)
	assert.Empty(t, g.X.View("Ann").Player.Decisions, "what a seat has decided is its own")
	assert.InDelta(t, 0.5+10, g.X.Engine().Gauge(0), 1e-9)
}

// TestADecisionAtAMovesEnd: it is asked while the clock is paused, and decided there.
func TestADecisionAtAMovesEnd(t *testing.T) {
	g := deciding(t)
	g.X.Advance(engine.At(5 * scenario.Hour))
	require.False(t, g.X.Running())
	assert.Equal(t, engine.At(4*scenario.Hour), g.X.Now())
	assert.Equal(t, []string{"Do you tell the press? by T+06:00"}, toDecide(g, "Bob"))
	assert.Empty(t, toDecide(g, "Ann"))
	assert.False(t, g.Do("Ann", "clinic", "act", `{"act":"press_tell"}`).OK, "it is not Ann's to decide")
	require.True(t, g.Do("Bob", "board", "act", `{"act":"press_tell"}`).OK)
	assert.Empty(t, toDecide(g, "Bob"))
	assert.Equal(t, 9.0, g.X.Engine().Gauge(1))
}

// TestWhatIsDecidedWhileTheClockStands: the first decision of the scenario like any other, once, and only by
// the act that decides it.
func TestWhatIsDecidedWhileTheClockStands(t *testing.T) {
	g := deciding(t)
	g.X.Advance(engine.At(scenario.Hour + 10*scenario.Minute))
	require.True(t, g.Do("Fay", "facilitator", "pause", `{"allows":"talk"}`).OK)
	require.NotEmpty(t, toDecide(g, "Ann"))
	const stands = "The clock is paused"
	assert.Contains(t, g.Do("Ann", "clinic", "commit", `{"commit":"north_clear"}`).Why, stands)
	require.True(t, g.Do("Ann", "clinic", "act", `{"act":"north_clear"}`).OK)
	assert.Contains(t, g.Do("Bob", "board", "act", `{"act":"north_wait"}`).Why, stands)
	assert.False(t, g.Do("Bob", "board", "act", `{"act":"zzz"}`).OK)
}

// TestADecisionThatNobodyTakes: its otherwise comes at the end of its time, and it is too late.
func TestADecisionThatNobodyTakes(t *testing.T) {
	g := deciding(t)
	g.X.Advance(engine.At(2 * scenario.Hour))
	assert.Empty(t, toDecide(g, "Ann"))
	assert.Contains(t, tabletest.Written(g.X.View("Ann")), "The north wing: nobody decided in time")
	assert.False(t, g.Do("Ann", "clinic", "act", `{"act":"north_clear"}`).OK)
	assert.InDelta(t, 2+10, g.X.Engine().Gauge(0), 1e-9)
}

// TestAPromiseAboutADecision that is not asked yet names neither its options nor whether one was
// taken, to its owner and to those who are shown it; once it is asked, it does.
func TestAPromiseAboutADecision(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/decision.toml")
	require.NoError(t, err)
	src = append(src, []byte(`
[[note]]
role = "clinic"
when = "delivered('north')"
do = "north_clear"
within = "1h"
shown_to = ["board"]
[[note]]
role = "board"
when = "done('north_clear')"
do = {say="It is cleared.", to=["clinic"]}
within = "1h"
shown_to = ["clinic"]
`)...)
	x, err := exercise.New(record.Header{Name: "decision", Scenario: string(src), Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	for who, role := range map[string]string{"Ann": "clinic", "Bob": "board"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
		require.True(t, g.Do(who, role, "file", `{"file":"#1"}`).OK)
	}
	hides := func() {
		for _, who := range []string{"Ann", "Bob"} {
			assert.NotRegexp(t, "lear it now|north.clear", tabletest.Written(g.X.View(who)))
		}
	}
	hides()
	words := func(who string) (out []string) {
		for _, n := range x.View(who).Player.Notes {
			out = append(out, n.Words)
		}
		return out
	}
	assert.Contains(t, words("Ann"), `if "north" has come, then decide what is asked then`)
	assert.Contains(t, words("Bob"), `if "press" has come and "what is not asked yet" is done, then decide what is asked then`)
	var filed []string
	for _, f := range x.View("Fay").Control.Filed {
		filed = append(filed, f.Words)
	}
	assert.Equal(t, []string{`if "The north wing" has come, then do "Clear it now"`,
		`if "Press" has come and "Clear it now" is done, then do "Tell them today"`}, filed, "staff read all of it")
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	hides()
	assert.Contains(t, tabletest.Written(g.X.View("Bob")), "decide what is asked then")
	g.X.Advance(engine.At(scenario.Hour + scenario.Hour/4))
	for _, who := range []string{"Ann", "Bob"} {
		assert.Contains(t, tabletest.Written(g.X.View(who)), "Clear it now")
	}
	assert.Contains(t, words("Ann"), `if "The north wing" has come, then do "Clear it now"`)
	assert.Contains(t, words("Bob"), `if "press" has come and "Clear it now" is done, then decide what is asked then`)
}
