package exercise_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
)

// washes is what the worlds of the hot wash have in common: three seats, words that take an hour, a fact that two need
// within three hours, and two deeds.
const washes = `
length = "20h"
[sharing]
latency = "1h"
[role.lab]
title = "The laboratory"
[role.cloud]
title = "Cloud"
[role.agency]
title = "Agency"
[fact.theft]
title = "The theft"
text = "A theft."
known = {lab={at="1h"}}
needed_by = ["cloud", "agency"]
within = "3h"
[action.tell]
title = "Tell the press"
by = ["lab"]
[action.warn]
title = "Warn users"
by = ["cloud"]
`

// washing has an objective of each kind of measure, and for each kind something that went well and
// something that was lacking.
const washing = `title = "Washing"` + washes + `
[fact.log]
title = "The log"
text = "It is empty."
known = {lab={when="false"}}
needed_by = ["cloud"]
[gauge.homes]
title = "Homes with power"
unit = "homes"
start = 40
[action.file]
title = "File a report"
by = ["agency"]
[action.trace]
title = "Trace it"
by = ["lab", "cloud"]
joint = {quorum=2, within="2h"}
[action.patch]
title = "Patch it"
by = ["lab", "cloud"]
joint = {quorum=2, within="1h"}
[action.scan]
title = "Scan it"
by = ["lab", "cloud"]
joint = {quorum=2, within="1h"}
[action.halt]
title = "Halt it"
by = ["lab", "cloud"]
joint = {quorum=2, within="1h"}
[obligation.early]
title = "Early notice"
role = "lab"
starts = "hours >= 0"
within = "6h"
met_by = ["tell"]
[obligation.late]
title = "Late notice"
role = "cloud"
starts = "hours >= 1"
within = "2h"
met_by = ["warn"]
[obligation.full]
title = "Full report"
role = "agency"
starts = "hours >= 2"
within = "4h"
met_by = ["file"]
[obligation.idle]
title = "Idle report"
role = "agency"
starts = "false"
within = "4h"
met_by = ["file"]
[probe.cause]
ask = "Who was it?"
options = {insider="An insider", state="A state"}
truth = "insider"
[inject.alarm]
title = "An alarm"
text = "It rings."
at = "1h"
to = ["lab"]
objective = "clocks"
expects = {any=["tell"], within="2h"}
[inject.call]
title = "A call"
text = "They call."
at = "2h"
to = ["cloud", "agency"]
expects = {all=["warn", "trace"], within="1h", by=["cloud"]}
[inject.note]
title = "A note"
text = "They write."
at = "2h"
to = ["cloud"]
expects = {any=["trace", "patch"], within="1h"}
[[note]]
role = "lab"
when = "hours >= 3"
within = "2h"
do = {say="So", to=["cloud"]}
[[note]]
role = "cloud"
when = "hours >= 3"
within = "2h"
do = {say="So", to=["lab"]}
[[note]]
role = "agency"
when = "hours >= 3"
within = "1h"
do = {say="So", to=["lab"]}
[[move]]
title = "First"
until = "10h"
questions = ["What now?"]
[[move]]
title = "Second"
until = "20h"
questions = ["What then?"]
[objective.reach]
title = "Facts reach"
measure = {reach=["theft", "log"]}
[objective.clocks]
title = "Clocks are met"
measure = {obligation=["early", "late", "full", "idle"]}
[objective.joint]
title = "Act together"
measure = {joint=["trace", "patch", "scan", "halt"]}
[objective.belief]
title = "Know who it was"
measure = {probe="cause"}
[objective.word]
title = "Keep your word"
measure = {note_fidelity=["lab", "cloud"]}
[objective.quick]
title = "Tell quickly"
measure = {time_to="done('tell')"}
rate = {P="2h", S="4h", M="8h"}
[objective.homes]
title = "Keep homes lit"
measure = {gauge="homes"}
rate = {P=50, S=30, M=10}
[objective.slow]
title = "Halt quickly"
measure = {time_to="done('halt')"}
rate = {P="2h", S="4h", M="8h"}
`

