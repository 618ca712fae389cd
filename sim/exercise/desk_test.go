package exercise_test

import (
	"encoding/json"
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
	"tocsin/sim/speech"
	"tocsin/sim/tabletest"
)

const desks = `
title = "Desks"
length = "20h"
[role.lab]
title = "The laboratory"
budget = 3
[role.cloud]
title = "Cloud"
[role.agency]
title = "Agency"
[sharing]
latency = "10m"
[fact.theft]
title = "The theft"
text = "A theft."
known = {lab={at="0h"}}
[fact.quiet]
title = "A quiet word"
text = "Only the laboratory has it."
tlp = "red"
known = {lab={at="3h"}}
[action.hold]
title = "Hold"
by = ["lab", "cloud"]
joint = {quorum=2, within="5h"}
takes = "2h"
[action.pact]
title = "Sign a pact"
by = ["lab", "agency"]
joint = {quorum=2, within="5h"}
[mechanism.line]
title = "A line"
cost = {lab=2}
changes = [{sharing=0}]
[[move]]
title = "First"
until = "5h"
questions = ["What do we know?"]
[[move]]
title = "Second"
until = "10h"
[inject.turn]
title = "At the turn"
text = "It comes as the second move begins."
from = "Desk"
to = ["lab"]
at = "5h"
[inject.wave]
title = "A wave"
text = "All hear of it."
from = "Feed"
media = "social"
at = "1h"
[inject.mail]
title = "A mail to all"
text = "All read it."
from = "Post"
media = "email"
at = "1h"
[[note]]
role = "lab"
when = "knows('theft')"
do = {say="We have seen it", to=["cloud"]}
`

// table seats Ann, Bob, Cyd and a facilitator at a scenario.
func table(t *testing.T, text string) *tabletest.Table {
	t.Helper()
	x, err := exercise.New(record.Header{Format: 1, Name: "desks", Scenario: text, Seed: 1,
		Started: time.Unix(0, 0).UTC()})
	require.NoError(t, err)
	return seated(t, x)
}

// begun is the table of a scenario at STARTEX, with the clock running.
func begun(t *testing.T, text string) *tabletest.Table {
	t.Helper()
	g := table(t, text)
	ask(t, g, "Fay", "start", "")
	return g
}

// seated has the people of table come to an exercise.
func seated(t *testing.T, x *exercise.Exercise) *tabletest.Table {
	t.Helper()
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	require.True(t, g.Do("Eva", "evaluator", "join", `{"kind":"evaluator"}`).OK)
	require.True(t, g.Do("Wall", "board", "join", `{"kind":"board"}`).OK)
	for _, p := range [][2]string{{"Ann", "lab"}, {"Bob", "cloud"}, {"Cyd", "agency"}} {
		require.True(t, g.Do(p[0], "player", "join", `{"kind":"player","want":"`+p[1]+`","open":true}`).OK)
	}
	return g
}

// ask has somebody of the table ask for something that is done.
func ask(t *testing.T, g *tabletest.Table, who, verb, args string) {
	t.Helper()
	seat := map[string]string{"Fay": "facilitator", "Eva": "evaluator", "Ann": "lab", "Bob": "cloud", "Cyd": "agency"}[who]
	a := g.Do(who, seat, verb, args)
	require.True(t, a.OK, "%s %s %s: %s", who, verb, args, a.Why)
}

// TestWhatTheMediaBringToAll: what comes to all by news or in social media is on the wall, what each
// gets by mail is not.
func TestWhatTheMediaBringToAll(t *testing.T) {
	g := begun(t, desks)
	until(g, 2)
	var news []string
	for _, it := range g.X.View("Wall").Board.News {
		news = append(news, fmt.Sprintf("%d %s", it.N, it.Title))
	}
	assert.Equal(t, []string{"1 STARTEX", "2 A wave"}, news)
	for _, who := range []string{"Ann", "Bob", "Cyd"} {
		var got []string
		for _, it := range g.X.View(who).Player.Inbox {
			if it.Kind == exercise.ItemInject {
				got = append(got, it.Title)
			}
		}
		assert.ElementsMatch(t, []string{"A wave", "A mail to all"}, got, who)
	}
}

