package scenario

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
)

// Lines of a script as JSON, for records and for programs: the same keys with the same
// meaning and checks as in TOML, since both are read and written by the field tags. At,
// Role and Reason are left out, since records and commands have other places for them.

// maxJSONNesting is how deep lists and objects may be nested.
const maxJSONNesting = maxNesting

// beside are the keys of a line that its JSON leaves out.
var beside = []string{"at", "role", "reason"}

// JSON writes the line without its at, role and reason, with its keys in the format's
// order. Spans are exact to the nanosecond.
func (l *Line) JSON() (json.RawMessage, error) {
	bare := *l
	bare.At, bare.Role, bare.Reason = 0, "", ""
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(treeOf(reflect.ValueOf(bare))); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), nil
}

// treeOf returns the JSON value of a value that the binder can read. Keys with the zero value
// are left out, as in a file that does not give them.
func treeOf(v reflect.Value) any {
	switch x := v.Interface().(type) {
	case Duration:
		return x.Exact()
	case Delay:
		return x.tree()
	case Expr:
		return x.Source
	case Quantity:
		return x.tree()
	case ClockTime:
		return x.String()
	case Zone:
		return x.String()
	case float64:
		return x + 0 // minus zero is zero
	}
	switch v.Kind() {
	case reflect.Pointer:
		return treeOf(v.Elem())
	case reflect.Slice:
		out := make(list, v.Len())
		for i := range out {
			out[i] = treeOf(v.Index(i))
		}
		return out
	case reflect.Struct:
		out := object{}
		for _, f := range fieldsOf(v.Type()) {
			if el := v.FieldByIndex(f.index); !el.IsZero() {
				out = append(out, member{f.name, treeOf(el)})
			}
		}
		return out
	}
	return v.Interface()
}

// tree is the delay as a file would give it.
func (d Delay) tree() any {
	part := func(name string, d Duration) member { return member{name, d.Exact()} }
	switch d.Kind {
	case LogNormal:
		return object{part("median", d.A), part("p90", d.B)}
	case PERT:
		return object{part("min", d.A), part("mode", d.B), part("max", d.C)}
	case Exponential:
		return object{part("mean", d.A)}
	case Uniform:
		return object{part("from", d.A), part("to", d.B)}
	}
	return d.A.Exact()
}

// ReadLine reads a line written by [Line.JSON], or by a program, for a role; an empty role
// is the facilitator. The error lists everything that is wrong, on one line; for a role it names
// nothing of the scenario that the line does not name.
func (sc *Scenario) ReadLine(role string, src []byte) (*Line, error) {
	tree, err := jsonTree(src)
	if err != nil {
		return nil, err
	}
	for _, k := range beside {
		if _, given := tree[k]; given {
			return nil, fmt.Errorf("leave %q out: it has its own place", k)
		}
	}
	tree["at"] = "0s"
	if role != "" {
		tree["role"] = role
	}
	l := &Line{}
	var ds Diagnostics
	b := &binder{ix: &positions{lines: []int{0}}, ds: &ds, faulty: map[string]bool{}}
	b.table(reflectValue(l), tree, "command")
	c := &checker{sc: sc, b: b, player: role != ""}
	c.references()
	l.check(c, "command")
	if role != "" { // no hint may tell a player of what is out of sight
		for i := range ds {
			if ds[i].Code == "reference" || ds[i].Code == "expression" {
				ds[i].Hint = ""
			}
		}
	}
	if ds.Failed() {
		return nil, ds.asError()
	}
	return l, nil
}

// asError returns the errors among the findings as one error, on one line.
func (ds Diagnostics) asError() error {
	var all []string
	for _, d := range ds {
		if d.Severity != Error {
			continue
		}
		all = append(all, d.Message+hinted(d.Hint))
	}
	return errors.New(strings.Join(all, "; "))
}

// jsonTree reads a JSON object into the kinds of values that a TOML file has. A key that is there
// twice is an error, because programs differ in which of the two they take.
func jsonTree(src []byte) (map[string]any, error) {
	dec := json.NewDecoder(bytes.NewReader(src))
	dec.UseNumber()
	v, err := jsonValue(dec, 0)
	if err == nil {
		if _, more := dec.Token(); more != io.EOF {
			err = errors.New("there is something after the object")
		}
	}
	if err != nil {
		return nil, fmt.Errorf("this is not one JSON object: %s", CleanLine(err.Error()))
	}
	tree, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("this is not one JSON object but %s", kindOf(v))
	}
	return tree, nil
}

func jsonValue(dec *json.Decoder, depth int) (any, error) {
	if depth > maxJSONNesting {
		return nil, fmt.Errorf("lists or objects are nested deeper than %d", maxJSONNesting)
	}
	t, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch x := t.(type) {
	case json.Number:
		if i, err := strconv.ParseInt(string(x), 10, 64); err == nil {
			return i, nil
		}
		return strconv.ParseFloat(string(x), 64)
	case json.Delim:
		if x == '[' {
			out := []any{}
			for dec.More() {
				v, err := jsonValue(dec, depth+1)
				if err != nil {
					return nil, err
				}
				out = append(out, v)
			}
			_, err := dec.Token()
			return out, err
		}
		out := map[string]any{}
		for dec.More() {
			k, err := dec.Token()
			if err != nil {
				return nil, err
			}
			name, ok := k.(string)
			if !ok {
				return nil, errors.New("a key is not text")
			}
			if _, twice := out[name]; twice {
				return nil, fmt.Errorf("the key %q is there twice", clip(name))
			}
			if out[name], err = jsonValue(dec, depth+1); err != nil {
				return nil, err
			}
		}
		_, err := dec.Token()
		return out, err
	case nil:
		return nil, errors.New("null means nothing here: leave the key out")
	}
	return t, nil // text, true or false
}
