package main

import (
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mayImport is what each package may import, of ours and of others, in addition to the standard
// library. A new edge is a decision.
var mayImport = map[string][]string{
	// For tests only.
	"tocsin/sim/statetest": {},
	"tocsin/sim/testsize":  {},
	"tocsin/sim/tabletest": {"tocsin/sim/engine", "tocsin/sim/exercise", "tocsin/sim/record",
		"github.com/stretchr/testify/..."},

	"tocsin/scenarios": {},
	// every bound, in one table
	"tocsin/sim/budget": {},
	"tocsin/sim/scenario": {"tocsin/sim/budget", "github.com/BurntSushi/toml",
		"github.com/pelletier/go-toml/v2/unstable", "github.com/expr-lang/expr/...",
		"github.com/charmbracelet/x/ansi"}, // how wide characters are
	"tocsin/sim/schema":   {},
	"tocsin/sim/engine":   {"tocsin/sim/scenario"},
	"tocsin/sim/bot":      {"tocsin/sim/engine", "tocsin/sim/scenario"},
	"tocsin/sim/whatif":   {"tocsin/sim/engine", "tocsin/sim/scenario", "tocsin/sim/bot"},
	"tocsin/sim/director": {"tocsin/sim/engine"},
	"tocsin/sim/phrase":   {"tocsin/sim/engine", "tocsin/sim/scenario"},
	// signatures by the host's key
	"tocsin/sim/record": {"tocsin/sim/engine", "tocsin/sim/scenario", "golang.org/x/crypto/ssh"},
	"tocsin/sim/speech": {"tocsin/sim/scenario"},
	"tocsin/sim/exercise": {"tocsin/sim/budget", "tocsin/sim/director", "tocsin/sim/speech", "tocsin/sim/engine", "tocsin/sim/scenario",
		"tocsin/sim/bot", "tocsin/sim/notes", "tocsin/sim/phrase", "tocsin/sim/record", "tocsin/sim/score",
		"tocsin/sim/whatif", "golang.org/x/text/unicode/norm", "github.com/mtibben/confusables"}, // UTS 39: names that look alike
	// hashes of codes; codes that are easily guessed
	"tocsin/sim/pass": {"golang.org/x/crypto/scrypt", "github.com/trustelem/zxcvbn"},
	"tocsin/sim/leak": {"tocsin/sim/speech", "tocsin/sim/engine", "tocsin/sim/exercise", "tocsin/sim/record",
		"tocsin/sim/scenario"},
	"tocsin/sim/room": {"tocsin/sim/budget", "tocsin/sim/director", "tocsin/sim/speech", "tocsin/sim/engine", "tocsin/sim/exercise",
		"tocsin/sim/pass",
		"tocsin/sim/record"},
	"tocsin/sim/score": {"tocsin/sim/engine", "tocsin/sim/scenario", "tocsin/sim/bot", "tocsin/sim/whatif"},
	"tocsin/sim/prove": {"tocsin/sim/engine", "tocsin/sim/scenario", "tocsin/sim/bot", "tocsin/sim/score"},
	"tocsin/sim/pack": {"tocsin/sim/engine", "tocsin/sim/exercise", "tocsin/sim/phrase", "tocsin/sim/record",
		"tocsin/sim/scenario", "github.com/xuri/excelize/v2"}, // the lanes of a preview as a workbook
	"tocsin/sim/playability": {"tocsin/sim/engine", "tocsin/sim/scenario", "tocsin/sim/bot", "tocsin/sim/score"},
	"tocsin/sim/sweep": {"tocsin/sim/engine", "tocsin/sim/scenario", "tocsin/sim/bot", "tocsin/sim/phrase",
		"tocsin/sim/score"},
	"tocsin/sim/report/draw": {"tocsin/sim/scenario", "golang.org/x/text/unicode/norm"},
	"tocsin/sim/campaign":    {"tocsin/sim/engine", "tocsin/sim/scenario", "tocsin/sim/bot", "tocsin/sim/score"},
	"tocsin/sim/notes": {"tocsin/sim/engine", "tocsin/sim/scenario", "tocsin/sim/bot", "tocsin/sim/score",
		"tocsin/sim/report/draw", "github.com/expr-lang/expr/..."},
	"tocsin/sim/report": {"tocsin/sim/report/draw", "tocsin/sim/schema", "tocsin/sim/engine", "tocsin/sim/scenario", "tocsin/sim/bot",
		"tocsin/sim/notes", "tocsin/sim/score", "tocsin/sim/sweep", "tocsin/sim/phrase", "tocsin/sim/whatif",
		"github.com/charmbracelet/lipgloss", "github.com/charmbracelet/x/ansi", "github.com/BurntSushi/toml",
		"github.com/yuin/goldmark/...",
		"github.com/xuri/excelize/v2",               // tables as workbooks
		"github.com/pelletier/go-toml/v2/unstable"}, // where a value of an overlay is, to change it alone
	// what a file is, before any reader takes it
	"tocsin/sim/filekind": {},
	// lists of others: excelize reads and writes XLSX, x/net/html what HTML shows, x/text encodings
	"tocsin/sim/msel": {"tocsin/sim/filekind", "tocsin/sim/scenario", "github.com/BurntSushi/toml",
		"github.com/xuri/excelize/v2", "golang.org/x/net/html", "golang.org/x/net/html/atom",
		"golang.org/x/text/encoding", "golang.org/x/text/encoding/charmap", "golang.org/x/text/encoding/htmlindex",
		"golang.org/x/text/encoding/unicode", "golang.org/x/text/unicode/norm"},
	// Screens do not know each other: package tui knows them all, and they share theme,
	// widget and control.
	"tocsin/tui/theme": {"github.com/charmbracelet/lipgloss", "github.com/muesli/termenv"},
	"tocsin/tui/quiet": {}, // only os, so that it initialises before Bubble Tea
	"tocsin/tui/ground": {"tocsin/tui/quiet", "tocsin/tui/theme", "github.com/charmbracelet/bubbletea",
		"golang.org/x/sys/unix"},
	"tocsin/tui/pointer": {"github.com/charmbracelet/bubbletea", "github.com/charmbracelet/x/ansi"},
	"tocsin/tui/widget": {"golang.org/x/text/unicode/norm", "tocsin/tui/pointer", "rsc.io/qr",
		"tocsin/sim/speech", "tocsin/sim/exercise", "tocsin/sim/room",
		"tocsin/sim/scenario",
		"tocsin/tui/theme", "github.com/charmbracelet/bubbletea", "github.com/charmbracelet/bubbles/...",
		"github.com/charmbracelet/x/ansi"},
	"tocsin/tui/control": {"tocsin/sim/exercise", "tocsin/sim/room", "tocsin/sim/scenario", "tocsin/tui/theme",
		"tocsin/tui/widget", "github.com/charmbracelet/lipgloss", "github.com/charmbracelet/bubbletea",
		"github.com/charmbracelet/bubbles/..."},
	"tocsin/tui/lobby":  screen,
	"tocsin/tui/player": screen,
	// the kinds of effects
	"tocsin/tui/facilitator": append([]string{"tocsin/sim/budget", "tocsin/sim/record", "tocsin/sim/scenario",
		"tocsin/tui/control"},
		screen...),
	"tocsin/tui/evaluator": append([]string{"tocsin/tui/control"}, screen...),
	"tocsin/tui/board":     append([]string{"tocsin/tui/control"}, screen...),
	"tocsin/tui/replay": append([]string{"tocsin/sim/engine", "tocsin/sim/scenario", "tocsin/tui/control"},
		screen...),
	"tocsin/tui/menu": {"tocsin/tui/theme", "tocsin/tui/widget", "github.com/charmbracelet/bubbletea",
		"github.com/charmbracelet/bubbles/..."},
	// the improvement plan, edited
	"tocsin/tui/plan": {"tocsin/sim/report", "tocsin/tui/theme", "tocsin/tui/widget",
		"github.com/charmbracelet/bubbletea", "github.com/charmbracelet/bubbles/..."},
	"tocsin/tui/table": screen,
	"tocsin/tui/shot":  {"tocsin/sim/report/draw", "github.com/charmbracelet/x/ansi"},
	"tocsin/tui/screentest": {"tocsin/sim/exercise", "tocsin/sim/room", "tocsin/sim/testsize",
		"github.com/charmbracelet/bubbletea", "github.com/charmbracelet/x/ansi", "github.com/stretchr/testify/..."},
	"tocsin/tui": append([]string{"tocsin/tui/control", "tocsin/tui/lobby", "tocsin/tui/player",
		"tocsin/tui/facilitator", "tocsin/tui/evaluator", "tocsin/tui/board"}, screen...),
	"tocsin/tui/plain": {"tocsin/sim/budget", "tocsin/sim/speech", "tocsin/sim/exercise", "tocsin/sim/room",
		"github.com/charmbracelet/x/ansi"},
	"tocsin/tui/host": {"tocsin/sim/budget", "tocsin/sim/exercise", "tocsin/sim/pass", "tocsin/sim/room",
		"tocsin/sim/scenario",
		"tocsin/sim/speech", "tocsin/tui/plain", "tocsin/tui/ground", "tocsin/tui/pointer", "tocsin/tui/theme",
		"tocsin/tui/widget", "github.com/charmbracelet/bubbletea", "github.com/charmbracelet/colorprofile", "github.com/charmbracelet/ssh",
		"github.com/charmbracelet/wish/...", "golang.org/x/crypto/ssh"},
	"tocsin/cmd/tocsin": {"tocsin/scenarios", "tocsin/sim/campaign", "tocsin/sim/notes", "tocsin/sim/engine",
		"tocsin/sim/scenario",
		"tocsin/sim/bot",
		"tocsin/sim/score", "tocsin/sim/sweep", "tocsin/sim/prove", "tocsin/sim/playability", "tocsin/sim/pack",
		"tocsin/sim/report", "tocsin/sim/report/draw", "tocsin/sim/phrase", "tocsin/sim/record", "tocsin/sim/schema",
		"tocsin/sim/exercise", "tocsin/sim/leak", "tocsin/sim/pass", "tocsin/sim/room", "tocsin/sim/filekind",
		"tocsin/sim/msel",
		"tocsin/tui", "tocsin/tui/host", "tocsin/tui/ground", "tocsin/tui/pointer", "tocsin/tui/theme", "tocsin/tui/plain",
		"tocsin/tui/replay", "tocsin/tui/table", "tocsin/tui/menu", "tocsin/tui/plan",
		"github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/charmbracelet/lipgloss",
		"github.com/charmbracelet/x/ansi",
		"golang.org/x/term", "github.com/charmbracelet/bubbletea", "github.com/charmbracelet/colorprofile"},
}

// screen is what a screen may import.
var screen = []string{"tocsin/sim/speech", "tocsin/sim/exercise", "tocsin/sim/room", "tocsin/tui/theme",
	"tocsin/tui/widget", "github.com/charmbracelet/bubbletea", "github.com/charmbracelet/bubbles/..."}

// testsMayImport is what tests may import in addition to what their package may. The engine's
// conditions are timed against expr's virtual machine.
var testsMayImport = []string{"github.com/stretchr/testify/...", "github.com/rogpeppe/go-internal/testscript",
	"pgregory.net/rapid",
	"github.com/BurntSushi/toml",               // reads what a file says, without what it leaves to defaults
	"github.com/santhosh-tekuri/jsonschema/v6", // checks what is printed against its schema
	"github.com/hinshun/vt10x", "github.com/creack/pty", "golang.org/x/crypto/ssh",
	"github.com/charmbracelet/x/ansi", "github.com/expr-lang/expr/...", "github.com/yuin/goldmark/..."}

func TestImportsGoOneWay(t *testing.T) {
	pkgs := packages(t)
	for _, p := range pkgs {
		allowed, known := mayImport[p.ImportPath]
		if !assert.True(t, known, "package %s is not in the table of imports", p.ImportPath) {
			continue
		}
		for _, imp := range p.Imports {
			assert.True(t, standard(imp) || allows(allowed, imp), "%s may not import %s", p.ImportPath, imp)
		}
		for _, imp := range slices.Concat(p.TestImports, p.XTestImports) {
			ok := standard(imp) || strings.HasPrefix(imp, "tocsin/") || allows(testsMayImport, imp) ||
				allows(allowed, imp)
			assert.True(t, ok, "the tests of %s may not import %s", p.ImportPath, imp)
		}
	}
	assert.Greater(t, len(pkgs), 40, "most of the packages were not looked at")
}

// goList asks the go command about the packages of this module.
func goList(t *testing.T, format string, flags ...string) []string {
	args := append([]string{"list", "-f", format}, flags...)
	cmd := exec.Command("go", append(args, "./...")...)
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
	rules, err := os.ReadFile(filepath.Join(root(t), ".gitignore"))
	require.NoError(t, err)
	for _, e := range entries {
		assert.True(t, slices.Contains(allowed, e.Name()) || strings.HasPrefix(e.Name(), ".") ||
			ignoredAtTop(string(rules), e.Name()), "%s does not belong at the top level", e.Name())
	}
	for _, made := range []string{"tocsin", "tocsin.exe", "cpu.prof", "cmd.test", "dist"} {
		assert.True(t, ignoredAtTop(string(rules), made), "git ignores %s, which the go command leaves there", made)
	}
	for _, kept := range append(allowed, "notes.md", "tocsin.go", "rapid", "# A host") {
		assert.False(t, ignoredAtTop(string(rules), kept), "git does not ignore %s", kept)
	}
}

// ignoredAtTop reports whether rules of a .gitignore leave out a name at the top level, without asking git: an
// archive of the source has no repository.
func ignoredAtTop(rules, name string) bool {
	return slices.ContainsFunc(strings.Split(rules, "\n"), func(rule string) bool {
		rule = strings.Trim(strings.TrimSpace(rule), "/")
		is, err := filepath.Match(rule, name)
		return is && err == nil && !strings.HasPrefix(rule, "#")
	})
}

// TestREADMENamesEveryFolder: whoever looks for where a thing lives finds each package in the README.
func TestREADMENamesEveryFolder(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root(t), "README.md"))
	require.NoError(t, err)
	_, table, found := strings.Cut(string(text), "## Where things are")
	require.True(t, found)
	for _, path := range slices.Sorted(maps.Keys(mayImport)) {
		folder := strings.TrimPrefix(path, "tocsin/")
		inside, _ := strings.CutPrefix(folder, "tui/") // screens are named in the row of tui
		assert.True(t, strings.Contains(table, "`"+folder+"`") || strings.Contains(table, "`"+inside+"`"),
			"%s is not in the table of README.md, Where things are", folder)
	}
}

