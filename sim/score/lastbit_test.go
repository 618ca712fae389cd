package score

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestNumbersAreTheSameOnEveryProcessor: what package math works out differently on some
// processor is used by nothing that makes a number which is printed in full.
func TestNumbersAreTheSameOnEveryProcessor(t *testing.T) {
	exact := []string{"Abs", "Sqrt", "Floor", "Ceil", "Trunc", "Round", "Inf", "IsInf", "IsNaN", "NaN", "Signbit",
		"Float64bits", "Float64frombits", "Ldexp", "Frexp", "MaxFloat64", "MaxInt64", "MaxInt", "MinInt64",
		"MaxInt32",
		"MaxUint32", "Max", "Min", "Copysign", "SmallestNonzeroFloat64", "MinInt", "Mod"}
	seen := 0
	for _, dir := range []string{"score", "engine", "exercise", "whatif", "bot", "sweep"} {
		files, err := filepath.Glob("../" + dir + "/*.go")
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			require.NoError(t, err)
			ast.Inspect(f, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := s.X.(*ast.Ident); ok && x.Name == "math" {
						seen++
						assert.True(t, slices.Contains(exact, s.Sel.Name), "%s uses math.%s", name, s.Sel.Name)
					}
				}
				return true
			})
		}
	}
	assert.Greater(t, seen, 10)
	assert.InDelta(t, 10, engine.Power(100, 0.5), 1e-12)
	assert.InDelta(t, 2, engine.Power(16, 0.25), 1e-13)
	assert.InDelta(t, 1, engine.Power(1, 0.3), 0)
}
