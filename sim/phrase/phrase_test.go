package phrase_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// all has one of everything; ids and titles have no word in common.
const all = `title = "All"
length = "24h"
basis = "test"
[[move]]
title = "Opening"
until = "12h"
[role.id_lab]
title = "Laboratory"
budget = 5
[role.id_city]
title = "City"
[gauge.id_gauge]
title = "Copies"
unit = "sets"
[version.id_old]
title = "Clerk 4.0"
of = "Clerk"
[version.id_new]
title = "Clerk 4.1"
of = "Clerk"
[system.id_one]
title = "Model"
owner = "id_lab"
[system.id_two]
title = "Power"
watch = {id_city={lag="1h"}}
[[link]]
from = "id_one"
to = "id_two"
[fact.id_fact]
title = "Slow egress"
text = "Files left."
known = {id_lab={at="1h"}}
tlp = "amber"
leak = {per_hour=0.1, fires="id_inject"}
[action.id_act]
title = "Hold the line"
by = ["id_lab", "id_city"]
effects = [{system="id_two", becomes="failed"}, {gauge="id_gauge", add=2}]
[action.id_joint]
title = "Trace together"
by = ["id_lab", "id_city"]
joint = {quorum=2}
[inject.id_inject]
title = "Late call"
from = "A caller"
media = "call"
at = "3h"
to = ["id_city"]
expects = {any=["id_act"], within="2h", by=["id_city"]}
[venue.id_venue]
title = "Incident cell"
members = ["id_lab", "id_city"]
[obligation.id_duty]
title = "Report to the state"
role = "id_lab"
starts = "knows('id_fact')"
within = "5h"
met_by = ["id_act"]
[probe.id_probe]
ask = "What is the cause?"
options = {id_in="An insider.", id_out="A stranger."}
truth = "id_in"
[mechanism.id_pact]
title = "Mutual pact"
cost = {id_lab=1}
changes = [{notes=["id_lab"]}]
[draw.id_draw]
title = "Who is behind it"
choice = {id_in=1, id_out=1}
[[note]]
role = "id_lab"
when = "knows('id_fact')"
do = {share="id_fact", to=["id_city"]}
within = "2h"
shown_to = ["id_city"]
[[note]]
role = "id_city"
when = "hours > 4"
do = {say="Hello there.", to=["id_lab"]}
`

func load(t *testing.T, text string) *scenario.Scenario {
	t.Helper()
	sc, ds := scenario.Load("all.toml", []byte(text))
	require.NotNil(t, sc, ds.Format("all.toml", text))
	return sc
}

// sample is an event of a kind with every field that the kind uses.
func sample(k engine.Kind) engine.Event {
	ev := engine.Event{Kind: k, Role: engine.Nobody, Other: engine.Nobody, Ref: -1}
	about := k.About()
	if about.Role != "" {
		ev.Role = 0
	}
	if about.Other != "" {
		ev.Other = 1
	}
	if about.Ref != "" {
		ev.Ref = 0
	}
	if about.Num != "" {
		ev.Num = 1
	}
	if about.Due != "" {
		ev.Due = engine.Time(5 * scenario.Hour)
	}
	if about.Text != "" {
		ev.Text = "Because of the rain."
	}
	return ev
}

// plain holds a sentence to having no id and no sign of a program.
func plain(t *testing.T, p phrase.Phrase, of any) {
	t.Helper()
	assert.NotEmpty(t, p.Text, of)
	assert.NotEmpty(t, p.Mark.String(), of)
	assert.LessOrEqual(t, len(p.Mark.String()), 7, of)
	for _, bad := range []string{"id_", "%!", "nobody's", "unknown", "<nil>"} {
		assert.NotContains(t, p.Text, bad, of)
	}
	assert.False(t, strings.ContainsFunc(p.Text, unicode.IsControl), "%q", p.Text)
}

// Every kind of event has a sentence of its own, with titles and what the event says.
func TestEveryKindHasItsSentence(t *testing.T) {
	sc := load(t, all)
	seen := map[string]engine.Kind{}
	for _, k := range engine.Kinds() {
		ev := sample(k)
		said := phrase.Say(sc, ev)
		plain(t, said, k)
		assert.NotEqual(t, k.String(), said.Text, "%s has no sentence in Say", k)
		assert.NotContains(t, seen, said.Text, "%s is said as %s is", k, seen[said.Text])
		seen[said.Text] = k
		if about := k.About(); about.Role != "" {
			assert.Contains(t, said.Text, "Laboratory", "%s does not say who", k)
		}
	}
}

