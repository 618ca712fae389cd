package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// weightiest finds the moments of a run on its own seed and the next.
func weightiest(t *testing.T, p *Played, floor float64) []Moment {
	out, left, err := WeightiestOf(t.Context(), p, Search{Seeds: Seeds(p.Seed, 2), Floor: floor}, Work{})
	require.NoError(t, err)
	require.Zero(t, left)
	return out
}

// TestChains: a telling and the act that hung on it are one moment with two links; what
// costs as much but hangs on neither is another.
func TestChains(t *testing.T) {
	m := modelOf(t, rising+`
[gauge.noise]
outcome = true
grow = {rate=1, while="!done('hush')"}
[action.hush]
by = ["press"]
`)
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(10, engine.Share, 0, 0, 1),
		give(22, engine.Act, 1, 0), give(22, engine.Act, 2, 2))})
	found := weightiest(t, p, 0)
	require.Len(t, found, 6)
	for _, x := range found[:2] {
		assert.InDelta(t, 78, x.Own, 1e-9)
		assert.InDelta(t, 78, x.Worth.Mean, 1e-9)
	}
	chain, alone := found[0], found[1]
	require.Len(t, chain.Links, 1, "the first deed leads the chain")
	assert.Equal(t, []engine.Verb{engine.Share, engine.Act},
		[]engine.Verb{chain.Deeds()[0].Verb, chain.Deeds()[1].Verb})
	assert.Equal(t, 1, chain.Links[0].Role)
	assert.Empty(t, alone.Links, "the hush avoids as much, and both together twice that")
	assert.Equal(t, 2, alone.Command.Role)
	assert.Equal(t, []float64{78, 78, 22, 10, 8, 2}, owns(found), "what is not left out stays by itself")
	assert.Equal(t, Earlier, found[4].Change)

	assert.Len(t, weightiest(t, p, 8.5), 4, "8 h earlier is worth less than the floor")
}

// TestWorstFirst: where a run ended worse than if nobody had acted, what made it so leads.
func TestWorstFirst(t *testing.T) {
	m := modelOf(t, rising+`
[action.blunder]
by = ["press"]
effects = [{gauge="harm", add=150}]
[action.slip]
by = ["press"]
effects = [{gauge="harm", add=20}]
`)
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(1, engine.Act, 2, 3), give(2, engine.Act, 2, 2),
		give(10, engine.Share, 0, 0, 1), give(22, engine.Act, 1, 0))})
	h, err := Baselines(t.Context(), p)
	require.NoError(t, err)
	require.True(t, h.Worse())
	found := weightiest(t, p, h.Floor())
	require.Len(t, found, 6)
	assert.Equal(t, []float64{-150, 78, -20, 10, 8, 2}, owns(found))
	assert.Equal(t, []float64{-150, -20, 78, 10, 8, 2}, owns(WorstFirst(found, true)))
	assert.Equal(t, owns(found), owns(WorstFirst(found, false)))

	good := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(10, engine.Share, 0, 0, 1),
		give(22, engine.Act, 1, 0))})
	h, err = Baselines(t.Context(), good)
	require.NoError(t, err)
	assert.False(t, h.Worse())
	assert.InDelta(t, 0.01*(*h.Solo-*h.Frictionless), h.Floor(), 1e-9)
	one := 100.0
	none := HarmOf(one, one, one, one)
	assert.InDelta(t, 1, none.Floor(), 1e-9, "without a yardstick, of the harm itself")
	assert.Zero(t, Harm{}.Floor())
	assert.False(t, none.Worse())
}

func owns(ms []Moment) []float64 {
	var out []float64
	for _, m := range ms {
		out = append(out, m.Own)
	}
	return out
}

// TestChainOfThree: a telling, one that passes it on and the act that hung on both are one moment.
func TestChainOfThree(t *testing.T) {
	m := modelOf(t, rising)
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(3, engine.Share, 0, 0, 2),
		give(14, engine.Share, 2, 0, 1), give(26, engine.Act, 1, 0))})
	require.Empty(t, p.Refusals)
	found := weightiest(t, p, 20)
	require.NotEmpty(t, found)
	assert.Len(t, found[0].Deeds(), 3)
	assert.InDelta(t, 74, found[0].Own, 1e-9)
	for _, x := range found[1:] {
		assert.NotEqual(t, LeftOut, x.Change, "each link is told of once")
	}
}
