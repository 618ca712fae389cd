// Command mutation changes the code in small ways, one at a time, and tells which changes
// no test notices. It changes no file: the compiler is handed the changed text in place of
// the real one. A change that does not compile is no mutant, and a run that takes too long
// counts as noticed and is listed apart. A change that the tests of -short do not notice is
// tried on those of the usual size too.
//
// It is our own because the kept tools copy the whole module for each mutant, take no
// -short, and cannot have one package judged by the tests of another.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// standard are the packages that are mutated when none is named.
var standard = []string{"sim/score", "sim/record", "sim/exercise", "tui/host"}

// judges are the packages whose tests judge a package, where those are not its own alone: those
// through which people meet what it promises, in the order in which they are asked.
var judges = map[string][]string{
	"sim/exercise": {"sim/exercise", "sim/room", "tui/plain", "tui/player", "tui/facilitator", "sim/report"},
	"sim/record":   {"sim/record", "sim/room", "sim/report"},
	"sim/score":    {"sim/score", "sim/report"},
}

// mutant is one change: the bytes from one place to another are replaced.
type mutant struct {
	file     string
	line     int
	from, to int
	text     string
	what     string
}

type options struct {
	files   *regexp.Regexp
	every   int
	shard   int
	shards  int
	timeout time.Duration
}

func main() {
	var o options
	files := flag.String("files", ".", "mutate only files whose path matches this regular expression")
	shard := flag.String("shard", "1/1", "do only this part: 2/8 is the second of eight")
	flag.IntVar(&o.every, "every", 1, "take only one mutant of so many, evenly spread")
	flag.DurationVar(&o.timeout, "timeout", 2*time.Minute, "how long the short tests of one package may take; the others, four times that")
	flag.Parse()
	var err error
	if o.files, err = regexp.Compile(*files); err != nil {
		stop(err)
	}
	if _, err = fmt.Sscanf(*shard, "%d/%d", &o.shard, &o.shards); err != nil || o.shard < 1 || o.shard > o.shards ||
		o.every < 1 {
		stop(errors.New("-shard wants 1/8 to 8/8, and -every at least 1"))
	}
	packages := flag.Args()
	if len(packages) == 0 {
		packages = standard
	}
	ctx, done := signal.NotifyContext(context.Background(), os.Interrupt)
	defer done()
	survivors := 0
	for _, p := range packages {
		n, err := mutate(ctx, filepath.ToSlash(filepath.Clean(p)), o)
		if survivors += n; err != nil {
			stop(err)
		}
	}
	if survivors > 0 {
		os.Exit(1)
	}
}

func stop(err error) {
	fmt.Fprintln(os.Stderr, "mutation:", err)
	os.Exit(2)
}

// mutate tries the mutants of a package and returns how many survived.
func mutate(ctx context.Context, dir string, o options) (int, error) {
	all, err := mutants(dir, o)
	if err != nil {
		return 0, err
	}
	work, err := os.MkdirTemp("", "mutation")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(work)
	tests := judges[dir]
	if tests == nil {
		tests = []string{dir}
	}
	if got, out := judge(ctx, work, tests, nil, o.timeout); got != survived {
		return 0, fmt.Errorf("%s: its tests do not pass as it stands (%s):\n%s", dir, got, out)
	}
	count := map[string]int{}
	var left []string
	for i, m := range all {
		if ctx.Err() != nil {
			fmt.Printf("%s: interrupted after %d of %d\n", dir, i, len(all))
			break
		}
		got, _ := judge(ctx, work, tests, &m, o.timeout)
		if ctx.Err() != nil {
			continue
		}
		count[got]++
		line := fmt.Sprintf("%s:%d: %s", m.file, m.line, m.what)
		fmt.Printf("%d/%d %s %s\n", i+1, len(all), got, line)
		if got == survived || got == timedOut {
			left = append(left, got+" "+line)
		}
	}
	fmt.Printf("\n%s: %d killed, %d survived, %d ran out of time, %d did not compile\n", dir, count[killed],
		count[survived], count[timedOut], count[noMutant])
	for _, l := range left {
		fmt.Println("  " + l)
	}
	return count[survived], nil
}

// What happened to a mutant.
const (
	killed   = "killed"
	survived = "SURVIVED"
	timedOut = "TIMED OUT"
	noMutant = "did not compile"
)

