package phrase_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// more adds to all what few scenarios have.
const more = `
[gauge.id_staff]
title = "Analysts"
start = 3
[action.id_staffed]
title = "Search the logs"
by = "id_lab"
uses = {id_staff=2}
[action.id_first]
title = "Shut the north gate"
by = "id_lab"
[action.id_second]
title = "Shut the south gate"
by = "id_city"
[together.id_shut]
title = "Both gates are shut"
deeds = ["id_first", "id_second"]
within = "15m"
effects = [{gauge="id_gauge", add=1}]
[inject.id_forged]
title = "Orders from above"
forged = "id_lab"
text = "Stop."
at = "4h"
to = ["id_city"]
[inject.id_spare]
title = "A reminder"
from = "A caller"
media = "call"
at = "6h"
to = ["id_city"]
unless = "open('id_venue')"
`

// What a sentence has in addition to what every event of its kind says.
func TestDetails(t *testing.T) {
	sc := load(t, all+more)
	facilitator := engine.Via{Cause: engine.ByFacilitator}
	inject := func(id string) int32 { return int32(sc.Find("inject", id)) }
	for want, ev := range map[string]engine.Event{
		"Clerk 4.1 no longer has its flaw":                                 {Kind: engine.VersionFlawed, Ref: 1},
		"Clerk 4.1 is flawed from now on: everyone who runs it is exposed": {Kind: engine.VersionFlawed, Ref: 1, Num: 1},
		"Power runs Clerk 4.0":                                             {Kind: engine.VersionChanged, Ref: 1, Num: 0, Other: -1},
		"Power no longer runs Clerk 4.0":                                   {Kind: engine.VersionChanged, Ref: 1, Num: -1, Other: 0},
		"City notices that Power runs Clerk 4.1 instead of Clerk 4.0":      {Kind: engine.VersionNoticed, Role: 1, Ref: 1, Num: 1},
		"The line for calls does not work":                                 {Kind: engine.ChannelChanged},
		"The way by contacts works as usual":                               {Kind: engine.ChannelChanged, Ref: 1, Num: 1},
		"The usual channel takes 3 times as long as usual":                 {Kind: engine.ChannelChanged, Ref: 2, Num: 3},
		"The way from Model to Power is now 6% likely":                     {Kind: engine.LinkChanged, Num: 0.06},
		`a forged message reaches City, as if from Laboratory: "Late call"`: {Kind: engine.MessageArrived, Role: 1,
			Via: engine.Via{Cause: engine.ByInject}},
		"a message from Laboratory reaches City":                       {Kind: engine.MessageArrived, Role: 1},
		"A caller, call: Late call":                                    {Kind: engine.InjectDelivered},
		"forged: Orders from above":                                    {Kind: engine.InjectDelivered, Ref: inject("id_forged")},
		`"A reminder" is left out (not needed: Incident cell is open)`: {Kind: engine.InjectSkipped, Ref: inject("id_spare")},
		`"A reminder" is left out (no time)`:                           {Kind: engine.InjectSkipped, Ref: inject("id_spare"), Text: "no time", Via: facilitator},
		`"Late call" is left out (after the end)`:                      {Kind: engine.InjectSkipped, Text: "after the end"},
		`the response that "Late call" expected has come`:              {Kind: engine.ExpectationMet},
		`the response that "Rain" expected has come`:                   {Kind: engine.ExpectationMet, Ref: 99, Text: "Rain"},
		`Laboratory begins "Hold the line", done by T+02:00`:           {Kind: engine.ActionStarted, Due: engine.At(2 * scenario.Hour)},
		`Laboratory decides on "Hold the line" (at last)`:              {Kind: engine.ActionStarted, Due: engine.At(2 * scenario.MaxDuration), Text: "at last"},
		`Laboratory waits for staff for "Search the logs": 2 of Analysts`: {Kind: engine.ActionWaits,
			Ref: int32(sc.Find("action", "id_staffed"))},
		`Jointly begun: "Trace together", done by T+01:00`: {Kind: engine.JointStarted, Ref: 1, Due: engine.At(scenario.Hour)},
		`Jointly begun: "Trace together", done by T+02:00, after setting up a way to work together`: {Kind: engine.JointStarted,
			Ref: 1, Due: engine.At(2 * scenario.Hour), Other: 1},
		"Move 1 begins, Opening":                                                 {Kind: engine.MoveBegan},
		"Move 1 begins, Opening: what it waits for is true":                      {Kind: engine.MoveBegan, Num: 1},
		"Move 1 begins, Opening: the facilitator has chosen it":                  {Kind: engine.MoveBegan, Num: 1, Via: facilitator},
		"Laboratory's attempt is ruled a success, with a chance of 0%":           {Kind: engine.AttemptRuled, Other: 1},
		"Laboratory puts 1 point into Mutual pact":                               {Kind: engine.MechanismFunded, Num: 1},
		"Laboratory puts 2 points into Mutual pact":                              {Kind: engine.MechanismFunded, Num: 2},
		`City to Laboratory: "Soon."`:                                            {Kind: engine.MessageSent, Role: 1, Ref: -1, Text: "Soon.", Due: engine.At(scenario.Second)},
		"the facilitator may not share: It is no seat.":                          {Kind: engine.CommandRefused, Role: engine.Facilitator, Other: int32(engine.Share), Text: "It is no seat."},
		"Laboratory: a note of its own":                                          {Kind: engine.NoteKept, Ref: int32(len(sc.Notes))},
		`City shows Laboratory its promise to say to Laboratory: "Hello there."`: {Kind: engine.NoteShown, Role: 1, Ref: 1},
		`City tells Laboratory that it withdraws its promise to say to Laboratory: "Hello there."`: {Kind: engine.NoteShown,
			Role: 1, Ref: 1, Num: 1},
		`City promises: if the time in hours is above 4, then say to Laboratory: "Hello there."`: {Kind: engine.NoteFiled,
			Role: 1, Ref: 1},
	} {
		assert.Equal(t, want, phrase.Say(sc, ev).Text)
	}
	assert.Equal(t, "City, Incident cell and the public",
		phrase.Recipients(sc, []int{1, engine.ToVenue(0), engine.Public}))
}

