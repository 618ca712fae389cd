package scenarios_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestPracticeIsNotSilentAfterHalfAShare: whoever has shared with one of two seats, or with none, is
// told within 80 minutes of exercise time what is missing, and whoever has shared with both is not.
func TestPracticeIsNotSilentAfterHalfAShare(t *testing.T) {
	m := modelOf(t, "practice")
	role := func(id string) int { return m.Scenario.Find("role", id) }
	for _, c := range []struct {
		name string
		to   []string
		want []string
	}{
		{"nobody", nil, []string{"share_nudge"}},
		{"the agency alone", []string{"agency"}, []string{"half_nudge"}},
		{"the hospitals alone", []string{"hospitals"}, []string{"shared"}},
		{"both", []string{"hospitals", "agency"}, []string{"shared"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var came []string
			e := engine.New(m, 1, engine.Setup{})
			e.Observe(func(ev engine.Event) {
				if ev.Kind == engine.InjectDelivered {
					came = append(came, m.Scenario.Injects[ev.Ref].ID)
				}
			})
			require.NoError(t, e.Reach(engine.At(scenario.Duration(30*time.Minute))))
			if len(c.to) > 0 {
				cmd := engine.Command{Verb: engine.Share, Role: role("desk"),
					Ref: m.Scenario.Find("fact", "cancellations")}
				for _, id := range c.to {
					cmd.To = append(cmd.To, role(id))
				}
				a := e.Do(cmd)
				require.True(t, a.OK, a.Refusal)
			}
			require.NoError(t, e.Reach(engine.At(scenario.Duration(95*time.Minute))))
			for _, id := range []string{"share_nudge", "half_nudge", "shared"} {
				assert.Equal(t, slices.Contains(c.want, id), slices.Contains(came, id), "%s, of %v", id, came)
			}
		})
	}
}
