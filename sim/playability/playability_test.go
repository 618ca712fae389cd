package playability_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/playability"
	"tocsin/sim/scenario"
)

// sound is a scenario of 60 minutes in which nothing is amiss: every five minutes something comes,
// acts move something, and coordination matters.
const sound = `title = "Sound"
length = "60m"
minute = "1m"
basis = "made up"
[role.lab]
brief = "lab"
[role.agency]
brief = "agency"
[gauge.harm]
outcome = true
grow = {rate = 1, while = "!done('stop')"}
sees = "all"
[gauge.fees]
sees = "agency"
[fact.theft]
text = "gone"
known = {lab={at="10m"}}
needed_by = "agency"
[action.stop]
by = ["lab", "agency"]
joint = {quorum=2, within="30m", setup="2m"}
needs = "knows('theft')"
effects = [{gauge="harm", times=0.9}]
[action.pay]
by = "agency"
takes = "3m"
effects = [{gauge="fees", add=1}]
[inject.tick]
every = "5m"
text = "news"
unless = "done('pay') && hours > 2"
[inject.call]
at = "20m"
text = "Well?"
expects = {any=["stop"], within="30m"}
[inject.late]
at = "55m"
text = "It is late."
[objective.stopped]
title = "They stop it"
measure = {time_to="done('stop')"}
rate = {P="20m", S="30m", M="40m"}
[sharing]
latency = "4m"
[mechanism.line]
kind = "protocol"
cost = {lab=0}
changes = [{sharing=0.1}]
[[note]]
role = "lab"
when = "knows('theft')"
do = {share="theft", to="agency"}
decide = {from="2m", to="12m"}
[[note]]
role = "lab"
when = "knows('theft')"
do = {commit="stop"}
decide = {from="5m", to="20m"}
[[note]]
role = "agency"
when = "knows('theft')"
do = {commit="stop"}
decide = {from="5m", to="20m"}
`

func played(t *testing.T, src string, runs, workers int) *playability.Report {
	t.Helper()
	r, err := playability.Play(t.Context(), model(t, src), playability.Options{Runs: runs, Workers: workers})
	require.NoError(t, err)
	return r
}

func model(t testing.TB, src string) *engine.Model {
	t.Helper()
	sc, ds := scenario.Load("x.toml", []byte(src))
	require.NotNil(t, sc, ds.Format("x.toml", src))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	return m
}

func TestFindings(t *testing.T) {
	for _, c := range []struct {
		name  string
		plant []string // what is put in place of what
		found []string // the code, and the text of the line that it is found at
	}{
		{"nothing", nil, nil},
		{"nothing that is judged", []string{sound[strings.Index(sound, "[objective"):strings.Index(sound, "[sharing]")], ""},
			[]string{`no-objectives title = "Sound"`}},
		{"a seat to which nothing comes", []string{"[inject.tick]", "[inject.tick]\nto = \"lab\""},
			[]string{"silent-seat [role.agency]"}},
		{"an inject whose condition never holds", []string{"at = \"55m\"", "when = \"harm < 0\"\nat = \"55m\""},
			[]string{"dead-inject [inject.late]"}},
		{"an inject that is always left out", []string{"at = \"55m\"", "at = \"55m\"\nunless = \"hours > 0.5\""},
			[]string{"dead-inject [inject.late]"}},
		{"an inject that only a failure brings, which never comes", []string{"takes = \"3m\"",
			"takes = \"3m\"\nchance = 0.999999\non_failure = [{inject=\"late\"}]", "at = \"55m\"\n", ""}, []string{"dead-inject [inject.late]"}},
		{"no time to answer", []string{`within="30m"}` + "\n[inject.late]", `within="4m"}` + "\n[inject.late]"},
			[]string{`hurried expects = {any=["stop"], within="4m"}`}},
		{"a decision while the clock is paused", []string{"[role.lab]", "[[move]]\nuntil = \"15m\"\n[[move]]\n" +
			"until = \"60m\"\n[decision.close]\nask = \"Do you close?\"\nby = \"lab\"\nmove = 1\nwithin = \"1m\"\notherwise = \"no\"\n" +
			"option = {yes={text=\"Yes\"}, no={text=\"No\"}}\n[role.lab]"}, nil},
		{"a pace that leaves no time", []string{`length = "60m"`, `length = "600m"`, `minute = "1m"`, `minute = "8m"`,
			"[inject.tick]\nevery = \"5m\"", "[inject.tick]\nevery = \"40m\"", `at = "55m"`, `at = "560m"`},
			[]string{`too-easy title = "Sound"`, `hurried expects = {any=["stop"], within="30m"}`}},
		{"a move whose pace leaves no time", []string{"[role.lab]", "[[move]]\nuntil = \"15m\"\n[[move]]\nuntil = \"60m\"\n" +
			"minute = \"8m\"\n[role.lab]"}, []string{`hurried expects = {any=["stop"], within="30m"}`}},
		{"a move whose pace leaves silence", []string{"[role.lab]", "[[move]]\nuntil = \"15m\"\n[[move]]\nuntil = \"60m\"\n" +
			"minute = \"20s\"\n[role.lab]"}, []string{"silent-seat [role.lab]", "silent-seat [role.agency]"}},
		{"an action that nobody can take", []string{"takes = \"3m\"", "needs = \"fees > 1\"\ntakes = \"3m\""},
			[]string{"dead-act [action.pay]"}},
		{"an action without a consequence", []string{"{gauge=\"fees\", add=1}", "{gauge=\"fees\", add=0}"},
			[]string{"idle-act [action.pay]"}},
		{"an action that brings words alone", []string{"effects = [{gauge=\"fees\", add=1}]",
			"effects = [{inject=\"words\"}]\n[inject.words]\ntext = \"Thank you.\""}, []string{"idle-act [action.pay]"}},
		{"a mechanism that changes nothing", []string{"changes = [{sharing=0.1}]", "changes = [{sharing=1}]"},
			[]string{"idle-mechanism [mechanism.line]"}},
		{"over before its end", []string{"[inject.tick]\nevery", "[inject.tick]\ntimes = 5\nevery", `at = "55m"`,
			`at = "30m"`}, []string{`over-early length = "60m"`}},
		{"an ending that comes early", []string{"[sharing]", "[ending.soon]\nwhen = \"hours > 0.55\"\n[sharing]",
			`at = "55m"`, `at = "30m"`}, []string{"over-early [ending.soon]"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := strings.NewReplacer(c.plant...).Replace(sound)
			var got []string
			for _, d := range played(t, src, 20, 2).Findings() {
				got = append(got, d.Code+" "+strings.Split(src, "\n")[d.Line-1])
			}
			assert.Equal(t, c.found, got)
		})
	}
}