// washedTable is the world of washing, played to its end at 12 h.
func washedTable(t *testing.T) *tabletest.Table {
	t.Helper()
	g := table(t, washing)
	for _, who := range []string{"Ann", "Bob", "Cyd"} {
		ask(t, g, who, "file", `{"file":"#1"}`)
	}
	ask(t, g, "Fay", "start", "")
	until(g, 2)
	for _, s := range [][3]string{{"Ann", "share", `{"share":"theft","to":["cloud"]}`}, {"Ann", "act", `{"act":"tell"}`},
		{"Ann", "commit", `{"commit":"trace"}`}, {"Bob", "commit", `{"commit":"trace"}`},
		{"Ann", "commit", `{"commit":"patch"}`}, {"Ann", "commit", `{"commit":"scan"}`},
		{"Ann", "ask", `{"ask":"What?","to":["cloud"],"due":"3h"}`},
		{"Ann", "ask", `{"ask":"Where?","to":["agency"],"due":"19h"}`},
		{"Bob", "ask", `{"ask":"When?","to":["lab"],"due":"3h"}`}} {
		ask(t, g, s[0], s[1], s[2])
	}
	until(g, 4)
	for _, s := range [][3]string{{"Ann", "say", `{"say":"So","to":["cloud"],"re":"cloud#1"}`},
		{"Bob", "act", `{"act":"warn"}`}, {"Ann", "commit", `{"commit":"patch"}`},
		{"Ann", "declare", `{"declare":"cause","option":"insider","confidence":0.8}`},
		{"Bob", "declare", `{"declare":"cause","option":"state","confidence":0.6}`},
		{"Ann", "decide", `{"text":"We wait."}`}} {
		ask(t, g, s[0], s[1], s[2])
	}
	until(g, 10)
	ask(t, g, "Fay", "resume", "")
	until(g, 12)
	ask(t, g, "Fay", "end", `{"end":true}`)
	return g
}

// washAt ends an exercise at an hour, unless it is over, and gives its hot wash.
func washAt(t *testing.T, g *tabletest.Table, hour float64) *exercise.HotWash {
	t.Helper()
	until(g, hour)
	if !g.X.Over() {
		ask(t, g, "Fay", "end", `{"end":true}`)
	}
	w, err := g.X.HotWash(t.Context())
	require.NoError(t, err)
	return w
}

