package record

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ofLength is the second entry of a test record, of which the line has so many bytes, and the line.
func ofLength(t *testing.T, chain string, length int) (Entry, []byte) {
	t.Helper()
	e, err := testEntry(2).prepared()
	require.NoError(t, err)
	e.Seq, e.Reason = 2, "x"
	object, err := e.object()
	require.NoError(t, err)
	line, _ := seal(chain, object)
	e.Reason = strings.Repeat("x", 1+length-len(line))
	object, err = e.object()
	require.NoError(t, err)
	line, _ = seal(chain, object)
	require.Len(t, line, length)
	return e, line
}

// TestTheLongestLine: an entry whose line has just MaxLine bytes is written and read; one byte more is
// refused by the writer, and damage to the reader.
func TestTheLongestLine(t *testing.T) {
	data, _ := written(t, 1, false)
	for more, fine := range []bool{true, false} {
		e, line := ofLength(t, chainOf(string(data)), MaxLine+more)
		m := &memory{files: map[string]*memoryFile{"r": {data: slices.Clone(data), named: true}}}
		w, _, _, _, err := resume(m, "r", 0)
		require.NoError(t, err)
		_, err = w.Append(e)
		_, es, _, read := Read(bytes.NewReader(append(slices.Clone(data), line...)))
		if fine {
			require.NoError(t, err)
			require.NoError(t, read)
			require.Len(t, es, 2)
			assert.Equal(t, e.Reason, es[1].Reason)
			continue
		}
		assert.ErrorContains(t, err, "it would take 65537 bytes, and an entry has at most 65536")
		assert.ErrorContains(t, read, "it is longer than the 65536 bytes that an entry may have")
	}
}

// TestLongTails: behind a whole record only zeros without an end are a file that was made longer; what
// holds anything else, or ends, is a line that nobody has written.
func TestLongTails(t *testing.T) {
	data, _ := written(t, 1, false)
	zeros, text := strings.Repeat("\x00", 2*MaxLine), strings.Repeat("x", 2*MaxLine)
	for tail, torn := range map[string]bool{"{" + zeros: true, "{" + zeros + "\n": false, text + zeros: false,
		zeros + text: false} {
		_, es, report, err := Read(bytes.NewReader(append(slices.Clone(data), tail...)))
		require.Len(t, es, 1)
		if torn {
			require.NoError(t, err)
			assert.Equal(t, &Torn{3, int64(len(data)), int64(len(tail)), "it has no end"}, report.Torn)
		} else {
			assert.ErrorContains(t, err, "longer than")
		}
	}
}

// TestAnySectorOfALine: of a last line that lies in several sectors, any whole one can be empty, and so
// can its part of the first and of the last; a few bytes less are damage.
func TestAnySectorOfALine(t *testing.T) {
	data, _ := written(t, 1, false)
	_, line := ofLength(t, chainOf(string(data)), 4*sector)
	whole := append(slices.Clone(data), line...)
	from, parts := len(data), 0
	require.NotZero(t, from%sector)
	for from < len(whole)-1 { // the line feed stays
		to := min((from/sector+1)*sector, len(whole)-1)
		bad := slices.Clone(whole)
		clear(bad[from:to])
		_, _, report, err := Read(bytes.NewReader(bad))
		require.NoError(t, err, "byte %d to %d", from, to)
		require.NotNil(t, report.Torn)
		assert.Equal(t, "a part of it is empty on the disk", report.Torn.Why)
		bad[to-1] = 'x'
		_, _, _, err = Read(bytes.NewReader(bad))
		assert.ErrorContains(t, err, "line 3 ")
		from, parts = to, parts+1
	}
	assert.Equal(t, 5, parts)
}

// TestWhatBrokenChainsSay: a line with the number of another one was moved, or one before it is
// missing; any other was changed.
func TestWhatBrokenChainsSay(t *testing.T) {
	data, _ := written(t, 4, false)
	lines := bytes.SplitAfter(data, []byte{'\n'})
	const changed = "the chain breaks: it was changed, or it is not the line that followed the one before it"
	for want, bad := range map[string][]byte{
		changed + "; 2 lines follow it": bytes.Join([][]byte{lines[0], lines[1],
			bytes.Replace(lines[2], []byte("Ana"), []byte("Eva"), 1), lines[3], lines[4]}, nil),
		changed: bytes.Join([][]byte{lines[0], lines[1], lines[2], lines[3],
			bytes.Replace(lines[4], []byte(`"seq":`), []byte(`"seq";`), 1)}, nil),
		"the chain breaks: it has number 3, but 2 comes next; 1 line follows it": bytes.Join([][]byte{lines[0], lines[1],
			lines[3], lines[4]}, nil),
	} {
		_, _, _, err := Read(bytes.NewReader(bad))
		require.Error(t, err)
		_, why, _ := strings.Cut(err.Error(), "is damaged: ")
		assert.Equal(t, want, why)
	}
}

// TestWhatFollowsIsCounted: lines without an end and lines longer than any buffer are lines too.
func TestWhatFollowsIsCounted(t *testing.T) {
	data, _ := written(t, 2, false)
	for more, lines := range map[string]int{"": 0, "x": 1, "x\n": 1, strings.Repeat("x", 4*MaxLine): 1,
		strings.Repeat("x", 3*MaxLine) + "\nx\n": 2} {
		bad := append(append(slices.Clone(data), '\n'), more...) // the third line is empty
		_, _, _, err := Read(bytes.NewReader(bad))
		var d *Damage
		require.ErrorAs(t, err, &d)
		assert.Equal(t, lines, d.After, "%.5q", more)
	}
	_, es, report, err := ReadUntil(bytes.NewReader(data), 3)
	require.NoError(t, err)
	assert.Len(t, es, 2)
	assert.Nil(t, report.LeftOut, "nothing follows the last line")
}
