package score

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// calls has notes of two seats that call for what is at the same place in its list: the fact f, the
// action x. The usual time is 5 h.
const calls = `
title = "Calls"
length = "100h"
[role.a]
[role.b]
[fact.f]
text = "x"
needed_by = ["all"]
[fact.g]
text = "y"
needed_by = ["all"]
[action.x]
by = ["all"]
needs = "knows('f')"
[action.y]
by = ["all"]
once = true
[action.z]
by = ["all"]
[action.j]
by = ["all"]
joint = {quorum=2}
[obligation.letter]
role = "a"
starts = "knows('g')"
within = "50h"
met_by = ["z"]
[[note]]
role = "a"
when = "hours > 1"
do = {share="f", to=["b"]}
[[note]]
role = "b"
when = "hours > 1"
do = "x"
[[note]]
role = "a"
when = "hours > 1"
do = "y"
[[note]]
role = "a"
when = "hours > 1"
do = "x"
[[note]]
role = "a"
when = "hours > 1"
do = "x"
`

const (
	seatA, seatB     = 0, 1
	factF, factG     = 0, 1
	actX, actY, actZ = 0, 1, 2
	actJ             = 3
)

func begins(hour float64, role, action int) engine.Event {
	return at(hour, engine.ActionStarted, role, nobody, action)
}

func cancels(hour float64, role, action int) engine.Event {
	return at(hour, engine.ActionCancelled, role, nobody, action)
}

// TestWhatWasCalledForAndNotDone: of the seats' notes, those count that called in time for an act that
// its seat did not do, nor anybody where it is done but once; each act once.
func TestWhatWasCalledForAndNotDone(t *testing.T) {
	m := modelOf(t, calls)
	const share, bx, ay, ax, axAgain = 0, 1, 2, 3, 4 // the notes
	call := func(hour float64, notes ...int) (out []engine.Event) {
		for _, n := range notes {
			out = append(out, at(hour, engine.NoteTriggered, m.NoteCommand(n).Role, nobody, n))
		}
		return out
	}
	for name, x := range map[string]struct {
		events []any
		undone string
	}{
		"one":                            {[]any{call(10, ax)}, "a x"},
		"just in time":                   {[]any{call(95, ax)}, "a x"},
		"too late":                       {[]any{call(95.5, ax)}, ""},
		"again, when it is too late":     {[]any{call(10, ax), call(97, ax)}, "a x"},
		"all of them":                    {[]any{call(10, share, bx, ay, ax)}, "b x, a y, a x"},
		"a share":                        {[]any{call(10, share)}, ""},
		"by two notes":                   {[]any{call(10, ax, axAgain)}, "a x"},
		"by the second":                  {[]any{call(10, axAgain)}, "a x"},
		"done by another":                {[]any{call(10, ax), begins(12, seatB, actX)}, "a x"},
		"done":                           {[]any{call(10, ax), begins(12, seatA, actX)}, ""},
		"begun and cancelled":            {[]any{call(10, ax), begins(12, seatA, actX), cancels(13, seatA, actX)}, "a x"},
		"something else done":            {[]any{call(10, ax), begins(12, seatA, actZ)}, "a x"},
		"done by another, once":          {[]any{call(10, ay), begins(12, seatB, actY)}, ""},
		"something else that is once":    {[]any{call(10, ax), begins(12, seatA, actY)}, "a x"},
		"something else, and this other": {[]any{call(10, ay), begins(12, seatA, actX)}, "a y"},
	} {
		l := stream(m, x.events...)
		v := valueOf(t, l, "speed.deciding")
		var undone []string
		for _, p := range v.Parts {
			assert.Equal(t, "called for and never done", p.Why, name)
			assert.InDelta(t, 0, *p.Value, 0, name)
			undone = append(undone, p.Role+" "+p.Of)
		}
		assert.Equal(t, x.undone, strings.Join(undone, ", "), name)
		assert.Equal(t, len(undone), v.Of, name)
		if len(undone) > 0 {
			require.NotNil(t, v.Value, name)
			assert.InDelta(t, 0, *v.Value, 0, name)
		}
	}
	// One decided an hour after it could be, and one that was called for and not done.
	want(t, stream(m, call(1, ay), learns(2, seatA, factF), begins(3, seatA, actX)),
		map[string]any{"speed.deciding": 5.0 / 6 / 2})
}

// TestADecisionTakenBackIsNone: what is begun and cancelled was decided when it is begun again, if ever.
func TestADecisionTakenBackIsNone(t *testing.T) {
	known, begun, back := learns(2, seatA, factF), begins(5, seatA, actX), cancels(6, seatA, actX)
	for name, x := range map[string]struct {
		events []any
		want   any
	}{
		"begun":               {[]any{known, begun}, 3.0},
		"begun twice":         {[]any{known, begun, begins(8, seatA, actX)}, 3.0},
		"taken back":          {[]any{known, begun, back}, nil},
		"taken back, and not": {[]any{known, begun, back, begins(8, seatA, actX)}, 6.0},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, stream(modelOf(t, calls), x.events...), map[string]any{"decide.latency": x.want})
		})
	}
}

