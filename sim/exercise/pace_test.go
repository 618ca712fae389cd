package exercise_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// TestThePaceOfAMove: a day at half an hour a minute takes 48 minutes in the room, two days at six hours a minute 8,
// and five days of a move without a pace of its own 20, at the pace as it was.
func TestThePaceOfAMove(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/hours.toml")
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Name: "hours", Scenario: string(src), Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	const day = 24 * engine.Time(time.Hour)
	for i, m := range []struct {
		ends    engine.Time
		minutes int
	}{{day, 48}, {3 * day, 8}, {8 * day, 20}} {
		if i > 0 {
			require.True(t, g.Do("Fay", "facilitator", "resume", "").OK)
		}
		assert.Equal(t, m.minutes, int((m.ends-x.Now())/x.Pace()), "move %d", i+1)
		x.Advance(m.ends)
	}
}
