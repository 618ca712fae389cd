package exercise_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
)

// TestApproval: the facilitator has a seat approve of what another wants to do, before
// ruling. Each of the two learns what it must, and no more.
func TestApproval(t *testing.T) {
	g := inPhase(t, "running") // Cloud's attempt waits for the Agency's approval
	asked := func(name, kind string) (out []exercise.Asked) {
		for _, a := range g.X.View(name).Player.Asked {
			if a.Kind == kind {
				out = append(out, a)
			}
		}
		return out
	}
	require.Len(t, asked("Cyd", "approval"), 1)
	assert.Equal(t, "May they?", asked("Cyd", "approval")[0].Text)
	assert.Equal(t, "approval", g.X.View("Cyd").Player.Asked[0].Kind, "the facilitator waits for it")
	assert.Empty(t, asked("Bob", "approval"))
	assert.Equal(t, []exercise.Approval{{From: "Agency", State: "asked"}},
		g.X.View("Bob").Player.Attempts[0].Approvals)
	assert.NotContains(t, tabletest.Written(g.X.View("Bob")), "May they?")
	assert.NotContains(t, tabletest.Written(g.X.View("Cyd")), "We ask around.")

	assert.False(t, g.Do("Eli", "police", "approve", `{"n":1,"yes":true}`).OK, "nobody asked the police")
	assert.False(t, g.Do("Fay", "facilitator", "approval", `{"case":"cloud#1","from":"agency","text":"Again?"}`).OK)
	assert.False(t, g.Do("Fay", "facilitator", "approval", `{"case":"cloud#1","from":"cloud","text":"Yourself?"}`).OK)
	require.True(t, g.Do("Cyd", "agency", "approve", `{"n":1,"yes":false,"text":"Not by night."}`).OK)
	assert.Contains(t, g.Do("Cyd", "agency", "approve", `{"n":1,"yes":true}`).Why, "answered")
	assert.Empty(t, asked("Cyd", "approval"))
	assert.Equal(t, "declined", g.X.View("Bob").Player.Attempts[0].Approvals[0].State)
	assert.NotContains(t, tabletest.Written(g.X.View("Bob")), "Not by night.")
	inbox := g.X.View("Fay").Control.Inbox
	assert.Contains(t, inbox[len(inbox)-1].Text, "Not by night.")
	assert.Equal(t, "Not by night.", g.X.View("Fay").Control.Cases[0].Approvals[0].Words)

	require.True(t, g.Do("Fay", "facilitator", "approval", `{"case":"cloud#1","from":"police","text":"And you?"}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "rule", `{"rule":"cloud#1","outcome":"failure","text":"No."}`).OK)
	assert.Empty(t, asked("Eli", "approval"), "it has been ruled on")
	assert.Contains(t, g.Do("Eli", "police", "approve", `{"n":1,"yes":true}`).Why, "ruled")
	assert.Contains(t, g.Do("Fay", "facilitator", "approval",
		`{"case":"cloud#1","from":"lab","text":"And you?"}`).Why, "ruled")
}

// TestDecisions: a decision has its time, owner, options, reason and follow-up, and is
// read by its seat and the staff alone.
func TestDecisions(t *testing.T) {
	g := inPhase(t, "running")
	require.True(t, g.Do("Bob", "cloud", "decide",
		`{"text":"We hold.","options":["hold","watch"],"why":"Evidence.","follow":"Tell the board.","due":"4h"}`).OK)
	assert.Contains(t, g.Do("Bob", "cloud", "decide", `{"text":"They hold.","role":"lab"}`).Why, "not your seat")
	assert.False(t, g.Do("Eva", "evaluator", "decide", `{"text":"Nobody's."}`).OK)
	require.True(t, g.Do("Eva", "evaluator", "decide", `{"text":"The agency waits.","role":"agency"}`).OK)
	d := g.X.View("Bob").Player.Decisions
	require.Len(t, d, 1)
	assert.Equal(t, []any{"We hold.", "Evidence.", "Tell the board.", "cloud", 0.5, 4.5},
		[]any{d[0].Text, d[0].Why, d[0].Follow, d[0].Role, d[0].At.Hours, d[0].Due.Hours})
	assert.Equal(t, []string{"We hold.", "Options: hold; watch", "Why: Evidence.",
		"To do by " + d[0].Due.Date + ": Tell the board."}, d[0].Words())
	d = g.X.View("Cyd").Player.Decisions
	require.Len(t, d, 1)
	assert.Equal(t, 1, d[0].N, "how many others decide does not show")
	assert.Empty(t, g.X.View("Ann").Player.Decisions)
	all := g.X.View("Fay").Control.Decisions
	require.Len(t, all, 2)
	assert.Equal(t, []string{"Bob", "Eva"}, []string{all[0].Who, all[1].Who})
	// An inject that has not reached the seat is as good as none.
	for _, id := range []string{"memo", "nosuch"} {
		assert.Equal(t, `There is no inject "`+id+`"`,
			g.Do("Bob", "cloud", "decide", `{"text":"x","inject":"`+id+`"}`).Why)
	}
}

// TestHandover: what one facilitator plays, another takes on, with a note.
func TestHandover(t *testing.T) {
	g := inPhase(t, "running") // Fay has the laboratory's seat
	require.False(t, g.Do("Flo", "facilitator", "share", `{}`).OK)
	assert.False(t, g.Do("Flo", "lab", "say", `{"say":"Hello.","to":["cloud"]}`).OK)
	for who, why := range map[string]string{"Fay": "somebody else", "Bob": "not a facilitator", "Zed": "Nobody here"} {
		assert.Contains(t, g.Do("Fay", "facilitator", "handover", `{"to":"`+who+`"}`).Why, why)
	}
	require.True(t, g.Do("Fay", "facilitator", "handover", `{"to":"Flo","text":"Cloud is stuck."}`).OK)
	assert.True(t, g.Do("Flo", "lab", "say", `{"say":"Hello.","to":["cloud"]}`).OK)
	assert.False(t, g.Do("Fay", "lab", "say", `{"say":"Hello.","to":["cloud"]}`).OK)
	assert.Contains(t, tabletest.Written(g.X.View("Flo")), "Cloud is stuck.")
	assert.NotContains(t, tabletest.Written(g.X.View("Bob")), "Cloud is stuck.")
}

// TestQuietSeats: who has done nothing for long can be seen.
func TestQuietSeats(t *testing.T) {
	g := inPhase(t, "running")
	g.Pass(7200e9)
	require.True(t, g.Do("Bob", "cloud", "say", `{"say":"Hm.","to":["lab"]}`).OK)
	quiet := map[string]float64{}
	for _, s := range g.X.View("Fay").Control.Seats {
		quiet[s.ID] = s.Quiet
	}
	assert.Equal(t, 0.0, quiet["cloud"])
	assert.Equal(t, 2.5, quiet["agency"])
}

// TestDecisionsAboutInjects: who has had an inject can decide about it, others cannot tell that it is there; options
// without words are left out; and a hidden seat can name itself.
func TestDecisionsAboutInjects(t *testing.T) {
	g := begun(t, controlled)
	until(g, 2)
	ask(t, g, "Ann", "decide", `{"text":"One."}`)
	ask(t, g, "Bob", "decide", `{"text":"Two.","inject":"fixed","options":["this"," ","that"]}`)
	assert.Equal(t, `There is no inject "drawn"`, g.Do("Bob", "cloud", "decide", `{"text":"x","inject":"drawn"}`).Why)
	assert.Equal(t, `There is no inject "fixed"`, g.Do("Ann", "lab", "decide", `{"text":"x","inject":"fixed"}`).Why)
	ask(t, g, "Ann", "decide", `{"text":"Three."}`)
	var all []string
	for _, d := range g.X.View("Fay").Control.Decisions {
		due := d.Due != nil
		all = append(all, fmt.Sprintf("%d %s %s %s %v %v by %s", d.N, d.Title, d.Text, d.Inject, d.Options, due, d.Who))
	}
	assert.Equal(t, []string{"1 The laboratory One.  [] false by Ann", "2 Cloud Two. fixed [this that] false by Bob",
		"3 The laboratory Three.  [] false by Ann"}, all)
	own := g.X.View("Ann").Player.Decisions
	require.Len(t, own, 2)
	assert.Equal(t, []any{1, 2, "", ""}, []any{own[0].N, own[1].N, own[0].Who, own[1].Who})

	_, g = hiddenTable(t)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	assert.True(t, g.Do("Max", "mole", "decide", `{"text":"We wait.","role":"mole"}`).OK)
	assert.Equal(t, `There is no seat "mole"`, g.Do("Ann", "lab", "decide", `{"text":"We wait.","role":"mole"}`).Why)
	assert.Equal(t, "That is not your seat", g.Do("Ann", "lab", "decide", `{"text":"We wait.","role":"police"}`).Why)
	assert.True(t, g.Do("Fay", "facilitator", "decide", `{"text":"We wait.","role":"mole"}`).OK, "staff know all seats")
}

// TestWhatApprovalsLayOnDesks: who is asked reads what, who wants it reads whose word it waits for, and what it was.
func TestWhatApprovalsLayOnDesks(t *testing.T) {
	g := inPhase(t, "running") // the agency has been asked
	last := func(name string) exercise.Item {
		in := g.X.View(name).Player.Inbox
		return in[len(in)-1]
	}
	assert.Equal(t, []string{"The facilitator", "Your approval is asked for", "May they?"},
		[]string{last("Cyd").From, last("Cyd").Title, last("Cyd").Text})
	assert.Equal(t, []string{"", "This needs the approval of Agency", "We ask around."},
		[]string{last("Bob").From, last("Bob").Title, last("Bob").Text})
	require.True(t, fay("approval", `{"case":"cloud#1","from":"lab","text":"And you?"}`).on(g).OK)
	require.True(t, cyd("approve", `{"n":1,"yes":true}`).on(g).OK)
	assert.Equal(t, "Agency approves", last("Bob").Title)
	require.True(t, fay("giveback", `{"role":"lab"}`).on(g).OK)
	require.True(t, g.Do("Ann", "lab", "approve", `{"n":1,"yes":false}`).OK)
	assert.Equal(t, "Laboratory does not approve", last("Bob").Title)
	staff := g.X.View("Fay").Control.Inbox
	n := len(staff)
	assert.Equal(t, []any{n - 1, "Agency", "approves", n, "Laboratory", "does not approve"}, []any{staff[n-2].N,
		staff[n-2].From, staff[n-2].Title, staff[n-1].N, staff[n-1].From, staff[n-1].Title})
	assert.Equal(t, []exercise.Approval{{From: "Agency", State: "approved"}, {From: "Laboratory", State: "declined"}},
		g.X.View("Bob").Player.Attempts[0].Approvals)
}