// pure are the packages whose results depend on what they are given alone: no clock on the wall,
// no global randomness, no order of a map. banned is what they may not import.
var pure = []struct {
	folder string
	banned []string
	// mapRanges are the functions that may range over a map, each with the reason why the
	// order cannot be seen in a result.
	mapRanges map[string]string
	exact     bool // only mathematics that gives the same bits on every processor
	shared    bool // work may be shared out to goroutines
}{
	{folder: "sim/engine", exact: true, banned: append([]string{"time", "context"}, impure...),
		mapRanges: map[string]string{
			"reads":   "the keys are sorted before they are returned",
			"compile": "any collision of names refuses the scenario; nothing has run yet",
		}},
	{folder: "sim/bot", banned: impure},
	{folder: "sim/director", banned: impure},
	{folder: "sim/whatif", banned: impure},
	{folder: "sim/exercise", banned: impure},
	{folder: "sim/speech", banned: impure},
	{folder: "sim/phrase", banned: impure},
	{folder: "sim/score", shared: true, mapRanges: map[string]string{
		"Seats":  "one mean for each role, by its name",
		"stable": "whether all roles keep to it",
	}},
	{folder: "sim/sweep", shared: true, mapRanges: map[string]string{"at": "the keys are sorted"}},
	{folder: "sim/notes", shared: true},
	{folder: "sim/playability", shared: true},
	{folder: "sim/prove"},
	{folder: "sim/leak", shared: true, mapRanges: map[string]string{
		"Asks":    "copies a table",
		"differ":  "what differs is sorted",
		"flatten": "each leaf has a path of its own",
	}},
	{folder: "sim/campaign"},
	{folder: "sim/schema"},
	{folder: "sim/report", shared: true, mapRanges: map[string]string{
		"facts":          "one time for each fact, by its place",
		"factsOf":        "one time for each fact, by its place",
		"momentText":     "a deed begins with one of the words at most",
		"confidenceOver": "the lowest and the highest",
		"bestDid":        "the deeds are sorted by kind, time and words",
	}},
	{folder: "sim/report/draw", banned: impure},
	{folder: "sim/pack", mapRanges: map[string]string{"WriteXLSX": "one width for each column"}},
}

