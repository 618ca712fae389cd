package exercise_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
)

// controlled has an inject of each kind, and one of everything that staff see of the world.
const controlled = `
title = "Controlled"
length = "20h"
[sharing]
latency = "1h"
[role.lab]
title = "The laboratory"
[role.cloud]
title = "Cloud"
[role.agency]
title = "Agency"
budget = 2
[gauge.homes]
title = "Homes"
outcome = true
sees = ["agency"]
start = 5
[system.grid]
title = "The grid"
owner = "cloud"
fails = "6h"
watch = {agency={lag="1h"}}
[system.net]
title = "The net"
[[link]]
from = "grid"
to = "net"
chance = 0.5
delay = "90h"
[fact.theft]
title = "The theft"
text = "A theft."
tlp = "amber"
known = {lab={at="1h"}}
needed_by = ["cloud"]
[action.warn]
title = "Warn users"
by = ["cloud"]
[action.tell]
title = "Tell the press"
by = ["lab"]
[action.trace]
title = "Trace it"
by = ["lab", "cloud"]
joint = {quorum=2, within="2h"}
takes = "1h"
[action.patch]
title = "Patch it"
by = ["lab", "cloud"]
joint = {quorum=2, within="2h"}
takes = "1h"
chance = 0
[venue.hall]
title = "The hall"
members = ["lab", "cloud"]
[mechanism.pact]
title = "A pact"
kind = "precommitment"
cost = {agency=1}
changes = [{venue="hall", open=true}]
[obligation.early]
title = "Early notice"
role = "lab"
starts = "hours >= 1"
within = "6h"
met_by = ["tell"]
[obligation.full]
title = "Full report"
role = "cloud"
starts = "hours >= 19"
within = "4h"
met_by = ["warn"]
[objective.voice]
title = "Speak with one voice"
measure = {time_to="done('tell')"}
rate = {P="2h", S="4h", M="8h"}
[inject.fixed]
title = "Fixed"
text = "So."
at = "2h"
to = ["cloud"]
objective = "voice"
expects = {all=["warn", "tell"], within="1h", by=["cloud", "lab"]}
[inject.drawn]
title = "Drawn"
text = "So."
at = {from="4h", to="5h"}
to = ["cloud"]
[inject.each]
title = "Each"
text = "So."
every = "15h"
to = ["cloud"]
[inject.often]
title = "Often"
text = "So."
at = "1h"
every = "3h"
times = 2
to = ["cloud"]
[inject.later]
title = "Later"
text = "So."
when = "hours >= 30"
to = ["cloud"]
[inject.soon]
title = "Soon"
text = "So."
when = "hours >= 2"
to = ["cloud"]
[inject.spare]
title = "Spare"
text = "So."
when = "false"
to = ["cloud"]
objective = "voice"
[inject.other]
title = "Other"
text = "So."
when = "false"
to = ["cloud"]
[inject.after]
title = "After"
text = "So."
when = "missed('fixed') && hours >= 30"
to = ["cloud"]
[inject.plain]
title = "Plain"
text = "So."
to = ["cloud"]
[inject.stopped]
title = "Stopped"
text = "So."
at = "3h"
hold = true
to = ["cloud"]
[inject.left]
title = "Left"
text = "So."
at = "9h"
to = ["cloud"]
[inject.back]
title = "Back"
text = "So."
at = "1h"
to = ["cloud"]
[inject.needless]
title = "Needless"
text = "So."
at = "10h"
unless = "done('tell')"
to = ["cloud"]
`

