package score

import (
	"os"
	"testing"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// BenchmarkSweepRun is what a run of a sweep costs with a ledger and every measure, and
// without.
func BenchmarkSweepRun(b *testing.B) {
	src, err := os.ReadFile("../../scenarios/cold_copy.toml")
	if err != nil {
		b.Fatal(err)
	}
	sc, _ := scenario.Load("cold_copy.toml", src)
	m, err := engine.Compile(sc)
	if err != nil {
		b.Fatal(err)
	}
	run := func(b *testing.B, measure bool) {
		e, table, l, measures := engine.New(m, 0, engine.Setup{}), &bot.Table{Facilitates: true}, &Ledger{},
			Measures()
		b.ReportAllocs()
		for seed := uint64(0); b.Loop(); seed++ {
			e.Reset(m, seed, engine.Setup{})
			e.Observe(nil)
			if measure {
				l.Follow(e)
			}
			if err := bot.Run(b.Context(), e, table, nil, e.Horizon(), nil); err != nil {
				b.Fatal(err)
			}
			for _, x := range measures {
				if measure {
					x.Number(l)
				}
			}
		}
	}
	b.Run("bare", func(b *testing.B) { run(b, false) })
	b.Run("measured", func(b *testing.B) { run(b, true) })
}
