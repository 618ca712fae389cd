package bot

import (
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Assurance: to join costs a hand and a risk, so a bot with patience joins when it expects
// that enough others will (Skyrms, The Stag Hunt, 2004: what is needed is not incentive but
// the expectation that the others keep their part).

// waits has a bot that expects too few hold back from a joint action, and reports whether it
// does.
func (t *Table) waits(note int) bool {
	role, verb, action := t.e.Model().NoteDeed(note)
	p := t.profile(role)
	if p == nil || !p.Patience.Set || verb != engine.Commit || t.expects(role, action) {
		return false
	}
	until := t.e.Now() + t.e.Takes(role, engine.Waiting, t.e.Model().NoteKey(note), t.tries[note])
	if until <= t.e.Now() {
		return false
	}
	t.mind.wary = append(t.mind.wary, wary{note, until})
	return true
}

// venture has bots that held back join now: those that expect enough, and those whose patience
// is at its end.
func (t *Table) venture() {
	k := &t.mind
	for again := len(k.wary) > 0; again && !t.e.Ended(); {
		again = false
		for i, w := range k.wary {
			role, _, action := t.e.Model().NoteDeed(w.note)
			moot := !t.stands(w.note) || t.pointless(w.note)
			if !moot && w.until > t.e.Now() && !t.expects(role, action) {
				continue
			}
			k.wary = slices.Delete(k.wary, i, i+1)
			switch {
			case moot:
			case t.able(w.note):
				t.give(w.note)
			default:
				t.blocked = append(t.blocked, w.note)
			}
			again = len(k.wary) > 0
			break
		}
	}
}

// expects reports whether a role can count on enough others to join it in an action: those
// who have committed, and those who have shown it a promise to.
func (t *Table) expects(role, action int) bool {
	sc := t.e.Model().Scenario
	joint := sc.Actions[action].Joint
	count := 0
	for r := range sc.Roles {
		counts := r == role || t.e.Committed(r, action) || t.promises(r, role, action)
		if counts {
			count++
		} else if joint.Must.Has(sc.Roles[r].ID) || joint.Must.Has("all") {
			return false
		}
	}
	return count >= joint.Quorum
}

// promises reports whether a role has shown another a promise to join an action, in time, and
// the other knows that its trigger has come.
func (t *Table) promises(role, to, action int) bool {
	m := t.e.Model()
	window := m.Scenario.Actions[action].Joint.Within
	for i := range m.Scenario.Notes {
		n := &m.Scenario.Notes[i]
		r, verb, ref := m.NoteDeed(i)
		if r != role || verb != engine.Commit || ref != action || n.Within <= 0 ||
			window > 0 && n.Within > window || !t.e.Filed(i) || t.e.Deviated(i) ||
			!slices.Contains(t.e.ShownTo(i), to) {
			continue
		}
		if truth, sure := t.sees(to, role, n.When.Root); truth && sure {
			return true
		}
	}
	return false
}

// sees is what a role makes of a condition in another's note: its truth, and whether the role
// can be sure of that from what it sees itself and what the two have told each other.
func (t *Table) sees(viewer, owner int, n *scenario.Node) (truth, sure bool) {
	switch n.Op {
	case scenario.OpKnows:
		r := n.Role
		if r == scenario.Me {
			r = owner
		}
		return t.e.Knows(r, n.Ref), r == viewer || t.e.Knows(viewer, n.Ref) && t.exchanged(viewer, r, n.Ref)
	case scenario.OpNot:
		truth, sure = t.sees(viewer, owner, n.Args[0])
		return !truth, sure
	case scenario.OpAnd:
		a, sureA := t.sees(viewer, owner, n.Args[0])
		b, sureB := t.sees(viewer, owner, n.Args[1])
		return a && b, sureA && sureB || sureA && !a || sureB && !b
	case scenario.OpOr:
		a, sureA := t.sees(viewer, owner, n.Args[0])
		b, sureB := t.sees(viewer, owner, n.Args[1])
		return a || b, sureA && sureB || sureA && a || sureB && b
	case scenario.OpAtLeast:
		yes := 0.0
		for _, a := range n.Args {
			if truth, sure := t.sees(viewer, owner, a); truth && sure {
				yes++
			}
		}
		return yes >= n.Num, yes >= n.Num
	}
	own := false
	n.Walk(func(x *scenario.Node) { own = own || !t.open(viewer, owner, x) })
	if own {
		return false, false
	}
	return t.e.Eval(n) != 0, true
}

// open reports whether a role sees what a part of another's condition looks at.
func (t *Table) open(viewer, owner int, n *scenario.Node) bool {
	sc := t.e.Model().Scenario
	named := func(names scenario.Names) bool { return names.Has("all") || names.Has(sc.Roles[viewer].ID) }
	switch n.Op {
	case scenario.OpKnows, scenario.OpAware, scenario.OpCountFailed, scenario.OpMissed, scenario.OpEnded:
		return false
	case scenario.OpGauge:
		return named(sc.Gauges[n.Ref].Sees)
	case scenario.OpState:
		_, _, sees := t.e.Noticed(viewer, n.Ref)
		return sees
	case scenario.OpDone, scenario.OpDoing:
		return named(sc.Actions[n.Ref].By)
	case scenario.OpDelivered:
		return named(sc.Injects[n.Ref].To) || sc.Injects[n.Ref].To.Has("public")
	case scenario.OpOpen:
		return t.e.Member(viewer, n.Ref)
	case scenario.OpMet, scenario.OpStarted:
		return sc.Obligations[n.Ref].Role == sc.Roles[viewer].ID
	}
	return true
}
