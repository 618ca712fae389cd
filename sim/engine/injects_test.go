package engine_test

import "testing"

const injecting = `
[role.a]
[role.b]
[action.answer]
by = ["a", "b"]
takes = "1h"
[action.also]
by = ["a"]
[gauge.g]
[inject.timed]
at = "5h"
unless = "done('answer')"
[inject.asks]
at = "10h"
expects = {any=["answer", "also"], within="4h", by=["a"]}
[inject.asks_both]
at = "10h"
expects = {all=["answer", "also"], within="4h"}
[inject.nobody_answered]
when = "missed('asks')"
[inject.thrice]
every = "30h"
at = "20h"
times = 3
to = ["none"]
effects = [{gauge="g", add=1}]
[inject.twice]
when = "g > 1 && g < 3 || hours > 90"
at = "2h"
[inject.held]
at = "40h"
hold = true
[inject.after_held]
when = "delivered('held')"
[inject.fired]
[inject.firing]
at = "60h"
effects = [{inject="fired", fire=true}, {inject="fired", fire=true, after="2h"},
  {gauge="g", add=10, chance=0}, {gauge="g", add=100, chance=1, after="1h"}]
[inject.at_the_end]
at = "1000h"
[inject.too_late]
at = "1000h1ns"
`

func TestInjects(t *testing.T) {
	tales(t, []tale{
		{name: "as written", text: injecting, script: "",
			want: []string{"5 inject.delivered timed", "5 inject.received a timed", "5 inject.received b timed",
				"10 inject.delivered asks",
				"14 expectation.missed asks", "14 inject.delivered nobody_answered", "20 inject.delivered thrice",
				"20 gauge.changed g 1", "40 inject.held held",
				"50 inject.delivered thrice", "52 inject.delivered twice", "60 inject.delivered firing",
				"60 inject.delivered fired", "61 gauge.changed g 102",
				"62 inject.delivered fired", "80 inject.delivered thrice", "92 inject.delivered twice",
				"1000 inject.delivered at_the_end", "1000 exercise.ended"},
			never: []string{"after_held", "110 inject", "received a thrice", "too_late", "gauge.changed g 12"}},
		{name: "not needed", text: injecting, script: do("1h a act='answer'"),
			want:  []string{"5 inject.skipped timed", "10 expectation.met asks"},
			never: []string{"delivered timed", "nobody_answered"}},
		{name: "met by one of any", text: injecting, script: do("12h a act='also'"),
			want: []string{"12 expectation.met asks", "14 expectation.missed asks_both"}},
		{name: "met by all", text: injecting, script: do("12h a act='also'", "12h b act='answer'"),
			want: []string{"12 expectation.met asks", "13 expectation.met asks_both"}},
		{name: "met at the last moment", text: injecting, script: do("13h a act='answer'"),
			want: []string{"14 expectation.met asks"}, never: []string{"missed asks\n"}},
		{name: "not by whom it should", text: injecting, script: do("12h b act='answer'"),
			want: []string{"14 expectation.missed asks"}},
		{name: "released", text: injecting, script: do("45h - release='held'", "46h - release='held'",
			"47h - release='asks'"), want: []string{"40 inject.held held", "45 inject.delivered held",
			"45 inject.delivered after_held", "46 inject.delivered held", "47 inject.delivered asks"}},
		{name: "released before its time", text: injecting, script: do("2h - release='timed'"),
			want: []string{"2 inject.delivered timed"}, never: []string{"5 inject.delivered timed"}},
		{name: "released although not needed", text: injecting,
			script: do("1h a act='answer'", "6h - release='timed'"),
			want:   []string{"5 inject.skipped timed", "6 inject.delivered timed"}},
		{name: "no more than its times", text: injecting, script: do("90h - release='thrice'"),
			want: []string{`90 command.refused "Thrice" has already come`}},
		{name: "fired early, a repeated one starts again", text: injecting, script: do("3h - fire='thrice'"),
			want:  []string{"3 inject.delivered thrice", "33 inject.delivered thrice", "63 inject.delivered thrice"},
			never: []string{"20 inject.delivered thrice", "93 inject.delivered thrice"}},
		{name: "held by the facilitator", text: injecting,
			script: do("1h - hold='timed'", "2h - hold='timed'", "8h - release='timed'"),
			want: []string{`2 command.refused "Timed" is already held`, "5 inject.held timed",
				"8 inject.delivered timed"}, never: []string{"5 inject.delivered timed"}},
		{name: "postponed", text: injecting, script: do("1h - postpone='timed'; by='3h'",
			"1h - postpone='nobody_answered'; by='1h'"),
			want: []string{"1 inject.postponed timed", `1 command.refused "Nobody answered" has no time yet`,
				"8 inject.delivered timed"}, never: []string{"5 inject.delivered timed"}},
		{name: "skipped", text: injecting, script: do("1h - skip='asks'", "1h - skip='asks'"),
			want:  []string{"1 inject.skipped asks", `1 command.refused "Asks" is already skipped`},
			never: []string{"delivered asks\n", "expectation.missed asks\n"}},
		{name: "skipped, then released after all", text: injecting,
			script: do("1h - skip='timed'", "3h - release='timed'"), want: []string{"3 inject.delivered timed"}},
	})
}

func TestFacilitator(t *testing.T) {
	text := `
[role.a]
[fact.f]
text = "x"
[gauge.g]
grow = {rate=1}
[system.s]
[system.t]
[[link]]
from = "s"
to = "t"
delay = "2h"
[venue.v]
members = ["a"]
[obligation.o]
role = "a"
within = "1h"
met_by = ["x"]
[action.x]
by = ["a"]
`
	tales(t, []tale{
		{name: "any effect", text: text, script: do("1h - set={gauge='g', set=50}", "2h - set={fact='f', to=['a']}",
			"3h - set={system='s', becomes='failed'}", "4h - set={link=['s', 't'], cut=true}",
			"6h - set={venue='v', open=true}", "7h - set={venue='v', open=false}", "8h - set={obligation='o'}"),
			want: []string{"1 gauge.changed g 50", "2 fact.learned a f facilitator", "3 system.changed s failed",
				"4 link.cut s>t", "5 link.stopped s>t", "6 venue.opened v", "7 venue.closed v",
				"8 obligation.started a o", "9 obligation.missed a o"}},
		{name: "now or not at all", text: text, script: do("1h - set={gauge='g', set=50, after='2h'}",
			"1h - set={gauge='g', set=50, chance=0.5}"),
			want: []string{"1 command.refused A change by the facilitator happens now: leave after, chance, if and one_of out"}, never: []string{"changed g"}},
		{name: "the end", text: text, script: do("5h - end=true", "6h a act='x'"),
			want: []string{"5 exercise.ended"}, never: []string{"1000"}},
	})
}
