package score

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// scripted is a script of cold_copy as it was played.
func scripted(t *testing.T, m *engine.Model, name string) *Ledger {
	t.Helper()
	src, err := os.ReadFile("../../testdata/cold_copy." + name + ".toml")
	require.NoError(t, err)
	script, ds := m.Scenario.LoadScript(src)
	require.False(t, ds.Failed(), "%v", ds)
	return play(t, Plan{Model: m, Seed: 1, Commands: engine.Commands(m.Scenario, script)}).Ledger
}

// TestWhichWayAMeasureIsGood: of two runs, of which everybody says that one is worse, no number says the opposite: a
// well-coordinated response and a bad one, and for what these do not tell apart, two that differ in one deed.
// Every measure with a way in which it is good is judged by a pair. Those without are named, and judged by none: no
// pair could say that the unevenness of cost, or the shape of a network, is wrong.
func TestWhichWayAMeasureIsGood(t *testing.T) {
	m, cold := modelOf(t, three), fileModel(t, "../../scenarios/cold_copy.toml")
	// together is a joint action that lab is the first to know a reason for, tells agency of, proposes, and
	// which agency joins, at which it begins, until it is done.
	together := func(known, told, proposed, begun, done float64) *Ledger {
		return stream(m, learns(known, lab, theft), tells(told, lab, agency, theft),
			at(proposed, engine.JointProposed, lab, nobody, trace),
			at(proposed, engine.JointCommitted, lab, nobody, trace),
			at(begun, engine.JointCommitted, agency, nobody, trace),
			at(begun, engine.JointStarted, nobody, nobody, trace),
			at(done, engine.JointDone, nobody, nobody, trace))
	}
	held, again := at(5, engine.ActionStarted, agency, nobody, hold), at(6, engine.ActionStarted, cloud, nobody, hold)
	public := func(hour float64) engine.Event { return at(hour, engine.MessageSent, lab, engine.Public, theft) }
	leaked := at(6, engine.FactLeaked, nobody, nobody, theft)
	promised := at(0, engine.NoteFiled, lab, nobody, aNote)
	judged := map[string]bool{}
	for _, c := range []struct {
		worse     string
		good, bad *Ledger
		of        []string // empty for all in which the two differ
		but       []string
	}{
		// who does little pays little, and tells the public nothing before it is in the news
		{"a badly coordinated response", scripted(t, cold, "good"), scripted(t, cold, "bad"), nil,
			[]string{"cost.total", "public.first"}},
		{"all of it later", together(2, 3, 5, 6, 8), together(10, 20, 25, 40, 50), []string{"speed.detect", "speed.escalate",
			"speed.agree", "speed.execute", "speed.joint", "joint.commit", "joint.spread"}, nil},
		{"the same done twice", stream(m, held), stream(m, held, again), []string{"act.duplicates", "act.consistency",
			"cost.total"}, nil},
		{"a promise broken", stream(m, promised, at(4, engine.NoteKept, lab, nobody, aNote)),
			stream(m, promised, at(4, engine.NoteBroken, lab, nobody, aNote)), []string{"note.fidelity"}, nil},
		{"telling other seats than promised", stream(m, promised, says(3, lab, agency), says(3, lab, cloud)),
			stream(m, promised, says(3, lab, agency), says(3, cloud, agency)), []string{"net.planned"}, nil},
		{"a seat that nobody speaks with", stream(m, says(3, lab, agency), says(4, agency, cloud)),
			stream(m, says(3, lab, agency)), []string{"net.fragments"}, nil},
		{"the public hears it from others", stream(m, public(5), leaked), stream(m, leaked, public(7)),
			[]string{"public.first"}, nil},
	} {
		only, but := setOf(c.of), setOf(c.but)
		for _, x := range Measures() {
			good, is := x.Number(c.good)
			bad, too := x.Number(c.bad)
			differ := is && too && good != bad
			if x.Better == Neither || but[x.ID] || !only[x.ID] && (len(only) > 0 || !differ) {
				continue
			}
			require.True(t, is && too, "%s: %s has no number", c.worse, x.ID)
			judged[x.ID] = true
			if x.Better == Lower {
				good, bad = -good, -bad
			}
			assert.Greater(t, good, bad, "%s: %s is better when it is %s", c.worse, x.ID, x.Better)
		}
	}
	neither := setOf([]string{"net.density", "net.centralisation", "net.betweenness", "net.ei", "cost.gini"})
	for _, x := range Measures() {
		assert.Equal(t, neither[x.ID], x.Better == Neither, "%s is good in one way", x.ID)
		assert.Equal(t, !neither[x.ID], judged[x.ID], "%s is judged by a pair of runs", x.ID)
	}
}

func setOf(ids []string) map[string]bool {
	out := map[string]bool{}
	for _, id := range ids {
		out[id] = true
	}
	return out
}
