package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// told is a hunt of two. Seat b promises to join when something is so, and a, whose patience lasts
// three hours, may know of it or not: each learns something of its own, a tells b of shown, and
// both know alike without knowing it of each other.
const told = `title = "Who knows what of whom"
length = "40h"
basis = "test"
[sharing]
latency = "10m"
[profile.quick]
patience = "3h"
[role.a]
bots = "quick"
[role.b]
[fact.mine]
text = "A knows it."
known = {a={at="10m"}}
[fact.theirs]
text = "B knows it."
known = {b={at="10m"}}
[fact.alike]
text = "Both know it."
known = {a={at="10m"}, b={at="10m"}}
[fact.shown]
text = "A tells B."
known = {a={at="10m"}}
[gauge.seen]
start = 2
sees = ["a"]
[gauge.hidden]
start = 1
sees = ["b"]
[system.watched]
state = "failed"
watch = {a={lag="1m"}}
[system.other]
state = "failed"
watch = {b={lag="1m"}}
[action.stag]
by = ["a", "b"]
joint = {quorum=2, within="2h"}
[action.ours]
by = ["a", "b"]
[action.yours]
by = ["b"]
[inject.open_news]
at = "10m"
to = ["public"]
[inject.to_a]
at = "10m"
to = ["a"]
[inject.to_b]
at = "10m"
to = ["b"]
[venue.of_both]
members = ["a", "b"]
open = true
[venue.of_b]
members = ["b"]
open = true
[obligation.due_a]
role = "a"
starts = "hours >= 0.1"
within = "9h"
met_by = ["ours"]
[obligation.due_b]
role = "b"
starts = "hours >= 0.1"
within = "9h"
met_by = ["ours"]
[mechanism.notes]
changes = [{notes=["all"]}]
`

// A bot counts on a promise when it sees for itself that the trigger has come, or has been told so by the
// one who promised. It holds back from a joint action otherwise.
func TestWhatABotSeesOfAPromise(t *testing.T) {
	// What is so and known to a, so and unknown to a, not so and known, not so and unknown.
	words := strings.NewReplacer("YES", "knows('mine','a')", "UNSO", "knows('mine')", "SO", "knows('theirs')",
		"NO", "knows('theirs','a')")
	for when, counts := range map[string]bool{
		"knows('shown')": true, "knows('theirs')": false, "knows('alike')": false, "knows('alike','a')": true,
		"!NO": true, "!UNSO": false,
		"YES && YES": true, "YES && SO": false, "SO && YES": false, "SO && SO": false,
		"YES && NO": false, "NO && YES": false, "!(NO && SO)": true, "!(SO && NO)": true, "!(YES && UNSO)": false,
		"!(UNSO && YES)": false, "!(UNSO && UNSO)": false,
		"YES || SO": true, "SO || YES": true, "NO || SO": false, "SO || NO": false, "SO || SO": false,
		"NO || YES": true, "YES || NO": true, "!(NO || NO)": true, "!(NO || UNSO)": false, "!(UNSO || NO)": false,
		"n_of(2, YES, YES, NO)": true, "n_of(2, YES, SO, NO)": false, "n_of(2, YES, NO, NO)": false,
		"seen > 1": true, "hidden > 0": false, "seen > hidden": false, "hidden < seen": false, "hours > 0.5": true,
		"aware('alike') > 0": false, "failed('watched')": true, "failed('other')": false,
		"done('ours','b')": true, "done('yours')": false,
		"delivered('open_news')": true, "delivered('to_a')": true, "delivered('to_b')": false,
		"open('of_both')": true, "open('of_b')": false, "started('due_a')": true, "started('due_b')": false,
		"has('notes')": true,
	} {
		text := told + note("a", "hours >= 1", `{commit="stag"}`) +
			note("b", words.Replace(when), `{commit="stag"}`, `within = "1h"`, `shown_to = ["a"]`)
		e := engineOf(t, text, engine.Setup{Mechanisms: []int{0}})
		at := func(minute int, role int, verb engine.Verb, ref int, to ...int) engine.Timed {
			return engine.Timed{At: engine.Time(minute) * engine.Time(scenario.Minute),
				Command: engine.Command{Verb: verb, Role: role, Ref: ref, To: to}}
		}
		sc := e.Model().Scenario
		got := given(t, e, &bot.Table{Plays: []bool{true, false}},
			at(20, 0, engine.Share, sc.Find("fact", "shown"), 1),
			at(20, 1, engine.Act, sc.Find("action", "ours")), at(21, 1, engine.Act, sc.Find("action", "yours")))
		want := map[bool]string{true: "1h00 a commit stag", false: "4h00 a commit stag"}[counts]
		if assert.NotEmpty(t, got, when) {
			assert.Equal(t, want, got[0], when)
		}
	}
}

