package record

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
)

// spot is where a reader is before a line.
type spot struct {
	report Report
	last   Entry
}

// places reads a record and gives where the reader stood before each line after the header.
func places(t *testing.T, data []byte) []spot {
	rd, err := NewReader(bytes.NewReader(data))
	require.NoError(t, err)
	var out []spot
	for {
		out = append(out, spot{rd.report, rd.last})
		if _, err := rd.Next(); err != nil {
			require.ErrorIs(t, err, io.EOF)
			return out
		}
	}
}

// from is a reader that is at a spot and finds these bytes behind it.
func (p spot) from(rest []byte) *Reader {
	return &Reader{in: bufio.NewReaderSize(bytes.NewReader(rest), 4096), report: p.report, last: p.last,
		unsigned: newUnsigned()}
}

// TestEveryCut cuts a record of 300 lines at every byte: what is before the cut is read,
// exactly, and the rest of the line is called torn. Lines completely before the cut are not
// read again for each, but for some cuts.
func TestEveryCut(t *testing.T) {
	data, es := written(t, 299, false)
	head := bytes.IndexByte(data, '\n') + 1
	at := places(t, data)
	step := testsize.Of(1, 3, 7)
	for cut := 0; cut < len(data); cut += step {
		whole := bytes.Count(data[:cut], []byte{'\n'}) - 1
		if cut < head || cut%997 == 0 {
			checkCut(t, data, es, cut, head, whole)
		}
		if cut < head {
			continue
		}
		p := at[whole]
		rd := p.from(data[p.report.Bytes:cut])
		_, err := rd.Next()
		require.ErrorIs(t, err, io.EOF, "cut at %d", cut)
		if torn := rd.report.Torn; int64(cut) == p.report.Bytes {
			require.Nil(t, torn, "cut at %d", cut)
		} else {
			require.NotNil(t, torn, "cut at %d", cut)
			require.Equal(t, whole+2, torn.Line)
			require.EqualValues(t, cut, torn.Offset+torn.Bytes)
		}
	}
}

func checkCut(t *testing.T, data []byte, es []Entry, cut, head, whole int) {
	_, got, report, err := Read(bytes.NewReader(data[:cut]))
	if cut < head {
		var d *Damage
		require.ErrorAs(t, err, &d)
		require.Equal(t, 1, d.Line)
		return
	}
	require.NoError(t, err, "cut at %d", cut)
	require.Len(t, got, whole)
	for i := range got {
		require.True(t, got[i].same(&es[i]), "cut at %d: entry %d is another", cut, i+1)
	}
	require.Equal(t, data[cut-1] != '\n', report.Torn != nil, "cut at %d", cut)
}

// TestZeroTails: files that were made longer, but not filled, before the power went.
func TestZeroTails(t *testing.T) {
	data, _ := written(t, 30, false)
	head := bytes.IndexByte(data, '\n') + 1
	random := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		cut := head + random.IntN(len(data)-head)
		zeros := 1 + random.IntN(4096)
		if random.IntN(10) == 0 {
			zeros = 3 * MaxLine
		}
		_, got, report, err := Read(bytes.NewReader(append(slices.Clone(data[:cut]), make([]byte, zeros)...)))
		require.NoError(t, err)
		require.NotNil(t, report.Torn)
		require.Len(t, got, bytes.Count(data[:cut], []byte{'\n'})-1)
	}
	long := append(slices.Clone(data), bytes.Repeat([]byte{'x'}, MaxLine+1)...)
	_, _, _, err := Read(bytes.NewReader(long))
	require.ErrorContains(t, err, "longer than")
}

// TestEveryBit turns each bit of a record of 40 lines: nothing wrong goes unnoticed, and
// only the last line feed can be taken for that of a torn entry.
func TestEveryBit(t *testing.T) {
	testsize.Long(t)
	for _, closed := range []bool{false, true} {
		data, _ := written(t, 39, closed)
		at := places(t, data)
		torn := 0
		for bit := range len(data) * 8 {
			if !testsize.Every(bit, 5, 13) {
				continue
			}
			line := bytes.Count(data[:bit/8], []byte{'\n'}) // from 0, the header
			data[bit/8] ^= 1 << (bit % 8)
			var err error
			var report Report
			if line == 0 || bit%997 == 0 {
				_, _, report, err = Read(bytes.NewReader(data))
			} else { // lines before it are as they were
				rd := at[line-1].from(data[at[line-1].report.Bytes:])
				if _, err = rd.Next(); err == io.EOF {
					err = nil
				}
				report = rd.report
			}
			data[bit/8] ^= 1 << (bit % 8)
			if err == nil {
				require.NotNil(t, report.Torn, "bit %d of byte %d turned, and nobody noticed", bit%8, bit/8)
				require.Equal(t, len(data)-1, bit/8, "a turned bit inside was taken for a torn tail")
				torn++
				continue
			}
			var d *Damage
			require.ErrorAs(t, err, &d)
			require.Equal(t, line+1, d.Line, "bit %d of byte %d: %v", bit%8, bit/8, err)
		}
		if testsize.Full() {
			assert.Equal(t, 8, torn)
		}
	}
}

