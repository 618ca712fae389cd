package exercise_test

import (
	"fmt"
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

// TestWhoIsAskedWhetherTheyAreThere: players, evaluators and observers; neither facilitators nor the wall.
func TestWhoIsAskedWhetherTheyAreThere(t *testing.T) {
	g := inPhase(t, "running")
	require.True(t, fay("rollcall", "").on(g).OK)
	assert.ElementsMatch(t, []string{"Eva", "Ann", "Bob", "Cyd", "Dot", "Eli", "Oz", "Lou"}, g.X.View("Fay").Roll.Missing)
	for who, asked := range map[string]bool{"Eva": true, "Oz": true, "Lou": true, "Flo": false, "Wall": false} {
		assert.Equal(t, asked, !g.X.View(who).Roll.Yours, who)
	}
}

// TestWhatHappenedIsToldAfterwards: the last of it, without what is of little weight, as far as it fits.
func TestWhatHappenedIsToldAfterwards(t *testing.T) {
	for _, every := range []string{"1h", "1m"} {
		g := table(t, controlled+"[inject.beat]\ntitle = \"Beat\"\ntext = \"x\"\nevery = \""+every+"\"\nto = [\"cloud\"]\n")
		ask(t, g, "Fay", "start", "")
		until(g, 10)
		ask(t, g, "Fay", "end", `{"end":true}`)
		ask(t, g, "Fay", "reveal", `{"on":true}`)
		log := g.X.View("Ann").Truth.Log
		var want []exercise.Line
		quiet := 0
		for _, l := range g.X.LogBetween(0, g.X.Happened()) {
			if l.Quiet {
				quiet++
			} else {
				want = append(want, l)
			}
		}
		require.NotZero(t, quiet)
		assert.Equal(t, every == "1m", len(want) > exercise.LogLength)
		assert.Equal(t, want[max(0, len(want)-exercise.LogLength):], log)
	}
}

// TestMarksForAnInject: the newest of each person for each thing to look for, in the order of things, with what shows
// it.
func TestMarksForAnInject(t *testing.T) {
	g := table(t, strings.Replace(controlled, `at = "2h"`, `at = "2h"
look_for = ["They ask.", "They tell."]`, 1))
	ask(t, g, "Fay", "start", "")
	until(g, 3)
	for _, m := range [][2]string{{"Eva", `"n":2,"mark":"1"`}, {"Fay", `"n":2,"mark":"3"`}, {"Eva", `"n":1,"mark":"P"`},
		{"Eva", `"n":2,"mark":"0","text":"Late."`}} {
		ask(t, g, m[0], "judge", `{"inject":"fixed",`+m[1]+`}`)
	}
	var marks []string
	for _, p := range g.X.View("Fay").Control.Delivered {
		for _, m := range p.Marks {
			marks = append(marks, fmt.Sprintf("%s %d: %s gave %s at %s. %s", p.ID, m.N, m.Who, m.Mark, m.At.T, m.Text))
		}
	}
	assert.Equal(t, []string{"fixed 1: Eva gave P at T+03:00. ", "fixed 2: Fay gave 3 at T+03:00. ",
		"fixed 2: Eva gave 0 at T+03:00. Late."}, marks)
}

// TestTheLastThatASeatHasDone: of six lines on what it did who comes new to it reads the last five, in their order.
func TestTheLastThatASeatHasDone(t *testing.T) {
	g := annFirst(t, controlled)
	ask(t, g, "Fay", "start", "")
	for h := range 3 {
		until(g, float64(h))
		ask(t, g, "Ann", "act", `{"act":"tell"}`)
	}
	ask(t, g, "Fay", "seat", `{"who":"Lou","role":"lab"}`)
	_, did, _ := strings.Cut(items(g, "Lou", exercise.ItemHandover)[0].Text, "It has done, last:\n")
	var want strings.Builder
	for _, line := range []string{"08:00 UTC: Done", "09:00 UTC: Begun", "09:00 UTC: Done", "10:00 UTC: Begun",
		"10:00 UTC: Done"} {
		fmt.Fprintf(&want, "- Fri 1 Jan 2027 %s: Tell the press\n", line)
	}
	assert.Equal(t, want.String(), did)
}
