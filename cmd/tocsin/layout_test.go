package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mayImport is what each package may import of ours. A new edge is a decision.
var mayImport = map[string][]string{
	"tocsin/scenarios":    {},
	"tocsin/sim/scenario": {},
	"tocsin/sim":          {"tocsin/sim/scenario"},
	"tocsin/sim/bot":      {"tocsin/sim", "tocsin/sim/scenario"},
	"tocsin/sim/score":    {"tocsin/sim", "tocsin/sim/scenario", "tocsin/sim/bot"},
	"tocsin/sim/report":   {"tocsin/sim", "tocsin/sim/scenario", "tocsin/sim/bot", "tocsin/sim/score"},
	"tocsin/cmd/tocsin":   {"tocsin/scenarios", "tocsin/sim", "tocsin/sim/scenario", "tocsin/sim/bot", "tocsin/sim/score", "tocsin/sim/report"},
}

func TestImportsGoOneWay(t *testing.T) {
	cmd := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	require.NoError(t, err)
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		words := strings.Fields(line)
		allowed, known := mayImport[words[0]]
		if !assert.True(t, known, "package %s is not in the table of imports", words[0]) {
			continue
		}
		for _, imp := range words[1:] {
			if strings.HasPrefix(imp, "tocsin/") {
				assert.Contains(t, allowed, imp, "%s may not import %s", words[0], imp)
			}
		}
	}
}

func TestTopLevel(t *testing.T) {
	allowed := map[string]bool{"cmd": true, "sim": true, "scenarios": true, "tui": true, "testdata": true, "go.mod": true, "go.sum": true, "README.md": true, "LICENSE": true}
	entries, err := os.ReadDir(root(t))
	require.NoError(t, err)
	for _, e := range entries {
		assert.True(t, allowed[e.Name()] || strings.HasPrefix(e.Name(), "."), "%s does not belong at the top level", e.Name())
	}
}

// TestEngineIsPure keeps clocks, global randomness, I/O, goroutines and inexact
// mathematics out of the engine.
func TestEngineIsPure(t *testing.T) {
	banned := map[string]bool{"time": true, "math/rand": true, "math/rand/v2": true, "os": true, "io": true, "sync": true, "net": true, "crypto/rand": true, "context": true}
	exact := map[string]bool{"Sqrt": true, "Floor": true, "Ceil": true, "Abs": true, "Ldexp": true, "Frexp": true, "Inf": true, "IsInf": true, "NaN": true, "IsNaN": true,
		"Float64bits": true, "MaxInt64": true, "Sqrt2": true}
	files, err := filepath.Glob(filepath.Join(root(t), "sim", "*.go"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, name, nil, 0)
		require.NoError(t, err)
		for _, imp := range f.Imports {
			path, _ := strconv.Unquote(imp.Path.Value)
			assert.False(t, banned[path], "%s imports %s", name, path)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s: a goroutine in the engine", set.Position(x.Pos()))
			case *ast.SelectorExpr:
				if p, ok := x.X.(*ast.Ident); ok && p.Name == "math" && p.Obj == nil {
					assert.True(t, exact[x.Sel.Name], "%s: math.%s differs between processors", set.Position(x.Pos()), x.Sel.Name)
				}
			}
			return true
		})
	}
}

func root(t *testing.T) string {
	dir, err := filepath.Abs("../..")
	require.NoError(t, err)
	return dir
}
