package exercise_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWhatARecordHoldsOfAPicture: what each seat said, how far they agreed after each word, and who clashed. Two
// seats that order two accounts alike agree fully, W = 1; the other way round not at all, W = 0.
func TestWhatARecordHoldsOfAPicture(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/accounts.toml")
	require.NoError(t, err)
	g := accountsTable(t)
	for n, s := range []struct {
		seat, of string
		sure     float64
	}{{"agency", "attack", 0.8}, {"agency", "fault", 0.4}, {"lab", "attack", 0.7}, {"lab", "fault", 0.3},
		{"lab", "fault", 0.9}} {
		until(g, float64(n+2))
		says(t, g, "P "+s.seat, s.seat, s.of, s.sure)
	}
	for _, s := range [][2]string{{"grid", "repair"}, {"agency", "retaliate"}} {
		require.True(t, g.Do("P "+s[0], s[0], "act", `{"act":"`+s[1]+`"}`).OK)
	}
	ask(t, g, "Fay", "end", `{"end":true}`)
	p := toldOf(t, string(src), g).Picture
	require.NotNil(t, p)
	require.Len(t, p.Held, 5)
	for _, w := range p.Held[:3] {
		assert.Nil(t, w.Agreement, "one seat alone agrees with nobody")
	}
	assert.InDelta(t, 1, *p.Held[3].Agreement, 1e-12)
	assert.InDelta(t, 0, *p.Held[4].Agreement, 1e-12)
	assert.Equal(t, "lab", p.Held[4].Role)
	require.Len(t, p.Clashes, 1)
	assert.Equal(t, [2]string{"grid", "agency"}, p.Clashes[0].Roles)
}
