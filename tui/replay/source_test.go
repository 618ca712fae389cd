package replay

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/tui/control"
	"tocsin/tui/player"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// recorded makes the record of a short exercise with a jump in it.
func recorded(t *testing.T) string {
	src, err := os.ReadFile("../../scenarios/cold_copy.toml")
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "friday.jsonl")
	r, err := room.Open(record.Header{Name: "cold_copy", Scenario: string(src), Seed: 1}, room.Config{Path: path})
	require.NoError(t, err)
	ctx := context.Background()
	s, err := r.Join(ctx, "Grace", room.KindFacilitator, "")
	require.NoError(t, err)
	for _, act := range []any{&room.Start{Paused: true}, &room.Jump{By: "3h"}, &room.Observe{Text: "Nobody has rung anybody.", Private: true}, &room.Jump{By: "24h"}} {
		a, err := s.Act(ctx, act)
		require.NoError(t, err)
		require.True(t, a.OK, a.Why)
	}
	require.NoError(t, r.Close("the test is over"))
	return path
}

// TestARealRecord looks at a record as it was made: the truth and a seat at a moment
// within a jump, private notes too, and a fork that can itself be looked at.
func TestARealRecord(t *testing.T) {
	path := recorded(t)
	p, err := room.Load(context.Background(), path, nil)
	require.NoError(t, err)
	m := New(Of(p), path, func(th *theme.Theme) control.PlayerScreen {
		return func(s control.PlayerSeat) widget.Screen { return player.New(th, s) }
	})
	m.Update(tea.WindowSizeMsg{Width: 200, Height: 60})
	m.Begin(10, "cloud")
	run(m, m.Init())
	assert.Equal(t, 10.0, m.truth.Clock.Now.Hours)
	shown := ansi.Strip(m.View())
	assert.Contains(t, shown, "this is what Cloud provider sees")
	assert.Contains(t, shown, "Egress alert", "it came after two hours")
	assert.NotContains(t, shown, "Source call", "it comes after fourteen")
	assert.Len(t, m.truth.Control.Observations, 1)

	fork := filepath.Join(filepath.Dir(path), "fork.jsonl")
	n, err := Of(p).Fork(fork, 10)
	require.NoError(t, err)
	f, err := room.Load(context.Background(), fork, nil)
	require.NoError(t, err)
	assert.Len(t, f.Entries, n)
	assert.Equal(t, 3.0, Of(f).Last(), "the second jump is left out")
	_, err = Of(p).Fork(fork, 10)
	assert.Error(t, err, "a fork overwrites nothing")
}
