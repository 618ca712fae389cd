package record

import (
	"errors"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/testsize"
)

// life creates a record, takes 8 joins and 40 commands, leaves, comes back to a torn tail,
// takes 4 more with one sync, and closes. It gives how many entries were tried and
// acknowledged, and the first error.
func life(m *memory) (tried, acked int, err error) {
	w, err := create(m, "r", testHeader())
	if err != nil {
		return 0, 0, err
	}
	for acked < 48 {
		tried++
		if _, err := w.Append(testEntry(tried)); err != nil {
			if again, e := w.Append(testEntry(tried)); e == nil {
				panic("written after an error: " + again.Verb)
			}
			return tried, acked, errors.Join(err, w.Leave())
		}
		acked++
	}
	if err := w.Leave(); err != nil {
		return tried, acked, err
	}
	if f := m.files["r"]; !m.down {
		f.data = append(f.data, `{"seq":49,"at`...)
	}
	w, _, es, report, err := resume(m, "r", 0)
	if err != nil {
		return tried, acked, err
	}
	if len(es) != 48 || report.Torn == nil || report.SetAside == "" {
		panic("the torn tail was not set aside")
	}
	batch := []Entry{testEntry(49), testEntry(50), testEntry(51), testEntry(52)}
	tried += len(batch)
	if _, err := w.AppendAll(batch); err != nil {
		return tried, acked, errors.Join(err, w.Leave())
	}
	acked += len(batch)
	return tried, acked, w.Close(7)
}

// TestEveryFault fails the first call to the disk, the second, and so on until none is
// left, in each way that a disk can fail, and then looks at the disk in each state that
// may be left.
func TestEveryFault(t *testing.T) {
	cases, step := 0, testsize.Of(1, 2, 13)
	for _, how := range []string{"EIO", "ENOSPC", "short", "crash before", "crash after"} {
		for at := 1; ; at += step {
			m := &memory{files: map[string]*memoryFile{}, at: at, how: how}
			tried, acked, err := life(m)
			if !m.met {
				require.NoError(t, err)
				require.Greater(t, at, 120, "the life of a record takes more calls than that")
				break
			}
			for _, view := range []string{"all", "none", "half", "zeros", "hole"} {
				cases++
				after := m.reboot(view)
				w, _, es, report, err2 := resume(after, "r", 0)
				where := []any{"%s at call %d, then %s of what was not synced: %v, then %v", how, at, view, err, err2}
				if acked == 0 && tried == 0 { // not even created: gone, refused by name, or empty
					if err2 != nil {
						continue
					}
				}
				if err2 != nil && report.Closed { // the closing line had been written
					assert.Len(t, es, 52, where...)
					continue
				}
				if view == "hole" && tried > 49 && acked < 52 { // a sector in the middle of several entries
					var d *Damage
					if errors.As(err2, &d) {
						assert.GreaterOrEqual(t, len(es), acked, where...)
						continue
					}
				}
				if !assert.NoError(t, err2, where...) {
					continue
				}
				assert.GreaterOrEqual(t, len(es), acked, where...)
				assert.LessOrEqual(t, len(es), tried, where...)
				for i := range es {
					want, err := testEntry(i + 1).prepared()
					require.NoError(t, err)
					want.Seq = i + 1
					require.True(t, es[i].same(&want), where...)
				}
				e, err := w.Append(testEntry(len(es) + 1))
				assert.NoError(t, err, where...)
				assert.Equal(t, len(es)+1, e.Seq, where...)
			}
		}
	}
	t.Logf("%d faults", cases)
	assert.Greater(t, cases, 1500/step)
}

// TestOneFailedSyncStopsRecording: it is not tried again, although the disk would be well.
func TestOneFailedSyncStopsRecording(t *testing.T) {
	m := &memory{files: map[string]*memoryFile{}}
	w, err := create(m, "r", testHeader())
	require.NoError(t, err)
	_, err = w.Append(testEntry(1))
	require.NoError(t, err)
	m.at, m.how = m.calls+2, "EIO" // the sync after the write
	_, err = w.Append(testEntry(2))
	require.ErrorIs(t, err, ErrStopped)
	require.ErrorIs(t, err, syscall.EIO)
	size, calls := len(m.files["r"].data), m.calls
	for range 100 {
		_, err := w.Append(testEntry(3))
		require.ErrorIs(t, err, ErrStopped)
	}
	require.ErrorIs(t, w.Err(), syscall.EIO)
	assert.Equal(t, calls, m.calls, "the disk was touched after it had failed")
	assert.Equal(t, 1, w.Seq())
	require.ErrorIs(t, w.Close(1), ErrStopped)
	assert.Len(t, m.files["r"].data, size)
}

