package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/testsize"
)

// program is tocsin as a program of its own: the test binary under that name.
func program(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "tocsin")
	if err := os.Symlink(self, path); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	return path
}

// TestKilledSweepsLoseNothing: shards that are killed at random moments, and run again,
// make the same whole as one sweep that nobody disturbed.
func TestKilledSweepsLoseNothing(t *testing.T) {
	testsize.Long(t)
	exe, dir := program(t), t.TempDir()
	runs := strconv.Itoa(testsize.Of(4000, 2000, 1000))
	args := func(more ...string) []string {
		return append([]string{"sweep", "cold_copy", "-n", runs, "--arms", "none,all", "--measures",
			"harm,hours_to_hold,objective.*"}, more...)
	}
	whole := filepath.Join(dir, "whole.jsonl")
	want, err := exec.Command(exe, args("-o", whole, "--json", "--untimed")...).Output()
	require.NoError(t, err)
	rng := rand.New(rand.NewPCG(4, 2))
	kills := 0
	files := []string{"sweep", "merge", "--json"}
	for i := 1; i <= 4; i++ {
		file := filepath.Join(dir, fmt.Sprintf("part%d.jsonl", i))
		files = append(files, file)
		shard := args("--shard", fmt.Sprintf("%d/4", i), "-o", file, "--workers", "1")
		for range 5 {
			c := exec.Command(exe, shard...)
			require.NoError(t, c.Start())
			time.Sleep(time.Duration(15+rng.IntN(60)) * time.Millisecond)
			_ = c.Process.Kill() // an error says that it was at its end
			var exit *exec.ExitError
			if errors.As(c.Wait(), &exit) {
				kills++
			}
		}
		out, err := exec.Command(exe, shard...).CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	t.Logf("killed %d times", kills)
	require.NotZero(t, kills)
	merged := filepath.Join(dir, "merged.jsonl")
	got, err := exec.Command(exe, append(files, "-o", merged)...).Output()
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
	one, err := os.ReadFile(whole)
	require.NoError(t, err)
	other, err := os.ReadFile(merged)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(one, other))
}

// TestInterruptedSweepKeepsWhatIsDone: after Ctrl-C the sweep says what it has, that this
// is a part, and goes on from there.
func TestInterruptedSweepKeepsWhatIsDone(t *testing.T) {
	testsize.Long(t)
	exe := program(t)
	file := filepath.Join(t.TempDir(), "long.jsonl")
	args := []string{"sweep", "cold_copy", "-n", "200000", "--arms", "none", "--measures", "harm", "-o", file}
	var held [2]int64
	for i := range held {
		c := exec.Command(exe, args...)
		var out, errs bytes.Buffer
		c.Stdout, c.Stderr = &out, &errs
		require.NoError(t, c.Start())
		require.Eventually(t, func() bool {
			info, err := os.Stat(file)
			return err == nil && info.Size() > held[0]+10_000
		}, time.Minute, 5*time.Millisecond)
		require.NoError(t, c.Process.Signal(os.Interrupt))
		var exit *exec.ExitError
		require.ErrorAs(t, c.Wait(), &exit)
		assert.Equal(t, 1, exit.ExitCode())
		assert.Contains(t, out.String(), "This is a part of the sweep only")
		assert.Contains(t, errs.String(), "the same command goes on from there")
		if i > 0 {
			assert.Contains(t, errs.String(), "already; going on from there")
		}
		info, err := os.Stat(file)
		require.NoError(t, err)
		held[i] = info.Size()
	}
	assert.Greater(t, held[1], held[0])
}

// TestClusterExamples runs the commands of the two example files as their clusters would,
// and merges what comes of them.
func TestClusterExamples(t *testing.T) {
	testsize.Long(t)
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	exe := program(t)
	slurm, err := os.ReadFile(filepath.Join(root(t), "testdata", "sweep", "slurm.sh"))
	require.NoError(t, err)
	kubernetes, err := os.ReadFile(filepath.Join(root(t), "testdata", "sweep", "kubernetes.yaml"))
	require.NoError(t, err)
	_, command, found := strings.Cut(string(kubernetes), "- |\n")
	require.True(t, found)
	command, _, found = strings.Cut(command, "          resources:")
	require.True(t, found)
	var merged [2]string
	for i, c := range []struct{ script, index string }{{string(slurm), "SLURM_ARRAY_TASK_ID"},
		{command, "JOB_COMPLETION_INDEX"}} {
		dir := t.TempDir()
		files := []string{"sweep", "merge", "--json"}
		for task := range 8 {
			run := exec.Command(sh, "-c", c.script)
			run.Dir = dir
			n := task + 1 - i // the one counts from 1, the other from 0
			run.Env = append(os.Environ(), "PATH="+filepath.Dir(exe)+":"+os.Getenv("PATH"), "RUNS=600",
				fmt.Sprintf("%s=%d", c.index, n))
			out, err := run.CombinedOutput()
			require.NoError(t, err, "%s", out)
			files = append(files, filepath.Join(dir, fmt.Sprintf("part%d.jsonl", task+1)))
		}
		out, err := exec.Command(exe, files...).Output()
		require.NoError(t, err)
		merged[i] = string(out)
	}
	assert.Equal(t, merged[0], merged[1])
	assert.Contains(t, merged[0], `"complete": true`)
}

// TestREADMEShowsRealSweep holds the sweep of scenarios/README.md against the program.
func TestREADMEShowsRealSweep(t *testing.T) {
	testsize.Long(t)
	file := filepath.Join(root(t), "scenarios", "README.md")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(text), "```\n$ tocsin sweep ")
	require.True(t, found, "the README shows no sweep")
	command, rest, _ := strings.Cut(rest, "\n")
	shown, behind, found := strings.Cut(rest, "```")
	require.True(t, found)
	code, want, errs := tocsin(append([]string{"sweep"}, strings.Fields(command)...)...)
	require.Zero(t, code, errs)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(before+"```\n$ tocsin sweep "+command+"\n"+want+"```"+behind),
			0o644))
		return
	}
	assert.Equal(t, want, shown, "go test ./cmd/tocsin -run README -update")
}
