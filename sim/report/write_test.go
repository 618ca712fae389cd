package report

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFilesSideBySide: files that are written at the same time are those that are written one after
// the other, to the byte.
func TestFilesSideBySide(t *testing.T) {
	r := Build(inputOf(t, "bad"))
	dir := t.TempDir()
	names, err := Write(dir, r)
	require.NoError(t, err)
	files := r.files()
	require.Len(t, names, len(files))
	for i, f := range files {
		assert.Equal(t, f.name, names[i])
		var alone bytes.Buffer
		require.NoError(t, f.write(&alone))
		got, err := os.ReadFile(filepath.Join(dir, f.name))
		require.NoError(t, err)
		assert.True(t, bytes.Equal(alone.Bytes(), got), f.name)
	}
}
