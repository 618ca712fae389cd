package score

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestWhatIsOwedToASeat: by hand, for a fact with a target of 4 h that the lab knows at 2 and that the
// cloud and the agency need; the cloud is told at 4, which is 4/(4+2).
func TestWhatIsOwedToASeat(t *testing.T) {
	m := modelOf(t, three)
	told := tells(4, lab, cloud, theft)
	breach := func(hour float64, role, to, fact int) engine.Event {
		return at(hour, engine.MarkBreached, role, to, fact)
	}
	const third = 4.0 / 6
	for name, x := range map[string]struct {
		events  []any
		prompt  float64
		quality float64
	}{
		"nothing to the other":       {nil, third / 2, 1},
		"learned just in time":       {[]any{learns(6, agency, theft)}, third, 1},
		"learned too late":           {[]any{learns(6.5, agency, theft)}, third / 2, 1},
		"by an act of a seat":        {[]any{by(learns(6, agency, theft), engine.ByAction)}, (third + 0.5) / 2, 1},
		"its inject was taken away":  {[]any{at(5, engine.InjectHeld, nobody, nobody, aTip)}, third, 1},
		"the same, known by then":    {[]any{learns(8, agency, theft), at(9, engine.InjectHeld, nobody, nobody, aTip)}, third / 2, 1},
		"posted in breach":           {[]any{breach(6, lab, engine.Public, theft), tells(6, lab, agency, theft)}, third / 3, 0.5},
		"another fact, in breach":    {[]any{breach(6, lab, engine.Public, rumour), tells(6, lab, agency, theft)}, (third + 0.5) / 3, 2.0 / 3},
		"by another seat, in breach": {[]any{breach(6, cloud, engine.Public, theft), tells(6, lab, agency, theft)}, (third + 0.5) / 3, 2.0 / 3},
		"in breach, later":           {[]any{tells(6, lab, agency, theft), breach(7, lab, engine.Public, theft)}, (third + 0.5) / 3, 2.0 / 3},
		"in breach, to who needs it": {[]any{breach(6, lab, agency, theft), tells(6, lab, agency, theft)}, (third + 0.5) / 2, 1},
		"in breach, to who does not": {[]any{breach(6, cloud, lab, theft)}, third / 3, 0.5},
		"a decoy":                    {[]any{says(6, lab, agency), at(6, engine.MessageSent, lab, agency, rumour)}, third / 3, 0.5},
		"told again":                 {[]any{tells(6, lab, cloud, theft)}, third / 3, 0.5},
		"told again by another":      {[]any{tells(6, agency, cloud, theft)}, third / 2, 1},
		"told again, to the public": {[]any{at(6, engine.MessageSent, lab, engine.Public, theft),
			at(7, engine.MessageSent, lab, engine.Public, theft)}, third / 2, 1},
		"told again on the way": {[]any{at(5, engine.MessageSent, lab, agency, theft),
			at(5.5, engine.MessageSent, lab, agency, theft), learns(6, agency, theft)}, third, 1},
		"the first seat, again": {[]any{tells(6, cloud, lab, theft), tells(7, cloud, lab, theft)}, third / 3, 0.5},
	} {
		t.Run(name, func(t *testing.T) {
			l := stream(m, append([]any{learns(2, lab, theft), told}, x.events...)...)
			want(t, l, map[string]any{"speed.sharing": x.prompt, "share.quality": x.quality})
		})
	}
}

// TestSharingAtTheEnd: who could still be told in time says nothing; whose time is up by the end was not told.
func TestSharingAtTheEnd(t *testing.T) {
	m := modelOf(t, three)
	for known, score := range map[float64]any{95: 0, 96: 0, 96.5: nil} {
		l := stream(m, learns(known, lab, theft))
		want(t, l, map[string]any{"speed.sharing": score, "share.quality": score})
		if score == nil {
			assert.Nil(t, l.Seats()[lab].Sharing, known)
		} else if s := l.Seats()[lab].Sharing; assert.NotNil(t, s, known) {
			assert.InDelta(t, 0, *s, 0, known)
		}
	}
	just := stream(m, learns(2, lab, theft), tells(4, lab, cloud, theft), learns(6, agency, theft))
	assert.InDelta(t, 4.0/6, *just.Seats()[lab].Sharing, 1e-9, "the agency learned it in time by itself")
}

// TestTargetsThatAreNotSet: a fact without a target is late by a half after a twentieth of the run.
func TestTargetsThatAreNotSet(t *testing.T) {
	m := modelOf(t, strings.Replace(three, "within = \"4h\"\n", "", 1))
	l := stream(m, learns(2, lab, theft), tells(2, lab, agency, theft), tells(7, lab, cloud, theft))
	want(t, l, map[string]any{"speed.sharing": (1 + 0.5) / 2})
}