// What brought an event about is said with its title, for every cause that there is.
func TestCausesAreSaid(t *testing.T) {
	sc := load(t, all)
	for cause, want := range map[engine.Cause]string{
		engine.ByItself: "Copies is now 1 sets", engine.ByLink: "Copies is now 1 sets, because of Model",
		engine.ByAction:      `Copies is now 1 sets, by "Hold the line"`,
		engine.ByInject:      `Copies is now 1 sets, by "Late call"`,
		engine.ByMechanism:   "Copies is now 1 sets, thanks to Mutual pact",
		engine.ByFacilitator: "Copies is now 1 sets, by the facilitator",
		engine.ByLeak:        `Copies is now 1 sets, because "Slow egress" leaked`,
	} {
		ev := sample(engine.GaugeChanged)
		ev.Via = engine.Via{Cause: cause}
		assert.Equal(t, want, phrase.Say(sc, ev).Text)
	}
	assert.Equal(t, `"Rain" is withdrawn: sent in error`,
		phrase.Say(sc, engine.Event{Kind: engine.InjectRetracted, Ref: 1}, "Rain").Text)
}

// Some sentences in full: who, whom, what, when, how and why.
func TestSentences(t *testing.T) {
	sc := load(t, all)
	hour := engine.Time(scenario.Hour)
	for want, ev := range map[string]engine.Event{
		"STARTEX":                    {Kind: engine.ExerciseStarted},
		"ENDEX: time is up":          {Kind: engine.ExerciseEnded, Text: "time is up"},
		"End of move 1, Opening":     {Kind: engine.MoveEnded},
		"Power: failed (was normal)": {Kind: engine.SystemChanged, Ref: 1, Num: 2, Other: 0},
		"The way from Model to Power is cut, by the facilitator": {Kind: engine.LinkCut,
			Via: engine.Via{Cause: engine.ByFacilitator}},
		"The way from Model to Power stays cut, by the facilitator": {Kind: engine.LinkStopped,
			Via: engine.Via{Cause: engine.ByFacilitator}},
		"The effect on its way from Model to Power is lost": {Kind: engine.LinkStopped},
		`Laboratory learns "Slow egress" by itself`:         {Kind: engine.FactLearned, Other: engine.Nobody},
		`City learns "Slow egress" from Laboratory`:         {Kind: engine.FactLearned, Role: 1, Other: 0},
		`City learns "Slow egress" from "Late call"`: {Kind: engine.FactLearned, Role: 1,
			Other: engine.Nobody, Via: engine.Via{Cause: engine.ByInject}},
		`Laboratory tells City "Slow egress" (in Incident cell), arriving ` +
			hour.String(): {Kind: engine.MessageSent, Other: 1, Due: hour, Via: engine.Via{Cause: engine.ByVenue}},
		`Laboratory tells City "Slow egress" (by their contact)`:                                              {Kind: engine.MessageSent, Other: 1, Via: engine.Via{Cause: engine.ByContact}},
		`Laboratory tells City "Slow egress" (formally)`:                                                      {Kind: engine.MessageSent, Other: 1},
		`Laboratory tells the public "Slow egress" (publicly)`:                                                {Kind: engine.MessageSent, Other: engine.Public},
		`City to Laboratory: "Hello."`:                                                                        {Kind: engine.MessageSent, Role: 1, Other: 0, Ref: engine.Nobody, Text: "Hello."},
		`Laboratory shares "Slow egress" with City, more widely than its mark TLP:AMBER allows`:               {Kind: engine.MarkBreached, Other: 1},
		`Laboratory shares "Slow egress" with City, more widely than the mark given with it, TLP:RED, allows`: {Kind: engine.MarkBreached, Other: 1, Text: "red"},
		`City acknowledges a message from Laboratory: declined`:                                               {Kind: engine.MessageAcknowledged, Role: 1, Num: 2},
		`An inject by the facilitator: "Rain"`:                                                                {Kind: engine.InjectImprovised, Text: "Rain"},
		`"An inject by the facilitator" is withdrawn: sent in error (a slip)`:                                 {Kind: engine.InjectRetracted, Ref: 1, Text: "a slip"},
		`Laboratory believes, 70% sure: What is the cause? A stranger.`:                                       {Kind: engine.BeliefDeclared, Other: 1, Num: 0.7},
		`Laboratory promises: if it knows "Slow egress", then tell City "Slow egress" within 2h`:              {Kind: engine.NoteFiled},
		`City will not keep its promise to say to Laboratory: "Hello there." as filed (No use.)`:              {Kind: engine.NoteDeviated, Role: 1, Ref: 1, Text: "No use."},
		`Laboratory's attempt is ruled a partial success, with a chance of 40% (Half.)`:                       {Kind: engine.AttemptRuled, Other: 2, Num: 0.4, Text: "Half."},
		`Laboratory's attempt is ruled a failure`:                                                             {Kind: engine.AttemptRuled, Other: 3, Num: -1},
		`Laboratory may not share: It does not know that.`:                                                    {Kind: engine.CommandRefused, Other: int32(engine.Share), Text: "It does not know that."},
		`Laboratory: a note of its own`:                                                                       {Kind: engine.NoteKept, Ref: 99},
	} {
		assert.Equal(t, want, phrase.Say(sc, ev).Text)
	}
}