// TestEverySector zeroes, doubles and overwrites sectors anywhere.
func TestEverySector(t *testing.T) {
	testsize.Long(t)
	data, _ := written(t, 60, true)
	at := places(t, data)
	random := rand.New(rand.NewPCG(2, 2))
	for range 10_000 {
		bad := slices.Clone(data)
		from := random.IntN(len(data)/sector+1) * sector
		to := min(from+sector, len(bad))
		switch random.IntN(3) {
		case 0:
			clear(bad[from:to])
		case 1:
			bad = slices.Insert(bad, to, slices.Clone(bad[from:to])...)
		case 2:
			other := random.IntN(len(data)/sector) * sector
			copy(bad[from:to], data[other:other+sector])
		}
		if bytes.Equal(bad, data) {
			continue
		}
		var err error
		var report Report
		if line := bytes.Count(data[:from], []byte{'\n'}); line == 0 {
			_, _, report, err = Read(bytes.NewReader(bad))
		} else { // lines before the sector are as they were
			p := at[min(line, len(at)-1)-1]
			rd := p.from(bad[p.report.Bytes:])
			for err == nil {
				_, err = rd.Next()
			}
			if report = rd.report; err == io.EOF {
				err = nil
			}
		}
		if err == nil {
			require.NotNil(t, report.Torn)
			require.GreaterOrEqual(t, int64(from+3*sector), int64(len(data)),
				"a sector far from the end was taken for a torn tail")
		}
	}
}

// TestEveryEdit deletes, doubles, swaps, changes and makes up lines.
func TestEveryEdit(t *testing.T) {
	data, _ := written(t, 40, true)
	lines := bytes.SplitAfter(data, []byte{'\n'})
	lines = lines[:len(lines)-1]
	other, _ := written(t, 50, false)
	foreign := bytes.SplitAfter(other, []byte{'\n'})
	check := func(what string, at int, bad [][]byte) {
		t.Helper()
		_, _, _, err := Read(bytes.NewReader(bytes.Join(bad, nil)))
		var d *Damage
		if !errors.As(err, &d) {
			t.Fatalf("%s line %d: nobody noticed: %v", what, at+1, err)
		}
		require.Equal(t, at+1, d.Line, "%s: %v", what, err)
	}
	for i := range lines {
		if i < len(lines)-1 {
			check("deleted", i, slices.Delete(slices.Clone(lines), i, i+1))
			swapped := slices.Clone(lines)
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			check("swapped", i, swapped)
		}
		check("doubled", i+1, slices.Insert(slices.Clone(lines), i+1, lines[i]))
		check("emptied", i, slices.Replace(slices.Clone(lines), i, i+1, []byte{'\n'}))
		check("inserted an empty line before", i, slices.Insert(slices.Clone(lines), i, []byte{'\n'}))
		check("spaced", i, slices.Replace(slices.Clone(lines), i, i+1, append([]byte{' '}, lines[i]...)))
		if i > 1 { // the first entries of both records are the same
			made := append([]byte(nil), foreign[i+2]...)
			check("made up", i, slices.Insert(slices.Clone(lines), i, made))
		}
	}
	d := &Damage{}
	_, _, _, err := Read(bytes.NewReader(bytes.Join(slices.Delete(slices.Clone(lines), 10, 13), nil)))
	require.ErrorAs(t, err, &d)
	assert.Equal(t, "line 11 (byte "+fmt.Sprint(d.Offset)+
		") is damaged: the chain breaks: it has number 13, but 10 comes next; 28 lines follow it", err.Error())
}

