package tui

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/testsize"
)

// unread are the fields of views that no screen reads, with the reason why not.
var unread = map[string]string{
	"ids, for programs": `exercise.CouldKnow.ID exercise.Decision.Inject exercise.Decision.Role exercise.FiledNote.Role
		exercise.HeldBy.Role exercise.InHand.ID exercise.Legible.Role exercise.NoticedState.Role exercise.PlanIdle.Role
		exercise.Prediction.Of exercise.Prediction.Role exercise.Pulse.Role exercise.Title.Name
		exercise.VersionSystem.ID exercise.WorldJoint.ID score.Step.ID`,
	"programs have the parts of what a screen tells in words": `exercise.Action.Free exercise.Clash.AtA
		exercise.Clash.AtB exercise.Clash.SureA exercise.Clash.SureB exercise.Contact.Way exercise.Hang.Late
		exercise.HeldAt.Hours exercise.Place.Quiet exercise.Planned.Unless exercise.Planned.When exercise.RoomPlan.Left
		exercise.Turn.High exercise.Turn.Low exercise.Turn.Mean exercise.Turn.Sure`,
	"for programs, which count and compare": `exercise.Agreed.At exercise.Checked.At exercise.Control.Commands
		exercise.Control.Helped exercise.Control.Seed exercise.Helped.Last exercise.Legibility.Predictions
		exercise.Marked.Value exercise.Mechanism.Kind exercise.Member.Acts exercise.Member.Away exercise.Member.Last
		exercise.Moving.Sent exercise.Player.Sector exercise.Prediction.At exercise.Prediction.Title
		exercise.RoomPlan.Pace exercise.Score.Events exercise.Version.Of exercise.VersionSystem.Owner
		exercise.WorldAction.Done score.Harm.Oracle`,
	"tocsin notes analyse prints it": `notes.Finding.AtStake notes.Finding.Scenario notes.Finding.Seats
		notes.Left.Median notes.Left.Of notes.Left.Runs notes.Left.Tenth notes.Promised.Action notes.Promised.Assumes
		notes.Promised.Left notes.Promised.Path notes.Promised.Scenario notes.Ref.Note notes.Ref.Organisation
		notes.Step.Hours notes.Step.Note notes.Step.Seat notes.Step.What`,
	"the report has it": `exercise.Clash.Actions exercise.Clash.Hypos exercise.Clash.Roles exercise.HandedOver.Seat
		exercise.HandedOver.SummaryOpened exercise.HandedOver.Until exercise.Lacked.Facts`,
}

// reading tells which fields of structs code reads, each by its type. It knows the types of the screens, of what views
// are made of, and of a few packages of the standard library that hand on what they are given. What comes from
// others is of no type that is known: reading it does not count.
type reading struct {
	set      *token.FileSet
	packages map[string]*types.Package
	screens  []*ast.File
	bodies   map[*types.Func]*ast.FuncDecl // of what says views in words, until it is read
	info     types.Info
	fields   map[string]bool // "Item.Re"
}

// says are the packages whose types views are made of, which say some of it in words.
var says = map[string]bool{"tocsin/sim/exercise": true, "tocsin/sim/score": true, "tocsin/sim/notes": true}

// screen reports whether a package draws.
func screen(path string) bool {
	switch path {
	case "tocsin/tui/host", "tocsin/tui/shot", "tocsin/tui/screentest":
		return false
	}
	return strings.HasPrefix(path+"/", "tocsin/tui/")
}

// Import is the package of a path.
func (r *reading) Import(path string) (*types.Package, error) {
	if p := r.packages[path]; p != nil {
		return p, nil
	}
	folder := filepath.Join(build.Default.GOROOT, "src", path)
	if name, ours := strings.CutPrefix(path, "tocsin/"); ours && (screen(path) || says[path]) {
		folder = filepath.Join("..", name)
	} else if !slices.Contains([]string{"cmp", "iter", "maps", "slices"}, path) {
		return nil, fmt.Errorf("%s is not looked at", path)
	}
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(r.set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	if screen(path) {
		r.screens = append(r.screens, files...)
	}
	kept := keep(path, files)
	conf := types.Config{Importer: r, Error: func(error) {}} // what is of others' types is unknown, which is no fault
	p, _ := conf.Check(path, r.set, files, &r.info)
	for _, d := range kept {
		if f, ok := r.info.Defs[d.Name].(*types.Func); ok {
			r.bodies[f] = d
		}
	}
	r.packages[path] = p
	return p, nil
}

// keep takes the body of each function that cannot read a view away, and returns those that stay, of a package that
// draws nothing.
func keep(path string, files []*ast.File) (kept []*ast.FuncDecl) {
	if screen(path) {
		return nil
	}
	for _, file := range files {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			switch {
			case !ok:
			case says[path] && (f.Recv == nil || receiver(f) != "Exercise"):
				kept = append(kept, f)
			default:
				f.Body = nil
			}
		}
	}
	return kept
}

