package score

import "math"

// Ratio is coordination efficiency over draws of chance: (S̄ - Ā) / (S̄ - F̄), a ratio of
// means. The mean of the ratios would be ruled by those draws on which there was little to
// avoid.
type Ratio struct {
	N     int      `json:"n"`     // draws
	Value *float64 `json:"value"` // nil where there is no yardstick
	// CI95 is Fieller's 95 % interval for a ratio of paired means (E. C. Fieller, J. R.
	// Stat. Soc. B 16, 1954); nil where it is unbounded, as what could be avoided may be 0.
	CI95 *[2]float64 `json:"ci95"`
}

// RatioOf is the ratio of the means of avoided to avoidable, paired by draw.
func RatioOf(avoided, avoidable []float64) Ratio {
	n := len(avoided)
	var x, y, xx, yy, xy float64
	for i := range n {
		x, y = x+avoided[i]/float64(n), y+avoidable[i]/float64(n)
	}
	for i := range n {
		dx, dy := avoided[i]-x, avoidable[i]-y
		xx, yy, xy = xx+float64(dx*dx), yy+float64(dy*dy), xy+float64(dx*dy)
	}
	return Fieller(n, x, y, xx, yy, xy)
}

// Fieller is the ratio of two means x / y over n pairs, with the sums of squared deviations
// of each and of their products. It is the set of all θ for which x - θy differs from 0 by
// less than Student's t allows.
func Fieller(n int, x, y, xx, yy, xy float64) Ratio {
	r := Ratio{N: n}
	if y <= apart(y) {
		return r
	}
	v := x / y
	r.Value = &v
	if n < 2 {
		return r
	}
	t := t975(n - 1)
	k := float64(t*t) / float64(n-1) / float64(n)
	a, b, c := float64(y*y)-float64(k*yy), float64(x*y)-float64(k*xy), float64(x*x)-float64(k*xx)
	if a <= 0 {
		return r
	}
	root := math.Sqrt(max(0, float64(b*b)-float64(a*c))) // below 0 by rounding only, where draws are alike
	r.CI95 = &[2]float64{(b - root) / a, (b + root) / a}
	return r
}
