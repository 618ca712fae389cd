package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/testsize"
)

// cascade is a random-looking graph of systems as text; extra lines can be added.
func cascade(chance float64, delay string) string {
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, "[system.s%d]\n", i)
		if i == 0 {
			b.WriteString("state=\"failed\"\n")
		}
	}
	for i := range 200 {
		d := "{mean=\"3h\"}"
		if i == 7 {
			d = delay
		}
		from, to := i*7%60, (i*i+3*i+1)%59+1
		if from == to {
			to = to%59 + 1
		}
		fmt.Fprintf(&b, "[[link]]\nfrom=\"s%d\"\nto=\"s%d\"\nchance=%g\ndelay=%s\n", from, to, chance, d)
	}
	return b.String()
}

// fell gives when each system first failed, in hours; -1 for never.
func fell(t *testing.T, text string, seed uint64) map[string]float64 {
	m := model(t, text)
	out := map[string]float64{}
	for _, s := range m.Scenario.Systems {
		out[s.ID] = -1
	}
	e := engine.New(m, seed, engine.Setup{})
	e.Observe(func(ev engine.Event) {
		if ev.Kind == engine.SystemChanged && ev.Num == float64(engine.Failed) &&
			out[m.Scenario.Systems[ev.Ref].ID] < 0 {
			out[m.Scenario.Systems[ev.Ref].ID] = ev.At.Hours()
		}
	})
	require.NoError(t, e.Advance(e.Horizon()))
	return out
}

// TestNothingElseMoves: what has no part in the cascade changes no number of it.
func TestNothingElseMoves(t *testing.T) {
	base := cascade(0.4, `{mean="3h"}`)
	for seed := range times(20) {
		want := fell(t, base, seed)
		for _, extra := range []string{
			"[role.r]\n[role.other]\n",
			"[[link]]\nfrom=\"s0\"\nto=\"s59\"\nchance=0\n",
			"[role.r]\n[action.a]\nby=[\"r\"]\n[[note]]\nrole=\"r\"\nwhen=\"false\"\ndo=\"a\"\n",
			"[inject.noise]\nevery={mean=\"1h\"}\n",
		} {
			require.Equal(t, want, fell(t, base+extra, seed), extra)
		}
	}
}

// times is a number of seeds; a quarter of it in short tests.
func times(n uint64) uint64 {
	return n / uint64(testsize.Of(1, 1, 4))
}

// TestMonotone: a larger chance never saves a system, a shorter delay never delays one.
func TestMonotone(t *testing.T) {
	for seed := range times(30) {
		few, many := fell(t, cascade(0.3, `{mean="3h"}`), seed), fell(t, cascade(0.6, `{mean="3h"}`), seed)
		slow, quick := fell(t, cascade(0.6, `"9h"`), seed), fell(t, cascade(0.6, `"1h"`), seed)
		for id := range few {
			if few[id] >= 0 {
				assert.GreaterOrEqual(t, many[id], 0.0, "%s, seed %d", id, seed)
			}
			if slow[id] >= 0 {
				assert.GreaterOrEqual(t, quick[id], 0.0)
				assert.LessOrEqual(t, quick[id], slow[id])
			}
		}
	}
}

// TestRunawaysAreStopped: an endless loop ends with an error that names it, the same each time.
func TestRunawaysAreStopped(t *testing.T) {
	for name, c := range map[string]struct{ text, names string }{
		"injects by condition": {"[gauge.g]\n[inject.up]\nwhen=\"g < 1\"\neffects=[{gauge=\"g\", " +
			"set=2}]\n[inject.down]\nwhen=\"g > 1\"\neffects=[{gauge=\"g\", set=0}]",
			"inject up → inject down (when) → inject down → inject up (when)"},
		"every nanosecond":          {"[inject.tick]\nevery=\"1ns\"", "inject tick"},
		"a system that cannot rest": {"[system.a]\nstate=\"failed\"\nrepair=\"1ns\"\n[system.b]\nrepair=\"1ns\"\n[[link]]\nfrom=\"a\"\nto=\"b\"\n[[link]]\nfrom=\"b\"\nto=\"a\"\ndelay=\"1ns\"", "system"},
	} {
		t.Run(name, func(t *testing.T) {
			m := model(t, c.text)
			first := engine.New(m, 1, engine.Setup{}).Advance(engine.At(m.Scenario.Length))
			again := engine.New(m, 1, engine.Setup{}).Advance(engine.At(m.Scenario.Length))
			require.Error(t, first)
			assert.Contains(t, first.Error(), c.names)
			assert.Equal(t, first.Error(), again.Error())
		})
	}
}

