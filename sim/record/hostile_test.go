package record

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
)

// TestAHostileHeaderIsCleaned: a record that somebody made by hand, with a good chain, brings no control
// characters onto a screen.
func TestAHostileHeaderIsCleaned(t *testing.T) {
	h, err := testHeader().prepared()
	require.NoError(t, err)
	h.Tocsin, h.Name = "v1\x1b[2J", "na\x07me"
	h.Mechanisms, h.Seats = []string{"ce\x1bll"}, []string{"a\n", "b\x00"}
	h.Settings = map[string]string{"min\x1bute": "2\x1bh"}
	h.Parent = &Parent{File: "par\x1bent", Seq: 0, Chain: strings.Repeat("0", chainDigits)}
	object, err := h.object()
	require.NoError(t, err)
	line, _ := seal("", object)
	got, _, _, err := Read(bytes.NewReader(line))
	require.NoError(t, err)
	assert.Equal(t, "v1[2J", got.Tocsin)
	assert.Equal(t, "name", got.Name)
	assert.Equal(t, []string{"cell"}, got.Mechanisms)
	assert.Equal(t, []string{"a", "b"}, got.Seats)
	assert.Equal(t, map[string]string{"minute": "2h"}, got.Settings)
	assert.Equal(t, "parent", got.Parent.File)
	assert.Equal(t, "par\x1bent", h.Parent.File, "who gave it keeps it as it was")
}

// TestAHostileEntryIsCleaned: so are the entries.
func TestAHostileEntryIsCleaned(t *testing.T) {
	data, _ := written(t, 0, false)
	line, _ := seal(chainOf(string(data)), []byte(`{"seq":1,"at":"T+00:00","ns":0,"wall":"2026-11-24T09:00:00.000Z",`+
		`"who":"A\u001b[2Jna","verb":"say","args": {"say" : "x"},"reason":"be\u0007cause","state":"0000000000000000"}`))
	_, es, _, err := Read(bytes.NewReader(append(data, line...)))
	require.NoError(t, err)
	require.Len(t, es, 1)
	assert.Equal(t, []string{"A[2Jna", "because", `{"say":"x"}`}, []string{es[0].Who, es[0].Reason, string(es[0].Args)})
}

// TestTheFirstEntryIsNotBeforeTheStart: no time is before that of the header, which is 0.
func TestTheFirstEntryIsNotBeforeTheStart(t *testing.T) {
	w, err := create(&memory{files: map[string]*memoryFile{}}, "r", testHeader())
	require.NoError(t, err)
	e := testEntry(1)
	e.At = -1
	_, err = w.Append(e)
	assert.ErrorContains(t, err, "is before that of the entry before it")
	data, _ := written(t, 0, false)
	e.Seq = 1
	object, err := e.object()
	require.NoError(t, err)
	line, _ := seal(chainOf(string(data)), object)
	_, _, _, err = Read(bytes.NewReader(append(data, line...)))
	assert.ErrorContains(t, err, "line 2 ")
	assert.ErrorContains(t, err, "is before that of the entry before it")
}

// TestWallClocks: a year has four digits, and every clock is written in the time of the world.
func TestWallClocks(t *testing.T) {
	for year, fine := range map[int]bool{0: false, 1: true, 9999: true, 10_000: false} {
		w, err := create(&memory{files: map[string]*memoryFile{}}, "r", testHeader())
		require.NoError(t, err)
		e := testEntry(1)
		e.Wall = time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)
		got, err := w.Append(e)
		if !fine {
			assert.ErrorContains(t, err, "the wall clock says the year", "%d", year)
			continue
		}
		require.NoError(t, err, "%d", year)
		assert.Equal(t, e.Wall, got.Wall)
	}
	was := time.Local
	defer func() { time.Local = was }()
	time.Local = time.FixedZone("far", 13*3600)
	data, _ := written(t, 1, true)
	_, _, report, err := Read(bytes.NewReader(data))
	require.NoError(t, err)
	assert.WithinDuration(t, time.Now(), report.ClosedAt, time.Minute)
}

// TestWhatIsGivenIsWhatIsRead: the header that Fork gives is the one that is read again, and a
// fork may have no entry of its parent.
func TestWhatIsGivenIsWhatIsRead(t *testing.T) {
	dir := t.TempDir()
	parent, fork := filepath.Join(dir, "parent"), filepath.Join(dir, "fork")
	w, err := Create(parent, testHeader())
	require.NoError(t, err)
	_, err = w.Append(testEntry(1))
	require.NoError(t, err)
	require.NoError(t, w.Leave())
	now := Header{Tocsin: " v2\x07 ", Started: started.Add(1234567).In(time.FixedZone("far", 3600))}
	w, given, es, err := Fork(parent, 0, fork, now)
	require.NoError(t, err)
	require.NoError(t, w.Leave())
	assert.Empty(t, es)
	assert.Equal(t, started.Add(time.Millisecond), given.Started)
	f, err := os.Open(fork)
	require.NoError(t, err)
	defer f.Close()
	read, _, _, err := Read(f)
	require.NoError(t, err)
	assert.Equal(t, given, read)
	p, err := os.Open(parent)
	require.NoError(t, err)
	defer p.Close()
	_, err = f.Seek(0, 0)
	require.NoError(t, err)
	assert.NoError(t, SameHistory(p, f))
}

// TestTheMostNotes: files of notes of just the greatest length are recorded.
func TestTheMostNotes(t *testing.T) {
	h := testHeader()
	half := strings.Repeat("x", scenario.MaxBytes/2)
	h.Notes = []scenario.Brought{{Seat: "a", Text: half}, {Seat: "b", Text: half}}
	_, err := create(&memory{files: map[string]*memoryFile{}}, "r", h)
	assert.NoError(t, err)
}

// TestAhead: only a file that goes on where another ends is ahead of it.
func TestAhead(t *testing.T) {
	dir := t.TempDir()
	data, _ := written(t, 4, false)
	lines := bytes.SplitAfter(data, []byte{'\n'})
	path := func(name string, parts ...[]byte) string {
		p := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(p, bytes.Join(parts, nil), 0o600))
		return p
	}
	whole, two := path("whole", lines...), path("two", lines[:2]...)
	torn := path("torn", lines[0], lines[1], lines[2][:20])
	other := path("other", lines[0], lines[2], lines[3], lines[4])
	for _, c := range []struct {
		path, other string
		want        int
	}{
		{two, whole, 3}, {torn, whole, 3}, {whole, whole, 0}, {whole, two, 0}, {two, torn, 0}, {two, other, 0},
		{two, filepath.Join(dir, "none"), 0}, {filepath.Join(dir, "none"), whole, 0}, {dir, dir, 0}, {dir, whole, 0},
	} {
		assert.Equal(t, c.want, Ahead(c.path, c.other), "%s before %s", filepath.Base(c.path), filepath.Base(c.other))
	}
}
