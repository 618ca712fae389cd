package playability

import (
	"math"
	"slices"
)

// each1 is a number of each run.
func each1(runs []*run, f func(*run) float64) []float64 {
	out := make([]float64, len(runs))
	for i, r := range runs {
		out[i] = f(r)
	}
	return out
}

// share is in which part of the runs something is so.
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

// median is the middle of numbers; the mean of the two in the middle where they are even.
func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(v))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// spreadOf is nil for no numbers.
func spreadOf(v []float64) *Spread {
	if len(v) == 0 {
		return nil
	}
	s := slices.Sorted(slices.Values(v))
	at := func(q float64) float64 { return s[int(math.Round(q*float64(len(s)-1)))] }
	return &Spread{Floor: at(0.05), Median: median(s), Ceiling: at(0.95)}
}

// spearman is the correlation of the ranks of two lists, ties taking the mean of their ranks; nil
// where one of them never differs.
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
