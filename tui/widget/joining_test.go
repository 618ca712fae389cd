package widget

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
)

// Who is in stands whole beside the code for telephones, at every width.
func TestJoiningNamesEverybody(t *testing.T) {
	j := &exercise.Joining{Addresses: []string{"192.0.2.7"}, Port: 23234, Code: "AAAA-BBBB", Fingerprint: "SHA256:x"}
	for i := range 12 {
		j.In = append(j.In, "Person"+string(rune('A'+i))+" (National CERT)")
	}
	for _, w := range []int{60, 80, 120, 180, 300} {
		said := strings.Join(Joining(theme.Theme{}, j, w, 50), "\n")
		assert.NotContains(t, said, "…", w)
		for _, name := range j.In {
			assert.Contains(t, said, strings.Fields(name)[0], w)
		}
		for _, line := range strings.Split(said, "\n") {
			assert.LessOrEqual(t, ansi.StringWidth(line), w)
		}
	}
}
