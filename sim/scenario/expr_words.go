package scenario

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// stateIs compiles state('x') == 'failed'.
func (c *exprCompiler) stateIs(x *ast.BinaryNode, left, right ast.Node, op Op) *Node {
	call, ok := left.(*ast.CallNode)
	if !ok {
		return nil
	}
	id, ok := call.Callee.(*ast.IdentifierNode)
	if !ok || id.Value != "state" {
		return nil
	}
	word, ok := right.(*ast.StringNode)
	if !ok {
		c.fail(right, "for example state('grid') == 'failed'", "state is compared with a text")
	}
	for i, s := range States {
		if s == word.Value {
			n := &Node{Op: OpState, Type: Bool, Ref: c.ref(call, "system", 1), Num: float64(i), Role: Me}
			if !c.me {
				n.Role = Anyone
			}
			if op == OpNotEqual {
				n = &Node{Op: OpNot, Type: Bool, Args: []*Node{n}}
			}
			return n
		}
	}
	c.fail(right, suggest(word.Value, States), "%q is not a state", clip(word.Value))
	return nil
}

// clockOps are the functions of the time of the story's day and week.
var clockOps = map[string]Op{"hour_of_day": OpHourOfDay, "weekday": OpWeekday}

// weekdayIs compiles weekday == 'mon'; nil where the sides are something else.
func (c *exprCompiler) weekdayIs(left, right ast.Node, op Op) *Node {
	id, ok := left.(*ast.IdentifierNode)
	word, text := right.(*ast.StringNode)
	if !ok || !text || id.Value != "weekday" {
		return nil
	}
	for i, d := range Weekdays {
		if d == word.Value {
			return &Node{Op: op, Type: Bool, Args: []*Node{{Op: OpWeekday, Type: Number, Role: Anyone},
				{Op: OpNumber, Type: Number, Num: float64(i + 1)}}}
		}
	}
	c.fail(right, suggest(word.Value, Weekdays), "%q is not a day of the week", clip(word.Value))
	return nil
}

// draw compiles the id of a draw that is alone.
func (c *exprCompiler) draw(x *ast.IdentifierNode, d int) *Node {
	out := &Node{Op: OpDraw, Type: Number, Ref: d, Role: Anyone}
	switch draw := &c.sc.Draws[d]; draw.kind() {
	case drawChoice:
		c.fail(x, fmt.Sprintf("for example %s == '%s'", draw.ID, draw.Choice[0].ID),
			"draw %q has answers: compare it with one of them", draw.ID)
	case drawChance:
		out.Type = Bool
	}
	return out
}

// drawIs compiles culprit == 'insider'; nil where the sides are something else.
func (c *exprCompiler) drawIs(left, right ast.Node, op Op) *Node {
	id, ok := left.(*ast.IdentifierNode)
	if !ok {
		return nil
	}
	d := c.sc.Find("draw", id.Value)
	if d < 0 || len(c.sc.Draws[d].Choice) == 0 {
		return nil
	}
	draw := &c.sc.Draws[d]
	word, ok := right.(*ast.StringNode)
	if !ok {
		c.fail(right, fmt.Sprintf("for example %s == '%s'", draw.ID, draw.Choice[0].ID),
			"draw %q is compared with one of its answers, in quotes", draw.ID)
	}
	option := draw.option(word.Value)
	if option < 0 {
		c.fail(right, suggest(word.Value, draw.options()), "%q is not an answer of draw %q", clip(word.Value), draw.ID)
	}
	n := &Node{Op: OpDrawIs, Type: Bool, Ref: d, Option: option, Role: Anyone}
	if op == OpNotEqual {
		n = &Node{Op: OpNot, Type: Bool, Args: []*Node{n}}
	}
	return n
}

// onlyDraws refuses an expression that asks for more than draws and numbers.
func (sc *Scenario) onlyDraws(root *Node) *exprError {
	var asks []string
	root.Walk(func(n *Node) {
		if n.Op > OpBool && n.Op < OpNot && n.Op != OpDraw && n.Op != OpDrawIs {
			asks = append(asks, sc.Describe(n))
		}
	})
	if len(asks) == 0 {
		return nil
	}
	return &exprError{0, fmt.Sprintf("what is decided at STARTEX can depend on draws and numbers only, not on %s",
		strings.Join(asks, ", ")), "write a [draw.some_id] and name it here"}
}
