package exercise_test

import (
	"context"
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
		"T+03:00; you knew it at T+07:00, 4h later. You needed it", c.Words())
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
		g := begun(t, strings.Replace(storied, `tlp = "red"`, `tlp = "`+mark+`"`, 1))
		until(g, 5)
		ask(t, g, "Ann", "share", `{"share":"secret","to":["agency"]}`)
		until(g, 12)
		ask(t, g, "Fay", "end", `{"end":true}`)
		ask(t, g, "Fay", "reveal", `{"on":true}`)
		assert.Equal(t, could, slices.ContainsFunc(g.X.View("Cyd").Player.Story.Could,
			func(c exercise.CouldKnow) bool { return c.ID == "secret" }), mark)
	}
}

// TestStoryInWords: each seat reads what it could have known, what it believed and how its own promises ended;
// and the room what was so.
func TestStoryInWords(t *testing.T) {
	g := table(t, strings.NewReplacer("[action.file]", `[fact.rumour]
title = "A rumour"
text = "It is said."
known = {agency={at="1h"}, lab={at="4h"}}
needed_by = ["cloud"]
decoy = true
[[note]]
role = "lab"
when = "hours >= 19"
do = {say="So", to=["cloud"]}
[action.file]`).Replace(washing))
	for _, f := range [][2]string{{"Ann", "#1"}, {"Ann", "#2"}, {"Bob", "#1"}} {
		ask(t, g, f[0], "file", `{"file":"`+f[1]+`"}`)
	}
	ask(t, g, "Fay", "start", "")
	until(g, 4)
	ask(t, g, "Ann", "say", `{"say":"So","to":["cloud"]}`)
	ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud"]}`)
	ask(t, g, "Ann", "declare", `{"declare":"cause","option":"insider","confidence":0.8}`)
	ask(t, g, "Bob", "declare", `{"declare":"cause","option":"state","confidence":0.6}`)
	until(g, 6)
	ask(t, g, "Fay", "end", `{"end":true}`)
	for _, who := range []string{"Ann", "Bob", "Cyd"} {
		assert.Nil(t, g.X.View(who).Player.Story)
	}
	ask(t, g, "Fay", "reveal", `{"on":true}`)
	tell := `if the time in hours is at least 3, then say to Cloud: "So" within 2h`
	for who, want := range map[string][][]string{
		"Ann": {
			{"A rumour: It is said. Agency knew it from T+01:00 and could have had it here by T+02:00; you knew it at " +
				"T+04:00, 2h later. It led nowhere"},
			{`Who was it? you believed "An insider", 80% sure, and so it was`},
			{"Never came due: if the time in hours is at least 19, then say to Cloud: \"So\"", "Kept: " + tell},
		},
		"Bob": {
			{"The theft: A theft. The laboratory knew it from T+01:00 and could have had it here by T+02:00; " +
				"you knew it at T+05:00, 3h later. You needed it",
				"A rumour: It is said. Agency knew it from T+01:00 and could have had it here by T+02:00; you never knew it. " +
					"It led nowhere"},
			{`Who was it? you believed "A state", 60% sure; it was "An insider"`},
			{"Broken: " + strings.ReplaceAll(tell, "Cloud", "The laboratory")},
		},
		"Cyd": {
			{"The theft: A theft. The laboratory knew it from T+01:00 and could have had it here by T+02:00; you never knew it. " +
				"You needed it"},
			{`Who was it? you have not said; it was "An insider"`},
		},
	} {
		var got [][]string
		for _, p := range g.X.View(who).Player.Story.Parts() {
			got = append(got, p.Points)
		}
		assert.Equal(t, want, got, who)
	}
	p := paged(t, g, "story", 80, true, &exercise.Moments{})
	assert.Equal(t, [][]string{{"", "The theft: 1 of the 2 who needed it knew it; could have known it sooner: " +
		"Cloud by T+02:00, from The laboratory; Agency by T+02:00, from The laboratory",
		"The log: 0 of the 1 who needed it knew it",
		"A rumour: 0 of the 1 who needed it knew it; could have known it sooner: Cloud by T+02:00, from Agency"}},
		p["Who could have known it"])
	assert.Equal(t, [][]string{{"", "Of 3 promises 1 were kept, 1 broken, 0 given up openly; 1 never came due"}},
		p["What was promised"])
	assert.NotContains(t, p, "Three moments that mattered")
	happened := strings.Join(p["What really happened"][0], "\n")
	for what, there := range map[string]bool{"T+00:00  STARTEX": true, "T+03:00  Cloud has missed Late notice": true,
		"T+05:00  Cloud breaks its promise": true, "tells Cloud": false, "learns": false, "ENDEX": true} {
		assert.Equal(t, there, strings.Contains(happened, what), what)
	}
}

// TestWhatIsStillToBeKept at ENDEX has come due: the room reads it as that.
func TestWhatIsStillToBeKept(t *testing.T) {
	g := table(t, paging)
	ask(t, g, "Ann", "file", `{"file":"#1"}`)
	ask(t, g, "Ann", "file", `{"file":"#2"}`)
	ask(t, g, "Fay", "start", "")
	until(g, 15.5)
	ask(t, g, "Fay", "end", `{"end":true}`)
	ask(t, g, "Fay", "reveal", `{"on":true}`)
	p := paged(t, g, "story", 80, true, &exercise.Moments{})
	assert.Equal(t, [][]string{{"", "Of 2 promises 0 were kept, 0 broken, 0 given up openly; 1 never came due, " +
		"1 still to be kept at ENDEX"}}, p["What was promised"])
}

