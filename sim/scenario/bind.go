package scenario

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The binder fills the format's structs from a parsed TOML tree. Everything it needs
// to know of a key is in the tags of the field that holds it:
//
//	toml     the key's name; ",keyed" for [role.x] tables that become a slice in file order
//	doc      what it means, for the reference and the JSON Schema
//	default  what holds when it is not given (prose)
//	example  a value as a scenario would write it
//	ref      what an id must name: "role", or "role|all" to allow the word "all" too
//	enum     the words it may be, joined by "|"
//	min, max bounds of a number, inclusive
//	above    a number must be more than this
//	expr     "bool" or "number": the field is an expression of that type; "draws": of draws alone
//	id       "true": an id that is not checked by ref, for what draws put in its place
//	me       "true": in the expression, knows(f) means the role that the table belongs to
//	required "true"
//
// So a new key is one field. The binder collects every problem of the file and stops at none.
type binder struct {
	what  string // how messages call the whole file
	ix    *positions
	ds    *Diagnostics
	refs  []refUse
	exprs []*exprUse
	// drawn are the numbers and spans that are given by draws, by their paths.
	drawn map[string]*drawnUse
	draws bool // the file has draws
	// unfilled are the texts with a {name} that nothing gives.
	unfilled unfilled
	// faulty are the paths that already have an error, so that what only follows from it is not
	// reported.
	faulty map[string]bool
	// start is STARTEX where the file gives it, for what to write instead of a time of day.
	start *time.Time
}

type field struct {
	name  string
	index []int
	tag   reflect.StructTag
	keyed bool
	must  bool // it is required
	// example says how a file gives it: "for example …".
	example string
}

type refUse struct {
	path  string
	value string
	kinds string // the ref tag
	glob  bool
}

type exprUse struct {
	path  string
	expr  *Expr
	want  Type
	me    bool
	fixed bool // it asks for draws and nothing else
}

// custom is a type that reads its own TOML value.
type custom interface {
	bind(b *binder, v any, path string)
}

func (b *binder) errorf(path, code, hint, format string, args ...any) {
	*b.ds = append(*b.ds, Diagnostic{b.ix.place(path, code), Error, code, fmt.Sprintf(format, args...),
		b.unfilled.hint(path, hint)})
	b.faulty[path] = true
}

func (b *binder) duration(s, path string) Duration {
	if b.draws && wholePlace.MatchString(s) && b.varies(s[1:len(s)-1], path, Number) {
		b.drawn[path].span = true
		return Hour
	}
	d, err := ParseDuration(s)
	if err != nil {
		b.errorf(path, "duration", durationHint(s, b.start), "%s", err)
	}
	return d
}

// notSpan reports that a value is no text with a duration, and what to write for it.
func (b *binder) notSpan(v any, path, hint string) {
	switch x := v.(type) {
	case int64, float64:
		hint = durationHint(fmt.Sprint(x), nil)
	case time.Time:
		hint = clockHint(x, b.start)
	}
	b.errorf(path, "type", hint, "expected a duration in quotes, such as \"45m\", found %s", kindOf(v))
}

// keysOf keeps the results of [fieldsOf], which depend on the program alone.
var keysOf sync.Map // of reflect.Type, to []field

// fieldsOf lists the keys of a struct, those of embedded structs included. The list is shared and must
// not be changed.
func fieldsOf(t reflect.Type) []field {
	if fs, ok := keysOf.Load(t); ok {
		return fs.([]field)
	}
	fs := findFields(t)
	keysOf.Store(t, fs)
	return fs
}

func findFields(t reflect.Type) []field {
	var fs []field
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			for _, sub := range fieldsOf(f.Type) {
				sub.index = append([]int{i}, sub.index...)
				fs = append(fs, sub)
			}
			continue
		}
		name, option, _ := strings.Cut(f.Tag.Get("toml"), ",")
		if name == "" || name == "-" {
			continue
		}
		fs = append(fs, field{name, []int{i}, f.Tag, option == "keyed", f.Tag.Get("required") == "true",
			forExample(name, f.Tag.Get("example"))})
	}
	return fs
}

// forExample returns the hint that shows a key with an example of its value, or the first line of an
// example of a table.
func forExample(name, value string) string {
	if table, ok := strings.CutPrefix(value, "\n"); ok {
		table, _, _ = strings.Cut(table, "\n")
		return "for example " + table
	}
	if value != "" {
		return "for example " + name + " = " + value
	}
	return ""
}

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

