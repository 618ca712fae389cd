package exercise_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
)

// pointed has facts that come in time, late and never, and one whose time is not over at the end; a duty that is met
// as it begins; a question that all answer wrongly; and what is still expected at the end.
const pointed = `title = "Pointed"` + washes + `
[fact.tape]
title = "The tape"
text = "A tape."
known = {lab={at="1h"}}
needed_by = ["cloud", "agency"]
within = "3h"
[fact.memo]
title = "The memo"
text = "A memo."
known = {lab={at="1h"}}
needed_by = ["cloud"]
within = "3h"
[fact.fresh]
title = "The news"
text = "News."
known = {lab={at="11h"}}
needed_by = ["cloud"]
within = "3h"
[obligation.now]
title = "First notice"
role = "lab"
starts = "hours >= 0"
within = "6h"
met_by = ["tell"]
[obligation.runs]
title = "Second notice"
role = "cloud"
starts = "hours >= 11"
within = "6h"
met_by = ["warn"]
[probe.cause]
ask = "Who was it?"
options = {insider="An insider", state="A state"}
truth = "insider"
to = ["lab", "cloud"]
[inject.late]
title = "A late call"
text = "So."
at = "11h"
to = ["cloud"]
expects = {any=["warn"], within="5h"}
[objective.reach]
title = "Facts reach"
measure = {reach=["theft", "tape", "memo", "fresh"]}
[objective.clocks]
title = "Clocks are met"
measure = {obligation=["now", "runs"]}
[objective.belief]
title = "Know who it was"
measure = {probe="cause"}
[objective.word]
title = "Keep your word"
measure = {note_fidelity=["lab", "cloud", "agency"]}
[[note]]
role = "agency"
when = "hours >= 3"
within = "1h"
do = {say="So", to=["lab"]}
`

// pointedWash is the hot wash of it, ended at 12 h.
func pointedWash(t *testing.T) *exercise.HotWash {
	g := begun(t, pointed)
	ask(t, g, "Ann", "act", `{"act":"tell"}`)
	until(g, 2)
	ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud"]}`)
	for _, s := range [][2]string{{"Ann", "state"}, {"Bob", "state"}} {
		ask(t, g, s[0], "declare", `{"declare":"cause","option":"`+s[1]+`","confidence":0.6}`)
	}
	ask(t, g, "Bob", "ask", `{"ask":"What?","to":["lab"]}`)
	ask(t, g, "Bob", "ask", `{"ask":"Where?","to":["lab"],"due":"10h"}`)
	until(g, 6)
	ask(t, g, "Ann", "share", `{"share":"theft","to":["agency"]}`)
	ask(t, g, "Ann", "share", `{"share":"tape","to":["cloud"]}`)
	until(g, 11.5)
	ask(t, g, "Cyd", "ask", `{"ask":"When?","to":["lab"],"due":"15m"}`)
	return washAt(t, g, 12)
}

// TestWhatAHotWashRestsOn: what came in time is no gap and what came late no strength; what is not due yet is
// neither; what is met at once is met; and where nobody is right or silent, nobody is said to be.
func TestWhatAHotWashRestsOn(t *testing.T) {
	w := pointedWash(t)
	reach, clocks, belief := w.Objectives[0], w.Objectives[1], w.Objectives[2]
	assert.Equal(t, []string{`"The theft" reached Cloud in time`}, reach.Strengths)
	slices.Sort(reach.Gaps)
	assert.Equal(t, []string{
		`Agency needed "The tape", which The laboratory knew, and went without it for 11h (never told)`,
		`Agency needed "The theft", which The laboratory knew, and went without it for 6h (told late)`,
		`Cloud needed "The memo", which The laboratory knew, and went without it for 11h (never told)`,
		`Cloud needed "The tape", which The laboratory knew, and went without it for 6h (told late)`}, reach.Gaps)
	slices.Sort(reach.Questions)
	assert.Equal(t, []string{`The laboratory knew "The memo" and never told Cloud. What stood in the way?`,
		`The laboratory knew "The tape" and never told Agency. What stood in the way?`}, reach.Questions,
		"of those who were told late nothing is asked")
	assert.Equal(t, []string{`The laboratory met "First notice" with 6h left`}, clocks.Strengths)
	assert.Empty(t, clocks.Gaps, "the second still runs")
	assert.Empty(t, belief.Strengths)
	assert.Equal(t, []string{`The laboratory believed, 60% sure, "A state" (asked: Who was it?)`,
		`Cloud believed, 60% sure, "A state" (asked: Who was it?)`}, belief.Gaps)
	assert.Empty(t, w.Objectives[3].Gaps, "a plan of a bot is no promise")
	assert.NotContains(t, strings.Join(append(w.Gaps, w.Strengths...), " "), "A late call", "it is still expected")
	assert.Equal(t, []string{`Cloud asked The laboratory, and had no answer: "What?". What would have helped?`,
		`Cloud asked The laboratory, and had no answer: "Where?". What would have helped?`}, w.Questions,
		"what has not arrived nobody can answer")
	var asked []string
	for _, b := range w.Timeline {
		if strings.Contains(b.Text, "asked for an answer") {
			asked = append(asked, b.At.T+" "+b.Kind+" "+b.Text)
		}
		assert.NotContains(t, b.Text, "promise")
	}
	assert.Equal(t, []string{"T+12:00 gap Cloud asked for an answer from The laboratory by now, and has none"}, asked)
}

