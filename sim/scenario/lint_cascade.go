package scenario

import "fmt"

// lintCascade finds systems that should pass something on and never can, so that their links are
// dead, and with them all that comes after. It reports the cause where it lies: at the state in
// which the system begins, at its fails, or at its first link.
func lintCascade(c *checker) {
	sc, r := c.sc, c.reachable()
	told := map[string]bool{}
	for i := range sc.Links {
		l := &sc.Links[i]
		from := sc.Find("system", l.From)
		if r.passes(l) || told[l.From] || r.fedByDead(l.From) || r.stays(from, "isolated") {
			continue
		}
		told[l.From] = true
		s := &sc.Systems[from]
		path, cannot := indexed("link", i)+".from", "can never fail"
		hint := "let it fail by itself (fails), by a link or by an effect, or take the link out"
		if p := join("system", s.ID) + ".state"; s.State == "degraded" && c.has(p) {
			path, cannot, hint = p, "begins degraded and can never fail",
				`write on = "degraded" in its links, or state = "failed", or let something fail it`
		} else if s.Fails.Set && !r.inTime(s.Fails) {
			path, hint = join("system", s.ID)+".fails", "let it fail sooner, or raise length"
			cannot = fmt.Sprintf("fails after the exercise has ended (%s)", sc.Length)
		} else if r.state[from][1] {
			hint = `write on = "degraded" in its links, or let something fail it`
		}
		c.warnf(path, "dead-link", hint,
			"system %q %s, so what depends on it never happens: its link to %q passes on nothing", s.ID, cannot, l.To)
	}
	for i := range sc.Links {
		l := &sc.Links[i]
		switch {
		case l.Chance != nil && *l.Chance == 0 && !c.changesLink(l):
			c.warnf(indexed("link", i)+".chance", "dead-link", "raise the chance, or take the link out",
				"the link from %q to %q never passes anything on: its chance is 0 and nothing raises it", l.From,
				l.To)
		case r.stays(sc.Find("system", l.From), "isolated"):
			c.deadEnd(i, l.From, "isolated")
		case r.stays(sc.Find("system", l.To), "isolated"):
			c.deadEnd(i, l.To, "isolated")
		case r.stays(sc.Find("system", l.To), "failed"):
			c.deadEnd(i, l.To, "failed")
		case !r.inTime(l.Delay):
			c.warnf(indexed("link", i)+".delay", "dead-link", "shorten the delay, or raise length",
				"what passes from %q to %q arrives after the exercise has ended (%s)", l.From, l.To, sc.Length)
		}
	}
}

// deadEnd reports a link that changes nothing because one of its ends stays as it begins.
func (c *checker) deadEnd(link int, system, state string) {
	l := &c.sc.Links[link]
	path := join("system", system) + ".state"
	if !c.has(path) {
		path = indexed("link", link)
	}
	c.warnf(path, "dead-link", "let something change its state, let it begin in another state, or take the link out",
		"system %q is %s from STARTEX to the end, so the link from %q to %q changes nothing", system, state, l.From, l.To)
}

// passes reports whether anything can ever pass along a link.
func (r *reach) passes(l *Link) bool {
	from := &r.state[r.sc.Find("system", l.From)]
	return from[stateNumber("failed")] || l.On == "degraded" && from[stateNumber("degraded")]
}

// fedByDead reports whether a system has a dead link to it: then the cause lies before it.
func (r *reach) fedByDead(system string) bool {
	for i := range r.sc.Links {
		if l := &r.sc.Links[i]; l.To == system && l.From != system && !r.passes(l) {
			return true
		}
	}
	return false
}

func (c *checker) changesLink(l *Link) bool {
	changes := false
	c.sc.eachEffect(func(_ string, _ int, e *Effect) {
		changes = changes || len(e.Link) == 2 && e.Link[0] == l.From && e.Link[1] == l.To && !e.Cut
	})
	return changes
}

// blame finds the part that keeps a condition from ever being true, or false if want is false; nil if
// there is no single one.
func (r *reach) blame(n *Node, want bool) *Node {
	switch {
	case n == nil:
		return nil
	case n.Op == OpNot:
		return r.blame(n.Args[0], !want)
	case n.Op == OpAnd || n.Op == OpOr || n.Op == OpAtLeast:
		var found *Node
		for _, a := range n.Args {
			if r.possible(a, want) {
				continue
			}
			if found = r.blame(a, want); !r.elsewhere(found) {
				return found
			}
		}
		return found
	}
	return n
}

// elsewhere reports whether what is to blame has another finding: an inject that never comes, an
// action that nobody can take, a fact that nobody learns, a clock that never starts, a cascade that
// is dead.
func (r *reach) elsewhere(n *Node) bool {
	if n == nil {
		return false
	}
	switch n.Op {
	case OpDelivered, OpChecked, OpMissed:
		return !r.inject[n.Ref]
	case OpDone, OpDoing:
		return !r.action[n.Ref] && r.sc.Actions[n.Ref].Needs.Root != nil
	case OpKnows, OpAware, OpHeld:
		return !r.learned[n.Ref]
	case OpStarted, OpMet:
		return !r.clock[n.Ref]
	case OpState:
		return r.fedByDead(r.sc.Systems[n.Ref].ID) || n.Num == 2 && r.feeds(n.Ref)
	}
	return false
}

// feeds reports whether a system has a dead link, and so is reported by lintCascade.
func (r *reach) feeds(system int) bool {
	for i := range r.sc.Links {
		if l := &r.sc.Links[i]; l.From == r.sc.Systems[system].ID && !r.passes(l) {
			return true
		}
	}
	return false
}

// circular reports whether an action that nobody can take waits for itself in the end: then no other
// finding reports it, since in a circle each action is blamed on another.
func (r *reach) circular(start int) bool {
	seen := map[int]bool{}
	for a := start; ; {
		n := r.blame(r.sc.Actions[a].Needs.Root, true)
		if n == nil || n.Op != OpDone && n.Op != OpDoing || r.action[n.Ref] {
			return false
		}
		if n.Ref == start {
			return true
		}
		if seen[n.Ref] {
			return false
		}
		seen[n.Ref], a = true, n.Ref
	}
}

func names(ids []string) string {
	out := ""
	for i, id := range ids {
		switch {
		case i == 0:
		case i == len(ids)-1:
			out += " and "
		default:
			out += ", "
		}
		out += fmt.Sprintf("%q", id)
	}
	return out
}
