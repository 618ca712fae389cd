package exercise_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
)

// TestARecordIsReadInOneWay: what goes into the record is what was decoded, each key once
// and spelled as it is, in the name of the place that the person has.
func TestARecordIsReadInOneWay(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "x", Seed: 1, Started: time.Unix(0, 0).UTC(),
		Scenario: "title = \"X\"\nlength = \"1d\"\n[role.lab]\n[role.cert]\n[fact.f]\ntext = \"x\"\nknown = " +
			"{lab={at=\"0s\"}}\n"})
	require.NoError(t, err)
	for _, j := range []record.Entry{{Who: "Ann", Args: json.RawMessage(`{"kind":"player","want":"lab","open":true}`)}, {Who: "Fay", Args: json.RawMessage(`{"kind":"facilitator"}`)}} {
		j.Verb = "join"
		require.True(t, x.Do(j).OK)
	}
	long := strings.Repeat("a", 4001)
	for _, c := range []struct{ name, who, seat, verb, args, as, is, why string }{
		{"a key twice", "Fay", "", "observe", `{"text":"first","text":"second"}`, "facilitator",
			`{"text":"second"}`, ""},
		{"a key in other letters", "Fay", "", "observe", `{"text":"seen by jq","TEXT":"seen by Tocsin"}`,
			"facilitator", `{"text":"seen by Tocsin"}`, ""},
		{"a command's key twice", "Ann", "", "say", `{"say":"one","say":"two","to":["cert"]}`, "", "",
			"is there twice"},
		{"spaces and order", "Ann", "lab", "say", `{ "to" : [ "cert" ], "say" : "hi" }`, "lab",
			`{"say":"hi","to":["cert"]}`, ""},
		{"an unknown key", "Fay", "", "observe", `{"text":"x","more":1}`, "", "", "more"},
		{"a second value", "Fay", "", "observe", `{"text":"x"} {"text":"y"}`, "", "", "follows"},
		{"a command and a second value", "Ann", "", "say", `{"say":"x","to":["cert"]} {}`, "", "", "-"},
		{"the facilitator's place", "Ann", "facilitator", "end", `{"end":true}`, "", "", "Only the facilitator"},
		{"the facilitator's place for a talk", "Ann", "facilitator", "whisper", `{"text":"x"}`, "lab", "-", ""},
		{"another's seat", "Ann", "cert", "say", `{"say":"x","to":["lab"]}`, "", "", "not your seat"},
		{"a seat that was not taken over", "Fay", "lab", "say", `{"say":"x","to":["cert"]}`, "", "",
			"Take the seat over first"},
		{"nobody", "Eve", "lab", "say", `{"say":"x","to":["cert"]}`, "", "", "Join first"},
		{"a long text", "Ann", "", "whisper", `{"text":"` + long + `"}`, "", "", "4001"},
		{"a long command", "Ann", "", "say", `{"say":"` + long + `","to":["cert"]}`, "", "", "4001"},
	} {
		en, why := x.Canonical(record.Entry{Who: c.who, Seat: c.seat, Verb: c.verb, Args: json.RawMessage(c.args)})
		switch {
		case c.why == "-":
			assert.NotEmpty(t, why, c.name)
			continue
		case c.why != "":
			assert.Contains(t, why, c.why, c.name)
			continue
		}
		require.Empty(t, why, c.name)
		assert.Equal(t, c.as, en.Seat, c.name)
		if c.is != "-" {
			var keys map[string]json.RawMessage
			require.NoError(t, json.Unmarshal(en.Args, &keys), c.name)
			assert.JSONEq(t, c.is, string(en.Args), c.name)
			for k := range keys {
				assert.Equal(t, 1, strings.Count(string(en.Args), `"`+k+`":`), "%s: %s", c.name, k)
			}
		}
		again, why := x.Canonical(en)
		assert.Empty(t, why, c.name)
		assert.Equal(t, string(en.Args), string(again.Args), "what is canonical stays so: %s", c.name)
	}
}

