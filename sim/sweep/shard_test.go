package sweep

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/testsize"
)

// write plays shard i of n into a file, and stops after some blocks if these are not all.
func write(t testing.TB, s *Sweep, path string, i, n, blocks int) {
	t.Helper()
	f, err := OpenShard(path, s.Design, i, n, func(*Block) error { return nil })
	require.NoError(t, err)
	enough := errors.New("stop")
	err = s.Run(context.Background(), f.Rest(), 2, func(b *Block) error {
		if blocks--; blocks < 0 {
			return enough
		}
		return f.Add(b)
	})
	if errors.Is(err, enough) {
		require.NoError(t, f.Close())
		return
	}
	require.NoError(t, err)
	require.NoError(t, f.Finish())
}

const all = 1 << 30

func read(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return b
}

// small is a sweep of 5 blocks whose lines are short.
func small(t testing.TB) *Sweep {
	return design(t, Request{Name: "lottery", Scenario: load(t, lottery), Version: "test", N: 300, Seed: 1,
		Arms: []string{"none", "half"}, Measures: []string{"fell"}})
}

// TestShardsMakeTheWhole: merged shards are, byte for byte, the file and the result of one
// sweep of the whole.
func TestShardsMakeTheWhole(t *testing.T) {
	testsize.Long(t)
	dir := t.TempDir()
	s := design(t, Request{Name: "cold_copy", Scenario: coldCopy(t), N: 450, Seed: 2,
		Arms: []string{"none", "all", "idle"}, Measures: []string{"harm", "hours_to_hold"}})
	whole := filepath.Join(dir, "whole")
	write(t, s, whole, 1, 1, all)
	shards := []int{20, 3, 1} // 20 shards of 8 blocks: some are empty
	for _, n := range shards[:testsize.Of(3, 2, 1)] {
		var paths []string
		for i := n; i >= 1; i-- {
			paths = append(paths, filepath.Join(dir, strings.Repeat("x", i)+".shard"))
			os.Remove(paths[len(paths)-1])
			write(t, s, paths[len(paths)-1], i, n, all)
		}
		m, err := OpenMerge(paths)
		require.NoError(t, err)
		tally := NewTally(m.Design)
		merged := filepath.Join(dir, "merged")
		os.Remove(merged)
		f, err := OpenShard(merged, m.Design, 1, 1, func(*Block) error { return nil })
		require.NoError(t, err)
		require.NoError(t, m.Each(func(b *Block) error { return errors.Join(f.Add(b), tally.Add(b)) }))
		require.NoError(t, f.Finish())
		assert.Equal(t, encode(t, result(t, s, 1)), encode(t, tally.Result()), "%d shards", n)
		assert.True(t, bytes.Equal(read(t, whole), read(t, merged)), "%d shards", n)
	}
}

// TestResumeFromAnyByte: wherever a shard is cut off, playing it again makes it whole.
func TestResumeFromAnyByte(t *testing.T) {
	testsize.Long(t)
	s := small(t)
	path := filepath.Join(t.TempDir(), "shard")
	write(t, s, path, 1, 1, all)
	want := read(t, path)
	step := testsize.Of(11, 31, 97)
	for cut := 0; cut <= len(want); cut += step {
		require.NoError(t, os.WriteFile(path, want[:cut], 0o644))
		write(t, s, path, 1, 1, all)
		require.True(t, bytes.Equal(want, read(t, path)), "cut at byte %d", cut)
	}
	// What a crash of the machine leaves: zeros to the end, or a line of rubbish.
	for _, tail := range []string{strings.Repeat("\x00", 4096), "{\"block\":\n", strings.Repeat("\x00", 99) + "\n" +
		strings.Repeat("z", 5000)} {
		for _, cut := range []int{0, 100, len(want) / 2, len(want) - 1} {
			if cut == 0 && !strings.HasSuffix(tail, "\x00") {
				continue // a file that begins so is not ours
			}
			at := bytes.LastIndexByte(want[:cut], '\n') + 1
			if cut == 100 {
				at = bytes.IndexByte(want, '\n') + 1
			}
			require.NoError(t, os.WriteFile(path, append(bytes.Clone(want[:at]), tail...), 0o644))
			write(t, s, path, 1, 1, all)
			require.True(t, bytes.Equal(want, read(t, path)), "%q after byte %d", tail[:10], at)
		}
	}
}

