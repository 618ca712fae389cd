package exercise_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
)

// named are the things of a kind that can be named from a view: "id: title (note) number".
func named(v *exercise.View, kind speech.Kind, said speech.Values) []string {
	var out []string
	for _, t := range v.Scope()(kind, said) {
		s := t.ID + ": " + t.Title
		if t.Note != "" {
			s += " (" + t.Note + ")"
		}
		if t.N > 0 {
			s += fmt.Sprintf(" %d", t.N)
		}
		out = append(out, s)
	}
	return out
}

// TestWhatASeatCanName: for each kind of thing what a player's view holds of it, with a word on its state.
func TestWhatASeatCanName(t *testing.T) {
	in := 2.0
	joint := func(id string, j exercise.JointState) exercise.Action {
		return exercise.Action{ID: id, Title: "T " + id, Can: true, Joint: &j}
	}
	two := exercise.JointState{Quorum: 2, Open: true, Committed: []string{"Cloud"}}
	mine, begun := two, two
	mine.Mine = true
	begun.Mine, begun.UnderWay = true, true
	p := &exercise.Player{
		Facts: []exercise.Fact{{ID: "theft", Title: "The theft", Mark: "amber"}, {ID: "storm", Title: "A storm"}},
		Actions: []exercise.Action{{ID: "call", Title: "Call", Can: true}, {ID: "cut", Title: "Cut", Can: true, Takes: "2h"},
			{ID: "stop", Title: "Stop", Why: "No hand is free", Takes: "2h"}, {ID: "wait", Title: "Wait", Takes: "1h"},
			{ID: "sure", Title: "Try", Can: true, Why: "Try it"},
			joint("pact", exercise.JointState{Quorum: 3}), joint("hold", two), joint("seal", mine), joint("send", begun)},
		Doing: []exercise.Doing{{Action: "cut", Title: "Cut", Ends: exercise.Moment{Date: "noon"}},
			{Action: "call", Title: "Call", Waits: "Engineers"}},
		Contacts: []exercise.Contact{{ID: "cloud", Title: "Cloud", Kind: "role",
			Ways: []exercise.Way{{Title: "in The room"}, {ID: "call", Title: "by a call", Takes: "1h"},
				{ID: "contact", Title: "by your contact there"}, {ID: "formal", Title: "by the usual channel", Takes: "2h"}}},
			{ID: "room", Title: "The room", Kind: "venue"}, {ID: "public", Title: "the public", Kind: "public"}},
		Asked: []exercise.Asked{{Kind: "approval", ID: "2", Text: "May they?"}, {Kind: "case", ID: "1", Text: "How?"},
			{Kind: "approval", ID: "x", Text: "No number"}},
		Inbox: []exercise.Item{{N: 1, Re: "cloud#1", From: "Cloud", Title: "Message", Text: "Hello."}, {N: 2, Title: "STARTEX"},
			{N: 3, Re: "cloud#2", From: "Cloud", Title: "The theft"}},
		Venues: []exercise.Venue{{ID: "room", Title: "The room", State: "open", Convene: "2h"},
			{ID: "hall", Title: "The hall", State: "closed", Convene: "2h"}, {ID: "cell", Title: "The cell", State: "closed"}},
		Probes: []exercise.Probe{{ID: "who", Ask: "Who?", Options: []exercise.Option{{ID: "a", Text: "They"}, {ID: "b", Text: "We"}},
			Answer: "b", Confidence: 0.7}, {ID: "why", Ask: "Why?", Options: []exercise.Option{{ID: "c", Text: "Money"}}}},
		Notes: []exercise.Note{{N: 1, Mine: true, When: "w", Do: "d", Within: "2h", State: "draft"},
			{N: 2, Mine: true, When: "w", Do: "d", State: "filed"}, {N: 3, Mine: true, When: "w", Do: "d", State: "withdrawn"},
			{N: 4, Mine: true, When: "w", Do: "d", State: "revised"}, {N: 1, When: "w", Do: "d", State: "filed"}},
		Mechanisms: []exercise.Mechanism{{ID: "line", Title: "A line", Price: 2.5, Invested: &in},
			{ID: "pact", Title: "A pact", Price: 1}, {ID: "room", Title: "A room", Price: 1, Invested: &in, InForce: true}},
	}
	v := &exercise.View{Player: p, You: exercise.You{Name: "Ann", Kind: exercise.KindPlayer},
		Clock: exercise.Clock{Phase: "before STARTEX"}, Questions: []exercise.Question{
			{N: 1, Text: "Which?", Options: []string{"one", "two"}, Open: true, Yours: "one"},
			{N: 2, Text: "Which first?", Options: []string{"this", "that"}, Rank: true, Open: true}, {N: 3, Text: "Over?"}}}
	facts := []string{"theft: The theft (handling: amber)", "storm: A storm"}
	for _, c := range []struct {
		kind speech.Kind
		said speech.Values
		want []string
	}{
		{speech.Question, nil, []string{"1: Which? (one) 1", "2: Which first? 2"}},
		{speech.Choice, speech.Values{"n": 1.0}, []string{"1: one 1", "2: two 2"}},
		{speech.Choice, speech.Values{"n": 2.0}, nil},
		{speech.Order, speech.Values{"n": 2.0}, []string{"1: this 1", "2: that 2"}},
		{speech.Order, speech.Values{"n": 1.0}, nil},
		{speech.Choice, nil, nil},
		{speech.Fact, nil, facts},
		{speech.Facts, nil, facts},
		{speech.Action, nil, []string{"call: Call", "cut: Cut (takes 2h)", "stop: Stop (not now: No hand is free)",
			"wait: Wait (takes 1h)", "sure: Try"}},
		{speech.Joint, nil, []string{"pact: T pact (needs 3)", "hold: T hold (1 of 2 committed)", "seal: T seal (1 of 2 committed)",
			"send: T send (under way)"}},
		{speech.Committed, nil, []string{"seal: T seal (1 of 2 committed)"}},
		{speech.Underway, nil, []string{"cut: Cut (done by noon)", "call: Call (waits for Engineers)"}},
		{speech.Seats, nil, []string{"cloud: Cloud (in The room, a call at once, 1h of both, your contact, formal 2h)",
			"room: The room (venue)", "public: the public (public)"}},
		{speech.Seat, nil, []string{"cloud: Cloud"}},
		{speech.Persons, nil, []string{"staff: the staff", "cloud: Cloud"}},
		{speech.Approval, nil, []string{"2: May they? 2"}},
		{speech.Message, nil, []string{"cloud#2: Cloud: The theft 3", "cloud#1: Cloud: Hello. 1"}},
		{speech.Venue, nil, []string{"room: The room (open)", "hall: The hall (closed, takes 2h)", "cell: The cell (closed)"}},
		{speech.Probe, nil, []string{"who: Who? (you said We, 70% sure)", "why: Why? (no answer yet)"}},
		{speech.Option, speech.Values{"declare": "who"}, []string{"a: They 1", "b: We 2"}},
		{speech.Option, nil, nil},
		{speech.Draft, nil, []string{"#1: if w, then d within 2h (draft) 1", "#3: if w, then d (withdrawn) 3"}},
		{speech.Promise, nil, []string{"#2: if w, then d (filed) 2"}},
		{speech.Mechanism, nil, []string{"line: A line (costs 2.5, 2 are in)", "pact: A pact (costs 1)", "room: A room (in force)"}},
		{speech.Inject, nil, nil},
	} {
		assert.Equal(t, c.want, named(v, c.kind, c.said), "%s %v", c.kind, c.said)
	}
	assert.Empty(t, named(&exercise.View{}, speech.Fact, nil), "in the lobby")
	for i := range 30 {
		p.Inbox = append(p.Inbox, exercise.Item{N: 4 + i, Re: fmt.Sprintf("cloud#%d", 3+i)})
	}
	assert.Len(t, named(v, speech.Message, nil), 20, "the newest")
}

