package exercise_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// TestHowItStands while it goes on, by each measure in words: what may still come about is not rated, and what nobody
// called on neither.
func TestHowItStands(t *testing.T) {
	g := table(t, strings.Replace(washing, "[objective.reach]", `[objective.sum]
title = "Stand well"
measure = {expr="homes / 3"}
rate = {P=20, S=10, M=5}
[objective.even]
title = "Halt within three hours"
measure = {time_to="done('halt')"}
rate = {P="3h", S="3h", M="3h"}
[objective.flat]
title = "Keep fifty homes lit"
measure = {gauge="homes"}
rate = {P=50, S=50, M=50}
[objective.reach]`, 1))
	s, err := g.X.Score(t.Context())
	require.NoError(t, err)
	assert.Nil(t, s, "before STARTEX")
	ask(t, g, "Fay", "start", "")
	until(g, 0.5)
	s, err = g.X.Score(t.Context())
	require.NoError(t, err)
	var got []string
	for _, o := range s.Objectives {
		got = append(got, fmt.Sprintf("%s %s: %s (%s)", o.ID, o.Rating, o.Text, o.Limits))
	}
	assert.Equal(t, []string{
		"sum S: the measure is at 13.33 (P from 20, S 10, M 5)",
		"even -: it has not happened (P up to 3h, S 3h, M 3h)",
		"flat U: Homes with power at 40 homes (P from 50, S 50, M 50)",
		"reach U: 0% of those who need it had it in time (P from 90%, S 70%, M 40%)",
		"clocks -: no duty is due yet (P from 90%, S 70%, M 40%)",
		"joint U: 0% of the joint actions were carried out (P from 90%, S 70%, M 40%)",
		"belief U: 0% of those asked answered rightly (P from 90%, S 70%, M 40%)",
		"word -: no promise came due (P from 90%, S 70%, M 40%)",
		"quick -: it has not happened (P up to 2h, S 4h, M 8h)",
		"homes S: Homes with power at 40 homes (P from 50, S 30, M 10)",
		"slow -: it has not happened (P up to 2h, S 4h, M 8h)",
	}, got)
	assert.Equal(t, []any{"T+00:30", g.X.Happened()}, []any{s.At.T, s.Events})
	w, err := g.X.HotWash(t.Context())
	require.NoError(t, err)
	assert.Nil(t, w, "there is nothing to talk about before ENDEX")
	_, err = g.X.Moments(t.Context(), nil)
	require.EqualError(t, err, "the moments that mattered are known after ENDEX")
}

// TestTheUnitOfHarm is there where all harm has the same.
func TestTheUnitOfHarm(t *testing.T) {
	for units, want := range map[[2]string]string{{"beds", "beds"}: "beds", {"beds", "homes"}: "", {"", ""}: ""} {
		text := controlled + "\n"
		for i, u := range units {
			text = strings.Replace(text, "[system.grid]", fmt.Sprintf("[gauge.h%d]\noutcome = true\nunit = %q\n[system.grid]", i, u), 1)
		}
		text = strings.Replace(text, "outcome = true\nsees", "sees", 1) // homes are no harm here
		g := begun(t, text)
		until(g, 1)
		s, err := g.X.Score(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want, s.HarmUnit, units)
	}
}

// TestHeadersThatCannotBePlayed are told why.
func TestHeadersThatCannotBePlayed(t *testing.T) {
	good := record.Header{Format: 1, Name: "x", Scenario: controlled, Seed: 1}
	_, err := exercise.New(good)
	require.NoError(t, err)
	for why, h := range map[string]func(*record.Header){
		"the scenario in the record cannot be read": func(h *record.Header) { h.Scenario = "nonsense" },
		"has the digest": func(h *record.Header) { h.Digest = "0123" },
		`puts "room" in force, which the scenario does not`: func(h *record.Header) { h.Mechanisms = []string{"pact", "room"} },
	} {
		bad := good
		h(&bad)
		_, err := exercise.New(bad)
		require.ErrorContains(t, err, why)
	}
}

// TestWithoutAFacilitator what is held is released at once, also what was held before it was so.
func TestWithoutAFacilitator(t *testing.T) {
	g := begun(t, controlled)
	until(g, 4)
	state := func() string {
		next, delivered := mselOf(g)
		for _, l := range append(next, delivered...) {
			if strings.HasPrefix(l, "stopped: ") {
				return l
			}
		}
		return ""
	}
	assert.Equal(t, "stopped: held 0", state())
	assert.True(t, g.X.Clock().Facilitated)
	ask(t, g, "Fay", "automatic", `{"on":true}`)
	assert.Equal(t, "stopped: delivered 1 last T+04:00", state())
	assert.False(t, g.X.Clock().Facilitated)
	x, err := exercise.New(record.Header{Format: 1, Name: "x", Scenario: controlled, Seed: 1,
		Settings: map[string]string{"facilitator": "automatic"}})
	require.NoError(t, err)
	assert.False(t, x.Clock().Facilitated)
}

