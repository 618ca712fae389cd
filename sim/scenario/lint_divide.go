package scenario

import (
	"fmt"
	"math"
	"sort"
	"strconv"
)

// zero says how a divisor can come to 0, and what to write instead; "" where nothing known brings it there.
func (c *checker) zero(d *Node) (what, hint string) {
	sc := c.sc
	hint = "write max(…, 1) about what it divides by, or divide by something that stays above 0"
	of, factor, rest := line(d)
	switch {
	case of != nil && factor != 0:
		root := -rest / factor
		if root == 0 {
			root = 0 // and not -0
		}
		at := strconv.FormatFloat(root, 'g', 6, 64)
		if of.Op == OpDraw {
			if sc.Draws[of.Ref].canBe(root) {
				return fmt.Sprintf("what is 0 when draw %q is %s", sc.Draws[of.Ref].ID, at), hint
			}
			return "", ""
		}
		id := sc.Gauges[of.Ref].ID
		why := c.comesTo(of.Ref, root)
		switch {
		case why == "":
			return "", ""
		case d.Op == OpGauge:
			return fmt.Sprintf("gauge %q, which can come to 0 (%s)", id, why), fmt.Sprintf("write max(%s, 1)", id)
		}
		return fmt.Sprintf("what is 0 when gauge %q is at %s (%s)", id, at, why), hint
	case d.Op == OpSubtract && moving(d.Args[0]) && moving(d.Args[1]):
		r := c.reachable()
		if a, b := r.span(d.Args[0]), r.span(d.Args[1]); a.lo <= b.hi && b.lo <= a.hi {
			return "a difference of gauges, which is 0 when they are equal", hint
		}
	}
	return "", ""
}

// moving reports whether a tree asks for a gauge.
func moving(n *Node) bool { return anyNode(n, func(n *Node) bool { return n.Op == OpGauge }) }

// line writes an expression as factor × of + rest, where of is one gauge or one draw, or nil. rest is NaN if
// that is not possible.
func line(n *Node) (of *Node, factor, rest float64) {
	switch n.Op {
	case OpNumber:
		return nil, 0, n.Num
	case OpGauge, OpDraw:
		return n, 1, 0
	case OpNegate:
		of, factor, rest = line(n.Args[0])
		return of, -factor, -rest
	case OpAdd, OpSubtract, OpMultiply, OpDivide:
	default:
		return nil, 0, math.NaN()
	}
	a, fa, ra := line(n.Args[0])
	b, fb, rb := line(n.Args[1])
	switch {
	case math.IsNaN(ra) || math.IsNaN(rb) || a != nil && b != nil:
		return nil, 0, math.NaN()
	case n.Op == OpMultiply:
		return first(a, b), float64(fa*rb) + float64(fb*ra), float64(ra * rb)
	case n.Op == OpDivide:
		if b != nil || rb == 0 {
			return nil, 0, math.NaN()
		}
		return a, fa / rb, ra / rb
	case n.Op == OpSubtract:
		return first(a, b), fa - fb, ra - rb
	}
	return first(a, b), fa + fb, ra + rb
}

// first is the one of two nodes that is not nil.
func first(a, b *Node) *Node {
	if a != nil {
		return a
	}
	return b
}

// canBe reports whether a drawn number can be just this one: a whole number within its spread.
func (d *Draw) canBe(x float64) bool {
	if d.Number == nil || !d.Whole || x != math.Trunc(x) || d.Number.Kind == Computed {
		return false
	}
	least, most := d.Number.Range()
	if d.Floor != nil {
		least = max(least, *d.Floor)
	}
	if d.Ceiling != nil {
		most = min(most, *d.Ceiling)
	}
	return least <= x && x <= most
}

// comesTo says what can bring a gauge to a value, or "".
func (c *checker) comesTo(g int, value float64) string {
	gauge := &c.sc.Gauges[g]
	var why []string
	start := gauge.Start - value // how far from it, and on which side
	switch gr := &gauge.Grow; {
	case start == 0:
		return "it starts there"
	case gauge.Floor != nil && value < *gauge.Floor || gauge.Ceiling != nil && value > *gauge.Ceiling:
		return ""
	case gr.Rate != nil && *gr.Rate*start < 0, gr.Approach != nil && (gr.Approach.To-value)*start <= 0:
		return "it moves there"
	case gr.Doubling > 0 && gauge.Start*start < 0 && (gr.Ceiling == nil || *gr.Ceiling > value),
		gr.Halving > 0 && value != 0 && gauge.Start*start > 0 && gauge.Start*value > 0:
		return "it moves there"
	}
	c.sc.eachEffect(func(kind string, i int, e *Effect) {
		if e.Gauge != gauge.ID {
			return
		}
		less := func(x float64, known bool) bool { return known && x*start < 0 }
		set, sets := e.Set.Known()
		times, multiplies := e.Times.Known()
		if sets && (set-value)*start <= 0 || multiplies && (times*gauge.Start-value)*start <= 0 ||
			less(e.Add.Known()) || e.Rate != nil && less(*e.Rate, true) {
			why = append(why, fmt.Sprintf("by %s %q", kind, c.sc.ID(kind, i)))
		}
	})
	for i := range c.sc.Actions {
		if a := &c.sc.Actions[i]; a.spendsFrom(gauge.ID) && start > 0 {
			why = append(why, fmt.Sprintf("by action %q", a.ID))
		}
	}
	sort.Strings(why)
	if len(why) == 0 {
		return ""
	}
	return why[0]
}
