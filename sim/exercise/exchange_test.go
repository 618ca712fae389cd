package exercise_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/notes"
	"tocsin/sim/record"
	"tocsin/sim/speech"
	"tocsin/sim/tabletest"
)

const exchanging = `title = "Exchange"
basis = "test"
length = "2d"
[role.lab]
title = "Laboratory"
[role.cloud]
title = "Cloud"
[role.cert]
title = "CERT"
[fact.egress]
title = "Slow egress"
text = "It left."
known = {cloud={at="1h"}}
[action.hold]
title = "Hold together"
by = ["all"]
joint = {quorum=3}
[[note]]
role = "cloud"
when = "knows('egress')"
do = {share="egress", to=["cert"]}
within = "2h"
[[note]]
role = "lab"
when = "knows('egress')"
do = {commit="hold"}
within = "1h"
[[note]]
role = "cloud"
when = "knows('egress')"
do = {share="egress", to=["lab"]}
within = "3h"
[[note]]
role = "cert"
when = "knows('egress')"
do = {commit="hold"}
within = "1h"
`

// exchangers are Ann (lab), Bob (cloud), Cyd (cert) and the facilitator Fay before STARTEX.
func exchangers(t *testing.T) (*tabletest.Table, *exercise.Exercise) {
	t.Helper()
	x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Scenario: exchanging, Seed: 1,
		Started: time.Unix(0, 0).UTC()})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	for who, role := range map[string]string{"Ann": "lab", "Bob": "cloud", "Cyd": "cert"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
	}
	return g, x
}

// TestAPlanIsNoDraft: a note without a time is what a bot would do and nobody promises it. It is not counted, and a
// seat that has only such notes is not listed.
func TestAPlanIsNoDraft(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Seed: 1, Scenario: exchanging + `
[role.press]
[[note]]
role = "press"
when = "hours >= 1"
do = {commit="hold"}
[[note]]
role = "lab"
when = "hours >= 1"
do = {commit="hold"}
`})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	assert.Equal(t, []exercise.Filing{{Title: "Laboratory", Drafts: 1}, {Title: "Cloud", Drafts: 2},
		{Title: "CERT", Drafts: 1}}, x.View("Fay").Control.Filings)
}

