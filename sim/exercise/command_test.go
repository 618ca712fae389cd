package exercise_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// TestWhatIsCounted of commands: those that were accepted, of them those of facilitators, and what each person and
// seat did and when.
func TestWhatIsCounted(t *testing.T) {
	g := begun(t, controlled)
	until(g, 1)
	ask(t, g, "Fay", "release", `{"release":"other"}`)
	ask(t, g, "Bob", "say", `{"say":"So.","to":["lab"]}`)
	require.False(t, g.Do("Bob", "cloud", "say", `{"say":"So.","to":["nowhere"]}`).OK)
	ask(t, g, "Fay", "takeover", `{"role":"lab"}`)
	require.True(t, g.Do("Fay", "lab", "say", `{"say":"So.","to":["cloud"]}`).OK)
	c := g.X.View("Fay").Control
	assert.Equal(t, [2]int{3, 2}, [2]int{c.Commands, c.Helped})
	assert.Equal(t, 3, g.X.Commands())
	assert.Equal(t, [2]int{1, 1}, [2]int{c.Seats[0].Acts, c.Seats[1].Acts})
	helped := 0
	for _, l := range c.Log {
		if l.Help {
			helped++
		}
	}
	assert.Equal(t, helped, func() (n int) {
		_, help := g.X.Events()
		for _, h := range help {
			if h {
				n++
			}
		}
		return n
	}())
	assert.Positive(t, helped)
	assert.Less(t, helped, len(c.Log))
}

// TestWhenAHandIsFree: who is refused because no hand is free is told when one comes free.
func TestWhenAHandIsFree(t *testing.T) {
	g := table(t, `
title = "Hands"
length = "9h"
[role.lab]
at_once = 1
[role.cloud]
[role.agency]
[action.one]
by = ["lab"]
takes = "2h"
[action.two]
by = ["lab"]
`)
	ask(t, g, "Fay", "start", "")
	until(g, 1)
	ask(t, g, "Ann", "act", `{"act":"one"}`)
	a := g.Do("Ann", "lab", "act", `{"act":"two"}`)
	require.False(t, a.OK)
	require.NotNil(t, a.Free)
	assert.Equal(t, "T+03:00", a.Free.T)
	a = g.Do("Ann", "lab", "say", `{"say":"So.","to":["nowhere"]}`)
	assert.Nil(t, a.Free)
}

// TestAnEntryComesAtItsTime: what happens before it has happened when it is carried out.
func TestAnEntryComesAtItsTime(t *testing.T) {
	g := begun(t, controlled)
	en := record.Entry{At: engine.Time(90 * time.Minute), Who: "Ann", Seat: "lab", Verb: "share",
		Args: []byte(`{"share":"theft","to":["cloud"]}`)}
	assert.True(t, g.X.Do(en).OK, "the laboratory knows it from 1 h on")
	assert.InDelta(t, 1.5, g.X.Now().Hours(), 1e-9)
	assert.Nil(t, exercise.Decoded(en), "it is not an act of the room")
	assert.Equal(t, &exercise.Pace{Minute: "2h"}, exercise.Decoded(record.Entry{Verb: "pace", Args: []byte(`{"minute":"2h"}`)}))
	assert.Nil(t, exercise.Decoded(record.Entry{Verb: "pace", Args: []byte(`{"hour":"2h"}`)}))
}
