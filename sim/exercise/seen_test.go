package exercise_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

// TestWhoHearsWhat out of the game, and as said to whom: each reads their own words and those to them, staff what is
// said to staff or by them, and nobody else anything.
func TestWhoHearsWhat(t *testing.T) {
	everyone := []string{"Fay", "Flo", "Eva", "Oz", "Wall", "Ann", "Bob", "Cyd", "Lou"}
	for _, c := range []struct {
		say   said
		line  string
		heard []string
	}{
		{fay("broadcast", `{"text":"Hear."}`), "FACILITATOR Fay to all: Hear.", everyone},
		{fay("whisper", `{"to":"Bob","text":"Hm."}`), "FACILITATOR Fay to Bob: Hm.", []string{"Fay", "Flo", "Eva", "Bob"}},
		{fay("whisper", `{"to":"agency","text":"Hm."}`), "FACILITATOR Fay to Cyd: Hm.", []string{"Fay", "Flo", "Eva", "Cyd"}},
		{fay("whisper", `{"to":"staff","text":"Hm."}`), "FACILITATOR Fay to staff: Hm.", []string{"Fay", "Flo", "Eva"}},
		{eva("whisper", `{"to":"Lou","text":"Hm."}`), "from Eva to Lou: Hm.", []string{"Fay", "Flo", "Eva", "Lou"}},
		{bob("whisper", `{"text":"Hm."}`), "from Bob, Cloud to staff: Hm.", []string{"Fay", "Flo", "Eva", "Bob"}},
		{bob("whisper", `{"to":"staff","text":"Hm."}`), "from Bob, Cloud to staff: Hm.", []string{"Fay", "Flo", "Eva", "Bob"}},
		{bob("whisper", `{"to":"facilitator","text":"Hm."}`), "from Bob, Cloud to staff: Hm.",
			[]string{"Fay", "Flo", "Eva", "Bob"}},
		{bob("whisper", `{"to":"agency","text":"Hm."}`), "from Bob, Cloud to Cyd: Hm.",
			[]string{"Fay", "Flo", "Eva", "Bob", "Cyd"}},
		{lou("whisper", `{"text":"Hm."}`), "from Lou to staff: Hm.", []string{"Fay", "Flo", "Eva", "Lou"}},
		{said{"Ann", "lab", "whisper", `{"text":"Hm."}`}, "from Ann, Laboratory to staff: Hm.",
			[]string{"Fay", "Flo", "Eva", "Ann"}},
		{theRoom("lost", `{"file":"a","kept":"b","why":"full"}`), "EXERCISE to staff: The record is no longer written to a: " +
			"full. It goes on in b alone, and if that fails too the exercise stops", []string{"Fay", "Flo", "Eva"}},
	} {
		g := inPhase(t, "before")
		before := map[string]int{}
		for _, who := range everyone {
			before[who] = len(heardBy(g, who))
		}
		require.True(t, c.say.on(g).OK, c.say)
		var heard []string
		for _, who := range everyone {
			if lines := heardBy(g, who); len(lines) > before[who] {
				heard = append(heard, who)
				assert.Equal(t, c.line, lines[len(lines)-1], who)
				n := g.X.View(who).Notices
				assert.Equal(t, who == c.say.who, n[len(n)-1].Yours, who)
			}
		}
		assert.Equal(t, c.heard, heard, c.line)
		guest := g.X.GuestView(&exercise.Guest{Name: "Gus", Kind: exercise.KindPlayer}, nil).Notices
		assert.Equal(t, c.say.verb == "broadcast", len(guest) > 0, "who has not come in yet hears what is for all")
	}
}

// TestManyNotices: a view has the fifty newest, each with its number among all that one could hear.
func TestManyNotices(t *testing.T) {
	g := walledTable(t)
	ask(t, g, "Fay", "whisper", `{"to":"Bob","text":"Not for Ann."}`)
	for n := range 52 {
		ask(t, g, "Fay", "broadcast", fmt.Sprintf(`{"text":"%d"}`, n+1))
		notices := g.X.View("Ann").Notices
		assert.Len(t, notices, min(n+1, 50))
		assert.Equal(t, n+1, notices[len(notices)-1].N)
	}
	notices := g.X.View("Ann").Notices
	assert.Equal(t, []string{"3", "3", "52"}, []string{notices[0].Text, fmt.Sprint(notices[0].N), notices[49].Text})
	assert.Equal(t, 0, g.X.View("Ann").You.Heard, "who has done nothing may not have seen them")
	g.Do("Ann", "room", "drop", "")
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player"}`).OK)
	assert.Equal(t, 0, g.X.View("Ann").You.Heard, "nor has who only comes back")
	require.True(t, g.Do("Lou", "player", "join", `{"kind":"player"}`).OK)
	assert.Equal(t, 52, g.X.View("Lou").You.Heard, "to who comes for the first time it is old")
	ask(t, g, "Ann", "whisper", `{"text":"Yes."}`)
	assert.Equal(t, 53, g.X.View("Ann").You.Heard)
	assert.False(t, g.Do("Lou", "player", "advise", `{"text":"So."}`).OK)
	ask(t, g, "Fay", "broadcast", `{"text":"53"}`)
	assert.False(t, g.Do("Lou", "player", "advise", `{"text":"So."}`).OK)
	assert.Equal(t, 52, g.X.View("Lou").You.Heard, "what is refused tells nothing")
	assert.Equal(t, 53, g.X.View("Fay").You.Heard, "Ann's words are new to staff until they are put away")
}

