package engine

import (
	"sort"

	"tocsin/sim/scenario"
)

// Conditions are compiled once to closures over the engine's state, with an index from
// each symbol (a gauge's threshold, a role's knowledge of a fact, …) to the conditions
// that read it, so that only those are looked at when it changes.
//
// Comparisons of one gauge with a number never look at the gauge: the gauge keeps count
// of the thresholds it has passed (gauge.level), and its crossing is an event at a
// computed time. Other comparisons with gauges are general atoms: bits that change at a
// time found by search.

type boolFn func(e *Engine) bool
type numFn func(e *Engine) float64

// owner says whose condition it is, and so what happens when it becomes true.
type owner uint8

const (
	ownNothing owner = iota
	ownWhile         // a gauge's growth: acts on both edges
	ownKnown         // unaided knowledge
	ownInject
	ownNote
	ownObligation
	ownTracker // a measure's first= or count=
	ownRate    // what ends a rate that an effect has given
	ownEnd
	ownEnding // one of several endings
	ownMove   // a round that begins when it is true
	ownFlaw   // a version's flaw: acts on both edges
	ownSeat   // a role that comes to the table
)

type condition struct {
	fn    boolFn
	owner owner
	of    int
}

// condition compiles a tree that belongs to something, and returns its number, or -1
// for no tree.
func (m *Model) condition(root *scenario.Node, role int, own owner, of int) int {
	if root == nil {
		return -1
	}
	id := len(m.conds)
	c := &compiler{m: m, role: role}
	fn := c.bool(root)
	for _, s := range c.reads() {
		by := m.readersOf(s)
		by.conds = append(by.conds, int32(id))
	}
	for _, a := range c.atoms {
		m.atomConds[a] = append(m.atomConds[a], int32(id))
	}
	m.conds = append(m.conds, condition{fn, own, of})
	return id
}

// predicate compiles a tree that is only looked at when asked: a need, an unless.
func (m *Model) predicate(root *scenario.Node, role int) boolFn {
	if root == nil {
		return nil
	}
	c := &compiler{m: m, role: role}
	return c.bool(root)
}

type compiler struct {
	m     *Model
	role  int
	seen  map[int]bool
	atoms []int // general atoms that the tree reads
}

func (c *compiler) read(symbol int) int {
	if c.seen == nil {
		c.seen = map[int]bool{}
	}
	c.seen[symbol] = true
	return symbol
}

func (c *compiler) reads() []int {
	out := make([]int, 0, len(c.seen))
	for s := range c.seen {
		out = append(out, s)
	}
	sort.Ints(out)
	return out
}

func (c *compiler) actor(n *scenario.Node) int {
	if n.Role == scenario.Me {
		return c.role
	}
	return n.Role
}

// moving reports whether a tree's value changes between events.
func moving(n *scenario.Node) bool {
	switch n.Op {
	case scenario.OpGauge, scenario.OpHours, scenario.OpHourOfDay, scenario.OpWeekday:
		return true
	}
	for _, a := range n.Args {
		if moving(a) {
			return true
		}
	}
	return false
}

// constant gives the value of a number, of a draw, or of the negative of one; false for any other tree.
func constant(n *scenario.Node) (float64, bool) {
	switch n.Op {
	case scenario.OpNumber, scenario.OpDraw, scenario.OpDrawIs:
		return n.Num, true
	case scenario.OpNegate:
		v, ok := constant(n.Args[0])
		return -v, ok
	}
	return 0, false
}

