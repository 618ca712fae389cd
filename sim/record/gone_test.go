package record

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAFileThatIsNoLongerThereStops: what is done to the record's file behind the writer's
// back is found at the next entry, which is not acknowledged.
func TestAFileThatIsNoLongerThereStops(t *testing.T) {
	for name, do := range map[string]func(dir, path string) error{
		"the file is removed":   func(_, path string) error { return os.Remove(path) },
		"its folder is removed": func(dir, _ string) error { return os.RemoveAll(dir) },
		"it is replaced": func(_, path string) error {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(path+".new", text, 0o600)
		},
		"it is cut": func(_, path string) error { return os.Truncate(path, 10) },
		"something is added": func(_, path string) error {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = f.WriteString("x")
			return err
		},
	} {
		dir := filepath.Join(t.TempDir(), "records")
		require.NoError(t, os.Mkdir(dir, 0o700))
		path := filepath.Join(dir, "x.jsonl")
		w, err := Create(path, Header{Scenario: "x", Started: time.Unix(0, 0)})
		require.NoError(t, err)
		entry := Entry{Who: "Ann", Verb: "say", Wall: time.Unix(1, 0)}
		_, err = w.Append(entry)
		require.NoError(t, err, name)
		require.NoError(t, do(dir, path), name)
		if name == "it is replaced" {
			require.NoError(t, os.Rename(path+".new", path))
		}
		_, err = w.Append(entry)
		require.ErrorIs(t, err, ErrStopped, name)
		assert.ErrorIs(t, err, ErrGone, name)
		_, err = w.Append(entry)
		assert.ErrorIs(t, err, ErrStopped, name)
		_ = w.Leave()
	}
}