// TestRefusedEntriesDoNoHarm: what no record can hold is refused before the disk is touched.
func TestRefusedEntriesDoNoHarm(t *testing.T) {
	m := &memory{files: map[string]*memoryFile{}}
	w, err := create(m, "r", testHeader())
	require.NoError(t, err)
	_, err = w.Append(testEntry(5))
	require.NoError(t, err)
	before := m.calls
	for _, bad := range []func(*Entry){
		func(e *Entry) { e.Verb = "" }, func(e *Entry) { e.Verb = "closed" }, func(e *Entry) { e.Verb = "Share!" },
		func(e *Entry) { e.Seat = "a b" }, func(e *Entry) { e.At = 1 },
		func(e *Entry) { e.Wall = e.Wall.AddDate(9000, 0, 0) },
		func(e *Entry) { e.Args = []byte(`[1]`) }, func(e *Entry) { e.Args = []byte(`{"a":}`) },
		func(e *Entry) { e.Args = []byte("{\"a\":\"\xff\"}") },
		func(e *Entry) { e.Args = append(append([]byte(`{"a":"`), make([]byte, MaxLine)...), `"}`...) },
		func(e *Entry) { e.Reason = longText() },
	} {
		e := testEntry(9)
		bad(&e)
		_, err := w.AppendAll([]Entry{testEntry(6), e})
		require.Error(t, err)
		require.NotErrorIs(t, err, ErrStopped)
	}
	assert.Equal(t, before, m.calls)
	require.NoError(t, w.Err())
	e, err := w.Append(testEntry(6))
	require.NoError(t, err)
	assert.Equal(t, 2, e.Seq)
}

func longText() string {
	b := make([]byte, MaxLine)
	for i := range b {
		b[i] = 'x'
	}
	return string(b)
}

// What Resume has read, people are told: it is safe before they are, although the program
// that wrote it was killed before its sync.
func TestResumeIsSafeBeforeItTells(t *testing.T) {
	for _, how := range []string{"crash before", "EIO"} {
		for _, tail := range []string{"", `{"seq":4,"at`} {
			m := &memory{files: map[string]*memoryFile{}}
			w, err := create(m, "r", testHeader())
			require.NoError(t, err)
			for n := 1; n < 3; n++ {
				_, err = w.Append(testEntry(n))
				require.NoError(t, err)
			}
			m.at, m.how = m.calls+2, how // written, and not synced
			_, err = w.Append(testEntry(3))
			require.Error(t, err)
			m.at, m.down = 0, false // the program is gone, and the machine is not
			m.files["r"].data = append(m.files["r"].data, tail...)
			w, _, es, _, err := resume(m, "r", 0)
			require.NoError(t, err)
			require.Len(t, es, 3)
			code := w.Code()

			w, _, es, _, err = resume(m.reboot("none"), "r", 0)
			require.NoError(t, err)
			assert.Len(t, es, 3, "%s, tail %q", how, tail)
			assert.Equal(t, code, w.Code())
		}
	}
}

// A program that was killed before the folder was synced has left a file without a lasting
// name: Resume sees to that too.
func TestResumeMakesTheNameLast(t *testing.T) {
	m := &memory{files: map[string]*memoryFile{}}
	w, err := create(m, "r", testHeader())
	require.NoError(t, err)
	_, err = w.Append(testEntry(1))
	require.NoError(t, err)
	m.files["r"].named = false
	_, _, _, _, err = resume(m, "r", 0)
	require.NoError(t, err)
	_, _, es, _, err := resume(m.reboot("none"), "r", 0)
	require.NoError(t, err)
	assert.Len(t, es, 1)
}
