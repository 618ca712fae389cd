package exercise_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/director"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// TestWhatTheTimeOfARoomGoesTo, minute by minute: to who sits there before STARTEX, to play and talk by move, to
// the hot wash. What passes while the host is suspended, or nobody is there to host, is nobody's.
func TestWhatTheTimeOfARoomGoesTo(t *testing.T) {
	g := tabletest.Of(t, table(t, walled).X)
	x, wall := g.X, time.Unix(1_800_000_000, 0)
	do := func(minutes int, who, verb, args string) {
		t.Helper()
		wall = wall.Add(time.Duration(minutes) * time.Minute)
		seat := map[bool]string{true: exercise.RoomSeat, false: "facilitator"}[who == ""]
		a := x.Do(record.Entry{At: x.Now(), Wall: wall, Who: who, Seat: seat, Verb: verb, Args: json.RawMessage(args)})
		require.True(t, a.OK, a.Why)
	}
	spent := func() float64 { _, n, _ := x.Directed(); return n.Minutes() }
	minutes := func(list []time.Duration) (out []float64) {
		for _, d := range list {
			out = append(out, d.Minutes())
		}
		return out
	}
	do(0, "Fay", "unseat", `{"who":"Bob"}`)
	do(0, "Fay", "unseat", `{"who":"Cyd"}`)
	early := x.Early()
	do(2, "Fay", "bot", `{"role":"lab","on":true}`)
	do(4, "Fay", "bot", `{"role":"lab","on":false}`) // a bot had it
	do(1, "Fay", "unseat", `{"who":"Ann"}`)
	do(8, "Fay", "broadcast", `{"text":"Nobody sits here."}`)
	assert.Equal(t, 3*time.Minute, x.Early()-early)
	do(0, "Fay", "direct", `{"time":"90m","on":true}`)
	do(0, "Fay", "start", "")
	begun := director.LayOut(90*time.Minute, 2, false).Early().Minutes()
	assert.InDelta(t, begun, spent(), 1e-9, "what comes before has had the time that was planned for it")
	until(g, 2)
	do(4, "", "stood", `{"for":"3m"}`)
	do(10, "", "resumed", "")
	do(1, "Fay", "resume", "")
	do(-5, "Fay", "broadcast", `{"text":"Somebody has put the clock back."}`)
	do(5, "Fay", "broadcast", `{"text":"So."}`)
	until(g, 10)
	do(2, "Fay", "broadcast", `{"text":"The move has ended."}`)
	do(3, "Fay", "resume", "")
	until(g, 12)
	do(6, "Fay", "broadcast", `{"text":"So."}`)
	do(1, "Fay", "end", `{"end":true}`)
	do(8, "Fay", "broadcast", `{"text":"So."}`)
	s := x.Scene()
	assert.Equal(t, []float64{8, 7}, minutes(s.Played))
	assert.Equal(t, []float64{3, 0}, minutes(s.Talked))
	assert.InDelta(t, 8, s.Washed.Minutes(), 1e-9)
	assert.Equal(t, 1, s.Ended)
	assert.InDelta(t, begun+1+1+5+2+3+6+1+8, spent(), 1e-9)
}

// TestATimeFromNowOn: after STARTEX a time that is given counts from then.
func TestATimeFromNowOn(t *testing.T) {
	g := begun(t, walled)
	asked := func() float64 { n, _, _ := g.X.Directed(); return n.Minutes() }
	ask(t, g, "Fay", "direct", `{"time":"40m","on":true}`)
	assert.InDelta(t, 40, asked(), 1e-9)
	require.True(t, g.X.Do(record.Entry{At: g.X.Now(), Wall: time.Unix(600, 0), Who: "Fay", Verb: "broadcast",
		Args: []byte(`{"text":"So."}`)}).OK)
	require.True(t, g.X.Do(record.Entry{At: g.X.Now(), Wall: time.Unix(600, 0), Who: "Fay", Verb: "direct",
		Args: []byte(`{"time":"30m","on":true}`)}).OK)
	assert.InDelta(t, 40, asked(), 1e-9, "10 minutes have gone, and 30 are to come")
}