// An inject that stands for deeds done together says when it comes, and no other does.
func TestTogether(t *testing.T) {
	sc := load(t, all+more)
	for inject, want := range map[string]string{
		"id_shut": `"Shut the north gate" and "Shut the south gate" are done within 15m of each other`,
		"id_shut_lapsed": `15m have passed since the last of "Shut the north gate" and "Shut the south gate", ` +
			"and not all were done within that time",
		"id_spare": "",
	} {
		assert.Equal(t, want, phrase.Together(sc, inject), inject)
	}
}

// The facilitator's own injects are called by their titles.
func TestImprovised(t *testing.T) {
	m, err := engine.Compile(load(t, all))
	require.NoError(t, err)
	e := engine.New(m, 1, engine.Setup{})
	require.NoError(t, e.Reach(0))
	for _, title := range []string{"Rain", "Snow"} {
		require.Empty(t, e.Do(engine.Command{Verb: engine.Inject, Role: engine.Facilitator,
			Draft: &engine.Draft{Title: title, Text: "It falls.", To: []int{0}}}).Refusal)
	}
	assert.Equal(t, []string{"Rain", "Snow"}, phrase.Improvised(e))
}

// TestNamesWithCommas: three names or more of which one has a comma are told apart by semicolons.
func TestNamesWithCommas(t *testing.T) {
	for want, names := range map[string][]string{
		"a, b and c":                       {"a", "b", "c"},
		"Bank, cards and Press":            {"Bank, cards", "Press"},
		"Bank, cards; North; and Press":    {"Bank, cards", "North", "Press"},
		"“Hold, now”, “Wait” and “Report”": {"“Hold, now”", "“Wait”", "“Report”"},
	} {
		assert.Equal(t, want, phrase.List(names))
	}
	assert.Equal(t, "Bank, cards; North; or Press", phrase.Either([]string{"Bank, cards", "North", "Press"}))
}

