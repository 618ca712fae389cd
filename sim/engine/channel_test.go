package engine_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestWaysThatBreak is what the head of the scenario works out.
func TestWaysThatBreak(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/channels.toml")
	require.NoError(t, err)
	sc, ds := scenario.Load("", src)
	require.NotNil(t, sc, ds)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	e := engine.New(m, 1, engine.Setup{})
	arrived := map[string]string{}
	e.Observe(func(ev engine.Event) {
		if ev.Kind == engine.MessageArrived {
			arrived[ev.Text] = ev.At.String()
			assert.Equal(t, ev.At, e.MessageAt(int(ev.Msg)-1).Arrives)
		}
	})
	minute := engine.At(scenario.Minute)
	for _, c := range []struct {
		at engine.Time
		to int
		by string
	}{{90, 1, ""}, {150, 2, ""}, {180, 1, ""}, {181, 1, engine.Called}, {270, 1, engine.Formal}} {
		require.NoError(t, e.Reach(c.at*minute))
		text := "sent at " + e.Now().String() + c.by
		a := e.Do(engine.Command{Verb: engine.Say, Role: 0, To: []int{c.to}, Text: text, By: c.by})
		require.True(t, a.OK, a.Refusal)
		other := engine.New(m, 1, engine.Setup{})
		other.CopyFrom(e)
		assert.Equal(t, e.Digest(), other.Digest())
	}
	require.NoError(t, e.Reach(361*minute))
	assert.Equal(t, map[string]string{"sent at T+01:30": "T+05:00", "sent at T+02:30": "T+04:00",
		"sent at T+03:00": "T+05:00", "sent at T+03:01call": "T+03:01", "sent at T+04:30formal": "T+05:30"}, arrived)
	assert.Equal(t, "The telephone does not work: nobody can be called now",
		e.Can(engine.Command{Verb: engine.Ask, Role: 0, To: []int{1}, Text: "Are you there?", By: engine.Called}).Refusal)
}