// table is a scenario for what seats may and may not do.
const table = `
[role.a]
at_once = 1
budget = 5
[role.b]
[role.c]
[fact.secret]
text = "s"
known = {a={at="1h"}}
needed_by = ["b"]
tlp = "amber"
leak = {per_hour=0.00001, fires="story"}
[inject.story]
to = ["none"]
[action.long]
by = ["a"]
takes = "10h"
[action.once]
by = ["a", "b"]
once = true
needs = "knows('secret')"
[action.both]
by = ["a", "b"]
joint = {quorum=2, within="5h", setup="2h"}
hands = 0
takes = "1h"
[venue.room]
members = ["a", "b"]
convene = "3h"
latency = "10m"
[sharing]
latency = "6h"
contacts = [{from="a", to="c", latency="20h"}]
[mechanism.cell]
cost = {a=3, b=2}
changes = [{venue="room", open=true}]
`

func find(m *engine.Model, kind, id string) int { return m.Scenario.Find(kind, id) }

// TestRefusals: what may not be done is refused in words, and changes nothing.
func TestRefusals(t *testing.T) {
	m := model(t, table)
	e := engine.New(m, 1, engine.Setup{})
	require.NoError(t, e.Reach(engine.At(2*3600e9)))
	require.True(t, e.Do(engine.Command{Verb: engine.Act, Role: 0, Ref: find(m, "action", "long")}).OK)
	for _, c := range []struct {
		command engine.Command
		why     string
	}{
		{engine.Command{Verb: engine.Act, Role: 1, Ref: find(m, "action", "long")}, "no authority"},
		{engine.Command{Verb: engine.Act, Role: 0, Ref: find(m, "action", "once")},
			"Needs 1 free hand; you have 0 until T+12:00"},
		{engine.Command{Verb: engine.Act, Role: 1, Ref: find(m, "action", "once")}, "knowledge that you do not have"},
		{engine.Command{Verb: engine.Share, Role: 1, Ref: 0, To: []int{2}}, "cannot share what you do not know"},
		{engine.Command{Verb: engine.Commit, Role: 0, Ref: find(m, "action", "long")}, "not a joint action"},
		{engine.Command{Verb: engine.Withdraw, Role: 0, Ref: find(m, "action", "both")}, "not committed"},
		{engine.Command{Verb: engine.Invest, Role: 0, Ref: 0, Num: 1}, "before STARTEX"},
		{engine.Command{Verb: engine.Release, Role: 0, Ref: 0}, "Only the facilitator"},
		{engine.Command{Verb: engine.Say, Role: 0, To: []int{9}, Text: "x"}, "no such seat"},
		{engine.Command{Verb: engine.Convene, Role: 2, Ref: 0}, "not a member"},
		{engine.Command{Verb: engine.Act, Role: 7, Ref: 0}, "Only a seat"},
		{engine.Command{Verb: 99, Role: 0}, "Unknown"},
	} {
		before := e.Digest()
		a := e.Do(c.command)
		assert.False(t, a.OK, c.why)
		assert.Contains(t, a.Refusal, c.why)
		assert.Equal(t, before, e.Digest(), c.why)
	}
}

// TestWaysOfSharing: a contact, the default, then a venue once it is open.
func TestWaysOfSharing(t *testing.T) {
	m := model(t, table)
	e := engine.New(m, 1, engine.Setup{})
	breaches := 0
	e.Observe(func(ev engine.Event) {
		if ev.Kind == engine.MarkBreached {
			breaches++
		}
	})
	hour := engine.At(3600e9)
	require.NoError(t, e.Reach(2*hour))
	require.True(t, e.Do(engine.Command{Verb: engine.Share, Role: 0, Ref: 0, To: []int{1, 2}}).OK)
	assert.Equal(t, 1, breaches, "c does not need it")
	require.True(t, e.Do(engine.Command{Verb: engine.Convene, Role: 0, Ref: 0}).OK)
	require.NoError(t, e.Advance(30*hour))
	at, ok := e.KnownSince(1, 0)
	assert.True(t, ok)
	assert.Equal(t, 8*hour, at)
	at, _ = e.KnownSince(2, 0)
	assert.Equal(t, 22*hour, at)
	assert.True(t, e.Open(0))
	before := e.Count()
	require.True(t, e.Do(engine.Command{Verb: engine.Say, Role: 0, To: []int{1}, Text: "in the room"}).OK)
	require.NoError(t, e.Advance(30*hour+hour/6))
	assert.Equal(t, before+1, e.Count(), "ten minutes in the venue")
}

