package score

import "math"

// Paired is the mean of differences between runs on the same seeds.
type Paired struct {
	N    int     `json:"n"`
	Mean float64 `json:"mean"`
	// CI95 is the interval that holds the true mean with 95 % confidence; see [Interval]. Both
	// ends are the mean for fewer than two differences.
	CI95 [2]float64 `json:"ci95"`
}

// Sure reports whether the interval leaves out zero.
func (p Paired) Sure() bool { return p.CI95[0] > 0 || p.CI95[1] < 0 }

// over is a mean divided by a number above 0.
func (p Paired) over(d float64) Paired {
	return Paired{p.N, p.Mean / d, [2]float64{p.CI95[0] / d, p.CI95[1] / d}}
}

// PairedOf is the mean of differences, with its interval.
func PairedOf(differences []float64) Paired {
	n := len(differences)
	if n == 0 {
		return Paired{}
	}
	sum := 0.0
	for _, d := range differences {
		sum += d
	}
	mean := sum / float64(n)
	var m2, m3 float64
	for _, d := range differences {
		square := float64((d - mean) * (d - mean))
		m2 += square
		m3 += float64(square * (d - mean))
	}
	lo, hi := Interval(n, mean, m2, m3)
	return Paired{N: n, Mean: mean, CI95: [2]float64{lo, hi}}
}

// Interval is the 95 % interval of the mean of n values from their mean and the sums of the
// squares and cubes of their deviations from it; both ends are the mean for fewer than two.
//
// It reaches from the lower of two lower ends to the higher of two higher ends: those of
// Student's interval, and of Student's interval corrected for skewness by Hall's
// transformation (P. Hall, On the removal of skewness by transformation, J. R. Statist.
// Soc. B 54, 1992, 221-228): with γ the sample skewness, T = √n(mean - true)/s is replaced
// by g(T) = T + γT²/(3√n) + γ²T³/(27n) + γ/(6√n), which is closer to normal, rises in T and
// is inverted in closed form. Harm is skewed: Student's interval alone is too short on the
// side of the long tail, and says 95 % where it covers less; Hall's alone is too short on
// the other side where a rare great value is not among the n. Values that are alike but for
// a rare great one need more runs than any interval can make up for.
func Interval(n int, mean, m2, m3 float64) (lo, hi float64) {
	if n < 2 {
		return mean, mean
	}
	size := float64(n)
	root := math.Sqrt(size)
	se := math.Sqrt(m2/(size-1)) / root
	variance := m2 / size
	skew := m3 / size / float64(variance*math.Sqrt(variance))
	t := t975(n - 1)
	lo, hi = mean-float64(t*se), mean+float64(t*se)
	if !(max(skew, -skew) > 1e-6) { // nor where all values are alike, for then it is not a number
		return lo, hi
	}
	untransformed := func(x float64) float64 {
		c := cubeRoot(1 + float64(skew*(x/root-skew/(6*size))))
		return float64((c - 1) * 3 * root / skew)
	}
	return min(lo, mean-float64(untransformed(t)*se)), max(hi, mean-float64(untransformed(-t)*se))
}

// cubeRoot of a finite number is the same to the last bit on every processor, as [math.Cbrt] is not.
func cubeRoot(x float64) float64 {
	if x == 0 {
		return x
	}
	f, e := math.Frexp(max(x, -x)) // f from 0.5 to 1
	for ; e%3 != 0; e++ {
		f /= 2
	}
	c := 0.8
	for range 8 { // Newton's method doubles the digits each time
		c = (float64(2*c) + f/float64(c*c)) / 3
	}
	return math.Copysign(math.Ldexp(c, e/3), x)
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
	12.706204736, 4.302652730, 3.182446305, 2.776445105, 2.570581836, 2.446911851, 2.364624252, 2.306004135,
	2.262157163, 2.228138852,
	2.200985160, 2.178812830, 2.160368656, 2.144786688, 2.131449546, 2.119905299, 2.109815578, 2.100922040,
	2.093024054, 2.085963447,
	2.079613845, 2.073873068, 2.068657610, 2.063898562, 2.059538553, 2.055529439, 2.051830516, 2.048407142,
	2.045229642, 2.042272456,
}
