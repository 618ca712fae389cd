package room_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
)

// TestHistoryIsTheExercise: replayed, an exercise has the events that it had, and
// each that a command caused is at that command's line.
func TestHistoryIsTheExercise(t *testing.T) {
	for _, name := range []string{"secrets_1", "secrets_2", "cold_copy_good", "cold_copy_bad"} {
		p, err := room.LoadUntil(context.Background(), "../../testdata/records/"+name+".jsonl", 0, nil)
		require.NoError(t, err)
		seen := 0
		h, err := p.History(context.Background(), func(*engine.Engine, engine.Event) { seen++ })
		require.NoError(t, err)
		events, _ := p.End().Events()
		require.Len(t, h.Events, len(events), name)
		assert.Equal(t, len(events), seen)
		last := 1
		for i, ev := range h.Events {
			require.Equal(t, events[i], ev.Event, "%s, event %d", name, i)
			require.GreaterOrEqual(t, ev.Line, last)
			last = ev.Line
			if ev.Caused {
				en := p.Entries[ev.Line-2]
				assert.Equal(t, en.Who, ev.Who)
				assert.Equal(t, en.At, ev.At, "%s, line %d", name, ev.Line)
				assert.True(t, en.IsCommand())
			}
		}
		for _, c := range h.Commands {
			if c.Who != "" {
				assert.Equal(t, p.Entries[c.Line-2].Verb, c.Verb.String())
			}
		}
		assert.NotEmpty(t, h.Commands)
	}
}

// TestHistoryOfWhatWasWritten: decisions, observations, ratings, answers and feedback come
// with their lines.
func TestHistoryOfWhatWasWritten(t *testing.T) {
	h := bigHeader(3)
	h.Scenario += "[objective.look]\ntitle = \"Look\"\nmeasure = {reach=\"f0\"}\n"
	x, err := exercise.New(h)
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	g.Do("Eva", "evaluator", "join", `{"kind":"evaluator"}`)
	g.Do("Ann", "player", "join", `{"kind":"player","want":"r0","open":true}`)
	g.Do("Bob", "player", "join", `{"kind":"player","want":"r1","open":true}`)
	g.Do("Fay", "facilitator", "start", "")
	g.Pass(engine.At(3600e9))
	g.Do("Ann", "r0", "decide",
		`{"text":"We wait.","options":["wait","go"],"why":"Too early.","follow":"Ask again.","due":"1h"}`)
	g.Do("Eva", "evaluator", "observe", `{"text":"They wait.","tag":"gap","objective":"look"}`)
	g.Do("Eva", "evaluator", "rate", `{"objective":"look","rating":"M","text":"Late."}`)
	g.Do("Fay", "facilitator", "question", `{"text":"What now?"}`)
	g.Do("Bob", "r1", "answer", `{"n":1,"text":"Go."}`)
	g.Do("Fay", "facilitator", "end", `{"end":true}`)
	g.Do("Bob", "r1", "feedback", `{"realism":4,"usefulness":5,"prepared":2,"well":"Calm.","change":"Faster."}`)
	path := filepath.Join(t.TempDir(), "x.jsonl")
	write(t, path, h, g.Entries)
	p, err := room.LoadUntil(context.Background(), path, 0, nil)
	require.NoError(t, err)
	got, err := p.History(context.Background(), nil)
	require.NoError(t, err)
	require.Len(t, got.Decisions, 1)
	d := got.Decisions[0]
	assert.Equal(t, []any{7, "Ann", "r0", "We wait.", []string{"wait", "go"}, "Too early.", "Ask again.", 2.0},
		[]any{d.Line, d.Who, d.Role, d.Text, d.Options, d.Why, d.Follow, d.Due.Hours})
	require.Len(t, got.Observations, 1)
	assert.Equal(t, []any{8, "Eva", "They wait."},
		[]any{got.Observations[0].Line, got.Observations[0].Who, got.Observations[0].Text})
	require.Len(t, got.Ratings, 1)
	assert.Equal(t, []any{9, "look", "M"}, []any{got.Ratings[0].Line, got.Ratings[0].Objective,
		got.Ratings[0].Rating.Rating})
	require.Len(t, got.Questions, 1)
	assert.Equal(t, 10, got.Questions[0].Line)
	assert.Equal(t, []exercise.Said{{Who: "Bob", Role: "r1", Text: "Go."}}, got.Questions[0].Answers)
	require.Len(t, got.Feedback, 1)
	assert.Equal(t, "Role 1", got.Feedback[0].From)
	assert.Equal(t, exercise.Feedback{Realism: 4, Usefulness: 5, Prepared: 2, Well: "Calm.", Change: "Faster."},
		got.Feedback[0].Feedback)
	assert.Equal(t, []exercise.Person{{Name: "Fay", Kind: exercise.KindFacilitator, Role: "", Acts: 3},
		{Name: "Eva", Kind: exercise.KindEvaluator, Role: "", Acts: 2},
		{Name: "Ann", Kind: exercise.KindPlayer, Role: "r0", Acts: 1},
		{Name: "Bob", Kind: exercise.KindPlayer, Role: "r1", Acts: 2}}, got.People)
	assert.True(t, got.Attended)
	assert.False(t, got.Changed)
}