// TestHotWashByMeasure: by each kind of measure the hot wash says what went well, what was lacking and what
// to ask, with who and how much.
func TestHotWashByMeasure(t *testing.T) {
	w := washAt(t, washedTable(t), 12)
	for i, want := range []struct {
		rating, text        string
		strengths, gaps, to []string
	}{
		{
			"U", "33% of those who need it had it in time", []string{`"The theft" reached Cloud in time`},
			[]string{`Agency needed "The theft", which The laboratory knew, and went without it for 11h (never told)`,
				`nobody came to know "The log"`},
			[]string{`The laboratory knew "The theft" and never told Agency. What stood in the way?`},
		},
		{
			"U", "33% of the duties whose time is up were met in time",
			[]string{`The laboratory met "Early notice" with 4h left`,
				`After "An alarm", what was expected was done: Tell the press within 2h`},
			[]string{`Cloud met "Late notice" 1h too late`, `Agency missed "Full report"`}, nil,
		},
		{
			"U", "25% of the joint actions were carried out", []string{`"Trace it" was carried out together`},
			[]string{`"Patch it" was proposed and lapsed 2 times: too few committed in time`,
				`"Scan it" was proposed and lapsed once: too few committed in time`, `"Halt it" was never carried out`}, nil,
		},
		{
			"U", "33% of those asked answered rightly", []string{"The laboratory had it right (asked: Who was it?)"},
			[]string{`Cloud believed, 60% sure, "A state" (asked: Who was it?)`, "Agency never gave an answer (asked: Who was it?)"}, nil,
		},
		{
			"M", "50% of the promises that came due were kept",
			[]string{`The laboratory: if the time in hours is at least 3, then say to Cloud: "So" within 2h`},
			[]string{`Cloud: if the time in hours is at least 3, then say to The laboratory: "So" within 2h`}, nil,
		},
		{"P", "it took 2h", []string{"It took 2h (P up to 2h, S 4h, M 8h)"}, nil, nil},
		{"S", "Homes with power at 40 homes", []string{"Homes with power at 40 homes (P from 50, S 30, M 10)"}, nil, nil},
		{"U", "it has not happened", nil, []string{"It has not happened (P up to 2h, S 4h, M 8h)"}, nil},
	} {
		o := w.Objectives[i]
		assert.Equal(t, []string{want.rating, want.text}, []string{o.Marked.Rating, o.Marked.Text}, o.ID)
		assert.Equal(t, append([]string{}, want.strengths...), o.Strengths, o.ID)
		assert.Equal(t, append([]string{}, want.gaps...), o.Gaps, o.ID)
		assert.Equal(t, append([]string{}, want.to...), o.Questions, o.ID)
	}
	assert.Equal(t, []string{`After "A note", what was expected was done: Trace it or Patch it within 1h`}, w.Strengths)
	assert.Equal(t, []string{`Agency needed "The theft", which The laboratory knew, for 11h (never told).`,
		`2 of 3 reporting clocks ran out, among them "Late notice".`, "Cloud never answered what The laboratory asked.",
		`After "A call", what was expected was not done in time: Warn users and Trace it within 1h by Cloud`}, w.Gaps)
	assert.Equal(t, []string{`The laboratory asked Cloud, and had no answer: "What?". What would have helped?`,
		`The laboratory asked Agency, and had no answer: "Where?". What would have helped?`, "What now?"}, w.Questions,
		"the second move was cut short, and is not discussed")
}

// TestTimelineOfTheHotWash has decisions, injects, steps of the cascade and gaps in the order of time; of an
// answer that is not due yet, and of words that carry nothing, it says nothing.
func TestTimelineOfTheHotWash(t *testing.T) {
	w := washAt(t, washedTable(t), 12)
	var got []string
	for _, b := range w.Timeline {
		got = append(got, strings.TrimSpace(b.At.T+" "+b.Kind+" "+b.Objective)+": "+b.Text)
	}
	assert.Equal(t, []string{
		"T+00:00 clock: STARTEX",
		"T+01:00 inject: Exercise control, email: An alarm",
		"T+02:00 inject: Exercise control, email: A call",
		"T+02:00 inject: Exercise control, email: A note",
		`T+02:00 decision: The laboratory tells Cloud "The theft" (formally), arriving T+03:00`,
		`T+02:00 decision: The laboratory begins "Tell the press", done by T+02:00`,
		`T+02:00 decision: The laboratory has done "Tell the press"`,
		`T+02:00 decision: The laboratory commits to "Trace it"`,
		`T+02:00 decision: Cloud commits to "Trace it"`,
		`T+02:00 decision: Jointly begun: "Trace it", done by T+02:00, after setting up a way to work together`,
		`T+02:00 decision: Jointly done: "Trace it"`,
		`T+02:00 decision: The laboratory commits to "Patch it"`,
		`T+02:00 decision: The laboratory commits to "Scan it"`,
		"T+03:00 gap: Cloud has missed Late notice",
		`T+03:00 gap: "Patch it" lapses: too few committed in time`,
		`T+03:00 gap: "Scan it" lapses: too few committed in time`,
		`T+04:00 decision: Cloud begins "Warn users", done by T+04:00`,
		`T+04:00 decision: Cloud has done "Warn users"`,
		`T+04:00 decision: The laboratory commits to "Patch it"`,
		`T+04:00 gap reach: Agency needs "The theft" by now, which The laboratory knows`,
		"T+04:00 decision: The laboratory decides: We wait.",
		`T+04:00 gap: Agency breaks its promise to say to The laboratory: "So"`,
		`T+05:00 gap: "Patch it" lapses: too few committed in time`,
		"T+05:00 gap: The laboratory asked for an answer from Cloud by now, and has none",
		`T+05:00 gap: Cloud breaks its promise to say to The laboratory: "So"`,
		"T+06:00 gap: Agency has missed Full report",
		"T+10:00 clock: End of move 1, First",
		"T+12:00 clock: ENDEX: the facilitator ended it",
	}, got)
}

