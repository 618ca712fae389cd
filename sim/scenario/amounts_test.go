package scenario

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// amounts are the keys of an effect that are quantities, by their fields.
func amounts() (out []reflect.StructField) {
	for f := range reflect.TypeFor[Effect]().Fields() {
		if f.Type == reflect.TypeFor[*Quantity]() {
			out = append(out, f)
		}
	}
	return out
}

// TestEveryAmountIsGiven: what an effect gives as a quantity is among its amounts, which the checks and the
// engine go through.
func TestEveryAmountIsGiven(t *testing.T) {
	require.NotEmpty(t, amounts())
	for _, f := range amounts() {
		e, q := Effect{}, &Quantity{}
		reflect.ValueOf(&e).Elem().FieldByIndex(f.Index).Set(reflect.ValueOf(q))
		assert.Equal(t, []*Quantity{q}, e.Amounts(), "%s is not in Amounts (effect.go)", f.Name)
	}
	assert.Empty(t, new(Effect).Amounts())
}

// TestEveryAmountIsJudged: what says how far, or which way, an effect moves a gauge says it of each quantity.
func TestEveryAmountIsJudged(t *testing.T) {
	for _, x := range []struct{ file, function, without string }{
		{"lint_scale.go", "pushes", ""},
		{"lint_divide.go", "comesTo", ""},
		{"lint_acts.go", "moves", ""},
		{"../report/bearing.go", "effectOn", "Set"}, // it moves a gauge either way
	} {
		file, err := parser.ParseFile(token.NewFileSet(), x.file, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		read, found := map[string]bool{}, false
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == x.function {
				found = true
				ast.Inspect(f, func(n ast.Node) bool {
					if s, ok := n.(*ast.SelectorExpr); ok {
						read[s.Sel.Name] = true
					}
					return true
				})
			}
		}
		require.True(t, found, "there is no %s in %s", x.function, x.file)
		for _, f := range amounts() {
			assert.True(t, read[f.Name] || f.Name == x.without, "%s (%s) does not say what %s does to a gauge", x.function,
				x.file, f.Name)
		}
	}
}
