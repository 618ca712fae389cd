package report

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// TestTheOtherSideIsNotTheRoom: what a seat that plays against the others was expected to do and did not, or did,
// is no area, no strength and no row of the plan, and its aims are none of the room's objectives.
func TestTheOtherSideIsNotTheRoom(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/adversary.toml")
	require.NoError(t, err)
	text := string(src) + `
[inject.chance]
title = "Nobody looks"
at = "2h"
to = "agent"
text = "Nobody looks."
expects = {any="spread", within="1h"}
[inject.key]
title = "A key again"
at = "2h"
to = "police"
text = "A key is used twice."
expects = {any="revoke", within="1h"}
`
	for _, bots := range []bool{false, true} {
		sc, ds := scenario.Load("x.toml", []byte(text))
		require.NotNil(t, sc, ds)
		m, err := engine.Compile(sc)
		require.NoError(t, err)
		in := inputOfPlan(t, score.Plan{Model: m, Seed: 1, Bots: bots, Until: engine.At(sc.Length)})
		in.Overview.Name = "adversary"
		r := Build(in)
		said := map[string]bool{}
		for _, o := range r.Objectives {
			for _, a := range o.Areas {
				said[a.Issue] = true
			}
			if o.AimOf == "" {
				for _, s := range o.Strengths {
					assert.NotContains(t, s.Text, "The agent did")
				}
			}
		}
		for _, a := range r.Others {
			said[a.Issue] = true
		}
		for issue := range said {
			assert.NotContains(t, issue, "Nobody looks")
		}
		for _, row := range r.Plan {
			assert.NotContains(t, row.Responsible, "The agent")
			assert.NotContains(t, row.Capability, "Aims of")
		}
		if !bots {
			assert.Condition(t, func() bool {
				for issue := range said {
					if assert.ObjectsAreEqual("Somebody was expected to do “Revoke” within 1h of “A key again”, but never did it.", issue) {
						return true
					}
				}
				return false
			}, "%v", said)
		}
		assert.Equal(t, []string{"The agent plays against the others, has aims of its own: “Be in fifteen places at the end”"},
			r.Overview.Sides)
		assert.Len(t, r.Aims(), 1)
		assert.Contains(t, r.Aims()[0], "The agent had aims of its own, which count in nothing that is said of the others: “Be in")
		for _, c := range r.RoomCapabilities() {
			assert.NotContains(t, c.Title, "agent")
		}
		for _, row := range r.OverviewRows() {
			if row.Name == "Objectives" || row.Name == "Core capabilities" {
				assert.NotContains(t, row.Text, "fifteen")
				assert.NotContains(t, row.Text, "agent")
			}
		}
	}
}

// adversaryWorld is the world of an adversary, changed, and played by bots.
func adversaryWorld(t *testing.T, change ...string) (*Report, *score.Played) {
	t.Helper()
	src, err := os.ReadFile("../../testdata/worlds/adversary.toml")
	require.NoError(t, err)
	sc, ds := scenario.Load("adversary.toml", []byte(strings.NewReplacer(change...).Replace(string(src))))
	require.NotNil(t, sc, ds)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	in := inputOfPlan(t, score.Plan{Model: m, Seed: 1, Bots: true, Until: engine.At(sc.Length)})
	return Build(in), in.Run
}

// TestWhatAnAdversaryKnewFirst: a target counts from the first of those who respond, as in the measures, whoever
// plays against them knew before; and that one is not asked to have told them.
func TestWhatAnAdversaryKnewFirst(t *testing.T) {
	before := "known = {lab={at=\"3h\"}, agent={at=\"1h\"}}"
	r, p := adversaryWorld(t, `known = {lab={at="3h"}}`, before)
	key := r.Facts[0]
	assert.Equal(t, 3.0, *key.First)
	require.Len(t, key.Knowers, 3, "that the adversary knew is told")
	for _, k := range key.Knowers {
		assert.False(t, k.Late, k.Title)
	}
	assert.Empty(t, key.Missing)
	assert.Equal(t, 3.0, *Summarise("x", p, score.Card{}).Facts[0].FirstHours)
	assert.Equal(t, 1.0, *r.Facts[1].First, "of what only the adversary knows it is the first")
	assert.Contains(t, r.Page.Story[1].Text, "Laboratory is the first to know what others need: “Key”")

	named, _ := adversaryWorld(t, `needed_by = "all"`, `needed_by = ["lab", "police", "agent"]`)
	require.NotEmpty(t, named.Objectives[0].Strengths)
	assert.Contains(t, named.Objectives[0].Strengths[1].Text, "“Key” reached everyone who needed it",
		"the adversary is none of them")

	late, _ := adversaryWorld(t, `known = {lab={at="3h"}}`, before, `within = "2h"`, `within = "30m"`)
	require.Len(t, late.Facts[0].Missing, 1)
	assert.True(t, late.Facts[0].Knowers[2].Late)
	for _, o := range late.Objectives {
		for _, a := range o.Areas {
			assert.NotContains(t, a.Issue, "The agent", "it knew in time, and had no reason to tell")
		}
	}
}

// TestWhatAnAdversaryOwes: its clocks run as they ran, and neither these nor its promises are a strength of the room,
// though an objective of the room is measured by those of all.
func TestWhatAnAdversaryOwes(t *testing.T) {
	r, p := adversaryWorld(t, "[objective.told]", "[obligation.tell]\nrole = \"agent\"\nstarts = \"knows('plan')\"\n"+
		"within = \"2h\"\nmet_by = \"spread\"\n[obligation.cut]\nrole = \"police\"\nstarts = \"knows('key')\"\n"+
		"within = \"2h\"\nmet_by = \"revoke\"\n[objective.duties]\ntitle = \"Reports\"\nmeasure = {obligation=\"cut\"}\n"+
		"[objective.promises]\ntitle = \"Promises\"\nmeasure = {note_fidelity=\"all\"}\n[objective.told]",
		"do = \"spread\"", "draft = true\nwithin = \"3h\"\ndo = \"spread\"",
		"do = \"revoke\"", "draft = true\nwithin = \"3h\"\ndo = \"revoke\"")
	assert.Equal(t, "met", r.Duties[0].Status)
	assert.Equal(t, "met", Summarise("x", p, score.Card{}).Obligations[0].Status)
	for _, o := range r.Objectives[:2] {
		require.NotEmpty(t, o.Strengths, o.Title)
		for _, s := range o.Strengths {
			assert.NotContains(t, s.Text, "agent", o.Title)
		}
	}
	assert.Equal(t, "P", r.Objectives[1].Rating)
	assert.Len(t, r.Objectives[1].Bearing, 1, "that the police kept its promise bears on it alone")
}
