package exercise_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// shift is a scenario in which one seat has a little of everything in hand after an hour.
const shift = `
title = "A change of shift"
length = "24h"
minute = "1h"
basis = "made up"
sharing = {latency="0s"}
[role.lab]
title = "Laboratory"
[role.cloud]
title = "Cloud provider"
[role.agency]
title = "Agency"
[fact.egress]
title = "Slow egress"
text = "0.6 TB left the bucket."
known = {lab={at="1h"}}
needed_by = ["cloud"]
[fact.rows]
title = "Missing audit rows"
text = "The log has holes."
known = {lab={at="1h"}}
[fact.login]
title = "The odd login"
text = "At night, from afar."
known = {lab={at="1h"}}
[action.report]
title = "Report to the regulator"
by = ["lab"]
takes = "10m"
[action.hold]
title = "Hold all snapshots"
by = ["lab", "cloud"]
takes = "1h"
joint = {quorum=2, within="20h"}
[obligation.notice]
title = "First notice"
role = "lab"
starts = "knows('egress', 'lab')"
within = "20h"
met_by = ["report"]
[[note]]
role = "lab"
when = "knows('rows', 'lab')"
do = {share="rows", to=["agency"]}
within = "15h"
`

func shiftHeader() record.Header {
	return record.Header{Format: 1, Tocsin: "test", Name: "shift", Scenario: shift, Seed: 1, Started: time.Unix(0, 0).UTC()}
}

// shiftTable has Ann in the laboratory and a hand-over possible to Bea, with the clock at
// T+2h and something of each kind in hand.
func shiftTable(t *testing.T) *tabletest.Table {
	t.Helper()
	return shiftTableOf(t, shiftHeader())
}

// shiftTableOf is the same in a scenario that has more, with more notes of the laboratory filed.
func shiftTableOf(t *testing.T, h record.Header, files ...string) *tabletest.Table {
	t.Helper()
	x, err := exercise.New(h)
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	do := func(who, seat, verb, args string) {
		a := g.Do(who, seat, verb, args)
		require.True(t, a.OK, "%s %s %s: %s", who, verb, args, a.Why)
	}
	do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	for role, who := range map[string]string{"lab": "Ann", "cloud": "Bob", "agency": "Cyd"} {
		do(who, "player", "join", fmt.Sprintf(`{"kind":"player","want":%q,"open":true}`, role))
	}
	do("Bea", "player", "join", `{"kind":"player"}`)
	for _, note := range append(files, "#1") {
		do("Ann", "lab", "file", `{"file":"`+note+`","to":["agency"]}`)
	}
	do("Fay", "facilitator", "start", "")
	g.Pass(engine.Time(90 * time.Minute))
	do("Bob", "cloud", "ask", `{"ask":"How fast does it grow?","to":["lab"]}`)
	do("Ann", "lab", "ask", `{"ask":"Who calls the minister?","to":["agency"]}`)
	do("Ann", "lab", "commit", `{"commit":"hold"}`)
	g.Pass(engine.Time(30 * time.Minute))
	return g
}

