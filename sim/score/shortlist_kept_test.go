package score

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestSharesThatTaughtSomebody: a share is tried where somebody learned the fact by it, before other
// actions if that was one who needs it and after them if not; what is told to the public is always tried.
func TestSharesThatTaughtSomebody(t *testing.T) {
	m := modelOf(t, three) // cloud and agency need the theft, lab does not
	sent := func(hour float64, from, to int) engine.Event { return at(hour, engine.MessageSent, from, to, theft) }
	learned := func(hour float64, role, from int) engine.Event {
		return at(hour, engine.FactLearned, role, from, theft)
	}
	told := func(hour float64, from int, to ...int) engine.Timed {
		return give(hour, engine.Share, from, theft, to...)
	}
	const dropped, first, last = "dropped", "first", "last"
	for name, x := range map[string]struct {
		share  engine.Timed
		events []any
		place  string
	}{
		"who needs it": {told(3, lab, cloud), []any{tells(3, lab, cloud, theft)}, first},
		"hours later":  {told(3, lab, cloud), []any{sent(3, lab, cloud), learned(9, cloud, lab)}, first},
		"who does not": {told(3, cloud, lab), []any{tells(3, cloud, lab, theft)}, last},
		"both": {told(3, agency, cloud, lab), []any{tells(3, agency, cloud, theft),
			tells(3, agency, lab, theft)}, first},
		"both, turned": {told(3, agency, lab, cloud), []any{tells(3, agency, lab, theft),
			tells(3, agency, cloud, theft)}, first},
		"who knew":         {told(3, lab, cloud), []any{learns(2, cloud, theft), sent(3, lab, cloud)}, dropped},
		"who learned else": {told(3, lab, cloud), []any{sent(3, lab, cloud), learned(4, cloud, agency)}, dropped},
		"again":            {told(5, lab, cloud), []any{tells(3, lab, cloud, theft), sent(5, lab, cloud)}, dropped},
		"never arrived":    {told(0, lab, cloud), []any{sent(0, lab, cloud)}, dropped},
		"another seat":     {told(3, lab, cloud), []any{sent(3, lab, cloud), tells(5, lab, agency, theft)}, dropped},
		"the public, and one who needs it": {told(3, lab, engine.Public), []any{sent(3, lab, engine.Public),
			learned(3, cloud, lab)}, first},
		"the public alone": {told(3, lab, engine.Public), []any{sent(3, lab, engine.Public)}, last},
		"a word besides":   {told(3, lab, cloud), []any{says(2, lab, cloud), tells(3, lab, cloud, theft)}, first},
	} {
		t.Run(name, func(t *testing.T) {
			p := &Played{Ledger: stream(m, x.events...)}
			act := Moment{Change: LeftOut, Command: give(6, engine.Act, agency, hold)}
			got := shortlist(p, []Moment{act, {Change: LeftOut, Command: x.share}})
			if x.place == dropped {
				require.Len(t, got, 1)
				return
			}
			require.Len(t, got, 2)
			assert.Equal(t, x.place == first, got[0].Command.Verb == engine.Share)
		})
	}
}

