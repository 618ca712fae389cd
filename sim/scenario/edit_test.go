package scenario_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/scenario"
)

const editable = `title = "Editable" # a comment with a { bracket
length = "2d"
[role.a]
[role.b]
ack = {median="1h", p90="2h"} # and one with a quote "
[gauge.copies]
start = 1
grow = {doubling="14h", while="!done('stop')", ceiling=500}
[gauge.fever]
grow.approach = {to=40, half="3h"}
[gauge.calm.grow]
halving = "9h"
[system.one]
state = "failed"
[system.two]
[[link]]
from = "one"
to = "two"
chance = 0.5
[action.stop]
by = ["a", "b"]
[mechanism.m]
cost = {a=1}
changes = [{sharing=0.5}, {role="a", ack=0.5}]
[[note]]
role = "a"
when = "hours > 3"
do = "stop"
decide = "1h"
[[note]]
id = "second"
role = "b"
when = "hours > 3" # until = "x"
do = "stop"
decide = {median="2h", p90="5h"}
within = "1h"
[objective.told]
title = "Told"
measure = {expr="hours"}
rate = {P=0.9, S=0.7, M=0.4}
`

func edited(t *testing.T) *scenario.Scenario {
	sc, ds := scenario.Load("editable.toml", []byte(editable))
	require.NotNil(t, sc, ds.Format("editable.toml", editable))
	return sc
}

func TestWithChangesOneValue(t *testing.T) {
	hours := func(d scenario.Duration) any { return d.Hours() }
	for _, c := range []struct {
		path, value string
		want        any
		got         func(*scenario.Scenario) any
	}{
		{"gauge.copies.start", "7", 7.0, func(s *scenario.Scenario) any { return s.Gauges[0].Start }},
		{"gauge.copies.grow.doubling", "6h", 6.0,
			func(s *scenario.Scenario) any { return hours(s.Gauges[0].Grow.Doubling) }},
		{"gauge.copies.grow.doubling", `"6h"`, 6.0,
			func(s *scenario.Scenario) any { return hours(s.Gauges[0].Grow.Doubling) }},
		{"gauge.copies.grow", `{halving="2h"}`, 2.0,
			func(s *scenario.Scenario) any { return hours(s.Gauges[0].Grow.Halving) }},
		{"gauge.fever.grow.approach.to", "39.5", 39.5,
			func(s *scenario.Scenario) any { return s.Gauges[1].Grow.Approach.To }},
		{"gauge.fever.start", "37", 37.0, func(s *scenario.Scenario) any { return s.Gauges[1].Start }},
		{"gauge.calm.grow.halving", "1d", 24.0,
			func(s *scenario.Scenario) any { return hours(s.Gauges[2].Grow.Halving) }},
		{"gauge.calm.start", "3", 3.0, func(s *scenario.Scenario) any { return s.Gauges[2].Start }},
		{"link[0].chance", "0.25", 0.25, func(s *scenario.Scenario) any { return *s.Links[0].Chance }},
		{"link.one.two.chance", "0.75", 0.75, func(s *scenario.Scenario) any { return *s.Links[0].Chance }},
		{"link.one.two.delay", "4h", 4.0, func(s *scenario.Scenario) any { return hours(s.Links[0].Delay.A) }},
		{"note[0].decide", `{median="3h", p90="4h"}`, 3.0,
			func(s *scenario.Scenario) any { return hours(s.Notes[0].Decide.A) }},
		{"note[0].within", "2h", 2.0, func(s *scenario.Scenario) any { return hours(s.Notes[0].Within) }},
		{"note.second.decide.p90", "9h", 9.0, func(s *scenario.Scenario) any { return hours(s.Notes[1].Decide.B) }},
		{"note.second.decide", "9h", 9.0, func(s *scenario.Scenario) any { return hours(s.Notes[1].Decide.A) }},
		{"objective.told.rate.P", "0.95", 0.95, func(s *scenario.Scenario) any { return s.Objectives[0].Rate.P }},
		{"role.a.ack", "30m", 0.5, func(s *scenario.Scenario) any { return hours(s.Roles[0].Ack.A) }},
		{"role.b.ack.median", "90m", 1.5, func(s *scenario.Scenario) any { return hours(s.Roles[1].Ack.A) }},
		{"mechanism.m.changes[1].ack", "0.1", 0.1,
			func(s *scenario.Scenario) any { return *s.Mechanisms[0].Changes[1].Ack }},
		{"mechanism.m.changes[1].decide", "0.1", 0.1,
			func(s *scenario.Scenario) any { return *s.Mechanisms[0].Changes[1].Decide }},
		{"mechanism.m.cost.b", "4", 4.0, func(s *scenario.Scenario) any { return s.Mechanisms[0].Cost[0].Value }},
		{"length", "3d", 72.0, func(s *scenario.Scenario) any { return hours(s.Length) }},
		{"summary", "one, two", "one, two", func(s *scenario.Scenario) any { return s.Summary }},
		{"system.one.repair", `{mean="5h"}`, 5.0,
			func(s *scenario.Scenario) any { return hours(s.Systems[0].Repair.A) }},
	} {
		sc, err := edited(t).With([]scenario.Setting{{Path: c.path, Value: c.value}})
		if assert.NoError(t, err, c.path) {
			assert.Equal(t, c.want, c.got(sc), c.path)
			assert.Len(t, sc.Notes, 2)
			assert.Len(t, sc.Gauges, 3)
		}
	}
}

