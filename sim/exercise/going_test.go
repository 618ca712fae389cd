package exercise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// TestWhoGoesToAnotherRoom is here no longer, and neither sits nor advises.
func TestWhoGoesToAnotherRoom(t *testing.T) {
	g := table(t, desks)
	require.True(t, g.Do("Lou", "player", "join", `{"kind":"player"}`).OK)
	ask(t, g, "Fay", "aide", `{"who":"Lou","role":"lab","on":true}`)
	ask(t, g, "Fay", "put", `{"who":"Lou","room":"two"}`)
	ask(t, g, "Fay", "put", `{"who":"Bob","room":"two"}`)
	for _, who := range []string{"Lou", "Bob"} {
		_, here, known := g.X.Find(who)
		assert.Equal(t, []bool{false, true}, []bool{here, known}, who)
		assert.Empty(t, g.X.Place(who)+g.X.Advises(who), who)
	}
	ask(t, g, "Fay", "takeover", `{"role":"lab"}`)
	ask(t, g, "Fay", "visit", `{"room":"two"}`)
	_, here, _ := g.X.Find("Fay")
	assert.False(t, here)
	assert.Equal(t, "Ann", g.X.View("Eva").Control.Seats[0].Holder, "and plays no seat")
}

// TestWhoIsGoneAsksForNothing: the seat that somebody asked for is asked for no more once they have left or were
// sent elsewhere. Who was cut off may come back, and still wants it.
func TestWhoIsGoneAsksForNothing(t *testing.T) {
	for how, c := range map[string]struct{ who, verb, args, wants string }{
		"left":      {"Lou", "leave", "", ""},
		"sent away": {"Fay", "put", `{"who":"Lou","room":"two"}`, ""},
		"cut off":   {"", "drop", "", "agency"},
	} {
		g := table(t, desks)
		require.True(t, g.Do("Lou", "player", "join", `{"kind":"player","want":"agency"}`).OK, how)
		require.Equal(t, "agency", member(g, "Lou").Wants, how)
		if c.who == "" {
			g.Do("Lou", "room", c.verb, "")
		} else {
			ask(t, g, c.who, c.verb, c.args)
		}
		assert.False(t, member(g, "Lou").Here, how)
		assert.Equal(t, c.wants, member(g, "Lou").Wants, how)
		require.True(t, g.Do("Lou", "player", "join", `{"kind":"player"}`).OK, how)
		assert.Equal(t, c.wants, g.X.View("Lou").You.Wants, "%s, and is back", how)
	}
}

// member is somebody as staff see them.
func member(g *tabletest.Table, name string) exercise.Member {
	for _, m := range g.X.View("Fay").Control.Roster {
		if m.Name == name {
			return m
		}
	}
	return exercise.Member{}
}

// TestASeatOfTheFirstPasses to another with all that lies there.
func TestASeatOfTheFirstPasses(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "desks", Scenario: desks, Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`).OK)
	require.True(t, g.Do("Lou", "player", "join", `{"kind":"player"}`).OK)
	ask(t, g, "Fay", "join", `{"kind":"facilitator"}`)
	ask(t, g, "Fay", "start", "")
	until(g, 1)
	ask(t, g, "Fay", "seat", `{"who":"Lou","role":"lab"}`)
	handed := toldOf(t, desks, g).Handed
	require.Len(t, handed, 1)
	assert.Equal(t, []string{"Ann", "Lou"}, []string{handed[0].From, handed[0].To})
}

// TestWhatTheRoomSaysOfItself: only staff hear that its host was suspended; of somebody who was never
// here nobody knows what they have heard.
func TestWhatTheRoomSaysOfItself(t *testing.T) {
	g := table(t, desks)
	require.True(t, theRoom("stood", `{"for":"3m"}`).on(g).OK)
	const still = "The host did not run for 3m. The exercise waited: no time of it has passed"
	for who, hears := range map[string]bool{"Fay": true, "Eva": true, "Ann": false, "Wall": false} {
		said := false
		for _, n := range g.X.View(who).Notices {
			said = said || n.Text == still
		}
		assert.Equal(t, hears, said, who)
	}
	_, known := g.X.HeardBy("Fay")
	assert.True(t, known)
	n, known := g.X.HeardBy("Lou")
	assert.Equal(t, []any{0, false}, []any{n, known})
}

// TestWhatFeedbackIsAskedFor: of the first seat too while its holder is away, and of nobody who was removed.
// What they write is cleaned.
func TestWhatFeedbackIsAskedFor(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "desks", Scenario: desks, Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	for _, p := range [][2]string{{"Ann", "lab"}, {"Bob", "cloud"}, {"Cyd", "agency"}} {
		require.True(t, g.Do(p[0], "player", "join", `{"kind":"player","want":"`+p[1]+`","open":true}`).OK)
	}
	ask(t, g, "Fay", "join", `{"kind":"facilitator"}`)
	require.True(t, g.Do("Oz", "observer", "join", `{"kind":"observer"}`).OK)
	ask(t, g, "Fay", "start", "")
	ask(t, g, "Fay", "end", `{"end":true}`)
	assert.Equal(t, 4, x.Feedback().Of)
	require.True(t, g.Do("Ann", exercise.RoomSeat, "drop", "").OK)
	assert.Equal(t, 4, x.Feedback().Of, "the first seat is Ann's though she is away")
	ask(t, g, "Fay", "remove", `{"who":"Cyd"}`)
	assert.Equal(t, 3, x.Feedback().Of)
	ask(t, g, "Bob", "feedback", `{"realism":2,"usefulness":3,"prepared":4,"well":"  Calls.\u001b ","change":"\u0007Less mail","will":" Drill\n"}`)
	each := x.Feedback().Each
	require.Len(t, each, 1)
	assert.Equal(t, exercise.Feedback{Realism: 2, Usefulness: 3, Prepared: 4, Well: "Calls.", Change: "Less mail", Will: "Drill"},
		each[0].Feedback)
}

// TestWhenSomethingWasSeen: an observation has the time that it speaks of, and that at which it was written.
func TestWhenSomethingWasSeen(t *testing.T) {
	g := begun(t, desks)
	until(g, 2)
	ask(t, g, "Eva", "observe", `{"text":"They called.","at":"1h"}`)
	ask(t, g, "Eva", "observe", `{"text":"They wrote."}`)
	notes := g.X.View("Eva").Control.Observations
	require.Len(t, notes, 2)
	var times []float64
	for _, n := range notes {
		times = append(times, n.At.Hours, n.Written.Hours)
	}
	assert.Equal(t, []float64{1, 2, 2, 2}, times)
}
