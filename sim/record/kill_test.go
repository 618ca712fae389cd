//go:build unix

package record

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/testsize"
)

const (
	writesTo = "TOCSIN_TEST_WRITES_TO" // file that a process of this test writes
	diesAt   = "TOCSIN_TEST_DIES_AT"   // "byte <n>" into all that it writes, "sync <n>", or "" to be killed
)

// TestMain is a writer when it is told so.
func TestMain(m *testing.M) {
	if path := os.Getenv(writesTo); path != "" {
		writeUntilKilled(path, os.Getenv(diesAt))
	}
	os.Exit(testsize.InMemory(m))
}

// mortal is a folder whose files are written in small pieces and die where they are told.
type mortal struct {
	folder
	bytes, syncs int // left to live; below zero forever
}

func (m *mortal) Create(name string) (file, error) { return m.wrap(m.folder.Create(name)) }
func (m *mortal) Open(name string) (file, error)   { return m.wrap(m.folder.Open(name)) }

func (m *mortal) Holds(name string, f file, size int64) error {
	if w, ok := f.(*mortalFile); ok {
		f = w.file
	}
	return m.folder.Holds(name, f, size)
}

func (m *mortal) wrap(f file, err error) (file, error) {
	if err != nil {
		return nil, err
	}
	return &mortalFile{f, m}, nil
}

type mortalFile struct {
	file
	m *mortal
}

func die() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

func (f *mortalFile) Write(p []byte) (int, error) {
	for n := 0; n < len(p); {
		size := min(97, len(p)-n)
		if f.m.bytes >= 0 {
			size = min(size, f.m.bytes)
		}
		if f.m.bytes == 0 {
			die()
		}
		k, err := f.file.Write(p[n : n+size])
		n += k
		f.m.bytes -= k
		if err != nil {
			return n, err
		}
	}
	return len(p), nil
}

func (f *mortalFile) Sync() error {
	if f.m.syncs == 0 {
		die()
	}
	f.m.syncs--
	return f.file.Sync()
}

// writeUntilKilled adds entries to a record, and says the number of each when it is
// acknowledged.
func writeUntilKilled(path, dies string) {
	dir, name, err := openFolder(path)
	m := &mortal{dir, -1, -1}
	what, number, _ := strings.Cut(dies, " ")
	switch n, _ := strconv.Atoi(number); what {
	case "byte":
		m.bytes = n
	case "sync":
		m.syncs = n
	}
	var w *Writer
	if err == nil {
		w, _, _, _, err = resume(m, name, 0)
	}
	if errors.Is(err, fs.ErrNotExist) {
		w, err = create(m, name, testHeader())
	}
	for err == nil {
		var e Entry
		if e, err = w.Append(testEntry(w.Seq() + 1)); err == nil {
			_, err = fmt.Println(e.Seq)
		}
	}
	fmt.Println("failed:", err)
	os.Exit(3)
}

// TestKill kills a writer 210 times, at any moment from outside and at chosen bytes and
// syncs from inside: every acknowledged entry is there, once, and recording goes on.
func TestKill(t *testing.T) {
	kills, torn := testsize.Of(210, 60, 9), 0
	random := rand.New(rand.NewPCG(4, 4))
	dir := t.TempDir()
	for i := range kills {
		path := filepath.Join(dir, fmt.Sprintf("%d.jsonl", i/15)) // killed again and again, then a new one
		dies := ""
		switch i % 3 {
		case 1:
			dies = fmt.Sprint("byte ", random.IntN(12_000))
		case 2:
			dies = fmt.Sprint("sync ", 2+random.IntN(20))
		}
		acked := killed(t, path, dies, time.Duration(5+random.IntN(35))*time.Millisecond)
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			require.Zero(t, acked)
			continue
		}
		require.NoError(t, err)
		if acked == 0 && !strings.Contains(string(data), "\n") { // killed in the middle of the header
			require.NoError(t, os.Remove(path))
			continue
		}
		w, _, es, report, err := Resume(path)
		require.NoError(t, err, "killed at %q", dies)
		require.GreaterOrEqual(t, len(es), acked, "killed at %q", dies)
		for k, e := range es {
			want, err := testEntry(k + 1).prepared()
			require.NoError(t, err)
			want.Seq = k + 1
			require.True(t, e.same(&want), "entry %d of %s", k+1, path)
		}
		if report.Torn != nil {
			torn++
			aside, err := os.ReadFile(report.SetAside)
			require.NoError(t, err)
			require.Len(t, aside, int(report.Torn.Bytes))
		}
		require.NoError(t, w.Leave())
	}
	t.Logf("%d kills, %d torn tails", kills, torn)
	if !testing.Short() {
		assert.Greater(t, torn, kills/10, "killing inside a write leaves torn tails")
	}
}

// killed runs a writer until it dies and gives the last entry that it acknowledged.
func killed(t *testing.T, path, dies string, after time.Duration) (acked int) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writesTo+"="+path, diesAt+"="+dies)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	if dies == "" {
		defer time.AfterFunc(after, func() { _ = cmd.Process.Kill() }).Stop()
	}
	for in := bufio.NewScanner(out); in.Scan(); {
		n, err := strconv.Atoi(in.Text())
		require.NoError(t, err, in.Text())
		acked = n
	}
	_ = cmd.Wait()
	return acked
}