// TestAStoryWithoutWords: where nobody has said what they believe or promised anything, the room reads that.
func TestAStoryWithoutWords(t *testing.T) {
	g := begun(t, washing)
	until(g, 1)
	ask(t, g, "Fay", "end", `{"end":true}`)
	p := paged(t, g, "story", 80, true, nil)
	assert.Equal(t, [][]string{{"", `Who was it? Of 3 seats, nobody said. It was "An insider".`}},
		p["What was believed, and what was so"])
	assert.NotContains(t, p, "What was promised")
	assert.NotContains(t, p, "Three moments that mattered")
	ask(t, g, "Fay", "reveal", `{"on":true}`)
	parts := g.X.View("Ann").Player.Story.Parts()
	assert.Equal(t, []string{"Nothing that another seat knew would have reached you sooner"}, parts[0].Points)
	assert.Len(t, parts, 2, "it promised nothing")
	assert.Equal(t, "The theft: 0 of the 2 who needed it knew it", p["Who could have known it"][0][1],
		"nobody could have told it by the end")
}

// TestAStoryOfLittle: where a scenario has no fact that a seat needs, and asks nobody, the room reads that, and not
// an empty page.
func TestAStoryOfLittle(t *testing.T) {
	bare, _, _ := strings.Cut(strings.Replace(storied, "needed_by", "# needed_by", 1), "[probe.cause]")
	g := begun(t, bare)
	until(g, 1)
	ask(t, g, "Fay", "end", `{"end":true}`)
	p := paged(t, g, "story", 80, true, nil)
	assert.Equal(t, [][]string{{"", "The scenario names no fact that a seat needs"}}, p["Who could have known it"])
	assert.Equal(t, [][]string{{"", "No seat was asked what it believes"}}, p["What was believed, and what was so"])
}

// TestWhatCouldHaveBeenKnown: the laboratory knows at 1h, and what it sends at once is at Cloud at 3h. What comes
// more than a minute after that could have come sooner; what had not been there by the end could not. Of two who
// could have told it as soon it is the first in the file, and a mark keeps from a seat only what goes wider than
// it.
func TestWhatCouldHaveBeenKnown(t *testing.T) {
	const hour, minute = engine.Time(time.Hour), engine.Time(time.Minute)
	could := func(text string, sent, end engine.Time) []exercise.CouldKnow {
		g := begun(t, text)
		if sent > 0 {
			g.X.Advance(sent)
			ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud"]}`)
		}
		g.X.Advance(end)
		ask(t, g, "Fay", "end", `{"end":true}`)
		ask(t, g, "Fay", "reveal", `{"on":true}`)
		return g.X.View("Bob").Player.Story.Could
	}
	for sent, n := range map[engine.Time]int{hour: 0, hour + minute: 0, hour + minute + minute/60: 1} {
		assert.Len(t, could(storied, sent, 12*hour), n, sent)
	}
	for end, n := range map[engine.Time]int{3*hour - minute: 0, 3 * hour: 1} {
		assert.Len(t, could(storied, 0, end), n, end)
	}
	for _, more := range []string{"known = {lab={at=\"1h\"}, agency={at=\"1h\"}}", "tlp = \"amber\"\nknown = {lab={at=\"1h\"}}"} {
		all := could(strings.Replace(storied, "known = {lab={at=\"1h\"}}", more, 1), 0, 12*hour)
		require.Len(t, all, 1, more)
		assert.Equal(t, "The laboratory", all[0].From, more)
	}
}

// TestWhatTheRoomReadsOfAStory: what happened, without words, what was learnt or what was refused; of what was
// believed what somebody said alone; and moments only where there are any.
func TestWhatTheRoomReadsOfAStory(t *testing.T) {
	g := begun(t, strings.Replace(storied, "[fact.own]", "[action.tell]\ntitle = \"Tell the press\"\nby = [\"lab\"]\n[fact.own]", 1))
	until(g, 2)
	assert.False(t, g.Do("Bob", "cloud", "share", `{"share":"theft","to":["lab"]}`).OK)
	ask(t, g, "Ann", "say", `{"say":"We look.","to":["cloud"]}`)
	ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud"]}`)
	ask(t, g, "Ann", "act", `{"act":"tell"}`)
	ask(t, g, "Ann", "declare", `{"declare":"cause","option":"insider","confidence":0.8}`)
	until(g, 5)
	ask(t, g, "Fay", "end", `{"end":true}`)
	p := paged(t, g, "story", 80, true, &exercise.Moments{})
	assert.Equal(t, [][]string{{"", "T+00:00  STARTEX", `T+02:00  The laboratory begins "Tell the press", done by T+02:00`,
		`T+02:00  The laboratory has done "Tell the press"`, "T+05:00  ENDEX: the facilitator ended it"}}, p["What really happened"])
	assert.Equal(t, [][]string{{"", `Who was it? Of 2 seats, 1 said "An insider". It was "An insider".`}},
		p["What was believed, and what was so"])
	v := g.X.View("Fay")
	g.X.Post(&v, nil, &exercise.Moments{})
	assert.NotContains(t, v.Control.Wall.Story, "Three moments that mattered")
}