func TestWithRefuses(t *testing.T) {
	for _, c := range []struct{ path, value, say string }{
		{"gauge.copis.grow.doubling", "6h", "near it are gauge.copies.grow.doubling"},
		{"gauge.copies.grow.doubling", "fast", "not a duration"},
		{"gauge.copies.grow.doubling", "-6h", "not a duration"},
		{"gauge.copies.grow.dubbling", "6h", `did you mean "doubling"`},
		{"gauge.copies", "6h",
			"gauge.copies is a table; name one of its keys: gauge.copies.grow, gauge.copies.start"},
		{"link.one.two.chance", "1.5", "chance"},
		{"link.two.one.chance", "0.5",
			"there is no link.two.one.chance in this scenario; near it are link.one.two.chance"},
		{"note[7].decide", "1h", "there is no note[7].decide"},
		{"note.third.decide", "1h", "near it are note.second.decide"},
		{"nonsense", "1", "there is no nonsense"},
		// and nothing of what follows from that
		{"gauge.copies.grow.doubling", "-6h", `is not possible: "-6h" is not a duration`},
		{"gauge.copies.start", "", "a value is missing"},
		{"gauge.copies.start", "1\n[role.x]", "one line"},
		{"gauge.copies.start", "{a=", "not a value"},
		{"gauge.copies.start.more", "1", "not a table"},
		{"", "1", "not the path of a key"},
		{"gauge..start", "1", "not the path of a key"},
		{"a.b.c.d.e.f.g.h.i.j", "1", "more parts"},
	} {
		_, err := edited(t).With([]scenario.Setting{{Path: c.path, Value: c.value}})
		if assert.Error(t, err, "%s=%s", c.path, c.value) {
			assert.Contains(t, err.Error(), c.say)
		}
	}
}

// TestWithKeepsTheRest: a value that is set and set back leaves the text as it was.
func TestWithKeepsTheRest(t *testing.T) {
	src, err := os.ReadFile("../../scenarios/cold_copy.toml")
	require.NoError(t, err)
	sc, _ := scenario.Load("cold_copy.toml", src)
	require.NotNil(t, sc)
	once, err := sc.With([]scenario.Setting{{Path: "gauge.copies.grow.doubling", Value: "7h"}})
	require.NoError(t, err)
	back, err := once.With([]scenario.Setting{{Path: "gauge.copies.grow.doubling", Value: "36h"}})
	require.NoError(t, err)
	assert.NotEqual(t, sc.Digest, once.Digest)
	assert.Equal(t, sc.Digest, back.Digest)
}

// TestWithNeverBreaks: whatever is asked for, the answer is a scenario or an error.
func TestWithNeverBreaks(t *testing.T) {
	sc := edited(t)
	part := rapid.SampledFrom([]string{"gauge", "copies", "grow", "note[0]", "note", "second", "link", "one", "two",
		"changes[1]", "mechanism", "m", "cost", "a", "role", "b", "ack", "median", "x", "length", "[",
		"note[99999999999999999999]"})
	rapid.Check(t, func(r *rapid.T) {
		path := ""
		for i, p := range rapid.SliceOfN(part, 1, 6).Draw(r, "path") {
			if i > 0 {
				path += "."
			}
			path += p
		}
		value := rapid.OneOf(rapid.SampledFrom([]string{"1", "6h", "{", "[1]", "{a=1}", `"x"`, "true", "# x",
			"'''x'''"}), rapid.String()).Draw(r, "value")
		out, err := sc.With([]scenario.Setting{{Path: path, Value: value}})
		if (out == nil) == (err == nil) {
			r.Fatalf("%s=%s: neither a scenario nor an error", path, value)
		}
	})
}