// mselOf are the injects to come and those that have come, each in a line.
func mselOf(g *tabletest.Table) (next, delivered []string) {
	line := func(p exercise.Planned) string {
		out := fmt.Sprintf("%s: %s %d", p.ID, p.State, p.Times)
		if p.Due != nil {
			out += " due " + p.Due.T
		}
		if p.Last != nil {
			out += " last " + p.Last.T
		}
		if p.Suggest != "" {
			out += ", " + p.Suggest
		}
		if p.Unneeded {
			out += ", unneeded"
		}
		if p.Awaited != "" {
			out += ", " + p.Awaited
		}
		return out
	}
	c := g.X.View("Fay").Control
	for _, p := range c.Next {
		next = append(next, line(p))
	}
	for _, p := range c.Delivered {
		delivered = append(delivered, line(p))
	}
	return next, delivered
}

// TestInjectsAsStaffSeeThem: what is to come, what waits for the facilitator first and then the soonest; what has come;
// and why one that is kept in hand might be released now.
func TestInjectsAsStaffSeeThem(t *testing.T) {
	g := table(t, controlled)
	missed := `, The response that "Fixed" expected did not come in time`
	is := func(next, delivered []string) {
		t.Helper()
		n, d := mselOf(g)
		assert.Equal(t, next, n)
		assert.Equal(t, delivered, d)
	}
	is([]string{"often: due 0 due T+01:00", "back: due 0 due T+01:00", "fixed: due 0 due T+02:00",
		"stopped: due 0 due T+03:00", "left: due 0 due T+09:00", "needless: due 0 due T+10:00", "drawn: due 0",
		"each: due 0", "later: waits for its condition 0", "soon: waits for its condition 0",
		"after: waits for its condition 0", "spare: on call 0", "other: on call 0", "plain: on call 0"}, nil)
	ask(t, g, "Fay", "start", "")
	until(g, 1.5)
	ask(t, g, "Fay", "skip", `{"skip":"left"}`)
	ask(t, g, "Fay", "retract", `{"retract":"back"}`)
	is([]string{"fixed: due 0 due T+02:00", "stopped: due 0 due T+03:00", "often: due 1 due T+04:00 last T+01:00",
		"drawn: due 0 due T+04:59:58", "needless: due 0 due T+10:00", "each: due 0 due T+15:00",
		"later: waits for its condition 0", "soon: waits for its condition 0", "after: waits for its condition 0",
		"spare: on call 0", "other: on call 0", "plain: on call 0", "left: skipped 0 due T+09:00"},
		[]string{"often: due 1 due T+04:00 last T+01:00", "back: withdrawn 1 last T+01:00"})
	until(g, 2.5)
	_, delivered := mselOf(g)
	assert.Equal(t, "fixed: delivered 1 last T+02:00, waited for", delivered[0])
	until(g, 3)
	ask(t, g, "Ann", "act", `{"act":"tell"}`)
	ask(t, g, "Fay", "release", `{"release":"other"}`)
	ask(t, g, "Fay", "inject", `{"inject":{"title":"Mine","text":"So.","to":["lab"]}}`)
	ask(t, g, "Fay", "inject", `{"inject":{"title":"Yours","text":"So.","to":["public"]}}`)
	until(g, 3.5)
	ask(t, g, "Fay", "retract", `{"retract":"+1"}`)
	is([]string{"stopped: held 0", "often: due 1 due T+04:00 last T+01:00", "drawn: due 0 due T+04:59:58",
		"needless: due 0 due T+10:00, unneeded", "each: due 0 due T+15:00", "later: waits for its condition 0",
		"soon: waits for its condition 1 last T+02:00", "after: waits for its condition 0" + missed,
		"spare: on call 0" + missed, "other: on call 1 last T+03:00", "plain: on call 0", "left: skipped 0 due T+09:00"},
		[]string{"fixed: delivered 1 last T+02:00, not done in time", "often: due 1 due T+04:00 last T+01:00",
			"soon: waits for its condition 1 last T+02:00", "other: on call 1 last T+03:00", "back: withdrawn 1 last T+01:00",
			"+1: withdrawn 1 last T+03:00", "+2: delivered 1 last T+03:00"})
	ask(t, g, "Fay", "release", `{"release":"spare"}`)
	ask(t, g, "Fay", "skip", `{"skip":"after"}`)
	next, _ := mselOf(g)
	assert.NotContains(t, strings.Join(next, " "), "was not done", "what has come, or is left out, is not suggested")
	until(g, 20)
	is([]string{"stopped: held 0", "later: waits for its condition 0", "soon: waits for its condition 1 last T+02:00",
		"spare: on call 1 last T+03:30", "other: on call 1 last T+03:00", "plain: on call 0", "needless: on call 0, unneeded",
		"after: skipped 0", "left: skipped 0"},
		[]string{"fixed: delivered 1 last T+02:00, not done in time", "drawn: delivered 1 last T+04:59:58",
			"each: delivered 1 last T+15:00", "often: delivered 2 last T+04:00", "soon: waits for its condition 1 last T+02:00",
			"spare: on call 1 last T+03:30", "other: on call 1 last T+03:00", "back: withdrawn 1 last T+01:00",
			"+1: withdrawn 1 last T+03:00", "+2: delivered 1 last T+03:00"})
}

