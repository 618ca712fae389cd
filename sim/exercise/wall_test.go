package exercise_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

const walled = `
title = "Walled"
length = "20h"
[role.lab]
title = "The laboratory"
[role.cloud]
title = "Cloud"
[role.agency]
title = "Agency"
[role.press]
title = "Cloud press"
[fact.theft]
title = "What the Cloud lost"
text = "A theft."
needed_by = ["cloud", "agency"]
known = {lab={at="1h"}}
[gauge.harm]
title = "Harm"
grow = {rate=1}
outcome = true
[gauge.trust]
title = "Trust"
start = 60
sees = "all"
[gauge.cash]
title = "Cash"
sees = ["lab"]
[venue.hall]
title = "The hall"
members = "all"
open = true
[venue.cell]
title = "The cell"
members = ["lab", "cloud"]
open = true
[obligation.notice]
title = "Notice"
role = "lab"
starts = "hours >= 2"
within = "6h"
met_by = ["tell"]
[obligation.second]
title = "Second notice"
role = "cloud"
starts = "hours >= 2"
within = "4h"
met_by = ["hold"]
[action.tell]
by = ["lab"]
[action.hold]
by = ["cloud"]
[objective.picture]
title = "A shared picture with Cloud"
measure = {reach=["theft"]}
[[move]]
title = "First"
until = "10h"
[[move]]
title = "Second"
until = "20h"
`

