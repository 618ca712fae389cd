package bot_test

import (
	"context"
	"strings"
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
	e, table := engineOf(t, strings.Replace(drafted, "within = \"2h\"\n", "", 1), engine.Setup{}), &bot.Table{}
	table.Seat(e)
	assert.Zero(t, table.File(0), "a draft that says no time promises nothing yet")
	assert.Equal(t, 1, table.File(1))
	sc, ds := scenario.Load("drafted.toml", []byte(drafted))
	require.NotNil(t, sc, ds.Format("drafted.toml", drafted))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	file := engine.Timed{Command: engine.Command{Verb: engine.File, Role: 0, Ref: 0}}
	revise := engine.Timed{Command: engine.Command{Verb: engine.Revise, Role: 0, Ref: 0,
		Change: &scenario.NoteChange{Within: scenario.Hour}}}
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
		"while people speak at once": {plays: []bool{true, true, true}, filed: []bool{true, false, true}, given: 2,
			commands: []engine.Timed{{Command: engine.Command{Verb: engine.Say, Role: 2, Ref: -1, To: []int{1},
				Text: "Well?"}}}},
		"silent": {plays: []bool{true, true, true}, silent: true, filed: []bool{false, false, false}},
		"filed before": {plays: []bool{true, false, false}, filed: []bool{true, false, false},
			commands: []engine.Timed{file}},
		"withdrawn": {plays: []bool{true, false, false}, filed: []bool{false, false, false},
			commands: []engine.Timed{file, revoke}},
		"revised": {plays: []bool{true, false, false}, filed: []bool{false, false, false},
			commands: []engine.Timed{file, revise}},
	} {
		t.Run(name, func(t *testing.T) {
			e := engine.New(m, 1, engine.Setup{})
			given := 0
			e.Observe(func(ev engine.Event) { assert.NotEqual(t, engine.CommandRefused, ev.Kind, ev.Text) })
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

// Those whom a note tells can count on it only if they have read it: roles that it tells a fact, each once, and not
// its own, nor the public.
func TestWhoReadsADraft(t *testing.T) {
	for note, want := range map[string][]int{
		`{share="gap", to=["cert", "public"]}` + "\nshown_to = [\"cert\"]":  {1},
		`{share="gap", to=["all"]}` + "\nshown_to = [\"press\"]":            {2, 1},
		`{say="We look into it", to=["press"]}` + "\nshown_to = [\"cert\"]": {1},
	} {
		text := drafted[:strings.Index(drafted, "[[note]]")] + "[[note]]\nrole = \"lab\"\nwhen = \"knows('gap')\"\ndo = " +
			note + "\nwithin = \"2h\"\ndraft = true\n"
		e := engineOf(t, text, engine.Setup{})
		table := &bot.Table{}
		table.Seat(e)
		assert.Equal(t, 1, table.File(0))
		assert.Equal(t, want, e.ShownTo(0), note)
	}
	lab := strings.NewReplacer(`do = {share="gap", to=["press"]}`, `do = {share="gap", to=["lab"]}`).Replace(drafted)
	e := engineOf(t, strings.Replace(lab, "[role.cert]", "[role.cert]\nadversary = true", 1), engine.Setup{})
	table := &bot.Table{Silent: true}
	table.Seat(e)
	assert.Equal(t, 1, table.File(1), "the other side does as it always does")
	assert.Equal(t, []int{0}, e.ShownTo(2))
}
