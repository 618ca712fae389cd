package sweep

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shop has mechanisms of known worth: harm is the chance of failing times 1,000 hours.
// The good one is worth 400 for 5 points, the cheap ones 200 together for 2 each, the bad
// one costs 1 and doubles the chance; the notes of the last can only make harm.
const shop = `
title  = "Shop"
length = "1000h"
[role.rich]
budget = 6
[role.poor]
budget = 2
[gauge.harm]
outcome = true
[system.cause]
state = "failed"
[system.a]
harm = {gauge="harm", per_hour=1}
[system.b]
harm = {gauge="harm", per_hour=1}
[system.c]
harm = {gauge="harm", per_hour=1}
[[link]]
from = "cause"
to = "a"
chance = 0.4
[[link]]
from = "cause"
to = "b"
chance = 0.1
[[link]]
from = "cause"
to = "c"
chance = 0.1
[mechanism.good]
cost = {rich=5}
changes = [{links=["a"], times=0}]
[mechanism.cheap_b]
cost = {rich=2}
changes = [{links=["b"], times=0}]
[mechanism.cheap_c]
cost = {poor=2}
changes = [{links=["c"], times=0}]
[mechanism.bad]
cost = {poor=1}
changes = [{links=["a"], times=2}]
`

func search(t *testing.T, text string, budget float64) *Best {
	t.Helper()
	s := Search{Scenario: load(t, text), Seed: 1, Runs: 1000, Workers: 2}
	if budget >= 0 {
		s.Budget = &budget
	}
	b, err := s.Run(context.Background())
	require.NoError(t, err)
	return b
}

func TestSearchFindsTheBestWithinABudget(t *testing.T) {
	for _, c := range []struct {
		budget float64
		want   []string
	}{
		{0, []string{}},
		{3, []string{"cheap_b"}}, // or cheap_c, which is worth the same: see below
		{4, []string{"cheap_b", "cheap_c"}},
		{5, []string{"good"}},
		{9, []string{"good", "cheap_b", "cheap_c"}},
		{100, []string{"good", "cheap_b", "cheap_c"}},
		{-1, []string{"good", "cheap_c"}}, // each its own: rich cannot pay good and cheap_b
	} {
		b := search(t, shop, c.budget)
		if c.budget == 3 {
			assert.Len(t, b.Best.Mechanisms, 1)
			assert.Contains(t, []string{"cheap_b", "cheap_c"}, b.Best.Mechanisms[0])
			continue
		}
		assert.Equal(t, c.want, b.Best.Mechanisms, "budget %v", c.budget)
		assert.True(t, b.Best.WithinBudget)
		assert.True(t, b.AllSets)
		assert.Empty(t, b.Best.Promises)
	}
	b := search(t, shop, -1)
	assert.Equal(t, map[string]float64{"rich": 5, "poor": 2}, b.Best.CostByRole)
	assert.InDelta(t, 100, b.Best.Mean, 4*b.Best.SE)
	assert.InDelta(t, -500, *b.Best.Difference.Mean, 4**b.Best.Difference.SE)
	assert.False(t, b.References[1].WithinBudget)
	assert.Equal(t, encode(t, b), encode(t, search(t, shop, -1)), "the same search finds the same")
}

// TestSearchJudgesOnOtherSeeds: what is told of a choice is what a sweep of it tells, and
// no seed of the search is among the sweep's.
func TestSearchJudgesOnOtherSeeds(t *testing.T) {
	b := search(t, shop, 5)
	r := result(t, design(t, Request{Scenario: load(t, shop), N: 1000, Seed: 1, Arms: []string{"none", "good"}}), 2)
	assert.InDelta(t, *r.Arms[1].Measures["harm"].Mean, b.Best.Mean, 1e-9)
	assert.InDelta(t, *differenceOf(t, r, "good", "harm").Mean, *b.Best.Difference.Mean, 1e-9)
	judged := map[uint64]bool{}
	d := Design{Seed: 1}
	for run := range 1000 {
		judged[d.SeedOf(run)] = true
	}
	d.Seed += searchShift
	for run := range searchRuns {
		assert.False(t, judged[d.SeedOf(run)])
	}
}

// TestSearchForPromises: a promise that helps is found and made as quick as it pays, one
// that harms is left alone, and one that a mechanism would file is had only with it.
func TestSearchForPromises(t *testing.T) {
	const text = `
title  = "Promises"
length = "100h"
[role.one]
budget = 1
[gauge.fire]
start = 1
[gauge.harm]
outcome = true
flow = {per_hour=1, of="fire"}
[action.quench]
by = ["one"]
once = true
effects = [{gauge="fire", set=0}]
[action.fan]
by = ["one"]
once = true
effects = [{gauge="fire", add=1, after="1h"}]
[[note]]
id = "helps"
role = "one"
when = "hours >= 0"
do = "quench"
decide = "50h"
within = "20h"
[[note]]
id = "harms"
role = "one"
when = "hours >= 0"
do = "fan"
decide = "99h"
within = "1h"
`
	b := search(t, text, -1)
	require.Len(t, b.Best.Promises, 1)
	p := b.Best.Promises[0]
	assert.Equal(t, 0, p.Note)
	assert.Equal(t, `do "Quench"`, p.Does)
	assert.Equal(t, "10h", p.Within, "half of what is written: the quickest that is tried")
	assert.True(t, p.ByHand)
	assert.Less(t, b.Best.Mean, b.SameSet.Mean)

	priced := text + `
[mechanism.file]
cost = {one=2}
changes = [{notes=["all"]}]
`
	b = search(t, priced, 1)
	assert.Empty(t, b.Best.Promises, "the promise has a price that the budget does not allow")
	assert.Empty(t, b.Best.Mechanisms)
}

// TestSearchStepByStep: with too many sets to try them all, steps lead to the best.
func TestSearchStepByStep(t *testing.T) {
	text := shop
	for _, id := range []string{"v1", "v2", "v3", "v4", "v5"} {
		text += "[mechanism." + id + "]\ncost = {rich=1}\nchanges = [{sharing=0.5}]\n"
	}
	b := search(t, text, 20)
	assert.False(t, b.AllSets)
	assert.Equal(t, []string{"good", "cheap_b", "cheap_c"}, b.Best.Mechanisms)
	assert.InDelta(t, 0, b.Best.Mean, 1e-9)
}

func TestSearchNeedsAnOutcome(t *testing.T) {
	s := Search{Scenario: load(t, "title = \"x\"\n[role.a]\n"), Runs: 100}
	_, err := s.Run(context.Background())
	assert.ErrorIs(t, err, ErrNoOutcome)
	s = Search{Scenario: load(t, shop), Runs: 100}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = s.Run(ctx)
	assert.ErrorIs(t, err, context.Canceled)
}
