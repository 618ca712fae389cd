package main

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
)

// What scores and reports is told of a run by folds: the ledger, the course and a few beside. A loop that goes through
// the stream again to look for something is a second reading of it, which may come to differ from the first.

// chronologies print every event, whatever its kind.
var chronologies = []string{"report.timeline"}

// walks finds, in a function, loops over a run's events that are part of no fold and hand nothing to one, and kinds of
// event that are named in a loop or closure outside a fold.
type walks struct {
	kinds   []string
	streams []string // names of variables that hold events
	found   []string
}

// folds reports whether a node is a switch that names enough kinds to be a fold, which [TestEveryFoldKnowsEveryKind]
// holds to name all.
func (w *walks) folds(n ast.Node) bool {
	s, ok := n.(*ast.SwitchStmt)
	if !ok {
		return false
	}
	count := 0
	for _, c := range s.Body.List {
		for _, e := range c.(*ast.CaseClause).List {
			if w.kind(e) != "" {
				count++
			}
		}
	}
	return count >= folded
}

// kind is the kind of event that an expression names, or "".
func (w *walks) kind(n ast.Node) string {
	if s, ok := n.(*ast.SelectorExpr); ok && named(s.X, "engine") && slices.Contains(w.kinds, s.Sel.Name) {
		return s.Sel.Name
	}
	return ""
}

func named(n ast.Expr, name string) bool {
	id, ok := n.(*ast.Ident)
	return ok && id.Name == name
}

// stream reports whether an expression holds events: the field of a run or builder, a parameter or a copy of one, a
// part of these, or what package slices makes of them.
func (w *walks) stream(n ast.Expr) bool {
	switch x := n.(type) {
	case *ast.Ident:
		return slices.Contains(w.streams, x.Name)
	case *ast.SelectorExpr:
		return x.Sel.Name == "events" || x.Sel.Name == "Events"
	case *ast.SliceExpr:
		return w.stream(x.X)
	case *ast.CallExpr:
		s, ok := x.Fun.(*ast.SelectorExpr)
		return ok && named(s.X, "slices") && slices.ContainsFunc(x.Args, w.stream)
	}
	return false
}

// feeds reports whether a body is a fold, or hands each event to one.
func (w *walks) feeds(body ast.Node) bool {
	feeds := false
	ast.Inspect(body, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok {
			if s, ok := c.Fun.(*ast.SelectorExpr); ok && (s.Sel.Name == "See" || s.Sel.Name == "see") {
				feeds = true
			}
		}
		feeds = feeds || w.folds(n)
		return !feeds
	})
	return feeds
}

// look goes through a function, or what is in a loop or closure of it.
func (w *walks) look(n ast.Node, inLoop bool) {
	ast.Inspect(n, func(c ast.Node) bool {
		if c == n {
			return true
		}
		if w.folds(c) {
			return false
		}
		if k := w.kind(c); k != "" && inLoop {
			w.found = append(w.found, "looks for "+k)
		}
		switch x := c.(type) {
		case *ast.AssignStmt:
			for i, r := range x.Rhs {
				if id, ok := x.Lhs[min(i, len(x.Lhs)-1)].(*ast.Ident); ok && w.stream(r) {
					w.streams = append(w.streams, id.Name)
				}
			}
		case *ast.RangeStmt:
			if w.stream(x.X) && !w.feeds(x.Body) {
				w.found = append(w.found, "goes through the events")
			}
			w.look(x.Body, true)
			return false
		case *ast.ForStmt:
			w.look(x, true)
			return false
		case *ast.FuncLit:
			w.look(x.Body, true)
			return false
		case *ast.CallExpr:
			if w.stream(x) || inLoop && named(x.Fun, "len") && w.stream(x.Args[0]) {
				w.found = append(w.found, "goes through the events")
			}
		}
		return true
	})
}

// walksIn says of a file which of its functions look through the stream by themselves.
func walksIn(t *testing.T, name string, src any, kinds []string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
	require.NoError(t, err)
	var out []string
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		w := walks{kinds: kinds}
		for _, p := range fn.Type.Params.List {
			if a, ok := p.Type.(*ast.ArrayType); ok {
				if s, ok := a.Elt.(*ast.SelectorExpr); ok && s.Sel.Name == "Event" {
					for _, id := range p.Names {
						w.streams = append(w.streams, id.Name)
					}
				}
			}
		}
		w.look(fn.Body, false)
		who := f.Name.Name + "." + fn.Name.Name
		for _, what := range slices.Compact(w.found) {
			if what != "goes through the events" || !slices.Contains(chronologies, who) {
				out = append(out, who+" "+what)
			}
		}
	}
	return out
}

// TestNobodyReadsTheStreamASecondTime: nothing of scores, reports and material looks for a kind of event in a loop of
// its own, or goes through the events other than by a fold that names every kind.
func TestNobodyReadsTheStreamASecondTime(t *testing.T) {
	kinds := eventKinds(t)
	for _, dir := range []string{"report", "score", "msel", "pack"} {
		files, err := filepath.Glob("../../sim/" + dir + "/*.go")
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				assert.Empty(t, walksIn(t, file, nil, kinds),
					"ask the ledger or the course of the run, or add to the one switch over the kinds that either has")
			}
		}
	}
}

// TestASecondReadingIsNamed: each way to look through the events is found, and a fold or what asks one is not.
func TestASecondReadingIsNamed(t *testing.T) {
	kinds := eventKinds(t)
	all := "engine." + strings.Join(kinds, ", engine.")
	const walk = "x.f goes through the events"
	for src, want := range map[string][]string{
		"for _, ev := range b.events { if ev.Kind == engine.JointDone { n++ } }":        {walk, "x.f looks for JointDone"},
		"for _, ev := range b.events { switch ev.Kind { case engine.MoveBegan: n++ } }": {walk, "x.f looks for MoveBegan"},
		"for _, ev := range p.Events[1:] { n += int(ev.Num) }":                          {walk},
		"for _, ev := range slices.Backward(b.events) { n++ }":                          {walk},
		"for _, ev := range given { n++ }":                                              {walk},
		"own := b.events\nfor _, ev := range own { n++ }":                               {walk},
		"for i := 0; i < len(b.events); i++ { n++ }":                                    {walk},
		"_ = slices.ContainsFunc(b.events, late)":                                       {walk},
		"each(func(ev engine.Event) { if ev.Kind == engine.FactLearned { n++ } })":      {"x.f looks for FactLearned"},
		"for _, i := range places { if b.events[i].Kind == engine.FactLearned {} }":     {"x.f looks for FactLearned"},
		"for i, ev := range b.events { c.see(i, ev) }":                                  nil,
		"for _, ev := range b.events { switch ev.Kind { case " + all + ": n++ } }":      nil,
		"if b.events[3].Kind == engine.MoveBegan {}":                                    nil,
		"for _, i := range places { n += int(b.events[i].Num) }":                        nil,
	} {
		assert.Equal(t, want, walksIn(t, "x.go", "package x\nfunc f(given []engine.Event) {\n"+src+"\n}\n", kinds), src)
	}
}
