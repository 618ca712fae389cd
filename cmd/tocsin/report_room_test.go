package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// TestALongRecordIsPlayedOnFewerDraws: a short record is played on all draws that a report has
// by default; a long one on fewer, and it says so, unless somebody gave their number.
func TestALongRecordIsPlayedOnFewerDraws(t *testing.T) {
	sc, ds := scenario.Load("x.toml", []byte("title = \"X\"\nlength = \"1d\"\nbasis = \"made up\"\n[role.r]\n"+
		"[gauge.harm]\noutcome = true\n[action.a]\nby = [\"r\"]\neffects = [{gauge=\"harm\", add=1}]\n"))
	assert.False(t, ds.Failed())
	m, err := engine.Compile(sc)
	assert.NoError(t, err)
	usual := reportFlags{seeds: score.Draws, runs: score.BandRuns}
	asking := usual
	asking.asked = asked{seeds: true, band: true}
	for _, tt := range []struct {
		events int
		flags  reportFlags
		draws  int
		band   int
		says   bool
	}{
		{300, usual, 200, 200, false},
		{60_000, usual, 20, 20, true},
		{60_000, asking, 200, 200, true}, // of the gap, which takes eleven runs a draw
	} {
		p := &score.Played{Plan: score.Plan{Model: m}, Engine: engine.New(m, 1, engine.Setup{}),
			Events: make([]engine.Event, tt.events)}
		_, most := moments(p, tt.flags)
		seeds := score.Seeds(1, tt.flags.seeds)
		assert.Len(t, momentRoom(p, most, seeds, tt.flags), tt.draws)
		assert.Equal(t, tt.band, bandRoom(p, tt.flags))
		said := shortened(p, tt.flags, seeds)
		assert.Equal(t, tt.says, said != "", "%d events", tt.events)
		assert.NotContains(t, said, "--", "a report knows no flags")
	}
}
