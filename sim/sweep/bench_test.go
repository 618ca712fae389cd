package sweep

import (
	"context"
	"fmt"
	"testing"
)

// BenchmarkColdCopy is a sweep of the first scenario with bots in every seat, with one
// worker and two: runs of the engine a second.
func BenchmarkColdCopy(b *testing.B) {
	s := design(b, Request{Scenario: coldCopy(b), N: 2048, Seed: 1, Arms: []string{"none", "all"},
		Measures: []string{"harm"}})
	benchmark(b, s)
}

// BenchmarkSmall is a sweep whose runs have a few events each: what a run costs compared with them.
func BenchmarkSmall(b *testing.B) {
	s := design(b, Request{Scenario: load(b, lottery), N: 64 * 256, Seed: 1, Arms: []string{"none", "half"}})
	benchmark(b, s)
}

func benchmark(b *testing.B, s *Sweep) {
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			b.ReportAllocs()
			runs := 0
			for b.Loop() {
				t := NewTally(s.Design)
				if err := s.Run(context.Background(), Part{To: s.Design.Blocks()}, workers, t.Add); err != nil {
					b.Fatal(err)
				}
				runs += t.Runs() * s.EngineRuns()
			}
			b.ReportMetric(float64(runs)/b.Elapsed().Seconds(), "runs/s")
		})
	}
}
