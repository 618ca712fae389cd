package report

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// TestTheOtherSideIsNotTheRoom: what a seat that plays against the others was expected to do and did not, or did,
// is no area, no strength and no row of the plan, and its aims are none of the room's objectives.
func TestTheOtherSideIsNotTheRoom(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/adversary.toml")
	require.NoError(t, err)
	text := string(src) + `
[inject.chance]
title = "Nobody looks"
at = "2h"
to = "agent"
text = "Nobody looks."
expects = {any="spread", within="1h"}
[inject.key]
title = "A key again"
at = "2h"
to = "police"
text = "A key is used twice."
expects = {any="revoke", within="1h"}
`
	for _, bots := range []bool{false, true} {
		sc, ds := scenario.Load("x.toml", []byte(text))
		require.NotNil(t, sc, ds)
		m, err := engine.Compile(sc)
		require.NoError(t, err)
		in := inputOfPlan(t, score.Plan{Model: m, Seed: 1, Bots: bots, Until: engine.At(sc.Length)})
		in.Overview.Name = "adversary"
		r := Build(in)
		said := map[string]bool{}
		for _, o := range r.Objectives {
			for _, a := range o.Areas {
				said[a.Issue] = true
			}
			if o.AimOf == "" {
				for _, s := range o.Strengths {
					assert.NotContains(t, s.Text, "The agent did")
				}
			}
		}
		for _, a := range r.Others {
			said[a.Issue] = true
		}
		for issue := range said {
			assert.NotContains(t, issue, "Nobody looks")
		}
		for _, row := range r.Plan {
			assert.NotContains(t, row.Responsible, "The agent")
			assert.NotContains(t, row.Capability, "Aims of")
		}
		if !bots {
			assert.Condition(t, func() bool {
				for issue := range said {
					if assert.ObjectsAreEqual("Somebody was expected to do “Revoke” within 1h of “A key again”, and that was never done.", issue) {
						return true
					}
				}
				return false
			}, "%v", said)
		}
		assert.Equal(t, []string{"The agent plays against the others, has aims of its own: “Be in fifteen places at the end”"},
			r.Overview.Sides)
		assert.Len(t, r.Aims(), 1)
		assert.Contains(t, r.Aims()[0], "The agent had aims of its own, which count in nothing that is said of the others: “Be in")
		for _, c := range r.RoomCapabilities() {
			assert.NotContains(t, c.Title, "agent")
		}
		for _, row := range r.OverviewRows() {
			if row.Name == "Objectives" || row.Name == "Core capabilities" {
				assert.NotContains(t, row.Text, "fifteen")
				assert.NotContains(t, row.Text, "agent")
			}
		}
	}
}
