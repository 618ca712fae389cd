package scenario

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/parser/lexer"
)

// Limits of one expression. With the closed list of nodes below they bound what an
// expression can cost: there are no loops, so it is linear in its parts.
const (
	maxExprBytes = 512
	maxExprNodes = 200
)

// Type is the type of an expression's value.
type Type uint8

const (
	// Bool is true or false.
	Bool Type = iota
	// Number is a floating-point number.
	Number
)

func (t Type) String() string {
	if t == Bool {
		return "a condition"
	}
	return "a number"
}

// Op is what a [Node] does.
type Op uint8

// The operations of expressions. Those on the world refer to a thing by its index in the
// scenario's slice of that kind (Ref) and, where a role matters, to a role (Role; Me for the
// role whose table the expression is in, Anyone for no role in particular).
const (
	OpNumber Op = iota // Num
	OpBool             // Num is 0 or 1
	OpHours
	OpGauge // Ref
	OpKnows // Ref, Role
	OpAware // Ref
	OpHeld  // Ref; Num: the mark, as a place in Marks
	OpDone  // Ref, Role
	OpDoing // Ref, Role
	OpState // Ref is in state Num
	OpCountFailed
	OpChecked   // Ref, Role
	OpDelivered // Ref
	OpMissed    // Ref
	OpOpen      // Ref
	OpMet       // Ref
	OpStarted   // Ref
	OpHas       // Ref
	OpEnded     // Ref
	OpHourOfDay
	OpWeekday
	OpBreached // Ref
	OpJoined   // Ref
	OpWaiting  // Ref
	OpDoneAt   // Ref, Role
	OpMove     // Ref is the round being played
	OpOver     // Ref has been played
	OpRuns     // the system Option, or one of the systems of Role, runs Ref
	OpRunning  // Ref; Option or Role, if only these systems count
	OpExposed  // likewise
	OpFlawed   // Ref
	OpDraw     // Ref; Num is its value in a scenario that has been drawn
	OpDrawIs   // Ref has the answer Option; Num is 1 in a scenario that has been drawn so
	OpNot
	OpNegate
	OpAnd
	OpOr
	OpEqual
	OpNotEqual
	OpLess
	OpLessEqual
	OpGreater
	OpGreaterEqual
	OpAdd
	OpSubtract
	OpMultiply
	OpDivide
	OpChoose // Args: condition, then, else
	OpMin
	OpMax
	OpAbs
	OpAtLeast // Num of Args are true
)

// Roles of a [Node] that name no role.
const (
	Anyone = -1
	Me     = -2
)

// States of a system, in the order of their numbers.
var States = []string{"normal", "degraded", "failed", "isolated"}

// Node is a part of an expression, checked and with its ids resolved.
type Node struct {
	Op   Op
	Type Type
	Num  float64
	Ref  int
	Role int
	// Option is the index of a draw's answer (OpDrawIs) or of a system (OpRuns, OpRunning, OpExposed).
	Option int
	Args   []*Node
}

// Expr is an expression of the scenario. Root is nil when the file gives none.
type Expr struct {
	Source string
	Root   *Node
}

func (e *Expr) bind(b *binder, v any, path string) {
	switch x := v.(type) {
	case string:
		if strings.TrimSpace(x) == "" {
			b.errorf(path, "expression", `for example "knows('egress')"`, "the expression is empty")
			return
		}
		e.Source = x
	case bool:
		e.Source = fmt.Sprint(x)
	case int64, float64:
		e.Source = fmt.Sprint(x)
	default:
		b.errorf(path, "type", `for example "knows('egress')"`, "expected an expression in quotes, found %s", kindOf(v))
	}
}

// exprError is a fault in an expression, at a byte of it.
type exprError struct {
	offset    int
	msg, hint string
}

// ParseExpr parses, checks and resolves an expression that is outside a file.
// inRole says whether knows(f) without a role means the role that the expression belongs to.
func (sc *Scenario) ParseExpr(source string, want Type, inRole bool) (*Node, error) {
	n, e := sc.compileExpr(source, want, inRole)
	if e != nil {
		return nil, fmt.Errorf("%s at character %d of %q", e.msg, utf8.RuneCountInString(source[:e.offset])+1,
			clip(source))
	}
	return n, nil
}