// TestWhatAHandOverLost checks each thing in hand against the note and what the new holder did,
// as worked out by hand. At T+3h Ann has eight
// things in hand: three facts, a promise, a commitment, Cloud's question, her own to the agency,
// and the notice's clock.
func TestWhatAHandOverLost(t *testing.T) {
	g := shiftTable(t)
	do := func(who, seat, verb, args string) {
		a := g.Do(who, seat, verb, args)
		require.True(t, a.OK, "%s %s %s: %s", who, verb, args, a.Why)
	}
	hour := engine.Time(time.Hour)
	do("Ann", "lab", "read", fmt.Sprintf(`{"n":%d}`, g.X.View("Ann").Player.Total))
	do("Ann", "lab", "pass", `{"text":"Egress is slow. Cloud asked how FAST it grows. Holding the snapshots, all of them, is on."}`)
	g.Pass(hour)
	do("Fay", "facilitator", "seat", `{"who":"Bea","role":"lab"}`) // T+3h
	v := g.X.View("Bea").Player
	find := func(part string) int {
		for _, it := range v.Inbox {
			if strings.Contains(it.Title+it.Text, part) && it.Kind == exercise.ItemLearned {
				return it.N
			}
		}
		t.Fatalf("no item has %q", part)
		return 0
	}
	rows, note := find("Missing audit rows"), v.Total
	assert.True(t, v.Inbox[rows-1].Read, "the seat has read it")
	assert.True(t, v.Inbox[rows-1].Inherited, "and Bea has not")
	assert.False(t, v.Inbox[note-1].Inherited)
	g.Pass(hour)
	do("Bea", "lab", "read", fmt.Sprintf(`{"n":%d,"only":true}`, note)) // T+4h
	g.Pass(hour)
	do("Bea", "lab", "read", fmt.Sprintf(`{"n":%d,"only":true}`, rows)) // T+5h
	assert.False(t, g.X.View("Bea").Player.Inbox[rows-1].Inherited)
	g.Pass(hour)
	do("Bea", "lab", "share", `{"share":"egress","to":["cloud"]}`) // T+6h
	do("Bea", "lab", "act", `{"act":"report"}`)
	g.Pass(hour)

	all := g.X.HandedOver()
	require.Len(t, all, 1)
	h := all[0]
	assert.Equal(t, []any{"lab", "Ann", "Bea", 3.0, "Ann", 4.0}, []any{h.Seat, h.From, h.To, h.At.Hours, h.NoteBy,
		h.NoteOpened.Hours})
	assert.Nil(t, h.SummaryOpened)
	type row struct {
		kind    string
		named   bool
		reached string
		hours   float64 // -1 for never
	}
	var got []row
	for _, x := range h.Things {
		r := row{x.Kind, x.Named, x.Reached, -1}
		if x.Hours != nil {
			r.hours = *x.Hours
		}
		got = append(got, r)
	}
	assert.Equal(t, []row{
		{exercise.HasFact, true, exercise.ReachedByNote, 1},     // egress
		{exercise.HasFact, false, exercise.ReachedByItem, 2},    // rows: opened at T+5h
		{exercise.HasFact, false, exercise.ReachedNever, -1},    // login: neither in the note nor opened
		{exercise.HasPromise, false, exercise.ReachedNever, -1}, // to tell the agency of the rows
		{exercise.HasCommitment, true, exercise.ReachedByNote, 1},
		{exercise.HasQuestion, true, exercise.ReachedByNote, 1}, // who asked, and "fast"
		{exercise.HasWaiting, false, exercise.ReachedNever, -1}, // the agency is not in the note
		{exercise.HasClock, false, exercise.ReachedByUse, 3.0 + 1.0/6},
	}, got)
	assert.Equal(t, 6.0, h.Things[0].Used.Hours)
	assert.Equal(t, []int{3, 3}, []int{h.Named, h.Lost})
	text, lost := h.Said()
	assert.True(t, lost)
	assert.Contains(t, text, "Bea took Laboratory over from Ann at T+03:00, with a note that names 3 of 8 things in hand. "+
		"Never came to them: “The odd login”, ")
	assert.Contains(t, text, "No answer yet from Agency: Who calls the minister?")

	// The summary that lies on the desk holds all of it, and to open it is to come to it.
	summary := v.Inbox[note-2]
	for _, x := range h.Things {
		_, what, _ := strings.Cut(x.What, "asks: ")
		assert.Contains(t, summary.Text, cmp.Or(what, x.What))
	}
	do("Bea", "lab", "read", fmt.Sprintf(`{"n":%d,"only":true}`, summary.N))
	h = g.X.HandedOver()[0]
	assert.Zero(t, h.Lost)
	assert.Equal(t, exercise.ReachedBySummary, h.Things[2].Reached)
	assert.Equal(t, 4.0, *h.Things[2].Hours)

	// What somebody does after giving the seat up is theirs no longer.
	do("Fay", "facilitator", "seat", `{"who":"Ann","role":"lab"}`)
	do("Ann", "lab", "share", `{"share":"login","to":["cloud"]}`)
	all = g.X.HandedOver()
	require.Len(t, all, 2)
	assert.Equal(t, 7.0, all[0].Until.Hours)
	assert.Nil(t, all[0].Things[2].Used)
	assert.Equal(t, []any{"Bea", "Ann", "", 7.0}, []any{all[1].From, all[1].To, all[1].Note, all[1].Things[2].Used.Hours})
	assert.Equal(t, exercise.ReachedByItem, all[1].Things[2].Reached, "Ann had opened it in her first time")

	require.True(t, g.Do("Fay", "facilitator", "end", `{"end":true}`).OK)
	bea := g.X.View("Bea")
	assert.Equal(t, "The exercise is over", bea.You.Waiting, "who gave up a seat waits for none any more")
	assert.NotNil(t, bea.Feedback)

	// The record tells the same, with the lines at which the seat changed hands.
	p, err := exercise.NewReplay(context.Background(), shiftHeader(), g.Entries, record.Report{}, nil)
	require.NoError(t, err)
	told, err := p.History(context.Background(), nil)
	require.NoError(t, err)
	require.Len(t, told.Handed, 2)
	for i, h := range told.Handed {
		assert.Equal(t, all[i], h.HandedOver)
		en := g.Entries[h.Line-2] // line 1 is the header
		assert.Equal(t, "seat", en.Verb)
		assert.Contains(t, string(en.Args), h.To)
	}
}

