package scenario

import (
	"fmt"
	"regexp"
	"strings"
)

// lintRules are the warnings, each a question that a designer would ask.
var lintRules = []func(*checker){
	lintReach, lintFacts, lintRoles, lintObjectives, lintContingency, lintLength, lintBasis, lintSight,
}

// reach is what can come about at all, found as a fixed point that errs on the side of
// possible: a condition is impossible only if it rests on something that is.
type reach struct {
	sc      *Scenario
	inject  []bool
	action  []bool
	learned []bool // somebody can learn the fact
	clock   []bool // the obligation's clock can start
}

func (c *checker) reachable() *reach {
	sc := c.sc
	r := &reach{sc, make([]bool, len(sc.Injects)), make([]bool, len(sc.Actions)), make([]bool, len(sc.Facts)), make([]bool, len(sc.Obligations))}
	for changed := true; changed; {
		changed = false
		set := func(b *bool, v bool) {
			if v && !*b {
				*b, changed = true, true
			}
		}
		effects := func(es []Effect) {
			for _, e := range es {
				if i := sc.Find("inject", e.Inject); i >= 0 {
					set(&r.inject[i], true)
				}
				if i := sc.Find("fact", e.Fact); i >= 0 {
					set(&r.learned[i], true)
				}
				if i := sc.Find("obligation", e.Obligation); i >= 0 {
					set(&r.clock[i], true)
				}
			}
		}
		for i := range sc.Injects {
			in := &sc.Injects[i]
			if in.When.Root == nil {
				set(&r.inject[i], in.At.Set || in.Every.Set)
			} else {
				set(&r.inject[i], r.possible(in.When.Root, true))
			}
			if r.inject[i] {
				effects(in.Effects)
				for _, f := range in.Reveals {
					if len(sc.RolesOf(in.To)) > 0 {
						set(&r.learned[sc.Find("fact", f)], true)
					}
				}
			}
		}
		for i := range sc.Actions {
			set(&r.action[i], r.possible(sc.Actions[i].Needs.Root, true))
			if r.action[i] {
				effects(sc.Actions[i].Effects)
			}
		}
		for i := range sc.Facts {
			for _, k := range sc.Facts[i].Known {
				set(&r.learned[i], r.possible(k.When.Root, true))
			}
			if j := sc.Find("inject", sc.Facts[i].Leak.Fires); j >= 0 && r.learned[i] {
				set(&r.inject[j], true)
			}
		}
		for i := range sc.Obligations {
			if sc.Obligations[i].Starts.Root != nil {
				set(&r.clock[i], r.possible(sc.Obligations[i].Starts.Root, true))
			}
		}
	}
	return r
}

// possible reports whether a condition can have the wanted truth at some time.
func (r *reach) possible(n *Node, want bool) bool {
	if n == nil {
		return want
	}
	switch n.Op {
	case OpBool:
		return (n.Num != 0) == want
	case OpNot:
		return r.possible(n.Args[0], !want)
	case OpAnd, OpOr:
		a, b := r.possible(n.Args[0], want), r.possible(n.Args[1], want)
		if (n.Op == OpAnd) == want {
			return a && b
		}
		return a || b
	}
	if !want {
		return true
	}
	switch n.Op {
	case OpKnows:
		return r.learned[n.Ref]
	case OpDone, OpDoing:
		return r.action[n.Ref]
	case OpDelivered:
		return r.inject[n.Ref]
	case OpMissed:
		return r.inject[n.Ref] && r.sc.Injects[n.Ref].Expects != nil
	case OpStarted, OpMet:
		return r.clock[n.Ref]
	}
	return true
}

func lintReach(c *checker) {
	r := c.reachable()
	for i, in := range c.sc.Injects {
		if r.inject[i] {
			continue
		}
		hint := "give it at, every or when, or let an effect fire it; the facilitator can still release it"
		c.warnf(join("inject", in.ID), "unreachable", hint, "nothing brings inject %q", in.ID)
	}
	for i, a := range c.sc.Actions {
		if !r.action[i] {
			c.warnf(join("action", a.ID)+".needs", "unreachable", "let somebody learn or do what it needs", "action %q needs something that can never be true: %s", a.ID, clip(a.Needs.Source))
		}
	}
	for i, f := range c.sc.Facts {
		if !r.learned[i] && len(f.NeededBy) > 0 {
			c.warnf(join("fact", f.ID), "no-path", "give it known, or let an inject reveal it", "fact %q is needed, but nobody ever learns it", f.ID)
		}
	}
	for i, o := range c.sc.Obligations {
		if !r.clock[i] {
			c.warnf(join("obligation", o.ID), "objective", "give it starts, or an effect that starts it", "the clock of obligation %q never starts", o.ID)
		}
	}
}

func lintFacts(c *checker) {
	sc := c.sc
	if len(sc.Roles) < 2 || len(sc.Facts) == 0 {
		return
	}
	for _, f := range sc.Facts {
		holders := map[string]bool{}
		for _, k := range f.Known {
			holders[k.ID] = true
		}
		if len(holders) > 0 && !holders["all"] && len(holders) < len(sc.Roles) {
			return
		}
	}
	for _, in := range sc.Injects {
		if n := len(sc.RolesOf(in.To)); len(in.Reveals) > 0 && n > 0 && n < len(sc.Roles) {
			return
		}
	}
	c.warnf("fact", "no-asymmetry", "let each fact begin with one or two seats", "every seat learns the same: there is nothing to share")
}

