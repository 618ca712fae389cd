package main

import (
	"go/ast"
	"go/token"
	"path"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWhatIsWrittenIsUsed: what a package declares for itself is named somewhere else in it, and an exported type
// somewhere in the repository. A measure, an act, a page or a rule of the lint that its list leaves out is found by its
// name.
func TestWhatIsWrittenIsUsed(t *testing.T) {
	everywhere, named := map[string]bool{}, map[string]map[string]bool{} // named by folder
	for _, src := range sources(t) {
		dir := path.Dir(src.name)
		if named[dir] == nil {
			named[dir] = map[string]bool{}
		}
		for name := range names(src.file) {
			everywhere[name], named[dir][name] = true, true
		}
	}
	for _, src := range sources(t) {
		for _, id := range declares(src.file) {
			used := named[path.Dir(src.name)]
			if id.IsExported() {
				used = everywhere
			}
			assert.True(t, used[id.Name] || id.Name == "_" || id.Name == "main" || id.Name == "init",
				"%s: nothing uses %s: add it to the list of its kind (.github/CONTRIBUTING.md says which), or delete it",
				src.name, id.Name)
		}
	}
}

// declares are the names that a file gives to its types, and to functions and values of its own package: deadcode
// looks after the exported ones. Constants are left out: some only keep the place of a number in a list.
func declares(f *ast.File) []*ast.Ident {
	var out []*ast.Ident
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil && !d.Name.IsExported() {
				out = append(out, d.Name)
			}
		case *ast.GenDecl:
			if d.Tok == token.CONST {
				continue
			}
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					out = append(out, spec.Name)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						if !name.IsExported() {
							out = append(out, name)
						}
					}
				}
			}
		}
	}
	return out
}

// names are all that a file uses: every name but those of declarations and of receivers.
func names(f *ast.File) map[string]bool {
	declared := map[*ast.Ident]bool{}
	for _, id := range declares(f) {
		declared[id] = true
	}
	out := map[string]bool{}
	var use func(n ast.Node) bool
	use = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			ast.Inspect(n.Type, use)
			if n.Body != nil {
				ast.Inspect(n.Body, use)
			}
			return false
		case *ast.Ident:
			if !declared[n] {
				out[n.Name] = true
			}
		}
		return true
	}
	ast.Inspect(f, use)
	return out
}
