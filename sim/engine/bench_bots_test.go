package engine_test

import (
	"context"
	"fmt"
	"math"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
)

const coldCopy = "../../scenarios/cold_copy.toml"

// botRuns plays runs of a scenario with bots in every seat, the seeds dealt out in turn
// to workers with an engine each, and gives what came of each by its seed.
func botRuns(t testing.TB, m *engine.Model, workers, runs int, outcome func(*engine.Engine) uint64) []uint64 {
	out := make([]uint64, runs)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			e, table := &engine.Engine{}, &bot.Table{Facilitates: true}
			for i := w; i < runs; i += workers {
				e.Reset(m, uint64(i), engine.Setup{})
				if err := bot.Run(context.Background(), e, table, nil, e.Horizon(), nil); err != nil {
					t.Error(err)
					return
				}
				out[i] = outcome(e)
			}
		}()
	}
	wg.Wait()
	return out
}

// harm is the bits of the scenario's outcome, as a sweep would keep it.
func harm(e *engine.Engine) uint64 {
	return math.Float64bits(e.Gauge(e.Model().Scenario.Find("gauge", "harm")))
}

// TestWorkersCannotBeSeen: two workers give what one gives.
func TestWorkersCannotBeSeen(t *testing.T) {
	m := compile(t, coldCopy)
	assert.Equal(t, botRuns(t, m, 1, 100, (*engine.Engine).Digest), botRuns(t, m, 2, 100, (*engine.Engine).Digest))
}

// BenchmarkBots gives the time of a run; runs/s is its inverse.
func BenchmarkBots(b *testing.B) {
	m := compile(b, coldCopy)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("%d workers", workers), func(b *testing.B) {
			b.ReportAllocs()
			botRuns(b, m, workers, b.N, harm)
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "runs/s")
		})
	}
}

// TestRunsDoNotAllocate: a run in an engine and at a table that have played before needs no new
// memory, with nothing prepared and with everything.
func TestRunsDoNotAllocate(t *testing.T) {
	m := compile(t, coldCopy)
	var all []int
	for i := range m.Scenario.Mechanisms {
		all = append(all, i)
	}
	for _, mechanisms := range [][]int{nil, all} {
		e, table := &engine.Engine{}, &bot.Table{Facilitates: true}
		seed := uint64(0)
		play := func() {
			e.Reset(m, seed%5, engine.Setup{Mechanisms: mechanisms})
			require.NoError(t, bot.Run(context.Background(), e, table, nil, e.Horizon(), nil))
			seed++
		}
		for range 5 {
			play()
		}
		assert.Less(t, testing.AllocsPerRun(20, play), 1.0, "%d mechanisms", len(mechanisms))
	}
}
