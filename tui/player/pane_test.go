package player

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEveryPaneIsFound by its digit and by turning, under a title of its own that can be
// read in the smallest window, and shows something in every window.
func TestEveryPaneIsFound(t *testing.T) {
	m, _ := screen(t, 80, 20)
	titles := map[string]bool{}
	for i, p := range m.panes.List {
		press(t, m, m.digit(p))
		assert.Equal(t, p.Name(), m.panes.Now().Name(), "its digit")
		_, short := p.titles(m)
		require.NotEmpty(t, short, p.Name())
		assert.False(t, titles[short], "two are called %s", short)
		titles[short] = true
		assert.Regexp(t, `\b`+m.digit(p)+` `+regexp.QuoteMeta(short), plain(m), "its tab is whole")
		press(t, m, "tab")
		assert.Equal(t, m.panes.List[(i+1)%len(m.panes.List)].Name(), m.panes.Now().Name())
		press(t, m, "shift+tab")
		assert.Equal(t, p.Name(), m.panes.Now().Name())
		_, isDrawn := p.(drawn)
		_, isRows := p.(rows)
		assert.True(t, isDrawn != isRows, "%s draws itself, or is a list", p.Name())
		assert.Contains(t, m.keys.Pane.Keys(), m.digit(p))
	}
	for _, size := range [][2]int{{80, 20}, {120, 36}, {200, 56}} {
		places := map[pane]int{}
		for _, c := range m.columns(size[0], size[1]) {
			for _, pl := range c.places {
				for _, p := range pl.panes {
					places[p]++
				}
			}
		}
		for _, p := range m.panes.List {
			assert.Equal(t, 1, places[p], "the places of %s at %v", p.Name(), size)
		}
	}
}
