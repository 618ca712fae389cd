package sweep

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
)

// lottery has known answers. The effect fails with chance 0.4, half as often with the
// mechanism, after 10 hours on average; from then on it does a point of harm an hour, for
// the rest of 2,400 hours.
const lottery = `
title  = "Lottery"
length = "100d"
[role.one]
budget = 3
[gauge.harm]
outcome = true
unit    = "points"
[system.cause]
state = "failed"
[system.effect]
harm = {gauge="harm", per_hour=1}
[[link]]
from   = "cause"
to     = "effect"
chance = 0.4
delay  = {mean="10h"}
[mechanism.half]
title   = "A lock"
cost    = {one=3}
changes = [{links=["effect"], times=0.5}]
[mechanism.vain]
title   = "A vain thing"
cost    = {one=1}
changes = [{sharing=0.5}]
[measure.fell]
end = "count_failed() - 1"
[measure.fell_after]
first = "failed('effect')"
`

const (
	lotteryHarm = 0.4 * (2400 - 10)
	lotteryHalf = 0.2 * (2400 - 10)
)

func load(t testing.TB, text string) *scenario.Scenario {
	t.Helper()
	sc, ds := scenario.Load("test.toml", []byte(text))
	require.NotNil(t, sc, ds.Format("test.toml", text))
	return sc
}

func coldCopy(t testing.TB) *scenario.Scenario {
	t.Helper()
	text, err := os.ReadFile("../../scenarios/cold_copy.toml")
	require.NoError(t, err)
	return load(t, string(text))
}

func design(t testing.TB, req Request) *Sweep {
	t.Helper()
	s, err := New(req)
	require.NoError(t, err)
	return s
}

// result plays a sweep and returns its result.
func result(t testing.TB, s *Sweep, workers int) *Result {
	t.Helper()
	tally := NewTally(s.Design)
	require.NoError(t, s.Run(context.Background(), Part{To: s.Design.Blocks()}, workers, tally.Add))
	return tally.Result()
}

func encode(t testing.TB, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	require.NoError(t, err)
	return string(b)
}

// differenceOf finds a difference of a result.
func differenceOf(t testing.TB, r *Result, arm, measure string) Difference {
	t.Helper()
	for _, d := range r.Differences {
		if d.Arm == arm && d.Measure == measure {
			return d
		}
	}
	t.Fatalf("there is no difference of %s in %s", arm, measure)
	return Difference{}
}