func lintRoles(c *checker) {
	sc := c.sc
	for i, r := range sc.Roles {
		acts, sees := false, false
		for _, a := range sc.Actions {
			acts = acts || a.By.Has("all") || a.By.Has(r.ID)
		}
		for _, in := range sc.Injects {
			sees = sees || in.To.Has("all") || in.To.Has(r.ID)
		}
		for _, f := range sc.Facts {
			sees = sees || f.NeededBy.Has("all") || f.NeededBy.Has(r.ID)
			for _, k := range f.Known {
				sees = sees || k.ID == r.ID || k.ID == "all"
			}
		}
		acts = acts || sees && len(sc.Facts) > 0 // who can know something can share it
		path := join("role", sc.Roles[i].ID)
		if !sees && len(sc.Injects)+len(sc.Facts) > 0 {
			c.warnf(path, "idle-role", "address an inject or a fact to it", "role %q gets to see nothing", r.ID)
		}
		if !acts && len(sc.Actions) > 0 {
			c.warnf(path, "idle-role", "add it to the by of an action", "role %q has nothing to do", r.ID)
		}
	}
}

func lintObjectives(c *checker) {
	sc := c.sc
	for i := range sc.Objectives {
		o := &sc.Objectives[i]
		path := join("objective", o.ID) + ".measure"
		for _, id := range o.Measure.Reach {
			if len(sc.Facts[sc.Find("fact", id)].NeededBy) == 0 {
				c.warnf(path, "objective", "give the fact needed_by", "objective %q measures the reach of fact %q, which nobody needs", o.ID, id)
			}
		}
		for _, id := range o.Measure.Probe {
			if sc.Probes[sc.Find("probe", id)].Truth == "" {
				c.warnf(path, "objective", "give the probe a truth", "objective %q measures probe %q, which has no right answer", o.ID, id)
			}
		}
		if y := o.Measure.NoteFidelity; len(y) > 0 {
			promises := false
			for _, n := range sc.Notes {
				promises = promises || n.Within > 0 && (y.Has("all") || y.Has(n.Role))
			}
			if !promises {
				c.warnf(path, "objective", "give notes of these roles within", "objective %q measures promises, and no note is one", o.ID)
			}
		}
		if r := o.Measure.TimeTo.Root; r != nil && !c.reachable().possible(r, true) {
			c.warnf(path, "objective", "let it be possible", "objective %q waits for something that can never be true", o.ID)
		}
	}
}

func lintContingency(c *checker) {
	n := 0
	for _, in := range c.sc.Injects {
		if in.Unless.Root != nil || reads(in.When.Root, OpMissed) {
			return
		}
		if in.Expects != nil {
			n++
		}
	}
	if n >= 3 || len(c.sc.Injects) >= 8 {
		c.warnf("inject", "no-contingency", "add an inject with unless=\"done('…')\", or when=\"missed('…')\"", "no inject comes for the case that nothing was done")
	}
}

func reads(n *Node, op Op) bool {
	if n == nil {
		return false
	}
	for _, a := range n.Args {
		if reads(a, op) {
			return true
		}
	}
	return n.Op == op
}

func lintLength(c *checker) {
	if !c.has("length") && len(c.sc.Moves) == 0 {
		c.warnf("title", "endless", `for example length = "3d"`, "nothing says when the exercise ends: it will stop after %s", c.sc.Length)
	}
}

// lintBasis asks for the basis of numbers: a basis key, or a comment in the table.
func lintBasis(c *checker) {
	if c.sc.Basis != "" {
		return
	}
	lines := strings.Split(string(c.b.ix.src), "\n")
	numbered := regexp.MustCompile(`^\s*(takes|delay|chance|grow|flow|cost|latency|convene|ack|decide|lag|fails|repair|harm|leak|within|rate|changes|effects)\s*=.*[0-9]`)
	header := regexp.MustCompile(`^\s*\[`)
	for i := 0; i < len(lines); i++ {
		if !header.MatchString(lines[i]) {
			continue
		}
		end := i + 1
		for end < len(lines) && !header.MatchString(lines[end]) {
			end++
		}
		block := strings.Join(lines[i:end], "\n")
		if i > 0 && strings.HasPrefix(strings.TrimSpace(lines[i-1]), "#") || strings.Contains(block, "#") || strings.Contains(block, "basis") {
			continue
		}
		for j := i + 1; j < end; j++ {
			if numbered.MatchString(lines[j]) {
				*c.b.ds = append(*c.b.ds, Diagnostic{Pos{i + 1, 1}, Warning, "no-basis",
					fmt.Sprintf("%s gives numbers and does not say where they come from", clip(lines[i])), `add basis = "…" or a comment, even "design estimate"`})
				break
			}
		}
	}
}

// lintSight finds notes that act on what nobody told their role.
func lintSight(c *checker) {
	sc := c.sc
	for i := range sc.Notes {
		n := &sc.Notes[i]
		var walk func(*Node)
		walk = func(x *Node) {
			if x == nil {
				return
			}
			for _, a := range x.Args {
				walk(a)
			}
			path := indexed("note", i) + ".when"
			switch x.Op {
			case OpState:
				s := &sc.Systems[x.Ref]
				sees := s.Owner == n.Role
				for _, w := range s.Watch {
					sees = sees || w.ID == n.Role
				}
				if !sees {
					c.warnf(path, "omniscient", "let the role watch the system, or act on a message", "this note acts on the state of %q, which %q neither owns nor watches", s.ID, n.Role)
				}
			case OpGauge:
				if g := &sc.Gauges[x.Ref]; !g.Sees.Has("all") && !g.Sees.Has(n.Role) {
					c.warnf(path, "omniscient", "add the role to the gauge's sees", "this note acts on gauge %q, which %q does not see", g.ID, n.Role)
				}
			}
		}
		walk(n.When.Root)
	}
}
