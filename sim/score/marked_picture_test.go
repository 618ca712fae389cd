package score

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/engine"
)

// quiz has a question of four options for b and c, one without a right answer and one that has but
// one option, and notes that answer for bots.
const quiz = `
title = "Quiz"
length = "100h"
[role.a]
[role.b]
[role.c]
[fact.clue]
text = "x"
needed_by = ["b"]
[fact.other]
text = "y"
needed_by = ["a"]
[fact.hint]
text = "z"
needed_by = ["c"]
[action.act]
by = ["all"]
[probe.cause]
ask = "Who?"
options = {one="1", two="2", three="3", four="4"}
truth = "one"
to = ["b", "c"]
[probe.view]
ask = "What do you think?"
options = {one="1", two="2"}
[probe.sole]
ask = "Is it?"
options = {yes="Yes"}
truth = "yes"
to = ["b"]
[[note]]
role = "b"
when = "hours > 1"
do = {declare="cause", option="one"}
[[note]]
role = "c"
when = "hours > 1"
do = {declare="view", option="one"}
[[note]]
role = "c"
when = "hours > 1"
do = "act"
`

func believes(hour float64, role, option int, confidence float64) engine.Event {
	return with(at(hour, engine.BeliefDeclared, role, option, 0), confidence)
}

// TestWhatAnAnswerIsWorth: by hand, of four options, where not knowing misses by 3/4. Sure at 0.4 of a
// wrong one leaves 0.2 for each other, and misses by 0.4² + 0.8² + 2·0.2² = 0.88; sure at 0.7 of the
// right one leaves 0.1, and misses by 0.3² + 3·0.1² = 0.12.
func TestWhatAnAnswerIsWorth(t *testing.T) {
	m := modelOf(t, quiz)
	const b, c, clue, other, hint = 1, 2, 0, 1, 2
	wrong, right := 1-0.88/0.75, 1-0.12/0.75
	for name, x := range map[string]struct {
		events []any
		want   float64
	}{
		"sure, and wrong":         {[]any{learns(2, b, clue), believes(9, b, 0, 1), believes(9, c, 1, 0.4)}, (1 + wrong) / 2},
		"not sure, and right":     {[]any{learns(2, b, clue), believes(9, b, 0, 0.7), believes(9, c, 0, 1)}, (right + 1) / 2},
		"one is silent":           {[]any{learns(2, b, clue), believes(9, b, 0, 1)}, 0.5},
		"by the first fact":       {[]any{learns(2, b, clue), believes(3, b, 0, 1), learns(5, c, hint)}, 0.5},
		"by the first, that last": {[]any{learns(2, c, hint), believes(3, b, 0, 1), learns(5, b, clue)}, 0.5},
		"before any fact":         {[]any{believes(1, b, 0, 1), learns(2, b, clue), believes(3, c, 0, 1)}, 0.5},
		"by what no seat asked needs": {[]any{learns(1, 0, other), believes(3, b, 0, 1), learns(5, b, clue),
			believes(6, c, 0, 1)}, 0.5},
		"all are wrong": {[]any{learns(2, b, clue), believes(9, b, 1, 1), believes(9, c, 1, 1)}, 0},
	} {
		l := stream(m, x.events...)
		want(t, l, map[string]any{"probe.score": x.want})
		if v := valueOf(t, l, "probe.score"); assert.Len(t, v.Parts, 2, name) {
			assert.Equal(t, []string{"b", "c"}, []string{v.Parts[0].Role, v.Parts[1].Role}, name)
			assert.Equal(t, 2, v.Of, name)
		}
		if t.Failed() {
			t.Fatal(name)
		}
	}
	want(t, stream(m, believes(9, b, 0, 1)), map[string]any{"probe.score": nil})
}

// TestAnAnswerNeedsEvidenceHere: a question counts where the frictionless run had evidence, and an answer
// only where this run had; what only this run knew was not asked for.
func TestAnAnswerNeedsEvidenceHere(t *testing.T) {
	m := modelOf(t, quiz)
	const b, c, clue = 1, 2, 0
	knew, did := stream(m, learns(2, b, clue)), []any{believes(9, b, 0, 1), believes(9, c, 0, 1)}
	l := stream(m, did...)
	l.Beside(knew)
	want(t, l, map[string]any{"probe.score": 0})
	wantParts(t, l, "probe.score", partWanted{"cause", "b", "", "", 0, -1, nil}, partWanted{"cause", "c", "", "", 0, -1, nil})
	l = stream(m, append([]any{learns(2, b, clue)}, did...)...)
	l.Beside(stream(m))
	want(t, l, map[string]any{"probe.score": nil})
}

// TestWhatABotIsAsked: a bot is asked what one of its own notes, whose time has come, answers.
func TestWhatABotIsAsked(t *testing.T) {
	m := modelOf(t, quiz)
	const b, clue = 1, 0
	answers, another, acts := 0, 1, 2 // its notes
	for name, x := range map[string]struct {
		called []int
		asked  int
	}{
		"no note":            {nil, 0},
		"its note":           {[]int{answers}, 1}, // b alone: c has no such note
		"of something else":  {[]int{another}, 0},
		"what it does":       {[]int{acts}, 0},
		"all that there are": {[]int{answers, another, acts}, 1},
	} {
		events := []any{learns(2, b, clue)}
		for _, n := range x.called {
			role := m.NoteCommand(n).Role
			events = append(events, at(3, engine.NoteTriggered, role, nobody, n))
		}
		l := stream(m, events...)
		l.Seated([]bool{true, true, true})
		v := valueOf(t, l, "probe.score")
		assert.Equal(t, x.asked, v.Of, name)
		assert.Equal(t, x.asked > 0, v.Value != nil, name)
	}
}