// TestWhatIsNoHandOver: a first holder, a return, and an adviser who takes over lose nothing.
func TestWhatIsNoHandOver(t *testing.T) {
	g := shiftTable(t)
	require.True(t, g.Do("Ann", "room", "drop", "").OK)
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player"}`).OK)
	assert.Empty(t, g.X.HandedOver(), "the same person")
	require.True(t, g.Do("Fay", "facilitator", "aide", `{"who":"Bea","role":"lab","on":true}`).OK)
	require.True(t, g.Do("Ann", "lab", "yield", `{"to":"Bea"}`).OK)
	assert.Empty(t, g.X.HandedOver(), "who advised has read along")
	require.True(t, g.Do("Bea", "lab", "leave", "").OK)
	require.True(t, g.Do("Eli", "player", "join", `{"kind":"player","want":"lab","open":true}`).OK)
	all := g.X.HandedOver()
	require.Len(t, all, 1, "to an empty seat that somebody has left")
	assert.Equal(t, []string{"Bea", "Eli"}, []string{all[0].From, all[0].To})
}

// TestFacilitatorsHandOver: between two who see everything there is the note to measure.
func TestFacilitatorsHandOver(t *testing.T) {
	g := shiftTable(t)
	require.True(t, g.Do("Flo", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "takeover", `{"role":"lab"}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "handover", `{"to":"Flo","text":"Only the login matters."}`).OK)
	h := g.X.HandedOver()
	require.Len(t, h, 1)
	assert.True(t, h[0].Staff)
	assert.Equal(t, []int{8, 1, 0}, []int{len(h[0].Things), h[0].Named, h[0].Lost})
	text, _ := h[0].Said()
	assert.Contains(t, text, "names 1 of 8 things in hand. Not in the note: “Slow egress”, “Missing audit rows”")
}

// TestNaming: what counts as a name in a note.
func TestNaming(t *testing.T) {
	names := []string{"Missing audit rows", "rows"}
	for note, want := range map[string]bool{
		"Missing audit rows!":                        true,
		"the ROWS are gone":                          true,
		"An audit found lines missing, in many rows": true,
		"rowing is fun":                              false,
		"The audit is due":                           false,
		"":                                           false,
	} {
		assert.Equal(t, want, exercise.NamesIt(note, names), note)
	}
	for note, want := range map[string]bool{"holding": true, "holdouts": false, "hol": false, "on hold": true,
		"behold": false, "Hold 2": true} {
		assert.Equal(t, want, exercise.NamesIt(note, []string{"hold"}), note)
	}
	clock := []string{"New York RAISE: 72 hours from reasonable belief", "raise_ny"}
	assert.True(t, exercise.NamesIt("RAISE 72 hours runs", clock), "three words of a long title")
	assert.False(t, exercise.NamesIt("72 hours are long", clock))
	assert.True(t, exercise.NamesIt("监管机构已被告知日志缺失一事", []string{"日志缺失", "log"}))
	assert.True(t, exercise.NamesIt("Ils ont égaré la clé 42", []string{"La clé 42"}))
	assert.False(t, exercise.NamesIt("Ils ont égaré la clé 43", []string{"La clé 42"}))
	assert.False(t, exercise.NamesIt("监管机构已被告知", []string{"日志缺失"}))
	assert.False(t, exercise.NamesIt("ल ग", []string{"लॉग"}), "a sign above a letter is part of the word")
	assert.False(t, exercise.NamesIt("It is on.", []string{"Of us"}), "no word of the name tells anything")
	assert.False(t, exercise.NamesIt("It was raised", []string{"Raise B2"}), "a number tells something however short")
	assert.True(t, exercise.NamesIt("It rose alarmingly", []string{"alarm"}), "five letters are the same")
	for about, want := range map[string]bool{"The log is gone": false, "Who calls the agency": true, "to us": true,
		"日志缺失": true} {
		assert.Equal(t, want, exercise.SpeaksOf("The agency waits", about), about)
	}
}

// TestWhatCameInTheSummaryAlone: what the new holder met only in one line of the summary is said so,
// unless they opened or used it.
func TestWhatCameInTheSummaryAlone(t *testing.T) {
	hours := 1.0
	thing := func(what, reached string, opened, used *exercise.Moment) exercise.InHand {
		return exercise.InHand{What: what, Reached: reached, Opened: opened, Used: used}
	}
	at := &exercise.Moment{Hours: hours}
	v := exercise.HandedOver{From: "Ann", To: "Bea", Title: "Laboratory", At: *at, Things: []exercise.InHand{
		thing("the key", exercise.ReachedBySummary, nil, nil), thing("the rows", exercise.ReachedBySummary, at, nil),
		thing("the clock", exercise.ReachedBySummary, nil, at), thing("the guess", exercise.ReachedNever, nil, nil)}}
	text, _ := v.Said()
	assert.Contains(t, text, ". Never came to them: “the guess”. In one line of the summary alone: “the key”")
	assert.NotContains(t, text, "the rows")
	assert.NotContains(t, text, "the clock")
}

// TestCommitmentsInHand: a joint action that is proposed is in hand with those who have committed to it, and with
// nobody once it is under way or nobody is committed to it.
func TestCommitmentsInHand(t *testing.T) {
	for name, c := range map[string]struct {
		who, verb, seat string
		inHand          bool
	}{
		"who has committed":   {"", "", "lab", true},
		"who has not":         {"", "", "cloud", false},
		"it is under way":     {"Bob", "commit", "lab", false},
		"they have withdrawn": {"Ann", "withdraw", "lab", false},
	} {
		g := shiftTable(t)
		if c.who != "" {
			seat := map[string]string{"Ann": "lab", "Bob": "cloud"}[c.who]
			require.True(t, g.Do(c.who, seat, c.verb, `{"`+c.verb+`":"hold"}`).OK, name)
		}
		require.True(t, g.Do("Fay", "facilitator", "seat", `{"who":"Bea","role":"`+c.seat+`"}`).OK)
		all := g.X.HandedOver()
		require.Len(t, all, 1)
		assert.Equal(t, c.inHand, slices.ContainsFunc(all[0].Things, func(i exercise.InHand) bool {
			return i.Kind == exercise.HasCommitment
		}), name)
	}
}

// TestANoteNamesAQuestion by who asks or is asked and a word of it: either alone says too little.
func TestANoteNamesAQuestion(t *testing.T) {
	for note, named := range map[string]int{"Ring the Agency.": 0, "The Agency looks for the minister.": 1,
		"Look for the minister.": 0} {
		g := shiftTable(t)
		require.True(t, g.Do("Flo", "facilitator", "join", `{"kind":"facilitator"}`).OK)
		require.True(t, g.Do("Fay", "facilitator", "takeover", `{"role":"lab"}`).OK)
		require.True(t, g.Do("Fay", "facilitator", "handover", `{"to":"Flo","text":"`+note+`"}`).OK)
		assert.Equal(t, named, g.X.HandedOver()[0].Named, note)
	}
}

// TestOnlyWhatIsOpenIsInHand: promises that are filed and not settled, and clocks that run, of the seat itself.
func TestOnlyWhatIsOpenIsInHand(t *testing.T) {
	h := shiftHeader()
	h.Scenario += `
[[note]]
role = "lab"
when = "hours >= 20"
do = {say="Not filed.", to=["cloud"]}
within = "1h"
[action.call]
by = ["lab"]
[obligation.missed]
role = "lab"
starts = "hours >= 1"
within = "30m"
met_by = ["report"]
[obligation.met]
role = "lab"
starts = "hours >= 1"
within = "10h"
met_by = ["call"]
[obligation.coming]
role = "lab"
starts = "hours >= 20"
within = "1h"
met_by = ["report"]
[obligation.theirs]
title = "The notice of Cloud"
role = "cloud"
starts = "hours >= 1"
within = "20h"
met_by = ["hold"]
`
	promise := `if Laboratory knows "Missing audit rows", then tell Agency "Missing audit rows" within 15h`
	for _, c := range []struct {
		seat     string
		kept     bool
		promises []string
		clocks   []string
	}{
		{"lab", false, []string{promise}, []string{"First notice"}},
		{"lab", true, nil, []string{"First notice"}},
		{"cloud", false, nil, []string{"The notice of Cloud"}},
	} {
		g := shiftTableOf(t, h)
		ask(t, g, "Ann", "act", `{"act":"call"}`)
		if c.kept {
			ask(t, g, "Ann", "share", `{"share":"rows","to":["agency"]}`)
		}
		g.Pass(engine.Time(time.Minute))
		ask(t, g, "Fay", "seat", `{"who":"Bea","role":"`+c.seat+`"}`)
		got := map[string][]string{}
		for _, thing := range g.X.HandedOver()[0].Things {
			got[thing.Kind] = append(got[thing.Kind], thing.What)
		}
		assert.Equal(t, c.promises, got[exercise.HasPromise], c.seat)
		assert.Equal(t, c.clocks, got[exercise.HasClock], c.seat)
	}
}

// TestWhatTheNewHolderUsed: what was in hand counts as used once the new holder tells, keeps, leaves, answers or meets
// just that, and no other thing of its kind.
func TestWhatTheNewHolderUsed(t *testing.T) {
	h := shiftHeader()
	h.Scenario += `
[action.pact]
by = ["lab", "cloud"]
joint = {quorum=2, within="20h"}
[action.call]
by = ["lab"]
[obligation.other]
role = "lab"
starts = "hours >= 1"
within = "20h"
met_by = ["call"]
[[note]]
role = "lab"
when = "hours >= 1"
do = {say="So.", to=["agency"]}
within = "15h"
`
	other, rows := "promise if the time in hours is at least 1, then say to Agency: \"So.\" within 15h",
		"promise if Laboratory knows \"Missing audit rows\", then tell Agency \"Missing audit rows\" within 15h"
	for _, c := range []struct {
		does, verb, args string
		used             []string
	}{
		{"nothing", "", "", nil},
		{"tells a fact", "share", `{"share":"egress","to":["cloud"]}`, []string{"fact egress"}},
		{"says something", "say", `{"say":"Hello.","to":["cloud"]}`, nil},
		{"keeps a promise to tell", "share", `{"share":"rows","to":["agency"]}`, []string{"fact rows", rows}},
		{"keeps the other", "say", `{"say":"So.","to":["agency"]}`, []string{other}},
		{"does otherwise", "deviate", `{"deviate":"#1"}`, []string{rows}},
		{"does otherwise than the other", "deviate", `{"deviate":"#2"}`, []string{other}},
		{"withdraws", "withdraw", `{"withdraw":"hold"}`, []string{"commitment hold"}},
		{"withdraws from the other", "withdraw", `{"withdraw":"pact"}`, []string{"commitment pact"}},
		{"answers", "say", `{"say":"Fast.","to":["cloud"],"re":"cloud#1"}`, []string{"question Cloud provider asks: How fast does it grow?"}},
		{"answers the other", "say", `{"say":"Here.","to":["cloud"],"re":"cloud#2"}`, []string{"question Cloud provider asks: Where?"}},
		{"acknowledges", "acknowledge", `{"acknowledge":"cloud#2","as":"seen"}`, []string{"question Cloud provider asks: Where?"}},
		{"reports", "act", `{"act":"report"}`, []string{"clock notice"}},
		{"meets the other", "act", `{"act":"call"}`, []string{"clock other"}},
	} {
		g := shiftTableOf(t, h, "#2")
		ask(t, g, "Bob", "ask", `{"ask":"Where?","to":["lab"]}`)
		ask(t, g, "Ann", "commit", `{"commit":"pact"}`)
		ask(t, g, "Fay", "seat", `{"who":"Bea","role":"lab"}`)
		g.Pass(engine.Time(time.Hour))
		en := record.Entry{Seq: len(g.Entries) + 1, At: g.X.Now(), Who: "Bea", Seat: "lab", Verb: c.verb,
			Args: []byte(c.args), Reason: "It is no use any more.", State: g.X.Digest()}
		if c.verb != "" {
			a := g.X.Do(en)
			require.True(t, a.OK, "%s: %s", c.does, a.Why)
		}
		g.Pass(engine.Time(time.Hour))
		var used []string
		for _, thing := range g.X.HandedOver()[0].Things {
			if thing.Used != nil {
				used = append(used, thing.Kind+" "+cmp.Or(thing.ID, thing.What))
				assert.GreaterOrEqual(t, thing.Used.Hours, 3.0, c.does)
			}
		}
		assert.Equal(t, c.used, used, c.does)
	}
}
