package scenario

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// [variable] and [[each]] let a file say once what it means in several places. Both are expanded
// before the tables are read, so that nothing else of the format knows of them.

// Variable is a text or number of the author's that is in the file as {name}.
type Variable struct {
	ID   string
	Text string
}

func (v *Variable) bind(b *binder, value any, path string) {
	text, ok := scalarText(value)
	if !ok {
		b.errorf(path, "type", "for example beds = 400", "expected a text or a number, found %s", kindOf(value))
		return
	}
	v.Text = text
}

// Each stands for tables that are made once for each row of a list.
type Each struct {
	Of    Rows `toml:"of" default:"count tells how many" example:"[{id=\"north\", beds=120}, {id=\"south\", beds=80}]" doc:"The rows: each is a table whose keys can be used in the tables below as {key}, or a text, which is {id}. {n} is the row's number, from 1."`
	Count int  `toml:"count" min:"1" max:"1000" default:"as many as of has rows" example:"40" doc:"Instead of of: how many rows; they have only {n}."`
}

// Rows are the rows of an [Each]: what stands for {key} in each.
type Rows []map[string]string

func (r *Rows) bind(b *binder, value any, path string) {
	rv := reflect.ValueOf(value)
	if !rv.IsValid() || rv.Kind() != reflect.Slice {
		b.errorf(path, "type", `for example of = ["north", "south"]`, "expected a list of texts or of tables, found %s",
			kindOf(value))
		return
	}
	for i := range rv.Len() {
		row, bad := rowOf(rv.Index(i).Interface())
		if bad != "" {
			b.errorf(indexed(path, i), "type", `for example {id="north", beds=120}`, "%s", bad)
			continue
		}
		*r = append(*r, row)
	}
	if rv.Len() > maxRows {
		b.errorf(path, "limit", "make two of it", "at most %d rows fit in, these are %d", maxRows, rv.Len())
	}
}

const (
	maxRows = 1000
	// maxMade bounds the text that rows make, in bytes.
	maxMade = 2 * MaxBytes
)

// rowKey is how the keys of a row are written.
var rowKey = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// rowOf reads a row of a list; bad says what is wrong with it.
func rowOf(v any) (row map[string]string, bad string) {
	table, is := v.(map[string]any)
	if !is {
		text, ok := scalarText(v)
		if !ok {
			return nil, "a row is a text or a table, not " + kindOf(v)
		}
		return map[string]string{"id": text}, ""
	}
	row = map[string]string{}
	for _, k := range slices.Sorted(maps.Keys(table)) {
		el := table[k]
		text, ok := scalarText(el)
		switch {
		case !ok:
			return nil, fmt.Sprintf("in a row, %s is a text or a number, not %s", clip(k), kindOf(el))
		case !rowKey.MatchString(k) || k == "n":
			return nil, fmt.Sprintf("%q is not a key of a row: small letters, digits and _, and not n, which is the number",
				clip(k))
		}
		row[k] = text
	}
	return row, ""
}

// scalarText writes a value as texts have it; false if it is a list or a table.
func scalarText(v any) (string, bool) {
	switch x := v.(type) {
	case string:
		return x, true
	case int64:
		return strconv.FormatInt(x, 10), true
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return "", false
		}
		return strconv.FormatFloat(x, 'f', -1, 64), true
	case bool:
		return strconv.FormatBool(x), true
	}
	return "", false
}

// expander replaces variables and the keys of rows by their values.
type expander struct {
	ix   *positions
	ds   *Diagnostics
	made int // bytes
	rank int
}

