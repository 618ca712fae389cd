package scenario

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// saysItself are the codes of errors whose message can say what is wanted, so that they need no hint.
var saysItself = map[string]bool{"conflict": true, "duration": true, "expression": true, "range": true, "type": true}

// TestFindings reads every file of testdata/scenario and compares what is found with
// the .want file next to it: "line:column: severity: code: message", and the hint below.
// To write them again: go test ./sim/scenario -run TestFindings -update
func TestFindings(t *testing.T) {
	files, err := filepath.Glob("../../testdata/scenario/*/*.toml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.ToSlash(strings.TrimPrefix(file,
			filepath.FromSlash("../../testdata/scenario/"))), ".toml")
		t.Run(name, func(t *testing.T) {
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			sc, ds := loadAny(t, name, src)
			assert.Equal(t, ds.Failed(), sc == nil)
			var have strings.Builder
			lines := strings.Split(string(src), "\n")
			for _, d := range ds {
				fmt.Fprintf(&have, "%d:%d: %s: %s: %s\n", d.Line, d.Column, d.Severity, d.Code, d.Message)
				if d.Hint != "" {
					fmt.Fprintf(&have, "    = %s\n", d.Hint)
				}
				assert.True(t, d.Hint != "" || d.Severity == Error && saysItself[d.Code],
					"%s has no hint: say what to do", d.Message)
				if assert.True(t, d.Line >= 1 && d.Line <= len(lines), "line %d", d.Line) {
					assert.True(t, d.Column >= 1 && d.Column <= len([]rune(lines[d.Line-1]))+1,
						"column %d of line %d", d.Column, d.Line)
				}
			}
			want := strings.TrimSuffix(file, ".toml") + ".want"
			if *update {
				require.NoError(t, os.WriteFile(want, []byte(have.String()), 0o644))
				return
			}
			expected, err := os.ReadFile(want)
			require.NoError(t, err, "run with -update")
			assert.Equal(t, string(expected), have.String())
			_, clean := strings.CutPrefix(name, "clean/")
			assert.Equal(t, clean, len(ds) == 0, "only files in clean are without findings")
		})
	}
}

// loadAny reads a scenario; files of the folder script are scripts for clean/complete.toml.
func loadAny(t *testing.T, name string, src []byte) (any, Diagnostics) {
	if !strings.HasPrefix(name, "script/") {
		if sc, ds := Load(name, src); sc != nil {
			return sc, ds
		} else {
			return nil, ds
		}
	}
	if s, ds := completeScenario(t).LoadScript(src); s != nil {
		return s, ds
	} else {
		return nil, ds
	}
}

func completeScenario(t testing.TB) *Scenario {
	t.Helper()
	src, err := os.ReadFile("../../testdata/scenario/clean/complete.toml")
	require.NoError(t, err)
	sc, ds := Load("complete.toml", src)
	require.Empty(t, ds, ds.Format("complete.toml", string(src)))
	return sc
}
