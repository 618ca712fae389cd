package scenario

import (
	"slices"

	"github.com/expr-lang/expr/ast"
)

// Marks are the handling marks, from the loosest to the strictest.
var Marks = []string{"clear", "green", "amber", "red"}

// mark compiles the second argument of held('fact', 'red').
func (c *exprCompiler) mark(x *ast.CallNode) int {
	if len(x.Arguments) != 2 {
		c.fail(x, "for example held('egress', 'red')", "held takes a fact and a handling mark")
	}
	word, ok := x.Arguments[1].(*ast.StringNode)
	if !ok {
		c.fail(x.Arguments[1], "put the mark in quotes", "expected a handling mark in quotes")
	}
	i := slices.Index(Marks, word.Value)
	if i < 0 {
		c.fail(x.Arguments[1], suggest(word.Value, Marks), "%q is not a handling mark", clip(word.Value))
	}
	return i
}
