package exercise_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// TestTheFirstToComeIsTold who plays their seat for them, and has seen what was said before they did something, but
// not what was said before their line was lost.
func TestTheFirstToComeIsTold(t *testing.T) {
	g := annFirst(t, desks)
	for _, c := range [][3]string{
		{"bot", `{"role":"lab","on":true}`, "A bot plays your seat for now."},
		{"bot", `{"role":"lab","on":false}`, "The bot has given your seat back."},
		{"takeover", `{"role":"lab"}`, "The facilitator plays your seat for now."},
		{"giveback", `{"role":"lab"}`, "Your seat is yours again."},
	} {
		ask(t, g, "Fay", c[0], c[1])
		assert.Equal(t, c[2], newest(g, "Ann"))
	}
	heard := func() int { n, _ := g.X.HeardBy("Ann"); return n }
	assert.Zero(t, heard())
	ask(t, g, "Fay", "start", "")
	ask(t, g, "Ann", "read", `{"n":1}`)
	assert.Equal(t, 4, heard())
	ask(t, g, "Fay", "broadcast", `{"text":"Coffee at eleven"}`)
	g.Do("Ann", "room", "drop", "")
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player"}`).OK)
	assert.Equal(t, 4, heard(), "the line was lost, and nothing was done on the new one")
}

// TestTheFirstToComeComesBack as who they are: in their seat, with what came meanwhile, under their name alone, and not
// once they were removed.
func TestTheFirstToComeComesBack(t *testing.T) {
	g := annFirst(t, desks)
	ask(t, g, "Fay", "unseat", `{"who":"Bob"}`)
	require.True(t, g.Do("Bob", "player", "join", `{"kind":"player","want":"cloud","open":true}`).OK)
	g.Do("Ann", "room", "drop", "")
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player"}`).OK)
	var people []string
	for _, m := range g.X.View("Fay").Control.Roster {
		people = append(people, fmt.Sprintf("%s %s %v", m.Name, m.Role, m.Here))
	}
	assert.Equal(t, []string{"Ann lab true", "Bob cloud true", "Fay  true", "Lou  true"}, people)
	assert.Equal(t, "Ann is already here, as player: choose another name",
		g.Do("Ann", "observer", "join", `{"kind":"observer"}`).Why)
	ask(t, g, "Fay", "start", "")
	n := g.X.View("Ann").Player.Total
	g.Do("Ann", "room", "drop", "")
	ask(t, g, "Fay", "inject", `{"inject":{"title":"T","text":"So.","to":["lab"]}}`)
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player"}`).OK)
	p := g.X.View("Ann").Player
	assert.Equal(t, [2]int{n + 1, n + 1}, [2]int{p.MissedFrom, p.MissedTo})
	ask(t, g, "Fay", "put", `{"who":"Ann","room":"2"}`)
	assert.Empty(t, seatOf(t, g, "lab").Holder, "who goes to another room has no seat here")
	ask(t, g, "Fay", "seat", `{"who":"Ann","role":"lab"}`)
	ask(t, g, "Fay", "remove", `{"who":"Ann"}`)
	assert.Empty(t, seatOf(t, g, "lab").Holder)
	assert.Equal(t, "You have been asked to leave", g.Do("Ann", "player", "join", `{"kind":"player"}`).Why)
}

// TestWhoHasASeatAsksForAnother: they have it where it is free, the first one too, and are waiting for it where it is
// not.
func TestWhoHasASeatAsksForAnother(t *testing.T) {
	g := annFirst(t, desks)
	join := func() []string {
		require.True(t, g.Do("Bob", "player", "join", `{"kind":"player","open":true,"rule":3,"want":"lab"}`).OK)
		bob := g.X.View("Fay").Control.Roster[1]
		return []string{bob.Name, bob.Role, bob.Wants}
	}
	assert.Equal(t, []string{"Bob", "cloud", "lab"}, join(), "Ann has it")
	ask(t, g, "Fay", "unseat", `{"who":"Ann"}`)
	assert.Equal(t, []string{"Bob", "lab", ""}, join())
}

