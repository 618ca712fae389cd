package exercise_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/speech"
	"tocsin/sim/tabletest"
)

// picturedTable is the scenario of testdata/toys/picture.toml, and more, with people in its three seats, begun.
func picturedTable(t *testing.T, more ...string) *tabletest.Table {
	src, err := os.ReadFile("../../testdata/toys/picture.toml")
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Format: 1, Name: "picture", Scenario: string(src) + strings.Join(more, ""), Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	for _, j := range [][2]string{{"Fay", `{"kind":"facilitator"}`}, {"Wall", `{"kind":"board"}`},
		{"Ann", `{"kind":"player","want":"lab","open":true}`}, {"Bob", `{"kind":"player","want":"cloud","open":true}`},
		{"Cyd", `{"kind":"player","want":"agency","open":true}`}} {
		require.True(t, g.Do(j[0], "player", "join", j[1]).OK)
	}
	return g
}

func says(t *testing.T, g *tabletest.Table, who, seat, hypothesis string, sure float64) {
	t.Helper()
	a := g.Do(who, seat, "assess", fmt.Sprintf(`{"hypothesis":%q,"confidence":%g}`, hypothesis, sure))
	require.True(t, a.OK, a.Why)
}

// TestPicture, worked out by hand in the head of testdata/toys/picture.toml.
func TestPicture(t *testing.T) {
	g := picturedTable(t)
	assert.Contains(t, g.Do("Ann", "lab", "assess", `{"hypothesis":"insider","confidence":0.5}`).Why, "not begun")
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 2)
	says(t, g, "Ann", "lab", "insider", 0.8)
	says(t, g, "Ann", "lab", "state", 0.3)
	says(t, g, "Ann", "lab", "glitch", 0.1)
	says(t, g, "Bob", "cloud", "insider", 0.2)
	says(t, g, "Bob", "cloud", "state", 0.7)
	until(g, 3)
	says(t, g, "Bob", "cloud", "glitch", 0.2)
	p := g.X.View("Fay").Control.Picture
	require.Len(t, p.Agreement, 1, "both have spoken of all three at 3h, and not before")
	assert.InDelta(t, 0.5, p.Agreement[0].W, 1e-12)
	assert.Equal(t, [2]float64{3, 2}, [2]float64{p.Agreement[0].At.Hours, float64(p.Agreement[0].N)})
	until(g, 4)
	says(t, g, "Bob", "cloud", "insider", 0.9)
	p = g.X.View("Fay").Control.Picture
	require.Len(t, p.Agreement, 2)
	assert.InDelta(t, 1, p.Agreement[1].W, 1e-12)
	insider := p.Hypotheses[0]
	assert.InDelta(t, 0.85, insider.Mean, 1e-12)
	assert.Equal(t, [4]float64{0.8, 0.9, 2, 3}, [4]float64{insider.Low, insider.High, float64(insider.Said),
		float64(insider.Of)})
	assert.Equal(t, []exercise.HeldAt{{Hours: 2, Mean: 0.8}, {Hours: 2, Mean: 0.5}, {Hours: 4, Mean: insider.Mean}},
		insider.Trace)
	assert.Equal(t, []exercise.Evidence{{ID: "login", Title: "The odd login", Known: []string{"Laboratory"}}},
		insider.For)
	assert.True(t, insider.Truth)

	ann, bob := g.X.View("Ann").Player.Picture, g.X.View("Bob").Player.Picture
	assert.Equal(t, []exercise.Evidence{{ID: "login", Title: "The odd login"}}, ann.Hypotheses[0].For,
		"who else knows it is for staff")
	assert.Empty(t, bob.Hypotheses[0].For, "the cloud does not know of the login")
	assert.False(t, ann.Hypotheses[0].Truth)
	assert.InDelta(t, 0.8, *ann.Hypotheses[0].Yours, 1e-12)
	assert.Zero(t, ann.Hypotheses[0].Said, "how many others have spoken is theirs")
	assert.Empty(t, ann.Agreement)
	assert.Empty(t, ann.Now)

	assert.Contains(t, g.Do("Ann", "lab", "assess", `{"hypothesis":"insider","confidence":1.2}`).Why, "100%")
	assert.Contains(t, g.Do("Ann", "lab", "assess", `{"hypothesis":"none","confidence":1}`).Why, "no hypothesis")
	assert.False(t, g.Do("Fay", "facilitator", "assess", `{"hypothesis":"insider","confidence":1}`).OK)
}