// table fills a struct from a TOML table.
func (b *binder) table(dst reflect.Value, m map[string]any, path string) {
	fs := fieldsOf(dst.Type())
	known := 0
	for _, f := range fs {
		v, ok := m[f.name]
		if !ok {
			if f.must {
				*b.ds = append(*b.ds, Diagnostic{b.ix.at(path), Error, "missing",
					fmt.Sprintf("%s needs %q: %s", b.describe(path), f.name, f.tag.Get("doc")), f.example})
				b.faulty[join(path, f.name)] = true
			}
			continue
		}
		known++
		b.value(dst.FieldByIndex(f.index), v, join(path, f.name), f)
	}
	if known == len(m) {
		return
	}
	var unknown []string
	for k := range m {
		if !slices.ContainsFunc(fs, func(f field) bool { return f.name == k }) {
			unknown = append(unknown, k)
		}
	}
	sort.Strings(unknown)
	for _, k := range unknown {
		names := make([]string, 0, len(fs))
		for _, f := range fs {
			names = append(names, f.name)
		}
		what := "unknown key"
		if path == "" {
			what = "unknown table or key"
		}
		b.errorf(join(path, k), "unknown-key", b.keyHint(dst.Type(), k, names, path), "%s %q in %s", what, clip(k),
			b.describe(path))
	}
}

// describe names a table in a message.
func (b *binder) describe(path string) string {
	if path == "" {
		return b.what
	}
	return clip(path)
}

func (b *binder) value(dst reflect.Value, v any, path string, f field) {
	if c, ok := dst.Addr().Interface().(custom); ok {
		c.bind(b, v, path)
		b.noteExpr(c, path, f)
		b.noteNames(c, path, f)
		return
	}
	hint := f.example
	switch dst.Interface().(type) {
	case time.Time:
		t, ok := v.(time.Time)
		if !ok {
			b.errorf(path, "type", hint, "expected a date and time without quotes, found %s", kindOf(v))
			return
		}
		if t.Location().String() == "time-local" {
			b.errorf(path, "type", hint, "expected a date and time, found a time of day")
			return
		}
		dst.Set(reflect.ValueOf(inZone(t)))
		return
	case Duration:
		s, ok := v.(string)
		if !ok {
			b.notSpan(v, path, hint)
			return
		}
		d := b.duration(s, path)
		dst.SetInt(int64(d))
		return
	}
	switch dst.Kind() {
	case reflect.Pointer:
		dst.Set(reflect.New(dst.Type().Elem()))
		b.value(dst.Elem(), v, path, f)
	case reflect.String:
		s, ok := b.filledText(v, path).(string)
		if !ok {
			b.errorf(path, "type", hint, "expected text in quotes, found %s", kindOf(v))
			return
		}
		b.text(dst, s, path, f)
	case reflect.Bool:
		x, ok := v.(bool)
		if !ok {
			b.errorf(path, "type", hint, "expected true or false, found %s", kindOf(v))
			return
		}
		dst.SetBool(x)
	case reflect.Int:
		v = b.filledNumber(v, path)
		x, ok := v.(int64)
		if b.varies(v, path, Number) {
			return
		}
		if !ok {
			b.errorf(path, "type", hint, "expected a whole number, found %s", kindOf(v))
			return
		}
		if b.inRange(float64(x), path, f) {
			dst.SetInt(x)
		}
	case reflect.Float64:
		v = b.filledNumber(v, path)
		x, ok := number(v)
		if b.varies(v, path, Number) {
			return
		}
		if !ok {
			b.errorf(path, "type", numberHint(v, hint), "expected a number, found %s", kindOf(v))
			return
		}
		if b.inRange(x, path, f) {
			dst.SetFloat(x)
		}
	case reflect.Struct:
		m, ok := v.(map[string]any)
		if words := f.tag.Get("words"); words != "" && kindOf(v) == "text" {
			hint += "; " + words
		}
		if !ok {
			b.errorf(path, "type", hint, "expected a table, found %s", kindOf(v))
			return
		}
		b.table(dst, m, path)
	case reflect.Slice:
		if f.keyed {
			b.keyed(dst, v, path, f)
			return
		}
		b.list(dst, v, path, f)
	}
}

func (b *binder) inRange(x float64, path string, f field) bool {
	if math.IsNaN(x) || math.IsInf(x, 0) || math.Abs(x) > 1e15 {
		b.errorf(path, "range", "", "%v is not a number that the engine can use", x)
		return false
	}
	bound := func(tag string) (float64, bool) {
		s := f.tag.Get(tag)
		if s == "" {
			return 0, false
		}
		n, err := strconv.ParseFloat(s, 64)
		return n, err == nil
	}
	if lo, ok := bound("min"); ok && x < lo {
		b.errorf(path, "range", f.example, "%s must be at least %v, found %v", f.name, lo, x)
		return false
	}
	if lo, ok := bound("above"); ok && x <= lo {
		b.errorf(path, "range", f.example, "%s must be more than %v, found %v", f.name, lo, x)
		return false
	}
	if hi, ok := bound("max"); ok && x > hi {
		b.errorf(path, "range", f.example, "%s must be at most %v, found %v", f.name, hi, x)
		return false
	}
	return true
}

