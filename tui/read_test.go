package tui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

// undrawn are the fields of views that no screen reads, with the reason why not.
var undrawn = func() map[string]string {
	out := map[string]string{}
	for why, fields := range map[string]string{
		"programs have the parts of what a screen tells in words": "Clash.AtA Clash.AtB Clash.Hypos Clash.SureA " +
			"Clash.SureB Planned.Unless",
		"for programs, which count and compare": "Control.Commands Control.Helped Control.Seed Score.Events Harm.Oracle " +
			"HypothesisCard.Held",
		"tocsin notes analyse prints it": "Finding.AtStake Left.Median Left.Tenth Promised.Assumes Promised.Path " +
			"Ref.Organisation",
		"the report has it": "HandedOver.SummaryOpened",
	} {
		for f := range strings.FieldsSeq(fields) {
			out[f] = why
		}
	}
	return out
}()

// held are the fields of a struct and of those that it holds, by type and name, and the types.
func held(typ reflect.Type, fields, types map[string]bool) {
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || types[typ.Name()] {
		return
	}
	types[typ.Name()] = true
	for _, f := range reflect.VisibleFields(typ) {
		if f.IsExported() && len(f.Index) == 1 && !f.Anonymous {
			fields[typ.Name()+"."+f.Name] = true
		}
		if len(f.Index) == 1 {
			held(f.Type, fields, types)
		}
	}
}

// read are the names that code selects: in the files of a folder and of those below it, or only in the methods that
// types of these names have there.
func read(t *testing.T, folder string, of, names map[string]bool) {
	t.Helper()
	require.NoError(t, fs.WalkDir(os.DirFS(folder), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
			strings.HasPrefix(path, "screentest/") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), folder+"/"+path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			if of != nil && !of[receiver(d)] {
				continue
			}
			ast.Inspect(d, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					names[s.Sel.Name] = true
				}
				return true
			})
		}
		return nil
	}))
}

// receiver is the type whose method a declaration is; empty for anything else.
func receiver(d ast.Decl) string {
	f, ok := d.(*ast.FuncDecl)
	if !ok || f.Recv == nil {
		return ""
	}
	typ := f.Recv.List[0].Type
	if p, ok := typ.(*ast.StarExpr); ok {
		typ = p.X
	}
	if id, ok := typ.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// TestEveryFieldOfAViewIsRead: whatever a view holds is read by a screen or the dialogue of lines, or by what a view
// says in words, unless it is listed with the reason why not. Fields are told apart by their names alone.
func TestEveryFieldOfAViewIsRead(t *testing.T) {
	fields, types, names := map[string]bool{}, map[string]bool{}, map[string]bool{}
	held(reflect.TypeFor[exercise.View](), fields, types)
	read(t, ".", nil, names)
	for _, folder := range []string{"../sim/exercise", "../sim/score", "../sim/notes"} {
		read(t, folder, types, names)
	}
	var missing []string
	for f := range fields {
		if _, name, _ := strings.Cut(f, "."); !names[name] && undrawn[f] == "" {
			missing = append(missing, f)
		}
	}
	slices.Sort(missing)
	assert.Empty(t, missing, "no screen reads them: draw them, or say why not in undrawn")
	for f := range undrawn {
		_, name, _ := strings.Cut(f, ".")
		assert.True(t, fields[f] && !names[name], "%s is read, or is no field: take it from undrawn", f)
	}
}
