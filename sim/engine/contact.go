package engine

import "tocsin/sim/scenario"

// contactIs is what a pair of roles has of its own, beside venues and calls.
type contactIs int

const (
	noContact    contactIs = iota // what any two have
	ownContact                    // a contact of the scenario's
	wrongMailbox                  // an address that is no quicker than what any two have: the formal way of the pair
	putRight                      // a contact that a mechanism in force has made
)

// pair points to 1 + the place of the contact of a pair of roles; 0 for none.
func (m *Model) pair(from, to int) *int32 { return &m.contact[from*len(m.Scenario.Roles)+to] }

// contactOf is what a pair of roles has now, and its place among the contacts.
func (e *Engine) contactOf(from, to int) (int, contactIs) {
	c := int(*e.m.pair(from, to)) - 1
	switch {
	case c < 0:
		return 0, noContact
	case e.contactFixed[c].set:
		return c, putRight
	case e.contactFixed[c].fixed, c >= len(e.m.Scenario.Sharing.Contacts): // as any two, or not made yet
		return c, noContact
	case e.m.mailbox[c]:
		return c, wrongMailbox
	}
	return c, ownContact
}

// Contact returns how long a message of a role takes by its own contact at another, as the scenario or
// the mechanism in force gives it; false where the role has none. What a run draws, slows or speeds up
// is left out, so that it can be shown to seats.
func (e *Engine) Contact(from, to int) (scenario.Delay, bool) {
	switch c, is := e.contactOf(from, to); is {
	case putRight:
		return e.contactFixed[c].said, true
	case ownContact:
		return e.m.asWritten.Sharing.Contacts[c].Latency, true
	}
	return scenario.Delay{}, false
}

// Formal returns the same for the formal way between two roles, which every pair has.
func (e *Engine) Formal(from, to int) scenario.Delay {
	if c, is := e.contactOf(from, to); is == wrongMailbox {
		return e.m.asWritten.Sharing.Contacts[c].Latency
	}
	return e.m.asWritten.Sharing.Latency
}
