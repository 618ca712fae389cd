package score

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
)

// modelOf compiles a scenario that is in a test or a file. Runs do not change it, so tests of the same share it.
func modelOf(t *testing.T, text string) *engine.Model {
	t.Helper()
	if m, ok := models.Load(text); ok {
		return m.(*engine.Model)
	}
	sc, ds := scenario.Load("test.toml", []byte(text))
	require.False(t, ds.Failed(), ds.Format("test.toml", text))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	models.Store(text, m)
	return m
}

var models sync.Map // of text, to *engine.Model

// at is an event at an hour, with its role, other and thing.
func at(hour float64, kind engine.Kind, role, other, ref int) engine.Event {
	return engine.Event{At: inHours(hour), Kind: kind, Role: int32(role), Other: int32(other), Ref: int32(ref)}
}

// with gives an event its number.
func with(ev engine.Event, num float64) engine.Event { ev.Num = num; return ev }

// due gives an event its time, in hours.
func due(ev engine.Event, hour float64) engine.Event { ev.Due = inHours(hour); return ev }

func inHours(h float64) engine.Time { return engine.Time(h*float64(scenario.Hour) + 0.5) }

// by gives an event its cause.
func by(ev engine.Event, cause engine.Cause) engine.Event { ev.Via.Cause = cause; return ev }

const nobody = engine.Nobody

func learns(hour float64, role, fact int) engine.Event {
	return at(hour, engine.FactLearned, role, nobody, fact)
}

// tells is a message with a fact, sent and at once received.
func tells(hour float64, from, to, fact int) []engine.Event {
	return []engine.Event{at(hour, engine.MessageSent, from, to, fact),
		at(hour, engine.MessageArrived, to, from, fact), at(hour, engine.FactLearned, to, from, fact)}
}

// says is a message without a fact.
func says(hour float64, from, to int) []engine.Event {
	return []engine.Event{at(hour, engine.MessageSent, from, to, -1), at(hour, engine.MessageArrived, to, from, -1)}
}

// stream is a run of a model: STARTEX, these events, ENDEX. Its harm is 10 an hour. What
// arrives without an id is what was sent last.
func stream(m *engine.Model, events ...any) *Ledger {
	l := &Ledger{}
	l.Reset(m)
	all := []engine.Event{at(0, engine.ExerciseStarted, nobody, nobody, -1)}
	for _, e := range events {
		switch e := e.(type) {
		case engine.Event:
			all = append(all, e)
		case []engine.Event:
			all = append(all, e...)
		}
	}
	all = append(all, at(m.Scenario.Length.Hours(), engine.ExerciseEnded, nobody, nobody, -1))
	sent := int32(0)
	for _, ev := range all {
		switch {
		case ev.Kind == engine.MessageSent:
			sent++
			ev.Msg = sent
		case ev.Kind == engine.MessageArrived && ev.Msg == 0:
			ev.Msg = sent
		}
		l.See(ev, 10*ev.At.Hours())
	}
	return l
}

func valueOf(t *testing.T, l *Ledger, id string) Value {
	t.Helper()
	for _, m := range Measures() {
		if m.ID == id {
			v := m.Value(l)
			n, ok := m.Number(l)
			assert.Equal(t, v.Value != nil, ok, id)
			if ok {
				assert.InDelta(t, *v.Value, n, 0, id)
			}
			return v
		}
	}
	require.Fail(t, "no measure "+id)
	return Value{}
}

// want holds measures to numbers worked out by hand; nil is for not defined.
func want(t *testing.T, l *Ledger, numbers map[string]any) {
	t.Helper()
	for id, n := range numbers {
		v := valueOf(t, l, id)
		if n == nil {
			assert.Nil(t, v.Value, id)
			continue
		}
		f, ok := n.(float64)
		if !ok {
			f = float64(n.(int))
		}
		if assert.NotNil(t, v.Value, id) {
			assert.InDelta(t, f, *v.Value, 1e-9, id)
		}
	}
}

