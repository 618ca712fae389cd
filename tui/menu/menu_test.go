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
	ways := []Row{{ID: "net", Title: "Others"}, {ID: "here", Title: "Only here"}}
	return []Entry{
		{ID: "practise", Title: "Practise", Text: "Five minutes alone."},
		{ID: "play", Title: "Play", Text: "Take a seat.",
			Questions: []Question{{Title: "What do you want to play?", Rows: rows}}},
		{ID: "host", Title: "Host", Text: "For others.",
			Questions: []Question{{Title: "What do you want to host?", Rows: rows}, {Title: "Who is to join?", Rows: ways}}},
		{ID: "resume", Title: "Resume", Text: "Continue.",
			Questions: []Question{{Title: "Which exercise goes on?", Empty: "There is no record in this folder."}}},
		{ID: "write", Title: "Write", Text: "Begin a scenario.",
			Questions: []Question{{Title: "What kind?", Rows: ways}, {Title: "Name of the file",
				About: "A word such as my_incident.", Name: func(name string) string {
					if name == "there" {
						return "there exists already"
					}
					return ""
				}}}},
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
		keys, id string
		answers  string
		left     bool
	}{
		{"enter", "practise", "", false},
		{"1", "practise", "", false},
		{"down enter enter", "play", "row0", false},
		{"2 down down enter", "play", "row2", false},
		{"2 9", "play", "row8", false},
		{"2 down esc up enter", "practise", "", false},
		{"2 down esc 2 enter", "play", "row0", false},
		{"3 2 2", "host", "row1 here", false},
		{"3 2 down esc down enter enter", "host", "row2 net", false},
		{"3 2 esc esc 2 1", "play", "row0", false},
		{"5 2 n e w enter enter", "write", "here new", false},
		{"5 1 q enter enter", "write", "net q", false},
		{"5 1 q esc esc 5 2 a enter enter", "write", "here a", false},
		{"? x 1", "practise", "", false},
		{"q", "", "", true},
		{"2 q", "", "", true},
		{"5 1 x ctrl+c", "", "", true},
		{"? ctrl+c", "", "", true},
	} {
		m := New(entries())
		assert.True(t, press(m, strings.Fields(c.keys)...), "%s does not end", c.keys)
		id, answers, ok := m.Chosen()
		assert.Equal(t, []any{c.id, c.answers, !c.left}, []any{id, strings.Join(answers, " "), ok}, c.keys)
	}
}

// TestAgain: who comes back from what was chosen is asked the last question again, and can go back further.
func TestAgain(t *testing.T) {
	m := New(entries())
	assert.True(t, press(m, "2", "3"))
	m.Again()
	_, _, ok := m.Chosen()
	assert.False(t, ok)
	assert.Contains(t, m.View(), "What do you want to play?")
	assert.True(t, press(m, "down", "enter"))
	_, answers, _ := m.Chosen()
	assert.Equal(t, []string{"row3"}, answers)
	m.Again()
	assert.True(t, press(m, "esc", "1"))
	id, _, _ := m.Chosen()
	assert.Equal(t, "practise", id)
}

// TestWhatCannotBeDone says why, and the menu stays.
func TestWhatCannotBeDone(t *testing.T) {
	for keys, says := range map[string]string{"4": "There is no record in this folder.",
		"5 1 t h e r e enter enter": "there exists already",
		"esc":                       "q leaves", "2 esc esc": "q leaves",
		"x": "does nothing here", "2 x": "does nothing here", "6": "There is no 6 here: 1 to 5", "3 1 3": "1 to 2",
		"2 0": "1 to 9"} {
		m := New(entries())
		assert.False(t, press(m, strings.Fields(keys)...), keys)
		assert.Contains(t, strings.Join(strings.Fields(m.View()), " "), says, keys)
		_, _, ok := m.Chosen()
		assert.False(t, ok)
		press(m, "ctrl+t") // what is said goes with the next key
		if keys != "5 1 t h e r e enter enter" {
			assert.NotContains(t, m.View(), says, keys)
		}
	}
}

// TestScreens draws every state of the menu on a virtual terminal of every size.
func TestScreens(t *testing.T) {
	for name, keys := range map[string]string{"menu": "", "question": "2 down", "second": "3 1",
		"name": "5 1 my_incident", "wrong": "x", "help": "?"} {
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