// TestChainedNonsense: lines with a good chain that no writer has written.
func TestChainedNonsense(t *testing.T) {
	data, _ := written(t, 1, false)
	good := string(data)
	for _, c := range []struct{ object, want string }{
		{`{"seq":3,"at":"T+00:03","ns":180000000000,"wall":"2026-11-24T09:00:00.000Z","verb":"say","state":"0000000000000000"}`, "it has number 3, but 2 comes next"},
		{`{"seq":2,"at":"T+00:04","ns":180000000000,"wall":"2026-11-24T09:00:00.000Z","verb":"say","state":"0000000000000000"}`, `"at" and "ns" differ: 180000000000 ns is T+00:03`},
		{`{"seq":2,"at":"T+00:01","ns":60000000000,"wall":"2026-11-24T09:00:00.000Z","verb":"say","state":"0000000000000000"}`, "is before that of the entry before it"},
		{`{"seq":2,"at":"T+00:03","ns":180000000000,"wall":"2026-11-24T09:00:00.000Z","verb":"say","state":"0000000000000000","more":1}`, `unknown key "more"`},
		{`{"seq":2,"at":"T+00:03","ns":180000000000,"wall":"2026-11-24T09:00:00.000Z","verb":"say","verb":"pause","state":"0000000000000000"}`, `the key "verb" is there twice`},
		{`{"seq":2,"at":"T+00:03","ns":180000000000,"wall":"2026-11-24T09:00:00.000Z","Verb":"say","state":"0000000000000000"}`, `unknown key "Verb"`},
		{`{"seq":2,"at":"T+00:03","ns":180000000000,"wall":"yesterday","verb":"say","state":"0000000000000000"}`,
			`"wall" is not a time`},
		{`{"seq":2,"at":"T+00:03","ns":180000000000,"wall":"2026-11-24T09:00:00.000Z","verb":"say","state":"0"}`,
			`"state" is not a digest`},
		{`{"seq":2,"at":"T+00:03","ns":180000000000,"wall":"2026-11-24T09:00:00.000Z","verb":"say","args":[1],"state":"0000000000000000"}`, `the arguments are not a JSON object`},
		{`{"seq":"2","at":"T+00:03"}`, `the value of "seq" is of the wrong kind`},
		{`{"seq":2,"at":"T+00:03","ns":180000000000,"wall":"2026-11-24T09:00:00.000Z","verb":"closed","state":"0000000000000000"}`, "a closing line has seq, wall, verb, args, state and nothing else"},
		{`{"seq":2,"at":"T+00:03","ns":180000000000,"wall":"2026-11-24T09:00:00.000Z","verb":"Say!","state":"0000000000000000"}`, `"Say!" is not a verb of an entry`},
		{`{"seq":2,"wall":"2026-11-24T09:00:00.000Z","verb":"say","state":"0000000000000000"}`, `"at" and "ns" differ`},
		{`nonsense}`, "this is not JSON"}, {`}`, "this is not JSON"},
	} {
		line, _ := seal(chainOf(good), []byte(c.object))
		_, got, _, err := Read(bytes.NewReader(append(slices.Clone(data), line...)))
		require.ErrorContains(t, err, c.want, c.object)
		assert.Len(t, got, 1)
	}
	closedLine,
		_ := seal(chainOf(good),
		[]byte(`{"seq":2,"wall":"2026-11-24T09:00:00.000Z","verb":"close","state":"0000000000000000"}`))
	_, _, report, err := Read(bytes.NewReader(append(slices.Clone(data), closedLine...)))
	require.NoError(t, err)
	assert.True(t, report.Closed)
	_, _, _, err = Read(bytes.NewReader(append(append(slices.Clone(data), closedLine...), "{}"...)))
	assert.ErrorContains(t, err, "after the closing line")
}

// chainOf is the chain of the last line of a record.
func chainOf(record string) string {
	return record[len(record)-len(chainEnd)-1-chainDigits : len(record)-len(chainEnd)-1]
}

