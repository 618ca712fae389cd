package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// built is a package's mutants, compiled into the tests that judge them.
type built struct {
	dir     string
	work    string // folder with the tests, which the caller of build removes
	mutants []mutant
	sizes   []string // the flags for the size of the tests
	tests   []tests
}

// tests are those of one package.
type tests struct {
	dir, binary string
	each        []test // the quickest first
}

// test is one test: how long it takes when nothing is changed, and the numbers of the mutants that
// it runs through.
type test struct {
	name    string
	took    time.Duration
	reaches map[int]bool
}

// mutants lists the changes to a package that the options ask for, in the order of its
// files, among the files that this system compiles.
func mutants(dir string, o options) ([]mutant, error) {
	out, err := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export,GoFiles", "./"+dir).Output()
	if err != nil {
		return nil, fmt.Errorf("go list ./%s: %w", dir, err)
	}
	type listed struct {
		ImportPath, Export string
		GoFiles            []string
	}
	export := map[string]string{}
	var p listed
	for list := json.NewDecoder(strings.NewReader(string(out))); list.More(); export[p.ImportPath] = p.Export {
		p = listed{} // the one asked for comes last
		if err := list.Decode(&p); err != nil {
			return nil, err
		}
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(set, filepath.Join(dir, name), nil, 0)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	check := types.Config{Importer: importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(export[path])
	})}
	if _, err := check.Check(p.ImportPath, set, files, info); err != nil {
		return nil, err
	}
	var all, taken []mutant
	for i, file := range files {
		name := filepath.Join(dir, p.GoFiles[i])
		src, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		f := finder{set: set, info: info, name: name, src: src}
		f.file(file)
		all = append(all, f.found...)
	}
	all = slices.DeleteFunc(all, func(m mutant) bool { return !o.only.MatchString(m.key()) })
	for i, m := range all {
		m.number = i + 1
		if i%o.every == 0 && i/o.every%o.shards == o.shard-1 {
			taken = append(taken, m)
		}
	}
	if len(taken) == 0 {
		return nil, fmt.Errorf("%s: there is nothing to mutate", dir)
	}
	return taken, nil
}

// build compiles the mutants into the tests and runs the tests with none of them on. Mutants that do
// not compile are left out.
func build(ctx context.Context, dir string, all []mutant, judges []string, o options) (b built, err error) {
	if b.work, err = os.MkdirTemp("", "mutation"); err != nil {
		return b, err
	}
	b.dir, b.mutants = dir, all
	overlay := filepath.Join(b.work, "overlay.json")
	for {
		if err := writeOverlay(dir, b, overlay); err != nil {
			return b, err
		}
		out, err := exec.CommandContext(ctx, "go", "build", "-gcflags=-e", "-overlay", overlay, "./"+dir).CombinedOutput()
		if err == nil {
			break
		}
		if n := b.without(string(out)); n == 0 {
			return b, fmt.Errorf("%s does not compile:\n%s", dir, out)
		}
	}
	b.sizes = []string{"-test.failfast"}
	if !o.full {
		b.sizes = append(b.sizes, "-test.short")
	}
	for i, d := range judges {
		t := tests{dir: d, binary: filepath.Join(b.work, fmt.Sprint("tests", i))}
		out, err := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", t.binary,
			"./"+d).CombinedOutput()
		if err != nil {
			return b, fmt.Errorf("the tests of %s do not compile:\n%s", d, out)
		}
		if _, err := os.Stat(t.binary); err != nil {
			continue // it has no tests
		}
		if err := b.learn(ctx, &t, o.jobs); err != nil {
			return b, err
		}
		b.tests = append(b.tests, t)
	}
	return b, nil
}

// compileError finds the file and line of an error of the compiler.
var compileError = regexp.MustCompile(`(?m)^([^\s:]+\.go):(\d+):`)

// without leaves out the mutants on lines that do not compile, and returns how many these are.
func (b *built) without(errors string) int {
	wrong := map[string]bool{}
	for _, at := range compileError.FindAllStringSubmatch(errors, -1) {
		wrong[filepath.Clean(at[1])+":"+at[2]] = true
	}
	before := len(b.mutants)
	b.mutants = slices.DeleteFunc(b.mutants, func(m mutant) bool {
		bad := wrong[fmt.Sprint(m.file, ":", m.line)]
		if bad {
			fmt.Printf("left out, for it does not compile: %s:%d %s\n", m.file, m.line, m.what)
		}
		return bad
	})
	return before - len(b.mutants)
}

