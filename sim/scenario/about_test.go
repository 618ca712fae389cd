package scenario_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
)

// TestRoomMinutes: each move runs at its own pace, and a move without one at that of the move before.
func TestRoomMinutes(t *testing.T) {
	const rounds = "title = \"x\"\nlength = \"6h\"\nminute = \"10m\"\n[role.lab]\n[[move]]\nuntil = \"1h\"\n" +
		"[[move]]\nuntil = \"3h\"\nminute = \"30m\"\n[[move]]\nuntil = \"5h\"\n"
	sc, ds := scenario.Load("x.toml", []byte(rounds))
	require.False(t, ds.Failed(), ds.Format("x.toml", rounds))
	for _, c := range []struct {
		until scenario.Duration
		want  float64
	}{{0, 0}, {30 * scenario.Minute, 3}, {scenario.Hour, 6}, {2 * scenario.Hour, 8}, {3 * scenario.Hour, 10},
		{5 * scenario.Hour, 14}, {6 * scenario.Hour, 16}} {
		assert.InDelta(t, c.want, sc.RoomMinutesTo(c.until), 1e-9, "%s", c.until)
	}
	assert.InDelta(t, 16, sc.RoomMinutes(), 1e-9)
	assert.InDelta(t, 3.5, sc.RoomMinutesBetween(45*scenario.Minute, 2*scenario.Hour), 1e-9)
	for from := scenario.Duration(0); from < scenario.Hour/2; from += 7 * scenario.Second {
		assert.Equal(t, 3.0, sc.RoomMinutesBetween(from, from+30*scenario.Minute), "from %s: the same span at one pace", from)
	}
}

// TestPaces: what is said of the pace is what each move has, in their order, and each change once.
func TestPaces(t *testing.T) {
	t.Parallel()
	const one = "title = \"x\"\nlength = \"6h\"\nminute = \"10m\"\n[role.lab]\n"
	const two = one + "[[move]]\nuntil = \"1h\"\nminute = \"12m\"\n[[move]]\nuntil = \"5h\"\n"
	for text, want := range map[string]string{
		one: "10m", two: "12m", two + "minute = \"1h12m\"\n": "12m, then 1h12m",
	} {
		sc, ds := scenario.Load("x.toml", []byte(text))
		require.False(t, ds.Failed(), ds.Format("x.toml", text))
		assert.Equal(t, want, sc.Paces())
	}
}
