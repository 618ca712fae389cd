package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFiellerByR: the ratio of two means and its interval, compared with the roots of (x - θy)² = t²(Vx - 2θVxy + θ²Vy)
// that R finds, with V the (co)variances of the means; uniroot gives the same as the formula:
//
//	x <- c(1,2,4,8,3); y <- c(6,9,8,14,7); n <- 5; t <- qt(.975, n-1)
//	f <- function(r) (mean(x)-r*mean(y))^2 - t^2/n*(var(x) - 2*r*cov(x,y) + r^2*var(y))
//	uniroot(f, c(-50, mean(x)/mean(y)), tol=1e-14); uniroot(f, c(mean(x)/mean(y), 50), tol=1e-14)
func TestFiellerByR(t *testing.T) {
	for name, c := range map[string]struct {
		x, y         []float64
		ratio        float64
		lower, upper float64
	}{
		"five":  {[]float64{1, 2, 4, 8, 3}, []float64{6, 9, 8, 14, 7}, 18.0 / 44, 0.046238258828, 0.590256840998},
		"two":   {[]float64{3, 5}, []float64{9, 10}, 8.0 / 19, -2.766599284287, 1.053812960282},
		"alike": {[]float64{3, 3, 3}, []float64{4, 4, 4}, 0.75, 0.75, 0.75},
	} {
		r := RatioOf(c.x, c.y)
		assert.Equal(t, len(c.x), r.N, name)
		require.NotNil(t, r.Value, name)
		assert.InDelta(t, c.ratio, *r.Value, 1e-12, name)
		require.NotNil(t, r.CI95, name)
		assert.InDelta(t, c.lower, r.CI95[0], 1e-8, name)
		assert.InDelta(t, c.upper, r.CI95[1], 1e-8, name)
	}
	one := RatioOf([]float64{3}, []float64{4})
	assert.InDelta(t, 0.75, *one.Value, 1e-12)
	assert.Nil(t, one.CI95, "one draw says nothing of the others")
}

// TestARatioWithoutBounds: where the interval of what could be avoided just reaches 0, so that the ratio may be any
// number however great, there is no interval. Student's t for one degree of freedom is 12.7062: the interval of the
// mean y of two reaches t√(yy/2) to each side.
func TestARatioWithoutBounds(t *testing.T) {
	k := float64(t975(1)*t975(1)) / 2
	reaches := 1 / k // yy for which y = 1 is just as far from 0 as the interval reaches
	require.InDelta(t, 1, k*reaches, 0)
	assert.Nil(t, Fieller(2, 1, 1, 0, reaches, 0).CI95)
	assert.Nil(t, Fieller(2, 1, 1, 0, 2*reaches, 0).CI95)
	assert.NotNil(t, Fieller(2, 1, 1, 0, reaches/2, 0).CI95)
	assert.NotNil(t, Fieller(2, 1, 1, 0, reaches, 0).Value)
}

// TestIntervalOfTwo: two differences are enough for one, by R's t.test(c(1, 3)); of values that do not differ it is
// the mean.
func TestIntervalOfTwo(t *testing.T) {
	p := PairedOf([]float64{1, 3})
	assert.InDelta(t, -10.7062047362, p.CI95[0], 1e-8)
	assert.InDelta(t, 14.7062047362, p.CI95[1], 1e-8)
	for _, n := range []int{1, 2, 5} {
		var same []float64
		for range n {
			same = append(same, 0.1)
		}
		p = PairedOf(same)
		assert.InDeltaSlice(t, []float64{0.1, 0.1}, p.CI95[:], 1e-15, n)
	}
}

// TestSure: an interval that ends at 0 does not leave it out.
func TestSure(t *testing.T) {
	for ci, sure := range map[[2]float64]bool{{1, 2}: true, {-2, -1}: true, {-1, 1}: false, {0, 1}: false,
		{-1, 0}: false, {0, 0}: false} {
		assert.Equal(t, sure, Paired{N: 2, CI95: ci}.Sure(), ci)
	}
}

