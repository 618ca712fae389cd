package facilitator

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
)

// washing is a seat that can work out the moments that mattered.
type washing struct {
	fake
	began int
	fails error
}

func (f *washing) Moments(ctx context.Context, progress func(done, of int)) (*exercise.Moments, error) {
	f.began++
	for i := range 3 {
		progress(i+1, 3)
	}
	return screentest.Washed().Control.HotWash.Moments, f.fails
}

// TestHotWashGolden: the score while it runs, and every part of the hot wash.
func TestHotWashGolden(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		w, h := body(size[0], size[1])
		m, _ := console(t, w, h, screentest.Scored())
		press(t, m, "0")
		screentest.Golden(t, fmt.Sprintf("scored-%dx%d", size[0], size[1]), m.View())
		press(t, m, "1")
		screentest.Golden(t, fmt.Sprintf("now-scored-%dx%d", size[0], size[1]), m.View())
		for i, name := range []string{"whole", "objective", "other", "third", "moments", "questions", "timeline",
			"feedback"} {
			m, _ := console(t, w, h, screentest.Washed())
			for range i {
				press(t, m, "down")
			}
			if name != "other" && name != "third" {
				screentest.Golden(t, fmt.Sprintf("wash-%s-%dx%d", name, size[0], size[1]), m.View())
			}
		}
	}
}

// TestHotWashFits at every size, wherever the cursor is.
func TestHotWashFits(t *testing.T) {
	for _, size := range screentest.Sizes {
		w, h := body(size[0], size[1])
		m, _ := console(t, w, h, screentest.Scored())
		press(t, m, "0")
		screentest.Fits(t, m.View(), w, h)
		m, _ = console(t, w, h, screentest.Washed())
		for range 10 {
			screentest.Fits(t, m.View(), w, h)
			press(t, m, "pgdown", "pgdown")
			screentest.Fits(t, m.View(), w, h)
			press(t, m, "down")
		}
	}
}

// TestEndexTurnsToTheHotWash once, and has the moments that mattered worked out.
func TestEndexTurnsToTheHotWash(t *testing.T) {
	m, _ := console(t, 100, 30, screentest.Scored())
	seat := &washing{}
	m.seat = seat
	over := screentest.Washed()
	over.Control.HotWash.Moments = nil
	screentest.Carry(m.Update, m.Update(over))
	assert.Contains(t, text(m), "Hot wash ")
	assert.Equal(t, 1, seat.began)
	press(t, m, "8")
	screentest.Carry(m.Update, m.Update(over))
	assert.NotContains(t, text(m), "d decision  g gap", "it turns there only once")

	press(t, m, "0", "home")
	seat.fails = errors.New("no luck")
	press(t, m, "c")
	require.Equal(t, 2, seat.began)
	for range len(m.control().Objectives) + 1 {
		press(t, m, "down")
	}
	assert.Contains(t, text(m), "It could not be worked out: no luck")
}

// TestHotWashRatesAndNotes: a note and a rating are of the objective at the cursor.
func TestHotWashRatesAndNotes(t *testing.T) {
	m, f := console(t, 100, 30, screentest.Washed())
	press(t, m, "down", "o", "They rang at once.", "ctrl+s")
	require.Len(t, f.Acts, 1)
	assert.Equal(t, m.control().Objectives[0].ID, f.Acts[0].(*exercise.Observe).Objective)
	press(t, m, "enter", "ctrl+s")
	require.Len(t, f.Acts, 2)
	assert.Equal(t, m.control().Objectives[0].ID, f.Acts[1].(*exercise.Rate).Objective)
}
