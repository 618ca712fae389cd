package scenario

// drawsIn are the draws that an expression asks for, in its order.
func drawsIn(n *Node) []int {
	var out []int
	n.Walk(func(x *Node) {
		if x.Op == OpDraw || x.Op == OpDrawIs {
			out = append(out, x.Ref)
		}
	})
	return out
}

// substitute returns an expression in which draws have their values, 0 for those without one. Parts
// that ask for no draw are shared with the original.
func substitute(n *Node, values []float64) *Node {
	if len(drawsIn(n)) == 0 {
		return n
	}
	out := *n
	switch n.Op {
	case OpDraw:
		if n.Ref < len(values) {
			out.Num = values[n.Ref]
		}
		return &out
	case OpDrawIs:
		out.Num = 0
		if n.Ref < len(values) && int(values[n.Ref]) == n.Option {
			out.Num = 1
		}
		return &out
	}
	out.Args = make([]*Node, len(n.Args))
	for i, a := range n.Args {
		out.Args[i] = substitute(a, values)
	}
	return &out
}

// fixed is the value of an expression of numbers and of draws that have their values; false if it
// asks for anything else. Products are rounded before they are added, so that every machine gets
// the same.
func fixed(n *Node) (float64, bool) {
	if n == nil {
		return 0, false
	}
	switch n.Op {
	case OpNumber, OpBool, OpDraw, OpDrawIs:
		return n.Num, true
	}
	if n.Op < OpNot {
		return 0, false
	}
	args := make([]float64, len(n.Args))
	for i, a := range n.Args {
		v, ok := fixed(a)
		if !ok {
			return 0, false
		}
		args[i] = v
	}
	return apply(n, args), true
}

// apply is the value of an operation on values.
func apply(n *Node, x []float64) float64 {
	is := func(b bool) float64 {
		if b {
			return 1
		}
		return 0
	}
	switch n.Op {
	case OpNot:
		return is(x[0] == 0)
	case OpNegate:
		return -x[0]
	case OpAbs:
		return max(x[0], -x[0])
	case OpAnd:
		return is(x[0] != 0 && x[1] != 0)
	case OpOr:
		return is(x[0] != 0 || x[1] != 0)
	case OpEqual:
		return is(x[0] == x[1])
	case OpNotEqual:
		return is(x[0] != x[1])
	case OpLess:
		return is(x[0] < x[1])
	case OpLessEqual:
		return is(x[0] <= x[1])
	case OpGreater:
		return is(x[0] > x[1])
	case OpGreaterEqual:
		return is(x[0] >= x[1])
	case OpAdd:
		return x[0] + x[1]
	case OpSubtract:
		return x[0] - x[1]
	case OpMultiply:
		return float64(x[0] * x[1])
	case OpDivide:
		if x[1] == 0 {
			return 0
		}
		return x[0] / x[1]
	case OpChoose:
		if x[0] != 0 {
			return x[1]
		}
		return x[2]
	case OpMin:
		return min(x[0], x[1])
	case OpMax:
		return max(x[0], x[1])
	}
	left := n.Num // OpAtLeast
	for _, v := range x {
		left -= v
	}
	return is(left <= 0)
}
