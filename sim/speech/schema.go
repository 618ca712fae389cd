package speech

import (
	"reflect"
	"strings"

	"tocsin/sim/scenario"
)

// Tool is a verb as a tool of a language model: a function with its
// parameters as a JSON schema. The model calls it with the arguments of a request.
type Tool struct {
	Type     string   `json:"type"` // function
	Function Function `json:"function"`
}

// Function is what a [Tool] calls.
type Function struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Parameters  Schema `json:"parameters"`
}

// Schema is the part of a JSON schema that the language needs.
type Schema struct {
	Type        string            `json:"type"`
	Description string            `json:"description,omitempty"`
	Enum        []any             `json:"enum,omitempty"`
	Minimum     *float64          `json:"minimum,omitempty"`
	Maximum     *float64          `json:"maximum,omitempty"`
	Items       *Schema           `json:"items,omitempty"`
	Properties  map[string]Schema `json:"properties,omitempty"`
	Required    []string          `json:"required,omitempty"`
	// Additional is false for an object that has no keys but these.
	Additional *bool `json:"additionalProperties,omitempty"`
}

// Tools are the verbs that somebody may say, for a language model.
func (l Language) Tools(who Who) []Tool {
	out := []Tool{}
	for _, r := range l.For(who) {
		out = append(out, Tool{Type: "function", Function: Function{Name: r.Verb, Description: r.Help + ".",
			Parameters: r.Schema()}})
	}
	return out
}

// Schema describes the arguments of a request with the verb. A reason may be among them:
// programs may give it there, or next to the arguments.
func (r *Row) Schema() Schema {
	out := object()
	var args any = &scenario.Line{}
	if r.Make != nil {
		args = r.Make()
	}
	if r.Command() && !r.begins() { // the verb's own key only says that it is meant
		out.put(r.Verb, Schema{Type: "boolean", Enum: []any{true}}, true)
	}
	for i := range r.Args {
		a := &r.Args[i]
		field, ok := typeOf(reflect.TypeOf(args).Elem(), a.Key)
		if !ok {
			continue
		}
		path := strings.Split(a.Key, ".")
		if _, begun := out.Properties[path[0]]; len(path) > 1 && !begun {
			in := object()
			if _, ok := typeOf(reflect.TypeOf(args).Elem(), path[0]+".role"); ok {
				in.put("role", Schema{Type: "string", Description: "The id of your own seat"}, true)
			}
			out.put(path[0], in, path[0] == r.Verb)
		}
		out.place(path, a.schema(field), a.Need)
	}
	if r.Reason {
		out.put("reason", Schema{Type: "string", Description: "Why, for the record"}, false)
	}
	return out
}

// begins reports whether an argument of the verb is under the verb's own key.
func (r *Row) begins() bool {
	for i := range r.Args {
		if first, _, _ := strings.Cut(r.Args[i].Key, "."); first == r.Verb {
			return true
		}
	}
	return false
}

func object() Schema {
	no := false
	return Schema{Type: "object", Properties: map[string]Schema{}, Additional: &no}
}

// place puts a schema at a path of keys, and makes the tables on the way.
func (s *Schema) place(path []string, of Schema, need bool) {
	if len(path) == 1 {
		s.put(path[0], of, need)
		return
	}
	in, begun := s.Properties[path[0]]
	if !begun {
		in = object()
	}
	in.place(path[1:], of, need)
	s.put(path[0], in, false)
}

func (s *Schema) put(key string, of Schema, need bool) {
	s.Properties[key] = of
	if need {
		s.Required = append(s.Required, key)
	}
}

// typeOf is the type of the field that a key names.
func typeOf(t reflect.Type, key string) (reflect.Type, bool) {
	f, ok := fieldNamed(reflect.New(t).Elem(), key)
	if !ok {
		return nil, false
	}
	return f.Type(), true
}

// schema describes an argument: its kind says what it means, its field how it is written.
func (a *Arg) schema(field reflect.Type) Schema {
	out := plainSchema(field)
	out.Description = a.Ask
	word := &out
	if out.Items != nil {
		word = out.Items
	}
	word.Enum = a.words()
	switch a.Kind {
	case Text, Texts, Mark, Switch, Number, Word, Choice, Order, Question, Approval, Formula, Name:
	case Effects, Deed:
		out.Description = "As in a scenario"
	case Confidence:
		low, high := 0.0, 1.0
		out.Minimum, out.Maximum = &low, &high
		out.Description = strings.ReplaceAll(a.Ask, ", in %", ", from 0 to 1")
		out.Description = strings.ReplaceAll(out.Description, "left out, 100", "left out, 1")
	case Span:
		word.Description = "A span of exercise time: 30m, 6h, 2d"
	default:
		word.Description = "The id or number of: " + string(a.Kind)
	}
	if word == &out && word.Description != a.Ask && a.Kind != Confidence {
		out.Description = a.Ask + " " + word.Description
	}
	return out
}

// words are all values that an argument can have, if they are fixed.
func (a *Arg) words() []any {
	var out []any
	switch a.Kind {
	case Word:
		for _, w := range a.Of {
			out = append(out, w)
		}
	case Mark:
		for _, m := range marks {
			out = append(out, m.ID)
		}
	}
	return out
}

// plainSchema is how a field is written in JSON.
func plainSchema(t reflect.Type) Schema {
	switch reflect.Zero(t).Interface().(type) {
	case scenario.Duration, scenario.Delay, scenario.Expr:
		return Schema{Type: "string"}
	case scenario.Quantity:
		return Schema{Type: "number"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return plainSchema(t.Elem())
	case reflect.Bool:
		return Schema{Type: "boolean"}
	case reflect.Int, reflect.Uint64:
		return Schema{Type: "integer"}
	case reflect.Float64:
		return Schema{Type: "number"}
	case reflect.Slice:
		in := plainSchema(t.Elem())
		return Schema{Type: "array", Items: &in}
	case reflect.Struct:
		out := object()
		for i := range t.NumField() {
			f := t.Field(i)
			key, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
			if key == "" || key == "-" {
				continue
			}
			s := plainSchema(f.Type)
			s.Description = f.Tag.Get("doc")
			if words := f.Tag.Get("enum"); words != "" {
				for _, w := range strings.Split(words, "|") {
					s.Enum = append(s.Enum, w)
				}
			}
			out.put(key, s, false)
		}
		return out
	}
	return Schema{Type: "string"}
}
