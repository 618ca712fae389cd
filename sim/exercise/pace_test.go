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

// TestADirectorGivesNoPaceAhead: it sets the pace as the room needs it, whatever the file says of the moves to come.
func TestADirectorGivesNoPaceAhead(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/hours.toml")
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Name: "hours", Scenario: string(src), Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	assert.Equal(t, "6h", x.Clock().Paces[0].Pace)
	ask(t, g, "Fay", "direct", `{"time":"90m","on":true}`)
	assert.Empty(t, x.Clock().Paces)
}

// TestWhatTimeItIsInAnOffice: staff read of each seat with hours of its own what time it is there, and when it
// opens, worked out by hand: at STARTEX it is Friday 15:00 in Brussels, and 23:00 in Tokyo; at 18:00 both are shut
// until Monday 09:00.
func TestWhatTimeItIsInAnOffice(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/hours.toml")
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Name: "hours", Scenario: string(src) + "[role.press]\n", Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	for _, at := range []struct {
		hour float64
		want []string
	}{
		{0, []string{"It is Fri 15:00 UTC+1, in office hours",
			"It is Fri 23:00 UTC+9, outside office hours until Mon 09:00 UTC+9",
			"It is Fri 15:00 UTC+1, outside office hours until Fri 22:00 UTC+1", ""}},
		{3, []string{"It is Fri 18:00 UTC+1, outside office hours until Mon 09:00 UTC+1",
			"It is Sat 02:00 UTC+9, outside office hours until Mon 09:00 UTC+9",
			"It is Fri 18:00 UTC+1, outside office hours until Fri 22:00 UTC+1", ""}},
	} {
		until(g, at.hour)
		var got []string
		for _, s := range x.View("Fay").Control.Seats {
			got = append(got, s.Office)
		}
		assert.Equal(t, at.want, got)
	}
}
