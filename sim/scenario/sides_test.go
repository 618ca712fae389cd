package scenario_test

import (
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
)

// TestAdversaryBesideEveryTable: whatever a scenario has, a seat on the other side may sit beside
// it, and "all" is the others.
func TestAdversaryBesideEveryTable(t *testing.T) {
	src, err := os.ReadFile("../../testdata/models/everything.toml")
	require.NoError(t, err)
	for name, more := range map[string]string{
		"all that the format has": "",
		"a decision": `
[decision.answer_it]
ask = "Who answers?"
by = ["all"]
at = "1h"
within = "1h"
[decision.answer_it.option.one]
text = "We do"
[decision.answer_it.option.other]
text = "Nobody does"
`,
		"a draw": "\n[draw.who_it_is]\nchoice = {one=1, other=1}\n",
	} {
		t.Run(name, func(t *testing.T) {
			var sc *scenario.Scenario
			var ds scenario.Diagnostics
			require.NotPanics(t, func() {
				sc, ds = scenario.Load("x.toml", append(slices.Clone(src), "\n[role.foe]\nadversary = true\n"+more...))
			})
			require.False(t, ds.Failed(), ds.Format("x.toml", ""))
			foe := sc.Find("role", "foe")
			require.GreaterOrEqual(t, foe, 0)
			assert.NotContains(t, sc.RolesOf(scenario.Names{"all"}), foe)
			for i := range sc.Decisions {
				assert.NotContains(t, sc.RolesOf(sc.Decisions[i].By), foe, sc.Decisions[i].ID)
			}
		})
	}
}
