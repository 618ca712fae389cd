package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/testsize"
)

// TestRecordOnDisk goes through the life of a record: created, left, resumed, closed.
func TestRecordOnDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "exercise.jsonl")
	w, err := Create(path, testHeader())
	require.NoError(t, err)
	_, err = Create(path, testHeader())
	require.ErrorIs(t, err, os.ErrExist)
	e, err := w.Append(Entry{Verb: "join", Who: " Ana\x1b[31m\n", Seat: "a", Wall: started,
		Args: []byte(` { "a" : 1 } `)})
	require.NoError(t, err)
	assert.Equal(t, "Ana[31m", e.Who, "the entry comes back as it was written")
	assert.Equal(t, `{"a":1}`, string(e.Args))
	code := w.Code()
	require.NoError(t, w.Leave())
	require.NoError(t, w.Leave(), "leaving twice does nothing")
	_, err = w.Append(testEntry(2))
	require.EqualError(t, err, "the record is closed")

	w, h, es, report, err := Resume(path)
	require.NoError(t, err)
	assert.Equal(t, []string{path}, w.Paths())
	assert.Equal(t, code, w.Code())
	assert.Equal(t, code, report.Code)
	assert.Equal(t, 1, w.Seq())
	want, err := testHeader().prepared()
	require.NoError(t, err)
	assert.Equal(t, want, h)
	require.Len(t, es, 1)
	assert.True(t, es[0].same(&e))
	_, err = w.AppendAll([]Entry{testEntry(2), testEntry(3)})
	require.NoError(t, err)
	require.NoError(t, w.Close(99))
	_, _, _, _, err = Resume(path)
	require.ErrorContains(t, err, "this record is closed")
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	_, es, report, err = Read(f)
	require.NoError(t, err)
	assert.Len(t, es, 3)
	assert.True(t, report.Closed)
	assert.EqualValues(t, 99, report.Final)
	assert.Equal(t, w.Code(), report.Code)
	if runtime.GOOS != "windows" {
		info, err := f.Stat()
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
}

// TestLinesForPeople checks the file against what the package comment promises.
func TestLinesForPeople(t *testing.T) {
	data, _ := written(t, 3, true)
	lines := strings.Split(string(data), "\n")
	assert.Equal(t,
		`{"format":1,"tocsin":"v1.0.0","name":"test","seed":18446744073709551615,"mechanisms":["cell"],"seats":["a","b"],`+
			`"started":"2026-11-24T09:00:00.000Z","settings":{"bots":"b","minute":"2h"},"digest":"`+
			digestOf(testHeader().Scenario)+
			`","scenario":"title = \"Ünder <load>\"\n[role.a]\n[role.b]\n","chain":"c4ed43da55a5bdf7079186005852405c"}`,
		lines[0])
	assert.Equal(t,
		`{"seq":2,"at":"T+00:03","ns":180000000000,"wall":"2026-11-24T09:00:02.469Z","who":"Ana Đ.","seat":"a","verb":"say",`+
			`"args":{"say":"line\nline 2 <&>","to":["b","public"]},"reason":"Because.","state":"3c6ef372fe94f82a","chain":"`+chainOf(lines[2]+"\n")+`"}`, lines[2])
	assert.Regexp(t,
		`^\{"seq":4,"wall":"2.+Z","verb":"closed","state":"000000000000002a","chain":"[0-9a-f]{32}"\}$`, lines[4])
}

// TestNothingIsWrittenOutside tries names that lead out of the folder, or to no file.
func TestNothingIsWrittenOutside(t *testing.T) {
	base := t.TempDir()
	inside, outside := filepath.Join(base, "in"), filepath.Join(base, "out")
	require.NoError(t, os.Mkdir(inside, 0o700))
	require.NoError(t, os.Mkdir(outside, 0o700))
	data, _ := written(t, 3, false)
	require.NoError(t, os.WriteFile(filepath.Join(outside, "there"), append(data, "{torn"...), 0o600))
	for _, link := range []struct{ to, name string }{{"../out/new", "dangling"}, {"../out/there", "link"},
		{"../out", "folder"}, {"inside", "beside"}} {
		if err := os.Symlink(link.to, filepath.Join(inside, link.name)); err != nil {
			t.Skip("this system has no links:", err)
		}
	}
	require.NoError(t, os.WriteFile(filepath.Join(inside, "inside"), data, 0o600))
	for _, name := range []string{"dangling", "link", "folder", "beside", ".", "..", "nul\x00", strings.Repeat("n", 300)} {
		_, err := Create(filepath.Join(inside, name), testHeader())
		assert.Error(t, err, name)
		_, _, _, _, err = Resume(filepath.Join(inside, name))
		assert.Error(t, err, name)
	}
	left, err := os.ReadFile(filepath.Join(outside, "there"))
	require.NoError(t, err)
	assert.Len(t, left, len(data)+5)
	names, err := os.ReadDir(outside)
	require.NoError(t, err)
	assert.Len(t, names, 1)
}