// writeOverlay writes the changed files, and the overlay by which the compiler takes them.
func writeOverlay(dir string, b built, name string) error {
	of := map[string][]mutant{}
	for _, m := range b.mutants {
		of[m.file] = append(of[m.file], m)
	}
	text := map[string]string{filepath.Join(dir, "mutation_switches.go"): fmt.Sprintf(switches, filepath.Base(dir))}
	for file, all := range of {
		src, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		text[file] = changed(src, all)
	}
	replace := map[string]string{}
	for file, t := range text {
		real, err := filepath.Abs(file)
		if err != nil {
			return err
		}
		replace[real] = filepath.Join(b.work, filepath.Base(file))
		if err := os.WriteFile(replace[real], []byte(t), 0o600); err != nil {
			return err
		}
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	return os.WriteFile(name, list, 0o600)
}

// learn runs each test by itself, with no mutant on, and notes how long it takes and which mutants it
// reaches. The error names the tests that do not pass.
func (b *built) learn(ctx context.Context, t *tests, jobs int) error {
	list := exec.CommandContext(ctx, t.binary, "-test.list", "^(Test|Example|Fuzz)")
	list.Dir = t.dir
	out, err := list.Output()
	if err != nil {
		return fmt.Errorf("the tests of %s do not say their names: %w", t.dir, err)
	}
	for name := range strings.FieldsSeq(string(out)) {
		t.each = append(t.each, test{name: name, reaches: map[int]bool{}})
	}
	var failed []error
	var mu sync.Mutex
	inParallel(jobs, len(t.each), func(i int) {
		e := &t.each[i]
		seen := filepath.Join(b.work, "seen "+e.name)
		err := os.WriteFile(seen, nil, 0o600)
		begun := time.Now()
		got, out := b.run(ctx, t, []test{*e}, 20*time.Minute, "MUTANT_SEEN="+seen)
		if e.took = time.Since(begun); got != survived {
			err = fmt.Errorf("%s: %s does not pass alone, unchanged (%s):\n%s", t.dir, e.name, got, out)
		}
		numbers, _ := os.ReadFile(seen)
		for n := range strings.FieldsSeq(string(numbers)) {
			number, _ := strconv.Atoi(n)
			e.reaches[number] = true
		}
		mu.Lock()
		defer mu.Unlock()
		failed = append(failed, err)
	})
	t.each = slices.DeleteFunc(t.each, func(e test) bool { return t.dir != b.dir && e.took > brief })
	slices.SortFunc(t.each, func(x, y test) int { return cmp.Compare(x.took, y.took) })
	return errors.Join(failed...)
}

// inParallel calls do with the numbers from 0 up to, but not including, all; jobs calls at a time.
func inParallel(jobs, all int, do func(int)) {
	free := make(chan bool, jobs)
	var group sync.WaitGroup
	for i := range all {
		free <- true
		group.Go(func() {
			defer func() { <-free }()
			do(i)
		})
	}
	group.Wait()
}

// run runs tests of a package with a variable set in their environment. They may take 6 GB of
// memory, since a change can make a loop that fills it without end.
func (b *built) run(ctx context.Context, t *tests, each []test, limit time.Duration, set string) (verdict,
	out string) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var names []string
	for _, e := range each {
		names = append(names, e.name)
	}
	args := append([]string{"-c", `ulimit -v 6000000; exec "$0" "$@"`, t.binary, "-test.run",
		"^(" + strings.Join(names, "|") + ")$"}, b.sizes...)
	run := exec.CommandContext(limited, "sh", args...)
	run.Dir, run.WaitDelay, run.Env = t.dir, time.Second, append(os.Environ(), set)
	output, err := run.CombinedOutput()
	switch {
	case limited.Err() != nil:
		return timedOut, ""
	case err != nil:
		return killed, string(output)
	}
	return survived, ""
}

// judge runs the tests that reach a mutant, package by package and the quick ones first, until one
// fails or takes too long, and returns the package whose test did.
func (b *built) judge(ctx context.Context, m mutant) (verdict, by string) {
	verdict = unreached
	for _, t := range b.tests {
		var quick, slow []test
		limit := 15 * time.Second
		for _, e := range t.each {
			if !e.reaches[m.number] {
				continue
			}
			if limit += 5 * e.took; e.took < time.Second {
				quick = append(quick, e)
			} else {
				slow = append(slow, e)
			}
		}
		for _, each := range [][]test{quick, slow} {
			if len(each) == 0 {
				continue
			}
			verdict, _ = b.run(ctx, &t, each, limit, fmt.Sprint("MUTANT=", m.number))
			if verdict != survived {
				return verdict, t.dir
			}
		}
	}
	return verdict, ""
}
