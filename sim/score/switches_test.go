package score

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// switches is a response in which knowing (10 h of post), agreeing (4 h of set-up, and whoever waits for the other) and
// deciding each take their time; harm rises by 1 an hour, or by 2 on half of the draws.
const switches = `
title = "Switches"
length = "100h"
[draw.fast]
chance = 0.5
[role.lab]
[role.cloud]
[gauge.harm]
outcome = true
grow = {rate="fast ? 2 : 1", while="!done('stop')"}
[fact.theft]
text = "A theft."
known = {lab={at="2h"}}
needed_by = ["cloud"]
[sharing]
latency = "10h"
[action.stop]
by = ["lab", "cloud"]
needs = "knows('theft')"
joint = {quorum=2, setup="4h"}
[action.mop]
by = ["lab"]
effects = [{gauge="harm", add=-1}]
once = true
[[note]]
role = "lab"
when = "hours > 30"
do = "mop"
[[note]]
role = "lab"
when = "knows('theft')"
do = {share="theft", to=["cloud"]}
[[note]]
role = "lab"
when = "knows('theft')"
do = {commit="stop"}
[[note]]
role = "cloud"
when = "knows('theft')"
do = {commit="stop"}
`

// TestGapByHand: people share at 5 what they know at 2, so that the cloud knows at 15; they commit at 6 and at 20, and
// with the set-up they stop it at 24. With the switches it is stopped at
//
//	knowing               11  the cloud commits at 7, 5 h after it knows
//	agreeing              15  the cloud joins when it knows, without a set-up
//	deciding              16  told at 2, known at 12
//	knowing and agreeing   6  the cloud joins the laboratory
//	knowing and deciding   6  both commit at 2, and set up
//	agreeing and deciding 12
//	all                    2
//
// so that knowing is worth (2·13 + 9 + 10 + 2·10) / 6 hours, agreeing (2·9 + 5 + 4 + 2·4) / 6 and deciding (2·8 + 5 +
// 3 + 2·4) / 6. The bots of the frictionless run stop it at 2 and mop up 1 besides, as those do that do not coordinate.
func TestGapByHand(t *testing.T) {
	m := modelOf(t, switches)
	stop := m.Scenario.Find("action", "stop")
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(5, engine.Share, 0, 0, 1),
		give(6, engine.Commit, 0, stop), give(20, engine.Commit, 1, stop))})
	require.Empty(t, p.Refusals)
	seeds := Seeds(1, 6)
	rates := make([]float64, len(seeds))
	mean := 0.0
	for i, seed := range seeds {
		idle, err := Play(t.Context(), Plan{Model: m, Seed: seed, Until: engine.At(m.Scenario.Length)})
		require.NoError(t, err)
		harm, _ := Harmed(idle.Engine)
		rates[i] = harm / 100
		mean += rates[i] / float64(len(seeds))
	}
	require.Contains(t, rates[1:], 3-rates[0], "there are draws of both kinds")

	g, err := GapOf(t.Context(), p, seeds, Work{})
	require.NoError(t, err)
	assert.Equal(t, 6, g.N)
	own := rates[0]
	assert.InDelta(t, own*65/6, g.Own.Knowing, 1e-9)
	assert.InDelta(t, own*35/6, g.Own.Agreeing, 1e-9)
	assert.InDelta(t, own*32/6, g.Own.Deciding, 1e-9)
	assert.InDelta(t, 1, g.Own.NotAttempted, 1e-9)
	assert.InDelta(t, own*22+1, g.Own.Whole, 1e-9)
	for what, x := range map[string]struct {
		want float64
		got  Paired
	}{
		"knowing": {mean * 65 / 6, g.Knowing}, "agreeing": {mean * 35 / 6, g.Agreeing},
		"deciding": {mean * 32 / 6, g.Deciding}, "not attempted": {1, g.NotAttempted}, "whole": {mean*22 + 1, g.Whole},
		"idle": {mean * 100, g.Idle}, "solo": {mean*100 - 1, g.Solo}, "actual": {mean * 24, g.Actual},
		"frictionless": {mean*2 - 1, g.Frictionless},
	} {
		assert.InDelta(t, x.want, x.got.Mean, 1e-9, what)
		assert.Equal(t, 6, x.got.N, what)
	}
	require.NotNil(t, g.Efficiency.Value)
	assert.InDelta(t, (mean*76-1)/(mean*98), *g.Efficiency.Value, 1e-9)
	assert.Equal(t, 6, g.Efficiency.N)

	none, err := GapOf(t.Context(), p, nil, Work{})
	require.NoError(t, err)
	assert.Nil(t, none, "on no draw")
	none, err = GapOf(t.Context(), play(t, Plan{Model: modelOf(t, seats(2)), Seed: 1}), seeds, Work{})
	require.NoError(t, err)
	assert.Nil(t, none, "no harm is counted")
}

