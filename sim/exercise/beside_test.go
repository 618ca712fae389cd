package exercise_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/notes"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// besideOf are the notes that come in addition to a seat's own in a scenario in which one note is the
// cloud's and one the laboratory's, each filed and shown to the other, as are more of the cloud's.
func besideOf(t *testing.T, more, cloud, lab string, files ...string) map[string][]string {
	t.Helper()
	x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Seed: 1,
		Scenario: exchanging[:strings.Index(exchanging, "[[note]]")] + more + "[[note]]\nrole = \"cloud\"\n" + cloud +
			"\nwithin = \"2h\"\n[[note]]\nrole = \"lab\"\n" + lab + "\nwithin = \"1h\"\n"})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	out := map[string][]string{}
	for who, role := range map[string]string{"Ann": "lab", "Bob": "cloud"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
		require.True(t, g.Do(who, role, "file", `{"file":"#1","to":["lab","cloud"]}`).OK)
	}
	for _, note := range files {
		require.True(t, g.Do("Bob", "cloud", "file", `{"file":"`+note+`","to":["lab"]}`).OK)
	}
	for who, role := range map[string]string{"Ann": "lab", "Bob": "cloud"} {
		for _, n := range x.View(who).Player.Notes {
			if n.Mine {
				out[role] = n.Beside
			}
		}
	}
	return out
}

// TestWhoseNotesWait for what a note tells: those of seats that wait until they know just that.
func TestWhoseNotesWait(t *testing.T) {
	const waits = "A note of Laboratory waits for this."
	const others = "A note of Laboratory waits for this, and yours tells others only."
	for _, c := range []struct {
		when, to string
		want     []string
	}{
		{"knows('egress')", "lab", []string{waits}},
		{"knows('egress')", "cert", []string{others}},
		{"knows('egress', 'lab')", "lab", []string{waits}},
		{"knows('egress', 'cert')", "lab", nil},
		{"knows('storm')", "lab", nil},
		{"hours > 3", "lab", nil},
		{"hours > 3 || knows('egress') && knows('storm')", "lab", []string{waits}},
	} {
		got := besideOf(t, "[fact.storm]\ntext = \"A storm.\"\nknown = {lab={at=\"5h\"}}\n",
			"when = \"hours > 1\"\ndo = {share=\"egress\", to=[\""+c.to+"\"]}", "when = \""+c.when+"\"\ndo = {commit=\"hold\"}")
		assert.Equal(t, c.want, got["cloud"], "%s to %s", c.when, c.to)
	}
}

// TestWhoJoins: what it takes, in seats or in parts, and how far promises that were shown bring it.
func TestWhoJoins(t *testing.T) {
	for joint, want := range map[string]string{
		"quorum=3": "It takes 3 seats; shown to join besides you: Cloud. 1 more must promise.",
		"quorum=2": "It takes 2 seats; shown to join besides you: Cloud. That is enough.",
		"quorum=9, parts={lab=2, cloud=5, cert=2}": "It takes parts that come to 9, of which you have 2; shown to join besides you: Cloud. " +
			"2 more must be promised.",
		"quorum=7, parts={lab=2, cloud=5, cert=2}": "It takes parts that come to 7, of which you have 2; shown to join besides you: Cloud. " +
			"That is enough.",
	} {
		got := besideOf(t, "[action.pact]\nby = [\"all\"]\njoint = {"+joint+"}\n", "when = \"hours > 1\"\ndo = {commit=\"pact\"}",
			"when = \"hours > 2\"\ndo = {commit=\"pact\"}")
		assert.Equal(t, []string{want}, got["lab"])
	}
	for _, n := range besideOf(t, "[[note]]\nrole = \"cloud\"\nwhen = \"hours > 3\"\ndo = {commit=\"hold\"}\nwithin = \"1h\"\n",
		"when = \"hours > 1\"\ndo = {commit=\"hold\"}", "when = \"hours > 2\"\ndo = {commit=\"hold\"}", "#2")["lab"] {
		assert.Equal(t, "It takes 3 seats; shown to join besides you: Cloud. 1 more must promise.", n, "each seat counts once")
	}
	got := besideOf(t, "[action.pact]\nby = [\"all\"]\njoint = {quorum=4, parts={lab=2}}\n",
		"when = \"hours > 1\"\ndo = {commit=\"hold\"}", "when = \"hours > 2\"\ndo = {commit=\"pact\"}")
	assert.Equal(t, []string{"It takes parts that come to 4, of which you have 2, and no other has shown you a promise to join."},
		got["lab"])
}