// TestNotesOfAHiddenSeat are counted for staff, and on no wall.
func TestNotesOfAHiddenSeat(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Seed: 1, Scenario: exchanging + `
[role.mole]
title = "The mole"
hidden = true
[[note]]
role = "mole"
when = "hours >= 1"
do = {say="So.", to=["lab"]}
within = "1h"
`})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	g.Do("Wall", "board", "join", `{"kind":"board"}`)
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`).OK)
	require.True(t, g.Do("Ann", "lab", "file", `{"file":"#1"}`).OK)
	titles := func(list []exercise.Filing) (out []string) {
		for _, f := range list {
			out = append(out, f.Title)
		}
		return out
	}
	assert.Equal(t, []string{"Laboratory", "Cloud", "CERT"}, titles(x.View("Wall").Board.Notes))
	assert.Equal(t, []string{"Laboratory", "Cloud", "CERT", "The mole"}, titles(x.View("Fay").Control.Filings))
}

// In a round of exchange each seat reads what notes that it was shown mean for its own, and
// nothing of the others; the facilitator reads the analysis of all.
func TestRoundOfExchange(t *testing.T) {
	g, x := exchangers(t)
	beside := func(who, role string) (out []string) {
		for _, n := range x.View(who).Player.Notes {
			if n.Role == role {
				out = append(out, n.Beside...)
			}
		}
		return out
	}
	const alone = "It takes 3 seats, and no other has shown you a promise to join."
	waits := "Nobody has shown you a promise to tell you of “egress”."
	assert.Equal(t, []string{waits, alone}, beside("Ann", "lab"))
	assert.Empty(t, x.View("Fay").Control.Exchange, "nothing is filed")

	require.True(t, g.Do("Cyd", "cert", "file", `{"file":"#1","to":["lab"]}`).OK)
	require.True(t, g.Do("Ann", "lab", "file", `{"file":"#1","to":["cloud"]}`).OK)
	assert.Equal(t, []string{waits, "It takes 3 seats; shown to join besides you: CERT. 1 more must promise."},
		beside("Ann", "lab"))
	assert.Equal(t, []string{"A note of Laboratory waits for this, and yours tells others only.",
		"A note of Laboratory waits for this."}, beside("Bob", "cloud"))
	found := x.View("Fay").Control
	require.NotEmpty(t, found.Exchange)
	assert.Nil(t, found.Promised[0].Within, "nobody promises to tell them")

	require.True(t, g.Do("Bob", "cloud", "file", `{"file":"#2","to":["lab"]}`).OK)
	assert.Equal(t, "Cloud promises to tell you of “Slow egress” within 3h.", beside("Ann", "lab")[0])
	assert.NotContains(t, beside("Cyd", "cert"), "Cloud promises to tell you", "it was not shown to it")
}

// Staff and the wall read how many notes each seat has filed and shown; staff read the notes themselves
// under the names that findings give them, and who has promised to join.
func TestHowFarTheExchangeIs(t *testing.T) {
	g, x := exchangers(t)
	g.Do("Wall", "observer", "join", `{"kind":"observer"}`)
	fay := func() *exercise.Control { return x.View("Fay").Control }
	wall := func() []exercise.Filing { return x.View("Wall").Board.Notes }
	assert.Equal(t, []exercise.Filing{{Title: "Laboratory", Drafts: 1}, {Title: "Cloud", Drafts: 2},
		{Title: "CERT", Drafts: 1}}, fay().Filings)
	assert.Empty(t, fay().Filed)
	assert.Empty(t, wall(), "nobody has filed anything, and whether anybody will is not said")

	require.True(t, g.Do("Cyd", "cert", "file", `{"file":"#1","to":["lab"]}`).OK)
	require.True(t, g.Do("Bob", "cloud", "file", `{"file":"#2"}`).OK)
	assert.Equal(t, []exercise.Filing{{Title: "Laboratory"}, {Title: "Cloud", Filed: 1}, {Title: "CERT", Filed: 1, Shown: 1}},
		wall())
	assert.Equal(t, []exercise.FiledNote{
		{Name: "#2", Role: "cloud", Title: "Cloud", Words: `if it knows "Slow egress", then tell Laboratory "Slow egress" within 3h`, Shown: []string{}},
		{Name: "#1", Role: "cert", Title: "CERT", Words: `if it knows "Slow egress", then commit to "Hold together" within 1h`,
			Shown: []string{"Laboratory"}}}, fay().Filed)
	require.Len(t, fay().Promised, 1)
	assert.Equal(t, "promised: 1 of 3 (CERT); needed: 2 more; what CERT would join on comes by no promise",
		fay().Promised[0].Lack())

	require.True(t, g.Do("Cyd", "cert", "revoke", `{"revoke":"#1"}`).OK)
	assert.Equal(t, exercise.Filing{Title: "CERT"}, wall()[2])
	assert.Equal(t, exercise.Filing{Title: "CERT"}, fay().Filings[2], "what is withdrawn is no draft")
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	assert.Empty(t, wall())
}

// What takes several seats to fix is before what one seat has not thought of, which is one line for each
// seat; a seat of a bot is not asked to write.
func TestFindingsAreOfUse(t *testing.T) {
	g, x := exchangers(t)
	require.True(t, g.Do("Cyd", "cert", "file", `{"file":"#1","to":["lab"]}`).OK)
	found := x.View("Fay").Control.Exchange
	last := found[len(found)-1]
	assert.Equal(t, notes.Interlock, found[0].Kind)
	assert.Equal(t, notes.Coverage, last.Kind)
	assert.Equal(t, "Cloud: nothing answers “Slow egress”", last.What)
	assert.Contains(t, last.Do, "Let the seat file notes")
	require.True(t, g.Do("Fay", "facilitator", "bot", `{"role":"cloud","on":true}`).OK)
	found = x.View("Fay").Control.Exchange
	assert.Contains(t, found[len(found)-1].Do, "A bot plays the seat")
}

// A bot that takes a seat before STARTEX files the drafts of that seat and shows them; staff hear of it,
// and the score plays the run again with them.
func TestBotFilesTheDraftsOfItsSeat(t *testing.T) {
	text := strings.Replace(exchanging, "within = \"2h\"", "within = \"2h\"\ndraft = true", 1)
	x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Scenario: text, Seed: 1,
		Started: time.Unix(0, 0).UTC()})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	g.Do("Wall", "observer", "join", `{"kind":"observer"}`)
	require.True(t, g.Do("Cyd", "player", "join", `{"kind":"player","want":"cert","open":true}`).OK)
	assert.Equal(t, []exercise.Filing{{Title: "Laboratory"}, {Title: "Cloud"}, {Title: "CERT"}}, x.View("Wall").Board.Notes,
		"seats came with drafts, and none is filed")
	require.True(t, g.Do("Fay", "facilitator", "bot", `{"role":"cloud","on":true}`).OK)
	filed := x.View("Fay").Control.Filed
	require.Len(t, filed, 1)
	assert.Equal(t, []string{"CERT"}, filed[0].Shown)
	var told string
	for _, n := range x.View("Fay").Notices {
		told += n.Text
	}
	assert.Contains(t, told, "A bot plays Cloud: it files the seat's drafts (1), and shows each")
	assert.Contains(t, x.View("Cyd").Player.Inbox[len(x.View("Cyd").Player.Inbox)-1].Title, "Cloud")
	require.True(t, g.Do("Fay", "facilitator", "bot", `{"role":"cloud","on":false}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "bot", `{"role":"cloud","on":true}`).OK)
	assert.Equal(t, filed, x.View("Fay").Control.Filed, "it is filed once")
}

