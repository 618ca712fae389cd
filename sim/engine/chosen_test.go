package engine_test

import (
	"strings"
	"testing"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Of several venues that both are members of, a message takes the quickest one that is
// open, in whatever order the file names them.
func TestAMessageTakesTheQuickestVenue(t *testing.T) {
	const seats = "[role.a]\n[role.b]\n[fact.f]\ntext='x'\nknown={a={at='1h'}}\n[sharing]\nlatency='20h'\n"
	venue := func(id, open, latency string) string {
		return "[venue." + id + "]\nmembers=['a','b']\nopen=" + open + "\nlatency='" + latency + "'\n"
	}
	slow, quick, shut := venue("slow", "true", "4h"), venue("quick", "true", "30m"), venue("shut", "false", "1m")
	share := do("2h a share='f'; to=['b']")
	tales(t, []tale{
		{name: "the slow one first", text: seats + slow + quick + shut, script: share,
			want: []string{"2.5 fact.learned b f a venue"}},
		{name: "the quick one first", text: seats + shut + quick + slow, script: share,
			want: []string{"2.5 fact.learned b f a venue"}},
		{name: "one alone", text: seats + slow + shut, script: share, want: []string{"6 fact.learned b f a venue"}},
	})
}

// A deviation is for the time it was announced for: the next trigger starts the promise
// again.
func TestADeviationExcusesOneTrigger(t *testing.T) {
	const text = `
[role.a]
[role.b]
[fact.f]
text = "x"
[gauge.load]
sees = ["a"]
[[note]]
role = "a"
when = "load > 5"
do = {say="help", to=["b"]}
within = "2h"
`
	set := func(at string, v float64) step {
		return step{at, engine.Command{Verb: engine.Set, Role: engine.Facilitator,
			Effect: &scenario.Effect{Gauge: "load", Set: scenario.PlainQuantity(v)}}, ""}
	}
	file := step{"", engine.Command{Verb: engine.File, Role: 0, Ref: 0}, ""}
	deviate := func(at string) step {
		return step{at, engine.Command{Verb: engine.Deviate, Role: 0, Ref: 0, Reason: "the line is down"}, ""}
	}
	for name, first := range map[string][]step{
		"announced while it runs": {file, set("1h", 9), deviate("90m")},
		"announced in advance":    {file, deviate("30m"), set("1h", 9)},
	} {
		t.Run(name, func(t *testing.T) {
			e, _ := live(t, text, first...)
			var all []string
			e.Observe(func(ev engine.Event) { all = append(all, tell(e.Model().Scenario, ev)) })
			for _, s := range []step{set("5h", 0), set("6h", 9)} {
				if err := e.Reach(span(t, s.at)); err != nil {
					t.Fatal(err)
				}
				e.Do(s.c)
			}
			if err := e.Reach(span(t, "20h")); err != nil {
				t.Fatal(err)
			}
			holds(t, strings.Join(all, "\n"), []string{"6 note.triggered a 0 0", "8 note.broken a 0"},
				"3 note.broken")
		})
	}
}
