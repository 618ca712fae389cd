package player

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// fake is a seat that has older items.
type fake struct {
	screentest.Seat
	before []exercise.Item
}

func (f *fake) Before(_ context.Context, n int) ([]exercise.Item, error) {
	var out []exercise.Item
	for _, it := range f.before {
		if it.N < n {
			out = append(out, it)
		}
	}
	return out, nil
}

func at(hours float64) exercise.Moment {
	d := int(hours) / 24
	return exercise.Moment{Hours: hours, T: fmt.Sprintf("T+%dd %02d:00", d, int(hours)%24),
		Date: fmt.Sprintf("%s %d Mar 2027 %02d:00", []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}[d%7],
			1+d, int(hours)%24)}
}

func when(hours float64) *exercise.Moment { m := at(hours); return &m }

func table() exercise.View { return screentest.Seated(at) }

// screen is a model with a view, and the seat behind it.
func screen(t *testing.T, w, h int) (*Model, *fake) {
	t.Helper()
	th := theme.New(false)
	f := &fake{}
	m := New(&th, f)
	m.mail.pause = 0
	m.SetSize(w, h)
	m.Update(table())
	return m, f
}

// press sends keys and carries out what they ask for. What has been read is not said to the room.
func press(t *testing.T, m *Model, keys ...string) {
	t.Helper()
	for _, k := range keys {
		run(m, m.Update(screentest.Key(k)))
		screentest.Fits(t, m.View(), m.width, m.height)
	}
}

func run(m *Model, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			run(m, c)
		}
	case widget.Answered, older:
		run(m, m.Update(msg))
	}
}

func plain(m *Model) string { return ansi.Strip(m.View()) }

func args(t *testing.T, q room.Request) map[string]any {
	out := map[string]any{}
	require.NoError(t, json.Unmarshal(q.Args, &out))
	return out
}