// TestSeverity: the world has come to a level by its threshold, and seats judge as they do.
func TestSeverity(t *testing.T) {
	g := picturedTable(t)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 2)
	require.True(t, g.Do("Ann", "lab", "grade", `{"level":"minor"}`).OK)
	require.True(t, g.Do("Ann", "lab", "grade", `{"level":"grave"}`).OK)
	require.True(t, g.Do("Bob", "cloud", "grade", `{"level":"minor"}`).OK)
	assert.Contains(t, g.Do("Bob", "cloud", "grade", `{"level":"none"}`).Why, "no level")
	p := g.X.View("Fay").Control.Picture
	assert.Equal(t, "Minor", p.Now)
	assert.Equal(t, [][]string{{"Cloud"}, nil, {"Laboratory"}},
		[][]string{p.Severities[0].Seats, p.Severities[1].Seats, p.Severities[2].Seats})
	until(g, 6)
	assert.Equal(t, "Serious", g.X.View("Fay").Control.Picture.Now)
	until(g, 11)
	assert.Equal(t, "Grave", g.X.View("Fay").Control.Picture.Now)
}

// TestClash: two seats act on hypotheses that exclude each other; on others they do not clash.
func TestClash(t *testing.T) {
	g := picturedTable(t)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 1)
	require.True(t, g.Do("Ann", "lab", "act", `{"act":"suspend"}`).OK)
	require.True(t, g.Do("Cyd", "agency", "act", `{"act":"restart"}`).OK)
	assert.Empty(t, g.X.View("Fay").Control.Picture.Clashes, "an insider may cause a glitch")
	until(g, 2)
	require.True(t, g.Do("Bob", "cloud", "act", `{"act":"sanction"}`).OK)
	clashes := g.X.View("Fay").Control.Picture.Clashes
	require.Len(t, clashes, 1)
	assert.Equal(t, `Laboratory did "Suspend the contractor" as if it were "An insider", and Cloud, by T+02:00, `+
		`"Sanction the state" as if it were "A state": both cannot be. "The odd login" would have told Cloud; `+
		`Laboratory knew it.`, clashes[0].Words())
}

// accountsTable is testdata/worlds/accounts.toml, and more, with people in its five seats, begun.
func accountsTable(t *testing.T, more ...string) *tabletest.Table {
	src, err := os.ReadFile("../../testdata/worlds/accounts.toml")
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Format: 1, Name: "accounts", Scenario: string(src) + strings.Join(more, ""), Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	for _, seat := range []string{"grid", "lab", "agency", "ministry", "press"} {
		require.True(t, g.Do("P "+seat, "player", "join", `{"kind":"player","want":"`+seat+`","open":true}`).OK)
	}
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	return g
}

// TestClashesOfWhatIsHeld, worked out by hand in the head of testdata/worlds/accounts.toml: what a
// seat says goes before what it does, what it takes back counts no more, and what fits both
// accounts is on neither side.
func TestClashesOfWhatIsHeld(t *testing.T) {
	g := accountsTable(t)
	does := func(seat, verb, args string) {
		a := g.Do("P "+seat, seat, verb, args)
		require.True(t, a.OK, a.Why)
	}
	found := func() []exercise.Clash { return g.X.View("Fay").Control.Picture.Clashes }
	until(g, 2)
	does("grid", "act", `{"act":"repair"}`)
	does("ministry", "act", `{"act":"accuse"}`)
	require.Len(t, found(), 1, "the ministry has not yet taken it back")
	g = accountsTable(t)
	until(g, 2)
	does("ministry", "act", `{"act":"accuse"}`)
	until(g, 2.5)
	does("ministry", "cancel", `{"cancel":"accuse"}`)
	does("grid", "act", `{"act":"repair"}`)
	assert.Empty(t, found())
	until(g, 3)
	says(t, g, "P agency", "agency", "attack", 0.8)
	says(t, g, "P agency", "agency", "fault", 0.4)
	assert.Empty(t, found(), "whoever has done nothing acts on nothing")
	does("agency", "act", `{"act":"retaliate"}`)
	require.Len(t, found(), 1)
	until(g, 4)
	says(t, g, "P lab", "lab", "attack", 0.7)
	says(t, g, "P lab", "lab", "fault", 0.3)
	does("lab", "act", `{"act":"reset"}`)
	require.Len(t, found(), 1, "the laboratory holds an attack, whatever it does")
	until(g, 4.5)
	does("grid", "share", `{"share":"log","to":["lab"]}`)
	until(g, 5)
	says(t, g, "P lab", "lab", "fault", 0.9)
	until(g, 6)
	does("press", "act", `{"act":"isolate"}`)
	says(t, g, "P agency", "agency", "attack", 0.9)
	all := found()
	require.Len(t, all, 2)
	for i, want := range []struct {
		a, b, at string
		sureA    *float64
		knew     []string
	}{
		{"Grid operator", "Agency", "T+03:00", nil, []string{"Grid operator"}},
		{"Agency", "Laboratory", "T+05:00", ptr(0.8), []string{"Grid operator", "Laboratory"}},
	} {
		c := all[i]
		assert.Equal(t, []string{want.a, want.b, want.at}, []string{c.A, c.B, c.At.T})
		assert.Equal(t, want.sureA, c.SureA, "as it was then")
		require.Len(t, c.Lacked, 1, "the memo leads nowhere, and whoever is right lacked nothing")
		assert.Equal(t, exercise.Lacked{Seat: "Agency", Fact: "The relay's log", Facts: "log", Knew: want.knew}, c.Lacked[0])
	}
}

