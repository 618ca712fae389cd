package score

import "tocsin/sim/engine"

// foe reports whether a place is the role of an adversary.
func (l *Ledger) foe(role int) bool { return role >= 0 && !l.sc.Ally(role) }

// foreign reports whether an event is what an adversary learns, says, does or owes, or what somebody tells it. That
// goes wider than its mark if it does: the breach is an event of its own.
func (l *Ledger) foreign(ev engine.Event) bool {
	if len(l.allies) == len(l.sc.Roles) {
		return false
	}
	switch ev.Kind {
	case engine.JointProposed: // the round is one of all who join it
		return false
	case engine.MessageSent, engine.MessageArrived, engine.MessageAcknowledged, engine.MessageAnswered:
		return l.foe(int(ev.Role)) || l.foe(int(ev.Other))
	}
	return l.foe(int(ev.Role))
}