// TestWhatIsSaidIsNoQuestion: what was answered though it asked for nothing has been read, not
// answered; a question that was answered has been.
func TestWhatIsSaidIsNoQuestion(t *testing.T) {
	g := begun(t, desks)
	ask(t, g, "Ann", "say", `{"say":"We look into it.","to":["cloud"]}`)
	ask(t, g, "Ann", "ask", `{"ask":"What do you see?","to":["agency"]}`)
	until(g, 1)
	ask(t, g, "Bob", "say", `{"say":"Fine.","to":["lab"],"re":"lab#1"}`)
	ask(t, g, "Cyd", "say", `{"say":"Nothing.","to":["lab"],"re":"lab#1"}`)
	ask(t, g, "Bob", "read", `{"n":1}`)
	until(g, 2)
	states := map[string]string{}
	for _, it := range g.X.View("Ann").Player.Inbox {
		for _, r := range it.Reached {
			states[r.To] = r.State
		}
	}
	assert.Equal(t, "answered", states["Agency"])
	assert.NotEqual(t, "answered", states["Cloud"])
}

// TestACopyGoesItsOwnWay: what reaches a desk in a copy of an exercise is not on the desk of the
// exercise itself, and the other way about.
func TestACopyGoesItsOwnWay(t *testing.T) {
	g := begun(t, desks)
	until(g, 2)
	titles := func(x *exercise.Exercise) (out []string) {
		for _, it := range x.View("Bob").Player.Inbox {
			out = append(out, it.Text)
		}
		return out
	}
	before := titles(g.X)
	c := g.X.Clone()
	say := func(x *exercise.Exercise, words string) {
		require.True(t, x.Do(record.Entry{Seq: len(g.Entries) + 1, At: x.Now(), Who: "Fay", Seat: "facilitator",
			Verb: "inject", Args: json.RawMessage(`{"inject":{"to":["cloud"],"title":"T","text":"` + words + `"}}`),
			State: x.Digest()}).OK)
	}
	say(g.X, "here")
	say(c, "there")
	assert.Equal(t, append(slices.Clone(before), "here"), titles(g.X))
	assert.Equal(t, append(slices.Clone(before), "there"), titles(c))
}

// TestWhichContingencyIsSuggested: one that is kept in hand for the objective of an inject that was not answered
// in time, and one that waits for just that; none for nothing or for something else, and none that comes by itself.
func TestWhichContingencyIsSuggested(t *testing.T) {
	const text = "text = \"So.\"\nto = [\"cloud\"]\n"
	expects := "at = \"1h\"\nexpects = {any=[\"pact\"], within=\"1h\"}\n"
	objective := func(id string) string {
		return "[objective." + id + "]\ntitle = \"T\"\nmeasure = {time_to=\"done('pact')\"}\nrate = {P=\"2h\", S=\"4h\", M=\"8h\"}\n"
	}
	g := table(t, desks+objective("voice")+objective("calm")+"[inject.first]\nobjective = \"voice\"\n"+text+expects+
		"[inject.plain]\n"+text+expects+"[inject.same]\nobjective = \"voice\"\nwhen = \"false\"\n"+text+
		"[inject.calm]\nobjective = \"calm\"\nwhen = \"false\"\n"+text+"[inject.free]\nwhen = \"false\"\n"+text+
		"[inject.timed]\nobjective = \"voice\"\nwhen = \"hours >= 30\"\n"+text+
		"[inject.asked]\nwhen = \"missed('first') && hours >= 30\"\n"+text)
	ask(t, g, "Fay", "start", "")
	for hour, want := range map[float64][]string{1.5: nil, 2.5: {"asked", "same"}} {
		c := tabletest.Of(t, g.X.Clone())
		until(c, hour)
		var got []string
		for _, p := range c.X.View("Fay").Control.Next {
			if p.Suggest != "" {
				got = append(got, p.ID)
			}
		}
		assert.Equal(t, want, got, "at %gh", hour)
	}
}

