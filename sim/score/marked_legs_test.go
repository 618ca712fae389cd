package score

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/engine"
)

// ways has joint actions of all kinds: those that need a fact and those that need none, those that
// change the world and one that does not.
const ways = `
title = "Ways"
length = "100h"
[role.a]
[role.b]
[role.c]
[gauge.trust]
[system.vault]
[fact.f]
text = "x"
needed_by = ["all"]
[fact.g]
text = "y"
needed_by = ["all"]
[fact.aside]
text = "z"
[action.quiet]
by = ["all"]
needs = "knows('f')"
joint = {quorum=2}
[action.free]
by = ["all"]
joint = {quorum=2}
effects = [{gauge="trust", add=1}]
[action.alone]
by = ["all"]
needs = "knows('f')"
effects = [{gauge="trust", add=1}]
[action.first]
by = ["all"]
needs = "knows('g')"
joint = {quorum=2}
effects = [{gauge="trust", add=1}]
[action.second]
by = ["all"]
needs = "knows('f')"
joint = {quorum=2, must=["c"]}
effects = [{gauge="trust", add=1}]
`

const quiet, free, alone, firstWay, secondWay = 0, 1, 2, 3, 4

// lasts is a round of a joint action by a and b: proposed, begun and done.
func lasts(action int, proposed, begun, over float64) [3]engine.Event {
	return [3]engine.Event{at(proposed, engine.JointProposed, seatA, nobody, action),
		joint(begun, engine.JointStarted, action), joint(over, engine.JointDone, action)}
}

// TestTheFirstEffectiveJointAction: speed is told of the joint action that was done first among those
// that change the world, in whatever order they were proposed and however often they were done.
func TestTheFirstEffectiveJointAction(t *testing.T) {
	m := modelOf(t, ways)
	slow, quick, again := lasts(free, 3, 10, 20), lasts(firstWay, 5, 7, 9), lasts(free, 25, 26, 30)
	idle, lost := lasts(quiet, 4, 5, 6), lasts(secondWay, 4, 5, 8)
	lost[2].Kind = engine.JointFailed
	known := []any{learns(2, seatA, factG), learns(2, seatB, factG), learns(2, seatA, factF)}
	l := stream(m, append(known, slow[0], idle[0], lost[0], quick[0], idle[1], lost[1], idle[2], quick[1], lost[2],
		quick[2], slow[1], slow[2], again[0], again[1], again[2])...)
	want(t, l, map[string]any{"speed.joint": 7, "speed.execute": 2, "speed.agree": 4, "speed.share": 0,
		"speed.escalate": 1, "speed.detect": 2})
	want(t, stream(m, append(known[:3:3], idle[0], idle[1], idle[2])...),
		map[string]any{"speed.joint": nil, "speed.execute": nil, "speed.agree": nil})
}

// TestTheFirstSign: the incident shows itself when a system is no longer well, or when somebody knows of
// it before; at STARTEX where a system is not well from the first.
func TestTheFirstSign(t *testing.T) {
	m := modelOf(t, ways)
	fails := func(hour float64) engine.Event {
		return with(at(hour, engine.SystemChanged, nobody, nobody, 0), 2)
	}
	f := func(hour float64) engine.Event { return learns(hour, seatA, factF) }
	want(t, stream(m, fails(5), fails(6), f(8)), map[string]any{"speed.detect": 3})
	want(t, stream(m, f(3), fails(5)), map[string]any{"speed.detect": 0})
	want(t, stream(m, f(8)), map[string]any{"speed.detect": 8})
	want(t, stream(m, fails(5)), map[string]any{"speed.detect": nil})
	assert.Equal(t, []int{1, 3}, valueOf(t, stream(m, fails(5), fails(6), f(8)), "speed.detect").Evidence)
	assert.Equal(t, []int{1}, valueOf(t, stream(m, f(3), fails(5)), "speed.detect").Evidence)
	unwell := modelOf(t, strings.Replace(ways, "[system.vault]", "[system.vault]\nstate = \"degraded\"", 1))
	want(t, stream(unwell, fails(5), f(8)), map[string]any{"speed.detect": 8})

	// A ledger used again knows which of the two it is about.
	l := stream(unwell)
	l.Reset(m)
	for _, ev := range []engine.Event{at(0, engine.ExerciseStarted, nobody, nobody, -1), fails(5), f(8)} {
		l.See(ev, 0)
	}
	want(t, l, map[string]any{"speed.detect": 3})
}

// TestTheFirstThatIsNeeded: to know begins with the first fact that somebody needs, wherever it stands.
func TestTheFirstThatIsNeeded(t *testing.T) {
	m := modelOf(t, ways)
	for _, order := range [][2]int{{factF, factG}, {factG, factF}} {
		want(t, stream(m, learns(1, seatA, 2), learns(4, seatA, order[0]), learns(7, seatA, order[1])),
			map[string]any{"speed.detect": 4})
	}
}