// TestWhatADirectorHasDone is told to staff: the pace, within its bounds, and that the clock stands and goes on.
func TestWhatADirectorHasDone(t *testing.T) {
	g := table(t, walled)
	ask(t, g, "Fay", "direct", `{"time":"90m","on":true}`)
	ask(t, g, "Fay", "start", "")
	bounds := "A minute of the room is between 1s and 60d of the exercise"
	for minute, why := range map[string]string{"0.5s": bounds, "1s": "", "60d": "", "61d": bounds, "soon": bounds} {
		assert.Equal(t, why, theRoom("directed", `{"do":"pace","minute":"`+minute+`","why":"so"}`).on(g).Why, minute)
	}
	for _, do := range []string{`"pace","minute":"7m"`, `"hold"`, `"go on"`} {
		require.True(t, theRoom("directed", `{"do":`+do+`,"why":"so it is"}`).on(g).OK, do)
	}
	assert.Equal(t, "7m", g.X.Clock().Pace)
	var did []string
	for _, c := range g.X.PlanOf(&director.Plan{}, nil).Did[2:] {
		did = append(did, c.Text)
	}
	assert.Equal(t, []string{"A minute is 7m: so it is", "The clock is paused: so it is", "The clock goes on: so it is"}, did)
	require.True(t, theRoom("directed", `{"do":"hold","why":"so"}`).on(g).OK)
	ask(t, g, "Fay", "direct", `{"on":false}`)
	assert.Equal(t, []string{"The facilitator moves the clock", "paused"}, []string{g.X.Clock().Why, g.X.Clock().Phase},
		"it stays where it is until the facilitator lets it go on")
}

// TestWhatADirectorWaitsFor: what injects expect of people, questions that have a time, open questions of the
// room; and not what only bots could do.
func TestWhatADirectorWaitsFor(t *testing.T) {
	g := table(t, desks+"[action.look]\nby = [\"cloud\"]\n[inject.call]\ntitle = \"A call\"\ntext = \"So.\"\nat = \"1h\"\nto = [\"cloud\"]\n"+
		"expects = {any=[\"look\"], within=\"3h\", by=[\"cloud\"]}\n[inject.all]\ntitle = \"To all\"\ntext = \"So.\"\nat = \"1h\"\n"+
		"expects = {any=[\"look\"], within=\"2h\"}\n")
	ask(t, g, "Fay", "start", "")
	until(g, 1.5)
	ask(t, g, "Cyd", "ask", `{"ask":"What?","to":["cloud"],"due":"2h"}`)
	ask(t, g, "Cyd", "ask", `{"ask":"And?","to":["cloud"]}`)
	waits := func() (out []string) {
		for _, a := range g.X.Scene().Open {
			out = append(out, a.Title+" "+a.From.String()+" "+a.Due.String())
		}
		return out
	}
	until(g, 2)
	assert.Equal(t, []string{"A call T+01:00 T+04:00", "To all T+01:00 T+03:00", "Agency asks Cloud T+01:40 T+03:30"}, waits())
	ask(t, g, "Fay", "bot", `{"role":"cloud","on":true}`)
	assert.Equal(t, []string{"To all T+01:00 T+03:00"}, waits(), "of all seats somebody is there")
	ask(t, g, "Fay", "takeover", `{"role":"cloud"}`)
	until(g, 3.5)
	assert.Equal(t, []string{"A call T+01:00 T+04:00"}, waits(), "what was missed is waited for no more")
	assert.False(t, g.X.Scene().Question)
	ask(t, g, "Fay", "question", `{"text":"Ready?"}`)
	assert.True(t, g.X.Scene().Question)
	for _, who := range []string{"Ann", "Bob", "Cyd"} {
		g.Do(who, "player", "answer", `{"n":1,"text":"Yes."}`)
	}
	ask(t, g, "Fay", "question", `{"text":"Sure?"}`)
	assert.True(t, g.X.Scene().Question, "the second")
	ask(t, g, "Fay", "question", `{"text":"And now?"}`)
	ask(t, g, "Fay", "close", `{"n":3}`)
	assert.True(t, g.X.Scene().Question, "the second is open still")
	ask(t, g, "Fay", "close", `{"n":2}`)
	assert.False(t, g.X.Scene().Question)
}

