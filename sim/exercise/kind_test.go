package exercise_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// TestNotesTellOfNothingThatComesLater: before STARTEX a seat reads its notes, and those that it is shown, in the words
// of the vocabulary where they name what is not before it yet: a fact by its signal, an action by its response.
func TestNotesTellOfNothingThatComesLater(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "kinds", Seed: 1, Scenario: `format = 1
title = "Kinds"
length = "2d"
[role.lab]
title = "Laboratory"
[role.city]
title = "City"
[fact.poison]
title = "The well is poisoned"
text = "Arsenic."
signal = "common_supplier"
known = {lab={at="1h"}}
[fact.second]
title = "The other well, too"
text = "Arsenic again."
signal = "common_supplier"
[draw.culprit]
title = "Who did it"
choice = {miller=1, baker=1}
[draw.alone]
chance = 0.5
[action.close_wells]
title = "Close every well"
text = "All of them."
response = "contain_together"
by = ["lab", "city"]
joint = {quorum=2}
opens = ["poison"]
[[note]]
role = "lab"
when = "knows('poison') || knows('second')"
do = {share="poison", to=["city"]}
within = "1h"
shown_to = "city"
[[note]]
role = "lab"
when = "knows('poison')"
do = {commit="close_wells"}
within = "2h"
shown_to = "city"
[[note]]
role = "lab"
when = "knows('poison') && culprit == 'miller' && !alone"
do = {say="We know who.", to=["city"]}
within = "3h"
shown_to = "city"
[[note]]
role = "city"
when = "done('close_wells')"
do = {say="They are closed.", to=["lab"]}
within = "3h"
`})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "player", "join", `{"kind":"facilitator"}`).OK)
	for who, seat := range map[string]string{"Ann": "lab", "Bob": "city"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","open":true,"want":"`+seat+`"}`).OK)
	}
	for _, n := range []string{"#1", "#2", "#3"} {
		require.True(t, g.Do("Ann", "lab", "file", `{"file":"`+n+`"}`).OK)
	}
	words := func(who string) (out []string) {
		for _, n := range x.View(who).Player.Notes {
			out = append(out, n.Words)
		}
		return out
	}
	for _, who := range []string{"Ann", "Bob"} {
		seen, err := json.Marshal(x.View(who))
		require.NoError(t, err)
		for _, secret := range []string{"well", "poison", "second", "culprit", "miller", "Who did it", "alone"} {
			assert.NotContains(t, string(seen), secret, who)
		}
		assert.Subset(t, words(who), []string{`if it knows "common supplier", then tell City "common supplier" within 1h`,
			`if it knows "common supplier", then commit to "contain together" within 2h`,
			`if it knows "common supplier" and what it knows then calls for it, then say to City: "We know who." within 3h`}, who)
	}
	assert.Contains(t, words("Bob"), `if "contain together" is done, then say to Laboratory: "They are closed." within 3h`)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 2)
	assert.Contains(t, words("Ann"), `if it knows "The well is poisoned", then commit to "Close every well" within 2h`)
	notes := x.View("Ann").Player.Notes
	assert.Equal(t, "close_wells", notes[1].Does.ID, "what is before it can be done by its note")
	for _, w := range words("Bob") {
		assert.NotContains(t, w, "well")
	}
}
