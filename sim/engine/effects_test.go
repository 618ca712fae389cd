package engine_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// silent are effects that no event tells of, and why.
var silent = map[string]string{
	"version pin":   "nothing changes hands: staff see on their screens which systems are pinned, each seat its own",
	"version unpin": "likewise",
}

// TestEveryKindOfEffectIsCarriedOut holds the list of kinds and ways of the format
// against the engine: each example can be written, checked and given as a command, and
// changes the run, which an event tells.
func TestEveryKindOfEffectIsCarriedOut(t *testing.T) {
	sc, ds := scenario.Load("kinds.toml", []byte(kindsOfEffects))
	require.NotNil(t, sc, ds)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	forms := engine.EffectForms()
	for _, k := range scenario.EffectKinds() {
		if !assert.Contains(t, forms, k.Target, "write effect_%s.go, and its line in effectForms in effect.go", k.Target) {
			continue
		}
		delete(forms, k.Target)
		for _, w := range k.Ways {
			t.Run(k.Target+" "+w.Key, func(t *testing.T) {
				s, ds := sc.LoadScript(fmt.Appendf(nil, "[[do]]\nat=\"1h\"\nset=%s", w.Example))
				require.NotNil(t, s, "%v: put what the example names into kindsOfEffects", ds)
				var told []string
				play := func(commands []engine.Timed) *engine.Engine {
					e := engine.New(m, 1, engine.Setup{})
					require.NoError(t, e.Reach(engine.Time(scenario.Hour)))
					e.Observe(func(ev engine.Event) { told = append(told, ev.Kind.String()) })
					for _, c := range commands {
						a := e.Do(c.Command)
						require.True(t, a.OK, a.Refusal)
					}
					return e
				}
				with, without := play(engine.Commands(sc, s)), play(nil)
				assert.NotEqual(t, without.Digest(), with.Digest(),
					"it changes nothing: the engine does not know %s", w.Key)
				if silent[k.Target+" "+w.Key] == "" {
					assert.NotEmpty(t, told, "no event tells of it, so no story, log or report does: emit one in effect_%s.go",
						k.Target)
				}
			})
		}
	}
	assert.Empty(t, forms, "kinds that no scenario can write")
}

// kindsOfEffects has what the examples of effects name.
const kindsOfEffects = `
title = "Kinds of effects"
length = "10h"
[role.cert]
[gauge.copies]
start = 10
grow = {rate=1}
[version.v39]
of = "clerk"
[version.v40]
of = "clerk"
[version.v41]
of = "clerk"
[system.grid]
runs = "v40"
[system.bank]
runs = "v39"
[system.finetune]
[system.torrent]
[[link]]
from = "finetune"
to = "torrent"
[fact.egress]
text = "It left the building."
[inject.pins]
at = "10m"
effects = [{version="v39", pin="bank"}]
[inject.press_story]
text = "The press has it."
[venue.cell]
members = "all"
[action.report]
by = "cert"
[obligation.eu_cyber]
role = "cert"
within = "3h"
met_by = "report"
`