// TestEasy: seats that lose no time without preparation leave nothing to learn.
func TestEasy(t *testing.T) {
	src := sound
	for _, slow := range []string{`{from="2m", to="12m"}`, `{from="5m", to="20m"}`} {
		src = strings.ReplaceAll(src, slow, `"0s"`)
	}
	src = strings.NewReplacer(`setup="2m"`, `setup="0s"`, `latency = "4m"`, `latency = "1s"`).Replace(src)
	ds := played(t, src, 10, 1).Findings()
	require.Len(t, ds, 1, ds.Format("x.toml", src))
	assert.Equal(t, "too-easy", ds[0].Code)
	assert.Equal(t, 1, ds[0].Line)
}

// TestIdleCoordination: where one seat fixes alone what it alone must know, nothing that seats do together counts.
func TestIdleCoordination(t *testing.T) {
	const alone = `title = "Alone"
length = "15m"
minute = "1m"
basis = "made up"
[role.lab]
[role.agency]
[gauge.harm]
outcome = true
grow = {rate = 1, while = "!done('stop')"}
[fact.theft]
text = "gone"
known = {lab={at="2m"}}
needed_by = "agency"
[action.stop]
by = ["lab", "agency"]
needs = "knows('theft')"
[[note]]
role = "lab"
when = "knows('theft')"
do = "stop"
decide = "4m"
[[note]]
role = "lab"
when = "knows('theft')"
do = {share="theft", to="agency"}
`
	codes := func(src string) (out []string) {
		for _, d := range played(t, src, 10, 1).Findings() {
			out = append(out, d.Code)
		}
		return out
	}
	assert.Contains(t, codes(alone), "idle-coordination")
	assert.NotContains(t, codes(strings.Replace(alone, "role = \"lab\"\nwhen = \"knows('theft')\"\ndo = \"stop\"",
		"role = \"agency\"\nwhen = \"knows('theft')\"\ndo = \"stop\"", 1)), "idle-coordination")
}

