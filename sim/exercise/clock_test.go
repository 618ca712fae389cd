package exercise_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// heardBy is what somebody was told out of the game, newest last, each with whose words it is and to whom.
func heardBy(g *tabletest.Table, name string) (out []string) {
	for _, n := range g.X.View(name).Notices {
		out = append(out, n.By()+" to "+n.To+": "+n.Text)
	}
	return out
}

// TestTurns: time is stopped until every seat that somebody plays has said done, or the turn is over;
// then it moves by a turn, to a move's end or ENDEX at the furthest.
func TestTurns(t *testing.T) {
	g := walledTable(t)
	ask(t, g, "Fay", "turns", `{"every":"4h","limit":"10m"}`)
	assert.False(t, g.X.Running())
	_, _, ok := g.X.Turn()
	assert.False(t, ok, "before STARTEX")
	ask(t, g, "Fay", "start", "")
	now := func(n int, hours float64, waiting ...string) {
		t.Helper()
		at, limit, ok := g.X.Turn()
		assert.Equal(t, []any{n, 10 * time.Minute, true}, []any{at, limit, ok})
		c := g.X.View("Bob").Clock
		assert.False(t, c.Emergency)
		require.NotNil(t, c.Turn)
		assert.Equal(t, exercise.TurnNow{N: n, Every: "4h", Waiting: waiting, Yours: slices.Contains(waiting, "Cloud")},
			*c.Turn)
		assert.InDelta(t, hours, c.Now.Hours, 1e-9)
		assert.Equal(t, []string{"paused", "Everyone decides, and says done", "everything"}, []string{c.Phase, c.Why, c.Allows})
	}
	now(1, 0, "The laboratory", "Cloud", "Agency")
	ask(t, g, "Ann", "done", "")
	now(1, 0, "Cloud", "Agency")
	g.Do("Bob", "room", "drop", "")
	now(1, 0, "Agency")
	ask(t, g, "Cyd", "done", "")
	now(2, 4, "The laboratory", "Agency")
	require.True(t, g.Do("Bob", "player", "join", `{"kind":"player"}`).OK)
	ask(t, g, "Fay", "takeover", `{"role":"lab"}`)
	ask(t, g, "Fay", "bot", `{"role":"agency","on":true}`)
	now(2, 4, "Cloud")
	theRoom("turnover", "").on(g)
	now(3, 8, "Cloud")
	ask(t, g, "Bob", "done", "")
	now(4, 10, "Cloud") // where the move ends
	ask(t, g, "Fay", "pause", "")
	_, _, ok = g.X.Turn()
	assert.False(t, ok, "who is paused decides nothing")
	ask(t, g, "Fay", "resume", "")
	now(4, 10, "Cloud")
	ask(t, g, "Fay", "stop", "")
	_, _, ok = g.X.Turn()
	assert.False(t, ok)
	ask(t, g, "Fay", "resume", "")
	now(4, 10, "Cloud")
	for n, hours := range []float64{14, 18} {
		ask(t, g, "Bob", "done", "")
		now(5+n, hours, "Cloud")
	}
	ask(t, g, "Bob", "done", "")
	require.True(t, g.X.Over())
	_, _, ok = g.X.Turn()
	assert.False(t, ok, "after ENDEX")
	assert.Nil(t, g.X.View("Bob").Clock.Turn)
	assert.Equal(t, "over", g.X.View("Bob").Clock.Phase)
}

// TestTurnsBackToTheClock: time can change to turns and back while it runs, and is then paused.
func TestTurnsBackToTheClock(t *testing.T) {
	g := walledTable(t)
	ask(t, g, "Fay", "start", "")
	until(g, 1)
	ask(t, g, "Fay", "turns", `{"every":"1s"}`)
	assert.Equal(t, "Everyone decides, and says done", g.X.Clock().Why)
	ask(t, g, "Fay", "turns", `{"every":"0s"}`)
	assert.Equal(t, "The facilitator moves the clock", g.X.Clock().Why)
	assert.Nil(t, g.X.Clock().Turn)
	ask(t, g, "Fay", "resume", "")
	assert.True(t, g.X.Running())
	ask(t, g, "Fay", "stop", `{"text":"Fire!"}`)
	ask(t, g, "Fay", "turns", `{"every":"1h"}`)
	assert.Equal(t, "Fire!", g.X.Clock().Why, "an emergency goes on whatever moves time")
}

