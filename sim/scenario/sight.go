package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// Sees reports whether a role can tell for itself what a part of a condition asks: what it
// knows, reads on a gauge, notices of a system, has done or received, is a member of or
// obliged to. Anything else would reach the role only by the effect of the condition on
// its screen.
func (sc *Scenario) Sees(role int, n *Node) bool {
	id := sc.Roles[role].ID
	switch n.Op {
	case OpGauge:
		return sc.Gauges[n.Ref].Sees.includes(id)
	case OpDraw, OpDrawIs: // seats must find out what was drawn
		return false
	case OpRuns, OpRunning, OpExposed, OpFlawed:
		return sc.seesVersion(role, n)
	case OpKnows:
		return n.Role == Me || n.Role == role
	case OpBreached:
		return false
	case OpJoined, OpWaiting:
		return sc.Actions[n.Ref].By.includes(id)
	case OpAware, OpHeld:
		return len(sc.Roles) == 1
	case OpDone, OpDoing, OpDoneAt: // each seat that can take an action is told when another does
		return n.Role == role || sc.Actions[n.Ref].By.includes(id)
	case OpState:
		return sc.Systems[n.Ref].seenBy(id)
	case OpCountFailed:
		return !slices.ContainsFunc(sc.Systems, func(s System) bool { return s.Owner != id || len(s.Watch) > 0 })
	case OpChecked:
		return n.Role == role || len(sc.Injects[n.Ref].To) == 1 && sc.Injects[n.Ref].To.Has(id)
	case OpDelivered:
		return sc.Injects[n.Ref].Forged == "" && (sc.Injects[n.Ref].To.includes(id) || sc.Injects[n.Ref].To.Has("public"))
	case OpMissed:
		e := sc.Injects[n.Ref].Expects
		return e == nil || sc.Injects[n.Ref].To.includes(id) && !slices.ContainsFunc(slices.Concat(e.Any, e.All),
			func(a string) bool { return !sc.Actions[sc.Find("action", a)].By.includes(id) })
	case OpOpen:
		return sc.Venues[n.Ref].Members.includes(id)
	case OpMet, OpStarted:
		return sc.Obligations[n.Ref].Role == id
	case OpHas:
		m := &sc.Mechanisms[n.Ref]
		if len(m.ShownTo) > 0 {
			return m.ShownTo.includes(id)
		}
		return slices.ContainsFunc(m.Cost, func(a Amount) bool { return a.ID == id })
	}
	return true
}

// Unseen are the parts of a condition that a role cannot tell for itself.
func (sc *Scenario) Unseen(role int, n *Node) []*Node {
	var out []*Node
	anyNode(n, func(x *Node) bool {
		if !sc.Sees(role, x) {
			out = append(out, x)
		}
		return false
	})
	return out
}

// Seeming bounds a condition by what a role sees: may is true unless that rules the
// condition out, must is true only if that alone makes it true.
func (sc *Scenario) Seeming(role int, n *Node) (may, must *Node) {
	constant := func(v float64) *Node { return &Node{Op: OpBool, Type: Bool, Num: v} }
	switch {
	case len(sc.Unseen(role, n)) == 0:
		return n, n
	case n.Op == OpAnd || n.Op == OpOr:
		may, must = &Node{Op: n.Op, Type: Bool}, &Node{Op: n.Op, Type: Bool}
		for _, a := range n.Args {
			x, y := sc.Seeming(role, a)
			may.Args, must.Args = append(may.Args, x), append(must.Args, y)
		}
		return may, must
	case n.Op == OpNot:
		x, y := sc.Seeming(role, n.Args[0])
		return &Node{Op: OpNot, Type: Bool, Args: []*Node{y}}, &Node{Op: OpNot, Type: Bool, Args: []*Node{x}}
	}
	return constant(1), constant(0)
}

// withRole are the functions that can have a role as second argument.
var withRole = []Op{OpKnows, OpDone, OpDoing, OpDoneAt, OpChecked}

