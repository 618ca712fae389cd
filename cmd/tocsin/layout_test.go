package main

import (
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mayImport is what each package may import, of ours and of others, beside the standard
// library. A new edge is a decision.
var mayImport = map[string][]string{
	"tocsin/scenarios":    {},
	"tocsin/sim/scenario": {"github.com/BurntSushi/toml", "github.com/pelletier/go-toml/v2/unstable", "github.com/expr-lang/expr/..."},
	"tocsin/sim":          {"tocsin/sim/scenario"},
	"tocsin/sim/bot":      {"tocsin/sim", "tocsin/sim/scenario"},
	"tocsin/sim/phrase":   {"tocsin/sim", "tocsin/sim/scenario"},
	"tocsin/sim/record":   {"tocsin/sim", "tocsin/sim/scenario"},
	"tocsin/sim/room": {"tocsin/sim", "tocsin/sim/scenario", "tocsin/sim/bot", "tocsin/sim/phrase", "tocsin/sim/record", "tocsin/sim/score",
		"golang.org/x/text/unicode/norm"},
	"tocsin/sim/score": {"tocsin/sim", "tocsin/sim/scenario", "tocsin/sim/bot"},
	"tocsin/sim/sweep": {"tocsin/sim", "tocsin/sim/scenario", "tocsin/sim/bot", "tocsin/sim/score"},
	"tocsin/sim/report": {"tocsin/sim", "tocsin/sim/scenario", "tocsin/sim/bot", "tocsin/sim/score", "tocsin/sim/sweep", "tocsin/sim/phrase",
		"github.com/charmbracelet/lipgloss", "github.com/charmbracelet/x/ansi", "gonum.org/v1/plot/..."},
	// Screens do not know each other: package tui knows them all, and they share theme,
	// widget and control.
	"tocsin/tui/theme":       {"github.com/charmbracelet/lipgloss", "github.com/muesli/termenv"},
	"tocsin/tui/widget":      {"tocsin/sim/room", "tocsin/sim/scenario", "tocsin/tui/theme", "github.com/charmbracelet/bubbletea", "github.com/charmbracelet/bubbles/...", "github.com/charmbracelet/x/ansi"},
	"tocsin/tui/control":     {"tocsin/sim/room", "tocsin/sim/scenario", "tocsin/tui/theme", "tocsin/tui/widget", "github.com/charmbracelet/lipgloss", "github.com/charmbracelet/bubbletea", "github.com/charmbracelet/bubbles/..."},
	"tocsin/tui/lobby":       screen,
	"tocsin/tui/player":      screen,
	"tocsin/tui/facilitator": append([]string{"tocsin/tui/control"}, screen...),
	"tocsin/tui/evaluator":   append([]string{"tocsin/tui/control"}, screen...),
	"tocsin/tui/board":       append([]string{"tocsin/tui/control"}, screen...),
	"tocsin/tui/replay":      append([]string{"tocsin/sim", "tocsin/sim/scenario", "tocsin/tui/control"}, screen...),
	"tocsin/tui/table":       screen,
	"tocsin/tui/shot":        {"github.com/charmbracelet/x/ansi"},
	"tocsin/tui/screentest":  {"tocsin/sim/room", "github.com/charmbracelet/bubbletea", "github.com/charmbracelet/x/ansi", "github.com/stretchr/testify/..."},
	"tocsin/tui":             append([]string{"tocsin/tui/control", "tocsin/tui/lobby", "tocsin/tui/player", "tocsin/tui/facilitator", "tocsin/tui/evaluator", "tocsin/tui/board"}, screen...),
	"tocsin/tui/plain":       {"tocsin/sim/room", "github.com/charmbracelet/x/ansi"},
	"tocsin/tui/host": {"tocsin/sim/room", "tocsin/sim/scenario", "tocsin/tui/plain", "github.com/charmbracelet/bubbletea", "github.com/charmbracelet/colorprofile", "github.com/charmbracelet/ssh",
		"github.com/charmbracelet/wish/...", "golang.org/x/crypto/ssh"},
	"tocsin/cmd/tocsin": {"tocsin/scenarios", "tocsin/sim", "tocsin/sim/scenario", "tocsin/sim/bot", "tocsin/sim/score", "tocsin/sim/sweep",
		"tocsin/sim/report", "tocsin/sim/phrase", "tocsin/sim/record", "tocsin/sim/room",
		"tocsin/tui", "tocsin/tui/host", "tocsin/tui/plain", "tocsin/tui/replay", "tocsin/tui/table",
		"github.com/spf13/cobra", "github.com/charmbracelet/lipgloss", "github.com/charmbracelet/x/ansi", "golang.org/x/term", "github.com/charmbracelet/bubbletea", "github.com/charmbracelet/colorprofile"},
}

// screen is what a screen may import.
var screen = []string{"tocsin/sim/room", "tocsin/tui/theme", "tocsin/tui/widget", "github.com/charmbracelet/bubbletea", "github.com/charmbracelet/bubbles/..."}

// testsMayImport is what tests may import beside what their package may. The engine's
// conditions are timed against expr's virtual machine.
var testsMayImport = []string{"github.com/stretchr/testify/...", "github.com/rogpeppe/go-internal/testscript", "pgregory.net/rapid",
	"github.com/hinshun/vt10x", "golang.org/x/crypto/ssh", "github.com/charmbracelet/x/ansi", "github.com/expr-lang/expr/...", "github.com/yuin/goldmark/..."}

func TestImportsGoOneWay(t *testing.T) {
	lines := goList(t, `{{.ImportPath}} {{join .Imports " "}}`)
	for _, line := range lines {
		words := strings.Fields(line)
		allowed, known := mayImport[words[0]]
		if !assert.True(t, known, "package %s is not in the table of imports", words[0]) {
			continue
		}
		for _, imp := range words[1:] {
			assert.True(t, standard(imp) || allows(allowed, imp), "%s may not import %s", words[0], imp)
		}
	}
	for _, line := range goList(t, `{{.ImportPath}} {{join .TestImports " "}} {{join .XTestImports " "}}`) {
		words := strings.Fields(line)
		for _, imp := range words[1:] {
			ok := standard(imp) || strings.HasPrefix(imp, "tocsin/") || allows(testsMayImport, imp) || allows(mayImport[words[0]], imp)
			assert.True(t, ok, "the tests of %s may not import %s", words[0], imp)
		}
	}
}

func goList(t *testing.T, format string) []string {
	cmd := exec.Command("go", "list", "-f", format, "./...")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	require.NoError(t, err)
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

// standard reports whether an import path is of the standard library.
func standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return first != "tocsin" && !strings.Contains(first, ".")
}

// allows reports whether a path is in the list, where "x/..." stands for all under x.
func allows(list []string, path string) bool {
	return slices.ContainsFunc(list, func(entry string) bool {
		tree, all := strings.CutSuffix(entry, "/...")
		return entry == path || all && (path == tree || strings.HasPrefix(path, tree+"/"))
	})
}

func TestTopLevel(t *testing.T) {
	allowed := []string{"cmd", "sim", "scenarios", "tui", "testdata", "go.mod", "go.sum", "README.md", "LICENSE"}
	entries, err := os.ReadDir(root(t))
	require.NoError(t, err)
	for _, e := range entries {
		assert.True(t, slices.Contains(allowed, e.Name()) || strings.HasPrefix(e.Name(), "."), "%s does not belong at the top level", e.Name())
	}
}

// rangesOverMap are the functions of the engine that may range over a map, each with the
// reason why the order cannot be seen in a result.
var rangesOverMap = map[string]string{
	"reads":   "the keys are sorted before they are returned",
	"Compile": "any collision of names refuses the scenario; nothing has run yet",
}

// exactMath are the functions and constants of package math that give the same bits on
// every processor. Exp, Log, Pow, Sin and their like do not: sim/floats.go has ours.
var exactMath = []string{"Sqrt", "Floor", "Ceil", "Trunc", "Abs", "Ldexp", "Frexp", "Inf", "IsInf", "NaN", "IsNaN", "Float64bits", "Float64frombits",
	"MaxInt64", "MinInt64", "MaxUint64", "MaxFloat64", "Sqrt2"}

// TestEngineIsPure keeps clocks, global randomness, I/O, goroutines, inexact mathematics
// and the order of maps out of the engine, on each processor that it is built for.
func TestEngineIsPure(t *testing.T) {
	banned := []string{"time", "math/rand", "math/rand/v2", "crypto/rand", "os", "io", "io/fs", "net", "sync", "sync/atomic", "context", "runtime", "unsafe"}
	set, files, info := loadEngine(t)
	for _, f := range files {
		for _, imp := range f.Imports {
			path := strings.Trim(imp.Path.Value, `"`)
			assert.NotContains(t, banned, path, "%s imports %s", set.Position(imp.Pos()), path)
		}
		for _, decl := range f.Decls {
			name := "package level"
			if fn, ok := decl.(*ast.FuncDecl); ok {
				name = fn.Name.Name
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				switch x := n.(type) {
				case *ast.GoStmt, *ast.SelectStmt, *ast.SendStmt:
					t.Errorf("%s: concurrency in the engine", set.Position(n.Pos()))
				case *ast.SelectorExpr:
					if p, ok := info.Uses[identOf(x.X)].(*types.PkgName); ok && p.Imported().Path() == "math" {
						assert.Contains(t, exactMath, x.Sel.Name, "%s: math.%s may differ between processors", set.Position(x.Pos()), x.Sel.Name)
					}
				case *ast.RangeStmt:
					if _, ok := info.TypeOf(x.X).Underlying().(*types.Map); ok && rangesOverMap[name] == "" {
						t.Errorf("%s: %s ranges over a map, whose order differs from run to run; sort the keys", set.Position(x.Pos()), name)
					}
				}
				return true
			})
		}
	}
}

// identOf is the identifier that an expression is, or nil.
func identOf(e ast.Expr) *ast.Ident {
	id, _ := e.(*ast.Ident)
	return id
}

// loadEngine parses package sim and finds its types, without its tests.
func loadEngine(t *testing.T) (*token.FileSet, []*ast.File, *types.Info) {
	dir := filepath.Join(root(t), "sim")
	pkg, err := build.ImportDir(dir, 0)
	require.NoError(t, err)
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range pkg.GoFiles {
		f, err := parser.ParseFile(set, filepath.Join(dir, name), nil, 0)
		require.NoError(t, err)
		files = append(files, f)
	}
	require.NotEmpty(t, files)
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: importer.ForCompiler(set, "source", nil)}
	_, err = conf.Check("tocsin/sim", set, files, info)
	require.NoError(t, err)
	return set, files, info
}

func root(t *testing.T) string {
	dir, err := filepath.Abs("../..")
	require.NoError(t, err)
	return dir
}
