package sweep

import (
	"math"

	"tocsin/sim/score"
)

// moments sums up values one by one: their number, mean and sums of squared and cubed
// deviations (Welford, 1962; Pébay, 2008). NaN is counted as never. Products are wrapped in
// float64, so that no processor fuses them with a sum, and all give the same bits.
type moments struct {
	n, never     int
	mean, m2, m3 float64
}

func (s *moments) add(v float64) {
	if v != v {
		s.never++
		return
	}
	s.merge(moments{n: 1, mean: v})
}

// merge adds the sums of values that come after those of s (Chan, Golub and LeVeque, 1983).
func (s *moments) merge(o moments) {
	s.never += o.never
	if o.n == 0 {
		return
	}
	a, b := float64(s.n), float64(o.n)
	n := a + b
	d := o.mean - s.mean
	square := float64(d * d)
	s.m3 += o.m3 + float64(float64(square*d)*float64(a*b))*(a-b)/float64(n*n) +
		float64(3*d)*(float64(a*o.m2)-float64(b*s.m2))/n
	s.m2 += o.m2 + float64(square*a)*b/n
	s.mean += float64(d*b) / n
	s.n += o.n
}

// sd returns the standard deviation of the values, with n-1; 0 for fewer than two.
func (s *moments) sd() float64 {
	if s.n < 2 {
		return 0
	}
	return math.Sqrt(max(0, s.m2) / float64(s.n-1))
}

// se returns the standard error of the mean; 0 for fewer than two values.
func (s *moments) se() float64 {
	if s.n < 2 {
		return 0
	}
	return s.sd() / math.Sqrt(float64(s.n))
}

// interval returns the 95 % interval of the mean; see [score.Interval]. For fewer than two values
// it goes from minus infinity to infinity.
func (s *moments) interval() (lo, hi float64) {
	if s.n < 2 {
		return math.Inf(-1), math.Inf(1)
	}
	return score.Interval(s.n, s.mean, s.m2, s.m3)
}

// halfWidth returns half the length of the interval; it is infinite for fewer than two values.
func (s *moments) halfWidth() float64 {
	lo, hi := s.interval()
	return (hi - lo) / 2
}
