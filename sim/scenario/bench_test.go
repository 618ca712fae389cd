package scenario_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/scenario"
)

// BenchmarkLoad reads a scenario of one world and one of many, with all their checks.
func BenchmarkLoad(b *testing.B) {
	for _, name := range []string{"cold_copy", "handover"} {
		b.Run(name, func(b *testing.B) {
			src, err := scenarios.FS.ReadFile(name + ".toml")
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				_, ds := scenario.Load(name, src)
				require.False(b, ds.Failed())
			}
		})
	}
}
