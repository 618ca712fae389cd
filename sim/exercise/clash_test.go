package exercise_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

// TestWhatWasTakenBackClashesWithNothing: whoever has taken back what it did acts on nothing, whatever it says.
func TestWhatWasTakenBackClashesWithNothing(t *testing.T) {
	g := accountsTable(t)
	until(g, 2)
	for _, s := range [][3]string{{"ministry", "act", `{"act":"accuse"}`}, {"ministry", "cancel", `{"cancel":"accuse"}`},
		{"grid", "act", `{"act":"repair"}`}} {
		a := g.Do("P "+s[0], s[0], s[1], s[2])
		require.True(t, a.OK, a.Why)
	}
	says(t, g, "P ministry", "ministry", "attack", 0.9)
	says(t, g, "P grid", "grid", "fault", 0.9)
	assert.Empty(t, g.X.View("Fay").Control.Picture.Clashes)
}

// rustOrRaid are two more accounts for testdata/worlds/accounts.toml, of which only rust is true.
var rustOrRaid = `
[role.mole]
adversary = true
[hypothesis.rust]
title = "Rust"
fits = ["scrub", "both"]
truth = true
for = ["pro_rust", "pro_both", "pro_decoy", "pro_known", "pro_nobody", "pro_mole"]
against = ["contra_both"]
[hypothesis.raid]
title = "A raid"
fits = ["strike", "sweep", "both", "hide"]
excludes = ["rust"]
for = ["pro_both"]
against = ["contra_raid", "contra_both"]
[action.scrub]
by = ["lab", "grid"]
takes = "4h"
[action.sweep]
by = ["lab"]
takes = "4h"
[action.both]
by = ["press"]
[action.strike]
by = ["agency"]
takes = "4h"
[action.hide]
by = ["mole"]
` + evidence

// evidence is what each of the two accounts speaks of, by who knows it.
var evidence = func() (out string) {
	for _, f := range [][2]string{{"pro_rust", "grid"}, {"pro_both", "grid"}, {"contra_raid", "grid"}, {"contra_both", "grid"},
		{"weather", "grid"}, {"pro_decoy", "grid"}, {"pro_known", "agency"}, {"pro_mole", "mole"}, {"pro_nobody", ""}} {
		out += fmt.Sprintf("[fact.%s]\ntitle = %q\ntext = \"So.\"\nneeded_by = [\"agency\"]\ndecoy = %v\n", f[0], f[0], f[0] == "pro_decoy")
		if f[1] != "" {
			out += "known = {" + f[1] + "={at=\"1h\"}}\n"
		}
	}
	return out
}()

// clashing plays what is done and said there, and gives who clashes with whom about what.
func clashing(t *testing.T, does ...string) (out []string) {
	t.Helper()
	g := accountsTable(t, rustOrRaid)
	require.True(t, g.Do("P mole", "player", "join", `{"kind":"player","want":"mole","open":true}`).OK)
	until(g, 2)
	for _, d := range does {
		s := strings.Fields(d)
		switch s[1] {
		case "act", "cancel":
			a := g.Do("P "+s[0], s[0], s[1], fmt.Sprintf(`{%q:%q}`, s[1], s[2]))
			require.True(t, a.OK, "%s: %s", d, a.Why)
		default:
			sure, err := strconv.ParseFloat(s[2], 64)
			require.NoError(t, err)
			says(t, g, "P "+s[0], s[0], s[1], sure)
		}
	}
	for _, c := range g.X.View("Fay").Control.Picture.Clashes {
		out = append(out, fmt.Sprintf("%s %s %s, %s %s %s", c.Roles[0], c.Actions[0], c.Hypos[0], c.Roles[1], c.Actions[1], c.Hypos[1]))
	}
	return out
}

// TestWhoClashes: two seats that have each begun what fits one account, and hold it: by what they say, else by what
// they did last that tells. Each pair is entered once for each two accounts, with who began first; what fits both
// is on neither side, and a seat on the other side clashes with nobody.
func TestWhoClashes(t *testing.T) {
	const one = "lab scrub rust, agency strike raid"
	for name, c := range map[string]struct {
		does []string
		want []string
	}{
		"once":                      {[]string{"lab act scrub", "agency act strike", "lab rust 0.9", "agency raid 0.9", "lab rust 0.8"}, []string{one}},
		"who began first":           {[]string{"agency act strike", "lab act scrub"}, []string{"agency strike raid, lab scrub rust"}},
		"who spoke last":            {[]string{"lab act scrub", "lab raid 0.9", "agency act strike", "lab raid 0.1"}, []string{one}},
		"about two":                 {[]string{"lab act scrub", "agency act strike", "lab act reset", "agency act retaliate"}, []string{one, "lab reset fault, agency retaliate attack"}},
		"of three":                  {[]string{"lab act scrub", "grid act scrub", "agency act strike"}, []string{one, "grid scrub rust, agency strike raid"}},
		"on both sides":             {[]string{"press act both", "agency act strike", "press rust 0.9", "lab act scrub", "press raid 0.9", "press rust 0.1"}, []string{"agency strike raid, lab scrub rust"}},
		"another holds it for them": {[]string{"lab act scrub", "lab raid 0.9", "agency act strike", "grid rust 0.9"}, nil},
		"what else it does":         {[]string{"agency act strike", "agency act retaliate", "lab act scrub"}, []string{"agency strike raid, lab scrub rust"}},
		"taken back":                {[]string{"lab act scrub", "lab act sweep", "lab cancel sweep", "agency act strike"}, []string{one}},
		"the earlier taken back":    {[]string{"lab act scrub", "lab act sweep", "lab cancel scrub", "lab rust 0.9", "agency act strike"}, nil},
		"another's taken back":      {[]string{"lab act scrub", "grid act scrub", "lab cancel scrub", "agency act strike"}, []string{"grid scrub rust, agency strike raid"}},
		"one on the other side":     {[]string{"lab act scrub", "mole act hide"}, nil},
		"of three, one first":       {[]string{"agency act strike", "lab act scrub", "grid act scrub"}, []string{"agency strike raid, lab scrub rust", "agency strike raid, grid scrub rust"}},
		"begun again":               {[]string{"lab act scrub", "agency act strike", "lab cancel scrub", "lab act scrub"}, []string{one}},
		"on both sides, seen by us": {[]string{"press act both", "press raid 0.9", "lab act scrub"}, nil},
		"against itself":            {[]string{"lab act scrub", "lab act sweep", "lab rust 0.9"}, nil},
	} {
		assert.Equal(t, c.want, clashing(t, c.does...), name)
	}
}

// TestWhichFactsDecide between two accounts: one that speaks against the wrong one or for the right one, not for or
// against both; nothing that speaks of neither or leads nowhere, that it knew itself, or that nobody knew but the
// other side.
func TestWhichFactsDecide(t *testing.T) {
	g := accountsTable(t, rustOrRaid)
	until(g, 2)
	for _, s := range [][2]string{{"lab", "scrub"}, {"agency", "strike"}} {
		a := g.Do("P "+s[0], s[0], "act", `{"act":"`+s[1]+`"}`)
		require.True(t, a.OK, a.Why)
	}
	var lacked []string
	for _, c := range g.X.View("Fay").Control.Picture.Clashes {
		for _, l := range c.Lacked {
			lacked = append(lacked, l.Seat+": "+l.Fact)
		}
	}
	assert.Equal(t, []string{"Agency: pro_rust", "Agency: contra_raid"}, lacked)
	var none exercise.Clash
	assert.Equal(t, "No fact that one of them lacked and somebody knew decides between the two.", none.WouldHaveTold())
}
