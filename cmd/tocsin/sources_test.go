package main

import (
	"errors"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// source is a Go file of this repository that is no test, by its path from the root.
type source struct {
	name string
	set  *token.FileSet
	file *ast.File
}

// sources are all of them, read once for the tests that look at code.
func sources(t *testing.T) []source {
	t.Helper()
	out, err := readSources()
	require.NoError(t, err)
	return out
}

var readSources = sync.OnceValues(func() ([]source, error) {
	const dir = "../.."
	var out []source
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != dir && strings.HasPrefix(d.Name(), ".") && d.Name() != ".ci":
			return fs.SkipDir
		case filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		out = append(out, source{filepath.ToSlash(name), set, f})
		return err
	})
	return out, err
})

// packages are those of this module, as ./... names them.
func packages(t *testing.T) []*build.Package {
	t.Helper()
	var out []*build.Package
	require.NoError(t, filepath.WalkDir(root(t), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if path != root(t) && (strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "_") || d.Name() == "testdata") {
			return fs.SkipDir
		}
		p, err := build.ImportDir(path, 0)
		if none := (*build.NoGoError)(nil); errors.As(err, &none) {
			return nil
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root(t), path)
		p.ImportPath = "tocsin/" + filepath.ToSlash(name)
		out = append(out, p)
		return err
	}))
	return out
}
