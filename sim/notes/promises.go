package notes

import (
	"fmt"
	"slices"

	"tocsin/sim/scenario"
)

// Never is the time of something that no promise leads to.
const Never = scenario.Duration(1<<63 - 1)

// promises are the latest times at which things happen if every promise is kept. They count from
// the moment when the last signal that is needed has reached a seat that sees it without being
// told. Where a note promises no time, its deeds count as never done.
//
// The time that a message takes is part of a promise to tell: it is kept when the other has
// been told by then. How long actions take is not promised, and what the world must bring (an
// inject, a gauge) is taken as given; [Promised.Assumes] says where that was done.
type promises struct {
	*Bound
	forced map[int]bool // notes that act without waiting for their trigger
	know   [][]reached  // by role and fact
	notes  []reached    // by note: its trigger
	acts   [][]reached  // by role and action: done or committed to
}

// reached is a time, and the chain of things that leads to it.
type reached struct {
	at      scenario.Duration
	note    int // the note whose deed brings it; -1 for none
	deed    int
	from    *reached // what that note's trigger waited for last
	role    int
	what    string
	assumes []string
}

func (b *Bound) promises(forced map[int]bool) *promises {
	sc := b.Scenario
	p := &promises{Bound: b, forced: forced, notes: make([]reached, len(b.Notes))}
	for r := range sc.Roles {
		know, acts := make([]reached, len(sc.Facts)), make([]reached, len(sc.Actions))
		for f := range know {
			know[f] = reached{at: Never, note: -1, role: r}
			if sure, _ := b.source(r, f); sure {
				know[f].at, know[f].what = 0, p.sight(f)
			}
		}
		for a := range acts {
			acts[a] = reached{at: Never, note: -1, role: r}
		}
		p.know, p.acts = append(p.know, know), append(p.acts, acts)
	}
	for i := range p.notes {
		p.notes[i] = reached{at: Never, note: -1, role: b.Notes[i].Role}
	}
	for p.relax() { // it ends, as times only fall, each to one of finitely many sums
	}
	return p
}

// relax lowers the times of facts, notes and deeds once, and reports whether one fell: together
// with its loop it is the Bellman-Ford algorithm.
func (p *promises) relax() bool {
	fell := false
	lower := func(old *reached, now reached) {
		if now.at < old.at {
			*old, fell = now, true
		}
	}
	for r := range p.know {
		for f := range p.know[r] {
			_, conditions := p.source(r, f)
			for _, c := range conditions {
				if come := p.node(c, r); come.at < Never {
					lower(&p.know[r][f], reached{at: come.at, note: -1, from: &come, role: r, what: p.sight(f),
						assumes: come.assumes})
				}
			}
		}
	}
	for i := range p.Notes {
		n := &p.Notes[i]
		t := p.trigger(n, n.trigger)
		if p.forced[i] {
			t = reached{note: -1, role: n.Role, what: "acts without waiting"}
		}
		lower(&p.notes[i], t)
		if p.notes[i].at == Never {
			continue
		}
		for k, d := range n.Deeds {
			p.deed(i, k, d, lower)
		}
	}
	return fell
}

func (p *promises) sight(fact int) string { return "sees “" + p.Scenario.Facts[fact].Title + "”" }

