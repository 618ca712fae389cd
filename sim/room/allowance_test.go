package room_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
)

// Who is refused again and again is refused without a look: nothing of it is recorded, and no
// other player's screen is made again. What they ask for later is taken.
func TestRefusalsHaveABudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "record.jsonl")
		r := open(t, tabletest.Secrets, room.Config{Open: true, Path: path})
		defer r.Close("done")
		f := join(t, r, "Fay", exercise.KindFacilitator, "")
		a := join(t, r, "Ann", exercise.KindPlayer, "lab")
		b := joinDeaf(t, r, "Bob", exercise.KindPlayer, "cloud")
		accepted(t, f, &exercise.Start{Paused: true})
		synctest.Wait()
		time.Sleep(time.Minute)
		<-b.Views()
		lines := func() int {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			return bytes.Count(text, []byte("\n"))
		}
		said := func(s *room.Seat, to string) exercise.Answer {
			answer, err := s.Do(t.Context(), room.Request{Verb: "say",
				Args: json.RawMessage(`{"say":"hello","to":["` + to + `"]}`)})
			require.NoError(t, err)
			return answer
		}
		before := lines()
		why := ""
		for range 290 {
			answer := said(a, "lab") // themselves
			require.False(t, answer.OK)
			why = answer.Why
			time.Sleep(10 * time.Millisecond)
		}
		most := budget.Most(budget.Refusals)
		assert.InDelta(t, before+most, lines(), 5)
		assert.Contains(t, why, "a person has 30 refused requests at once. Try again in 1 s")
		select {
		case v := <-b.Views():
			assert.Fail(t, "a screen is made again", "%+v", v.Clock)
		default:
		}
		assert.True(t, said(b, "agency").OK, "others have their own")
		time.Sleep(2 * time.Second)
		assert.True(t, said(a, "agency").OK)
	})
}

// What is asked for too quickly waits: nothing is lost, and nobody gets more than their share.
func TestAFloodWaitsForItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, tabletest.Secrets, room.Config{Open: true})
		defer r.Close("done")
		a := join(t, r, "Ann", exercise.KindPlayer, "lab")
		began := time.Now()
		for range budget.Most(budget.Asked) {
			require.NoError(t, a.Turn(t.Context()))
		}
		assert.Zero(t, time.Since(began))
		for range 40 {
			require.NoError(t, a.Turn(t.Context()))
		}
		assert.InDelta(t, time.Second, time.Since(began), float64(10*time.Millisecond))
		ctx, stop := context.WithCancel(t.Context())
		stop()
		for range 2 {
			if err := a.Turn(ctx); err != nil {
				assert.ErrorIs(t, err, context.Canceled)
				return
			}
		}
		assert.Fail(t, "a turn was given to who had gone")
	})
}

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
