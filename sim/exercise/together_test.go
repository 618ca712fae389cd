package exercise_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
)

const linked = `
title = "Linked"
[role.lab]
[role.cloud]
[role.agency]
[role.press]
[fact.theft]
text = "A theft."
tlp = "amber"
needed_by = ["cloud", "agency"]
known = {lab={at="1h"}}
[fact.storm]
text = "A storm."
needed_by = ["agency", "press"]
known = {lab={at="2h"}}
[fact.nobody]
text = "Nobody knows."
needed_by = ["press"]
[sharing]
latency = "20h"
[[sharing.contacts]]
from = "lab"
to = "cloud"
latency = "1h"
[[sharing.contacts]]
from = "cloud"
to = "agency"
latency = "2h"
[action.hold]
by = ["lab", "cloud", "agency"]
takes = "1h"
joint = {quorum=3, must=["agency"], within="10h"}
`

func together(g *tabletest.Table) exercise.Together { return g.X.View("Fay").Control.Together }

// hang finds what hangs by its id.
func hang(t exercise.Together, id string) *exercise.Hang {
	for i := range t.Hangs {
		if t.Hangs[i].ID == id {
			return &t.Hangs[i]
		}
	}
	return nil
}

func until(g *tabletest.Table, h float64) {
	g.X.Advance(engine.At(scenario.Duration(h * float64(scenario.Hour))))
}

// TestFactsHang: who knows a fact, who needs it, and the quickest way that its mark allows,
// over a third seat where that is quicker.
func TestFactsHang(t *testing.T) {
	g := begun(t, linked)
	assert.Empty(t, together(g).Hangs, "nobody knows anything")
	until(g, 2)
	theft := hang(together(g), "theft")
	require.NotNil(t, theft)
	assert.Equal(t, []string{"cloud", "agency"}, theft.For)
	assert.Equal(t, "lab", theft.Seat)
	assert.Equal(t, 1.0, theft.Since.Hours)
	assert.Equal(t, []string{"lab → cloud, usually 1h by their contact",
		"lab → cloud → agency, usually 3h by their contact"}, theft.How)
	assert.Equal(t, []string{"lab → cloud → agency, usually 3h by their contact",
		"lab → press, usually 20h by the usual channel"}, hang(together(g), "storm").How)
	assert.Nil(t, hang(together(g), "nobody"), "what nobody knows does not hang on anybody")

	ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud","agency"]}`)
	assert.Nil(t, hang(together(g), "theft"), "it is on its way to all who need it")
	require.Len(t, together(g).Moving, 2)
	assert.Equal(t, exercise.Moving{From: "lab", To: "cloud", Kind: "fact", What: "Theft",
		Sent: together(g).Moving[0].Sent, Due: together(g).Moving[0].Due}, together(g).Moving[0])
	assert.Equal(t, 3.0, together(g).Moving[0].Due.Hours)
}

// TestWhoWasGivenAMark is no way on for a fact: who has it without one is.
func TestWhoWasGivenAMark(t *testing.T) {
	g := begun(t, linked)
	until(g, 2)
	ask(t, g, "Ann", "share", `{"share":"storm","to":["agency"],"mark":"red"}`)
	until(g, 23)
	storm := hang(together(g), "storm")
	require.NotNil(t, storm)
	assert.Equal(t, []string{"press"}, storm.For)
	assert.Equal(t, []string{"lab → press, usually 20h by the usual channel"}, storm.How,
		"who was given it under a mark is no way, who has it without one is")
}

