package scenario_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/scenario"
)

// BenchmarkLoad reads a scenario of one world and one of many, with all their checks, and as records are read.
func BenchmarkLoad(b *testing.B) {
	for _, name := range []string{"cold_copy", "handover"} {
		src, err := scenarios.FS.ReadFile(name + ".toml")
		require.NoError(b, err)
		for way, load := range map[string]func(string, []byte) (*scenario.Scenario, scenario.Diagnostics){
			"first": scenario.Load,
			"again": func(name string, src []byte) (*scenario.Scenario, scenario.Diagnostics) {
				return scenario.LoadAgain(name, src, "")
			}} {
			b.Run(name+"/"+way, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_, ds := load(name, src)
					require.False(b, ds.Failed())
				}
			})
		}
	}
}
