package main

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// mutant is one change, which its number switches on.
type mutant struct {
	number int
	file   string
	line   int
	where  string // the function it is in
	what   string
	pieces []piece
}

// piece is text that replaces what lies between two offsets of a file.
type piece struct {
	from, to int
	text     string
	// Of pieces at one offset those that close come first, the innermost before the others, then
	// those that open, the outermost first.
	depth  int
	closes bool
}

// key identifies a mutant also when the lines around it move.
func (m mutant) key() string { return m.file + " " + m.where + ": " + m.what }

// become says what each operator becomes, and which function of switches does either; the
// comparisons without one are negated.
var become = map[token.Token]struct {
	to   token.Token
	does string
}{
	token.LSS: {token.LEQ, "mutantLSS"}, token.LEQ: {token.LSS, "mutantLEQ"},
	token.GTR: {token.GEQ, "mutantGTR"}, token.GEQ: {token.GTR, "mutantGEQ"},
	token.ADD: {token.SUB, "mutantADD"}, token.SUB: {token.ADD, "mutantSUB"},
	token.MUL: {token.QUO, "mutantMUL"}, token.QUO: {token.MUL, "mutantQUO"},
	token.EQL: {token.NEQ, ""}, token.NEQ: {token.EQL, ""},
}

// switches is a file that is added to a package: which mutant is on, which ones the tests reach, and
// the operators that become others. Both sides of an operator are evaluated once, as before.
const switches = `package %s

import ("cmp"; "fmt"; "os"; "strconv"; "sync")

var (
	mutantNow, _  = strconv.Atoi(os.Getenv("MUTANT"))
	mutantSeen    sync.Map
	mutantSeenIn, _ = os.OpenFile(os.Getenv("MUTANT_SEEN"), os.O_APPEND|os.O_WRONLY, 0)
)

func mutantOn(n int) bool {
	if mutantSeenIn != nil {
		if _, old := mutantSeen.LoadOrStore(n, true); !old { fmt.Fprintln(mutantSeenIn, n) }
	}
	return n == mutantNow
}

type mutantNumber interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 |
		~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr | ~float32 | ~float64
}

func mutantLSS[T cmp.Ordered](n int, a, b T) bool { if mutantOn(n) { return a <= b }; return a < b }
func mutantLEQ[T cmp.Ordered](n int, a, b T) bool { if mutantOn(n) { return a < b }; return a <= b }
func mutantGTR[T cmp.Ordered](n int, a, b T) bool { if mutantOn(n) { return a >= b }; return a > b }
func mutantGEQ[T cmp.Ordered](n int, a, b T) bool { if mutantOn(n) { return a > b }; return a >= b }
func mutantADD[T mutantNumber](n int, a, b T) T { if mutantOn(n) { return a - b }; return a + b }
func mutantSUB[T mutantNumber](n int, a, b T) T { if mutantOn(n) { return a + b }; return a - b }
func mutantMUL[T mutantNumber](n int, a, b T) T { if mutantOn(n) { return a / b }; return a * b }
func mutantQUO[T mutantNumber](n int, a, b T) T { if mutantOn(n) { return a * b }; return a / b }
`

// finder lists the mutants of one file: an operator that becomes another, one side of a condition
// left out, a condition negated, true for false and false for true, a statement left out.
type finder struct {
	set   *token.FileSet
	info  *types.Info
	name  string
	src   []byte
	where string
	depth int
	found []mutant
}

func (f *finder) at(p token.Pos) int     { return f.set.Position(p).Offset }
func (f *finder) text(n ast.Node) string { return string(f.src[f.at(n.Pos()):f.at(n.End())]) }

// lineOf returns the line that a node begins on.
func (f *finder) lineOf(n ast.Node) string {
	begin := bytes.LastIndexByte(f.src[:f.at(n.Pos())], '\n') + 1
	line, _, _ := strings.Cut(string(f.src[begin:]), "\n")
	return strings.TrimSpace(line)
}

// wrap adds a mutant that has text before and after a node; N in the text stands for the mutant's
// number.
func (f *finder) wrap(n ast.Node, before, after, what string, more ...piece) {
	f.depth++
	pieces := append([]piece{{f.at(n.Pos()), f.at(n.Pos()), before, f.depth, false},
		{f.at(n.End()), f.at(n.End()), after, f.depth, true}}, more...)
	f.found = append(f.found, mutant{0, f.name, f.set.Position(n.Pos()).Line, f.where, what, pieces})
}

// file lists the mutants of a whole file.
func (f *finder) file(file *ast.File) {
	for _, d := range file.Decls {
		f.where = "variables"
		if fn, ok := d.(*ast.FuncDecl); ok {
			f.where = fn.Name.Name
			if fn.Recv != nil {
				f.where = strings.TrimLeft(f.text(fn.Recv.List[0].Type), "*") + "." + f.where
			}
		}
		if g, ok := d.(*ast.GenDecl); ok && g.Tok != token.VAR {
			continue
		}
		ast.Inspect(d, f.node)
	}
}

