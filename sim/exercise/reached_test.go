package exercise_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/budget"
	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
)

// numberOf is the number of the last item on somebody's page of which a title or text holds words.
func numberOf(t *testing.T, g *tabletest.Table, who, words string) int {
	t.Helper()
	inbox := g.X.View(who).Player.Inbox
	for i := len(inbox) - 1; i >= 0; i-- {
		if strings.Contains(inbox[i].Title+"|"+inbox[i].Text, words) {
			return inbox[i].N
		}
	}
	t.Fatalf("no item has %q", words)
	return 0
}

// opensItem has Bea open the last item that holds words, and no other.
func opensItem(t *testing.T, g *tabletest.Table, words string) {
	t.Helper()
	require.True(t, g.Do("Bea", "lab", "read", fmt.Sprintf(`{"n":%d,"only":true}`, numberOf(t, g, "Bea", words))).OK)
}

// inHandAs finds what was in hand at the first hand-over by a part of its words.
func inHandAs(t *testing.T, g *tabletest.Table, words string) exercise.InHand {
	t.Helper()
	things := g.X.HandedOver()[0].Things
	i := slices.IndexFunc(things, func(h exercise.InHand) bool { return strings.Contains(h.What, words) })
	require.GreaterOrEqual(t, i, 0, words)
	return things[i]
}

// TestWhatIsOpenedAtSTARTEX is opened, with no hours lost: what a seat that changes hands at once has in hand, a clock
// that runs from then on, nothing that is met by then. What is opened again was opened the first time.
func TestWhatIsOpenedAtSTARTEX(t *testing.T) {
	h := shiftHeader()
	h.Scenario = strings.Replace(h.Scenario, "from afar.\"\nknown = {lab={at=\"1h\"}}",
		"from afar.\"\nknown = {lab={at=\"0h\"}, cloud={at=\"0h\"}}", 1) + `
[action.call]
by = ["lab"]
[obligation.met]
role = "lab"
starts = "hours >= 0"
within = "10h"
met_by = ["call"]
[obligation.runs]
title = "It runs"
role = "lab"
starts = "hours >= 0"
within = "10h"
met_by = ["report"]
`
	x, err := exercise.New(h)
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	for who, role := range map[string]string{"Ann": "lab", "Bob": "cloud"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
	}
	for _, who := range []string{"Bea", "Eli"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player"}`).OK)
	}
	ask(t, g, "Fay", "start", "")
	ask(t, g, "Ann", "act", `{"act":"call"}`)
	ask(t, g, "Bob", "share", `{"share":"login","to":["lab"],"text":"You know it."}`)
	until(g, 0)
	ask(t, g, "Fay", "seat", `{"who":"Eli","role":"lab"}`)
	ask(t, g, "Fay", "seat", `{"who":"Bea","role":"lab"}`)
	login := slices.IndexFunc(x.View("Bea").Player.Inbox, func(it exercise.Item) bool {
		return it.Kind == exercise.ItemLearned
	})
	first := fmt.Sprintf(`{"n":%d,"only":true}`, login+1)
	require.True(t, g.Do("Bea", "lab", "read", first).OK)
	g.Pass(engine.Time(time.Hour))
	require.True(t, g.Do("Bea", "lab", "read", first).OK)
	opensItem(t, g, "You know it.")
	require.True(t, g.Do("Bea", "lab", "share", `{"share":"login","to":["agency"]}`).OK)
	require.True(t, g.Do("Bea", "lab", "act", `{"act":"report"}`).OK)
	all := x.HandedOver()
	require.Len(t, all, 2)
	var kinds []string
	for _, thing := range all[1].Things {
		kinds = append(kinds, thing.Kind+" "+thing.ID)
	}
	assert.Equal(t, []string{"fact login", "clock runs"}, kinds)
	assert.Equal(t, 1, all[1].Items-all[1].Unopened, "what lay there and was opened at STARTEX")
	fact := all[1].Things[0]
	assert.Equal(t, []any{exercise.ReachedByItem, 0.0, 0.0, 1.0},
		[]any{fact.Reached, *fact.Hours, fact.Opened.Hours, fact.Used.Hours})
	require.NotNil(t, all[0].Until, "Eli had it for no time")
	assert.Zero(t, all[0].Until.Hours)
	assert.Nil(t, all[0].Things[0].Used, "what Bea told is not his")
	assert.Equal(t, exercise.ReachedNever, all[0].Things[0].Reached)
}

