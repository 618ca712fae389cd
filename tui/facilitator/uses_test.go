package facilitator

import (
	"context"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/budget"
	"tocsin/tui/screentest"
)

// counting is a seat that knows who uses what.
type counting struct {
	fake
	uses []budget.Use
	cut  []string
}

func (c *counting) Uses(context.Context) ([]budget.Use, error) { return c.uses, nil }

func (c *counting) CutOff(_ context.Context, address string) (int, error) {
	c.cut = append(c.cut, address)
	return 3, nil
}

func TestWhoUsesWhatAndIsCutOff(t *testing.T) {
	m, _ := console(t, 120, 40, screentest.Staff())
	seat := &counting{uses: []budget.Use{
		{Of: budget.Acts, Whose: "Ada", Used: 12, Left: 40},
		{Of: budget.Guesses, Whose: "192.0.2.9", Used: 8, Left: 0, Refused: 31},
		{Of: budget.Prompts, Whose: "192.0.2.9", Used: 240, Left: 16},
		{Of: budget.Acts, Whose: "nobody", Left: 40},
	}}
	m.seat = seat
	var cmd tea.Cmd
	for _, k := range []string{":", "u", "s", "e", "enter"} { // by its name, while nothing else happens
		cmd = m.Update(screentest.Key(k))
	}
	require.NotNil(t, cmd)
	assert.NotContains(t, text(m), "Nobody has come in", "it is not known yet")
	assert.Nil(t, m.uses.ask(m), "one question at a time")
	m.Update(cmd())
	shown := text(m)
	for _, want := range []string{"192.0.2.9", "0 %", "31", "8 wrong codes, 240 connections asked for a code",
		"Ada", "12 acts"} {
		assert.Contains(t, shown, want)
	}
	assert.NotContains(t, shown, "nobody")
	m.Update(tea.KeyMsg{Type: tea.KeyEnter})
	assert.Contains(t, text(m), "Cut off 192.0.2.9?")
	press(t, m, "y")
	assert.Equal(t, []string{"192.0.2.9"}, seat.cut)
	m.show("log")
	assert.Nil(t, m.Update(again{}), "nobody looks at it any more")
}