// TestANoteThatWasReplaced stands no more: it is neither counted nor listed, and its last version is.
func TestANoteThatWasReplaced(t *testing.T) {
	g, x := exchangers(t)
	require.True(t, g.Do("Cyd", "cert", "file", `{"file":"#1","to":["lab"]}`).OK)
	require.True(t, g.Do("Cyd", "cert", "revise", `{"revise":"#1","change":{"within":"30m"},"to":["lab"]}`).OK)
	c := x.View("Fay").Control
	assert.Equal(t, exercise.Filing{Title: "CERT", Filed: 1, Shown: 1}, c.Filings[2])
	require.Len(t, c.Filed, 1)
	assert.Contains(t, c.Filed[0].Words, "within 30m")
	require.True(t, g.Do("Cyd", "cert", "revoke", `{"revoke":"#2"}`).OK)
	var told []string
	for _, it := range items(g, "Cyd", exercise.ItemPromise) {
		told = append(told, it.Title[:strings.Index(it.Title, ":")])
		assert.True(t, it.Read, "its own doing")
	}
	assert.Equal(t, []string{"You promise", "You have put a new version in place of a promise", "You promise",
		"You withdraw a promise"}, told)
	for i, want := range []string{"CERT shows you a promise", "CERT shows you a new version of a promise",
		"CERT withdraws a promise that it had shown you"} {
		assert.Contains(t, items(g, "Ann", exercise.ItemPromise)[i].Title, want+": ")
	}
	c = x.View("Fay").Control
	assert.Equal(t, exercise.Filing{Title: "CERT"}, c.Filings[2], "nor is it a draft")
	assert.Empty(t, c.Filed)
}

// TestANewVersionOfTheFirstNote is told as one, with what it was, like that of any other.
func TestANewVersionOfTheFirstNote(t *testing.T) {
	g, _ := exchangers(t)
	require.True(t, g.Do("Bob", "cloud", "file", `{"file":"#1","to":["cert"]}`).OK)
	require.True(t, g.Do("Bob", "cloud", "revise", `{"revise":"#1","change":{"within":"30m"},"to":["cert"]}`).OK)
	told := items(g, "Cyd", exercise.ItemPromise)
	require.Len(t, told, 2)
	assert.Contains(t, told[1].Title, "Cloud shows you a new version of a promise: ")
	assert.Equal(t, `if it knows "egress", then tell CERT "Slow egress" within 30m. `+
		`It was: if it knows "egress", then tell CERT "Slow egress" within 2h.`, told[1].Text)
}