// three seats of two sectors, a fact that two need within 4 h, a decoy, an action that
// needs the fact, a joint action, a duty of 10 h and a probe, in 100 h.
const three = `
title = "Three"
length = "100h"
[role.lab]
sector = "industry"
[role.cloud]
sector = "industry"
[role.agency]
sector = "government"
[gauge.trust]
[fact.theft]
text = "A theft."
needed_by = ["cloud", "agency"]
within = "4h"
[fact.rumour]
text = "A rumour."
needed_by = ["all"]
decoy = true
[action.hold]
by = ["all"]
needs = "knows('theft')"
cost = {operational=1, legal=2}
[action.trace]
by = ["all"]
needs = "knows('theft')"
joint = {quorum=2, within="10h", must=["agency"]}
cost = {money=1}
effects = [{gauge="trust", add=1}]
[action.deny]
by = ["lab"]
undoes = ["hold"]
[inject.tip]
from = "Wire"
to = ["agency"]
text = "A tip."
reveals = ["theft"]
[obligation.report]
role = "agency"
starts = "knows('theft') && knows('rumour')"
within = "10h"
met_by = ["hold"]
[probe.cause]
ask = "What?"
options = {insider="An insider", state="A state"}
truth = "insider"
[[note]]
role = "lab"
when = "knows('theft')"
do = {share="theft", to=["agency", "cloud"]}
within = "2h"
`

const (
	lab, cloud, agency   = 0, 1, 2
	theft, rumour        = 0, 1
	hold, trace, deny    = 0, 1, 2
	report, cause, aNote = 0, 0, 0
	insider, state, aTip = 0, 1, 0
)

func TestSharingByHand(t *testing.T) {
	m := modelOf(t, three)
	// lab knows at 2; agency is told at 6, in time; cloud at 12, 6 h late; rumours do not count.
	l := stream(m, learns(1, cloud, rumour), learns(2, lab, theft), tells(6, lab, agency, theft),
		tells(12, lab, cloud, theft), tells(13, lab, cloud, theft))
	want(t, l, map[string]any{
		"share.notify":    7.0,               // (4 + 10) / 2
		"speed.sharing":   (0.5 + 2.0/7) / 3, // 4/(4+4), 4/(4+10), and one told again
		"share.quality":   2.0 / 3,
		"share.reach":     1,
		"share.t50":       4,
		"share.t90":       10,
		"share.blindness": 7, // the mean of 4 and 10
		"share.sight":     1 - 7.0/98,
		"share.timely":    0.5,
		"share.withheld":  1,
		"share.redundant": 1,
		"net.needed":      1,
		"speed.detect":    2,
		"speed.escalate":  4,
		"speed.share":     0, // agency and lab can act as soon as agency is told
		"speed.agree":     nil,
		"speed.joint":     nil,
	})
	late := valueOf(t, l, "share.withheld").Parts[0]
	assert.Equal(t, "theft", late.Of)
	assert.Equal(t, "cloud", late.Role)
	assert.Equal(t, "lab", late.Other)
	assert.InDelta(t, 10, *late.Value, 1e-9)
	assert.InDelta(t, 100, *late.Harm, 1e-9, "harm of 10 an hour, from 2 to 12")
	assert.Equal(t, "told late", late.Why)

	silent := stream(m, learns(2, lab, theft), at(30, engine.FactLearned, agency, nobody, theft))
	want(t, silent, map[string]any{"share.notify": (28 + 98) / 2.0, "share.reach": 0.5, "share.withheld": 2,
		"share.t50": 28, "share.t90": 98, "net.needed": 0})
	parts := valueOf(t, silent, "share.withheld").Parts
	assert.Equal(t, "never told", parts[0].Why)
	assert.Equal(t, "not told; it learned otherwise", parts[1].Why)
}

func TestDecisionsByHand(t *testing.T) {
	m := modelOf(t, three)
	l := stream(m, learns(2, lab, theft), at(5, engine.ActionStarted, lab, nobody, hold),
		at(6, engine.ActionDone, lab, nobody, hold),
		tells(10, lab, agency, theft), at(11, engine.ActionStarted, agency, nobody, hold),
		at(12, engine.ActionDone, agency, nobody, hold),
		at(20, engine.ActionStarted, agency, nobody, hold), at(30, engine.ActionStarted, lab, nobody, deny),
		at(30, engine.ActionContradicts, lab, hold, deny))
	want(t, l, map[string]any{
		// (3 + 1) / 2; a second start and deny, which needs no fact, do not count
		"decide.latency":     2.0,
		"speed.deciding":     (5.0/8 + 5.0/6) / 2, // the usual time is 100 h / 20
		"act.duplicates":     2,                   // agency after lab, twice
		"act.contradictions": 1,
		"act.consistency":    1 - 3.0/4,
		"cost.total":         9,
		"cost.gini":          (3*2 + 6*2 + 3*2) / (2.0 * 3 * 9), // 3, 0 and 6
	})
}

