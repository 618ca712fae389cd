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

// TestWhoHasASeatAtOnce: whoever asks for a free seat of an open room, or shows its card, unless a person has it; by
// the rules of old records also the seat of somebody who is away.
func TestWhoHasASeatAtOnce(t *testing.T) {
	bot, away := fay("bot", `{"role":"agency","on":true}`), said{"Cyd", "room", "drop", ""}
	free, help := fay("unseat", `{"who":"Cyd"}`), fay("takeover", `{"role":"agency"}`)
	ready := inPhase(t, "running").X
	for _, c := range []struct {
		first []said
		how   string
		sits  bool
	}{
		{[]said{free}, `"open":true,"rule":3`, true},
		{[]said{free}, `"rule":3`, false},
		{[]said{free}, `"card":true,"rule":3`, true},
		{nil, `"open":true,"rule":3`, false},
		{nil, `"card":true,"rule":3`, false},
		{[]said{away}, `"open":true,"rule":3`, false},
		{[]said{away}, `"open":true,"rule":2`, false},
		{[]said{away}, `"open":true,"rule":1`, true},
		{nil, `"open":true,"rule":1`, false},
		{[]said{away, bot}, `"open":true,"rule":1`, false},
		{[]said{free, bot}, `"open":true,"rule":3`, true},
		{[]said{free, help}, `"open":true,"rule":3`, false},
		{[]said{free, help}, `"card":true,"rule":3`, true},
		{[]said{free, help, bot}, `"open":true,"rule":3`, true},
	} {
		g := tabletest.Of(t, ready.Clone())
		for _, s := range c.first {
			require.True(t, s.on(g).OK, s)
		}
		require.True(t, g.Do("Max", "player", "join", `{"kind":"player","want":"agency",`+c.how+`}`).OK)
		v := g.X.View("Max")
		assert.Equal(t, c.sits, v.You.Role == "agency", "%v %s", c.first, c.how)
		assert.Equal(t, c.sits, v.You.Wants == "", "%v %s", c.first, c.how)
	}
}

// TestWhoComesBack has the seat that was kept, without the bot that played it, and everyone concerned is told of a
// second line; who asks for another seat asks for it; and one name is one kind of person.
func TestWhoComesBack(t *testing.T) {
	g := inPhase(t, "running")
	said{"Ann", "room", "drop", ""}.on(g)
	for _, s := range []said{fay("giveback", `{"role":"lab"}`), fay("bot", `{"role":"lab","on":true}`)} {
		require.True(t, s.on(g).OK)
	}
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","rule":3}`).OK)
	s := g.X.View("Fay").Control.Seats[0]
	assert.Equal(t, []any{"Ann", true, false}, []any{s.Holder, s.Here, s.Bot})
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","want":"agency","open":true,"rule":3}`).OK)
	assert.Equal(t, "lab", g.X.View("Ann").You.Role, "the agency is taken")
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","again":true,"rule":3}`).OK)
	line := "EXERCISE to Ann: Ann has come in from another line; the line before it has ended."
	for who, told := range map[string]bool{"Ann": true, "Fay": true, "Bob": false} {
		lines := heardBy(g, who)
		assert.Equal(t, told, len(lines) > 0 && lines[len(lines)-1] == line, who)
	}
	for who, why := range map[string]string{"Ann": "Ann is already here, as player: choose another name",
		"Ban": "You have been asked to leave"} {
		assert.Equal(t, why, g.Do(who, "evaluator", "join", `{"kind":"evaluator","rule":3}`).Why)
	}
}

