package exercise_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// TestAFlawIsForStaff: that a version is flawed is in no seat's view, whoever sees who runs it.
func TestAFlawIsForStaff(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/s03_version_exposure.toml")
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Format: 1, Name: "versions", Scenario: string(src), Seed: 1,
		Started: time.Unix(0, 0).UTC()})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	for who, role := range map[string]string{"Dan": "dev", "Hal": "h1", "Pia": "press"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
	}
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	for hour, flawed := range map[float64]bool{1.5: false, 3: true, 8: true} {
		c := x.Clone()
		h := tabletest.Of(t, c)
		until(h, hour)
		assert.Equal(t, flawed, strings.Contains(tabletest.Written(c.View("Fay")), `"flawed":true`), hour)
		assert.NotEmpty(t, c.View("Dan").Player.Versions, hour)
		for _, who := range []string{"Dan", "Hal", "Pia"} {
			assert.NotContains(t, tabletest.Written(c.View(who)), `"flawed":true`, "%s at %v", who, hour)
		}
	}
}

// TestWhoOwnsWhatRunsAVersion: staff read it of each system that has an owner, the first seat of a scenario too; a seat
// that has the list reads which systems they are.
func TestWhoOwnsWhatRunsAVersion(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/s03_version_exposure.toml")
	require.NoError(t, err)
	text := strings.Replace(string(src), "title = \"Kiosk\"\n", "title = \"Kiosk\"\nruns = \"v20\"\n", 1)
	text = strings.Replace(text, "owner = \"h1\"", "owner = \"dev\"", 1)
	x, err := exercise.New(record.Header{Format: 1, Name: "versions", Scenario: text, Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	require.True(t, g.Do("Dan", "player", "join", `{"kind":"player","want":"dev","open":true}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	owners := map[string]string{}
	for _, s := range x.View("Fay").Control.Versions[0].Systems {
		owners[s.ID] = s.Owner
	}
	assert.Equal(t, map[string]string{"t1": "Developer", "t2": "Second clinic", "t3": "Third clinic", "kiosk": ""}, owners)
	until(g, 5.5)
	seen := x.View("Dan").Player.Versions[0].Systems
	require.NotEmpty(t, seen)
	for _, s := range seen {
		assert.Empty(t, s.Owner, "the list says what runs it, no more")
	}
}

// TestWhatADirectorLooksAt: what a seat does and what reaches it is news of that seat, and what waits
// for the facilitator's ruling waits for nobody else.
func TestWhatADirectorLooksAt(t *testing.T) {
	g := begun(t, desks)
	until(g, 0.5)
	before := g.X.Scene()
	ask(t, g, "Bob", "say", `{"say":"Hello.","to":["lab"]}`)
	until(g, 0.8)
	after := g.X.Scene()
	assert.Equal(t, before.News[1]+1, after.News[1], "Cloud has said something")
	assert.Equal(t, before.News[0]+1, after.News[0], "it has reached the laboratory")
	assert.Equal(t, before.News[2], after.News[2])

	require.Zero(t, after.Rulings)
	ask(t, g, "Bob", "attempt", `{"attempt":"We ask around."}`)
	ask(t, g, "Cyd", "attempt", `{"attempt":"We call them."}`)
	require.Equal(t, 2, g.X.Scene().Rulings)
	ask(t, g, "Fay", "approval", `{"case":"cloud#1","from":"agency","text":"May they?"}`)
	assert.Equal(t, 1, g.X.Scene().Rulings, "the first waits for the agency")
	ask(t, g, "Fay", "query", `{"query":"agency#1","text":"Whom?"}`)
	assert.Equal(t, 0, g.X.Scene().Rulings, "and the second for its own seat")
	ask(t, g, "Cyd", "approve", `{"n":1,"yes":true}`)
	assert.Equal(t, 1, g.X.Scene().Rulings)
}

// TestNothingComesBeforeSTARTEX: before it there is nothing to go on to but the end.
func TestNothingComesBeforeSTARTEX(t *testing.T) {
	g := table(t, desks)
	f, coming, ok := g.X.Clone().Foresee(nil)
	require.True(t, ok)
	assert.Empty(t, coming)
	assert.Equal(t, f.End, f.Next)
	assert.InDelta(t, 20, f.End.Hours(), 1e-9)
	ask(t, g, "Fay", "start", "")
	f, coming, ok = g.X.Clone().Foresee(nil)
	require.True(t, ok)
	assert.NotEmpty(t, coming)
	assert.InDelta(t, 1, f.Next.Hours(), 1e-9, "the first injects")
}

// TestWhereNothingComes a director goes on to the end of the move.
func TestWhereNothingComes(t *testing.T) {
	g := table(t, "title = \"T\"\nlength = \"20h\"\n[role.lab]\n[role.cloud]\n[role.agency]\n[[move]]\nuntil = \"5h\"\n"+
		"[[move]]\nuntil = \"20h\"\n")
	ask(t, g, "Fay", "start", "")
	until(g, 1)
	f, coming, ok := g.X.Clone().Foresee(nil)
	require.True(t, ok)
	assert.Equal(t, []float64{5, 20}, []float64{f.Next.Hours(), f.End.Hours()})
	assert.Empty(t, f.News)
	assert.Len(t, coming, 1, "the end of the move")
}

// TestWhatComesToAnySeat is told to a director in the order of time, once for each time.
func TestWhatComesToAnySeat(t *testing.T) {
	inject := func(to, at string) string {
		return "[inject." + to + "_" + at + "]\ntext = \"So.\"\nto = [\"" + to + "\"]\nat = \"" + at + "\"\n"
	}
	g := table(t, "title = \"T\"\nlength = \"20h\"\n[role.lab]\n[role.cloud]\n[role.agency]\n"+
		inject("lab", "3h")+inject("cloud", "1h")+inject("agency", "3h")+inject("agency", "2h"))
	ask(t, g, "Fay", "start", "")
	f, _, ok := g.X.Clone().Foresee(nil)
	require.True(t, ok)
	var news []float64
	for _, at := range f.News {
		news = append(news, at.Hours())
	}
	assert.Equal(t, []float64{1, 2, 3}, news)
	assert.InDelta(t, 1, f.Next.Hours(), 1e-9)
}

// TestWhoPlays: a bot's seat needs no time of the room, unless the facilitator has taken it over.
func TestWhoPlays(t *testing.T) {
	g := table(t, desks)
	assert.Equal(t, 3, g.X.Staffed())
	ask(t, g, "Fay", "bot", `{"role":"cloud","on":true}`)
	assert.Equal(t, 2, g.X.Staffed())
	ask(t, g, "Fay", "takeover", `{"role":"cloud"}`)
	assert.Equal(t, 3, g.X.Staffed())
	ask(t, g, "Fay", "unseat", `{"who":"Ann"}`)
	assert.Equal(t, 2, g.X.Staffed())
}

// TestWhatWasTriedToBeTold: the hot wash asks once of each thing that somebody never told others, names
// what came in the world, and puts a gap where it was due, or at the end where no time was set.
func TestWhatWasTriedToBeTold(t *testing.T) {
	for within, at := range map[string]float64{"": 12, "within = \"3h\"\n": 4} {
		g := table(t, strings.NewReplacer("[fact.theft]\n", "[fact.theft]\n"+within+"needed_by = [\"cloud\", \"agency\"]\n",
			`known = {lab={at="0h"}}`, `known = {lab={at="1h"}}`).Replace(desks)+`
[system.grid]
title = "The grid"
owner = "cloud"
fails = "6h"
`)
		ask(t, g, "Fay", "start", "")
		for _, hour := range []float64{5, 10, 12} { // the clock is at the end of each move
			until(g, hour)
			g.Do("Fay", "facilitator", "resume", "")
		}
		ask(t, g, "Fay", "end", `{"end":true}`)
		w, err := g.X.HotWash(t.Context())
		require.NoError(t, err)
		asked, gaps, cascade := 0, 0, 0
		for _, q := range w.Questions {
			if q == `The laboratory knew "The theft" and never told Cloud, Agency. What stood in the way?` {
				asked++
			}
		}
		for _, b := range w.Timeline {
			if b.Kind == "gap" && strings.Contains(b.Text, `needs "The theft" by now, which The laboratory knows`) {
				gaps++
				assert.InDelta(t, at, b.At.Hours, 0.01, within)
			}
			if b.Kind == "cascade" && strings.Contains(b.Text, "The grid") {
				cascade++
			}
		}
		assert.Equal(t, []int{1, 2, 1}, []int{asked, gaps, cascade}, within)
	}
}

// TestWhatBecameOfASeat: what it promised, and what it was asked and did not answer, by its own view.
func TestWhatBecameOfASeat(t *testing.T) {
	g, x := exchangers(t)
	require.True(t, g.Do("Bob", "cloud", "file", `{"file":"#1","to":["cert"]}`).OK)
	require.True(t, g.Do("Bob", "cloud", "file", `{"file":"#2","to":["lab"]}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 1.5)
	require.True(t, g.Do("Bob", "cloud", "share", `{"share":"egress","to":["cert"]}`).OK)
	require.True(t, g.Do("Ann", "lab", "ask", `{"ask":"What is it?","to":["cloud"]}`).OK)
	until(g, 8)
	require.True(t, g.Do("Fay", "facilitator", "end", `{"end":true}`).OK)
	became := strings.Join(x.View("Bob").Player.Became, "\n")
	assert.Contains(t, became, "Promises that you kept: ")
	assert.Contains(t, became, "Promises that you broke: ")
	assert.Contains(t, became, "Requests to you that are not answered: 1")
	assert.NotContains(t, strings.Join(x.View("Ann").Player.Became, "\n"), "not answered")
}

// TestMarksOfEachThing: marks for one inject stand by the thing that was looked for, the last of each person.
func TestMarksOfEachThing(t *testing.T) {
	g := table(t, strings.Replace(desks, "at = \"5h\"\n", "at = \"5h\"\nlook_for = [\"They ask.\", \"They tell.\"]\n", 1)+
		"[inject.more]\ntext = \"More.\"\nat = \"6h\"\nto = [\"lab\"]\nlook_for = [\"They wait.\"]\n")
	ask(t, g, "Fay", "start", "")
	until(g, 5)
	ask(t, g, "Fay", "resume", "")
	until(g, 7)
	for _, args := range []string{`"inject":"turn","n":1,"mark":"2"`, `"inject":"turn","n":2,"mark":"0"`,
		`"inject":"turn","n":1,"mark":"3"`, `"inject":"more","n":1,"mark":"1"`} {
		ask(t, g, "Eva", "judge", "{"+args+"}")
	}
	ask(t, g, "Fay", "judge", `{"inject":"turn","n":2,"mark":"1"}`)
	got := map[string][]string{}
	for _, p := range g.X.View("Fay").Control.Delivered {
		for _, m := range p.Marks {
			got[p.ID] = append(got[p.ID], strings.Join([]string{m.Who, m.Mark}, " "))
		}
	}
	assert.Equal(t, []string{"Eva 3", "Fay 1", "Eva 0"}, got["turn"])
	assert.Equal(t, []string{"Eva 1"}, got["more"])
}