// TestTheChecklistLiesBeforeStaff from the beginning.
func TestTheChecklistLiesBeforeStaff(t *testing.T) {
	g := inPhase(t, "before")
	in := g.X.View("Fay").Control.Inbox
	require.NotEmpty(t, in)
	assert.Equal(t, []any{1, "Before STARTEX", "- The door is shut"}, []any{in[0].N, in[0].Title, in[0].Text})
	assert.Empty(t, table(t, controlled).X.View("Fay").Control.Inbox)
}

// TestWhatGaugesShow: a value at equal steps from STARTEX on, also at the very time of an event, and at the end.
func TestWhatGaugesShow(t *testing.T) {
	g := walledTable(t)
	trace := func() []float64 { return g.X.View("Fay").Control.Gauges[0].Trace }
	assert.Empty(t, trace())
	ask(t, g, "Fay", "start", "")
	assert.Equal(t, []float64{0}, trace())
	until(g, 1)
	assert.Len(t, trace(), 13, "twelve steps an hour of twenty hours in 240")
	assert.InDelta(t, 1, trace()[12], 1e-9)
	g.Pass(engine.Time(4 * time.Minute))
	assert.Len(t, trace(), 13)
	until(g, 10)
	ask(t, g, "Fay", "resume", "")
	until(g, 20)
	require.Len(t, trace(), 241)
	assert.InDelta(t, 20, trace()[240], 1e-9)
}

// TestLookingAhead at what a jump would bring changes nothing; and what cannot be tried is refused.
func TestLookingAhead(t *testing.T) {
	g := table(t, controlled)
	_, err := g.X.Preview(t.Context(), exercise.Jump{By: "1h"})
	require.EqualError(t, err, "The exercise has not begun")
	ask(t, g, "Fay", "start", "")
	before := g.X.Digest()
	lines, err := g.X.Preview(t.Context(), exercise.Jump{To: "2h"})
	require.NoError(t, err)
	require.NotEmpty(t, lines)
	assert.Equal(t, 2, lines[0].N, "STARTEX has been")
	assert.Equal(t, `Cloud receives "Soon"`, lines[len(lines)-1].Text)
	assert.Equal(t, before, g.X.Digest())
	_, err = g.X.Preview(t.Context(), exercise.Jump{By: "soon"})
	require.Error(t, err)
	gone, stop := context.WithCancel(t.Context())
	stop()
	_, err = g.X.Preview(gone, exercise.Jump{By: "1h"})
	require.ErrorIs(t, err, context.Canceled)
}

// TestOlderItemsAndLines come by number: at most as many as a view holds, up to one that is named.
func TestOlderItemsAndLines(t *testing.T) {
	g := begun(t, controlled)
	until(g, 1)
	for range 210 {
		ask(t, g, "Ann", "say", `{"say":"So.","to":["cloud"]}`)
	}
	until(g, 2.5)
	all := g.X.View("Bob").Player.Total
	require.Greater(t, all, 210)
	older := g.X.InboxBefore("Bob", all+1)
	assert.Len(t, older, exercise.InboxLength)
	assert.Equal(t, []int{all - exercise.InboxLength + 1, all}, []int{older[0].N, older[len(older)-1].N})
	older = g.X.InboxBefore("Bob", 4)
	require.Len(t, older, 3)
	assert.Equal(t, 1, older[0].N)
	assert.Empty(t, g.X.InboxBefore("Bob", 1))
	assert.Nil(t, g.X.InboxBefore("Fay", 4))
	assert.Nil(t, g.X.InboxBefore("Nobody", 4))
	lines := g.X.LogBetween(-3, 2)
	require.Len(t, lines, 2)
	assert.Equal(t, []int{1, 2}, []int{lines[0].N, lines[1].N})
	assert.Len(t, g.X.LogBetween(5, 1<<30), g.X.Happened()-5)
	assert.Equal(t, []string{"Cloud", "nowhere"}, []string{g.X.SeatTitle("cloud"), g.X.SeatTitle("nowhere")})
}

// TestHalted: what cannot be kept any more goes on no more, and everyone reads why.
func TestHalted(t *testing.T) {
	g := begun(t, controlled)
	until(g, 1)
	g.X.Halt("The disk is full")
	assert.Equal(t, []string{"paused", "The disk is full", "nothing"},
		[]string{g.X.Clock().Phase, g.X.Clock().Why, g.X.Clock().Allows})
	assert.Equal(t, "The exercise is paused", g.Do("Ann", "lab", "say", `{"say":"So.","to":["cloud"]}`).Why)
}