// TestHowSomethingIsReached: by what came first, of what came at one time by the note before the item, and by
// nothing that was opened when the new holder had given the seat up.
func TestHowSomethingIsReached(t *testing.T) {
	const note, item, summary = "Egress is slow.", "Slow egress|0.6 TB left", "Missing audit rows"
	type step struct {
		hours float64
		does  string // opens what has these words; else a verb of Bea's, or back and again for the seat
	}
	for name, c := range map[string]struct {
		steps   []step
		reached string
		hours   float64
		opened  bool // the item
		noted   bool // the note is opened
	}{
		"nothing":                    {nil, exercise.ReachedNever, 0, false, false},
		"the note":                   {[]step{{1, note}}, exercise.ReachedByNote, 1, false, true},
		"the item":                   {[]step{{1, item}}, exercise.ReachedByItem, 1, true, false},
		"the item, then the note":    {[]step{{1, item}, {2, note}}, exercise.ReachedByItem, 1, true, true},
		"the note, then the item":    {[]step{{1, note}, {2, item}}, exercise.ReachedByNote, 1, true, true},
		"both at one time":           {[]step{{1, item}, {1, note}}, exercise.ReachedByNote, 1, true, true},
		"told, then opened":          {[]step{{1, "share"}, {2, item}}, exercise.ReachedByUse, 1, true, false},
		"the summary, then the item": {[]step{{1, summary}, {2, item}}, exercise.ReachedBySummary, 1, true, false},
		"as it is given up":          {[]step{{1, item}, {1, "back"}}, exercise.ReachedByItem, 1, true, false},
		"in a later time of theirs": {[]step{{1, "back"}, {2, "again"}, {3, item}, {3, note}}, exercise.ReachedNever, 0,
			false, false},
	} {
		g := shiftTable(t)
		ask(t, g, "Ann", "pass", `{"text":"`+note+`"}`)
		ask(t, g, "Fay", "seat", `{"who":"Bea","role":"lab"}`) // at T+2h
		for _, s := range c.steps {
			until(g, 2+s.hours)
			switch s.does {
			case "share":
				require.True(t, g.Do("Bea", "lab", "share", `{"share":"egress","to":["agency"]}`).OK)
			case "back":
				ask(t, g, "Fay", "seat", `{"who":"Ann","role":"lab"}`)
			case "again":
				ask(t, g, "Fay", "seat", `{"who":"Bea","role":"lab"}`)
			default:
				opensItem(t, g, s.does)
			}
		}
		until(g, 6)
		egress := inHandAs(t, g, "Slow egress")
		assert.Equal(t, c.reached, egress.Reached, name)
		assert.Equal(t, c.opened, egress.Opened != nil, name)
		first := g.X.HandedOver()[0]
		assert.Equal(t, c.noted, first.NoteOpened != nil, name)
		assert.Equal(t, 8, first.Items, name)
		assert.Equal(t, map[bool]int{true: 7, false: 8}[c.opened], first.Unopened, name)
		if c.reached == exercise.ReachedNever {
			assert.Nil(t, egress.Hours, name)
		} else {
			assert.InDelta(t, c.hours, *egress.Hours, 1e-9, name)
		}
	}
}

// TestWhatIsToBeOpened is what a seat did not do itself: neither what it sent nor what it has done counts.
func TestWhatIsToBeOpened(t *testing.T) {
	h := shiftHeader()
	h.Scenario += "[action.call]\nby = [\"lab\"]\n"
	g := shiftTableOf(t, h)
	ask(t, g, "Ann", "act", `{"act":"call"}`)
	ask(t, g, "Ann", "say", `{"say":"So.","to":["cloud"]}`)
	ask(t, g, "Fay", "seat", `{"who":"Bea","role":"lab"}`)
	// What she promises, and that it is due now; three facts; the clock that runs; the question; the joint action.
	assert.Equal(t, 8, g.X.HandedOver()[0].Items)
}

// TestWhoHadNoSeatBefore takes nothing over: a seat that nobody had, and one that its holder gets back.
func TestWhoHadNoSeatBefore(t *testing.T) {
	h := shiftHeader()
	h.Scenario += "[role.press]\n"
	g := shiftTableOf(t, h)
	ask(t, g, "Fay", "seat", `{"who":"Bea","role":"press"}`)
	assert.Empty(t, g.X.HandedOver())
	ask(t, g, "Fay", "unseat", `{"who":"Ann"}`)
	ask(t, g, "Fay", "seat", `{"who":"Ann","role":"lab"}`)
	assert.Empty(t, g.X.HandedOver())
}

// TestHowManyHandOversAreKept: as many as the budget of a room has; a seat can change hands more often.
func TestHowManyHandOversAreKept(t *testing.T) {
	g := shiftTable(t)
	most := budget.Most(budget.Handed)
	for n := range most + 2 {
		ask(t, g, "Fay", "seat", `{"who":"`+[]string{"Bea", "Ann"}[n%2]+`","role":"lab"}`)
	}
	assert.Len(t, g.X.HandedOver(), most)
	assert.Equal(t, "Ann", g.X.Holder("lab"))
}

