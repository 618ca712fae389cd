package score

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestWhoLearnsOtherwise: a seat that learned a fact by itself in time had no need to be told
// it; one that learned it later was left without.
func TestWhoLearnsOtherwise(t *testing.T) {
	m := modelOf(t, three)
	inTime := stream(m, learns(2, lab, theft), tells(4, lab, cloud, theft), learns(5, agency, theft))
	want(t, inTime, map[string]any{"speed.sharing": 4.0 / 6})
	late := stream(m, learns(2, lab, theft), tells(4, lab, cloud, theft), learns(8, agency, theft))
	want(t, late, map[string]any{"speed.sharing": 4.0 / 6 / 2})
	// The seat's own mark says the same.
	assert.InDelta(t, 4.0/6, *inTime.Seats()[lab].Sharing, 1e-9)
	assert.InDelta(t, 4.0/6/2, *late.Seats()[lab].Sharing, 1e-9)
	both := stream(m, learns(2, lab, theft), tells(4, lab, cloud, theft), tells(6, lab, agency, theft))
	assert.InDelta(t, (4.0/6+4.0/8)/2, *both.Seats()[lab].Sharing, 1e-9)
}

// TestOnlyAPublicBreachTellsNobody: what is told to a seat in breach of a mark has been told.
func TestOnlyAPublicBreachTellsNobody(t *testing.T) {
	m := modelOf(t, three)
	private := stream(m, learns(2, lab, theft), tells(4, lab, cloud, theft),
		at(6, engine.MarkBreached, lab, agency, theft), tells(6, lab, agency, theft))
	want(t, private, map[string]any{"speed.sharing": (4.0/6 + 4.0/8) / 2})
	public := stream(m, learns(2, lab, theft), tells(4, lab, cloud, theft),
		at(6, engine.MarkBreached, lab, engine.Public, theft), tells(6, lab, agency, theft))
	want(t, public, map[string]any{"speed.sharing": 4.0 / 6 / 3}) // and the breach is a third, told amiss
}

// TestToldAtOnce: of seats that learn a fact at the same moment, one is the first half and the
// other the last.
func TestToldAtOnce(t *testing.T) {
	l := stream(modelOf(t, three), learns(2, lab, theft), tells(6, lab, cloud, theft), tells(6, lab, agency, theft))
	want(t, l, map[string]any{"share.t50": 4, "share.t90": 4})
}

// TestNothingKnown: where nobody came to know anything, how far it spread says nothing.
func TestNothingKnown(t *testing.T) {
	want(t, stream(modelOf(t, three)), map[string]any{"share.sight": nil, "share.t50": nil, "share.blindness": nil})
}

// TestALeakIsOfItsFact: a leak of one fact says nothing of another that a seat made public.
func TestALeakIsOfItsFact(t *testing.T) {
	l := stream(modelOf(t, three), learns(2, lab, theft), at(3, engine.FactLeaked, nobody, nobody, rumour),
		at(5, engine.MessageSent, lab, engine.Public, theft), at(6, engine.FactLeaked, nobody, nobody, rumour))
	want(t, l, map[string]any{"public.first": 0.5})
	said := func(hour float64) engine.Event { return at(hour, engine.MessageSent, lab, engine.Public, theft) }
	leak := at(6, engine.FactLeaked, nobody, nobody, theft)
	want(t, stream(modelOf(t, three), said(5), leak, said(7)), map[string]any{"public.first": 1})
	want(t, stream(modelOf(t, three), leak, said(7), said(8)), map[string]any{"public.first": 0})
}

// TestADeedEndsItself: what ends one deed of a seat leaves its others running.
func TestADeedEndsItself(t *testing.T) {
	l := stream(modelOf(t, three), learns(1, lab, theft), at(2, engine.ActionStarted, lab, nobody, hold),
		at(3, engine.ActionStarted, lab, nobody, deny), at(4, engine.ActionDone, lab, nobody, deny),
		at(9, engine.ActionFailed, lab, nobody, hold))
	require.Len(t, l.deeds, 2)
	assert.Equal(t, failed, l.deeds[0].how)
	assert.Equal(t, inHours(9), l.deeds[0].over.at)
	assert.Equal(t, done, l.deeds[1].how)
	assert.Equal(t, inHours(4), l.deeds[1].over.at)
}

