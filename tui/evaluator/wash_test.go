package evaluator

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
	"tocsin/tui/widget"
)

// TestHotWash: the evaluator sees the score, then the hot wash, and rates from it.
func TestHotWash(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		m, f := screen(t, size[0], size[1]-widget.HeaderHeight-2)
		v := screentest.Scored()
		v.You = staff().You
		m.Update(v)
		press(m, "8")
		screentest.Golden(t, fmt.Sprintf("score-%dx%d", size[0], size[1]), m.View())
		press(m, "1")
		v = screentest.Washed()
		v.You = staff().You
		m.Update(v)
		assert.Contains(t, text(m), "d decision  g gap", "ENDEX turns to it")
		press(m, "down")
		screentest.Golden(t, fmt.Sprintf("wash-%dx%d", size[0], size[1]), m.View())
		press(m, "enter", "ctrl+s")
		require.Len(t, f.Acts, 1)
		assert.Equal(t, m.control().Objectives[0].ID, f.Acts[0].(*exercise.Rate).Objective)
		press(m, "o", "Late.", "ctrl+s")
		assert.Equal(t, m.control().Objectives[0].ID, f.Acts[1].(*exercise.Observe).Objective)
	}
}
