//go:build linux

package room_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
)

// TestFullDisk fills a real disk under a room: the act that could not be written is
// refused, everyone sees why, nothing more is taken, and what had been acknowledged is
// there when the record is continued elsewhere.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=128k"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	defer func() { assert.NoError(t, syscall.Unmount(dir, syscall.MNT_DETACH)) }()
	path := filepath.Join(dir, "x.jsonl")
	ctx := t.Context()
	r := open(t, tabletest.Secrets, room.Config{Path: path, Open: true, Every: time.Millisecond})
	fay := joinDeaf(t, r, "Fay", exercise.KindFacilitator, "")
	accepted(t, fay, &exercise.Start{})
	ann := join(t, r, "Ann", exercise.KindPlayer, "lab")
	acked, failed := 0, error(nil)
	for i := range 2000 {
		var a exercise.Answer
		a, failed = ann.Do(ctx, room.Request{Verb: "whisper",
			Args: []byte(fmt.Sprintf(`{"text":"word-%d. %s"}`, i, strings.Repeat("x", 3900)))})
		if failed != nil {
			assert.False(t, a.OK)
			assert.Contains(t, a.Why, "cannot be written")
			break
		}
		if a.OK {
			acked++
		} else {
			require.Contains(t, a.Why, "too much at once")
			time.Sleep(50 * time.Millisecond)
		}
	}
	require.ErrorContains(t, failed, "no space left")
	require.Greater(t, acked, 20)
	stopped(t, r, fay, ann)
	require.NoError(t, r.Close("the disk is full"))
	carriedOn(t, path, acked)
}

// TestFileLimit has the system refuse to let the record grow, in the middle of a line: in
// a process of its own, since the limit holds for all files of one.
func TestFileLimit(t *testing.T) {
	if path := os.Getenv("TOCSIN_TEST_LIMIT"); path != "" {
		recordUpToLimit(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "x.jsonl")
	cmd := exec.Command(os.Args[0], "-test.run", "^TestFileLimit$")
	cmd.Env = append(os.Environ(), "TOCSIN_TEST_LIMIT="+path)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	_, after, found := strings.Cut(string(out), "acknowledged ")
	require.True(t, found, string(out))
	acked, err := strconv.Atoi(strings.Fields(after)[0])
	require.NoError(t, err)
	require.Greater(t, acked, 5)
	carriedOn(t, path, acked)
}

func recordUpToLimit(t *testing.T, path string) {
	r := open(t, tabletest.Secrets, room.Config{Path: path, Open: true, Every: time.Millisecond})
	fay := joinDeaf(t, r, "Fay", exercise.KindFacilitator, "")
	accepted(t, fay, &exercise.Start{})
	ann := join(t, r, "Ann", exercise.KindPlayer, "lab")
	info, err := os.Stat(path)
	require.NoError(t, err)
	var limit syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit))
	limit.Cur = uint64(info.Size()) + 15000
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit))
	signal.Ignore(syscall.SIGXFSZ)
	acked := 0
	for ; acked < 100; acked++ {
		a, err := ann.Do(t.Context(), room.Request{Verb: "whisper",
			Args: []byte(fmt.Sprintf(`{"text":"word-%d. %s"}`, acked, strings.Repeat("x", 1000)))})
		if err != nil {
			require.ErrorContains(t, err, "file too large")
			break
		}
		require.True(t, a.OK, a.Why)
	}
	require.Less(t, acked, 30)
	stopped(t, r, fay, ann)
	fmt.Println("acknowledged", acked)
}

// stopped wants a room that takes nothing more and says why to everyone.
func stopped(t *testing.T, r *room.Room, seats ...*room.Seat) {
	t.Helper()
	var state uint64
	require.NoError(t, r.Look(context.Background(), func(x *exercise.Exercise) { state = x.Digest() }))
	for range 3 {
		for _, s := range seats {
			a, err := s.Act(context.Background(), &exercise.Whisper{Text: "Still there?", To: "staff"})
			require.Error(t, err)
			assert.Contains(t, a.Why, "takes nothing more")
			v := newest(s)
			assert.Equal(t, "paused", v.Clock.Phase)
			assert.Equal(t, "nothing", v.Clock.Allows)
			assert.Contains(t, v.Clock.Why, "cannot be written")
		}
		_, err := r.Join(context.Background(), "Zoe", exercise.KindObserver, "")
		require.Error(t, err)
	}
	time.Sleep(20 * time.Millisecond)
	require.NoError(t, r.Look(context.Background(), func(x *exercise.Exercise) {
		assert.Equal(t, state, x.Digest(), "nothing moves any more")
	}))
}

// carriedOn wants all that was acknowledged in a record, once each, where there is room.
func carriedOn(t *testing.T, path string, acked int) {
	t.Helper()
	src, err := os.ReadFile(path)
	require.NoError(t, err)
	copied := filepath.Join(t.TempDir(), "x.jsonl")
	require.NoError(t, os.WriteFile(copied, src, 0o600))
	r, _, err := room.Continue(copied, room.Config{})
	require.NoError(t, err)
	defer r.Close("done")
	src, err = os.ReadFile(copied)
	require.NoError(t, err)
	have := strings.Count(string(src), `"text":"word-`)
	assert.True(t, have == acked || have == acked+1,
		"%d acknowledged, %d in the record: at most the last one was written and not acknowledged", acked, have)
}
