package engine_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// fewWorlds is the deck of cards without the draw that never comes again.
func fewWorlds(t testing.TB) *engine.Model {
	src, err := os.ReadFile("../../testdata/worlds/deck.toml")
	require.NoError(t, err)
	sc, ds := scenario.Load("", []byte(strings.Replace(string(src), "[draw.other]\nnumber = {from=0, to=1}\n", "", 1)))
	require.NotNil(t, sc, ds)
	require.True(t, sc.FewWorlds())
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	return m
}

// TestWorldsThatComeAgain: an engine that has drawn a world before plays it as a new engine does.
func TestWorldsThatComeAgain(t *testing.T) {
	m, e := fewWorlds(t), engine.New(fewWorlds(t), 0, engine.Setup{})
	for seed := range uint64(60) {
		e.Reset(m, seed, engine.Setup{})
		fresh := engine.New(m, seed, engine.Setup{})
		require.NoError(t, e.Advance(e.Horizon()))
		require.NoError(t, fresh.Advance(fresh.Horizon()))
		assert.Equal(t, fresh.Digest(), e.Digest())
		assert.Equal(t, fresh.Model().Scenario.Injects, e.Model().Scenario.Injects)
	}
}

// BenchmarkDrawnWorlds begins runs of a scenario whose draws have few values.
func BenchmarkDrawnWorlds(b *testing.B) {
	m := fewWorlds(b)
	e := engine.New(m, 0, engine.Setup{})
	b.ReportAllocs()
	for i := range b.N {
		e.Reset(m, uint64(i), engine.Setup{})
	}
}

// BenchmarkOwnWorlds begins and plays runs that draw numbers, so that each is a world of its own, and runs of the same
// scenario as it usually is.
func BenchmarkOwnWorlds(b *testing.B) {
	for _, file := range []string{drawFile, "../../scenarios/handover.toml"} {
		m := compile(b, file)
		usual := usualModel(b, m)
		for name, m := range map[string]*engine.Model{"drawn": m, "usual": usual} {
			b.Run(filepath.Base(file)+"/"+name, func(b *testing.B) {
				e := engine.New(m, 0, engine.Setup{})
				b.ReportAllocs()
				for i := range b.N {
					e.Reset(m, uint64(i), engine.Setup{})
					require.NoError(b, e.Advance(e.Horizon()))
				}
			})
		}
	}
}

// usualModel is the model of the usual world alone, without draws.
func usualModel(b *testing.B, m *engine.Model) *engine.Model {
	sc := *m.Scenario.Drawn(m.Scenario.Usual())
	sc.Draws = nil
	out, err := engine.Compile(&sc)
	require.NoError(b, err)
	return out
}