// TestWhatLiesUnread counts for a director once a seat says what it has read.
func TestWhatLiesUnread(t *testing.T) {
	g := begun(t, desks)
	until(g, 2)
	assert.Empty(t, g.X.Scene().Unread)
	p := g.X.View("Bob").Player
	ask(t, g, "Bob", "read", `{"n":1}`)
	assert.Equal(t, []int{g.X.View("Bob").Player.Unread}, g.X.Scene().Unread)
	assert.Positive(t, p.Total-1)
	n := p.Total
	ask(t, g, "Ann", "read", `{"n":2,"only":true}`)
	assert.Len(t, g.X.Scene().Unread, 2, "one item by itself is reading too")
	before := g.X.Scene().News
	ask(t, g, "Bob", "say", `{"say":"So.","to":["agency"]}`)
	assert.Equal(t, before[1]+1, g.X.Scene().News[1], "what one sends is one act, and no news")
	assert.Greater(t, g.X.View("Bob").Player.Total, n)
	ask(t, g, "Fay", "bot", `{"role":"lab","on":true}`)
	assert.Len(t, g.X.Scene().Unread, 1, "a bot reads all")
}

// foreseen has something expected that a bot does an hour after, something that it does not, and an inject that is
// held.
const foreseen = `
title = "Foreseen"
length = "20h"
[role.lab]
[role.cloud]
[role.agency]
[action.look]
by = ["cloud"]
[action.tell]
by = ["cloud"]
[inject.early]
text = "So."
at = "1h"
to = ["cloud"]
expects = {any=["tell"], within="30m", by=["cloud"]}
[inject.call]
text = "So."
at = "2h"
to = ["cloud"]
expects = {any=["look"], within="3h", by=["cloud"]}
[inject.mail]
text = "So."
at = "3h"
to = ["lab"]
[inject.held]
text = "So."
at = "4h"
hold = true
to = ["lab"]
[[note]]
role = "cloud"
when = "delivered('call')"
do = "look"
decide = "1h"
`

// TestWhatADirectorForesees: what reaches seats that people have, or any while nobody has one; what they are likely
// to be expected to do, for as long as bots would take, or for all of its time once more was missed than was done.
func TestWhatADirectorForesees(t *testing.T) {
	for name, c := range map[string]struct {
		here    string
		before  bool
		hour    float64
		news    []float64
		answers []string
	}{
		"nobody yet":         {"", true, 0, []float64{1, 2, 3, 4}, []string{"inject early 1 1.5", "inject call 2 3"}},
		"the laboratory":     {"Ann", true, 0, []float64{3, 4}, nil},
		"Cloud":              {"Bob", true, 0, []float64{1, 2}, []string{"inject early 1 1.5", "inject call 2 3"}},
		"nobody, and begun":  {"", false, 0, []float64{1, 2, 3, 4}, nil},
		"one that is missed": {"Bob", false, 1.6, []float64{2}, []string{"inject call 2 5"}},
		"in an emergency":    {"Ann", false, 0.5, []float64{3, 4}, nil},
	} {
		g := table(t, foreseen)
		for _, who := range []string{"Ann", "Bob", "Cyd"} {
			if who != c.here {
				ask(t, g, "Fay", "unseat", `{"who":"`+who+`"}`)
			}
		}
		if !c.before {
			ask(t, g, "Fay", "start", "")
			until(g, c.hour)
		}
		if name == "in an emergency" {
			ask(t, g, "Fay", "stop", "")
		}
		f, _, ok := g.X.Clone().Foresee(nil)
		require.True(t, ok, name)
		var news []float64
		for _, at := range f.News {
			news = append(news, at.Hours())
		}
		var answers []string
		for _, a := range f.Answers {
			answers = append(answers, fmt.Sprintf("%s %g %g", a.ID, a.From.Hours(), a.Due.Hours()))
		}
		assert.Equal(t, c.news, news, name)
		assert.Equal(t, c.answers, answers, name)
		assert.InDelta(t, 20, f.End.Hours(), 1e-9, name)
	}
}

// TestALookAheadIsBrokenOff where that is asked for.
func TestALookAheadIsBrokenOff(t *testing.T) {
	g := table(t, "title = \"T\"\nlength = \"20h\"\n[role.lab]\n[role.cloud]\n[role.agency]\n[inject.news]\ntext = \"So.\"\n"+
		"at = \"1m\"\nevery = \"4m\"\ntimes = 290\n")
	ask(t, g, "Fay", "start", "")
	for _, on := range []bool{true, false} {
		_, _, ok := g.X.Clone().Foresee(func() bool { return on })
		assert.Equal(t, on, ok)
	}
}