// Conditions that few scenarios have.
func TestRareConditions(t *testing.T) {
	sc := load(t, all+more)
	say := func(source string, want scenario.Type) string {
		n, err := sc.ParseExpr(source, want, false)
		require.NoError(t, err)
		return phrase.Condition(sc, scenario.Expr{Source: source, Root: n})
	}
	for source, want := range map[string]string{
		"runs('id_one', 'id_old')":        "Model runs Clerk 4.0",
		"running('id_new', 'id_one') > 0": "the number of systems that run Clerk 4.1, of Model is above 0",
		"done('id_act', 'id_lab')":        `"Hold the line" is done by Laboratory`,
		"done_at('id_act') < 3":           `the hour at which "Hold the line" was done last is below 3`,
		"done_at('id_act', 'id_lab') < 3": `the hour at which Laboratory did "Hold the line" last is below 3`,
		"delivered('id_inject')":          `"Late call" has come`,
		"!delivered('id_inject')":         `"Late call" has not come`,
		"breached('id_fact')":             `the mark of "Slow egress" has been breached`,
		"checked('id_forged')":            `somebody has found out that "Orders from above" is forged`,
		"checked('id_forged', 'id_lab')":  `Laboratory has found out that "Orders from above" is forged`,
		"aware('id_fact') > id_gauge":     `the number of seats that know "Slow egress" is above Copies`,
		"id_gauge + id_gauge > 2":         "Copies + Copies is above 2",
		"(done('id_act') ? 1 : 0) > 0.5":  `(1 if "Hold the line" is done, else 0) is above 0.5`,
		"done('id_act') && failed('id_two') || open('id_venue')": `("Hold the line" is done and Power is failed) or ` +
			"Incident cell is open",
		"(done('id_act') && failed('id_two')) == open('id_venue')": `("Hold the line" is done and Power is failed) is ` +
			"Incident cell is open",
		"done('id_act') == (failed('id_two') == open('id_venue'))": `"Hold the line" is done is ` +
			"(Power is failed is Incident cell is open)",
		"done('id_act') || (open('id_venue') || done('id_act'))": `"Hold the line" is done or Incident cell is open`,
		"done('id_act') && (open('id_venue') && done('id_act'))": `"Hold the line" is done and Incident cell is open`,
		"(done('id_act') || done('id_act')) && open('id_venue')": `"Hold the line" is done and Incident cell is open`,
		"(done('id_act', 'id_lab') ? 1 : 0) + (done('id_joint') ? 1 : 0) > 1": `(how many of these are true: ` +
			`"Hold the line" is done by Laboratory; "Trace together" is done) is above 1`,
		"min((done('id_act') ? 1 : 0) + (done('id_joint') ? 1 : 0), 3) > 1": `the least of (how many of these are done: ` +
			`"Hold the line" and "Trace together") and 3 is above 1`,
		"(done('id_act') ? 2 : 0) + (done('id_joint') ? 2 : 0) > 1": `(2 if "Hold the line" is done, else 0) + ` +
			`(2 if "Trace together" is done, else 0) is above 1`,
		"(done('id_act') ? 1 : 3) + (done('id_joint') ? 1 : 3) > 1": `(1 if "Hold the line" is done, else 3) + ` +
			`(1 if "Trace together" is done, else 3) is above 1`,
		"(done('id_act') ? 1 : hours) + (done('id_joint') ? 1 : hours) > 1": `(1 if "Hold the line" is done, else ` +
			`the time in hours) + (1 if "Trace together" is done, else the time in hours) is above 1`,
	} {
		assert.Equal(t, want, say(source, scenario.Bool), source)
	}
	assert.Equal(t, `how many of these are done: "Hold the line" and "Trace together"`,
		say("(done('id_act') ? 1 : 0) + (done('id_joint') ? 1 : 0)", scenario.Number), "it stands alone")
}

// What a draw decides, and how the exercise ended, are said by their titles; who may not read between what is
// drawn reads neither.
func TestConditionsOfADraw(t *testing.T) {
	sc := load(t, all+"[draw.id_maybe]\ntitle = \"It answers\"\nchance = 0.5\n[ending.id_ending]\nwhen = \"hours > 20\"\n")
	root := func(source string) scenario.Expr {
		n, err := sc.ParseExpr(source, scenario.Bool, false)
		require.NoError(t, err, source)
		return scenario.Expr{Source: source, Root: n}
	}
	for source, want := range map[string]string{
		"id_draw == 'id_in'": `"Who is behind it" is "id in"`,
		"id_draw != 'id_in'": `"Who is behind it" is not "id in"`,
		"id_maybe":           `"It answers" is true`,
		"!id_maybe":          `"It answers" is not true`,
		"ended('id_ending')": `the ending is "id ending"`,
	} {
		assert.Equal(t, want, phrase.Condition(sc, root(source)), source)
	}
	for _, source := range []string{"id_draw == 'id_in'", "id_maybe"} {
		assert.Equal(t, "what it knows then calls for it",
			phrase.ConditionFor(sc, root(source), func(string, int) string { return "" }), source)
	}
}

// Who may not see a title calls a thing by the words of the vocabulary, or by its id.
func TestKind(t *testing.T) {
	sc := load(t, strings.NewReplacer("[fact.id_fact]", "[fact.id_fact]\nsignal = \"egress\"",
		"[action.id_act]", "[action.id_act]\nresponse = \"contain\"").Replace(all))
	for _, c := range []struct{ kind, want string }{{"fact", "egress"}, {"action", "contain"}, {"venue", "id venue"}} {
		assert.Equal(t, c.want, phrase.Kind(sc, c.kind, 0), c.kind)
	}
	assert.Equal(t, "id joint", phrase.Kind(sc, "action", 1), "it has no word of the vocabulary")
}

// Effects that few scenarios have.
func TestRareEffects(t *testing.T) {
	for source, want := range map[string]string{
		`{gauge="id_gauge", add=1, after="0s"}`:                "Copies rises by 1",
		`{fact="id_fact", to=["all"]}`:                         `all learn: "Slow egress"`,
		`{version="id_new", off=["id_two"]}`:                   "Power runs Clerk 4.1 no longer",
		`{version="id_new", pin=["id_two"]}`:                   "Power stays with Clerk 4.1",
		`{version="id_new", pin=["id_two", "id_one"]}`:         "Power and Model stay with Clerk 4.1",
		`{channel="formal", works=true}`:                       "The way formal is working",
		`{gauge="id_gauge", rate=2, until="open('id_venue')"}`: "Copies moves each hour by 2, until Incident cell is open",
	} {
		sc := load(t, all+"\n[action.said]\nby = \"id_lab\"\neffects = ["+source+"]\n")
		assert.Equal(t, want, phrase.Effect(sc, &sc.Actions[sc.Find("action", "said")].Effects[0]), source)
	}
}
