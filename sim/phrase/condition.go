package phrase

import (
	"fmt"
	"strings"

	"tocsin/sim/scenario"
)

// Condition says a condition of the scenario as people would, with the titles of what it
// names: it knows "Slow egress" and Incident cell is not open. A role that the condition
// leaves open, because it stands in that role's own table, is "it".
func Condition(sc *scenario.Scenario, x scenario.Expr) string {
	if x.Root == nil {
		return x.Source
	}
	return condition{sc}.say(x.Root, 0)
}

// condition writes the nodes of one expression.
type condition struct{ sc *scenario.Scenario }

// joins are the operations with two sides or more, in words, and how tightly they bind.
var joins = map[scenario.Op]struct {
	word  string
	binds int
}{
	scenario.OpOr: {"or", 1}, scenario.OpAnd: {"and", 2},
	scenario.OpEqual: {"is", 3}, scenario.OpNotEqual: {"is not", 3}, scenario.OpLess: {"is below", 3},
	scenario.OpLessEqual: {"is at most", 3}, scenario.OpGreater: {"is above", 3}, scenario.OpGreaterEqual: {"is at least", 3},
	scenario.OpAdd: {"+", 4}, scenario.OpSubtract: {"-", 4}, scenario.OpMultiply: {"×", 5}, scenario.OpDivide: {"/", 5},
}

// say writes a node; one that binds less tightly than what it stands in has brackets.
func (c condition) say(n *scenario.Node, around int) string {
	if j, ok := joins[n.Op]; ok {
		parts := make([]string, len(n.Args))
		for i, a := range n.Args {
			inside := j.binds
			if i > 0 && j.binds >= 3 {
				inside++ // a - (b - c)
			}
			parts[i] = c.say(a, inside)
		}
		out := strings.Join(parts, " "+j.word+" ")
		if j.binds < around {
			return "(" + out + ")"
		}
		return out
	}
	if said, ok := c.fact(n, ""); ok {
		return said
	}
	switch n.Op {
	case scenario.OpNot:
		if said, ok := c.fact(n.Args[0], " not"); ok {
			return said
		}
		return "not (" + c.say(n.Args[0], 0) + ")"
	case scenario.OpNumber:
		return fmt.Sprintf("%g", n.Num)
	case scenario.OpHours:
		return "the time in hours"
	case scenario.OpGauge:
		return c.sc.Gauges[n.Ref].Title
	case scenario.OpAware:
		return fmt.Sprintf("the number of seats that know %q", c.sc.Facts[n.Ref].Title)
	case scenario.OpCountFailed:
		return "the number of failed systems"
	case scenario.OpNegate:
		return "-" + c.say(n.Args[0], 6)
	case scenario.OpChoose:
		return fmt.Sprintf("(%s if %s, else %s)", c.say(n.Args[1], 0), c.say(n.Args[0], 0), c.say(n.Args[2], 0))
	case scenario.OpMin:
		return c.of("the least of ", n)
	case scenario.OpMax:
		return c.of("the greatest of ", n)
	}
	return c.of("the size of ", n) // OpAbs
}

// of writes a function of its arguments.
func (c condition) of(what string, n *scenario.Node) string {
	parts := make([]string, len(n.Args))
	for i, a := range n.Args {
		parts[i] = c.say(a, 0)
	}
	return what + List(parts)
}

// fact writes a node that is true or false of the world; not is " not" for its contrary.
func (c condition) fact(n *scenario.Node, not string) (said string, ok bool) {
	sc := c.sc
	who, does, has := "", "does"+not, "has"+not
	if not == "" {
		does = ""
	}
	switch {
	case n.Role == scenario.Me:
		who = "it"
	case n.Role >= 0:
		who = sc.Roles[n.Role].Title
	}
	by := func(thing, state string) string {
		if who != "" {
			state += " by " + who
		}
		return fmt.Sprintf("%q is%s %s", thing, not, state)
	}
	switch n.Op {
	case scenario.OpBool:
		return map[bool]string{true: "always", false: "never"}[(n.Num != 0) == (not == "")], true
	case scenario.OpKnows:
		title := sc.Facts[n.Ref].Title
		switch {
		case who == "" && not == "":
			return fmt.Sprintf("somebody knows %q", title), true
		case who == "":
			return fmt.Sprintf("nobody knows %q", title), true
		case not == "":
			return fmt.Sprintf("%s knows %q", who, title), true
		}
		return fmt.Sprintf("%s %s know %q", who, does, title), true
	case scenario.OpDone:
		return by(sc.Actions[n.Ref].Title, "done"), true
	case scenario.OpDoing:
		return by(sc.Actions[n.Ref].Title, "being done"), true
	case scenario.OpState:
		return fmt.Sprintf("%s is%s %s", sc.Systems[n.Ref].Title, not, scenario.States[int(n.Num)]), true
	case scenario.OpDelivered:
		return fmt.Sprintf("%q %s come", sc.Injects[n.Ref].Title, has), true
	case scenario.OpMissed:
		return fmt.Sprintf("what %q expects is%s overdue", sc.Injects[n.Ref].Title, not), true
	case scenario.OpOpen:
		return fmt.Sprintf("%s is%s open", sc.Venues[n.Ref].Title, not), true
	case scenario.OpMet:
		return fmt.Sprintf("%q is%s met", sc.Obligations[n.Ref].Title, not), true
	case scenario.OpStarted:
		return fmt.Sprintf("the clock of %q %s started", sc.Obligations[n.Ref].Title, has), true
	case scenario.OpHas:
		return fmt.Sprintf("%s is%s in force", sc.Mechanisms[n.Ref].Title, not), true
	}
	return "", false
}

// List joins names as people write them: a, b and c.
func List(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}
