package exercise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
)

// TestDiscussion: at a pause the room is asked, answers stay hidden until the question is
// closed, and a ranking tells how far the room agrees.
func TestDiscussion(t *testing.T) {
	g := tabletest.New(t, tabletest.Header(t, tabletest.Secrets, 1), 1)
	g.Do("Fay", "facilitator", "start", "")
	require.True(t, g.Do("Fay", "facilitator", "pause", `{"why":"Discussion","allows":"nothing"}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "question", `{"text":"What comes first?"}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "question",
		`{"text":"In which order?","options":["People","Weights","Press"],"rank":true}`).OK)
	last := func(name string) exercise.Question { q := g.X.View(name).Questions; return q[len(q)-1] }

	require.True(t, g.Do("Ann", "lab", "answer", `{"n":1,"text":"Call ZQmindQZ."}`).OK)
	for who, seat := range map[string]string{"Ann": "lab", "Bob": "cloud", "Cyd": "agency"} {
		require.True(t, g.Do(who, seat, "answer", `{"n":2,"order":[2,1,3]}`).OK)
	}
	for _, bad := range []string{`{"n":2,"order":[1,2]}`, `{"n":2,"order":[1,1,2]}`, `{"n":2,"order":[0,1,2]}`,
		`{"n":2,"order":[1,2,3,4]}`, `{"n":2}`, `{"n":3,"text":"x"}`, `{"n":1}`} {
		assert.False(t, g.Do("Dot", "press", "answer", bad).OK, bad)
	}
	for _, name := range []string{"Bob", "Wall", "Eli"} {
		assert.NotContains(t, tabletest.Written(g.X.View(name)), "ZQmindQZ")
		assert.Zero(t, last(name).Count, "not even how many have answered")
	}
	assert.Equal(t, "Weights > People > Press", last("Bob").Yours)
	assert.Len(t, last("Fay").Answers, 3, "the facilitator sees them come in")
	require.True(t, g.Do("Bob", "cloud", "answer", `{"n":2,"order":[3,1,2]}`).OK)
	assert.Len(t, last("Fay").Answers, 3, "a second answer replaces the first")
	require.True(t, g.Do("Bob", "cloud", "answer", `{"n":2,"order":[2,1,3]}`).OK)

	require.True(t, g.Do("Fay", "facilitator", "close", `{"n":1}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "close", `{"n":2}`).OK)
	for _, name := range []string{"Eli", "Wall"} {
		assert.Contains(t, tabletest.Written(g.X.View(name)), "ZQmindQZ")
		assert.InDelta(t, 1, *last(name).Agreement, 1e-12)
	}
	assert.False(t, g.Do("Dot", "press", "answer", `{"n":1,"text":"Too late."}`).OK)
	assert.False(t, g.Do("Fay", "facilitator", "close", `{"n":1}`).OK)
}

// TestACopyKeepsItsAnswers: what is answered again in an exercise changes nothing in a copy that was made before.
func TestACopyKeepsItsAnswers(t *testing.T) {
	g := inPhase(t, "running")
	require.True(t, bob("answer", `{"n":1,"text":"One."}`).on(g).OK)
	before := g.X.Clone()
	require.True(t, bob("answer", `{"n":1,"text":"Two."}`).on(g).OK)
	assert.Equal(t, "One.", before.View("Bob").Questions[0].Yours)
	assert.Equal(t, "Two.", g.X.View("Bob").Questions[0].Yours)
}
