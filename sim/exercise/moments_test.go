package exercise_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/score"
	"tocsin/sim/tabletest"
)

// rising has harm of 1 an hour until Cloud stops it, which it can when it knows what the laboratory knows from
// 2 h on. Cloud promises to stop it within an hour, and has a reporting clock that runs from STARTEX on.
const rising = `
title = "Rising"
length = "100h"
[role.lab]
title = "The laboratory"
[role.cloud]
title = "Cloud"
[role.agency]
title = "Agency"
[sharing]
latency = "10h"
[gauge.harm]
outcome = true
unit = "beds"
grow = {rate=1, while="!done('stop')"}
[fact.theft]
title = "The theft"
text = "A theft."
known = {lab={at="2h"}}
needed_by = ["cloud"]
[action.stop]
title = "Stop it"
by = ["cloud"]
needs = "knows('theft')"
[action.report]
by = ["cloud"]
[obligation.notice]
title = "First notice"
role = "cloud"
starts = "hours >= 0"
within = "6h"
met_by = ["report"]
[objective.word]
title = "Promises are kept"
measure = {note_fidelity=["cloud"]}
[objective.clocks]
title = "Clocks are met"
measure = {obligation=["notice"]}
[[note]]
role = "lab"
when = "knows('theft')"
do = {share="theft", to=["cloud"]}
decide = "8h"
[[note]]
role = "cloud"
when = "knows('theft')"
do = "stop"
decide = "5h"
within = "1h"
`

// risingTable has Ann in the laboratory, Bob at Cloud and Cyd at the agency before STARTEX.
func risingTable(t *testing.T) *tabletest.Table {
	t.Helper()
	return table(t, rising)
}

// brokenPromise has Bob promise to stop the harm within an hour, which he can from 20 h on, and do so at 40 h.
func brokenPromise(t *testing.T) *tabletest.Table {
	t.Helper()
	g := risingTable(t)
	ask(t, g, "Bob", "file", `{"file":"#1","to":["lab"]}`)
	ask(t, g, "Fay", "start", "")
	until(g, 10)
	ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud"]}`)
	until(g, 40)
	ask(t, g, "Bob", "act", `{"act":"stop"}`)
	until(g, 50)
	ask(t, g, "Fay", "end", `{"end":true}`)
	return g
}

// TestABrokenPromiseIsAMoment: what keeping it had been worth is among the moments, and is read on the
// wall with the gap and what its parts mean.
func TestABrokenPromiseIsAMoment(t *testing.T) {
	g := brokenPromise(t)
	m, err := g.X.Moments(context.Background(), nil)
	require.NoError(t, err)
	i := slices.IndexFunc(m.Each, func(turn exercise.Turn) bool { return strings.Contains(turn.Text, "broke a promise") })
	require.GreaterOrEqual(t, i, 0)
	assert.Equal(t, `Cloud broke a promise: did "Stop it"`, m.Each[i].Text)
	assert.Equal(t, "Kept, it would have made the harm less by 19 beds", m.Each[i].Then)
	assert.Equal(t, score.Draws, m.Seeds)
	assert.False(t, m.Worse)
	_, base, err := g.X.Judge(context.Background())
	require.NoError(t, err)
	page := func(title, args string) []string {
		for n := "1"; n < "9"; n = string(n[0] + 1) {
			ask(t, g, "Fay", "wall", strings.Replace(args, "N", n, 1))
			v := g.X.View("Wall")
			g.X.Post(&v, base, m)
			if p := v.Board.Page; p != nil && p.Title == title {
				require.Len(t, p.Parts, 1)
				return p.Parts[0].Points
			}
		}
		return nil
	}
	three := page("Three moments that mattered", `{"show":"story","page":N,"names":true}`)
	require.Len(t, three, min(3, len(m.Each)))
	assert.Equal(t, m.Each[0].Words(), three[0])
	gap := strings.Join(page("The coordination gap", `{"show":"gap"}`), "\n")
	assert.Contains(t, gap, "Knowing at once: what knowing each fact at once would have changed\n")
	assert.Contains(t, gap, "Deciding at once: what acting at once on what was known would have changed")
}

// TestAnActAloneAndAChain: without an act by itself, or without any one of those that hang on each other, it would have
// come to more harm.
func TestAnActAloneAndAChain(t *testing.T) {
	for found, want := range map[string]string{"": "Without any one of these ", ", cloud={at=\"20h\"}": "Without it "} {
		g := begun(t, strings.Replace(rising, `lab={at="2h"}`, `lab={at="2h"}`+found, 1))
		until(g, 10)
		if found == "" {
			ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud"]}`)
		}
		until(g, 40)
		ask(t, g, "Bob", "act", `{"act":"stop"}`)
		until(g, 50)
		ask(t, g, "Fay", "end", `{"end":true}`)
		m, err := g.X.Moments(context.Background(), nil)
		require.NoError(t, err)
		var then []string
		for _, turn := range m.Each {
			if strings.HasPrefix(turn.Then, "Without ") {
				then = append(then, turn.Then)
			}
		}
		require.Len(t, then, 1)
		assert.Contains(t, then[0], want+"the harm would have been greater by 10 beds")
	}
}