// What puts all notes in force says before how many of a seat's drafts it makes promises of, and leaves
// those that only their own seat files.
func TestMechanismLeavesDraftsToTheirSeats(t *testing.T) {
	text := strings.Replace(exchanging, "within = \"1h\"\n[[note]]", "within = \"1h\"\ndraft = true\n[[note]]", 1) +
		"[mechanism.pact]\ntitle = \"Filed notes\"\ncost = {lab=1}\nshown_to = [\"all\"]\nchanges = [{notes=[\"all\"]}]\n"
	text = strings.Replace(text, "title = \"Laboratory\"", "title = \"Laboratory\"\nbudget = 2", 1)
	x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Scenario: text, Seed: 1,
		Started: time.Unix(0, 0).UTC()})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	for who, role := range map[string]string{"Ann": "lab", "Bob": "cloud"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
	}
	files := func(who string) int { return x.View(who).Player.Mechanisms[0].Files }
	states := func(who string) (out []string) {
		for _, n := range x.View(who).Player.Notes {
			if n.Mine {
				out = append(out, n.State)
			}
		}
		return out
	}
	require.Len(t, x.View("Ann").Player.Mechanisms, 1)
	assert.Zero(t, files("Ann"), "its only note is a draft that stays one")
	assert.Equal(t, "You have no points to invest", g.Do("Bob", "cloud", "invest", `{"invest":"pact","points":1}`).Why,
		"who sees it and has no points hears the same as who does not")
	require.True(t, g.Do("Ann", "lab", "invest", `{"invest":"pact","points":1}`).OK)
	assert.Equal(t, []string{"draft"}, states("Ann"))
	assert.Equal(t, []string{"filed", "filed"}, states("Bob"))
	require.True(t, g.Do("Ann", "lab", "file", `{"file":"#1","to":["cloud"]}`).OK)
	assert.Equal(t, []string{"filed"}, states("Ann"))
}

