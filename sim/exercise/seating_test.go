package exercise_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/speech"
	"tocsin/sim/tabletest"
)

// annFirst seats Ann, who comes first, in the first seat, and Bob in the second; Lou has none.
func annFirst(t *testing.T, text string) *tabletest.Table {
	t.Helper()
	x, err := exercise.New(record.Header{Format: 1, Name: "first", Scenario: text, Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	for _, p := range [][2]string{{"Ann", `{"kind":"player","want":"lab","open":true}`},
		{"Bob", `{"kind":"player","want":"cloud","open":true}`}, {"Fay", `{"kind":"facilitator"}`}, {"Lou", `{"kind":"player"}`}} {
		require.True(t, g.Do(p[0], "player", "join", p[1]).OK)
	}
	return g
}

// TestWhoPlaysASeat in words: its holder, a bot for them or for nobody, or the facilitator who has taken it over.
func TestWhoPlaysASeat(t *testing.T) {
	g := annFirst(t, desks)
	holders := func() (out []string) {
		for _, c := range g.X.View("Lou").Lobby {
			out = append(out, c.Holder)
		}
		return out
	}
	assert.Equal(t, []string{"Ann", "Bob", ""}, holders())
	for _, role := range []string{"lab", "agency"} {
		ask(t, g, "Fay", "bot", `{"role":"`+role+`","on":true}`)
	}
	ask(t, g, "Fay", "takeover", `{"role":"cloud"}`)
	assert.Equal(t, []string{"a bot for Ann", "Fay (facilitator)", "a bot"}, holders())
}

// TestWhoSitsDownElsewhere leaves the seat they had, and whoever had the new one hears of it; what was in hand
// there is handed over, and no bot plays it.
func TestWhoSitsDownElsewhere(t *testing.T) {
	g := annFirst(t, desks)
	ask(t, g, "Fay", "start", "")
	ask(t, g, "Fay", "bot", `{"role":"cloud","on":true}`)
	ask(t, g, "Fay", "seat", `{"who":"Ann","role":"cloud"}`)
	seats := func() (out []string) {
		for _, s := range g.X.View("Fay").Control.Seats {
			out = append(out, fmt.Sprintf("%s %v", s.Holder, s.Bot))
		}
		return out
	}
	assert.Equal(t, []string{" false", "Ann false", " false"}, seats())
	assert.Equal(t, "Ann has taken your seat, Cloud.", newest(g, "Bob"))
	assert.Empty(t, g.X.View("Bob").You.Role)
	ask(t, g, "Fay", "seat", `{"who":"Lou","role":"cloud"}`)
	assert.Equal(t, "Lou has taken your seat, Cloud.", newest(g, "Ann"))
	assert.Empty(t, g.X.View("Ann").You.Role)
	assert.NotEmpty(t, items(g, "Lou", exercise.ItemHandover))
	ask(t, g, "Fay", "unseat", `{"who":"Lou"}`)
	ask(t, g, "Fay", "seat", `{"who":"Ann","role":"lab"}`)
	ask(t, g, "Fay", "unseat", `{"who":"Ann"}`)
	assert.Empty(t, g.X.View("Ann").You.Role)
	assert.Equal(t, []string{" false", " false", " false"}, seats())
}

// TestWhatCameWhileNobodySatThere is marked for the next holder, and what comes then is not.
func TestWhatCameWhileNobodySatThere(t *testing.T) {
	g := annFirst(t, desks)
	ask(t, g, "Fay", "start", "")
	inject := func() { ask(t, g, "Fay", "inject", `{"inject":{"title":"T","text":"So.","to":["lab"]}}`) }
	n := g.X.View("Ann").Player.Total
	ask(t, g, "Fay", "unseat", `{"who":"Ann"}`)
	inject()
	inject()
	ask(t, g, "Fay", "seat", `{"who":"Lou","role":"lab"}`)
	inject()
	p := g.X.View("Lou").Player
	assert.Equal(t, [2]int{n + 1, n + 2}, [2]int{p.MissedFrom, p.MissedTo})
}

// TestABotThatIsTakenOut does nothing any more.
func TestABotThatIsTakenOut(t *testing.T) {
	g := annFirst(t, rising)
	ask(t, g, "Fay", "bot", `{"role":"lab","on":true}`)
	ask(t, g, "Fay", "start", "")
	until(g, 5)
	ask(t, g, "Fay", "bot", `{"role":"lab","on":false}`)
	until(g, 30)
	assert.Zero(t, g.X.Engine().Messages())
}

// TestStaffAreNoCrowd: who has a place on the staff is not idle, whatever they have done.
func TestStaffAreNoCrowd(t *testing.T) {
	g := annFirst(t, desks)
	before := g.X.Idle()
	require.True(t, g.Do("Eva", "evaluator", "join", `{"kind":"evaluator"}`).OK)
	assert.Equal(t, before, g.X.Idle())
}

// TestNamesByTheRuleOfTheirRecord: whose name passes for another's is refused as the rule of the record has it, so
// that an old one replays as it was; the name of the seat that one asks for is one's own.
func TestNamesByTheRuleOfTheirRecord(t *testing.T) {
	for _, c := range []struct {
		name, args string
		ok         bool
	}{
		{"Cloud", `{"kind":"player","want":"cloud","open":true}`, true}, {"Cloud", `{"kind":"player","want":"agency","open":true}`, false},
		{"Аnn", `{"kind":"player"}`, false}, {"Ka|", `{"kind":"player"}`, false}, {"KaI", `{"kind":"player"}`, false},
		{"Stáff", `{"kind":"player"}`, true}, {"Stáff", `{"kind":"player","rule":2}`, false}, {"Stáff", `{"kind":"player","rule":3}`, false},
		{"STAFF", `{"kind":"player","rule":2}`, false}, {"STAFF", `{"kind":"player","rule":3}`, false},
	} {
		g := annFirst(t, desks)
		require.True(t, g.Do("Kal", "player", "join", `{"kind":"player"}`).OK)
		ask(t, g, "Fay", "unseat", `{"who":"Bob"}`)
		assert.Equal(t, c.ok, g.Do(c.name, "player", "join", c.args).OK, "%s %s", c.name, c.args)
	}
}

// TestWhatBecameOfClocksAndDeeds: which clocks a seat met, and too late, and which still run; what it did, and how
// often; not what others write of.
func TestWhatBecameOfClocksAndDeeds(t *testing.T) {
	g := annFirst(t, `
title = "Became"
length = "20h"
[role.lab]
[role.cloud]
[action.tell]
title = "Tell"
by = ["lab"]
[action.call]
title = "Call"
by = ["lab"]
[obligation.late]
title = "Late"
role = "lab"
starts = "hours >= 0"
within = "1h"
met_by = ["tell"]
[obligation.runs]
title = "Runs"
role = "lab"
starts = "hours >= 3"
within = "9h"
met_by = ["none"]
[action.none]
by = ["lab"]
`)
	ask(t, g, "Fay", "start", "")
	until(g, 2)
	for _, act := range []string{"tell", "call", "call"} {
		ask(t, g, "Ann", "act", `{"act":"`+act+`"}`)
	}
	ask(t, g, "Fay", "inject", `{"inject":{"title":"Done: All of it","text":"So.","to":["lab"]}}`)
	until(g, 4)
	ask(t, g, "Fay", "end", `{"end":true}`)
	assert.Equal(t, strings.Join([]string{"Reporting clocks met too late: Late", "Reporting clocks still running at the end: Runs",
		"You carried out: Tell; Call (2 times)"}, "\n"), strings.Join(g.X.View("Ann").Player.Became, "\n"))
}

// TestTurnsBeginAtSTARTEX, wait for whoever came first too, and have no director.
func TestTurnsBeginAtSTARTEX(t *testing.T) {
	g := annFirst(t, desks)
	ask(t, g, "Fay", "direct", `{"time":"90m","on":true}`)
	ask(t, g, "Fay", "turns", `{"every":"1h"}`)
	_, _, ok := g.X.Directed()
	assert.False(t, ok)
	assert.Equal(t, "Before STARTEX", g.X.Clock().Why)
	ask(t, g, "Fay", "start", "")
	assert.Equal(t, []string{"The laboratory", "Cloud"}, g.X.Clock().Turn.Waiting)
	ask(t, g, "Fay", "turns", `{"every":"0s"}`)
	_, _, ok = g.X.Turn()
	assert.False(t, ok, "time goes by the clock")
}

// TestAFacilitatorEndsATurn whose seats do not say done, or are no longer there to say it; each seat reads whether
// it has said so.
func TestAFacilitatorEndsATurn(t *testing.T) {
	g := annFirst(t, desks)
	ask(t, g, "Fay", "turns", `{"every":"1h"}`)
	assert.Equal(t, "1h", g.X.Clock().Turns)
	assert.False(t, g.X.Clock().InTurn(), "before STARTEX nobody says done")
	ask(t, g, "Fay", "start", "")
	for _, pause := range []string{"pause", "stop"} {
		assert.True(t, g.X.Clock().InTurn())
		ask(t, g, "Fay", pause, "")
		assert.False(t, g.X.Clock().InTurn(), "nobody decides meanwhile")
		ask(t, g, "Fay", "resume", "")
	}
	ask(t, g, "Ann", "done", "")
	assert.True(t, g.X.View("Ann").Clock.Turn.Done)
	assert.False(t, g.X.View("Bob").Clock.Turn.Done)
	require.True(t, g.Do("Bob", "room", "drop", "").OK)
	assert.False(t, g.Do("Ann", "lab", "done", "").OK, "she has said so, and nobody else will")
	ask(t, g, "Fay", "done", "")
	assert.InDelta(t, 1, g.X.Clock().Now.Hours, 1e-9)
	assert.Equal(t, 2, g.X.Clock().Turn.N)
	assert.False(t, g.X.View("Ann").Clock.Turn.Done)
	ask(t, g, "Fay", "turns", `{"every":"0s"}`)
	assert.Empty(t, g.X.Clock().Turns)
	assert.Equal(t, "Time does not move in turns", g.Do("Fay", "facilitator", "done", "").Why)
}

// TestEachSeatSaysDoneForItself: whoever plays a seat that they have taken over ends no turn in its name, nor does one
// seat speak for another; who advises a seat is not asked for its word.
func TestEachSeatSaysDoneForItself(t *testing.T) {
	g := annFirst(t, desks)
	ask(t, g, "Fay", "aide", `{"who":"Lou","role":"lab","on":true}`)
	ask(t, g, "Fay", "turns", `{"every":"1h"}`)
	ask(t, g, "Fay", "start", "")
	yours := func(who string) []bool {
		turn := g.X.View(who).Clock.Turn
		return []bool{turn.Yours, turn.Done}
	}
	assert.Equal(t, [][]bool{{true, false}, {true, false}, {false, false}, {false, false}},
		[][]bool{yours("Ann"), yours("Bob"), yours("Lou"), yours("Fay")})
	ask(t, g, "Ann", "done", "")
	assert.Equal(t, [][]bool{{false, true}, {false, false}}, [][]bool{yours("Ann"), yours("Lou")})
	ask(t, g, "Fay", "takeover", `{"role":"cloud"}`)
	assert.Equal(t, []bool{false, false}, yours("Bob"))
	assert.False(t, g.X.ViewOf(1).Clock.Turn.Yours, "a turn does not wait for a seat that a facilitator plays")
	for _, n := range []string{"2", "-1"} {
		assert.False(t, g.Do("Fay", "facilitator", "done", `{"n":`+n+`}`).OK, n)
	}
	for _, c := range []struct{ who, seat, as string }{
		{"Fay", "cloud", ""}, {"Fay", "lab", ""}, {"Ann", "cloud", ""},
		{"Fay", "", "facilitator"}, {"Fay", "facilitator", "facilitator"}, {"Ann", "", "lab"}, {"Ann", "lab", "lab"},
		{"Ann", "player", "lab"},
	} {
		en, why := g.X.Canonical(record.Entry{Who: c.who, Seat: c.seat, Verb: "done"})
		if c.as == "" {
			assert.Contains(t, why, "Each seat says done for itself", c)
			continue
		}
		assert.Empty(t, why, c)
		assert.Equal(t, c.as, en.Seat, c)
	}
}

// TestATurnEndsOnce: what ends a turn by its number does not end the next, whoever was quicker.
func TestATurnEndsOnce(t *testing.T) {
	g := annFirst(t, desks)
	ask(t, g, "Fay", "turns", `{"every":"1h"}`)
	ask(t, g, "Fay", "start", "")
	assert.Equal(t, "Turn 2 has not begun", g.Do("Fay", "facilitator", "done", `{"n":2}`).Why)
	ask(t, g, "Ann", "done", `{"n":1}`)
	ask(t, g, "Bob", "done", "")
	for _, who := range [][2]string{{"Fay", "facilitator"}, {"Ann", "lab"}} {
		assert.Equal(t, "Turn 1 is over already", g.Do(who[0], who[1], "done", `{"n":1}`).Why)
	}
	assert.InDelta(t, 1, g.X.Clock().Now.Hours, 1e-9)
	ask(t, g, "Fay", "done", `{"n":2}`)
	assert.InDelta(t, 2, g.X.Clock().Now.Hours, 1e-9)
}

// TestForWhomATurnWaits in words, for a seat that others may not know of too.
func TestForWhomATurnWaits(t *testing.T) {
	for want, turn := range map[string]exercise.TurnNow{
		"It waits for Cloud.":                  {Waiting: []string{"Cloud"}},
		"It waits for Cloud and Agency.":       {Waiting: []string{"Cloud", "Agency"}, Yours: true},
		"It waits for you.":                    {Yours: true},
		"Everybody who is here has said done.": {Done: true, Nobody: true},
		"Nobody who is here plays a seat.":     {Nobody: true},
	} {
		assert.Equal(t, want, turn.Waits())
	}
}

// TestStaffKnowForWhomATurnWaits, of seats too that players may not know of; where bots have every seat nobody has said
// done.
func TestStaffKnowForWhomATurnWaits(t *testing.T) {
	x, g := hiddenTable(t)
	ask(t, g, "Fay", "turns", `{"every":"1h"}`)
	ask(t, g, "Fay", "start", "")
	for _, who := range []string{"Ann", "Bob"} {
		ask(t, g, who, "done", "")
	}
	said := func(v exercise.View) []any { return []any{v.Clock.Turn.Waits(), v.Clock.Turn.Stands()} }
	hidden := []any{"It waits for " + "The quiet one" + ".", false}
	assert.Equal(t, hidden, said(x.View("Fay")))
	assert.Equal(t, hidden, said(x.Truth()))
	assert.Equal(t, hidden, said(exercise.View{Clock: x.Clock()}))
	assert.Equal(t, "Everybody who is here has said done.", x.View("Ann").Clock.Turn.Waits())
	assert.Equal(t, "Everybody who is here has said done.", said(x.ViewOf(0))[0], "who reads over a player's shoulder")
	assert.Equal(t, "It waits for you.", x.View("Max").Clock.Turn.Waits())
	require.True(t, g.Do("Eva", "evaluator", "join", `{"kind":"evaluator"}`).OK)
	assert.Equal(t, hidden, said(x.View("Eva")))
	ask(t, g, "Fay", "remove", `{"who":"Eva"}`)
	assert.Equal(t, "Everybody who is here has said done.", said(x.View("Eva"))[0], "who has been removed")
	require.True(t, g.Do("Max", "room", "drop", "").OK)
	assert.Equal(t, []any{"Everybody who is here has said done.", true}, said(x.View("Fay")))
	for _, role := range []string{"lab", "police"} {
		ask(t, g, "Fay", "bot", `{"role":"`+role+`","on":true}`)
	}
	assert.Equal(t, []any{"Nobody who is here plays a seat.", true}, said(x.View("Fay")))
	require.True(t, g.Do("Max", "player", "join", `{"kind":"player","rule":3}`).OK)
	assert.Equal(t, hidden, said(x.View("Fay")))
	assert.True(t, x.View("The quiet one").Clock.Turn.Nobody, "a hidden seat is not counted for who may not know of it")
}

// TestPagesOfLongWords: a text that is longer than a page has one to itself, no page is empty, and what goes on
// without a heading has none there either. Before ENDEX there is no page for anybody.
func TestPagesOfLongWords(t *testing.T) {
	g := table(t, strings.Replace(desks, "All hear of it.", "All hear.", 1)+"[inject.long]\ntitle = \""+strings.Repeat("word ", 39)+
		"\"\ntext = \"So.\"\nat = \"1m\"\n")
	ask(t, g, "Fay", "start", "")
	until(g, 2)
	early := g.X.View("Fay")
	g.X.Post(&early, nil, nil)
	assert.Empty(t, early.Control.Wall.Story)
	ask(t, g, "Fay", "end", `{"end":true}`)
	for n, of := 1, 1; n <= of; n++ {
		ask(t, g, "Fay", "wall", fmt.Sprintf(`{"show":"story","page":%d,"lines":4}`, n))
		v := g.X.View("Wall")
		g.X.Post(&v, nil, nil)
		of = v.Board.Page.Of
		if v.Board.Page.Title != "What really happened" {
			break
		}
		assert.NotEmpty(t, v.Board.Page.Parts, "page %d", n)
		for _, p := range v.Board.Page.Parts {
			assert.Empty(t, p.Title, "page %d", n)
		}
		assert.Greater(t, of, 3)
	}
}

// TestWhyStandsBehindAWord: what a seat says it is sure of can have its reason in the same line.
func TestWhyStandsBehindAWord(t *testing.T) {
	g := picturedTable(t)
	ask(t, g, "Fay", "start", "")
	v := g.X.View("Ann")
	for line, args := range map[string]string{
		"assess insider 80 The log says so.": `{"hypothesis":"insider","confidence":0.8,"text":"The log says so."}`,
		"grade minor It is over.":            `{"level":"minor","text":"It is over."}`,
	} {
		s, err := exercise.Language().Parse(line, speech.Player, v.Scope())
		require.NoError(t, err, line)
		got, err := json.Marshal(s.Values)
		require.NoError(t, err)
		assert.JSONEq(t, args, string(got), line)
	}
}
