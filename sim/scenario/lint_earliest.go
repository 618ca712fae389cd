package scenario

// soonest are times after STARTEX before which nothing can be: an action done, an inject there, a fact known to
// anybody. What the facilitator changes is left out.
type soonest struct{ action, inject, fact []Duration }

// never is the time of what has no cause so far.
const never = MaxDuration

// times finds the soonest times. At first all are never; it lowers them by what causes what until none changes.
func (c *checker) times() *soonest {
	if c.soon != nil {
		return c.soon
	}
	sc := c.sc
	t := &soonest{make([]Duration, len(sc.Actions)), make([]Duration, len(sc.Injects)), make([]Duration, len(sc.Facts))}
	for _, all := range [][]Duration{t.action, t.inject, t.fact} {
		for i := range all {
			all[i] = never
		}
	}
	c.soon = t
	for changed := true; changed; {
		changed = false
		sooner := func(at *Duration, found Duration) {
			if found < *at {
				*at, changed = found, true
			}
		}
		for i := range t.action {
			sooner(&t.action[i], c.begun(i)+c.quickest(&c.sc.Actions[i]))
		}
		for i := range t.inject {
			sooner(&t.inject[i], c.comes(i))
		}
		for i := range t.fact {
			sooner(&t.fact[i], c.known(i))
		}
		sc.eachEffect(func(kind string, i int, e *Effect) {
			from := Duration(0)
			switch kind {
			case "action":
				from = c.begun(i) // what it does when it fails or lapses may come before it can be done
			case "inject":
				from = t.inject[i]
			}
			if f := sc.Find("fact", e.Fact); e.Fact != "" {
				sooner(&t.fact[f], from+e.After.Earliest())
			} else if n := sc.Find("inject", e.Inject); e.Inject != "" {
				sooner(&t.inject[n], from+e.After.Earliest())
			}
		})
	}
	return t
}

// soonest is the least time after STARTEX at which an action can be done; 0 if nothing makes it possible, which
// other warnings report.
func (c *checker) soonest(a int) Duration { return orSoon(c.times().action[a]) }

func orSoon(t Duration) Duration {
	if t >= never {
		return 0
	}
	return t
}

// begun is the least time after STARTEX at which an action can be begun, by what is found so far.
func (c *checker) begun(a int) Duration {
	act := &c.sc.Actions[a]
	opened := Duration(0)
	if len(act.Opens) > 0 {
		opened = never
	}
	for _, id := range act.Opens {
		if f := c.sc.Find("fact", id); f >= 0 {
			opened = min(opened, c.soon.fact[f])
		} else if i := c.sc.Find("inject", id); i >= 0 {
			opened = min(opened, c.soon.inject[i])
		}
	}
	return max(c.holds(act.Needs.Root), opened)
}

// known is the least time after STARTEX at which anybody knows a fact, by what is found so far.
func (c *checker) known(f int) Duration {
	fact := &c.sc.Facts[f]
	first := never
	for i := range fact.Known {
		k := &fact.Known[i]
		first = min(first, c.holds(k.When.Root)+k.At.Earliest()+k.After.Earliest())
	}
	for i := range c.sc.Injects {
		if c.sc.Injects[i].Reveals.Has(fact.ID) {
			first = min(first, c.soon.inject[i])
		}
	}
	return first
}

// comes is the least time after STARTEX at which an inject comes, by what is found so far.
func (c *checker) comes(i int) Duration {
	in := &c.sc.Injects[i]
	first := never
	switch {
	case in.When.Root != nil:
		first = min(first, c.holds(in.When.Root)+in.At.Earliest())
	case in.At.Set:
		first = min(first, in.At.Earliest())
	case in.Every.Set:
		first = min(first, in.Every.Earliest())
	}
	for f := range c.sc.Facts {
		if c.sc.Facts[f].Leak.Fires == in.ID {
			first = min(first, c.soon.fact[f])
		}
	}
	return first
}