// TestEventsOfAClock: a clock cites its start, its report and its end, as far as they came.
func TestEventsOfAClock(t *testing.T) {
	l := stream(modelOf(t, three), due(at(8, engine.ObligationStarted, agency, nobody, report), 18),
		at(18, engine.ObligationMissed, agency, nobody, report), at(20, engine.ObligationMet, agency, nobody, report))
	d := l.Duties()[report]
	assert.ElementsMatch(t, []int{1, 2, 3}, d.Events())
	assert.Empty(t, Duty{Started: Stamp{Event: -1}, Met: Stamp{Event: -1}, Missed: Stamp{Event: -1}}.Events())
}

// TestWaterfallBeginsWithNobody: the first level is the harm if nobody had acted, the last the
// frictionless one.
func TestWaterfallBeginsWithNobody(t *testing.T) {
	steps := WaterfallOf(HarmOf(60, 100, 90, 10), nil)
	require.Len(t, steps, 5)
	assert.Equal(t, "idle", steps[0].ID)
	assert.True(t, steps[0].Level)
	assert.InDelta(t, 100, steps[0].To, 0)
	assert.InDelta(t, -40, steps[1].Change(), 1e-9)
	assert.InDelta(t, 10, steps[4].To, 0)
}

// TestHarmWithoutABearer: harm that the scenario gives to nobody is borne by nobody named, and
// is not lost.
func TestHarmWithoutABearer(t *testing.T) {
	m := modelOf(t, "title=\"Two\"\nlength=\"10h\"\n[role.a]\n[gauge.harm]\noutcome=true\ngrow={rate=2}\n"+
		"[gauge.loss]\noutcome=true\ngrow={rate=1}\nbears={a=1}\n")
	c := mark(t, play(t, Plan{Model: m, Seed: 1, Bots: true}))
	borne := map[string]float64{}
	for _, b := range c.Bearers {
		borne[b.Who] = b.Harm
	}
	assert.InDelta(t, 20, borne[""], 1e-9)
	assert.InDelta(t, 10, borne["a"], 1e-9)
}

const bound = `
title = "Bound"
length = "100h"
[role.lab]
[role.cloud]
[fact.theft]
text = "A theft."
known = {lab={at="1h"}, cloud={at="1h"}}
needed_by = ["all"]
[action.hold]
by = ["all"]
needs = "knows('theft')"
once = true
[action.trace]
by = ["all"]
joint = {quorum=2, within="10h"}
[obligation.report]
role = "lab"
starts = "knows('theft')"
within = "10h"
met_by = ["hold"]
[obligation.letter]
role = "cloud"
starts = "knows('theft')"
within = "99h"
met_by = ["hold"]
[probe.cause]
ask = "What?"
to = ["all"]
options = {insider="An insider", state="A state"}
truth = "insider"
[objective.clocks]
title = "Clocks"
measure = {obligation=["report", "letter"]}
[objective.picture]
title = "Picture"
measure = {probe=["cause"]}
[[note]]
role = "lab"
when = "knows('theft')"
do = {act="hold"}
[[note]]
role = "lab"
when = "knows('theft')"
do = {act="hold"}
[[note]]
role = "lab"
when = "knows('theft')"
do = {commit="trace"}
`

// TestCalledForAndNeverDone: an act that a seat's note called for counts 0 in its mark for
// deciding where nobody did it though there was time, once however many notes called for it;
// a joint action is not a seat's own.
func TestCalledForAndNeverDone(t *testing.T) {
	m := modelOf(t, bound)
	called := []engine.Event{at(10, engine.NoteTriggered, 0, nobody, 0), at(10, engine.NoteTriggered, 0, nobody, 1),
		at(10, engine.NoteTriggered, 0, nobody, 2)}
	undone := stream(m, learns(2, 0, 0), called)
	parts := Tally{keep: true, roles: m.Scenario.Roles}
	seatDeciding(undone, &parts)
	require.Len(t, parts.parts, 1)
	assert.InDelta(t, 0, *undone.Seats()[0].Deciding, 0)
	byAnother := stream(m, learns(2, 0, 0), called, learns(3, 1, 0), at(3, engine.ActionStarted, 1, nobody, 0),
		at(4, engine.ActionDone, 1, nobody, 0))
	assert.Nil(t, byAnother.Seats()[0].Deciding, "it is done once, and another did it")
	tooLate := stream(m, learns(2, 0, 0), at(97, engine.NoteTriggered, 0, nobody, 0))
	assert.Nil(t, tooLate.Seats()[0].Deciding, "there was no time")
	never := stream(m, learns(2, 0, 0))
	assert.Nil(t, never.Seats()[0].Deciding, "no note called for it")
}

