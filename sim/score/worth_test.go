package score

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestWhoIsSpared: what a mechanism is worth to each who bears harm and each who pays, from what each was spared on
// two draws that came out alike, so that intervals are means. The laboratory pays 2, the cloud 1.
func TestWhoIsSpared(t *testing.T) {
	m := modelOf(t, `
title = "Payers"
[role.lab]
[role.cloud]
[gauge.harm]
outcome = true
[mechanism.line]
cost = {lab=2, cloud=1}
changes = [{sharing=0.5}]
[mechanism.gift]
changes = [{sharing=0.4}]
`)
	const line, gift = 0, 1
	type spared map[string]float64
	for name, c := range map[string]struct {
		spared                     spared
		under, by                  bool
		external                   any
		bears                      []bool
		private                    []float64
		avoided, social, breakEven float64
	}{
		"the public alone": {spared{"public": 10}, true, true, 1.0, []bool{false, false}, []float64{-2, -1}, 10, 7,
			10.0 / 3},
		"the one too little": {spared{"lab": 1, "public": 9}, true, false, 0.9, []bool{true, false}, []float64{-1, -1},
			10, 7, 10.0 / 3},
		"the other too little": {spared{"cloud": 0.5, "public": 9.5}, true, false, 0.95, []bool{false, true},
			[]float64{-2, -0.5}, 10, 7, 10.0 / 3},
		"the one enough": {spared{"lab": 3, "public": 7}, true, true, 0.7, []bool{true, false}, []float64{1, -1}, 10,
			7, 10.0 / 3},
		"both enough": {spared{"lab": 3, "cloud": 2, "public": 5}, false, false, 0.5, []bool{true, true},
			[]float64{1, 1}, 10, 7, 10.0 / 3},
		"just enough": {spared{"lab": 2, "cloud": 1, "public": 7}, false, false, 0.7, []bool{true, true},
			[]float64{0, 0}, 10, 7, 10.0 / 3},
		"just its cost": {spared{"public": 3}, false, false, 1.0, []bool{false, false}, []float64{-2, -1}, 3, 0, 1},
		"nothing":       {spared{"public": 0}, false, false, nil, []bool{false, false}, []float64{-2, -1}, 0, -3, 0},
		"harm": {spared{"public": -6}, false, false, nil, []bool{false, false}, []float64{-2, -1}, -6, -9,
			-2},
	} {
		t.Run(name, func(t *testing.T) {
			var run []Bearer
			for _, who := range []string{"lab", "cloud", "public"} {
				if v, any := c.spared[who]; any {
					run = append(run, Bearer{Who: who, Harm: v})
				}
			}
			w := worthFrom(m, line, 1, [][]Bearer{run, run})
			assert.Equal(t, "line", w.Mechanism)
			assert.InDelta(t, 3, w.Cost, 1e-12)
			assert.InDelta(t, c.avoided, w.Avoided.Mean, 1e-12)
			assert.InDelta(t, c.social, w.Social.Mean, 1e-12)
			assert.InDelta(t, c.breakEven, w.BreakEven.Mean, 1e-12)
			require.Len(t, w.Gains, len(run))
			for i, g := range w.Gains {
				assert.Equal(t, run[i].Who, g.Who)
				assert.InDelta(t, run[i].Harm, g.Avoided.Mean, 1e-12)
				assert.Equal(t, 2, g.Avoided.N)
			}
			for i, p := range w.Payers {
				assert.Equal(t, c.bears[i], p.Bears, p.Role)
				assert.InDelta(t, c.private[i], p.Private.Mean, 1e-12, p.Role)
			}
			if c.external == nil {
				assert.Nil(t, w.External)
			} else if assert.NotNil(t, w.External) {
				assert.InDelta(t, c.external.(float64), *w.External, 1e-12)
			}
			assert.Equal(t, c.under, w.Underprovided)
			assert.Equal(t, c.by, w.ByConstruction)

			free := worthFrom(m, gift, 1, [][]Bearer{run, run})
			assert.Nil(t, free.BreakEven, "what costs nothing has no price")
			assert.Empty(t, free.Payers)
			assert.False(t, free.Underprovided)
		})
	}
	none := worthFrom(m, line, 1, nil)
	assert.Zero(t, none.Avoided, "no draw was done")
	assert.Empty(t, none.Gains)
	assert.Len(t, none.Payers, 2)
	assert.False(t, none.Payers[0].Bears)
}

// TestWorthOnItsOwnDraw: Own is what a mechanism spares those who played on the run's draw, and only what was paid for
// it is left out. The laboratory shares when it knows, at 2, and the cloud stops it an hour after it has heard: with
// the line at 3, without it at 13. The fence is worth 5 whatever happens. On half of the draws all is twice as bad.
func TestWorthOnItsOwnDraw(t *testing.T) {
	m := modelOf(t, strings.NewReplacer("[role.lab]", "[draw.fast]\nchance = 0.5\n[role.lab]\nbudget = 9",
		"[role.cloud]", "[role.cloud]\nbudget = 9", "rate=1", `rate="fast ? 2 : 1"`).Replace(rising)+`
[mechanism.fence]
cost = {lab=1}
changes = [{gauge="harm", add=-5}]
`)
	pays := func(role, mechanism int, points float64) engine.Timed {
		return engine.Timed{Command: engine.Command{Role: role, Verb: engine.Invest, Ref: mechanism, Num: points}}
	}
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(pays(0, 0, 4), pays(1, 0, 1), pays(0, 1, 1),
		give(2, engine.Share, 0, 0, 1), give(3, engine.Act, 1, 0))})
	require.Empty(t, p.Refusals)
	harm, _ := Harmed(p.Engine)
	rate := (harm + 5) / 3
	worth, err := WorthOf(t.Context(), p, 1, Seeds(1, 8), Work{})
	require.NoError(t, err)
	require.Len(t, worth, 2)
	line, fence := worth[0], worth[1]
	assert.InDelta(t, 10*rate, line.Own, 1e-9)
	assert.Greater(t, line.Team.Mean, 10.0)
	assert.Less(t, line.Team.Mean, 20.0, "there are draws of both kinds")
	assert.Equal(t, 8, line.Agree)
	assert.InDelta(t, 5, fence.Own, 1e-9)
	assert.InDelta(t, 5, fence.Team.Mean, 1e-9)

	for name, c := range map[string]struct {
		m     *engine.Model
		seeds []uint64
	}{"no harm": {modelOf(t, seats(2)+"[mechanism.line]\nchanges = [{sharing=0.5}]\n"), Seeds(1, 2)},
		"no mechanism": {modelOf(t, switches), Seeds(1, 2)}, "no draw": {m, nil}} {
		worth, err := WorthOf(t.Context(), play(t, Plan{Model: c.m, Seed: 1}), 1, c.seeds, Work{})
		require.NoError(t, err)
		assert.Nil(t, worth, name)
	}
}
