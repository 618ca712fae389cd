package sweep

import "math"

// moments sums up values one by one: their number, mean and sum of squared deviations
// (Welford, 1962). Values that are not numbers are counted as never. Products are wrapped
// in float64, so that every processor gives the same bits.
type moments struct {
	n, never int
	mean, m2 float64
}

func (s *moments) add(v float64) {
	if v != v {
		s.never++
		return
	}
	s.n++
	d := v - s.mean
	s.mean += d / float64(s.n)
	s.m2 += float64(d * (v - s.mean))
}

// merge adds the sums of values that come after those of s (Chan, Golub and LeVeque, 1983).
func (s *moments) merge(o moments) {
	s.never += o.never
	if o.n == 0 {
		return
	}
	n := float64(s.n + o.n)
	d := o.mean - s.mean
	s.m2 += o.m2 + float64(float64(d*d)*float64(s.n))*float64(o.n)/n
	s.mean += float64(d*float64(o.n)) / n
	s.n += o.n
}

// sd is the standard deviation of the values, with n-1; 0 for fewer than two.
func (s *moments) sd() float64 {
	if s.n < 2 {
		return 0
	}
	return math.Sqrt(max(0, s.m2) / float64(s.n-1))
}

// se is the standard error of the mean.
func (s *moments) se() float64 {
	if s.n < 2 {
		return 0
	}
	return s.sd() / math.Sqrt(float64(s.n))
}

// halfWidth is half the length of the 95 % interval of the mean; infinite where there
// are too few values for one.
func (s *moments) halfWidth() float64 {
	if s.n < 2 {
		return math.Inf(1)
	}
	return float64(t975(s.n-1) * s.se())
}

// t975 is the 97.5th percentile of Student's t: from a table up to 30 degrees of freedom,
// then by the expansion of Abramowitz and Stegun, Handbook of Mathematical Functions
// (1964), 26.7.5, good to 8 digits there.
func t975(df int) float64 {
	if df <= len(t975Table) {
		return t975Table[df-1]
	}
	const x = 1.959963984540054
	const ( // constants are exact until they are used
		g1 = (x*x*x + x) / 4
		g2 = (5*x*x*x*x*x + 16*x*x*x + 3*x) / 96
		g3 = (3*x*x*x*x*x*x*x + 19*x*x*x*x*x + 17*x*x*x - 15*x) / 384
		g4 = (79*x*x*x*x*x*x*x*x*x + 776*x*x*x*x*x*x*x + 1482*x*x*x*x*x - 1920*x*x*x - 945*x) / 92160
	)
	n := float64(df)
	return x + (g1+(g2+(g3+g4/n)/n)/n)/n
}

var t975Table = [...]float64{
	12.706204736, 4.302652730, 3.182446305, 2.776445105, 2.570581836, 2.446911851, 2.364624252, 2.306004135, 2.262157163, 2.228138852,
	2.200985160, 2.178812830, 2.160368656, 2.144786688, 2.131449546, 2.119905299, 2.109815578, 2.100922040, 2.093024054, 2.085963447,
	2.079613845, 2.073873068, 2.068657610, 2.063898562, 2.059538553, 2.055529439, 2.051830516, 2.048407142, 2.045229642, 2.042272456,
}
