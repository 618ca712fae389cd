package pack

import (
	"bytes"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

func lanes() *Lanes {
	came := []Came{{"T+00:30", "Mon 1 Mar 2027 06:30", 5, "Move 1: Start", "email", "=1+1", "<script>alert(1)</script>\x1b[2J"},
		{"T+01:00", "Mon 1 Mar 2027 07:00", 10, "Move 2: End", "acts", "Stop", ""}}
	return &Lanes{Title: "Dry dock <b>", Language: "de", Lead: "STARTEX.", Minutes: 20, Moves: []float64{10},
		Room: Lane{"room", "Events list", came, ""}, Never: []Came{{Title: "Never", Text: "at 3h"}},
		Seats: []Lane{{"lab", "A seat/with a name that is longer than a sheet", came, "2 things."},
			{"lab2", "A seat/with a name that is longer than a sheet of its", nil, "Nothing."}}}
}

// TestLanesPage: what comes is in the page as text, in the scenario's language, with a mark in the
// picture for each thing, at its minute; links lead somewhere, and nothing runs.
func TestLanesPage(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, lanes().WriteHTML(&b))
	page := b.String()
	assert.Contains(t, page, `<span lang="de">&lt;script&gt;alert(1)&lt;/script&gt;`)
	assert.NotContains(t, page, "<script")
	assert.NotContains(t, page, "\x1b")
	assert.Contains(t, page, "Dry dock &lt;b&gt;")
	found := func(pattern string) []string {
		var out []string
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(page, -1) {
			out = append(out, m[1])
		}
		return out
	}
	ids, at := found(` id="([^"]*)"`), found(`<(?:circle|rect) class="[a-z]+" c?x="([^"]*)"`)
	links := found(` href="#([^"]*)"`)
	assert.Len(t, links, 5)
	for _, l := range links {
		assert.Contains(t, ids, l)
	}
	slices.Sort(ids)
	assert.Equal(t, ids, slices.Compact(slices.Clone(ids)), "each is there once")
	assert.Equal(t, []string{"241.5", "477"}, at, "6 + (960 − 6 − 12) × minute / 20")
}

// TestLanesWorkbook: a sheet for the room and for each seat, with names of their own, and no formula.
func TestLanesWorkbook(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, lanes().WriteXLSX(&b))
	book, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	assert.Equal(t, []string{"Events list", "A seat with a name that is long", "A seat with a name that is lo 2"},
		book.GetSheetList())
	rows, err := book.GetRows("Events list")
	require.NoError(t, err)
	require.Len(t, rows, 5)
	assert.Equal(t, []string{"", "", "", "", RowNever, "Never", "at 3h"}, rows[3])
	assert.Equal(t, []string{"", "", "", "", RowPlayed, "Dry dock <b>", "STARTEX."}, rows[4])
	assert.Equal(t, []string{"T+00:30", "Mon 1 Mar 2027 06:30", "5", "Move 1: Start", "email", "=1+1"}, rows[1][:6])
	formula, err := book.GetCellFormula("Events list", "F2")
	require.NoError(t, err)
	assert.Empty(t, formula)
}