// TestAPromiseToTellWhatIsNotKnownYet names it by its word of the vocabulary to who does not know it, and by its title
// to who does.
func TestAPromiseToTellWhatIsNotKnownYet(t *testing.T) {
	head, rest, _ := strings.Cut(exchanging, "[[note]]")
	x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Seed: 1, Scenario: head + `[fact.leak]
title = "The contractor"
text = "It is the same."
signal = "common_supplier"
known = {cloud={at="0h"}}
[action.cut]
by = ["all"]
[[note]]
role = "cloud"
when = "hours >= 1"
do = {share="leak", to=["lab"]}
within = "1h"
[[note]]` + rest})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	for who, role := range map[string]string{"Ann": "lab", "Bob": "cloud"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
	}
	require.True(t, g.Do("Bob", "cloud", "file", `{"file":"#1","to":["lab"]}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	words := func(who string) string {
		for _, n := range x.View(who).Player.Notes {
			if n.Role == "cloud" {
				return n.Words
			}
		}
		return ""
	}
	assert.Equal(t, `if the time in hours is at least 1, then tell Laboratory "common supplier" within 1h`, words("Ann"))
	assert.Equal(t, `if the time in hours is at least 1, then tell Laboratory "The contractor" within 1h`, words("Bob"))
}

// TestAPromiseThatWaitsForAMove calls it by its id to seats, whom its title would tell what comes; staff read that.
func TestAPromiseThatWaitsForAMove(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Seed: 1, Scenario: exchanging + `
[[move]]
id = "first"
title = "The morning"
until = "5h"
[[move]]
id = "second"
title = "All breaks down"
until = "2d"
[[note]]
role = "lab"
when = "move('second')"
do = {say="So.", to=["cloud"]}
within = "1h"
`})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`).OK)
	require.True(t, g.Do("Ann", "lab", "file", `{"file":"#2"}`).OK)
	assert.Equal(t, `if the move is "second", then say to Cloud: "So." within 1h`, x.View("Ann").Player.Notes[1].Words)
	assert.Equal(t, `if the move is "All breaks down", then say to Cloud: "So." within 1h`,
		x.View("Fay").Control.Filed[0].Words)
}

// TestWhatANoteDoes: as a request of its own seat, to all whom it names; of another's its verb alone.
func TestWhatANoteDoes(t *testing.T) {
	more := "[action.cut]\nby = [\"all\"]\n[venue.room]\nmembers = [\"cloud\", \"lab\"]\nconvene = \"1h\"\n" +
		"[probe.who]\nask = \"Who?\"\nto = [\"cloud\"]\noptions = {a=\"They\", b=\"We\"}\n"
	for do, want := range map[string]exercise.Deed{
		`"cut"`:                                {Verb: "act", ID: "cut"},
		`"hold"`:                               {Verb: "commit", ID: "hold"},
		`{commit="hold"}`:                      {Verb: "commit", ID: "hold"},
		`{convene="room"}`:                     {Verb: "convene", ID: "room"},
		`{declare="who", option="a"}`:          {Verb: "declare", ID: "who"},
		`{share="egress", to=["lab", "cert"]}`: {Verb: "share", ID: "egress", To: []string{"lab", "cert"}},
		`{say="So.", to=["lab", "public"]}`:    {Verb: "say", To: []string{"lab", "public"}, Text: "So."},
	} {
		x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Seed: 1,
			Scenario: exchanging[:strings.Index(exchanging, "[[note]]")] + more + "[[note]]\nrole = \"cloud\"\nwhen = \"hours > 1\"\ndo = " +
				do + "\nwithin = \"2h\"\n"})
		require.NoError(t, err)
		g := tabletest.Of(t, x)
		for who, role := range map[string]string{"Ann": "lab", "Bob": "cloud"} {
			require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
		}
		require.True(t, g.Do("Bob", "cloud", "file", `{"file":"#1","to":["lab"]}`).OK)
		assert.Equal(t, &want, x.View("Bob").Player.Notes[0].Does, do)
		assert.Equal(t, &exercise.Deed{Verb: want.Verb}, x.View("Ann").Player.Notes[0].Does, do)
	}
}

// TestNothingIsBesideWhatIsTakenBack: what others promise matters to a note only while it can be kept.
func TestNothingIsBesideWhatIsTakenBack(t *testing.T) {
	g, x := exchangers(t)
	require.True(t, g.Do("Ann", "lab", "file", `{"file":"#1","to":["cloud"]}`).OK)
	assert.NotEmpty(t, x.View("Ann").Player.Notes[0].Beside)
	require.True(t, g.Do("Ann", "lab", "revoke", `{"revoke":"#1"}`).OK)
	n := x.View("Ann").Player.Notes[0]
	assert.Equal(t, "withdrawn", n.State)
	assert.Empty(t, n.Beside)
}