// TestStandingByHand: how often a run did better, those alike counted half, over the draws on which both have a
// number, and the spread of the bots on these: R's quantile(c(3,1,4,1,5,9,2,6), c(.05,.25,.5,.75,.95), type=7).
func TestStandingByHand(t *testing.T) {
	number := func(v float64) *float64 { return &v }
	own := number(7)
	var draws [][2]*float64
	for i, bots := range []float64{3, 1, 4, 1, 5, 9, 2, 6} {
		// the run has 3, 2, 3, 2, 3, 2, 3, 2: more on three draws, less on four, alike on one
		draws = append(draws, [2]*float64{number(3 - float64(i%2)), number(bots)})
	}
	draws = append(draws, [2]*float64{nil, number(50)}, [2]*float64{number(50), nil}, [2]*float64{})
	spread := [5]float64{1, 1.75, 3.5, 5.25, 7.95}
	for way, better := range map[int]float64{1: 3.5 / 8, -1: 4.5 / 8} {
		s := standing(own, draws, way)
		assert.Equal(t, own, s.Value)
		assert.Equal(t, 8, s.N)
		assert.InDelta(t, better, *s.Better, 1e-12)
		assert.InDeltaSlice(t, spread[:], s.Spread[:], 1e-12)
	}
	assert.Nil(t, standing(nil, draws, 1).Better, "who has no number of its own stands nowhere")
	assert.InDelta(t, 7.95, standing(nil, draws, 1).Spread[4], 1e-12)
	single := standing(own, draws[:1], -1)
	assert.Equal(t, [5]float64{3, 3, 3, 3, 3}, single.Spread)
	assert.InDelta(t, 0.5, *single.Better, 0)
	assert.Equal(t, Standing{Value: own}, standing(own, draws[8:], 1), "no draw tells")
}

// TestHarmsBesideOneAnother: what is told of a run's harm compared with that of the others, by hand.
func TestHarmsBesideOneAnother(t *testing.T) {
	for name, c := range map[string]struct {
		actual, idle, solo, frictionless float64
		efficiency, effectiveness        any
		floor                            float64
		worse                            bool
	}{
		"between":                  {60, 100, 90, 40, 0.6, 0.6, 0.5, false},
		"solo is worse than idle":  {60, 80, 90, 40, 0.6, 0.5, 0.5, false},
		"worse than idle":          {120, 100, 90, 40, -0.6, 0.0, 0.5, true},
		"better than the best":     {30, 100, 90, 40, 1.2, 1.0, 0.5, false},
		"as idle":                  {100, 100, 90, 40, -0.2, 0.0, 0.5, false},
		"as idle but for rounding": {1e6 + 1e-4, 1e6, 1e6, 0, -1e-10, 0.0, 1e4, false},
		"no yardstick":             {60, 80, 40, 40, nil, nil, 0.8, false},
		"no yardstick and worse":   {95, 80, 40, 40, nil, nil, 0.95, true},
		"only by rounding":         {60, 1e6, 1e6, 1e6 - 0.5, nil, nil, 1e4, false},
		"little of much":           {999998, 1e6, 1e6, 1e6 - 4, 0.5, 0.5, 0.04, false},
		"idle is the best":         {60, 40, 90, 40, 0.6, nil, 0.5, true},
	} {
		h := HarmOf(c.actual, c.idle, c.solo, c.frictionless)
		for what, x := range map[string][2]any{"efficiency": {c.efficiency, h.Efficiency()},
			"effectiveness": {c.effectiveness, h.Effectiveness()}} {
			got := x[1].(*float64)
			if x[0] == nil {
				assert.Nil(t, got, "%s: %s", name, what)
			} else if assert.NotNil(t, got, "%s: %s", name, what) {
				assert.InDelta(t, x[0].(float64), *got, 1e-9, "%s: %s", name, what)
			}
		}
		assert.InDelta(t, c.floor, h.Floor(), 1e-9, name)
		assert.Equal(t, c.worse, h.Worse(), name)
	}
	assert.False(t, Harm{}.Worse())
	assert.Nil(t, Harm{}.Efficiency())
	assert.Nil(t, Harm{}.Effectiveness())
}