// TestWhatStaffCanName: the same of a facilitator's view.
func TestWhatStaffCanName(t *testing.T) {
	v := &exercise.View{You: exercise.You{Name: "Fay", Kind: exercise.KindFacilitator}, Control: &exercise.Control{
		Next: []exercise.Planned{{ID: "wave", Title: "A wave", State: "due", Due: &exercise.Moment{Date: "noon"}},
			{ID: "mail", Title: "A mail", State: "on call"}, {ID: "gone", Title: "Gone", State: "skipped"}},
		Delivered: []exercise.Planned{{ID: "first", Title: "The first", State: "delivered"}},
		Branch: &exercise.Branch{Moves: []exercise.BranchMove{{ID: "out", Title: "It is out", Chosen: true},
			{ID: "held", Title: "It holds"}}},
		Seats: []exercise.Place{{ID: "lab", Title: "Laboratory", Holder: "Ann"}, {ID: "cloud", Title: "Cloud", Holder: "Bob",
			Bot: true}, {ID: "cert", Title: "CERT"}},
		Cases: []exercise.Attempt{{Case: "lab#1", Role: "lab", Title: "Laboratory", Text: "We ask around."},
			{Case: "cert#1", Role: "cert", Title: "CERT", Text: "We dig.", Answer: "With spades."},
			{Case: "cert#2", Role: "cert", Title: "CERT", Text: "Done.", Outcome: "success"}},
		Roster: []exercise.Member{{Name: "Fay", Kind: exercise.KindFacilitator, Here: true},
			{Name: "Flo", Kind: exercise.KindFacilitator, Here: true}, {Name: "Fox", Kind: exercise.KindFacilitator},
			{Name: "Ann", Kind: exercise.KindPlayer, Role: "lab", Title: "Laboratory", Here: true},
			{Name: "Lou", Kind: exercise.KindPlayer, Wants: "cert"}},
		Objectives: []exercise.Objective{{ID: "share", Title: "They share"}},
		Facts:      []exercise.WorldFact{{ID: "theft", Title: "The theft"}},
		Actions:    []exercise.WorldAction{{ID: "hold", Title: "Hold", By: []string{"lab", "cloud"}}},
	}}
	seats := []string{"lab: Laboratory (Ann)", "cloud: Cloud (a bot)", "cert: CERT (nobody)"}
	people := []string{"Flo: Flo (facilitator)", "Fox: Fox (facilitator, not here)", "Ann: Ann (Laboratory)",
		"Lou: Lou (player, not here, asks for cert)"}
	with := func(lists ...[]string) (out []string) {
		for _, l := range lists {
			out = append(out, l...)
		}
		return out
	}
	public := []string{"public: the public board"}
	for _, c := range []struct {
		kind speech.Kind
		said speech.Values
		want []string
	}{
		{speech.Inject, nil, []string{"wave: A wave (due, noon)", "mail: A mail (on call)"}},
		{speech.Delivered, nil, []string{"first: The first (delivered)"}},
		{speech.Move, nil, []string{"out: It is out (chosen)", "held: It holds"}},
		{speech.Seat, nil, seats},
		{speech.Seat, speech.Values{"case": "lab#1"}, seats[1:]},
		{speech.Seat, speech.Values{"case": "nothing"}, seats},
		{speech.Roles, nil, seats},
		{speech.Seats, nil, with(seats, public)},
		{speech.Recipients, nil, with([]string{"all: everyone"}, seats, public)},
		{speech.Persons, nil, with(seats, []string{"staff: the staff"}, people)},
		{speech.Person, nil, people},
		{speech.Colleague, nil, people[:1]},
		{speech.Case, nil, []string{"lab#1: Laboratory: We ask around.", "cert#1: CERT: We dig. (answers: With spades.)"}},
		{speech.Objective, nil, []string{"share: They share"}},
		{speech.Fact, nil, []string{"theft: The theft"}},
		{speech.Facts, nil, []string{"theft: The theft"}},
		{speech.Actions, nil, []string{"hold: Hold (lab, cloud)"}},
	} {
		assert.Equal(t, c.want, named(v, c.kind, c.said), "%s %v", c.kind, c.said)
	}
	v.Control.Branch = nil
	assert.Empty(t, named(v, speech.Move, nil), "no choice comes")
}
