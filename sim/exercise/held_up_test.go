package exercise_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// callers begins an exercise of a world, with somebody in each of its seats: Pa in a.
func callers(t *testing.T, world string, seats ...string) *tabletest.Table {
	t.Helper()
	x, err := exercise.New(record.Header{Format: 1, Name: "x", Scenario: world, Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	ask(t, g, "Fay", "join", `{"kind":"facilitator"}`)
	for _, seat := range seats {
		ask(t, g, "P"+seat, "join", `{"kind":"player","want":"`+seat+`","open":true}`)
	}
	ask(t, g, "Fay", "start", "")
	return g
}

// TestACallCorrectsWhatWasSaid: whoever a call holds up reads when what it does will be done now, and
// nobody else reads it.
func TestACallCorrectsWhatWasSaid(t *testing.T) {
	const world = "title=\"x\"\nlength=\"1d\"\nstart=2027-03-01T08:00:00Z\nbasis=\"made up\"\n[sharing]\ncall=\"30m\"\n" +
		"[role.a]\n[role.b]\n[role.c]\n[action.work]\nby=\"all\"\ntakes=\"2h\"\n"
	g := callers(t, world, "a", "b", "c")
	require.True(t, g.Do("Pb", "b", "act", `{"act":"work"}`).OK)
	until(g, 1)
	said := func(who string) (out []string) {
		for _, it := range g.X.View(who).Player.Inbox {
			if it.Kind == exercise.ItemDone {
				out = append(out, it.Title+", "+it.Text)
			}
		}
		return out
	}
	before := said("Pb")
	require.Equal(t, []string{"Begun: Work, done by Mon 1 Mar 2027 10:00 UTC"}, before)
	require.True(t, g.Do("Pa", "a", "say", `{"say":"Are you there?","to":["b"],"via":"call"}`).OK)
	after := said("Pb")
	require.Len(t, after, len(before)+1)
	assert.Contains(t, after, "Held up by a call: Work, now done by Mon 1 Mar 2027 10:30 UTC")
	assert.Empty(t, said("Pc"))
}

// TestWhatIsSaidOnACall is no second call: not what the caller said while the line was busy, whatever went between
// others or by another way since, nor what either says later. The next call is one again.
func TestWhatIsSaidOnACall(t *testing.T) {
	const world = "title=\"x\"\nlength=\"1d\"\n[sharing]\ncall=\"30m\"\nlatency=\"10m\"\n" +
		"[role.a]\n[role.b]\n[role.c]\n[role.d]\n[role.e]\n[role.f]\n"
	g := callers(t, world, "a", "b", "c", "d", "e", "f")
	say := func(from, to, text, via string) {
		require.True(t, g.Do("P"+from, from, "say", `{"say":"`+text+`","to":["`+to+`"],"via":"`+via+`"}`).OK, text)
	}
	until(g, 1)
	say("b", "c", "Zero", "call")    // to 1h 30m
	say("a", `b","f`, "One", "call") // begins then, and with f when that is over
	say("b", "c", "More", "call")
	say("d", "b", "Dee", "call")
	say("e", "a", "Eee", "call")
	say("a", "b", "Mail", "formal")
	say("a", "b", "Two", "call") // with One
	until(g, 1.5)
	say("b", "a", "At once", "call")
	until(g, 1.6)
	say("b", "a", "Three", "call")
	say("a", "b", "Four", "call")
	until(g, 8)
	say("b", "a", "Five", "call")
	until(g, 10)
	titles := map[string]string{}
	for _, who := range []string{"Pa", "Pb", "Pc", "Pf"} {
		for _, it := range g.X.View(who).Player.Inbox {
			if it.Kind == exercise.ItemMessage {
				titles[it.Text], _, _ = strings.Cut(it.Title, ", until")
			}
		}
	}
	assert.Equal(t, map[string]string{"Zero": "Calls you", "More": "On your call", "One": "Calls you",
		"Two": "On your call", "At once": "On your call", "Three": "On your call", "Four": "On your call",
		"Dee": "Calls you", "Eee": "Calls you",
		"Mail": "Message", "Five": "Calls you"}, titles)
}

// TestOnlyTheCallerCalls: what comes by the usual channel during a call is a message, and no call.
func TestOnlyTheCallerCalls(t *testing.T) {
	const world = "title=\"x\"\nlength=\"1d\"\n[sharing]\ncall=\"30m\"\nlatency=\"10m\"\n[role.a]\n[role.b]\n[role.c]\n"
	g := callers(t, world, "a", "b", "c")
	until(g, 1)
	require.True(t, g.Do("Pc", "c", "say", `{"say":"A letter.","to":["b"]}`).OK)
	require.True(t, g.Do("Pa", "a", "say", `{"say":"Are you there?","to":["b"],"via":"call"}`).OK)
	until(g, 1.25)
	require.NotNil(t, g.X.View("Pb").Player.Call)
	titles := map[string]string{}
	for _, it := range g.X.View("Pb").Player.Inbox {
		if it.Kind == exercise.ItemMessage {
			titles[it.Role] = it.Title
		}
	}
	require.Len(t, titles, 2)
	assert.Contains(t, titles["a"], "Calls you, until ")
	assert.Equal(t, "Message", titles["c"])
}
