package main

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSupply keeps what the ssh host is built on free of known holes: golang.org/x/crypto
// before v0.52.0 can be crashed and starved from outside (GO-2025-4134, GO-2026-5013 to
// -5023), and v0.58.0 is what was tried; wish's scp and git middleware let files be read
// and written (CVE-2026-41589); its bubbletea middleware spins when a client closes its
// screen and keeps its connection.
func TestSupply(t *testing.T) {
	cmd := exec.Command("go", "list", "-m", "-f", "{{.Version}}", "golang.org/x/crypto")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	require.NoError(t, err)
	var major, minor, patch int
	_, err = fmt.Sscanf(strings.TrimSpace(string(out)), "v%d.%d.%d", &major, &minor, &patch)
	require.NoError(t, err, "golang.org/x/crypto is at %q", out)
	assert.True(t, major > 0 || minor >= 58, "golang.org/x/crypto is at %s; it must be v0.58.0 or newer", strings.TrimSpace(string(out)))

	cmd = exec.Command("go", "list", "-deps", "-f", "{{.ImportPath}}", "./...")
	cmd.Dir = root(t)
	out, err = cmd.Output()
	require.NoError(t, err)
	linked := strings.Fields(string(out))
	require.Contains(t, linked, "github.com/charmbracelet/wish")
	for _, banned := range []string{"github.com/charmbracelet/wish/scp", "github.com/charmbracelet/wish/git", "github.com/charmbracelet/wish/bubbletea", "golang.org/x/crypto/ssh/agent"} {
		assert.NotContains(t, linked, banned)
	}
}
