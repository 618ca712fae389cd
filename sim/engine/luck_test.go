package engine_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// What comes late, is slow or is down has its own luck and moves that of nothing else.

const lucky = `title = "Luck"
length = "20d"
basis = "test"
[role.a]
[role.b]
LATE
[role.c]
[sharing]
latency = {median="3h", p90="30h"}
contacts = [{from="a", to="c", latency={median="2h", p90="20h"}}]
[system.s]
fails = {mean="5d"}
repair = {mean="1d"}
[fact.f]
text = "Words."
known = {c={at={median="2d", p90="8d"}}}
needed_by = "a"
[inject.again]
every = {mean="1d"}
to = "a"
`

// luckOf is when everything comes about in a run in which a writes to b and c every ten hours, and when each message
// was sent and arrived.
func luckOf(t require.TestingT, m *engine.Model, seed uint64, effects map[int]*scenario.Effect,
	to ...int) (world map[string]engine.Time,
	took map[string][2]engine.Time) {
	world, took = map[string]engine.Time{}, map[string][2]engine.Time{}
	e := engine.New(m, seed, engine.Setup{})
	count := map[engine.Kind]int{}
	e.Observe(func(ev engine.Event) {
		switch ev.Kind {
		case engine.SystemChanged, engine.FactLearned, engine.InjectDelivered:
			count[ev.Kind]++
			world[ev.Kind.String()+strings.Repeat("'", count[ev.Kind])] = ev.At
		case engine.SeatJoined:
			world["joined "+m.Scenario.Roles[ev.Role].ID] = ev.At
		case engine.MessageArrived:
			took[m.Scenario.Roles[ev.Role].ID+ev.Text] = [2]engine.Time{e.MessageAt(int(ev.Msg) - 1).Sent, ev.At}
		}
	})
	for k := range 20 {
		require.NoError(t, e.Reach(engine.At(scenario.Duration(10*k)*scenario.Hour)))
		if ef := effects[k]; ef != nil {
			require.True(t, e.Do(engine.Command{Verb: engine.Set, Role: engine.Facilitator, Effect: ef}).OK)
		}
		for _, to := range to {
			e.Do(engine.Command{Verb: engine.Say, Role: 0, To: []int{to}, Text: string([]byte{'a' + byte(k)})})
		}
	}
	require.NoError(t, e.Advance(e.Horizon()))
	return world, took
}

// TestALateSeatMovesNoOtherLuck: that a seat comes late changes the time of nothing else, and with another seat at the
// table it comes at the same time.
func TestALateSeatMovesNoOtherLuck(t *testing.T) {
	late := `joins = {at={median="2d", p90="8d"}}`
	with := compileText(t, strings.Replace(lucky, "LATE", late, 1))
	without := compileText(t, strings.Replace(lucky, "LATE", "", 1))
	more := compileText(t, strings.Replace(lucky, "LATE", late, 1)+"[role.d]\njoins = {at={median=\"1d\", p90=\"3d\"}}\n")
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		a, took := luckOf(t, with, seed, nil, 2)
		b, tookAll := luckOf(t, without, seed, nil, 2)
		c, _ := luckOf(t, more, seed, nil, 2)
		require.Equal(t, a["joined b"], c["joined b"])
		delete(a, "joined b")
		require.Equal(t, b, a)
		require.Equal(t, tookAll, took)
	})
}

// TestAWayThatBreaksMovesNoOtherLuck: what goes by a way that is slow takes exactly that many times as long,
// what goes by one that is down waits for it, and what goes by the other arrives as ever; so does all else.
func TestAWayThatBreaksMovesNoOtherLuck(t *testing.T) {
	m := compileText(t, strings.Replace(lucky, "LATE", "", 1))
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		way := rapid.SampledFrom([]string{"formal", "contact"}).Draw(t, "way")
		slow := rapid.Float64Range(0.25, 8).Draw(t, "slow")
		from := rapid.IntRange(0, 19).Draw(t, "from")
		off, on := false, true
		down := rapid.IntRange(0, 18).Draw(t, "down")
		up := rapid.IntRange(down+1, 19).Draw(t, "up")
		world, took := luckOf(t, m, seed, nil, 1, 2)
		other := map[string]string{"formal": "c", "contact": "b"}[way]
		slowWorld, slowTook := luckOf(t, m, seed, map[int]*scenario.Effect{from: {Channel: way, Slow: &slow}}, 1, 2)
		require.Equal(t, world, slowWorld)
		for text, times := range slowTook {
			was, arrived := took[text]
			if !arrived {
				continue
			}
			k := int(text[1] - 'a')
			if text[:1] == other || k < from {
				require.Equal(t, was, times, text)
				continue
			}
			require.InDelta(t, slow*(was[1]-was[0]).Hours(), (times[1] - times[0]).Hours(), 1e-6, text)
		}
		brokenWorld, broken := luckOf(t, m, seed, map[int]*scenario.Effect{down: {Channel: way, Works: &off},
			up: {Channel: way, Works: &on}}, 1, 2)
		require.Equal(t, world, brokenWorld)
		begins := engine.At(scenario.Duration(10*down) * scenario.Hour)
		ends := engine.At(scenario.Duration(10*up) * scenario.Hour)
		for text, was := range took {
			want := was
			if text[:1] != other && was[1] > begins && was[1] < ends {
				want[1] = ends
			}
			require.Equal(t, want, broken[text], text)
		}
	})
}
