package score

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/testsize"
)

func TestScoresByHand(t *testing.T) {
	numbers := map[string]float64{"speed.sharing": 0.5, "speed.joining": 0.1, "share.quality": 0.8,
		"joint.yield": 1, "probe.score": 0.6, "share.sight": 0.1}
	number := func(id string) *float64 {
		if v, ok := numbers[id]; ok {
			return &v
		}
		return nil
	}
	rate := func(actual float64) Scores { return Rate(number, HarmOf(actual, 120, 110, 10)) }
	s := rate(0)
	assert.InDelta(t, 30, *s.Speed, 1e-9)
	assert.InDelta(t, 100, *s.Effectiveness, 1e-9, "held at 100")
	assert.InDelta(t, 80, *s.Coordination, 1e-9)
	assert.InDelta(t, math.Pow(31, 0.25)*math.Pow(101, 0.5)*math.Pow(81, 0.25)-1, *s.Total, 1e-9)
	assert.InDelta(t, 50, *rate(60).Effectiveness, 1e-9)
	assert.InDelta(t, 0, *rate(400).Effectiveness, 1e-9)
	assert.InDelta(t, math.Pow(31*81, 0.25)-1, *rate(400).Total, 1e-9, "no score buys another")
	assert.InDelta(t, math.Sqrt(31*81)-1, *Rate(number, Harm{}).Total, 1e-9, "what is not defined is left out")
	zero, hundred := 0.0, 100.0
	assert.Zero(t, *Total(&zero, &zero, nil, TotalWeights))
	assert.InDelta(t, 100, *Total(&hundred, &hundred, &hundred, TotalWeights), 1e-9)
	assert.Nil(t, Rate(func(string) *float64 { return nil }, Harm{}).Total)
}

// TestIdleIsTheFloor: where seats that do not coordinate do worse than nobody, to do nothing
// has no effect.
func TestIdleIsTheFloor(t *testing.T) {
	h := HarmOf(50, 50, 100, 0)
	assert.InDelta(t, 0.5, *h.Efficiency(), 1e-9)
	assert.InDelta(t, 0, *h.Effectiveness(), 1e-9)
	h = HarmOf(25, 50, 100, 0)
	assert.InDelta(t, 0.5, *h.Effectiveness(), 1e-9)
}

// TestNoYardstickRatesNothing: where the frictionless run does no less harm than the others,
// there is nothing to rate a run by.
func TestNoYardstickRatesNothing(t *testing.T) {
	one := 1.0
	for _, h := range []Harm{HarmOf(5, 10, 10, 10), HarmOf(5, 10, 10, 12), HarmOf(5, 10, 20, 10)} {
		assert.Equal(t, Scores{}, Rate(func(string) *float64 { return &one }, h))
	}
}

// TestGoodScriptScoresAboveBad: on each of the three scores, on at least 95 of 100 seeds.
func TestGoodScriptScoresAboveBad(t *testing.T) {
	m := fileModel(t, "../../scenarios/cold_copy.toml")
	good, bad := scriptOf(t, m, "cold_copy.good.toml"), scriptOf(t, m, "cold_copy.bad.toml")
	var above [3]int
	weights, err := Weights(t.Context(), m)
	require.NoError(t, err)
	n := testsize.Of(100, 40, 40)
	for seed := range uint64(n) {
		g, _ := rated(t, play(t, Plan{Model: m, Seed: seed, Commands: good}), weights)
		b, _ := rated(t, play(t, Plan{Model: m, Seed: seed, Commands: bad}), weights)
		for i, pair := range [3][2]*float64{{g.Speed, b.Speed}, {g.Effectiveness, b.Effectiveness},
			{g.Coordination, b.Coordination}} {
			if pair[0] != nil && pair[1] != nil && *pair[0] > *pair[1] {
				above[i]++
			}
		}
	}
	for i, name := range []string{"speed", "effectiveness", "coordination"} {
		assert.GreaterOrEqual(t, above[i], 95*n/100, name)
	}
}