// expand returns the file's tables with variables replaced and the tables of each row made. What is
// made gets the place in the file of what it is made from.
func expand(tree map[string]any, ix *positions, ds *Diagnostics) map[string]any {
	variables, hasVariables := tree["variable"].(map[string]any)
	eaches := listOf(tree["each"])
	if !hasVariables && len(eaches) == 0 {
		return tree
	}
	x := &expander{ix: ix, ds: ds}
	values := map[string]string{}
	for k, v := range variables {
		if text, ok := scalarText(v); ok {
			values[k] = text
		}
	}
	out := map[string]any{}
	for _, k := range x.ix.inOrder("", tree) {
		if k == "variable" || k == "each" {
			out[k] = tree[k]
			continue
		}
		out[k] = x.fill(tree[k], join("", k), join("", k), values)
	}
	for i, v := range eaches {
		each, _ := v.(map[string]any)
		path := indexed("each", i)
		for n, row := range x.rows(each, path) {
			all := map[string]string{"n": strconv.Itoa(n + 1)}
			for k, v := range values {
				all[k] = v
			}
			for k, v := range row {
				all[k] = x.text(v, values)
			}
			for _, k := range x.ix.inOrder(path, each) {
				if k != "of" && k != "count" {
					x.put(out, k, each[k], join(path, k), all)
				}
			}
			if x.made > maxMade {
				x.fault(path, "limit", "give it fewer rows, or shorter texts", fmt.Sprintf(
					"what this makes is longer than %d bytes", maxMade))
				break
			}
		}
		head := map[string]any{}
		for _, k := range []string{"of", "count"} {
			if v, given := each[k]; given {
				head[k] = v
			}
		}
		eaches[i] = head
	}
	if len(eaches) > 0 {
		out["each"] = eaches
	}
	return out
}

// listOf is a list of a file, whichever way it is written.
func listOf(v any) []any {
	rv := reflect.ValueOf(v)
	if !rv.IsValid() || rv.Kind() != reflect.Slice {
		return nil
	}
	out := make([]any, rv.Len())
	for i := range out {
		out[i] = rv.Index(i).Interface()
	}
	return out
}

// rows are the rows of one [[each]]; the binder reports what is wrong with them.
func (x *expander) rows(each map[string]any, path string) []map[string]string {
	count, counted := each["count"].(int64)
	of, listed := each["of"]
	if counted == listed {
		x.fault(path, "conflict", `for example of = ["north", "south"]`,
			"[[each]] has exactly one of the keys of and count")
		return nil
	}
	if counted {
		if count < 1 || count > maxRows {
			return nil
		}
		return make([]map[string]string, count)
	}
	var out []map[string]string
	for _, v := range listOf(of) {
		row, bad := rowOf(v)
		if bad != "" || len(out) == maxRows {
			return out
		}
		out = append(out, row)
	}
	return out
}

func (x *expander) fault(path, code, hint, message string) {
	*x.ds = append(*x.ds, Diagnostic{x.ix.place(path, code), Error, code, message, hint})
}

// put adds what a row makes of one kind of table to the tables of the file.
func (x *expander) put(out map[string]any, kind string, v any, from string, row map[string]string) {
	switch t := v.(type) {
	case map[string]any:
		into, ok := out[kind].(map[string]any)
		if out[kind] != nil && !ok {
			x.fault(from, "type", "give it as the file does elsewhere", kind+" is not a table elsewhere in the file")
			return
		}
		if into == nil {
			into = map[string]any{}
			out[kind] = into
			x.place(from, kind)
		}
		if kind == "text" { // a language has one table, to which each row adds
			x.merge(into, t, from, kind, row)
			return
		}
		for _, id := range x.ix.inOrder(from, t) {
			name := x.text(id, row)
			if _, twice := into[name]; twice {
				x.fault(join(from, id), "id", "put {n} or {id} into the name",
					fmt.Sprintf("there is more than one %s.%s", kind, clip(name)))
				continue
			}
			into[name] = x.fill(t[id], join(from, id), join(kind, name), row)
		}
	case []any, []map[string]any:
		list := listOf(out[kind])
		if out[kind] != nil && list == nil {
			x.fault(from, "type", "give it as the file does elsewhere", kind+" is not a list elsewhere in the file")
			return
		}
		if list == nil {
			x.place(from, kind)
		}
		for i, el := range listOf(v) {
			list = append(list, x.fill(el, indexed(from, i), indexed(kind, len(list)), row))
		}
		out[kind] = list
	default:
		x.fault(from, "type", "write it at the top of the file", kind+" is not a table: [[each]] makes only tables")
	}
}

// merge adds tables to those that are there.
func (x *expander) merge(into, tables map[string]any, from, to string, row map[string]string) {
	for _, k := range x.ix.inOrder(from, tables) {
		name := x.text(k, row)
		here, there := join(from, k), join(to, name)
		inner, isTable := tables[k].(map[string]any)
		old, has := into[name].(map[string]any)
		if isTable && has {
			x.merge(old, inner, here, there, row)
			continue
		}
		into[name] = x.fill(tables[k], here, there, row)
	}
}

// place gives what is made the place in the file of what it is made from.
func (x *expander) place(from, to string) {
	if from == to {
		return
	}
	if o, ok := x.ix.keys[from]; ok {
		x.ix.keys[to] = o
	}
	if o, ok := x.ix.values[from]; ok {
		x.ix.values[to] = o
	}
	x.rank++
	x.ix.rank[to] = x.rank
}

