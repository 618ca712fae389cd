package score

import "tocsin/sim/engine"

// foe reports whether a place is the role of an adversary.
func (l *Ledger) foe(role int) bool { return role >= 0 && !l.whole && !l.sc.Ally(role) }

// foreign reports whether an event is what an adversary learns, says, does or owes, or what somebody tells it. Telling
// it a fact against its mark still counts as a breach, which is an event of its own. Promises of adversaries are not
// foreign: an adversary's aim may be measured by them, and [Ledger.promised] leaves them out.
func (l *Ledger) foreign(ev engine.Event) bool {
	switch ev.Kind {
	case engine.JointProposed, engine.NoteKept, engine.NoteBroken: // the round is one of all who join it
		return false
	case engine.MessageSent, engine.MessageArrived, engine.MessageAcknowledged, engine.MessageAnswered:
		return l.foe(int(ev.Role)) || l.foe(int(ev.Other))
	}
	return l.foe(int(ev.Role))
}

// promised calls f for each promise of the response that was kept or broken.
func (l *Ledger) promised(f func(*promise)) {
	for i := range l.promises {
		if p := &l.promises[i]; !l.foe(p.role) {
			f(p)
		}
	}
}

// Whole is a ledger of a run as if adversaries were of the response: what they learned, said, did and owed is in it
// too. A report tells of them by it; no measure is read from it. Where nobody is an adversary it is the run's own.
func (p *Played) Whole() *Ledger {
	m := p.Engine.Model()
	if len(m.Scenario.Allies()) == len(m.Scenario.Roles) {
		return p.Ledger
	}
	l := &Ledger{whole: true}
	l.Reset(m)
	for _, ev := range p.Events {
		l.See(ev, 0)
	}
	return l
}

// resetTable notes who is at the table from STARTEX on.
func (l *Ledger) resetTable() {
	l.joined = l.joined[:0]
	for r := range l.sc.Roles {
		if l.sc.Roles[r].Joins == nil {
			continue
		}
		if len(l.joined) == 0 {
			l.joined = filled(l.joined, len(l.sc.Roles), stamp{})
		}
		l.joined[r] = never
	}
}

// there is when something that came at a time could first reach a role: not before it is at the table.
func (l *Ledger) there(s stamp, role int) stamp {
	if len(l.joined) > 0 && s.before(l.joined[role]) {
		return l.joined[role]
	}
	return s
}

// absent reports whether a role has not come to the table.
func (l *Ledger) absent(role int) bool { return len(l.joined) > 0 && !l.joined[role].is() }
