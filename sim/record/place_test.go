package record

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func mirrored(t *testing.T) (w *Writer, path, mirror string) {
	dir := t.TempDir()
	for _, d := range []string{"a", "b"} {
		require.NoError(t, os.Mkdir(filepath.Join(dir, d), 0o700))
	}
	path, mirror = filepath.Join(dir, "a", "r"), filepath.Join(dir, "b", "m")
	w, err := Create(path, testHeader())
	require.NoError(t, err)
	require.NoError(t, w.Mirror(mirror))
	for n := range 3 {
		_, err := w.Append(testEntry(n + 1))
		require.NoError(t, err)
	}
	return w, path, mirror
}

func same(t *testing.T, a, b string) {
	t.Helper()
	one, err := os.ReadFile(a)
	require.NoError(t, err)
	two, err := os.ReadFile(b)
	require.NoError(t, err)
	require.Equal(t, string(one), string(two))
}

// TestEitherOfTwoIsEnough: when one of the two files fails, the other goes on and it is
// told; when both have, nothing more is taken. The exercise can continue from either.
func TestEitherOfTwoIsEnough(t *testing.T) {
	for _, loses := range []string{"the record", "the mirror"} {
		w, path, mirror := mirrored(t)
		same(t, path, mirror)
		gone, left := path, mirror
		if loses == "the mirror" {
			gone, left = mirror, path
		}
		require.NoError(t, os.RemoveAll(filepath.Dir(gone)))
		e, err := w.Append(testEntry(4))
		require.NoError(t, err, loses)
		assert.Equal(t, 4, e.Seq)
		lost := w.Losses()
		require.Len(t, lost, 1)
		assert.Equal(t, gone, lost[0].Path)
		require.ErrorIs(t, lost[0].Err, ErrGone)
		assert.Empty(t, w.Losses(), "it is told once")
		assert.Equal(t, []string{left}, w.Paths())
		_, err = w.Append(testEntry(5))
		require.NoError(t, err)
		assert.Empty(t, w.Losses())
		require.NoError(t, w.Leave())

		require.NoError(t, os.Mkdir(filepath.Dir(gone), 0o700))
		w, _, es, _, err := Resume(left)
		require.NoError(t, err)
		require.Len(t, es, 5)
		require.NoError(t, w.Mirror(gone), "a mirror that is not there is made whole")
		_, err = w.Append(testEntry(6))
		require.NoError(t, err)
		same(t, path, mirror)
		for _, p := range []string{path, mirror} {
			require.NoError(t, os.Remove(p))
		}
		_, err = w.Append(testEntry(7))
		require.ErrorIs(t, err, ErrStopped, "both are gone")
		_ = w.Leave()
	}
}

// TestMirrorsThatLie: what is in a mirror decides whether it can be one again.
func TestMirrorsThatLie(t *testing.T) {
	for name, c := range map[string]struct {
		do    func(t *testing.T, path, mirror string)
		err   string
		aside string // the file that is left next to the mirror
	}{
		"as it was":     {func(*testing.T, string, string) {}, "", ""},
		"it is behind":  {func(t *testing.T, _, m string) { cutTo(t, m, 2) }, "", ""},
		"it is missing": {func(t *testing.T, _, m string) { require.NoError(t, os.Remove(m)) }, "", ""},
		"its end is torn": {func(t *testing.T, _, m string) {
			cutTo(t, m, 3)
			add(t, m, `{"seq":3,"at`)
		}, "", "m.torn-3"},
		"it has more": {func(t *testing.T, p, _ string) { cutTo(t, p, 2) },
			"it has 2 lines that the record has not, from line 3 on", ""},
		"it differs": {func(t *testing.T, _, m string) {
			text, err := os.ReadFile(m)
			require.NoError(t, err)
			text[len(text)-5] ^= 1
			require.NoError(t, os.WriteFile(m, text, 0o600))
		}, "line 4 is another", ""},
		"it is another file": {func(t *testing.T, _, m string) {
			require.NoError(t, os.WriteFile(m, []byte("Hello.\n"), 0o600))
		}, "line 1 is another", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // each waits for the disk
			w, path, mirror := mirrored(t)
			require.NoError(t, w.Leave())
			c.do(t, path, mirror)
			before, err := os.ReadFile(mirror)
			w, _, es, _, err2 := Resume(path)
			require.NoError(t, err2)
			defer w.Leave()
			if c.err != "" {
				require.NoError(t, err)
				require.ErrorContains(t, w.Mirror(mirror), c.err)
				after, err := os.ReadFile(mirror)
				require.NoError(t, err)
				assert.Equal(t, before, after, "nothing of it is lost")
				return
			}
			require.NoError(t, w.Mirror(mirror))
			_, err = w.Append(testEntry(len(es) + 1))
			require.NoError(t, err)
			same(t, path, mirror)
			names, err := filepath.Glob(mirror + ".*")
			require.NoError(t, err)
			if c.aside == "" {
				assert.Empty(t, names)
			} else {
				assert.Equal(t, []string{filepath.Join(filepath.Dir(mirror), c.aside)}, names)
			}
		})
	}
}

// TestWhatCannotBeAMirror does no harm. No file is its own: it is locked, for however long a new one is waited for.
func TestWhatCannotBeAMirror(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, path, _ := mirrored(t)
		require.ErrorIs(t, w.Mirror(path), ErrLocked)
		require.Error(t, w.Mirror(filepath.Join(path, "x")))
		_, err := w.Append(testEntry(4))
		require.NoError(t, err)
		require.NoError(t, w.Leave())
	})
}

func cutTo(t *testing.T, path string, lines int) {
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	n := 0
	for i, c := range text {
		if c == '\n' {
			if n++; n == lines {
				require.NoError(t, os.Truncate(path, int64(i+1)))
				return
			}
		}
	}
	require.Fail(t, "too few lines")
}

func add(t *testing.T, path, text string) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	defer f.Close()
	_, err = f.WriteString(text)
	require.NoError(t, err)
}

// TestEveryFaultOfAMirror fails each call to either disk in turn: while one of the two
// works nothing that was acknowledged is missing from it.
func TestEveryFaultOfAMirror(t *testing.T) {
	for _, bad := range []int{0, 1} {
		for _, how := range []string{"EIO", "ENOSPC", "short"} {
			for at := 1; at < 60; at++ {
				disks := []*memory{{files: map[string]*memoryFile{}}, {files: map[string]*memoryFile{}}}
				w, err := create(disks[0], "r", testHeader())
				require.NoError(t, err)
				require.NoError(t, w.mirror(disks[1], "m", "m"))
				disks[bad].at, disks[bad].how = disks[bad].calls+at, how
				acked := 0
				for n := range 12 {
					_, err := w.Append(testEntry(n + 1))
					require.NoError(t, err, "%s at call %d of disk %d", how, at, bad)
					acked++
				}
				good, name := disks[1-bad], []string{"m", "r"}[bad]
				_, _, es, _, err := resume(good.reboot("none"), name, 0)
				require.NoError(t, err)
				require.Len(t, es, acked)
				if !disks[bad].met {
					break
				}
				require.Len(t, w.Losses(), 1)
			}
		}
	}
}
