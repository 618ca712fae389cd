package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestCurly: quotation marks come in pairs, or stay as they are.
func TestCurly(t *testing.T) {
	for text, want := range map[string]string{"": "", "plain": "plain", `"A"`: "“A”", `say "A" and "B".`: "say “A” and “B”.",
		`5" wide`: `5" wide`, `"A" is 5" wide`: `“A” is 5" wide`} {
		assert.Equal(t, want, curly(text))
	}
}

// TestSeatListCountsTheRest: a sentence names a few seats and counts the others, never one.
func TestSeatListCountsTheRest(t *testing.T) {
	seats := strings.Split("a b c d e f g h i j", " ")
	assert.Equal(t, "a and b", seatList(seats[:2]))
	assert.Equal(t, "a, b, c, d, e, f, g, h and i", seatList(seats[:9]))
	assert.Equal(t, "a, b, c, d, e, f, g, h and 2 other seats", seatList(seats))
}
