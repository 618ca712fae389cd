package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

const promising = `
[role.a]
[role.b]
[role.c]
[role.late]
joins = {at="20h"}
[sharing]
latency = "10m"
[fact.f]
text = "x"
known = {a={at="1h"}}
[fact.g]
text = "y"
known = {a={at="1h"}}
[venue.room]
members = ["a", "b", "c"]
open = true
`

// TestAPromiseToTellIsKeptByTellingThose: a promise to tell is kept when all whom it names have been
// told, each by itself, in a venue or in public, and not by telling somebody else.
func TestAPromiseToTellIsKeptByTellingThose(t *testing.T) {
	const a, b, c = 0, 1, 2
	f, g := 0, 1
	share := func(fact int, to ...int) engine.Command {
		return engine.Command{Verb: engine.Share, Role: a, Ref: fact, To: to}
	}
	say := func(to ...int) engine.Command {
		return engine.Command{Verb: engine.Say, Role: a, Ref: -1, To: to, Text: "So."}
	}
	tell := func(names ...string) scenario.Do { return scenario.Do{Share: "f", To: names} }
	word := func(names ...string) scenario.Do { return scenario.Do{Say: "So.", To: names} }
	room := engine.ToVenue(0)
	for name, x := range map[string]struct {
		do   scenario.Do
		does []engine.Command
		kept bool
	}{
		"nothing":                   {tell("b"), nil, false},
		"just so":                   {tell("b"), []engine.Command{share(f, b)}, true},
		"another seat":              {tell("b"), []engine.Command{share(f, c)}, false},
		"another fact":              {tell("b"), []engine.Command{share(g, b)}, false},
		"one of two":                {tell("b", "c"), []engine.Command{share(f, b)}, false},
		"two at once":               {tell("b", "c"), []engine.Command{share(f, c, b)}, true},
		"two, one after the other":  {tell("b", "c"), []engine.Command{share(f, c), share(f, b)}, true},
		"two, by a venue":           {tell("b", "c"), []engine.Command{share(f, room)}, true},
		"two, in public":            {tell("b", "c"), []engine.Command{share(f, engine.Public)}, true},
		"the public":                {tell("public"), []engine.Command{share(f, engine.Public)}, true},
		"the public, not by a seat": {tell("public"), []engine.Command{share(f, b, c)}, false},
		"who is not there yet":      {tell("b", "late"), []engine.Command{share(f, b)}, true},
		"a word":                    {word("b"), []engine.Command{say(b)}, true},
		"a word to another":         {word("b"), []engine.Command{say(c)}, false},
		"a word to two":             {word("b", "c"), []engine.Command{say(b, c)}, true},
		"a word to one of two":      {word("b", "c"), []engine.Command{say(b)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			e := engine.New(model(t, promising), 1, engine.Setup{})
			var kept, broken int
			e.Observe(func(ev engine.Event) {
				switch ev.Kind {
				case engine.NoteKept:
					kept++
				case engine.NoteBroken:
					broken++
				}
			})
			require.Empty(t, e.Do(file(own("hours >= 2", x.do))).Refusal)
			for i, c := range x.does {
				require.NoError(t, e.Advance(engine.At(2*scenario.Hour+scenario.Duration(i+1)*scenario.Minute)))
				require.Empty(t, e.Do(c).Refusal)
			}
			require.NoError(t, e.Advance(engine.At(10*scenario.Hour)))
			assert.Equal(t, map[bool][2]int{true: {1, 0}, false: {0, 1}}[x.kept], [2]int{kept, broken})
		})
	}
}
