package room_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
)

// TestMomentsWithinAJump: a moment that was jumped over is shown as it was, not as it
// was after the jump; what a preview tells of a jump is what then happens.
func TestMomentsWithinAJump(t *testing.T) {
	at := func(d time.Duration) engine.Time { return engine.Time(d) }
	h := tabletest.Header(t, tabletest.Secrets, 3)
	g := tabletest.New(t, h, 3)
	g.Do("Fay", "facilitator", "start", "")
	g.Do("Bob", "cloud", "say", `{"say":"Off we go.","to":["lab"]}`)
	require.True(t, g.Do("Fay", "facilitator", "jump", `{"to":"10h"}`).OK)
	require.Equal(t, at(10*time.Hour), g.X.Now())
	path := filepath.Join(t.TempDir(), "x.jsonl")
	write(t, path, h, g.Entries)
	p, err := room.LoadUntil(t.Context(), path, 0, nil)
	require.NoError(t, err)

	walked := tabletest.New(t, h, 3)
	walked.Do("Fay", "facilitator", "start", "")
	walked.Do("Bob", "cloud", "say", `{"say":"Off we go.","to":["lab"]}`)
	for hour := time.Duration(0); hour <= 10; hour++ {
		walked.X.Advance(at(hour * time.Hour))
		x := p.At(at(hour * time.Hour))
		require.Equal(t, at(hour*time.Hour), x.Now())
		require.Equal(t, walked.X.Engine().Digest(), x.Engine().Digest(), "at %d hours", hour)
		for role := range g.Roles {
			v, w := x.ViewOf(role), walked.X.ViewOf(role)
			v.Clock, w.Clock = exercise.Clock{}, exercise.Clock{} // the clock is paused there
			require.Equal(t, tabletest.Written(w), tabletest.Written(v))
		}
	}
	assert.Equal(t, len(g.Entries)-1, p.EntriesAt(at(5*time.Hour)))
	assert.Equal(t, len(g.Entries), p.EntriesAt(at(10*time.Hour)))
	fork := filepath.Join(t.TempDir(), "fork.jsonl")
	require.NoError(t, p.Fork(fork, p.EntriesAt(at(5*time.Hour))))
	f, err := room.LoadUntil(t.Context(), fork, 0, nil)
	require.NoError(t, err)
	assert.LessOrEqual(t, f.Last(), at(5*time.Hour))
}

// TestPreviewIsWhatHappens: a jump does just what its preview told, wherever it begins,
// and the preview itself changes nothing.
func TestPreviewIsWhatHappens(t *testing.T) {
	for _, by := range []string{"1m", "3h", "16h", "90d"} {
		r := open(t, tabletest.Secrets, room.Config{Open: true})
		fay := join(t, r, "Fay", exercise.KindFacilitator, "")
		eva := join(t, r, "Eva", exercise.KindEvaluator, "")
		accepted(t, fay, &exercise.Bot{Role: "cloud", On: true})
		accepted(t, fay, &exercise.Bot{Role: "agency", On: true})
		accepted(t, fay, &exercise.Start{Paused: true})
		for range 4 {
			var before, after uint64
			from := 0
			require.NoError(t, r.Look(t.Context(),
				func(x *exercise.Exercise) { before, from = x.Digest(), len(x.Log()) }))
			said, err := fay.Preview(t.Context(), exercise.Jump{By: by})
			if err != nil {
				assert.Contains(t, err.Error(), "over")
				break
			}
			_, err = eva.Preview(t.Context(), exercise.Jump{By: by})
			require.Error(t, err)
			require.NoError(t, r.Look(t.Context(), func(x *exercise.Exercise) { after = x.Digest() }))
			require.Equal(t, before, after, "a preview changes nothing")
			accepted(t, fay, &exercise.Jump{By: by})
			require.NoError(t, r.Look(t.Context(), func(x *exercise.Exercise) {
				require.Equal(t, x.Log()[from:], said)
				assert.False(t, x.Running())
			}))
		}
		require.NoError(t, r.Close("done"))
	}
}

// TestSteps: a step pauses at the next event, the next inject, the end of the move.
func TestSteps(t *testing.T) {
	g := tabletest.New(t, tabletest.Header(t, tabletest.Secrets, 5), 5)
	g.Do("Fay", "facilitator", "start", `{"paused":true}`)
	require.False(t, g.X.Running())
	for range 3 {
		at, due := g.X.Engine().Next()
		require.True(t, due)
		require.True(t, g.Do("Fay", "facilitator", "step", `{"to":"event"}`).OK)
		require.Equal(t, at, g.X.Now())
		require.False(t, g.X.Running())
	}
	var soonest engine.Time = 1 << 62
	for i := range g.X.Engine().Model().Scenario.Injects {
		if at, due, _ := g.X.Engine().InjectDue(i); due {
			soonest = min(soonest, at)
		}
	}
	require.True(t, g.Do("Fay", "facilitator", "step", `{"to":"inject"}`).OK)
	require.Equal(t, soonest, g.X.Now())
	require.True(t, g.Do("Fay", "facilitator", "step", `{"to":"move"}`).OK)
	require.Equal(t, engine.Time(15*time.Hour), g.X.Now())
	assert.Equal(t, []string{"What do we know?"}, g.X.View("Ann").Clock.Discuss)
	require.True(t, g.Do("Fay", "facilitator", "step", `{"to":"move"}`).OK)
	require.Equal(t, engine.Time(30*time.Hour), g.X.Now())
	require.True(t, g.Do("Fay", "facilitator", "step", `{"to":"move"}`).OK)
	assert.True(t, g.X.Over(), "after the last move comes ENDEX")
	assert.Contains(t, g.Do("Fay", "facilitator", "step", `{"to":"event"}`).Why, "over")
}
