package score

import (
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// A decision is judged from when its role could take it: from when it held the facts
// that the action's needs, or else its own note, ask it to know. In terms of the
// observe-orient-decide-act loop, observe and orient are over and decide begins.

// could is when a condition's demand for knowledge was first satisfied for a role, by
// what the ledger says; for role Nobody: when all that it demands was known to somebody,
// though perhaps to nobody who could act on it. asks is false where the condition
// demands no knowledge; the stamp is never where not enough was ever known. Its event is
// the learning that settled it. Only knows() counts: the other parts of a condition hold
// nobody up who does not know.
func (l *Ledger) could(n *scenario.Node, role int) (at stamp, asks bool) {
	at = never
	if n == nil {
		return at, false
	}
	switch n.Op {
	case scenario.OpKnows:
		if role == engine.Nobody {
			return l.dawn(n.Ref), true
		}
		who := n.Role
		if who == scenario.Me {
			who = role
		}
		return l.there(l.knows(who, n.Ref).stamp, who), true
	case scenario.OpAnd, scenario.OpOr:
		for _, arg := range n.Args {
			t, need := l.could(arg, role)
			switch {
			case !need:
			case !asks:
				at, asks = t, true
			case n.Op == scenario.OpAnd && at.before(t):
				at = t
			case n.Op == scenario.OpOr && t.before(at):
				at = t
			}
		}
	}
	return at, asks
}

// able is when a role could decide on an action: by the action's needs, or where these
// ask for no knowledge, by the earliest of its notes that do the action; never where
// neither asks for any.
func (l *Ledger) able(role, action int) stamp {
	at, asks := l.could(l.sc.Actions[action].Needs.Root, role)
	if asks {
		return at
	}
	id := l.sc.Actions[action].ID
	for i := range l.sc.Notes {
		n := &l.sc.Notes[i]
		if n.Role != l.sc.Roles[role].ID || n.Do.Act != id && n.Do.Commit != id {
			continue
		}
		if t, _ := l.could(n.When.Root, role); t.before(at) {
			at = t
		}
	}
	return at
}

// possible is since when only coordination was lacking for an action: all that its needs
// ask to know was known to somebody. False where it never was. What needs no knowledge
// is possible from STARTEX, which no event has to show.
func (l *Ledger) possible(action int) (stamp, bool) {
	at, asks := l.could(l.sc.Actions[action].Needs.Root, engine.Nobody)
	return at, !asks || at.is()
}

// asksToKnow reports whether an action's needs ask for knowledge.
func (l *Ledger) asksToKnow(action int) bool {
	_, asks := l.could(l.sc.Actions[action].Needs.Root, engine.Nobody)
	return asks
}

// quorate is when enough roles to carry out a joint action, with those who must be
// among them, could know what it needs; never if they could not. The event is the
// learning that completed them.
func (l *Ledger) quorate(action int) stamp {
	a := &l.sc.Actions[action]
	able, parts := make([]stamp, 0, 8), make([]int, 0, 8)
	for _, r := range l.by[action] {
		t, asks := l.could(a.Needs.Root, r)
		if !asks {
			t = l.startex
		} else if !t.is() {
			if slices.Contains(l.must[action], r) {
				return never
			}
			continue
		}
		i := len(able)
		part := a.Joint.Part(l.sc.Roles[r].ID)
		able, parts = append(able, t), append(parts, part)
		for i > 0 && t.before(able[i-1]) {
			able[i], parts[i] = able[i-1], parts[i-1]
			i--
		}
		able[i], parts[i] = t, part
	}
	last, sum := 0, 0
	for last < len(able) && sum+parts[last] < a.Joint.Quorum {
		sum += parts[last]
		last++
	}
	if last == len(able) {
		return never
	}
	at := able[last]
	for _, r := range l.must[action] {
		if t, asks := l.could(a.Needs.Root, r); asks && at.before(t) {
			at = t
		}
	}
	return at
}

// hours is how long it is from one time to another, not less than 0.
func hours(from, to engine.Time) float64 { return max(0, (to - from).Hours()) }
