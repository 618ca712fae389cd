package speech

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"tocsin/sim/scenario"
)

// Request makes a request to the room of what was said. me is the speaker's role.
func (s *Said) Request(me string) (Request, error) {
	if missing := s.Missing(); len(missing) > 0 {
		return Request{}, fmt.Errorf("%s Write %s", missing[0].Ask, s.Row.Usage())
	}
	if len(s.more) > 0 {
		return Request{}, fmt.Errorf("give only one here: %s", s.Row.Usage())
	}
	if s.Seat != "" {
		me = s.Seat
	}
	q, err := s.Row.Request(s.Values, me)
	q.Seat, q.Reason, q.All = s.Seat, s.Reason, s.All
	return q, err
}

// Request makes a request of arguments. A form calls it directly.
func (r *Row) Request(values Values, me string) (Request, error) {
	q := Request{Verb: r.Verb}
	var args any = &scenario.Line{}
	if r.Make != nil {
		args = r.Make()
	}
	for i := range r.Args {
		a := &r.Args[i]
		v := values[a.Key]
		if v == nil {
			v = a.Else
		}
		if v == nil {
			continue
		}
		f, ok := fieldNamed(reflectOf(args), a.Key)
		if !ok {
			return q, fmt.Errorf("%s has no %s", r.Verb, a.Key)
		}
		if err := setValue(f, v); err != nil {
			return q, fmt.Errorf("%s: %w", a.Lead(), err)
		}
	}
	if l, ok := args.(*scenario.Line); ok {
		if err := settle(r, l, me); err != nil {
			return q, err
		}
	}
	q.Args = args
	return q, nil
}

// settle completes a line of a script, and checks what its arguments do not say.
func settle(r *Row, l *scenario.Line, me string) error {
	switch r.Verb {
	case "end":
		l.End = true
	case "declare":
		if l.Confidence != nil && *l.Confidence == 1 {
			l.Confidence = nil
		}
	case "acknowledge":
		if l.As == "seen" {
			l.As = ""
		}
	case "postpone":
		if (l.By > 0) == (l.Earlier > 0) {
			return errors.New("say by how much later, or how much earlier: " +
				"postpone INJECT 6h, or postpone INJECT earlier 30m")
		}
	case "rule":
		if (l.Outcome == "") == (l.Odds == nil) {
			return errors.New("say what results, or how likely success is: " +
				"rule ATTEMPT partial, or rule ATTEMPT odds 60%")
		}
	case "inject":
		if x := l.Inject.Expects; x != nil && (len(x.Any) > 0 == (len(x.All) > 0) || x.Within <= 0) {
			return errors.New("say what you expect, one of some actions or all of them, and how soon: " +
				"expects ACTIONS within 4h, or expects-all ACTIONS within 4h")
		}
	case "edit":
		if l.Title == "" && l.Text == "" && len(l.To) == 0 {
			return errors.New("say what changes: edit INJECT WORDS, to SEATS or title: WORDS")
		}
	case "revise":
		if l.Change == nil {
			return errors.New("say what changes: revise #1 within 1h, or with when: CONDITION or do: ACTION")
		}
	case "file":
		if (l.File == "") == (l.Note == nil) {
			return errors.New("say which note: file #1, or one of your own: " +
				"file within 2h when: hours > 6 do: act ACTION")
		}
		if l.Note != nil {
			l.Note.Role = me
			if l.Note.When.Source == "" || reflect.ValueOf(l.Note.Do).IsZero() {
				return errors.New("a note of your own needs a sign and an action: file when: hours > 6 do: act ACTION")
			}
		}
	}
	return nil
}

// Values reads the arguments back out of a request: what [Row.Request] was given.
func (r *Row) Values(args any) Values {
	out := Values{}
	for i := range r.Args {
		a := &r.Args[i]
		f, ok := peek(reflect.ValueOf(args).Elem(), a.Key)
		if always := a.Kind == Switch && (a.Need || a.Else != nil); ok && (always || !f.IsZero()) {
			out[a.Key] = getValue(f, a)
		}
	}
	return out
}

func reflectOf(p any) reflect.Value { return reflect.ValueOf(p).Elem() }

// fieldNamed is the field that a key names, by its tag for scripts or for JSON. It makes the tables on
// the way.
func fieldNamed(v reflect.Value, key string) (reflect.Value, bool) {
	first, rest, nested := strings.Cut(key, ".")
	f, ok := tagged(v, first)
	if !ok || !nested {
		return f, ok
	}
	if f.Kind() == reflect.Pointer {
		if f.IsNil() {
			f.Set(reflect.New(f.Type().Elem()))
		}
		f = f.Elem()
	}
	return fieldNamed(f, rest)
}

