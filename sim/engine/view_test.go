package engine_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

func TestWhatIsUnderWay(t *testing.T) {
	act := func(role, ref int) engine.Command { return engine.Command{Verb: engine.Act, Role: role, Ref: ref} }
	find := func(id string) int { return model(t, acting).Scenario.Find("action", id) }
	light, joint := find("light"), find("joint")
	e, _ := live(t, acting, step{"1h", act(0, joint), ""})
	assert.Equal(t, engine.JointNow{Open: true, Committed: []int{0}, Given: 1, Since: span(t, "1h"), Lapses: span(t, "6h"),
		End: -1}, e.Joint(joint))
	assert.Empty(t, e.Underway(0), "a commitment alone is not under way")
	require.NoError(t, e.Reach(span(t, "2h")))
	require.True(t, e.Do(act(2, joint)).OK)
	require.True(t, e.Do(act(0, light)).OK)
	assert.Equal(t, engine.JointNow{Open: true, Started: true, Committed: []int{0, 2}, Given: 2, Since: span(t, "1h"),
		Lapses: math.MaxInt64, End: span(t, "6h")}, e.Joint(joint))
	assert.Equal(t, []engine.Underway{{Action: light, Start: span(t, "2h"), End: span(t, "3h")},
		{Action: joint, Start: span(t, "2h"), End: span(t, "6h"), Joint: true}}, e.Underway(0))
	assert.Equal(t, 1, e.Hands(0))
	assert.Len(t, e.Underway(2), 1)
	assert.Empty(t, e.Underway(1))
	require.NoError(t, e.Reach(span(t, "7h")))
	assert.Equal(t, engine.JointNow{Lapses: math.MaxInt64, End: -1}, e.Joint(joint))
	assert.Zero(t, e.Hands(0))
}

func TestWhoSeesASystem(t *testing.T) {
	e := engine.New(model(t, `
[role.owner]
[role.watcher]
[role.late_owner]
[role.other]
[system.s]
owner = "owner"
watch = {watcher={lag="2h"}}
[system.t]
owner = "late_owner"
watch = {late_owner={lag="1h"}}
[inject.i]
at = "1h"
effects = [{system=["s", "t"], becomes="failed"}]
`), 1, engine.Setup{})
	type sight struct {
		state uint8
		since engine.Time
		sees  bool
	}
	see := func(role, system int) sight {
		a, b, c := e.Noticed(role, system)
		return sight{a, b, c}
	}
	require.NoError(t, e.Reach(span(t, "90m")))
	assert.Equal(t, sight{engine.Failed, span(t, "1h"), true}, see(0, 0))
	assert.Equal(t, sight{engine.Normal, 0, true}, see(1, 0))
	assert.Equal(t, sight{engine.Normal, 0, true}, see(2, 1))
	assert.Equal(t, sight{}, see(3, 0))
	assert.Equal(t, sight{}, see(0, 1))
	require.NoError(t, e.Reach(span(t, "4h")))
	assert.Equal(t, sight{engine.Failed, span(t, "3h"), true}, see(1, 0))
	assert.Equal(t, sight{engine.Failed, span(t, "2h"), true}, see(2, 1))
}

func TestWhoSeesInvestments(t *testing.T) {
	m := model(t, `
[role.a]
budget = 9
[role.b]
budget = 9
[role.c]
[venue.v]
members = ["a"]
[mechanism.payers]
cost = {a=2, b=3}
changes = [{venue="v"}]
[mechanism.all]
cost = {a=2}
shown_to = ["all"]
changes = [{venue="v"}]
[mechanism.other]
cost = {a=2}
shown_to = ["c"]
changes = [{venue="v"}]
`)
	for i, want := range [][]bool{{true, true, false}, {true, true, true}, {false, false, true}} {
		for r, w := range want {
			assert.Equal(t, w, m.ShowsInvestments(i, r), "mechanism %d, role %d", i, r)
		}
	}
	e := engine.New(m, 1, engine.Setup{})
	for _, c := range []engine.Command{{Role: 0, Num: 1}, {Role: 1, Num: 2.5}, {Role: 0, Num: 0.5}} {
		c.Verb = engine.Invest
		require.True(t, e.Do(c).OK)
	}
	assert.Equal(t, []float64{4, 1.5, 2.5, 7.5, 5},
		[]float64{e.Invested(0), e.InvestedBy(0, 0), e.InvestedBy(0, 1), e.Budget(0), m.Price(0)})
}
