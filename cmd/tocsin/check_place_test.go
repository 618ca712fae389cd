package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWhatCannotBeMadeReadyHasItsPlace: what only shows when a scenario is made ready to run is told at its line and
// value.
func TestWhatCannotBeMadeReadyHasItsPlace(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.toml")
	const head = "title = \"x\"\nlength = \"1d\"\nbasis = \"x\"\n[role.a]\n[gauge.g]\nstart = 1\nsees = \"all\"\n"
	require.NoError(t, os.WriteFile(file, []byte(head+"[measure.m]\ntitle = \"M\"\nintegral = \"g / (g + 1)\"\n"), 0o600))
	code, out, _ := tocsin("check", file)
	assert.NotZero(t, code)
	assert.Contains(t, out, "x.toml:10:12: error: measure \"m\": an integral must be a sum")
	assert.Contains(t, out, "   10 | integral = \"g / (g + 1)\"\n      |            ^\n")
}
