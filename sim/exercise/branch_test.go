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

// TestAChoiceBetweenMoves: the room is paused between a move and a choice, the facilitator sees what
// can be chosen and chooses, and no seat learns of a branch before it begins.
func TestAChoiceBetweenMoves(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/branches.toml")
	require.NoError(t, err)
	for _, chosen := range []string{"", "open"} {
		t.Run("chosen "+chosen, func(t *testing.T) {
			x, err := exercise.New(record.Header{Name: "branches", Scenario: string(src), Seed: 1})
			require.NoError(t, err)
			g := tabletest.Of(t, x)
			g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
			require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`).OK)
			require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
			x.Advance(engine.At(10 * scenario.Hour)) // as far as the clock lets it
			assert.Equal(t, engine.At(4*scenario.Hour), x.Now())
			assert.Equal(t, []string{"What did you see?"}, x.Clock().Discuss)
			assert.False(t, x.View("Fay").Control.Branch.Due, "act comes first")
			assert.False(t, g.Do("Ann", "lab", "choose", `{"choose":"open"}`).OK)
			g.Do("Fay", "facilitator", "resume", "")
			x.Advance(engine.At(10 * scenario.Hour))
			assert.Equal(t, engine.At(6*scenario.Hour), x.Now())

			b := x.View("Fay").Control.Branch
			require.NotNil(t, b)
			assert.True(t, b.Due)
			assert.Equal(t, []exercise.BranchMove{
				{ID: "open", Title: "In the open", Brief: "ZQopenbriefQZ The square fills.", When: "\"Warn everyone\" is done"},
				{ID: "quiet", Title: "ZQquietlyQZ On the quiet", Next: true}}, b.Moves)
			assert.Equal(t, []any{3, 4, "not chosen yet"},
				[]any{x.Clock().Move, x.Clock().Moves, x.Clock().MoveTitle})
			assert.NotRegexp(t, "ZQ|In the open", tabletest.Written(x.View("Ann")))

			pace, move, ends := "10m", "ZQquietlyQZ On the quiet", 9.0
			if chosen != "" {
				require.True(t, g.Do("Fay", "facilitator", "choose", `{"choose":"open"}`).OK)
				assert.NotRegexp(t, "ZQ|In the open", tabletest.Written(x.View("Ann")))
				pace, move, ends = "5m", "In the open", 8
			}
			over := x.Clone()
			require.True(t, tabletest.Of(t, over).Do("Fay", "facilitator", "end", `{"end":true}`).OK)
			assert.Nil(t, over.View("Fay").Control.Branch, "nothing comes next")
			g.Do("Fay", "facilitator", "resume", "")
			x.Advance(x.Now() + engine.At(scenario.Minute))
			c := x.Clock()
			assert.Equal(t, []any{3, move, ends, pace}, []any{c.Move, c.MoveTitle, c.MoveEnds.Hours, c.Pace})
			assert.Contains(t, tabletest.Written(x.View("Ann")), "Move: "+move)
			x.Advance(engine.At(10 * scenario.Hour))
			assert.Equal(t, ends, x.Now().Hours())
			assert.Equal(t, move, x.View("Fay").Control.Material.Move.Title)
		})
	}
}

// TestPacesAhead: the clock says at what pace the moves to come pass, of an open choice that of the first.
func TestPacesAhead(t *testing.T) {
	const text = "title = \"x\"\nminute = \"6m\"\nbasis = \"x\"\n[role.a]\n[[move]]\nuntil = \"3h\"\n[[move]]\nuntil = \"5h\"\n" +
		"[[move]]\nid = \"b\"\none_of = \"c\"\nuntil = \"9h\"\nminute = \"30m\"\n[[move]]\nid = \"d\"\none_of = \"c\"\nwhen = \"hours > 1\"\n" +
		"until = \"9h\"\nminute = \"1h\"\n[[move]]\nuntil = \"10h\"\nminute = \"6m\"\n"
	x, err := exercise.New(record.Header{Name: "x", Scenario: text, Seed: 1})
	require.NoError(t, err)
	ahead := func() (out []any) {
		for _, p := range x.Clock().Paces {
			out = append(out, p.From.Hours, p.Pace)
		}
		return out
	}
	assert.Equal(t, []any{5.0, "30m", 9.0, "6m"}, ahead())
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	require.True(t, g.Do("Fay", "facilitator", "pace", `{"minute":"30m"}`).OK)
	assert.Equal(t, []any{9.0, "6m"}, ahead(), "as the choice takes it")
}