// TestNotesInTheHotWash: what people note stands by its tag and its objective, as it was last corrected; what has
// no tag of its own is a quote of its objective.
func TestNotesInTheHotWash(t *testing.T) {
	g := washedTable(t)
	ask(t, g, "Eva", "rate", `{"objective":"reach","rating":"S","text":"Late."}`)
	for _, note := range []string{`"tag":"strength"`, `"tag":"gap"`, `"tag":"question"`, `"tag":"quote"`, `"tag":"note"`} {
		tag := strings.Split(note, `"`)[3]
		ask(t, g, "Eva", "observe", fmt.Sprintf(`{"text":"One %s.",%s,"objective":"slow"}`, tag, note))
		ask(t, g, "Eva", "observe", fmt.Sprintf(`{"text":"Any %s.",%s}`, tag, note))
	}
	ask(t, g, "Eva", "observe", `{"text":"Rather.","tag":"gap","corrects":4}`)
	w := washAt(t, g, 12)
	slow := w.Objectives[len(w.Objectives)-1]
	by := func(texts ...string) []string {
		for i := range texts {
			texts[i] += " (Eva, T+12:00)"
		}
		return texts
	}
	assert.Equal(t, by("One strength."), slow.Strengths)
	assert.Equal(t, by("One gap."), slow.Gaps[1:])
	assert.Equal(t, by("One question."), slow.Questions)
	assert.Equal(t, by("One quote.", "One note."), slow.Quotes)
	assert.Equal(t, by("Any strength."), w.Strengths[1:])
	assert.Equal(t, by("Rather."), w.Gaps[4:], "and not what it corrects")
	assert.Equal(t, by("Any question."), w.Questions[3:])
	require.Len(t, w.Objectives[0].Ratings, 1)
	assert.Equal(t, "S", w.Objectives[0].Ratings[0].Rating)
	assert.NotContains(t, fmt.Sprint(w), "Any quote", "what belongs nowhere is for the report")
}

// TestWashLeavesWhatTheRecordSays as it is: what people write is added to a copy, each time again, with the ratings as
// they are by then.
func TestWashLeavesWhatTheRecordSays(t *testing.T) {
	g := washedTable(t)
	_, base, err := g.X.Judge(t.Context())
	require.NoError(t, err)
	written := func(w exercise.HotWash) string {
		b, err := json.Marshal(w)
		require.NoError(t, err)
		return string(b)
	}
	stood := written(*base)
	ask(t, g, "Eva", "rate", `{"objective":"reach","rating":"S"}`)
	notes := func(word string) (out []exercise.Observation) {
		for _, tag := range []string{"strength", "gap", "question", "quote"} {
			out = append(out, exercise.Observation{N: len(out) + 1, Who: "Eva", Tag: tag, Text: word})
			for _, o := range base.Objectives {
				out = append(out, exercise.Observation{N: len(out) + 1, Who: "Eva", Tag: tag, Objective: o.ID, Text: word})
			}
		}
		return out
	}
	first := g.X.Wash(base, notes("First."))
	was := written(first)
	second := g.X.Wash(base, notes("Second."))
	assert.Equal(t, was, written(first))
	assert.Equal(t, strings.ReplaceAll(was, "First.", "Second."), written(second))
	assert.Equal(t, stood, written(*base))
	require.Len(t, first.Objectives[0].Ratings, 1)
	assert.Equal(t, "S", first.Objectives[0].Ratings[0].Rating)

	over, cancel := context.WithCancel(t.Context())
	cancel()
	s, w, err := g.X.Judge(over)
	assert.Nil(t, s)
	assert.Nil(t, w)
	assert.ErrorIs(t, err, context.Canceled)
}

