package score

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestAChainIsWorthAllItsLinks: a chain that the telling leads, though the joint action is tried
// before, is worth what all its links together avoided, that of the last with what it does beside.
func TestAChainIsWorthAllItsLinks(t *testing.T) {
	m := modelOf(t, strings.Replace(rising, "[action.stop]\nby = [\"cloud\"]",
		"[action.stop]\nby = [\"cloud\", \"press\"]\njoint = {quorum=2}\neffects = [{gauge=\"noise\", add=-0.5}]", 1)+
		"[gauge.noise]\nstart = 5\noutcome = true\n")
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(3, engine.Share, 0, 0, 2),
		give(3, engine.Share, 0, 0, 1), give(20, engine.Commit, 1, 0), give(20, engine.Commit, 2, 0))})
	require.Empty(t, p.Refusals)
	harm, _ := Harmed(p.Engine)
	require.InDelta(t, 20+4.5, harm, 1e-9)
	found, _, err := WeightiestOf(t.Context(), p, Search{Seeds: Seeds(2, 2), Floor: 50}, Work{})
	require.NoError(t, err)
	require.Len(t, found, 1)
	chain := found[0]
	assert.Equal(t, engine.Share, chain.Command.Verb, "the first in time leads")
	require.Len(t, chain.Links, 3)
	for i := range chain.Links[1:] {
		assert.LessOrEqual(t, chain.Links[i].At, chain.Links[i+1].At)
	}
	assert.InDelta(t, 80.5, chain.Own, 1e-9, "harm of 80 more, and noise of a half")
}

// TestALinkWithASideEffect: of two acts that it takes both, leaving out either costs 80, but the second
// makes noise of a half, so that leaving it out, or both, costs that much less. The chain is worth what
// leaving out all of it costs.
func TestALinkWithASideEffect(t *testing.T) {
	m := modelOf(t, strings.Replace(rising, "!done('stop')", "!(done('wave') && done('cry'))", 1)+
		"[gauge.noise]\noutcome = true\n[action.cry]\nby = [\"lab\"]\neffects = [{gauge=\"noise\", add=0.5}]\n")
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(10, engine.Act, 2, 1), give(20, engine.Act, 0, 2))})
	require.Empty(t, p.Refusals)
	found, _, err := WeightiestOf(t.Context(), p, Search{Seeds: Seeds(2, 2), Floor: 50}, Work{})
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.Len(t, found[0].Links, 1)
	assert.InDelta(t, 79.5, found[0].Own, 1e-9)
	assert.InDelta(t, 79.5, found[0].Worth.Mean, 1e-9)
}

// TestWhatConfirmsAMoment: other draws confirm what a moment was worth where there is more than one,
// their interval leaves out 0, and on the run's side of it.
func TestWhatConfirmsAMoment(t *testing.T) {
	worth := func(n int, low, mean, high float64) Paired {
		return Paired{N: n, Mean: mean, CI95: [2]float64{low, high}}
	}
	for name, x := range map[string]struct {
		own   float64
		worth Paired
		sure  bool
	}{
		"good on all":            {5, worth(20, 1, 3, 5), true},
		"harmful on all":         {-5, worth(20, -5, -3, -1), true},
		"good here, else not":    {5, worth(20, -5, -3, -1), false},
		"harmful here, else not": {-5, worth(20, 1, 3, 5), false},
		"good, perhaps":          {5, worth(20, -1, 3, 7), false},
		"harmful, perhaps":       {-5, worth(20, -7, -3, 1), false},
		"on one draw alone":      {5, worth(1, 3, 3, 3), false},
		"good, or nothing":       {5, worth(20, 0, 3, 6), false},
		"harmful, or nothing":    {-5, worth(20, -6, -3, 0), false},
		"nothing here, good":     {0, worth(20, 1, 3, 5), false},
		"nothing here, harmful":  {0, worth(20, -5, -3, -1), false},
		"nothing anywhere":       {0, worth(20, 0, 0, 0), false},
	} {
		m := Moment{Own: x.own, Worth: x.worth}
		assert.Equal(t, x.sure, m.Sure(), name)
	}
}

// TestOnlyDeedsThatDidHarmLead: in a run that ended worse than idle deeds that did harm lead; not what
// avoided some, made no difference, or would have done harm if it had been done.
func TestOnlyDeedsThatDidHarmLead(t *testing.T) {
	moments := []Moment{{Change: LeftOut, Own: 9}, {Change: Omitted, Own: -8}, {Change: LeftOut, Own: 0},
		{Change: LeftOut, Own: -3}, {Change: Earlier, Own: -2}, {Change: LeftOut, Own: -1}}
	assert.Equal(t, []float64{-3, -1, 9, -8, 0, -2}, owns(WorstFirst(moments, true)))
	assert.Equal(t, []float64{9, -8, 0, -3, -2, -1}, owns(WorstFirst(moments, false)))
	assert.Equal(t, 9.0, moments[0].Own, "what it was given stays")
}

// TestHarmThatIsAlikeButForRounding: great amounts that differ in the last digits alone are alike; a
// run is worse than an idle one only if it differs by more.
func TestHarmThatIsAlikeButForRounding(t *testing.T) {
	for _, x := range []struct {
		actual, idle float64
		worse        bool
	}{{1e6 + 1e-4, 1e6, false}, {1e6 + 1e-2, 1e6, true}, {1e-10, 0, false}, {1e-8, 0, true}, {10, 10, false},
		{9, 10, false}} {
		assert.Equal(t, x.worse, HarmOf(x.actual, x.idle, x.idle, 0).Worse(), "%v beside %v", x.actual, x.idle)
	}
}

// TestAnInterruptOfEitherKindKeepsResults: what was tried before time ran out is given like what was
// tried before the work was called off; any other error gives nothing.
func TestAnInterruptOfEitherKindKeepsResults(t *testing.T) {
	p := play(t, Plan{Model: modelOf(t, rising), Seed: 1, Bots: true})
	failed := errors.New("out of luck")
	for stop, kept := range map[error]int{context.Canceled: 3, context.DeadlineExceeded: 3, failed: 0} {
		moments, err := allMoments(t.Context(), p, Seeds(1, 10), Work{Each: func(_ context.Context, n int,
			do func(int) error) error {
			for i := range 3 {
				if err := do(i); err != nil {
					return err
				}
			}
			return fmt.Errorf("on the way: %w", stop)
		}})
		require.ErrorIs(t, err, stop)
		if kept == 0 {
			assert.Empty(t, moments)
			continue
		}
		require.NotEmpty(t, moments)
		assert.Equal(t, kept, moments[0].Worth.N)
	}
}