func (sc *Scenario) compileExpr(source string, want Type, me bool) (root *Node, fault *exprError) {
	if len(source) > maxExprBytes {
		return nil, &exprError{0, fmt.Sprintf("the expression has %d bytes; at most %d are allowed", len(source),
			maxExprBytes), "split it, or use a gauge or inject as a step in between"}
	}
	if strings.Count(source, "(")+strings.Count(source, "[") > maxExprNodes/2 {
		return nil, &exprError{0, "the expression is nested too deeply", "split it"}
	}
	tree, err := parser.Parse(source)
	if err != nil {
		return nil, unreadable(source, err)
	}
	if at := pipe(source); at >= 0 { // g | abs() leaves no trace in the tree
		return nil, &exprError{byteOffset(source, at), `operator "|" is not allowed`, allowed}
	}
	c := &exprCompiler{sc: sc, me: me, source: source}
	defer func() {
		if r := recover(); r != nil {
			f, ok := r.(*exprError)
			if !ok {
				panic(r)
			}
			root, fault = nil, f
		}
	}()
	n := c.node(tree.Node)
	if n.Type != want && !(want == Number && n.Type == Bool) {
		c.want(tree.Node, n, want)
	}
	return n, nil
}

// pipe finds the first pipe of a readable expression, in characters, or gives -1.
func pipe(source string) int {
	if !strings.Contains(source, "|") {
		return -1
	}
	tokens, err := lexer.Lex(file.NewSource(source))
	if err != nil {
		return -1
	}
	for _, t := range tokens {
		if t.Is(lexer.Operator, "|") {
			return t.From
		}
	}
	return -1
}

func byteOffset(s string, runes int) int {
	for i := range s {
		if runes == 0 {
			return i
		}
		runes--
	}
	return len(s)
}

type exprCompiler struct {
	sc     *Scenario
	me     bool
	source string
	nodes  int
}

func (c *exprCompiler) fail(n ast.Node, hint, format string, args ...any) {
	panic(&exprError{byteOffset(c.source, n.Location().From), fmt.Sprintf(format, args...), hint})
}

var binaryOps = map[string]Op{
	"&&": OpAnd, "and": OpAnd, "||": OpOr, "or": OpOr, "==": OpEqual, "!=": OpNotEqual,
	"<": OpLess, "<=": OpLessEqual, ">": OpGreater, ">=": OpGreaterEqual,
	"+": OpAdd, "-": OpSubtract, "*": OpMultiply, "/": OpDivide,
}

const allowed = "expressions have numbers, ids in quotes inside functions, gauges by their id, hours, the " +
	"functions of the reference, and the operators && || ! == != < <= > >= + - * / ?:"

