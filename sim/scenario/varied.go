package scenario

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What depends on draws is found once, when a file is read: every text and id with the {name} of a draw,
// every expression that asks for a draw, every number that is an expression of draws. A run
// then plays a copy of the scenario in which the values that it has drawn are put in.

// site is one place of a scenario that depends on draws.
type site struct {
	path  string
	steps []step
	field field
	expr  *Node // of a number or span of time; nil for texts, conditions and quantities
	isID  bool  // {name} becomes the id of the answer, not its words
	draws []int // indices of the draws that it depends on
}

// step leads from a value to one inside it.
type step struct {
	field []int  // of a struct; nil for an element or a pointer
	elem  int    // of a slice
	deref bool   // of a pointer
	key   string // names the slice or pointer, which is copied before it is changed
}

// drawnUse is a number of the file that is given by draws.
type drawnUse struct {
	path string
	expr Expr
	span bool // it is in braces, for a span of time
}

// placePattern finds {name} in a text, wholePlace one that is nothing else.
var (
	placePattern = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)
	wholePlace   = regexp.MustCompile(`^\{[a-z][a-z0-9_]*\}$`)
)

// Varies reports whether runs of the scenario differ by what they draw at STARTEX.
func (sc *Scenario) Varies() bool { return len(sc.Draws) > 0 }

// FewWorlds reports whether each draw is a choice, true or false, a whole number within bounds, or computed from
// such, so that several runs draw the same values.
func (sc *Scenario) FewWorlds() bool {
	return !slices.ContainsFunc(sc.Draws, func(d Draw) bool {
		bounded := d.Number != nil && d.Whole && (d.Number.Kind == UniformSpread || d.Number.Kind == PERTSpread)
		return d.kind() != drawChoice && d.kind() != drawChance && (d.Number == nil || d.Number.Kind != Computed) &&
			!bounded
	})
}

// Usual are the usual values of the draws: the likeliest answer of a choice, the middle (quantile 0.5) of any other.
func (sc *Scenario) Usual() []float64 {
	return sc.values(func(i int) float64 { return math.NaN() })
}

// values are those of the draws at quantiles u(draw), between 0 and 1; the usual value where u is NaN.
func (sc *Scenario) values(u func(i int) float64) []float64 {
	out := make([]float64, 0, len(sc.Draws))
	for i := range sc.Draws {
		d, x := &sc.Draws[i], u(i)
		usual := x != x
		switch {
		case usual && d.kind() == drawChoice:
			out = append(out, float64(d.likeliest(out)))
			continue
		case usual:
			x = 0.5
		}
		out = append(out, d.At(x, out, spreadAt, delayAt))
	}
	return out
}

// spreadAt approximates the u-quantile of a spread, well enough to see what a scenario can be: the normal quantile
// is taken as 2.33 (2u - 1), and a PERT spread as uniform on each side of its mode. The engine has exact ones.
func spreadAt(q *Quantity, u float64) float64 {
	z := 2.33 * (2*u - 1)
	switch q.Kind {
	case UniformSpread:
		return q.A + (q.B-q.A)*u
	case PERTSpread:
		if u < 0.5 {
			return q.B - (q.B-q.A)*(1-2*u)
		}
		return q.B + (q.C-q.B)*(2*u-1)
	case LogNormalSpread:
		return q.A * math.Exp(math.Log(q.B/q.A)/1.2816*z)
	case ExponentialSpread:
		return -q.A * math.Log(1-u)
	case NormalSpread:
		return q.A + q.B*z
	}
	return q.A
}

// delayAt is [spreadAt] for a delay, in hours.
func delayAt(d Delay, u float64) float64 {
	q := Quantity{A: d.A.Hours(), B: d.B.Hours(), C: d.C.Hours()}
	q.Kind = map[Distribution]QuantityKind{Uniform: UniformSpread, PERT: PERTSpread, LogNormal: LogNormalSpread,
		Exponential: ExponentialSpread}[d.Kind]
	return spreadAt(&q, u)
}

// Drawn returns the scenario of a run whose draws have these values. It shares with sc what
// depends on no draw; sc is not changed.
func (sc *Scenario) Drawn(values []float64) *Scenario {
	if !sc.Varies() {
		return sc
	}
	out := *sc
	fresh := map[string]bool{}
	for i := range sc.sites {
		s := &sc.sites[i]
		s.put(s.in(reflect.ValueOf(&out).Elem(), fresh), sc, values)
	}
	for i := range out.Facts {
		if root := out.Facts[i].DecoyIf.Root; root != nil {
			v, _ := fixed(root) // its condition is a site, so the facts are a copy
			out.Facts[i].Decoy = v != 0
		}
	}
	for i := range out.Hypotheses {
		if root := out.Hypotheses[i].TruthIf.Root; root != nil {
			v, _ := fixed(root) // as with facts
			out.Hypotheses[i].Truth = v != 0
		}
	}
	return &out
}

