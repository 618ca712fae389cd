package scenario

import (
	"fmt"
	"slices"
)

// lintUnreachable finds injects, actions, notes, moves and ways to learn a fact that no run can ever reach.
func lintUnreachable(c *checker) {
	sc, r := c.sc, c.reachable()
	for i := range sc.Injects {
		if !r.inject[i] {
			c.unreachableInject(i, r)
		}
	}
	for i, a := range sc.Actions {
		if !r.action[i] && (!r.elsewhere(r.blame(a.Needs.Root, true)) || r.circular(i)) {
			c.warnf(join("action", a.ID)+".needs", "unreachable",
				"let somebody learn or do what it needs, or take the action out",
				"nobody can ever take action %q: %s", a.ID, r.why(a.Needs.Root, true))
		}
	}
	for i := range sc.Notes {
		n := &sc.Notes[i]
		if !r.possible(n.When.Root, true) && !r.elsewhere(r.blame(n.When.Root, true)) {
			c.warnf(indexed("note", i)+".when", "unreachable", "correct the condition, or take the note out",
				"this note of %q never acts: %s", n.Role, r.why(n.When.Root, true))
		}
	}
	for i := range sc.Moves {
		if when := sc.Moves[i].When.Root; when != nil && !r.possible(when, true) && !r.elsewhere(r.blame(when, true)) {
			c.warnf(indexed("move", i)+".when", "unreachable", "correct the condition, or take it out",
				"this never has move %d begin: %s", i+1, r.why(when, true))
		}
	}
	for i := range sc.Facts {
		for _, k := range sc.Facts[i].Known {
			path := join(join("fact", sc.Facts[i].ID)+".known", k.ID)
			switch {
			case k.When.Root != nil && !r.possible(k.When.Root, true) && r.elsewhere(r.blame(k.When.Root, true)):
			case k.When.Root != nil && !r.possible(k.When.Root, true):
				c.warnf(path+".when", "unreachable", "correct the condition, or give at",
					"%q never learns fact %q in this way: %s", k.ID, sc.Facts[i].ID, r.why(k.When.Root, true))
			case !r.inTime(k.At):
				c.warnf(path+".at", "unreachable", "raise length, or let it come earlier",
					"%q learns fact %q after the exercise has ended (%s)", k.ID, sc.Facts[i].ID, sc.Length)
			}
		}
	}
}

// lintEndings finds endings whose condition can never be true, and such an ends.
func lintEndings(c *checker) {
	r := c.reachable()
	for i := range c.sc.Endings {
		e := &c.sc.Endings[i]
		if when := e.When.Root; when != nil && !r.possible(when, true) && !r.elsewhere(r.blame(when, true)) {
			c.warnf(join("ending", e.ID)+".when", "unreachable", "correct the condition, or take the ending out",
				"the exercise never ends as %q: %s", e.ID, r.why(when, true))
		}
	}
	if ends := c.sc.Ends.Root; ends != nil && !r.possible(ends, true) && !r.elsewhere(r.blame(ends, true)) {
		c.warnf("ends", "unreachable", "correct the condition, or take it out", "this never ends the exercise: %s",
			r.why(ends, true))
	}
}

func (c *checker) unreachableInject(i int, r *reach) {
	sc, in := c.sc, &c.sc.Injects[i]
	path := join("inject", in.ID)
	const hint = "give it at, every or when, or let an effect or a leak fire it; hold = true if only the " +
		"facilitator releases it"
	never := in.When.Root != nil && in.When.Root.Op == OpBool && in.When.Root.Num == 0
	switch {
	case in.When.Root == nil && !in.At.Set && !in.Every.Set, never:
		c.warnf(path, "unreachable", hint, "nothing ever brings inject %q", in.ID)
	case in.When.Root != nil && !r.possible(in.When.Root, true) && r.elsewhere(r.blame(in.When.Root, true)):
	case in.When.Root != nil && !r.possible(in.When.Root, true):
		c.warnf(path+".when", "unreachable", "correct the condition, or take the inject out",
			"inject %q never comes: %s", in.ID, r.why(in.When.Root, true))
	case !r.inTime(in.At):
		c.warnf(path+".at", "unreachable", "raise length, or let it come earlier",
			"inject %q is due after the exercise has ended (%s)", in.ID, sc.Length)
	default:
		c.warnf(path+".unless", "unreachable", "correct the condition",
			"inject %q is always left out: its unless can never be false", in.ID)
	}
}