// TestSeatedInAnothersPlace: who holds a seat keeps it when asked in again, and hears who takes it.
func TestSeatedInAnothersPlace(t *testing.T) {
	g := table(t, desks)
	assert.Equal(t, "Bob already has that seat", g.Do("Fay", "facilitator", "seat", `{"who":"Bob","role":"cloud"}`).Why)
	assert.Equal(t, "cloud", g.X.View("Bob").You.Role)
	ask(t, g, "Fay", "seat", `{"who":"Cyd","role":"cloud"}`)
	assert.Empty(t, g.X.View("Bob").You.Role)
	notices := g.X.View("Bob").Notices
	require.NotEmpty(t, notices)
	assert.Equal(t, "Cyd has taken your seat, Cloud.", notices[len(notices)-1].Text)
}

// TestWhatASeatHasPutIn: a mechanism says how much of it is the seat's own.
func TestWhatASeatHasPutIn(t *testing.T) {
	g := table(t, desks)
	mine := func() float64 { return g.X.View("Ann").Player.Mechanisms[0].Mine }
	require.Zero(t, mine())
	ask(t, g, "Ann", "invest", `{"invest":"line","points":1.5}`)
	assert.InDelta(t, 1.5, mine(), 1e-9)
	assert.InDelta(t, 1.5, g.X.View("Ann").Player.Budget, 1e-9)
}

// TestWhatAJointActionWaitsFor: how many have committed, and until when.
func TestWhatAJointActionWaitsFor(t *testing.T) {
	g := begun(t, desks)
	joint := func() (exercise.JointState, string) {
		v := g.X.View("Ann")
		for _, a := range v.Player.Actions {
			if a.ID == "hold" {
				for _, thing := range v.Scope()(speech.Joint, nil) {
					if thing.ID == "hold" {
						return *a.Joint, thing.Note
					}
				}
			}
		}
		t.Fatal("the action is not there")
		return exercise.JointState{}, ""
	}
	j, note := joint()
	assert.Equal(t, "Needs 2 who commit", j.Needs())
	assert.Nil(t, j.Lapses)
	assert.Equal(t, "needs 2", note)
	until(g, 1)
	ask(t, g, "Bob", "commit", `{"commit":"hold"}`)
	j, note = joint()
	require.NotNil(t, j.Lapses)
	assert.InDelta(t, 6, j.Lapses.Hours, 0.01)
	assert.Equal(t, "1 of 2 committed", note)
}

// TestAPlanIsNoPromise: a note without a time by which it holds is a bot's plan, and no player's note.
func TestAPlanIsNoPromise(t *testing.T) {
	assert.Empty(t, table(t, desks).X.View("Ann").Player.Notes)
	g := table(t, desks+"within = \"1h\"\n")
	assert.Len(t, g.X.View("Ann").Player.Notes, 1)
	assert.Empty(t, g.X.View("Bob").Player.Notes)
}

// TestWhatIsTalkedAboutAtTheEndOfAMove: its questions are there while the clock is at its end, and
// what it brought is its own and not the next one's.
func TestWhatIsTalkedAboutAtTheEndOfAMove(t *testing.T) {
	g := begun(t, desks)
	until(g, 1)
	ask(t, g, "Bob", "say", `{"say":"Hello.","to":["lab"]}`)
	until(g, 5)
	assert.Equal(t, []string{"What do we know?"}, g.X.View("Bob").Clock.Discuss)
	ask(t, g, "Fay", "resume", "")
	assert.Empty(t, g.X.View("Bob").Clock.Discuss)
	until(g, 10)
	m := g.X.View("Fay").Control.Material
	require.NotNil(t, m)
	var came []string
	for _, b := range m.Came {
		came = append(came, b.Title)
	}
	assert.Equal(t, []string{"At the turn"}, came)
	assert.Zero(t, m.Move.Messages, "what was said in the first move")
	for _, b := range m.Told {
		assert.GreaterOrEqual(t, b.At.Hours, 5.0, b.Text)
	}
	ask(t, g, "Fay", "wall", `{"show":"move","page":1}`)
	assert.Equal(t, 1, g.X.View("Wall").Board.Move.Messages)
}