// earliest is a time after STARTEX before which a condition cannot hold; 0 if that is not known, and if nothing can
// make it hold.
func (c *checker) earliest(n *Node) Duration {
	c.times()
	return orSoon(c.holds(n))
}

// holds is such a time by what is found so far.
func (c *checker) holds(n *Node) Duration {
	if n == nil {
		return 0
	}
	switch n.Op {
	case OpBool:
		return map[bool]Duration{true: 0, false: never}[n.Num != 0]
	case OpDone:
		return c.soon.action[n.Ref]
	case OpDoing:
		return c.begun(n.Ref)
	case OpKnows, OpBreached:
		return c.soon.fact[n.Ref]
	case OpDelivered, OpChecked:
		return c.soon.inject[n.Ref]
	case OpMissed:
		if x := c.sc.Injects[n.Ref].Expects; x != nil {
			return c.soon.inject[n.Ref] + x.Within
		}
	case OpOpen:
		return c.opens(n.Ref)
	case OpGreater, OpGreaterEqual:
		return c.passed(n.Args[0], n.Args[1], n.Op == OpGreater)
	case OpLess, OpLessEqual:
		return c.passed(n.Args[1], n.Args[0], n.Op == OpLess)
	case OpAnd:
		return max(c.holds(n.Args[0]), c.holds(n.Args[1]))
	case OpOr:
		return min(c.holds(n.Args[0]), c.holds(n.Args[1]))
	}
	return 0
}

// passed is the time before which high cannot be above low, if it is hours or how many know a fact, and low a number;
// else 0. clearly excludes equality.
func (c *checker) passed(high, low *Node, clearly bool) Duration {
	switch {
	case low.Op != OpNumber:
	case high.Op == OpHours:
		return Duration(min(max(low.Num, 0)*float64(Hour), float64(MaxDuration)))
	case high.Op == OpAware && (low.Num > 0 || clearly && low.Num == 0):
		return c.soon.fact[high.Ref]
	}
	return 0
}

// opens is the least time after STARTEX at which a venue can be open; 0 if it is open from STARTEX or an effect
// opens it.
func (c *checker) opens(v int) Duration {
	venue := &c.sc.Venues[v]
	if venue.Open {
		return 0
	}
	opened := false
	c.sc.eachEffect(func(_ string, _ int, e *Effect) {
		opened = opened || e.Venue == venue.ID
	})
	if opened {
		return 0
	}
	return venue.Convene.Earliest()
}

// afterwards warns of an expectation of actions that can begin only once the inject has come, and that take longer
// than it allows. It reports whether it did.
func (c *checker) afterwards(in *Inject, acts []string, any bool, path string) bool {
	this := c.sc.Find("inject", in.ID)
	least, slow := Duration(-1), ""
	for _, act := range acts {
		a := &c.sc.Actions[c.sc.Find("action", act)]
		t := Duration(0)
		if requires(a.Needs.Root, this) || len(a.Opens) == 1 && a.Opens[0] == in.ID {
			t = c.quickest(a)
		}
		if least < 0 || any && t < least || !any && t > least {
			least, slow = t, act
		}
	}
	if in.Every.Set || least <= in.Expects.Within {
		return false
	}
	c.warnf(path+".within", "no-time", "allow more than "+in.Expects.Within.String()+", or let it take less",
		"nobody can meet what inject %q expects: action %q can be begun only then, and takes at least %s", in.ID, slow, least)
	return true
}

// requires reports whether a condition holds only once an inject has come.
func requires(n *Node, inject int) bool {
	switch {
	case n == nil:
		return false
	case n.Op == OpAnd:
		return requires(n.Args[0], inject) || requires(n.Args[1], inject)
	case n.Op == OpOr:
		return requires(n.Args[0], inject) && requires(n.Args[1], inject)
	}
	return n.Op == OpDelivered && n.Ref == inject
}
