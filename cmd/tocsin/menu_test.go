package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMenuCommands has every entry of the menu make a command line that the program takes.
func TestMenuCommands(t *testing.T) {
	entries, err := menuEntries(t.TempDir())
	require.NoError(t, err)
	want := map[string]string{"practise": "play practice", "play": "play -x", "host": "host -x",
		"resume": "host --resume -x", "report": "report -x -o -x", "write": "new -x.toml"}
	for _, e := range entries {
		args := menuCommand(e.ID, "-x")
		assert.Equal(t, strings.ReplaceAll(want[e.ID], "-x", "./-x"), strings.Join(args, " "))
		cmd, _, err := newRootCommand(stdio{}).Find(args)
		require.NoError(t, err)
		assert.Equal(t, args[0], cmd.Name())
	}
	assert.Len(t, entries, len(want))
}

// TestMenuFindsRecords by their header, the newest first.
func TestMenuFindsRecords(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for i, name := range []string{"older", "newer"} {
		code, _, errs := tocsin("run", "practice", "--record", name+".jsonl")
		require.Zero(t, code, errs)
		at := time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC)
		require.NoError(t, os.Chtimes(name+".jsonl", at, at))
	}
	code, _, errs := tocsin("sweep", "practice", "-n", "10", "-o", "sweep.jsonl")
	require.Zero(t, code, errs)
	require.NoError(t, os.WriteFile("text.jsonl", []byte("hello\n"), 0o644))
	require.NoError(t, os.WriteFile("empty.jsonl", nil, 0o644))
	require.NoError(t, os.Mkdir("folder.jsonl", 0o755))
	var got []string
	for _, r := range recordRows(".") {
		got = append(got, filepath.Base(r.ID))
	}
	assert.Equal(t, []string{"newer.jsonl", "older.jsonl"}, got)
}

func TestWithoutATerminalThereIsHelp(t *testing.T) {
	code, out, _ := tocsin()
	assert.Zero(t, code)
	assert.Contains(t, out, "Available Commands")
	code, _, errs := tocsin("paly")
	assert.Equal(t, 2, code)
	assert.Contains(t, errs, "paly")
	code, _, errs = tocsin("host")
	assert.Equal(t, 2, code)
	assert.Contains(t, errs, "give a scenario")
}

// TestMenuRefusesNames that a scenario cannot be written under, before anything is tried.
func TestMenuRefusesNames(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("there.toml", nil, 0o644))
	require.NoError(t, os.Mkdir("folder", 0o755))
	for name, why := range map[string]string{
		"mine": "", "mine.toml": "", "folder/mine": "", "-": "give a name", ".toml": "give a name",
		"there": "already exists", "none/mine": "there is no folder none", "there.toml/mine": "there is no folder there.toml",
	} {
		got := refuseName(name)
		assert.Equal(t, why == "", got == "", "%q: %s", name, got)
		assert.Contains(t, got, why, "%q", name)
	}
}
