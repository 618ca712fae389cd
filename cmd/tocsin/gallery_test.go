package main

import (
	"os"
	"testing"
	"tocsin/sim/testsize"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestGallery: the reference shows the cascade of each scenario of the library as graph draws it.
func TestGallery(t *testing.T) {
	testsize.Long(t)
	reference, err := os.ReadFile("../../scenarios/README.md")
	require.NoError(t, err)
	for _, name := range libraryNames() {
		file := "../../testdata/pictures/" + name + ".svg"
		code, drawn, errs := tocsin("graph", name, "--format", "svg")
		require.Zero(t, code, errs)
		if *update {
			require.NoError(t, os.WriteFile(file, []byte(drawn), 0o644))
		}
		kept, err := os.ReadFile(file)
		require.NoError(t, err, "go test ./cmd/tocsin -run Gallery -update")
		assert.True(t, drawn == string(kept), "%s differs: go test ./cmd/tocsin -run Gallery -update", file)
		assert.Contains(t, string(reference), "(../testdata/pictures/"+name+".svg)")
	}
}
