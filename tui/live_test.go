package tui

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/tui/screentest"
)

const small = `
format = 1
title = "Small"
length = "10h"
minute = "1s"
[[move]]
title = "First"
until = "4h"
questions = ["Who else needs to know?"]
[role.cloud]
title = "Cloud provider"
brief = "You see egress."
budget = 4
[role.cert]
title = "National CERT"
[fact.egress]
title = "Slow egress"
text = "0.6 TB left one bucket."
known = {cloud={at="0s"}}
needed_by = ["cert"]
tlp = "amber"
[action.hold]
title = "Hold the tenant"
by = ["cloud"]
takes = "1h"
[action.block]
title = "Block the hashes"
by = ["cloud", "cert"]
joint = {quorum=2, within="6h"}
[mechanism.cell]
title = "Standing cell"
kind = "venue"
cost = {cloud=2}
changes = [{venue="cell", open=true}]
[venue.cell]
title = "Cell"
members = ["cloud", "cert"]
[probe.cause]
ask = "Who did it?"
options = {insider="An insider", state="A state"}
truth = "insider"
to = ["cloud"]
[sharing]
latency = "0s"
`

// driver runs a root model as Bubble Tea would.
type driver struct {
	*screentest.Loop
	t *testing.T
	m *Model
}

func drive(t *testing.T, s *room.Seat) *driver {
	m := New(s, Options{})
	d := &driver{Loop: screentest.NewLoop(m), t: t, m: m}
	d.m.Update(tea.WindowSizeMsg{Width: 130, Height: 40})
	d.Run(d.m.Init())
	return d
}

func (d *driver) press(keys ...string) {
	for _, k := range keys {
		d.Take(screentest.Key(k))
	}
}

// see waits until the screen shows all of the words.
func (d *driver) see(words ...string) {
	d.t.Helper()
	late := time.After(10 * time.Second)
	for {
		screen := text(d.m)
		missing := ""
		for _, w := range words {
			if !strings.Contains(screen, w) {
				missing = w
			}
		}
		if missing == "" {
			return
		}
		select {
		case msg := <-d.Msgs:
			d.Take(msg)
		case <-late:
			require.Fail(d.t, "the screen does not show "+missing, screen)
		}
	}
}

// TestAtARealTable plays a seat by its keys from the lobby to ENDEX.
func TestAtARealTable(t *testing.T) {
	ctx := context.Background()
	r, err := room.Open(record.Header{Name: "small", Scenario: small, Seed: 1},
		room.Config{Open: true, Every: time.Millisecond})
	require.NoError(t, err)
	defer r.Close("The test is over")
	grace, err := r.Join(ctx, "Grace", exercise.KindFacilitator, "")
	require.NoError(t, err)
	facilitator := func(act any) {
		t.Helper()
		a, err := grace.Act(ctx, act)
		require.NoError(t, err)
		require.True(t, a.OK, a.Why)
	}
	ada, err := r.Join(ctx, "Ada", exercise.KindPlayer, "")
	require.NoError(t, err)
	bob, err := r.Join(ctx, "Bob", exercise.KindPlayer, "cert")
	require.NoError(t, err)
	a, b := drive(t, ada), drive(t, bob)

	a.see("Cloud provider", "free", "National CERT", "Bob")
	a.press("enter")
	a.see("Before STARTEX", "You see egress.")
	a.press("w")
	a.see("A word before STARTEX")
	a.press("down", "enter", "Who buys the cell?", "ctrl+s")
	a.see("National CERT has it")
	b.see("NOT IN THE GAME  from Ada, Cloud provider: Who buys the cell?")
	b.press("esc")
	a.press("6", "enter", "2", "ctrl+s")
	a.see("Invested in Standing cell", "Write a note of your own")
	a.press("down", "enter", "y", "enter", "enter", "enter", "enter", " ", "ctrl+s")
	a.see(`If "Hold the tenant" is done`, "filed", "Shown to National CERT")

	facilitator(&exercise.Start{Paused: true})
	a.see("PAUSED", "Slow egress")
	facilitator(&exercise.Resume{})
	a.see("RUNNING")
	a.press("4", "s")
	a.see("Share what you know")
	a.press(" ", "enter", "first figures", "enter", "enter", "they need it", "ctrl+s")
	a.see("Shared with National CERT")
	b.see("Slow egress", "Cloud provider")
	b.press("w", " ", "enter", "Whose is it?", "enter", "down", "ctrl+s")
	b.see("Sent to Cloud provider")
	a.see("National CERT asks", "Whose is it?")

	a.press("a", "enter", "ctrl+s")
	a.see("Under way", "Hold the tenant", "w write") // the form has gone
	a.press("c", "enter", "ctrl+s")
	a.see("Proposed: Block the hashes")
	b.see("Commit with Cloud prov", "1 of 2 have committed")
	a.press("d", "down", "down", "enter", "7", "ctrl+s")
	a.see("said, 70% sure: A state")

	facilitator(&exercise.Pause{Why: "Coffee"})
	a.see("PAUSED: Coffee")
	a.press("a")
	a.see("The clock is paused")
	facilitator(&exercise.Pose{Text: "What matters most?"})
	a.see("What matters most?")
	facilitator(&exercise.Broadcast{Text: "Ten minutes."})
	a.see("NOT IN THE GAME  FACILITATOR Grace to all: Ten minutes.")
	a.press("esc", "o", "Thank you", "ctrl+s")
	a.see("The facilitator has it")
	facilitator(&exercise.Resume{})
	facilitator(&exercise.Jump{To: "4h"})
	a.see("End of move: First", "1. Who else needs to know?")
	facilitator(&exercise.Jump{To: "10h"})
	a.see("ENDEX", "Stay for the hot wash")
}