// A bot counts those who are needed, each once, and only promises for within the window of the action.
func TestWhomABotCountsOn(t *testing.T) {
	pledge := func(role, within string) string {
		return note(role, "delivered('call')", `{commit="stag"}`, fmt.Sprintf("within = %q", within), `shown_to = ["all"]`)
	}
	at1, at4 := "1h00 a commit stag", "4h00 a commit stag"
	for name, c := range map[string]struct{ joint, notes, first string }{
		"enough have promised":           {`{quorum=2, within="2h"}`, pledge("b", "1h"), at1},
		"too few have":                   {`{quorum=3, within="2h"}`, pledge("b", "1h"), at4},
		"one has twice":                  {`{quorum=3, within="2h"}`, pledge("b", "1h") + pledge("b", "30m"), at4},
		"who must has":                   {`{quorum=2, must=["c"], within="2h"}`, pledge("c", "1h"), at1},
		"who must has not":               {`{quorum=2, must=["c"], within="2h"}`, pledge("b", "1h"), at4},
		"more than are needed, one must": {`{quorum=2, must=["c"], within="2h"}`, pledge("b", "1h") + pledge("c", "1h"), at1},
		"who must has, and others lack":  {`{quorum=3, must=["c"], within="2h"}`, pledge("c", "1h"), at4},
		"just within the window":         {`{quorum=2, within="2h"}`, pledge("b", "2h"), at1},
		"not within the window":          {`{quorum=2, within="2h"}`, pledge("b", "3h"), at4},
		"there is no window":             {`{quorum=2}`, pledge("b", "9h"), at1},
		"a plan that is no promise":      {`{quorum=2, within="2h"}`, note("b", "delivered('call')", `{commit="stag"}`), at4},
		"a plan that is shown":           {`{quorum=2, within="2h"}`, note("b", "delivered('call')", `{commit="stag"}`, `shown_to = ["a"]`), at4},
		"it must itself":                 {`{quorum=2, must=["a"], within="2h"}`, pledge("b", "1h"), at1},
		"a fourth has not, and one has twice, not in a row": {"{quorum=4, within=\"2h\"}\n[role.d]", pledge("b", "1h") +
			pledge("c", "1h") + pledge("b", "30m"), at4},
		"a promise to do something else": {`{quorum=2, within="2h"}`, note("b", "delivered('call')", `"other"`, `within="1h"`, `shown_to=["a"]`), at4},
	} {
		text := strings.Replace(hunt, `{quorum=3, within="2h"}`, c.joint, 1) + "[action.other]\nby = [\"all\"]\n" +
			note("a", "delivered('call')", `{commit="stag"}`) + c.notes
		e := engineOf(t, text, engine.Setup{Mechanisms: []int{0}})
		got := given(t, e, &bot.Table{Plays: []bool{true, false, false, false}})
		if assert.NotEmpty(t, got, name) {
			assert.Equal(t, c.first, got[0], name)
		}
	}
}

// Patience holds back from joint actions alone, and only who has some holds back.
func TestWhoHasPatience(t *testing.T) {
	for name, c := range map[string]struct{ profile, do, want string }{
		"with patience":        {`patience = "3h"`, `{commit="stag"}`, "4h00 a commit stag"},
		"without":              {`mute = true`, `{commit="stag"}`, "1h00 a commit stag"},
		"for no time":          {`patience = "0s"`, `{commit="stag"}`, "1h00 a commit stag"},
		"an action of its own": {`patience = "3h"`, `"other"`, "1h00 a act other"},
		"a fact that it tells": {`patience = "3h"`, `{share="f", to=["b"]}`, "1h00 a share f"},
	} {
		text := strings.Replace(hunt, `patience = "3h"`, c.profile, 1) + "[action.other]\nby = [\"all\"]\n" +
			"[fact.f]\ntext = \"It is.\"\nknown = {a={at=\"0s\"}}\n" +
			note("a", "delivered('call')", c.do)
		got := given(t, engineOf(t, text, engine.Setup{}), &bot.Table{})
		if assert.NotEmpty(t, got, name) {
			assert.Equal(t, c.want, got[0], name)
		}
	}
}

