package score

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// pact has a joint action that two of three seats make when they know f, one that three make, and one
// of an adversary's own. Commitments to each must come within 10 h.
const pact = `
title = "Pact"
length = "100h"
[role.a]
[role.b]
[role.c]
[role.spy]
adversary = true
[gauge.trust]
[fact.f]
text = "x"
needed_by = ["all"]
[action.two]
by = ["a", "b", "c"]
needs = "knows('f')"
joint = {quorum=2, within="10h"}
effects = [{gauge="trust", add=1}]
[action.three]
by = ["a", "b", "c"]
needs = "knows('f')"
joint = {quorum=3, within="10h"}
effects = [{gauge="trust", add=1}]
[action.plot]
by = ["spy"]
joint = {quorum=1}
`

// onlyTwo is the same with but one joint action of the response.
var onlyTwo = pact[:strings.Index(pact, "[action.three]")] + pact[strings.Index(pact, "[action.plot]"):]

const seatC, two, triple = 2, 0, 1

// commits is a round of a joint action, proposed with the first commitment; each comes an hour after the
// one before.
func commits(hour float64, action int, roles ...int) []engine.Event {
	out := []engine.Event{at(hour, engine.JointProposed, roles[0], nobody, action)}
	for i, r := range roles {
		out = append(out, at(hour+float64(i), engine.JointCommitted, r, nobody, action))
	}
	return out
}

func joint(hour float64, kind engine.Kind, action int) engine.Event {
	return at(hour, kind, nobody, nobody, action)
}

// made is a round that begins with its last commitment and is done an hour later.
func made(hour float64, action int, roles ...int) []engine.Event {
	last := hour + float64(len(roles)-1)
	return append(commits(hour, action, roles...), joint(last, engine.JointStarted, action),
		joint(last+1, engine.JointDone, action))
}

func withdraws(hour float64, role, action int) engine.Event {
	return at(hour, engine.JointWithdrawn, role, nobody, action)
}

// TestOpportunities: a joint action counts where it was possible in time, or done, here or without
// friction; the hours are from when it was possible there until it was done, or the end.
func TestOpportunities(t *testing.T) {
	m := modelOf(t, onlyTwo)
	f := func(hour float64) engine.Event { return learns(hour, seatA, 0) }
	for name, x := range map[string]struct {
		there, here []any // there nil: the run itself
		want        any
		took, from  float64
		why         string
	}{
		"in time":                {nil, []any{f(2)}, 0, 98, 2, "never done"},
		"just in time":           {nil, []any{f(90)}, 0, 10, 90, "never done"},
		"too late":               {nil, []any{f(90.5)}, nil, 0, 0, ""},
		"too late, and done":     {nil, []any{f(95), made(96, two, seatA, seatB)}, 1, 3, 95, ""},
		"too late, done here":    {[]any{f(95)}, []any{f(95), made(96, two, seatA, seatB)}, 1, 3, 95, ""},
		"never known":            {nil, nil, nil, 0, 0, ""},
		"never known, and done":  {nil, []any{made(20, two, seatA, seatB)}, 1, 0, 22, ""},
		"done there, late":       {[]any{f(95), made(96, two, seatA, seatB)}, nil, 0, 5, 95, "never done"},
		"done here, after there": {[]any{f(10)}, []any{f(12), made(20, two, seatA, seatB)}, 1, 12, 10, ""},
		"only here":              {[]any{}, []any{f(12)}, nil, 0, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			l := stream(m, x.here...)
			if x.there != nil {
				l.Beside(stream(m, x.there...))
			}
			want(t, l, map[string]any{"joint.yield": x.want})
			parts := valueOf(t, l, "joint.yield").Parts
			if x.want == nil {
				assert.Empty(t, parts)
				return
			}
			wantParts(t, l, "joint.yield", partWanted{"two", "", "", x.why, x.took, x.from, parts[0].Evidence})
		})
	}
}

// TestWhatAsksForNoFactIsPossibleFromTheStart: no event has to show it, and with those who must take
// part it did not lapse because they lacked knowledge.
func TestWhatAsksForNoFactIsPossibleFromTheStart(t *testing.T) {
	m := modelOf(t, strings.Replace(onlyTwo, "needs = \"knows('f')\"\njoint = {", "joint = {must=[\"b\"], ", 1))
	l := stream(m, commits(20, two, seatA), joint(30, engine.JointLapsed, two))
	wantParts(t, l, "joint.yield", partWanted{"two", "", "", "never done", 100, -1, nil})
	wantParts(t, l, "joint.lapses", partWanted{"two", "", "", "enough seats knew the facts that it needs and did not commit", 10, -1, []int{1, 3}})
}

// TestPossibleOnceSomebodyKnows: what one seat must know is enough, whichever seat the condition names.
func TestPossibleOnceSomebodyKnows(t *testing.T) {
	m := modelOf(t, strings.Replace(onlyTwo, "knows('f')", "knows('f', 'c')", 1))
	l := stream(m, learns(5, seatA, 0), tells(40, seatA, seatC, 0))
	wantParts(t, l, "joint.yield", partWanted{"two", "", "", "never done", 95, 5, []int{1}})
}

