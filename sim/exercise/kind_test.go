package exercise_test

import (
	"cmp"
	"encoding/json"
	"strings"
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
[action.boil]
title = "Boil the water"
by = ["lab"]
opens = ["poison"]
[[note]]
role = "lab"
when = "done('close_wells')"
do = "boil"
within = "4h"
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
	for _, n := range x.View("Ann").Player.Notes {
		assert.Equal(t, n.N == 3, n.Does != nil, "the laboratory can say something, and all else is not before it")
		assert.NotContains(t, n.When, "close_wells")
	}
	assert.Contains(t, words("Bob"), `if "contain together" is done, then say to Laboratory: "They are closed." within 3h`)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 2)
	assert.Contains(t, words("Ann"), `if it knows "The well is poisoned", then commit to "Close every well" within 2h`)
	notes := x.View("Ann").Player.Notes
	assert.Equal(t, []string{"poison", "close_wells", "boil"}, []string{notes[0].Does.ID, notes[1].Does.ID, notes[3].Does.ID},
		"what is before it can be done by its note")
	assert.Equal(t, "done('close_wells')", notes[3].When)
	for _, w := range words("Bob") {
		assert.NotContains(t, w, "well")
	}
}

// TestWhatAConditionIsCalled: a thing goes by its title to whom it is before, and to staff, else by its kind; and the
// condition as the file has it is shown unless it names what comes later.
func TestWhatAConditionIsCalled(t *testing.T) {
	const calls = "what it knows then calls for it"
	for when, c := range map[string]struct{ mine, theirs, staff, shown string }{
		"delivered('storm')": {`"storm" has come`, `"storm" has come`, `"A storm" has come`, ""},
		"done('call')":       {`"Call them" is done`, `"call" is done`, `"Call them" is done`, ""},
		"done('shut')":       {`"shut" is done`, `"shut" is done`, `"Shut the pump" is done`, `"shut" is done`},
		"failed('pump')":     {`The pump is failed`, `pump is failed`, `The pump is failed`, ""},
		"open('room')":       {`The room is open`, `The room is open`, `The room is open`, ""},
		"open('cell')":       {`The cell is open`, `cell is open`, `The cell is open`, ""},
		"met('notice')":      {`"The notice" is met`, `"notice" is met`, `"The notice" is met`, ""},
		"has('line')":        {`A line is in force`, `line is in force`, `A line is in force`, ""},
		"trust > 5":          {`Trust is above 5`, `trust is above 5`, `Trust is above 5`, ""},
		"knows('smell')":     {`it knows "smell"`, `it knows "smell"`, `it knows "The smell"`, ""},
		"guilty":             {calls, calls, `"Who is guilty" is true`, ""},
		"guilty && done('call')": {calls + ` and "Call them" is done`, calls + ` and "call" is done`,
			`"Who is guilty" is true and "Call them" is done`, ""},
		"guilty && knows('smell')": {calls + ` and it knows "smell"`, calls + ` and it knows "smell"`,
			`"Who is guilty" is true and it knows "The smell"`, ""},
	} {
		x, err := exercise.New(record.Header{Format: 1, Name: "kinds", Seed: 1, Scenario: `format = 1
title = "Kinds"
length = "2d"
[role.lab]
title = "Laboratory"
[role.city]
title = "City"
[fact.smell]
title = "The smell"
text = "x"
known = {lab={at="0h"}}
[system.pump]
title = "The pump"
owner = "lab"
fails = "1h"
[venue.room]
title = "The room"
members = ["lab", "city"]
[venue.cell]
title = "The cell"
members = ["lab"]
[obligation.notice]
title = "The notice"
role = "lab"
starts = "hours >= 5"
within = "1h"
met_by = ["call"]
[action.call]
title = "Call them"
by = ["lab"]
[action.shut]
title = "Shut the pump"
by = ["lab"]
opens = ["smell"]
[mechanism.line]
title = "A line"
cost = {lab=1}
changes = [{sharing=0.5}]
[draw.guilty]
title = "Who is guilty"
chance = 0.5
[gauge.trust]
title = "Trust"
sees = ["lab"]
[inject.storm]
title = "A storm"
text = "x"
at = "3h"
[[note]]
role = "lab"
when = "` + when + `"
do = {convene="cell"}
within = "1h"
shown_to = "city"
`})
		require.NoError(t, err, when)
		g := tabletest.Of(t, x)
		require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
		for who, seat := range map[string]string{"Ann": "lab", "Bob": "city"} {
			require.True(t, g.Do(who, "player", "join", `{"kind":"player","open":true,"want":"`+seat+`"}`).OK)
		}
		require.True(t, g.Do("Ann", "lab", "file", `{"file":"#1"}`).OK)
		n := x.View("Bob").Player.Notes
		require.Len(t, n, 1)
		mine := x.View("Ann").Player.Notes[0]
		const does = ", then convene The cell within 1h"
		assert.Equal(t, []string{"if " + c.mine + does, "if " + c.theirs + does, "if " + c.staff + does},
			[]string{mine.Words, n[0].Words, x.View("Fay").Control.Filed[0].Words})
		shown := []string{cmp.Or(c.shown, when), cmp.Or(c.shown, when)}
		if strings.Contains(when, "guilty") { // what was drawn is told to nobody, not even that it is asked for
			shown = []string{c.mine, c.theirs}
		}
		assert.Equal(t, shown, []string{mine.When, n[0].When}, when)
	}
}
