package main

import (
	"encoding/csv"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/report"
	"tocsin/sim/scenario"
)

// pictured is the record of two seats of testdata/worlds/accounts.toml that act on accounts which cannot
// both hold, with a ranking of priorities, in the order worked out at the head of that file.
func pictured(t *testing.T) string {
	src, err := os.ReadFile("../../testdata/worlds/accounts.toml")
	require.NoError(t, err)
	h := record.Header{Tocsin: version(), Scenario: string(src), Name: "accounts", Seed: 1,
		Started: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC), Seats: []string{"grid", "lab", "agency", "ministry", "press"},
		Settings: map[string]string{}}
	path := filepath.Join(t.TempDir(), "accounts.jsonl")
	w, err := record.Create(path, h)
	require.NoError(t, err)
	x, err := exercise.New(h)
	require.NoError(t, err)
	room := &scripted{w: w, x: x, wall: h.Started, names: map[int]string{engine.Facilitator: "Fay", 0: "Gus", 2: "Ann"},
		seats: map[int]string{engine.Facilitator: record.FacilitatorSeat, 0: "grid", 2: "agency"}}
	do := func(role int, verb string, args any) { require.NoError(t, room.must(role, verb, args)) }
	until := func(hours int) { x.Advance(engine.At(scenario.Duration(hours) * scenario.Hour)) }
	type m map[string]any
	do(engine.Facilitator, "join", m{"kind": "facilitator", "open": true})
	do(0, "join", m{"kind": "player", "want": "grid", "open": true})
	do(2, "join", m{"kind": "player", "want": "agency", "open": true})
	do(engine.Facilitator, "start", nil)
	do(engine.Facilitator, "question", m{"text": "What comes first?", "options": []string{"Power", "Proof"}, "rank": true})
	do(0, "answer", m{"n": 1, "order": []int{1, 2}})
	do(2, "answer", m{"n": 1, "order": []int{2, 1}})
	until(2)
	do(0, "act", m{"act": "repair"})
	until(3)
	do(2, "assess", m{"hypothesis": "attack", "confidence": 0.8, "text": "Ann read it in a memo."})
	do(2, "assess", m{"hypothesis": "fault", "confidence": 0.4})
	do(2, "act", m{"act": "retaliate"})
	until(6)
	do(0, "grade", m{"level": "wide"})
	do(0, "assess", m{"hypothesis": "attack", "confidence": 0.1})
	do(0, "assess", m{"hypothesis": "fault", "confidence": 0.9})
	until(23)
	do(engine.Facilitator, "end", m{"end": true})
	require.NoError(t, w.Close(x.Digest()))
	return path
}

// TestReportOfTwoAccounts: who held what when, the agreement, the ranking, and the finding that two seats
// acted on what cannot both be, in every form of the report.
func TestReportOfTwoAccounts(t *testing.T) {
	r := reportFile(t, pictured(t))
	p := r.Shared
	require.NotNil(t, p)
	require.Len(t, p.Words, 4)
	for i, mean := range []float64{0.8, 0.4, 0.45, 0.65} {
		assert.Equal(t, mean, p.Words[i].Mean, i)
	}
	assert.Nil(t, p.Words[2].Agreement, "the grid operator has spoken of one account alone")
	require.NotNil(t, p.Words[3].Agreement)
	assert.Zero(t, *p.Words[3].Agreement, "two seats, two accounts, in opposite order")
	require.Len(t, p.Levels, 1)
	assert.Equal(t, [2]string{"Wide", "Local"}, [2]string{p.Levels[0].Level, p.Levels[0].World}, "3 of 5 thousand homes")
	require.Len(t, r.Rankings, 1)
	assert.Equal(t, []report.RankedRow{{Text: "Power", Mean: 1.5, Best: 1, Last: 2},
		{Text: "Proof", Mean: 1.5, Best: 1, Last: 2}}, r.Rankings[0].Options)
	assert.Zero(t, *r.Rankings[0].Agreement)

	const issue = "Grid operator did “Repair the relay” (T+02:00) as if it were “A fault”, and Agency “Retaliate” (T+03:00) " +
		"as if it were “An attack”: both cannot be."
	const analysis = "From T+03:00 on each had acted on its own account and held to it; Agency was 80% sure. “A fault” is so. " +
		"“The relay's log” would have told Agency; Grid operator knew it."
	require.Len(t, p.Clashes, 1)
	assert.Equal(t, issue, p.Apart()[0].Issue())
	assert.Equal(t, analysis, p.Apart()[0].Analysis())
	found := slices.IndexFunc(r.Plan, func(row report.PlanRow) bool { return row.Issue == issue })
	require.GreaterOrEqual(t, found, 0, "it is a finding")
	assert.Equal(t, "Grid operator and Agency", r.Plan[found].Responsible)
	assert.Contains(t, r.Plan[found].Action, "Agree in advance that Grid operator tells Agency")
	assert.Len(t, r.Plan[found].Evidence, 2, "the two acts")

	dir := t.TempDir()
	_, err := report.Write(dir, r)
	require.NoError(t, err)
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		return string(text)
	}
	page := plainText(read("report.html"))
	for _, want := range []string{issue, analysis, "Grid operator 90%; Agency 40%", "Put in order by 2 seats; Kendall's W 0.00"} {
		assert.Contains(t, strings.ReplaceAll(read("report.md"), "\\", ""), want)
		assert.Contains(t, page, want)
	}
	assert.Contains(t, read("report.json"), `"shared_picture": {`)
	assert.FileExists(t, filepath.Join(dir, "picture_agreement.svg"))
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(read("picture.csv"), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	kinds := map[string]int{}
	for _, row := range rows[1:] {
		kinds[row[0]]++
	}
	assert.Equal(t, map[string]int{"hypothesis": 4, "severity": 1, "apart": 2, "ranking": 2}, kinds)
}

// plainText is the text of a page without its marks.
func plainText(page string) string {
	return html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, ""))
}

// TestFindingsStandOnce: what bears on several objectives is under one of them, and the others refer to it.
func TestFindingsStandOnce(t *testing.T) {
	r := reportFile(t, pictured(t))
	referred := 0
	stands := map[string]int{}
	for _, o := range r.Objectives {
		for _, a := range o.Areas {
			if !strings.HasPrefix(a.Issue, "The target was not met") { // of each objective its own
				stands[a.Issue]++
			}
		}
		referred += len(o.Elsewhere)
		for _, x := range o.Elsewhere {
			assert.NotEqual(t, o.Title, x.Objective)
			assert.Equal(t, x.Objective, r.Objectives[x.N-1].Title)
		}
	}
	assert.Positive(t, referred, "the relay bears on both objectives")
	for issue, n := range stands {
		assert.Equal(t, 1, n, issue)
	}
}