// A filed note is revised and withdrawn until STARTEX. Its history stays with its owner, its
// readers read the version that they were shown, and staff see who counts on an old one.
func TestVersionsOfANote(t *testing.T) {
	g, x := exchangers(t)
	within := func(who string) (out []string) {
		for _, n := range x.View(who).Player.Notes {
			if n.Role == "cert" {
				out = append(out, n.State+" "+n.Within)
			}
		}
		return out
	}
	titles := func(who string) string {
		var out []string
		for _, it := range x.View(who).Player.Inbox {
			out = append(out, it.Title)
		}
		return strings.Join(out, "; ")
	}
	revise := func(what string) exercise.Answer { return g.Do("Cyd", "cert", "revise", what) }
	assert.Equal(t, "That note is not filed", revise(`{"revise":"#1","change":{"within":"30m"}}`).Why)
	require.True(t, g.Do("Cyd", "cert", "file", `{"file":"#1","to":["lab","cloud"]}`).OK)
	assert.Contains(t, revise(`{"revise":"#1","change":{"within":"1h"}}`).Why, "Nothing changes")
	require.True(t, revise(`{"revise":"#1","change":{"within":"30m"},"to":["lab"]}`).OK)

	assert.Equal(t, []string{"revised 1h", "filed 30m"}, within("Cyd"))
	assert.Equal(t, []string{"filed 30m"}, within("Ann"))
	assert.Equal(t, []string{"filed 1h"}, within("Bob"), "Bob was not shown the new version")
	mine := x.View("Cyd").Player.Notes
	assert.Equal(t, []int{2, 1}, []int{mine[0].Newer, mine[1].Earlier})
	assert.Equal(t, []string{"Cloud"}, mine[0].Stale)
	assert.Contains(t, titles("Ann"), "CERT shows you a new version of a promise")
	assert.NotContains(t, titles("Bob"), "new version")
	ann := x.View("Ann").Player.Inbox
	assert.Regexp(t, `within 30m\. It was: .* within 1h\.`, strings.ReplaceAll(ann[len(ann)-1].Text, "\n", " "))
	late := func() (out []string) {
		for _, f := range x.View("Fay").Control.Exchange {
			if f.Kind == notes.Version {
				out = append(out, f.What)
			}
		}
		return out
	}
	require.Len(t, late(), 1)
	assert.Contains(t, late()[0], "Cloud read CERT’s note #1, and not #2")

	require.True(t, g.Do("Cyd", "cert", "file", `{"file":"#2","to":["cloud"]}`).OK)
	assert.Equal(t, []string{"filed 30m"}, within("Bob"))
	assert.Equal(t, []string{"filed 30m"}, within("Ann"), "what was shown stays shown")
	assert.Empty(t, late())

	require.True(t, g.Do("Cyd", "cert", "revoke", `{"revoke":"#2"}`).OK)
	assert.Equal(t, []string{"revised 1h", "withdrawn 30m"}, within("Cyd"))
	assert.Empty(t, within("Ann"))
	assert.Empty(t, within("Bob"))
	for _, who := range []string{"Ann", "Bob"} {
		assert.Contains(t, titles(who), "CERT withdraws a promise that it had shown you")
	}
	require.True(t, g.Do("Cyd", "cert", "file", `{"file":"#2"}`).OK, "a withdrawn note is filed again")
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	assert.Contains(t, revise(`{"revise":"#2","change":{"within":"10m"}}`).Why, "before STARTEX")
}

