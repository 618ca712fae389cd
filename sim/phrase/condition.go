package phrase

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"tocsin/sim/scenario"
)

// Condition puts a condition of the scenario into words, with the titles of what it
// names: it knows "Slow egress" and Incident cell is not open. The role of the note or table
// that the condition is in is "it".
func Condition(sc *scenario.Scenario, x scenario.Expr) string {
	return ConditionFor(sc, x, func(kind string, i int) string { return Title(sc, kind, i) })
}

// Title is the title of a thing, by its kind and index as for [scenario.Scenario.ID]; its id in words if its kind has
// no titles.
func Title(sc *scenario.Scenario, kind string, i int) string {
	switch kind {
	case "fact":
		return sc.Facts[i].Title
	case "action":
		return sc.Actions[i].Title
	case "system":
		return sc.Systems[i].Title
	case "inject":
		return sc.Injects[i].Title
	case "venue":
		return sc.Venues[i].Title
	case "obligation":
		return sc.Obligations[i].Title
	case "mechanism":
		return sc.Mechanisms[i].Title
	case "gauge":
		return sc.Gauges[i].Title
	case "version":
		return sc.Versions[i].Title
	case "draw":
		return sc.Draws[i].Title
	case "role":
		return sc.Roles[i].Title
	case "move":
		return sc.Moves[i].Title
	}
	return scenario.Words(sc.ID(kind, i))
}

// Kind is a name of a thing for people who may not see its title: a fact's signal and an action's
// response, words of the vocabulary that tell nothing of this scenario; else its id in words.
func Kind(sc *scenario.Scenario, kind string, i int) string {
	word := sc.ID(kind, i)
	switch kind {
	case "fact":
		word = cmp.Or(sc.Facts[i].Signal, word)
	case "action":
		word = cmp.Or(sc.Actions[i].Response, word)
	}
	return scenario.Words(word)
}

// ConditionFor is [Condition] for a reader who may not see all titles: title gives the name that the
// reader has for a thing, by its kind and index, and "" for a draw whose possible values the reader may not
// know either.
func ConditionFor(sc *scenario.Scenario, x scenario.Expr, title func(kind string, i int) string) string {
	if x.Root == nil {
		return x.Source
	}
	return condition{sc, title}.say(x.Root, 0)
}

// undrawn stands for a condition on a draw that the reader is to find out about: the answer in it would tell.
const undrawn = "what it knows then calls for it"

// condition writes the nodes of one expression.
type condition struct {
	sc    *scenario.Scenario
	title func(kind string, i int) string
}

// joins are the operations with two sides or more, in words, and how tightly they bind.
var joins = map[scenario.Op]struct {
	word  string
	binds int
}{
	scenario.OpOr: {"or", 1}, scenario.OpAnd: {"and", 2},
	scenario.OpEqual: {"is", 3}, scenario.OpNotEqual: {"is not", 3}, scenario.OpLess: {"is below", 3},
	scenario.OpLessEqual: {"is at most", 3}, scenario.OpGreater: {"is above", 3},
	scenario.OpGreaterEqual: {"is at least", 3},
	scenario.OpAdd:          {"+", 4}, scenario.OpSubtract: {"-", 4}, scenario.OpMultiply: {"×", 5},
	scenario.OpDivide: {"/", 5},
}