// TestPromptJoiningOfTheSoonest: of the seats of a joint action count those who must take part and,
// of the others, the soonest; a commitment that was withdrawn is none. All counts from 2 h, and a half
// is 10 h.
func TestPromptJoiningOfTheSoonest(t *testing.T) {
	m, must := modelOf(t, onlyTwo), modelOf(t, strings.Replace(onlyTwo, "joint = {", "joint = {must=[\"c\"], ", 1))
	after := func(h float64) float64 { return 10 / (10 + h) }
	for name, x := range map[string]struct {
		m      *engine.Model
		events []any
		want   float64
		seats  []string
	}{
		"the last two of the list": {m, []any{commits(12, two, seatC, seatB)}, (after(10) + after(11)) / 2, []string{"c", "b"}},
		"one who must":             {must, []any{commits(12, two, seatA, seatB)}, after(10) / 2, []string{"c", "a"}},
		"withdrawn": {m, []any{commits(4, two, seatA), withdraws(5, seatA, two), commits(12, two, seatA, seatB)},
			(after(10) + after(11)) / 2, []string{"a", "b"}},
		"lapsed": {m, []any{commits(4, two, seatA), joint(14, engine.JointLapsed, two), commits(22, two, seatA, seatB)},
			(after(2) + after(21)) / 2, []string{"a", "b"}},
	} {
		l := stream(x.m, append([]any{learns(2, seatA, 0)}, x.events...)...)
		want(t, l, map[string]any{"speed.joining": x.want})
		var seats []string
		for _, p := range valueOf(t, l, "speed.joining").Parts {
			seats = append(seats, p.Role)
			require.NotNil(t, p.From)
			assert.InDelta(t, 2, *p.From, 1e-9)
		}
		assert.Equal(t, x.seats, seats, name)
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

// TestJointActionsWeighAsMuch: whether two seats or three make it, a joint action weighs the same: here one by
// two who came at once, one by three who never did.
func TestJointActionsWeighAsMuch(t *testing.T) {
	l := stream(modelOf(t, pact), learns(2, seatA, 0), at(2, engine.JointProposed, seatA, nobody, two),
		at(2, engine.JointCommitted, seatA, nobody, two), at(2, engine.JointCommitted, seatB, nobody, two))
	want(t, l, map[string]any{"speed.joining": 0.5})
	weight := map[string]float64{}
	for _, p := range valueOf(t, l, "speed.joining").Parts {
		weight[p.Of] += *p.Weight
	}
	assert.InDeltaMapValues(t, map[string]float64{"two": 1, "three": 1}, weight, 1e-9)
}

// TestFromWhenASeatIsCalledToJoin: a commitment counts from the seat's own in the frictionless run, or from
// when the action was begun there, or from when it was possible.
func TestFromWhenASeatIsCalledToJoin(t *testing.T) {
	m := modelOf(t, pact)
	known := learns(2, seatA, 0)
	proposed := func(hour float64, action int) engine.Event { return joint(hour, engine.JointProposed, action) }
	begun := func(hour float64, action int) engine.Event { return joint(hour, engine.JointStarted, action) }
	for name, there := range map[string]struct {
		events []any
		from   [3]float64 // of each seat, in the action of three
	}{
		"its own":          {[]any{known, made(20, triple, seatA, seatB, seatC)}, [3]float64{20, 21, 22}},
		"begun without it": {[]any{known, commits(20, triple, seatA, seatB), begun(24, triple)}, [3]float64{20, 21, 24}},
		"another begun":    {[]any{known, made(5, two, seatA, seatB)}, [3]float64{2, 2, 2}},
		"another, and it":  {[]any{known, made(5, two, seatC, seatB), proposed(6, triple), begun(9, triple)}, [3]float64{9, 9, 9}},
		"lapsed, then begun": {[]any{known, commits(5, triple, seatA), joint(15, engine.JointLapsed, triple),
			proposed(20, triple), begun(21, triple)}, [3]float64{5, 21, 21}},
		"not begun": {[]any{known, commits(5, triple, seatB)}, [3]float64{2, 5, 2}},
		"withdrawn": {[]any{known, commits(5, triple, seatB), withdraws(6, seatB, triple)}, [3]float64{2, 2, 2}},
	} {
		l := stream(m, known)
		l.Beside(stream(m, there.events...))
		from := map[string]float64{}
		for _, p := range valueOf(t, l, "speed.joining").Parts {
			if p.Of == "three" {
				from[p.Role] = *p.From
			}
		}
		for i, role := range []string{"a", "b", "c"} {
			assert.InDelta(t, there.from[i], from[role], 1e-9, "%s: %s", name, role)
		}
	}
}

// TestRoundsAreOfTheirAction: how far apart seats joined, and what was withdrawn, is told for each joint
// action and each round by itself.
func TestRoundsAreOfTheirAction(t *testing.T) {
	m := modelOf(t, pact)
	known := []any{learns(2, seatA, 0), learns(2, seatB, 0), learns(2, seatC, 0)}
	l := stream(m, append(known, commits(10, two, seatA, seatB), commits(20, triple, seatB, seatA, seatC))...)
	want(t, l, map[string]any{"joint.spread": (1 + 2) / 2.0})
	wantParts(t, l, "joint.spread", partWanted{"two", "", "", "", 1, -1, []int{5, 6}},
		partWanted{"three", "", "", "", 2, -1, []int{8, 10}})

	// One round of each: of two, one withdraws and the other stays until it lapses; of three, all stay.
	l = stream(m, append(known[:3:3], commits(10, two, seatA, seatB), commits(11, triple, seatA, seatB),
		withdraws(13, seatA, two), joint(20, engine.JointLapsed, two), joint(21, engine.JointLapsed, triple))...)
	want(t, l, map[string]any{"joint.lapses": 2})
	wantParts(t, l, "joint.lapses", partWanted{"two", "", "", "a commitment was withdrawn", 10, -1, []int{4, 11}},
		partWanted{"three", "", "", "enough seats knew the facts that it needs and did not commit", 10, -1, []int{7, 12}})
	var how []string
	for _, d := range l.Deeds() {
		how = append(how, d.How)
	}
	assert.Equal(t, []string{"withdrawn", "lapsed", "lapsed", "lapsed"}, how)
}

// TestWhyARoundLapsed: too few knew if the one who was lacking learned it after.
func TestWhyARoundLapsed(t *testing.T) {
	m := modelOf(t, onlyTwo)
	for hour, why := range map[float64]string{20: "enough seats knew the facts that it needs and did not commit", 21: "too few seats knew the facts that it needs"} {
		l := stream(m, learns(2, seatA, 0), commits(10, two, seatA), learns(min(hour, 20), seatB, 0),
			joint(20, engine.JointLapsed, two))
		if hour > 20 {
			l = stream(m, learns(2, seatA, 0), commits(10, two, seatA), joint(20, engine.JointLapsed, two),
				learns(hour, seatB, 0))
		}
		assert.Equal(t, why, valueOf(t, l, "joint.lapses").Parts[0].Why, hour)
	}
}

// TestWhatBecameOfARound: what follows on a round is said of its commitments alone, those of the same action
// in other rounds and of other actions aside; one who comes back and leaves again has left both times.
func TestWhatBecameOfARound(t *testing.T) {
	m := modelOf(t, pact)
	for name, x := range map[string]struct {
		events []any
		want   []string // how and until when
	}{
		"failed": {[]any{commits(10, two, seatA, seatB), joint(12, engine.JointFailed, two)}, []string{"failed 12", "failed 12"}},
		"let go by all": {[]any{commits(10, two, seatA, seatB), withdraws(12, seatA, two), withdraws(13, seatB,
			two)}, []string{"withdrawn 12", "withdrawn 13"}},
		"let go by one": {[]any{commits(10, two, seatA, seatB), withdraws(12, seatA, two)}, []string{"withdrawn 12", "under way 0"}},
		"left twice": {[]any{commits(10, two, seatA, seatB), withdraws(12, seatA, two), at(13, engine.JointCommitted,
			seatA, nobody, two),
			withdraws(14, seatA, two)}, []string{"withdrawn 12", "under way 0", "withdrawn 14"}},
		"of another action": {[]any{commits(10, two, seatA), commits(11, triple, seatA), withdraws(12, seatA, two)},
			[]string{"withdrawn 12", "under way 0"}},
		"in a later round": {[]any{commits(10, two, seatA), joint(20, engine.JointLapsed, two), commits(30, two, seatA),
			withdraws(31, seatA, two)}, []string{"lapsed 20", "withdrawn 31"}},
		"without a proposal": {[]any{commits(10, two, seatA), at(11, engine.JointCommitted, seatB, nobody, triple),
			joint(12, engine.JointDone, triple)}, []string{"under way 0"}},
		"without any": {[]any{at(11, engine.JointCommitted, seatB, nobody, triple)}, nil},
	} {
		l := stream(m, append([]any{learns(2, seatA, 0)}, x.events...)...)
		var got []string
		for _, d := range l.Deeds() {
			got = append(got, d.How+" "+hourOf(d.Over.At))
		}
		assert.Equal(t, x.want, got, name)
	}
	// While one who committed stays, the round is not let go.
	l := stream(m, learns(2, seatA, 0), commits(10, two, seatA, seatB), withdraws(12, seatA, two))
	want(t, l, map[string]any{"joint.lapses": 0})
	// It is, though another's commitments stand.
	l = stream(m, learns(2, seatA, 0), commits(10, two, seatA), commits(11, triple, seatB), withdraws(12, seatA, two))
	want(t, l, map[string]any{"joint.lapses": 1})
}

func hourOf(t engine.Time) string { return strconv.FormatFloat(t.Hours(), 'g', -1, 64) }
