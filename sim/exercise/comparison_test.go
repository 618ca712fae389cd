package exercise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
)

// recordedTable is the replay of what somebody does at the table of walled from 2 h on.
func recordedTable(t *testing.T, does func(g *tabletest.Table)) *exercise.Replay {
	t.Helper()
	g := walledTable(t)
	ask(t, g, "Fay", "start", "")
	until(g, 2)
	does(g)
	return replayOf(t, g, walled)
}

// replayOf is the replay of what was done at a table of a scenario.
func replayOf(t *testing.T, g *tabletest.Table, text string) *exercise.Replay {
	t.Helper()
	sc, _ := scenario.Load("told.toml", []byte(text))
	p, err := exercise.NewReplay(t.Context(), record.Header{Format: 1, Name: "told", Scenario: text, Seed: 1,
		Digest: sc.Digest}, g.Entries, record.Report{}, nil)
	require.NoError(t, err)
	return p
}

// TestCompare two replays: how long they were the same, what differs and from when, and how they end; both at the end
// of the shorter.
func TestCompare(t *testing.T) {
	told := func(g *tabletest.Table) {
		ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud"]}`)
		ask(t, g, "Fay", "set", `{"set":{"gauge":"trust","add":1}}`)
		until(g, 6)
		ask(t, g, "Fay", "observe", `{"text":"So."}`)
	}
	one := recordedTable(t, told)
	same, err := one.Compare(recordedTable(t, told))
	require.NoError(t, err)
	assert.False(t, same.Different())
	assert.Equal(t, len(one.Entries), same.Same)
	assert.Empty(t, same.Differences)
	assert.Empty(t, same.Gauges)
	assert.Nil(t, same.From)
	assert.NotZero(t, same.StateHere)
	assert.Equal(t, same.StateHere, same.StateThere)

	silent := recordedTable(t, func(g *tabletest.Table) {
		until(g, 4)
		ask(t, g, "Fay", "observe", `{"text":"So."}`)
	})
	for _, turned := range []bool{false, true} {
		a, b := one, silent
		if turned {
			a, b = b, a
		}
		c, err := a.Compare(b)
		require.NoError(t, err)
		assert.True(t, c.Different())
		assert.Equal(t, 6, c.Same, "five come in, and it begins")
		require.NotNil(t, c.From)
		assert.InDelta(t, 2, c.From.Hours, 1e-9)
		assert.NotEqual(t, c.StateHere, c.StateThere)
		assert.Equal(t, map[bool][]exercise.GaugeDifference{false: {{ID: "trust", Title: "Trust", Here: 61, There: 60}},
			true: {{ID: "trust", Title: "Trust", Here: 60, There: 61}}}[turned], c.Gauges, "at 4 h harm is alike")
		only, none := c.OnlyHere, c.OnlyThere
		if turned {
			only, none = none, only
		}
		assert.Empty(t, none)
		require.NotEmpty(t, only)
		assert.Contains(t, only[0].Text, `The laboratory tells Cloud "What the Cloud lost"`)
		deeds := 0
		for _, d := range c.Differences {
			if d.Deed {
				deeds++
			}
		}
		assert.Equal(t, 1, deeds, "that the Cloud learns it comes of the deed")
	}

	other := *silent
	other.Header.Digest = "0123456789abcdef"
	_, err = one.Compare(&other)
	require.ErrorContains(t, err, "different scenarios, or different versions of one (")
	require.ErrorContains(t, err, "01234567)")
}

// TestCompareAsTheRecordsEnd: with what they hold, without what bots would have done next at that very time.
func TestCompareAsTheRecordsEnd(t *testing.T) {
	g := table(t, swift)
	ask(t, g, "Fay", "bot", `{"role":"lab","on":true}`)
	ask(t, g, "Fay", "start", "")
	ask(t, g, "Fay", "inject", `{"inject":{"to":["lab"],"title":"Gone.","reveals":["theft"]}}`)
	p := replayOf(t, g, swift)
	due, _ := p.End().Due()
	require.Equal(t, p.Last(), due, "the laboratory's bot tells it on at once")
	c, err := p.Compare(p)
	require.NoError(t, err)
	state := p.End().Engine().Digest()
	assert.Equal(t, []uint64{state, state}, []uint64{c.StateHere, c.StateThere})
}

// TestWhatMakesTwoEntriesTheSame: when, who, in whose name, what, with what and why.
func TestWhatMakesTwoEntriesTheSame(t *testing.T) {
	say := func(g *tabletest.Table, who, seat, verb, args, reason string) {
		en := record.Entry{Seq: len(g.Entries) + 1, At: g.X.Now(), Who: who, Seat: seat, Verb: verb, Args: []byte(args),
			Reason: reason, State: g.X.Digest()}
		require.True(t, g.X.Do(en).OK)
		g.Entries = append(g.Entries, en)
	}
	first := recordedTable(t, func(g *tabletest.Table) { say(g, "Ann", "lab", "advise", `{"text":"So."}`, "") })
	for _, c := range []struct {
		name string
		same int
		does func(g *tabletest.Table)
	}{
		{"all", 7, func(g *tabletest.Table) { say(g, "Ann", "lab", "advise", `{"text":"So."}`, "") }},
		{"when", 6, func(g *tabletest.Table) { until(g, 3); say(g, "Ann", "lab", "advise", `{"text":"So."}`, "") }},
		{"who", 6, func(g *tabletest.Table) { say(g, "Bob", "lab", "advise", `{"text":"So."}`, "") }},
		{"in whose name", 6, func(g *tabletest.Table) { say(g, "Ann", "cloud", "advise", `{"text":"So."}`, "") }},
		{"what", 6, func(g *tabletest.Table) { say(g, "Ann", "lab", "pass", `{"text":"So."}`, "") }},
		{"with what", 6, func(g *tabletest.Table) { say(g, "Ann", "lab", "advise", `{"text":"No."}`, "") }},
		{"why", 6, func(g *tabletest.Table) { say(g, "Ann", "lab", "advise", `{"text":"So."}`, "Because.") }},
		{"nothing", 6, func(*tabletest.Table) {}},
	} {
		second := recordedTable(t, c.does)
		for _, pair := range [][2]*exercise.Replay{{first, second}, {second, first}} {
			got, err := pair[0].Compare(pair[1])
			require.NoError(t, err)
			assert.Equal(t, c.same, got.Same, c.name)
		}
	}
}
