package score_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/score"
)

// TestFindings: the bad script's failings are told, weightiest first and no more than asked for.
func TestFindings(t *testing.T) {
	m := coldCopy(t)
	src, err := os.ReadFile("../../testdata/cold_copy.bad.toml")
	require.NoError(t, err)
	script, ds := m.Scenario.LoadScript(src)
	require.False(t, ds.Failed())
	p, err := score.Play(context.Background(), score.Plan{Model: m, Seed: 1,
		Commands: engine.Commands(m.Scenario, script), Until: engine.At(m.Scenario.Length)})
	require.NoError(t, err)
	card, err := score.Mark(context.Background(), p)
	require.NoError(t, err)
	all := score.Findings(m.Scenario, card, 10)
	for i, want := range []string{"No joint action", "never told", "reporting clocks ran out", "never answered",
		"contradicts", "before it decided"} {
		require.Greater(t, len(all), i)
		assert.Contains(t, all[i], want)
	}
	assert.Equal(t, all[:2], score.Findings(m.Scenario, card, 2))
	assert.Empty(t, score.Findings(m.Scenario, score.Card{}, 3), "nothing scored, nothing found")
	assert.NotContains(t, strings.Join(all, " "), "NaN")
}
