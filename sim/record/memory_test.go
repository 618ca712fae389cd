package record

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// memory is a folder that fails when it is told to, and forgets what was not synced when
// its power is cut.
type memory struct {
	files map[string]*memoryFile
	calls int
	at    int    // the call that fails, from 1; 0 for none
	how   string // "EIO", "ENOSPC", "short", "crash before", "crash after"
	down  bool
	met   bool // whether a call failed
	held  int  // how many files are open
}

type memoryFile struct {
	data, synced []byte
	named        bool // whether its name survives a loss of power
}

var errDown = errors.New("the power is off")

// call counts a call and gives the error that it ends with, before it or after it.
func (m *memory) call() (before, after error) {
	if m.down {
		return errDown, nil
	}
	m.calls++
	if m.calls != m.at {
		return nil, nil
	}
	m.met = true
	switch m.how {
	case "ENOSPC":
		return syscall.ENOSPC, nil
	case "crash before":
		m.down = true
		return errDown, nil
	case "crash after":
		m.down = true
		return nil, errDown
	}
	return syscall.EIO, nil
}

func (m *memory) do(what func() error) error {
	before, after := m.call()
	if before != nil {
		return before
	}
	return errors.Join(what(), after)
}

func (m *memory) Create(name string) (file, error) {
	err := m.do(func() error {
		if m.files[name] != nil {
			return fs.ErrExist
		}
		m.files[name] = &memoryFile{}
		return nil
	})
	if err != nil {
		return nil, err
	}
	m.held++
	return &handle{m, m.files[name], 0}, nil
}

func (m *memory) Open(name string) (file, error) {
	err := m.do(func() error {
		if m.files[name] == nil {
			return fs.ErrNotExist
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	m.held++
	return &handle{m, m.files[name], 0}, nil
}

func (m *memory) Remove(name string) error {
	return m.do(func() error { delete(m.files, name); return nil })
}

func (m *memory) Sync() error {
	return m.do(func() error {
		for _, f := range m.files {
			f.named = true
		}
		return nil
	})
}

// Holds only looks, so it is no call that fails.
func (m *memory) Holds(name string, _ file, size int64) error {
	if f := m.files[name]; f == nil || int64(len(f.data)) != size {
		return ErrGone
	}
	return nil
}

func (m *memory) Close() error { return m.do(func() error { return nil }) }

// reboot is the folder after a loss of power. view says what of the unsynced bytes the
// disk has: all, none, half of them, or all but the sectors that begin in them.
func (m *memory) reboot(view string) *memory {
	out := &memory{files: map[string]*memoryFile{}}
	for name, f := range m.files {
		if !f.named && view == "none" {
			continue
		}
		data := slices.Clone(f.data)
		if common := min(len(f.synced), len(data)); view != "all" {
			switch fresh := len(data) - common; view {
			case "none":
				data = slices.Clone(f.synced)
			case "half":
				data = data[:common+fresh/2]
			case "zeros":
				clear(data[common:])
			case "hole":
				if from := (common/sector + 1) * sector; from < len(data) {
					clear(data[from:min(len(data), from+sector)])
				}
			}
		}
		out.files[name] = &memoryFile{data, slices.Clone(data), true}
	}
	return out
}

type handle struct {
	m   *memory
	f   *memoryFile
	pos int
}

func (h *handle) Lock() error { return h.m.do(func() error { return nil }) }

func (h *handle) Read(p []byte) (n int, err error) {
	if err = h.m.do(func() error { n = copy(p, h.f.data[h.pos:]); h.pos += n; return nil }); err != nil {
		return 0, err
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

func (h *handle) Write(p []byte) (int, error) {
	if h.m.how == "short" && h.m.calls+1 == h.m.at && !h.m.down {
		h.m.calls, h.m.met = h.m.calls+1, true
		h.f.data = append(h.f.data, p[:len(p)/2]...)
		return len(p) / 2, nil
	}
	if err := h.m.do(func() error { h.f.data = append(h.f.data, p...); return nil }); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (h *handle) Sync() error {
	return h.m.do(func() error { h.f.synced = slices.Clone(h.f.data); return nil })
}

func (h *handle) Truncate(size int64) error {
	return h.m.do(func() error { h.f.data = h.f.data[:size]; return nil })
}

func (h *handle) Close() error {
	h.m.held-- // also where it gives an error
	return h.m.do(func() error { return nil })
}

var started = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func testHeader() Header {
	return Header{Tocsin: "v1.0.0", Scenario: "title = \"Ünder <load>\"\n[role.a]\n[role.b]\n", Name: "test",
		Seed:       1<<64 - 1,
		Mechanisms: []string{"cell"}, Seats: []string{"a", "b"}, Started: started,
		Settings: map[string]string{"minute": "2h", "bots": "b"}}
}

// testEntry is the n-th entry of test records: of differing lengths and kinds.
func testEntry(n int) Entry {
	e := Entry{At: engine.Time(n) * 90e9, Wall: started.Add(time.Duration(n) * 1234567890), Who: "Ana Đ.",
		Seat: "a", Verb: "say", State: uint64(n) * 0x9e3779b97f4a7c15}
	switch n % 4 {
	case 0:
		e.Verb, e.Who = "pause", ""
	case 1:
		e.Args = []byte(`{"say":"` + string(bytes.Repeat([]byte("word "), n%90)) + `","to":["b"]}`)
	case 2:
		e.Args, e.Reason = []byte(fmt.Sprintf(`{"say":"line\nline %d <&>","to":["b","public"]}`, n)), "Because."
	}
	return e
}

// written is a record of n entries in memory, and the entries.
func written(t testing.TB, n int, closed bool) ([]byte, []Entry) {
	m := &memory{files: map[string]*memoryFile{}}
	w, err := create(m, "r", testHeader())
	require.NoError(t, err)
	var es []Entry
	for i := 1; i <= n; i++ {
		e, err := w.Append(testEntry(i))
		require.NoError(t, err)
		es = append(es, e)
	}
	if closed {
		require.NoError(t, w.Close(42))
	} else {
		require.NoError(t, w.Leave())
	}
	return m.files["r"].data, es
}

// Read reads a whole record.
func Read(r io.Reader) (Header, []Entry, Report, error) { return ReadUntil(r, 0) }

// Resume goes on with a whole record.
func Resume(path string) (*Writer, Header, []Entry, Report, error) { return ResumeUntil(path, 0) }
