package score

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// partWanted is a part of a number, as it is to be: From below 0 for none.
type partWanted struct {
	of, role, other, why string
	value, from          float64
	evidence             []int
}

// wantParts holds the parts of a number to what was worked out by hand.
func wantParts(t *testing.T, l *Ledger, id string, parts ...partWanted) {
	t.Helper()
	got := valueOf(t, l, id).Parts
	require.Len(t, got, len(parts))
	for i, p := range parts {
		g := got[i]
		assert.Equal(t, []string{p.of, p.role, p.other, p.why}, []string{g.Of, g.Role, g.Other, g.Why})
		require.NotNil(t, g.Value)
		assert.InDelta(t, p.value, *g.Value, 1e-9, "%s of %s", p.of, p.role)
		assert.Equal(t, p.evidence, g.Evidence, "%s of %s", p.of, p.role)
		if p.from < 0 {
			assert.Nil(t, g.From)
		} else if assert.NotNil(t, g.From) {
			assert.InDelta(t, p.from, *g.From, 1e-9, "%s of %s", p.of, p.role)
		}
	}
}

// TestReportsThatAreOwed: a report counts from when the frictionless run started its clock, and rests
// on the start of a clock only where that is of this run and it was met; one missed rests on that.
// The streams begin with STARTEX, event 0.
func TestReportsThatAreOwed(t *testing.T) {
	m := modelOf(t, three)
	starts := func(hour float64) engine.Event {
		return due(at(hour, engine.ObligationStarted, agency, nobody, report), hour+10)
	}
	met := at(13, engine.ObligationMet, agency, nobody, report)
	late := at(20, engine.ObligationMet, agency, nobody, report)
	missed := at(18, engine.ObligationMissed, agency, nobody, report)
	is := func(value, from float64, evidence ...int) *partWanted {
		return &partWanted{"report", "agency", "", "", value, from, evidence}
	}
	for name, x := range map[string]struct {
		base, here []any // base nil: the run itself
		want       *partWanted
	}{
		"met":                         {nil, []any{starts(8), met}, is(1, 8, 1, 2)},
		"missed":                      {nil, []any{starts(8), missed}, is(0, 8, 2)},
		"met late":                    {nil, []any{starts(8), missed, late}, is(0, 8, 2)},
		"met, owed before":            {[]any{starts(6)}, []any{starts(8), met}, is(1, 6, 2)},
		"missed, though not owed":     {[]any{learns(2, lab, theft)}, []any{starts(8), missed}, is(0, -1, 2)},
		"met, though not owed":        {[]any{learns(2, lab, theft)}, []any{starts(8), met}, nil},
		"still runs, and was due":     {[]any{starts(80)}, []any{starts(95)}, nil},
		"nobody knew, and it was due": {[]any{starts(80)}, nil, is(0, 80)},
	} {
		t.Run(name, func(t *testing.T) {
			l := stream(m, x.here...)
			if x.base != nil {
				l.Beside(stream(m, x.base...))
			}
			if x.want == nil {
				want(t, l, map[string]any{"act.order": nil})
				return
			}
			want(t, l, map[string]any{"act.order": x.want.value})
			wantParts(t, l, "act.order", *x.want)
		})
	}
}

// TestWhatIsAgainstOrder: a promise that was broken, an act done twice and one that undoes another say
// so, with the seats and the events; acts weigh as much as a report each. Of one report, one act done
// twice and one that undoes another, a third is good; a broken promise is a fourth.
func TestWhatIsAgainstOrder(t *testing.T) {
	m := modelOf(t, three)
	l := stream(m, due(at(1, engine.ObligationStarted, agency, nobody, report), 11),
		at(2, engine.ObligationMet, agency, nobody, report), learns(2, lab, theft), learns(2, cloud, theft),
		at(3, engine.ActionStarted, lab, nobody, hold), at(4, engine.ActionStarted, cloud, nobody, hold),
		at(5, engine.ActionContradicts, lab, hold, deny), at(6, engine.NoteBroken, lab, nobody, aNote))
	want(t, l, map[string]any{"act.order": 1.0 / 4})
	assert.Equal(t, 4, valueOf(t, l, "act.order").Of)
	wantParts(t, l, "act.order",
		partWanted{"report", "agency", "", "", 1, 1, []int{1, 2}},
		partWanted{"promise", "lab", "", "broken", 0, -1, []int{8}},
		partWanted{"hold", "cloud", "lab", "done twice", 0, -1, []int{5, 6}},
		partWanted{"deny", "lab", "", "undoes hold", 0, -1, []int{7}})
	want(t, stream(m), map[string]any{"act.order": nil})
}

// TestWhichPromisesOthersKept: only what is done but once, and was done before the promise was broken, is
// a promise that others kept; a joint action like any other.
func TestWhichPromisesOthersKept(t *testing.T) {
	ofMany := strings.Replace(bound, "once = true\n", "", 1)
	ofOneJoint := strings.Replace(bound, "joint = {", "once = true\njoint = {", 1)
	otherOnce := bound + "[action.lock]\nby = [\"all\"]\nonce = true\n"
	const holds, traces, lock = 0, 2, 2 // notes that hold and commit to trace; an action
	did := func(action int) []engine.Event {
		return []engine.Event{at(3, engine.ActionStarted, 1, nobody, action),
			at(4, engine.ActionDone, 1, nobody, action)}
	}
	joined := func(hour float64) []engine.Event {
		return []engine.Event{at(hour, engine.JointProposed, 1, nobody, trace),
			at(hour, engine.JointStarted, nobody, nobody, trace), at(hour, engine.JointDone, nobody, nobody, trace)}
	}
	for name, x := range map[string]struct {
		text   string
		note   int
		events []engine.Event
		broken int
	}{
		"done once, by others":         {bound, holds, did(0), 0},
		"done by everybody":            {ofMany, holds, did(0), 1},
		"another act":                  {otherOnce, holds, did(lock), 1},
		"joint, once, before":          {ofOneJoint, traces, joined(5), 0},
		"joint, once, too late":        {ofOneJoint, traces, joined(15), 1},
		"joint, as often as one likes": {bound, traces, joined(5), 1},
		"joint, not done":              {ofOneJoint, traces, nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			broken := at(12, engine.NoteBroken, 0, nobody, x.note)
			l := stream(modelOf(t, x.text), x.events, broken)
			if len(x.events) > 0 && x.events[0].At > broken.At {
				l = stream(modelOf(t, x.text), broken, x.events)
			}
			n := 0
			for _, p := range valueOf(t, l, "act.order").Parts {
				if p.Of == "promise" {
					n++
				}
			}
			assert.Equal(t, x.broken, n)
		})
	}
}

// TestABotOwesNoReportForWhatItShares: that a bot's note shares a fact makes no report, wherever fact
// and action are in the scenario; nor does another seat's note that makes it.
func TestABotOwesNoReportForWhatItShares(t *testing.T) {
	for name, note := range map[string]string{
		"shares":         "role = \"agency\"\nwhen = \"hours > 1\"\ndo = {share=\"theft\", to=[\"lab\"]}\n",
		"another's note": "role = \"cloud\"\nwhen = \"hours > 1\"\ndo = \"hold\"\n",
	} {
		m := modelOf(t, three+"[[note]]\n"+note)
		l := stream(m)
		l.Seated([]bool{false, false, true})
		l.Beside(stream(m, due(at(8, engine.ObligationStarted, agency, nobody, report), 18)))
		assert.Nil(t, valueOf(t, l, "act.order").Value, name)
	}
}