// judge builds the tests with a mutant in place, or with none, and runs them: the short ones
// of each package first, and those of the usual size if these notice nothing.
func judge(ctx context.Context, work string, tests []string, m *mutant, timeout time.Duration) (verdict,
	output string) {
	args := []string{"test", "-c", "-vet=off"}
	if m != nil {
		overlay, err := m.overlay(work)
		if err != nil {
			return noMutant, err.Error()
		}
		args = append(args, "-overlay", overlay)
	}
	for _, size := range []struct {
		flags   []string
		timeout time.Duration
	}{{[]string{"-test.short", "-test.failfast"}, timeout}, {[]string{"-test.failfast"}, 4 * timeout}} {
		for i, dir := range tests {
			binary := filepath.Join(work, fmt.Sprint("tests", i))
			if size.timeout == timeout { // not until it is needed: most mutants fall to the first package
				build := exec.CommandContext(ctx, "go", append(slices.Clone(args), "-o", binary, "./"+dir)...)
				if out, err := build.CombinedOutput(); err != nil {
					return noMutant, string(out)
				}
			}
			limited, cancel := context.WithTimeout(ctx, size.timeout)
			run := exec.CommandContext(limited, binary, size.flags...)
			run.Dir, run.WaitDelay = dir, time.Second
			out, err := run.CombinedOutput()
			late := limited.Err() != nil
			cancel()
			switch {
			case late:
				return timedOut, ""
			case err != nil:
				return killed, string(out)
			}
		}
	}
	return survived, ""
}

// overlay writes the changed file, and what tells the compiler to take it.
func (m *mutant) overlay(work string) (string, error) {
	src, err := os.ReadFile(m.file)
	if err != nil {
		return "", err
	}
	real, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	changed := filepath.Join(work, "changed.go")
	if err := os.WriteFile(changed, []byte(string(src[:m.from])+m.text+string(src[m.to:])), 0o600); err != nil {
		return "", err
	}
	list, err := json.Marshal(map[string]any{"Replace": map[string]string{real: changed}})
	if err != nil {
		return "", err
	}
	name := filepath.Join(work, "overlay.json")
	return name, os.WriteFile(name, list, 0o600)
}

// mutants lists the changes to a package that the options ask for, in the order of its
// files.
func mutants(dir string, o options) ([]mutant, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	var out []mutant
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || !o.files.MatchString(name) {
			continue
		}
		found, err := inFile(name)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	var taken []mutant
	for i, m := range out {
		if i%o.every == 0 && i/o.every%o.shards == o.shard-1 {
			taken = append(taken, m)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: there is nothing to mutate", dir)
	}
	return taken, nil
}

// swapped is what each operator becomes.
var swapped = map[token.Token]token.Token{
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR, token.EQL: token.NEQ,
	token.NEQ: token.EQL,
	token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL,
}

// inFile lists the mutants of a file: operators swapped, one side of a condition left out,
// a condition turned round, a statement left out.
func inFile(name string) ([]mutant, error) {
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, name, src, 0)
	if err != nil {
		return nil, err
	}
	var out []mutant
	text := func(n ast.Node) string { return string(src[set.Position(n.Pos()).Offset:set.Position(n.End()).Offset]) }
	change := func(from, to token.Pos, text, what string) {
		p := set.Position(from)
		out = append(out, mutant{name, p.Line, p.Offset, set.Position(to).Offset, text, what})
	}
	drop := func(s ast.Stmt) { change(s.Pos(), s.End(), "", "without "+firstLine(text(s))) }
	ast.Inspect(f, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.BinaryExpr:
			if to, ok := swapped[x.Op]; ok {
				change(x.OpPos, x.OpPos+token.Pos(len(x.Op.String())), to.String(),
					fmt.Sprintf("%s for %s in %s", to, x.Op, firstLine(text(x))))
			}
			if x.Op == token.LAND || x.Op == token.LOR {
				change(x.Pos(), x.End(), "("+text(x.X)+")", "only "+firstLine(text(x.X)))
				change(x.Pos(), x.End(), "("+text(x.Y)+")", "only "+firstLine(text(x.Y)))
			}
		case *ast.IfStmt:
			change(x.Cond.Pos(), x.Cond.End(), "!("+text(x.Cond)+")", "not "+firstLine(text(x.Cond)))
		case *ast.ExprStmt:
			drop(x)
		case *ast.IncDecStmt:
			drop(x)
		case *ast.AssignStmt:
			if x.Tok != token.DEFINE {
				drop(x)
			}
		}
		return true
	})
	return out, nil
}

// firstLine is a text for a line of output.
func firstLine(s string) string {
	first, _, more := strings.Cut(s, "\n")
	if more || len(first) > 100 {
		first = first[:min(len(first), 100)] + " …"
	}
	return first
}