// Conditions are said in words, with brackets only where they are needed.
func TestConditions(t *testing.T) {
	for source, want := range map[string]string{
		"knows('id_fact', 'id_city')":          `City knows "Slow egress"`,
		"!knows('id_fact', 'id_city')":         `City does not know "Slow egress"`,
		"knows('id_fact')":                     `it knows "Slow egress"`,
		"!knows('id_fact')":                    `it does not know "Slow egress"`,
		"done('id_act') && !doing('id_joint')": `"Hold the line" is done and "Trace together" is not being done`,
		"runs('id_two', 'id_new') && !runs('id_lab', 'id_old') && flawed('id_new')": "Power runs Clerk 4.1 and Laboratory does not run " +
			"Clerk 4.0 and Clerk 4.1 is flawed",
		"exposed('id_new') / running('id_new', 'id_lab') > 0.5": "the number of systems exposed by Clerk 4.1 / " +
			"the number of systems that run Clerk 4.1, of Laboratory is above 0.5",
		"(done('id_act') || failed('id_two')) && hours > 3": `("Hold the line" is done or Power is failed) and the time in hours is above 3`,
		"id_gauge - (1 - 2) >= 4":                           "Copies - (1 - 2) is at least 4",
		"id_gauge - 1 - 2 >= 4":                             "Copies - 1 - 2 is at least 4",
		"open('id_venue')":                                  "Incident cell is open",
		"!met('id_duty') || started('id_duty')":             `"Report to the state" is not met or the clock of "Report to the state" has started`,
		"missed('id_inject') && has('id_pact')":             `the response that "Late call" expects is overdue and Mutual pact is in force`,
		"aware('id_fact') > 1":                              `2 seats or more know "Slow egress"`,
		"aware('id_fact') >= 1":                             `somebody knows "Slow egress"`,
		"aware('id_fact') >= 2.5":                           `3 seats or more know "Slow egress"`,
		"aware('id_fact') < 2":                              `the number of seats that know "Slow egress" is below 2`,
		"aware('id_fact') >= 0":                             `the number of seats that know "Slow egress" is at least 0`,
		"(done('id_act') ? 1 : 0) + (done('id_joint') ? 1 : 0) > 1": `(how many of these are done: "Hold the line" and ` +
			`"Trace together") is above 1`,
		"2 < (done('id_act') ? 1 : 0) + (failed('id_two') ? 1 : 0)": `2 is below (how many of these are true: ` +
			`"Hold the line" is done; Power is failed)`,
		"min(id_gauge, 3) < max(1, 2)": "the least of Copies and 3 is below the greatest " +
			"of 1 and 2",
		"true":  "always",
		"!true": "never",
	} {
		sc := load(t, strings.Replace(all, `when = "hours > 4"`, fmt.Sprintf("when = %q", source), 1))
		assert.Equal(t, want, phrase.Condition(sc, sc.Notes[1].When), source)
	}
	// Nothing is called by the name that is in the file, where it has another.
	named := `
[[move]]
id = "id_first"
title = "First signals"
until = "1d"
[draw.id_cause]
title = "The cause"
choice = {by_insider=1, by_state=2}
`
	for source, want := range map[string]string{
		"move('id_first')":         `the move is "First signals"`,
		"!over('id_first')":        `the move "First signals" is not over`,
		"id_cause == 'by_insider'": `"The cause" is "by insider"`,
	} {
		sc := load(t, strings.Replace(all, `at = "3h"`, fmt.Sprintf("when = %q", source), 1)+named)
		assert.Equal(t, want, phrase.Condition(sc, sc.Injects[0].When), source)
	}
	// Outside a seat's own table a condition is about anybody.
	sc := load(t, strings.Replace(all, `at = "3h"`, `when = "aware('id_fact') > 0"`, 1))
	assert.Equal(t, `somebody knows "Slow egress"`,
		phrase.Condition(sc, sc.Injects[0].When))
}

