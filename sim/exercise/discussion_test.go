package exercise_test

import (
	"os"
	"path"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
)

// TestWhatStaffAloneRead: the checklist, what evaluators look for and what each rating means are on
// the screens of staff and on no player's; who receives an inject reads the names of its files,
// and the record has their sums.
func TestWhatStaffAloneRead(t *testing.T) {
	const folder = "../../testdata/worlds"
	src, err := os.ReadFile(path.Join(folder, "discussion.toml"))
	require.NoError(t, err)
	src = scenario.Joined(src, func(name string) ([]byte, error) { return os.ReadFile(path.Join(folder, name)) })
	x, err := exercise.New(record.Header{Name: "discussion", Scenario: string(src), Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	g.Do("Eva", "evaluator", "join", `{"kind":"evaluator"}`)
	for who, role := range map[string]string{"Ann": "lab", "Bob": "press"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
	}
	assert.Contains(t, tabletest.Written(x.View("Fay")), "ZQprojectorQZ")
	assert.True(t, g.Do("Eva", "evaluator", "checked", `{"n":2,"on":true}`).OK)
	assert.Equal(t, "It is already set like that", g.Do("Fay", "facilitator", "checked", `{"n":2,"on":true}`).Why)
	assert.Equal(t, "The checklist has no item 3", g.Do("Fay", "facilitator", "checked", `{"n":3,"on":true}`).Why)
	list := x.View("Fay").Control.Checklist
	assert.Equal(t, "A scribe is named (seen to by Eva)", list[1].Words())
	assert.Equal(t, []exercise.Checked{{N: 1, Text: "ZQprojectorQZ works"}}, x.View("Fay").Control.Unchecked())
	assert.Equal(t, "That inject has not come yet", g.Do("Eva", "evaluator", "judge", `{"inject":"call","mark":"2"}`).Why)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	x.Advance(engine.At(2 * scenario.Hour))
	assert.Equal(t, "A mark is 0 to 3, or P, S, M or U",
		g.Do("Eva", "evaluator", "judge", `{"inject":"call","mark":"4"}`).Why)
	assert.Equal(t, "That inject has nothing with the number 2 to look for",
		g.Do("Eva", "evaluator", "judge", `{"inject":"call","n":2,"mark":"3"}`).Why)
	assert.False(t, g.Do("Ann", "lab", "judge", `{"inject":"call","mark":"3"}`).OK, "players mark nobody")
	for _, mark := range []string{"1", "2"} { // the last counts
		require.True(t, g.Do("Eva", "evaluator", "judge", `{"inject":"call","mark":"`+mark+`","text":"ZQshowsQZ"}`).OK)
	}
	assert.Contains(t, tabletest.Written(x.View("Fay")), `"who":"Eva","mark":"2","text":"ZQshowsQZ"`)
	assert.NotContains(t, tabletest.Written(x.View("Fay")), `"who":"Eva","mark":"1"`)
	assert.NotContains(t, tabletest.Written(x.View("Ann")), "ZQshowsQZ")
	for _, secret := range []string{"ZQonevoiceQZ", "ZQaskswhoelseQZ"} {
		assert.Contains(t, tabletest.Written(x.View("Fay")), secret)
		assert.Contains(t, tabletest.Written(x.View("Eva")), secret)
		for _, who := range []string{"Ann", "Bob"} {
			assert.NotContains(t, tabletest.Written(x.View(who)), secret)
			assert.NotContains(t, tabletest.Written(x.View(who)), "ZQprojectorQZ")
		}
	}
	assert.Contains(t, tabletest.Written(x.View("Ann")), "Attached: parts/plan.txt")
	assert.NotContains(t, tabletest.Written(x.View("Bob")), "plan.txt")
	// FIPS 180-2, appendix B.1: the sum of "abc".
	assert.Equal(t, "sha256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad, 3 bytes",
		x.Scenario().Sum("parts/plan.txt"))
}
