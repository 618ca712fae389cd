package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTerminationEndsInGoodOrder: who stops the program as systems do has the record
// whole, and is told how to carry on.
func TestTerminationEndsInGoodOrder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such signal there")
	}
	dir := t.TempDir()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := l.Addr().String()
	_, port, _ := net.SplitHostPort(addr)
	require.NoError(t, l.Close())
	var out strings.Builder
	cmd := exec.Command(os.Args[0])
	cmd.Args = []string{"tocsin", "host", "practice", "--console=false", "--port", port, "--key", filepath.Join(dir, "key"), "--record", filepath.Join(dir, "r.jsonl")}
	cmd.Stdout, cmd.Stderr = &out, &out
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool {
		c, err := net.Dial("tcp", addr)
		return err == nil && c.Close() == nil
	}, 20*time.Second, 10*time.Millisecond)
	began := time.Now()
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.NoError(t, cmd.Wait(), out.String())
	assert.Less(t, time.Since(began), 5*time.Second)
	assert.Contains(t, out.String(), "Carry on with: tocsin host --resume")
	code, said, errs := tocsin("record", "verify", filepath.Join(dir, "r.jsonl"))
	assert.Zero(t, code, errs)
	assert.NotEmpty(t, said)
}