// TestTheWorldAsStaffSeeIt: who sees what, who has what, what is open, what was tried without success.
func TestTheWorldAsStaffSeeIt(t *testing.T) {
	g := table(t, controlled)
	before := g.X.View("Fay").Control
	assert.Equal(t, []exercise.Option{{ID: "early", Text: "Early notice"}, {ID: "full", Text: "Full report"}}, before.Dormant)
	ask(t, g, "Cyd", "invest", `{"invest":"pact","points":1}`)
	ask(t, g, "Fay", "start", "")
	until(g, 2)
	ask(t, g, "Ann", "share", `{"share":"theft","to":["cloud"]}`)
	ask(t, g, "Ann", "commit", `{"commit":"patch"}`)
	ask(t, g, "Bob", "commit", `{"commit":"patch"}`)
	ask(t, g, "Ann", "commit", `{"commit":"trace"}`)
	until(g, 5)
	ask(t, g, "Bob", "commit", `{"commit":"trace"}`)
	ask(t, g, "Ann", "commit", `{"commit":"trace"}`)
	until(g, 5.5)
	c := g.X.View("Fay").Control
	assert.Equal(t, []string{"Agency"}, c.Gauges[0].Sees)
	assert.True(t, c.Gauges[0].Outcome)
	assert.Equal(t, []exercise.WorldSystem{
		{ID: "grid", Title: "The grid", State: "normal", Owner: "Cloud", Noticed: []exercise.NoticedState{
			{Role: "cloud", Title: "Cloud", State: "normal"}, {Role: "agency", Title: "Agency", State: "normal"}}},
		{ID: "net", Title: "The net", State: "normal", Noticed: []exercise.NoticedState{}},
	}, c.Systems)
	assert.Equal(t, []exercise.WorldLink{{From: "grid", To: "net", Chance: 0.5}}, c.Links)
	require.Len(t, c.Facts, 1)
	f := c.Facts[0]
	assert.Equal(t, []string{"theft", "The theft", "A theft.", "amber", "Cloud"},
		[]string{f.ID, f.Title, f.Text, f.Mark, f.Needed[0]})
	var known []string
	for _, k := range f.Known {
		known = append(known, k.Title+" "+k.At.T+" "+k.From)
	}
	assert.Equal(t, []string{"The laboratory T+01:00 ", "Cloud T+02:00 The laboratory"}, known)
	assert.Equal(t, []exercise.WorldAction{{ID: "warn", Title: "Warn users", By: []string{"Cloud"}},
		{ID: "tell", Title: "Tell the press", By: []string{"The laboratory"}},
		{ID: "trace", Title: "Trace it", By: []string{"The laboratory", "Cloud"}},
		{ID: "patch", Title: "Patch it", By: []string{"The laboratory", "Cloud"}}}, c.Actions)
	var joint []string
	at := func(m *exercise.Moment) string {
		if m == nil {
			return "-"
		}
		return m.T
	}
	for _, j := range c.Joint {
		joint = append(joint, fmt.Sprintf("%s: ends %s, failed %s, lapsed %s, done %d", j.ID, at(j.Ends), at(j.Failed),
			at(j.Lapsed), j.Done))
	}
	assert.Equal(t, []string{"trace: ends T+06:00, failed -, lapsed T+04:00, done 0",
		"patch: ends -, failed T+03:00, lapsed -, done 0"}, joint)
	require.Len(t, c.Obligations, 1)
	assert.Equal(t, []string{"early", "The laboratory"}, []string{c.Obligations[0].ID, c.Obligations[0].Role})
	assert.Equal(t, []exercise.Option{{ID: "full", Text: "Full report"}}, c.Dormant)
	require.Len(t, c.Venues, 1)
	assert.Equal(t, []string{"The laboratory", "Cloud"}, c.Venues[0].Members)
	require.Len(t, c.Mechanisms, 1)
	assert.True(t, c.Mechanisms[0].InForce)
	until(g, 8)
	c = g.X.View("Fay").Control
	assert.Equal(t, []string{"failed", "failed", "failed"}, []string{c.Systems[0].State, c.Systems[0].Noticed[0].State,
		c.Systems[0].Noticed[1].State})
	assert.Equal(t, 1, c.Joint[0].Done)
	assert.Equal(t, 1, c.Actions[2].Done)
}

