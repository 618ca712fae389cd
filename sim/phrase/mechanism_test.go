package phrase_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/phrase"
)

// TestChanges: what a mechanism changes, in words.
func TestChanges(t *testing.T) {
	const world = `title = "World"
length = "1d"
[role.lab]
title = "Laboratory"
[role.city]
title = "City"
[gauge.harm]
title = "Harm"
outcome = true
[system.power]
title = "Power"
[system.lifts]
title = "Lifts"
[[link]]
from = "power"
to = "lifts"
[fact.smell]
title = "A smell"
text = "Of gas."
known = {lab={at="1h"}}
[venue.cell]
title = "The cell"
members = ["lab", "city"]
[action.shut]
title = "Shut the valve"
by = "lab"
takes = "1h"
`
	for change, want := range map[string]string{
		`{sharing=0.3}`:                "what seats write to each other takes 0.3 times as long",
		`{actions=["sh*"], takes=0.5}`: `"Shut the valve" takes 0.5 times as long`,
		`{venue="cell", convene=0.1}`:  "to convene The cell takes 0.1 times as long",
		`{venue="cell", latency=0.5}`:  "what is said in The cell takes 0.5 times as long",
		`{venue="cell", latency=0.5, convene=0.1}`: "what is said in The cell takes 0.5 times as long, and " +
			"to convene The cell takes 0.1 times as long",
		`{role="lab", ack=0.4, decide=0.5}`: "until a bot of Laboratory reads a message, it takes 0.4 times as long, " +
			"and until a bot of Laboratory decides, it takes 0.5 times as long",
		`{notes=["all"]}`:                      "all if-then notes are in force as promises",
		`{notes=["lab", "city"]}`:              "if-then notes are in force: lab, city",
		`{venue="cell", open=true}`:            "The cell is open",
		`{contact=["lab", "city"], at="5m"}`:   "Laboratory reaches City in 5m",
		`{contact=["lab", "city"]}`:            "Laboratory reaches City as any other seat",
		`{role="lab", decide=0.4}`:             "until a bot of Laboratory decides, it takes 0.4 times as long",
		`{role="lab", ack=0.4}`:                "until a bot of Laboratory reads a message, it takes 0.4 times as long",
		`{links=["lifts"], times=0.5}`:         "the chance of every link to Lifts is multiplied by 0.5",
		`{system="lifts", becomes="isolated"}`: "Lifts becomes isolated",
	} {
		sc := load(t, world+"[mechanism.m]\nchanges = ["+change+"]\n")
		assert.Equal(t, want, phrase.Change(sc, &sc.Mechanisms[0].Changes[0]), change)
	}
}
