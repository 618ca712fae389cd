package engine_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

func TestTimeInWords(t *testing.T) {
	for at, want := range map[engine.Time]string{
		0:                                  "T+00:00",
		engine.At(26*scenario.Hour + 30e9): "T+1d 02:00:30",
		-engine.At(30 * scenario.Minute):   "T-00:30",
		math.MaxInt64:                      "T+106751d 23:47:16",
		math.MinInt64:                      "T-106751d 23:47:16",
	} {
		assert.Equal(t, want, at.String())
	}
}