// TestARoomThatIsFull lets the staff in, as many more as the table of bounds has, by the rule of today, and nobody
// else.
func TestARoomThatIsFull(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "desks", Scenario: desks, Seed: 1})
	require.NoError(t, err)
	people := 0
	join := func(kind exercise.Kind, rule int) string {
		a := x.Do(record.Entry{Who: fmt.Sprint(people), Verb: "join",
			Args: fmt.Appendf(nil, `{"kind":%q,"rule":%d}`, kind, rule)})
		if a.OK {
			people++
		}
		return a.Why
	}
	full := (&budget.Over{Bound: budget.Of(budget.People)}).Error()
	for range budget.Most(budget.People) {
		require.Empty(t, join(exercise.KindObserver, 3))
	}
	assert.Equal(t, []string{full, full, full}, []string{join(exercise.KindPlayer, 3), join(exercise.KindObserver, 3),
		join(exercise.KindEvaluator, 2)})
	for n := range budget.Most(budget.StaffMore) {
		require.Empty(t, join([]exercise.Kind{exercise.KindFacilitator, exercise.KindEvaluator}[n%2], 3))
	}
	assert.Equal(t, full, join(exercise.KindFacilitator, 3))
	assert.Empty(t, x.Do(record.Entry{Who: "0", Verb: "join", Args: []byte(`{"kind":"observer"}`)}).Why,
		"who is known is in")
}

// TestABotRestsWhileAFacilitatorPlaysItsSeat, and goes on when the facilitator gives the seat back, leaves, is removed
// or goes to another room.
func TestABotRestsWhileAFacilitatorPlaysItsSeat(t *testing.T) {
	for _, c := range []struct {
		back  []said
		plays bool
	}{
		{nil, false},
		{[]said{fay("giveback", `{"role":"lab"}`)}, true},
		{[]said{fay("leave", "")}, true},
		{[]said{fay("visit", `{"room":"2"}`)}, true},
		{[]said{{"Flo", "facilitator", "remove", `{"who":"Fay"}`}}, true},
		{[]said{fay("handover", `{"to":"Flo"}`)}, false},
		{[]said{fay("handover", `{"to":"Flo"}`), fay("leave", "")}, false},
	} {
		g := annFirst(t, rising)
		require.True(t, g.Do("Flo", "facilitator", "join", `{"kind":"facilitator"}`).OK)
		ask(t, g, "Fay", "bot", `{"role":"lab","on":true}`)
		ask(t, g, "Fay", "start", "")
		until(g, 5)
		ask(t, g, "Fay", "takeover", `{"role":"lab"}`)
		for _, s := range c.back {
			require.True(t, s.on(g).OK, s)
		}
		until(g, 30)
		assert.Equal(t, c.plays, g.X.Engine().Messages() > 0, "%v", c.back)
	}
}

// TestStaffHearWhoHandsOver what they play, and who lets somebody in.
func TestStaffHearWhoHandsOver(t *testing.T) {
	g := inPhase(t, "running")
	require.True(t, fay("handover", `{"to":"Flo","text":"Cloud is stuck."}`).on(g).OK)
	require.True(t, fay("admit", `{"who":"Bob","on":true}`).on(g).OK)
	for who, staff := range map[string]bool{"Eva": true, "Flo": true, "Cyd": false, "Wall": false} {
		lines := strings.Join(heardBy(g, who), "\n")
		assert.Equal(t, staff, strings.Contains(lines, "FACILITATOR Fay to Flo: I hand over to you. Cloud is stuck."), who)
		assert.Equal(t, staff, strings.Contains(lines, "EXERCISE to Bob: Fay has let Bob in again."), who)
	}
}

// TestDecisionsForAHiddenSeat: nobody can tell from the answer that the first seat is there, and is hidden.
func TestDecisionsForAHiddenSeat(t *testing.T) {
	text := strings.Replace(desks, "budget = 3", "hidden = true\nbudget = 3", 1)
	x, err := exercise.New(record.Header{Format: 1, Name: "hidden", Scenario: text, Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	require.True(t, g.Do("Bob", "player", "join", `{"kind":"player","want":"cloud","open":true}`).OK)
	ask(t, g, "Fay", "start", "")
	for _, role := range []string{"lab", "nowhere"} {
		assert.Equal(t, fmt.Sprintf("There is no seat %q", role),
			bob("decide", fmt.Sprintf(`{"text":"So.","role":%q}`, role)).on(g).Why)
	}
	assert.True(t, fay("decide", `{"text":"So.","role":"lab"}`).on(g).OK)
}
