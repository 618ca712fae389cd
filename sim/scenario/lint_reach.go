package scenario

import (
	"fmt"
	"math"
)

// reach is what can happen in any run at all. It is the least fixed point that starts from
// nothing, and it errs on the side of possible: it ignores chance, order and authority to
// share, nothing that can happen has to, and a gauge that something moves can have any value
// between its limits. So what it calls impossible is impossible.
type reach struct {
	sc      *Scenario
	inject  []bool
	action  []bool
	learned []bool    // somebody can learn the fact; then everybody can be told
	clock   []bool    // the obligation's clock can start
	state   [][4]bool // the states that a system can take
	still   []bool    // nothing ever moves the gauge
	bots    bool      // actions are taken only as notes say
	open    bool      // a number that draws give can be any that they allow
	changed bool
}

func (c *checker) reachable() *reach {
	if c.reach != nil {
		return c.reach
	}
	c.reach = c.reachOf(false)
	return c.reach
}

// reachOf finds what can happen: with people in the seats, who can take every possible action, or
// with bots, who take those that notes name.
func (c *checker) reachOf(bots bool) *reach {
	sc := c.sc
	r := &reach{sc: sc, bots: bots, open: c.open, inject: make([]bool, len(sc.Injects)),
		action: make([]bool, len(sc.Actions)), learned: make([]bool, len(sc.Facts)),
		clock: make([]bool, len(sc.Obligations)), state: make([][4]bool, len(sc.Systems))}
	for g := range sc.Gauges {
		r.still = append(r.still, !c.moves(g) && !c.moved(sc.Gauges[g].ID))
	}
	for r.changed = true; r.changed; {
		r.changed = false
		r.systems()
		for i := range sc.Facts {
			for j := range sc.Facts[i].Known {
				k := &sc.Facts[i].Known[j]
				r.set(&r.learned[i], r.inTime(k.At) && r.inTime(k.After) && r.possible(k.When.Root, true))
			}
			if j := sc.Find("inject", sc.Facts[i].Leak.Fires); j >= 0 && r.learned[i] {
				r.set(&r.inject[j], r.wanted(j))
			}
		}
		for i := range sc.Actions {
			r.set(&r.action[i], r.possible(sc.Actions[i].Needs.Root, true) && (!bots || r.noted(sc.Actions[i].ID)))
		}
		for i := range sc.Injects {
			in := &sc.Injects[i]
			due := in.Hold || (in.At.Set || in.Every.Set || in.When.Root != nil) && r.inTime(in.At) &&
				r.possible(in.When.Root, true)
			r.set(&r.inject[i], due && r.wanted(i))
			for _, f := range in.Reveals {
				r.set(&r.learned[sc.Find("fact", f)], r.inject[i] && len(sc.RolesOf(in.To)) > 0)
			}
		}
		for i := range sc.Obligations {
			o := &sc.Obligations[i]
			r.set(&r.clock[i], o.Starts.Root != nil && r.possible(o.Starts.Root, true))
		}
		sc.eachEffect(func(kind string, i int, e *Effect) {
			if kind == "action" && !r.action[i] || kind == "inject" && !r.inject[i] {
				return
			}
			r.effect(e)
		})
	}
	return r
}

// noted reports whether a note whose condition can be true takes an action, or commits to it.
func (r *reach) noted(action string) bool {
	for i := range r.sc.Notes {
		n := &r.sc.Notes[i]
		if (n.Do.Act == action || n.Do.Commit == action) && r.possible(n.When.Root, true) {
			return true
		}
	}
	return false
}

func (r *reach) set(to *bool, v bool) {
	if v && !*to {
		*to, r.changed = true, true
	}
}

// wanted reports whether an inject that is due can be delivered: its unless can be false.
func (r *reach) wanted(i int) bool {
	u := r.sc.Injects[i].Unless.Root
	return u == nil || r.possible(u, false)
}

func (r *reach) inTime(d Delay) bool { return d.Earliest() <= r.sc.Length }

func (r *reach) effect(e *Effect) {
	if !r.inTime(e.After) || e.Chance != nil && *e.Chance == 0 {
		return
	}
	if k, _ := e.Kind(); k != nil && k.reach != nil {
		k.reach(r, e)
	}
}

func (r *reach) fires(e *Effect) {
	i := r.sc.Find("inject", e.Inject)
	r.set(&r.inject[i], r.wanted(i))
}

func (r *reach) told(e *Effect) { r.set(&r.learned[r.sc.Find("fact", e.Fact)], true) }

func (r *reach) starts(e *Effect) { r.set(&r.clock[r.sc.Find("obligation", e.Obligation)], true) }

func (r *reach) becomes(e *Effect) {
	for _, id := range e.System {
		r.set(&r.state[r.sc.Find("system", id)][stateNumber(e.Becomes)], true)
	}
}