// TestSharingBeforeAJointAction: until one was done, sharing ends when enough know what the first of those
// needs that change the world and ask to know something.
func TestSharingBeforeAJointAction(t *testing.T) {
	m := modelOf(t, ways)
	for name, x := range map[string]struct {
		events []any
		want   any
	}{
		"nobody else":     {[]any{learns(2, seatA, factF), tells(5, seatA, seatC, 2)}, nil},
		"for the second":  {[]any{learns(2, seatA, factF), tells(5, seatA, seatC, factF)}, 0},
		"not who must":    {[]any{learns(2, seatA, factF), tells(5, seatA, seatB, factF)}, nil},
		"who must, later": {[]any{learns(2, seatA, factF), tells(5, seatA, seatB, factF), tells(9, seatA, seatC, factF)}, 4},
		"for the first, later": {[]any{learns(2, seatA, factF), learns(2, seatA, factG), tells(5, seatA, seatC, factF),
			tells(9, seatA, seatB, factG)}, 0},
		"for the first, earlier": {[]any{learns(2, seatA, factF), learns(2, seatA, factG),
			tells(5, seatA, seatB, factF), tells(9, seatA, seatB, factG), tells(11, seatA, seatC, factF)}, 4},
	} {
		l := stream(m, x.events...)
		want(t, l, map[string]any{"speed.share": x.want})
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

// TestLegsWithoutFacts: a joint action that needs no fact, or was done before enough knew what it needs,
// has no leg of sharing: agreement counts from the first step outside.
func TestLegsWithoutFacts(t *testing.T) {
	m := modelOf(t, ways)
	for name, action := range map[string]int{"needs none": free, "too few knew": secondWay} {
		round := lasts(action, 6, 10, 13)
		l := stream(m, learns(2, seatA, factF), tells(4, seatA, seatB, factF), round[0], round[1], round[2])
		want(t, l, map[string]any{"speed.escalate": 2, "speed.share": nil, "speed.agree": 6, "speed.execute": 3,
			"speed.joint": 11})
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

// TestLegsOverlap: each leg ends no earlier than it begins, and none after the joint action began, so that
// they add up.
func TestLegsOverlap(t *testing.T) {
	m := modelOf(t, ways)
	round := lasts(secondWay, 6, 10, 13)
	for name, x := range map[string]struct {
		events                 []any
		escalate, share, agree any
	}{
		"shared before it was taken outside": {[]any{learns(2, seatA, factF), learns(3, seatC, factF),
			tells(5, seatA, seatB, factF), round[0], round[1], round[2]}, 3, 0, 5},
		"shared after it began": {[]any{learns(2, seatA, factF), tells(5, seatA, seatB, factF), round[0], round[1],
			tells(11, seatA, seatC, factF), round[2]}, 3, 5, 0},
		"outside before anybody knew": {[]any{at(1, engine.VenueConvened, seatA, nobody, 0), learns(2, seatA, factF),
			tells(5, seatA, seatC, factF)}, 3, 0, nil},
		"never taken outside": {[]any{learns(2, seatA, factF), learns(3, seatC, factF)}, nil, nil, nil},
	} {
		want(t, stream(m, x.events...), map[string]any{"speed.escalate": x.escalate, "speed.share": x.share,
			"speed.agree": x.agree})
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

// TestEnoughForAQuorum: of seats that know what a joint action needs, so many as its quorum asks make it
// possible, in the order in which they learned it, whatever the scenario's.
func TestEnoughForAQuorum(t *testing.T) {
	m := modelOf(t, strings.Replace(ways, "joint = {quorum=2}\neffects", "joint = {quorum=3, parts={b=2}}\neffects", 2))
	for _, order := range [][3]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {1, 2, 0}, {0, 2, 1}, {2, 0, 1}} {
		l := stream(m, learns(2, order[0], factG), tells(5, order[0], order[1], factG),
			tells(9, order[1], order[2], factG))
		enough := 0.0 // b counts for two: with another it is enough
		if order[2] == 1 {
			enough = 4
		}
		want(t, l, map[string]any{"speed.share": enough})
	}
}

// TestClocksThatNoFactStarts: a clock that an effect starts is not at odds over when it began.
func TestClocksThatNoFactStarts(t *testing.T) {
	m := modelOf(t, strings.Replace(three, "starts = \"knows('theft') && knows('rumour')\"\n", "", 1))
	l := stream(m, due(at(15, engine.ObligationStarted, agency, nobody, report), 25),
		at(20, engine.ObligationMet, agency, nobody, report))
	want(t, l, map[string]any{"duty.contested": 0, "duty.met": 1, "duty.margin": 0.5})
}

// TestWhatAClockRestsOn: whether it was met in time rests on its end or on the report, and how much time
// was left on the report, where there is one. What has no clock is none.
func TestWhatAClockRestsOn(t *testing.T) {
	m := modelOf(t, three)
	started := due(at(8, engine.ObligationStarted, agency, nobody, report), 18)
	missed := at(18, engine.ObligationMissed, agency, nobody, report)
	met := func(hour float64) engine.Event { return at(hour, engine.ObligationMet, agency, nobody, report) }
	for name, x := range map[string]struct {
		events       []any
		met, left    float64
		verdict, end []int
	}{
		"met":    {[]any{started, met(13)}, 1, 0.5, []int{1, 2}, []int{1, 2}},
		"late":   {[]any{started, missed, met(20)}, 0, -0.2, []int{1, 2}, []int{1, 3}},
		"missed": {[]any{started, missed}, 0, -8.2, []int{1, 2}, []int{1, 2}}, // at 100, due at 18
	} {
		l := stream(m, x.events...)
		want(t, l, map[string]any{"duty.met": x.met, "duty.margin": x.left})
		assert.Equal(t, x.verdict, valueOf(t, l, "duty.met").Parts[0].Evidence, name)
		assert.Equal(t, x.verdict, valueOf(t, l, "speed.reporting").Parts[0].Evidence, name)
		assert.Equal(t, x.end, valueOf(t, l, "duty.margin").Parts[0].Evidence, name)
	}
	want(t, stream(m, met(13)), map[string]any{"duty.met": nil, "duty.margin": nil})
	want(t, stream(m, missed), map[string]any{"duty.met": nil, "duty.margin": nil})
}

// TestWhatAnswersAQuestion: one to whom it was put says it to who asked, or to the public, after it came;
// what answers something else, or goes to all at once, does not.
func TestWhatAnswersAQuestion(t *testing.T) {
	m := modelOf(t, strings.Replace(three, "[role.agency]", "[role.press]\n[role.agency]", 1))
	const press, agency = 2, 3
	asks := func(msg int32, hour, by float64) []engine.Event {
		ask := []engine.Event{with(at(hour, engine.MessageSent, cloud, lab, -1), 1),
			due(with(at(hour+1, engine.MessageArrived, lab, cloud, -1), 1), by)}
		ask[1].Msg = msg
		return ask
	}
	sent := func(hour float64, to, fact int) engine.Event { return at(hour, engine.MessageSent, lab, to, fact) }
	toAll := []engine.Event{sent(6, cloud, theft), sent(6, press, theft), sent(6, agency, theft)}
	answers := at(6, engine.MessageAnswered, lab, cloud, 3)
	answers.Msg = 2
	arrives := asks(1, 3, 12)
	withFact := due(with(at(4, engine.MessageArrived, lab, cloud, theft), 1), 12)
	for name, x := range map[string]struct {
		events []any
		want   any
	}{
		"to who asked":                {[]any{asks(1, 3, 12), sent(6, cloud, -1)}, 1},
		"to the public":               {[]any{asks(1, 3, 12), sent(6, engine.Public, -1)}, 1},
		"to another":                  {[]any{asks(1, 3, 12), sent(6, agency, -1)}, 0},
		"as it arrives":               {[]any{asks(1, 3, 12), sent(4, cloud, -1)}, 1},
		"late":                        {[]any{asks(1, 3, 5), sent(6, cloud, -1)}, 0},
		"to two of three":             {[]any{asks(1, 3, 12), sent(6, cloud, theft), sent(6, agency, theft)}, 1},
		"to all":                      {[]any{asks(1, 3, 12), toAll}, 0},
		"to all and the public":       {[]any{asks(1, 3, 12), toAll, sent(6, engine.Public, theft)}, 1},
		"to all, and then":            {[]any{asks(1, 3, 12), toAll, sent(7, cloud, -1)}, 1},
		"of two, to the second":       {[]any{asks(1, 3, 12), asks(2, 3, 12), sent(6, cloud, -1), answers}, 0.5},
		"due at the end":              {[]any{asks(1, 3, 100)}, 0},
		"due after the end":           {[]any{asks(1, 3, 101)}, nil},
		"answered, due after the end": {[]any{asks(1, 3, 101), sent(6, cloud, -1)}, 1},
		"to two, after the public": {[]any{arrives[0], sent(4, engine.Public, theft), arrives[1], sent(4, cloud, theft),
			sent(4, agency, theft)}, 1},
		"a fact with a time": {[]any{at(3, engine.MessageSent, cloud, lab, theft), withFact}, nil},
	} {
		want(t, stream(m, x.events...), map[string]any{"ask.answered": x.want})
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

// TestToAllWithTheFirstSeat: what goes to all at once answers nobody, neither the first seat of the scenario
// nor another.
func TestToAllWithTheFirstSeat(t *testing.T) {
	for _, asker := range []int{lab, agency} {
		ask := []engine.Event{with(at(3, engine.MessageSent, asker, cloud, -1), 1),
			due(with(at(4, engine.MessageArrived, cloud, asker, -1), 1), 12)}
		for _, order := range [][2]int{{lab, agency}, {agency, lab}} {
			l := stream(modelOf(t, three), ask, at(6, engine.MessageSent, cloud, order[0], theft),
				at(6, engine.MessageSent, cloud, order[1], theft))
			want(t, l, map[string]any{"ask.answered": 0})
		}
	}
}
