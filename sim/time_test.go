package sim_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim"
	"tocsin/sim/scenario"
)

func TestTimeInWords(t *testing.T) {
	for at, want := range map[sim.Time]string{
		0:                               "T+00:00",
		sim.At(26*scenario.Hour + 30e9): "T+1d 02:00:30",
		-sim.At(30 * scenario.Minute):   "T-00:30",
		math.MaxInt64:                   "T+106751d 23:47:16",
		math.MinInt64:                   "T-106751d 23:47:16",
	} {
		assert.Equal(t, want, at.String())
	}
}
