package exercise_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// overseen has injects that come on call, that wait, that are checked back on and that bring files; an objective
// of one seat; a system of the first seat; ways of messages that break.
const overseen = `
title = "Overseen"
length = "20h"
[role.lab]
title = "The laboratory"
[role.cloud]
title = "Cloud"
[role.agency]
title = "Agency"
[sharing]
latency = "2h"
call = "15m"
[system.grid]
title = "The grid"
owner = "lab"
[action.tell]
title = "Tell the press"
by = ["lab"]
[objective.own]
title = "Tell quickly"
seat = "lab"
measure = {time_to="done('tell')"}
rate = {P="2h", S="4h", M="8h"}
[objective.all]
title = "Tell in time"
measure = {time_to="done('tell')"}
rate = {P="2h", S="4h", M="8h"}
[inject.order]
title = "An order"
text = "So."
at = "1h"
to = ["cloud"]
forged = "agency"
expects = {check=true, within="4h", by=["cloud"]}
[inject.storm]
title = "A storm"
text = "So."
at = "1h"
when = "hours >= 2"
to = ["lab", "cloud"]
effects = [{channel="formal", slow=3}, {channel="call", works=false}]
[inject.twice]
title = "Twice"
text = "So."
times = 2
to = ["cloud"]
attach = ["plan.txt"]
#: attached plan.txt: sha256 abc, 12 bytes
`

// plannedAs finds an inject among those to come and those that have come.
func plannedAs(g *tabletest.Table, id string) (next, delivered *exercise.Planned) {
	c := g.X.View("Fay").Control
	for i := range c.Next {
		if c.Next[i].ID == id {
			next = &c.Next[i]
		}
	}
	for i := range c.Delivered {
		if c.Delivered[i].ID == id {
			delivered = &c.Delivered[i]
		}
	}
	return next, delivered
}

// TestAnInjectInDetail: what is expected of whom, which files it brings, to whom it goes, and what it still waits for.
func TestAnInjectInDetail(t *testing.T) {
	g := table(t, overseen)
	order, _ := plannedAs(g, "order")
	require.NotNil(t, order)
	assert.Equal(t, "check back on it within 4h by Cloud", order.Expects)
	twice, _ := plannedAs(g, "twice")
	assert.Equal(t, []string{"plan.txt (sha256 abc, 12 bytes)"}, twice.Attached)
	storm, _ := plannedAs(g, "storm")
	assert.Equal(t, []any{"waits for its condition", []string{"lab", "cloud"}}, []any{storm.State, storm.ToIDs})
	ask(t, g, "Fay", "start", "")
	for n, state := range []string{"on call", "delivered"} {
		ask(t, g, "Fay", "release", `{"release":"twice"}`)
		next, delivered := plannedAs(g, "twice")
		assert.Equal(t, []any{state, n + 1}, []any{delivered.State, delivered.Times})
		assert.Equal(t, n == 0, next != nil, "it can come again")
	}
	ask(t, g, "Fay", "inject", `{"inject":{"title":"Mine","text":"So.","to":["public"]}}`)
	_, mine := plannedAs(g, "+1")
	assert.Equal(t, []string{"public"}, mine.ToIDs)
}

// TestWhatStaffReadOfTheFirst: the first seat of the file and the first who came are as any other.
func TestWhatStaffReadOfTheFirst(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "overseen", Scenario: overseen, Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	ask(t, g, "Ann", "whisper", `{"to":"staff","text":"Hello."}`)
	c := x.View("Fay").Control
	assert.Equal(t, []string{"Ann", "The laboratory", ""}, []string{c.Seats[0].Holder, c.Objectives[0].Seat, c.Objectives[1].Seat})
	assert.Equal(t, "The laboratory", c.Systems[0].Owner)
	require.NotNil(t, c.Roster[0].Last, "she has said something")
	assert.Equal(t, "T+00:00", c.Roster[0].Last.T)
	ask(t, g, "Fay", "mirror", `{"role":"lab"}`)
	m := x.View("Fay").Control.Mirror
	require.NotNil(t, m)
	assert.Equal(t, "Ann", m.View.You.Name)
	ask(t, g, "Fay", "start", "")
	ask(t, g, "Ann", "act", `{"act":"tell"}`)
	var by []string
	for i, l := range x.Log() {
		assert.Equal(t, i+1, l.N)
		if strings.Contains(l.Text, "Tell the press") {
			by = append(by, l.Role)
		}
	}
	assert.Equal(t, []string{"lab", "lab"}, by, "begun and done")
}

// TestTheFirstWhoCameReadsNoPrivateNotes but their own.
func TestTheFirstWhoCameReadsNoPrivateNotes(t *testing.T) {
	g := table(t, overseen)
	ask(t, g, "Eva", "observe", `{"text":"Mine.","private":true}`)
	ask(t, g, "Fay", "observe", `{"text":"His.","private":true}`)
	assert.Len(t, g.X.View("Fay").Control.Observations, 1)
	assert.Equal(t, "His.", g.X.View("Fay").Control.Observations[0].Text)
	ask(t, g, "Fay", "mirror", `{"role":"lab"}`)
	assert.NotNil(t, g.X.View("Fay").Control.Mirror)
}

// TestWaysThatAreNotAsUsual are told to staff, with how much waits in them.
func TestWaysThatAreNotAsUsual(t *testing.T) {
	g := begun(t, overseen)
	until(g, 1)
	assert.Empty(t, g.X.View("Fay").Control.Ways)
	until(g, 3)
	assert.Equal(t, []string{"The line for calls does not work", "The usual channel takes 3 times as long as usual"},
		g.X.View("Fay").Control.Ways)
	g = table(t, strings.Replace(overseen, `channel="formal", slow=3`, `channel="formal", works=false`, 1))
	ask(t, g, "Fay", "start", "")
	until(g, 3)
	for _, waits := range []string{"", "; 1 message waits", "; 2 messages wait"} {
		assert.Contains(t, g.X.View("Fay").Control.Ways, "The usual channel does not work"+waits)
		ask(t, g, "Ann", "say", `{"say":"So.","to":["cloud"]}`)
		until(g, g.X.Now().Hours()+3) // it would arrive after two
	}
}

// TestWhom: to whom something goes is said in a word where that is nobody or every seat.
func TestWhom(t *testing.T) {
	c := &exercise.Control{Seats: make([]exercise.Place, 2)}
	for want, titles := range map[string][]string{"nobody": nil, "Laboratory": {"Laboratory"},
		"everyone": {"Laboratory", "National CERT"}} {
		assert.Equal(t, want, c.Whom(titles))
	}
	assert.Equal(t, "Laboratory, Cloud", (&exercise.Control{Seats: make([]exercise.Place, 3)}).Whom([]string{"Laboratory", "Cloud"}))
}