// in finds the site in a copy of the scenario. It copies the slices and pointers on the way that are not in fresh,
// so that the original is not changed.
func (s *site) in(v reflect.Value, fresh map[string]bool) reflect.Value {
	for _, st := range s.steps {
		switch {
		case st.field != nil:
			v = v.FieldByIndex(st.field)
			continue
		case fresh[st.key]:
		case st.deref:
			own := reflect.New(v.Type().Elem())
			own.Elem().Set(v.Elem())
			v.Set(own)
		default:
			own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(own, v)
			v.Set(own)
		}
		fresh[st.key] = true
		if st.deref {
			v = v.Elem()
		} else {
			v = v.Index(st.elem)
		}
	}
	return v
}

// put sets the site's value v for drawn values.
func (s *site) put(v reflect.Value, sc *Scenario, values []float64) {
	if s.expr != nil {
		x, _ := fixed(substitute(s.expr, values))
		s.number(v, x)
		return
	}
	switch x := v.Interface().(type) {
	case Expr:
		v.Set(reflect.ValueOf(Expr{Source: x.Source, Root: substitute(x.Root, values)}))
	case Quantity:
		x.Expr.Root = substitute(x.Expr.Root, values)
		v.Set(reflect.ValueOf(x))
	default:
		v.SetString(sc.filled(v.String(), values, s.isID))
	}
}

// number sets a number or span, within the bounds of its key.
func (s *site) number(v reflect.Value, x float64) {
	bound := func(tag string, limit func(x, b float64) float64) {
		if b, err := strconv.ParseFloat(s.field.tag.Get(tag), 64); err == nil {
			x = limit(x, b)
		}
	}
	bound("min", func(x, b float64) float64 { return max(x, b) })
	bound("max", func(x, b float64) float64 { return min(x, b) })
	switch v.Interface().(type) {
	case Duration:
		v.SetInt(int64(Duration(min(max(x, 0)*float64(Hour), float64(MaxDuration)))))
		return
	}
	if v.Kind() == reflect.Int {
		v.SetInt(int64(math.Round(min(max(x, -1e9), 1e9))))
		return
	}
	v.SetFloat(min(max(x, -1e15), 1e15))
}

// filled puts what has been drawn in place of every {name} of a draw.
func (sc *Scenario) filled(text string, values []float64, ids bool) string {
	return placePattern.ReplaceAllStringFunc(text, func(place string) string {
		i := sc.Find("draw", place[1:len(place)-1])
		if i < 0 || i >= len(values) {
			return place
		}
		if ids {
			return sc.Draws[i].id(values[i])
		}
		return sc.Draws[i].Word(values[i])
	})
}

// findSites finds what depends on draws.
func (sc *Scenario) findSites(b *binder) {
	if !sc.Varies() {
		return
	}
	f := &siteFinder{sc: sc, b: b}
	root := reflect.ValueOf(sc).Elem()
	steps := make([]step, 0, 16) // one list for the whole walk
	for _, key := range fieldsOf(root.Type()) {
		if key.name == "draw" || key.name == "text" || key.name == "variable" || key.name == "each" {
			continue
		}
		f.walk(root.FieldByIndex(key.index), key.name, append(steps, step{field: key.index}), key)
	}
	sc.given = map[string]string{}
	for path, u := range b.drawn {
		sc.given[path] = u.expr.Source
		if u.span {
			sc.given[path] = "{" + u.expr.Source + "}"
		}
		if !f.found[path] && !strings.HasPrefix(path, "draw.") && u.expr.Root != nil {
			b.errorf(path, "type", "give it as a number", "this cannot be drawn")
		}
	}
}

type siteFinder struct {
	sc    *Scenario
	b     *binder
	found map[string]bool
}

func (f *siteFinder) add(path string, steps []step, key field, expr *Node, draws ...int) {
	if f.found == nil {
		f.found = map[string]bool{}
	}
	f.found[path] = true
	isID := key.tag.Get("ref") != "" || key.tag.Get("id") == "true"
	f.sc.sites = append(f.sc.sites, site{path: path, steps: slices.Clone(steps), field: key, expr: expr, isID: isID,
		draws: draws})
}

// drawnAt is the expression of a number at a path.
func (f *siteFinder) drawnAt(path string) *Node {
	if u := f.b.drawn[path]; u != nil {
		return u.expr.Root
	}
	return nil
}

