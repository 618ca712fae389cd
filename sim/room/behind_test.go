package room_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
)

// TestAJumpReachesWhoSeesNothingOfIt: a paused clock that is moved several times within a second shows
// the last time to everybody, also where only the time is new.
func TestAJumpReachesWhoSeesNothingOfIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, tabletest.Secrets, room.Config{})
		defer r.Close("done")
		f := join(t, r, "Fay", exercise.KindFacilitator, "")
		bob, err := r.Join(t.Context(), "Bob", exercise.KindPlayer, "cloud")
		require.NoError(t, err)
		accepted(t, f, &exercise.Start{Paused: true})
		shown := ""
		for range 3 {
			accepted(t, f, &exercise.Jump{By: "1m"})
			time.Sleep(300 * time.Millisecond)
			for len(bob.Views()) > 0 {
				shown = (<-bob.Views()).Clock.Now.T
			}
		}
		time.Sleep(2 * time.Second)
		for len(bob.Views()) > 0 {
			shown = (<-bob.Views()).Clock.Now.T
		}
		assert.Equal(t, "T+00:03", shown)
	})
}
