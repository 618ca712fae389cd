package engine_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// chatter has a role say something to another again and again, a minute apart.
func chatter(t testing.TB, e *engine.Engine, from, to int) {
	for i := from; i < to; i++ {
		require.NoError(t, e.Reach(engine.Time(i)*engine.At(scenario.Minute)))
		a := e.Do(engine.Command{Verb: engine.Say, Role: i & 1, Ref: -1, To: []int{1 - i&1},
			Text: fmt.Sprint("message ", i)})
		require.True(t, a.OK, a.Refusal)
	}
}

const chatting = "[role.a]\n[role.b]\n[sharing]\nlatency={mean=\"5m\"}\n"

// TestLongExercise: a run holds no more late in a long exercise than early, and its
// digest still tells what was said: with one other word it differs.
func TestLongExercise(t *testing.T) {
	m := model(t, chatting)
	e := engine.New(m, 1, engine.Setup{})
	chatter(t, e, 0, 500)
	kept := e.Kept()
	chatter(t, e, 500, 20_000)
	assert.Less(t, e.Kept(), 2*kept+100, "what is kept is bounded by what is on its way at one time")

	other := engine.New(m, 1, engine.Setup{})
	chatter(t, other, 0, 1)
	again := engine.New(m, 1, engine.Setup{})
	require.NoError(t, again.Reach(0))
	again.Do(engine.Command{Verb: engine.Say, Role: 0, Ref: -1, To: []int{1}, Text: "message 1"})
	assert.NotEqual(t, other.Digest(), again.Digest(), "before it arrives")
	require.NoError(t, other.Reach(other.Horizon()))
	require.NoError(t, again.Reach(again.Horizon()))
	assert.NotEqual(t, other.Digest(), again.Digest(), "and long after")
	assert.Equal(t, other.Digest(), other.Clone().Digest())
	e.Reset(m, 1, engine.Setup{})
	chatter(t, e, 0, 1)
	require.NoError(t, e.Reach(e.Horizon()))
	assert.Equal(t, other.Digest(), e.Digest(), "nothing of the run before is left after a reset")
}

// BenchmarkLate gives the cost of a digest and of a copy after so many messages: it must
// not grow with them.
func BenchmarkLate(b *testing.B) {
	for _, said := range []int{100, 20_000} {
		e := engine.New(model(b, chatting), 1, engine.Setup{})
		chatter(b, e, 0, said)
		c := e.Clone()
		b.Run(fmt.Sprintf("digest/%d", said), func(b *testing.B) {
			for range b.N {
				e.Digest()
			}
		})
		b.Run(fmt.Sprintf("copy/%d", said), func(b *testing.B) {
			for range b.N {
				c.CopyFrom(e)
			}
		})
	}
}