// TestVerdict: of a replay it enters the score, and from ENDEX on the hot wash with what was noted.
func TestVerdict(t *testing.T) {
	g := table(t, washing)
	for _, over := range []bool{false, true} {
		if !over {
			ask(t, g, "Fay", "start", "")
			until(g, 2)
		} else {
			ask(t, g, "Fay", "observe", `{"text":"Slow.","tag":"gap"}`)
			ask(t, g, "Fay", "end", `{"end":true}`)
			ask(t, g, "Fay", "wall", `{"show":"wash"}`)
		}
		v := g.X.Truth()
		require.NoError(t, g.X.Verdict(t.Context(), &v))
		require.NotNil(t, v.Control.Score)
		assert.Equal(t, v.Clock.Now, v.Control.Score.At)
		require.Equal(t, over, v.Control.HotWash != nil)
		assert.Equal(t, over, len(v.Control.Wall.Pages) > 0)
		assert.Equal(t, over, v.Control.Wall.Board.Page != nil)
		if over {
			assert.Contains(t, v.Control.HotWash.Gaps, "Slow. (Fay, T+02:00)")
		}
	}
}

// TestALongTimeline leaves out injects first, then steps of the cascade, then the latest of the rest, and says how
// many.
func TestALongTimeline(t *testing.T) {
	const long = `
title = "Long"
length = "20h"
[role.lab]
[role.cloud]
[role.agency]
[fact.theft]
text = "A theft."
known = {lab={at="0h"}}
[system.grid]
title = "The grid"
owner = "cloud"
fails = "6h"
[inject.news]
text = "Again."
at = "1m"
every = "4m"
times = 300
`
	for told, want := range map[int]map[string]int{
		40:  {"inject": 257, "cascade": 1, "decision": 40, "clock": 2, "left": 43},
		310: {"decision": 299, "clock": 1, "left": 313},
	} {
		g := begun(t, long)
		until(g, 1)
		for range told {
			ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud"]}`)
		}
		w := washAt(t, g, 20)
		kinds := map[string]int{"left": w.Left}
		for _, b := range w.Timeline {
			kinds[b.Kind]++
		}
		assert.Equal(t, want, kinds)
	}
}

// TestWhoIsAskedForFeedback: players and observers who are here or whose seat is kept, and never fewer than have given
// it.
func TestWhoIsAskedForFeedback(t *testing.T) {
	g := inPhase(t, "over")
	of := func() [2]int { f := g.X.Feedback(); return [2]int{len(f.Each), f.Of} }
	drop := func(who string) { said{who, "room", "drop", ""}.on(g) }
	assert.Equal(t, [2]int{0, 7}, of(), "five seats, one in the lobby and an observer; not who was removed, nor staff")
	drop("Cyd")
	assert.Equal(t, [2]int{0, 7}, of(), "her seat is kept")
	for _, s := range []said{lou("feedback", `{"realism":4,"usefulness":4,"prepared":4}`),
		{"Oz", "observer", "feedback", `{"realism":2,"usefulness":4,"prepared":4}`}} {
		require.True(t, s.on(g).OK, s)
		drop(s.who)
	}
	assert.Equal(t, [2]int{2, 5}, of())
	for _, who := range []string{"Ann", "Bob", "Cyd", "Dot", "Eli"} {
		g.Do(who, "player", "leave", "")
	}
	assert.Equal(t, [2]int{2, 2}, of(), "two have answered")
	require.True(t, lou("feedback", `{"realism":5,"usefulness":4,"prepared":4}`).on(g).OK)
	assert.InDelta(t, 3.5, *g.X.Feedback().Realism, 1e-9, "the last word of each")
}
