package main

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"tocsin/sim/testsize"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// leastVersions are modules whose older versions have holes that our programs reach:
// before x/crypto v0.52.0 an ssh server can be crashed and starved from outside
// (GO-2025-4134, GO-2026-5013 to -5023), and v0.58.0 is what was tried.
var leastVersions = map[string]int{"golang.org/x/crypto": 58}

// TestSupply keeps what is built on free of known holes, as govulncheck found them with
// the database of 21 August 2026. wish's scp and git middleware let files be read and
// written (CVE-2026-41589); its bubbletea middleware spins when a client closes its screen
// and keeps its connection.
func TestSupply(t *testing.T) {
	testsize.Long(t)
	for module, least := range leastVersions {
		cmd := exec.Command("go", "list", "-m", "-f", "{{.Version}}", module)
		cmd.Dir = root(t)
		out, err := cmd.Output()
		require.NoError(t, err)
		var major, minor, patch int
		_, err = fmt.Sscanf(strings.TrimSpace(string(out)), "v%d.%d.%d", &major, &minor, &patch)
		require.NoError(t, err, "%s is at %q", module, out)
		assert.True(t, major > 0 || minor >= least, "%s is at %s; it must be v0.%d.0 or newer", module,
			strings.TrimSpace(string(out)), least)
	}
	cmd := exec.Command("go", "list", "-deps", "-f", "{{.ImportPath}}", "./...")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	require.NoError(t, err)
	linked := strings.Fields(string(out))
	require.Contains(t, linked, "github.com/charmbracelet/wish")
	for _, banned := range []string{"github.com/charmbracelet/wish/scp", "github.com/charmbracelet/wish/git",
		"github.com/charmbracelet/wish/bubbletea", "golang.org/x/crypto/ssh/agent"} {
		assert.NotContains(t, linked, banned)
	}
}
