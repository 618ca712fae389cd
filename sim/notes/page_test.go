package notes

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// waiting is an analysis of notes in which each seat waits for the one before it, one of them for a word that nobody
// promises.
func waiting(seats ...string) *Analysis {
	a := &Analysis{}
	within := 8.0
	for i, s := range seats[1:] {
		w := Wait{Seat: s, For: seats[i], Signal: "Model weights are leaving"}
		if i > 0 {
			w.Within = &within
		}
		a.Waits = append(a.Waits, w)
	}
	return a
}

// TestThePageShowsAllWhoWait: the picture of who waits for whom is on the page to its right edge, with what it says.
func TestThePageShowsAllWhoWait(t *testing.T) {
	for _, seats := range [][]string{{"Cloud", "Police"},
		{"Cloud", "Police", "Laboratory", "Regulator", "Press", "Ministry"}} {
		a := waiting(seats...)
		var b bytes.Buffer
		require.NoError(t, a.Page(&b))
		box := regexp.MustCompile(`<svg viewBox="0 0 (\d+)`).FindStringSubmatch(b.String())
		require.Len(t, box, 2)
		wide, err := strconv.ParseFloat(box[1], 64)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, wide, a.Picture().Width, "%d seats", len(seats))
		assert.Contains(t, b.String(), "A broken arrow: nobody promises it.</figcaption>")
	}
}

// TestSummaryOfNotes: the first thing on the page is what the notes come to.
func TestSummaryOfNotes(t *testing.T) {
	early, late := 12.0, 80.0
	left := &Left{Median: 59, Tenth: 18}
	trace := Promised{Title: "Trace", Scenario: "Cold copy", Within: &early, Left: left}
	block := Promised{Title: "Block", Scenario: "Cold copy", Within: &late, Left: left}
	never := Promised{Title: "Say", Scenario: "Minor release", Left: left}
	found := []Finding{{What: "A"}, {What: "B"}}
	for want, a := range map[string]Analysis{
		"Of 3 joint actions, these promises lead to 2, 1 of them in less time than the cascade leaves in half of the runs. " +
			"There are 2 findings.": {Promised: []Promised{trace, block, never}, Findings: found},
		"Of 1 joint action, these promises lead to 0. There is 1 finding.":                            {Promised: []Promised{never}, Findings: found[:1]},
		"The scenarios have no joint action. Nothing is missing, late, contradictory or in a circle.": {},
	} {
		assert.Equal(t, want, a.Summary())
	}
	a := &Analysis{Promised: []Promised{trace, block, never}}
	assert.Equal(t, "Cold copy and Minor release", a.Scenarios())
	stake := 2543.4
	a.Findings = []Finding{{Kind: Kinds()[0], What: "Nobody answers", Do: "File a note", AtStake: &stake}}
	var b bytes.Buffer
	require.NoError(t, a.Page(&b))
	assert.Contains(t, b.String(), "Where nobody acts, harm of 2,543 comes after that.")
	assert.Less(t, strings.Index(b.String(), a.Summary()), strings.Index(b.String(), "<h2>"), "it comes first")
}