// TestRequestsAsStaffSeeThem: how each stands, what was said about it, and that it is overdue.
func TestRequestsAsStaffSeeThem(t *testing.T) {
	g := begun(t, controlled)
	until(g, 1)
	for n, due := range []string{"", "", `,"due":"4h"`, `,"due":"4h"`, `,"due":"4h"`, `,"due":"4h"`} {
		ask(t, g, "Ann", "ask", fmt.Sprintf(`{"ask":"Q%d?","to":["cloud"]%s}`, n, due))
	}
	states := func() (out []string) {
		for _, r := range g.X.View("Fay").Control.Requests {
			out = append(out, strings.TrimSpace(r.Text+" "+r.State+" "+r.Told))
		}
		return out
	}
	assert.Equal(t, []string{"Q0? on its way", "Q1? on its way", "Q2? on its way", "Q3? on its way", "Q4? on its way",
		"Q5? on its way"}, states())
	until(g, 3)
	ask(t, g, "Bob", "say", `{"say":"A.","to":["lab"],"re":"lab#1"}`)
	ask(t, g, "Bob", "acknowledge", `{"acknowledge":"lab#3","as":"seen"}`)
	ask(t, g, "Bob", "acknowledge", `{"acknowledge":"lab#4","as":"will do"}`)
	ask(t, g, "Bob", "acknowledge", `{"acknowledge":"lab#5","as":"declined"}`)
	until(g, 5)
	assert.Equal(t, []string{"Q0? answered", "Q1? new", "Q2? seen seen", "Q3? will do will do", "Q4? declined declined",
		"Q5? new"}, states())
	until(g, 5.1)
	assert.Equal(t, []string{"Q0? answered", "Q1? new", "Q2? overdue seen", "Q3? overdue will do", "Q4? declined declined",
		"Q5? overdue"}, states())
	r := g.X.View("Fay").Control.Requests
	assert.Equal(t, []string{"The laboratory", "Cloud", "T+01:00", "T+05:00"}, []string{r[2].From, r[2].To, r[2].At.T, r[2].Due.T})
	assert.Nil(t, r[0].Due)
}

