//go:build !windows

package room_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
	"tocsin/sim/testsize"
)

// TestAProgramThatIsPaused: a host that is stopped for a while, as by a laptop that
// sleeps, lets no exercise time pass meanwhile, loses nothing, tells the staff, and its
// record replays.
func TestAProgramThatIsPaused(t *testing.T) {
	if path := os.Getenv("TOCSIN_TEST_STILL"); path != "" {
		runUntilClosed(t, path)
		return
	}
	testsize.Long(t)
	path := filepath.Join(t.TempDir(), "x.jsonl")
	cmd := exec.Command(os.Args[0], "-test.run", "^TestAProgramThatIsPaused$")
	cmd.Env = append(os.Environ(), "TOCSIN_TEST_STILL="+path)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	ask := func() (now engine.Time) {
		t.Helper()
		_, err := fmt.Fprintln(in, "now")
		require.NoError(t, err)
		for lines.Scan() {
			if text, ok := strings.CutPrefix(lines.Text(), "now "); ok {
				_, err := fmt.Sscan(text, &now)
				require.NoError(t, err)
				return now
			}
		}
		require.Fail(t, "it has ended")
		return 0
	}
	ask()
	time.Sleep(300 * time.Millisecond) // so that time passes
	before := ask()
	began := time.Now()
	require.NoError(t, cmd.Process.Signal(syscall.SIGSTOP))
	time.Sleep(3 * time.Second)
	require.NoError(t, cmd.Process.Signal(syscall.SIGCONT))
	after := ask()
	took := time.Since(began)
	leap := engine.Time(took.Seconds() * float64(engine.At(3600e9)))
	assert.Greater(t, before, engine.Time(0))
	assert.Less(t, after-before, leap/2, "an hour a second: the 3 seconds do not count")
	time.Sleep(300 * time.Millisecond)
	assert.Greater(t, ask(), after, "it goes on")
	require.NoError(t, in.Close())
	require.NoError(t, cmd.Wait())

	replay, err := room.LoadUntil(context.Background(), path, 0, nil)
	require.NoError(t, err)
	stood := 0
	for _, en := range replay.Entries {
		if en.Verb == "stood" {
			stood++
		}
	}
	assert.NotZero(t, stood)
	said := false
	for _, n := range replay.End().View("Fay").Notices {
		said = said || strings.Contains(n.Text, "The host did not run for")
	}
	assert.True(t, said, "the staff are told")
}

// runUntilClosed hosts an exercise whose time passes by an hour a second, and says what time
// it is when asked.
func runUntilClosed(t *testing.T, path string) {
	ctx := context.Background()
	r, err := room.Open(tabletest.Header(t, tabletest.Secrets, 1), room.Config{Path: path, Still: time.Second})
	require.NoError(t, err)
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	accepted(t, fay, &exercise.Pace{Minute: "60h"})
	accepted(t, fay, &exercise.Start{})
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var now engine.Time
		require.NoError(t, r.Look(ctx, func(x *exercise.Exercise) { now = x.Now() }))
		fmt.Printf("now %d\n", int64(now))
	}
	require.NoError(t, r.Close("Enough"))
}