// keyed fills a slice from tables with ids, in the order of the file.
func (b *binder) keyed(dst reflect.Value, v any, path string, f field) {
	m, ok := v.(map[string]any)
	if !ok {
		hint := f.example
		if rv := reflect.ValueOf(v); rv.IsValid() && rv.Kind() == reflect.Slice && !strings.Contains(path, ".") {
			hint = fmt.Sprintf("write [%s.some_id] in single brackets, with another id for each", path)
		}
		b.errorf(path, "type", hint, "expected tables with ids, such as [%s.some_id], found %s", path, kindOf(v))
		return
	}
	if b.withoutID(m, path, dst.Type().Elem()) {
		return
	}
	ids := b.ix.inOrder(path, m)
	dst.Set(reflect.MakeSlice(dst.Type(), len(ids), len(ids)))
	for i, id := range ids {
		p := join(path, id)
		el := dst.Index(i)
		el.FieldByName("ID").SetString(CleanLine(id))
		if kinds := f.tag.Get("ref"); kinds != "" {
			b.refs = append(b.refs, refUse{p, id, kinds, false})
		} else if !idPattern.MatchString(id) {
			b.errorf(p, "id", "ids are small letters, digits and underscores, and begin with a letter: "+slug(id),
				"%q is not an id", clip(id))
		}
		if c, ok := el.Addr().Interface().(custom); ok {
			c.bind(b, m[id], p)
			continue
		}
		t, ok := m[id].(map[string]any)
		if !ok {
			hint := f.example
			if rv := reflect.ValueOf(m[id]); rv.IsValid() && rv.Kind() == reflect.Slice {
				hint = fmt.Sprintf("write [%s] in single brackets", p)
			}
			b.errorf(p, "type", hint, "expected a table, found %s", kindOf(m[id]))
			continue
		}
		b.table(el, t, p)
	}
}

func (b *binder) list(dst reflect.Value, v any, path string, f field) {
	rv := reflect.ValueOf(v)
	if !rv.IsValid() || rv.Kind() != reflect.Slice {
		el := dst.Type().Elem()
		if _, table := v.(map[string]any); table && el.Kind() == reflect.Struct && !strings.ContainsAny(path, ".[") {
			b.errorf(path, "type", fmt.Sprintf("write [[%s]], with two brackets, for each of them", path),
				"[%s] is a single table, and there can be several of them", path)
			return
		}
		hint := f.example
		if text, ok := v.(string); ok && el.Kind() == reflect.String {
			hint = "put brackets around it: [" + strconv.Quote(clip(text)) + "]"
		}
		b.errorf(path, "type", hint, "expected a list in [ ], found %s", kindOf(v))
		return
	}
	dst.Set(reflect.MakeSlice(dst.Type(), rv.Len(), rv.Len()))
	for i := range rv.Len() {
		b.value(dst.Index(i), rv.Index(i).Interface(), path+"["+strconv.Itoa(i)+"]", f)
	}
}

func (b *binder) noteExpr(c custom, path string, f field) {
	want := Bool
	if f.tag.Get("expr") == "number" {
		want = Number
	}
	e, ok := c.(*Expr)
	if q, is := c.(*Quantity); is {
		e, ok, want = &q.Expr, true, Number
	}
	if !ok || e.Source == "" {
		return
	}
	b.exprs = append(b.exprs, &exprUse{path, e, want, f.tag.Get("me") == "true", f.tag.Get("expr") == "draws"})
}

// varies notes a number that is given by an expression of draws, if the file has any.
func (b *binder) varies(v any, path string, want Type) bool {
	s, ok := v.(string)
	if !ok || !b.draws || strings.TrimSpace(s) == "" {
		return false
	}
	u := &drawnUse{path: path, expr: Expr{Source: s}}
	b.drawn[path] = u
	b.exprs = append(b.exprs, &exprUse{path, &u.expr, want, false, true})
	return true
}

func (b *binder) noteNames(c custom, path string, f field) {
	n, ok := c.(*Names)
	if !ok {
		return
	}
	if kinds := f.tag.Get("ref"); kinds != "" {
		for i, s := range *n {
			p := path
			if len(*n) > 1 || b.ix.keys[path+"[0]"] != 0 {
				p = path + "[" + strconv.Itoa(i) + "]"
			}
			b.refs = append(b.refs, refUse{p, s, kinds, f.tag.Get("glob") == "true"})
		}
	}
}

func number(v any) (float64, bool) {
	switch x := v.(type) {
	case int64:
		return float64(x), true
	case float64:
		return x, true
	}
	return 0, false
}

func kindOf(v any) string {
	switch v.(type) {
	case string:
		return "text"
	case int64:
		return "a whole number"
	case float64:
		return "a number"
	case bool:
		return "true or false"
	case map[string]any:
		return "a table"
	case time.Time:
		return "a date"
	}
	if rv := reflect.ValueOf(v); rv.IsValid() && rv.Kind() == reflect.Slice {
		return "a list"
	}
	return fmt.Sprintf("%T", v)
}