// TestViewsOfThoseWithoutASeat: why they wait, what they have asked for, and which seats there are.
func TestViewsOfThoseWithoutASeat(t *testing.T) {
	g := inPhase(t, "before")
	require.True(t, g.Do("Max", "player", "join", `{"kind":"player","want":"lab"}`).OK)
	g.Do("Cyd", "room", "drop", "")
	v := g.X.View("Max")
	assert.Equal(t, []string{"The facilitator will give you a seat", "lab", "player", "Max"},
		[]string{v.You.Waiting, v.You.Wants, v.You.Title, v.You.Name})
	assert.Equal(t, []string{"Lou"}, v.Waiting, "who was removed does not wait")
	var seats []string
	for _, c := range v.Lobby {
		seats = append(seats, fmt.Sprintf("%s %s %v", c.ID, c.Holder, c.Here))
	}
	assert.Equal(t, []string{"lab Fay (facilitator) true", "cloud Bob true", "agency Cyd false", "press Dot true", "police Eli true"}, seats)
	assert.Empty(t, g.X.View("Lou").You.Wants)
	assert.Nil(t, v.Player)
	require.True(t, fay("unseat", `{"who":"Ann"}`).on(g).OK)
	assert.Equal(t, exercise.Chair{ID: "lab", Title: "Laboratory", Holder: "Fay (facilitator)", Here: true},
		g.X.View("Max").Lobby[0], "who plays it is there")
	g.Do("Fay", "room", "drop", "")
	assert.False(t, g.X.View("Max").Lobby[0].Here)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	require.True(t, fay("giveback", `{"role":"lab"}`).on(g).OK)
	assert.Equal(t, exercise.Chair{ID: "lab", Title: "Laboratory"}, g.X.View("Max").Lobby[0])
	for _, s := range []said{fay("start", ""), fay("end", `{"end":true}`), fay("reveal", `{"on":true}`)} {
		require.True(t, s.on(g).OK)
	}
	assert.Equal(t, "The exercise is over", g.X.View("Max").You.Waiting)
	ban := g.X.View("Ban")
	assert.Equal(t, "You have been asked to leave", ban.You.Waiting)
	assert.Empty(t, ban.Lobby)
	for who, told := range map[string]bool{"Max": true, "Bob": true, "Oz": true, "Eva": true, "Wall": false, "Ban": false} {
		assert.Equal(t, told, g.X.View(who).Truth != nil, who)
	}
}

// TestTheViewOfASeat is that of its holder, whoever asks for it: their name, the words to them, and their feedback.
func TestTheViewOfASeat(t *testing.T) {
	g := inPhase(t, "before")
	require.True(t, fay("whisper", `{"to":"Dot","text":"Hm."}`).on(g).OK)
	require.True(t, g.Do("Dot", "press", "read", `{"n":1}`).OK == (g.X.View("Dot").Player.Total > 0))
	v := g.X.ViewOf(3)
	assert.Equal(t, exercise.You{Name: "Dot", Kind: exercise.KindPlayer, Role: "press", Title: "Press", Muted: true,
		Heard: g.X.View("Dot").You.Heard}, v.You)
	assert.Equal(t, g.X.View("Dot").Notices, v.Notices)
	require.NotEmpty(t, v.Notices)
	require.True(t, fay("unseat", `{"who":"Ann"}`).on(g).OK)
	v = g.X.ViewOf(0)
	assert.Equal(t, exercise.You{Kind: exercise.KindPlayer, Role: "lab", Title: "Laboratory"}, v.You)
	assert.Empty(t, v.Notices)
	for _, s := range []said{fay("start", ""), fay("end", `{"end":true}`),
		cyd("feedback", `{"realism":4,"usefulness":4,"prepared":4}`)} {
		require.True(t, s.on(g).OK)
	}
	assert.Equal(t, 4, g.X.ViewOf(2).Feedback.Realism)
	assert.Nil(t, g.X.ViewOf(0).Feedback, "nobody is asked in an empty seat")
}

