package notes

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"tocsin/sim/scenario"
)

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

// mostTrigger is the most bytes of a trigger, as of an expression of a scenario.
const mostTrigger = 512

// Op is what a [Trigger] does.
type Op uint8

// The operations of triggers.
const (
	All    Op = iota // every one of Args
	Any              // one of Args
	Not              // not Args[0]
	Signal           // the organisation knows of What
	Told             // it was told of What by Who
	Own              // a condition of a scenario, in Source
)

// Trigger is a note's condition.
type Trigger struct {
	Op     Op
	Who    string // Told: a kind of actor
	What   string // Signal, Told: a signal
	Source string // Own
	Args   []*Trigger
}

// looksLikeCondition reports whether a text is a condition rather than words: it calls a function.
func looksLikeCondition(s string) bool { return calls.MatchString(s) }

var calls = regexp.MustCompile(`\b[a-z_]+\s*\(\s*['"]`)

// readTrigger parses a trigger and reports what is wrong with it; it returns nil then.
func (v *Vocabulary) readTrigger(source, path string, r *scenario.Reading) *Trigger {
	if source == "" {
		return nil // it is required, so that is reported elsewhere
	}
	fault := func(offset int, hint, format string, args ...any) *Trigger {
		r.ErrorIn(path, source, offset, "expression", hint, fmt.Sprintf(format, args...))
		return nil
	}
	if len(source) > mostTrigger || strings.Count(source, "(")+strings.Count(source, "[") > 100 {
		return fault(0, "split the note", "the condition is too long")
	}
	tree, err := parser.Parse(source)
	if err != nil {
		var fe *file.Error
		offset, message := 0, "the condition cannot be read"
		if errors.As(err, &fe) {
			offset, message = offsetOf(source, fe.From), scenario.CleanLine(fe.Message)
		}
		return fault(offset, `for example "signal('weights_leaving') && told('cloud', 'unusual_access')"`, "%s",
			message)
	}
	p := &triggerParser{v: v, source: source}
	t := p.node(tree.Node)
	if p.message != "" {
		return fault(p.offset, p.hint, "%s", p.message)
	}
	return t
}

func offsetOf(s string, runes int) int {
	for i := range s {
		if runes == 0 {
			return i
		}
		runes--
	}
	return len(s)
}

type triggerParser struct {
	v             *Vocabulary
	source        string
	offset        int
	message, hint string // the first fault
}

func (p *triggerParser) fault(n ast.Node, hint, format string, args ...any) *Trigger {
	if p.message == "" {
		p.offset, p.hint = offsetOf(p.source, n.Location().From), hint
		p.message = fmt.Sprintf(format, args...)
	}
	return &Trigger{Op: Own}
}

func (p *triggerParser) node(n ast.Node) *Trigger {
	switch x := n.(type) {
	case *ast.BinaryNode:
		switch x.Operator {
		case "&&", "and":
			return &Trigger{Op: All, Args: []*Trigger{p.node(x.Left), p.node(x.Right)}}
		case "||", "or":
			return &Trigger{Op: Any, Args: []*Trigger{p.node(x.Left), p.node(x.Right)}}
		}
	case *ast.UnaryNode:
		if x.Operator == "!" || x.Operator == "not" {
			return &Trigger{Op: Not, Args: []*Trigger{p.node(x.Node)}}
		}
	case *ast.CallNode:
		if id, ok := x.Callee.(*ast.IdentifierNode); ok && (id.Value == "signal" || id.Value == "told") {
			return p.call(x, id.Value)
		}
	}
	return &Trigger{Op: Own, Source: n.String()}
}

func (p *triggerParser) call(x *ast.CallNode, name string) *Trigger {
	var words []string
	for _, a := range x.Arguments {
		s, ok := a.(*ast.StringNode)
		if !ok {
			return p.fault(a, "put it in quotes", "%s takes words of the vocabulary in quotes", name)
		}
		words = append(words, s.Value)
	}
	want, example := 1, "signal('weights_leaving')"
	if name == "told" {
		want, example = 2, "told('cloud', 'weights_leaving')"
	}
	if len(words) != want {
		return p.fault(x, "for example "+example, "%s takes %d words, here are %d", name, want, len(words))
	}
	what := words[want-1]
	if p.v.Signal(what) == nil {
		return p.fault(x.Arguments[want-1], scenario.Suggest(what, ids(p.v.Signals)), "unknown signal %q", what)
	}
	if name == "signal" {
		return &Trigger{Op: Signal, What: what}
	}
	if p.v.Kind(words[0]) == nil {
		return p.fault(x.Arguments[0], scenario.Suggest(words[0], ids(p.v.Kinds)), "unknown kind of actor %q",
			words[0])
	}
	return &Trigger{Op: Told, Who: words[0], What: what}
}

// walk visits a trigger and its parts; held is false for a part that must not hold: one under an odd
// number of "not".
func (t *Trigger) walk(visit func(t *Trigger, held bool)) {
	var down func(t *Trigger, held bool)
	down = func(t *Trigger, held bool) {
		if t == nil {
			return
		}
		visit(t, held)
		for _, a := range t.Args {
			down(a, held != (t.Op == Not))
		}
	}
	down(t, true)
}

// signals returns the signals whose coming can make a trigger true, in order.
func (t *Trigger) signals() []string {
	var out []string
	t.walk(func(t *Trigger, held bool) {
		if held && (t.Op == Signal || t.Op == Told) && !slices.Contains(out, t.What) {
			out = append(out, t.What)
		}
	})
	return out
}
