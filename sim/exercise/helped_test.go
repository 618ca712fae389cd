package exercise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestHelpIsToldByTheScoreItTouched: each score that an act of a facilitator touched has how many there were and the
// last, and no other score is named.
func TestHelpIsToldByTheScoreItTouched(t *testing.T) {
	g := risingTable(t)
	ask(t, g, "Fay", "start", "")
	until(g, 3)
	for range 2 {
		ask(t, g, "Fay", "set", `{"set":{"gauge":"harm","add":1}}`)
	}
	until(g, 4)
	s, err := g.X.Score(t.Context())
	require.NoError(t, err)
	got := map[string]int{}
	for _, h := range s.Helps {
		got[h.Score] = h.Acts
		assert.Contains(t, h.Last.Text, "harm")
	}
	assert.Equal(t, map[string]int{"total": 2, "effectiveness": 2}, got)
}
