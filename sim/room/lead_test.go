package room

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// TestAFacilitatorWhoCameAndWentAtOnce: the clock waits for one who began the exercise and was
// gone before the room looked at who is here. It is inside the package because only there can
// all three be done in one turn of the room, as they fall together by chance in one of some
// hundred rooms.
func TestAFacilitatorWhoCameAndWentAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, err := Open(tabletest.Header(t, tabletest.Secrets, 1), Config{})
		require.NoError(t, err)
		defer func() { assert.NoError(t, r.Close("done")) }()
		require.NoError(t, r.on(context.Background(), func() error {
			s := r.handle("Fay")
			if err := r.join(s, exercise.Join{Kind: exercise.KindFacilitator}); err != nil {
				return err
			}
			verb, args, err := exercise.Entry(&exercise.Start{})
			if err != nil {
				return err
			}
			answer, err := r.enter(record.Entry{Who: "Fay", Seat: string(s.kind), Verb: verb, Args: args})
			assert.True(t, answer.OK, answer.Why)
			r.dismiss(s, "The connection is gone")
			return err
		}))
		clock := func() (c exercise.Clock) {
			require.NoError(t, r.on(context.Background(), func() error { c = r.x.Clock(); return nil }))
			return c
		}
		time.Sleep(59 * time.Second)
		assert.Equal(t, "running", clock().Phase)
		time.Sleep(2 * time.Second)
		assert.Equal(t, "paused", clock().Phase)
		assert.Equal(t, "No facilitator is here", clock().Why)
	})
}
