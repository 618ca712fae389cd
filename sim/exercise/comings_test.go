package exercise_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
)

// newest is the text of the newest notice that somebody has.
func newest(g *tabletest.Table, who string) string {
	all := g.X.View(who).Notices
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1].Text
}

// seatOf is a seat as staff see it.
func seatOf(t *testing.T, g *tabletest.Table, id string) exercise.Place {
	t.Helper()
	for _, s := range g.X.View("Fay").Control.Seats {
		if s.ID == id {
			return s
		}
	}
	require.FailNow(t, "there is no seat", id)
	return exercise.Place{}
}

// TestABotForSomebody: whose seat a bot plays is told when it begins and when it ends.
func TestABotForSomebody(t *testing.T) {
	g := table(t, desks)
	for _, on := range []bool{true, false} {
		ask(t, g, "Fay", "bot", fmt.Sprintf(`{"role":"lab","on":%v}`, on))
		assert.Equal(t, map[bool]string{true: "A bot plays your seat for now.",
			false: "The bot has given your seat back."}[on], newest(g, "Ann"))
	}
}

// TestWhoComesBackHasTheSeat: a bot that played it meanwhile gives it back, whether they ask for the seat or not.
func TestWhoComesBackHasTheSeat(t *testing.T) {
	for _, args := range []string{`{"kind":"player"}`, `{"kind":"player","want":"lab"}`} {
		g := begun(t, desks)
		require.True(t, g.Do("Ann", "room", "drop", "").OK)
		ask(t, g, "Fay", "bot", `{"role":"lab","on":true}`)
		require.True(t, seatOf(t, g, "lab").Bot)
		require.True(t, g.Do("Ann", "player", "join", args).OK)
		assert.False(t, seatOf(t, g, "lab").Bot, args)
		assert.Equal(t, "lab", g.X.View("Ann").You.Role)
	}
}

// TestWhoIsRemovedPlaysNoSeat: a facilitator who is put out gives back the seat that they had taken over.
func TestWhoIsRemovedPlaysNoSeat(t *testing.T) {
	g := table(t, desks)
	require.True(t, g.Do("Flo", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	ask(t, g, "Fay", "start", "")
	require.True(t, g.Do("Flo", "facilitator", "takeover", `{"role":"lab"}`).OK)
	require.Equal(t, "Flo", seatOf(t, g, "lab").Helper)
	ask(t, g, "Fay", "remove", `{"who":"Flo"}`)
	assert.Empty(t, seatOf(t, g, "lab").Helper)
}

// TestWhoElseWaits: whoever waits for a seat reads who else does.
func TestWhoElseWaits(t *testing.T) {
	g := table(t, desks)
	before := g.X.Idle()
	for _, who := range []string{"Dan", "Dee"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player"}`).OK)
	}
	assert.Equal(t, []string{"Dee"}, g.X.View("Dan").Waiting)
	assert.Equal(t, []string{"Dan"}, g.X.View("Dee").Waiting)
	assert.Equal(t, before+2, g.X.Idle(), "they have no seat, and have done nothing")
}

// TestHowLongARoomIsPlannedFor: 5 minutes at least and 24 hours at most.
func TestHowLongARoomIsPlannedFor(t *testing.T) {
	for span, ok := range map[string]bool{"4m59s": false, "5m": true, "24h": true, "24h1s": false} {
		g := table(t, desks)
		assert.Equal(t, ok, g.Do("Fay", "facilitator", "direct", `{"on":true,"time":"`+span+`"}`).OK, span)
	}
}

// TestOneSeatApprovesSeveralThings: it is asked once of each.
func TestOneSeatApprovesSeveralThings(t *testing.T) {
	g := begun(t, desks)
	until(g, 0.5)
	for _, text := range []string{"We ask around.", "We call them."} {
		ask(t, g, "Bob", "attempt", `{"attempt":"`+text+`"}`)
	}
	ask(t, g, "Fay", "approval", `{"case":"cloud#1","from":"agency","text":"May they?"}`)
	ask(t, g, "Fay", "approval", `{"case":"cloud#2","from":"agency","text":"And this?"}`)
	assert.Equal(t, "Agency has been asked that",
		g.Do("Fay", "facilitator", "approval", `{"case":"cloud#1","from":"agency","text":"Again?"}`).Why)
}
