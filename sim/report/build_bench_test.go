package report

import "testing"

// BenchmarkBuild makes the report of a run of cold_copy by bots, and of handover, which is the longest and has an
// adversary.
func BenchmarkBuild(b *testing.B) {
	for _, name := range []string{"cold_copy", "handover"} {
		b.Run(name, func(b *testing.B) {
			in := inputOfScenario(b, name, "")
			b.ReportAllocs()
			for b.Loop() {
				Build(in)
			}
		})
	}
}
