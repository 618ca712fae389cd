package widget

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
)

// Who is in is whole next to the code for telephones, at every width.
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

// The code for telephones opens the room whose wall it is on.
func TestQRLeadsIntoTheRoom(t *testing.T) {
	j := &exercise.Joining{Addresses: []string{"192.0.2.7"}, Port: 23234}
	one := QR(j, 80, 40)
	j.Room = ".2"
	assert.NotEmpty(t, one)
	assert.NotEqual(t, one, QR(j, 80, 40))
	assert.Contains(t, strings.Join(Joining(theme.Theme{}, j, 80, 10), "\n"), "ssh -p 23234 YOURNAME.2@192.0.2.7")
}
