package exercise

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// Whom a seat can write to, and by which ways: shown before it sends.

// Contact is whom a seat can write to: a role, a venue, or the public.
type Contact struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Kind  string `json:"kind"` // role, venue, public
	// Takes is how long what is written to it takes to arrive, in words; empty for no time.
	Takes string `json:"takes,omitempty"`
	Way   string `json:"way,omitempty"` // to a role: by which way it goes, in words
	// Ways are all ways to a role, the usual one first.
	Ways []Way `json:"ways,omitempty"`
}

// Way is one of the ways that what is written to a role can go.
type Way struct {
	// ID is the value of via that chooses it: call, contact or formal; empty for an open venue of both,
	// where it goes without via.
	ID string `json:"id,omitempty"`
	// Title says which way it is, and Takes how long it takes, in words.
	Title string `json:"title"`
	Takes string `json:"takes,omitempty"`
}

// Call says with whom a seat is on a call, and until when.
type Call struct {
	With  string `json:"with"`
	Until Moment `json:"until"`
}

// contacts are whom a role can write to, and by which ways.
func (x *Exercise) contacts(r int) []Contact {
	var out []Contact
	for o := range x.scenario.Roles {
		if o != r && x.e.Meets(r, o) {
			ways := x.ways(r, o)
			out = append(out, Contact{ID: x.scenario.Roles[o].ID, Title: x.scenario.Roles[o].Title, Kind: "role",
				Takes: ways[0].Takes, Way: ways[0].Title, Ways: append(ways, x.call()...)})
		}
	}
	for v := range x.scenario.Venues {
		if slices.Contains(x.scenario.RolesOf(x.scenario.Venues[v].Members), r) && x.e.Open(v) {
			out = append(out, Contact{ID: x.scenario.Venues[v].ID, Title: x.scenario.Venues[v].Title, Kind: "venue",
				Takes: delayWords(x.scenario.Venues[v].Latency)})
		}
	}
	return append(out, Contact{ID: "public", Title: "the public", Kind: "public"})
}

// ways are the ways of a message from one role to another, that which it usually takes first, with
// how long each takes as the scenario says it: by an open venue of both, by their contact, or as
// between any two. What the exercise has changed of it does not show.
func (x *Exercise) ways(from, to int) []Way {
	sc := x.scenario
	var out []Way
	for v := range sc.Venues {
		members := sc.RolesOf(sc.Venues[v].Members)
		if x.e.Open(v) && slices.Contains(members, from) && slices.Contains(members, to) {
			out = append(out, Way{"", "in " + sc.Venues[v].Title, delayWords(sc.Venues[v].Latency)})
			break
		}
	}
	if takes, has := x.e.Contact(from, to); has {
		out = append(out, Way{engine.Known, "by your contact there", delayWords(takes)})
	}
	return append(out, Way{engine.Formal, "by the usual channel", delayWords(x.e.Formal(from, to))})
}

// call is the way that a call is, where there are calls.
func (x *Exercise) call() []Way {
	long, on := x.e.Calls()
	if !on {
		return nil
	}
	return []Way{{engine.Called, "by a call, which takes both of you", takesWords(long)}}
}

// Words says by which ways what is written to it can go, and how long each takes; or what kind of
// recipient it is, where it is no seat.
func (c *Contact) Words() string {
	if c.Kind != "role" {
		return c.Kind
	}
	var out []string
	for _, w := range c.Ways {
		words := w.Title
		switch w.ID {
		case engine.Called:
			out = append(out, fmt.Sprintf("a call at once, %s of both", w.Takes))
			continue
		case engine.Known:
			words = "your contact"
		case engine.Formal:
			words = "formal"
		}
		if w.Takes != "" {
			words += " " + w.Takes
		}
		out = append(out, words)
	}
	return strings.Join(out, ", ")
}

// broken are the ways of messages that are not as usual, in words.
func (x *Exercise) broken() []string {
	var out []string
	for i := range scenario.Channels {
		slow, down, waiting := x.e.Channel(i)
		if !down && slow == 1 {
			continue
		}
		words := phrase.Channel(i, slow, down)
		switch {
		case waiting == 1:
			words += "; 1 message waits"
		case waiting > 0:
			words += fmt.Sprintf("; %d messages wait", waiting)
		}
		out = append(out, words)
	}
	return out
}
