package facilitator

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
)

// pressed are the acts on the wall that keys ask for.
func pressed(t *testing.T, v exercise.View, keys ...string) []*exercise.Wall {
	m, seat := console(t, 120, 36, v)
	m.show("board")
	for _, k := range keys {
		if cmd := m.Update(screentest.Key(k)); cmd != nil {
			cmd()
		}
	}
	var out []*exercise.Wall
	for _, a := range seat.Acts {
		if w, ok := a.(*exercise.Wall); ok {
			out = append(out, w)
		}
	}
	return out
}

// TestWallIsDriven from the console: what is under the cursor, the next page and the one before,
// names on and off. What is not there yet cannot be shown.
func TestWallIsDriven(t *testing.T) {
	v := screentest.Staff() // the wall shows move 1, with names
	assert.Equal(t, []*exercise.Wall{{Show: "news", Names: true}}, pressed(t, v, "enter"))
	assert.Equal(t, []*exercise.Wall{{Show: "move", Page: 1, Names: true}}, pressed(t, v, "down", "enter"))
	assert.Equal(t, []*exercise.Wall{{Show: "move", Page: 1}}, pressed(t, v, "N"))
	assert.Equal(t, []*exercise.Wall{{Show: "move", Page: 1, Names: true, Venues: true}}, pressed(t, v, "v"))
	assert.Empty(t, pressed(t, v, "end", "enter"), "the hot wash comes after ENDEX")
	assert.Equal(t, []*exercise.Wall{{Show: "picture", Names: true}}, pressed(t, v, "right"))
	v.Control.Picture = nil
	assert.Empty(t, pressed(t, v, "right"), "nothing more can be shown")
	washed := screentest.Washed() // the wall shows page 2 of 7
	assert.Equal(t, []*exercise.Wall{{Show: "wash", Page: 3}}, pressed(t, washed, "right"))
	assert.Equal(t, []*exercise.Wall{{Show: "wash", Page: 1}}, pressed(t, washed, "left"))
	assert.Equal(t, []*exercise.Wall{{Show: "wash", Page: 7}}, pressed(t, washed, "end", "up", "enter"))
	assert.Equal(t, []*exercise.Wall{{Show: "story"}}, pressed(t, washed, "end", "enter"))
	m, _ := console(t, 120, 36, washed)
	m.show("board")
	require.Contains(t, ansi.Strip(m.View()), "What was lacking", "it shows what the wall shows")
}

// TestCursorFollowsTheWall: what another console, or another length of pages, has put there is under the cursor.
func TestCursorFollowsTheWall(t *testing.T) {
	v := screentest.Washed()
	m, _ := console(t, 120, 36, v)
	m.show("board")
	assert.Contains(t, ansi.Strip(m.View()), "> ▶ Hot wash 2")
	v.Control.Wall.Page = 5
	m.Update(v)
	assert.Contains(t, ansi.Strip(m.View()), "> ▶ Hot wash 5")
	m.Update(screentest.Key("down"))
	assert.Contains(t, ansi.Strip(m.View()), "> Hot wash 6", "and goes where it is sent")
}

// TestPagesOfAnotherLength show what was shown before: its first page, wherever that is now.
func TestPagesOfAnotherLength(t *testing.T) {
	v := screentest.Washed() // page 2 of 7
	v.Control.Wall.Lines = 24
	m, seat := console(t, 120, 36, v)
	m.show("board")
	m.Update(screentest.Key("-"))()
	require.Len(t, seat.Acts, 1)
	assert.Equal(t, 11, seat.Acts[0].(*exercise.Wall).Lines)
	shown := *v.Control.Wall.Board.Page
	other := shown
	other.Title = "The whole"
	v.Control.Wall.Lines, v.Control.Wall.Board.Page = 11, &other
	v.Control.Wall.Pages = []string{"The whole, 1 of 2", "The whole, 2 of 2", shown.Title + ", 1 of 3", "To discuss"}
	m.Update(v)()
	require.Len(t, seat.Acts, 2)
	assert.Equal(t, &exercise.Wall{Show: "wash", Page: 3, Lines: 11}, seat.Acts[1])
	if cmd := m.Update(v); cmd != nil {
		cmd()
	}
	assert.Len(t, seat.Acts, 2, "and only once")
}

// TestWhatStandsBefore: the page Wall says when a question is on the wall in place of what was put there.
func TestWhatStandsBefore(t *testing.T) {
	v := screentest.Washed()
	shown := func() string {
		m, _ := console(t, 120, 36, v)
		m.show("board")
		return ansi.Strip(m.View())
	}
	v.Questions = nil
	assert.NotContains(t, shown(), "on the wall, until")
	v.Control.Wall.Board.Answers = 1
	v.Questions = []exercise.Question{{N: 1, Text: "What first?"}}
	assert.Contains(t, shown(), "The answers to the last question are on the wall")
	v.Questions[0].Open = true
	assert.Contains(t, shown(), "An open question is on the wall")
}

// A title of the wall that takes two lines is told from the next one: its second line stands further in.
func TestLongTitlesOfTheWallStandApart(t *testing.T) {
	v := screentest.Staff()
	v.Clock.Phase = "over"
	v.Control.Wall.Pages = []string{"Those who must speak know what is false and what is true", "Moments"}
	m, _ := console(t, 120, 40, v)
	m.show("board")
	assert.Regexp(t, `\n {2}Hot wash 1: Those who must speak know what.*\n {4}\S.*\n {2}Hot wash 2: Moments`, text(m))
}