// TestWhoGoes: who leaves gives up their seat, and a facilitator the seats that they played; a removed person's advice
// ends.
func TestWhoGoes(t *testing.T) {
	g := inPhase(t, "running")
	for _, s := range []said{fay("aide", `{"who":"Lou","role":"cloud","on":true}`), fay("takeover", `{"role":"agency"}`),
		{"Flo", "facilitator", "takeover", `{"role":"cloud"}`}, bob("leave", ""), fay("leave", "")} {
		require.True(t, s.on(g).OK, s)
	}
	seats := func() (out []string) {
		v := g.X.View("Flo")
		for _, s := range v.Control.Seats {
			out = append(out, s.Holder+"/"+s.Helper)
		}
		return out
	}
	assert.Equal(t, []string{"Ann/", "/Flo", "Cyd/", "Dot/", "Eli/"}, seats())
	assert.Equal(t, "cloud", g.X.Advises("Lou"))
	require.True(t, g.Do("Flo", "facilitator", "remove", `{"who":"Lou"}`).OK)
	assert.Empty(t, g.X.Advises("Lou"))
	assert.True(t, g.X.Barred("Lou"))
	assert.True(t, g.X.Barred("Nobody"))
	assert.False(t, g.X.Barred("Ann"))
	assert.Equal(t, []string{"lab", ""}, []string{g.X.Place("Ann"), g.X.Place("Nobody")})
	require.True(t, g.Do("Flo", "facilitator", "visit", `{"room":"2"}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	assert.Empty(t, g.X.View("Fay").Control.Seats[1].Helper, "who goes to another room plays no seat here")
	require.True(t, fay("put", `{"who":"Ann","room":"2"}`).on(g).OK)
	assert.Empty(t, g.X.View("Fay").Control.Seats[0].Holder)
}

// TestWhatHoldersAreTold when somebody else plays their seat, and when it is theirs again.
func TestWhatHoldersAreTold(t *testing.T) {
	g := inPhase(t, "running")
	from := len(heardBy(g, "Bob"))
	for _, s := range []said{fay("bot", `{"role":"cloud","on":true}`), fay("bot", `{"role":"cloud","on":false}`),
		fay("takeover", `{"role":"cloud"}`), fay("giveback", `{"role":"cloud"}`)} {
		require.True(t, s.on(g).OK, s)
	}
	assert.Equal(t, []string{"FACILITATOR to Bob: A bot plays your seat for now.",
		"FACILITATOR to Bob: The bot has given your seat back.", "FACILITATOR to Bob: The facilitator plays your seat for now.",
		"FACILITATOR to Bob: Your seat is yours again."}, heardBy(g, "Bob")[from:])
	from = len(heardBy(g, "Flo"))
	require.True(t, fay("handover", `{"to":"Flo","text":"Cloud is stuck."}`).on(g).OK)
	assert.Equal(t, []string{"FACILITATOR Fay to Flo: I hand over to you. Cloud is stuck."}, heardBy(g, "Flo")[from:])
	require.True(t, fay("admit", `{"who":"Bob","on":true}`).on(g).OK)
	lines := heardBy(g, "Bob")
	assert.Equal(t, "EXERCISE to Bob: Fay has let Bob in again.", lines[len(lines)-1])
	before := len(lines)
	require.True(t, fay("admit", `{"who":"Bob","on":false}`).on(g).OK)
	assert.Len(t, heardBy(g, "Bob"), before)
}

// TestATeam: who advises, what they say among themselves, and how the seat passes between them.
func TestATeam(t *testing.T) {
	g := inPhase(t, "running")
	require.Nil(t, g.X.View("Bob").Player.Team)
	require.True(t, fay("aide", `{"who":"Lou","role":"cloud","on":true}`).on(g).OK)
	require.True(t, lou("advise", `{"text":"Wait."}`).on(g).OK)
	require.True(t, bob("advise", `{"text":"Why?"}`).on(g).OK)
	team := func(who string) string {
		tm := g.X.View(who).Player.Team
		require.NotNil(t, tm, who)
		var said []string
		for _, a := range tm.Advice {
			said = append(said, a.Who+" "+a.Text)
		}
		here := map[bool]string{true: "here", false: "away"}[tm.Here]
		return tm.Holder + " " + here + ", " + strings.Join(tm.Aides, "+") + ": " + strings.Join(said, " ")
	}
	for _, who := range []string{"Bob", "Lou"} {
		assert.Equal(t, "Bob here, Lou: Lou Wait. Bob Why?", team(who))
	}
	assert.Nil(t, g.X.View("Cyd").Player.Team)
	require.True(t, bob("pass", `{"text":"Hold."}`).on(g).OK)
	require.True(t, bob("yield", `{"to":"Lou"}`).on(g).OK)
	assert.Equal(t, "Lou here, Bob: Lou Wait. Bob Why?", team("Lou"))
	in := g.X.View("Lou").Player.Inbox
	assert.Equal(t, []string{"Hold.", "Bob"}, []string{in[len(in)-1].Text, in[len(in)-1].From}, "the note lies before who takes it")
	g.Do("Lou", "room", "drop", "")
	assert.Equal(t, "Lou away, Bob: Lou Wait. Bob Why?", team("Bob"))
	require.True(t, g.Do("Bob", "player", "lead", "").OK)
	assert.Equal(t, "Bob here, Lou: Lou Wait. Bob Why?", team("Bob"))
	for n := range 60 {
		require.True(t, bob("advise", `{"text":"`+strings.Repeat("x", n+1)+`"}`).on(g).OK)
	}
	tm := g.X.View("Bob").Player.Team
	require.Len(t, tm.Advice, 50)
	assert.Len(t, tm.Advice[49].Text, 60)
	require.True(t, fay("aide", `{"who":"Bob","role":"press","on":true}`).on(g).OK)
	assert.Empty(t, g.X.View("Fay").Control.Seats[1].Holder, "who advises another seat gives up their own")
}

// TestWhatASeatKnowsSoFar, laid before who comes new to it: what it knows, is asked, waits for and has under way, and
// the last five things that it did and was told, in their order.
func TestWhatASeatKnowsSoFar(t *testing.T) {
	g := table(t, strings.Replace(controlled, `title = "Tell the press"`, `title = "Tell the press"
takes = "9h"`, 1))
	ask(t, g, "Fay", "start", "")
	until(g, 1)
	ask(t, g, "Ann", "act", `{"act":"tell"}`)
	for _, text := range []string{"One", "Two", "Three", "Four", "Five", strings.Repeat("Six and more. ", 12)} {
		ask(t, g, "Bob", "say", `{"say":"`+text+`","to":["lab"]}`)
	}
	ask(t, g, "Bob", "ask", `{"ask":"When?","to":["lab"],"due":"4h"}`)
	ask(t, g, "Ann", "ask", `{"ask":"Who?","to":["agency"]}`)
	until(g, 3)
	require.True(t, g.Do("Max", "player", "join", `{"kind":"player"}`).OK)
	ask(t, g, "Fay", "unseat", `{"who":"Ann"}`)
	ask(t, g, "Fay", "seat", `{"who":"Max","role":"lab"}`)
	var summary string
	for _, it := range g.X.View("Max").Player.Inbox {
		if it.Kind == exercise.ItemHandover {
			summary = it.Text
		}
	}
	assert.Equal(t, "It knows:\n- The theft: A theft.\n"+
		"It is asked:\n- Cloud: When?, by Fri 1 Jan 2027 13:00 UTC\n- Early notice, by Fri 1 Jan 2027 15:00 UTC\n"+
		"It waits for:\n- No answer yet from Agency: Who?\n"+
		"Under way:\n- Tell the press, done by Fri 1 Jan 2027 18:00 UTC\n"+
		"It has done, last:\n- Fri 1 Jan 2027 09:00 UTC: Begun: Tell the press\n"+
		"It was told, last:\n- Fri 1 Jan 2027 10:00 UTC, Cloud: Three\n- Fri 1 Jan 2027 10:00 UTC, Cloud: Four\n"+
		"- Fri 1 Jan 2027 10:00 UTC, Cloud: Five\n- Fri 1 Jan 2027 10:00 UTC, Cloud: "+strings.Repeat("Six and more. ", 8)+
		"Six …\n- Fri 1 Jan 2027 10:00 UTC, Cloud: When?\n", summary)
}

// TestWhatEvaluatorsLookFor is with the inject in words, with the marks that were given for each.
func TestWhatEvaluatorsLookFor(t *testing.T) {
	p := exercise.Planned{LookFor: []string{"They ask.", "They tell."}, Marks: []exercise.LookMark{{N: 2, Who: "Eva", Mark: "3"}}}
	assert.Equal(t, [][2]string{{"Look for", "1. They ask."}, {"Look for", "2. They tell. (Eva: 3)"}}, p.Words())
	p = exercise.Planned{Aloud: "Read.", LookFor: []string{"They ask."}, Hint: "Wait.", Attached: []string{"plan.txt"},
		IfAsked: []string{"No."}, Questions: []string{"Why?"}}
	assert.Equal(t, [][2]string{{"Read aloud", "Read."}, {"If asked", "No."}, {"To discuss", "Why?"}, {"Look for", "They ask."},
		{"Attached", "plan.txt"}, {"Hint for you", "Wait."}}, p.Words())
}

// TestMarksForAnInject: the newest of each person for each thing to look for, in the order of things, with what shows
// it.
func TestMarksForAnInject(t *testing.T) {
	g := table(t, strings.Replace(controlled, `at = "2h"`, `at = "2h"
look_for = ["They ask.", "They tell."]`, 1))
	ask(t, g, "Fay", "start", "")
	until(g, 3)
	for _, m := range [][2]string{{"Eva", `"n":1,"mark":"P"`}, {"Eva", `"n":2,"mark":"1"`}, {"Fay", `"n":2,"mark":"3"`},
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
