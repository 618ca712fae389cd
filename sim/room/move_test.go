package room_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/testsize"
)

// flood brings an inject to n seats every second, for days.
func flood(n int) record.Header {
	s := "title = \"Flood\"\nlength = \"30d\"\nminute = \"1m\"\nbasis = \"test\"\n[inject.i]\nevery = " +
		"\"1s\"\ntext = \"x\"\n"
	for i := range n {
		s += fmt.Sprintf("[role.r%d]\n", i)
	}
	return record.Header{Format: 1, Name: "flood", Scenario: s, Seed: 1, Started: time.Unix(0, 0).UTC()}
}

// TestAJumpThatCannotFinishIsUndone: the facilitator is told why, the exercise is where
// it stood and goes on, and its record, which says so, resumes.
func TestAJumpThatCannotFinishIsUndone(t *testing.T) {
	testsize.Long(t)
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "x.jsonl")
	r, err := room.Open(flood(40), room.Config{Path: path, Open: true})
	require.NoError(t, err)
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	ann := join(t, r, "Ann", exercise.KindPlayer, "r0")
	accepted(t, f, &exercise.Start{Paused: true})
	a, err := f.Act(ctx, &exercise.Jump{By: "11d"})
	require.NoError(t, err)
	require.False(t, a.OK)
	assert.Contains(t, a.Why, "inject i")
	v, err := f.Now(ctx)
	require.NoError(t, err)
	assert.Equal(t, "T+00:00", v.Clock.Now.T)
	assert.Equal(t, "paused", v.Clock.Phase)
	assert.Contains(t, v.Notices[len(v.Notices)-1].Text, "The jump that Fay asked for was undone")
	seen, err := ann.Now(ctx)
	require.NoError(t, err)
	assert.Empty(t, seen.Notices, "why is for the staff")
	accepted(t, f, &exercise.Jump{By: "5m"})
	require.NoError(t, r.Close("done"))

	again, _, err := room.Continue(path, room.Config{})
	require.NoError(t, err)
	defer again.Close("done")
	require.NoError(t, again.Look(ctx, func(x *exercise.Exercise) {
		assert.Equal(t, "T+00:05", x.Now().String())
		assert.False(t, x.Over())
	}))
}

// TestTheRoomLivesDuringAJump: others are answered and get views, and a facilitator's pause
// breaks the jump off.
func TestTheRoomLivesDuringAJump(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "x.jsonl")
	h := flood(40)
	h.Scenario += "[gauge.g]\nstart = 0\n[inject.slow]\nevery = \"5ms\"\nto = [\"none\"]\neffects = " +
		"[{gauge=\"g\", add=1}]\n"
	r, err := room.Open(h, room.Config{Path: path, Open: true})
	require.NoError(t, err)
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	second := join(t, r, "Gus", exercise.KindFacilitator, "")
	ann := join(t, r, "Ann", exercise.KindPlayer, "r0")
	accepted(t, f, &exercise.Start{Paused: true})

	type outcome struct {
		a   exercise.Answer
		err error
	}
	jumped := make(chan outcome, 1)
	go func() {
		a, err := f.Act(ctx, &exercise.Jump{By: "2h"})
		jumped <- outcome{a, err}
	}()
	under := func() bool {
		v, err := second.Now(ctx)
		require.NoError(t, err)
		return len(v.Clock.Why) > 6 && v.Clock.Why[:6] == "Moving"
	}
	require.Eventually(t, under, 5*time.Second, time.Millisecond)
	_, err = ann.Now(ctx)
	require.NoError(t, err, "views flow")
	_, err = second.Act(ctx, &exercise.Pause{})
	require.NoError(t, err)
	require.False(t, under(), "a pause waits until the jump has been undone")
	o := <-jumped
	require.NoError(t, o.err)
	assert.Contains(t, o.a.Why, "it was stopped")
	a, err := ann.Do(ctx, room.Request{Verb: "say", Args: []byte(`{"say":"hello","to":["r1"]}`)})
	require.NoError(t, err)
	assert.True(t, a.OK, a.Why)

	gone, cancel := context.WithCancel(ctx)
	go func() {
		a, err := f.Act(gone, &exercise.Jump{By: "2h"})
		jumped <- outcome{a, err}
	}()
	require.Eventually(t, under, 5*time.Second, time.Millisecond)
	ann.Drop()
	cancel()
	<-jumped
	v, err := f.Now(ctx)
	require.NoError(t, err)
	assert.Equal(t, "T+00:00", v.Clock.Now.T, "nothing of it has happened")
	for _, m := range v.Control.Roster {
		assert.Equal(t, m.Name != "Ann", m.Here, "who goes during a jump is gone: %s", m.Name)
	}

	go func() {
		a, err := f.Act(ctx, &exercise.Jump{By: "2h"})
		jumped <- outcome{a, err}
	}()
	require.Eventually(t, under, 5*time.Second, time.Millisecond)
	require.NoError(t, r.Close("done"))
	o = <-jumped
	assert.True(t, !o.a.OK || o.err != nil, "a jump that was stopped has not been made")
	again, _, err := room.Continue(path, room.Config{})
	require.NoError(t, err)
	require.NoError(t, again.Close("done"))
}