// A note is called by its number, filed or not. Who files one again is told what there is to do
// with it, and whoever names one that has been replaced or never was hears which it is.
func TestNotesAreCalledByNumber(t *testing.T) {
	g, x := exchangers(t)
	said := func(line string) string {
		v := x.View("Cyd")
		s, err := exercise.Language().Parse(line, speech.Player, v.Scope())
		if err != nil {
			return err.Error()
		}
		out := map[string]any{}
		for key, value := range s.Values {
			if of, inner, ok := strings.Cut(key, "."); ok {
				key, value = of, map[string]any{inner: value}
			}
			out[key] = value
		}
		args, err := json.Marshal(out)
		require.NoError(t, err)
		return string(args) + " " + g.Do("Cyd", "cert", s.Row.Verb, string(args)).Why
	}
	assert.Contains(t, said("revise 1 within 2h"), "That note is not filed")
	assert.Equal(t, `{"file":"#1","to":["lab"]} `, said("file 1 to lab"))
	assert.Equal(t, "#1 is already filed: to change it, revise #1; to withdraw it, revoke #1; "+
		"to show it to more, file #1 to SEATS", said("file 1"))
	assert.Equal(t, said("file 1"), said("file #1"))
	assert.Equal(t, `{"file":"#1","to":["cloud"]} `, said("file 1 to cloud"), "it is shown to more")
	assert.Contains(t, said("file 1 to cloud lab"), `"lab" is one word too many: put commas between several`)
	require.NotContains(t, said("revise 1 within 2h"), "not filed")
	assert.Contains(t, said("file 1"), "Another version has taken the place of that note")
	assert.Contains(t, said("file 99"), `unknown note "#99"`)
}

// A switch is said as the usage shows it, with its name too.
func TestSwitchesAreSaidByTheirValue(t *testing.T) {
	for line, want := range map[string]any{"bot cert": nil, "bot cert on": true, "bot cert off": false,
		"bot cert on on": true, "bot cert on off": false} {
		s, err := exercise.Language().Parse(line, speech.Facilitator, nil)
		require.NoError(t, err, line)
		assert.Equal(t, want, s.Values["on"], line)
	}
	_, err := exercise.Language().Parse("bot cert maybe", speech.Facilitator, nil)
	assert.ErrorContains(t, err, `"maybe" is not expected here`)
}

// TestAHandoverIsSaidWithItsNote: what follows the name is for the other facilitator to read, and may be left out.
func TestAHandoverIsSaidWithItsNote(t *testing.T) {
	for line, want := range map[string]speech.Values{
		"handover Flo":                 {"to": "Flo"},
		"handover Flo Cloud is stuck.": {"to": "Flo", "text": "Cloud is stuck."},
	} {
		s, err := exercise.Language().Parse(line, speech.Facilitator, nil)
		require.NoError(t, err, line)
		assert.Equal(t, want, s.Values, line)
	}
}

// TestWhoJoinsSomethingElse: a promise to join another action is none to join this one.
func TestWhoJoinsSomethingElse(t *testing.T) {
	parts := strings.SplitAfter(exchanging, "role = \"cert\"")
	text := parts[0] + strings.Replace(parts[1], `commit="hold"`, `commit="pact"`, 1) +
		"[action.pact]\nby = [\"all\"]\njoint = {quorum=2}\n"
	x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Scenario: text, Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	for who, role := range map[string]string{"Ann": "lab", "Cyd": "cert"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
	}
	require.True(t, g.Do("Cyd", "cert", "file", `{"file":"#1","to":["lab"]}`).OK)
	var beside []string
	for _, n := range x.View("Ann").Player.Notes {
		if n.Role == "lab" {
			beside = append(beside, n.Beside...)
		}
	}
	assert.Contains(t, beside, "It takes 3 seats, and no other has shown you a promise to join.")
}