func (c *compiler) bool(n *scenario.Node) boolFn {
	sym, roles := &c.m.symbols, len(c.m.Scenario.Roles)
	ref := n.Ref
	switch n.Op {
	case scenario.OpBool, scenario.OpDraw, scenario.OpDrawIs:
		v := n.Num != 0
		return func(*Engine) bool { return v }
	case scenario.OpKnows:
		i := ref*roles + c.actor(n)
		c.read(sym.knows + i)
		return func(e *Engine) bool { return e.knownAt[i] >= 0 }
	case scenario.OpDone:
		if r := c.actor(n); r >= 0 {
			i := ref*roles + r
			c.read(sym.done + i)
			return func(e *Engine) bool { return e.doneBy[i] > 0 }
		}
		c.read(sym.doneAny + ref)
		return func(e *Engine) bool { return e.done[ref] > 0 }
	case scenario.OpDoing:
		if r := c.actor(n); r >= 0 {
			i := ref*roles + r
			c.read(sym.doing + i)
			return func(e *Engine) bool { return e.underWay(ref, r) }
		}
		c.read(sym.doingAny + ref)
		return func(e *Engine) bool { return e.underWay(ref, scenario.Anyone) }
	case scenario.OpState:
		state := uint8(n.Num)
		if n.Role == scenario.Me && c.role >= 0 {
			if w := c.m.watchOf(ref, c.role); w >= 0 {
				c.read(sym.seen + w)
				return func(e *Engine) bool { return e.seen[w] == state }
			}
		}
		c.read(sym.state + ref)
		return func(e *Engine) bool { return e.state[ref] == state }
	case scenario.OpChecked:
		c.read(sym.checked + ref)
		r := c.actor(n)
		return func(e *Engine) bool { return e.Checked(r, ref) >= 0 }
	case scenario.OpDelivered:
		c.read(sym.delivered + ref)
		return func(e *Engine) bool { return e.inject[ref].times > 0 }
	case scenario.OpMissed:
		c.read(sym.missed + ref)
		return func(e *Engine) bool { return e.inject[ref].missed }
	case scenario.OpOpen:
		c.read(sym.open + ref)
		return func(e *Engine) bool { return e.open[ref] }
	case scenario.OpMet:
		c.read(sym.met + ref)
		return func(e *Engine) bool { return e.duty[ref].met >= 0 }
	case scenario.OpStarted:
		c.read(sym.started + ref)
		return func(e *Engine) bool { return e.duty[ref].started >= 0 }
	case scenario.OpHas:
		c.read(sym.has + ref)
		return func(e *Engine) bool { return e.established[ref] }
	case scenario.OpBreached:
		c.read(c.m.symbols.breached + ref)
		return func(e *Engine) bool { return e.leak[ref].breaches > 0 }
	case scenario.OpEnded:
		c.read(sym.ended + ref)
		return func(e *Engine) bool { return e.ending == ref+1 }
	case scenario.OpMove:
		c.read(sym.move + ref)
		return func(e *Engine) bool { return e.playing(ref) }
	case scenario.OpOver:
		c.read(sym.over + ref)
		return func(e *Engine) bool { return e.over(ref) }
	case scenario.OpFlawed:
		c.read(sym.flawed + ref)
		return func(e *Engine) bool { return e.flawed(ref) }
	case scenario.OpRuns:
		c.read(sym.runs + ref)
		system, role := n.Option, n.Role
		return func(e *Engine) bool { return e.runningOf(ref, system, role) > 0 }
	case scenario.OpAtLeast:
		return c.atLeast(n)
	case scenario.OpNot:
		return c.not(n.Args[0])
	case scenario.OpAnd:
		return allOf(c.list(n, scenario.OpAnd, nil))
	case scenario.OpOr:
		return anyOf(c.list(n, scenario.OpOr, nil))
	case scenario.OpChoose:
		q, a, b := c.bool(n.Args[0]), c.bool(n.Args[1]), c.bool(n.Args[2])
		return func(e *Engine) bool {
			if q(e) {
				return a(e)
			}
			return b(e)
		}
	}
	return c.compare(n)
}

// atLeast compiles a count of conditions.
func (c *compiler) atLeast(n *scenario.Node) boolFn {
	of, enough := make([]boolFn, len(n.Args)), int(n.Num)
	for i, a := range n.Args {
		of[i] = c.bool(a)
	}
	return func(e *Engine) bool {
		left := enough
		for _, f := range of {
			if f(e) {
				if left--; left == 0 {
					return true
				}
			}
		}
		return false
	}
}

// not compiles the negation of a tree. The commonest trees have a negated form of their own,
// which saves a call.
func (c *compiler) not(n *scenario.Node) boolFn {
	roles := len(c.m.Scenario.Roles)
	switch r := c.actor(n); {
	case n.Op == scenario.OpNot:
		return c.bool(n.Args[0])
	case n.Op == scenario.OpKnows:
		i := n.Ref*roles + r
		c.read(c.m.symbols.knows + i)
		return func(e *Engine) bool { return e.knownAt[i] < 0 }
	case n.Op == scenario.OpDone && r < 0:
		ref := n.Ref
		c.read(c.m.symbols.doneAny + ref)
		return func(e *Engine) bool { return e.done[ref] == 0 }
	}
	a := c.bool(n)
	return func(e *Engine) bool { return !a(e) }
}