// TestActsThatDidHarm: where it was worse than if nobody had acted, that is said, and eight of the acts are shown.
func TestActsThatDidHarm(t *testing.T) {
	text := "title = \"T\"\nlength = \"20h\"\n[role.lab]\n[role.cloud]\n[role.agency]\n[gauge.harm]\noutcome = true\n"
	acts := strings.Split("a b c d e f g h i", " ")
	for _, id := range acts {
		text += "[action." + id + "]\nby = [\"cloud\"]\neffects = [{gauge=\"harm\", add=1}]\n"
	}
	g := begun(t, text)
	until(g, 1)
	for _, id := range acts {
		ask(t, g, "Bob", "act", `{"act":"`+id+`"}`)
	}
	ask(t, g, "Fay", "end", `{"end":true}`)
	m, err := g.X.Moments(t.Context(), nil)
	require.NoError(t, err)
	assert.True(t, m.Worse)
	require.Len(t, m.Each, 8)
	assert.Contains(t, m.Each[0].Then, "Without it the harm would have been less by 1")
}

// TestTheGapPageSaysWhyItIsEmpty: while the search goes on, and where there is no harm to measure it by.
func TestTheGapPageSaysWhyItIsEmpty(t *testing.T) {
	g := brokenPromise(t)
	_, base, err := g.X.Judge(context.Background())
	require.NoError(t, err)
	ask(t, g, "Fay", "wall", `{"show":"gap"}`)
	for want, m := range map[string]*exercise.Moments{"is being played again": nil, "counts no harm": {}} {
		v := g.X.View("Wall")
		g.X.Post(&v, base, m)
		require.NotNil(t, v.Board.Page)
		require.Len(t, v.Board.Page.Parts, 1)
		assert.Contains(t, strings.Join(v.Board.Page.Parts[0].Points, " "), want)
		assert.Empty(t, v.Board.Page.Steps)
	}
}

// TestTheGapIsThereWhenMomentsAreBrokenOff: who breaks the search off has the gap as a whole.
func TestTheGapIsThereWhenMomentsAreBrokenOff(t *testing.T) {
	g := brokenPromise(t)
	ctx, stop := context.WithCancel(context.Background())
	before := 0
	m, err := g.X.Moments(ctx, func(done, of int) {
		if done < before { // all have been tried once, and are tried on other draws
			stop()
		}
		before = done
	})
	require.ErrorIs(t, err, context.Canceled)
	require.NotNil(t, m)
	assert.False(t, m.Whole)
	ids := []string{}
	for _, s := range m.Waterfall {
		ids = append(ids, s.ID)
	}
	assert.Contains(t, ids, "gap")

	_, base, err := g.X.Judge(context.Background())
	require.NoError(t, err)
	ask(t, g, "Fay", "wall", `{"show":"gap"}`)
	v := g.X.View("Wall")
	g.X.Post(&v, base, m)
	assert.Equal(t, m.Waterfall, v.Board.Page.Steps)
	assert.Empty(t, v.Board.Page.Parts, "a gap that is not divided has no parts to explain")
}

// TestWhatWasBrokenAndMissedIsLacking: the hot wash has a broken promise, and a clock that ran from STARTEX on
// and was missed, under what was lacking.
func TestWhatWasBrokenAndMissedIsLacking(t *testing.T) {
	w, err := brokenPromise(t).X.HotWash(t.Context())
	require.NoError(t, err)
	require.Len(t, w.Objectives, 2)
	require.Len(t, w.Objectives[0].Gaps, 1)
	assert.Contains(t, w.Objectives[0].Gaps[0], `Cloud: if it knows "The theft", then do "Stop it" within 1h`)
	assert.Empty(t, w.Objectives[0].Strengths)
	assert.Equal(t, []string{`Cloud missed "First notice"`}, w.Objectives[1].Gaps)
}

// TestABotThatTakesASeatBeginsThere: an exercise in which bots took seats over is played again as it was, without
// bots in them from STARTEX on.
func TestABotThatTakesASeatBeginsThere(t *testing.T) {
	g := risingTable(t)
	ask(t, g, "Fay", "start", "")
	until(g, 30)
	for _, seat := range []string{"lab", "cloud"} {
		ask(t, g, "Fay", "bot", `{"role":"`+seat+`","on":true}`)
	}
	until(g, 90)
	ask(t, g, "Fay", "end", `{"end":true}`)
	m, err := g.X.Moments(context.Background(), nil)
	require.NoError(t, err)
	i := slices.IndexFunc(m.Waterfall, func(s score.Step) bool { return s.ID == "run" })
	require.GreaterOrEqual(t, i, 0)
	for _, s := range m.Waterfall {
		assert.NotEqual(t, "replayed", s.ID, "played again it comes out as it was")
	}
}

// TestHistoryTellsOfSeatsThatPassToBots: it says so where a seat passed between a person and a bot after STARTEX,
// and not where a bot sat there before.
func TestHistoryTellsOfSeatsThatPassToBots(t *testing.T) {
	for when, changed := range map[string]bool{"never": false, "before STARTEX": false, "after STARTEX": true} {
		h := record.Header{Format: 1, Tocsin: "test", Name: "rising", Scenario: rising, Seed: 1}
		x, err := exercise.New(h)
		require.NoError(t, err)
		g := tabletest.Of(t, x)
		ask(t, g, "Fay", "join", `{"kind":"facilitator"}`)
		for _, now := range []string{"before STARTEX", "after STARTEX"} {
			if now == "after STARTEX" {
				ask(t, g, "Fay", "start", "")
				until(g, 3)
			}
			if when == now {
				ask(t, g, "Fay", "bot", `{"role":"lab","on":true}`)
			}
		}
		p, err := exercise.NewReplay(context.Background(), h, g.Entries, record.Report{}, nil)
		require.NoError(t, err)
		told, err := p.History(context.Background(), nil)
		require.NoError(t, err)
		assert.Equal(t, changed, told.Changed, when)
	}
}
