package room_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
)

// TestSeatsCannotForgeTheRoom: through a seat's own handle, with a seat that is not one's
// own and with the room's own words, nothing can be done and nothing comes to the record.
func TestSeatsCannotForgeTheRoom(t *testing.T) {
	synctest.Test(t, forgeTheRoom) // the room lets nobody ask for much in a short time
}

func forgeTheRoom(t *testing.T) {
	r := open(t, tabletest.Secrets, room.Config{Open: true})
	defer r.Close("done")
	join(t, r, "Fay", exercise.KindFacilitator, "")
	ann := join(t, r, "Ann", exercise.KindPlayer, "lab")
	state := func() (d uint64) {
		require.NoError(t, r.Look(t.Context(), func(x *exercise.Exercise) { d = x.Digest() }))
		return d
	}
	before := state()
	for _, seat := range []string{"room", "facilitator", "cloud", strings.Repeat("x", 5000)} {
		for _, p := range tabletest.Powers {
			if slices.Contains([]string{"read", "leave", "answer", "approve", "decide", "feedback", "whisper",
				"pass", "advise", "yield"},
				p.Verb) {
				continue // her own to do, or refused for other reasons
			}
			a := patiently(t, func() (exercise.Answer, error) {
				return ann.Do(t.Context(), room.Request{Seat: seat, Verb: p.Verb, Args: json.RawMessage(p.Args)})
			})
			require.False(t, a.OK, "%s as %q", p.Verb, seat)
			require.Equal(t, before, state(), "%s as %q", p.Verb, seat)
		}
	}
}