// list compiles the members of a chain of one operator, from left to right.
func (c *compiler) list(n *scenario.Node, op scenario.Op, out []boolFn) []boolFn {
	if n.Op != op {
		return append(out, c.bool(n))
	}
	return c.list(n.Args[1], op, c.list(n.Args[0], op, out))
}

// allOf holds if every member does, anyOf if one does. Short chains are called directly.
func allOf(of []boolFn) boolFn {
	switch a, b := of[0], of[1]; len(of) {
	case 2:
		return func(e *Engine) bool { return a(e) && b(e) }
	case 3:
		c := of[2]
		return func(e *Engine) bool { return a(e) && b(e) && c(e) }
	}
	return func(e *Engine) bool {
		for _, f := range of {
			if !f(e) {
				return false
			}
		}
		return true
	}
}

func anyOf(of []boolFn) boolFn {
	switch a, b := of[0], of[1]; len(of) {
	case 2:
		return func(e *Engine) bool { return a(e) || b(e) }
	case 3:
		c := of[2]
		return func(e *Engine) bool { return a(e) || b(e) || c(e) }
	}
	return func(e *Engine) bool {
		for _, f := range of {
			if f(e) {
				return true
			}
		}
		return false
	}
}

func (c *compiler) compare(n *scenario.Node) boolFn {
	a, b := n.Args[0], n.Args[1]
	if a.Type == scenario.Bool {
		x, y := c.bool(a), c.bool(b)
		if n.Op == scenario.OpNotEqual {
			return func(e *Engine) bool { return x(e) != y(e) }
		}
		return func(e *Engine) bool { return x(e) == y(e) }
	}
	if moving(a) || moving(b) {
		if v, ok := constant(b); ok && isGauge(a) {
			return c.threshold(a, n.Op, v)
		}
		if v, ok := constant(a); ok && isGauge(b) {
			return c.threshold(b, mirror[n.Op], v)
		}
		return c.atom(n)
	}
	x, y := c.number(a), c.number(b)
	switch n.Op {
	case scenario.OpEqual:
		return func(e *Engine) bool { return x(e) == y(e) }
	case scenario.OpNotEqual:
		return func(e *Engine) bool { return x(e) != y(e) }
	case scenario.OpLess:
		return func(e *Engine) bool { return x(e) < y(e) }
	case scenario.OpLessEqual:
		return func(e *Engine) bool { return x(e) <= y(e) }
	case scenario.OpGreater:
		return func(e *Engine) bool { return x(e) > y(e) }
	}
	return func(e *Engine) bool { return x(e) >= y(e) }
}

var mirror = map[scenario.Op]scenario.Op{
	scenario.OpLess: scenario.OpGreater, scenario.OpGreater: scenario.OpLess,
	scenario.OpLessEqual: scenario.OpGreaterEqual, scenario.OpGreaterEqual: scenario.OpLessEqual,
	scenario.OpEqual: scenario.OpEqual, scenario.OpNotEqual: scenario.OpNotEqual,
}

func isGauge(n *scenario.Node) bool { return n.Op == scenario.OpGauge || n.Op == scenario.OpHours }

// threshold compiles gauge op value to a look at how many thresholds the gauge has passed.
func (c *compiler) threshold(g *scenario.Node, op scenario.Op, v float64) boolFn {
	i := g.Ref
	if g.Op == scenario.OpHours {
		i = len(c.m.Scenario.Gauges)
	}
	c.read(c.m.symbols.gauge + i)
	over := func(strict bool) boolFn {
		t := c.m.gauges[i].mark(v, strict)
		return func(e *Engine) bool { return e.gauges[i].level > t.place }
	}
	under := func(strict bool) boolFn {
		t := c.m.gauges[i].mark(v, strict)
		return func(e *Engine) bool { return e.gauges[i].level <= t.place }
	}
	const reached, passed = false, true // gauge >= v, gauge > v
	switch op {
	case scenario.OpGreater:
		return over(passed)
	case scenario.OpGreaterEqual:
		return over(reached)
	case scenario.OpLess:
		return under(reached)
	case scenario.OpLessEqual:
		return under(passed)
	case scenario.OpEqual:
		f, g := over(reached), over(passed)
		return func(e *Engine) bool { return f(e) && !g(e) }
	}
	f, h := over(reached), over(passed)
	return func(e *Engine) bool { return !f(e) || h(e) }
}