func walledTable(t *testing.T) *tabletest.Table {
	x, err := exercise.New(record.Header{Format: 1, Name: "walled", Scenario: walled, Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	require.True(t, g.Do("Wall", "board", "join", `{"kind":"board"}`).OK)
	for _, p := range [][2]string{{"Ann", "lab"}, {"Bob", "cloud"}, {"Cyd", "agency"}} {
		require.True(t, g.Do(p[0], "player", "join", `{"kind":"player","want":"`+p[1]+`","open":true}`).OK)
	}
	return g
}

func wallOf(g *tabletest.Table) *exercise.Board { return g.X.View("Wall").Board }

// TestWallByDefault: who sits where; in play the gauges that every seat sees, the venues of
// all, and others only when the facilitator shows them.
func TestWallByDefault(t *testing.T) {
	g := walledTable(t)
	seats := wallOf(g).Seats
	require.Len(t, seats, 4)
	assert.Equal(t, []string{"Ann", "Bob", "Cyd", ""}, []string{seats[0].Holder, seats[1].Holder, seats[2].Holder,
		seats[3].Holder})
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 3)
	b := wallOf(g)
	assert.Equal(t, seats, b.Seats, "who sits where is no secret in the room")
	require.Len(t, b.Gauges, 1)
	assert.Equal(t, "Trust", b.Gauges[0].Title)
	assert.InDelta(t, 20.0/240, b.Gauges[0].Step, 1e-9)
	require.Len(t, b.Venues, 1)
	assert.Equal(t, "The hall", b.Venues[0].Title)
	assert.Nil(t, b.Move)
	require.True(t, g.Do("Fay", "facilitator", "wall", `{"show":"news","venues":true}`).OK)
	require.Len(t, wallOf(g).Venues, 2)
	assert.Equal(t, exercise.OpenVenue{Title: "The cell", Members: []string{"The laboratory", "Cloud"}},
		wallOf(g).Venues[1])
}

// TestWallRefuses what is not there yet, and who may not put anything there.
func TestWallRefuses(t *testing.T) {
	g := walledTable(t)
	refused := func(args, why string) {
		t.Helper()
		a := g.Do("Fay", "facilitator", "wall", args)
		assert.False(t, a.OK, args)
		assert.Contains(t, a.Why, why)
	}
	refused(`{"show":"move"}`, "has not begun")
	refused(`{"show":"wash"}`, "before ENDEX")
	refused(`{"show":"gap"}`, "before ENDEX")
	refused(`{"show":"story"}`, "before ENDEX")
	refused(`{"show":"secrets"}`, "news, move")
	refused(`{"show":"news","page":2}`, "have pages")
	refused(`{"show":"news","page":-1}`, "from 1")
	assert.True(t, g.Do("Fay", "facilitator", "wall", `{"show":"news","lines":4}`).OK, "the news can be there at any time")
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	refused(`{"show":"move"}`, "No move has ended")
	until(g, 10)
	refused(`{"show":"move","page":2}`, "Move 2 has not ended")
	refused(`{"show":"move","page":-1}`, "from 1")
	assert.False(t, g.Do("Ann", "lab", "wall", `{"show":"news"}`).OK)
}

// TestWallTellsAMove, counted by hand: three pairs of seats with a person in the game of six, one
// clock met, one missed; without names unless they are asked for, and gone when the clock goes on.
func TestWallTellsAMove(t *testing.T) {
	g := walledTable(t)
	do := func(who, seat, verb, args string) {
		t.Helper()
		a := g.Do(who, seat, verb, args)
		require.True(t, a.OK, a.Why)
	}
	do("Fay", "facilitator", "start", "")
	until(g, 2)
	do("Ann", "lab", "share", `{"share":"theft","to":["cloud"]}`)
	do("Bob", "cloud", "ask", `{"ask":"What?","to":["lab","agency"]}`)
	do("Ann", "lab", "say", `{"say":"We look.","to":["public"]}`)
	do("Ann", "lab", "decide", `{"text":"We wait."}`)
	until(g, 3)
	do("Cyd", "agency", "say", `{"say":"Nothing.","to":["cloud"],"re":"cloud#1"}`)
	do("Ann", "lab", "act", `{"act":"tell"}`)
	until(g, 10)
	require.Equal(t, "paused", g.X.View("Wall").Clock.Phase)
	do("Fay", "facilitator", "wall", `{"show":"move"}`)
	m := wallOf(g).Move
	require.NotNil(t, m)
	want := &exercise.MoveTold{N: 1, Title: "First", From: m.From, Until: m.Until, Messages: 4, Public: 1, Facts: 1,
		Asked: 2, Answered: 1, Spoke: 2, Never: 4, Pairs: 6, Acts: 5, Quiet: 1, Decisions: 1, Met: 1, Missed: 1}
	assert.Equal(t, want, m)
	assert.Equal(t, [2]float64{0, 10}, [2]float64{m.From.Hours, m.Until.Hours})
	do("Fay", "facilitator", "wall", `{"show":"move","page":1,"names":true}`)
	m = wallOf(g).Move
	assert.Equal(t, []exercise.PairTold{{A: "The laboratory", B: "Cloud", N: 2}, {A: "Cloud", B: "Agency", N: 2}}, m.Talked)
	assert.Equal(t, []string{"Cloud press"}, m.QuietSeats)
	assert.Len(t, m.NeverTalked, 4)
	do("Fay", "facilitator", "resume", "")
	assert.Nil(t, wallOf(g).Move)
	assert.Equal(t, "news", wallOf(g).Shows)
	do("Fay", "facilitator", "end", `{"end":true}`)
	do("Fay", "facilitator", "wall", `{"show":"move"}`)
	assert.Equal(t, 1, wallOf(g).Move.N, "of a move that ENDEX has cut short before anybody acted there is little to tell")
	assert.False(t, g.Do("Fay", "facilitator", "wall", `{"show":"move","page":2}`).OK, "no time has passed in it")
}

// TestWallShowsTheHotWash page by page: only once it was put there, without what was noted in
// private, and without the names of people and seats unless they are asked for.
func TestWallShowsTheHotWash(t *testing.T) {
	g := walledTable(t)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 2)
	require.True(t, g.Do("Ann", "lab", "ask", `{"ask":"Cloud, do you see it?","to":["cloud"]}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "observe", `{"text":"Agency waited for Ann.","tag":"gap"}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "observe", `{"text":"ZQprivateQZ","private":true}`).OK)
	until(g, 10)
	require.True(t, g.Do("Fay", "facilitator", "end", `{"end":true}`).OK)
	_, base, err := g.X.Judge(context.Background())
	require.NoError(t, err)
	var found *exercise.Moments
	shown := func(name string) exercise.View {
		v := g.X.View(name)
		g.X.Post(&v, base, found)
		return v
	}
	assert.Nil(t, shown("Wall").Board.Page, "nothing is there by itself")
	pages := shown("Fay").Control.Wall.Pages
	require.Greater(t, len(pages), 3)
	all := func(names bool) string {
		text := ""
		for n := range pages {
			require.True(t, g.Do("Fay", "facilitator", "wall",
				fmt.Sprintf(`{"show":"wash","page":%d,"names":%v}`, n+1, names)).OK)
			p := shown("Wall").Board.Page
			require.NotNil(t, p)
			assert.Equal(t, [2]int{n + 1, len(pages)}, [2]int{p.N, p.Of})
			b, err := json.Marshal(p)
			require.NoError(t, err)
			text += string(b)
			assert.Equal(t, p, shown("Fay").Control.Wall.Board.Page, "the console sees the same")
		}
		return text
	}
	bare, named := all(false), all(true)
	for _, name := range []string{"The laboratory", "Cloud", "Agency", "Ann", "Fay"} {
		assert.NotContains(t, bare, name)
		assert.Contains(t, named, name)
	}
	for _, text := range []string{bare, named} {
		assert.NotContains(t, text, "private")
		assert.True(t, strings.Contains(text, "waited for"), text)
	}
	require.True(t, g.Do("Fay", "facilitator", "wall", `{"show":"wash","page":99}`).OK)
	assert.Equal(t, len(pages), shown("Wall").Board.Page.N, "beyond the last is the last")
	moments, err := g.X.Moments(context.Background(), nil)
	require.NoError(t, err)
	stood, bareStood := pages, bare[:strings.Index(bare, `"Moments that mattered"`)]
	found = moments
	pages = shown("Fay").Control.Wall.Pages
	at := slices.Index(stood, "Moments that mattered")
	require.Positive(t, at)
	assert.Equal(t, stood[:at], pages[:at], "a page stays where it is when moments are found")
	withOf := regexp.MustCompile(`"of":\d+`)
	assert.Equal(t, withOf.ReplaceAllString(bareStood, ""),
		withOf.ReplaceAllString(all(false), "")[:len(withOf.ReplaceAllString(bareStood, ""))], "and calls each seat the same")
	assert.Len(t, slices.Compact(slices.Sorted(slices.Values(pages))), len(pages), "no two pages have one name")
	assert.Contains(t, bare, "Seat A", "who acted first")
	require.True(t, g.Do("Fay", "facilitator", "wall", `{"show":"gap"}`).OK)
	v := g.X.View("Wall")
	g.X.Post(&v, base, moments)
	assert.Equal(t, moments.Waterfall, v.Board.Page.Steps)
}

