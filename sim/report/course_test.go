package report

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// played makes a report of commands in a scenario that is written here.
func played(t *testing.T, text string, bots bool, commands ...engine.Timed) *Report {
	t.Helper()
	sc, ds := scenario.Load("x.toml", []byte(text))
	require.NotNil(t, sc, ds)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	in := inputOfPlan(t, score.Plan{Model: m, Seed: 1, Bots: bots, Until: engine.At(sc.Length), Commands: commands})
	require.Empty(t, in.Run.Refusals)
	return Build(in)
}

func hour(h float64) engine.Time { return engine.Time(h * float64(scenario.Hour)) }

// TestDoneByThoseWhoStayed: a joint action is told of as done by those whose commitment stood, and not by who withdrew,
// or who had committed to a round that lapsed.
func TestDoneByThoseWhoStayed(t *testing.T) {
	at := func(h float64, role int, v engine.Verb) engine.Timed {
		return engine.Timed{At: hour(h), Command: engine.Command{Verb: v, Role: role}}
	}
	r := played(t, `
title = "Together"
length = "1d"
[role.a]
[role.b]
[role.c]
[role.d]
[action.open]
by = "all"
joint = {quorum=2, within="2h"}
takes = "1h"
`, false, at(1, 0, engine.Commit), at(4, 1, engine.Commit), at(4.5, 1, engine.Withdraw), at(5, 2, engine.Commit),
		at(5.5, 3, engine.Commit))
	var told []string
	for _, l := range r.Page.Story {
		told = append(told, l.Text)
	}
	assert.Contains(t, told, "“Open” is done by c and d.")
	var fates []string
	for _, d := range r.Decisions {
		fates = append(fates, d.Title+": "+d.Outcome)
	}
	assert.Equal(t, []string{"a: lapsed T+03:00", "b: withdrawn T+04:30", "b: withdrawn", "c: done T+06:30",
		"d: done T+06:30"}, fates)
}

// TestFateOfWhatIsNoDeed: of an event that is no deed nothing is said, and nothing breaks.
func TestFateOfWhatIsNoDeed(t *testing.T) {
	b := &builder{deeds: []score.Deed{{Begun: score.Stamp{Event: 3}, How: "under way"}}}
	assert.Empty(t, b.fate(2))
	assert.Equal(t, "under way at the end", b.fate(3))
}
