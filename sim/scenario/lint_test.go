package scenario

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sound is a small scenario without findings; faults are planted into it.
const sound = `title = "Sound"
length = "2d"
basis = "test"
[role.a]
[role.b]
[fact.f]
text = "x"
known = {a={at="1h"}}
needed_by = ["b"]
[action.fix]
by = ["a", "b"]
needs = "knows('f')"
[[note]]
role = "a"
when = "knows('f')"
do = {share="f", to=["b"]}
[[note]]
role = "b"
when = "knows('f')"
do = "fix"
[inject.i]
at = "2h"
unless = "done('fix')"
[objective.o]
title = "Told"
measure = {reach="f"}
`

func TestPlantedFaults(t *testing.T) {
	_, ds := Load("sound.toml", []byte(sound))
	require.Empty(t, ds, "the clean scenario")
	for name, c := range map[string]struct{ add, code string }{
		"inject nobody brings":      {"[inject.lost]\ntext = \"x\"\n", "unreachable"},
		"inject behind a dead one":  {"[inject.lost]\n[inject.after]\nwhen = \"delivered('lost')\"\n", "unreachable"},
		"contingency of nothing":    {"[inject.after]\nwhen = \"missed('i')\"\n", "unreachable"},
		"action behind a dead fact": {"[fact.g]\ntext = \"x\"\n[action.dead]\nby = [\"a\"]\nneeds = \"knows('g')\"\n", "no-path"},
		"fact without a path":       {"[fact.g]\ntext = \"x\"\nneeded_by = [\"a\"]\n", "no-path"},
		"role that sees nothing":    {"[inject.only_a]\nat = \"1h\"\nto = [\"a\"]\n[role.c]\n", "idle-role"},
		"probe without truth": {"[probe.p]\nask = \"?\"\noptions = {x=\"X\"}\n[objective.p]\ntitle = " +
			"\"x\"\nmeasure = {probe=\"p\"}\n", "objective"},
		"promises nobody makes": {"[objective.p]\ntitle = \"x\"\nmeasure = {note_fidelity=\"all\"}\n",
			"objective"},
		"clock that never starts": {"[obligation.d]\nrole = \"a\"\nwithin = \"3d\"\nmet_by = [\"fix\"]\n",
			"objective"},
		"time that never comes": {"[inject.lost]\n[objective.p]\ntitle = \"x\"\nmeasure = " +
			"{time_to=\"delivered('lost')\"}\nrate = {P=\"1h\", S=\"2h\", M=\"3h\"}\n", "objective"},
		"acting on a hidden system": {"[system.s]\n[[note]]\nrole = \"b\"\nwhen = \"failed('s')\"\ndo = \"fix\"\n",
			"omniscient"},
		"acting on a hidden gauge": {"[gauge.g]\n[[note]]\nrole = \"b\"\nwhen = \"g > 1\"\ndo = \"fix\"\n",
			"omniscient"},
	} {
		t.Run(name, func(t *testing.T) {
			sc, ds := Load("x.toml", []byte(sound+c.add))
			require.False(t, ds.Failed(), ds.Format("x.toml", sound+c.add))
			again, none := LoadAgain("x.toml", []byte(sound+c.add), "")
			assert.Empty(t, none, "what is read again is asked nothing")
			assert.Equal(t, sc, again)
			var codes []string
			for _, d := range ds {
				codes = append(codes, d.Code)
				assert.Positive(t, d.Line)
				assert.NotEmpty(t, d.Hint)
			}
			if c.code == "" {
				assert.Empty(t, codes)
			} else {
				assert.Contains(t, codes, c.code)
			}
		})
	}
}

func TestAsymmetryLengthAndBasis(t *testing.T) {
	_,
		ds := Load("x.toml",
		[]byte("title = \"x\"\n[role.a]\n[role.b]\n[fact.f]\ntext = \"x\"\nknown = {all={}}\nneeded_by = "+
			"[\"a\"]\n[sharing]\nlatency = \"4h\"\n"))
	var codes []string
	for _, d := range ds {
		codes = append(codes, d.Code)
	}
	assert.ElementsMatch(t, []string{"endless", "no-asymmetry", "no-basis"}, codes)
}

// TestTooManyDeliveries: what comes by the clock to more seats than there is room for is
// told with its line, and what fits is not.
func TestTooManyDeliveries(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
	}{
		{"every second", "[inject.t]\nevery = \"1s\"\ntext = \"x\"\n", 1},
		{"on average every second", "[inject.t]\nevery = {mean=\"1s\"}\ntext = \"x\"\n", 1},
		{"a system that flaps",
			"[system.s]\nfails = \"1s\"\nrepair = {from=\"0s\", to=\"1s\"}\nowner = \"a\"\nwatch = {b={}}\n", 1},
		{"limited by times", "[inject.t]\nevery = \"1s\"\ntimes = 1000\ntext = \"x\"\n", 0},
		{"to nobody", "[inject.t]\nevery = \"1s\"\nto = [\"none\"]\ntimes = 400000\ntext = \"x\"\n", 0},
		{"every minute", "[inject.t]\nevery = \"1m\"\ntext = \"x\"\n", 0},
	} {
		text := sound + c.text
		_, ds := Load("sound.toml", []byte("# more time\n"+text[:len("title = \"Sound\"\n")]+"length = \"10d\"\n"+
			text[len("title = \"Sound\"\nlength = \"2d\"\n"):]))
		at := 0
		for _, d := range ds {
			if d.Code == "deliveries" {
				at = d.Line
				assert.Contains(t, d.Message, "500000", c.name)
			}
		}
		if c.line > 0 {
			want := 2 + strings.Count(sound, "\n")
			assert.Equal(t, want, at, "%s: %v", c.name, ds)
		} else {
			assert.Zero(t, at, "%s: %v", c.name, ds)
		}
	}
}
