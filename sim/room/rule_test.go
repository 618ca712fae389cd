package room_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

// TestStopSaysWhy: everyone is told what the facilitator said of a real emergency, or what to do
// where nothing was said.
func TestStopSaysWhy(t *testing.T) {
	for line, said := range map[string]string{"stop Fire in the house.": "NO EXERCISE: Fire in the house.",
		"stop": "NO EXERCISE: REAL EMERGENCY."} {
		w := newWorkshop(t, weekend, "Ann=lab")
		w.says("Fay", "start paused on", line)
		notices := w.view("Ann").Notices
		require.NotEmpty(t, notices)
		assert.Contains(t, notices[len(notices)-1].Text, said)
		w.says("Fay", "resume")
		notices = w.view("Ann").Notices
		assert.Contains(t, notices[len(notices)-1].Text, "The emergency is over", "no screen goes on with the alarm")
		own := w.view("Fay").Notices
		assert.False(t, own[len(own)-1].Yours, "nor does that of who lets it go on")
		w.says("Fay", "pause")
	}
}

// TestARemovedPlayerLeavesTheSeat: the seat of somebody who was put out is free for another, and
// nobody acts in it by the old name.
func TestARemovedPlayerLeavesTheSeat(t *testing.T) {
	w := newWorkshop(t, weekend, "Ann=lab", "Bob")
	w.says("Fay", "start paused on", "remove Ann")
	for _, c := range w.view("Fay").Control.Seats {
		if c.ID == "lab" {
			assert.Empty(t, c.Holder)
		}
	}
	w.says("Fay", "seat Bob lab")
	w.says("Bob", "act call")
}

// TestOptionsDiffer: each option of a question has words, and words of its own.
func TestOptionsDiffer(t *testing.T) {
	w := newWorkshop(t, weekend, "Ann=lab")
	for _, options := range []string{`["Call","Call"]`, `["Call","  "]`, `["Call","Call "]`} {
		a := request(t, w.in["Fay"], "question", `{"text":"What now?","options":`+options+`}`)
		assert.Contains(t, a.Why, "its own words", options)
	}
	assert.True(t, request(t, w.in["Fay"], "question", `{"text":"What now?","options":["Call","Wait"]}`).OK)
}

// TestTeamOfTwo: one who advises, and one word of advice, make a team.
func TestTeamOfTwo(t *testing.T) {
	w := newWorkshop(t, sayable, "Ann=lab", "Amy")
	assert.Nil(t, w.view("Ann").Player.Team, "one person alone is none")
	w.says("Fay", "start paused on", "aide Amy lab")
	require.NotNil(t, w.view("Ann").Player.Team)
	w.says("Amy", "advise Scan first.")
	team := w.view("Ann").Player.Team
	require.NotNil(t, team)
	assert.Equal(t, []string{"Amy"}, team.Aides)
	assert.Len(t, team.Advice, 1)
}

// TestSummaryHoldsTheLastFive: of what a seat was told and has done, whoever takes it over reads
// the last five, in order.
func TestSummaryHoldsTheLastFive(t *testing.T) {
	w := newWorkshop(t, strings.Replace(weekend, `takes = "0s"`, `takes = "1m"`, 1), "Ann=lab", "Bob=cert", "Cyd")
	w.says("Fay", "start paused on")
	for i := range 7 {
		n := strconv.Itoa(i)
		w.says("Ann", "act call")
		w.says("Bob", "say to lab Word "+n+".")
		w.says("Fay", "jump 2h")
	}
	w.says("Fay", "seat Cyd lab")
	summary := ""
	for _, it := range w.view("Cyd").Player.Inbox {
		if it.Kind == exercise.ItemHandover {
			summary = it.Text
		}
	}
	_, done, _ := strings.Cut(summary, "It has done, last:\n")
	done, told, _ := strings.Cut(done, "It was told, last:\n")
	assert.Equal(t, 5, strings.Count(done, "- "), summary)
	assert.Equal(t, 5, strings.Count(told, "- "), summary)
	assert.NotContains(t, told, "Word 1.")
	first, last := strings.Index(told, "Word 2."), strings.Index(told, "Word 6.")
	assert.Less(t, first, last)
	assert.GreaterOrEqual(t, first, 0)
}

// TestARankingHoldsEachOptionOnce: an order of options names each of them, and nothing else.
func TestARankingHoldsEachOptionOnce(t *testing.T) {
	w := newWorkshop(t, weekend, "Ann=lab")
	require.True(t, request(t, w.in["Fay"], "question",
		`{"text":"What first?","rank":true,"options":["Call","Wait","Write"]}`).OK)
	for _, order := range []string{"[1,1,2]", "[2,3,4]", "[0,1,2]", "[1,2]", "[1,2,3,3]", "[1,2,4]", "[]"} {
		a := request(t, w.in["Ann"], "answer", `{"n":1,"order":`+order+`}`)
		assert.Contains(t, a.Why, "each of the 3 options", order)
	}
	assert.True(t, request(t, w.in["Ann"], "answer", `{"n":1,"order":[2,3,1]}`).OK)
	assert.Equal(t, "Wait > Write > Call", w.view("Ann").Questions[0].Yours)
}
