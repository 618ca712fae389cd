package scenario

import "strings"

// lintObjectives finds objectives that cannot be met, and those whose rating does not depend on what is done.
func lintObjectives(c *checker) {
	for i := range c.sc.Objectives {
		o := &c.sc.Objectives[i]
		path := join("objective", o.ID) + ".measure"
		y := &o.Measure
		c.objectiveReach(o, path+".reach")
		for _, id := range y.Probe {
			if c.sc.Probes[c.sc.Find("probe", id)].Truth == "" {
				c.warnf(path+".probe", "objective", "give the probe its truth",
					"objective %q measures probe %q, to which no answer is right", o.ID, id)
			}
		}
		for _, id := range y.Joint {
			if !c.reachable().action[c.sc.Find("action", id)] {
				c.warnf(path+".joint", "objective", "make the action possible",
					"objective %q cannot be met: nobody can ever take action %q", o.ID, id)
			}
		}
		if len(y.NoteFidelity) > 0 && !c.promises(y.NoteFidelity) {
			c.warnf(path+".note_fidelity", "objective", "give notes of these roles within",
				"objective %q measures promises, and no note of %s is one", o.ID, strings.Join(y.NoteFidelity, ", "))
		}
		if g := c.sc.Find("gauge", y.Gauge); g >= 0 && !c.moves(g) {
			c.warnf(path+".gauge", "objective", "let the gauge grow, or let something change it",
				"objective %q is decided before the start: nothing ever moves gauge %q", o.ID, y.Gauge)
		}
		for _, e := range []struct {
			key  string
			root *Node
		}{{".time_to", y.TimeTo.Root}, {".time_from", y.TimeFrom.Root}} {
			if e.root != nil && !c.reachable().possible(e.root, true) {
				c.warnf(path+e.key, "objective", "make it possible", "objective %q cannot be met: %s", o.ID,
					c.reachable().why(e.root, true))
			}
		}
	}
}

func (c *checker) objectiveReach(o *Objective, path string) {
	for _, id := range o.Measure.Reach {
		f := &c.sc.Facts[c.sc.Find("fact", id)]
		if len(f.NeededBy) == 0 {
			c.warnf(path, "objective", "say who needs the fact: needed_by",
				"objective %q measures the reach of fact %q, which nobody needs", o.ID, id)
			continue
		}
		unaided := map[int]bool{} // known from the start, whatever anybody does
		for _, k := range f.Known {
			if k.When.Root == nil && k.At.Immediate() {
				for _, r := range c.sc.RolesOf(Names{k.ID}) {
					unaided[r] = true
				}
			}
		}
		all := true
		for _, r := range c.sc.RolesOf(f.NeededBy) {
			all = all && unaided[r]
		}
		if all {
			c.warnf(path, "objective", "let somebody need the fact who does not begin with it",
				"objective %q cannot be failed: all who need fact %q know it at the start", o.ID, id)
		}
	}
}

// promises reports whether one of the roles has a note that is a promise.
func (c *checker) promises(roles Names) bool {
	for i := range c.sc.Notes {
		if n := &c.sc.Notes[i]; n.Within > 0 && roles.includes(n.Role) {
			return true
		}
	}
	return false
}

// moves reports whether anything changes a gauge. What actions spend and use does not count.
func (c *checker) moves(gauge int) bool {
	g := &c.sc.Gauges[gauge]
	return c.hasLaw(g) || c.sc.Find("sensor", g.ID) >= 0 || c.hasEffect(g.ID)
}

// fromStart is the least time from the start of an obligation's clock to the end of an action that fulfils it. It is
// known only if each action that fulfils it needs just what starts the clock; otherwise act is "".
func (c *checker) fromStart(o *Obligation) (least Duration, act string) {
	starts := strings.Join(strings.Fields(o.Starts.Source), "")
	for _, id := range o.MetBy {
		a := &c.sc.Actions[c.sc.Find("action", id)]
		if starts == "" || strings.Join(strings.Fields(a.Needs.Source), "") != starts {
			return 0, ""
		}
		if t := c.quickest(a); act == "" || t < least {
			least, act = t, id
		}
	}
	return least, act
}

// lintObligations finds duties whose clock never starts, and those that the role cannot fulfil, or not in time.
func lintObligations(c *checker) {
	sc, r := c.sc, c.reachable()
	for i := range sc.Obligations {
		o := &sc.Obligations[i]
		path := join("obligation", o.ID)
		if !r.clock[i] {
			hint, why := "give it starts, or an effect that starts it", "nothing starts it"
			if o.Starts.Root != nil {
				path, hint, why = path+".starts", "correct the condition, or let an effect start it",
					r.why(o.Starts.Root, true)
			}
			c.warnf(path, "objective", hint, "the clock of obligation %q never starts: %s", o.ID, why)
			continue
		}
		can := false
		for _, id := range o.MetBy {
			a := sc.Find("action", id)
			can = can || r.action[a] && sc.Actions[a].By.includes(o.Role)
		}
		if least, act := c.fromStart(o); can && act != "" && least > o.Within {
			c.warnf(path+".within", "no-time", "allow more time, let it take less, or let it begin sooner",
				"nobody can fulfil obligation %q in time: action %q can begin when the clock starts and takes at least %s, and %s is allowed",
				o.ID, act, least, o.Within)
		}
		if !can {
			c.warnf(path+".met_by", "objective", "name an action that the role may take, and can",
				"%q can never fulfil obligation %q: it can take none of these actions", o.Role, o.ID)
		}
	}
}