// TestWhyTheClockIsPaused: in the words of who stopped it, for everyone to read, and what that allows.
func TestWhyTheClockIsPaused(t *testing.T) {
	const emergency = "REAL EMERGENCY. Stop the exercise and listen to the facilitator."
	for _, c := range []struct{ verb, args, why, allows, told string }{
		{"pause", "", "Paused by the facilitator", "talk", ""},
		{"pause", `{"why":"Lunch.","allows":"nothing"}`, "Lunch.", "nothing", ""},
		{"stop", "", emergency, "nothing", "FACILITATOR Fay to all: NO EXERCISE: " + emergency},
		{"stop", `{"text":"Fire!"}`, "Fire!", "nothing", "FACILITATOR Fay to all: NO EXERCISE: Fire!"},
		{"shut", `{"why":"Enough."}`, "The room is closed", "nothing", "EXERCISE to all: Fay has closed the room: Enough"},
	} {
		g := walledTable(t)
		ask(t, g, "Fay", "start", "")
		until(g, 1)
		ask(t, g, "Fay", c.verb, c.args)
		for _, who := range []string{"Ann", "Wall", "Fay"} {
			v := g.X.View(who)
			assert.Equal(t, []string{c.why, c.allows, "paused"}, []string{v.Clock.Why, v.Clock.Allows, v.Clock.Phase})
			assert.Equal(t, c.verb == "stop", v.Clock.Emergency)
			assert.Equal(t, c.told, strings.Join(heardBy(g, who), ""))
		}
		g.Pass(engine.Time(time.Hour))
		assert.InDelta(t, 1, g.X.Now().Hours(), 1e-9)
		ask(t, g, "Fay", "resume", "")
		assert.Equal(t, "running", g.X.Clock().Phase)
		said := heardBy(g, "Ann")
		assert.Equal(t, c.verb == "stop", len(said) == 2 && said[1] == "EXERCISE to all: The emergency is over. The exercise goes on.")
	}
	g := walledTable(t)
	ask(t, g, "Fay", "start", "")
	ask(t, g, "Fay", "end", `{"end":true}`)
	ask(t, g, "Fay", "stop", "")
	require.False(t, g.Do("Fay", "facilitator", "resume", "").OK)
	assert.Len(t, heardBy(g, "Ann"), 1, "an exercise that is over does not go on")
	g = walledTable(t)
	ask(t, g, "Fay", "start", `{"paused":true}`)
	assert.Equal(t, "The facilitator moves the clock", g.X.Clock().Why)
}

// TestSteps go to the next thing of a kind and pause there; where there is none, at the end.
func TestSteps(t *testing.T) {
	for _, c := range []struct {
		verb, args string
		hours      float64
	}{
		{"step", `{"to":"event"}`, 4}, {"step", `{"to":"inject"}`, 5}, {"step", `{"to":"move"}`, 10},
		{"jump", `{"by":"2h"}`, 5}, {"jump", `{"to":"6h"}`, 6}, {"jump", `{"by":"30h"}`, 10},
	} {
		g := table(t, walled+"[fact.late]\ntext = \"So.\"\nknown = {lab={at=\"4h\"}}\n"+
			"[inject.call]\ntext = \"So.\"\nat = \"5h\"\n[inject.more]\ntext = \"So.\"\nat = \"7h\"\n")
		ask(t, g, "Fay", "start", "")
		until(g, 3)
		ask(t, g, "Fay", "pause", "")
		ask(t, g, "Fay", c.verb, c.args)
		assert.InDelta(t, c.hours, g.X.Now().Hours(), 1e-9, "%s %s", c.verb, c.args)
		assert.False(t, g.X.Running())
		if c.hours < 10 {
			assert.Equal(t, []string{"The facilitator moves the clock", "everything"}, []string{g.X.Clock().Why, g.X.Clock().Allows})
		}
	}
	g := walledTable(t)
	ask(t, g, "Fay", "start", "")
	until(g, 10)
	ask(t, g, "Fay", "step", `{"to":"inject"}`)
	assert.True(t, g.X.Over(), "no inject comes any more, and no move ends before")
	without, _, _ := strings.Cut(walled, "[[move]]")
	g = table(t, without)
	ask(t, g, "Fay", "start", "")
	ask(t, g, "Fay", "step", `{"to":"move"}`)
	assert.InDelta(t, 20, g.X.Now().Hours(), 1e-9, "without moves it is the end")
}

