package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestMoneyIsNotSpentTwice wants what an action spends to be taken when it begins, and
// refused where there is less; whoever may not see the gauge does not learn how much.
func TestMoneyIsNotSpentTwice(t *testing.T) {
	const text = `title="x"
length="1d"
[role.a]
[role.b]
[gauge.money]
title="Overtime"
start=5
sees="a"
[action.one]
by="all"
takes="1h"
spends={money=4}
[action.two]
by="all"
takes="1h"
spends={money=4}
[action.small]
by="all"
takes="1h"
spends={money=1}
`
	sc, ds := scenario.Load("x.toml", []byte(text))
	require.NotNil(t, sc, ds)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	e := engine.New(m, 1, engine.Setup{})
	act := func(role, action int) engine.Answer {
		return e.Do(engine.Command{Verb: engine.Act, Role: role, Ref: action})
	}
	assert.True(t, act(0, 0).OK)
	assert.InDelta(t, 1, e.Gauge(0), 1e-12, "charged at the start")
	assert.Equal(t, `Needs 4 of "Overtime"; there is 1`, act(0, 1).Refusal)
	assert.Equal(t, "Needs more than there is of something that it spends", act(1, 1).Refusal)
	assert.False(t, e.Able(engine.Command{Verb: engine.Act, Role: 1, Ref: 1}))
	assert.True(t, e.Do(engine.Command{Verb: engine.Cancel, Role: 0, Ref: 0}).OK)
	assert.InDelta(t, 1, e.Gauge(0), 1e-12, "spent stays spent")
	assert.True(t, act(1, 2).OK)
	assert.InDelta(t, 0, e.Gauge(0), 1e-12)
	assert.False(t, act(0, 2).OK)
}
