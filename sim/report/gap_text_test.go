package report

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// TestHardlyAnyGap: a run that came to a little more than the frictionless one is not said to have come to no more,
// nor to about as much without what was possible beside it, and its picture shows the same small amounts as its
// sentence.
func TestHardlyAnyGap(t *testing.T) {
	of := func(v float64) *float64 { return &v }
	for name, c := range map[string]struct {
		actual                float64
		sentence, found, step string
	}{
		"a little more": {0.544, "There is almost no coordination gap: harm came to 0.544. Frictionless coordination " +
			"by the seats' notes would have left 0.425, and seats that share nothing 2,890.",
			"would have avoided almost nothing more.", "0.544"},
		"as little": {0.425, "There is no coordination gap: harm of 0.425 is no more than frictionless coordination by " +
			"the seats' notes would have left (0.425).", "would have left no less.", "0.425"},
		"more by less than is printed": {0.42504, "There is no coordination gap: harm of 0.425 is no more than " +
			"frictionless coordination by the seats' notes would have left (0.425).",
			"would have left no less.", "0.425"},
		"less": {0.001, "There is no coordination gap: harm of 0.001 is no more than frictionless coordination by the " +
			"seats' notes would have left (0.425).", "would have left no less.", "0"},
	} {
		h := score.Harm{Actual: of(c.actual), Idle: of(2920), Solo: of(2890), Frictionless: of(0.425)}
		r := &Report{Harm: h, Gap: of(0)}
		assert.Equal(t, c.sentence, noGap(h, number(c.actual)), name)
		assert.Contains(t, waterfallFinding(r), c.found, name)
		assert.Equal(t, c.step, r.ofStake(c.actual), name)
	}
}

// TestWhoActedWhereNobodySat: a script, bots, or neither, and never people.
func TestWhoActedWhereNobodySat(t *testing.T) {
	for _, c := range []struct {
		script, bots, acted int
		want                string
	}{
		{8, 0, 8, "a script in 8 seats and no people"}, {1, 2, 1, "a script in 1 seat, bots in 2 and no people"},
		{3, 0, 2, "a script in 3 seats (it acted in 2 of them) and no people"}, {8, 0, 0, "nobody in 8 seats"},
	} {
		assert.Equal(t, c.want, scriptedSeats(c.script, c.bots, c.acted))
	}
}

// TestHarmUnderABar: parts of 1 are shown as far as they are no less than a hundredth of what is reported, and whole
// numbers always.
func TestHarmUnderABar(t *testing.T) {
	of := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		room, harm float64 // the least that is reported is a hundredth of room
		want       string
	}{
		{10_000, 0.004, "0"}, {10_000, 0.5, "0"}, {10_000, 1.4, "1"}, {10_000, 5, "5"},
		{100_000, 0.9, "0"}, {100_000, 5, "5"}, {100_000, -5.4, "−5"}, {100_000, 1234.5, "1,235"},
		{2_890, 0.2, "0"}, {2_890, 0.544, "0.544"},
		{50, 0.004, "0"}, {50, 0.04, "0.04"}, {50, 1.4, "1.4"},
	} {
		r := &Report{Harm: score.Harm{Actual: of(0), Idle: of(c.room), Solo: of(c.room), Frictionless: of(0)}}
		assert.Equal(t, c.want, r.ofStake(c.harm), "%v of %v", c.harm, c.room)
	}
}

// TestAMomentUnderItsBar: of a chain the first link is named and the others are counted, whatever their words are.
func TestAMomentUnderItsBar(t *testing.T) {
	sc, found := scenario.Load("links.toml", []byte(`title = "Links"
start = 2027-03-01T06:00:00Z
[role.lab]
title = "Laboratory"
[role.city]
title = "City"
[action.hold]
title = "Hold, and wait; then go"
by = "city"
[fact.egress]
title = "Egress and City"
text = "Out."
`))
	require.False(t, found.Failed(), "%v", found)
	b := &builder{sc: sc}
	told := engine.Timed{At: engine.At(scenario.Hour), Command: engine.Command{Verb: engine.Share,
		Role: sc.Find("role", "lab"), Ref: sc.Find("fact", "egress"), To: []int{sc.Find("role", "city")}}}
	held := engine.Timed{At: engine.At(2 * scenario.Hour), Command: engine.Command{Verb: engine.Act,
		Role: sc.Find("role", "city"), Ref: sc.Find("action", "hold")}}
	for _, c := range []struct {
		change score.Change
		links  []engine.Timed
		want   string
	}{
		{score.LeftOut, nil, ""}, {score.Earlier, nil, ""},
		{score.LeftOut, []engine.Timed{held},
			"1 March 07:00: Laboratory told City “Egress and City”, and 1 further link followed."},
		{score.LeftOut, []engine.Timed{held, held},
			"1 March 07:00: Laboratory told City “Egress and City”, and 2 further links followed."},
	} {
		assert.Equal(t, c.want, b.chainLabel(score.Moment{Command: told, Change: c.change, Links: c.links}))
	}
	assert.Equal(t, "Short", MomentLine{What: "Long", short: "Short"}.label())
	assert.Equal(t, "Long", MomentLine{What: "Long"}.label())
}

// TestRatiosHaveTwoPlaces: a ratio that is almost none is none, and not a number in powers of ten.
func TestRatiosHaveTwoPlaces(t *testing.T) {
	for v, want := range map[float64]string{0.0000412: "0.00", -0.0000412: "0.00", 1.034: "1.03", -0.126: "−0.13"} {
		assert.Equal(t, want, ratioOr(&v, "—"))
	}
	assert.Equal(t, "—", ratioOr(nil, "—"))
}
