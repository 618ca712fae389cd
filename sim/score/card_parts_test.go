package score

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestACardHoldsAllThatAReportShows: the total by other weights, help as an empty list where there was
// none, and a measure by its id alone.
func TestACardHoldsAllThatAReportShows(t *testing.T) {
	c := mark(t, play(t, Plan{Model: modelOf(t, rising), Seed: 1, Bots: true}))
	require.NotNil(t, c.Scores.Total)
	assert.Len(t, c.Sensitive, 8)
	assert.Equal(t, c.Scores.Sensitivities(), c.Sensitive)
	help, err := json.Marshal(c.Help)
	require.NoError(t, err)
	assert.JSONEq(t, "[]", string(help))
	v, ok := c.Value("share.reach")
	assert.True(t, ok)
	assert.Equal(t, "share.reach", v.ID)
	_, ok = c.Value("share.none")
	assert.False(t, ok)
}

// TestSensitivitiesByHand: the total by the weights in use leads, and each score left out is one of them.
func TestSensitivitiesByHand(t *testing.T) {
	zero, hundred := 0.0, 100.0
	s := Scores{Speed: &hundred, Effectiveness: &zero, Coordination: &hundred}
	got := s.Sensitivities()
	require.Len(t, got, 8)
	assert.InDelta(t, 100, got[6].Total, 1e-9, "effectiveness left out")
	assert.Equal(t, Sensitivity{0.25, 0.5, 0.25, got[0].Total}, got[0])
	assert.InDelta(t, 101.0/10.04987562112089-1, got[0].Total, 1e-9, "√101 - 1")
	assert.Equal(t, []Sensitivity{}, Scores{}.Sensitivities())
}

// TestWhoBearsTwoGauges: who bears a part of several gauges bears the sum, in the order of the scenario,
// and what names no bearer is nobody's.
func TestWhoBearsTwoGauges(t *testing.T) {
	m := modelOf(t, `
title = "Bearers"
length = "1h"
[role.lab]
[gauge.first]
start = 10
outcome = true
bears = {lab=1, public=1}
[gauge.mood]
start = 100
bears = {lab=1}
[gauge.loose]
start = 7
outcome = true
[gauge.second]
start = 30
outcome = true
bears = {public=2, lab=1}
[gauge.free]
start = 2
outcome = true
`)
	got := Bearers(play(t, Plan{Model: m, Seed: 1}).Engine)
	assert.Equal(t, []Bearer{{"lab", 15}, {"public", 25}, {"", 9}}, got)
}

// TestTheUnhelpedRunIsTheSameRun: without its facilitator a run scores as one that never had any: by the
// same weights, with bots that owe no answers, notes of players counted and its own end.
func TestTheUnhelpedRunIsTheSameRun(t *testing.T) {
	m := modelOf(t, weighty+`
[role.c]
[fact.theft]
text = "A theft."
known = {a={at="2h"}}
needed_by = ["c"]
within = "3h"
[fact.gap]
text = "A gap."
known = {a={at="30h"}}
needed_by = ["c"]
within = "3h"
[inject.news]
at = "70h"
from = "Wire"
to = ["a"]
text = "News."
`)
	vain := m.Scenario.Find("action", "vain")
	within, err := scenario.ParseDuration("4h")
	require.NoError(t, err)
	note := &scenario.Note{Role: "a", When: scenario.Expr{Source: "hours > 3"}, Do: scenario.Do{Act: "help"},
		Within: within}
	const a, b, c = 0, 1, 2
	acts := commands(engine.Timed{Command: engine.Command{Verb: engine.File, Role: a, Ref: -1, Note: note}},
		engine.Timed{At: inHours(1), Command: engine.Command{Verb: engine.Ask, Role: a, Ref: -1, Text: "Who?",
			To: []int{c}, Span: inHours(2)}},
		give(3, engine.Share, a, m.Scenario.Find("fact", "theft"), c),
		give(4, engine.Commit, a, vain), give(4, engine.Commit, b, vain))
	hold := engine.Timed{At: inHours(1), Command: engine.Command{Verb: engine.Hold, Role: engine.Facilitator, Ref: 0}}
	card := func(commands []engine.Timed) Card {
		p, err := Play(t.Context(), Plan{Model: m, Seed: 1, Bots: true, Commands: commands, Until: inHours(50)})
		require.NoError(t, err)
		require.Empty(t, p.Refusals)
		return mark(t, p)
	}
	free, held := card(acts), card(slices.Insert(slices.Clone(acts), 1, hold))
	assert.Nil(t, free.Unhelped)
	quality, _ := free.Value("share.quality")
	assert.InDelta(t, 1, *quality.Value, 1e-9, "the bot that was asked owes no answer")
	assert.Equal(t, 2, quality.Of, "the theft, and the gap, which it was not told by the end at 50")
	require.NotNil(t, held.Unhelped)
	assert.Equal(t, free.Scores, *held.Unhelped)
}

// TestTracesOfAScript: the gauges of a plan with commands, each given once, and those of the very moment
// included.
func TestTracesOfAScript(t *testing.T) {
	m := modelOf(t, rising+"[gauge.slips]\n[action.slip]\nby = [\"press\"]\neffects = [{gauge=\"slips\", add=1}]\n")
	const slip = 2
	p := Plan{Model: m, Seed: 1, Until: inHours(100), Commands: commands(give(1, engine.Share, 0, 0, 1),
		give(5, engine.Share, 0, 0, 1), give(10, engine.Act, 2, slip), give(25, engine.Act, 2, slip),
		give(30, engine.Act, 2, slip), give(60, engine.Act, 1, 0))}
	v, err := Traces(t.Context(), p, inHours(25))
	require.NoError(t, err)
	assert.Equal(t, [][]float64{{0, 25, 50, 60, 60}, {0, 2, 3, 3, 3}}, v)
}