// TestBesideWhatIsKnown: a note whose fact its seat knows by now waits for nobody to tell it.
func TestBesideWhatIsKnown(t *testing.T) {
	g, x := exchangers(t)
	require.True(t, g.Do("Ann", "lab", "file", `{"file":"#1","to":["cloud"]}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 1)
	beside := func() []string {
		for _, n := range x.View("Ann").Player.Notes {
			if n.Mine {
				require.True(t, n.Open(), "it is not kept or broken yet")
				return n.Beside
			}
		}
		return nil
	}
	assert.Contains(t, beside(), "Nobody has shown you a promise to tell you of “egress”.")
	require.True(t, g.Do("Bob", "cloud", "share", `{"share":"egress","to":["lab"]}`).OK)
	require.NotEmpty(t, x.View("Ann").Player.Facts)
	assert.Equal(t, []string{"It takes 3 seats, and no other has shown you a promise to join."}, beside())
}

// TestANewVersionIsBesideTheLastOne: whoever was shown several versions reads with a new one what the last was.
func TestANewVersionIsBesideTheLastOne(t *testing.T) {
	g, x := exchangers(t)
	require.True(t, g.Do("Cyd", "cert", "file", `{"file":"#1","to":["lab"]}`).OK)
	for n, within := range []string{"30m", "20m"} {
		require.True(t, g.Do("Cyd", "cert", "revise",
			fmt.Sprintf(`{"revise":"#%d","change":{"within":%q},"to":["lab"]}`, n+1, within)).OK)
	}
	ann := x.View("Ann").Player.Inbox
	assert.Regexp(t, `within 20m\. It was: .* within 30m\.$`, strings.ReplaceAll(ann[len(ann)-1].Text, "\n", " "))
	require.True(t, g.Do("Cyd", "cert", "file", `{"file":"#3","to":["cloud"]}`).OK)
	bob := x.View("Bob").Player.Inbox
	assert.Contains(t, bob[len(bob)-1].Title, "CERT shows you a promise: ")
	assert.NotContains(t, bob[len(bob)-1].Text, "It was", "Cloud was shown none of the others")
}

// TestWhatIsPromisedHasAName: who is shown a promise to do what only its owner can do reads what it is, unless it has
// a word of the vocabulary.
func TestWhatIsPromisedHasAName(t *testing.T) {
	for response, want := range map[string]string{"": "Cut the line", "restrict": ""} {
		text := exchanging[:strings.Index(exchanging, "[[note]]")] + `[action.cut]
title = "Cut the line"
by = ["cloud"]
[[note]]
role = "cloud"
when = "knows('egress')"
do = "cut"
within = "3h"
`
		if response != "" {
			text = strings.Replace(text, "title = \"Cut the line\"\n", "title = \"Cut the line\"\nresponse = \""+response+"\"\n", 1)
		}
		x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Scenario: text, Seed: 1})
		require.NoError(t, err)
		g := tabletest.Of(t, x)
		for who, role := range map[string]string{"Ann": "lab", "Bob": "cloud"} {
			require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
		}
		require.True(t, g.Do("Bob", "cloud", "file", `{"file":"#1","to":["lab"]}`).OK)
		shown := promises(g, "Ann")
		require.Len(t, shown, 1)
		assert.Equal(t, want != "", strings.Contains(shown[0], "Cut the line"), shown[0])
	}
}

// TestBesideWhatOthersMustKnow: a note that waits until another seat knows something does not wait to be told.
func TestBesideWhatOthersMustKnow(t *testing.T) {
	for when, waits := range map[string]bool{"knows('egress')": true, "knows('egress', 'lab')": true,
		"knows('egress', 'cloud')": false, "hours > 3": false} {
		text := exchanging[:strings.Index(exchanging, "[[note]]")] + "[[note]]\nrole = \"lab\"\nwhen = \"" + when +
			"\"\ndo = {commit=\"hold\"}\nwithin = \"1h\"\n"
		x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Scenario: text, Seed: 1})
		require.NoError(t, err)
		g := tabletest.Of(t, x)
		require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`).OK)
		mine := x.View("Ann").Player.Notes
		require.Len(t, mine, 1)
		assert.Equal(t, waits, slices.Contains(mine[0].Beside,
			"Nobody has shown you a promise to tell you of “egress”."), when)
	}
}