// impure are the packages through which a clock, chance, the machine or other goroutines
// come in.
var impure = []string{"math/rand", "math/rand/v2", "crypto/rand", "os", "io", "io/fs", "net", "sync", "sync/atomic",
	"runtime", "unsafe", "syscall", "log"}

// wallTime are the names of package time that ask what time it is, or wait.
var wallTime = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker",
	"Local", "LoadLocation"}

// exactMath are the functions and constants of package math that give the same bits on
// every processor. Exp, Log, Pow, Sin and their like do not: sim/engine/floats.go has ours.
var exactMath = []string{"Sqrt", "Floor", "Ceil", "Trunc", "Abs", "Ldexp", "Frexp", "Inf", "IsInf", "NaN", "IsNaN",
	"Float64bits", "Float64frombits",
	"MaxInt64", "MinInt64", "MaxUint64", "MaxFloat64", "Sqrt2"}

// TestPurePackages keeps clocks, global randomness and the order of maps out of the packages that
// must give the same result forever, I/O and goroutines out of most of them, and inexact mathematics
// out of the engine.
func TestPurePackages(t *testing.T) {
	if testing.Short() {
		t.Skip("finds the types of every pure package, which takes as long as the tests of some")
	}
	compiled := exported(t)
	for _, p := range pure {
		t.Run(p.folder, func(t *testing.T) {
			set, files, info := loadPackage(t, p.folder, compiled)
			for _, f := range files {
				for _, imp := range f.Imports {
					path := strings.Trim(imp.Path.Value, `"`)
					assert.NotContains(t, p.banned, path, "%s imports %s", set.Position(imp.Pos()), path)
				}
				for _, decl := range f.Decls {
					name := "package level"
					if fn, ok := decl.(*ast.FuncDecl); ok {
						name = fn.Name.Name
					}
					ast.Inspect(decl, func(n ast.Node) bool {
						switch x := n.(type) {
						case *ast.GoStmt, *ast.SelectStmt, *ast.SendStmt:
							if !p.shared {
								t.Errorf("%s: concurrency in a pure package", set.Position(n.Pos()))
							}
						case *ast.SelectorExpr:
							of, _ := info.Uses[identOf(x.X)].(*types.PkgName)
							if of != nil && of.Imported().Path() == "time" {
								assert.NotContains(t, wallTime, x.Sel.Name,
									"%s: time.%s asks the clock on the wall", set.Position(x.Pos()), x.Sel.Name)
							}
							if of != nil && strings.HasPrefix(of.Imported().Path(), "math/rand") {
								_, function := info.Uses[x.Sel].(*types.Func)
								assert.False(t, function && !strings.HasPrefix(x.Sel.Name, "New"),
									"%s: rand.%s draws from a source that nobody seeds", set.Position(x.Pos()), x.Sel.Name)
							}
							if of != nil && of.Imported().Path() == "math" && p.exact {
								assert.Contains(t, exactMath, x.Sel.Name,
									"%s: math.%s may differ between processors", set.Position(x.Pos()), x.Sel.Name)
							}
						case *ast.RangeStmt:
							if _, ok := info.TypeOf(x.X).Underlying().(*types.Map); ok && p.mapRanges[name] == "" {
								t.Errorf("%s: %s ranges over a map, whose order differs from run to run; "+
									"sort the keys", set.Position(x.Pos()), name)
							}
						}
						return true
					})
				}
			}
		})
	}
}