// TestOneWriter lets two start at once, a hundred times: exactly one gets the record.
func TestOneWriter(t *testing.T) {
	dir := t.TempDir()
	for i := range 100 {
		path := filepath.Join(dir, fmt.Sprint(i))
		open := []func() (*Writer, error){
			func() (*Writer, error) { return Create(path, testHeader()) },
			func() (*Writer, error) { w, _, _, _, err := Resume(path); return w, err },
		}
		if i%2 == 1 { // two that resume
			w, err := Create(path, testHeader())
			require.NoError(t, err)
			require.NoError(t, w.Leave())
			open[0] = open[1]
		} else if i%4 == 0 { // two that create
			open[1] = open[0]
		}
		var both sync.WaitGroup
		writers, errs := make([]*Writer, 2), make([]error, 2)
		for k := range open {
			both.Go(func() { writers[k], errs[k] = open[k]() })
		}
		both.Wait()
		won := 0
		for k, w := range writers {
			if w == nil {
				require.Error(t, errs[k])
				continue
			}
			won++
			_, err := w.Append(testEntry(1))
			require.NoError(t, err)
			_, _, _, _, err = Resume(path)
			require.ErrorIs(t, err, ErrLocked)
			require.NoError(t, w.Leave())
		}
		if won == 2 { // one after the other: then the second has read what the first wrote
			t.Fatalf("race %d: both write %s", i, path)
		}
		require.Equal(t, 1, won, "%v", errs)
	}
}

// TestForks: a fork has its parent's history, names it, and goes its own way.
func TestForks(t *testing.T) {
	dir := t.TempDir()
	parent, fork := filepath.Join(dir, "parent.jsonl"), filepath.Join(dir, "fork.jsonl")
	w, err := Create(parent, testHeader())
	require.NoError(t, err)
	for i := 1; i <= 10; i++ {
		_, err := w.Append(testEntry(i))
		require.NoError(t, err)
	}
	now := Header{Tocsin: "v2", Started: started.Add(time.Hour)}
	_, _, _, err = Fork(parent, 11, fork, now)
	require.ErrorContains(t, err, "it has 10 entries, so there is no entry 11")
	_, _, _, err = Fork(parent, -1, fork, now)
	require.Error(t, err)
	wf, h, es, err := Fork(parent, 6, fork, now)
	require.NoError(t, err, "while its parent is being written")
	require.Len(t, es, 6)
	assert.Equal(t, "parent.jsonl", h.Parent.File)
	assert.Equal(t, 6, h.Parent.Seq)
	assert.Equal(t, testHeader().Settings, h.Settings)
	assert.Equal(t, "v2", h.Tocsin)
	assert.Equal(t, now.Started, h.Started)
	_, err = wf.Append(testEntry(30))
	require.NoError(t, err)
	require.NoError(t, wf.Leave())
	require.NoError(t, w.Close(1))
	_, _, _, err = Fork(parent, 6, fork, now)
	require.ErrorIs(t, err, os.ErrExist)

	same := func(parent, fork string) error {
		p, err := os.Open(parent)
		require.NoError(t, err)
		defer p.Close()
		f, err := os.Open(fork)
		require.NoError(t, err)
		defer f.Close()
		return SameHistory(p, f)
	}
	require.NoError(t, same(parent, fork))
	require.ErrorContains(t, same(fork, parent), "names no parent")
	grandchild := filepath.Join(dir, "grandchild.jsonl")
	wg, _, es, err := Fork(fork, 7, grandchild, now)
	require.NoError(t, err)
	require.Len(t, es, 7)
	require.NoError(t, wg.Leave())
	require.NoError(t, same(fork, grandchild))
	require.ErrorContains(t, same(parent, grandchild), "the fork was cut from a record with the code")

	data, err := os.ReadFile(fork) // as if forking had been stopped
	require.NoError(t, err)
	lines := bytes.SplitAfter(data, []byte{'\n'})
	require.NoError(t, os.WriteFile(fork, bytes.Join(lines[:4], nil), 0o600))
	_, _, _, _, err = Resume(fork)
	require.ErrorContains(t, err, "this fork has only 3 of the 6 entries of its parent")
	require.ErrorContains(t, same(parent, fork), "only 3 of the 6")
}