// node checks and compiles one part. Whatever it does not name is not allowed.
func (c *exprCompiler) node(n ast.Node) *Node {
	if c.nodes++; c.nodes > maxExprNodes {
		c.fail(n, "split it", "the expression has more than %d parts", maxExprNodes)
	}
	switch x := n.(type) {
	case *ast.IntegerNode:
		return &Node{Op: OpNumber, Type: Number, Num: float64(x.Value)}
	case *ast.FloatNode:
		if math.IsInf(x.Value, 0) || math.IsNaN(x.Value) {
			c.fail(n, "", "not a number that the engine can use")
		}
		return &Node{Op: OpNumber, Type: Number, Num: x.Value}
	case *ast.BoolNode:
		b := &Node{Op: OpBool, Type: Bool}
		if x.Value {
			b.Num = 1
		}
		return b
	case *ast.IdentifierNode:
		if x.Value == "hours" {
			return &Node{Op: OpHours, Type: Number}
		}
		if op, ok := clockOps[x.Value]; ok {
			return &Node{Op: op, Type: Number, Role: Anyone}
		}
		if d := c.sc.Find("draw", x.Value); d >= 0 {
			return c.draw(x, d)
		}
		g := c.sc.Find("gauge", x.Value)
		if g < 0 {
			c.fail(n, c.identifierHint(x.Value), "unknown gauge %q", clip(x.Value))
		}
		return &Node{Op: OpGauge, Type: Number, Ref: g}
	case *ast.UnaryNode:
		a := c.node(x.Node)
		switch x.Operator {
		case "!", "not":
			c.want(x.Node, a, Bool)
			return &Node{Op: OpNot, Type: Bool, Args: []*Node{a}}
		case "-":
			c.want(x.Node, a, Number)
			return &Node{Op: OpNegate, Type: Number, Args: []*Node{a}}
		case "+":
			c.want(x.Node, a, Number)
			return a
		}
	case *ast.BinaryNode:
		return c.binary(x)
	case *ast.ConditionalNode:
		cond, a, b := c.node(x.Cond), c.node(x.Exp1), c.node(x.Exp2)
		c.want(x.Cond, cond, Bool)
		c.want(x.Exp2, b, a.Type)
		return &Node{Op: OpChoose, Type: a.Type, Args: []*Node{cond, a, b}}
	case *ast.BuiltinNode:
		ops := map[string]Op{"min": OpMin, "max": OpMax, "abs": OpAbs}
		op, ok := ops[x.Name]
		if !ok {
			break
		}
		if want := map[bool]int{true: 1, false: 2}[op == OpAbs]; len(x.Arguments) != want {
			c.fail(n, "", "%s takes %d arguments", x.Name, want)
		}
		out := &Node{Op: op, Type: Number}
		for _, a := range x.Arguments {
			k := c.node(a)
			c.want(a, k, Number)
			out.Args = append(out.Args, k)
		}
		return out
	case *ast.CallNode:
		return c.call(x)
	case *ast.StringNode:
		c.fail(n, "inside a function, as in knows('egress')", "a text cannot be used here")
	}
	c.fail(n, allowed, "this is not allowed in an expression")
	return nil
}

func (c *exprCompiler) identifierHint(id string) string {
	if _, ok := functions[id]; ok {
		return fmt.Sprintf("%s is a function: write %s('…')", id, id)
	}
	return suggest(id, append(append(c.sc.ids("gauge"), c.sc.ids("draw")...), "hours"))
}

func (c *exprCompiler) want(at ast.Node, n *Node, t Type) {
	if n.Type != t {
		hint := "count conditions with n_of(2, …), or give each its number: (… ? 1 : 0)"
		if t == Bool {
			hint = "compare the number, for example with > 0"
		}
		c.fail(at, hint, "expected %s here, found %s", t, n.Type)
	}
}

func (c *exprCompiler) binary(x *ast.BinaryNode) *Node {
	op, ok := binaryOps[x.Operator]
	if !ok {
		hint := allowed
		if x.Operator == "**" || x.Operator == "^" {
			hint = "multiply: g * g is the square of g"
		}
		c.fail(x, hint, "operator %q is not allowed", clip(x.Operator))
	}
	if op == OpEqual || op == OpNotEqual {
		if n := c.stateIs(x, x.Left, x.Right, op); n != nil {
			return n
		}
		if n := c.stateIs(x, x.Right, x.Left, op); n != nil {
			return n
		}
		for _, side := range [][2]ast.Node{{x.Left, x.Right}, {x.Right, x.Left}} {
			if n := c.weekdayIs(side[0], side[1], op); n != nil {
				return n
			}
		}
		if n := c.drawIs(x.Left, x.Right, op); n != nil {
			return n
		}
		if n := c.drawIs(x.Right, x.Left, op); n != nil {
			return n
		}
	}
	a, b := c.node(x.Left), c.node(x.Right)
	out := &Node{Op: op, Type: Bool, Args: []*Node{a, b}}
	switch op {
	case OpAnd, OpOr:
		c.want(x.Left, a, Bool)
		c.want(x.Right, b, Bool)
	case OpEqual, OpNotEqual:
		c.want(x.Right, b, a.Type)
	default:
		c.want(x.Left, a, Number)
		c.want(x.Right, b, Number)
		if op >= OpAdd {
			out.Type = Number
		}
	}
	return out
}

// ref resolves the id in the first argument of a call that takes up to most arguments.
func (c *exprCompiler) ref(x *ast.CallNode, kind string, most int) int {
	if len(x.Arguments) < 1 || len(x.Arguments) > most {
		c.fail(x, "", "this function takes the id of one %s in quotes", kind)
	}
	s, ok := x.Arguments[0].(*ast.StringNode)
	if !ok {
		c.fail(x.Arguments[0], "put the id in quotes", "expected the id of one %s in quotes", kind)
	}
	i := c.sc.Find(kind, s.Value)
	if i < 0 {
		c.unknown(x.Arguments[0], kind, s.Value)
	}
	return i
}