// TestHeadersThatCannotBe: a good chain is not enough for a header.
func TestHeadersThatCannotBe(t *testing.T) {
	h, err := testHeader().prepared()
	require.NoError(t, err)
	for _, c := range []struct {
		change func(*Header)
		want   string
	}{
		{func(h *Header) { h.Format = 2 }, "this is format 2, written by tocsin v1.0.0; this Tocsin reads format 1"},
		{func(h *Header) { h.Scenario += " " }, "the digest is not that of the scenario's text"},
		{func(h *Header) { h.Parent = &Parent{Seq: -1, Chain: strings.Repeat("0", chainDigits)} },
			`"parent" names no place in a record`},
		{func(h *Header) { h.Parent = &Parent{Seq: 1, Chain: "0"} }, `"parent" names no place in a record`},
	} {
		bad := h
		c.change(&bad)
		object, err := bad.object()
		require.NoError(t, err)
		line, _ := seal("", object)
		_, _, _, err = Read(bytes.NewReader(line))
		assert.ErrorContains(t, err, c.want)
	}
	for _, c := range []struct{ file, want string }{
		{"", "the file is empty"}, {"\n", "does not end with a chain"},
		{"{}", "the header was not completely written"}, {"\x00\x00", "the header was not completely written"},
		{"title = \"a scenario\"\n", "line 1 (byte 0) is damaged: it does not end with a chain"},
	} {
		_, _, _, err := Read(bytes.NewReader([]byte(c.file)))
		assert.ErrorContains(t, err, c.want)
	}
}

// TestCodesShowCutsAndForgeries: with a code, a record that was cut or rewritten is found.
func TestCodesShowCutsAndForgeries(t *testing.T) {
	data, _ := written(t, 100, true)
	_, _, report, err := Read(bytes.NewReader(data))
	require.NoError(t, err)
	has := func(data []byte, code string) bool {
		rd, err := NewReader(bytes.NewReader(data))
		require.NoError(t, err)
		for {
			if rd.Report().Code == code {
				return true
			}
			if _, err := rd.Next(); err != nil {
				return rd.Report().Code == code
			}
		}
	}
	assert.True(t, has(data, report.Code))
	lines := bytes.SplitAfter(data, []byte{'\n'})
	for n := 1; n < len(lines)-1; n++ {
		assert.False(t, has(bytes.Join(lines[:n], nil), report.Code), "cut after line %d", n)
	}
	for n := 0; n < 100; n += testsize.Of(1, 5, 20) { // written again with one entry changed
		m := &memory{files: map[string]*memoryFile{}}
		w, err := create(m, "r", testHeader())
		require.NoError(t, err)
		for i := 1; i <= 100; i++ {
			e := testEntry(i)
			if i == n+1 {
				e.State++
			}
			_, err := w.Append(e)
			require.NoError(t, err)
		}
		require.NoError(t, w.Close(42))
		assert.False(t, has(m.files["r"].data, report.Code), "entry %d", n+1)
	}
}

// TestUntilLine keeps what is before a damaged line and says what it leaves out.
func TestUntilLine(t *testing.T) {
	data, es := written(t, 20, false)
	bad := slices.Clone(data)
	bad[bytes.LastIndexByte(bad[:len(bad)-1], '\n')-60] ^= 4 // in line 20
	_, got, _, err := Read(bytes.NewReader(bad))
	var d *Damage
	require.ErrorAs(t, err, &d)
	require.Equal(t, 20, d.Line)
	require.Equal(t, 1, d.After)
	require.Len(t, got, 18)
	_, got, report, err := ReadUntil(bytes.NewReader(bad), 19)
	require.NoError(t, err)
	require.Len(t, got, 18)
	assert.Equal(t, &LeftOut{20, 2, int64(len(bad)) - d.Offset}, report.LeftOut)
	m := &memory{files: map[string]*memoryFile{"r": {data: slices.Clone(bad), named: true}}}
	_, _, _, _, err = resume(m, "r", 0)
	require.ErrorAs(t, err, &d)
	require.Equal(t, bad, m.files["r"].data, "a damaged record was touched")
	w, _, got, report, err := resume(m, "r", 10)
	require.NoError(t, err)
	require.Len(t, got, 9)
	assert.Equal(t, "r.after-10", report.SetAside)
	assert.Equal(t, bad, append(slices.Clone(m.files["r"].data), m.files["r.after-10"].data...))
	e, err := w.Append(es[9])
	require.NoError(t, err)
	assert.Equal(t, 10, e.Seq)
	_, got, _, err = Read(bytes.NewReader(m.files["r"].data))
	require.NoError(t, err)
	require.Len(t, got, 10)
}

// FuzzRead: any bytes give a record or a Damage, and the entries before the first damage
// stay the same whatever is added behind them.
func FuzzRead(f *testing.F) {
	data, _ := written(f, 5, true)
	f.Add(data)
	f.Add(data[:len(data)-20])
	f.Add(append(slices.Clone(data[:len(data)-200]), make([]byte, 600)...))
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, got, report, err := Read(bytes.NewReader(data))
		var d *Damage
		if err != nil && !errors.As(err, &d) {
			t.Fatal(err)
		}
		if int64(len(data)) < report.Bytes || len(got) != report.Entries {
			t.Fatalf("%+v of %d bytes and %d entries", report, len(data), len(got))
		}
		_, again, _, _ := Read(bytes.NewReader(append(slices.Clone(data), "{\n"...)))
		if len(again) < len(got) {
			t.Fatalf("%d entries of %d are left when something is added", len(again), len(got))
		}
	})
}

