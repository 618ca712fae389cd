package room_test

import (
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
)

// A seat may do 40 things at once and 10 a second in the long run; what one does too much
// of is not recorded, and takes nothing from the others.
func TestASeatDoesOnlySoMuchAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, tabletest.Secrets, room.Config{Open: true})
		defer r.Close("done")
		f := join(t, r, "Fay", exercise.KindFacilitator, "")
		a := join(t, r, "Ann", exercise.KindPlayer, "lab")
		b := join(t, r, "Bob", exercise.KindPlayer, "cloud")
		accepted(t, f, &exercise.Start{Paused: true})
		tries := func(s *room.Seat, n int) (taken int) {
			for range n {
				answer, err := s.Do(t.Context(), room.Request{Verb: "say",
					Args: json.RawMessage(`{"say":"hello","to":["agency"]}`)})
				require.NoError(t, err)
				if answer.OK {
					taken++
				} else {
					require.Contains(t, answer.Why, "a person has 40 acts at once. Try again in")
				}
			}
			return taken
		}
		assert.Equal(t, 40, tries(a, 500))
		assert.Zero(t, tries(a, 5))
		assert.Equal(t, 5, tries(b, 5), "another seat has its own allowance")
		time.Sleep(time.Second)
		assert.Equal(t, 10, tries(a, 500))
		time.Sleep(time.Hour)
		assert.Equal(t, 40, tries(a, 500), "no more is saved up than the burst")
		said := 0
		require.NoError(t, r.Look(t.Context(), func(x *exercise.Exercise) { said = x.Engine().Messages() }))
		assert.Equal(t, 40+5+10+40, said)
	})
}
