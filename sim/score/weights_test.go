package score

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// weighty is harm of 1 an hour for 100 h until two seats have made a pact at 10 h, and of 1 an hour
// more until the fact has been told to the public at 20 h; and what actions add to it.
const weighty = `
title = "Weighty"
length = "100h"
[role.a]
[role.b]
[gauge.harm]
outcome = true
grow = {rate=1, while="!done('pact')"}
[gauge.talk]
outcome = true
grow = {rate=1, while="!breached('secret')"}
[fact.secret]
text = "A secret."
tlp = "red"
known = {a={at="0h"}}
[action.pact]
by = ["a", "b"]
joint = {quorum=2}
[action.ruin]
by = ["a", "b"]
joint = {quorum=2}
effects = [{gauge="harm", add=30}]
[action.vain]
by = ["a", "b"]
joint = {quorum=2}
[action.help]
by = ["a"]
effects = [{gauge="harm", add=-5}]
[action.slip]
by = ["a"]
effects = [{gauge="harm", add=7}]
[action.bet]
by = ["a"]
effects = [{gauge="harm", add=50, chance=0.2}]
[action.spared]
by = ["a"]
effects = [{gauge="harm", add=9}]
[[note]]
role = "a"
when = "hours >= 10"
do = {commit="pact"}
[[note]]
role = "b"
when = "hours >= 10"
do = {commit="pact"}
[[note]]
role = "a"
when = "hours >= 11"
do = {commit="ruin"}
[[note]]
role = "b"
when = "hours >= 11"
do = {commit="ruin"}
[[note]]
role = "a"
when = "hours >= 12"
do = "help"
[[note]]
role = "a"
when = "hours >= 13"
do = "slip"
[[note]]
role = "a"
when = "hours >= 14"
do = "bet"
[[note]]
role = "a"
when = "hours >= 20"
do = {share="secret", to=["public"]}
`

// TestWeightsByHand: a joint action weighs what its absence costs, and 0 where that is nothing or a
// gain; what one seat does weighs nothing, or -1 where it does harm on one of the first three draws.
func TestWeightsByHand(t *testing.T) {
	m := modelOf(t, weighty)
	var harm []float64
	for seed := range uint64(weighingDraws) {
		v, _ := Harmed(play(t, Frictionless(Plan{Model: m, Seed: seed, Bots: true, Until: inHours(100)})).Engine)
		harm = append(harm, v)
	}
	const sure = 10 + 20 + 30 - 5 + 7
	assert.InDeltaSlice(t, []float64{sure, sure, sure}, harm[:signDraws], 1e-9, "the bet does no harm on these")
	require.InDelta(t, sure+50, slices.Max(harm[signDraws:]), 1e-9, "and does on one of the others")
	w, err := Weights(t.Context(), m)
	require.NoError(t, err)
	for id, weight := range map[string]float64{"pact": 90, "ruin": 0, "vain": 0, "help": 0, "slip": -1, "bet": 0,
		"spared": 0} {
		assert.InDelta(t, weight, w[m.Scenario.Find("action", id)], 1e-9, id)
	}
	w, err = Weights(t.Context(), modelOf(t, three))
	require.NoError(t, err)
	assert.Nil(t, w, "without an outcome gauge all weigh the same")
}

// TestWhatWeighsMoreCountsMore: of two joint actions the one done counts by its weight; where none of
// those that were possible weighs anything, they count alike.
func TestWhatWeighsMoreCountsMore(t *testing.T) {
	m := modelOf(t, three+`
[action.seal]
by = ["all"]
needs = "knows('theft')"
joint = {quorum=3, within="10h"}
`)
	seal := m.Scenario.Find("action", "seal")
	commits := func(hour float64, action int, roles ...int) (out []engine.Event) {
		out = append(out, at(hour, engine.JointProposed, roles[0], nobody, action))
		for _, r := range roles {
			out = append(out, at(hour, engine.JointCommitted, r, nobody, action))
		}
		return out
	}
	// possible since 2. Both seats that a trace takes commit at 12, a half each; of three for a seal one at 2.
	l := stream(m, learns(2, lab, theft), commits(2, seal, cloud), at(12, engine.JointLapsed, nobody, nobody, seal),
		commits(12, trace, lab, agency), at(12, engine.JointStarted, nobody, nobody, trace),
		at(13, engine.JointDone, nobody, nobody, trace))
	for _, x := range []struct {
		weights        []float64
		yield, joining float64
	}{
		{nil, 1.0 / 2, (1.0/2 + 1.0/3) / 2},
		{[]float64{0, 3, 0, 1}, 3.0 / 4, (3*(1.0/2) + 1.0/3) / 4},
		{[]float64{0, 0, 0, 5}, 0, 1.0 / 3},
		{[]float64{0, 0, 0, 0}, 1.0 / 2, (1.0/2 + 1.0/3) / 2},
	} {
		l.Weigh(x.weights)
		want(t, l, map[string]any{"joint.yield": x.yield, "speed.joining": x.joining})
	}
	l = stream(m)
	l.Weigh([]float64{0, 0, 0, 0})
	want(t, l, map[string]any{"joint.yield": nil, "speed.joining": nil})
}