// factsAsked tells of each fact whether an expression asks who knows or holds it.
func (c *checker) factsAsked() []bool {
	asked := make([]bool, len(c.sc.Facts))
	for _, u := range c.b.exprs {
		anyNode(u.expr.Root, func(n *Node) bool {
			if n.Op == OpKnows || n.Op == OpAware || n.Op == OpHeld {
				asked[n.Ref] = true
			}
			return false
		})
	}
	return asked
}

// lintNoPath finds facts that are needed and that nobody can learn. A seat that learns a
// fact can share it, so one seat that learns it is enough.
func lintNoPath(c *checker) {
	r, asked := c.reachable(), c.factsAsked()
	for i, f := range c.sc.Facts {
		if !r.learned[i] && (len(f.NeededBy) > 0 || asked[i]) && !r.behind(&c.sc.Facts[i]) {
			at := join("fact", f.ID)
			if c.has(at + ".needed_by") {
				at += ".needed_by"
			}
			c.warnf(at, "no-path",
				"give the fact known, or let an inject reveal it or an effect tell it",
				"fact %q is needed, but nobody ever learns it", f.ID)
		}
	}
}

// behind reports whether a fact would be learned by something that never happens: a known
// entry, an inject, an effect. That has its own finding, so the fact needs none.
func (r *reach) behind(f *Fact) bool {
	for _, k := range f.Known {
		if k.When.Root != nil || !r.inTime(k.At) {
			return true
		}
	}
	for i := range r.sc.Injects {
		if in := &r.sc.Injects[i]; in.Reveals.Has(f.ID) && !r.inject[i] {
			return true
		}
	}
	behind := false
	r.sc.eachEffect(func(kind string, i int, e *Effect) {
		behind = behind || e.Fact == f.ID
	})
	return behind
}

// lintCutLinks finds effects that open a link again which something else cuts permanently.
func lintCutLinks(c *checker) {
	type pair [2]string
	cut := map[pair]string{}
	for i := range c.sc.Links {
		l := &c.sc.Links[i]
		if len(l.CutBy) > 0 {
			cut[pair{l.From, l.To}] = l.CutBy[0]
		}
	}
	each := func(visit func(kind, id, path string, e *Effect)) {
		for i := range c.sc.Actions {
			for j := range c.sc.Actions[i].Effects {
				id := c.sc.Actions[i].ID
				visit("action", id, indexed(join("action", id)+".effects", j), &c.sc.Actions[i].Effects[j])
			}
		}
		for i := range c.sc.Injects {
			for j := range c.sc.Injects[i].Effects {
				id := c.sc.Injects[i].ID
				visit("inject", id, indexed(join("inject", id)+".effects", j), &c.sc.Injects[i].Effects[j])
			}
		}
	}
	each(func(_, id, _ string, e *Effect) {
		if len(e.Link) == 2 && e.Cut {
			cut[pair{e.Link[0], e.Link[1]}] = id
		}
	})
	each(func(_, id, path string, e *Effect) {
		if len(e.Link) != 2 || e.Cut {
			return
		}
		times, _ := e.Times.Known()
		raises := e.Set != nil || times > 1
		for i := range c.sc.Links {
			l := &c.sc.Links[i]
			if l.From == e.Link[0] && l.To == e.Link[1] && e.Chance != nil {
				raises = raises || *e.Chance >= orCertain(l.Chance)
			}
		}
		if by := cut[pair{e.Link[0], e.Link[1]}]; by != "" && by != id && raises {
			c.warnf(path, "cut-link", "bring the chance to 0 where it should come back, instead of cutting it",
				"%q opens the link from %q to %q again, but %q cuts it permanently: a link that is cut stays cut", id,
				e.Link[0], e.Link[1], by)
		}
	})
}

// lintDoubleSpend finds actions that ask for what is in a gauge when they begin, and take
// it out only when they are done: two of them under way can spend the same amount.
func lintDoubleSpend(c *checker) {
	for i := range c.sc.Actions {
		a := &c.sc.Actions[i]
		slow := a.Takes.Set && !a.Takes.Immediate() || a.Joint != nil && a.Joint.Setup.Set
		for j := range a.Effects {
			e := &a.Effects[j]
			g := c.sc.Find("gauge", e.Gauge)
			most, known := e.takes(g)
			if g < 0 || !known || !slow && (!e.After.Set || e.After.Immediate()) || c.aloneWith(a, g) ||
				!anyNode(a.Needs.Root, func(n *Node) bool { return n.Op == OpGauge && n.Ref == g }) {
				continue
			}
			c.warnf(indexed(join("action", a.ID)+".effects", j), "double-spend",
				fmt.Sprintf("write spends = {%s=%v} instead of this effect and that need", e.Gauge, most),
				"action %q needs gauge %q when it begins and takes from it when it is done: what is under way can spend it twice", a.ID, e.Gauge)
		}
	}
}