// TestStepsToWhatBotsDo: the next event may be a bot's.
func TestStepsToWhatBotsDo(t *testing.T) {
	g := table(t, rising+"[inject.call]\ntext = \"So.\"\nat = \"9h\"\nto = [\"cloud\"]\n")
	ask(t, g, "Fay", "bot", `{"role":"lab","on":true}`)
	ask(t, g, "Fay", "start", "")
	until(g, 7)
	require.Zero(t, g.X.Engine().Messages())
	ask(t, g, "Fay", "step", `{"to":"event"}`)
	assert.InDelta(t, 9, g.X.Now().Hours(), 1e-9, "an inject comes before")
	require.Zero(t, g.X.Engine().Messages())
	ask(t, g, "Fay", "step", `{"to":"event"}`)
	assert.Equal(t, 1, g.X.Engine().Messages(), "the laboratory tells what it knows")
	assert.InDelta(t, 10, g.X.Now().Hours(), 1e-9)
}

// TestABotLeavesASeatAlone while a facilitator plays it, and plays on when it is given back.
func TestABotLeavesASeatAlone(t *testing.T) {
	for taken, told := range map[bool]int{true: 0, false: 1} {
		g := table(t, rising)
		ask(t, g, "Fay", "bot", `{"role":"lab","on":true}`)
		ask(t, g, "Fay", "takeover", `{"role":"lab"}`)
		ask(t, g, "Fay", "start", "")
		if until(g, 5); !taken {
			ask(t, g, "Fay", "giveback", `{"role":"lab"}`)
		}
		until(g, 30)
		assert.Equal(t, told, g.X.Engine().Messages())
	}
}

// TestCarriedOnWithNobody: a room that continues has nobody in it until they come back, the seats are kept, and what
// was lost with the files of the old record is no more to tell.
func TestCarriedOnWithNobody(t *testing.T) {
	g := inPhase(t, "running")
	theRoom("lost", `{"file":"one","kept":"two","why":"full"}`).on(g)
	bob("read", fmt.Sprintf(`{"n":%d}`, g.X.View("Bob").Player.Total)).on(g)
	require.Len(t, g.X.View("Fay").Control.Lost, 1)
	theRoom("resumed", "").on(g)
	c := g.X.View("Fay").Control
	assert.Empty(t, c.Lost)
	for _, m := range c.Roster {
		assert.False(t, m.Here, m.Name)
	}
	assert.Equal(t, "Bob", c.Seats[1].Holder)
	ask(t, g, "Fay", "inject", `{"inject":{"title":"Mine","text":"So.","to":["cloud"]}}`)
	ask(t, g, "Fay", "inject", `{"inject":{"title":"Mine","text":"So.","to":["lab"]}}`)
	for _, who := range []string{"Ann", "Bob"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player"}`).OK)
		assert.Positive(t, g.X.View(who).Player.MissedFrom, who)
	}
}

// TestLongWords are cut where they say so: a line of words at the letter, a text at a whole one.
func TestLongWords(t *testing.T) {
	g := inPhase(t, "running")
	why := strings.Repeat("ä", 250)
	require.True(t, fay("pause", `{"why":"`+why+`"}`).on(g).OK)
	assert.Equal(t, why[:400], g.X.Clock().Why, "200 letters of two bytes")
	require.True(t, fay("question", `{"text":"Which?","options":["`+strings.Repeat("ä", 121)+`","b"]}`).on(g).OK)
	q := g.X.View("Fay").Questions
	assert.Equal(t, strings.Repeat("ä", 120), q[len(q)-1].Options[0])
	require.True(t, bob("answer", `{"n":1,"text":"x`+strings.Repeat("ä", 600)+`"}`).on(g).OK)
	assert.Equal(t, "x"+strings.Repeat("ä", 499), g.X.View("Fay").Questions[0].Answers[0].Text, "1000 bytes at most")
}

// TestNoticesHaveTheTimeOfTheRoom where the record has it.
func TestNoticesHaveTheTimeOfTheRoom(t *testing.T) {
	for at, want := range map[time.Time]string{time.Date(2027, 3, 1, 10, 0, 0, 0, time.FixedZone("", 3600)): "2027-03-01T09:00:00Z",
		{}: ""} {
		g := inPhase(t, "running")
		require.True(t, g.X.Do(record.Entry{At: g.X.Now(), Wall: at, Who: "Fay", Verb: "broadcast", Args: []byte(`{"text":"So."}`)}).OK)
		n := g.X.View("Bob").Notices
		assert.Equal(t, want, n[len(n)-1].Wall)
	}
}
