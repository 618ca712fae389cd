package report

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/score"
)

// TestHardlyAnyGap: a run that came to a little more than the frictionless one is not said to have come to no more,
// and its picture shows the same small amounts as its sentence.
func TestHardlyAnyGap(t *testing.T) {
	of := func(v float64) *float64 { return &v }
	for name, c := range map[string]struct {
		actual                float64
		sentence, found, step string
	}{
		"a little more": {0.544, "There is almost no coordination gap: harm of 0.544 is hardly more than frictionless " +
			"coordination by the seats' notes would have left (0.425).", "would have left hardly less.", "0.544"},
		"as little": {0.425, "There is no coordination gap: harm of 0.425 is no more than frictionless coordination by " +
			"the seats' notes would have left (0.425).", "would have left no less.", "0.425"},
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

// TestAMomentUnderItsBar: of a chain the first link is named and the others are counted, however they are joined.
func TestAMomentUnderItsBar(t *testing.T) {
	links := []LinkLine{{Text: "City did “Hold”"}, {Text: "Press did “Print”"}}
	for what, c := range map[string]struct {
		links []LinkLine
		want  string
	}{
		"1 March: Laboratory told City “Egress”. Without that, harm would have been higher by 3.": {nil,
			"1 March: Laboratory told City “Egress”. Without that, harm would have been higher by 3."},
		"1 March: Laboratory told City “Egress” and City did “Hold” on 2 March. Without any one of these, …": {links[:1],
			"1 March: Laboratory told City “Egress”, and 1 further link followed."},
		"1 March: Laboratory told City “Egress”, City did “Hold” on 2 March and Press did “Print” on 3 March. …": {links,
			"1 March: Laboratory told City “Egress”, and 2 further links followed."},
		"1 March: Laboratory told A, B and C “Egress”; City did “Hold” on 2 March; and Press did “Print” on 3 March. …": {links,
			"1 March: Laboratory told A, B and C “Egress”, and 2 further links followed."},
	} {
		assert.Equal(t, c.want, MomentLine{What: what, Links: c.links}.label())
	}
}

// TestALegByItself: a leg is named without the one before it.
func TestALegByItself(t *testing.T) {
	for _, id := range []string{"speed.detect", "speed.escalate", "speed.share", "speed.agree", "speed.execute"} {
		title := "From the first sign to the first who knew"
		if id > "speed.detect" && id != "speed.escalate" {
			title = "From there until it began"
		}
		assert.NotContains(t, Leg{ID: id, Title: title}.alone(), "there", id)
	}
}

// TestRatiosHaveTwoPlaces: a ratio that is almost none is none, and not a number in powers of ten.
func TestRatiosHaveTwoPlaces(t *testing.T) {
	for v, want := range map[float64]string{0.0000412: "0.00", -0.0000412: "0.00", 1.034: "1.03", -0.126: "−0.13"} {
		assert.Equal(t, want, ratioOr(&v, "—"))
	}
	assert.Equal(t, "—", ratioOr(nil, "—"))
}