// TestActionsThatMayMatter: an action is tried if it has effects, or if a duty, an inject or a condition
// asks for it, and not if nothing does.
func TestActionsThatMayMatter(t *testing.T) {
	const text = `
title = "Asked for"
length = "10h"
[role.a]
[gauge.harm]
outcome = true
[action.works]
by = ["a"]
effects = [{gauge="harm", add=1}]
[action.report]
by = ["a"]
[action.either]
by = ["a"]
[action.both]
by = ["a"]
[action.named]
by = ["a"]
[action.idle]
by = ["a"]
[obligation.other]
role = "a"
starts = "hours > 1"
within = "1h"
met_by = ["works"]
[obligation.owed]
role = "a"
starts = "hours > 1"
within = "1h"
met_by = ["report"]
[inject.news]
at = "1h"
from = "Wire"
to = ["a"]
text = "News."
[inject.call]
at = "1h"
from = "Wire"
to = ["a"]
text = "A call."
expects = {any=["either"], within="1h"}
[inject.order]
at = "1h"
from = "Wire"
to = ["a"]
text = "An order."
expects = {all=["both"], within="1h"}
[inject.end]
from = "Wire"
to = ["a"]
text = "It is over."
when = "done('named')"
`
	m := modelOf(t, text)
	var got []string
	for _, x := range []string{"works", "report", "either", "both", "named", "idle"} {
		c := engine.Timed{Command: engine.Command{Verb: engine.Act, Ref: m.Scenario.Find("action", x)}}
		if len(shortlist(&Played{Ledger: stream(m)}, []Moment{{Change: LeftOut, Command: c}})) > 0 {
			got = append(got, x)
		}
	}
	assert.Equal(t, []string{"works", "report", "either", "both", "named"}, got)
	plain := modelOf(t, strings.NewReplacer(
		"[obligation.owed]\nrole = \"a\"\nstarts = \"hours > 1\"\nwithin = \"1h\"\n"+
			"met_by = [\"report\"]\n", "", "expects = {any=[\"either\"], within=\"1h\"}\n", "",
		"expects = {all=[\"both\"], within=\"1h\"}\n", "").Replace(text))
	for _, x := range []string{"report", "either", "both"} {
		c := engine.Timed{Command: engine.Command{Verb: engine.Act, Ref: plain.Scenario.Find("action", x)}}
		assert.Empty(t, shortlist(&Played{Ledger: stream(plain)}, []Moment{{Change: LeftOut, Command: c}}), x)
	}
}

// TestHowManyMomentsAreLeft: a search says how many moments it had no room for, and how many it tries
// is no more than there are; nothing is left where there is nothing to look for.
func TestHowManyMomentsAreLeft(t *testing.T) {
	// the telling left out and earlier; the act left out, sooner, and sooner with the telling
	const all = 5
	script := commands(give(10, engine.Share, 0, 0, 1), give(22, engine.Act, 1, 0))
	p := play(t, Plan{Model: modelOf(t, rising), Seed: 1, Commands: script})
	for screen, left := range map[int]int{0: 0, 1: all - 1, all - 1: 1, all: 0, all + 1: 0, 100: 0} {
		found, n, err := WeightiestOf(t.Context(), p, Search{Seeds: Seeds(1, 1), Screen: screen}, Work{})
		require.NoError(t, err)
		assert.Equal(t, left, n, screen)
		if screen == 1 {
			assert.Len(t, found, 1, "the first alone is tried")
		}
	}
	whole := weightiest(t, p, 0)
	for most := range len(whole) + 2 {
		found, _, err := WeightiestOf(t.Context(), p, Search{Seeds: Seeds(1, 1), Most: most}, Work{})
		require.NoError(t, err)
		if most == 0 {
			assert.Len(t, found, len(whole))
		} else {
			assert.Len(t, found, min(most, len(whole)))
		}
	}
	found, left, err := WeightiestOf(t.Context(), p, Search{Screen: 1}, Work{})
	require.NoError(t, err)
	assert.Empty(t, found, "without a draw nothing is tried")
	assert.Zero(t, left)
	still := modelOf(t, strings.Replace(rising, "outcome = true\n", "", 1))
	found, left, err = WeightiestOf(t.Context(), play(t, Plan{Model: still, Seed: 1, Commands: script}),
		Search{Seeds: Seeds(1, 1), Screen: 1}, Work{})
	require.NoError(t, err)
	assert.Empty(t, found, "without harm nothing matters")
	assert.Zero(t, left)
}

// TestTheFloorOfMoments: what made a difference of just the floor is listed, and what made none is not,
// though the floor is 0.
func TestTheFloorOfMoments(t *testing.T) {
	m := modelOf(t, strings.Replace(rising, "[action.wave]\nby = [\"press\"]", "[gauge.mood]\n[action.wave]\n"+
		"by = [\"press\"]\neffects = [{gauge=\"mood\", add=1}]", 1))
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(5, engine.Act, 2, 1),
		give(10, engine.Share, 0, 0, 1), give(22, engine.Act, 1, 0))})
	require.Empty(t, p.Refusals)
	all := weightiest(t, p, 0)
	require.Len(t, all, 4)
	for i, x := range all {
		assert.NotEqual(t, 2, x.Command.Role, "waving changes the world, and no harm")
		assert.Len(t, weightiest(t, p, max(x.Own, -x.Own)), i+1, fmt.Sprint(owns(all)))
	}
}
