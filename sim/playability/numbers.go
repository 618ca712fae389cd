package playability

import (
	"math"
	"slices"
)

// numbersOf returns a number of each run.
func numbersOf(runs []*run, f func(*run) float64) []float64 {
	out := make([]float64, len(runs))
	for i, r := range runs {
		out[i] = f(r)
	}
	return out
}

// share returns the share of the runs, from 0 to 1, of which something is true.
func share(runs []*run, is func(*run) bool) float64 {
	n := 0
	for _, r := range runs {
		if is(r) {
			n++
		}
	}
	return float64(n) / float64(max(1, len(runs)))
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(max(1, len(v)))
}

// median returns the middle one of numbers, or the mean of the two in the middle; 0 for none.
func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(v))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// spreadOf returns the 5th, 50th and 95th percentile of numbers; the outer two are the values
// nearest in rank. It is nil for no numbers.
func spreadOf(v []float64) *Spread {
	if len(v) == 0 {
		return nil
	}
	s := slices.Sorted(slices.Values(v))
	at := func(q float64) float64 { return s[int(math.Round(q*float64(len(s)-1)))] }
	return &Spread{Floor: at(0.05), Median: median(s), Ceiling: at(0.95)}
}

// spearman returns the correlation of the ranks of two lists of one length, in which ties take the
// mean of their ranks (Spearman, 1904); nil where all values of one list are the same.
func spearman(a, b []float64) *float64 {
	x, y := ranks(a), ranks(b)
	mx, my := mean(x), mean(y)
	var xy, xx, yy float64
	for i := range x {
		xy += (x[i] - mx) * (y[i] - my)
		xx += (x[i] - mx) * (x[i] - mx)
		yy += (y[i] - my) * (y[i] - my)
	}
	if xx == 0 || yy == 0 {
		return nil
	}
	v := xy / math.Sqrt(xx*yy)
	return &v
}

func ranks(v []float64) []float64 {
	s := slices.Sorted(slices.Values(v))
	out := make([]float64, len(v))
	for i, x := range v {
		first, _ := slices.BinarySearch(s, x)
		last := first
		for last < len(s) && s[last] == x {
			last++
		}
		out[i] = float64(first+last-1) / 2
	}
	return out
}
