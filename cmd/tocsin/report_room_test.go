package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
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

// TestWhatARoomWroteDownIsReported: a decision written down with its options, and an approval that a
// ruling waited for, are in the report of the room's record.
func TestWhatARoomWroteDownIsReported(t *testing.T) {
	path := filepath.Join(t.TempDir(), "room.jsonl")
	r, err := room.Open(record.Header{Name: "x", Seed: 1, Scenario: "title = \"X\"\nlength = \"1d\"\n" +
		"basis = \"made up\"\n[role.cert]\ntitle = \"CERT\"\n[role.police]\ntitle = \"Police\"\n" +
		"[gauge.harm]\noutcome = true\n"}, room.Config{Path: path, Open: true})
	require.NoError(t, err)
	in := map[string]*room.Seat{}
	for who, want := range map[string]string{"Ann": "cert", "Pol": "police", "Fay": ""} {
		kind := exercise.KindPlayer
		if want == "" {
			kind = exercise.KindFacilitator
		}
		in[who], err = r.Join(t.Context(), who, kind, want)
		require.NoError(t, err)
	}
	for _, said := range [][2]string{
		{"Fay", "start paused on"},
		{"Ann", "attempt Keep the disk."},
		{"Fay", "approval cert#1 police Will you take a copy?"},
		{"Pol", "approve 1 yes With a receipt."},
		{"Fay", "rule cert#1 success text: The firm keeps it."},
		{"Ann", "decide We hold both. options: hand over\nleave it why: one chain"},
		{"Fay", "end"},
	} {
		v, err := in[said[0]].Now(t.Context())
		require.NoError(t, err)
		line, err := exercise.Language().Parse(said[1], v.You.Kind.Speaker(), v.Scope())
		require.NoError(t, err, said[1])
		q, err := line.Request(v.You.Role)
		require.NoError(t, err, said[1])
		asked, err := room.RequestOf(q)
		require.NoError(t, err, said[1])
		if asked.Seat == "" && said[0] == "Fay" {
			asked.Seat = "facilitator"
		}
		a, err := in[said[0]].Do(t.Context(), asked)
		require.NoError(t, err)
		require.True(t, a.OK, "%s: %s", said[1], a.Why)
	}
	require.NoError(t, r.Close("done"))
	var got []string
	for _, d := range reportFile(t, path).Decisions {
		got = append(got, d.Title+": "+d.What+" | "+strings.Join(d.Options, " or ")+" | "+d.Outcome)
	}
	assert.Equal(t, []string{
		"CERT: Keep the disk. |  | Police approved (With a receipt). CERT's attempt is ruled a success (The firm keeps it.)",
		"CERT: We hold both. | hand over or leave it | written down"}, got)
}