// TestPromptDecidingBesideTheFrictionlessRun: what the frictionless run did at 10 h counts from then, or
// from when its facts were here; a half for 5 h later.
func TestPromptDecidingBesideTheFrictionlessRun(t *testing.T) {
	m := modelOf(t, calls)
	f := func(hour float64) engine.Event { return learns(hour, seatA, factF) }
	x10 := []any{begins(10, seatA, actX)}
	for name, x := range map[string]struct {
		there, here []any
		want        any
		from        float64
		evidence    []int // the events of this run, STARTEX being 0
	}{
		"later":               {x10, []any{f(2), begins(15, seatA, actX)}, 0.5, 10, []int{1, 2}},
		"sooner":              {x10, []any{f(2), begins(8, seatA, actX)}, 1, 10, []int{1, 2}},
		"told later":          {x10, []any{f(12), begins(15, seatA, actX)}, 5.0 / 8, 12, []int{1, 2}},
		"told just then":      {x10, []any{f(10), begins(15, seatA, actX)}, 0.5, 10, []int{1, 2}},
		"never":               {x10, []any{f(2)}, 0, 10, []int{1}},
		"never told":          {x10, nil, 0, 10, nil},
		"done and never told": {x10, []any{begins(15, seatA, actX)}, 0.5, 10, []int{1}},
		"twice there":         {[]any{x10[0], begins(40, seatA, actX)}, []any{begins(15, seatA, actX)}, 0.5, 10, []int{1}},
		"twice here":          {x10, []any{begins(15, seatA, actX), begins(20, seatA, actX)}, 0.5, 10, []int{1}},
		"cancelled, and again": {x10, []any{begins(10, seatA, actX), cancels(11, seatA, actX), begins(15, seatA, actX)}, 0.5, 10,
			[]int{3}},
		"cancelled":            {x10, []any{begins(10, seatA, actX), cancels(11, seatA, actX)}, 0, 10, nil},
		"by another":           {x10, []any{begins(15, seatB, actX)}, 0, 10, nil},
		"something else":       {x10, []any{begins(15, seatA, actZ)}, 0, 10, nil},
		"something else, once": {x10, []any{begins(15, seatA, actY)}, 0, 10, nil},
		"once, by another":     {[]any{begins(10, seatA, actY)}, []any{begins(15, seatB, actY)}, 0.5, 10, []int{1}},
		"just in time":         {[]any{begins(95, seatA, actX)}, nil, 0, 95, nil},
		"too late to say":      {[]any{begins(95.5, seatA, actX)}, nil, nil, 0, nil},
		"late, and done":       {[]any{begins(95.5, seatA, actX)}, []any{begins(95.5, seatA, actX)}, 1, 95.5, []int{1}},
		"a report":             {[]any{begins(10, seatA, actZ)}, nil, nil, 0, nil},
		"another's report":     {[]any{begins(10, seatB, actZ)}, []any{begins(15, seatB, actZ)}, 0.5, 10, []int{1}},
		"no report of a's":     {[]any{begins(10, seatA, actY)}, nil, 0, 10, nil},
	} {
		t.Run(name, func(t *testing.T) {
			l := stream(m, x.here...)
			l.Beside(stream(m, x.there...))
			want(t, l, map[string]any{"speed.deciding": x.want})
			if v, ok := x.want.(float64); ok {
				wantDecision(t, l, v, x.from, x.evidence)
			} else if n, ok := x.want.(int); ok {
				wantDecision(t, l, float64(n), x.from, x.evidence)
			}
		})
	}
	l := stream(m)
	l.Beside(stream(m, x10...))
	l.Weigh([]float64{-1, 0, 0, 0})
	want(t, l, map[string]any{"speed.deciding": nil}) // what does harm there is not called for
}

func wantDecision(t *testing.T, l *Ledger, v, from float64, evidence []int) {
	t.Helper()
	parts := valueOf(t, l, "speed.deciding").Parts
	require.Len(t, parts, 1)
	wantParts(t, l, "speed.deciding", partWanted{parts[0].Of, parts[0].Role, "", "", v, from, evidence})
}

// TestWhatANoteAsksToKnow: an act that asks for no knowledge can be decided on when a note of the seat
// that does it has what it asks for, the first of several; other notes say nothing of it.
func TestWhatANoteAsksToKnow(t *testing.T) {
	note := func(role, when, do string) string {
		return "[[note]]\nrole = \"" + role + "\"\nwhen = \"" + when + "\"\ndo = " + do + "\n"
	}
	z, j := `"z"`, `{commit="j"}`
	facts := []any{learns(2, seatA, factG), learns(6, seatA, factF), learns(6, seatB, factF)}
	doesZ := []engine.Event{begins(10, seatA, actZ)}
	joins := []engine.Event{at(10, engine.JointProposed, seatA, nobody, actJ),
		at(10, engine.JointCommitted, seatA, nobody, actJ)}
	for name, x := range map[string]struct {
		notes string
		does  []engine.Event
		want  any
	}{
		"one":           {note("a", "knows('f')", z), doesZ, 4},
		"the first":     {note("a", "knows('g')", z) + note("a", "knows('f')", z), doesZ, 8},
		"turned":        {note("a", "knows('f')", z) + note("a", "knows('g')", z), doesZ, 8},
		"without facts": {note("a", "hours > 1", z), doesZ, nil},
		"another's":     {note("b", "knows('f')", z), doesZ, nil},
		"another act":   {note("a", "knows('f')", `"y"`), doesZ, nil},
		"to join":       {note("a", "knows('f')", j), joins, 4},
		"to join, act":  {note("a", "knows('f')", `"j"`), joins, 4},
		"to join, not":  {note("a", "knows('f')", z), joins, nil},
	} {
		l := stream(modelOf(t, calls+x.notes), append(facts[:3:3], x.does)...)
		want(t, l, map[string]any{"decide.latency": x.want})
		if t.Failed() {
			t.Fatal(name)
		}
	}
}
