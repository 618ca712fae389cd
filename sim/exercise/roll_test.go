package exercise_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestCheckOfConnections: who comes in after it has shown that the line works, and a check from
// before STARTEX is over then.
func TestCheckOfConnections(t *testing.T) {
	g, x := exchangers(t)
	require.True(t, g.Do("Fay", "facilitator", "rollcall", "").OK)
	assert.False(t, x.View("Ann").Roll.Yours)
	require.True(t, g.Do("Ann", "lab", "here", "").OK)
	assert.True(t, x.View("Ann").Roll.Yours)
	assert.Empty(t, append(x.View("Ann").Roll.Here, x.View("Ann").Roll.Missing...), "who is there is for the staff")
	g.Do("Dee", "player", "join", `{"kind":"player"}`)
	assert.True(t, x.View("Dee").Roll.Yours, "coming in is confirmation enough")
	roll := x.View("Fay").Roll
	assert.True(t, roll.Yours, "who calls is not called")
	assert.ElementsMatch(t, []string{"Ann", "Dee"}, roll.Here)
	assert.ElementsMatch(t, []string{"Bob", "Cyd"}, roll.Missing)
	require.True(t, g.Do("Dee", "room", "drop", "").OK)
	assert.Equal(t, []string{"Ann"}, x.View("Fay").Roll.Here, "who came and has gone is not here")
	require.True(t, g.Do("Dee", "player", "join", `{"kind":"player"}`).OK)

	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	assert.Nil(t, x.View("Fay").Roll, "nobody is called any more")
	assert.Nil(t, x.View("Bob").Roll)
	require.True(t, g.Do("Fay", "facilitator", "rollcall", "").OK)
	assert.Len(t, x.View("Fay").Roll.Missing, 4, "another check begins with nobody")
}

// TestSinceWhenASeatIsHeld: a late joiner has not been silent since STARTEX.
func TestSinceWhenASeatIsHeld(t *testing.T) {
	g, x := exchangers(t)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	at := engine.At(0) + engine.Time(3*time.Hour)
	g.Pass(at)
	require.True(t, g.Do("Fay", "facilitator", "unseat", `{"who":"Ann"}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "seat", `{"who":"Ann","role":"lab"}`).OK)
	for _, s := range x.View("Fay").Control.Seats {
		want := 0.0
		if s.ID == "lab" {
			want = 3
		}
		require.NotNil(t, s.Since, s.ID)
		assert.Equal(t, want, s.Since.Hours, s.ID)
	}
}

// TestQuestionsOfTheRoomAskPeople: nobody waits for an answer of an empty seat or a bot.
func TestQuestionsOfTheRoomAskPeople(t *testing.T) {
	g, x := exchangers(t)
	require.True(t, g.Do("Fay", "facilitator", "unseat", `{"who":"Cyd"}`).OK)
	before := map[string]int{}
	for _, s := range x.View("Fay").Control.Seats {
		before[s.ID] = s.Asked
	}
	require.True(t, g.Do("Fay", "facilitator", "question", `{"text":"Who else needs to know?"}`).OK)
	for _, s := range x.View("Fay").Control.Seats {
		more := 1
		if s.Holder == "" {
			more = 0
		}
		assert.Equal(t, more, s.Asked-before[s.ID], s.ID)
	}
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