// TestNumbers: what is reported of a scenario without chance, worked by hand. The lab hears at
// the minutes 5, 10 (a fact, at the same moment), 15, ... 60, and of nothing else.
func TestNumbers(t *testing.T) {
	r := played(t, `title = "By hand"
length = "60m"
minute = "2m"
[role.lab]
[role.agency]
[gauge.harm]
outcome = true
grow = {rate = 60}
[fact.theft]
text = "gone"
known = {lab={at="10m"}}
needed_by = "agency"
[action.halve]
by = "agency"
needs = "hours >= 0.5"
effects = [{gauge="harm", times=0.5}]
[action.shred]
by = "lab"
needs = "hours < 0"
[inject.tick]
every = "5m"
to = "lab"
text = "news"
[inject.by_hand]
text = "Only the facilitator brings it."
[[note]]
role = "lab"
when = "knows('theft')"
do = {share="theft", to="agency"}
decide = "20m"
`, 3, 1)
	assert.Equal(t, 30.0, r.Minutes)
	lab, agency := r.Seats[0], r.Seats[1]
	assert.InDelta(t, 10*12/30.0, lab.News, 1e-9)
	assert.InDelta(t, 2.5, lab.Silence, 1e-9)
	assert.InDelta(t, 15, agency.Silence, 1e-9, "it hears after 30 minutes, which are 15 in the room")
	assert.Equal(t, 1, lab.Decisions, "the fact that the agency needs")
	assert.Equal(t, 1, agency.Decisions, "its action")
	needs := r.Facts[0].Needs
	require.Len(t, needs, 1)
	assert.Equal(t, at(15), needs[0].At)
	assert.GreaterOrEqual(t, needs[0].Share, 2/3.0, "a careless lab may forget to tell it")
	assert.Equal(t, []playability.Knows{{Seat: "lab", Share: 1, At: at(5)}}, r.Facts[0].Has)
	assert.Equal(t, 1.0, r.Injects[0].Came)
	assert.True(t, r.Injects[1].Summons)
	assert.Equal(t, 1.0, r.Actions[0].Available)
	assert.Zero(t, r.Actions[1].Available)
	assert.InDelta(t, -15, r.Actions[0].Moves.Harm.Mean, 1e-6, "half of the 30 points after half an hour")
	assert.Equal(t, []string{"gauge harm"}, r.Actions[0].Moves.What)
}

func at(v float64) *float64 { return &v }

// TestParts: what explains harm adds up to the whole.
func TestParts(t *testing.T) {
	h := played(t, sound, 20, 2).Harm
	require.NotNil(t, h)
	assert.InDelta(t, 1, h.Chance+h.Preparation+h.Play+h.Together, 1e-9)
	for _, v := range []float64{h.Chance, h.Preparation, h.Play, h.Together} {
		assert.GreaterOrEqual(t, v, 0.0)
	}
	assert.Positive(t, h.Preparation, "a mechanism that matters")
	bare := played(t, strings.Replace(sound, "changes = [{sharing=0.1}]", "changes = [{sharing=1}]", 1), 20, 2).Harm
	assert.InDelta(t, 0, bare.Preparation, 1e-12, "a mechanism that changes nothing")
	assert.Positive(t, bare.Play)
	assert.Nil(t, played(t, strings.Replace(sound, "outcome = true", "outcome = false", 1), 3, 1).Harm)
}

// TestAlike: the report is the same however many work on it.
func TestAlike(t *testing.T) {
	one, err := json.Marshal(played(t, sound, 12, 1))
	require.NoError(t, err)
	many, err := json.Marshal(played(t, sound, 12, 5))
	require.NoError(t, err)
	assert.JSONEq(t, string(one), string(many))
}

// TestInterrupted: what was played is told.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r, err := playability.Play(ctx, model(t, sound), playability.Options{Runs: 50, Workers: 1,
		Progress: func(done, _ int) {
			if done == 41 {
				cancel()
			}
		}})
	require.ErrorIs(t, err, context.Canceled)
	require.NotNil(t, r)
	assert.Equal(t, 10, r.Runs)
	assert.Equal(t, 1.0, r.Injects[0].Came)
	gone, err := playability.Play(ctx, model(t, sound), playability.Options{Runs: 50, Workers: 1})
	require.Error(t, err)
	assert.Nil(t, gone)
}

func BenchmarkColdCopy(b *testing.B) {
	src, err := os.ReadFile("../../scenarios/cold_copy.toml")
	require.NoError(b, err)
	m := model(b, string(src))
	for b.Loop() {
		_, err := playability.Play(b.Context(), m, playability.Options{Runs: 200, Workers: 1})
		require.NoError(b, err)
	}
}

// TestFindingsNameWhatTheAuthorWrote: a decision is no inject to who wrote it.
func TestFindingsNameWhatTheAuthorWrote(t *testing.T) {
	src := strings.Replace(sound, "[sharing]", "[decision.wing]\nask = \"Clear it?\"\nby = \"lab\"\nat = \"10m\"\nwithin = \"1m\"\n"+
		"option = {clear={text=\"Clear it\"}, wait={text=\"Wait\"}}\n[sharing]", 1)
	require.NotEqual(t, sound, src)
	var said strings.Builder
	for _, d := range played(t, src, 10, 1).Findings() {
		said.WriteString(d.Message + "\n")
	}
	assert.Contains(t, said.String(), `what decision "wing" expects`)
	assert.NotContains(t, said.String(), `inject "wing"`)
}
