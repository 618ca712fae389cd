package scenario

import (
	"fmt"
	"slices"
)

// lintExpects finds expectations, duties and limits that nobody can meet: for lack of
// authority, or of time.
func lintExpects(c *checker) {
	for i := range c.sc.Injects {
		if c.sc.Injects[i].Expects != nil {
			c.expectation(&c.sc.Injects[i])
		}
	}
	for i := range c.sc.Actions {
		a := &c.sc.Actions[i]
		if least := c.quickest(a); least > c.sc.Length {
			c.warnf(join("action", a.ID)+".takes", "no-time", "let it take less, or raise length",
				"action %q takes at least %s, and the exercise lasts %s: nobody can ever have done it", a.ID, least,
				c.sc.Length)
		}
		if a.Joint != nil && a.Joint.Quorum == 1 && len(a.Joint.Parts) == 0 && len(a.Joint.Must) == 0 {
			c.warnf(join("action", a.ID)+".joint.quorum", "joint", "raise the quorum, or leave joint out",
				"joint action %q needs a single role: there is nothing to agree on", a.ID)
		}
	}
	for i := range c.sc.Objectives {
		c.limitsOf(&c.sc.Objectives[i])
	}
	for i := range c.sc.Facts {
		if f := &c.sc.Facts[i]; f.Within > c.sc.Length {
			c.warnf(join("fact", f.ID)+".within", "no-time", "lower it, or leave it out",
				"the target of fact %q, %s, is longer than the exercise (%s): it cannot be missed", f.ID, f.Within,
				c.sc.Length)
		}
	}
	for i := range c.sc.Obligations {
		if o := &c.sc.Obligations[i]; o.Within > c.sc.Length {
			c.warnf(join("obligation", o.ID)+".within", "no-time",
				"raise length, or leave the duty out of the measures",
				"the clock of obligation %q runs for %s, longer than the exercise (%s): it can never be missed",
				o.ID, o.Within,
				c.sc.Length)
		}
	}
}

// quickest is the least time that an action takes with every mechanism that shortens it.
func (c *checker) quickest(a *Action) Duration {
	least := float64(a.Takes.Earliest())
	for i := range c.sc.Mechanisms {
		for j := range c.sc.Mechanisms[i].Changes {
			if ch := &c.sc.Mechanisms[i].Changes[j]; ch.Takes != nil && *ch.Takes < 1 && ch.Actions.Globs(a.ID) {
				least *= *ch.Takes
			}
		}
	}
	return Duration(least)
}

// expectation checks what an inject expects.
func (c *checker) expectation(in *Inject) {
	x, path := in.Expects, join("inject", in.ID)+".expects"
	acts, word := x.Any, "any"
	if len(x.All) > 0 {
		acts, word = x.All, "all"
	}
	by := x.By
	if len(by) == 0 || by.Has("all") {
		by = nil
		for _, r := range c.sc.Roles {
			by = append(by, r.ID)
		}
	}
	may := func(role, act string) bool { return c.sc.Actions[c.sc.Find("action", act)].By.includes(role) }
	for i, role := range x.By {
		can := role == "all" || x.Check && in.To.Has(role)
		if x.Check && !can {
			c.warnf(path+".by", "authority", "name a seat that it goes to",
				"%q cannot check back on inject %q, which does not reach it", role, in.ID)
			continue
		}
		for _, act := range acts {
			can = can || may(role, act)
		}
		if !can {
			at := path + ".by"
			if len(x.By) > 1 {
				at = indexed(at, i)
			}
			c.warnf(at, "authority", "name a role that is in the action's by, or add this one there",
				"inject %q expects %s of %q, which may not do it", in.ID, names(acts), role)
		}
	}
	for _, act := range x.All {
		does := func(role string) bool { return role == "all" || may(role, act) }
		some := slices.ContainsFunc(x.By, func(role string) bool { // the warning above reports the others
			return slices.ContainsFunc(acts, func(a string) bool { return may(role, a) })
		})
		if some && !slices.ContainsFunc(x.By, does) {
			c.warnf(path+".by", "authority", "name a role that is in the action's by, too",
				"inject %q expects %q, which nobody of whom it is expected may do", in.ID, act)
		}
	}
	late := in.When.Root == nil && in.At.Set && !in.Every.Set
	if end := in.At.Earliest() + x.Within; late && end > c.sc.Length {
		c.warnf(path+".within", "no-time", "let the inject come earlier, shorten within, or raise length",
			"what inject %q expects is due at %s, after the exercise has ended (%s): it can never be missed", in.ID,
			end,
			c.sc.Length)
		return
	}
	if !c.reachable().inject[c.sc.Find("inject", in.ID)] || c.afterwards(in, acts, word == "any", path) || !late {
		return
	}
	least, slow := Duration(-1), ""
	for _, act := range acts { // any: the quickest counts; all: the slowest
		some := false
		for _, role := range by {
			some = some || may(role, act)
		}
		t := c.soonest(c.sc.Find("action", act))
		if some && (least < 0 || word == "any" && t < least || word == "all" && t > least) {
			least, slow = t, act
		}
	}
	if end := in.At.latest() + x.Within; least > end {
		c.warnf(path+".within", "no-time", fmt.Sprintf("allow more than %s, or let it and what it waits for take less", x.Within),
			"nobody can meet what inject %q expects: action %q is done %s after STARTEX at the earliest, and due at %s",
			in.ID, slow,
			least, end)
	}
}

// latest is the longest that a delay can take; MaxDuration if it has no limit.
func (d Delay) latest() Duration {
	switch d.Kind {
	case Fixed:
		return d.A
	case PERT:
		return d.C
	case Uniform:
		return d.B
	}
	return MaxDuration
}

// limitsOf checks the limits of an objective's rating.
func (c *checker) limitsOf(o *Objective) {
	path := join("objective", o.ID)
	if o.Rate.Set && (o.Rate.P == o.Rate.S || o.Rate.S == o.Rate.M) {
		pair := "P and S"
		if o.Rate.S == o.Rate.M {
			pair = "S and M"
		}
		c.warnf(path+".rate", "objective", "give each rating its own limit",
			"the limits %s of objective %q are the same: one of them is never given", pair, o.ID)
	}
	to := o.Measure.TimeTo.Root
	if to == nil || o.Measure.TimeFrom.Root != nil || !o.Rate.Time {
		return
	}
	if to.Op != OpDone {
		limit := Duration(o.Rate.M * float64(Hour))
		if least := c.earliest(to); o.Rate.M > o.Rate.P && least > limit && least <= c.sc.Length {
			c.warnf(path+".rate", "no-time", "raise the limits, or let it come about sooner",
				"objective %q can only be U: %q is true at %s at the earliest, and M ends at %s", o.ID,
				clip(o.Measure.TimeTo.Source), least, limit)
		}
		return
	}
	least := c.soonest(to.Ref)
	if limit := Duration(o.Rate.M * float64(Hour)); least > limit && least <= c.sc.Length {
		c.warnf(path+".rate", "no-time", "raise the limits, or let the action take less",
			"objective %q can only be U: action %q is done at %s at the earliest, and M ends at %s", o.ID,
			c.sc.Actions[to.Ref].ID, least,
			limit)
	}
}
