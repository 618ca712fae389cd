package sweep

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// TestMoments: sums over chunks that are merged agree with the plain formulas.
func TestMoments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 2, 200).Draw(t, "values")
		cut := rapid.IntRange(0, len(values)).Draw(t, "cut")
		var whole, rest moments
		for _, v := range values[:cut] {
			whole.add(v)
		}
		whole.add(math.NaN())
		for _, v := range values[cut:] {
			rest.add(v)
		}
		whole.merge(rest)
		mean, sum, cubes := 0.0, 0.0, 0.0
		for _, v := range values {
			mean += v / float64(len(values))
		}
		for _, v := range values {
			sum += (v - mean) * (v - mean)
			cubes += math.Pow(v-mean, 3)
		}
		if scale := float64(len(values)) * 1e18; math.Abs(whole.m3-cubes) > 1e-9*scale {
			t.Fatalf("third sum %v, want %v", whole.m3, cubes)
		}
		sd := math.Sqrt(sum / float64(len(values)-1))
		if whole.n != len(values) || whole.never != 1 || math.Abs(whole.mean-mean) > 1e-6 ||
			math.Abs(whole.sd()-sd) > 1e-6*(1+sd) {
			t.Fatalf("%+v, want mean %v and sd %v", whole, mean, sd)
		}
	})
}

// TestColumnQuantiles are those of R's quantile(): type 7.
func TestColumnQuantiles(t *testing.T) {
	c := &column{kept: []float64{9, 1, 4, 7}}
	for q, want := range map[float64]float64{0: 1, 0.05: 1.45, 0.5: 5.5, 0.95: 8.7, 1: 9} {
		assert.InDelta(t, want, c.at(q), 1e-12, "%v", q)
	}
	assert.Equal(t, 3.0, (&column{kept: []float64{3}}).at(0.5))
}

// TestBuckets: bounds rise with values, and the middle of a bucket is near all that is in it.
func TestBuckets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Float64Range(-1e300, 1e300).Draw(t, "a")
		b := rapid.Float64Range(-1e300, 1e300).Draw(t, "b")
		if a < b && bucket(a) > bucket(b) {
			t.Fatalf("%v < %v, but buckets %d > %d", a, b, bucket(a), bucket(b))
		}
		if m := middle(bucket(a)); math.Abs(a) > 1e-300 && math.Abs(m-a) > math.Abs(a)/256 {
			t.Fatalf("%v is told as %v", a, m)
		}
	})
	for _, v := range []float64{0, 1, -1, 0.5, 1e-9, -1e9, 5e-324, math.MaxFloat64} {
		assert.InDelta(t, v, middle(bucket(v)), math.Abs(v)/256+1e-300, fmt.Sprint(v))
	}
}

// TestSketch: quantiles of a sketch are near those of the values, in whatever order these came.
func TestSketch(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	values := make([]float64, 10_001)
	for i := range values {
		values[i] = math.Exp(3 * rng.NormFloat64())
	}
	forth, back := &sketch{}, &sketch{}
	for i := range values {
		forth.add(values[i])
		back.add(values[len(values)-1-i])
	}
	slices.Sort(values)
	for _, q := range []float64{0, 0.05, 0.5, 0.95, 1} {
		assert.InEpsilon(t, values[int(q*10_000)], forth.at(q), 1.0/256, "%v", q)
		assert.Equal(t, forth.at(q), back.at(q))
	}
}
