package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"tocsin/sim/testsize"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWhatIsCutOffIsAnError: whatever command prints to a disk that is full says so, and
// does not end as if all were well.
func TestWhatIsCutOffIsAnError(t *testing.T) {
	testsize.Long(t)
	file := filepath.Join(root(t), "testdata", "records", "secrets_1.jsonl")
	for _, args := range []string{"check practice", "check practice --json", "check --schema", "list",
		"show practice",
		"show practice --role desk", "run practice", "run practice --json", "graph practice", "licences", "--version",
		"--help", "record verify " + file} {
		var errs strings.Builder
		code := run(context.Background(), strings.Fields(args), stdio{strings.NewReader(""), full{}, &errs})
		assert.Equal(t, 1, code, args)
		assert.Contains(t, errs.String(), "no space left", args)
	}
}

// TestReportsAreTheirOwners: what people said in an exercise is for who makes the report,
// and not for all who share the machine.
func TestReportsAreTheirOwners(t *testing.T) {
	testsize.Long(t)
	if runtime.GOOS == "windows" {
		t.Skip("there are no such modes there")
	}
	dir := filepath.Join(t.TempDir(), "report")
	file := filepath.Join(root(t), "testdata", "records", "secrets_1.jsonl")
	code, _, errs := tocsin("report", file, "-o", dir, "--seeds", "2", "--band", "2")
	require.Zero(t, code, errs)
	info, err := os.Stat(dir)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.NotEmpty(t, entries)
	for _, e := range entries {
		info, err := e.Info()
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), e.Name())
	}
}
