package pack

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
)

// TestPapersCallEverybodyByName: who a paper says that something goes to is nobody, all seats or a title, never the
// word of the file.
func TestPapersCallEverybodyByName(t *testing.T) {
	sc, found := scenario.Load("names.toml", []byte("title = \"Names\"\n[role.lab]\ntitle = \"Laboratory\"\n"))
	require.False(t, found.Failed(), "%v", found)
	for id, want := range map[string]string{"lab": "Laboratory", "none": "nobody", "all": "all seats",
		"public": "the public", "other": "other"} {
		assert.Equal(t, want, titles(sc, "role", []string{id}))
	}
	assert.Equal(t, "Document", capital("document"))
	assert.Empty(t, capital(""))
}