// peek is [fieldNamed] without making tables: ok is false if one is missing.
func peek(v reflect.Value, key string) (reflect.Value, bool) {
	first, rest, nested := strings.Cut(key, ".")
	f, ok := tagged(v, first)
	if !ok || !nested {
		return f, ok
	}
	if f.Kind() == reflect.Pointer {
		if f.IsNil() {
			return f, false
		}
		f = f.Elem()
	}
	return peek(f, rest)
}

func tagged(v reflect.Value, key string) (reflect.Value, bool) {
	for i := range v.NumField() {
		t := v.Type().Field(i).Tag
		name := t.Get("toml")
		if name == "" {
			name = t.Get("json")
		}
		if name, _, _ = strings.Cut(name, ","); name == key {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

func isBool(f reflect.Value) bool {
	return f.Kind() == reflect.Bool || f.Kind() == reflect.Pointer && f.Type().Elem().Kind() == reflect.Bool
}

func isList(f reflect.Value) bool { return f.Kind() == reflect.Slice }

// setValue puts an argument into its field.
func setValue(f reflect.Value, v any) error {
	switch x := v.(type) {
	case string:
		return setText(f, x)
	case bool:
		f.SetBool(x)
	case float64:
		switch {
		case f.Kind() == reflect.Pointer:
			f.Set(reflect.ValueOf(&x))
		case f.Kind() == reflect.Int && x != math.Trunc(x):
			return fmt.Errorf("%g is not a whole number", x)
		case f.Kind() == reflect.Int:
			f.SetInt(int64(x))
		case f.Kind() == reflect.Uint64 && (x < 0 || x > 1<<53 || x != math.Trunc(x)):
			return fmt.Errorf("%g is not a whole number from 0 to 2^53", x)
		case f.Kind() == reflect.Uint64:
			f.SetUint(uint64(x))
		default:
			f.SetFloat(x)
		}
	case []string:
		out := reflect.MakeSlice(f.Type(), 0, len(x))
		for _, s := range x {
			el := reflect.New(f.Type().Elem()).Elem()
			if err := setText(el, s); err != nil {
				return err
			}
			out = reflect.Append(out, el)
		}
		f.Set(out)
	case []scenario.Effect:
		if f.Kind() == reflect.Slice {
			f.Set(reflect.ValueOf(x))
			return nil
		}
		if len(x) != 1 {
			return errors.New("one effect at a time")
		}
		f.Set(reflect.ValueOf(&x[0]))
	case scenario.Do:
		f.Set(reflect.ValueOf(x))
	default:
		return fmt.Errorf("%T cannot be an argument", v)
	}
	return nil
}

// setText puts text into a field of whatever type it has.
func setText(f reflect.Value, s string) error {
	switch f.Interface().(type) {
	case scenario.Duration:
		d, err := scenario.ParseDuration(s)
		if err == nil {
			f.SetInt(int64(d))
		}
		return err
	case scenario.Delay:
		d, err := scenario.ParseDuration(s)
		if err == nil {
			f.Set(reflect.ValueOf(scenario.Delay{Set: true, Kind: scenario.Fixed, A: d}))
		}
		return err
	case scenario.Expr:
		f.Set(reflect.ValueOf(scenario.Expr{Source: s}))
		return nil
	case scenario.Quantity:
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return fmt.Errorf("%q is not a number", scenario.CleanLine(s))
		}
		f.Set(reflect.ValueOf(*scenario.PlainQuantity(n)))
		return nil
	}
	switch f.Kind() {
	case reflect.String:
		f.SetString(s)
	case reflect.Bool:
		f.SetBool(s == "true")
	case reflect.Int, reflect.Uint64, reflect.Float64:
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return fmt.Errorf("%q is not a number", scenario.CleanLine(s))
		}
		return setValue(f, n)
	case reflect.Pointer:
		p := reflect.New(f.Type().Elem())
		if err := setText(p.Elem(), s); err != nil {
			return err
		}
		f.Set(p)
	case reflect.Slice:
		return setValue(f, strings.Split(s, ","))
	default:
		return fmt.Errorf("%s cannot be written in words", f.Type())
	}
	return nil
}

// getValue reads an argument out of its field.
func getValue(f reflect.Value, a *Arg) any {
	switch x := f.Interface().(type) {
	case scenario.Duration:
		return x.Exact()
	case scenario.Expr:
		return x.Source
	case scenario.Do:
		return x
	case *scenario.Effect:
		return []scenario.Effect{*x}
	case []scenario.Effect:
		return x
	}
	switch f.Kind() {
	case reflect.Pointer:
		return getValue(f.Elem(), a)
	case reflect.Uint64:
		return float64(f.Uint())
	case reflect.Int:
		return float64(f.Int())
	case reflect.Slice:
		var out []string
		for i := range f.Len() {
			out = append(out, fmt.Sprint(f.Index(i).Interface()))
		}
		return out
	}
	return f.Interface()
}