// Describe writes a part of a condition as a scenario file does: a function, a gauge, a draw, hours and the like.
// It is "" for operators and constants.
func (sc *Scenario) Describe(n *Node) string {
	id := func(kind string) string {
		out := ""
		for id, i := range sc.index[kind] {
			if i == n.Ref {
				out = "'" + id + "'"
			}
		}
		if n.Role >= 0 && n.Role < len(sc.Roles) && slices.Contains(withRole, n.Op) {
			out += ", '" + sc.Roles[n.Role].ID + "'"
		}
		return out
	}
	if n.onVersions() {
		return sc.describeVersion(n)
	}
	switch n.Op {
	case OpHeld:
		return fmt.Sprintf("held(%s, '%s')", id("fact"), Marks[int(n.Num)])
	case OpGauge:
		return sc.Gauges[n.Ref].ID
	case OpHours:
		return "hours"
	case OpHourOfDay:
		return "hour_of_day"
	case OpWeekday:
		return "weekday"
	case OpDraw:
		return sc.Draws[n.Ref].ID
	case OpDrawIs:
		return fmt.Sprintf("%s == '%s'", sc.Draws[n.Ref].ID, sc.Draws[n.Ref].Choice[n.Option].ID)
	case OpState:
		return fmt.Sprintf("state(%s)", id("system"))
	}
	for name, f := range functions {
		if f.op == n.Op && name != "failed" {
			if f.kind == "" {
				return name + "()"
			}
			return fmt.Sprintf("%s(%s)", name, id(f.kind))
		}
	}
	return ""
}

// Tell is a place of a scenario where a condition tells a seat what it cannot see.
type Tell struct {
	Role   int      // index in Roles
	Path   string   // of the condition in the file
	What   string   // the thing that has the condition: action "react"
	Reads  []string // the parts that the seat cannot see, as [Scenario.Describe] writes them
	Action int      // index in Actions, -1 for an obligation
}

// Tells are the conditions of a scenario by which a seat's own screen, or the answer that
// it gets, tells what it cannot see: what an action needs, spends and uses, and when the clock of
// a duty starts.
func (sc *Scenario) Tells() []Tell {
	var out []Tell
	for a := range sc.Actions {
		act := &sc.Actions[a]
		for _, r := range sc.RolesOf(act.By) {
			if reads := sc.reads(r, act.Needs.Root); len(reads) > 0 {
				out = append(out, Tell{r, join("action", act.ID) + ".needs", fmt.Sprintf("action %q", act.ID),
					reads, a})
			}
			for _, s := range act.Spends {
				if g := sc.Find("gauge", s.ID); !sc.Gauges[g].Sees.includes(sc.Roles[r].ID) {
					out = append(out, Tell{r, join("action", act.ID) + ".spends", fmt.Sprintf("action %q", act.ID),
						[]string{s.ID}, a})
				}
			}
			for _, s := range act.Uses { // a seat that has to wait learns that others use the staff
				if g := sc.Find("gauge", s.ID); !sc.Gauges[g].Sees.includes(sc.Roles[r].ID) {
					out = append(out, Tell{r, join("action", act.ID) + ".uses", fmt.Sprintf("action %q", act.ID),
						[]string{s.ID}, a})
				}
			}
		}
	}
	for i := range sc.Obligations {
		o := &sc.Obligations[i]
		r := sc.Find("role", o.Role)
		if reads := sc.reads(r, o.Starts.Root); len(reads) > 0 {
			out = append(out, Tell{r, join("obligation", o.ID) + ".starts", fmt.Sprintf("obligation %q", o.ID),
				reads, -1})
		}
	}
	return out
}

// reads are the parts of a condition that a role cannot see, in words.
func (sc *Scenario) reads(role int, n *Node) []string {
	if n == nil {
		return nil
	}
	var out []string
	for _, x := range sc.Unseen(role, n) {
		if text := sc.Describe(x); !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// lintLeaks warns of conditions that tell a seat what it cannot see.
func lintLeaks(c *checker) {
	type place struct{ path, reads string }
	by := map[place][]string{}
	var order []place
	what := map[place]string{}
	for _, l := range c.sc.Tells() {
		p := place{l.Path, strings.Join(l.Reads, ", ")}
		if by[p] == nil {
			order, what[p] = append(order, p), l.What
		}
		by[p] = append(by[p], fmt.Sprintf("%q", c.sc.Roles[l.Role].ID))
	}
	for _, p := range order {
		c.warnf(p.path, "leak", "ask for what the seat knows, notices or has done itself; or let it see this: "+
			"sees of a gauge, watch of a system, members of a venue",
			"%s tells %s what it cannot see: it changes with %s", what[p], strings.Join(by[p], ", "), p.reads)
	}
}

// At is the place of a key in the scenario's file, by its path, such as action.react.needs.
func (sc *Scenario) At(path string) Pos { return newPositions([]byte(sc.Source)).at(path) }