// atLeast compiles n_of(2, a, b, c).
func (c *exprCompiler) atLeast(x *ast.CallNode) *Node {
	const example = "for example n_of(2, knows('egress'), knows('tenant'), open('cell'))"
	if len(x.Arguments) < 2 {
		c.fail(x, example, "n_of takes a number and the conditions that it counts")
	}
	n, ok := x.Arguments[0].(*ast.IntegerNode)
	if !ok {
		c.fail(x.Arguments[0], example, "n_of begins with how many of its conditions must be true")
	}
	out := &Node{Op: OpAtLeast, Type: Bool, Num: float64(n.Value)}
	for _, a := range x.Arguments[1:] {
		if _, list := a.(*ast.ArrayNode); list {
			c.fail(a, "leave the [ ] out: "+example, "n_of takes its conditions one by one, not in a list")
		}
		k := c.node(a)
		c.want(a, k, Bool)
		out.Args = append(out.Args, k)
	}
	if n.Value < 1 || n.Value > len(out.Args) {
		c.fail(x.Arguments[0], example, "n_of counts %d conditions: %d of them can never be the question",
			len(out.Args), n.Value)
	}
	return out
}

// unknown says that an id names nothing of its kind, or what it names instead.
func (c *exprCompiler) unknown(at ast.Node, kind, id string) {
	if other := c.sc.kindOf(id); other != "" {
		hint := suggest(id, c.sc.ids(kind))
		for _, name := range []string{"knows", "done", "delivered", "failed", "open", "has", "met", "ended"} {
			if functions[name].kind == other {
				hint = fmt.Sprintf("did you mean %s('%s')?", name, id)
			}
		}
		c.fail(at, hint, "%q is %s, and %s is wanted here", clip(id), oneOf(other), oneOf(kind))
	}
	c.fail(at, suggest(id, c.sc.ids(kind)), "unknown %s %q", kind, clip(id))
}

func (c *exprCompiler) call(x *ast.CallNode) *Node {
	id, ok := x.Callee.(*ast.IdentifierNode)
	if !ok {
		c.fail(x, allowed, "this is not allowed in an expression")
	}
	if id.Value == "n_of" {
		return c.atLeast(x)
	}
	f, ok := functions[id.Value]
	if !ok {
		names := []string{"state", "min", "max", "abs", "n_of"}
		for name := range functions {
			names = append(names, name)
		}
		if id.Value == "state" {
			c.fail(x, "for example state('grid') == 'failed'", "state('…') must be compared with a state")
		}
		c.fail(x, suggest(id.Value, names), "unknown function %q", clip(id.Value))
	}
	out := &Node{Op: f.op, Type: f.typ, Role: Anyone}
	if f.kind == "" {
		if len(x.Arguments) != 0 {
			c.fail(x, "", "%s takes no argument", id.Value)
		}
		return out
	}
	if out.onVersions() {
		return c.versions(x, id.Value, f)
	}
	most := 1
	if f.role || f.op == OpHeld {
		most = 2
	}
	out.Ref = c.ref(x, f.kind, most)
	if f.op == OpHeld {
		out.Num = float64(c.mark(x))
		return out
	}
	if f.op == OpState {
		out.Num = 2
		if c.me {
			out.Role = Me
		}
	}
	if len(x.Arguments) == 2 {
		s, ok := x.Arguments[1].(*ast.StringNode)
		if !ok {
			c.fail(x.Arguments[1], "put the id in quotes", "expected the id of a role in quotes")
		}
		if out.Role = c.sc.Find("role", s.Value); out.Role < 0 {
			c.unknown(x.Arguments[1], "role", s.Value)
		}
	} else if f.op == OpKnows {
		if !c.me {
			c.fail(x, "name the role: knows('"+c.sc.Facts[out.Ref].ID+"', 'role'), or use aware('"+
				c.sc.Facts[out.Ref].ID+"') > 0", "who must know it?")
		}
		out.Role = Me
	}
	return out
}