func (f *finder) node(n ast.Node) bool {
	switch x := n.(type) {
	case *ast.IfStmt:
		if f.bool(x.Cond) {
			f.wrap(x.Cond, "((", ") != mutantOn(N))", "not "+firstLine(f.text(x.Cond)))
		}
	case *ast.BinaryExpr:
		f.operator(x)
	case *ast.Ident:
		if (x.Name == "true" || x.Name == "false") && f.info.Uses[x] != nil && f.info.Uses[x].Parent() == types.Universe {
			f.wrap(x, "(", " != mutantOn(N))", "not this "+x.Name+" of "+firstLine(f.lineOf(x)))
		}
	case *ast.BlockStmt:
		f.statements(x.List)
	case *ast.CaseClause:
		f.statements(x.Body)
	case *ast.CommClause:
		f.statements(x.Body)
	}
	return true
}

// bool reports whether an expression is of the predeclared boolean type and no constant.
func (f *finder) bool(e ast.Expr) bool {
	t := f.info.Types[e]
	b, ok := t.Type.(*types.Basic)
	return ok && t.Value == nil && b.Info()&types.IsBoolean != 0
}

func (f *finder) operator(x *ast.BinaryExpr) {
	what := f.info.Types[x]
	if what.Value != nil || what.Type == nil {
		return
	}
	b, _ := what.Type.Underlying().(*types.Basic)
	to, ok := become[x.Op]
	name := fmt.Sprintf("%s for %s in %s", to.to, x.Op, firstLine(f.text(x)))
	switch {
	case x.Op == token.LAND && f.bool(x):
		f.wrap(x.Y, "(mutantOn(N) || (", "))", "only "+firstLine(f.text(x.X))+" of "+firstLine(f.text(x)))
		f.wrap(x.X, "(mutantOn(N) || (", "))", "only "+firstLine(f.text(x.Y))+" of "+firstLine(f.text(x)))
	case x.Op == token.LOR && f.bool(x):
		f.wrap(x.Y, "(!mutantOn(N) && (", "))", "only "+firstLine(f.text(x.X))+" of "+firstLine(f.text(x)))
		f.wrap(x.X, "(!mutantOn(N) && (", "))", "only "+firstLine(f.text(x.Y))+" of "+firstLine(f.text(x)))
	case !ok || b == nil:
	case to.does == "" && f.bool(x):
		f.wrap(x, "((", ") != mutantOn(N))", name)
	case to.does != "" && b.Info()&(types.IsNumeric|types.IsBoolean) != 0:
		f.depth++
		f.wrap(x, to.does+"(N, ", ")", name,
			piece{f.at(x.OpPos), f.at(x.OpPos) + len(x.Op.String()), ",", f.depth, true})
	}
}

func (f *finder) statements(list []ast.Stmt) {
	for _, s := range list {
		switch x := s.(type) {
		case *ast.ExprStmt:
			if strings.HasPrefix(f.text(x), "panic(") {
				continue
			}
		case *ast.AssignStmt:
			if x.Tok == token.DEFINE {
				continue
			}
		case *ast.IncDecStmt:
		default:
			continue
		}
		f.wrap(s, "if !mutantOn(N) { ", " }", "without "+firstLine(f.text(s)))
	}
}

// changed returns a file with all its mutants in it, each behind its switch. Line numbers stay the
// same.
func changed(src []byte, all []mutant) string {
	var pieces []piece
	for _, m := range all {
		for _, p := range m.pieces {
			p.text = strings.ReplaceAll(p.text, "N", fmt.Sprint(m.number))
			pieces = append(pieces, p)
		}
	}
	slices.SortStableFunc(pieces, func(a, b piece) int {
		switch {
		case a.from != b.from:
			return cmp.Compare(a.from, b.from)
		case a.closes != b.closes:
			return map[bool]int{true: -1, false: 1}[a.closes]
		case (a.to > a.from) != (b.to > b.from): // an operator comes after what closes before it
			return map[bool]int{true: 1, false: -1}[a.to > a.from]
		case a.closes:
			return cmp.Compare(b.depth, a.depth)
		}
		return cmp.Compare(a.depth, b.depth)
	})
	var out strings.Builder
	done := 0
	for _, p := range pieces {
		out.Write(src[done:p.from])
		out.WriteString(p.text)
		done = p.to
	}
	out.Write(src[done:])
	return out.String()
}

// firstLine returns the first line of a text, at most 100 bytes of it.
func firstLine(s string) string {
	first, _, more := strings.Cut(s, "\n")
	if more || len(first) > 100 {
		first = first[:min(len(first), 100)] + " …"
	}
	return first
}