// A title that a seat may not see is what its reader is told to call it.
func TestConditionForCallsThingsByTheReadersNames(t *testing.T) {
	sc := load(t, all)
	assert.Equal(t, `it knows "something"`, phrase.ConditionFor(sc, sc.Notes[0].When,
		func(string, int) string { return "something" }))
}

// No text that people or files bring takes control sequences into a sentence.
// TestEffects: an effect is said with its target's title, how likely and when it comes, and on what condition.
func TestEffects(t *testing.T) {
	for source, want := range map[string]string{
		`{gauge="id_gauge", add=-5, chance=0.3}`:             "Copies falls by 5 sets, in 30 of 100 cases",
		`{gauge="id_gauge", halving="12h"}`:                  "Copies: halving every 12h",
		`{gauge="id_gauge", rate=2, lasts="3h"}`:             "Copies moves each hour by 2, for 3h",
		`{system="id_two", becomes="failed", after="2h"}`:    "Power becomes failed, 2h later",
		`{link=["id_one", "id_two"], chance=0.06}`:           "The link from Model to Power has a chance of 6%",
		`{link=["id_one", "id_two"], cut=true}`:              "The link from Model to Power is cut",
		`{fact="id_fact", to=["id_city"]}`:                   `City learns: "Slow egress"`,
		`{fact="id_fact", to=["id_city", "id_lab"]}`:         `City and Laboratory learn: "Slow egress"`,
		`{fact="id_fact", to=["me"], if="open('id_venue')"}`: `whoever does it learns: "Slow egress", if Incident cell is open`,
		`{inject="id_inject"}`:                               `The inject "Late call" comes`,
		`{venue="id_venue"}`:                                 "Incident cell is open",
		`{venue="id_venue", open=false}`:                     "Incident cell is closed",
		`{version="id_new", on=["id_two"]}`:                  "Power runs Clerk 4.1 from now on",
		`{channel="formal", works=false}`:                    "The way formal is down",
		`{obligation="id_duty"}`:                             `The clock of "Report to the state" starts`,
	} {
		sc := load(t, all+"\n[action.said]\nby = \"id_lab\"\neffects = ["+source+"]\n")
		assert.Equal(t, want, phrase.Effect(sc, &sc.Actions[sc.Find("action", "said")].Effects[0]), source)
	}
}

func TestSentencesHoldNoControls(t *testing.T) {
	bad := "\x1b]0;x\a\x1b[2J\u202eHello\u0000\r\n"
	text := strings.NewReplacer(`"Slow egress"`, `"Slow\u001b[2J egress"`, `"Hello there."`, `"Hel\u0007lo."`,
		`"Hold the line"`, `"Hold\u009b31m"`).Replace(all)
	sc := load(t, text)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	e := engine.New(m, 1, engine.Setup{})
	said := 0
	e.Observe(func(ev engine.Event) {
		said++
		p := phrase.Say(e.Model().Scenario, ev)
		assert.False(t, strings.ContainsFunc(p.Text,
			func(r rune) bool { return unicode.IsControl(r) || r == '\u202e' }), "%s: %q", ev.Kind, p.Text)
	})
	at := func(h int, c engine.Command) engine.Timed {
		c.Reason = bad
		return engine.Timed{At: engine.Time(h) * engine.Time(scenario.Hour), Command: c}
	}
	taken := 0
	require.NoError(t, bot.Run(t.Context(), e, &bot.Table{}, []engine.Timed{
		at(2, engine.Command{Verb: engine.Say, Text: bad, To: []int{1}}),
		at(2, engine.Command{Verb: engine.Attempt, Text: bad}),
		at(2, engine.Command{Verb: engine.Act}),
		at(3, engine.Command{Verb: engine.Query, Role: engine.Facilitator, Text: bad}),
		at(4, engine.Command{Verb: engine.Inject, Role: engine.Facilitator,
			Draft: &engine.Draft{Title: bad, Text: bad, To: []int{0}}}),
	}, e.Horizon(), func(_ engine.Timed, a engine.Answer) {
		if a.OK {
			taken++
		}
	}))
	assert.GreaterOrEqual(t, taken, 4)
	assert.Greater(t, said, 15)
}
