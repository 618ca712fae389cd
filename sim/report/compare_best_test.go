package report

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWhatTheBestDid: what the record says that a seat did is a deed of its cohort, and nothing else that it decided.
func TestWhatTheBestDid(t *testing.T) {
	r := Build(inputOf(t, "good"))
	want := map[string]bool{}
	for _, d := range r.Decisions {
		if strings.HasPrefix(d.Outcome, "done") {
			want[d.Title+" did “"+d.What+"”"] = true
		}
	}
	var got []string
	for d := range deedsOf(r) {
		if d.kind == 3 {
			got = append(got, d.what)
		}
	}
	slices.Sort(got)
	assert.NotEmpty(t, got)
	assert.Less(t, len(want), len(r.Decisions))
	assert.Equal(t, slices.Sorted(maps.Keys(want)), got)
}