// TestWhatSharingRestsOn: each part names the fact, the seats and the events, and what was amiss why.
func TestWhatSharingRestsOn(t *testing.T) {
	m := modelOf(t, three)
	asks := []engine.Event{with(at(20, engine.MessageSent, agency, lab, -1), 1),
		due(with(at(20, engine.MessageArrived, lab, agency, -1), 1), 30)}
	l := stream(m, learns(2, lab, theft), tells(4, lab, cloud, theft), // events 1; 2 to 4
		at(6, engine.MessageSent, lab, cloud, theft), at(7, engine.MessageSent, lab, cloud, rumour), // 5, 6
		at(8, engine.MarkBreached, lab, engine.Public, rumour), asks) // 7; 8 and 9
	amiss := []partWanted{{"theft", "cloud", "lab", "told again", 0, -1, []int{5}},
		{"rumour", "cloud", "lab", "a decoy", 0, -1, []int{6}},
		{"rumour", "public", "lab", "more widely than its mark allows", 0, -1, []int{7}},
		{"request", "lab", "agency", "not answered in time", 0, -1, []int{8}}}
	wantParts(t, l, "share.quality", append([]partWanted{{"theft", "cloud", "lab", "", 1, -1, []int{1, 4}}}, amiss...)...)
	wantParts(t, l, "speed.sharing", append([]partWanted{{"theft", "cloud", "lab", "", 4.0 / 6, 2, []int{1, 4}},
		{"theft", "agency", "lab", "", 0, 2, []int{1}}}, amiss...)...)
	want(t, l, map[string]any{"share.quality": 1.0 / 5, "speed.sharing": 4.0 / 6 / 6})
}

// TestQuestionsThatAreAmiss: an answer in time is not amiss, one that came late is; a bot owes none.
func TestQuestionsThatAreAmiss(t *testing.T) {
	m := modelOf(t, three)
	asks := []engine.Event{with(at(20, engine.MessageSent, agency, lab, -1), 1),
		due(with(at(21, engine.MessageArrived, lab, agency, -1), 1), 30)}
	for name, x := range map[string]struct {
		then    []engine.Event
		bot     bool
		quality float64
	}{
		"in time": {says(25, lab, agency), false, 1}, "late": {says(35, lab, agency), false, 0.5},
		"never": {nil, false, 0.5}, "by a bot": {nil, true, 1},
	} {
		l := stream(m, learns(2, lab, theft), tells(4, lab, cloud, theft), asks, x.then)
		l.Seated([]bool{x.bot, false, false})
		v := valueOf(t, l, "share.quality")
		require.NotNil(t, v.Value, name)
		assert.InDelta(t, x.quality, *v.Value, 1e-9, name)
	}
}

// watch is a fact that three of four seats need, and one that one needs; each counts 50 h or less.
const watch = `
title = "Watch"
length = "100h"
[role.a]
[role.b]
[role.c]
[role.d]
[fact.f]
text = "x"
needed_by = ["b", "c", "d"]
[fact.g]
text = "y"
needed_by = ["b"]
[fact.h]
text = "z"
needed_by = ["b"]
[inject.tip]
from = "Wire"
to = ["c"]
text = "A tip."
reveals = ["f"]
`

// TestReachWithoutTheExcused: of three who need a fact, the one in the middle, whose inject was taken
// away, does not count; by hand of the others, told 10 and 40 hours after 10 h.
func TestReachWithoutTheExcused(t *testing.T) {
	m := modelOf(t, watch)
	l := stream(m, learns(10, 0, 0), at(11, engine.InjectHeld, nobody, nobody, 0), tells(20, 0, 1, 0),
		tells(50, 0, 3, 0))
	want(t, l, map[string]any{"share.t50": 10, "share.t90": 40, "share.blindness": 25, "share.sight": 1 - 25.0/90,
		"share.reach": 1})
	// Each rests on when the fact was first known, 1, and when the two learned it, 5 and 8.
	assert.Equal(t, []int{1, 5, 8}, valueOf(t, l, "share.blindness").Evidence)
	wantParts(t, l, "share.blindness", partWanted{"f", "", "a", "", 25, -1, []int{1}})
	wantParts(t, l, "share.sight", partWanted{"f", "", "a", "", 1 - 25.0/90, -1, []int{1}})
	all := stream(m, learns(10, 0, 0), tells(20, 0, 1, 0), tells(30, 0, 2, 0), tells(50, 0, 3, 0))
	want(t, all, map[string]any{"share.t50": 20, "share.t90": 40, "share.blindness": 70.0 / 3})
}

// TestWaysThatAreNeeded: a way is needed from when its source knew the first of the facts that it is
// needed for, and used from when the first of them was sent; one that was not used counts 0.
func TestWaysThatAreNeeded(t *testing.T) {
	m := modelOf(t, watch)
	for _, order := range [][2]int{{1, 2}, {2, 1}} { // of g and h, which only b needs
		first, second := order[0], order[1]
		l := stream(m, learns(2, 0, first), learns(3, 0, second), tells(5, 0, 1, first), tells(8, 0, 1, second))
		want(t, l, map[string]any{"net.needed": 1})
		wantParts(t, l, "net.needed", partWanted{"way", "a", "b", "", 1, -1, []int{1, 3}})
		late := stream(m, learns(2, 0, first), learns(3, 0, second), tells(8, 0, 1, second))
		wantParts(t, late, "net.needed", partWanted{"way", "a", "b", "", 1, -1, []int{1, 3}})
	}
	l := stream(m, learns(2, 0, 0), tells(5, 0, 1, 0))
	want(t, l, map[string]any{"net.needed": 1.0 / 3})
	wantParts(t, l, "net.needed", partWanted{"way", "a", "b", "", 1, -1, []int{1, 2}},
		partWanted{"way", "a", "c", "", 0, -1, []int{1}}, partWanted{"way", "a", "d", "", 0, -1, []int{1}})
}