// TestPairsAndQuestions: messages are counted by pair and kind; a question hangs until it is
// answered or declined.
func TestPairsAndQuestions(t *testing.T) {
	g := begun(t, linked)
	ask(t, g, "Ann", "ask", `{"ask":"Whose is it?","to":["cloud"],"due":"3h"}`)
	ask(t, g, "Bob", "say", `{"say":"Hello.","to":["lab","public"]}`)
	until(g, 2)
	q := hang(together(g), "lab#1")
	require.NotNil(t, q)
	assert.Equal(t, "cloud", q.Seat)
	assert.Equal(t, []string{"cloud has not said anything about it"}, q.How)
	assert.False(t, q.Late)
	ask(t, g, "Bob", "acknowledge", `{"acknowledge":"lab#1","as":"seen"}`)
	assert.Equal(t, []string{"cloud has said: seen"}, hang(together(g), "lab#1").How)
	until(g, 4)
	assert.True(t, hang(together(g), "lab#1").Late)
	assert.Equal(t, "lab#1", together(g).Hangs[0].ID, "what is late comes first")

	ask(t, g, "Cyd", "ask", `{"ask":"And whose is this?","to":["lab"],"due":"1m"}`)
	until(g, 4.1)
	early := hang(together(g), "agency#1")
	require.NotNil(t, early)
	assert.False(t, early.Late, "it is on its way")
	assert.Nil(t, early.Due)
	assert.Contains(t, early.How[1], "its answer is wanted before it arrives")

	by := map[string]exercise.Pair{}
	for _, p := range together(g).Pairs {
		by[p.From+">"+p.To] = p
	}
	assert.Len(t, by, 4)
	assert.Equal(t, 1, by["lab>cloud"].Questions)
	assert.Equal(t, 1, by["lab>cloud"].Open)
	assert.Equal(t, 1, by["cloud>lab"].Words)
	assert.Equal(t, 1, by["cloud>lab"].Moving)
	assert.Equal(t, 1, by["cloud>public"].Words)
	assert.Zero(t, by["cloud>public"].Moving, "the public hears at once")

	ask(t, g, "Bob", "say", `{"say":"Ours.","to":["lab"],"re":"lab#1"}`)
	assert.Nil(t, hang(together(g), "lab#1"))
	for _, p := range together(g).Pairs {
		switch p.From + ">" + p.To {
		case "cloud>lab":
			assert.Equal(t, 1, p.Answers)
		case "lab>cloud":
			assert.Equal(t, [2]int{1, 0}, [2]int{p.Questions, p.Open})
		}
	}
}

// TestAQuestionThatIsDeclined hangs on nobody any more.
func TestAQuestionThatIsDeclined(t *testing.T) {
	g := begun(t, linked)
	ask(t, g, "Ann", "ask", `{"ask":"Whose is it?","to":["cloud"]}`)
	until(g, 1)
	require.NotNil(t, hang(together(g), "lab#1"))
	assert.Equal(t, 1, together(g).Pairs[0].Open)
	ask(t, g, "Bob", "acknowledge", `{"acknowledge":"lab#1","as":"declined"}`)
	assert.Nil(t, hang(together(g), "lab#1"))
	assert.Zero(t, together(g).Pairs[0].Open)
}

// TestJointsHang: a joint action hangs while it is short of those it needs, and says who
// must and who could.
func TestJointsHang(t *testing.T) {
	g := begun(t, linked)
	ask(t, g, "Ann", "commit", `{"commit":"hold"}`)
	h := hang(together(g), "hold")
	require.NotNil(t, h)
	assert.Equal(t, []string{"1 of 3 have committed", "not without agency", "1 of: cloud"}, h.How)
	assert.Equal(t, "agency", h.Seat, "without whom it cannot be comes first")
	assert.Equal(t, 10.0, h.Due.Hours)
	ask(t, g, "Cyd", "commit", `{"commit":"hold"}`)
	ask(t, g, "Bob", "commit", `{"commit":"hold"}`)
	assert.Nil(t, hang(together(g), "hold"), "it is under way")
}

// TestPulses: what a seat does is in the step in which it did it, and adds up.
func TestPulses(t *testing.T) {
	g := begun(t, linked)
	length := g.X.Engine().Horizon().Hours()
	until(g, length/2)
	for range 3 {
		ask(t, g, "Ann", "say", `{"say":"Hello.","to":["cloud"]}`)
	}
	until(g, length*0.9)
	require.Len(t, together(g).Pulses, 4)
	for _, p := range together(g).Pulses {
		sum := 0.0
		for _, n := range p.Acts {
			sum += n
		}
		switch p.Role {
		case "lab":
			assert.Equal(t, 3.0, sum)
			assert.Zero(t, p.Acts[len(p.Acts)/4])
			assert.InDelta(t, 0.9*60, len(p.Acts), 2)
		case "cloud":
			assert.Zero(t, sum)
			assert.Greater(t, p.Unread[len(p.Unread)-1], p.Unread[len(p.Unread)/4])
		}
	}
}

