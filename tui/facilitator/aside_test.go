package facilitator

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/tui/screentest"
)

// TestPagesWithRoomBesideThem show what needs the facilitator there, once, and fit; those that people may be shown, and
// those that are as wide as the window, have nothing beside them.
func TestPagesWithRoomBesideThem(t *testing.T) {
	for _, w := range []int{80, 120, 159, 160, 200} {
		for _, page := range pageNames() {
			m, _ := console(t, w, 50, staffOf(page))
			m.show(page)
			screentest.Fits(t, m.View(), w, 50)
			want := 0
			switch page {
			case "now":
				if w >= 120 {
					want = 1
				}
			case "rule", "talk", "use":
				if w >= 160 {
					want = 1
				}
			}
			assert.Equal(t, want, strings.Count(text(m), "Needs you"), "%s, %d", page, w)
		}
	}
}