// rated are the scores and the harm of a run.
func rated(t *testing.T, p *Played, weights []float64) (Scores, Harm) {
	t.Helper()
	h, err := Baselines(t.Context(), p)
	require.NoError(t, err)
	p.Ledger.Weigh(weights)
	return p.Ledger.Scores(h), h
}

// TestArmsRankAlike: over paired seeds the arms of cold copy are in the same order
// by mean harm, most first, and by mean total, least first: nobody acting, nothing
// prepared, each of the scenario's arms, and everything. Arms whose harm is within 1 % are level.
func TestArmsRankAlike(t *testing.T) {
	testsize.Long(t)
	m := fileModel(t, "../../scenarios/cold_copy.toml")
	weights, err := Weights(t.Context(), m)
	require.NoError(t, err)
	type arm struct {
		name        string
		total, harm float64
	}
	measured := func(name, word string, bots bool) arm {
		ms, ok := MechanismsOf(m.Scenario, word)
		require.True(t, ok)
		a := arm{name: name}
		n := testsize.Of(100, 30, 30)
		for seed := range uint64(n) {
			s, h := rated(t, play(t, Plan{Model: m, Seed: seed, Bots: bots, Setup: engine.Setup{Mechanisms: ms}}),
				weights)
			a.total, a.harm = a.total+*s.Total/float64(n), a.harm+*h.Actual/float64(n)
		}
		return a
	}
	arms := []arm{measured("idle", "none", false), measured("none", "none", true)}
	for _, a := range m.Scenario.Arms {
		arms = append(arms, measured(a.ID, a.ID, true))
	}
	arms = append(arms, measured("all", "all", true))
	require.Len(t, arms, 6)
	slices.SortFunc(arms, func(a, b arm) int { return cmp.Compare(b.harm, a.harm) })
	assert.Equal(t, "idle", arms[0].name)
	assert.Equal(t, "none", arms[1].name)
	assert.Contains(t, []string{"prepared", "all"}, arms[5].name)
	for i, a := range arms[1:] {
		if arms[i].harm-a.harm > 0.01*a.harm {
			assert.Greater(t, a.total, arms[i].total, "%v", arms)
		}
	}
}

// heldBack is a scenario in which an inject brings what the seats need, in 100 h.
const heldBack = `
title = "Held back"
length = "100h"
[role.lab]
ack = "1h"
[role.cloud]
ack = "1h"
[role.agency]
ack = "1h"
[gauge.copies]
start = 1
grow = {rate=1, while="!done('trace')"}
[gauge.harm]
outcome = true
flow = {per_hour=1, of="copies"}
[fact.theft]
text = "A theft."
needed_by = ["lab", "cloud", "agency"]
within = "6h"
[inject.tip]
at = "2h"
to = ["lab", "agency"]
text = "A tip."
reveals = ["theft"]
[action.trace]
by = ["lab", "cloud"]
needs = "knows('theft')"
takes = "3h"
joint = {quorum=2, within="20h", setup="2h"}
effects = [{gauge="copies", set=0}]
[action.notify]
by = ["lab"]
needs = "knows('theft')"
[obligation.report]
role = "lab"
starts = "knows('theft')"
within = "24h"
met_by = ["notify"]
[sharing]
latency = "2h"
[[note]]
role = "lab"
when = "knows('theft')"
do = {share="theft", to=["cloud"]}
decide = "2h"
[[note]]
role = "lab"
when = "knows('theft')"
do = {commit="trace"}
decide = "3h"
[[note]]
role = "cloud"
when = "knows('theft')"
do = {commit="trace"}
decide = "4h"
[[note]]
role = "lab"
when = "knows('theft')"
do = "notify"
decide = "5h"
`

