package host_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/tui/host"
)

func TestHostKeyIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "b", "host_key")
	first, err := host.HostKey(path)
	require.NoError(t, err)
	for range 20 {
		again, err := host.HostKey(path)
		require.NoError(t, err)
		assert.Equal(t, first.PublicKey().Marshal(), again.PublicKey().Marshal())
	}
	if runtime.GOOS != "windows" {
		info, err := os.Stat(path)
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
	require.NoError(t, os.WriteFile(path, []byte("no key"), 0o600))
	_, err = host.HostKey(path)
	assert.ErrorContains(t, err, "is no host key")
}

func TestKeyPathIsNotAmongTheKeysOfSSH(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("AppData", home)
	path, err := host.KeyPath()
	require.NoError(t, err)
	assert.Contains(t, path, "tocsin")
	assert.NotContains(t, path, ".ssh")
}
