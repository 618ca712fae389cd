package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A fold is a switch over the kinds of event that names many of them. It says of every
// kind what it makes of it; those that it ignores are in a case of their own, with the
// reason where that is surprising. So a new kind is not forgotten in any of them.

// fold is such a switch: where it stands, and the kinds that it names.
type fold struct {
	name  string // package and function
	kinds []string
}

// folded is how many kinds make a switch a fold; those with fewer look for something.
const folded = 8

// eventKinds are the names of the constants of engine.Kind, as its source has them.
func eventKinds(t *testing.T) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "../../sim/engine/event.go", nil, 0)
	require.NoError(t, err)
	var out []string
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		if first := g.Specs[0].(*ast.ValueSpec); fmt.Sprint(first.Type) != "Kind" {
			continue
		}
		for _, s := range g.Specs {
			out = append(out, s.(*ast.ValueSpec).Names[0].Name)
		}
	}
	require.Greater(t, len(out), 40)
	return slices.DeleteFunc(out, func(s string) bool { return s == "kindCount" })
}

// foldsIn finds the folds of a file.
func foldsIn(f *ast.File, kinds []string) []fold {
	var out []fold
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			s, ok := n.(*ast.SwitchStmt)
			if !ok {
				return true
			}
			x := fold{name: f.Name.Name + "." + fn.Name.Name}
			for _, c := range s.Body.List {
				for _, e := range c.(*ast.CaseClause).List {
					if sel, ok := e.(*ast.SelectorExpr); ok && slices.Contains(kinds, sel.Sel.Name) {
						x.kinds = append(x.kinds, sel.Sel.Name)
					}
				}
			}
			if len(x.kinds) >= folded {
				out = append(out, x)
			}
			return true
		})
	}
	return out
}

// forgotten says which kinds each fold says nothing about.
func forgotten(folds []fold, kinds []string) []string {
	var out []string
	for _, f := range folds {
		for _, k := range kinds {
			if !slices.Contains(f.kinds, k) {
				out = append(out, fmt.Sprintf("%s neither handles nor ignores engine.%s", f.name, k))
			}
		}
	}
	return out
}

func allFolds(t *testing.T, kinds []string) []fold {
	t.Helper()
	var out []fold
	for _, src := range sources(t) {
		if !strings.HasPrefix(src.name, ".") {
			out = append(out, foldsIn(src.file, kinds)...)
		}
	}
	return out
}

func TestEveryFoldKnowsEveryKind(t *testing.T) {
	kinds := eventKinds(t)
	folds := allFolds(t, kinds)
	assert.Empty(t, strings.Join(forgotten(folds, kinds), "\n"),
		"write the kind into a case of each, or into the list of what it passes over")
	var names []string
	for _, f := range folds {
		names = append(names, f.name)
	}
	for _, must := range []string{"exercise.see", "score.See", "phrase.Say", "report.decisions", "report.bearing",
		"report.commands", "report.see", "report.eventTurns", "score.helpsIn"} {
		assert.Contains(t, names, must, "a fold is gone or has another name")
	}
}

// TestAForgottenKindIsNamed: a kind that is new is missed in every fold, by name.
func TestAForgottenKindIsNamed(t *testing.T) {
	kinds := eventKinds(t)
	folds := allFolds(t, kinds)
	missed := slices.DeleteFunc(forgotten(folds, append(slices.Clone(kinds), "SirenSounded")),
		func(s string) bool { return !strings.HasSuffix(s, "SirenSounded") })
	assert.Len(t, missed, len(folds))
	assert.Contains(t, missed, "score.See neither handles nor ignores engine.SirenSounded")

	parsed := func(src string) *ast.File {
		f, err := parser.ParseFile(token.NewFileSet(), "x.go", src, 0)
		require.NoError(t, err)
		return f
	}
	src := "package x\nfunc f(k engine.Kind) {\nswitch k {\n"
	for _, k := range kinds[1:] {
		src += "case engine." + k + ":\n"
	}
	assert.Equal(t, []string{"x.f neither handles nor ignores engine." + kinds[0]},
		forgotten(foldsIn(parsed(src+"}\n}\n"), kinds), kinds))
	few := parsed("package x\nfunc f(k engine.Kind) {\nswitch k {\ncase engine.FactLearned:\n}\n}\n")
	assert.Empty(t, foldsIn(few, kinds), "no fold")
}