// TestTwoWritersOfOneShard: a shard that is played twice at once, as a cluster may do, is
// still whole.
func TestTwoWritersOfOneShard(t *testing.T) {
	s := small(t)
	path := filepath.Join(t.TempDir(), "shard")
	write(t, s, path, 1, 1, 2)
	one, err := OpenShard(path, s.Design, 1, 1, func(*Block) error { return nil })
	require.NoError(t, err)
	two, err := OpenShard(path, s.Design, 1, 1, func(*Block) error { return nil })
	require.NoError(t, err)
	require.NoError(t, s.Run(context.Background(), one.Rest(), 1,
		func(b *Block) error { return errors.Join(one.Add(b), two.Add(b)) }))
	require.NoError(t, two.Finish())
	require.NoError(t, one.Finish())
	_, err = OpenMerge([]string{path})
	assert.NoError(t, err)
}

// TestOthersFilesAreLeft: a file that is not this shard stays as it is.
func TestOthersFilesAreLeft(t *testing.T) {
	dir := t.TempDir()
	s := small(t)
	shard := filepath.Join(dir, "shard")
	write(t, s, shard, 1, 2, all)
	letter := filepath.Join(dir, "letter")
	require.NoError(t, os.WriteFile(letter, []byte("Dear reader,\nthis is a letter.\n"), 0o644))
	for _, c := range []struct {
		path string
		i, n int
		seed uint64
		say  string
	}{
		{letter, 1, 1, 1, "this is not a shard of a sweep, so it is left as it is"},
		{shard, 2, 2, 1, "it holds shard 1/2, not 2/2"},
		{shard, 1, 2, 9, "seed: 1, not 9"},
	} {
		before := read(t, c.path)
		d := s.Design
		d.Seed = c.seed
		_, err := OpenShard(c.path, d, c.i, c.n, func(*Block) error { return nil })
		assert.ErrorContains(t, err, c.say)
		assert.Equal(t, before, read(t, c.path))
	}
	_, err := OpenShard(filepath.Join(dir, "nowhere", "shard"), s.Design, 1, 1, nil)
	assert.ErrorIs(t, err, os.ErrNotExist)
}