// TestWhatHangsIsInTheOrderOfItsHurry: what is late, then what has a time, the nearest first, then the rest, the oldest
// first.
func TestWhatHangsIsInTheOrderOfItsHurry(t *testing.T) {
	g := begun(t, linked)
	ask(t, g, "Ann", "commit", `{"commit":"hold"}`) // by 10 h
	until(g, 1.5)
	ask(t, g, "Ann", "ask", `{"ask":"Whose is it?","to":["cloud"],"due":"2h"}`)
	ask(t, g, "Bob", "ask", `{"ask":"And now?","to":["agency"],"due":"5h"}`)
	until(g, 4)
	var got []string
	for _, h := range together(g).Hangs {
		got = append(got, h.ID)
	}
	assert.Equal(t, []string{"lab#1", "cloud#1", "hold", "theft", "storm"}, got)
}

// TestWhatAJointActionIsShortOf: who must, who could, on whom it hangs first, and by when, if that is before the end.
func TestWhatAJointActionIsShortOf(t *testing.T) {
	for joint, c := range map[string]struct {
		how  []string
		seat string
		due  float64 // 0 for none
	}{
		`quorum=2, within="20h"`:                     {[]string{"1 of 2 have committed", "1 of: cloud, agency"}, "cloud", 20},
		`quorum=2, within="21h"`:                     {[]string{"1 of 2 have committed", "1 of: cloud, agency"}, "cloud", 0},
		`quorum=3`:                                   {[]string{"1 of 3 have committed", "2 of: cloud, agency"}, "cloud", 0},
		`quorum=2, must=["agency"], within="1h"`:     {[]string{"1 of 2 have committed", "not without agency"}, "agency", 1},
		`quorum=3, must=["agency"]`:                  {[]string{"1 of 3 have committed", "not without agency", "1 of: cloud"}, "agency", 0},
		`quorum=1, must=["cloud", "agency"]`:         {[]string{"1 of 1 have committed", "not without cloud, agency"}, "cloud", 0},
		`quorum=9, parts={lab=4, cloud=3, agency=2}`: {[]string{"4 of 9 are committed", "5 of: cloud, agency"}, "cloud", 0},
		`quorum=6, parts={lab=4, cloud=3, agency=2}, must=["agency"]`: {[]string{"4 of 6 are committed", "not without agency"},
			"agency", 0},
	} {
		g := begun(t, "title = \"T\"\nlength = \"20h\"\n[role.lab]\n[role.cloud]\n[role.agency]\n[action.hold]\n"+
			"by = \"all\"\njoint = {"+joint+"}\n[action.look]\nby = \"all\"\n")
		assert.Empty(t, together(g).Hangs, "nobody has proposed it")
		ask(t, g, "Ann", "commit", `{"commit":"hold"}`)
		h := hang(together(g), "hold")
		require.NotNil(t, h, joint)
		assert.Equal(t, c.how, h.How, joint)
		assert.Equal(t, c.seat, h.Seat, joint)
		var due *exercise.Moment
		for _, a := range g.X.View("Ann").Player.Actions {
			if a.ID == "hold" {
				due = a.Joint.Lapses
			}
		}
		assert.Equal(t, h.Due, due, "%s: seats read the same", joint)
		if c.due == 0 {
			assert.Nil(t, h.Due, joint)
		} else {
			require.NotNil(t, h.Due, joint)
			assert.Equal(t, c.due, h.Due.Hours, joint)
		}
	}
}

