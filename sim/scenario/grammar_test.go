package scenario

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	exprast "github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/parser/operator"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// exprNodes are all nodes of expr-lang's tree, and whether expressions may have them.
var exprNodes = map[exprast.Node]bool{
	&exprast.IdentifierNode{}: true, &exprast.IntegerNode{}: true, &exprast.FloatNode{}: true,
	&exprast.BoolNode{}:   true,
	&exprast.StringNode{}: true, // inside functions
	&exprast.UnaryNode{}:  true, &exprast.BinaryNode{}: true, &exprast.ConditionalNode{}: true,
	&exprast.CallNode{}:    true, // of our own functions
	&exprast.BuiltinNode{}: true, // min, max and abs
	&exprast.NilNode{}:     false, &exprast.BytesNode{}: false, &exprast.ConstantNode{}: false,
	&exprast.ChainNode{}:  false,
	&exprast.MemberNode{}: false, &exprast.SliceNode{}: false, &exprast.PredicateNode{}: false,
	&exprast.PointerNode{}:            false,
	&exprast.VariableDeclaratorNode{}: false, &exprast.SequenceNode{}: false, &exprast.ArrayNode{}: false,
	&exprast.MapNode{}:  false,
	&exprast.PairNode{}: false,
}

// TestEveryNodeIsDecided reads the source of expr-lang's ast package, so that a release
// with a new kind of node fails here until somebody has decided on it.
func TestEveryNodeIsDecided(t *testing.T) {
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/expr-lang/expr/ast").Output()
	require.NoError(t, err)
	pkg, err := build.ImportDir(strings.TrimSpace(string(dir)), 0)
	require.NoError(t, err)
	var declared []string
	for _, name := range pkg.GoFiles {
		f, err := parser.ParseFile(token.NewFileSet(), pkg.Dir+"/"+name, nil, 0)
		require.NoError(t, err)
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok {
				for _, field := range s.Fields.List {
					if id, ok := field.Type.(*ast.Ident); ok && len(field.Names) == 0 && id.Name == "base" {
						declared = append(declared, spec.Name.Name)
					}
				}
			}
			return true
		})
	}
	require.Greater(t, len(declared), 20)
	var decided []string
	for n := range exprNodes {
		decided = append(decided, reflect.TypeOf(n).Elem().Name())
	}
	assert.ElementsMatch(t, declared, decided)
}

// TestRefusedNodes hands each node that is not allowed straight to the compiler.
func TestRefusedNodes(t *testing.T) {
	for n, ok := range exprNodes {
		if ok {
			continue
		}
		t.Run(reflect.TypeOf(n).Elem().Name(), func(t *testing.T) {
			c := &exprCompiler{sc: completeScenario(t), source: "x"}
			defer func() {
				e, ok := recover().(*exprError)
				require.True(t, ok, "it is compiled")
				assert.Contains(t, e.msg, "not allowed")
			}()
			c.node(n)
		})
	}
}

// TestEveryBuiltinIsDecided: of expr-lang's own functions only three may be called.
func TestEveryBuiltinIsDecided(t *testing.T) {
	sc := completeScenario(t)
	require.Greater(t, len(builtin.Builtins), 50)
	for _, b := range builtin.Builtins {
		for _, args := range []string{"", "harm", "harm, harm", "'x'", "[1]", "[1], # > 0", "[1], {# > 0}",
			"[1], 0, {#acc + #}"} {
			source := b.Name + "(" + args + ") > 0"
			_, err := sc.ParseExpr(source, Bool, true)
			legal := b.Name == "abs" && args == "harm" || (b.Name == "min" || b.Name == "max") && args == "harm, harm"
			assert.Equal(t, legal, err == nil, source)
		}
	}
}

// TestEveryOperatorIsDecided does the same for operators.
func TestEveryOperatorIsDecided(t *testing.T) {
	sc := completeScenario(t)
	numbers := map[string]bool{"<": true, "<=": true, ">": true, ">=": true, "==": true, "!=": true, "+": true,
		"-": true, "*": true, "/": true}
	conditions := map[string]bool{"&&": true, "and": true, "||": true, "or": true, "==": true, "!=": true}
	for op := range operator.Binary {
		_, err := sc.ParseExpr(fmt.Sprintf("harm %s hours", op), Number, true)
		assert.Equal(t, numbers[op], err == nil, "numbers: %s", op)
		_, err = sc.ParseExpr(fmt.Sprintf("true %s knows('theft')", op), Bool, true)
		assert.Equal(t, conditions[op], err == nil, "conditions: %s", op)
		_, err = sc.ParseExpr(fmt.Sprintf("'a' %s 'b'", op), Bool, true)
		assert.Error(t, err, "texts: %s", op)
	}
	for op := range operator.Unary {
		_, err := sc.ParseExpr(op+" harm > 0", Bool, true)
		assert.Equal(t, op == "-" || op == "+", err == nil, op)
	}
}