func TestDutiesByHand(t *testing.T) {
	m := modelOf(t, three)
	l := stream(m, learns(2, agency, theft), learns(8, agency, rumour),
		due(at(8, engine.ObligationStarted, agency, nobody, report), 18),
		at(13, engine.ObligationMet, agency, nobody, report))
	want(t, l, map[string]any{"duty.met": 1, "duty.margin": 0.5, "duty.contested": 1, "speed.reporting": 0.5})

	late := stream(m, due(at(8, engine.ObligationStarted, agency, nobody, report), 18),
		at(18, engine.ObligationMissed, agency, nobody, report), at(20, engine.ObligationMet, agency, nobody, report))
	want(t, late, map[string]any{"duty.met": 0, "duty.margin": -0.2, "duty.contested": 0, "speed.reporting": 0})

	// 10 h, and 48 h that do not count
	weekend := stream(m, due(at(8, engine.ObligationStarted, agency, nobody, report), 66),
		at(13, engine.ObligationMet, agency, nobody, report))
	want(t, weekend, map[string]any{"duty.met": 1, "duty.margin": 53.0 / 58, "speed.reporting": 29.0 / 34})

	runs := stream(m, due(at(95, engine.ObligationStarted, agency, nobody, report), 105))
	want(t, runs, map[string]any{"duty.met": nil, "duty.margin": nil, "duty.contested": nil})
}

func TestJointByHand(t *testing.T) {
	m := modelOf(t, three)
	round := func(from float64, roles ...int) (out []engine.Event) {
		out = append(out, at(from, engine.JointProposed, roles[0], nobody, trace))
		for i, r := range roles {
			out = append(out, at(from+float64(i), engine.JointCommitted, r, nobody, trace))
		}
		return out
	}
	l := stream(m, learns(2, lab, theft), round(3, lab), at(13, engine.JointLapsed, nobody, nobody, trace),
		tells(14, lab, agency, theft), round(20, agency, lab), at(21, engine.JointStarted, nobody, nobody, trace),
		at(24, engine.JointDone, nobody, nobody, trace))
	want(t, l, map[string]any{
		"joint.yield":    1,
		"joint.commit":   1,  // proposed at 20, begun at 21
		"joint.spread":   17, // lab first committed at 3, agency at 20
		"joint.lapses":   1,
		"speed.joining":  (10.0/11 + 10.0/28) / 2, // possible since 2, within 10; lab at 3, agency at 20
		"speed.escalate": 1,                       // the proposal at 3
		"speed.share":    11,                      // agency, who must join, knows at 14
		"speed.agree":    7,
		"speed.execute":  3,
		"speed.joint":    22,
		"decide.latency": (1 + 6) / 2.0,
		"cost.total":     2,
	})
	assert.Equal(t, "too few seats knew the facts that it needs", valueOf(t, l, "joint.lapses").Parts[0].Why)

	left := stream(m, learns(2, lab, theft), round(3, lab), at(4, engine.JointWithdrawn, lab, nobody, trace))
	want(t, left, map[string]any{"joint.yield": 0, "joint.lapses": 1, "joint.commit": nil, "joint.spread": nil})
	assert.Equal(t, "a commitment was withdrawn", valueOf(t, left, "joint.lapses").Parts[0].Why)

	shy := stream(m, learns(2, lab, theft), tells(3, lab, agency, theft), round(4, lab),
		at(14, engine.JointLapsed, nobody, nobody, trace))
	assert.Equal(t, "enough seats knew the facts that it needs and did not commit", valueOf(t, shy, "joint.lapses").Parts[0].Why)

	want(t, stream(m, learns(95, lab, theft)), map[string]any{"joint.yield": nil}) // too late to be an opportunity
}

func TestLegsAddUp(t *testing.T) {
	for seed := range uint64(testsize.Of(20, 20, 4)) {
		p := playFile(t, "../../scenarios/cold_copy.toml", seed)
		sum := 0.0
		for _, id := range []string{"speed.escalate", "speed.share", "speed.agree", "speed.execute"} {
			sum += *valueOf(t, p.Ledger, id).Value
		}
		assert.InDelta(t, *valueOf(t, p.Ledger, "speed.joint").Value, sum, 1e-9, "seed %d", seed)
	}
}