// Who holds back sees at once that people have joined.
func TestWhoHoldsBackSeesPeopleJoin(t *testing.T) {
	text := strings.Replace(hunt, "quorum=3", "quorum=2", 1) + note("a", "delivered('call')", `{commit="stag"}`)
	joins := engine.Timed{At: engine.At(2 * scenario.Hour), Command: engine.Command{Verb: engine.Commit, Role: 1}}
	got := given(t, engineOf(t, text, engine.Setup{}), &bot.Table{Plays: []bool{true, false, false}}, joins)
	assert.Equal(t, []string{"2h00 a commit stag"}, got)
}

// Who agrees at once knows what others will do, and needs no patience.
func TestWhoAgreesAtOnceNeedsNoPatience(t *testing.T) {
	e := engineOf(t, hunt+huntNotes(""), engine.Setup{})
	assert.Equal(t, []string{"1h00 a commit stag", "1h00 b commit stag", "1h00 c commit stag"},
		given(t, e, &bot.Table{Joins: true}))
}

// Who says that it will not keep its promise is not counted on.
func TestWhoDeviatesIsNotCountedOn(t *testing.T) {
	e := engineOf(t, hunt+huntNotes(`within = "1h"`), engine.Setup{Mechanisms: []int{0}})
	deviate := engine.Timed{At: engine.At(30 * scenario.Minute),
		Command: engine.Command{Verb: engine.Deviate, Role: 2, Ref: 2,
			Reason: "We cannot."}}
	assert.Equal(t, "4h00 a commit stag", given(t, e, &bot.Table{Plays: []bool{true, false, false}}, deviate)[0])
}

// Who has joined already is counted once, whatever it promised, and who must join and has is not missed.
func TestWhoHasJoinedIsCounted(t *testing.T) {
	joins := func(role int) engine.Timed {
		return engine.Timed{At: hours(0.9), Command: engine.Command{Verb: engine.Commit, Role: role}}
	}
	b := note("b", "delivered('call')", `{commit="stag"}`, `within = "1h"`, `shown_to = ["all"]`)
	for name, c := range map[string]struct {
		joint, notes string
		joins        int
		want         string
	}{
		"it has promised, too":         {`{quorum=3, within="9h"}`, b, 1, "4h00 a commit stag"},
		"it must":                      {`{quorum=2, must=["c"], within="9h"}`, "", 2, "1h00 a commit stag"},
		"another must":                 {`{quorum=2, must=["c"], within="9h"}`, "", 1, "4h00 a commit stag"},
		"one has, and one will":        {`{quorum=3, within="9h"}`, b, 2, "1h00 a commit stag"},
		"with a part of just enough":   {`{quorum=4, within="9h", parts={a=1, b=3}}`, "", 1, "1h00 a commit stag"},
		"with a part of one too few":   {`{quorum=5, within="9h", parts={a=1, b=3}}`, "", 1, "4h00 a commit stag"},
		"its own part counts for more": {`{quorum=4, within="9h", parts={a=3}}`, "", 1, "1h00 a commit stag"},
	} {
		text := strings.Replace(hunt, `{quorum=3, within="2h"}`, c.joint, 1) + note("a", "delivered('call')", `{commit="stag"}`) + c.notes
		e := engineOf(t, text, engine.Setup{Mechanisms: []int{0}})
		got := given(t, e, &bot.Table{Plays: []bool{true, false, false}}, joins(c.joins))
		if assert.NotEmpty(t, got, name) {
			assert.Equal(t, c.want, got[0], name)
		}
	}
}

// A note that says no time is no promise to be there in time, although its owner has filed and shown it.
func TestNobodyCountsOnAPromiseWithoutATime(t *testing.T) {
	for within, want := range map[string]string{"": "4h00 a commit stag", `within = "1h"`: "1h00 a commit stag"} {
		for _, joint := range []string{`{quorum=2, within="2h"}`, `{quorum=2}`} {
			text := strings.Replace(hunt, `{quorum=3, within="2h"}`, joint, 1) + note("a", "delivered('call')", `{commit="stag"}`) +
				note("b", "delivered('call')", `{commit="stag"}`, within)
			files := engine.Timed{Command: engine.Command{Verb: engine.File, Role: 1, Ref: 1, To: []int{0}}}
			got := given(t, engineOf(t, text, engine.Setup{}), &bot.Table{Plays: []bool{true, false, false}}, files)
			assert.Equal(t, want, got[0], "%s %s", within, joint)
		}
	}
}

