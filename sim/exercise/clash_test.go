package exercise_test

import (
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

// TestWhichFactsDecide between two accounts: one that speaks against the wrong one or for the right one, not for or
// against both; nothing that speaks of neither, and nothing that nobody knew.
func TestWhichFactsDecide(t *testing.T) {
	fact := func(id string) string {
		return "[fact." + id + "]\ntitle = \"" + id + "\"\ntext = \"So.\"\nknown = {grid={at=\"1h\"}}\nneeded_by = [\"agency\"]\n"
	}
	const hypotheses = `
[hypothesis.rust]
title = "Rust"
fits = ["scrub"]
truth = true
for = ["pro_rust", "pro_both"]
against = ["contra_both"]
[hypothesis.raid]
title = "A raid"
fits = ["strike"]
excludes = ["rust"]
for = ["pro_both"]
against = ["contra_raid", "contra_both"]
[action.scrub]
by = ["lab"]
[action.strike]
by = ["agency"]
[fact.unknown]
text = "So."
needed_by = ["agency"]
`
	g := accountsTable(t, hypotheses, fact("pro_rust"), fact("pro_both"), fact("contra_raid"), fact("contra_both"), fact("weather"))
	until(g, 2)
	for _, s := range [][2]string{{"lab", "scrub"}, {"agency", "strike"}} {
		a := g.Do("P "+s[0], s[0], "act", `{"act":"`+s[1]+`"}`)
		require.True(t, a.OK, a.Why)
	}
	clashes := g.X.View("Fay").Control.Picture.Clashes
	lacked := map[string][]string{}
	for _, c := range clashes {
		for _, l := range c.Lacked {
			lacked[c.HypoA] = append(lacked[c.HypoA], l.Seat+": "+l.Fact)
		}
	}
	assert.Equal(t, map[string][]string{"Rust": {"Agency: pro_rust", "Agency: contra_raid"}}, lacked)
	var none exercise.Clash
	assert.Equal(t, "No fact that one of them lacked and somebody knew decides between the two.", none.WouldHaveTold())
}
