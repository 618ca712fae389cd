package score

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestShortlistLosesNothing: what is left out in advance would have made no difference on
// the run's own draw of chance, and what is tried comes out as without a shortlist.
func TestShortlistLosesNothing(t *testing.T) {
	m := fileModel(t, "../../scenarios/cold_copy.toml")
	for _, script := range []string{"cold_copy.good.toml", "cold_copy.bad.toml"} {
		p := play(t, Plan{Model: m, Seed: 7, Commands: scriptOf(t, m, script), Until: engine.At(m.Scenario.Length)})
		all, err := allMoments(context.Background(), p, []uint64{7}, Work{})
		require.NoError(t, err)
		some, left, err := WeightiestOf(context.Background(), p, Search{Seeds: []uint64{7}}, Work{})
		require.NoError(t, err)
		assert.Zero(t, left)
		assert.Less(t, len(some), len(all))
		if script == "cold_copy.good.toml" {
			assert.True(t, slices.ContainsFunc(some, func(x Moment) bool { return len(x.Links) > 0 }))
		}
		differs := func(ms []Moment) map[string]float64 { // each deed by itself, links of chains too
			out := map[string]float64{}
			for _, x := range ms {
				for _, d := range x.Deeds() {
					if x.Own != 0 {
						out[fmt.Sprint(x.Change, d.At, d.Role, d.Verb, d.Ref, d.To, x.Add)] = x.Own
					}
				}
			}
			return out
		}
		require.NotEmpty(t, differs(all))
		want, got := differs(all), differs(some)
		assert.ElementsMatch(t, slices.Collect(maps.Keys(want)), slices.Collect(maps.Keys(got)), script)
		for deed, worth := range want {
			assert.InEpsilon(t, worth, got[deed], 0.02, "%s: %s; links of a chain are near it", script, deed)
		}

		few, left, err := WeightiestOf(context.Background(), p,
			Search{Seeds: []uint64{7, 8, 9}, Screen: 20, Most: 3}, Work{})
		require.NoError(t, err)
		assert.Len(t, few, 3)
		assert.Positive(t, left)
		assert.Equal(t, 3, few[0].Worth.N)
	}
}

// TestNotesOfPlayersAreScored: a note that a player files is a promise like any other, in
// the run and in every run forked from it.
func TestNotesOfPlayersAreScored(t *testing.T) {
	m := modelOf(t, rising)
	n, err := scenario.ParseDuration("4h")
	require.NoError(t, err)
	own := &scenario.Note{Role: "cloud", When: scenario.Expr{Source: "knows('theft')"},
		Do: scenario.Do{Act: "stop"}, Within: n}
	file := engine.Timed{Command: engine.Command{Verb: engine.File, Role: 1, Ref: -1, Note: own}}
	share := give(2, engine.Share, 0, 0, 1)
	for _, x := range []struct {
		name     string
		commands []engine.Timed
		want     float64
	}{{"kept", commands(file, share, give(13, engine.Act, 1, 0)), 1}, {"broken", commands(file, share), 0}} {
		p := play(t, Plan{Model: m, Seed: 1, Commands: x.commands, Until: engine.At(m.Scenario.Length)})
		require.Empty(t, p.Refusals, x.name)
		want(t, p.Ledger, map[string]any{"note.fidelity": x.want})
		ms, _, err := WeightiestOf(context.Background(), p, Search{Seeds: []uint64{1, 2}}, Work{})
		require.NoError(t, err)
		kept := 0
		for _, x := range ms {
			if x.Change == Kept {
				kept++
				assert.Positive(t, x.Worth.Mean)
			}
		}
		assert.Equal(t, 1-int(x.want), kept, x.name)
	}
}

// TestAttended: where a facilitator sits, what is held waits, though nothing was released.
func TestAttended(t *testing.T) {
	m := modelOf(t,
		"title = \"Held\"\nlength = \"10h\"\n[role.lab]\n[gauge.harm]\noutcome = true\n[inject.tip]\nat = \"1h\"\nhold = true\neffects = [{gauge=\"harm\", add=5}]\n")
	harm := func(p Plan) float64 { v, _ := Harmed(play(t, p).Engine); return v }
	p := Plan{Model: m, Until: engine.At(m.Scenario.Length)}
	assert.Equal(t, 5.0, harm(p))
	p.Attended = true
	assert.Equal(t, 0.0, harm(p))
	assert.Equal(t, 0.0, harm(Idle(p)), "baselines are held up alike")
	assert.Equal(t, 5.0, harm(Unhelped(p)))
}

// TestTraces: gauges at equal steps, from STARTEX to the end.
func TestTraces(t *testing.T) {
	m := modelOf(t, rising)
	p := Plan{Model: m, Seed: 1, Until: inHours(100)}
	v, err := Traces(context.Background(), p, inHours(25))
	require.NoError(t, err)
	assert.Equal(t, [][]float64{{0, 25, 50, 75, 100}}, v)
}