func TestRequestsByHand(t *testing.T) {
	m := modelOf(t, three)
	ask := func(hour float64, from, to int, by float64) []engine.Event {
		return []engine.Event{with(at(hour, engine.MessageSent, from, to, -1), 1),
			due(with(at(hour+1, engine.MessageArrived, to, from, -1), 1), by)}
	}
	l := stream(m, ask(1, lab, cloud, 5), says(4, cloud, lab), ask(10, agency, lab, 12), says(20, lab, agency),
		ask(50, lab, agency, 60))
	want(t, l, map[string]any{"ask.unanswered": 1, "ask.answered": 1.0 / 3})
	assert.InDelta(t, 49, *valueOf(t, l, "ask.unanswered").Parts[0].Value, 1e-9, "arrived at 51, waits to the end")
	want(t, stream(m, says(4, cloud, lab)), map[string]any{"ask.unanswered": nil, "ask.answered": nil})
}

func TestBeliefsByHand(t *testing.T) {
	m := modelOf(t, three)
	believes := func(hour float64, role, option int, sure float64) engine.Event {
		return with(at(hour, engine.BeliefDeclared, role, option, cause), sure)
	}
	l := stream(m, believes(1, lab, state, 1), believes(5, lab, insider, 0.8), believes(6, cloud, state, 0.5))
	want(t, l, map[string]any{"probe.accuracy": 1.0 / 3, "probe.agreement": 0, "probe.shared": 0,
		"probe.brier": (0.04 + 0.25) / 2})
	all := stream(m, believes(1, lab, insider, 1), believes(1, cloud, insider, 1), believes(1, agency, insider, 1))
	want(t, all, map[string]any{"probe.accuracy": 1, "probe.agreement": 1, "probe.shared": 1, "probe.brier": 0})
}

func TestPromisesAndThePublicByHand(t *testing.T) {
	m := modelOf(t, three)
	l := stream(m, at(0, engine.NoteFiled, lab, nobody, aNote), learns(2, lab, theft), tells(3, lab, agency, theft),
		at(3, engine.NoteKept, lab, nobody, aNote), at(9, engine.NoteBroken, lab, nobody, aNote),
		says(10, agency, lab), at(20, engine.MessageSent, lab, engine.Public, theft),
		at(20, engine.MarkBreached, lab, engine.Public, theft), at(21, engine.FactLeaked, nobody, nobody, rumour),
		at(22, engine.FactLeaked, nobody, nobody, theft))
	want(t, l, map[string]any{
		"note.fidelity":   0.5,
		"net.planned":     1.0 / 3, // promised lab→cloud and lab→agency; used lab→agency and agency→lab
		"public.first":    0.5,
		"public.breaches": 1,
	})
}

func TestAHeldInjectExcuses(t *testing.T) {
	m := modelOf(t, three)
	// cloud is never told, which is all that there is to count: agency drops out
	for _, ev := range []engine.Event{at(3, engine.InjectHeld, nobody, nobody, aTip),
		at(3, engine.InjectPostponed, nobody, nobody, aTip),
		by(at(3, engine.InjectSkipped, nobody, nobody, aTip), engine.ByFacilitator)} {
		for _, then := range []any{learns(40, agency, theft), nil} {
			held := stream(m, learns(2, lab, theft), ev)
			if then != nil {
				held = stream(m, learns(2, lab, theft), ev, then)
			}
			want(t, held, map[string]any{"share.notify": 98, "share.reach": 0, "share.sight": 0, "share.timely": 0,
				"speed.sharing": 0, "share.withheld": 1, "share.quality": 0})
		}
		want(t, stream(m, learns(2, lab, theft), ev, tells(6, lab, agency, theft)), map[string]any{
			"share.reach": 0.5, "share.quality": 1, "speed.sharing": 0.25}) // a seat told it all the same
	}
	told := stream(m, learns(2, lab, theft), learns(3, agency, theft))
	late := stream(m, learns(2, lab, theft), at(3, engine.InjectSkipped, nobody, nobody, aTip),
		learns(40, agency, theft))
	assert.Less(t, *valueOf(t, late, "share.timely").Value, *valueOf(t, told, "share.timely").Value,
		"one that its own unless leaves out excuses nobody")
}
