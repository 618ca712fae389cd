package scenario

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUnitOfAMeasure(t *testing.T) {
	sc, found := Load("unit.toml", []byte(`title = "Units"
[role.lab]
title = "Laboratory"
[system.grid]
title = "Grid"
owner = "lab"
[gauge.copies]
title = "Copies"
unit = "copies"
[gauge.plain]
title = "Plain"
[measure.most]
max = "copies"
[measure.least]
min = "plain"
[measure.last]
end = "count_failed()"
[measure.sum]
end = "copies + 1"
[measure.until]
first = "copies > 3"
[measure.often]
count = "failed('grid')"
[measure.dark]
integral = "failed('grid')"
[measure.failed]
integral = "count_failed()"
[measure.kept]
integral = "copies"
[measure.mixed]
integral = "copies * 2"
`))
	require.False(t, found.Failed(), "%v", found)
	want := map[string]string{"most": "copies", "least": "", "last": "systems", "sum": "", "until": "h", "often": "times",
		"dark": "h", "failed": "systems × h", "kept": "copies × h", "mixed": ""}
	require.Len(t, sc.Measures, len(want))
	for i := range sc.Measures {
		assert.Equal(t, want[sc.Measures[i].ID], sc.UnitOf(&sc.Measures[i]), sc.Measures[i].ID)
	}
}
