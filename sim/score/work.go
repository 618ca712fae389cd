package score

import (
	"context"
	"errors"
	"sync/atomic"
)

// Work says how runs are played: by what means, and who is told of progress. The zero Work plays them
// one after the other and tells nobody.
type Work struct {
	// Each does do(0) to do(n-1), each once, in any order and at the same time if it likes,
	// and stops early with ctx's error when ctx is done. Results do not depend on the order.
	Each func(ctx context.Context, n int, do func(i int) error) error
	// Progress is told how many of the runs are done, from wherever Each calls do.
	Progress func(done, of int)
}

// Through goes through n pieces of work and reports which are done. When ctx ends it
// returns its error together with what was done until then.
func (w Work) Through(ctx context.Context, n int, do func(i int) error) ([]bool, error) {
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

// Draws is the usual number of draws of chance for counterfactuals and worth: so many are needed for
// [Interval] to cover what it says for harm as skewed as that of a cascade.
const Draws = 200

// Seeds are n seeds for paired runs: a run's own, and those after it.
func Seeds(own uint64, n int) []uint64 {
	out := make([]uint64, n)
	for i := range out {
		out[i] = own + uint64(i)
	}
	return out
}
