package engine_test

import (
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestCardsAreNotPutBack draws two cards of weights 3, 2 and 1 without putting the first back.
// Card i and then j come with the chance wi/6 * wj/(6-wi), and the third is the one that is left.
func TestCardsAreNotPutBack(t *testing.T) {
	const n = 6000
	m := compile(t, "../../testdata/worlds/deck.toml")
	ids, weight := []string{"fire", "flood", "strike"}, []float64{3, 2, 1}
	third := map[string]int{"strike": 0, "flood": 1, "fire": 2}
	came := map[[2]int]float64{}
	e := engine.New(m, 0, engine.Setup{})
	for seed := range uint64(n) {
		e.Reset(m, seed, engine.Setup{})
		v := e.Drawn()
		i, j := int(v[0]), int(v[1])
		require.NotEqual(t, i, j)
		require.Equal(t, third[ids[3-i-j]], int(v[2]))
		came[[2]int{i, j}]++
	}
	assert.Len(t, came, 6)
	for c, k := range came {
		p := weight[c[0]] / 6 * weight[c[1]] / (6 - weight[c[0]])
		assert.InDelta(t, p, k/n, 4*math.Sqrt(p*(1-p)/n), "%s, then %s", ids[c[0]], ids[c[1]])
	}
}

// TestADeckChangesNoOtherDraw: the same seed draws the same for all else, whether cards are put back
// or not.
func TestADeckChangesNoOtherDraw(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/deck.toml")
	require.NoError(t, err)
	put, ds := scenario.Load("", []byte(strings.Replace(string(src), "unlike = \"first\"\n", "", 1)))
	require.NotNil(t, put, ds)
	a := compile(t, "../../testdata/worlds/deck.toml")
	b, err := engine.Compile(put)
	require.NoError(t, err)
	differ := 0
	for seed := range uint64(200) {
		x := engine.New(a, seed, engine.Setup{}).Drawn()
		y := engine.New(b, seed, engine.Setup{}).Drawn()
		assert.Equal(t, []float64{x[0], x[3]}, []float64{y[0], y[3]})
		if x[1] != y[1] {
			differ++
		}
	}
	assert.Positive(t, differ)
}