// TestAttacks: expressions that would cost time or memory, or reach for what is not
// theirs, are refused with their place before they could run.
func TestAttacks(t *testing.T) {
	sc := completeScenario(t)
	double := "let a = 'aaaaaaaaaaaaaaaa'; "
	for i := range 20 {
		double += fmt.Sprintf("let a%d = a + a; ", i)
	}
	for name, source := range map[string]string{
		"doublings":         double + "a19 == ''",
		"doubled texts":     "('a' + 'a') + ('a' + 'a') == ''",
		"repeat":            "repeat('a', 1000000000) == ''",
		"range":             "1..100000000 == 1..100000000",
		"range in all":      "all(1..1000000, {true})",
		"triple all":        "all(1..600, {all(1..600, {all(1..600, {true})})})",
		"closure":           "any([1, 2], # > 1)",
		"reduce":            "reduce(1..9, #acc + #, 0) > 1",
		"regex":             "'aaaaaaaaaaaaaaaa' matches '(a+)+$'",
		"power":             "hours ** 9 ** 9 ** 9 > 1",
		"caret":             "hours ^ 9 > 1",
		"now":               "now() > 1",
		"date":              "date('2027-01-01') > 1",
		"pipe":              "hours | abs() > 1",
		"pipe into closure": "[1] | map(# * 2) == []",
		"map":               "{'a': 1} == {}",
		"member":            "hours.x > 1",
		"member of call":    "knows('theft').x",
		"optional member":   "hours?.x > 1",
		"index":             "harm[0] > 1",
		"let":               "let x = hours; x > 1",
		"sequence":          "hours > 1; true",
		"array":             "[1, 2, 3] == [1]",
		"in":                "1 in [1]",
		"slice":             "[1, 2, 3][1:2] == []",
		"environment":       "$env['x'] > 1",
		"method":            "sc.Find('role', 'lab') > 1",
		"json":              "toJSON(hours) == ''",
		"get":               "get(hours, 'x') > 1",
		"not in":            "1 not in [2]",
		"bytes":             "b'x' == b'x'",
		"comment":           "/* x */ nil",
		"many terms":        strings.Repeat("true && ", 20_000) + "true",
		"many small terms":  strings.Repeat("1+", 250) + "1 > 0",
		"deep brackets":     strings.Repeat("(", 250) + "1" + strings.Repeat(")", 250) + " > 1",
		"deep not":          strings.Repeat("!", 500) + "true",
		"deep choice":       strings.Repeat("true ? ", 70) + "true" + strings.Repeat(" : true", 2),
		"infinity":          "1e999 > 1",
		"huge whole number": "99999999999999999999 > 1",
	} {
		t.Run(name, func(t *testing.T) {
			_, fault := sc.compileExpr(source, Bool, true)
			require.NotNil(t, fault)
			assert.True(t, fault.offset >= 0 && fault.offset <= len(source), "offset %d", fault.offset)
			assert.NotEmpty(t, fault.msg)
			assert.NotContains(t, fault.msg, "\n")
		})
	}
}

func TestLegalExpressions(t *testing.T) {
	sc := completeScenario(t)
	for _, source := range []string{
		"true", "not false", "!knows('theft')", "knows('theft', 'lab')", "aware('theft') >= 2",
		"done('hold') and doing('report', 'lab')",
		"state('host') == 'failed'", "'isolated' != state('host')", "failed('host') || count_failed() > 1",
		"delivered('alert') or missed('alert')",
		"open('cell') && met('duty') && started('duty') && has('cell')", "copies * 2 + harm / 3 - 1 > -hours",
		"+harm > 0",
		"min(copies, 5) < max(harm, abs(-3))", "copies > 2 ? knows('theft') : hours > 3",
		"(hours > 1) == (harm > 1)", "1 == 1.0",
		"hours > 1_000", "hours > 0x10", "hours > 1e3", "// a remark\nhours > 1", "true // said",
	} {
		n, err := sc.ParseExpr(source, Bool, true)
		assert.NoError(t, err, source)
		assert.NotNil(t, n, source)
	}
}
