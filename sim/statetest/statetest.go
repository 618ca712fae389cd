// Package statetest holds the state of a long-lived value to what is digested, copied and
// reset of it: tests by reflection that name the field that somebody forgot. It is for
// tests only.
//
// The state is a struct. A field of it, and each field of what it holds, is expected in
// the digest and in a copy unless its tag says otherwise:
//
//	state:"kept" why:"…"     copied and reset, but not in the digest
//	state:"scratch" why:"…"  neither
//	shared:"…"               a copy may share the memory, because…
package statetest

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"
	"unsafe"
)

// Leaf is a place in a state that holds one value.
type Leaf struct {
	// Name is the path to it: "Engine.gauges[].v0".
	Name string
	// State and Why are the tags that it lies under; State is "digest" where there is none.
	State, Why string

	at     func(root reflect.Value) reflect.Value
	beside func(root reflect.Value) []reflect.Value
}

// Unexplained are the places outside the digest whose tag is not one of those above, or gives no
// reason.
func Unexplained(state any) []string {
	var out []string
	for _, l := range Leaves(state) {
		switch {
		case l.State == "digest", (l.State == "kept" || l.State == "scratch") && l.Why != "":
		case l.State == "kept", l.State == "scratch":
			out = append(out, l.Name+" is not in the digest: say why, with a why tag")
		default:
			out = append(out, fmt.Sprintf("%s: a tag is state:\"kept\" or state:\"scratch\", with why, not %q",
				l.Name,
				l.State))
		}
	}
	return out
}

// Unseen are the places of a state, given as a pointer, that can change without another digest. clone
// makes a copy of the state to change.
func Unseen[S any](state *S, clone func(*S) *S, digest func(*S) uint64) []string {
	var out []string
	for _, l := range Leaves(state) {
		if l.State == "digest" && !l.Seen(func() any { return clone(state) },
			func(s any) uint64 { return digest(s.(*S)) }) {
			out = append(out, l.Name)
		}
	}
	return out
}

// Touch gives every empty slice that a copy must have an element, so that no such place is missing.
func Touch(state any) {
	for _, l := range Leaves(state) {
		if l.State != "scratch" {
			l.Touch(state)
		}
	}
}

// Open is an addressable field that can be set, though it is not exported.
func Open(v reflect.Value) reflect.Value {
	return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
}

// Leaves are all places of a state, those in the elements of its slices among them. State
// is a pointer to a struct.
func Leaves(state any) []Leaf {
	typ := reflect.TypeOf(state).Elem()
	var all []Leaf
	leaves(typ.Name(), typ, func(root reflect.Value) reflect.Value { return root }, "digest", "", &all)
	return all
}

func leaves(name string, typ reflect.Type, at func(reflect.Value) reflect.Value, state, why string, out *[]Leaf) {
	switch typ.Kind() {
	case reflect.Struct:
		fields := func(root reflect.Value) []reflect.Value {
			v, all := at(root), []reflect.Value{}
			for i := range v.NumField() {
				all = append(all, Open(v.Field(i)))
			}
			return all
		}
		for i := range typ.NumField() {
			f := typ.Field(i)
			s, w := state, why
			if tag, ok := f.Tag.Lookup("state"); ok {
				s, w = tag, f.Tag.Get("why")
			}
			n := len(*out)
			leaves(name+"."+f.Name, f.Type,
				func(root reflect.Value) reflect.Value { return Open(at(root).Field(i)) }, s, w, out)
			for j := n; j < len(*out); j++ {
				if (*out)[j].beside == nil {
					(*out)[j].beside = fields
				}
			}
		}
	case reflect.Slice:
		leaves(name+"[]", typ.Elem(), func(root reflect.Value) reflect.Value {
			v := at(root)
			if v.Len() == 0 {
				v.Set(reflect.MakeSlice(typ, 1, 1))
			}
			return Open(v.Index(v.Len() - 1))
		}, state, why, out)
	case reflect.Array:
		leaves(name+"[]", typ.Elem(), func(root reflect.Value) reflect.Value { return Open(at(root).Index(0)) },
			state, why, out)
	default:
		*out = append(*out, Leaf{Name: name, State: state, Why: why, at: at})
	}
}

// Touch gives every empty slice on the way to the leaf an element.
func (l Leaf) Touch(state any) { l.at(reflect.ValueOf(state).Elem()) }

