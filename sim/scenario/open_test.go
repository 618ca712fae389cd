package scenario

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNoFalseCertaintyOverDraws: what a check calls unreachable is so for every number that is drawn, also where it
// rises and falls with it; and what is so for none of them is named.
func TestNoFalseCertaintyOverDraws(t *testing.T) {
	named := 0
	for _, start := range []string{"q", "2 * q + 1", "10 - q", "6 / (q - 1)", "6 / (q - 5)", "(q - 6) * (q - 6)",
		"abs(q - 6)", "min(q, 12 - q)", "max(q, 12 - q)", "q > 4 ? q - 4 : 4 - q", "-q / 3", "1 / q", "q * w - 3 * w"} {
		for _, ask := range []string{"g > 5.5", "g < 1.1", "g > 30", "g < -1", "g > 2.5 && g < 2.6", "g == 3", "q > 10.5"} {
			src := "title = \"x\"\nlength = \"1d\"\nbasis = \"x\"\n[role.a]\n[draw.q]\nnumber = {from=2, to=10}\n" +
				"[draw.w]\nnumber = {from=-2, to=2}\nwhole = true\n[gauge.g]\nstart = \"" + start +
				"\"\n[inject.i]\nwhen = \"" + ask + "\"\n"
			sc, ds := Load("x.toml", []byte(src))
			require.NotNil(t, sc, ds)
			never := false
			for _, d := range ds {
				never = never || d.Code == "unreachable"
			}
			if !never {
				continue
			}
			named++
			ws := []float64{0} // w makes a difference only where it is asked for
			if strings.Contains(start, "w") {
				ws = []float64{-2, -1, 0, 1, 2}
			}
			for u := range 400 {
				for _, w := range ws {
					world := sc.Drawn([]float64{2 + 8*(float64(u)+0.5)/400, w})
					root := world.Injects[0].When.Root
					for g := range world.Gauges {
						root = withGauge(root, g, world.Gauges[g].Start)
					}
					v, ok := fixed(root)
					require.True(t, ok)
					assert.Zero(t, v, "%s with start %s comes at %v", ask, start, world.Gauges[0].Start)
				}
			}
		}
	}
	assert.GreaterOrEqual(t, named, 25, "what never comes is still named")
}

// withGauge puts the value of a gauge that nothing moves into a tree.
func withGauge(n *Node, g int, value float64) *Node {
	if n.Op == OpGauge && n.Ref == g {
		return &Node{Op: OpNumber, Type: Number, Num: value}
	}
	out := *n
	out.Args = nil
	for _, a := range n.Args {
		out.Args = append(out.Args, withGauge(a, g, value))
	}
	return &out
}

// TestDrawnTimesAndChancesAreOpen: an inject at a drawn time, and an effect with a drawn chance, are no dead ends
// because few of the times and chances that are drawn would do.
func TestDrawnTimesAndChancesAreOpen(t *testing.T) {
	const head = "title = \"x\"\nlength = \"2h30m\"\nbasis = \"x\"\n[role.a]\n[draw.lag]\ntime = {from=\"2h29m\", to=\"90h\"}\n" +
		"[draw.q]\nnumber = {from=0, to=10}\n"
	for text, never := range map[string]bool{
		"[inject.i]\nat = \"{lag}\"\n":                                           false,
		"[draw.twice]\nnumber = \"2 * lag - 2\"\n[inject.i]\nat = \"{twice}\"\n": false,
		"[inject.i]\nat = \"3h\"\n":                                              true,
		"[inject.i]\nwhen = \"done('x')\"\n[action.x]\nby = \"a\"\nneeds = \"delivered('j')\"\n[inject.j]\n" +
			"[action.y]\nby = \"a\"\neffects = [{inject=\"j\", chance=\"q > 9 ? (q - 9) * (10 - q) : 0\"}]\n": false,
		"[draw.z]\nnumber = \"q + 1\"\n[inject.i]\nwhen = \"q > 10\"\n": true,
	} {
		ds := findings(head + text)
		require.False(t, ds.Failed(), ds)
		assert.Equal(t, never, strings.Contains(fmt.Sprint(ds), "[unreachable]") ||
			strings.Contains(fmt.Sprint(ds), "unreachable"), "%s\n%v", text, ds)
	}
}

// TestOptionsOfNotesAreIds: what a note declares is the id of what has been drawn, as truth is, and not its words.
func TestOptionsOfNotesAreIds(t *testing.T) {
	ds := findings("title = \"x\"\nlength = \"1d\"\nbasis = \"x\"\n[role.a]\n[draw.hole]\nchoice = {key=2, plug=1}\n" +
		"words = {key=\"a stolen key\", plug=\"a plug-in\"}\n[probe.how]\nask = \"How?\"\noptions = {key=\"A key\", plug=\"A plug-in\"}\n" +
		"truth = \"{hole}\"\n[[note]]\nrole = \"a\"\nwhen = \"hours > 1\"\ndo = {declare=\"how\", option=\"{hole}\"}\n")
	assert.False(t, ds.Failed(), ds)
}

// TestListsHaveAPlace: what is amiss with a list is told where the list stands, and with a part of it, where that does.
func TestListsHaveAPlace(t *testing.T) {
	const needed = "needed_by = [\"b\", \"c\"]\n"
	src := strings.Replace(sound, "needed_by = [\"b\"]\n", needed, 1) + "[role.c]\n[inject.x]\nat = \"1h\"\nto = \"c\"\n"
	for _, d := range findings(src) {
		if d.Code == "untold" {
			assert.Equal(t, strings.Index(needed, "\"c\"")+1, d.Column)
			return
		}
	}
	t.Fatal("nobody is said to lack the fact")
}
