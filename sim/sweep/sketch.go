package sweep

import (
	"math"
	"slices"
)

// quantiles finds any quantile of the values that it was given: exactly from all of them
// ([column]), or within a relative error from counts ([sketch]).
type quantiles interface {
	add(v float64)
	// at returns the q-th quantile, q from 0 to 1; there must be a value. No value may be
	// added afterwards.
	at(q float64) float64
	// values returns how many values have been added.
	values() int
}

// exactBytes is how much memory the columns of a sweep may take before sketches replace
// them.
const exactBytes = 256 << 20

// column keeps every value.
type column struct {
	kept   []float64
	sorted bool
}

func (c *column) add(v float64) { c.kept = append(c.kept, v) }

func (c *column) values() int { return len(c.kept) }

// at interpolates between the two values nearest in rank (type 7 of Hyndman and Fan, 1996, as
// do R, NumPy and spreadsheets).
func (c *column) at(q float64) float64 {
	if !c.sorted {
		slices.Sort(c.kept)
		c.sorted = true
	}
	at := float64(q * float64(len(c.kept)-1))
	i := int(at)
	if i+1 >= len(c.kept) {
		return c.kept[len(c.kept)-1]
	}
	return c.kept[i] + float64((at-float64(i))*(c.kept[i+1]-c.kept[i]))
}

// sketch counts values in buckets whose bounds are the powers of two, each divided into
// 128: the idea of DDSketch (Masson, Rim and Lee, 2019) with bounds that need no logarithm,
// so that every machine puts a value into the same bucket. Counts are whole numbers, so
// the result does not depend on the order of adding. A quantile is the value whose rank is
// q·(n-1), rounded down, and off by 1/256 of that value at most.
type sketch struct {
	count map[int32]int
	n     int
	keys  []int32 // sorted, once asked for a quantile
}

const sketchBits = 7

// bucket numbers the buckets in the order of the values.
func bucket(v float64) int32 {
	k := int32(math.Float64bits(math.Abs(v))>>(52-sketchBits)) + 1
	switch {
	case v > 0:
		return k
	case v < 0:
		return -k
	}
	return 0
}

// middle returns the middle of a bucket.
func middle(k int32) float64 {
	if k == 0 {
		return 0
	}
	a := uint64(max(k, -k) - 1)
	lo, hi := math.Float64frombits(a<<(52-sketchBits)), math.Float64frombits((a+1)<<(52-sketchBits))
	mid := lo + float64((hi-lo)/2)
	if math.IsInf(mid, 0) { // the last bucket has no end
		mid = lo
	}
	if k < 0 {
		return -mid
	}
	return mid
}

func (s *sketch) add(v float64) {
	if s.count == nil {
		s.count = map[int32]int{}
	}
	s.count[bucket(v)]++
	s.n++
}

func (s *sketch) values() int { return s.n }

func (s *sketch) at(q float64) float64 {
	if s.keys == nil {
		for k := range s.count {
			s.keys = append(s.keys, k)
		}
		slices.Sort(s.keys)
	}
	rank := int(float64(q * float64(s.n-1)))
	for _, k := range s.keys {
		if rank -= s.count[k]; rank < 0 {
			return middle(k)
		}
	}
	return middle(s.keys[len(s.keys)-1])
}
