package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/report"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/sweep"
	"tocsin/sim/testsize"
)

// sweepOf plays arms of a scenario and gives by arm what it avoids compared with the first.
func sweepOf(t *testing.T, sc *scenario.Scenario, n int, arms ...string) map[string]score.Paired {
	t.Helper()
	s, err := sweep.New(sweep.Request{Name: "case", Scenario: sc, Seed: 77, N: n, Arms: arms,
		Measures: []string{"harm"}})
	require.NoError(t, err)
	tally := sweep.NewTally(s.Design)
	require.NoError(t, s.Run(t.Context(), sweep.Part{To: s.Design.Blocks()}, 2, tally.Add))
	out := map[string]score.Paired{}
	for _, d := range tally.Result().Differences {
		if d.Measure == "harm" {
			out[d.Arm] = score.Paired{N: d.N, Mean: -*d.Mean, CI95: [2]float64{-*d.CI95[1], -*d.CI95[0]}}
		}
	}
	return out
}

// assertAgree holds two numbers for one thing to agreeing: their intervals overlap.
func assertAgree(t *testing.T, a, b score.Paired, of string) {
	t.Helper()
	assert.True(t, a.CI95[0] <= b.CI95[1]+1e-9 && b.CI95[0] <= a.CI95[1]+1e-9,
		"%s: %.3g (%.3g to %.3g) and %.3g (%.3g to %.3g)", of, a.Mean, a.CI95[0], a.CI95[1], b.Mean, b.CI95[0],
		b.CI95[1])
}

// TestOneNumberForOneThing: what a mechanism is worth is the same on the first page, in the
// table of worth and in a sweep, within their intervals, whether it was in force or not.
func TestOneNumberForOneThing(t *testing.T) {
	testsize.Long(t)
	n := testsize.Of(400, 128, 128)
	for _, with := range [][]string{nil, {"all"}} {
		f := runFlags{bots: "all", seed: 5, with: with}
		plan, err := planRun(silent, "cold_copy", f)
		require.NoError(t, err)
		path := filepath.Join(t.TempDir(), "run.jsonl")
		recordPlan(t, path, "cold_copy", plan)
		r, err := reportOn(t.Context(), silent, path, reportFlags{seeds: n, runs: 5, rate: 1})
		require.NoError(t, err)
		sc := plan.Model.Scenario
		arms, from := []string{"none", "each"}, "none"
		if with != nil {
			arms, from = []string{"all", "without"}, "all"
		}
		swept := sweepOf(t, sc, n, arms...)
		require.Len(t, r.Worth, len(sc.Mechanisms))
		for _, w := range r.Worth {
			arm, sign := w.Mechanism, 1.0
			if with != nil {
				arm, sign = "all-"+w.Mechanism, -1
			}
			s, ok := swept[arm]
			require.True(t, ok, arm)
			if sign < 0 { // what leaving it out avoids is what it costs
				s = score.Paired{N: s.N, Mean: -s.Mean, CI95: [2]float64{-s.CI95[1], -s.CI95[0]}}
			}
			assertAgree(t, w.Avoided, s, w.Mechanism+" beside "+from+": table and sweep")
			assert.InDelta(t, w.Avoided.Mean, w.Team.Mean, 1e-9, "bots are these seats")
			for _, c := range r.Page.Changes {
				if strings.Contains(c.Text, "“"+w.Title+"”") && strings.Contains(c.Text, "in place") {
					assert.Equal(t, w.Team, *c.Avoids, "first page and table")
					assert.InDelta(t, w.Own, *c.Here, 0)
					assertAgree(t, *c.Avoids, s, w.Mechanism+": first page and sweep")
				}
			}
		}
		assertSetsAgree(t, sc, r, swept)
	}
}

// assertSetsAgree holds what all sets of mechanisms avoid to the sweep's single ones.
func assertSetsAgree(t *testing.T, sc *scenario.Scenario, r *report.Report, swept map[string]score.Paired) {
	t.Helper()
	require.NotNil(t, r.Funding)
	assert.Len(t, r.Funding.Sets, 1<<len(sc.Mechanisms))
	assert.NotEmpty(t, r.Buying)
	for _, s := range r.Funding.Sets {
		if len(s.Mechanisms) == 1 {
			if of, ok := swept[s.Mechanisms[0]]; ok {
				assertAgree(t, s.Avoided, of, s.Mechanisms[0]+": sets and sweep")
			}
		}
	}
}

// TestMechanismOnTheFirstPage: a mechanism that would have avoided most is among what to
// change, at the price that the table has; one that was paid for in play and one that was
// convened are other things, and say so by their names.
func TestMechanismOnTheFirstPage(t *testing.T) {
	r := reportCase(t, caseOf{text: fire + fireNotes, bots: true})
	i := slices.IndexFunc(r.Page.Changes, func(c report.Change) bool { return strings.Contains(c.Text, "Fire line") })
	require.GreaterOrEqual(t, i, 0)
	assert.Equal(t, r.Worth[0].Team, *r.Page.Changes[i].Avoids)
	paid := []engine.Timed{at(0, 0, engine.Invest, 0), at(0, 1, engine.Invest, 0), at(2, 0, engine.Share, 0, 1),
		at(3, 0, engine.Commit, 0), at(4, 1, engine.Commit, 0)}
	paid[0].Num, paid[1].Num = 2, 1
	r = reportCase(t, caseOf{text: fire + fireNotes, commands: paid})
	require.True(t, r.Worth[0].Active, "it was paid for")
	for _, m := range r.Moments {
		if strings.Contains(m.Text, "points into Fire line") && len(m.Links) <= 1 {
			assert.InDelta(t, r.Worth[0].Own, m.Own, 1e-9, "leaving its payments out, on the page and in the table")
		}
	}
	assert.False(t, slices.ContainsFunc(r.Page.Changes,
		func(c report.Change) bool { return strings.Contains(c.Text, "Put “Fire line” in place") }), "it is in place")
}
