package exercise_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
)

// teamOf are who holds Cloud and who advises it, as somebody of them sees it.
func teamOf(t *testing.T, g *tabletest.Table, who string) string {
	t.Helper()
	tm := g.X.View(who).Player.Team
	require.NotNil(t, tm, who)
	return strings.TrimSpace(tm.Holder + ": " + strings.Join(tm.Aides, " "))
}

// TestTheFirstToComeInATeam holds the first seat, passes it on, advises it and has it back, as anybody would.
func TestTheFirstToComeInATeam(t *testing.T) {
	g := annFirst(t, desks)
	ask(t, g, "Fay", "aide", `{"who":"Lou","role":"lab","on":true}`)
	assert.Equal(t, "Ann: Lou", teamOf(t, g, "Lou"))
	assert.Equal(t, "Ann holds it, and can pass it to you with yield", lou("lead", "").on(g).Why)
	ask(t, g, "Ann", "yield", `{"to":"Lou"}`)
	assert.Equal(t, "Lou: Ann", teamOf(t, g, "Ann"))
	require.True(t, g.Do("Lou", "lab", "yield", `{"to":"Ann"}`).OK)
	assert.Equal(t, "Ann: Lou", teamOf(t, g, "Ann"))
	ask(t, g, "Fay", "aide", `{"who":"Ann","role":"cloud","on":true}`)
	assert.Equal(t, "Bob: Ann", teamOf(t, g, "Bob"))
	assert.Equal(t, ": Lou", teamOf(t, g, "Lou"), "who advises another seat has given up their own")
	require.True(t, lou("lead", "").on(g).OK, "nobody has the seat")
	assert.Nil(t, g.X.View("Lou").Player.Team)
	assert.Equal(t, "lab", g.X.View("Lou").You.Role)
}

// TestWhoCannotBeGivenASeat: all except those who advise it, and who was removed does not.
func TestWhoCannotBeGivenASeat(t *testing.T) {
	g := annFirst(t, desks)
	ask(t, g, "Fay", "aide", `{"who":"Lou","role":"cloud","on":true}`)
	for _, to := range []string{"Ann", "Bob", "Fay", "Nobody"} {
		assert.Contains(t, bob("yield", `{"to":"`+to+`"}`).on(g).Why, `"`+to+`" does not advise your seat`)
	}
	assert.Contains(t, g.Do("Ann", "lab", "yield", `{"to":"Lou"}`).Why, `"Lou" does not advise your seat`)
	ask(t, g, "Fay", "aide", `{"who":"Lou","on":false}`)
	assert.Contains(t, bob("yield", `{"to":"Lou"}`).on(g).Why, `"Lou" does not advise your seat`, "not any more")
	ask(t, g, "Fay", "aide", `{"who":"Lou","role":"cloud","on":true}`)
	ask(t, g, "Fay", "remove", `{"who":"Lou"}`)
	assert.Contains(t, bob("yield", `{"to":"Lou"}`).on(g).Why, `"Lou" does not advise your seat`)
	assert.Nil(t, g.X.View("Bob").Player.Team, "who was removed advises nobody")
}

// TestWhatComesWithASeatThatATeamPasses: the note of who passes it on, once the exercise has begun, and no other; what
// came while the holder was away is marked; who asked for another seat asks no more.
func TestWhatComesWithASeatThatATeamPasses(t *testing.T) {
	g := annFirst(t, desks)
	notes := func(who string) (out []string) {
		for _, it := range items(g, who, exercise.ItemHandover) {
			out = append(out, it.Text)
		}
		return out
	}
	ask(t, g, "Fay", "aide", `{"who":"Lou","role":"cloud","on":true}`)
	require.True(t, bob("pass", `{"text":"Early."}`).on(g).OK)
	require.True(t, bob("yield", `{"to":"Lou"}`).on(g).OK)
	assert.Empty(t, notes("Lou"), "before STARTEX there is nothing to hand over")
	ask(t, g, "Fay", "start", "")
	require.True(t, g.Do("Bob", "player", "join", `{"kind":"player","want":"lab","open":true,"rule":3}`).OK)
	require.True(t, g.Do("Lou", "cloud", "yield", `{"to":"Bob"}`).OK)
	assert.Empty(t, notes("Bob"), "it is Bob's own note")
	assert.Empty(t, g.X.View("Fay").Control.Roster[1].Wants, "Bob has a seat")
	require.True(t, bob("pass", `{"text":"Hold."}`).on(g).OK)
	require.True(t, bob("yield", `{"to":"Lou"}`).on(g).OK)
	assert.Equal(t, []string{"Hold."}, notes("Lou"))
	g.Do("Lou", "room", "drop", "")
	n := g.X.View("Bob").Player.Total
	inject := func() { ask(t, g, "Fay", "inject", `{"inject":{"title":"T","text":"So.","to":["cloud"]}}`) }
	inject()
	require.True(t, bob("lead", "").on(g).OK)
	inject()
	p := g.X.View("Bob").Player
	assert.Equal(t, [2]int{n + 1, n + 1}, [2]int{p.MissedFrom, p.MissedTo})
	ask(t, g, "Fay", "unseat", `{"who":"Bob"}`)
	require.True(t, lou("lead", "").on(g).OK)
	assert.Equal(t, []string{"Hold."}, notes("Lou"), "nobody has passed it on")
}

// TestAHandOverEndsWithinATeam: who took a seat over has it no longer once they have passed it to somebody who advises
// it, and that is no hand-over.
func TestAHandOverEndsWithinATeam(t *testing.T) {
	g := annFirst(t, desks)
	ask(t, g, "Fay", "start", "")
	ask(t, g, "Fay", "seat", `{"who":"Lou","role":"cloud"}`)
	ask(t, g, "Fay", "aide", `{"who":"Bob","role":"cloud","on":true}`)
	until(g, 2)
	require.True(t, g.Do("Lou", "cloud", "yield", `{"to":"Bob"}`).OK)
	until(g, 3)
	all := g.X.HandedOver()
	require.Len(t, all, 1)
	require.NotNil(t, all[0].Until)
	assert.Equal(t, []any{"Bob", "Lou", 2.0}, []any{all[0].From, all[0].To, all[0].Until.Hours})
}
