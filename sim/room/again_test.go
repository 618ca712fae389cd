package room_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
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

// TestAWallClockThatIsSetBack: times on the wall are for people to read. A record in which they go
// back, because somebody set the clock of the host, is continued where it stood, and plays again
// as it did.
func TestAWallClockThatIsSetBack(t *testing.T) {
	dir := t.TempDir()
	path, back := filepath.Join(dir, "x.jsonl"), filepath.Join(dir, "back.jsonl")
	r := open(t, tabletest.Secrets, room.Config{Path: path})
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	accepted(t, fay, &exercise.Start{Paused: true})
	for range 5 {
		accepted(t, fay, &exercise.Jump{By: "1h"})
	}
	require.NoError(t, r.Close("Lunch"))
	h, entries, _ := read(t, path)
	w, err := record.Create(back, h)
	require.NoError(t, err)
	for i, en := range entries {
		if en.Wall = en.Wall.Add(-time.Duration(i) * time.Hour); en.Verb == record.SignedVerb {
			continue
		}
		_, err := w.Append(en)
		require.NoError(t, err, "%+v", en)
	}
	require.NoError(t, w.Leave())
	again, _, err := room.Continue(back, room.Config{})
	require.NoError(t, err)
	fay = join(t, again, "Fay", exercise.KindFacilitator, "")
	v, err := fay.Now(t.Context())
	require.NoError(t, err)
	assert.InDelta(t, 5, v.Clock.Now.Hours, 1e-9, "it stands where it stood")
	accepted(t, fay, &exercise.Jump{By: "1h"})
	require.True(t, request(t, fay, "end", `{"end":true}`).OK)
	require.NoError(t, again.Close("Enough"))
	_, entries, report := read(t, back)
	assert.True(t, report.Closed)
	assert.Equal(t, "end", entries[len(entries)-1].Verb)
}