// TestAnswersToTheRoom: staff see who has answered and who is waited for; players only their own until the
// question is closed, and then all.
func TestAnswersToTheRoom(t *testing.T) {
	g := walledTable(t)
	ask(t, g, "Fay", "start", "")
	until(g, 1)
	ask(t, g, "Fay", "question", `{"text":"Which?","options":["one","two"]}`)
	ask(t, g, "Fay", "question", `{"text":"And?"}`)
	ask(t, g, "Ann", "answer", `{"n":1,"choice":2,"text":"of course"}`)
	ask(t, g, "Fay", "mute", `{"who":"Bob","on":true}`)
	is := func(who string, want exercise.Question) {
		t.Helper()
		q := g.X.View(who).Questions
		require.Len(t, q, 2)
		want.N, want.Text, want.Options = 1, "Which?", []string{"one", "two"}
		assert.Equal(t, want, q[0], who)
	}
	answers := []exercise.Reply{{Who: "The laboratory", Text: "two: of course"}}
	is("Fay", exercise.Question{Open: true, Count: 1, Waiting: []string{"Agency"}, Answers: answers})
	is("Ann", exercise.Question{Open: true, Yours: "two: of course"})
	is("Cyd", exercise.Question{Open: true})
	is("Wall", exercise.Question{Open: true})
	assert.Equal(t, []string{"The laboratory", "Agency"}, g.X.View("Fay").Questions[1].Waiting)
	g.Do("Cyd", "room", "drop", "")
	is("Fay", exercise.Question{Open: true, Count: 1, Answers: answers})
	assert.Zero(t, wallOf(g).Answers)
	ask(t, g, "Fay", "close", `{"n":1}`)
	assert.Equal(t, 1, wallOf(g).Answers)
	at := g.X.View("Wall").Clock.Now
	is("Fay", exercise.Question{Closed: &at, Count: 1, Answers: answers})
	is("Ann", exercise.Question{Closed: &at, Count: 1, Yours: "two: of course", Answers: answers})
	is("Cyd", exercise.Question{Closed: &at, Count: 1, Answers: answers})
	ask(t, g, "Fay", "wall", `{"show":"news"}`)
	assert.Zero(t, wallOf(g).Answers, "the wall has gone on to something else")
}

// TestAsides: before STARTEX a player can speak to other seats out of the game, and who only advises cannot.
func TestAsides(t *testing.T) {
	g := walledTable(t)
	require.True(t, g.Do("Lou", "player", "join", `{"kind":"player"}`).OK)
	ask(t, g, "Fay", "aide", `{"who":"Lou","role":"lab","on":true}`)
	to := func(who string) string {
		v := g.X.View(who)
		var ids []string
		for _, c := range v.Asides() {
			ids = append(ids, c.ID)
		}
		return strings.Join(ids, " ")
	}
	assert.Equal(t, "cloud agency press", to("Ann"), "and no venue")
	assert.Empty(t, to("Lou"))
	assert.Empty(t, to("Fay"))
	ask(t, g, "Fay", "start", "")
	assert.Empty(t, to("Ann"))
}

// TestTheMoveOnEveryScreen: which it is, how long it lasts, and after its end what is talked about until the clock has
// gone on for a minute of the room.
func TestTheMoveOnEveryScreen(t *testing.T) {
	g := table(t, washing)
	is := func(move int, title string, ends float64, discuss ...string) {
		t.Helper()
		c := g.X.Clock()
		assert.Equal(t, []any{move, 2, title}, []any{c.Move, c.Moves, c.MoveTitle})
		if ends == 0 {
			assert.Nil(t, c.MoveEnds)
		} else {
			assert.InDelta(t, ends, c.MoveEnds.Hours, 1e-9)
		}
		assert.Equal(t, discuss, c.Discuss)
	}
	is(1, "First", 10)
	ask(t, g, "Fay", "start", "")
	until(g, 10)
	is(2, "Second", 20, "What now?")
	ask(t, g, "Fay", "resume", "")
	is(2, "Second", 20)
	g.Pass(g.X.Pace())
	ask(t, g, "Fay", "pause", "")
	is(2, "Second", 20, "What now?")
	ask(t, g, "Fay", "resume", "")
	g.Pass(1)
	ask(t, g, "Fay", "pause", "")
	is(2, "Second", 20)
	ask(t, g, "Fay", "resume", "")
	until(g, 20)
	is(2, "Second", 0, "What then?")
	assert.Equal(t, []string{"over", "ENDEX", "nothing"}, []string{g.X.Clock().Phase, g.X.Clock().Why, g.X.Clock().Allows})
}