// TestTheTableAsStaffSeeIt: who is here and where, who waits for a seat or advises one, when they did something last,
// and which seats are quiet.
func TestTheTableAsStaffSeeIt(t *testing.T) {
	g := table(t, controlled)
	for _, who := range []string{"Lou", "Max", "Zoe"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"lab"}`).OK)
	}
	ask(t, g, "Fay", "aide", `{"who":"Max","role":"cloud","on":true}`)
	ask(t, g, "Fay", "remove", `{"who":"Zoe"}`)
	ask(t, g, "Fay", "mute", `{"who":"Bob","on":true}`)
	ask(t, g, "Fay", "start", "")
	until(g, 2)
	ask(t, g, "Ann", "say", `{"say":"So.","to":["cloud"]}`)
	ask(t, g, "Fay", "takeover", `{"role":"cloud"}`)
	g.Do("Cyd", "room", "drop", "")
	until(g, 5)
	c := g.X.View("Fay").Control
	var people, seats []string
	for _, m := range c.Roster {
		last := "-"
		if m.Last != nil {
			last = m.Last.T
		}
		people = append(people, fmt.Sprintf("%s %s role=%s aide=%s wants=%s here=%v muted=%v acts=%d last=%s", m.Name, m.Kind,
			m.Role, m.Aide, m.Wants, m.Here, m.Muted, m.Acts, last))
	}
	for _, p := range c.Seats {
		last := "-"
		if p.Last != nil {
			last = p.Last.T
		}
		seats = append(seats, fmt.Sprintf("%s holder=%s helper=%s here=%v acts=%d last=%s quiet=%g", p.ID, p.Holder, p.Helper,
			p.Here, p.Acts, last, p.Quiet))
	}
	assert.Equal(t, []string{
		"Fay facilitator role= aide= wants= here=true muted=false acts=5 last=T+02:00",
		"Eva evaluator role= aide= wants= here=true muted=false acts=0 last=-",
		"Wall board role= aide= wants= here=true muted=false acts=0 last=-",
		"Ann player role=lab aide= wants= here=true muted=false acts=1 last=T+02:00",
		"Bob player role=cloud aide= wants= here=true muted=true acts=0 last=-",
		"Cyd player role=agency aide= wants= here=false muted=false acts=0 last=-",
		"Lou player role= aide= wants=lab here=true muted=false acts=0 last=-",
		"Max player role= aide=cloud wants= here=true muted=false acts=0 last=-",
	}, people, "who was removed is not there")
	assert.Equal(t, []string{
		"lab holder=Ann helper= here=true acts=1 last=T+02:00 quiet=3",
		"cloud holder=Bob helper=Fay here=true acts=0 last=- quiet=5",
		"agency holder=Cyd helper= here=false acts=0 last=- quiet=5",
	}, seats)
}

// TestPrivateNotes are seen by who wrote them, and in a replay, where nobody in particular looks.
func TestPrivateNotes(t *testing.T) {
	g := table(t, controlled)
	ask(t, g, "Eva", "observe", `{"text":"Mine.","private":true}`)
	ask(t, g, "Eva", "observe", `{"text":"Ours."}`)
	seen := func(v exercise.View) (out []string) {
		for _, o := range v.Control.Observations {
			out = append(out, o.Text)
		}
		return out
	}
	assert.Equal(t, []string{"Ours."}, seen(g.X.View("Fay")))
	assert.Equal(t, []string{"Mine.", "Ours."}, seen(g.X.View("Eva")))
	assert.Equal(t, []string{"Mine.", "Ours."}, seen(g.X.Truth()))
	assert.Nil(t, g.X.Truth().Control.Mirror)
}

// TestFreeTextActionsAsStaffSeeThem: those not ruled on come first.
func TestFreeTextActionsAsStaffSeeThem(t *testing.T) {
	g := begun(t, controlled)
	until(g, 1)
	for _, who := range []string{"Ann", "Bob", "Cyd"} {
		ask(t, g, who, "attempt", `{"attempt":"We try."}`)
	}
	ask(t, g, "Fay", "rule", `{"rule":"lab#1","outcome":"success","text":"So."}`)
	var cases []string
	for _, a := range g.X.View("Fay").Control.Cases {
		cases = append(cases, a.Case+" "+a.Outcome)
	}
	assert.Equal(t, []string{"cloud#1 ", "agency#1 ", "lab#1 success"}, cases)
}