// TestAJointActionThatNobodyElseCanJoin: draws can leave fewer seats than it needs, each of which is harmless alone. It
// hangs, on nobody.
func TestAJointActionThatNobodyElseCanJoin(t *testing.T) {
	text := "title = \"T\"\nlength = \"20h\"\n[role.lab]\n[role.cloud]\n[role.agency]\n[draw.one]\nchoice = {cloud=2, lab=1}\n" +
		"[draw.other]\nchoice = {agency=2, lab=1}\n[action.hold]\nby = [\"{one}\", \"{other}\"]\njoint = {quorum=2}\n"
	for seed := range uint64(100) {
		x, err := exercise.New(record.Header{Format: 1, Name: "seats", Scenario: text, Seed: seed})
		require.NoError(t, err)
		if drawn := x.Engine().Drawn(); drawn[0] != 1 || drawn[1] != 1 {
			continue
		}
		g := seated(t, x)
		ask(t, g, "Fay", "start", "")
		ask(t, g, "Ann", "commit", `{"commit":"hold"}`)
		h := hang(together(g), "hold")
		require.NotNil(t, h)
		assert.Equal(t, []string{"1 of 2 have committed", "nobody else can commit"}, h.How)
		assert.Empty(t, h.Seat+h.Title)
		return
	}
	t.Fatal("no run draws it so")
}

// TestWhenAQuestionIsLate: it is late once its time is over, if it has one; and where its answer is wanted by the time
// at which it arrives, or before, that is said while it is on its way.
func TestWhenAQuestionIsLate(t *testing.T) {
	for _, c := range []struct {
		due  string
		hour float64
		late bool
		how  int // how many things are said of it
	}{
		{"", 0.5, false, 1}, {"", 9, false, 1}, {`,"due":"59m"`, 0.5, false, 2}, {`,"due":"1h"`, 0.5, false, 2},
		{`,"due":"61m"`, 0.5, false, 1}, {`,"due":"2h"`, 0.5, false, 1}, {`,"due":"2h"`, 2, false, 1}, {`,"due":"2h"`, 2.1, true, 1},
	} {
		g := begun(t, linked)
		ask(t, g, "Ann", "ask", `{"ask":"Whose is it?","to":["cloud"]`+c.due+`}`)
		until(g, c.hour)
		q := hang(together(g), "lab#1")
		require.NotNil(t, q)
		assert.Equal(t, c.late, q.Late, "%v", c)
		assert.Len(t, q.How, c.how, "%v", c)
		assert.Equal(t, c.due == "" || c.how == 2, q.Due == nil, "%v", c)
	}
}

// TestWhoHasTheQuickestWay: a fact hangs on who is quickest of those who have it; what is on its way to one is on
// its way to that one alone; and where the usual way is a venue that its mark forbids, that is what is said.
func TestWhoHasTheQuickestWay(t *testing.T) {
	g := begun(t, `
title = "T"
length = "20h"
[role.lab]
[role.cloud]
[role.agency]
[role.press]
[fact.first]
text = "x"
needed_by = ["lab", "agency"]
known = {cloud={at="0h"}}
[fact.theft]
text = "x"
tlp = "red"
known = {lab={at="0h"}}
needed_by = ["agency"]
[fact.storm]
text = "x"
known = {lab={at="0h"}, cloud={at="0h"}}
needed_by = ["agency", "press"]
[sharing]
latency = "2h"
[[sharing.contacts]]
from = "cloud"
to = "agency"
latency = "30s"
[venue.room]
members = ["lab", "agency"]
latency = "0s"
convene = "1h"
`)
	until(g, 0.1)
	storm := hang(together(g), "storm")
	require.NotNil(t, storm)
	assert.Equal(t, []string{"cloud", "cloud"}, []string{storm.Seat, storm.Title})
	assert.Equal(t, []string{"cloud → agency, usually 30s by their contact", "lab → press, usually 2h by the usual channel"}, storm.How)
	ask(t, g, "Ann", "share", `{"share":"storm","to":["press"]}`)
	assert.Equal(t, []string{"agency"}, hang(together(g), "storm").For)
	assert.Equal(t, []string{"lab", "agency"}, hang(together(g), "first").For, "another fact")
	ask(t, g, "Ann", "convene", `{"convene":"room"}`)
	until(g, 1.5)
	assert.Equal(t, []string{"lab → agency, usually at once in room"}, hang(together(g), "storm").How)
	theft := hang(together(g), "theft")
	require.NotNil(t, theft)
	assert.Equal(t, []string{"agency"}, theft.For)
	assert.Equal(t, []string{"the usual way to agency is a venue, where its mark forbids it: choose another way"}, theft.How)
	assert.Equal(t, "lab", theft.Seat)
}

