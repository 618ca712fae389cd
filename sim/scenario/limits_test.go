package scenario

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestBrokenLinesCountAsLines: a line of a long text that ends in a backslash is a line, so
// that a text of many is not taken for one that is too long, and faults below have their line.
func TestBrokenLinesCountAsLines(t *testing.T) {
	src := "title = \"\"\"" + strings.Repeat("many words \\\n", 2*maxLineBytes/10) + "\"\"\"\n[role.a]\n"
	sc, ds := Load("x.toml", []byte(src))
	require.NotNil(t, sc, ds.Format("x.toml", src))
	assert.True(t, strings.HasPrefix(sc.Title, "many words many words"))
	_, ds = Load("x.toml", []byte("title = \"\"\"a \\\nb\"\"\"\n[[[[[[[[[[[[[[[[[[\n"))
	require.Len(t, ds, 1)
	assert.Equal(t, 3, ds[0].Line)
}
