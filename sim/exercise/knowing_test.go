package exercise_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// How a seat first saw that another knows a fact is what its page says for good: being
// told it again, or telling it back, makes no new beginning.
func TestWhoToldFirstStays(t *testing.T) {
	const text = `
title = "Told"
[role.lab]
[role.cloud]
[role.agency]
[fact.theft]
text = "A theft."
known = {lab={at="1h"}}
[sharing]
latency = "10m"
`
	x, err := exercise.New(record.Header{Format: 1, Name: "told", Scenario: text, Seed: 1})
	require.NoError(t, err)
	seq := 0
	do := func(who, seat, verb, args string) {
		t.Helper()
		seq++
		a := x.Do(record.Entry{Seq: seq, At: x.Now(), Who: who, Seat: seat, Verb: verb, Args: json.RawMessage(args),
			State: x.Digest()})
		require.True(t, a.OK, a.Why)
	}
	until := func(h scenario.Duration) { x.Advance(engine.At(h * scenario.Hour)) }
	how := func(who, of string) (string, float64) {
		for _, f := range x.View(who).Player.Facts {
			for _, o := range f.Others {
				if f.ID == "theft" && o.Role == of {
					return o.How, o.At.Hours
				}
			}
		}
		return "", -1
	}
	do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`)
	do("Bob", "player", "join", `{"kind":"player","want":"cloud","open":true}`)
	do("Fay", "facilitator", "start", `{}`)
	until(2)
	do("Ann", "lab", "share", `{"share":"theft","to":["cloud"]}`)
	until(4)
	told, since := how("Ann", "cloud")
	assert.Equal(t, "I told them", told)
	heard, from := how("Bob", "lab")
	assert.Equal(t, "told me", heard)
	do("Bob", "cloud", "share", `{"share":"theft","to":["lab"]}`)
	until(6)
	do("Ann", "lab", "share", `{"share":"theft","to":["public"]}`)
	until(8)
	again, at := how("Ann", "cloud")
	assert.Equal(t, told, again)
	assert.Equal(t, since, at)
	again, at = how("Bob", "lab")
	assert.Equal(t, heard, again)
	assert.Equal(t, from, at)
	public, _ := how("Ann", "agency")
	assert.Equal(t, "told in public", public)
}

// TestWhatIsToldInPublic lies on the wall and on every desk but the speaker's; who did not know it learns it from the
// speaker, and everyone sees that the speaker knows, also who knew it before.
func TestWhatIsToldInPublic(t *testing.T) {
	g := begun(t, desks+"[fact.storm]\ntitle = \"The storm\"\ntext = \"A storm.\"\nknown = {cloud={at=\"0h\"}, agency={at=\"0h\"}}\n")
	ask(t, g, "Bob", "share", `{"share":"storm","to":["public"],"text":"Stay in."}`)
	news := wallOf(g).News
	said := news[len(news)-1]
	assert.Equal(t, []string{"Cloud", "Public statement", "A storm. Stay in."}, []string{said.From, said.Title, said.Text})
	for who, learns := range map[string]int{"Ann": 1, "Bob": 0, "Cyd": 0} {
		heard, learned := 0, 0
		for _, it := range items(g, who) {
			if it.Title == said.Title {
				heard++
			}
			if it.Kind == exercise.ItemLearned && it.Fact == "storm" && it.From != "" {
				learned++
				assert.Equal(t, []string{"Cloud", "cloud"}, []string{it.From, it.Role})
			}
		}
		assert.Equal(t, map[bool]int{true: 0, false: 1}[who == "Bob"], heard, who)
		assert.Equal(t, learns, learned, who)
	}
	knows := func(who string) (out []string) {
		for _, f := range g.X.View(who).Player.Facts {
			for _, o := range f.Others {
				if f.ID == "storm" {
					out = append(out, o.Role+" "+o.How)
				}
			}
		}
		return out
	}
	assert.Equal(t, []string{"cloud told in public"}, knows("Ann"))
	assert.Equal(t, []string{"lab told in public", "agency told in public"}, knows("Bob"))
	assert.Equal(t, []string{"cloud told in public"}, knows("Cyd"), "who knew it has heard it too")
}

// TestTheFirstSeatIsSeenToKnow like every other: what it is told, by whom.
func TestTheFirstSeatIsSeenToKnow(t *testing.T) {
	g := begun(t, desks+"[fact.storm]\ntext = \"A storm.\"\nknown = {cloud={at=\"0h\"}}\n")
	ask(t, g, "Bob", "share", `{"share":"storm","to":["lab"]}`)
	others := g.X.View("Bob").Player.Facts[0].Others
	require.Len(t, others, 1)
	assert.Equal(t, []string{"lab", "I told them", exercise.OnItsWay}, []string{others[0].Role, others[0].How, others[0].State})
}

// TestAForgedMessageOfTwoFacts brings the first, and the second is learned from whom it seems to come from.
func TestAForgedMessageOfTwoFacts(t *testing.T) {
	g := table(t, desks+`
[fact.storm]
title = "The storm"
text = "A storm."
[fact.halt]
title = "The halt"
text = "All stops."
[inject.order]
title = "The order"
text = "Stop."
forged = "lab"
to = ["cloud"]
at = "1h"
reveals = ["halt", "storm"]
`)
	ask(t, g, "Fay", "start", "")
	until(g, 1)
	var told []string
	for _, it := range items(g, "Bob") {
		if it.Fact != "" {
			told = append(told, string(it.Kind)+" "+it.Title+" "+it.From+" "+it.Role)
		}
	}
	assert.Equal(t, []string{"message The halt The laboratory lab", "learned The storm The laboratory lab"}, told)
	for _, f := range g.X.View("Bob").Player.Facts {
		require.Len(t, f.Others, 1, f.ID)
		assert.Equal(t, []string{"lab", "told me"}, []string{f.Others[0].Role, f.Others[0].How}, f.ID)
	}
}