// fill returns a copy of a value with the row put in.
func (x *expander) fill(v any, from, to string, row map[string]string) any {
	x.place(from, to)
	switch t := v.(type) {
	case string:
		text := x.text(t, row)
		if text == t {
			return t
		}
		x.ix.filled[to] = true
		if wholePlace.MatchString(t) {
			return plainValue(text)
		}
		return text
	case map[string]any:
		out := make(map[string]any, len(t))
		for _, k := range x.ix.inOrder(from, t) {
			name := x.text(k, row)
			if _, twice := out[name]; twice {
				x.fault(join(from, k), "id", "put {n} or {id} into the name", fmt.Sprintf("%s is there twice in one table",
					clip(name)))
				continue
			}
			out[name] = x.fill(t[k], join(from, k), join(to, name), row)
		}
		return out
	case []any, []map[string]any:
		out := listOf(v)
		for i, el := range out {
			out[i] = x.fill(el, indexed(from, i), indexed(to, i), row)
		}
		return out
	}
	return v
}

// plainValue is a number where a text is one, and else the text.
func plainValue(text string) any {
	if i, err := strconv.ParseInt(text, 10, 64); err == nil && strconv.FormatInt(i, 10) == text {
		return i
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil && strings.ContainsAny(text, "0123456789") &&
		!strings.ContainsAny(text, "xX_") {
		return f
	}
	if text == "true" || text == "false" {
		return text == "true"
	}
	return text
}

// text is a text with the row put in; other names in braces stay, since draws may have them.
func (x *expander) text(s string, row map[string]string) string {
	if !strings.Contains(s, "{") {
		return s
	}
	out := placePattern.ReplaceAllStringFunc(s, func(place string) string {
		if v, ok := row[place[1:len(place)-1]]; ok {
			return v
		}
		return place
	})
	x.made += len(out)
	return out
}

// filledNumber computes a number that was written with variables, such as "2 * {beds}".
func (b *binder) filledNumber(v any, path string) any {
	s, ok := v.(string)
	if !ok || !b.ix.filled[path] {
		return v
	}
	root, fault := (&Scenario{}).compileExpr(s, Number, false)
	if fault != nil {
		return v
	}
	if x, ok := fixed(root); ok {
		if x == math.Trunc(x) && math.Abs(x) < 1<<53 {
			return int64(x)
		}
		return x
	}
	return v
}

// filledText writes as text a number or a boolean that a variable has put where a text is wanted.
func (b *binder) filledText(v any, path string) any {
	if !b.ix.filled[path] {
		return v
	}
	if s, ok := scalarText(v); ok {
		return s
	}
	return v
}

// once keeps one of the findings that several rows, or what a decision or a sensor makes, have in one
// place, and says how many more there are.
func (ds Diagnostics) once(tree map[string]any) Diagnostics {
	if len(listOf(tree["each"])) == 0 && tree["decision"] == nil && tree["sensor"] == nil {
		return ds
	}
	type spot struct {
		Pos
		code string
	}
	at := map[spot]int{}
	more := map[int]int{}
	var out Diagnostics
	for _, d := range ds {
		s := spot{d.Pos, d.Code}
		if i, ok := at[s]; ok && out[i].Severity == d.Severity {
			if out[i].Message != d.Message {
				more[i]++
			}
			continue
		}
		at[s] = len(out)
		out = append(out, d)
	}
	for i, n := range more {
		if n > 0 {
			out[i].Message += fmt.Sprintf(" (and %d more like this)", n)
		}
	}
	return out
}

// checkVariables refuses names that draws have too.
func (c *checker) checkVariables() {
	for _, v := range c.sc.Variables {
		if c.sc.Find("draw", v.ID) >= 0 {
			c.errorf(join("variable", v.ID), "id", "give one of them another name",
				"a draw is called %q too, and texts could not tell them apart", v.ID)
		}
	}
}

// Tree are the tables of a scenario's text after its variables, [[each]], decisions, togethers and
// sensors are expanded. It is nil for what is no TOML.
func Tree(src []byte) map[string]any {
	tree, ix, ds := parse(src)
	if tree == nil || ds.Failed() {
		return nil
	}
	tree = expand(tree, ix, &ds)
	lower(tree, ix, &ds)
	return tree
}
