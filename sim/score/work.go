package score

import (
	"context"
	"errors"
	"math"
	"sync/atomic"
)

// Work says how many runs are to be played: the means to go through them and whom to
// tell. The zero Work goes through them in turn and tells nobody.
type Work struct {
	// Each does do(0) to do(n-1), each once, in any order and at the same time if it likes,
	// and stops early with ctx's error when ctx is done. Results do not depend on the order.
	Each func(ctx context.Context, n int, do func(i int) error) error
	// Progress is told how many of the runs are done, from wherever Each calls do.
	Progress func(done, of int)
}

// through goes through n pieces of work and reports which are done. When ctx ends it
// returns its error beside what was done until then.
func (w Work) through(ctx context.Context, n int, do func(i int) error) ([]bool, error) {
	finished := make([]bool, n)
	var count atomic.Int64
	step := func(i int) error {
		if err := do(i); err != nil {
			return err
		}
		finished[i] = true
		if now := count.Add(1); w.Progress != nil {
			w.Progress(int(now), n)
		}
		return nil
	}
	each := w.Each
	if each == nil {
		each = inTurn
	}
	return finished, each(ctx, n, step)
}

func inTurn(ctx context.Context, n int, do func(i int) error) error {
	for i := range n {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := do(i); err != nil {
			return err
		}
	}
	return nil
}

// stopped reports whether an error says only that the work was interrupted.
func stopped(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// Seeds are n seeds for paired runs: a run's own, and those after it.
func Seeds(own uint64, n int) []uint64 {
	out := make([]uint64, n)
	for i := range out {
		out[i] = own + uint64(i)
	}
	return out
}

// Paired is the mean of differences between runs on the same seeds.
type Paired struct {
	N    int     `json:"n"`
	Mean float64 `json:"mean"`
	// CI95 is the interval that holds the true mean with 95 % confidence, by Student's t;
	// both ends are the mean for fewer than two differences.
	CI95 [2]float64 `json:"ci95"`
}

// Sure reports whether the interval leaves out zero.
func (p Paired) Sure() bool { return p.CI95[0] > 0 || p.CI95[1] < 0 }

func paired(differences []float64) Paired {
	n := len(differences)
	if n == 0 {
		return Paired{}
	}
	sum := 0.0
	for _, d := range differences {
		sum += d
	}
	mean := sum / float64(n)
	p := Paired{N: n, Mean: mean, CI95: [2]float64{mean, mean}}
	if n < 2 {
		return p
	}
	square := 0.0
	for _, d := range differences {
		square += float64((d - mean) * (d - mean))
	}
	half := float64(student(n-1) * math.Sqrt(square/float64(n-1)/float64(n)))
	p.CI95 = [2]float64{mean - half, mean + half}
	return p
}

// student is the 97.5 % quantile of Student's t with so many degrees of freedom: exact
// for 1 and 2, else by its expansion about the normal quantile (Abramowitz and Stegun
// 26.7.5), which is right to 1 % from 3 on.
func student(df int) float64 {
	switch df {
	case 1:
		return 12.706
	case 2:
		return 4.303
	}
	const z = 1.959964
	n := float64(df)
	g1 := (z*z*z + z) / 4
	g2 := (5*z*z*z*z*z + 16*z*z*z + 3*z) / 96
	g3 := (3*z*z*z*z*z*z*z + 19*z*z*z*z*z + 17*z*z*z - 15*z) / 384
	return z + g1/n + g2/(n*n) + g3/(n*n*n)
}