// TestMergeAudits: what keeps shards from making a whole is named.
func TestMergeAudits(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	s := small(t)
	for i := 1; i <= 3; i++ {
		write(t, s, path("part"+string(rune('0'+i))), i, 3, all)
	}
	write(t, s, path("half"), 2, 3, 1)
	write(t, s, path("other_count"), 1, 2, all)
	foreign := func(name string, change func(*Request)) {
		req := Request{Name: "lottery", Scenario: load(t, lottery), Version: "test", N: 300, Seed: 1,
			Arms: []string{"none", "half"}, Measures: []string{"fell"}}
		change(&req)
		write(t, design(t, req), path(name), 2, 3, all)
	}
	foreign("seed", func(r *Request) { r.Seed = 2 })
	foreign("scenario", func(r *Request) { r.Scenario = load(t, lottery+"# changed\n") })
	foreign("version", func(r *Request) { r.Version = "other" })
	foreign("arms", func(r *Request) { r.Arms = []string{"none", "vain"} })
	foreign("runs", func(r *Request) { r.N = 400 })
	foreign("setting", func(r *Request) { r.Set = []string{"link.cause.effect.chance=0.5"} })
	other := small(t)
	other.Design.States[0] = "0123456789abcdef"
	write(t, other, path("engine"), 2, 3, all)
	damaged := func(name string, change func([]byte) []byte) {
		require.NoError(t, os.WriteFile(path(name), change(read(t, path("part2"))), 0o644))
	}
	damaged("flipped", func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
	damaged("line_lost", func(b []byte) []byte {
		lines := bytes.SplitAfter(b, []byte("\n"))
		return bytes.Join(append(lines[:1], lines[2:]...), nil)
	})
	damaged("tail", func(b []byte) []byte { return append(b, "more\n"...) })
	damaged("headless", func(b []byte) []byte { return b[10:] })
	damaged("empty", func([]byte) []byte { return nil })
	// A worker that lies: another value, sealed as it should be.
	liar := small(t)
	f, err := OpenShard(path("liar"), liar.Design, 2, 3, nil)
	require.NoError(t, err)
	require.NoError(t, liar.Run(context.Background(), f.Rest(), 1,
		func(b *Block) error { b.values[3] = 7; return f.Add(b) }))
	require.NoError(t, f.Finish())

	for _, c := range []struct {
		files string
		say   []string
	}{
		{"part1 part3", []string{"shard 2/3 is missing"}},
		{"part1", []string{"shard 2/3 is missing", "shard 3/3 is missing"}},
		{"part1 part2 part3 part2", []string{"part2 are both shard 2/3; they are the same; leave one out"}},
		{"part1 part2 part3 liar", []string{"liar are both shard 2/3; and they differ"}},
		{"part1 half part3", []string{"shard 2/3 is not complete: it holds 1 of 2 blocks; run it again to go on",
			"shard 2/3 is missing, or among"}},
		{"part1 other_count part3", []string{"other_count is shard 1 of 2, but", "shard 2/3 is missing, or among"}},
		{"part1 seed part3", []string{"seed is of another sweep than", "seed: 2, not 1"}},
		{"part1 scenario part3", []string{"the scenario's text, by its digest"}},
		{"part1 version part3", []string{`version of tocsin: "other", not "test"`}},
		{"part1 arms part3", []string{"arms or settings: "}},
		{"part1 runs part3", []string{"number of runs: 400, not 300"}},
		{"part1 setting part3", []string{"arms or settings: ", "link.cause.effect.chance=0.5"}},
		{"part1 engine part3", []string{"state in which the same first run ends, so engine: not the same"}},
		{"part1 flipped part3", []string{"line 2 of shard 2/3: it is not as it was written"}},
		{"part1 line_lost part3", []string{"line 2 of shard 2/3"}},
		{"part1 tail part3", []string{"shard 2/3 goes on after its end"}},
		{"part1 headless part3", []string{"headless: this is not a shard of a sweep"}},
		{"part1 empty part3", []string{"empty: this is not a shard of a sweep"}},
		{"part1 nothing part3", []string{"nothing"}},
		{"letterless", []string{"letterless"}},
	} {
		var paths []string
		for _, name := range strings.Fields(c.files) {
			paths = append(paths, path(name))
		}
		_, err := OpenMerge(paths)
		var bad Problems
		if assert.ErrorAs(t, err, &bad, c.files) {
			for _, say := range c.say {
				assert.Contains(t, bad.Error(), say, c.files)
			}
		}
	}
}

// TestShardsKeepFailures: runs that failed come through a file as they were.
func TestShardsKeepFailures(t *testing.T) {
	s := small(t)
	s.variant[0].model.Limits.Total = 1
	path := filepath.Join(t.TempDir(), "shard")
	write(t, s, path, 1, 1, all)
	m, err := OpenMerge([]string{path})
	require.NoError(t, err)
	tally := NewTally(m.Design)
	require.NoError(t, m.Each(tally.Add))
	want := result(t, s, 1)
	require.NotZero(t, want.Failed)
	assert.Equal(t, encode(t, want), encode(t, tally.Result()))
}

// FuzzReadShard: no file makes the reader panic, hang or take what was not written.
func FuzzReadShard(f *testing.F) {
	s := small(f)
	path := filepath.Join(f.TempDir(), "shard")
	write(f, s, path, 1, 1, all)
	good := read(f, path)
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte("{}\n"))
	f.Add([]byte(`{"design":{},"shard":1,"of":1,"sum":"00000000000000000000000000000000"}` + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := readWhole(bytes.NewReader(data), func(*Block) error { return nil }); err == nil &&
			!bytes.Equal(data, good) {
			t.Error("a file that no sweep wrote was taken for a shard")
		}
	})
}

// FuzzParseBlock: what is sealed rightly can still be nonsense, and is refused.
func FuzzParseBlock(f *testing.F) {
	s := small(f)
	var object []byte
	if err := s.Run(context.Background(), Part{To: 1}, 1,
		func(b *Block) error { object = appendBlock(nil, b); return nil }); err != nil {
		f.Fatal(err)
	}
	f.Add(object)
	f.Add(bytes.Replace(object, []byte("0"), []byte("null"), 1))
	f.Add([]byte(`{"block":0,"runs":[[[`))
	f.Add([]byte(`{"block":0,"runs":[]}`))
	f.Add([]byte(`{"block":99,"runs":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var b Block
		if parseBlock(data, &s.Design, &b) == nil && len(b.values) != b.Runs*2 {
			t.Error("a block of another size was taken")
		}
	})
}
