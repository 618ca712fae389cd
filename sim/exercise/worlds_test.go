package exercise_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
)

// TestADrawnWorldOnScreens: in a world with draws a seat reads what the run has drawn and never
// what was left open, the facilitator reads all that was drawn, and no seat does.
func TestADrawnWorldOnScreens(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/draw.toml")
	require.NoError(t, err)
	src = []byte(strings.Replace(string(src), "at = \"{lag}\"\nto = [\"lab\"]", "at = \"{lag}\"\nto = [\"lab\"]\n"+
		`read_aloud = "Aloud: {victim} is dark."`+"\nif_asked = [\"Asked: nobody saw {culprit}.\"]\n"+
		`questions = ["Discuss: who tells the press?"]`, 1))
	words := map[string]bool{}
	for seed := range uint64(12) {
		x, err := exercise.New(record.Header{Name: "draw", Scenario: string(src), Seed: seed})
		require.NoError(t, err)
		g := tabletest.Of(t, x)
		g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
		for who, role := range map[string]string{"Ann": "lab", "Bob": "press"} {
			require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
		}
		require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
		x.Advance(engine.At(7 * scenario.Hour))
		sc, drawn := x.Engine().Model().Scenario, x.Engine().Drawn()
		victim := sc.Draws[2].Word(drawn[2])
		words[victim] = true
		staff, lab, press := tabletest.Written(x.View("Fay")), tabletest.Written(x.View("Ann")), tabletest.Written(x.View("Bob"))
		assert.Contains(t, lab, victim+" is down.")
		assert.Contains(t, lab, sc.Roles[0].Brief)
		for _, text := range []string{staff, lab, press} {
			assert.NotRegexp(t, `\{(victim|culprit|lag|copies0|loud)\}`, text, "something was left open")
		}
		for _, d := range []string{"Aloud: " + victim + " is dark.", "Asked: nobody saw ", "Discuss: who tells",
			"Drawn for this run: Who is behind it: " + sc.Draws[0].Word(drawn[0])} {
			assert.Contains(t, staff, d)
			assert.NotContains(t, lab, d)
			assert.NotContains(t, press, d)
		}
		assert.NotContains(t, press, "is down", "only the laboratory was told")
	}
	assert.Len(t, words, 2, "both have been hit in some run")
}
