package scenario

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOneFunctionMakesWordsOfIDs: what an id is called is decided in one place, [Words].
func TestOneFunctionMakesWordsOfIDs(t *testing.T) {
	var found []string
	require.NoError(t, filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		if strings.Contains(string(src), `, "_", " ")`) {
			found = append(found, filepath.ToSlash(path))
		}
		return err
	}))
	require.Equal(t, []string{"../../sim/scenario/load.go"}, found)
	require.Equal(t, "data centre", Words("data_centre"))
}