// TestAGapThatWasInterrupted: is that of the draws that were done.
func TestAGapThatWasInterrupted(t *testing.T) {
	p := play(t, Plan{Model: modelOf(t, switches), Seed: 1, Bots: true})
	ctx, cancel := context.WithCancel(t.Context())
	g, err := GapOf(ctx, p, Seeds(1, 10), Work{Progress: func(done, _ int) {
		if done == 3 {
			cancel()
		}
	}})
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, 3, g.N)
	assert.Equal(t, 3, g.Whole.N)
}

// TestBotsAreAsGoodAsBots: on every draw a run that bots played does as well as the bots that it is compared with, by
// harm and by total, whatever the run's own draw was; also where it ended early.
func TestBotsAreAsGoodAsBots(t *testing.T) {
	for name, c := range map[string]struct {
		m     *engine.Model
		until engine.Time
	}{
		"switches":         {modelOf(t, switches), inHours(100)},
		"until the middle": {modelOf(t, switches), inHours(50)},
		"before the stop":  {modelOf(t, switches), inHours(9)},
		"cold copy":        {fileModel(t, "../../scenarios/cold_copy.toml"), inHours(60)},
	} {
		p, err := Play(t.Context(), Plan{Model: c.m, Seed: 1, Bots: true, Until: c.until})
		require.NoError(t, err)
		total := 40.0
		b, err := BandOf(t.Context(), p, &total, 4, Work{})
		require.NoError(t, err)
		for what, s := range map[string]Standing{"harm": b.Harm, "total": b.Total} {
			assert.Equal(t, 4, s.N, "%s: %s", name, what)
			require.NotNil(t, s.Better, "%s: %s", name, what)
			assert.InDelta(t, 0.5, *s.Better, 0, "%s: %s", name, what)
		}
		assert.Equal(t, &total, b.Total.Value)
		harm, _ := Harmed(p.Engine)
		assert.InDelta(t, harm, *b.Harm.Value, 0)
	}
}

// TestABandOfARunWithPromises: what a player wrote is part of the run on other draws too: a promise to tell that came
// after the scenario's own.
func TestABandOfARunWithPromises(t *testing.T) {
	m := modelOf(t, rising)
	within, err := scenario.ParseDuration("4h")
	require.NoError(t, err)
	own := &scenario.Note{Role: "lab", When: scenario.Expr{Source: "knows('theft')"},
		Do: scenario.Do{Share: "theft", To: []string{"cloud"}}, Within: within}
	p := play(t, Plan{Model: m, Seed: 1, Bots: true, Commands: commands(engine.Timed{Command: engine.Command{
		Verb: engine.File, Role: 0, Ref: -1, Note: own}}, give(3, engine.Share, 0, 0, 1))})
	require.Empty(t, p.Refusals)
	require.Len(t, p.Engine.Model().Scenario.Notes, len(m.Scenario.Notes)+1)
	b, err := BandOf(t.Context(), p, nil, 3, Work{})
	require.NoError(t, err)
	assert.InDelta(t, 1, *b.Harm.Better, 0, "told at 3, stopped at 18; bots stop it at 25")
	assert.Equal(t, 3, b.Total.N)
}
