package exercise_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// How a seat first saw that another knows a fact is what its page says for good: being
// told it again, or telling it back, makes no new beginning.
func TestWhoToldFirstStays(t *testing.T) {
	const text = `
title = "Told"
[role.lab]
[role.cloud]
[role.agency]
[fact.theft]
text = "A theft."
known = {lab={at="1h"}}
[sharing]
latency = "10m"
`
	x, err := exercise.New(record.Header{Format: 1, Name: "told", Scenario: text, Seed: 1})
	require.NoError(t, err)
	seq := 0
	do := func(who, seat, verb, args string) {
		t.Helper()
		seq++
		a := x.Do(record.Entry{Seq: seq, At: x.Now(), Who: who, Seat: seat, Verb: verb, Args: json.RawMessage(args),
			State: x.Digest()})
		require.True(t, a.OK, a.Why)
	}
	until := func(h scenario.Duration) { x.Advance(engine.At(h * scenario.Hour)) }
	how := func(who, of string) (string, float64) {
		for _, f := range x.View(who).Player.Facts {
			for _, o := range f.Others {
				if f.ID == "theft" && o.Role == of {
					return o.How, o.At.Hours
				}
			}
		}
		return "", -1
	}
	do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`)
	do("Bob", "player", "join", `{"kind":"player","want":"cloud","open":true}`)
	do("Fay", "facilitator", "start", `{}`)
	until(2)
	do("Ann", "lab", "share", `{"share":"theft","to":["cloud"]}`)
	until(4)
	told, since := how("Ann", "cloud")
	assert.Equal(t, "I told them", told)
	heard, from := how("Bob", "lab")
	assert.Equal(t, "told me", heard)
	do("Bob", "cloud", "share", `{"share":"theft","to":["lab"]}`)
	until(6)
	do("Ann", "lab", "share", `{"share":"theft","to":["public"]}`)
	until(8)
	again, at := how("Ann", "cloud")
	assert.Equal(t, told, again)
	assert.Equal(t, since, at)
	again, at = how("Bob", "lab")
	assert.Equal(t, heard, again)
	assert.Equal(t, from, at)
	public, _ := how("Ann", "agency")
	assert.Equal(t, "told in public", public)
}
