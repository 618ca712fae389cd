package exercise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// TestTruthFollowsADraw: which hypothesis is so depends on what the run has drawn, and staff see that one marked,
// after another seed was chosen too. Of two that a draw tells apart exactly one is so in every run.
func TestTruthFollowsADraw(t *testing.T) {
	const src = `title = "Drawn"
length = "1d"
[role.lab]
[draw.culprit]
choice = {insider=1, state=1}
[hypothesis.insider]
title = "Somebody inside: {culprit}"
truth_if = "culprit == 'insider'"
excludes = ["state"]
[hypothesis.state]
truth_if = "culprit == 'state'"
[hypothesis.luck]
`
	so := func(x *exercise.Exercise) (out []string) {
		for _, h := range x.View("Fay").Control.Picture.Hypotheses {
			if h.Truth {
				out = append(out, h.ID)
				assert.Contains(t, x.View("Fay").Control.Picture.Hypotheses[0].Title, h.ID)
			}
		}
		return out
	}
	seen := map[string]int{}
	for seed := range 20 {
		x, err := exercise.New(record.Header{Name: "drawn", Scenario: src, Seed: uint64(seed)})
		require.NoError(t, err)
		g := tabletest.Of(t, x)
		require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
		is := so(x)
		require.Len(t, is, 1, "seed %d", seed)
		seen[is[0]]++
	}
	assert.Len(t, seen, 2)
	assert.NotContains(t, seen, "luck")
}

// TestWhatHappenedIsToldAfterwards: the last of it, without what is of little weight, as far as it fits.
func TestWhatHappenedIsToldAfterwards(t *testing.T) {
	for _, every := range []string{"1h", "1m"} {
		g := begun(t, controlled+"[inject.beat]\ntitle = \"Beat\"\ntext = \"x\"\nevery = \""+every+"\"\nto = [\"cloud\"]\n")
		until(g, 10)
		ask(t, g, "Fay", "end", `{"end":true}`)
		ask(t, g, "Fay", "reveal", `{"on":true}`)
		log := g.X.View("Ann").Truth.Log
		var want []exercise.Line
		quiet := 0
		for _, l := range g.X.LogBetween(0, g.X.Happened()) {
			if l.Quiet {
				quiet++
			} else {
				want = append(want, l)
			}
		}
		require.NotZero(t, quiet)
		assert.Equal(t, every == "1m", len(want) > exercise.LogLength)
		assert.Equal(t, want[max(0, len(want)-exercise.LogLength):], log)
	}
}

// TestTheTruthIsToldAfterwards: all facts and gauges, and the right answer to each question of belief, and no other.
func TestTheTruthIsToldAfterwards(t *testing.T) {
	g := inPhase(t, "over")
	require.True(t, fay("reveal", `{"on":true}`).on(g).OK)
	assert.Equal(t, []exercise.TrueAnswer{{Ask: "ZQprobe_causeQZ", Answer: "ZQoption_insiderQZ"}},
		g.X.View("Ann").Truth.Probes)
	truth := g.X.View("Ann").Truth
	require.Len(t, truth.Facts, 4)
	assert.Equal(t, "ZQtitle_egressQZ", truth.Facts[0].Title)
	assert.Len(t, truth.Gauges, 4)
}

// TestWhatReallyHappenedInWords: the right answers, who knew what and from whom, what led nowhere, and the log.
func TestWhatReallyHappenedInWords(t *testing.T) {
	at := func(text string) exercise.Moment { return exercise.Moment{T: text} }
	truth := exercise.TruthOf{
		Probes: []exercise.TrueAnswer{{Ask: "Who was it?", Answer: "An insider"}},
		Facts: []exercise.WorldFact{
			{Title: "The theft", Text: "It is gone.", Known: []exercise.WorldKnower{{Title: "Cloud", At: at("T+01:00")},
				{Title: "Agency", At: at("T+02:00"), From: "Cloud"}}},
			{Title: "The memo", Text: "It was them.", Decoy: true},
		},
		Log: []exercise.Line{{At: at("T+03:00"), Text: "It ends."}},
		Gauges: []exercise.WorldGauge{{Gauge: exercise.Gauge{Title: "Stolen", Value: 0.6, Unit: "TB"}},
			{Gauge: exercise.Gauge{Title: "Copies", Value: 12}}},
	}
	assert.Equal(t, []string{"Who was it? An insider", "Stolen: 0.6 TB at the end.", "Copies: 12 at the end.",
		"The theft: It is gone. Known to Cloud (T+01:00); Agency (T+02:00, from Cloud).",
		"The memo: It was them. It led nowhere. Nobody came to know it.",
		"T+03:00  It ends."}, truth.Words())
}
