package report_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/report"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// TestObjectiveWithoutCapability wants an objective that names no core capability to stand
// under none, wherever in the file it is.
func TestObjectiveWithoutCapability(t *testing.T) {
	const one, two,
		three = "[objective.one]\ntitle=\"First\"\ncapability=\"Joint " +
		"action\"\nmeasure={expr=\"1\"}\nrate={P=0.9,S=0.7,M=0.4}\n",
		"[objective.two]\ntitle=\"Second\"\nmeasure={expr=\"1\"}\nrate={P=0.9,S=0.7,M=0.4}\n",
		"[objective.three]\ntitle=\"Third\"\ncapability=\"Joint action\"\nmeasure={expr=\"1\"}\nrate={P=0.9,S=0.7,M=0.4}\n"
	for _, c := range []struct{ name, objectives, want string }{
		{"after another", one + two,
			"  Joint action\n    P  1                 First\n  No core capability\n    P  1                 Second\n"},
		{"before another", two + one,
			"  No core capability\n    P  1                 Second\n  Joint action\n    P  1                 First\n"},
		{"between two", one + two + three,
			"  Joint action\n    P  1                 First\n    P  1                 Third\n  No core capability\n"},
		{"alone", two, "CHALLENGES, U UNABLE)\n    P  1                 Second\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := "title=\"t\"\nlength=\"1d\"\n[role.a]\n" + c.objectives
			sc, ds := scenario.Load("t.toml", []byte(src))
			require.NotNil(t, sc, ds.Format("t.toml", src))
			m, err := engine.Compile(sc)
			require.NoError(t, err)
			p, err := score.Play(context.Background(),
				score.Plan{Model: m, Seed: 1, Bots: true, Until: engine.At(sc.Length)})
			require.NoError(t, err)
			card, err := score.Mark(context.Background(), p)
			require.NoError(t, err)
			var b bytes.Buffer
			require.NoError(t, report.Account(&b, report.Summarise("t", p, card), card, p, report.Style{Width: 90}))
			assert.Contains(t, b.String(), c.want)
		})
	}
}
