package room_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/testsize"
)

// TestDirectorInARoom: it sets the pace by the clock on the wall and keeps from it what is
// done by hand; what it did is in the record, which replays and is carried on.
func TestDirectorInARoom(t *testing.T) {
	testsize.Long(t)
	path := filepath.Join(t.TempDir(), "x.jsonl")
	r := open(t, "../../scenarios/cold_copy.toml", room.Config{Path: path, Open: true})
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	join(t, r, "Ann", exercise.KindPlayer, "developer")
	plan := func() *exercise.RoomPlan {
		v, err := fay.Now(t.Context())
		require.NoError(t, err)
		return v.Control.Plan
	}
	accepted(t, fay, &exercise.Direct{Time: "90m", On: true})
	require.Eventually(t, func() bool { p := plan(); return p != nil && len(p.Parts) == 9 }, 20*time.Second,
		20*time.Millisecond, "it is planned before STARTEX")
	accepted(t, fay, &exercise.Start{})
	require.Eventually(t, func() bool { return len(plan().Did) > 0 }, 20*time.Second, 20*time.Millisecond)
	for range 10 { // what was foreseen before STARTEX says nothing of what comes after it
		if p := plan().Pass; p != nil {
			assert.Less(t, p.To.Hours, 8.0, "the first injects are not passed over")
		}
		time.Sleep(30 * time.Millisecond)
	}
	accepted(t, fay, &exercise.Pace{Minute: "7m"})
	assert.Eventually(t, func() bool { return plan().Hand }, 20*time.Second, 20*time.Millisecond)
	accepted(t, fay, &exercise.Pause{})
	require.NoError(t, r.Close("Lunch"))

	p, err := room.LoadUntil(t.Context(), path, 0, nil)
	require.NoError(t, err, "it replays")
	assert.Equal(t, 1, verbs(p)["directed"])
	again, _, err := room.Continue(path, room.Config{})
	require.NoError(t, err)
	defer again.Close("done")
	fay = join(t, again, "Fay", exercise.KindFacilitator, "")
	accepted(t, fay, &exercise.Direct{On: true})
	require.Eventually(t, func() bool { p := plan(); return p != nil && !p.Hand && p.Spent > 0 }, 20*time.Second,
		20*time.Millisecond, "the time that was spent is not forgotten")
	accepted(t, fay, &exercise.Resume{})
}

func verbs(p *room.Replay) map[string]int {
	out := map[string]int{}
	for _, en := range p.Entries {
		out[en.Verb]++
	}
	return out
}

// TestRoomsWithOneClockHaveNoDirector: it would move the clock of one room.
func TestRoomsWithOneClockHaveNoDirector(t *testing.T) {
	r := open(t, "../../scenarios/practice.toml", room.Config{})
	defer r.Close("done")
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	require.NoError(t, room.NewGroup(true).Add(t.Context(), "1", r))
	a, err := fay.Act(t.Context(), &exercise.Direct{Time: "90m", On: true})
	require.NoError(t, err)
	assert.False(t, a.OK)
}
