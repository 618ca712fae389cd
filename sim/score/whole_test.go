package score_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// TestWholeLedgerHoldsAdversaries: what an adversary learned, said, did and owed is in the whole ledger of a run and
// not in the one of the response, and an aim of its own is measured by its promises.
func TestWholeLedgerHoldsAdversaries(t *testing.T) {
	p := sides(t, "[objective.told]", "[obligation.tell]\nrole = \"agent\"\nstarts = \"knows('plan')\"\nwithin = \"2h\"\n"+
		"met_by = \"spread\"\n[objective.told]", "measure = {gauge=\"footholds\"}\nrate = {P=15, S=10, M=5}",
		"measure = {note_fidelity=\"agent\"}", "do = \"spread\"", "draft = true\nwithin = \"3h\"\ndo = \"spread\"",
		"do = \"revoke\"", "draft = true\nwithin = \"3h\"\ndo = \"revoke\"")
	const agent = 2
	for l, n := range map[*score.Ledger]int{p.Whole(): 1, p.Ledger: 0} {
		does := func(role int) bool { return role == agent }
		count := map[string]int{}
		for _, x := range l.Learned() {
			if does(x.Role) {
				count["learned"]++
				assert.Equal(t, engine.FactLearned, p.Events[x.Learned.Event].Kind)
			}
		}
		for _, x := range l.Messages() {
			if does(x.From) && !does(x.To) && x.To == 0 {
				count["said"]++
			}
		}
		for _, x := range l.Deeds() {
			if does(x.Role) {
				count["began"]++
				assert.Equal(t, "done", x.How)
				assert.Equal(t, engine.ActionDone, p.Events[x.Over.Event].Kind)
			}
		}
		for _, x := range l.Feats() {
			if does(x.By[0]) {
				count["did"]++
			}
		}
		if l.Duties()[0].Status() == "met" {
			count["owed"]++
		}
		for _, what := range []string{"learned", "said", "began", "did", "owed"} {
			assert.Equal(t, n, count[what], what)
		}
		assert.Len(t, l.Promises(), 2, "of all, by whichever")
	}
	card, err := score.Mark(context.Background(), p)
	require.NoError(t, err)
	assert.Equal(t, "P", card.Objectives[1].Rating, "it kept its promises")
	v, _ := card.Value("note.fidelity")
	assert.Equal(t, 1, v.Of, "those of the others alone")
}

// TestWholeLedgerOfAllies: where nobody is an adversary a run has one ledger.
func TestWholeLedgerOfAllies(t *testing.T) {
	sc, ds := scenario.Load("x.toml", []byte("title = \"x\"\n[role.a]\n"))
	require.NotNil(t, sc, ds)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	p, err := score.Play(context.Background(), score.Plan{Model: m, Until: engine.At(sc.Length)})
	require.NoError(t, err)
	assert.Same(t, p.Ledger, p.Whole())
}

// joint is an action that takes two of three seats.
const jointScenario = `
title = "Together"
length = "1d"
[role.a]
[role.b]
[role.c]
[action.open]
by = "all"
joint = {quorum=2, within="2h"}
takes = "1h"
`

// TestFeatsAreOfThoseWhoStayed: a joint action is done by those whose commitment stood in the round that was carried
// out, and a commitment ends as its own round does or when it is withdrawn.
func TestFeatsAreOfThoseWhoStayed(t *testing.T) {
	sc, ds := scenario.Load("x.toml", []byte(jointScenario))
	require.NotNil(t, sc, ds)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	at := func(hours float64, role int, v engine.Verb) engine.Timed {
		return engine.Timed{At: engine.Time(hours * float64(scenario.Hour)),
			Command: engine.Command{Verb: v, Role: role, Ref: 0}}
	}
	p, err := score.Play(context.Background(), score.Plan{Model: m, Seed: 1, Until: engine.At(sc.Length),
		Commands: []engine.Timed{at(1, 0, engine.Commit), // lapses at 3h
			at(4, 1, engine.Commit), at(4.5, 1, engine.Withdraw), at(5, 2, engine.Commit), at(5.5, 1, engine.Commit)}})
	require.NoError(t, err)
	require.Empty(t, p.Refusals)
	var how []string
	for _, d := range p.Ledger.Deeds() {
		how = append(how, sc.Roles[d.Role].ID+" "+d.How)
	}
	assert.Equal(t, []string{"a lapsed", "b withdrawn", "c done", "b done"}, how)
	feats := p.Ledger.Feats()
	require.Len(t, feats, 1)
	assert.True(t, feats[0].Joint)
	assert.Equal(t, []int{2, 1}, feats[0].By)
}