// say writes a node. It is in brackets if it binds less tightly than around, what it is in.
func (c condition) say(n *scenario.Node, around int) string {
	if said, ok := c.howMany(n, around); ok {
		return said
	}
	if j, ok := joins[n.Op]; ok {
		var parts []string
		for i, a := range operands(n) {
			inside := j.binds
			if i > 0 {
				inside++ // a - (b - c)
			}
			said := c.say(a, inside)
			if n.Op == scenario.OpOr && a.Op == scenario.OpAnd { // readers need not know which of the two binds first
				said = "(" + said + ")"
			}
			if j.binds > 2 || !slices.Contains(parts, said) { // two things can have one name to this reader
				parts = append(parts, said)
			}
		}
		out := strings.Join(parts, " "+j.word+" ")
		if len(parts) > 1 && j.binds < around {
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
	case scenario.OpHourOfDay:
		return "the hour of the day"
	case scenario.OpWeekday:
		return "the day of the week (1 is Monday)"
	case scenario.OpJoined:
		return fmt.Sprintf("the number of seats that have joined %q", c.title("action", n.Ref))
	case scenario.OpDoneAt:
		if n.Role >= 0 {
			return fmt.Sprintf("the hour at which %s did %q last", c.sc.Roles[n.Role].Title, c.title("action", n.Ref))
		}
		return fmt.Sprintf("the hour at which %q was done last", c.title("action", n.Ref))
	case scenario.OpWaiting:
		return fmt.Sprintf("the number of seats that wait for staff for %q", c.title("action", n.Ref))
	case scenario.OpDraw:
		return c.title("draw", n.Ref)
	case scenario.OpHours:
		return "the time in hours"
	case scenario.OpGauge:
		return c.title("gauge", n.Ref)
	case scenario.OpHeld:
		return fmt.Sprintf("the number of seats that hold %q under TLP:%s or stricter", c.title("fact", n.Ref),
			strings.ToUpper(scenario.Marks[int(n.Num)]))
	case scenario.OpRunning:
		return c.where("the number of systems that run ", n)
	case scenario.OpExposed:
		return c.where("the number of systems exposed by ", n)
	case scenario.OpAware:
		return fmt.Sprintf("the number of seats that know %q", c.title("fact", n.Ref))
	case scenario.OpCountFailed:
		return "the number of failed systems"
	case scenario.OpNegate:
		return "-" + c.say(n.Args[0], 6)
	case scenario.OpChoose:
		return fmt.Sprintf("(%s if %s, else %s)", c.say(n.Args[1], 1), c.say(n.Args[0], 1), c.say(n.Args[2], 1))
	case scenario.OpMin:
		return c.of("the least of ", n)
	case scenario.OpAtLeast:
		return c.of(fmt.Sprintf("at least %g of ", n.Num), n)
	case scenario.OpMax:
		return c.of("the greatest of ", n)
	}
	return c.of("the size of ", n) // OpAbs
}

// howMany writes conditions and sums that count things as people do: "2 seats or more know X",
// "how many of these are done". ok is false for other nodes.
func (c condition) howMany(n *scenario.Node, around int) (said string, ok bool) {
	if of := counted(n); len(of) > 1 {
		deeds := !slices.ContainsFunc(of, func(x *scenario.Node) bool { return x.Op != scenario.OpDone || x.Role >= 0 })
		parts := make([]string, len(of))
		for i, x := range of {
			if parts[i] = c.say(x, 0); deeds {
				parts[i] = fmt.Sprintf("%q", c.title("action", x.Ref))
			}
		}
		said = "how many of these are true: " + strings.Join(parts, "; ")
		if deeds {
			said = "how many of these are done: " + List(parts)
		}
		if around > 0 {
			said = "(" + said + ")"
		}
		return said, true
	}
	if n.Op != scenario.OpGreater && n.Op != scenario.OpGreaterEqual || n.Args[0].Op != scenario.OpAware ||
		n.Args[1].Op != scenario.OpNumber {
		return "", false
	}
	least := math.Ceil(n.Args[1].Num)
	if n.Op == scenario.OpGreater {
		least = math.Floor(n.Args[1].Num) + 1
	}
	switch title := c.title("fact", n.Args[0].Ref); {
	case least < 1:
		return "", false
	case least == 1:
		return fmt.Sprintf("somebody knows %q", title), true
	default:
		return fmt.Sprintf("%g seats or more know %q", least, title), true
	}
}

// counted are the conditions that a sum of "1 if so, else 0" counts; nil for other nodes.
func counted(n *scenario.Node) []*scenario.Node {
	isNumber := func(x *scenario.Node, v float64) bool { return x.Op == scenario.OpNumber && x.Num == v }
	switch {
	case n.Op == scenario.OpChoose && isNumber(n.Args[1], 1) && isNumber(n.Args[2], 0):
		return n.Args[:1]
	case n.Op != scenario.OpAdd:
		return nil
	}
	var all []*scenario.Node
	for _, a := range n.Args {
		of := counted(a)
		if of == nil {
			return nil
		}
		all = append(all, of...)
	}
	return all
}

// operands are what an operation joins; for and and or also the operands of the same operation in them.
func operands(n *scenario.Node) []*scenario.Node {
	if n.Op != scenario.OpAnd && n.Op != scenario.OpOr {
		return n.Args
	}
	var out []*scenario.Node
	for _, a := range n.Args {
		if a.Op == n.Op {
			out = append(out, operands(a)...)
		} else {
			out = append(out, a)
		}
	}
	return out
}

// where names a version, and the system or role whose systems are meant, if not all are.
func (c condition) where(what string, n *scenario.Node) string {
	said := what + c.title("version", n.Ref)
	switch {
	case n.Option >= 0:
		said += ", of " + c.title("system", n.Option)
	case n.Role >= 0:
		said += ", of " + c.title("role", n.Role)
	}
	return said
}

// of writes a function and the list of its arguments.
func (c condition) of(what string, n *scenario.Node) string {
	parts := make([]string, len(n.Args))
	for i, a := range n.Args {
		parts[i] = c.say(a, 1)
	}
	return what + List(parts)
}

// fact writes a node that asks something about the world; not is " not" to negate it, else "".
func (c condition) fact(n *scenario.Node, not string) (said string, ok bool) {
	who, has := "", "has"+not
	switch {
	case n.Role == scenario.Me:
		who = "it"
	case n.Role >= 0:
		who = c.sc.Roles[n.Role].Title
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
		knows := map[bool]string{true: "knows", false: "does not know"}[not == ""]
		return fmt.Sprintf("%s %s %q", who, knows, c.title("fact", n.Ref)), true
	case scenario.OpDone:
		return by(c.title("action", n.Ref), "done"), true
	case scenario.OpDoing:
		return by(c.title("action", n.Ref), "being done"), true
	case scenario.OpState:
		return fmt.Sprintf("%s is%s %s", c.title("system", n.Ref), not, scenario.States[int(n.Num)]), true
	case scenario.OpChecked:
		if n.Role >= 0 {
			return fmt.Sprintf("%s has%s found out that %q is forged", c.title("role", n.Role), not,
				c.title("inject", n.Ref)), true
		}
		return fmt.Sprintf("somebody has%s found out that %q is forged", not, c.title("inject", n.Ref)), true
	case scenario.OpDelivered:
		return fmt.Sprintf("%q %s come", c.title("inject", n.Ref), has), true
	case scenario.OpMissed:
		return fmt.Sprintf("the response that %q expects is%s overdue", c.title("inject", n.Ref), not), true
	case scenario.OpOpen:
		return fmt.Sprintf("%s is%s open", c.title("venue", n.Ref), not), true
	case scenario.OpMet:
		return fmt.Sprintf("%q is%s met", c.title("obligation", n.Ref), not), true
	case scenario.OpStarted:
		return fmt.Sprintf("the clock of %q %s started", c.title("obligation", n.Ref), has), true
	case scenario.OpDraw:
		if c.title("draw", n.Ref) == "" {
			return undrawn, n.Type == scenario.Bool
		}
		return fmt.Sprintf("%q is%s true", c.title("draw", n.Ref), not), n.Type == scenario.Bool
	case scenario.OpDrawIs:
		if c.title("draw", n.Ref) == "" {
			return undrawn, true
		}
		return fmt.Sprintf("%q is%s %q", c.title("draw", n.Ref), not, scenario.Words(c.sc.Draws[n.Ref].Choice[n.Option].ID)), true
	case scenario.OpBreached:
		return fmt.Sprintf("the mark of %q %s been breached", c.title("fact", n.Ref), has), true
	case scenario.OpRuns:
		system, runs := "", map[bool]string{true: "runs", false: "does not run"}[not == ""]
		if system = who; n.Option >= 0 {
			system = c.title("system", n.Option)
		}
		return fmt.Sprintf("%s %s %s", system, runs, c.title("version", n.Ref)), true
	case scenario.OpFlawed:
		return fmt.Sprintf("%s is%s flawed", c.title("version", n.Ref), not), true
	case scenario.OpEnded:
		return fmt.Sprintf("the ending is%s %q", not, c.title("ending", n.Ref)), true
	case scenario.OpMove:
		return fmt.Sprintf("the move is%s %q", not, c.title("move", n.Ref)), true
	case scenario.OpOver:
		return fmt.Sprintf("the move %q is%s over", c.title("move", n.Ref), not), true
	case scenario.OpHas:
		return fmt.Sprintf("%s is%s in force", c.title("mechanism", n.Ref), not), true
	}
	return "", false
}

// List joins names as people write them: a, b and c.
func List(names []string) string { return joined(names, " and ") }

// Either joins names of which one is enough: a, b or c.
func Either(names []string) string { return joined(names, " or ") }

// hasComma reports whether a name has a comma and no quotation mark that shows where it begins.
func hasComma(name string) bool {
	return strings.Contains(name, ", ") && !strings.HasPrefix(name, "“") && !strings.HasPrefix(name, `"`)
}

func joined(names []string, last string) string {
	between := ", "
	if len(names) > 2 && slices.ContainsFunc(names, hasComma) {
		between, last = "; ", ";"+last // "Laboratory, security; Cloud North; and Bank, cards"
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], between) + last + names[n-1]
	}
	return strings.Join(names, "")
}