// TestAWayRoundIsQuicker than the straight one: the quickest way is found, whichever seat is listed first.
func TestAWayRoundIsQuicker(t *testing.T) {
	g := begun(t, `
title = "T"
length = "20h"
[role.lab]
[role.cloud]
[role.agency]
[fact.storm]
text = "x"
known = {cloud={at="0h"}}
needed_by = ["lab", "agency"]
[sharing]
latency = "10h"
[[sharing.contacts]]
from = "cloud"
to = "agency"
latency = "1h"
[[sharing.contacts]]
from = "agency"
to = "lab"
latency = "1h"
`)
	until(g, 0.1)
	storm := hang(together(g), "storm")
	require.NotNil(t, storm)
	assert.Equal(t, []string{"cloud → agency, usually 1h by their contact", "cloud → agency → lab, usually 2h by their contact"},
		storm.How)
}

// TestWhomNoUsualWayReaches: of two who need a fact, the one has a way, and the usual way to the other is forbidden.
func TestWhomNoUsualWayReaches(t *testing.T) {
	g := begun(t, `
title = "T"
length = "20h"
[role.lab]
[role.cloud]
[role.agency]
[fact.theft]
text = "x"
tlp = "red"
known = {lab={at="0h"}}
needed_by = ["cloud", "agency"]
[sharing]
latency = "2h"
[venue.room]
members = ["lab", "agency"]
latency = "0s"
open = true
[venue.den]
members = ["cloud", "agency"]
latency = "0s"
open = true
`)
	until(g, 0.1)
	theft := hang(together(g), "theft")
	require.NotNil(t, theft)
	assert.Equal(t, []string{"lab → cloud, usually 2h by the usual channel",
		"the usual way to agency is a venue, where its mark forbids it: choose another way"}, theft.How)
}

// TestPairsByKind: facts and questions by pair, with the time of the last, and what is on its way in the order of
// arrival.
func TestPairsByKind(t *testing.T) {
	g := begun(t, linked)
	until(g, 2)
	ask(t, g, "Ann", "share", `{"share":"storm","to":["press"]}`)
	until(g, 3)
	ask(t, g, "Ann", "share", `{"share":"storm","to":["cloud"]}`)
	ask(t, g, "Cyd", "ask", `{"ask":"What?","to":["lab"]}`)
	by := map[string]exercise.Pair{}
	for _, p := range together(g).Pairs {
		by[p.From+">"+p.To] = p
	}
	assert.Equal(t, []int{1, 1, 1, 1}, []int{by["lab>press"].Facts, by["lab>cloud"].Facts, by["agency>lab"].Questions, by["agency>lab"].Open})
	assert.Equal(t, []float64{2, 3, 3}, []float64{by["lab>press"].Last.Hours, by["lab>cloud"].Last.Hours, by["agency>lab"].Last.Hours})
	var to []string
	for _, m := range together(g).Moving {
		to = append(to, m.To)
	}
	assert.Equal(t, []string{"cloud", "press", "lab"}, to)
}

// TestWhoWritesToWhom: in the order of the seats, the public last; what the public is asked is open with nobody, nor
// what somebody has declined.
func TestWhoWritesToWhom(t *testing.T) {
	g := begun(t, desks)
	ask(t, g, "Bob", "say", `{"say":"Hello.","to":["lab"]}`)
	ask(t, g, "Ann", "ask", `{"ask":"Who has seen it?","to":["public"]}`)
	ask(t, g, "Ann", "ask", `{"ask":"Have you?","to":["agency"]}`)
	until(g, 1)
	open := func() (out []string) {
		for _, p := range together(g).Pairs {
			out = append(out, fmt.Sprint(p.From, " ", p.To, " ", p.Questions, " ", p.Open))
		}
		return out
	}
	assert.Equal(t, []string{"lab agency 1 1", "lab public 1 0", "cloud lab 0 0"}, open())
	ask(t, g, "Cyd", "acknowledge", `{"acknowledge":"lab#1","as":"declined"}`)
	assert.Equal(t, []string{"lab agency 1 0", "lab public 1 0", "cloud lab 0 0"}, open())
}