// TestRefusalsDoNotTell: a seat is refused in the same words what it may not know of and
// what there is not, for every verb that names a thing, and neither comes to the record.
func TestRefusalsDoNotTell(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "x", Seed: 1, Started: time.Unix(0, 0).UTC(),
		Scenario: "title = \"X\"\nlength = \"1d\"\n[role.lab]\n[role.cert]\nbudget = 3\n" +
			"[fact.secret]\ntext = \"x\"\nknown = {cert={at=\"0s\"}}\n[fact.own]\ntext = \"x\"\nknown = {lab={at=\"0s\"}}\n" +
			"[action.theirs]\nby = [\"cert\"]\n[action.joint]\nby = [\"cert\"]\njoint = {quorum=1, within=\"1h\"}\n[venue.closed]\nmembers = [\"cert\"]\nlatency = \"1h\"\nconvene = \"1h\"\n" +
			"[probe.asked]\nask = \"Well?\"\nto = [\"cert\"]\ntruth = \"a\"\noptions = {a=\"A\", b=\"B\"}\n[mechanism.hidden]\ncost = {cert=3}\nchanges = [{venue=\"closed\", open=true}]\n"})
	require.NoError(t, err)
	for _, j := range []record.Entry{{Who: "Ann", Args: json.RawMessage(`{"kind":"player","want":"lab","open":true}`)}, {Who: "Fay", Args: json.RawMessage(`{"kind":"facilitator"}`)}} {
		j.Verb = "join"
		require.True(t, x.Do(j).OK)
	}
	require.True(t, x.Do(record.Entry{Who: "Fay", Seat: "facilitator", Verb: "start"}).OK)
	ask := func(verb, args, id string) string {
		_, why := x.Canonical(record.Entry{Who: "Ann", Verb: verb,
			Args: json.RawMessage(strings.ReplaceAll(args, "ID", id))})
		return why
	}
	for _, c := range []struct{ verb, args, secret string }{
		{"share", `{"share":"ID","to":["cert"]}`, "secret"},
		{"act", `{"act":"ID"}`, "theirs"},
		{"commit", `{"commit":"ID"}`, "joint"},
		{"withdraw", `{"withdraw":"ID"}`, "joint"},
		{"cancel", `{"cancel":"ID"}`, "theirs"},
		{"convene", `{"convene":"ID"}`, "closed"},
		{"declare", `{"declare":"ID","option":"a","confidence":0.5}`, "asked"},
		{"declare", `{"declare":"ID","option":"zz","confidence":0.5}`, "asked"},
		{"invest", `{"invest":"ID","points":1}`, "hidden"},
	} {
		secret, none := ask(c.verb, c.args, c.secret), ask(c.verb, c.args, "zzzzz")
		assert.NotEmpty(t, secret, c.verb)
		assert.Equal(t, strings.ReplaceAll(none, "zzzzz", c.secret), secret, c.verb) // but for what was typed
	}
	assert.Empty(t, ask("share", `{"share":"ID","to":["cert"]}`, "own"))
}

// TestHowLongATextMayBe for the record: as a person's words, or, what a facilitator writes into the scenario, as that
// of its file; wherever in what is asked for it stands.
func TestHowLongATextMayBe(t *testing.T) {
	g := inPhase(t, "running")
	words := func(n int) string { return strings.Repeat("a", n) }
	for _, c := range []struct {
		verb, args, why string
	}{
		{"broadcast", `{"text":"` + words(4000) + `"}`, ""},
		{"broadcast", `{"text":"` + words(4001) + `"}`, "A text has at most 4000 bytes; this one has 4001"},
		{"question", `{"text":"Which?","options":["a","` + words(4001) + `"]}`, "A text has at most 4000 bytes; this one has 4001"},
		{"edit", `{"edit":"call","text":"` + words(4001) + `"}`, ""},
		{"inject", `{"inject":{"title":"T","text":"` + words(4001) + `","to":["lab"]}}`, ""},
		{"edit", `{"edit":"call","text":"` + words(scenario.MaxText) + `"}`, ""},
		{"set", `{"set":{"gauge":"mood","add":1}}`, ""},
	} {
		_, why := g.X.Canonical(record.Entry{Who: "Fay", Seat: "facilitator", Verb: c.verb, Args: json.RawMessage(c.args)})
		assert.Equal(t, c.why, why, c.verb)
	}
}

// TestInWhoseNameSomethingIsAskedFor: each kind of person has a place; a facilitator that of a seat they have taken
// over as well, and nobody that of a seat that another holds.
func TestInWhoseNameSomethingIsAskedFor(t *testing.T) {
	g := inPhase(t, "running")
	require.True(t, fay("aide", `{"who":"Lou","role":"cloud","on":true}`).on(g).OK)
	say := `{"say":"Hear.","to":["agency"]}`
	for _, c := range []struct{ who, seat, verb, args, as, why string }{
		{"Bob", "", "say", say, "cloud", ""},
		{"Bob", "cloud", "say", say, "cloud", ""},
		{"Bob", "agency", "say", say, "", "That is not your seat"},
		{"Bob", "agency", "advise", `{"text":"So."}`, "cloud", ""},
		{"Fay", "lab", "say", say, "lab", ""},
		{"Flo", "lab", "say", say, "", "Take the seat over first"},
		{"Fay", "cloud", "say", say, "", "Take the seat over first"},
		{"Fay", "nowhere", "say", say, "", "Take the seat over first"},
		{"Fay", "", "release", `{"release":"memo"}`, "facilitator", ""},
		{"Eva", "facilitator", "release", `{"release":"memo"}`, "", "Only the facilitator may do that"},
		{"Eva", "cloud", "say", say, "", "That is not your seat"},
		{"Eva", "", "observe", `{"text":"So."}`, "evaluator", ""},
		{"Oz", "", "whisper", `{"text":"So."}`, "observer", ""},
		{"Lou", "", "advise", `{"text":"So."}`, "player", ""},
		{"Lou", "", "say", say, "", "You advise this seat, and its holder acts: write advise and what to do"},
		{"Cyd", "", "revise", `{"revise":"#1","note":{"when":"nonsense(","do":"hold"}}`, "", "That note cannot be filed: "},
		{"Cyd", "", "file", `{"note":{"when":"nonsense(","do":"hold"}}`, "", "That note cannot be filed: "},
	} {
		en, why := g.X.Canonical(record.Entry{Who: c.who, Seat: c.seat, Verb: c.verb, Args: json.RawMessage(c.args)})
		if c.why == "" {
			assert.Equal(t, []string{c.as, ""}, []string{en.Seat, why}, "%s %s %s", c.who, c.seat, c.verb)
		} else {
			assert.True(t, strings.HasPrefix(why, c.why), "%s %s %s: %s", c.who, c.seat, c.verb, why)
		}
	}
}