// takes is what an effect takes out of its gauge at most, by add or by a set such as gauge - 4; false where that is
// not known.
func (e *Effect) takes(gauge int) (most float64, known bool) {
	if _, most, known = e.Add.taken(); known || gauge < 0 {
		return most, known
	}
	if q := e.Add; q != nil && q.Kind == Computed && len(drawsIn(q.Expr.Root)) == 0 {
		v, fixed := fixed(q.Expr.Root)
		return -v, fixed && v < 0
	}
	if e.Set == nil || e.Set.Kind != Computed {
		return 0, false
	}
	n := e.Set.Expr.Root
	if n != nil && n.Op == OpSubtract && n.Args[0].Op == OpGauge && n.Args[0].Ref == gauge && n.Args[1].Op == OpNumber {
		return n.Args[1].Num, n.Args[1].Num > 0
	}
	return 0, false
}

// aloneWith reports whether nothing else that is under way can spend what an action needs in a gauge: no other action
// takes from it, and this one is joint, is done once, or is done by one seat that has hands for one at a time and
// has no delayed effects.
func (c *checker) aloneWith(a *Action, gauge int) bool {
	for i := range c.sc.Actions {
		o := &c.sc.Actions[i]
		if o.ID == a.ID {
			continue
		}
		for j := range o.Effects {
			if _, takes := o.Effects[j].takes(gauge); takes && o.Effects[j].Gauge == c.sc.Gauges[gauge].ID {
				return false
			}
		}
		if o.spendsFrom(c.sc.Gauges[gauge].ID) {
			return false
		}
	}
	if a.Once || a.Joint != nil {
		return true
	}
	by := c.sc.RolesOf(a.By)
	delayed := slices.ContainsFunc(a.Effects, func(e Effect) bool { return e.After.Set && !e.After.Immediate() })
	return len(by) == 1 && a.HandsNeeded() > 0 && c.sc.Roles[by[0]].AtOnce > 0 &&
		c.sc.Roles[by[0]].AtOnce < 2*a.HandsNeeded() && !delayed
}

// lintUnused finds facts that nobody needs and nothing depends on.
func lintUnused(c *checker) {
	used := c.factsAsked()
	for i := range c.sc.Versions {
		for _, id := range c.sc.Versions[i].ListedBy {
			if f := c.sc.Find("fact", id); f >= 0 {
				used[f] = true
			}
		}
	}
	for i, f := range c.sc.Facts {
		if !used[i] && len(f.NeededBy) == 0 && !f.Decoy && f.DecoyIf.Root == nil && f.Leak.PerHour == 0 &&
			f.Leak.Hazard.Root == nil {
			c.warnf(join("fact", f.ID), "unused", "say who needs it (needed_by), or mark it decoy = true",
				"nobody needs fact %q and nothing depends on it", f.ID)
		}
	}
}

// lintDraws finds draws on which nothing depends.
func lintDraws(c *checker) {
	used := make([]bool, len(c.sc.Draws))
	for i := range c.sc.Draws {
		used[i] = len(c.sc.Decides(i)) > 0
	}
	for _, u := range c.b.exprs {
		for _, d := range drawsIn(u.expr.Root) {
			used[d] = true
		}
	}
	for i, d := range c.sc.Draws {
		if !used[i] {
			c.warnf(join("draw", d.ID), "unused", "name it in a condition or a number, or as {"+d.ID+"} in a text",
				"nothing depends on draw %q", d.ID)
		}
	}
}

// lintAsymmetry warns if no fact is learned by some seats and not by others, so that there is nothing to share.
func lintAsymmetry(c *checker) {
	sc := c.sc
	if len(sc.Roles) < 2 || len(sc.Facts) == 0 {
		return
	}
	some := func(roles []int) bool { return len(roles) > 0 && len(roles) < len(sc.Roles) }
	for i := range sc.Facts {
		known := sc.Facts[i].Known
		var roles Names
		for _, k := range known {
			roles = append(roles, k.ID)
			if k.At != known[0].At || k.When.Source != known[0].When.Source || k.After != known[0].After {
				return // some learn it before others
			}
		}
		if some(sc.RolesOf(roles)) {
			return
		}
	}
	for i := range sc.Injects {
		if in := &sc.Injects[i]; len(in.Reveals) > 0 && some(sc.RolesOf(in.To)) {
			return
		}
	}
	told := false
	sc.eachEffect(func(_ string, _ int, e *Effect) {
		told = told || e.Fact != "" && !e.To.Has("all")
	})
	if !told {
		c.warnf("fact", "no-asymmetry", "let each fact begin with one or two seats",
			"every seat learns the same at the same time: there is nothing to share")
	}
}

