package engine_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestAJointActionIsBeingDoneOnceEnoughHaveCommitted: one commitment of two is none that is being done; from the
// second on it is being done, by those who have committed, until it is done.
func TestAJointActionIsBeingDoneOnceEnoughHaveCommitted(t *testing.T) {
	src, err := os.ReadFile("../../testdata/toys/toy_doing.toml")
	require.NoError(t, err)
	const measures = `
[measure.by_a]
first = "doing('go', 'a')"
[measure.by_b]
first = "doing('go', 'b')"
[measure.hours]
integral = "doing('go')"
`
	for _, c := range []struct {
		name, more string
		want       map[string]float64 // never is left out
	}{
		{"one of two", "", map[string]float64{"hours": 0}},
		{"two of two", "[[note]]\nrole = \"b\"\nwhen = \"hours >= 4\"\ndo = {commit=\"go\"}\n",
			map[string]float64{"hours": 0, "doing": 4, "done": 4, "by_a": 4, "by_b": 4}},
	} {
		t.Run(c.name, func(t *testing.T) {
			sc, ds := scenario.Load("test.toml", append(append(src, measures...), c.more...))
			require.NotNil(t, sc, ds)
			m, err := engine.Compile(sc)
			require.NoError(t, err)
			e := engine.New(m, 1, engine.Setup{})
			at := func(hours float64, role int) {
				require.NoError(t, e.Advance(engine.Time(hours*3.6e12)))
				require.True(t, e.Do(engine.Command{Role: role, Verb: engine.Commit, Ref: 0}).OK)
			}
			at(1, 0)
			if c.more != "" {
				at(4, 1)
			}
			require.NoError(t, e.Advance(e.Horizon()))
			for i := range sc.Measures {
				id := sc.Measures[i].ID
				got, came := e.MeasureValue(i)
				want, comes := c.want[id]
				assert.Equal(t, comes, came, id)
				if comes {
					assert.InDelta(t, want, got, 1e-9, id)
				}
			}
		})
	}
}