func (f *siteFinder) walk(v reflect.Value, path string, steps []step, key field) {
	into := func(s step) []step { return append(steps, s) } // what is kept is copied by add
	switch x := v.Interface().(type) {
	case Expr:
		if draws := drawsIn(x.Root); len(draws) > 0 {
			f.add(path, steps, key, nil, draws...)
		}
		return
	case Quantity:
		if draws := drawsIn(x.Expr.Root); len(draws) > 0 {
			f.add(path, steps, key, nil, draws...)
		}
		return
	case Delay:
		f.delay(x, path, steps, key)
		return
	case Amount:
		if n := f.drawnAt(path); n != nil {
			f.add(path, into(step{field: []int{1}}), key, n, drawsIn(n)...)
		}
		return
	case Option:
		f.text(x.Text, path, into(step{field: []int{1}}), key)
		return
	}
	switch v.Kind() {
	case reflect.String:
		f.text(v.String(), path, steps, key)
	case reflect.Int, reflect.Float64, reflect.Int64:
		if n := f.drawnAt(path); n != nil {
			f.add(path, steps, key, n, drawsIn(n)...)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			f.walk(v.Elem(), path, into(step{deref: true, key: path + "*"}), key)
		}
	case reflect.Slice:
		for i := range v.Len() {
			p := indexed(path, i)
			if key.keyed {
				p = join(path, v.Index(i).FieldByName("ID").String())
			} else if _, listed := f.b.ix.keys[p]; !listed && v.Len() == 1 && path != p {
				p = path // a single one without its brackets
			}
			el := key
			el.keyed = false
			f.walk(v.Index(i), p, into(step{elem: i, key: path + "[]"}), el)
		}
	case reflect.Struct:
		for _, inner := range fieldsOf(v.Type()) {
			f.walk(v.FieldByIndex(inner.index), join(path, inner.name), into(step{field: inner.index}), inner)
		}
	}
}

func (f *siteFinder) text(text, path string, steps []step, key field) {
	var draws []int
	for _, m := range placePattern.FindAllStringSubmatch(text, -1) {
		if d := f.sc.Find("draw", m[1]); d >= 0 {
			draws = append(draws, d)
		}
	}
	if len(draws) > 0 {
		f.add(path, steps, key, nil, draws...)
	}
}

func (f *siteFinder) delay(d Delay, path string, steps []step, key field) {
	parts := []string{""}
	for _, w := range delayWords {
		if w.kind == d.Kind {
			parts = w.keys
		}
	}
	for i, part := range parts {
		p := path
		if part != "" {
			p = join(path, part)
		}
		if n := f.drawnAt(p); n != nil {
			f.add(p, append(slices.Clone(steps), step{field: []int{2 + i}}), key, n, drawsIn(n)...)
		}
	}
}

// Decides lists the paths of the keys that depend on a draw, in the order of the format.
func (sc *Scenario) Decides(draw int) []string {
	var out []string
	for i := range sc.sites {
		if s := &sc.sites[i]; slices.Contains(s.draws, draw) && !slices.Contains(out, s.path) {
			out = append(out, s.path)
		}
	}
	return out
}

// Given is the expression in the file of the number or span of time at a path that draws decide, in
// braces for a span; "" where they do not.
func (sc *Scenario) Given(path string) string { return sc.given[path] }

// maxWorlds bounds the worlds of a scenario that are checked, the usual one among them.
const maxWorlds = 64

// worlds are variants of the scenario: the usual one first, then for each draw those in which only its
// value differs: each possible answer of a choice, or the 0.5th and 99.5th percentile. words say which, "" for the
// usual one.
func (sc *Scenario) worlds() (out []*Scenario, words []string) {
	usual := sc.Usual()
	out, words = append(out, sc.Drawn(usual)), append(words, "")
	for i := range sc.Draws {
		d := &sc.Draws[i]
		var us []float64
		total, sum := 0.0, 0.0
		weights := d.weights(usual)
		for _, w := range weights {
			total += w
		}
		for _, w := range weights {
			if w > 0 {
				us = append(us, (sum+w/2)/total)
			}
			sum += w
		}
		if d.kind() != drawChoice {
			us = []float64{0.005, 0.995}
		}
		for _, u := range us {
			if len(out) >= maxWorlds {
				return out, words
			}
			values := sc.values(func(k int) float64 {
				if k == i {
					return u
				}
				return math.NaN()
			})
			out = append(out, sc.Drawn(values))
			words = append(words, fmt.Sprintf("%s is %s", d.ID, d.id(values[i])))
		}
	}
	return out, words
}

// inWorlds runs checks on each world. It reports the errors of every world. Without all it reports the
// warnings of every world too; with all only those that every world has, and also the scenario with open numbers
// ([Scenario.open]).
func (c *checker) inWorlds(run func(*checker), all bool) {
	type fault struct {
		pos  Pos
		code string
	}
	var found Diagnostics
	seen := map[fault]int{}
	worlds, words := c.sc.worlds()
	open := all && c.sc.Varies()
	if open {
		worlds, words = append(worlds, c.sc.open()), append(words, "")
	}
	told := c.b.ds
	for i, world := range worlds {
		var ds Diagnostics
		c.b.ds = &ds
		inner := &checker{sc: world, b: c.b, player: c.player, open: open && i == len(worlds)-1}
		run(inner)
		here := map[fault]bool{}
		for _, d := range ds {
			f := fault{d.Pos, d.Code}
			if seen[f] == 0 {
				if words[i] != "" {
					d.Message += " (where " + words[i] + ")"
				}
				found = append(found, d)
			}
			if !here[f] {
				seen[f]++
			}
			here[f] = true
		}
	}
	c.b.ds = told
	for _, d := range found {
		if !all || d.Severity == Error || seen[fault{d.Pos, d.Code}] == len(worlds) {
			*told = append(*told, d)
		}
	}
}