// TestBetweenFacilitators there is only the note: nothing is to be opened, and nothing that it leaves out is lost. What
// the seat's own holder has read stays read.
func TestBetweenFacilitators(t *testing.T) {
	g := shiftTable(t)
	require.True(t, g.Do("Flo", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	ask(t, g, "Ann", "read", fmt.Sprintf(`{"n":%d}`, g.X.View("Ann").Player.Total))
	ask(t, g, "Fay", "takeover", `{"role":"lab"}`)
	ask(t, g, "Fay", "handover", `{"to":"Flo","text":"Only the login matters."}`)
	h := g.X.HandedOver()[0]
	assert.Equal(t, []int{0, 0}, []int{h.Items, h.Unopened})
	assert.Nil(t, h.SummaryOpened)
	assert.Equal(t, h.At, *h.NoteOpened)
	assert.Empty(t, inHandAs(t, g, "Slow egress").Reached)
	assert.Equal(t, exercise.ReachedByNote, inHandAs(t, g, "The odd login").Reached)
	for _, it := range g.X.View("Ann").Player.Inbox {
		assert.False(t, it.Inherited, it.Title)
	}
}

// TestWhatCameSinceIsNotInherited, though it needs no reading: only what lay there is.
func TestWhatCameSinceIsNotInherited(t *testing.T) {
	g := shiftTable(t)
	ask(t, g, "Ann", "read", fmt.Sprintf(`{"n":%d}`, g.X.View("Ann").Player.Total))
	ask(t, g, "Fay", "seat", `{"who":"Bea","role":"lab"}`)
	require.True(t, g.Do("Bea", "lab", "share", `{"share":"rows","to":["agency"]}`).OK)
	inbox := g.X.View("Bea").Player.Inbox
	lay := g.X.HandedOver()[0].Items + 2 // STARTEX, and what Ann asked
	for i, it := range inbox {
		own := it.Kind == exercise.ItemClock || it.Kind == exercise.ItemSent
		assert.Equal(t, i < lay && !own, it.Inherited, "%d %s", it.N, it.Title)
	}
	kept := inbox[numberOf(t, g, "Bea", "You keep a promise")-1]
	assert.True(t, kept.Read)
	assert.False(t, kept.Inherited)
}

// TestWhichItemSaysIt: what is in hand is reached by an item that says it, not by another of its kind or title.
func TestWhichItemSaysIt(t *testing.T) {
	h := shiftHeader()
	h.Scenario += `
[action.pact]
title = "Sign a pact"
by = ["lab", "cloud"]
joint = {quorum=2, within="20h"}
`
	for opens, reached := range map[string]string{
		"proposes: Hold all snapshots":   "Hold all snapshots",
		"proposes: Sign a pact":          "Sign a pact",
		"A warning: Hold all snapshots":  "",
		"You wrote|Who calls the mini":   "minister",
		"You wrote|Who calls the press?": "press",
	} {
		g := shiftTableOf(t, h)
		ask(t, g, "Ann", "commit", `{"commit":"pact"}`)
		ask(t, g, "Ann", "ask", `{"ask":"Who calls the press?","to":["agency"]}`)
		ask(t, g, "Fay", "inject", `{"inject":{"to":["lab"],"title":"A warning: Hold all snapshots","text":"x"}}`)
		ask(t, g, "Fay", "seat", `{"who":"Bea","role":"lab"}`)
		g.Pass(engine.Time(time.Hour))
		opensItem(t, g, opens)
		for _, what := range []string{"Hold all snapshots", "Sign a pact", "minister", "press"} {
			assert.Equal(t, what == reached, inHandAs(t, g, what).Opened != nil, "%s by %s", what, opens)
		}
	}
}

// TestANoteNamesAPromise by what it does, or by what it does it with: an action, a fact, a venue, a question.
func TestANoteNamesAPromise(t *testing.T) {
	const more = `
[venue.bunker]
title = "The deep bunker"
members = ["lab", "agency"]
convene = "1h"
[probe.cause]
ask = "What has brought it down?"
options = {insider="Somebody inside", outsider="Somebody outside"}
truth = "insider"
to = ["lab"]
[[note]]
role = "lab"
when = "hours >= 20"
within = "1h"
do = `
	for do, notes := range map[string]map[string]bool{
		`"report"`:                            {"The regulator's report.": true, "report": true, "The regulator waits.": false},
		`{commit="hold"}`:                     {"All snapshots, hold.": true, "hold": true, "snapshots": false},
		`{share="egress", to=["agency"]}`:     {"Slow is the egress.": true, "egress": true, "Tell the agency.": false},
		`{convene="bunker"}`:                  {"The deep bunker.": true, "bunker": true, "Convene them.": false},
		`{declare="cause", option="insider"}`: {"What has brought it down?": true, "cause": true, "down": false},
	} {
		for note, named := range notes {
			h := shiftHeader()
			h.Scenario = strings.Replace(h.Scenario, "[[note]]", more[1:]+do+"\n[[note]]", 1)
			g := shiftTableOf(t, h, "#2")
			require.True(t, g.Do("Flo", "facilitator", "join", `{"kind":"facilitator"}`).OK)
			ask(t, g, "Fay", "takeover", `{"role":"lab"}`)
			ask(t, g, "Fay", "handover", `{"to":"Flo","text":"`+note+`"}`)
			assert.Equal(t, named, inHandAs(t, g, "is at least 20").Named, "%s: %s", do, note)
		}
	}
}
