package widget

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"tocsin/sim/exercise"
	"tocsin/sim/scenario"
)

func paste(e *Edit, s string) {
	e.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(s), Paste: true})
}

// TestEditKeepsWhatIsSet: whatever a scenario may hold comes out of a field as it was put in.
func TestEditKeepsWhatIsSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if rapid.Bool().Draw(t, "long") {
			text = strings.Repeat(text+"\r\nmore\rlines\n", rapid.IntRange(1, 200).Draw(t, "times"))
		}
		clean := scenario.CleanText(text)
		e := Edit{Lines: true}
		e.Set(text)
		assert.Equal(t, clean, e.Value())
		again := Edit{Lines: true}
		again.Set(e.Value())
		assert.Equal(t, clean, again.Value())
	})
}

func TestPasteKeepsItsLines(t *testing.T) {
	for name, end := range map[string]string{"LF": "\n", "CRLF": "\r\n", "CR": "\r"} {
		t.Run(name, func(t *testing.T) {
			e := Edit{Lines: true}
			paste(&e, strings.Join([]string{"Dear all,", "", "- item 1", "- item 2"}, end))
			assert.Equal(t, "Dear all,\n\n- item 1\n- item 2", e.Value())
		})
	}
	line := Edit{}
	paste(&line, "one\rtwo\r\nthree")
	assert.Equal(t, "one two three", line.Value(), "a field of one line has one")
}

// TestPasteOverTheLimit: what does not fit in is told, and what does is kept.
func TestPasteOverTheLimit(t *testing.T) {
	e := Edit{Lines: true}
	paste(&e, strings.Repeat("x", 2001))
	assert.Len(t, e.Value(), 2001, "2,001 characters are none too many")
	assert.Empty(t, e.Wrong())
	paste(&e, strings.Repeat("y", 2000))
	assert.Len(t, e.Value(), exercise.MaxText)
	assert.Contains(t, e.Wrong(), "left out at the end: 1.")
	e.Update(tea.KeyMsg{Type: tea.KeyLeft})
	assert.Empty(t, e.Wrong(), "it is said once")

	wide := Edit{Limit: 4}
	paste(&wide, "日本")
	assert.Equal(t, "日", wide.Value(), "bytes count, and no character is broken")

	f := NewForm("Edit", "Keep", Text("text", "Text", 3, strings.Repeat("z", exercise.MaxText+1)))
	assert.Equal(t, Editing, f.Update(tea.KeyMsg{Type: tea.KeyCtrlS}))
	assert.Contains(t, f.wrong, "1 bytes too long")
	assert.Len(t, f.Text("text"), exercise.MaxText+1, "and nothing of it is lost")
	f = NewForm("Edit", "Keep", Text("text", "Text", 3,
		strings.Repeat("z", exercise.MaxText+1)).UpTo(scenario.MaxText))
	assert.Equal(t, Sent, f.Update(tea.KeyMsg{Type: tea.KeyCtrlS}))
}
