package scenario

import "slices"

// Staff that several seats share is a gauge of how many are free: actions use some of it
// while they last, and wait in a queue while there is too little.

// usesStaff reports whether the action uses staff out of a gauge.
func (a *Action) usesStaff(gauge string) bool {
	return slices.ContainsFunc(a.Uses, func(s Amount) bool { return s.ID == gauge })
}

// isStaff reports whether a gauge is staff that an action uses.
func (sc *Scenario) isStaff(gauge string) bool {
	return gauge != "" && slices.ContainsFunc(sc.Actions, func(a Action) bool { return a.usesStaff(gauge) })
}

func (a *Action) checkUses(c *checker, path string) {
	for _, s := range a.Uses {
		at := path + ".uses." + s.ID
		if !(s.Value > 0) {
			c.errorf(at, "range", "for example uses = {analysts=2}", "what an action uses is more than 0, found %v", s.Value)
		}
		if a.Joint != nil {
			c.errorf(at, "conflict", "let an action of one role use it, and let the joint one need that",
				"a joint action cannot use staff: nobody in particular begins it")
		}
		if a.spendsFrom(s.ID) {
			c.errorf(at, "conflict", "keep uses: what it spends does not come back", "action %q spends the staff that it uses", a.ID)
		}
		g := c.sc.Find("gauge", s.ID)
		if g < 0 {
			continue
		}
		first := slices.IndexFunc(c.sc.Actions, func(o Action) bool { return o.usesStaff(s.ID) })
		if gauge := &c.sc.Gauges[g]; a == &c.sc.Actions[first] && (c.hasLaw(gauge) || gauge.Ceiling != nil) {
			c.errorf(join("gauge", s.ID), "law", "take grow, flow, harm and ceiling out; effects with add bring staff or take it away",
				"gauge %q is staff that action %q uses: it moves by no law of its own and has no ceiling", s.ID, a.ID)
		}
		if !c.hasEffect(s.ID) && c.sc.Gauges[g].Start < s.Value {
			c.warnf(at, "dead-act", "raise its start, or lower what the action uses",
				"action %q uses %v of %q, of which there are never more than %v", a.ID, s.Value, s.ID, c.sc.Gauges[g].Start)
		}
	}
}

// hasLaw reports whether a gauge moves by itself, or gauges or systems add to it.
func (c *checker) hasLaw(g *Gauge) bool {
	gr := &g.Grow
	return c.sc.harmed(g.ID) || len(g.Flow) > 0 ||
		gr.Doubling > 0 || gr.Halving > 0 || gr.Rate != nil || gr.Approach != nil
}

// hasEffect reports whether an effect changes a gauge.
func (c *checker) hasEffect(gauge string) bool {
	found := false
	c.sc.eachEffect(func(_ string, _ int, e *Effect) {
		found = found || e.Gauge == gauge
	})
	return found
}
