package engine_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestStaffIsServedInOrder: who came first is served first, all of it at once, and one who
// needs two is not passed by one who needs one.
func TestStaffIsServedInOrder(t *testing.T) {
	m := compile(t, "../../testdata/worlds/staff.toml")
	e := engine.New(m, 1, engine.Setup{})
	var said []string
	e.Observe(func(ev engine.Event) {
		if k := ev.Kind; k == engine.ActionWaits || k == engine.ActionStaffed || k == engine.ActionDone {
			word := map[engine.Kind]string{engine.ActionWaits: "waits", engine.ActionStaffed: "has", engine.ActionDone: "done"}
			said = append(said, fmt.Sprintf("%g %s %s %s", ev.At.Hours(), m.Scenario.Roles[ev.Role].ID, word[k],
				m.Scenario.Actions[ev.Ref].ID))
		}
	})
	require.NoError(t, bot.Run(context.Background(), e, &bot.Table{}, nil, e.Horizon(), nil))
	assert.Equal(t, []string{"1.5 c waits pair", "2 b done short", "2 d waits short", "3 e waits long", "4 a done long",
		"4 c has pair", "6 c done pair", "6 d has short", "6 e has long", "7 d done short", "9.5 a waits pair",
		"10 e done long", "10 a has pair", "12 a done pair", "13 f done long"}, said)
	assert.InDelta(t, 3, e.Gauge(0), 1e-12, "all have come back, and one more")
	// c 2.5 hours, d 4, e 3, a half an hour.
	line, _ := e.MeasureValue(0)
	assert.InDelta(t, 10, line, 1e-9)
}

// queueing is a scenario of so many servers, whose jobs take an hour on average.
func queueing(t testing.TB, servers, seats int, length string) *engine.Model {
	src := fmt.Sprintf(`title="M/M/c"
length="%s"
[gauge.servers]
start=%d
sees="all"
[action.job]
by="all"
takes={mean="1h"}
uses={servers=1}
[[each]]
count=%d
[each.role."r{n}"]
`, length, servers, seats)
	sc, ds := scenario.Load("x.toml", []byte(src))
	require.NotNil(t, sc, ds)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	return m
}

// TestStaffIsAQueue: jobs that come at random to c servers wait on average as Erlang's C has it
// (Kleinrock, Queueing Systems I, 1975, section 3.5).
func TestStaffIsAQueue(t *testing.T) {
	const seats, arrivals = 60, 12000
	for _, servers := range []int{1, 3} {
		rate := 0.7 * float64(servers)
		e := engine.New(queueing(t, servers, seats, "3650d"), 11, engine.Setup{})
		since, waited, n := make([]engine.Time, seats), 0.0, 0
		e.Observe(func(ev engine.Event) {
			switch ev.Kind {
			case engine.ActionWaits:
				since[ev.Role] = ev.At
			case engine.ActionStaffed:
				waited += (ev.At - since[ev.Role]).Hours()
			case engine.ActionDone:
				n++
			}
		})
		rng, at := rand.New(rand.NewPCG(5, 6)), 0.0
		for range arrivals {
			at += rng.ExpFloat64() / rate
			require.NoError(t, e.Reach(engine.At(scenario.Duration(at*float64(scenario.Hour)))))
			role := 0
			for role < seats && !e.Able(engine.Command{Verb: engine.Act, Role: role}) {
				role++
			}
			require.Less(t, role, seats, "the line is too long for the seats of this test")
			require.True(t, e.Do(engine.Command{Verb: engine.Act, Role: role}).OK)
		}
		c, a, sum, term := float64(servers), rate, 0.0, 1.0
		for k := range servers {
			sum += term
			term *= a / float64(k+1)
		}
		all := term / (1 - a/c) // of an arrival that finds every server busy
		want := all / (sum + all) / (c - rate)
		assert.InEpsilon(t, want, waited/float64(n), 0.1, "%d servers, %d jobs", servers, n)
	}
}

// TestStaffComesBack: whatever is begun, stopped and lent, no more staff is at work than
// there is, nobody waits while all that it needs is free, and all come back in the end. How long
// an act takes does not depend on whether it waits.
func TestStaffComesBack(t *testing.T) {
	m := queueing(t, 2, 5, "1000h")
	takes := func(e *engine.Engine, log map[string]float64) {
		begun := map[int32]engine.Time{}
		count := map[int32]int{}
		e.Observe(func(ev engine.Event) {
			if (ev.Kind == engine.ActionStarted || ev.Kind == engine.ActionStaffed) && !ev.Due.Never() {
				begun[ev.Role] = ev.Due - ev.At
			}
			if ev.Kind == engine.ActionStarted {
				count[-1]++
				count[ev.Role] = count[-1]
			}
			if ev.Kind == engine.ActionDone {
				log[fmt.Sprint(count[ev.Role])] = begun[ev.Role].Hours()
			}
		})
	}
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		few, many := engine.New(m, seed, engine.Setup{}), engine.New(queueing(t, 9, 5, "1000h"), seed, engine.Setup{})
		waited, free := map[string]float64{}, map[string]float64{}
		takes(few, waited)
		takes(many, free)
		for i := range rapid.IntRange(1, 30).Draw(rt, "acts") {
			at := engine.At(scenario.Duration(i) * scenario.Hour / 2)
			role := rapid.IntRange(0, 4).Draw(rt, "role")
			require.NoError(rt, few.Reach(at))
			require.NoError(rt, many.Reach(at))
			verb := engine.Act
			if rapid.IntRange(0, 4).Draw(rt, "cancel") == 0 {
				verb = engine.Cancel
			}
			if c := (engine.Command{Verb: verb, Role: role}); few.Able(c) && many.Able(c) {
				require.True(rt, few.Do(c).OK)
				require.True(rt, many.Do(c).OK)
			}
			busy := few.Doing(0) - few.Waiting(0)
			require.InDelta(rt, 2-busy, few.Gauge(0), 1e-9)
			require.True(rt, few.Waiting(0) == 0 || few.Gauge(0) < 1)
		}
		require.NoError(rt, few.Advance(few.Horizon()))
		require.NoError(rt, many.Advance(many.Horizon()))
		require.InDelta(rt, 2, few.Gauge(0), 1e-9)
		for k, v := range waited {
			if w, both := free[k]; both {
				require.InDelta(rt, w, v, 1e-9, "act %s", k)
			}
		}
	})
}

// TestALineIsBrokenOff: who leaves the line lets those behind go on; a branch of the run has the
// line too.
func TestALineIsBrokenOff(t *testing.T) {
	m := compile(t, "../../testdata/worlds/staff.toml")
	e := engine.New(m, 1, engine.Setup{})
	act := func(verb engine.Verb, role int, action string) engine.Answer {
		return e.Do(engine.Command{Verb: verb, Role: role, Ref: m.Scenario.Find("action", action)})
	}
	require.True(t, act(engine.Act, 0, "long").OK)
	require.True(t, act(engine.Act, 1, "pair").OK)
	require.True(t, act(engine.Act, 2, "short").OK)
	require.Len(t, e.Underway(2), 1)
	assert.True(t, e.Underway(2)[0].Waits)
	branch := e.Clone()
	require.True(t, act(engine.Cancel, 1, "pair").OK)
	assert.False(t, e.Underway(2)[0].Waits, "nobody is before it now")
	assert.True(t, branch.Underway(2)[0].Waits)
	assert.False(t, math.IsNaN(e.Gauge(0)))
	assert.NotEqual(t, branch.Digest(), e.Digest())
	assert.Contains(t, strings.ToLower(act(engine.Cancel, 1, "pair").Refusal), "not doing")
}
