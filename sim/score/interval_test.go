package score

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/testsize"
)

// TestStudent checks t975 against the closed forms of the distribution (Abramowitz and
// Stegun, 26.7.3 and 26.7.4).
func TestStudent(t *testing.T) {
	central := func(x float64, df int) float64 { // the probability of -x to x
		angle := math.Atan(x / math.Sqrt(float64(df)))
		s, c := math.Sin(angle), math.Cos(angle)
		term, sum := 1.0, 0.0
		if df%2 == 1 {
			term = c
			for k := 1; k <= df-2; k += 2 {
				sum += term
				term *= c * c * float64(k+1) / float64(k+2)
			}
			return 2 / math.Pi * (angle + s*sum)
		}
		for k := 0; k <= df-2; k += 2 {
			sum += term
			term *= c * c * float64(k+1) / float64(k+2)
		}
		return s * sum
	}
	for _, df := range []int{1, 2, 3, 4, 5, 10, 29, 30, 31, 32, 50, 63, 99, 1000, 9999} {
		assert.InDelta(t, 0.95, central(t975(df), df), 1e-8, "%d degrees of freedom", df)
	}
	assert.InDelta(t, 1.959963984540054, t975(1e9), 1e-8)
}

// TestInterval: symmetric values have Student's interval; of skewed ones it reaches further
// to the side of the tail, and mirrored values have the mirrored interval.
func TestInterval(t *testing.T) {
	p := PairedOf([]float64{1, 2, 3, 4, 5})
	assert.InDelta(t, 3-2.776445*math.Sqrt(0.5), p.CI95[0], 1e-6)
	assert.InDelta(t, 3+2.776445*math.Sqrt(0.5), p.CI95[1], 1e-6)
	p = PairedOf([]float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 10})
	assert.Greater(t, p.CI95[1]-p.Mean, p.Mean-p.CI95[0])
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e3, 1e6), 2, 60).Draw(t, "values")
		p := PairedOf(values)
		for i := range values {
			values[i] = -values[i]
		}
		q, scale := PairedOf(values), 1e-6*(1+math.Abs(p.CI95[0])+math.Abs(p.CI95[1]))
		if !(p.CI95[0] <= p.Mean && p.Mean <= p.CI95[1]) || math.Abs(p.CI95[0]+q.CI95[1]) > scale ||
			math.Abs(p.CI95[1]+q.CI95[0]) > scale {
			t.Fatalf("%+v, mirrored %+v", p, q)
		}
	})
	for _, x := range []float64{0, 1, -1, 8, -27, 1e-300, 1e300, 0.3, -5e-324} {
		assert.InDelta(t, math.Cbrt(x), cubeRoot(x), 1e-14*math.Abs(math.Cbrt(x)), "%v", x)
	}
}

// covers is how often the interval of n draws holds the true mean, and how often Student's
// would.
func covers(n, times int, truth float64, draw func(*rand.Rand) float64) (corrected, plain float64) {
	random := rand.New(rand.NewPCG(1, 2))
	values := make([]float64, n)
	for range times {
		for i := range values {
			values[i] = draw(random)
		}
		p := PairedOf(values)
		if p.CI95[0] <= truth && truth <= p.CI95[1] {
			corrected += 1 / float64(times)
		}
		square := 0.0
		for _, v := range values {
			square += (v - p.Mean) * (v - p.Mean)
		}
		if math.Abs(p.Mean-truth) <= t975(n-1)*math.Sqrt(square/float64(n-1)/float64(n)) {
			plain += 1 / float64(times)
		}
	}
	return corrected, plain
}

// TestCoverage: 95 % intervals at the default number of draws hold the true mean of skewed
// values at least 93 times in 100.
func TestCoverage(t *testing.T) {
	for name, x := range map[string]struct {
		truth float64
		draw  func(*rand.Rand) float64
	}{
		"exponential": {1, func(r *rand.Rand) float64 { return r.ExpFloat64() }},
		"log-normal":  {math.Exp(0.5), func(r *rand.Rand) float64 { return math.Exp(r.NormFloat64()) }},
		"mostly nothing": {0.1, func(r *rand.Rand) float64 {
			if r.Float64() < 0.1 {
				return r.ExpFloat64()
			}
			return 0
		}},
		"normal": {0, func(r *rand.Rand) float64 { return r.NormFloat64() }},
	} {
		corrected, plain := covers(Draws, 2000, x.truth, x.draw)
		t.Logf("%s: %.3f, Student's %.3f", name, corrected, plain)
		assert.GreaterOrEqual(t, corrected, 0.93, name)
		assert.GreaterOrEqual(t, corrected, plain-0.01, name)
	}
}

// TestCoverageOfWorth: the interval of what each mechanism of the library's scenario avoids
// holds its true mean, that of very many draws, at least 93 times in 100.
func TestCoverageOfWorth(t *testing.T) {
	pool, times := testsize.Of(20_000, 1_000, 0), testsize.Of(1_000, 300, 0)
	if pool == 0 {
		t.Skip("plays 1,000 draws for each of two mechanisms")
	}
	m := fileModel(t, "../../scenarios/cold_copy.toml")
	for k := range m.Scenario.Mechanisms[:testsize.Of(len(m.Scenario.Mechanisms), 2, 0)] {
		values := make([]float64, pool)
		for i := range values {
			run, err := sparedBy(t.Context(), m, nil, k, engineSeed(i))
			require.NoError(t, err)
			for _, b := range run {
				values[i] += b.Harm
			}
		}
		truth := 0.0
		for _, v := range values {
			truth += v / float64(pool)
		}
		corrected, plain := covers(Draws, times, truth, func(r *rand.Rand) float64 { return values[r.IntN(pool)] })
		t.Logf("%s: avoids %.4g; %.3f, Student's %.3f", m.Scenario.Mechanisms[k].ID, truth, corrected, plain)
		if slices.Max(values) > slices.Min(values) {
			assert.GreaterOrEqual(t, corrected, 0.93-0.01*float64(1_000-times)/1_000, m.Scenario.Mechanisms[k].ID)
		}
	}
}

func engineSeed(i int) uint64 { return 1 + uint64(i)*1_000_000 }