// TestALongListIsCut at twelve, and says how many more there are: of an objective, and of none.
func TestALongListIsCut(t *testing.T) {
	for _, n := range []int{11, 12, 14} {
		text := "title = \"T\"\nlength = \"20h\"\n[role.lab]\n[role.cloud]\n[role.agency]\n[action.tell]\nby = [\"lab\"]\n" +
			"[action.warn]\nby = [\"lab\"]\n[objective.voice]\ntitle = \"Voice\"\nmeasure = {joint=[\"both\"]}\n" +
			"[action.both]\nby = [\"lab\", \"cloud\"]\njoint = {quorum=2}\n"
		for i := range n {
			for _, kind := range []string{"", "objective = \"voice\"\n"} {
				for _, act := range []string{"tell", "warn"} {
					text += fmt.Sprintf("[inject.%s%d%d]\n%stext = \"So.\"\nat = \"1h\"\nto = [\"lab\"]\nexpects = {any=[%q], within=\"1h\"}\n",
						act, len(kind), i, kind, act)
				}
			}
		}
		g := begun(t, text)
		until(g, 1.5)
		ask(t, g, "Ann", "act", `{"act":"tell"}`)
		w := washAt(t, g, 3)
		cut := func(list []string, of int) {
			t.Helper()
			if of > 12 {
				require.Len(t, list, 13)
				assert.Equal(t, fmt.Sprintf("and %d more", of-12), list[12])
			} else {
				assert.Len(t, list, of)
			}
		}
		cut(w.Strengths, n)
		cut(w.Gaps, n+1) // a finding
		cut(w.Objectives[0].Strengths, n)
		cut(w.Objectives[0].Gaps, n+1) // what it is measured by was never done
	}
}

// TestAnEarlyGapStaysInALongTimeline: what is cut is the latest of it.
func TestAnEarlyGapStaysInALongTimeline(t *testing.T) {
	g := begun(t, strings.Replace(pointed, `known = {lab={at="11h"}}`, `known = {lab={at="0h"}}`, 1))
	until(g, 5)
	for range 310 {
		ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud"]}`)
	}
	w := washAt(t, g, 12)
	require.Len(t, w.Timeline, 300)
	assert.True(t, slices.ContainsFunc(w.Timeline, func(b exercise.Beat) bool {
		return b.At.T == "T+03:00" && strings.Contains(b.Text, `Cloud needs "The news" by now`)
	}))
}

// TestHandOversInTheHotWash: one in which something was lost is lacking, one with nothing in hand is not.
func TestHandOversInTheHotWash(t *testing.T) {
	for _, lost := range []bool{true, false} {
		g := shiftTable(t)
		role := map[bool]string{true: "lab", false: "agency"}[lost]
		if !lost {
			g = tabletest.Of(t, table(t, "title = \"T\"\nlength = \"20h\"\n[role.lab]\n[role.cloud]\n[role.agency]\n").X)
			require.True(t, g.Do("Bea", "player", "join", `{"kind":"player"}`).OK)
			ask(t, g, "Fay", "start", "")
		}
		ask(t, g, "Fay", "seat", `{"who":"Bea","role":"`+role+`"}`)
		w := washAt(t, g, 12)
		said := func(list []string) bool { return strings.Contains(strings.Join(list, "\n"), "Bea took ") }
		assert.Equal(t, []bool{!lost, lost}, []bool{said(w.Strengths), said(w.Gaps)})
	}
}
