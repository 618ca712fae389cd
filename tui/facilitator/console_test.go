package facilitator

import (
	"context"
	"fmt"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/player"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// fake is a seat whose log goes back, and that tells what a jump would bring.
type fake struct{ screentest.Seat }

func (f *fake) LogBefore(_ context.Context, n int) ([]exercise.Line, error) {
	var out []exercise.Line
	for i := 1; i < n; i++ {
		out = append(out, exercise.Line{N: i, At: screentest.Moment(0), Mark: "says",
			Text: fmt.Sprintf("Line %d", i)})
	}
	return out, nil
}

func (f *fake) Preview(_ context.Context, j exercise.Jump) ([]exercise.Line, error) {
	return []exercise.Line{{N: 1, At: screentest.Moment(62), Mark: "inject",
		Text: "The wire service writes to all"}}, nil
}

// console is a console with a view, and the seat behind it.
func console(t *testing.T, w, h int, v exercise.View) (*Model, *fake) {
	t.Helper()
	th := theme.New(false)
	f := &fake{}
	m := New(&th, f, func(s control.PlayerSeat) widget.Screen { return player.New(&th, s) })
	m.SetSize(w, h)
	m.Update(v)
	return m, f
}

// press sends keys, and carries out what they ask for.
func press(t *testing.T, m *Model, keys ...string) {
	t.Helper()
	screentest.Press(m.Update, keys...)
}

func text(m *Model) string { return ansi.Strip(m.View()) }

// body is what the root leaves of a window for the screen.
func body(w, h int) (int, int) { return w, h - widget.HeaderHeight - 2 }

// pageNames are those of every page.
func pageNames() (out []string) {
	th := theme.New(false)
	for _, p := range New(&th, &fake{}, nil).pages.List {
		out = append(out, p.Name())
	}
	return out
}

// staffOf is a view in which a page of the console is there.
func staffOf(page string) exercise.View {
	v := screentest.Staff()
	if page == "plan" {
		v.Control.Plan = screentest.Plan()
	}
	if page == "rooms" {
		v.Control.Room = "1"
		v.Control.Rooms = []exercise.Standing{{Name: "1", Clock: v.Clock, People: 6, Acts: 41},
			{Name: "2", Clock: v.Clock}}
	}
	return v
}
