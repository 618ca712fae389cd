package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/engine"
)

// TestAmounts: a joint action with parts begins with the commitment by which the sum is reached, and lapses
// where it is not.
func TestAmounts(t *testing.T) {
	m := compile(t, "../../testdata/worlds/amounts.toml")
	sc := m.Scenario
	pool := sc.Find("action", "pool")
	for _, c := range []struct {
		who    []string
		begins int     // with which commitment, from 1; 0 for never
		relief float64 // at the end
	}{
		{[]string{"lab", "cloud"}, 2, 100},
		{[]string{"cloud", "lab"}, 2, 100},
		{[]string{"lab", "cert"}, 2, 100},
		{[]string{"cloud", "cert", "press"}, 3, 100},
		{[]string{"cloud", "cert"}, 0, -20},
		{[]string{"lab", "press"}, 0, -20},
		{[]string{"lab"}, 0, -10},
	} {
		e := engine.New(m, 1, engine.Setup{})
		began, given := 0, 0
		for i, id := range c.who {
			r := sc.Find("role", id)
			require.NoError(t, e.Reach(engine.Time(i+1)*engine.Time(time.Hour)))
			require.True(t, e.Do(engine.Command{Verb: engine.Commit, Role: r, Ref: pool}).OK)
			given += sc.Actions[pool].Joint.Part(id)
			if st := e.Joint(pool); st.Open {
				assert.Equal(t, given, st.Given, "%v", c.who)
			}
			if began == 0 && (e.Joint(pool).Started || e.Done(pool) > 0) {
				began = i + 1
			}
		}
		require.NoError(t, e.Advance(e.Horizon()))
		if c.begins > 0 {
			assert.Equal(t, 1, e.Done(pool), "%v", c.who)
		}
		assert.InDelta(t, c.relief, e.Gauge(0), 1e-9, "%v", c.who)
	}
}

// A withdrawal takes its part out again, in whatever order seats come and go.
func TestAmountsComeAndGo(t *testing.T) {
	m := compile(t, "../../testdata/worlds/amounts.toml")
	sc := m.Scenario
	pool := sc.Find("action", "pool")
	rapid.Check(t, func(t *rapid.T) {
		e := engine.New(m, 1, engine.Setup{})
		require.NoError(t, e.Reach(engine.Time(time.Minute)))
		in := map[int]bool{}
		for range rapid.IntRange(1, 12).Draw(t, "acts") {
			r := rapid.IntRange(0, 3).Draw(t, "role")
			verb := engine.Commit
			if in[r] {
				verb = engine.Withdraw
			}
			require.True(t, e.Do(engine.Command{Verb: verb, Role: r, Ref: pool}).OK)
			in[r] = !in[r]
			sum := 0
			for k, is := range in {
				if is {
					sum += sc.Actions[pool].Joint.Part(sc.Roles[k].ID)
				}
			}
			st := e.Joint(pool)
			if sum >= 10 {
				require.True(t, st.Started || e.Done(pool) > 0)
				return
			}
			require.False(t, st.Started)
			require.Equal(t, sum, st.Given)
		}
	})
}
