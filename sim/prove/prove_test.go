package prove_test

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/prove"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/testsize"
)

func model(t *testing.T, name, text string) *engine.Model {
	t.Helper()
	sc, ds := scenario.Load(name, []byte(text))
	require.NotNil(t, sc, ds.Format(name, text))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	return m
}

// TestLibraryCanBeWon wants a witness of every objective and expectation of the library, and
// each witness to meet its claim again when its commands are played as a script.
func TestLibraryCanBeWon(t *testing.T) {
	for i, name := range []string{"practice", "cold_copy"} {
		if !testsize.Every(i, 1, 2) {
			continue
		}
		src, err := os.ReadFile("../../scenarios/" + name + ".toml")
		require.NoError(t, err)
		m := model(t, name, string(src))
		claims, _ := prove.Prove(context.Background(), m, 200)
		assert.Greater(t, len(claims), 3)
		for _, c := range claims {
			if !assert.NotNil(t, c.Found, "%s: %s %s", name, c.Kind, c.ID) {
				continue
			}
			p, err := score.Play(context.Background(), score.Plan{Model: m, Seed: c.Found.Seed,
				Setup: engine.Setup{Mechanisms: c.Found.Mechanisms}, Commands: c.Found.Commands,
				Plays: make([]bool, len(m.Scenario.Roles)), Until: engine.At(m.Scenario.Length)})
			require.NoError(t, err)
			if c.Kind == "objective" {
				assert.Equal(t, "P", score.Objectives(p)[m.Scenario.Find("objective", c.ID)].Rating, c.ID)
			}
		}
	}
}

// TestNotFound wants no witness where authority or time is lacking, and one where it is not.
func TestNotFound(t *testing.T) {
	const head = "title=\"x\"\nlength=\"5d\"\nbasis=\"x\"\n[role.a]\n[role.b]\n[gauge.harm]\noutcome=true\ngrow={rate=1, while=\"!done('fix')\"}\n" +
		"[action.fix]\nby=\"a\"\n"
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"an expectation of a seat without authority": {"[inject.i]\nat=\"1h\"\nexpects={any=\"fix\", " +
			"within=\"1h\", by=\"b\"}\n", false},
		"one of a seat with it": {"[inject.i]\nat=\"1h\"\nexpects={any=\"fix\", " +
			"within=\"1h\", by=\"a\"}\n", true},
		"that a forged message is found out": {"[inject.i]\nat=\"1h\"\nto=\"a\"\nforged=\"b\"\ntext=\"Fix.\"\n" +
			"expects={check=true, within=\"1h\", by=\"a\"}\n", true},
		"one that is answered too late": {"[sharing]\nlatency=\"1h\"\n[inject.i]\nat=\"1h\"\nto=\"a\"\nforged=\"b\"\n" +
			"text=\"Fix.\"\nexpects={check=true, within=\"1h\"}\n", false},
		"an objective without time": {"takes=\"2d\"\n[objective.o]\ntitle=\"x\"\nmeasure={time_to=\"done('fix')\"}\n" +
			"rate={P=\"1h\",S=\"2h\",M=\"3h\"}\n", false},
		"one with time": {"takes=\"2h\"\n[objective.o]\ntitle=\"x\"\nmeasure={time_to=\"done('fix')\"}\nrate={P=\"3h\",S=\"4h\",M=\"5h\"}\n", true},
		"one that asks to leave something undone": {"[objective.o]\ntitle=\"x\"\nmeasure={expr=\"done('fix') ? " +
			"1 : 0\"}\n" +
			"rate={P=0,S=1,M=2}\n", true},
		"one that needs one act and not another": {"[action.no]\nby=\"b\"\n[objective.o]\ntitle=\"x\"\nmeasure={expr=\"done('fix') && !done('no') ? 1 : 0\"}\n" +
			"rate={P=1,S=0.5,M=0.1}\n", true},
	} {
		claims, runs := prove.Prove(context.Background(), model(t, name, head+c.text), 40)
		require.Len(t, claims, 1, name)
		assert.Equal(t, c.want, claims[0].Found != nil, name)
		assert.Positive(t, runs)
	}
	done, stop := context.WithCancel(context.Background())
	stop()
	claims, _ := prove.Prove(done, model(t, "x", head+
		"[objective.o]\ntitle=\"x\"\nmeasure={expr=\"1\"}\nrate={P=2,S=3,M=4}\n"), 40)
	assert.Len(t, claims, 1, "what is stopped gives what it has")
}