// Seen reports whether another value at the leaf gives another digest: in the state as it is, or
// with the zero fields of its struct set first. fresh makes the states; each may be changed.
func (l Leaf) Seen(fresh func() any, digest func(any) uint64) bool {
	for _, beside := range []bool{false, true} {
		state := fresh()
		root := reflect.ValueOf(state).Elem()
		l.at(root)
		if beside && l.beside != nil {
			for _, v := range l.beside(root) {
				if v.IsZero() {
					Change(v)
				}
			}
		}
		own(root) // a change in place must not reach what the state was copied from
		before, _ := digested(digest, state)
		if !Change(l.at(root)) {
			continue
		}
		if after, whole := digested(digest, state); after != before || !whole {
			return true
		}
	}
	return false
}

// digested is a digest, unless the state does not hold together so that there is none:
// that is seen too.
func digested(digest func(any) uint64, state any) (d uint64, whole bool) {
	defer func() { whole = recover() == nil }()
	return digest(state), true
}

// own gives a state slices of its own.
func own(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			own(Open(v.Field(i)))
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		s := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(s, v)
		v.Set(s)
		for i := range v.Len() {
			own(v.Index(i))
		}
	}
}

// Change gives a value another one, and reports whether it could.
func Change(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int32, reflect.Int64:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		v.SetUint(v.Uint() + 1)
	case reflect.Float64:
		v.SetFloat(v.Float() + 1.5)
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Slice:
		s := reflect.MakeSlice(v.Type(), v.Len()+1, v.Len()+1)
		reflect.Copy(s, v)
		v.Set(s)
	case reflect.Struct:
		return v.NumField() > 0 && Change(Open(v.Field(0)))
	case reflect.Array:
		return v.Len() > 0 && Change(v.Index(0))
	default:
		return false
	}
	return true
}

// Differs names the fields, of those that are not scratch, in which two states differ. No
// slice and an empty one are the same.
func Differs(a, b any) []string {
	var out []string
	each(a, b, func(f reflect.StructField, x, y reflect.Value) {
		if !Alike(x, y) {
			s := fmt.Sprintf("%v", x)
			out = append(out, fmt.Sprintf("%s (%s)", f.Name, s[:min(len(s), 100)]))
		}
	})
	return out
}

// Shares names the slices that a copy has in the memory of what it is a copy of, but for those whose tag
// allows it; and those whose tag says that the copy's capacity is cut, where it is not. A tag holds for all that
// lies in its field.
func Shares(of, copied any) []string {
	var out []string
	shares("", "", reflect.ValueOf(of).Elem(), reflect.ValueOf(copied).Elem(), &out)
	return out
}

func shares(name, tag string, x, y reflect.Value, out *[]string) {
	switch x.Kind() {
	case reflect.Struct:
		for i := range x.NumField() {
			if f := x.Type().Field(i); f.Tag.Get("state") != "scratch" {
				shares(strings.TrimPrefix(name+"."+f.Name, "."), cmp.Or(f.Tag.Get("shared"), tag),
					Open(x.Field(i)), Open(y.Field(i)), out)
			}
		}
	case reflect.Slice:
		switch same := x.Len() > 0 && x.Pointer() == y.Pointer(); {
		case same && tag == "":
			*out = append(*out, name)
		case same && strings.Contains(tag, "capacity of a copy is cut") && y.Cap() > y.Len():
			*out = append(*out, name+" grows into what it is a copy of")
		case !same && x.Type().Elem().Kind() == reflect.Slice:
			for i := range min(x.Len(), y.Len()) {
				shares(fmt.Sprintf("%s[%d]", name, i), tag, x.Index(i), y.Index(i), out)
			}
		}
	}
}

// Spare gives the slices of a state room to grow.
func Spare(state any) { spare(reflect.ValueOf(state).Elem()) }

func spare(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("state") != "scratch" {
				spare(Open(v.Field(i)))
			}
		}
	case reflect.Slice:
		v.Grow(1)
		if v.Type().Elem().Kind() == reflect.Slice {
			for i := range v.Len() {
				spare(v.Index(i))
			}
		}
	}
}

func each(a, b any, do func(f reflect.StructField, x, y reflect.Value)) {
	x, y := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range x.NumField() {
		if f := x.Type().Field(i); f.Tag.Get("state") != "scratch" {
			do(f, Open(x.Field(i)), Open(y.Field(i)))
		}
	}
}

// Alike reports whether two values are the same. Pointers, interfaces, maps and functions have
// tests of their own and always count as the same.
func Alike(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !Alike(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		for i := range a.NumField() {
			if a.Type().Field(i).Tag.Get("state") != "scratch" && !Alike(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Array:
		for i := range a.Len() {
			if !Alike(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Func, reflect.Pointer, reflect.Interface, reflect.Map:
		return true
	}
	return a.Equal(b)
}
