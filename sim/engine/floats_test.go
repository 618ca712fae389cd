package engine

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestExpAndLog checks the engine's own against package math, which is good to the last
// bit or two, over all numbers and where the method changes.
func TestExpAndLog(t *testing.T) {
	near := func(t require.TestingT, want, got, ulps float64) {
		slack := ulps * math.Max(math.Abs(want)*0x1p-52, 0x1p-1074)
		require.LessOrEqual(t, math.Abs(got-want), slack, "want %g, have %g", want, got)
	}
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-745, 709).Draw(t, "x")
		near(t, math.Exp(x), exp(x), 2)
		y := math.Float64frombits(rapid.Uint64Range(1<<52, 0x7fefffffffffffff).Draw(t, "y"))
		near(t, math.Log(y), log(y), 2)
	})
	for _, x := range []float64{-745, -709.5, -708.5, -708, -1e-300, 0, 1e-300, 708.9, 709} {
		near(t, math.Exp(x), exp(x), 2)
	}
	root := math.Sqrt2 / 2
	for _, x := range []float64{0x1p-1022, math.Nextafter(root, 0), root, math.Nextafter(root, 1), 1,
		math.Nextafter(1, 2), math.Sqrt2, math.MaxFloat64} {
		near(t, math.Log(x), log(x), 2)
	}
	for _, x := range []float64{0x1p-1074, 0x1.8p-1030, math.Nextafter(0x1p-1022, 0)} { // below the normal numbers
		near(t, math.Log(x*0x1p60)-60*math.Ln2, log(x), 2)
	}
	assert.Equal(t, math.Inf(-1), log(0))
	assert.Equal(t, math.Inf(1), log(math.Inf(1)))
	assert.True(t, math.IsNaN(log(-1)) && math.IsNaN(log(math.NaN())) && math.IsNaN(exp(math.NaN())))
}

// TestPERTQuantile: a quantile lies in the cell that holds its probability, whatever the
// guide said, and a larger number never gives a smaller one.
func TestPERTQuantile(t *testing.T) {
	for _, mode := range []float64{0, .001, .3, .5, .97, 1} {
		table := newPERT(mode)
		rapid.Check(t, func(t *rapid.T) {
			u := rapid.Float64Range(0x1p-54, 1-0x1p-53).Draw(t, "u")
			q := table.quantile(u)
			cell := min(int(q*pertCells), pertCells-1)
			slack := 1e-12
			require.LessOrEqual(t, table.below[cell], u+slack)
			require.GreaterOrEqual(t, table.below[cell+1], u-slack)
			v := rapid.Float64Range(u, 1-0x1p-53).Draw(t, "v")
			require.GreaterOrEqual(t, table.quantile(v), q)
		})
	}
}

// TestTheLargestDraw: a draw that rounds to 1 is the largest value, and no place beyond a table.
func TestTheLargestDraw(t *testing.T) {
	for _, mode := range []float64{0, 0.3, 1} {
		assert.InDelta(t, 1, newPERT(mode).quantile(1), 1e-3, mode)
	}
}