// A bot does not count on its own promise beside itself.
func TestNobodyCountsOnItself(t *testing.T) {
	text := hunt
	for _, role := range []string{"a", "b"} {
		text += note(role, "delivered('call')", `{commit="stag"}`, `within = "1h"`, `shown_to = ["a", "b", "c"]`)
	}
	e := engineOf(t, text, engine.Setup{Mechanisms: []int{0}})
	assert.Equal(t, []string{"11h00 b commit stag"}, given(t, e, &bot.Table{Plays: []bool{false, true, false}})[:1])
}

// Whoever expects enough acts in its turn, before what it decided on later; so does who has no patience.
func TestWhoNeedNotHoldBackKeepsItsTurn(t *testing.T) {
	pledge := note("b", "delivered('call')", `{commit="stag"}`, `within = "1h"`, `shown_to = ["a"]`)
	for name, c := range map[string]struct{ patience, notes string }{
		"enough have promised": {"3h", pledge}, "no patience": {"0s", ""},
	} {
		text := strings.NewReplacer("quorum=3", "quorum=2", `patience = "3h"`, fmt.Sprintf("patience = %q", c.patience)).Replace(hunt) +
			"[action.other]\nby = [\"all\"]\n" + note("a", "delivered('call')", `{commit="stag"}`) +
			note("a", "delivered('call')", `"other"`) + c.notes
		e := engineOf(t, text, engine.Setup{Mechanisms: []int{0}})
		got := given(t, e, &bot.Table{Plays: []bool{true, false, false}})
		assert.Equal(t, []string{"1h00 a commit stag", "1h00 a act other"}, got[:2], name)
	}
}

// Who holds back joins as soon as a promise that it was shown falls due, though nobody has joined until then.
func TestWhoHoldsBackSeesAPromiseFallDue(t *testing.T) {
	text := strings.NewReplacer("quorum=3", "quorum=2").Replace(hunt) + "[inject.later]\nat = \"2h\"\nto = [\"all\"]\n" +
		note("a", "delivered('call')", `{commit="stag"}`) +
		note("b", "delivered('later')", `{commit="stag"}`, `within = "1h"`, `shown_to = ["a"]`)
	e := engineOf(t, text, engine.Setup{Mechanisms: []int{0}})
	assert.Equal(t, "2h00 a commit stag", given(t, e, &bot.Table{Plays: []bool{true, false, false}})[0])
}

// A bot that holds back drops what has become moot meanwhile, and does what it can only do later when it can.
func TestWhatBecomesOfHoldingBack(t *testing.T) {
	call := "delivered('call')"
	for name, c := range map[string]struct {
		when, more string
		commands   []engine.Timed
		want       []string
	}{
		"its reason goes":                {when: call + " && hours < 2", want: []string{}},
		"its reason stays":               {when: call + " && hours < 5", want: []string{"4h00 a commit stag"}},
		"its reason goes and comes back": {when: call + " && (hours < 2 || hours >= 3 && hours < 5)", want: []string{}},
		"another deed keeps it busy": {when: call + " && hours < 5", more: note("a", "hours >= 3.5", `"long"`),
			want: []string{"3h30 a act long", "4h30 a commit stag"}},
		"another is enough for it and has done it": {when: call, commands: []engine.Timed{{At: hours(2),
			Command: engine.Command{Verb: engine.Commit, Role: 1}}}, want: []string{}},
	} {
		text := strings.NewReplacer("quorum=3", "quorum=2, parts={b=2}", "[role.a]\n", "[role.a]\nat_once = 1\n").Replace(hunt) +
			"[action.long]\nby = [\"a\"]\ntakes = \"1h\"\n" + note("a", c.when, `{commit="stag"}`) + c.more
		table := bot.Table{Plays: []bool{true, false, false}}
		assert.Equal(t, c.want, given(t, engineOf(t, text, engine.Setup{}), &table, c.commands...), name)
		assert.False(t, table.Waiting(), name)
	}
}
