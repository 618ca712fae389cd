package player

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
)

// TestWhatWeRun: a seat reads next to its systems which version each runs, and who runs the versions
// of which it has the list.
func TestWhatWeRun(t *testing.T) {
	v := table()
	v.Player.Systems[0].Runs = []string{"Clerk 4.1 (pinned)", "Skill 2"}
	v.Player.Versions = []exercise.Version{{ID: "v41", Title: "Clerk 4.1", Of: "Clerk",
		Systems: []exercise.VersionSystem{{ID: "north", Title: "Clinic in the north"}, {ID: "south", Title: "Clinic in the south"}}},
		{ID: "v40", Title: "Clerk 4.0", Of: "Clerk"}}
	for _, size := range [][2]int{{80, 24}, {120, 40}, {60, 20}} {
		m, _ := screen(t, size[0], size[1])
		m.Update(v)
		m.Update(screentest.Key("5"))
		screentest.Fits(t, m.View(), size[0], size[1])
		if size[0] < 120 {
			continue
		}
		text := strings.Join(strings.Fields(ansi.Strip(m.View())), " ")
		for _, words := range []string{"runs Clerk 4.1 (pinned), Skill 2", "Who runs what", "Clinic in the north, Clinic in the south",
			"no system"} {
			assert.Contains(t, text, words)
		}
		for range 20 { // every row can be come to
			press(t, m, "down")
		}
	}
}
