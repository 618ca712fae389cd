package score

import "tocsin/sim/engine"

// neededLinks is ways used / ways needed. A way is needed from a seat that came to know
// a fact in play without another seat's message (unaided, by an inject, by an effect) to
// each seat that needs that fact and did not come to know it so. It is used when a
// message with such a fact went that way.
func neededLinks(l *Ledger, t *Tally) {
	used, needed := 0, 0
	n := len(l.sc.Roles)
	for from := range n {
		for to := range n {
			source, sent := never, never
			for f := range l.needs {
				if !l.isSource(from, f) || l.isSource(to, f) || !l.needsFact(to, f) {
					continue
				}
				if k := l.knows(from, f); k.before(source) {
					source = k.stamp
				}
				if s := l.firstSent(from, to, f); s.before(sent) {
					sent = s
				}
			}
			if !source.is() {
				continue
			}
			needed++
			v := 0.0
			if sent.is() {
				used++
				v = 1
			}
			t.part("way", from, to, v, source.ev, sent.ev)
		}
	}
	t.mean(float64(used), needed)
}

// isSource reports whether a role came to know a fact without another role's message.
func (l *Ledger) isSource(role, fact int) bool {
	k := l.knows(role, fact)
	return k.is() && k.from == engine.Nobody
}

func (l *Ledger) needsFact(role, fact int) bool {
	for _, r := range l.needs[fact] {
		if r == role {
			return true
		}
	}
	return false
}

func (l *Ledger) firstSent(from, to, fact int) stamp {
	for i := range l.messages {
		if m := &l.messages[i]; m.from == from && m.to == to && m.fact == fact {
			return m.stamp
		}
	}
	return never
}
