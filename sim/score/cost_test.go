package score

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestWhoPays: a seat pays for its own action when it begins it; for a joint one pay those who stayed, whether it
// worked or not, and nobody where it lapsed; what costs nothing is no payment. A hold costs 3, a trace 1.
func TestWhoPays(t *testing.T) {
	m := modelOf(t, three)
	joins := func(hour float64, kind engine.Kind, role int) engine.Event {
		return at(hour, kind, role, nobody, trace)
	}
	ends := func(hour float64, kind engine.Kind) engine.Event { return joins(hour, kind, nobody) }
	round := func(last engine.Kind) []engine.Event {
		return []engine.Event{joins(5, engine.JointProposed, agency), joins(5, engine.JointCommitted, agency),
			joins(6, engine.JointCommitted, lab), joins(7, engine.JointCommitted, cloud),
			joins(8, engine.JointWithdrawn, lab), ends(9, engine.JointStarted), ends(10, last)}
	}
	begun := at(1, engine.ActionStarted, lab, nobody, hold)
	free := at(2, engine.ActionStarted, lab, nobody, deny)
	for name, c := range map[string]struct {
		events   []any
		total    float64
		payments int
		evidence []int              // 0 is STARTEX
		by       map[string]float64 // parts
		gini     any
	}{
		"nothing":            {nil, 0, 0, nil, nil, nil},
		"what costs nothing": {[]any{free}, 0, 0, nil, nil, nil},
		"its own":            {[]any{begun, free}, 3, 1, []int{1}, map[string]float64{"lab": 3}, 2.0 / 3},
		"done":               {[]any{round(engine.JointDone)}, 2, 2, []int{7}, map[string]float64{"cloud": 1, "agency": 1}, 1.0 / 3},
		"failed":             {[]any{round(engine.JointFailed)}, 2, 2, []int{7}, map[string]float64{"cloud": 1, "agency": 1}, 1.0 / 3},
		"lapsed":             {[]any{round(engine.JointDone)[:4], ends(9, engine.JointLapsed)}, 0, 0, nil, nil, nil},
		"its own and joint": {[]any{begun, free, round(engine.JointDone)}, 5, 3, []int{1, 9},
			map[string]float64{"lab": 3, "cloud": 1, "agency": 1}, (2*2 + 2*2) / (2.0 * 3 * 5)},
	} {
		t.Run(name, func(t *testing.T) {
			l := stream(m, c.events...)
			total := valueOf(t, l, "cost.total")
			assert.InDelta(t, c.total, *total.Value, 1e-9)
			assert.Equal(t, c.payments, total.Of)
			assert.ElementsMatch(t, c.evidence, total.Evidence)
			by := map[string]float64{}
			for _, p := range total.Parts {
				by[p.Role] = *p.Value
			}
			assert.Len(t, total.Parts, len(c.by))
			if c.by != nil {
				assert.Equal(t, c.by, by)
			}
			want(t, l, map[string]any{"cost.gini": c.gini})
			gini := valueOf(t, l, "cost.gini")
			assert.Equal(t, len(c.by), gini.Of)
			assert.ElementsMatch(t, c.evidence, gini.Evidence)
			for r, cost := range l.Costs() {
				assert.InDelta(t, by[m.Scenario.Roles[r].ID], cost.Total(), 1e-9)
			}
		})
	}
	assert.Equal(t, scenario.Cost{Operational: 1, Legal: 2}, stream(m, begun).Costs()[lab])
}

// TestGiniOfTheResponse: the seats among which cost is divided are those of the response, wherever in the list others
// stand: of 0, 3 and 3 it is (3 + 3 + 3 + 3) / (2 · 3 · 6).
func TestGiniOfTheResponse(t *testing.T) {
	m := modelOf(t, strings.Replace(three, "[role.lab]", "[role.spy]\nadversary = true\n[role.lab]", 1))
	begun := func(role int) engine.Event { return at(1, engine.ActionStarted, role, nobody, hold) }
	want(t, stream(m, begun(1+cloud), begun(1+agency)), map[string]any{"cost.gini": 1.0 / 3, "cost.total": 6})
}