// lintIdleRoles finds seats that can take no action, or that nothing reaches.
func lintIdleRoles(c *checker) {
	sc := c.sc
	for i := range sc.Roles {
		id := sc.Roles[i].ID
		acts := len(sc.Actions) == 0
		for _, a := range sc.Actions {
			acts = acts || a.By.includes(id)
		}
		if !acts {
			c.warnf(join("role", id), "idle-role", "add it to the by of an action",
				"role %q can take no action: whoever sits there can only talk", id)
		}
		if len(sc.Injects)+len(sc.Facts) > 0 && !c.seesSomething(id) {
			c.warnf(join("role", id), "idle-role", "address an inject to it, or let it know or need a fact",
				"role %q gets to see nothing", id)
		}
	}
}

func (c *checker) seesSomething(role string) bool {
	sc := c.sc
	for _, in := range sc.Injects {
		if in.To.includes(role) {
			return true
		}
	}
	for _, f := range sc.Facts {
		if f.NeededBy.includes(role) {
			return true
		}
		for _, k := range f.Known {
			if k.ID == role || k.ID == "all" {
				return true
			}
		}
	}
	for i := range sc.Systems {
		if sc.Systems[i].seenBy(role) {
			return true
		}
	}
	for _, g := range sc.Gauges {
		if g.Sees.includes(role) {
			return true
		}
	}
	told := false
	sc.eachEffect(func(_ string, _ int, e *Effect) {
		told = told || e.Fact != "" && e.To.includes(role)
	})
	return told
}

func (s *System) seenBy(role string) bool {
	for _, w := range s.Watch {
		if w.ID == role {
			return true
		}
	}
	return s.Owner == role
}

// lintNoteless finds seats that only a person can play.
func lintNoteless(c *checker) {
	sc := c.sc
	if len(sc.Actions) == 0 {
		return
	}
	if len(sc.Notes) == 0 {
		c.warnf("role", "idle-role", "write a [[note]] for each seat: when it does what",
			"no seat has a note: bots can play none of them, and a sweep would show nothing")
		return
	}
	noted := map[string]bool{}
	for _, n := range sc.Notes {
		noted[n.Role] = true
	}
	for _, r := range sc.Roles {
		if !noted[r.ID] {
			c.warnf(join("role", r.ID), "idle-role", "write a [[note]] for it: when it does what",
				"role %q has no note: bots cannot play it", r.ID)
		}
	}
}

// lintContingency warns if no inject of several is for the case that nothing was done.
func lintContingency(c *checker) {
	expecting := 0
	for i := range c.sc.Injects {
		in := &c.sc.Injects[i]
		if in.Unless.Root != nil || anyNode(in.When.Root, func(n *Node) bool { return n.Op == OpMissed }) {
			return
		}
		if in.Expects != nil {
			expecting++
		}
	}
	if expecting >= 3 || len(c.sc.Injects) >= 5 {
		c.warnf("inject", "no-contingency", `add an inject with unless = "done('…')" or when = "missed('…')"`,
			"no inject is for the case that nothing was done")
	}
}

// lintLength warns of an exercise with neither length nor moves, and says when it ends.
func lintLength(c *checker) {
	if !c.has("length") && len(c.sc.Moves) == 0 {
		c.warnf("title", "endless", `for example length = "3d"`,
			"nothing says when the exercise ends: it stops after %s", c.sc.Length)
	}
}

// lintSight finds notes that act on a system or gauge that their role does not see.
func lintSight(c *checker) {
	sc := c.sc
	for i := range sc.Notes {
		n := &sc.Notes[i]
		path := indexed("note", i) + ".when"
		said := map[string]bool{}
		anyNode(n.When.Root, func(x *Node) bool {
			switch {
			case x.Op == OpState && !sc.Systems[x.Ref].seenBy(n.Role) && !said[sc.Systems[x.Ref].ID]:
				said[sc.Systems[x.Ref].ID] = true
				c.warnf(path, "omniscient", "let the role watch the system, or act on a message or a fact",
					"this note acts on the state of system %q, which %q neither owns nor watches",
					sc.Systems[x.Ref].ID, n.Role)
			case x.Op == OpGauge && !sc.Gauges[x.Ref].Sees.includes(n.Role) && !said[sc.Gauges[x.Ref].ID]:
				said[sc.Gauges[x.Ref].ID] = true
				c.warnf(path, "omniscient", "add the role to the gauge's sees, or act on a message or a fact",
					"this note acts on gauge %q, which %q does not see", sc.Gauges[x.Ref].ID, n.Role)
			}
			return false
		})
	}
}
