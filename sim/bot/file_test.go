package bot_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

const drafted = `title = "Drafts"
basis = "test"
length = "1d"
[role.lab]
title = "Laboratory"
[role.cert]
title = "CERT"
[role.press]
title = "Press"
[fact.gap]
title = "Gap"
text = "Lines are missing."
known = {lab={at="1h"}}
[[note]]
role = "lab"
when = "knows('gap')"
do = {share="gap", to=["cert"]}
within = "2h"
shown_to = ["press"]
draft = true
[[note]]
role = "lab"
when = "knows('gap')"
do = {say="We look into it", to=["press"]}
within = "3h"
[[note]]
role = "cert"
when = "knows('gap')"
do = {share="gap", to=["press"]}
within = "1h"
draft = true
`

// A bot files the drafts of its own seat before STARTEX, and shows them to those whom the scenario names
// and whom it tells. Notes that are no drafts, and those of a seat that no bot has, stay as they are.
func TestBotFilesItsDrafts(t *testing.T) {
	sc, ds := scenario.Load("drafted.toml", []byte(drafted))
	require.NotNil(t, sc, ds.Format("drafted.toml", drafted))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	file := engine.Timed{Command: engine.Command{Verb: engine.File, Role: 0, Ref: 0}}
	revoke := engine.Timed{Command: engine.Command{Verb: engine.Revoke, Role: 0, Ref: 0}}
	for name, c := range map[string]struct {
		plays    []bool
		silent   bool
		commands []engine.Timed
		filed    []bool
		given    int
	}{
		"all seats": {plays: []bool{true, true, true}, filed: []bool{true, false, true}, given: 2},
		"one seat":  {plays: []bool{true, false, false}, filed: []bool{true, false, false}, given: 1},
		"no seat":   {plays: []bool{false, false, false}, filed: []bool{false, false, false}},
		"silent":    {plays: []bool{true, true, true}, silent: true, filed: []bool{false, false, false}},
		"filed before": {plays: []bool{true, false, false}, filed: []bool{true, false, false},
			commands: []engine.Timed{file}},
		"withdrawn": {plays: []bool{true, false, false}, filed: []bool{false, false, false},
			commands: []engine.Timed{file, revoke}},
	} {
		t.Run(name, func(t *testing.T) {
			e := engine.New(m, 1, engine.Setup{})
			given := 0
			table := &bot.Table{Plays: c.plays, Silent: c.silent, Given: func(g engine.Timed) {
				if g.Verb == engine.File {
					given++
				}
			}}
			require.NoError(t, bot.Run(context.Background(), e, table, c.commands, e.Horizon(), nil))
			for i, want := range c.filed {
				assert.Equal(t, want, e.Filed(i), "note %d", i)
			}
			assert.Equal(t, c.given, given)
			if c.given > 0 {
				assert.Equal(t, []int{2, 1}, e.ShownTo(0), "the press by the scenario, and CERT, which it tells")
			}
		})
	}
}
