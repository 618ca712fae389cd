package room_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
)

// Coming in again takes the place over from the line before, and is no secret.
func TestTakingOverIsOpen(t *testing.T) {
	r := open(t, tabletest.Secrets, room.Config{})
	defer r.Close("done")
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	first := join(t, r, "Ada", exercise.KindPlayer, "")
	assert.Empty(t, newest(f).Notices)
	second := join(t, r, "Ada", exercise.KindPlayer, "")
	assert.Equal(t, "You have come in from somewhere else", first.Ended())
	for _, s := range []*room.Seat{f, second} {
		if n := newest(s).Notices; assert.Len(t, n, 1) {
			assert.Equal(t, "The exercise", n[0].From)
			assert.Contains(t, n[0].Text, "Ada has come in from another line")
		}
	}
	second.Drop()
	join(t, r, "Ada", exercise.KindPlayer, "")
	assert.Len(t, newest(f).Notices, 1, "coming back after a loss takes nothing over")
}
