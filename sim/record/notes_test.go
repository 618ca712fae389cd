package record

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
)

// The files of notes that organisations brought come through a record, its resumption and its
// forks; a record without them reads as before.
func TestFilesOfNotesStay(t *testing.T) {
	dir := t.TempDir()
	h := testHeader()
	h.Notes = []scenario.Brought{{Seat: "a", Text: "organisation = \"Ä <&>\"\n# control: \u0007\n",
		Drafts: []scenario.Origin{{Note: 3, ID: "leak", Key: "tell", At: 1}}}, {Seat: "b"}}
	path := filepath.Join(dir, "a.jsonl")
	w, err := Create(path, h)
	require.NoError(t, err)
	_, err = w.Append(testEntry(1))
	require.NoError(t, err)
	require.NoError(t, w.Leave())
	w, got, _, _, err := Resume(path)
	require.NoError(t, err)
	require.NoError(t, w.Leave())
	assert.Equal(t, h.Notes, got.Notes)
	w, got, _, err = Fork(path, 1, filepath.Join(dir, "b.jsonl"), Header{Started: started.Add(time.Hour)})
	require.NoError(t, err)
	require.NoError(t, w.Leave())
	assert.Equal(t, h.Notes, got.Notes)

	h.Notes = nil
	object, err := h.object()
	require.NoError(t, err)
	assert.False(t, bytes.Contains(object, []byte(`"notes"`)))
}

func TestFilesOfNotesThatNoRecordHolds(t *testing.T) {
	half := strings.Repeat("x", scenario.MaxBytes/2+1)
	for want, notes := range map[string][]scenario.Brought{
		"the files of notes are not UTF-8 of at most": {{Seat: "a", Text: half}, {Seat: "b", Text: half}},
		"the files of notes are not UTF-8":            {{Seat: "a", Text: "\xff"}},
		"notes: \"A b\" is not a seat":                {{Seat: "A b"}},
	} {
		h := testHeader()
		h.Notes = notes
		_, err := Create(filepath.Join(t.TempDir(), "a.jsonl"), h)
		assert.ErrorContains(t, err, want)
	}
}