func (p *promises) deed(i, k int, d Deed, lower func(*reached, reached)) {
	n := &p.Notes[i]
	if d.Within <= 0 {
		return // it promises no time
	}
	from := p.notes[i]
	sc := p.Scenario
	now := reached{note: i, deed: k, role: n.Role, assumes: from.assumes}
	if d.Verb == "tell" {
		if know := p.know[n.Role][d.Ref]; know.at > from.at {
			from = know // it can tell only what it knows
		}
		if from.at == Never {
			return
		}
		now.at, now.from = from.at+d.Within, &from
		for _, r := range d.To {
			told := now
			told.role = r
			told.what = fmt.Sprintf("is told of “%s” by %s within %s", sc.Facts[d.Ref].Title,
				sc.Roles[n.Role].Title, d.Within)
			lower(&p.know[r][d.Ref], told)
		}
		return
	}
	if needs := sc.Actions[d.Ref].Needs.Root; needs != nil {
		if ready := p.node(needs, n.Role); ready.at > from.at {
			from = ready
		}
	}
	if from.at == Never {
		return
	}
	now.at, now.from, now.assumes = from.at+d.Within, &from, union(now.assumes, from.assumes)
	now.what = fmt.Sprintf("promises to %s within %s", d.In(sc), d.Within)
	lower(&p.acts[n.Role][d.Ref], now)
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// later returns when both have come; earlier when one of them has.
func later(a, b reached) reached {
	assumes := union(a.assumes, b.assumes)
	if b.at > a.at || b.at == a.at && a.what == "" {
		a = b
	}
	a.assumes = assumes
	return a
}

func earlier(a, b reached) reached {
	if b.at < a.at {
		return b
	}
	return a
}

// trigger returns when a note's condition has come true at the latest.
func (p *promises) trigger(n *BoundNote, t *Trigger) reached {
	never := reached{at: Never, note: -1, role: n.Role}
	switch t.Op {
	case All:
		return later(p.trigger(n, t.Args[0]), p.trigger(n, t.Args[1]))
	case Any:
		return earlier(p.trigger(n, t.Args[0]), p.trigger(n, t.Args[1]))
	case Not:
		return reached{note: -1, role: n.Role}
	case Own:
		if root := n.own[t]; root != nil {
			return p.node(root, n.Role)
		}
		return never
	}
	out := never
	for _, f := range p.signalled[t.What] {
		if k := p.know[n.Role][f]; t.Op == Signal || p.toldBy(k, t.Who) {
			out = earlier(out, k)
		} else if t.Op == Told {
			out = earlier(out, p.word(n.Role, f, t.Who))
		}
	}
	return out
}

// toldBy reports whether somebody knows a fact because an actor of a kind has told it.
func (p *promises) toldBy(k reached, kind string) bool {
	return k.note >= 0 && p.Scenario.Roles[p.Notes[k.note].Role].Is == kind
}

// word returns when a seat has been told a fact by an actor of a kind, also if it knows the fact
// sooner in another way.
func (p *promises) word(role, fact int, kind string) reached {
	out := reached{at: Never, note: -1, role: role}
	for i := range p.Notes {
		n := &p.Notes[i]
		if p.Scenario.Roles[n.Role].Is != kind || p.notes[i].at == Never {
			continue
		}
		for k, d := range n.Deeds {
			if d.Verb != "tell" || d.Ref != fact || d.Within <= 0 || !slices.Contains(d.To, role) {
				continue
			}
			from := p.notes[i]
			if know := p.know[n.Role][fact]; know.at > from.at {
				from = know
			}
			if from.at == Never || from.at+d.Within >= out.at {
				continue
			}
			out = reached{at: from.at + d.Within, note: i, deed: k, from: &from, role: role, assumes: from.assumes,
				what: fmt.Sprintf("is told of “%s” by %s within %s", p.Scenario.Facts[fact].Title,
					p.Scenario.Roles[n.Role].Title, d.Within)}
		}
	}
	return out
}

// node returns when a condition of the scenario has come true at the latest. What the world
// must bring counts as given.
func (p *promises) node(n *scenario.Node, role int) reached {
	given := func(what string) reached {
		return reached{note: -1, role: role, assumes: []string{what}}
	}
	never := reached{at: Never, note: -1, role: role}
	sc := p.Scenario
	switch n.Op {
	case scenario.OpAnd:
		return later(p.node(n.Args[0], role), p.node(n.Args[1], role))
	case scenario.OpOr:
		return earlier(p.node(n.Args[0], role), p.node(n.Args[1], role))
	case scenario.OpBool:
		if n.Num == 0 {
			return never
		}
		return reached{note: -1, role: role}
	case scenario.OpKnows:
		who := n.Role
		if who == scenario.Me {
			who = role
		}
		return p.know[who][n.Ref]
	case scenario.OpDone, scenario.OpDoing:
		out := never
		for r := range sc.Roles {
			if n.Role == scenario.Anyone || n.Role == r || n.Role == scenario.Me && r == role {
				out = earlier(out, p.acts[r][n.Ref])
			}
		}
		if out.at < Never && !sc.Actions[n.Ref].Takes.Immediate() {
			out.assumes = union(out.assumes, []string{fmt.Sprintf("the time that “%s” takes is not counted",
				sc.Actions[n.Ref].Title)})
		}
		return out
	case scenario.OpNot:
		return given("what must not be true is not true")
	case scenario.OpDelivered:
		return given("the inject “" + sc.Injects[n.Ref].Title + "” comes")
	case scenario.OpHas:
		return given("the mechanism “" + sc.Mechanisms[n.Ref].Title + "” is in force")
	case scenario.OpOpen:
		return given("the venue “" + sc.Venues[n.Ref].Title + "” is open")
	case scenario.OpState:
		return given("the state of “" + sc.Systems[n.Ref].Title + "” is as the condition says")
	}
	return given("what the world must bring has come")
}
