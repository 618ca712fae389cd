package room_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/room"
)

// TestWhoseWayBackCannotBeKept is not in, however they come: nobody sits there whom a lost line would keep out.
func TestWhoseWayBackCannotBeKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.jsonl")
	r, p := door(t, room.Config{Path: path})
	elsewhere, code := door(t, room.Config{})
	g := room.NewGroup(false)
	require.NoError(t, g.Add(t.Context(), "1", elsewhere))
	require.NoError(t, g.Add(t.Context(), "2", r))
	sent := visit(t, elsewhere, code, "Ann", "192.0.2.1", "lab")
	require.NoError(t, os.Remove(pass.PathOf(path)))
	require.NoError(t, os.Mkdir(pass.PathOf(path), 0o700)) // nothing is written there
	for name, comes := range map[string]func() (*room.Seat, error){
		"Ann": func() (*room.Seat, error) { return r.Arrive(t.Context(), sent) },
		"Bob": func() (*room.Seat, error) {
			return r.Admit(t.Context(), room.Visitor{Pass: p, Name: "Bob", From: "192.0.2.1", As: exercise.KindEvaluator})
		},
		"Fay": func() (*room.Seat, error) {
			s, _, err := r.Console(t.Context(), "Fay")
			return s, err
		},
	} {
		s, err := comes()
		assert.Error(t, err, name)
		assert.Nil(t, s, name)
		require.NoError(t, r.Look(t.Context(), func(x *exercise.Exercise) {
			_, here, known := x.Find(name)
			assert.Equal(t, []bool{false, true}, []bool{here, known}, name)
		}))
	}
	assert.Zero(t, r.Present(t.Context()))
}
