package exercise_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

const storied = `
title = "Storied"
length = "20h"
[role.lab]
title = "The laboratory"
[role.cloud]
title = "Cloud"
[role.agency]
title = "Agency"
[sharing]
latency = "2h"
[fact.theft]
title = "The theft"
text = "Weights are gone."
needed_by = ["cloud", "agency"]
known = {lab={at="1h"}}
[fact.secret]
title = "The secret"
text = "For the lab alone."
tlp = "red"
known = {lab={at="1h"}}
[fact.own]
title = "Its own"
text = "Everyone found it."
known = {lab={at="2h"}, cloud={at="2h"}}
[probe.cause]
ask = "Who was it?"
to = ["lab", "cloud"]
truth = "insider"
options = {insider="An insider", state="A state"}
[[note]]
role = "lab"
when = "hours >= 6"
within = "1h"
do = {say="We have seen it", to=["cloud"]}
shown_to = ["cloud"]
`

// TestStory, worked out by hand: the lab knows at 1h and sends at 5h, two hours take it to 7h; sent
// at once it had been there at 3h. What a mark
// keeps with the lab nobody could have known within it.
func TestStory(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "storied", Scenario: storied, Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	do := func(who, seat, verb, args string) {
		t.Helper()
		a := g.Do(who, seat, verb, args)
		require.True(t, a.OK, a.Why)
	}
	do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	do("Wall", "board", "join", `{"kind":"board"}`)
	do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`)
	do("Bob", "player", "join", `{"kind":"player","want":"cloud","open":true}`)
	do("Cyd", "player", "join", `{"kind":"player","want":"agency","open":true}`)
	do("Ann", "lab", "file", `{"file":"#1"}`)
	do("Fay", "facilitator", "start", "")
	until(g, 5)
	do("Ann", "lab", "share", `{"share":"theft","to":["cloud"]}`)
	do("Ann", "lab", "share", `{"share":"secret","to":["agency"]}`)
	do("Ann", "lab", "declare", `{"declare":"cause","option":"insider","confidence":0.8}`)
	do("Bob", "cloud", "declare", `{"declare":"cause","option":"state","confidence":0.6}`)
	until(g, 12)
	do("Fay", "facilitator", "end", `{"end":true}`)
	assert.Nil(t, g.X.View("Bob").Player.Story, "not before it is shown")
	do("Fay", "facilitator", "reveal", `{"on":true}`)
	assert.Nil(t, g.X.View("Wall").Truth, "the wall names nobody by itself")

	bob := g.X.View("Bob").Player.Story
	require.Len(t, bob.Could, 1)
	c := bob.Could[0]
	assert.Equal(t, "theft", c.ID)
	assert.True(t, c.Needed)
	assert.Equal(t, "The laboratory", c.From)
	assert.Equal(t, [3]float64{1, 3, 7}, [3]float64{c.Knew.Hours, c.At.Hours, c.Had.Hours})
	assert.Equal(t, "The theft: Weights are gone. The laboratory knew it from T+01:00 and could have had it here by "+
		"T+03:00; you knew it at T+07:00, 4h later", c.Words())
	assert.Equal(t, []exercise.BeliefBeside{{Ask: "Who was it?", Yours: "A state", Confidence: 0.6,
		Truth: "An insider"}}, bob.Beliefs)
	assert.Equal(t, `Who was it? you believed "A state", 60% sure; it was "An insider"`, bob.Beliefs[0].Words())

	cyd := g.X.View("Cyd").Player.Story
	require.Len(t, cyd.Could, 1, "the secret came against its mark, and could not have come sooner within it")
	assert.Nil(t, cyd.Could[0].Had)
	assert.Empty(t, cyd.Beliefs)

	ann := g.X.View("Ann").Player.Story
	assert.Empty(t, ann.Could)
	require.Len(t, ann.Promises, 1)
	assert.True(t, strings.HasPrefix(ann.Promises[0], "Broken: "), ann.Promises[0])

	m, err := g.X.Moments(context.Background(), nil)
	require.NoError(t, err)
	v := g.X.View("Fay")
	g.X.Post(&v, nil, m)
	pages := v.Control.Wall.Story
	require.NotEmpty(t, pages)
	for _, names := range []bool{false, true} {
		text := ""
		for n := range pages {
			do("Fay", "facilitator", "wall", fmt.Sprintf(`{"show":"story","page":%d,"names":%v}`, n+1, names))
			w := g.X.View("Wall")
			g.X.Post(&w, nil, m)
			require.NotNil(t, w.Board.Page)
			text += tabletest.Written(w)
		}
		assert.Contains(t, text, "1 of the 2 who needed it knew it")
		assert.Contains(t, text, `Of 2 seats, 1 said \"An insider\", 1 said \"A state\". It was \"An insider\".`)
		assert.Contains(t, text, "Of 1 promises 0 were kept, 1 broken")
		for _, name := range []string{"The laboratory", "Agency", "Cloud"} {
			assert.Equal(t, names, strings.Contains(text, name), name)
		}
	}
}

// TestWhatAMarkKeeps: what is marked amber or red could not have come sooner to seats that it is not for.
func TestWhatAMarkKeeps(t *testing.T) {
	for mark, could := range map[string]bool{"red": false, "amber": false, "green": true} {
		g := table(t, strings.Replace(storied, `tlp = "red"`, `tlp = "`+mark+`"`, 1))
		ask(t, g, "Fay", "start", "")
		until(g, 5)
		ask(t, g, "Ann", "share", `{"share":"secret","to":["agency"]}`)
		until(g, 12)
		ask(t, g, "Fay", "end", `{"end":true}`)
		ask(t, g, "Fay", "reveal", `{"on":true}`)
		assert.Equal(t, could, slices.ContainsFunc(g.X.View("Cyd").Player.Story.Could,
			func(c exercise.CouldKnow) bool { return c.ID == "secret" }), mark)
	}
}