// TestWhatStaffWriteDown: staff see each other's observations but those that are for their writer alone.
func TestWhatStaffWriteDown(t *testing.T) {
	g := table(t, desks)
	ask(t, g, "Fay", "observe", `{"text":"For all."}`)
	ask(t, g, "Fay", "observe", `{"text":"For me.","private":true}`)
	seen := func(who string) (out []string) {
		for _, o := range g.X.View(who).Control.Observations {
			out = append(out, o.Text)
		}
		return out
	}
	assert.Equal(t, []string{"For all.", "For me."}, seen("Fay"))
	assert.Equal(t, []string{"For all."}, seen("Eva"))
}

// TestWhatWasRetracted: an inject that was sent in error has come, and comes no more.
func TestWhatWasRetracted(t *testing.T) {
	g := begun(t, desks)
	until(g, 2)
	ask(t, g, "Fay", "retract", `{"retract":"wave"}`)
	c := g.X.View("Fay").Control
	for _, p := range c.Next {
		assert.NotEqual(t, "wave", p.ID)
	}
	assert.True(t, slices.ContainsFunc(c.Delivered, func(p exercise.Planned) bool {
		return p.ID == "wave" && p.State == "withdrawn"
	}))
}

// TestRequestsThatAreOverdue: those that have no answer in time, but for those declined.
func TestRequestsThatAreOverdue(t *testing.T) {
	for option, state := range map[string]string{"": "overdue", "0": "overdue", "1": "overdue", "2": "declined"} {
		g := begun(t, desks)
		ask(t, g, "Ann", "ask", `{"ask":"What do you see?","to":["cloud"],"due":"1h"}`)
		until(g, 0.5)
		if option != "" {
			ask(t, g, "Bob", "acknowledge", `{"acknowledge":"lab#1","as":`+
				map[string]string{"0": `"seen"`, "1": `"will do"`, "2": `"declined"`}[option]+`}`)
		}
		until(g, 3)
		all := g.X.View("Fay").Control.Requests
		require.Len(t, all, 1)
		assert.Equal(t, state, all[0].State, option)
	}
}

// TestSeatTitles: what a seat is called, and the id itself where there is no such seat.
func TestSeatTitles(t *testing.T) {
	x := table(t, desks).X
	assert.Equal(t, "Cloud", x.SeatTitle("cloud"))
	assert.Equal(t, "nowhere", x.SeatTitle("nowhere"))
	verb, args, err := exercise.Entry(&exercise.Resume{})
	require.NoError(t, err)
	assert.Equal(t, "resume", verb)
	assert.Nil(t, args, "what has no arguments")
	_, _, err = exercise.Entry(engine.Command{})
	assert.Error(t, err)
}

// TestWhoWithdrawsIsHeard: those who could join in hear that a seat has withdrawn.
func TestWhoWithdrawsIsHeard(t *testing.T) {
	g := begun(t, desks)
	until(g, 1)
	ask(t, g, "Bob", "commit", `{"commit":"hold"}`)
	heard := func(who string) bool {
		return slices.ContainsFunc(g.X.View(who).Player.Inbox, func(it exercise.Item) bool {
			return it.Title == "Cloud has withdrawn: Hold"
		})
	}
	assert.False(t, heard("Ann"))
	ask(t, g, "Bob", "withdraw", `{"withdraw":"hold"}`)
	assert.True(t, heard("Ann"))
	assert.False(t, heard("Cyd"), "who has no part in it")
}