// TestWhatComesToTheRecord: what a seat may ask for, be it about the first thing of a kind or in the first seat, and
// what is refused in words of its own.
func TestWhatComesToTheRecord(t *testing.T) {
	secrets, before := inPhase(t, "running"), inPhase(t, "before")
	small := table(t, desks+"[venue.cell]\nmembers = [\"lab\"]\nconvene = \"1h\"\n[action.seek]\nby = [\"cloud\"]\n"+
		"opens = [\"theft\"]\n[mechanism.open]\nshown_to = [\"all\"]\ncost = {lab=1}\nchanges = [{sharing=0}]\n")
	ask(t, small, "Fay", "start", "")
	decides, decided := deciding(t), deciding(t)
	decided.X.Advance(engine.At(scenario.Hour + scenario.Hour/4))
	doing := tabletest.Of(t, decided.X.Clone())
	require.True(t, doing.Do("Ann", "clinic", "act", `{"act":"north_clear"}`).OK)
	const no, first = "You have no authority for that action", "Take the seat over first"
	for _, c := range []struct {
		g               *tabletest.Table
		who, seat, verb string
		args, why       string
	}{
		{secrets, "Bob", "", "act", `{"act":"hold"}`, ""},
		{secrets, "Bob", "", "convene", `{"convene":"cell"}`, ""},
		{secrets, "Bob", "", "declare", `{"declare":"cause","option":"insider","confidence":0.5}`, ""},
		{secrets, "Eli", "", "declare", `{"declare":"cause","option":"insider","confidence":0.5}`, "You have not been asked that"},
		{secrets, "Eli", "", "convene", `{"convene":"cell"}`, "You are not a member of that venue"},
		{secrets, "Fay", "cloud", "release", `{"release":"memo"}`, first},
		{secrets, "Fay", "", "share", `{"share":"rumour","to":["lab"]}`,
			`who does this? role is missing (for example role = "cloud")`},
		{before, "Bob", "", "invest", `{"invest":"room","points":1}`, ""},
		{before, "Bob", "", "invest", `{"invest":"pact","points":1}`, ""},
		{before, "Eli", "", "invest", `{"invest":"pact","points":1}`, "You have no points to invest"},
		{before, "Bob", "", "file", `{"note":{"role":"cloud","when":"knows('egress')","do":{"share":"egress","to":["lab"]}}}`, ""},
		{small, "Ann", "", "share", `{"share":"theft","to":["cloud"]}`, ""},
		{small, "Ann", "", "convene", `{"convene":"cell"}`, ""},
		{small, "Ann", "", "say", `{"say":"Hear.","to":["nowhere"]}`, `unknown role "nowhere"`},
		{decides, "Ann", "", "act", `{"act":"north_clear"}`, no},
		{decided, "Ann", "", "act", `{"act":"north_clear"}`, ""},
		{decided, "Ann", "", "cancel", `{"cancel":"north_clear"}`, ""},
		{doing, "Ann", "", "cancel", `{"cancel":"north_clear"}`, ""},
		{doing, "Ann", "", "cancel", `{"cancel":"north_wait"}`, no},
		{small, "Bob", "", "act", `{"act":"seek"}`, no},
		{small, "Bob", "", "invest", `{"invest":"open","points":1}`, ""},
		{small, "Bob", "", "invest", `{"invest":"line","points":1}`, "You have no points to invest"},
	} {
		_, why := c.g.X.Canonical(record.Entry{Who: c.who, Seat: c.seat, Verb: c.verb, Args: json.RawMessage(c.args)})
		assert.Equal(t, c.why, why, "%s %s %s", c.who, c.verb, c.args)
	}
}