// identOf is the identifier that an expression is, or nil.
func identOf(e ast.Expr) *ast.Ident {
	id, _ := e.(*ast.Ident)
	return id
}

// loadPackage parses the package in a folder and finds its types, without its tests;
// compiled is where the compiler tells of what it imports.
func loadPackage(t *testing.T, folder string, compiled map[string]string) (*token.FileSet, []*ast.File,
	*types.Info) {
	dir := filepath.Join(root(t), filepath.FromSlash(folder))
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
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{},
		Defs: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(compiled[path])
	})}
	_, err = conf.Check("tocsin/"+folder, set, files, info)
	require.NoError(t, err)
	return set, files, info
}

// exported are the files in which the compiler says what a package exports, by the paths of
// the packages that the pure ones import.
func exported(t *testing.T) map[string]string {
	out := map[string]string{}
	for _, line := range goList(t, "{{.ImportPath}} {{.Export}}", "-export", "-deps") {
		if path, file, _ := strings.Cut(line, " "); file != "" {
			out[path] = file
		}
	}
	return out
}

// maxFileLines and maxFuncLines are how long a file that people write may be, and a
// function; tests may be longer. tableCase is the most lines that a case of a table has.
const maxFileLines, maxFuncLines, tableCase = 500, 80, 12

// longLists are functions that are one long list, each with what it lists.
var longLists = map[string]string{
	"sim/engine/digest.go Digest":   "every field of the state, in its order",
	"sim/engine/digest.go CopyFrom": "every field of the state that is a list",
}