// TestWhoHoldsAnAccount: who has said more of it than of the other, or more than half of it alone, or less than half of
// the other alone.
func TestWhoHoldsAnAccount(t *testing.T) {
	no := -1.0
	for _, c := range []struct {
		attack, fault float64
		clashes       int
	}{{no, no, 1}, {0.5, no, 0}, {0.51, no, 1}, {no, 0.5, 0}, {no, 0.49, 1}, {0.4, 0.4, 0}, {0.4, 0.3, 1},
		{0.6, 0.7, 0}} {
		g := accountsTable(t)
		until(g, 2)
		require.True(t, g.Do("P grid", "grid", "act", `{"act":"repair"}`).OK)
		for h, sure := range map[string]float64{"attack": c.attack, "fault": c.fault} {
			if sure >= 0 {
				says(t, g, "P agency", "agency", h, sure)
			}
		}
		require.True(t, g.Do("P agency", "agency", "act", `{"act":"retaliate"}`).OK)
		assert.Len(t, g.X.View("Fay").Control.Picture.Clashes, c.clashes, "%v", c)
	}
}

func ptr[T any](v T) *T { return &v }

// TestPictureOnTheWall only once it is put there, by no name and without evidence.
func TestPictureOnTheWall(t *testing.T) {
	g := picturedTable(t)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 2)
	says(t, g, "Ann", "lab", "insider", 0.8)
	assert.Nil(t, wallOf(g).Picture)
	require.True(t, g.Do("Fay", "facilitator", "wall", `{"show":"picture"}`).OK)
	p := wallOf(g).Picture
	require.NotNil(t, p)
	assert.Empty(t, wallOf(g).Seats, "beside what names no seat there is no list of seats")
	assert.InDelta(t, 0.8, p.Hypotheses[0].Mean, 1e-12)
	text := tabletest.Written(g.X.View("Wall"))
	for _, word := range []string{"Laboratory", "odd login", `"truth":true`} {
		assert.NotContains(t, text, word)
	}
	assert.Empty(t, p.Hypotheses[0].For)
	assert.Empty(t, p.Hypotheses[0].Held)
	assert.False(t, p.Hypotheses[0].Truth)
	assert.Empty(t, p.Now)
}

