package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/engine"
)

// TestARunPlaysTheWorldThatItDrew: an engine that has played other worlds plays the same as a new one, whatever
// the draws are: answers, whole numbers within bounds, and spreads, of which no two runs draw the same.
func TestARunPlaysTheWorldThatItDrew(t *testing.T) {
	for _, file := range []string{"../../scenarios/same_door.toml", drawFile, "../../testdata/worlds/deck.toml"} {
		m := compile(t, file)
		used := &engine.Engine{}
		rapid.Check(t, func(t *rapid.T) {
			seed := rapid.Uint64Range(0, 200).Draw(t, "seed")
			used.Reset(m, seed, engine.Setup{})
			fresh := engine.New(m, seed, engine.Setup{})
			require.Equal(t, fresh.Drawn(), used.Drawn())
			require.NoError(t, fresh.Advance(fresh.Horizon()))
			require.NoError(t, used.Advance(used.Horizon()))
			require.Equal(t, fresh.Digest(), used.Digest())
		})
	}
}

// BenchmarkManyWorlds begins runs of a scenario that draws answers and a whole number: the cost of a world.
func BenchmarkManyWorlds(b *testing.B) {
	m := compile(b, "../../scenarios/same_door.toml")
	e := engine.New(m, 0, engine.Setup{})
	b.ReportAllocs()
	for i := range b.N {
		e.Reset(m, uint64(i), engine.Setup{})
	}
}