func (r *reach) systems() {
	sc := r.sc
	for i := range sc.Systems {
		s := &sc.Systems[i]
		r.set(&r.state[i][stateNumber(s.State)], true)
		r.set(&r.state[i][stateNumber("failed")], s.Fails.Set && r.inTime(s.Fails) || hazardous(s.Hazard.Root))
		r.set(&r.state[i][stateNumber("normal")], s.Repair.Set)
	}
	for i := range sc.Links {
		l := &sc.Links[i]
		if r.passes(l) && r.inTime(l.Delay) {
			r.set(&r.state[sc.Find("system", l.To)][stateNumber(l.Becomes)], true)
		}
	}
}

// hazardous reports whether a hazard can be above 0. One that is not a fixed number always can.
func hazardous(n *Node) bool {
	if n == nil || len(drawsIn(n)) > 0 {
		return n != nil
	}
	v, known := fixed(n)
	return !known || v > 0
}

// stays reports whether a system is certain to be in a state from STARTEX to the end: it begins in it, and neither a
// repair nor any effect takes it out of it.
func (r *reach) stays(system int, state string) bool {
	s := &r.sc.Systems[system]
	stays := s.State == state && (state != "failed" || !s.Repair.Set)
	r.sc.eachEffect(func(kind string, i int, e *Effect) {
		stays = stays && (!e.System.Has(s.ID) || e.Becomes == state)
	})
	return stays
}

// stateNumber is the index of a word in States. A link that names none means failed;
// [Scenario.defaults] has given each system its state.
func stateNumber(word string) int {
	for i, s := range States {
		if s == word {
			return i
		}
	}
	return 2
}

// possible reports whether a condition can be true, or false if want is false, at some time.
// A nil condition counts as always true.
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
	case OpAtLeast:
		can := 0
		for _, a := range n.Args {
			if r.possible(a, want) {
				can++
			}
		}
		if want {
			return can >= int(n.Num)
		}
		return can > len(n.Args)-int(n.Num)
	case OpChoose:
		return r.possible(n.Args[0], true) && r.possible(n.Args[1], want) || r.possible(n.Args[0], false) &&
			r.possible(n.Args[2], want)
	case OpEqual, OpNotEqual:
		if n.Args[0].Type == Bool {
			return r.bothWays(n.Args[0], n.Args[1], (n.Op == OpEqual) == want)
		}
		a, b := r.span(n.Args[0]), r.span(n.Args[1])
		if (n.Op == OpEqual) == want {
			return a.lo <= b.hi && b.lo <= a.hi
		}
		return a.lo != a.hi || b.lo != b.hi || a.lo != b.lo
	case OpLess, OpGreaterEqual:
		return r.canBeLess(n.Args[0], n.Args[1], (n.Op == OpLess) == want)
	case OpGreater, OpLessEqual:
		return r.canBeLess(n.Args[1], n.Args[0], (n.Op == OpGreater) == want)
	}
	if !want || n.Op == OpDraw || n.Op == OpDrawIs {
		return true
	}
	switch n.Op {
	case OpKnows, OpBreached:
		return r.learned[n.Ref]
	case OpDone, OpDoing:
		by := r.sc.Actions[n.Ref].By
		return r.action[n.Ref] && (n.Role < 0 || by.includes(r.sc.Roles[n.Role].ID))
	case OpState:
		return r.state[n.Ref][int(n.Num)]
	case OpDelivered, OpChecked:
		return r.inject[n.Ref]
	case OpMissed:
		return r.inject[n.Ref] && r.sc.Injects[n.Ref].Expects != nil
	case OpStarted, OpMet:
		return r.clock[n.Ref]
	}
	return true
}

// bothWays reports whether two conditions can be equal, or can differ.
func (r *reach) bothWays(a, b *Node, equal bool) bool {
	return r.possible(a, true) && r.possible(b, equal) || r.possible(a, false) && r.possible(b, !equal)
}

// canBeLess reports whether a < b can hold, or can fail to hold.
func (r *reach) canBeLess(a, b *Node, less bool) bool {
	x, y := r.span(a), r.span(b)
	if less {
		return x.lo < y.hi
	}
	return x.hi >= y.lo
}

// span bounds the values that a number can take.
type span struct{ lo, hi float64 }

var anywhere = span{math.Inf(-1), math.Inf(1)}

