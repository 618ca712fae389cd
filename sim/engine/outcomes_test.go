package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestWhatFollowsFailureAndLapse plays actions that do not work, joint ones that lapse, and
// what how many have joined makes of them.
func TestWhatFollowsFailureAndLapse(t *testing.T) {
	m := model(t, `[role.a]
[role.b]
[role.c]
[gauge.trust]
start=50
[gauge.fails]
[gauge.crew]
[action.call]
by="a"
chance=0
takes="1h"
effects=[{gauge="trust", set=0}]
on_failure=[{gauge="fails", add=1}, {gauge="trust", add=-2, after="1h"}]
[action.hold]
by="all"
takes="1h"
joint={quorum=3, within="4h"}
effects=[{gauge="crew", set="10 * joined('hold')"}]
on_lapse=[{gauge="trust", add="-5 * joined('hold')"}]
[action.both]
by="all"
chance=0
takes="1h"
joint={quorum=2}
on_failure=[{gauge="fails", add="joined('both')"}]
`)
	e := engine.New(m, 1, engine.Setup{})
	at := func(h float64) { require.NoError(t, e.Reach(engine.At(scenario.Duration(h*float64(scenario.Hour))))) }
	do := func(v engine.Verb, role, action int) {
		require.True(t, e.Do(engine.Command{Verb: v, Role: role, Ref: action}).OK)
	}
	joined := func(action string) float64 {
		n, err := m.Scenario.ParseExpr("joined('"+action+"')", scenario.Number, false)
		require.NoError(t, err)
		return e.Eval(n)
	}
	do(engine.Act, 0, 0)
	do(engine.Commit, 0, 1)
	do(engine.Commit, 1, 1)
	assert.Equal(t, 2.0, joined("hold"))
	at(1.5)
	assert.Equal(t, []float64{50, 1}, []float64{e.Gauge(0), e.Gauge(1)})
	at(2)
	assert.Equal(t, 48.0, e.Gauge(0), "the second effect comes an hour later")
	at(4)
	assert.Equal(t, 38.0, e.Gauge(0), "two had joined when it lapsed")
	assert.Zero(t, joined("hold"))
	for r := range 3 {
		do(engine.Commit, r, 1)
	}
	do(engine.Commit, 0, 2)
	do(engine.Commit, 1, 2)
	at(6)
	assert.Equal(t, 30.0, e.Gauge(2), "three had joined when it was done")
	assert.Equal(t, 3.0, e.Gauge(1), "two had joined what did not work")
}

// TestBreachIsACondition wants a fact shared wider than its mark to start a duty and to bring
// an inject, and one shared as it may be to bring neither.
func TestBreachIsACondition(t *testing.T) {
	m := model(t, `[role.a]
[role.b]
[role.c]
[fact.f]
text="x"
tlp="red"
known={a={at="0s"}}
needed_by=["b"]
[action.report]
by="a"
[obligation.o]
role="a"
starts="breached('f')"
within="1h"
met_by="report"
[inject.i]
when="breached('f')"
`)
	for to, times := range map[int]int{1: 0, 2: 1} {
		e := engine.New(m, 1, engine.Setup{})
		require.NoError(t, e.Reach(engine.At(scenario.Hour)))
		require.True(t, e.Do(engine.Command{Verb: engine.Share, Role: 0, Ref: 0, To: []int{to}}).OK)
		breached := 0
		if times > 0 {
			breached = int(e.InjectState(0).Times)
		} else {
			assert.Zero(t, e.InjectState(0).Times)
		}
		assert.Equal(t, times, breached, "shared with %d", to)
	}
}
