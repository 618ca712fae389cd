package widget

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/tui/theme"
)

func plainLines(lines []string) []string {
	for i := range lines {
		lines[i] = strings.TrimRight(ansi.Strip(lines[i]), " ")
	}
	return lines
}

// TestListSaysWhatIsHidden, above and below, and nothing where all rows show.
func TestListSaysWhatIsHidden(t *testing.T) {
	row := func(i int) []string { return []string{fmt.Sprint("row ", i)} }
	var l List
	th := theme.New(false)
	assert.Equal(t, []string{"row 0", "row 1", "row 2"}, plainLines(l.Within(th, 3, 30, 3, row)))
	out := plainLines(l.Within(th, 10, 30, 4, row))
	assert.Equal(t, "  … 7 more below", out[3])
	l.Cursor = 5
	out = plainLines(l.Within(th, 10, 30, 4, row))
	assert.Equal(t, []string{"row 3", "row 4", "row 5", "  … 3 more above, 4 more below"}, out)
	l.Cursor = 9
	out = plainLines(l.Within(th, 10, 30, 4, row))
	assert.Equal(t, "  … 7 more above", out[3])
}

// TestNotesStandInAColumn: notes of options begin below each other; the one under the cursor is whole.
func TestNotesStandInAColumn(t *testing.T) {
	f := NewForm("Act", "Go on", Choose("act", "What", []Option{
		{ID: "a", Text: "Freeze", Note: "about 20m"}, {ID: "b", Text: "Rotate", Note: "about a day"},
		{ID: "c", Text: "Ask", Note: "not now: it needs what you do not know, and what nobody has told you yet"}}, ""))
	th := theme.New(false)
	lines := plainLines(f.View(th, 60, 12))
	assert.Equal(t, strings.Index(lines[1], "about"), strings.Index(lines[2], "about"))
	assert.Equal(t, strings.Index(lines[2], "about"), strings.Index(lines[3], "not now"))
	assert.True(t, strings.HasSuffix(lines[3], "…"), lines[3])
	f.Update(tea.KeyMsg{Type: tea.KeyDown})
	f.Update(tea.KeyMsg{Type: tea.KeyDown})
	all := strings.Join(strings.Fields(strings.Join(plainLines(f.View(th, 60, 12)), " ")), " ")
	assert.Contains(t, all, "and what nobody has told you yet")
}

// TestPromptSaysHowManyMore ways to go on there are than it shows, at any height.
func TestPromptSaysHowManyMore(t *testing.T) {
	p := Prompt{Suggest: func([]string, string) (out []Suggestion) {
		for i := range 20 {
			out = append(out, Suggestion{Word: fmt.Sprint("word", i)})
		}
		return out
	}}
	p.Start("")
	for h := 4; h < 25; h++ {
		lines := plainLines(p.View(theme.New(false), 60, h))
		require.LessOrEqual(t, len(lines), h)
		shown := strings.Count(strings.Join(lines, "\n"), "word")
		if shown < 20 {
			assert.Contains(t, lines[len(lines)-2], fmt.Sprintf("… and %d more", 20-shown), "at %d lines", h)
			assert.Equal(t, h-2, shown, "the room is used")
		}
	}
}

// TestTitleKeepsTheLastHint whole: of a form that is how to leave it.
func TestTitleKeepsTheLastHint(t *testing.T) {
	line := ansi.Strip(TitleLine(theme.New(false), "A word to the facilitator, out of the game",
		"enter next   ctrl+s put it down   esc leave", 64, true))
	assert.True(t, strings.HasSuffix(line, " esc leave"), line)
	assert.Equal(t, 64, Width(line))
}

// TestWrapMost ends with one ellipsis where words are left out, and with none where not.
func TestWrapMost(t *testing.T) {
	assert.Equal(t, []string{"one two", "three four"}, WrapMost("one two three four", 10, 2))
	assert.Equal(t, []string{"one two", "three fou…"}, WrapMost("one two three four five six", 10, 2))
	assert.Len(t, WrapMost("one two three four five six", 10, 0), 3, "0 is any number")
}
