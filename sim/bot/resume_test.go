package bot_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestARunInPieces: a run that is played up to a time and then on comes to the same state as one without a pause, with
// bots that have decided on something meanwhile and people whose commands come before and after.
func TestARunInPieces(t *testing.T) {
	src, err := os.ReadFile("../../scenarios/cold_copy.toml")
	require.NoError(t, err)
	sc, ds := scenario.Load("cold_copy.toml", src)
	require.False(t, ds.Failed())
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	commands := []engine.Timed{{At: engine.Time(5 * scenario.Hour), Command: engine.Command{Role: 0, Verb: engine.Say,
		Text: "We look into it.", To: []int{1}}}, {At: engine.Time(30 * scenario.Hour), Command: engine.Command{Role: 0,
		Verb: engine.Say, Text: "It is true.", To: []int{1}}}}
	for seed := range uint64(3) {
		whole, pieces := engine.New(m, seed, engine.Setup{}), engine.New(m, seed, engine.Setup{})
		require.NoError(t, bot.Run(t.Context(), whole, &bot.Table{}, commands, whole.Horizon(), nil))
		table, left, n := &bot.Table{}, commands, 0
		given := func(engine.Timed, engine.Answer) { left, n = left[1:], n+1 }
		require.NoError(t, bot.Run(t.Context(), pieces, table, left, 0, given))
		for at := engine.Time(0); at < pieces.Horizon(); at += engine.Time(7 * scenario.Hour) {
			require.NoError(t, bot.Resume(t.Context(), pieces, table, left, at, given))
		}
		require.NoError(t, bot.Resume(t.Context(), pieces, table, left, pieces.Horizon(), given))
		assert.Equal(t, 2, n)
		assert.Equal(t, whole.Digest(), pieces.Digest(), "seed %d", seed)
	}
}
