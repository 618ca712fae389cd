package record

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWhatIsRefusedIsGivenUp: a record or a mirror that cannot be used stays open nowhere, and is
// locked by nobody.
func TestWhatIsRefusedIsGivenUp(t *testing.T) {
	dir := t.TempDir()
	path, bad := filepath.Join(dir, "r"), filepath.Join(dir, "bad")
	w, err := Create(path, testHeader())
	require.NoError(t, err)
	data, _ := written(t, 3, false)
	data[len(data)-50] ^= 1
	require.NoError(t, os.WriteFile(bad, data, 0o600))
	open := func() int {
		files, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("this system does not tell which files are open:", err)
		}
		return len(files)
	}
	for name, try := range map[string]func() error{
		"create": func() error { _, err := Create(path, testHeader()); return err },
		"resume": func() error { _, _, _, _, err := Resume(bad); return err },
		"mirror": func() error { return w.Mirror(bad) },
	} {
		before := open()
		require.Error(t, try(), name)
		assert.Equal(t, before, open(), name)
	}
	w2, _, _, _, err := ResumeUntil(bad, 2)
	require.NoError(t, err, "it is not locked by the try before")
	require.NoError(t, w2.Leave())
	require.NoError(t, w.Leave())
}

// elsewhere is a folder in which no file is any more where it was opened.
type elsewhere struct{ *memory }

func (elsewhere) Holds(string, file, int64) error { return ErrGone }

// TestAMirrorThatFailsLeavesNothing: whichever call to its disk fails, a mirror that was just made is
// removed again, and one that was there before stays.
func TestAMirrorThatFailsLeavesNothing(t *testing.T) {
	first := &memory{files: map[string]*memoryFile{}}
	w, err := create(first, "r", testHeader())
	require.NoError(t, err)
	_, err = w.Append(testEntry(1))
	require.NoError(t, err)
	for _, there := range []bool{false, true} {
		for at := 1; ; at++ {
			m := &memory{files: map[string]*memoryFile{}, at: at, how: "EIO"}
			if there {
				m.files["m"] = &memoryFile{data: slices.Clone(first.files["r"].data), named: true}
			}
			err := w.mirror(m, "m", "m")
			if !m.met {
				require.NoError(t, err)
				require.Greater(t, at, 4)
				w.places = w.places[:1]
				break
			}
			require.ErrorIs(t, err, syscall.EIO)
			assert.Equal(t, there, m.files["m"] != nil, "call %d", at)
			assert.Zero(t, m.held, "call %d", at)
			require.Len(t, w.places, 1)
		}
	}
	m := &memory{files: map[string]*memoryFile{}}
	require.ErrorIs(t, w.mirror(elsewhere{m}, "m", "m"), ErrGone)
	assert.Empty(t, m.files)
}

// TestWhatIsSetAsideIsSafeBeforeItIsCut: a loss of power after Resume leaves the record, and next to it
// what was set aside, under the first name that was free.
func TestWhatIsSetAsideIsSafeBeforeItIsCut(t *testing.T) {
	data, _ := written(t, 3, false)
	m := &memory{files: map[string]*memoryFile{
		"r":          {data: append(slices.Clone(data), "{torn"...), named: true},
		"r.torn-4":   {data: []byte("of before"), synced: []byte("of before"), named: true},
		"r.torn-4.2": {data: []byte("too"), synced: []byte("too"), named: true},
	}}
	w, _, _, report, err := resume(m, "r", 0)
	require.NoError(t, err)
	require.NoError(t, w.Leave())
	assert.Zero(t, m.held)
	assert.Equal(t, "r.torn-4.3", report.SetAside)
	after := m.reboot("none")
	for name, want := range map[string]string{"r": string(data), "r.torn-4": "of before", "r.torn-4.2": "too",
		"r.torn-4.3": "{torn"} {
		require.NotNil(t, after.files[name], name)
		assert.Equal(t, want, string(after.files[name].data), name)
	}
}

// TestLeaveTellsWhatFails: a file that cannot be closed may lack what was written last, so it is told;
// of a place that was lost before, that has been told already.
func TestLeaveTellsWhatFails(t *testing.T) {
	first, second := &memory{files: map[string]*memoryFile{}}, &memory{files: map[string]*memoryFile{}}
	w, err := create(first, "r", testHeader())
	require.NoError(t, err)
	first.at = first.calls + 1
	require.ErrorIs(t, w.Leave(), syscall.EIO)

	w, err = create(first, "s", testHeader())
	require.NoError(t, err)
	require.NoError(t, w.mirror(second, "m", "m"))
	second.at = second.calls + 1
	_, err = w.Append(testEntry(1))
	require.NoError(t, err)
	second.at = second.calls + 1
	require.NoError(t, w.Leave())
	assert.Equal(t, second.at, second.calls-1, "its file and folder are given up all the same")
}

// TestStoppedStaysTheReason: after a write has failed every call says so, also when the file was left.
func TestStoppedStaysTheReason(t *testing.T) {
	m := &memory{files: map[string]*memoryFile{}}
	w, err := create(m, "r", testHeader())
	require.NoError(t, err)
	m.at, m.how = m.calls+1, "ENOSPC"
	_, err = w.Append(testEntry(1))
	require.ErrorIs(t, err, syscall.ENOSPC)
	require.NoError(t, w.Leave())
	_, err = w.Append(testEntry(1))
	assert.ErrorIs(t, err, ErrStopped)
	assert.ErrorIs(t, err, syscall.ENOSPC)
}

// held is a file that another program has locked until a time.
type held struct {
	file
	until time.Time
}

func (h held) Lock() error {
	if time.Now().Before(h.until) {
		return ErrLocked
	}
	return nil
}

// TestANewFileIsWaitedFor: a program that only looks at a new file for a moment does not stop the one
// that made it; one that keeps it does.
func TestANewFileIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		assert.NoError(t, lockNew(held{until: time.Now().Add(900 * time.Millisecond)}))
		assert.ErrorIs(t, lockNew(held{until: time.Now().Add(time.Hour)}), ErrLocked)
	})
}

// TestTimesGoOnAfterResume: an entry from before the last one that was read is refused.
func TestTimesGoOnAfterResume(t *testing.T) {
	data, _ := written(t, 3, false)
	m := &memory{files: map[string]*memoryFile{"r": {data: bytes.Clone(data), named: true}}}
	w, _, _, _, err := resume(m, "r", 0)
	require.NoError(t, err)
	_, err = w.Append(testEntry(2))
	require.ErrorContains(t, err, "is before that of the entry before it")
	require.False(t, errors.Is(err, ErrStopped))
	_, err = w.Append(testEntry(3))
	require.NoError(t, err)
}
