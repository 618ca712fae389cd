package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Entry is one table of a scenario.
type Entry struct {
	// Kind is the name of its tables: "role", "link", "sharing".
	Kind string
	// ID is its id; "" where it has none.
	ID string
	// Keys are the keys that are given or that a default fills, in the format's order.
	Keys []KeyText
}

// KeyText is a key with its value as a file would write it, but a text without quotes.
type KeyText struct{ Name, Value string }

// Entries lists every table of the scenario, with what defaults have filled in, in the
// order of the format. The keys at the top of the file are left out.
func (sc *Scenario) Entries() []Entry {
	var out []Entry
	v := reflect.ValueOf(sc).Elem()
	for _, f := range fieldsOf(v.Type()) {
		el := v.FieldByIndex(f.index)
		if tableType(el.Type()) == nil {
			continue
		}
		if el.Kind() != reflect.Slice {
			if e := sc.entryOf(f.name, f.name, el); len(e.Keys) > 0 {
				out = append(out, e)
			}
			continue
		}
		for i := range el.Len() {
			path := indexed(f.name, i)
			if f.keyed {
				path = join(f.name, el.Index(i).FieldByName("ID").String())
			}
			out = append(out, sc.entryOf(f.name, path, el.Index(i)))
		}
	}
	return out
}

func (sc *Scenario) entryOf(kind, path string, v reflect.Value) Entry {
	e := Entry{Kind: kind}
	if id := v.FieldByName("ID"); id.IsValid() {
		e.ID = id.String()
	}
	for _, m := range sc.wholeTree(v, path).(object) {
		e.Keys = append(e.Keys, KeyText{m.name, written(m.value, false)})
	}
	return e
}

// Document is the whole scenario as JSON, with the keys of the format; tables with ids are
// objects by id, in the order of the file.
func (sc *Scenario) Document() (json.RawMessage, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(sc.wholeTree(reflect.ValueOf(sc).Elem(), ""))
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), err
}

// wholeTree is treeOf for values of every kind that the format has. For a number that draws decide it
// gives the expression in the file.
func (sc *Scenario) wholeTree(v reflect.Value, path string) any {
	if source, ok := sc.given[path]; ok {
		return source
	}
	switch x := v.Interface().(type) {
	case Amount:
		return x.Value
	case Option:
		return x.Text
	case time.Time:
		return x.Format(time.RFC3339) // as the file has it
	case Thresholds:
		limit := func(l float64) any {
			if x.Time {
				return Duration(l * float64(Hour)).String()
			}
			return l
		}
		return object{{"P", limit(x.P)}, {"S", limit(x.S)}, {"M", limit(x.M)}}
	case fmt.Stringer:
		switch v.Kind() {
		case reflect.Struct: // a date, a delay
			switch x.(type) {
			case Delay, Quantity:
			default:
				return strings.Replace(x.String(), " UTC", "", 1)
			}
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		return sc.wholeTree(v.Elem(), path)
	case reflect.Slice:
		out := make(list, v.Len())
		for i := range out {
			out[i] = sc.wholeTree(v.Index(i), indexed(path, i))
		}
		return out
	case reflect.Struct:
		switch v.Interface().(type) {
		case Delay, Expr, Quantity:
			return treeOf(v)
		}
		out := object{}
		for _, f := range fieldsOf(v.Type()) {
			el := v.FieldByIndex(f.index)
			at := join(path, f.name)
			if _, drawn := sc.given[at]; !drawn && (el.IsZero() || el.Kind() == reflect.Slice && el.Len() == 0) {
				continue
			}
			if !f.keyed {
				out = append(out, member{f.name, sc.wholeTree(el, at)})
				continue
			}
			inner := object{}
			for i := range el.Len() {
				id := el.Index(i).FieldByName("ID").String()
				inner = append(inner, member{id, sc.wholeTree(el.Index(i), join(at, id))})
			}
			out = append(out, member{f.name, inner})
		}
		return out
	}
	return treeOf(v)
}

// written writes a value as a file would.
func written(v any, inner bool) string {
	switch x := v.(type) {
	case string:
		if inner {
			return strconv.Quote(x)
		}
		return x
	case list:
		parts := make([]string, len(x))
		for i := range x {
			parts[i] = written(x[i], true)
		}
		if len(parts) == 1 && inner {
			return parts[0]
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case object:
		parts := make([]string, len(x))
		for i, m := range x {
			parts[i] = m.name + "=" + written(m.value, true)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return fmt.Sprint(v)
}

// TOML writes the line as a script has it.
func (l *Line) TOML() string {
	var b strings.Builder
	b.WriteString("[[do]]\n")
	if l.At == 0 {
		b.WriteString("at = \"0s\"\n")
	}
	for _, m := range treeOf(reflect.ValueOf(*l)).(object) {
		fmt.Fprintf(&b, "%s = %s\n", m.name, written(m.value, true))
	}
	return b.String()
}