// TestLengths keeps files to one idea and functions to what can be read at once. The lines of
// a function are counted without those of its tables: literals of several lines, and
// switches of short cases.
func TestLengths(t *testing.T) {
	for _, src := range sources(t) {
		if ast.IsGenerated(src.file) {
			continue
		}
		lines := src.set.File(src.file.FileStart).LineCount()
		assert.LessOrEqual(t, lines, maxFileLines, "%s has %d lines: divide it, one idea to a file", src.name, lines)
		for _, decl := range src.file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || longLists[src.name+" "+fn.Name.Name] != "" {
				continue
			}
			n := linesIn(src.set, fn) - tableLines(src.set, fn)
			assert.LessOrEqual(t, n, maxFuncLines, "%s: %s has %d lines beside its tables: divide it", src.name,
				fn.Name.Name, n)
		}
	}
}

// linesIn is the number of lines that a node covers.
func linesIn(set *token.FileSet, n ast.Node) int {
	return set.Position(n.End()).Line - set.Position(n.Pos()).Line + 1
}

// tableLines is the number of lines in the tables of a function.
func tableLines(set *token.FileSet, fn *ast.FuncDecl) int {
	sum := 0
	ast.Inspect(fn, func(n ast.Node) bool {
		var cases *ast.BlockStmt
		switch x := n.(type) {
		case *ast.BasicLit, *ast.CompositeLit:
			sum += linesIn(set, n) - 1
			return false
		case *ast.SwitchStmt:
			cases = x.Body
		case *ast.TypeSwitchStmt:
			cases = x.Body
		default:
			return true
		}
		short := !slices.ContainsFunc(cases.List, func(c ast.Stmt) bool { return linesIn(set, c) > tableCase })
		if short {
			sum += linesIn(set, cases)
		}
		return !short
	})
	return sum
}

func root(t *testing.T) string {
	dir, err := filepath.Abs("../..")
	require.NoError(t, err)
	return dir
}

// maxColumns is how wide a line of code may be, where a tab counts as four. What is in
// quotes, such as tags and long texts, does not count.
const maxColumns = 120

var quoted = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`?")

// aligned are the spaces that gofmt puts before values so that they stand in a column.
var aligned = regexp.MustCompile(`:  +`)

// TestLinesAreNotTooWide: a line of code can be read without scrolling.
func TestLinesAreNotTooWide(t *testing.T) {
	require.NoError(t, filepath.WalkDir(root(t), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		src, err := os.ReadFile(path)
		for i, line := range strings.Split(string(src), "\n") {
			if len(line) <= maxColumns-3*strings.Count(line, "\t") {
				continue // short with all that stands in quotes
			}
			code := strings.ReplaceAll(quoted.ReplaceAllString(line, `""`), "\t", "    ")
			code = aligned.ReplaceAllString(code, ": ")
			assert.LessOrEqual(t, len([]rune(code)), maxColumns, "%s:%d: divide the line", path, i+1)
		}
		return err
	}))
}
