package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"tocsin/sim/testsize"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTerminationEndsInGoodOrder: who stops the program as systems do has the record
// whole, and is told how to continue.
func TestTerminationEndsInGoodOrder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such signal there")
	}
	for name, by := range map[string]os.Signal{"terminated": syscall.SIGTERM, "ctrl+c": os.Interrupt, "ctrl+\\": interrupts[1]} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			out, err := os.Create(filepath.Join(dir, "out"))
			require.NoError(t, err)
			defer out.Close()
			said := func() string {
				text, err := os.ReadFile(out.Name())
				require.NoError(t, err)
				return string(text)
			}
			cmd := exec.Command(os.Args[0])
			cmd.Args = []string{"tocsin", "host", "practice", "--console=false", "--listen", "127.0.0.1:0", "--key",
				filepath.Join(dir, "key"), "--record", filepath.Join(dir, "r.jsonl")}
			cmd.Stdout, cmd.Stderr = out, out
			require.NoError(t, cmd.Start())
			defer func() { _ = cmd.Process.Kill() }()
			require.Eventually(t, func() bool { return strings.Contains(said(), "FOR THE WALL") }, 20*time.Second,
				10*time.Millisecond)
			require.NoError(t, cmd.Process.Signal(by))
			require.NoError(t, cmd.Wait(), said())
			assert.Contains(t, said(), "Continue with: tocsin host --resume")
			assert.NotContains(t, said(), "goroutine")
			code, verified, errs := tocsin("record", "verify", filepath.Join(dir, "r.jsonl"))
			assert.Zero(t, code, errs)
			assert.NotEmpty(t, verified)
		})
	}
}

// TestHostOutlivesItsConsole: neither an end of what is typed nor a closed window ends an
// exercise; its console comes back, and closes the room for all.
func TestHostOutlivesItsConsole(t *testing.T) {
	testsize.Long(t)
	if runtime.GOOS == "windows" {
		t.Skip("no such signal there")
	}
	dir := t.TempDir()
	record := filepath.Join(dir, "r.jsonl")
	var out strings.Builder
	cmd := exec.Command(os.Args[0])
	cmd.Args = []string{"tocsin", "host", "practice", "--plain", "--listen", "127.0.0.1:0", "--key",
		filepath.Join(dir, "key"), "--record", record} // nothing is ever typed
	cmd.Stdout, cmd.Stderr = &out, &out
	require.NoError(t, cmd.Start())
	defer func() { _ = cmd.Process.Kill() }()
	alive := func() bool {
		_, ok, err := findConsole(record + consoleSuffix)
		return err == nil && ok
	}
	require.Eventually(t, alive, 20*time.Second, 10*time.Millisecond)
	require.NoError(t, cmd.Process.Signal(syscall.SIGHUP))
	require.Never(t, func() bool { return !alive() }, 300*time.Millisecond, 50*time.Millisecond)
	info, err := os.Stat(record + consoleSuffix)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "whoever reads it has the facilitator's place")

	back := exec.Command(os.Args[0])
	back.Args = []string{"tocsin", "host", "--resume", record, "--plain"}
	back.Stdin = strings.NewReader("start\nshut Enough.\nyes\n")
	said, err := back.CombinedOutput()
	require.NoError(t, err, "%s", said)
	assert.Contains(t, string(said), "this is its console")
	assert.Contains(t, string(said), "Continue with: tocsin host --resume "+record, "its host has no terminal to say so")
	assert.Contains(t, string(said), "Closed.", "what is typed has ended, so the reason may not be heard any more")
	require.NoError(t, cmd.Wait(), out.String())
	assert.Contains(t, out.String(), "Continue with: tocsin host --resume")
	assert.False(t, alive())
	assert.NoFileExists(t, record+consoleSuffix)
	code, _, errs := tocsin("console", record)
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "is not hosted now")
	code, _, errs = tocsin("record", "verify", record)
	assert.Zero(t, code, errs)
}

// TestListenAt takes the port from --listen or from --port, and not two that differ.
func TestListenAt(t *testing.T) {
	for _, c := range []struct {
		listen string
		port   int // of --port, 0 where it is not given
		host   string
		want   int
		wrong  string
	}{
		{"127.0.0.1", 0, "127.0.0.1", 23234, ""},
		{"127.0.0.1", 99, "127.0.0.1", 99, ""},
		{"127.0.0.1:2222", 0, "127.0.0.1", 2222, ""},
		{"127.0.0.1:2222", 2222, "127.0.0.1", 2222, ""},
		{":2222", 0, "", 2222, ""},
		{"::1", 0, "::1", 23234, ""},
		{"[::1]", 99, "::1", 99, ""},
		{"[::1]:2222", 0, "::1", 2222, ""},
		{"127.0.0.1:2222", 99, "", 0, "give one of them"},
		{"127.0.0.1:ssh", 0, "", 0, "a number from 0 to 65535"},
		{"127.0.0.1:70000", 0, "", 0, "a number from 0 to 65535"},
		{"127.0.0.1:", 0, "", 0, "a number from 0 to 65535"},
	} {
		port, given := c.port, c.port != 0
		if !given {
			port = 23234
		}
		host, got, err := listenAt(c.listen, port, given)
		if c.wrong != "" {
			assert.ErrorContains(t, err, c.wrong, c.listen)
			continue
		}
		assert.NoError(t, err, c.listen)
		assert.Equal(t, c.host, host, c.listen)
		assert.Equal(t, c.want, got, c.listen)
	}
}
