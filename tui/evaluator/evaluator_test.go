package evaluator

import (
	"fmt"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/sim/testsize"
	"tocsin/tui/control"
	"tocsin/tui/player"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

func staff() exercise.View {
	v := screentest.Staff()
	v.You = exercise.You{Name: "Emmy", Kind: exercise.KindEvaluator, Title: "evaluator"}
	return v
}

func screen(t *testing.T, w, h int) (*Model, *screentest.Seat) {
	t.Helper()
	th := theme.New(false)
	f := &screentest.Seat{}
	m := New(&th, f, func(s control.PlayerSeat) widget.Screen { return player.New(&th, s) })
	m.SetSize(w, h)
	m.Update(staff())
	return m, f
}

func press(m *Model, keys ...string) { screentest.Press(m.Update, keys...) }

func text(m *Model) string { return ansi.Strip(m.View()) }

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		w, h := size[0], size[1]-widget.HeaderHeight-2
		for _, name := range []string{"log", "world", "facts", "injects", "seats", "notes", "ratings", "links"} {
			m, _ := screen(t, w, h)
			m.pages.Show(name)
			screentest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), m.View())
		}
		m, _ := screen(t, w, h)
		press(m, "o")
		screentest.Golden(t, fmt.Sprintf("note-%dx%d", size[0], size[1]), m.View())
	}
}

func TestEverySize(t *testing.T) {
	testsize.Long(t)
	for _, size := range screentest.Sizes {
		w, h := size[0], size[1]-widget.HeaderHeight-2
		for page := range pageCount() {
			for _, k := range []string{"down", "enter", "o", "r", "!"} {
				m, _ := screen(t, w, h)
				press(m, fmt.Sprint(page+1))
				screentest.Fits(t, m.View(), w, h)
				press(m, k)
				screentest.Fits(t, m.View(), w, h)
			}
		}
	}
}

func TestNotesAreFilledIn(t *testing.T) {
	m, f := screen(t, 80, 20)
	press(m, "5", "down", "o", "The cloud rang the police.", "ctrl+s")
	assert.Equal(t, &exercise.Observe{Text: "The cloud rang the police.", Tag: "note", Role: "cloud",
		Inject: "memo", Objective: "shared_picture"}, f.Acts[0])
	press(m, "6", "end", "enter", "It was the CERT.", "ctrl+s")
	assert.Equal(t, &exercise.Observe{Text: "It was the CERT.", Tag: "note", Role: "cloud", Inject: "memo",
		Objective: "shared_picture", Corrects: 1}, f.Acts[1])
	press(m, "home", "enter")
	assert.Len(t, f.Acts, 2, "nobody corrects another's note")
}

func TestAnObservationOfEarlier(t *testing.T) {
	m, f := screen(t, 80, 20)
	press(m, "o", "They met.", "shift+tab", "shift+tab", "2h", "ctrl+s")
	assert.Equal(t, "172800s", f.Acts[0].(*exercise.Observe).At)
}

func TestRatingsShowWhereEvaluatorsDiffer(t *testing.T) {
	m, f := screen(t, 80, 20)
	press(m, "r")
	assert.Contains(t, text(m), "DIFFER WIDELY")
	assert.Contains(t, text(m), "The institute never had it.")
	press(m, "down", "enter", "down", "tab", "Two statements within an hour", "ctrl+s")
	assert.Equal(t, []any{&exercise.Rate{Objective: "one_voice", Rating: "S",
		Text: "Two statements within an hour"}}, f.Acts)
}

// TestEnterSaysWhereThereIsNothingToChoose.
func TestEnterSaysWhereThereIsNothingToChoose(t *testing.T) {
	m, _ := screen(t, 80, 20)
	for page, says := range map[string]bool{"log": true, "world": true, "seats": false, "ratings": false} {
		m.pages.Show(page)
		cmd := m.Update(screentest.Key("enter"))
		got := cmd != nil && cmd() == tea.Msg(widget.Said{Text: widget.NoChoice, Bad: true})
		assert.Equal(t, says, got, page)
		m.form, m.look = nil, nil
	}
}

func TestAnEvaluatorChangesNothing(t *testing.T) {
	m, f := screen(t, 80, 20)
	for page := range pageCount() {
		for r := rune('"'); r <= '~'; r++ {
			press(m, fmt.Sprint(page+1), string(r), "enter", "esc", "esc", "ctrl+x")
		}
	}
	assert.Empty(t, f.Asked, "no command of the exercise")
	for _, a := range f.Acts {
		assert.IsType(t, &exercise.Look{}, a)
	}
}

// pageCount is how many pages there are.
func pageCount() int {
	th := theme.New(false)
	return len(New(&th, &screentest.Seat{}, nil).pages.List)
}
