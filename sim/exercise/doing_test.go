package exercise_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// TestWhatASeatCanDo: whether, why not, when a hand is free, and what only trying shows; what its clocks have come to,
// from STARTEX on; and which of those it could tell would hear it in a venue.
func TestWhatASeatCanDo(t *testing.T) {
	g := begun(t, `
title = "T"
length = "20h"
[role.lab]
at_once = 1
[role.cloud]
[role.agency]
[gauge.trust]
start = 3
[fact.red]
text = "x"
tlp = "red"
known = {lab={at="0h"}}
needed_by = ["cloud", "agency"]
[venue.room]
members = ["lab", "cloud"]
convene = "1h"
[action.look]
by = ["lab"]
takes = "2h"
[action.call]
by = ["lab"]
takes = "1h"
[action.try]
by = ["lab"]
needs = "trust > 2"
hands = 0
[action.shout]
by = ["lab"]
hands = 0
[obligation.first]
role = "lab"
starts = "hours >= 0"
within = "1h"
met_by = ["shout"]
[obligation.second]
role = "lab"
starts = "hours >= 0"
within = "3h"
met_by = ["try"]
`)
	action := func(id string) exercise.Action {
		for _, a := range g.X.View("Ann").Player.Actions {
			if a.ID == id {
				return a
			}
		}
		t.Fatal(id)
		return exercise.Action{}
	}
	statuses := func() (out []string) {
		for _, o := range g.X.View("Ann").Player.Obligations {
			out = append(out, o.ID+" "+o.Status)
		}
		return out
	}
	assert.Equal(t, []string{"first running", "second running"}, statuses())
	ask(t, g, "Ann", "act", `{"act":"try"}`)
	assert.Equal(t, []string{"first running", "second met"}, statuses())
	try := action("try")
	assert.Equal(t, []any{true, true, "Whether this is possible now shows when you try"}, []any{try.Can, try.Unsure, try.Why})
	assert.Nil(t, action("call").Free)
	ask(t, g, "Ann", "convene", `{"convene":"room"}`)
	ask(t, g, "Ann", "act", `{"act":"look"}`)
	call := action("call")
	assert.False(t, call.Can)
	require.NotNil(t, call.Free)
	assert.Equal(t, 2.0, call.Free.Hours)
	assert.Contains(t, call.Why, " until "+call.Free.Date, "in the time of the screens")
	until(g, 1.5)
	assert.Equal(t, []string{"first missed", "second met"}, statuses())
	ask(t, g, "Ann", "act", `{"act":"shout"}`)
	assert.Equal(t, []string{"first late", "second met"}, statuses())
	f := g.X.View("Ann").Player.Facts[0]
	assert.Equal(t, []string{"cloud"}, f.Venues, "by another way it may go to them")
	assert.Equal(t, []string{"cloud", "room", "public"}, f.Wider)
}

// TestOptionsNameTheirDecision, the first of the file among them.
func TestOptionsNameTheirDecision(t *testing.T) {
	g := deciding(t)
	until(g, 1.25)
	options := 0
	for _, a := range g.X.View("Ann").Player.Actions {
		if a.Decision == "north" {
			options++
		} else {
			assert.Empty(t, a.Decision)
		}
	}
	assert.Equal(t, 2, options)
}

// TestAReadingSaysWhenItWasTaken and how far it is to be trusted, as worked out in the head of the file.
func TestAReadingSaysWhenItWasTaken(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/sensors.toml")
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Format: 1, Name: "sensors", Scenario: string(src), Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	for who, seat := range map[string]string{"Ann": "desk", "Bob": "harbour"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+seat+`","open":true}`).OK)
	}
	ask(t, g, "Fay", "start", "")
	until(g, 4)
	var scan *exercise.Gauge
	for i, s := range x.View("Ann").Player.Gauges {
		if s.ID == "scan" {
			scan = &x.View("Ann").Player.Gauges[i]
		}
	}
	require.NotNil(t, scan)
	require.NotNil(t, scan.Taken)
	assert.Equal(t, []any{120.0, 2.0, "B2"}, []any{scan.Value, scan.Taken.Hours, scan.Grade})
	steady := x.View("Bob").Player.Gauges[0]
	assert.Nil(t, steady.Taken, "it is the gauge itself")
	assert.Equal(t, 1000.0, steady.Value)
}