// TestPagesOfTheWall are as long as the facilitator says, and together hold the same.
func TestPagesOfTheWall(t *testing.T) {
	g := walledTable(t)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 2)
	for n := range 30 {
		require.True(t, g.Do("Fay", "facilitator", "observe",
			fmt.Sprintf(`{"text":"note %02d, with some words after it so that it is a line","tag":"gap"}`, n)).OK)
	}
	require.True(t, g.Do("Fay", "facilitator", "end", `{"end":true}`).OK)
	_, base, err := g.X.Judge(context.Background())
	require.NoError(t, err)
	points := func(lines int) (pages int, all []string) {
		for n, of := 1, 1; n <= of; n++ {
			require.True(t, g.Do("Fay", "facilitator", "wall",
				fmt.Sprintf(`{"show":"wash","page":%d,"lines":%d,"names":true}`, n, lines)).OK)
			v := g.X.View("Wall")
			g.X.Post(&v, base, nil)
			of = v.Board.Page.Of
			for _, p := range v.Board.Page.Parts {
				all = append(all, p.Points...)
			}
			pages = of
		}
		return pages, all
	}
	short, a := points(8)
	usual, b := points(24)
	long, c := points(80)
	assert.Greater(t, short, usual)
	assert.Greater(t, usual, long)
	assert.Equal(t, a, b)
	assert.Equal(t, b, c)
	require.True(t, g.Do("Fay", "facilitator", "wall", `{"show":"wash"}`).OK)
	v := g.X.View("Wall")
	g.X.Post(&v, base, nil)
	assert.Equal(t, long, v.Board.Page.Of, "pages stay as long as they are")
	for _, lines := range []int{-1, 3, 81, 1 << 40} {
		assert.False(t, g.Do("Fay", "facilitator", "wall", fmt.Sprintf(`{"show":"wash","lines":%d}`, lines)).OK, lines)
	}
}