// TestJointActions: set-up is lost without a venue, and commitments lapse.
func TestJointActions(t *testing.T) {
	m := model(t, table)
	both := find(m, "action", "both")
	hour := engine.At(3600e9)
	commit := func(e *engine.Engine, at engine.Time, role int) {
		require.NoError(t, e.Reach(at))
		require.True(t, e.Do(engine.Command{Verb: engine.Commit, Role: role, Ref: both}).OK)
	}
	e := engine.New(m, 1, engine.Setup{})
	commit(e, hour, 0)
	commit(e, 4*hour, 1)
	require.NoError(t, e.Advance(7*hour-1))
	assert.Zero(t, e.Done(both))
	require.NoError(t, e.Advance(7*hour))
	assert.Equal(t, 1, e.Done(both), "two hours of set-up and one of work")

	e = engine.New(m, 1, engine.Setup{Mechanisms: []int{0}})
	commit(e, hour, 0)
	commit(e, 4*hour, 1)
	require.NoError(t, e.Advance(5*hour))
	assert.Equal(t, 1, e.Done(both), "no set-up in an open venue")

	e = engine.New(m, 1, engine.Setup{})
	commit(e, hour, 0)
	require.NoError(t, e.Advance(6*hour))
	assert.False(t, e.Committed(0, both), "lapsed after five hours")
	commit(e, 7*hour, 1)
	require.NoError(t, e.Advance(20*hour))
	assert.Zero(t, e.Done(both))
}

// TestInvesting: a mechanism is in force once its price is met, by whomever.
func TestInvesting(t *testing.T) {
	m := model(t, table)
	e := engine.New(m, 1, engine.Setup{})
	assert.True(t, e.Do(engine.Command{Verb: engine.Invest, Role: 0, Ref: 0, Num: 4}).OK)
	assert.False(t, e.Established(0))
	assert.False(t, e.Do(engine.Command{Verb: engine.Invest, Role: 0, Ref: 0, Num: 2}).OK, "over its budget of 5")
	assert.True(t, e.Do(engine.Command{Verb: engine.Invest, Role: 0, Ref: 0, Num: 1}).OK)
	assert.True(t, e.Established(0))
	require.NoError(t, e.Advance(0))
	assert.True(t, e.Open(0))
}

// FuzzCommands: no command makes the engine panic, and a refused one changes nothing.
func FuzzCommands(f *testing.F) {
	m := model(f, table)
	f.Add([]byte{1, 0, 0, 1, 5, 0, 0, 2, 4, 1, 1, 9})
	f.Fuzz(func(t *testing.T, raw []byte) {
		e := engine.New(m, 1, engine.Setup{})
		for len(raw) >= 4 && !e.Ended() {
			c := engine.Command{Verb: engine.Verb(raw[0] % 20), Role: int(int8(raw[1])) % 5,
				Ref: int(int8(raw[2])) % 6, Text: string(raw[:4]),
				To: []int{int(int8(raw[3])) % 4}, Num: float64(int8(raw[3])), Option: int(int8(raw[3])),
				Span: engine.Time(int8(raw[3])) << 40}
			before := e.Digest()
			if !e.Do(c).OK && e.Started() && before != e.Digest() && e.Now() > 0 {
				t.Fatalf("a refused command changed the state: %+v", c)
			}
			if err := e.Reach(e.Now() + engine.Time(raw[3])<<38); err != nil {
				t.Fatal(err)
			}
			raw = raw[4:]
		}
	})
}

// TestPromises: a bot under a promise acts within it, and the promise is kept.
func TestPromises(t *testing.T) {
	m := model(t,
		"[role.r]\n[action.a]\nby=[\"r\"]\n[inject.i]\nat=\"2h\"\n[[note]]\nrole=\"r\"\nwhen=\"delivered('i')\"\ndo=\"a\"\ndecide=\"30h\"\nwithin=\"3h\"\n"+
			"[mechanism.filed]\nkind=\"precommitment\"\nchanges=[{notes=[\"all\"]}]\n")
	done := func(setup engine.Setup) (at engine.Time, kept, broken int) {
		e := engine.New(m, 1, setup)
		e.Observe(func(ev engine.Event) {
			switch ev.Kind {
			case engine.ActionDone:
				at = ev.At
			case engine.NoteKept:
				kept++
			case engine.NoteBroken:
				broken++
			}
		})
		require.NoError(t, bot.Run(context.Background(), e, &bot.Table{}, nil, e.Horizon(), nil))
		return at, kept, broken
	}
	at, kept, broken := done(engine.Setup{})
	assert.Equal(t, []any{32.0, 0, 0}, []any{at.Hours(), kept, broken})
	at, kept, broken = done(engine.Setup{Mechanisms: []int{0}})
	assert.Equal(t, []any{5.0, 1, 0}, []any{at.Hours(), kept, broken})
}