// TestHoldingNeverLowersAScore: whatever inject the facilitator holds, and for how long,
// seats that answer as quickly once they know score no less.
func TestHoldingNeverLowersAScore(t *testing.T) {
	m := modelOf(t, heldBack)
	free := mark(t, play(t, Plan{Model: m, Seed: 1, Bots: true}))
	require.NotNil(t, free.Scores.Total)
	assert.Empty(t, free.Help)
	assert.Nil(t, free.Unhelped)
	for _, until := range []float64{3, 10, 30, 70} {
		commands := []engine.Timed{{At: inHours(1),
			Command: engine.Command{Verb: engine.Hold, Role: engine.Facilitator, Ref: 0}},
			{At: inHours(until), Command: engine.Command{Verb: engine.Release, Role: engine.Facilitator, Ref: 0}}}
		p := play(t, Plan{Model: m, Seed: 1, Bots: true, Commands: commands})
		held := mark(t, p)
		noLower(t, free, held, fmt.Sprintf("held until %v h", until))
		require.Len(t, held.Help, 2, "held, and released")
		assert.Equal(t, []string{"theft"}, held.Help[1].Facts)
		assert.Contains(t, held.Help[1].Measures, "speed.sharing")
		assert.Contains(t, held.Help[1].Measures, "decide.latency")
		assert.Equal(t, []string{"speed", "effectiveness", "coordination", "total"}, held.Help[1].Scores)
		assert.Equal(t, free.Scores, *held.Unhelped, "without the facilitator")
	}
}

// TestHoldingInjectsOfColdCopy: the same for every inject of cold copy, which the seats
// of the good script answer.
func TestHoldingInjectsOfColdCopy(t *testing.T) {
	testsize.Long(t)
	m := fileModel(t, "../../scenarios/cold_copy.toml")
	good := scriptOf(t, m, "cold_copy.good.toml")
	bought := slices.IndexFunc(good, func(c engine.Timed) bool { return c.At > 0 })
	free := mark(t, play(t, Plan{Model: m, Seed: 1, Commands: good}))
	for i := range m.Scenario.Injects {
		hold := engine.Timed{At: 1, Command: engine.Command{Verb: engine.Hold, Role: engine.Facilitator, Ref: i}}
		held := mark(t, play(t, Plan{Model: m, Seed: 1, Commands: slices.Insert(slices.Clone(good), bought, hold)}))
		noLower(t, free, held, m.Scenario.Injects[i].ID+" held")
	}
}

// noLower holds that no score which counts from knowledge, and no seat's, is lower.
func noLower(t *testing.T, before, after Card, why string) {
	t.Helper()
	assert.GreaterOrEqual(t, *after.Scores.Speed+1e-9, *before.Scores.Speed, "speed, %s", why)
	assert.GreaterOrEqual(t, *after.Scores.Coordination+1e-9, *before.Scores.Coordination, "coordination, %s", why)
	for i, s := range before.Seats {
		if s.Score != nil && after.Seats[i].Score != nil { // what an inject held back never called for drops out
			assert.GreaterOrEqual(t, *after.Seats[i].Score+1e-9, *s.Score, "%s, %s", s.Role, why)
		}
	}
}

func TestPaceByHand(t *testing.T) {
	// Nothing breaks: half of the idle run's harm is done when (t²/2 + t) is half of 5100,
	// at 70.4 h; all knew at 2 h.
	c := mark(t, play(t, Plan{Model: modelOf(t, heldBack), Seed: 1, Bots: true}))
	assert.Equal(t, "half of the harm", c.Pace.Step)
	assert.InDelta(t, 70.42-2, *c.Pace.Tau, 100.0/512)
	assert.InDelta(t, *c.Pace.Tau / *c.Pace.Joint, *c.Pace.Value, 1e-9)
	v, _ := c.Value("speed.joint")
	assert.InDelta(t, *v.Value, *c.Pace.Joint, 1e-9)

	idle := mark(t, play(t, Plan{Model: modelOf(t, heldBack), Seed: 1}))
	assert.InDelta(t, 0, *idle.Pace.Value, 0, "no joint action was ever done")

	breaks := heldBack + "[system.vault]\nfails = \"40h\"\n[system.grid]\nfails = \"10h\"\nrepair = \"5h\"\n"
	c = mark(t, play(t, Plan{Model: modelOf(t, breaks), Seed: 1, Bots: true}))
	assert.Equal(t, "vault: failed", c.Pace.Step, "what comes back by itself is no irreversible step")
	assert.InDelta(t, 38, *c.Pace.Tau, 1e-9)
}