func receiver(f *ast.FuncDecl) string {
	typ := f.Recv.List[0].Type
	if p, ok := typ.(*ast.StarExpr); ok {
		typ = p.X
	}
	if id, ok := typ.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// read counts what a piece of code reads, and the methods that it calls.
func (r *reading) read(code ast.Node) {
	set := map[ast.Expr]bool{}
	ast.Inspect(code, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, to := range n.Lhs {
				set[to] = n.Tok == token.ASSIGN
			}
		case *ast.Ident:
			if f, ok := r.info.Uses[n].(*types.Func); ok && r.bodies[f] != nil {
				body := r.bodies[f]
				delete(r.bodies, f)
				r.read(body)
			}
		case *ast.SelectorExpr:
			if s := r.info.Selections[n]; s != nil {
				r.along(s, set[n])
			}
		}
		return true
	})
}

// along counts the fields that a selector goes through, the last one only if it is not set.
func (r *reading) along(s *types.Selection, set bool) {
	typ := s.Recv()
	path := s.Index()
	if set || s.Kind() != types.FieldVal {
		path = path[:len(path)-1]
	}
	for _, i := range path {
		if p, ok := typ.Underlying().(*types.Pointer); ok {
			typ = p.Elem()
		}
		f := typ.Underlying().(*types.Struct).Field(i)
		if named, ok := typ.(*types.Named); ok {
			r.fields[named.Obj().Pkg().Name()+"."+named.Obj().Name()+"."+f.Name()] = true
		}
		typ = f.Type()
	}
}

// held are the fields of a struct and of those that it holds, by type and name.
func held(typ reflect.Type, fields map[string]bool, types map[reflect.Type]bool) {
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || types[typ] {
		return
	}
	types[typ] = true
	for _, f := range reflect.VisibleFields(typ) {
		if f.IsExported() && len(f.Index) == 1 && !f.Anonymous {
			fields[typ.String()+"."+f.Name] = true
		}
		if len(f.Index) == 1 {
			held(f.Type, fields, types)
		}
	}
}

// TestEveryFieldOfAViewIsRead: whatever a view holds is read by a screen or the dialogue of lines, or by what these
// call to say it in words, unless it is listed with the reason why not. A field of the same name elsewhere is
// another field.
func TestEveryFieldOfAViewIsRead(t *testing.T) {
	testsize.Long(t)
	r := &reading{set: token.NewFileSet(), packages: map[string]*types.Package{}, fields: map[string]bool{},
		bodies: map[*types.Func]*ast.FuncDecl{}, info: types.Info{Defs: map[*ast.Ident]types.Object{},
			Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}}
	folders, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, f := range folders {
		if path := "tocsin/tui/" + f.Name(); f.IsDir() && f.Name() != "testdata" && screen(path) {
			_, err := r.Import(path)
			require.NoError(t, err)
		}
	}
	for _, file := range r.screens {
		r.read(file)
	}
	fields, listed := map[string]bool{}, map[string]bool{}
	held(reflect.TypeFor[exercise.View](), fields, map[reflect.Type]bool{})
	for _, some := range unread {
		for f := range strings.FieldsSeq(some) {
			listed[f] = true
			assert.True(t, fields[f] && !r.fields[f], "%s is read, or is no field: take it from unread", f)
		}
	}
	missing := slices.Sorted(maps.Keys(fields))
	missing = slices.DeleteFunc(missing, func(f string) bool { return r.fields[f] || listed[f] })
	assert.Empty(t, missing, "no screen reads them: draw them, or say why not in unread")
}