func (r *reach) span(n *Node) span {
	if n.Type == Bool {
		s := span{0, 1}
		if !r.possible(n, true) {
			s.hi = 0
		} else if !r.possible(n, false) {
			s.lo = 1
		}
		return s
	}
	switch n.Op {
	case OpNumber:
		return span{n.Num, n.Num}
	case OpHours, OpDoneAt:
		return span{0, r.sc.Length.Hours()}
	case OpHourOfDay:
		return span{0, 24}
	case OpWeekday:
		return span{1, 7}
	case OpJoined, OpWaiting:
		return span{0, float64(len(r.sc.RolesOf(r.sc.Actions[n.Ref].By)))}
	case OpGauge:
		g := &r.sc.Gauges[n.Ref]
		if r.still[n.Ref] {
			return r.start(n.Ref)
		}
		return r.bounds(g)
	case OpDraw:
		return r.sc.Draws[n.Ref].span()
	case OpAware, OpHeld:
		if !r.learned[n.Ref] {
			return span{0, 0}
		}
		return span{0, float64(len(r.sc.Roles))}
	case OpRunning, OpExposed:
		return span{0, float64(len(r.sc.Systems))}
	case OpCountFailed:
		s := span{0, 0}
		for i := range r.state {
			if r.state[i][2] {
				s.hi++
			}
		}
		return s
	case OpNegate:
		a := r.span(n.Args[0])
		return span{-a.hi, -a.lo}
	case OpAdd:
		a, b := r.span(n.Args[0]), r.span(n.Args[1])
		return span{a.lo + b.lo, a.hi + b.hi}.orAnywhere()
	case OpSubtract:
		a, b := r.span(n.Args[0]), r.span(n.Args[1])
		return span{a.lo - b.hi, a.hi - b.lo}.orAnywhere()
	case OpMultiply:
		a, b := r.span(n.Args[0]), r.span(n.Args[1])
		return a.times(b)
	case OpDivide:
		return r.span(n.Args[0]).over(r.span(n.Args[1]))
	case OpAbs:
		a := r.span(n.Args[0])
		return span{max(0, a.lo, -a.hi), max(-a.lo, a.hi)}
	case OpMin, OpMax:
		a, b := r.span(n.Args[0]), r.span(n.Args[1])
		if n.Op == OpMin {
			return span{min(a.lo, b.lo), min(a.hi, b.hi)}
		}
		return span{max(a.lo, b.lo), max(a.hi, b.hi)}
	case OpChoose:
		a, b := r.span(n.Args[1]), r.span(n.Args[2])
		return span{min(a.lo, b.lo), max(a.hi, b.hi)}
	}
	return anywhere
}

// bounds are the limits of a gauge. One that draws decide does not count.
func (r *reach) bounds(g *Gauge) span {
	s := anywhere
	path := join("gauge", g.ID)
	if g.Floor != nil && r.sc.given[path+".floor"] == "" {
		s.lo = *g.Floor
	}
	if g.Ceiling != nil && r.sc.given[path+".ceiling"] == "" {
		s.hi = *g.Ceiling
	}
	if g.Grow.Ceiling != nil && r.sc.given[path+".grow.ceiling"] == "" {
		s.hi = min(s.hi, *g.Grow.Ceiling)
	}
	return s
}

// orAnywhere is s, or anywhere if an end could not be computed: ∞ - ∞, say, is not a number.
func (s span) orAnywhere() span {
	if math.IsNaN(s.lo) || math.IsNaN(s.hi) {
		return anywhere
	}
	return s
}

// why says in words why a condition can never be true, or false if want is false.
func (r *reach) why(n *Node, want bool) string {
	sc := r.sc
	switch n.Op {
	case OpNot:
		return r.why(n.Args[0], !want)
	case OpAnd, OpOr, OpAtLeast:
		for _, a := range n.Args {
			if !r.possible(a, want) {
				return r.why(a, want)
			}
		}
	case OpBool:
		return fmt.Sprintf("it is always %v", n.Num != 0)
	case OpKnows, OpBreached:
		return fmt.Sprintf("nobody ever learns fact %q", sc.Facts[n.Ref].ID)
	case OpDone, OpDoing:
		if r.action[n.Ref] {
			return fmt.Sprintf("%q may not take action %q", sc.Roles[n.Role].ID, sc.Actions[n.Ref].ID)
		}
		return fmt.Sprintf("nobody can ever take action %q", sc.Actions[n.Ref].ID)
	case OpState:
		return fmt.Sprintf("system %q can never be %s", sc.Systems[n.Ref].ID, States[int(n.Num)])
	case OpDelivered, OpChecked:
		return fmt.Sprintf("inject %q never comes", sc.Injects[n.Ref].ID)
	case OpMissed:
		if sc.Injects[n.Ref].Expects == nil {
			return fmt.Sprintf("inject %q expects nothing that could be missed", sc.Injects[n.Ref].ID)
		}
		return fmt.Sprintf("inject %q never comes", sc.Injects[n.Ref].ID)
	case OpStarted, OpMet:
		return fmt.Sprintf("the clock of obligation %q never starts", sc.Obligations[n.Ref].ID)
	case OpLess, OpLessEqual, OpGreater, OpGreaterEqual:
		if n.Args[0].Op == OpHours || n.Args[1].Op == OpHours {
			return fmt.Sprintf("the exercise lasts %s", sc.Length)
		}
		for _, a := range n.Args {
			if a.Op == OpGauge && r.still[a.Ref] {
				from := fmt.Sprint(sc.Gauges[a.Ref].Start)
				if sc.given[join("gauge", sc.Gauges[a.Ref].ID)+".start"] != "" {
					from = "its start"
				}
				return fmt.Sprintf("nothing ever moves gauge %q from %s", sc.Gauges[a.Ref].ID, from)
			}
			if a.Op == OpGauge {
				return fmt.Sprintf("gauge %q never comes there", sc.Gauges[a.Ref].ID)
			}
			if a.Op == OpDraw {
				return fmt.Sprintf("draw %q never gives that", sc.Draws[a.Ref].ID)
			}
		}
	}
	return "its parts can never be true at the same time"
}