func (c *compiler) number(n *scenario.Node) numFn {
	if n.Type == scenario.Bool {
		f := c.bool(n)
		return func(e *Engine) float64 {
			if f(e) {
				return 1
			}
			return 0
		}
	}
	sym := &c.m.symbols
	ref := n.Ref
	switch n.Op {
	case scenario.OpNumber, scenario.OpDraw:
		v := n.Num
		return func(*Engine) float64 { return v }
	case scenario.OpHours:
		c.read(sym.gauge + len(c.m.Scenario.Gauges))
		return func(e *Engine) float64 { return e.now.Hours() }
	case scenario.OpHourOfDay:
		return func(e *Engine) float64 { return e.m.hourOfDay(e.now) }
	case scenario.OpWeekday:
		return func(e *Engine) float64 { return e.m.weekday(e.now) }
	case scenario.OpJoined:
		c.read(sym.doingAny + ref)
		return func(e *Engine) float64 { return e.joined(ref) }
	case scenario.OpDoneAt:
		c.m.timed = true
		if r := c.actor(n); r >= 0 {
			i := ref*len(c.m.Scenario.Roles) + r
			c.read(sym.done + i)
			return func(e *Engine) float64 { return e.doneAtBy[i].Hours() }
		}
		c.read(sym.doneAny + ref)
		return func(e *Engine) float64 { return e.doneAt[ref].Hours() }
	case scenario.OpWaiting:
		c.read(sym.doingAny + ref)
		return func(e *Engine) float64 { return float64(e.Waiting(ref)) }
	case scenario.OpGauge:
		c.read(sym.gauge + ref)
		return func(e *Engine) float64 { return e.gaugeAt(ref, e.now) }
	case scenario.OpHeld:
		c.read(sym.aware + ref) // the mark under which a role holds a fact is decided when it learns it
		least := int(n.Num)
		return func(e *Engine) float64 { return e.holders(ref, least) }
	case scenario.OpAware:
		c.read(sym.aware + ref)
		return func(e *Engine) float64 { return float64(e.aware[ref]) }
	case scenario.OpRunning, scenario.OpExposed:
		c.read(sym.runs + ref)
		system, role, of := n.Option, n.Role, (*Engine).runningOf
		if n.Op == scenario.OpExposed {
			c.read(sym.flawed + ref)
			of = (*Engine).exposedOf
		}
		return func(e *Engine) float64 { return float64(of(e, ref, system, role)) }
	case scenario.OpCountFailed:
		c.read(sym.countFailed)
		return func(e *Engine) float64 { return float64(e.failed) }
	case scenario.OpChoose:
		q, a, b := c.bool(n.Args[0]), c.number(n.Args[1]), c.number(n.Args[2])
		return func(e *Engine) float64 {
			if q(e) {
				return a(e)
			}
			return b(e)
		}
	case scenario.OpNegate:
		a := c.number(n.Args[0])
		return func(e *Engine) float64 { return -a(e) }
	case scenario.OpAbs:
		a := c.number(n.Args[0])
		return func(e *Engine) float64 {
			if v := a(e); v < 0 {
				return -v
			} else {
				return v
			}
		}
	}
	a, b := c.number(n.Args[0]), c.number(n.Args[1])
	switch n.Op {
	case scenario.OpAdd:
		return func(e *Engine) float64 { return a(e) + b(e) }
	case scenario.OpSubtract:
		return func(e *Engine) float64 { return a(e) - b(e) }
	case scenario.OpMultiply:
		return func(e *Engine) float64 { return float64(a(e) * b(e)) }
	case scenario.OpDivide:
		return func(e *Engine) float64 {
			d := b(e)
			if d == 0 {
				return 0
			}
			return a(e) / d
		}
	case scenario.OpMin:
		return func(e *Engine) float64 { return min(a(e), b(e)) }
	default:
		return func(e *Engine) float64 { return max(a(e), b(e)) }
	}
}
