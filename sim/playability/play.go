package playability

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"tocsin/sim/engine"
	"tocsin/sim/score"
)

// Options say how much is played.
type Options struct {
	Runs    int // of each profile, at least 1
	Workers int // at least 1
	// Bots are ids of bots' profiles, each of which adds a way to play to those of [Profiles].
	Bots []string
	// Progress, if not nil, is told how many of the runs and trials are done; never by two goroutines
	// at once.
	Progress func(done, of int)
}

// Play plays every profile on the seeds from 0 to Runs-1 and tries every action and mechanism. If
// ctx ends before that, it returns the report of the first seeds that every profile had played, with
// the error of ctx; the report is nil if there are none. It is nil with any other error: a profile
// of bots that does not exist, or a run that stopped.
func Play(ctx context.Context, m *engine.Model, o Options) (*Report, error) {
	profiles := append(Profiles(), withBots(o.Bots)...)
	weights, err := score.Weights(ctx, m)
	if err != nil {
		return nil, err
	}
	tried := append(slices.Clip(profiles), nobody)
	models := make([]*engine.Model, len(tried))
	for p := range tried {
		if models[p], err = tried[p].model(m); err != nil {
			return nil, err
		}
	}
	runs := make([][]*run, len(tried))
	for p := range runs {
		runs[p] = make([]*run, o.Runs)
	}
	trials := trialsOf(m.Scenario)
	moves, played := make([]Moves, len(trials)), o.Runs*len(tried)
	whole, err := inParallel(ctx, o, played+len(trials), func(ctx context.Context, i int) error {
		if k := i - played; k >= 0 {
			v, err := movesOf(ctx, m, trials[k])
			moves[k] = v
			return err
		}
		p, seed := i%len(tried), i/len(tried)
		r, err := play(ctx, models[p], &tried[p], uint64(seed), weights)
		runs[p][seed] = r
		return err
	})
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	seeds := min(whole/len(tried), o.Runs)
	if seeds == 0 {
		return nil, err
	}
	for p := range runs {
		runs[p] = runs[p][:seeds]
	}
	n := len(profiles)
	return report(m, profiles, runs[:n], runs[n], moves[:max(0, whole-played)]), err
}

// inParallel does n pieces of work on several workers, and begins them in the order of their
// numbers. It returns how many were done before the first that was not, and the first error.
func inParallel(ctx context.Context, o Options, n int, work func(ctx context.Context, i int) error) (int, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var mu sync.Mutex
	done, count := make([]bool, n), 0
	var all sync.WaitGroup
	for range max(1, o.Workers) {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n || ctx.Err() != nil {
					return
				}
				if err := work(ctx, i); err != nil {
					cancel(err)
					return
				}
				mu.Lock()
				done[i] = true
				count++
				if o.Progress != nil {
					o.Progress(count, n)
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	for i := range done {
		if !done[i] {
			return i, context.Cause(ctx)
		}
	}
	return n, nil
}
