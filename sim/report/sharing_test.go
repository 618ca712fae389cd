package report

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
)

// TestAnInjectThatMayNotComeTellsNobody: only what is sure to come spares a role from
// being told.
func TestAnInjectThatMayNotComeTellsNobody(t *testing.T) {
	for name, c := range map[string]struct {
		inject string
		told   bool
	}{
		"at a time":               {`at = "2h"`, false},
		"again and again":         {`every = "2h"`, false},
		"where something is true": {`when = "failed('s')"`, true},
		"unless something is":     {"at = \"2h\"\nunless = \"failed('s')\"", true},
		"when it is released":     {"at = \"2h\"\nhold = true", true},
		"fired by another":        {"", true},
	} {
		src := "title = \"x\"\n[role.a]\n[role.b]\n[system.s]\n[fact.f]\ntitle = \"The fact\"\ntext = " +
			"\"x\"\nknown = {a={}}\nneeded_by = [\"b\"]\n[inject.first]\nat = \"1h\"\ntext = \"x\"\neffects = [{inject=\"i\"}]\n[inject.i]\ntext = \"x\"\nreveals = [\"f\"]\n" + c.inject + "\n"
		sc, ds := scenario.Load("x.toml", []byte(src))
		require.NotNil(t, sc, "%s: %s", name, ds.Format("x.toml", src))
		assert.Equal(t, c.told, len(Sharing(sc)) == 1, name)
		if c.told {
			assert.Contains(t, SharingPicture(sc).Alone(0, draw.Light), "The fact (green)", name)
			assert.Contains(t, SharingGraph(sc).DOT(), "The fact", name)
		}
	}
}