// TestFullDisk fills a small disk for real.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs",
		dir).CombinedOutput(); err != nil {
		t.Skipf("no disk can be mounted here: %s", out)
	}
	defer exec.Command("umount", "-l", dir).Run()
	path := filepath.Join(dir, "r")
	w, err := Create(path, testHeader())
	require.NoError(t, err)
	n := 0
	for ; err == nil; n++ {
		require.Less(t, n, 5000)
		_, err = w.Append(testEntry(n + 1))
	}
	require.ErrorIs(t, err, ErrStopped)
	require.ErrorContains(t, err, "no space left")
	require.NoError(t, w.Leave())
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	_, es, report, err := Read(f)
	require.NoError(t, err)
	assert.Len(t, es, n-1, "all that were acknowledged are there")
	t.Logf("full after %d entries, torn: %v", n-1, report.Torn)
}

// TestAnIndependentReaderAgrees runs a verifier in Python, which knows only the package
// comment, over whole and broken records.
func TestAnIndependentReaderAgrees(t *testing.T) {
	testsize.Long(t)
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not here")
	}
	random := rand.New(rand.NewPCG(3, 3))
	dir := t.TempDir()
	files := testsize.Of(12, 6, 4)
	for i := range files {
		data, _ := written(t, random.IntN(80), i%2 == 0)
		switch i % 4 {
		case 2:
			data[random.IntN(len(data)-1)] ^= 1 << random.IntN(8)
		case 3:
			data = append(data, data[:random.IntN(300)]...)
		}
		path := filepath.Join(dir, "r")
		require.NoError(t, os.WriteFile(path, data, 0o600))
		_, _, report, err := Read(bytes.NewReader(data))
		args := []string{"../../testdata/verify_record.py", path}
		if err == nil {
			args = append(args, report.Code)
		}
		out, runErr := exec.Command(python, args...).CombinedOutput()
		exit := 0
		var e *exec.ExitError
		if errors.As(runErr, &e) {
			exit = e.ExitCode()
		}
		var d *Damage
		switch {
		case errors.As(err, &d):
			assert.Equal(t, 1, exit, "%v, but python says %s", err, out)
			assert.Equal(t, fmt.Sprintf("line %d is damaged\n", d.Line), string(out))
		case report.Torn != nil:
			assert.Equal(t, 2, exit, "%s", out)
		default:
			assert.Zero(t, exit, "%s", out)
			assert.Equal(t, fmt.Sprintf("%d %s %s\n", report.Lines, report.Chain, report.Code), string(out))
		}
		if err == nil {
			for _, line := range bytes.Split(data[:report.Bytes-1], []byte{'\n'}) {
				assert.True(t, json.Valid(line))
			}
		}
	}
}

func TestCodesAsPeopleCopyThem(t *testing.T) {
	code := codeOf(7, "72713b1ef80b4bd5dd91053dea12aa74")
	for _, s := range []string{code, strings.ToLower(code), " " + strings.ReplaceAll(code, "-", " ") + " ",
		strings.NewReplacer("0", "o", "1", "l", "-", "").Replace(code)} {
		got, err := ParseCode(s)
		require.NoError(t, err, s)
		assert.Equal(t, code, got)
	}
	for _, s := range []string{"01234-1156O", "o1234 IL56o", "OL234ii560"} {
		got, err := ParseCode(s)
		require.NoError(t, err, s)
		assert.Equal(t, "01234-11560", got)
	}
	for _, s := range []string{"", code[:9], code + "0", "UUUUU-UUUUU", "0123é-56789", strings.Repeat("0", 1<<16)} {
		_, err := ParseCode(s)
		assert.Error(t, err, s)
	}
}

// BenchmarkAppend is what an entry costs with its sync: see p50 and p99.
func BenchmarkAppend(b *testing.B) {
	w, err := Create(filepath.Join(b.TempDir(), "r"), testHeader())
	require.NoError(b, err)
	defer w.Leave()
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		if _, err := w.Append(testEntry(i + 1)); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(took[len(took)-1].Microseconds()), "max-µs")
}

// BenchmarkRead reads a record of 20,000 entries.
func BenchmarkRead(b *testing.B) {
	data, _ := written(b, 20_000, true)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, _, _, err := Read(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}
