package report

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

const inWordsText = `
title = "In words"
length = "4h"
[role.desk]
title = "Desk"
[role.ward]
title = "Ward"
[inject.call]
title = "A call"
at = "1h"
to = ["desk"]
look_for = ["The desk calls the ward back."]
[inject.mail]
title = "A mail"
when = "false"
look_for = ["Somebody asks who wrote it."]
`

// TestLookedFor: what evaluators look for is in blank guides, and in the report
// with what evaluators wrote at the inject.
func TestLookedFor(t *testing.T) {
	sc, ds := scenario.Load("words.toml", []byte(inWordsText))
	require.False(t, ds.Failed(), ds.Format("words.toml", inWordsText))
	var b bytes.Buffer
	require.NoError(t, BlankGuides(&b, "words", sc), "without objectives, by what injects expect")
	assert.Contains(t, b.String(), "| The desk calls the ward back. | Desk | after the inject “A call”, which comes at T+01:00 |")

	m, err := engine.Compile(sc)
	require.NoError(t, err)
	played, err := score.Play(t.Context(), score.Plan{Model: m, Seed: 1, Until: engine.At(sc.Length)})
	require.NoError(t, err)
	card, err := score.Mark(t.Context(), played)
	require.NoError(t, err)
	in := Input{Run: played, Card: card, Origins: make([]Origin, len(played.Events)),
		Observations: []ObservationRow{{N: 1, Who: "Eva", Tag: "gap", T: "T+01:30", Inject: "A call",
			Text: "Nobody called back.", Source: Source{Line: 9}}}}
	r := Build(in)
	require.Len(t, r.Expected, 2)
	assert.Equal(t, "T+01:30, gap: Nobody called back.", r.Expected[0].Difference)
	assert.Equal(t, 1.0, *r.Expected[0].Came)
	assert.Equal(t, "for evaluators", r.Expected[0].Status)
	assert.Contains(t, r.Expected[0].Evidence, Source{Line: 9})
	assert.Nil(t, r.Expected[1].Came)
	assert.Equal(t, "the inject did not come", r.Expected[1].Difference)
	in.Observations, in.Judged = nil, []JudgedRow{{Inject: "call", N: 1, Who: "Eva", Mark: "2", Text: "Late.", T: "T+01:40",
		Source: Source{Line: 11}}, {Inject: "mail", N: 1, Who: "Eva", Mark: "0"}}
	marked := Build(in).Expected
	assert.Equal(t, "marked", marked[0].Status)
	assert.Equal(t, "Eva gave 2: Late.", marked[0].Difference)
	assert.Equal(t, in.Judged[:1], marked[0].Marks)
	assert.Contains(t, marked[0].Evidence, Source{Line: 11})
	in.Judged = nil
	assert.Equal(t, "no evaluator wrote of it", Build(in).Expected[0].Difference)
}

const freelyText = `
title = "Freely"
length = "12h"
[role.desk]
title = "Desk"
[role.ward]
title = "Ward"
[objective.care]
title = "Care"
measure = {time_to="done('call')"}
rate = {P="6h", S="12h", M="24h"}
[action.call]
title = "Call the ward"
by = ["desk"]
takes = "1h"
[action.tidy]
title = "Tidy up"
by = ["ward"]
takes = "1h"
`

// TestWhatFreeInjectsExpect: what the facilitator expects by an inject written during play is in
// the report with what the scenario expects: done, late, missed or taken back.
func TestWhatFreeInjectsExpect(t *testing.T) {
	sc, ds := scenario.Load("freely.toml", []byte(freelyText))
	require.False(t, ds.Failed(), ds.Format("freely.toml", freelyText))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	hour := engine.At(scenario.Hour)
	inject := func(at int, title, objective string, x scenario.Expects) engine.Timed {
		return engine.Timed{At: engine.Time(at) * hour, Command: engine.Command{Verb: engine.Inject,
			Role: engine.Facilitator, Draft: &engine.Draft{Title: title, To: []int{0}, Objective: objective,
				Expects: &x}}}
	}
	two := scenario.Duration(2) * scenario.Hour
	call, tidy := scenario.Names{"call"}, scenario.Names{"tidy"}
	plan := score.Plan{Model: m, Seed: 1, Until: engine.At(sc.Length), Commands: []engine.Timed{
		inject(1, "In time", "care", scenario.Expects{Any: call, Within: two, By: scenario.Names{"desk"}}),
		inject(1, "Too late", "", scenario.Expects{All: tidy, Within: two}),
		{At: hour, Command: engine.Command{Verb: engine.Act, Role: 0, Ref: 0}},
		{At: 5 * hour, Command: engine.Command{Verb: engine.Act, Role: 1, Ref: 1}},
		inject(7, "Done already", "care", scenario.Expects{Any: tidy, By: scenario.Names{"ward"}, Within: two}),
	}}
	played, err := score.Play(t.Context(), plan)
	require.NoError(t, err)
	card, err := score.Mark(t.Context(), played)
	require.NoError(t, err)
	r := Build(Input{Run: played, Card: card, Origins: make([]Origin, len(played.Events))})
	require.Len(t, r.Expected, 3)
	said := func(l ExpectedLine) []any { return []any{l.Inject, l.Title, l.What, l.Who(), l.Status, l.Objectives} }
	assert.Equal(t, []any{"+1", "In time", "“Call the ward”", "Desk", "done", []string{"care"}}, said(r.Expected[0]))
	assert.Equal(t, "1h before it was due", r.Expected[0].Difference)
	assert.Equal(t, []any{"+2", "Too late", "“Tidy up”", "Somebody", "late", []string{}}, said(r.Expected[1]))
	assert.Equal(t, "3h late", r.Expected[1].Difference)
	assert.Contains(t, allAreas(r), "within 2h of “Too late”")
	assert.Equal(t, "done", r.Expected[2].Status)
	assert.Equal(t, "done before the inject came", r.Expected[2].Difference)
}
