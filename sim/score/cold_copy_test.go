package score_test

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/testsize"
)

func coldCopy(t *testing.T) *engine.Model {
	t.Helper()
	src, err := os.ReadFile("../../scenarios/cold_copy.toml")
	require.NoError(t, err)
	sc, ds := scenario.Load("cold_copy.toml", src)
	require.Empty(t, ds, ds.Format("cold_copy.toml", string(src)))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	return m
}

func script(t *testing.T, m *engine.Model, name string) []engine.Timed {
	t.Helper()
	src, err := os.ReadFile("../../testdata/" + name)
	require.NoError(t, err)
	s, ds := m.Scenario.LoadScript(src)
	require.Empty(t, ds, ds.Format(name, string(src)))
	return engine.Commands(m.Scenario, s)
}

func harm(t *testing.T, p score.Plan) float64 {
	t.Helper()
	p.Until = engine.At(p.Model.Scenario.Length)
	played, err := score.Play(context.Background(), p)
	require.NoError(t, err)
	v, ok := score.Harmed(played.Engine)
	require.True(t, ok)
	return v
}

// TestGoodScriptBeatsBad: far less harm on at least 95 of 100 seeds.
func TestGoodScriptBeatsBad(t *testing.T) {
	m := coldCopy(t)
	good, bad := script(t, m, "cold_copy.good.toml"), script(t, m, "cold_copy.bad.toml")
	wins := 0
	for seed := range uint64(100) {
		g := harm(t, score.Plan{Model: m, Seed: seed, Commands: good})
		b := harm(t, score.Plan{Model: m, Seed: seed, Commands: bad})
		if g < b/2 {
			wins++
		}
	}
	assert.GreaterOrEqual(t, wins, 95)
}

// TestScriptsAreCarriedOut: nothing that the scripts ask for is refused, on any of 100 seeds.
func TestScriptsAreCarriedOut(t *testing.T) {
	m := coldCopy(t)
	for _, name := range []string{"cold_copy.good.toml", "cold_copy.bad.toml"} {
		commands := script(t, m, name)
		for seed := range uint64(100) {
			p, err := score.Play(context.Background(),
				score.Plan{Model: m, Seed: seed, Commands: commands, Until: engine.At(m.Scenario.Length)})
			require.NoError(t, err)
			assert.Empty(t, p.Refusals, "%s, seed %d", name, seed)
			assert.Equal(t, len(p.Commands), p.Given, name)
		}
	}
}

// TestPreparationHelps: over 200 paired seeds arm all does less harm than none, and none
// less than nobody acting.
func TestPreparationHelps(t *testing.T) {
	testsize.Long(t)
	m := coldCopy(t)
	all, ok := score.MechanismsOf(m.Scenario, "all")
	require.True(t, ok)
	var prepared, unprepared, idle float64
	for seed := range uint64(200) {
		prepared += harm(t, score.Plan{Model: m, Seed: seed, Bots: true, Setup: engine.Setup{Mechanisms: all}}) / 200
		unprepared += harm(t, score.Plan{Model: m, Seed: seed, Bots: true}) / 200
		idle += harm(t, score.Plan{Model: m, Seed: seed}) / 200
	}
	assert.Less(t, prepared, unprepared/2)
	assert.Less(t, unprepared, idle/2)
}

// TestColdCopyIsComplete keeps what a 90-minute workshop needs in the scenario.
func TestColdCopyIsComplete(t *testing.T) {
	sc := coldCopy(t).Scenario
	decoys, joint, contingency, kinds, capabilities := 0, 0, 0, map[string]bool{}, map[string]bool{}
	for _, f := range sc.Facts {
		if f.Decoy {
			decoys++
		}
	}
	for _, a := range sc.Actions {
		if a.Joint != nil {
			joint++
		}
	}
	for _, in := range sc.Injects {
		if in.Unless.Root != nil || in.ID == "ioc_prompt" {
			contingency++
		}
	}
	for _, m := range sc.Mechanisms {
		kinds[m.Kind] = true
	}
	for _, o := range sc.Objectives {
		capabilities[o.Capability] = true
	}
	for _, id := range []string{"developer", "cloud", "cert", "regulator", "press"} {
		assert.GreaterOrEqual(t, sc.Find("role", id), 0, id)
	}
	assert.GreaterOrEqual(t, len(sc.Roles), 7)
	assert.GreaterOrEqual(t, len(sc.Facts), 12)
	assert.GreaterOrEqual(t, decoys, 3)
	assert.GreaterOrEqual(t, len(sc.Actions), 24)
	assert.GreaterOrEqual(t, joint, 3)
	assert.GreaterOrEqual(t, len(sc.Injects), 30)
	assert.GreaterOrEqual(t, contingency, 6)
	assert.GreaterOrEqual(t, len(sc.Obligations), 5)
	assert.GreaterOrEqual(t, len(sc.Mechanisms), 4)
	assert.Len(t, kinds, 3)
	assert.GreaterOrEqual(t, len(sc.Notes), 20)
	assert.GreaterOrEqual(t, len(sc.Objectives), 8)
	assert.GreaterOrEqual(t, len(capabilities), 5)
}
