package engine_test

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestSeatsThatComeLater is what the head of the scenario works out.
func TestSeatsThatComeLater(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/late.toml")
	require.NoError(t, err)
	sc, ds := scenario.Load("", src)
	require.NotNil(t, sc, ds)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	e := engine.New(m, 1, engine.Setup{})
	at := map[string]string{}
	e.Observe(func(ev engine.Event) {
		switch ev.Kind {
		case engine.SeatJoined:
			at["joins "+sc.Roles[ev.Role].ID] = ev.At.String()
		case engine.FactLearned, engine.ActionStarted:
			at[ev.Kind.String()+" "+sc.Roles[ev.Role].ID] = ev.At.String()
		case engine.InjectReceived:
			at[sc.Injects[ev.Ref].ID+" "+sc.Roles[ev.Role].ID] = ev.At.String()
		}
	})
	require.NoError(t, e.Reach(engine.At(2*scenario.Hour)))
	assert.Equal(t, "You are not at the table yet", e.Can(engine.Command{Verb: engine.Act, Role: 1, Ref: 0}).Refusal)
	say := engine.Command{Verb: engine.Say, Role: 0, To: []int{1}, Text: "Hello."}
	assert.Equal(t, "There is no such seat", e.Can(say).Refusal)
	say.To = []int{99}
	assert.Equal(t, "There is no such seat", e.Can(say).Refusal, "as one that there is not")
	assert.True(t, e.Away(1) && e.Away(2) && !e.Away(0) && !e.Meets(0, 1))
	other := engine.New(m, 1, engine.Setup{})
	other.CopyFrom(e)
	assert.Equal(t, e.Digest(), other.Digest())

	e.Reset(m, 1, engine.Setup{})
	require.NoError(t, bot.Run(context.Background(), e, &bot.Table{}, nil, e.Horizon(), nil))
	assert.Equal(t, map[string]string{"joins police": "T+03:30", "joins press": "T+06:00",
		"fact.learned lab": "T+01:00", "fact.learned police": "T+03:30", "action.started press": "T+06:00",
		"call lab": "T+03:00", "news lab": "T+07:00", "news police": "T+07:00", "news press": "T+07:00"}, at)
	assert.False(t, e.Away(1))
}