// FuzzLine puts any object behind a good chain: what is read is written the same.
func FuzzLine(f *testing.F) {
	data, _ := written(f, 2, true)
	for _, l := range bytes.Split(data, []byte{'\n'}) {
		if body, _, ok := unseal(l); ok {
			f.Add(object(body))
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, _ = readHeader(raw)
		e, closed, err := readEntry(raw)
		if err != nil || closed {
			return
		}
		out, err := e.object()
		if err != nil {
			t.Fatalf("%s was read but cannot be written: %v", raw, err)
		}
		back, _, err := readEntry(out)
		if err != nil || back.Seq != e.Seq || !back.same(&e) {
			t.Fatalf("%s was written as %s: %v", raw, out, err)
		}
	})
}

// TestWhatIsSetAsideSaysFromWhere: a torn tail is named for the entry that it would have been.
func TestWhatIsSetAsideSaysFromWhere(t *testing.T) {
	data, _ := written(t, 20, false)
	torn := append(slices.Clone(data), `{"seq":21,"at"`...)
	m := &memory{files: map[string]*memoryFile{"r": {data: torn, named: true}}}
	w, _, _, report, err := resume(m, "r", 0)
	require.NoError(t, err)
	assert.Equal(t, "r.torn-21", report.SetAside)
	assert.Equal(t, `{"seq":21,"at"`, string(m.files["r.torn-21"].data))
	assert.Equal(t, data, m.files["r"].data)
	require.NoError(t, w.Leave())
}

// TestWhatIsLeftOutIsCounted: a last line without its end is one of those that are left out.
func TestWhatIsLeftOutIsCounted(t *testing.T) {
	data, _ := written(t, 20, false)
	for more, lines := range map[string]int{"": 1, "{": 2, "{\n": 2, "{\n{": 3} {
		_, got, report, err := ReadUntil(bytes.NewReader(append(slices.Clone(data), more...)), 20)
		require.NoError(t, err)
		require.Len(t, got, 19)
		require.NotNil(t, report.LeftOut)
		assert.Equal(t, lines, report.LeftOut.Lines, "%q", more)
	}
}

// TestASectorThatWasNotWritten: a last line in which a sector of the disk is empty is torn; one with
// lines behind it is damaged.
func TestASectorThatWasNotWritten(t *testing.T) {
	data, _ := written(t, 30, false)
	last := bytes.LastIndexByte(data[:len(data)-1], '\n') + 1
	long := 0 // a line before the last that has a whole sector, or the rest of one
	for _, k := range []int{last, bytes.LastIndexByte(data[:last-1], '\n') + 1} {
		bad := slices.Clone(data)
		end := k + bytes.IndexByte(data[k:], '\n')
		for i := k; i < min(end, (k/sector+1)*sector); i++ {
			bad[i] = 0
		}
		_, got, report, err := Read(bytes.NewReader(bad))
		if k == last {
			require.NoError(t, err)
			require.NotNil(t, report.Torn)
			assert.Equal(t, "a part of it is empty on the disk", report.Torn.Why)
			assert.EqualValues(t, len(bad), report.Torn.Offset+report.Torn.Bytes)
			assert.Len(t, got, 29)
			continue
		}
		long++
		var d *Damage
		require.ErrorAs(t, err, &d)
		assert.Equal(t, 30, d.Line)
	}
	assert.Equal(t, 1, long)
}

// TestScenariosThatCannotBeRecorded: what is no text, or longer than a scenario may be, is refused.
func TestScenariosThatCannotBeRecorded(t *testing.T) {
	whole := strings.Repeat("#", scenario.MaxBytes)
	for text, fine := range map[string]bool{whole: true, whole + "#": false, "# \xff": false, "# \u00fc": true} {
		h := testHeader()
		h.Scenario = text
		_, err := create(&memory{files: map[string]*memoryFile{}}, "r", h)
		if fine {
			assert.NoError(t, err)
		} else {
			assert.ErrorContains(t, err, "the scenario is not UTF-8 of at most")
		}
	}
}