// TestAPromiseThatOthersKept: what counts against quality is a promise that is broken, but not
// one that others had carried out for good before. It weighs as the share that was broken of
// those called on.
func TestAPromiseThatOthersKept(t *testing.T) {
	m := modelOf(t, bound)
	broken := at(12, engine.NoteBroken, 0, nobody, 0)
	another := func(how engine.Kind) []engine.Event {
		return []engine.Event{learns(3, 1, 0), at(3, engine.ActionStarted, 1, nobody, 0), at(4, how, 1, nobody, 0)}
	}
	against := func(l *Ledger) (promises int, n float64) {
		parts := Tally{keep: true, roles: m.Scenario.Roles}
		actOrder(l, &parts)
		for _, p := range parts.parts {
			if p.Of == "promise" {
				promises++
			}
		}
		return promises, *valueOf(t, l, "act.order").Value
	}
	clock := at(5, engine.ObligationMet, 0, nobody, 0) // one good thing, so that the rest can be weighed
	begun := due(at(2, engine.ObligationStarted, 0, nobody, 0), 12)
	n, v := against(stream(m, begun, clock, learns(2, 0, 0), broken))
	assert.Equal(t, 1, n)
	assert.InDelta(t, 1.0/2, v, 1e-9)
	n, _ = against(stream(m, begun, clock, learns(2, 0, 0), another(engine.ActionDone), broken))
	assert.Zero(t, n)
	n, _ = against(stream(m, begun, clock, learns(2, 0, 0), broken, at(13, engine.ActionStarted, 1, nobody, 0),
		at(14, engine.ActionDone, 1, nobody, 0)))
	assert.Equal(t, 1, n, "what others do after it is broken fixes nothing")
	n, _ = against(stream(m, begun, clock, learns(2, 0, 0), another(engine.ActionFailed), broken))
	assert.Equal(t, 1, n)
	n, v = against(stream(m, begun, clock, learns(2, 0, 0), at(6, engine.NoteKept, 0, nobody, 1), broken))
	assert.Equal(t, 1, n)
	assert.InDelta(t, 1/1.5, v, 1e-9, "one good thing, and half of the promises called on")
}

// TestObjectivesOfARunningClock: an objective counts clocks that are met or missed, not those
// that still run, and the first option of a probe like any other.
func TestObjectivesOfARunningClock(t *testing.T) {
	m := modelOf(t, bound)
	give := func(hour float64, c engine.Command) engine.Timed { return engine.Timed{At: inHours(hour), Command: c} }
	p := play(t, Plan{Model: m, Seed: 1, Until: inHours(50), Commands: []engine.Timed{
		give(2, engine.Command{Verb: engine.Declare, Role: 0, Ref: 0, Option: 0, Num: 0.9})}})
	clocks := yardstick(p, 0)
	require.NotNil(t, clocks)
	assert.InDelta(t, 0, *clocks, 0, "the report is missed, the letter still runs")
	picture := yardstick(p, 1)
	require.NotNil(t, picture)
	assert.InDelta(t, 0.5, *picture, 0)
}

// TestDrawsThatAgree: a draw agrees with a run where its difference lies on the same side of 0.
func TestDrawsThatAgree(t *testing.T) {
	assert.Equal(t, 2, agreeing(3, []float64{1, -1, 0, 2}))
	assert.Equal(t, 1, agreeing(-3, []float64{1, -1, 0, 2}))
	assert.Zero(t, agreeing(0, []float64{1, -1, 0}))
}

// TestTheFirstSeatCanBeABots: bots are told apart by their seat's place, from the first on.
func TestTheFirstSeatCanBeABots(t *testing.T) {
	l := stream(modelOf(t, three))
	l.Seated([]bool{true, false})
	for role, bot := range map[int]bool{lab: true, cloud: false, agency: false, nobody: false} {
		assert.Equal(t, bot, l.botPlays(role), role)
	}
}

// TestNeverToldIsNone: where nobody was told, the part of the time in which facts were where they are needed is none,
// to the last bit: the mean of three times 0.1 h is more than 0.1 h by rounding.
func TestNeverToldIsNone(t *testing.T) {
	text := strings.Replace(strings.Replace(three, `length = "100h"`, `length = "6m"`, 1), `["cloud", "agency"]`,
		`["cloud", "agency", "press"]`, 1) + "\n[role.press]\n"
	v := valueOf(t, stream(modelOf(t, text), learns(0, lab, theft)), "share.sight")
	require.NotNil(t, v.Value)
	assert.Equal(t, 0.0, *v.Value)
	require.Len(t, v.Parts, 1)
	assert.Equal(t, 0.0, *v.Parts[0].Value)
}