// TestWhoSeesWhatOfThePicture: a seat its own words, the wall how many and how sure, staff who and why; and what is so
// staff at once, everybody once it is shown.
func TestWhoSeesWhatOfThePicture(t *testing.T) {
	g := picturedTable(t)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 2)
	require.True(t, g.Do("Ann", "lab", "assess", `{"hypothesis":"insider","confidence":0.8,"text":"The log."}`).OK)
	require.True(t, g.Do("Ann", "lab", "assess", `{"hypothesis":"state","confidence":0}`).OK)
	require.True(t, g.Do("Ann", "lab", "grade", `{"level":"serious"}`).OK)
	require.True(t, g.Do("Bob", "cloud", "grade", `{"level":"serious"}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "wall", `{"show":"picture"}`).OK)
	levels := func(p *exercise.Picture) (out []string) {
		for _, s := range p.Severities {
			out = append(out, fmt.Sprintf("%s %v %d %v", s.ID, s.Yours, s.Count, s.Seats))
		}
		return out
	}
	fay, ann, cyd := g.X.View("Fay").Control.Picture, g.X.View("Ann").Player.Picture, g.X.View("Cyd").Player.Picture
	assert.Equal(t, []string{"minor false 0 []", "serious false 2 [Laboratory Cloud]", "grave false 0 []"}, levels(fay))
	assert.Equal(t, []string{"minor false 0 []", "serious true 0 []", "grave false 0 []"}, levels(ann))
	assert.Equal(t, []string{"minor false 0 []", "serious false 0 []", "grave false 0 []"}, levels(cyd))
	assert.Equal(t, []string{"minor false 0 []", "serious false 2 []", "grave false 0 []"}, levels(wallOf(g).Picture))
	assert.Equal(t, []exercise.HeldBy{{Role: "lab", Title: "Laboratory", Confidence: 0.8, At: g.X.View("Fay").Clock.Now,
		Text: "The log."}}, fay.Hypotheses[0].Held)
	assert.Empty(t, ann.Hypotheses[0].Held)
	assert.Empty(t, ann.Hypotheses[0].Trace)
	assert.Nil(t, cyd.Hypotheses[0].Yours)
	assert.Len(t, wallOf(g).Picture.Hypotheses[0].Trace, 1)
	v := g.X.View("Ann")
	var said []string
	for _, kind := range []speech.Kind{speech.Hypothesis, speech.Level} {
		for _, thing := range v.Scope()(kind, nil) {
			said = append(said, thing.ID+": "+thing.Note)
		}
	}
	assert.Equal(t, []string{"insider: you said 80%", "state: you said 0%", "glitch: not said yet", "minor: ",
		"serious: you said so", "grave: "}, said)
	require.True(t, g.Do("Fay", "facilitator", "end", `{"end":true}`).OK)
	assert.False(t, g.X.View("Ann").Player.Picture.Hypotheses[0].Truth)
	require.True(t, g.Do("Fay", "facilitator", "reveal", `{"on":true}`).OK)
	assert.True(t, g.X.View("Ann").Player.Picture.Hypotheses[0].Truth)
	assert.True(t, wallOf(g).Picture.Hypotheses[0].Truth)
	assert.False(t, wallOf(g).Picture.Hypotheses[1].Truth)
}

// TestSeverityFromItsThresholdOn: the world has come to a level when the gauge is at its threshold.
func TestSeverityFromItsThresholdOn(t *testing.T) {
	g := picturedTable(t)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 5)
	assert.Equal(t, "Serious", g.X.View("Fay").Control.Picture.Now)
}

// TestWithoutAPicture: where there is neither hypothesis nor level, nobody sees one, and none can be asked for.
func TestWithoutAPicture(t *testing.T) {
	g := walledTable(t)
	ask(t, g, "Fay", "start", "")
	assert.Nil(t, g.X.View("Ann").Player.Picture)
	assert.Nil(t, g.X.View("Fay").Control.Picture)
	v := g.X.View("Ann")
	assert.Empty(t, v.Scope()(speech.Level, nil))
	assert.Equal(t, "This scenario has no hypotheses and no levels of severity",
		g.Do("Fay", "facilitator", "wall", `{"show":"picture"}`).Why)
}

// TestSeatsThatHoldAllEqual agree on no order: there is nothing to tell of it.
func TestSeatsThatHoldAllEqual(t *testing.T) {
	g := picturedTable(t)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 1)
	for _, h := range []string{"insider", "state", "glitch"} {
		says(t, g, "Ann", "lab", h, 0.5)
		says(t, g, "Bob", "cloud", h, 0.5)
	}
	assert.Empty(t, g.X.View("Fay").Control.Picture.Agreement)
}

// TestHowFarBackAPictureGoes: to the last 240 words. What a part of the seats is asked of says nothing of agreement.
func TestHowFarBackAPictureGoes(t *testing.T) {
	g := picturedTable(t, "\n[hypothesis.rumour]\ntitle = \"A rumour\"\nto = [\"lab\"]\n")
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 1)
	for i, h := range []string{"insider", "state", "glitch"} {
		says(t, g, "Ann", "lab", h, 0.2+0.1*float64(i))
		says(t, g, "Bob", "cloud", h, 0.2+0.2*float64(i))
	}
	picture := func() *exercise.Picture { return g.X.View("Fay").Control.Picture }
	require.Len(t, picture().Agreement, 1)
	says(t, g, "Ann", "lab", "rumour", 0.5)
	require.Len(t, picture().Agreement, 1)
	for i := range 241 {
		says(t, g, "Ann", "lab", "glitch", 0.5+0.001*float64(i))
	}
	p := picture()
	assert.Len(t, p.Agreement, 240)
	assert.Len(t, p.Hypotheses[2].Trace, 240)
	assert.Empty(t, p.Hypotheses[0].Trace, "it was said before")
}
