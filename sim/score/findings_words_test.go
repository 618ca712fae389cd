package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWhatFindingsSay: each finding as it reads, from a card made by hand, and what is not worth a
// sentence.
func TestWhatFindingsSay(t *testing.T) {
	sc := modelOf(t, three).Scenario
	number := func(id string, v float64, parts ...Part) Value {
		return Value{ID: id, Value: &v, Of: len(parts), Parts: parts}
	}
	part := func(of, role, other string, hours float64) Part {
		return Part{Of: of, Role: role, Other: other, Value: &hours}
	}
	lacked := func(role string, hours, harm float64, why string) Part {
		p := part("theft", role, "lab", hours)
		p.Harm, p.Why = &harm, why
		return p
	}
	joint := number("speed.joint", 10)
	for name, x := range map[string]struct {
		values []Value
		want   []string
	}{
		"the longest leg": {[]Value{joint, number("speed.escalate", 1), number("speed.share", 5.5),
			number("speed.agree", 3), number("speed.execute", 0.5)},
			[]string{"The first joint action was done 10h after anyone knew; the longest part of that, 5h30m, " +
				"went into getting what it needs to enough seats."}},
		"a leg that there is not": {[]Value{joint, number("speed.escalate", 1), number("speed.agree", 2.5)},
			[]string{"The first joint action was done 10h after anyone knew; the longest part of that, 2h30m, " +
				"went into agreeing on it."}},
		"none done": {[]Value{{ID: "speed.joint"}, number("joint.yield", 0)},
			[]string{"No joint action was carried out, though what it needs was known."}},
		"one done that changes nothing": {[]Value{{ID: "speed.joint"}, number("joint.yield", 0.5)}, nil},
		"none possible":                 {[]Value{{ID: "speed.joint"}, {ID: "joint.yield"}}, nil},
		"one silence without harm": {[]Value{number("share.withheld", 1, lacked("cloud", 8, 0, "told late"))},
			[]string{`cloud needed "Theft", which lab knew, for 8h (told late).`}},
		"the silence that cost most": {[]Value{number("share.withheld", 2, lacked("cloud", 8, 3, "told late"),
			lacked("agency", 6, 12.34567, "never told"))},
			[]string{`agency needed "Theft", which lab knew, for 6h (never told); harm of 12.35 was done meanwhile.` +
				" It is one of 2 such cases."}},
		"of those that cost as much the longest": {[]Value{number("share.withheld", 2,
			lacked("cloud", 8, 3, "told late"), lacked("agency", 6, 3, "told late"))},
			[]string{`cloud needed "Theft", which lab knew, for 8h (told late); harm of 3 was done meanwhile.` +
				" It is one of 2 such cases."}},
		"clocks": {[]Value{number("duty.met", 0.5, part("report", "agency", "", 1), part("report", "agency", "", 0),
			part("report", "agency", "", 0), part("report", "agency", "", 1))},
			[]string{`2 of 4 reporting clocks ran out, among them "report".`}},
		"clocks that were all met": {[]Value{number("duty.met", 1, part("report", "agency", "", 1))}, nil},
		"decisions": {[]Value{number("decide.latency", 2, part("hold", "lab", "", 1), part("trace", "cloud", "", 3))},
			[]string{`cloud knew enough for "Trace" 3h before it decided.`}},
		"a minute": {[]Value{number("decide.latency", 1, part("hold", "lab", "", 1.0/60))},
			[]string{`lab knew enough for "Hold" 1m before it decided.`}},
		"less than a minute": {[]Value{number("decide.latency", 1, part("hold", "lab", "", 0.9/60))}, nil},
		"minutes and seconds": {[]Value{number("decide.latency", 1, part("hold", "lab", "", 1.75/60))},
			[]string{`lab knew enough for "Hold" 1m before it decided.`}},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, x.want, Findings(sc, Card{Values: x.values}, 10))
		})
	}
	assert.Equal(t, "30s", span(0.5/60), "less than a minute is told in seconds")
}

// TestClocksNameTheFirstThatRanOut: of reporting clocks that ran out, the first in the scenario's
// order is named, and those that were met are not.
func TestClocksNameTheFirstThatRanOut(t *testing.T) {
	m := modelOf(t, three+`
[obligation.letter]
title = "A letter"
role = "lab"
starts = "knows('theft')"
within = "5h"
met_by = ["deny"]
[obligation.call]
title = "A call"
role = "lab"
starts = "knows('theft')"
within = "5h"
met_by = ["deny"]
`)
	clock := func(of string, v float64) Part { return Part{Of: of, Role: "lab", Value: &v} }
	card := Card{Values: []Value{{ID: "duty.met", Of: 3, Parts: []Part{clock("report", 1), clock("letter", 0),
		clock("call", 0)}}}}
	assert.Equal(t, []string{`2 of 3 reporting clocks ran out, among them "A letter".`},
		Findings(m.Scenario, card, 3))
}
