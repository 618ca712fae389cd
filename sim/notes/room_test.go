package notes_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/notes"
	"tocsin/sim/scenario"
)

const room = `title = "Room"
basis = "test"
length = "2d"
[role.a]
title = "A"
[role.b]
title = "B"
[fact.f]
title = "Files left"
text = "Files left."
known = {a={at="1h"}}
[action.both]
title = "Hold together"
by = ["a", "b"]
joint = {quorum=2}
[[note]]
role = "a"
when = "knows('f')"
do = {share="f", to=["b"]}
within = "2h"
[[note]]
role = "a"
when = "knows('f')"
do = {commit="both"}
within = "1h"
[[note]]
role = "b"
when = "knows('f')"
do = {commit="both"}
within = "3h"
`

// What seats have filed themselves is analysed in the scenario's own words: b is told within 2
// hours and joins within 3 more. Without the first note b waits without success.
func TestOfSeats(t *testing.T) {
	sc, ds := scenario.Load("room.toml", []byte(room))
	require.NotNil(t, sc, ds.Format("room.toml", room))
	all := notes.OfSeats(sc, func(int) bool { return true }).Analyse()
	assert.Empty(t, all.Findings)
	require.Len(t, all.Promised, 1)
	require.NotNil(t, all.Promised[0].Within)
	assert.InDelta(t, 5, *all.Promised[0].Within, 1e-9)

	some := notes.OfSeats(sc, func(i int) bool { return i > 0 }).Analyse()
	require.NotEmpty(t, some.Findings)
	assert.Equal(t, notes.Interlock, some.Findings[0].Kind)
	assert.Contains(t, some.Findings[0].What, "“#1” of B acts on “Files left”")
	require.Len(t, some.Promised, 1)
	assert.Nil(t, some.Promised[0].Within)

	none := notes.OfSeats(sc, func(int) bool { return false }).Analyse()
	at := slices.IndexFunc(none.Findings, func(f notes.Finding) bool { return f.Kind == notes.Coverage })
	require.GreaterOrEqual(t, at, 0, "a sees it, and has filed nothing")
	for _, f := range slices.Concat(all.Findings, some.Findings, none.Findings) {
		assert.NotRegexp(t, `\w\('`, f.What+f.Do, "people in a room read words, not formulas")
	}
	assert.Equal(t, "A: nothing answers “Files left”", none.Findings[at].What)
	assert.Equal(t, "Let the seat file notes for when it knows these, that say who is told and what is done",
		none.Findings[at].Do)
}

// Several notes of a seat that wait for one thing are one finding, which names them all.
func TestInterlocksOfARoomAreFolded(t *testing.T) {
	text := room + `
[[note]]
role = "b"
when = "knows('f')"
do = {commit="both"}
within = "5h"
`
	sc, ds := scenario.Load("room.toml", []byte(text))
	require.NotNil(t, sc, ds.Format("room.toml", text))
	var found []notes.Finding
	for _, f := range notes.OfSeats(sc, func(i int) bool { return i > 0 }).Analyse().Findings {
		if f.Kind == notes.Interlock {
			found = append(found, f)
		}
	}
	require.Len(t, found, 1)
	assert.Len(t, found[0].Notes, 2)
	assert.Contains(t, found[0].What, "“#1” and “#2” of B act on “Files left”")
}
