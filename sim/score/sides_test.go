package score_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// sides plays a version of the scenario in which a seat works against the others.
func sides(t *testing.T, change ...string) *score.Played {
	t.Helper()
	src, err := os.ReadFile("../../testdata/worlds/adversary.toml")
	require.NoError(t, err)
	text := strings.NewReplacer(change...).Replace(string(src))
	sc, ds := scenario.Load("adversary.toml", []byte(text))
	require.NotNil(t, sc, ds)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	p, err := score.Play(context.Background(), score.Plan{Model: m, Seed: 1, Bots: true, Until: engine.At(sc.Length)})
	require.NoError(t, err)
	return p
}

// TestAdversaryByHand: what the head of the scenario works out.
func TestAdversaryByHand(t *testing.T) {
	p := sides(t)
	card, err := score.Mark(context.Background(), p)
	require.NoError(t, err)
	assert.Equal(t, 10.0, *card.Harm.Actual)
	assert.Equal(t, 20.0, *card.Harm.Idle, "the adversary acts where nobody responds")
	assert.Equal(t, 20.0, *card.Harm.Solo)
	assert.Equal(t, 10.0, *card.Harm.Frictionless, "and learns and hurries by nothing that allies are given")
	number := func(id string) float64 {
		v, ok := card.Value(id)
		require.True(t, ok, id)
		require.NotNil(t, v.Value, id)
		return *v.Value
	}
	assert.Equal(t, 0.5, number("net.density"), "one way of the two between allies")
	assert.Equal(t, 2.0, number("cost.total"))
	assert.Equal(t, 0.5, number("cost.gini"))
	assert.Equal(t, 1.0, number("share.reach"))
	assert.Equal(t, 1.0, number("share.notify"), "the police hears an hour later, and nobody else needs it")
	assert.Equal(t, "P", card.Objectives[0].Rating)
	assert.Equal(t, "S", card.Objectives[1].Rating, "the seat's own aim: 10 places")
	assert.Equal(t, "Aims of The agent", p.Model.Scenario.Objectives[1].Capability)
	assert.Contains(t, p.Model.Scenario.BriefOf(2), "Your own aims: Be in fifteen places at the end.")
	assert.NotContains(t, p.Model.Scenario.BriefOf(0), "fifteen")
}

// TestNoMeasureCountsAnAdversary: every number of the response is the same whether the adversary
// talks, pays and answers or sits still, as long as the world is the same.
func TestNoMeasureCountsAnAdversary(t *testing.T) {
	still := []string{"effects = [{gauge=\"footholds\", times=2}]", "",
		"[objective.told]", "[probe.who]\nask = \"Who?\"\noptions = {a=\"A\", b=\"B\"}\ntruth = \"a\"\n" +
			"to = [\"all\", \"agent\"]\n[obligation.tell]\nrole = \"agent\"\nstarts = \"knows('plan')\"\nwithin = \"2h\"\n" +
			"met_by = \"spread\"\n[objective.told]"}
	quiet := sides(t, append(still, "when = \"knows('plan')\"", `when = "false"`)...)
	loud := sides(t, append(still, "[[note]]\nrole = \"lab\"", "[[note]]\nrole = \"agent\"\nwhen = \"knows('plan')\"\n"+
		"do = {share=\"plan\", to=\"public\"}\n[[note]]\nrole = \"agent\"\nwhen = \"knows('plan')\"\n"+
		"do = {declare=\"who\", option=\"b\"}\n[[note]]\nrole = \"lab\"")...)
	assert.Greater(t, len(loud.Events), len(quiet.Events)+4)
	a, err := score.Mark(context.Background(), quiet)
	require.NoError(t, err)
	b, err := score.Mark(context.Background(), loud)
	require.NoError(t, err)
	for i, v := range a.Values {
		assert.Equal(t, v.Value, b.Values[i].Value, v.ID)
		assert.Equal(t, v.Of, b.Values[i].Of, v.ID)
	}
	assert.Equal(t, a.Scores, b.Scores)
	credit, err := score.CreditOf(context.Background(), loud, []uint64{1, 2}, 1, score.Work{})
	require.NoError(t, err)
	require.Len(t, credit, 2, "harm is divided among allies")
	moments, _, err := score.WeightiestOf(context.Background(), sides(t), score.Search{Seeds: []uint64{1}},
		score.Work{})
	require.NoError(t, err)
	require.NotEmpty(t, moments)
	for _, m := range moments {
		assert.NotEqual(t, 2, m.Command.Role, "no moment is the adversary's")
	}
}

// TestClocksOfWhoComesLater: what was known before a seat came to the table counts for it from then on.
func TestClocksOfWhoComesLater(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/late.toml")
	require.NoError(t, err)
	for _, c := range []struct {
		text   string
		notify any
		reach  float64
	}{
		{string(src), 0.0, 1},
		{strings.Replace(string(src), "do = {share=\"key\"", "decide = \"3h\"\ndo = {share=\"key\"", 1), 0.5,
			1}, // decided at 4h
		{strings.Replace(string(src), "delivered('call')", "false", 1), nil, 1}, // it never comes, and nobody is blamed
	} {
		sc, ds := scenario.Load("late.toml", []byte(c.text))
		require.NotNil(t, sc, ds)
		m, err := engine.Compile(sc)
		require.NoError(t, err)
		p, err := score.Play(context.Background(), score.Plan{Model: m, Seed: 1, Bots: true,
			Until: engine.At(sc.Length)})
		require.NoError(t, err)
		card, err := score.Mark(context.Background(), p)
		require.NoError(t, err)
		v, _ := card.Value("share.notify")
		if c.notify == nil {
			assert.Nil(t, v.Value)
		} else if assert.NotNil(t, v.Value) {
			assert.Equal(t, c.notify, *v.Value)
		}
		v, _ = card.Value("share.reach")
		require.NotNil(t, v.Value)
		assert.Equal(t, c.reach, *v.Value)
	}
}
