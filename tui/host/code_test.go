package host

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

func TestNewCode(t *testing.T) {
	seen := map[string]bool{}
	for range 100_000 {
		c := NewCode()
		require.Len(t, c, codeLength+1)
		require.False(t, seen[c], "the same code twice")
		seen[c] = true
		for _, r := range strings.ReplaceAll(c, "-", "") {
			require.Contains(t, alphabet, string(r))
		}
	}
}

func TestCodesDecideKind(t *testing.T) {
	c := Codes{Player: "K7QM-2XVA", Facilitator: "0123-4567", Evaluator: "ZZZZ-ZZZZ"}
	require.NoError(t, c.Check())
	for said, want := range map[string]exercise.Kind{
		"K7QM-2XVA": exercise.KindPlayer, "k7qm2xva": exercise.KindPlayer, " k7qm 2xva \r": exercise.KindPlayer,
		"oi23-4567": exercise.KindFacilitator, "0l23 4567": exercise.KindFacilitator, "zzzzzzzz": exercise.KindEvaluator,
		"": "", "K7QM": "", "K7QM-2XVB": "", "K7QM-2XVAA": "", strings.Repeat("K", 1<<20): "",
	} {
		kind, ok := c.kind(said)
		assert.Equal(t, want, kind, "%.20q", said)
		assert.Equal(t, want != "", ok)
	}
}

func TestWeakCodes(t *testing.T) {
	good := Codes{Player: NewCode(), Facilitator: NewCode(), Evaluator: NewCode()}
	require.NoError(t, good.Check())
	short := good
	short.Player = "tea"
	assert.ErrorContains(t, short.Check(), "the join code needs at least 8")
	empty := good
	empty.Evaluator = ""
	assert.ErrorContains(t, empty.Check(), "the evaluator's code needs")
	same := good
	same.Facilitator = strings.ToLower(same.Player)
	assert.ErrorContains(t, same.Check(), "the same as the join code")
}

// Ten minutes of guessing at full speed, from one address and from very many.
func TestGuessingIsHopeless(t *testing.T) {
	start := time.Unix(0, 0)
	for name, c := range map[string]struct {
		address func(i int) string
		most    int
	}{
		"one address":    {func(int) string { return "192.0.2.1" }, 50},
		"many addresses": {func(i int) string { return string(rune('a' + i%5000)) }, 600},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAttempts(start)
			looked := 0
			for i := range 600_000 {
				now := start.Add(time.Duration(i) * time.Millisecond)
				// A turn in the future is looked at when it has come: count those that do
				// so within the ten minutes.
				if d, ok := a.turn(c.address(i), now); ok && now.Add(d).Before(start.Add(10*time.Minute)) {
					looked++
				}
			}
			assert.LessOrEqual(t, looked, c.most)
			assert.Positive(t, looked)
			assert.LessOrEqual(t, len(a.by), maxAddresses)
		})
	}
}

func TestRightCodesCostNothing(t *testing.T) {
	a := newAttempts(time.Unix(0, 0))
	for range 500 { // a whole hall comes in at once behind one address
		d, ok := a.turn("192.0.2.1", time.Unix(0, 0))
		require.True(t, ok)
		require.Zero(t, d)
		a.right("192.0.2.1")
	}
}

// Whoever gives wrong codes is kept waiting for longer and longer, and is not looked at
// once the wait would be too long; so is everybody, when wrong codes come from everywhere.
func TestAWrongCodeIsNotLookedAtAfterALongQueue(t *testing.T) {
	start := time.Unix(0, 0)
	for name, address := range map[string]func(i int) string{
		"one address":    func(int) string { return "192.0.2.1" },
		"many addresses": func(i int) string { return fmt.Sprintf("2001:db8::%x", i) },
	} {
		t.Run(name, func(t *testing.T) {
			a := newAttempts(start)
			waited, refused := time.Duration(0), 0
			for i := range 1000 {
				d, ok := a.turn(address(i), start)
				if !ok {
					refused++
					continue
				}
				assert.Zero(t, refused, "looked at after one that was not, with no time between them")
				assert.LessOrEqual(t, d, queue)
				assert.GreaterOrEqual(t, d, waited)
				waited = d
			}
			assert.Positive(t, waited)
			assert.Greater(t, refused, 900)
			_, ok := a.turn(address(1000), start.Add(time.Minute))
			assert.True(t, ok, "it is looked at again when the queue has gone down")
		})
	}
}
