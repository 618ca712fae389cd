package bot

import (
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Assurance: joining costs work and carries a risk, so a bot with patience joins when it expects
// that enough others will (Skyrms, The Stag Hunt and the Evolution of Social Structure, 2004:
// what is needed is not an incentive but the expectation that the others do their part).

// waits has a bot that expects too few hold back from a joint action, and reports whether it
// does.
func (t *Table) waits(note int) bool {
	role, verb, action := t.e.Model().NoteDeed(note)
	p := t.profile(role)
	if p == nil || verb != engine.Commit {
		return false
	}
	until := t.e.Now() + t.e.Takes(role, engine.Waiting, t.e.Model().NoteKey(note), t.tries[note])
	w := wary{note: note, role: role, action: action, until: until}
	if until <= t.e.Now() || t.reassured(&w) {
		return false
	}
	t.mind.wary = append(t.mind.wary, w)
	return true
}

// venture has bots that held back join now: those that expect enough, and those whose patience
// is at its end.
func (t *Table) venture() {
	k := &t.mind
	for again := true; again; {
		again = false
		for i := range k.wary {
			w := &k.wary[i]
			moot := !t.stands(w.note) || t.finished(w.action)
			if !moot && w.until > t.e.Now() && !t.reassured(w) {
				continue
			}
			note := w.note
			k.wary = slices.Delete(k.wary, i, i+1)
			if !moot && !t.give(note) {
				t.blocked = append(t.blocked, note)
			}
			again = true
			break
		}
	}
}

// reassured reports whether a bot that holds back now expects enough others to join. If the answer
// hung on commitments alone, it keeps the answer until agreements change.
func (t *Table) reassured(w *wary) bool {
	agreements := t.e.Agreements()
	if w.looked && w.agreements == agreements {
		return false
	}
	enough, settled := t.expects(w.role, w.action)
	w.looked, w.agreements = settled, agreements
	return enough
}

// expects reports whether a role can count on enough others to join it in an action: on those
// who have committed, and on those who have shown it a promise to commit in time, if it knows
// that the promise's trigger has come. The answer is settled, so that it holds until agreements
// change ([engine.Engine.Agreements]), where it hangs on no such promise.
func (t *Table) expects(role, action int) (enough, settled bool) {
	j, committed := t.joining(action), t.e.CommittedTo(action)
	lack, missed := j.quorum-t.e.Given(action), 0
	if !committed[role] { // a note commits only to what its role may do
		lack -= j.parts[role]
	}
	for _, r := range j.must {
		if !committed[r] && r != role {
			missed++
		}
	}
	counted := role
	settled = true
	for _, p := range j.pledges {
		if lack < 1 && missed == 0 {
			return true, settled
		}
		if p.owner == counted || committed[p.owner] || !t.e.Counts(role, p.note) {
			continue
		}
		settled = false
		if t.e.Deviated(p.note) {
			continue
		}
		if t.sees(role, p.owner, t.e.Model().Scenario.Notes[p.note].When.Root, true) {
			counted = p.owner
			lack -= j.parts[p.owner]
			if slices.Contains(j.must, p.owner) {
				missed--
			}
		}
	}
	return lack < 1 && missed == 0, settled
}

// joining is what a bot that holds back looks at in a joint action.
type joining struct {
	parts   []int // by role: how many of the quorum it counts for
	must    []int // the roles without which the action does not begin
	quorum  int
	pledges []pledge // promises to commit to it within its window, those of one owner together
}

// pledge is a note that promises to commit, and the role that owns it.
type pledge struct{ note, owner int }

// joining returns what there is to look at in a joint action.
func (t *Table) joining(action int) *joining {
	if t.mind.pledged != t.e.Model() {
		t.mind.settleJoinings(t.e.Model())
	}
	return &t.mind.joinings[action]
}

// settleJoinings works out what there is to look at in each joint action: once for a model, since
// every bot that waits asks at every turn.
func (k *mind) settleJoinings(m *engine.Model) {
	sc := m.Scenario
	k.pledged, k.joinings = m, make([]joining, len(sc.Actions))
	for a := range sc.Actions {
		joint := sc.Actions[a].Joint
		if joint == nil {
			continue
		}
		j := joining{quorum: joint.Quorum}
		for r := range sc.Roles {
			id := sc.Roles[r].ID
			j.parts = append(j.parts, joint.Part(id))
			if joint.Must.Has(id) {
				j.must = append(j.must, r)
			}
		}
		k.joinings[a] = j
	}
	for i := range sc.Notes {
		owner, verb, ref := m.NoteDeed(i)
		if verb != engine.Commit {
			continue
		}
		within, window := sc.Notes[i].Within, sc.Actions[ref].Joint.Within
		if within > 0 && (window <= 0 || within <= window) {
			k.joinings[ref].pledges = append(k.joinings[ref].pledges, pledge{i, owner})
		}
	}
	for a := range k.joinings {
		slices.SortStableFunc(k.joinings[a].pledges, func(x, y pledge) int { return x.owner - y.owner })
	}
}

// sees reports whether a role can be sure that a condition in another's note is true, or false, from
// what it sees itself and what the two have told each other.
func (t *Table) sees(viewer, owner int, n *scenario.Node, truth bool) bool {
	switch n.Op {
	case scenario.OpKnows:
		r := n.Role
		if r == scenario.Me {
			r = owner
		}
		return t.e.Knows(r, n.Ref) == truth && (r == viewer || t.exchanged(viewer, r, n.Ref))
	case scenario.OpNot:
		return t.sees(viewer, owner, n.Args[0], !truth)
	case scenario.OpAnd, scenario.OpOr:
		one := (n.Op == scenario.OpOr) == truth // is enough
		if t.sees(viewer, owner, n.Args[0], truth) == one {
			return one
		}
		return t.sees(viewer, owner, n.Args[1], truth)
	case scenario.OpAtLeast:
		yes := 0.0
		for _, a := range n.Args {
			if t.sees(viewer, owner, a, true) {
				yes++
			}
		}
		return truth && yes >= n.Num
	}
	hidden := false
	n.Walk(func(x *scenario.Node) { hidden = hidden || !t.open(viewer, x) })
	return !hidden && (t.e.Eval(n) != 0) == truth
}

// open reports whether a role sees what a part of another's condition looks at.
func (t *Table) open(viewer int, n *scenario.Node) bool {
	sc := t.e.Model().Scenario
	named := func(names scenario.Names) bool { return names.Has("all") || names.Has(sc.Roles[viewer].ID) }
	switch n.Op {
	case scenario.OpKnows, scenario.OpAware, scenario.OpHeld,
		scenario.OpCountFailed, scenario.OpMissed, scenario.OpEnded,
		scenario.OpRuns, scenario.OpRunning, scenario.OpExposed, scenario.OpFlawed:
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
