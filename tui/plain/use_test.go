package plain_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/budget"
	"tocsin/sim/room"
	"tocsin/tui/plain"
)

// counting is a facilitator's seat that knows who uses what.
type counting struct {
	*room.Seat
	cut []string
}

func (c *counting) Uses(context.Context) ([]budget.Use, error) {
	return []budget.Use{{Of: budget.Acts, Whose: "Ada", Used: 1200, Left: 40},
		{Of: budget.Guesses, Whose: "2001:db8::", Used: 8, Refused: 31}}, nil
}

func (c *counting) CutOff(_ context.Context, address string) (int, error) {
	c.cut = append(c.cut, address)
	return 3, nil
}

func TestWhoUsesWhatInLines(t *testing.T) {
	_, f := at(t, "practice")
	seat := &counting{Seat: f}
	out := dialogue(t, "use\ncut 2001:db8::\nno\ncut 2001:db8::; yes\ncut\n192.0.2.9\nyes\n", plain.Hand{Seat: seat})
	assert.Contains(t, out, "Address 2001:db8::: 0 % left, refused 31 times. Used: 8 wrong codes.")
	assert.Contains(t, out, "Ada: 100 % left. Used: 1,200 acts.")
	assert.Contains(t, out, "2001:db8:: is cut off for ten minutes. Put out: 3.")
	assert.Equal(t, []string{"2001:db8::", "192.0.2.9"}, seat.cut)
}