// TestClocksOfAMove: a reporting clock that was met in one move runs in none after it.
func TestClocksOfAMove(t *testing.T) {
	g := walledTable(t)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 3)
	require.True(t, g.Do("Ann", "lab", "act", `{"act":"tell"}`).OK)
	for _, h := range []float64{10, 20} { // the clock is where moves end
		until(g, h)
		g.Do("Fay", "facilitator", "resume", "")
	}
	for page, want := range map[int][3]int{1: {1, 1, 0}, 2: {0, 0, 0}} {
		require.True(t, g.Do("Fay", "facilitator", "wall", fmt.Sprintf(`{"show":"move","page":%d}`, page)).OK)
		m := wallOf(g).Move
		require.NotNil(t, m)
		assert.Equal(t, want, [3]int{m.Met, m.Missed, m.Running}, "met, missed and running in move %d", page)
	}
}

// TestWallTellsTheExerciseSoFar, where the scenario has no moves: what was done until now, to the
// moment; a duty that is met too late is no miss.
func TestWallTellsTheExerciseSoFar(t *testing.T) {
	without, _, _ := strings.Cut(walled, "[[move]]")
	g := begun(t, without)
	until(g, 3)
	ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud"]}`)
	ask(t, g, "Ann", "say", `{"say":"We look.","to":["public"]}`)
	ask(t, g, "Ann", "decide", `{"text":"We wait."}`)
	ask(t, g, "Fay", "wall", `{"show":"move","names":true}`)
	m := wallOf(g).Move
	require.NotNil(t, m)
	assert.Equal(t, &exercise.MoveTold{Title: "The exercise so far", From: m.From, Until: m.Until, Messages: 1, Public: 1,
		Facts: 1, Spoke: 1, Never: 5, Pairs: 6, Acts: 2, Quiet: 3, Decisions: 1, Running: 2,
		Talked: []exercise.PairTold{{A: "The laboratory", B: "Cloud", N: 1}}, NeverTalked: m.NeverTalked,
		QuietSeats: []string{"Cloud", "Agency", "Cloud press"}}, m)
	assert.Equal(t, [2]float64{0, 3}, [2]float64{m.From.Hours, m.Until.Hours})
	until(g, 7)
	ask(t, g, "Bob", "act", `{"act":"hold"}`)
	until(g, 9)
	m = wallOf(g).Move
	assert.Equal(t, [4]int{0, 1, 1, 0}, [4]int{m.Met, m.Late, m.Missed, m.Running}, "met, late, missed, running")
	assert.False(t, g.Do("Fay", "facilitator", "wall", `{"show":"move","page":1}`).OK, "there is no move")
}

// TestWallCountsEachMoveByItself: what is done on the edge of two moves is counted in one of them, and
// pairs that have spoken in the first never count as silent in the second.
func TestWallCountsEachMoveByItself(t *testing.T) {
	g := walledTable(t)
	ask(t, g, "Fay", "start", "")
	until(g, 1)
	ask(t, g, "Ann", "say", `{"say":"One.","to":["agency"]}`)
	until(g, 10)
	ask(t, g, "Cyd", "say", `{"say":"Two.","to":["cloud"]}`)
	told := func(page int) [4]int {
		ask(t, g, "Fay", "wall", fmt.Sprintf(`{"show":"move","page":%d}`, page))
		m := wallOf(g).Move
		require.NotNil(t, m)
		return [4]int{m.Messages, m.Spoke, m.Never, m.Acts}
	}
	assert.Equal(t, [4]int{2, 2, 4, 2}, told(1), "while the move is talked about")
	ask(t, g, "Fay", "resume", "")
	until(g, 12)
	ask(t, g, "Ann", "say", `{"say":"Three.","to":["cloud"]}`)
	until(g, 20)
	require.True(t, g.X.Over())
	assert.Equal(t, [4]int{1, 1, 5, 1}, told(1))
	assert.Equal(t, [4]int{2, 2, 3, 2}, told(2))
	assert.Equal(t, 2, g.X.View("Fay").Control.Wall.Moves)
}

