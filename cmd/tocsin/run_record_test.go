package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRunsAreRecordedWithEverySeat: seats that nobody may ask for, hidden ones and those that come later, have
// a person in the record of a run as all others do.
func TestRunsAreRecordedWithEverySeat(t *testing.T) {
	for _, world := range []string{"hidden", "late", "adversary"} {
		file := filepath.Join(root(t), "testdata", "worlds", world+".toml")
		to := filepath.Join(t.TempDir(), "run.jsonl")
		code, _, errs := tocsin("run", file, "--bots", "none", "--record", to)
		require.Zero(t, code, "%s: %s", world, errs)
		code, _, errs = tocsin("replay", to, "--verify")
		require.Zero(t, code, "%s: %s", world, errs)
		text, err := os.ReadFile(to)
		require.NoError(t, err)
		if world == "hidden" {
			assert.Contains(t, string(text), `"card":true`)
		}
	}
}
