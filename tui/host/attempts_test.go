package host

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
