package scenario

import (
	"fmt"
	"math"
)

// lintCompare finds comparisons of numbers that are always equal, and divisions by what can come to 0.
func lintCompare(c *checker) {
	for _, u := range c.b.exprs {
		anyNode(u.expr.Root, func(n *Node) bool {
			switch n.Op {
			case OpLess, OpLessEqual, OpGreater, OpGreaterEqual, OpEqual, OpNotEqual:
				if n.Args[0].Type == Number && c.alwaysEqual(n) {
					always := n.Op == OpEqual || n.Op == OpLessEqual || n.Op == OpGreaterEqual
					c.warnf(u.path, "undecided", "compare with something that moves differently, or with a number",
						"both sides of a comparison in %q are always equal, so it is always %v",
						clip(u.expr.Source), always)
				}
			case OpDivide:
				if what, hint := c.zero(n.Args[1]); what != "" {
					c.warnf(u.path, "divides", hint, "%q divides by %s: what is divided by 0 counts as 0",
						clip(u.expr.Source), what)
				}
			}
			return false
		})
	}
}

// alwaysEqual reports whether the two sides of a comparison are equal whatever happens: both are sums
// of numbers, hours and gauges that only their own law moves, and the sums cancel out.
func (c *checker) alwaysEqual(n *Node) bool {
	sum := motions{}
	if !c.motion(n.Args[0], 1, sum) || !c.motion(n.Args[1], -1, sum) || len(sum) == 0 {
		return false
	}
	for _, m := range sum {
		if math.Abs(m.sum) > 1e-10*m.size {
			return false
		}
	}
	return true
}

// motions are the terms of a sum by how they move: "" for what does not change, "t" for what changes
// at a constant rate, and the exponent for what grows or decays.
type motions map[string]*struct{ sum, size float64 }

func (m motions) add(how string, v float64) {
	if m[how] == nil {
		m[how] = new(struct{ sum, size float64 })
	}
	m[how].sum += v
	m[how].size += math.Abs(v)
}

// motion adds a number to a sum, and reports whether its motion is known.
func (c *checker) motion(n *Node, factor float64, to motions) bool {
	switch n.Op {
	case OpNumber:
		to.add("", factor*n.Num)
		return true
	case OpHours:
		to.add("t", factor)
		return true
	case OpNegate:
		return c.motion(n.Args[0], -factor, to)
	case OpAdd, OpSubtract:
		second := factor
		if n.Op == OpSubtract {
			second = -factor
		}
		return c.motion(n.Args[0], factor, to) && c.motion(n.Args[1], second, to)
	case OpMultiply:
		for i := range 2 {
			if n.Args[i].Op == OpNumber {
				return c.motion(n.Args[1-i], factor*n.Args[i].Num, to)
			}
		}
	case OpDivide:
		if d := n.Args[1]; d.Op == OpNumber && d.Num != 0 {
			return c.motion(n.Args[0], factor/d.Num, to)
		}
	case OpGauge:
		g := &c.sc.Gauges[n.Ref]
		if len(g.Flow) > 0 || g.Grow.While.Root != nil || g.Grow.Ceiling != nil || c.moved(g.ID) {
			return false
		}
		switch gr := &g.Grow; {
		case gr.Doubling > 0:
			to.add(fmt.Sprint(1/gr.Doubling.Hours()), factor*g.Start)
		case gr.Halving > 0:
			to.add(fmt.Sprint(-1/gr.Halving.Hours()), factor*g.Start)
		case gr.Rate != nil:
			to.add("", factor*g.Start)
			to.add("t", factor**gr.Rate)
		case gr.Approach != nil:
			to.add("", factor*gr.Approach.To)
			to.add(fmt.Sprint(-1/gr.Approach.Half.Hours()), factor*(g.Start-gr.Approach.To))
		default:
			to.add("", factor*g.Start)
		}
		return true
	}
	return false
}

// moved reports whether anything but its own law moves a gauge.
func (c *checker) moved(gauge string) bool {
	moved := c.sc.Find("sensor", gauge) >= 0 // by each reading
	c.sc.eachEffect(func(_ string, _ int, e *Effect) {
		moved = moved || e.Gauge == gauge
	})
	for i := range c.sc.Actions {
		moved = moved || c.sc.Actions[i].spendsFrom(gauge) || c.sc.Actions[i].usesStaff(gauge)
	}
	return moved || c.sc.harmed(gauge)
}