// TestTheLastMoveTold: of a move that ENDEX cuts short there is something to tell once a seat has acted in it;
// what the facilitator does is no seat's act.
func TestTheLastMoveTold(t *testing.T) {
	for _, c := range []struct {
		who, verb, args string
		move            int
	}{
		{"Ann", "say", `{"say":"So.","to":["cloud"]}`, 2},
		{"Fay", "set", `{"set":{"gauge":"trust","add":1}}`, 1},
	} {
		g := walledTable(t)
		ask(t, g, "Fay", "start", "")
		until(g, 10)
		ask(t, g, "Fay", "resume", "")
		ask(t, g, c.who, c.verb, c.args) // as the second move begins
		until(g, 11)
		ask(t, g, "Fay", "end", `{"end":true}`)
		ask(t, g, "Fay", "wall", `{"show":"move"}`)
		assert.Equal(t, c.move, wallOf(g).Move.N, c.verb)
		ask(t, g, "Fay", "wall", `{"show":"move","page":2}`)
		assert.Equal(t, 2, wallOf(g).Move.N, "it can be asked for by its number")
	}
}

// TestMostPairsOnTheWall: of many pairs it names those that wrote most, and thirty.
func TestMostPairsOnTheWall(t *testing.T) {
	seats := ""
	for n := range 9 { // with three more, 66 pairs
		seats += fmt.Sprintf("[role.r%d]\ntitle = \"R%d\"\n", n, n)
	}
	g := begun(t, strings.Replace(walled, "[role.press]", seats+"[role.press]", 1))
	until(g, 1)
	for n := range 9 {
		ask(t, g, "Ann", "say", fmt.Sprintf(`{"say":"So.","to":["r%d"]}`, n))
		ask(t, g, "Bob", "say", fmt.Sprintf(`{"say":"So.","to":["r%d"]}`, n))
		ask(t, g, "Cyd", "say", fmt.Sprintf(`{"say":"So.","to":["r%d"]}`, n))
	}
	ask(t, g, "Ann", "say", `{"say":"So.","to":["cloud","agency","press"]}`)
	ask(t, g, "Bob", "say", `{"say":"So.","to":["agency"]}`)
	ask(t, g, "Cyd", "say", `{"say":"So.","to":["r8"]}`)
	until(g, 10)
	ask(t, g, "Fay", "wall", `{"show":"move","names":true}`)
	m := wallOf(g).Move
	require.Len(t, m.Talked, 30)
	assert.Equal(t, exercise.PairTold{A: "Agency", B: "R8", N: 2}, m.Talked[0])
	assert.Equal(t, exercise.PairTold{A: "The laboratory", B: "Cloud", N: 1}, m.Talked[1])
	assert.Len(t, m.NeverTalked, 30)
	assert.Equal(t, [3]int{31, 78, 47}, [3]int{m.Spoke, m.Pairs, m.Never})
}

// TestNamesOfPages: pages of one title are told apart.
func TestNamesOfPages(t *testing.T) {
	for want, p := range map[string]exercise.WallPage{
		"Feedback":         {Title: "Feedback"},
		"The whole":        {Title: "The whole", Sheet: 1, Sheets: 1},
		"To ask, 2 of 2":   {Title: "To ask", Sheet: 2, Sheets: 2},
		"To weigh, 1 of 3": {Title: "To weigh", Sheet: 1, Sheets: 3},
	} {
		assert.Equal(t, want, p.Name())
	}
}
