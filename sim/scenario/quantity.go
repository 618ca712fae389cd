package scenario

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
)

// Quantity is a number that need not be the same each time: a plain number, a spread from
// which one is drawn, or an expression.
type Quantity struct {
	Kind QuantityKind
	// A, B and C are the parameters. Plain: A. Uniform: A from, B to. LogNormal: A median,
	// B 90th percentile. PERT: A min, B mode, C max. Exponential: A mean. Normal: A mean,
	// B standard deviation.
	A, B, C float64
	// Expr gives the number where Kind is Computed.
	Expr Expr
}

// QuantityKind says where the number of a [Quantity] comes from.
type QuantityKind uint8

// The kinds of quantities.
const (
	Plain QuantityKind = iota
	UniformSpread
	LogNormalSpread
	PERTSpread
	ExponentialSpread
	NormalSpread
	Computed
)

// PlainQuantity is a number that is always the same.
func PlainQuantity(x float64) *Quantity { return &Quantity{A: x} }

// Known is the number of a plain quantity; false for none, a spread and an expression.
func (q *Quantity) Known() (float64, bool) {
	if q == nil || q.Kind != Plain {
		return 0, false
	}
	return q.A, true
}

// taken is what an effect takes out of a gauge whatever is drawn: the least and the most; false where it may take
// nothing, and where that depends on what happens.
func (q *Quantity) taken() (least, most float64, known bool) {
	switch {
	case q == nil:
		return 0, 0, false
	case q.Kind == Computed:
		x, is := fixed(q.Expr.Root)
		return -x, -x, is && x < 0
	case q.Kind == Plain || q.Kind == UniformSpread || q.Kind == PERTSpread:
		a, b := q.Range()
		return -b, -a, b < 0
	}
	return 0, 0, false
}

// Range is the least and the largest that the number can be.
func (q *Quantity) Range() (least, most float64) {
	switch q.Kind {
	case Plain:
		return q.A, q.A
	case UniformSpread:
		return q.A, q.B
	case PERTSpread:
		return q.A, q.C
	case LogNormalSpread, ExponentialSpread:
		return 0, math.Inf(1)
	}
	return math.Inf(-1), math.Inf(1)
}

// String writes the quantity for a reader: "5", "20 to 60", "about 40 (1 in 10 over 90)".
func (q Quantity) String() string {
	switch q.Kind {
	case UniformSpread:
		return fmt.Sprintf("%v to %v", q.A, q.B)
	case LogNormalSpread:
		return fmt.Sprintf("about %v (1 in 10 over %v)", q.A, q.B)
	case PERTSpread:
		return fmt.Sprintf("about %v (%v to %v)", q.B, q.A, q.C)
	case ExponentialSpread:
		return fmt.Sprintf("on average %v", q.A)
	case NormalSpread:
		return fmt.Sprintf("about %v (two in three within %v of it)", q.A, q.B)
	case Computed:
		return q.Expr.Source
	}
	return fmt.Sprint(q.A)
}

// spreadForm is a way to write a spread: the keys of A, B and C in their order.
type spreadForm struct {
	kind QuantityKind
	keys []string
	doc  string
}

// spreadForms must not be changed.
var spreadForms = []spreadForm{
	{UniformSpread, []string{"from", "to"}, "Anything between from and to is equally likely (uniform)."},
	{LogNormalSpread, []string{"median", "p90"},
		"Half are less than median, 9 of 10 less than p90, a few much more (log-normal)."},
	{PERTSpread, []string{"min", "mode", "max"}, "At least min, most often about mode, at most max (PERT)."},
	{ExponentialSpread, []string{"mean"}, "Small ones are likeliest; mean is the average (exponential)."},
	{NormalSpread, []string{"mean", "sd"}, "As often above mean as below; two in three within sd of it (normal)."},
}

const quantityHint = `write 5, {from=1, to=5}, {min=1, mode=2, max=9}, {median=2, p90=9}, {mean=5, sd=1}, {mean=4}, ` +
	`or an expression in quotes`

func (q *Quantity) bind(b *binder, v any, path string) {
	if x, ok := number(v); ok {
		if b.inRange(x, path, field{}) {
			q.A = x
		}
		return
	}
	switch x := v.(type) {
	case string:
		q.Kind = Computed
		q.Expr.bind(b, x, path)
	case map[string]any:
		q.spread(b, x, path)
	default:
		b.errorf(path, "type", quantityHint, "expected a number, a spread or an expression, found %s", kindOf(v))
	}
}

func (q *Quantity) spread(b *binder, m map[string]any, path string) {
	names := make([]string, 0, len(m))
	for k := range m {
		names = append(names, k)
	}
	sort.Strings(names)
	at := slices.IndexFunc(spreadForms, func(f spreadForm) bool {
		keys := slices.Sorted(slices.Values(f.keys))
		return slices.Equal(keys, names)
	})
	if at < 0 {
		b.errorf(path, "spread", quantityHint, "{%s} is not one of the ways to give a spread",
			clip(strings.Join(names, ", ")))
		return
	}
	form := spreadForms[at]
	into := []*float64{&q.A, &q.B, &q.C}
	for i, k := range form.keys {
		x, ok := number(m[k])
		if !ok {
			b.errorf(join(path, k), "type", quantityHint, "expected a number, found %s", kindOf(m[k]))
			return
		}
		if !b.inRange(x, join(path, k), field{}) {
			return
		}
		*into[i] = x
	}
	q.Kind = form.kind
	bad := func(ok bool, what string) {
		if !ok {
			b.errorf(path, "range", quantityHint, "%s", what)
		}
	}
	switch form.kind {
	case UniformSpread:
		bad(q.A <= q.B, "a spread must have from ≤ to")
	case LogNormalSpread:
		bad(q.A > 0 && q.B >= q.A, "a spread must have 0 < median ≤ p90")
	case PERTSpread:
		bad(q.A <= q.B && q.B <= q.C, "a spread must have min ≤ mode ≤ max")
	case ExponentialSpread:
		bad(q.A > 0, "the mean of a spread without sd must be more than 0")
	case NormalSpread:
		bad(q.B >= 0, "the sd of a spread cannot be less than 0")
	}
}

// tree is the quantity as a file would have it.
func (q *Quantity) tree() any {
	switch q.Kind {
	case Plain:
		return q.A + 0 // minus zero is zero
	case Computed:
		return q.Expr.Source
	}
	out := object{}
	for _, f := range spreadForms {
		if f.kind == q.Kind {
			for i, k := range f.keys {
				out = append(out, member{k, []float64{q.A, q.B, q.C}[i] + 0})
			}
		}
	}
	return out
}

// numberSchema describes a number that may be an expression of draws.
func numberSchema(word string, f field) object {
	return append(object{{"type", list{word, "string"}}}, bounds(f)...)
}

func quantitySchema() object {
	forms := list{object{{"type", list{"number", "string"}}}}
	for _, w := range spreadForms {
		props, required := object{}, list{}
		for _, k := range w.keys {
			props = append(props, member{k, object{{"type", "number"}}})
			required = append(required, k)
		}
		forms = append(forms, object{{"description", w.doc}, {"type", "object"}, {"properties", props},
			{"required", required}, {"additionalProperties", false}})
	}
	return object{{"oneOf", forms}}
}
