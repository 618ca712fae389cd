package menu

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/hinshun/vt10x"
	"github.com/stretchr/testify/assert"

	"tocsin/tui/screentest"
)

func entries() []Entry {
	var rows []Row
	for i := range 12 {
		rows = append(rows, Row{ID: fmt.Sprint("row", i),
			Title: fmt.Sprint("Scenario ", i, " ", strings.Repeat("with a long title ", 6)), Right: "5 seats, 10d",
			Text: fmt.Sprint("Summary ", i)})
	}
	return []Entry{
		{ID: "practise", Title: "Practise", Text: "Five minutes alone."},
		{ID: "play", Title: "Play", Text: "Take a seat.", Question: "What do you want to play?", Rows: rows},
		{ID: "resume", Title: "Resume", Text: "Continue.", Question: "Which exercise goes on?",
			Empty: "There is no record in this folder."},
		{ID: "write", Title: "Write", Text: "Begin a scenario.", Question: "Name of the file", Name: true,
			Refuse: func(name string) string {
				if name == "there" {
					return "there exists already"
				}
				return ""
			}},
	}
}

// press gives the menu keys, and says whether it has ended.
func press(m *Model, keys ...string) (ended bool) {
	for _, k := range keys {
		if _, cmd := m.Update(screentest.Key(k)); cmd != nil {
			_, ended = cmd().(tea.QuitMsg)
		}
	}
	return ended
}

func TestChoosing(t *testing.T) {
	for _, c := range []struct {
		keys       string
		id, answer string
		left       bool
	}{
		{"enter", "practise", "", false},
		{"1", "practise", "", false},
		{"down enter enter", "play", "row0", false},
		{"2 down down enter", "play", "row2", false},
		{"2 9", "play", "row8", false},
		{"2 down esc up enter", "practise", "", false},
		{"2 down esc 2 enter", "play", "row0", false},
		{"4 n e w enter enter", "write", "new", false},
		{"4 q enter enter", "write", "q", false},
		{"? x 1", "practise", "", false},
		{"q", "", "", true},
		{"2 q", "", "", true},
		{"4 x ctrl+c", "", "", true},
		{"? ctrl+c", "", "", true},
	} {
		m := New(entries())
		assert.True(t, press(m, strings.Fields(c.keys)...), "%s does not end", c.keys)
		id, answer, ok := m.Chosen()
		assert.Equal(t, []any{c.id, c.answer, !c.left}, []any{id, answer, ok}, c.keys)
	}
}

// TestWhatCannotBeChosen says why, and the menu stays.
func TestWhatCannotBeChosen(t *testing.T) {
	for keys, says := range map[string]string{"3": "There is no record in this folder.",
		"4 t h e r e enter enter": "there exists already"} {
		m := New(entries())
		assert.False(t, press(m, strings.Fields(keys)...), keys)
		assert.Contains(t, m.View(), says, keys)
		_, _, ok := m.Chosen()
		assert.False(t, ok)
	}
}

// TestScreens draws every state of the menu on a virtual terminal of every size.
func TestScreens(t *testing.T) {
	for name, keys := range map[string]string{"menu": "", "question": "2 down", "name": "4 my_incident",
		"help": "?"} {
		for _, size := range screentest.Sizes {
			w, h := size[0], size[1]
			m := New(entries())
			m.Update(tea.WindowSizeMsg{Width: w, Height: h})
			press(m, strings.Fields(keys)...)
			screentest.Fits(t, m.View(), w, h)
			term := vt10x.New(vt10x.WithSize(w, h))
			fmt.Fprint(term, strings.ReplaceAll(m.View(), "\n", "\r\n"))
			if w == 80 && h == 24 || w == 120 && h == 40 {
				screentest.Golden(t, fmt.Sprintf("%s-%dx%d", name, w, h), term.String())
			}
			if name == "question" {
				assert.Contains(t, term.String(), "Summary 1", "%dx%d", w, h)
			}
		}
	}
}