// TestTheVersionBefore is named by its number, the first of the scenario too.
func TestTheVersionBefore(t *testing.T) {
	g, x := exchangers(t)
	require.True(t, g.Do("Bob", "cloud", "file", `{"file":"#1","to":["lab"]}`).OK)
	require.True(t, g.Do("Bob", "cloud", "revise", `{"revise":"#1","change":{"within":"1h"},"to":["lab"]}`).OK)
	notes := x.View("Bob").Player.Notes
	require.Len(t, notes, 3)
	assert.Equal(t, [][2]int{{0, 3}, {0, 0}, {1, 0}}, [][2]int{{notes[0].Earlier, notes[0].Newer},
		{notes[1].Earlier, notes[1].Newer}, {notes[2].Earlier, notes[2].Newer}})
}

// TestAPromiseWithoutATime can be filed of a plan: it is read, and names no time.
func TestAPromiseWithoutATime(t *testing.T) {
	text := strings.Replace(exchanging, "within = \"3h\"\n", "", 1)
	x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Scenario: text, Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	for who, role := range map[string]string{"Ann": "lab", "Bob": "cloud"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
	}
	require.Len(t, x.View("Bob").Player.Notes, 1, "a plan is no promise")
	require.True(t, g.Do("Bob", "cloud", "file", `{"file":"#2","to":["lab"]}`).OK)
	require.Len(t, x.View("Bob").Player.Notes, 2)
	mine := x.View("Ann").Player.Notes
	require.Len(t, mine, 2)
	for _, n := range mine {
		if n.Mine {
			assert.Contains(t, n.Beside, "Cloud promises to tell you of “Slow egress”, and names no time.")
		} else {
			assert.Empty(t, n.Within)
			assert.Equal(t, `if it knows "egress", then tell Laboratory "Slow egress"`, n.Words)
		}
	}
}

// TestWhoTellsWhatANoteWaitsFor: who has shown that they will tell just that, and this seat; a deed of another kind is
// neither a word nor a promise to join.
func TestWhoTellsWhatANoteWaitsFor(t *testing.T) {
	const nobody = "Nobody has shown you a promise to tell you of “egress”."
	const alone = "It takes 3 seats, and no other has shown you a promise to join."
	for do, want := range map[string][]string{
		`{share="egress", to=["lab"]}`:         {"Cloud promises to tell you of “Slow egress” within 2h.", alone},
		`{share="egress", to=["lab", "cert"]}`: {"Cloud promises to tell you of “Slow egress” within 2h.", alone},
		`{share="egress", to=["cert"]}`:        {nobody, alone},
		`{share="storm", to=["lab"]}`:          {nobody, alone},
		`{say="So.", to=["lab"]}`:              {nobody, alone},
		`{commit="hold"}`:                      {nobody, "It takes 3 seats; shown to join besides you: Cloud. 1 more must promise."},
	} {
		got := besideOf(t, "[fact.storm]\ntext = \"A storm.\"\nknown = {cloud={at=\"5h\"}}\n", "when = \"hours > 1\"\ndo = "+do,
			"when = \"knows('egress')\"\ndo = {commit=\"hold\"}")
		assert.Equal(t, want, got["lab"], do)
	}
}

// TestFindingsComeInTheirOrder, those of versions among the others; and of each seat it is said whether a bot plays
// just that one.
func TestFindingsComeInTheirOrder(t *testing.T) {
	g, x := exchangers(t)
	require.True(t, g.Do("Cyd", "cert", "file", `{"file":"#1","to":["lab","cloud"]}`).OK)
	require.True(t, g.Do("Cyd", "cert", "revise", `{"revise":"#1","change":{"within":"30m"},"to":["lab"]}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "bot", `{"role":"lab","on":true}`).OK)
	var order []int
	for _, f := range x.View("Fay").Control.Exchange {
		order = append(order, slices.Index(notes.Kinds(), f.Kind))
		if f.Kind == notes.Coverage && f.Seats[0] == "Cloud" {
			assert.Contains(t, f.Do, "Let the seat file notes", "no bot plays Cloud")
		}
	}
	assert.IsNonDecreasing(t, order)
	for _, kind := range []notes.Kind{notes.Version, notes.Coverage} {
		assert.Contains(t, order, slices.Index(notes.Kinds(), kind))
	}
}
