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
	want := map[string]string{"practise": "play practice", "play": "play -x --record ...",
		"host": "host -x --listen 0.0.0.0", "resume": "host --resume -x --listen 0.0.0.0", "report": "report -x -o -x",
		"write": "new -y.toml --kind -x"}
	for _, e := range entries {
		answers := []string{"-x", "-y"}
		args := menuCommand(e.ID, answers[:len(e.Questions)])
		assert.Equal(t, []string{"-x", "-y"}, answers, "what was answered stays as it is")
		said := strings.NewReplacer("-x", "./-x", "-y", "./-y").Replace(want[e.ID])
		if begin, later := strings.CutSuffix(said, "..."); later {
			assert.True(t, strings.HasPrefix(strings.Join(args, " "), begin), args)
		} else {
			assert.Equal(t, said, strings.Join(args, " "))
		}
		cmd, _, err := newRootCommand(stdio{}).Find(args)
		require.NoError(t, err)
		assert.Equal(t, args[0], cmd.Name())
		require.NoError(t, cmd.ParseFlags(args[1:]))
	}
	assert.Len(t, entries, len(want))
	assert.Equal(t, []string{"host", "cold_copy"}, menuCommand("host", []string{"cold_copy", "here"}))
}

// TestMenuOffersOwnScenarios of the folder before the library, those with faults too, and nothing else.
func TestMenuOffersOwnScenarios(t *testing.T) {
	t.Chdir(t.TempDir())
	code, _, errs := tocsin("new", "my incident.toml")
	require.Zero(t, code, errs)
	require.NoError(t, os.WriteFile("bad.toml", []byte("[role.a]\ntitle = 1\n"), 0o644))
	require.NoError(t, os.WriteFile("go.toml", []byte("[tool]\nx = 1\n"), 0o644))
	require.NoError(t, os.Mkdir("folder.toml", 0o755))
	entries, err := menuEntries(".")
	require.NoError(t, err)
	for _, e := range entries[1:3] {
		rows := e.Questions[0].Rows
		assert.Equal(t, "bad.toml", rows[0].Title)
		assert.Contains(t, rows[0].Right, "fault")
		assert.Contains(t, rows[0].Text, "tocsin check bad.toml")
		assert.Equal(t, "Ten times the dose (my incident.toml)", rows[1].Title)
		assert.Equal(t, "my incident.toml", rows[1].ID)
		assert.Equal(t, practice, rows[2].ID)
	}
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
	src, err := os.ReadFile("older.jsonl")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile("torn.jsonl", src[:300], 0o644))
	at := time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC)
	require.NoError(t, os.Chtimes("torn.jsonl", at, at))
	require.NoError(t, os.WriteFile("text.jsonl", []byte("hello\n"), 0o644))
	require.NoError(t, os.WriteFile("empty.jsonl", nil, 0o644))
	require.NoError(t, os.Mkdir("folder.jsonl", 0o755))
	var got []string
	for _, r := range recordRows(".") {
		got = append(got, filepath.Base(r.ID))
	}
	assert.Equal(t, []string{"torn.jsonl", "newer.jsonl", "older.jsonl"}, got)
	assert.Contains(t, recordRows(".")[0].Text, "damaged")
}

// TestRecordsOfOneMinute have a name each.
func TestRecordsOfOneMinute(t *testing.T) {
	t.Chdir(t.TempDir())
	at := time.Date(2026, 1, 3, 9, 5, 0, 0, time.UTC)
	for _, c := range []struct {
		rooms int
		want  string
		files []string
	}{
		{1, "practice-2026-01-03-0905.jsonl", []string{"practice-2026-01-03-0905.jsonl"}},
		{1, "practice-2026-01-03-0905-again2.jsonl", nil},
		{2, "practice-2026-01-03-0905-again2.jsonl", []string{"practice-2026-01-03-0905-again2-2.jsonl"}},
		{2, "practice-2026-01-03-0905-again3.jsonl", nil},
	} {
		assert.Equal(t, c.want, newRecord("practice", c.rooms, at), "%d rooms", c.rooms)
		for _, file := range c.files {
			require.NoError(t, os.WriteFile(file, nil, 0o644))
		}
	}
}

func TestWithoutATerminalThereIsHelp(t *testing.T) {
	code, out, _ := tocsin()
	assert.Zero(t, code)
	assert.Contains(t, out, "Play and host:")
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