// TestAFactThatIsToldIsReadOnce: the message that brings a fact is the one item about it.
func TestAFactThatIsToldIsReadOnce(t *testing.T) {
	g := begun(t, desks)
	until(g, 0.5)
	ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud"],"text":"Look."}`)
	until(g, 0.9)
	var got []exercise.ItemKind
	for _, it := range g.X.View("Bob").Player.Inbox {
		if it.Fact == "theft" {
			got = append(got, it.Kind)
		}
	}
	assert.Equal(t, []exercise.ItemKind{exercise.ItemMessage}, got)
}

// TestASystemThatHasFailedFromTheStart says since when: from STARTEX on.
func TestASystemThatHasFailedFromTheStart(t *testing.T) {
	g := table(t, desks+"[system.grid]\ntitle = \"The grid\"\nowner = \"cloud\"\nfails = \"0s\"\n"+
		"[system.well]\ntitle = \"The well\"\nowner = \"cloud\"\nfails = \"2h\"\n")
	ask(t, g, "Fay", "start", "")
	until(g, 4)
	since := map[string]float64{}
	for _, s := range g.X.View("Bob").Player.Systems {
		require.NotNil(t, s.Since, s.ID)
		since[s.ID] = s.Since.Hours
	}
	assert.Equal(t, map[string]float64{"grid": 0, "well": 2}, since)
}

// TestNobodyComesForASeatThatIsNotThere: whoever asks for one is told so.
func TestNobodyComesForASeatThatIsNotThere(t *testing.T) {
	g := table(t, desks)
	assert.Equal(t, `There is no seat "nowhere"`, g.Do("Dan", "player", "join", `{"kind":"player","want":"nowhere"}`).Why)
}

// TestHowFarAQuestionHasCome: with each of those it went to, the first seat of the file among them, what they said of
// it, and whether its answer is late: after its time, not at it. What says a thing to all has no state.
func TestHowFarAQuestionHasCome(t *testing.T) {
	g := begun(t, desks)
	until(g, 0.5)
	ask(t, g, "Bob", "say", `{"say":"Hello, all.","to":["public"]}`)
	ask(t, g, "Bob", "say", `{"say":"Hello.","to":["lab"]}`)
	ask(t, g, "Bob", "ask", `{"ask":"Whose is it?","to":["lab","agency"],"due":"2h"}`)
	until(g, 0.9)
	reached := func() (out []exercise.Reached) {
		for _, it := range g.X.View("Bob").Player.Inbox {
			out = append(out, it.Reached...)
		}
		return out
	}
	due := reached()[1].Due
	require.NotEmpty(t, due)
	ask(t, g, "Ann", "acknowledge", `{"acknowledge":"cloud#2","as":"seen"}`)
	for _, c := range []struct {
		hour float64
		late bool
	}{{2.4, false}, {2.5, false}, {2.6, true}} {
		until(g, c.hour)
		assert.Equal(t, []exercise.Reached{{To: "The laboratory", State: exercise.Arrived},
			{To: "The laboratory", State: "seen", Due: due, Late: c.late},
			{To: "Agency", State: exercise.Arrived, Due: due, Late: c.late}}, reached(), "at %v h", c.hour)
	}
}

// TestTheDirectorKeepsItsPace: a move with a pace of its own gives it to the clock, unless a director has the clock.
func TestTheDirectorKeepsItsPace(t *testing.T) {
	text := strings.Replace(desks, "[[move]]\ntitle = \"Second\"", "[[move]]\nminute = \"3m\"\ntitle = \"Second\"", 1)
	for directed, pace := range map[bool]time.Duration{false: 3 * time.Minute, true: 7 * time.Minute} {
		g := table(t, text)
		ask(t, g, "Fay", "pace", `{"minute":"7m"}`)
		if directed {
			ask(t, g, "Fay", "direct", `{"time":"2h","on":true}`)
		}
		ask(t, g, "Fay", "start", "")
		before := g.X.Pace()
		until(g, 5)
		if directed {
			assert.Equal(t, before, g.X.Pace())
		} else {
			assert.Equal(t, engine.Time(pace), g.X.Pace())
		}
	}
}
