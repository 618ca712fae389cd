package scenario

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// durationPattern is what ParseDuration reads, as a regular expression.
const durationPattern = `^\{[a-z][a-z0-9_]*\}$|^\s*((\{[a-z][a-z0-9_]*\}|[0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|ms|s|m|h|d|w))+\s*$`

// globPattern is an id in which * stands for any letters.
const globPattern = `^([a-z*?]|\{[a-z][a-z0-9_]*\})([a-z0-9_*?]|\{[a-z][a-z0-9_]*\}){0,63}$`

// refPattern is an id, which draws, variables and rows may give or give a part of.
const refPattern = `^([a-z]|\{[a-z][a-z0-9_]*\})([a-z0-9_]|\{[a-z][a-z0-9_]*\}){0,63}$`

// Schema is the JSON Schema (draft 7) of the format, for editors that complete and
// check TOML. It is made from the same tags as the reference, and always the same.
func Schema() []byte {
	root := object{
		{"$schema", "http://json-schema.org/draft-07/schema#"},
		{"title", "Tocsin scenario, format " + strconv.Itoa(FormatVersion)},
		{"description", "An exercise for Tocsin. The reference is scenarios/README.md."},
	}
	root = append(root, tableSchema(reflect.TypeFor[Scenario]())...)
	root = append(root, member{"definitions", object{
		{"duration", object{{"type", "string"}, {"pattern", durationPattern}}},
		{"delay", delaySchema()},
		{"condition", object{{"type", list{"string", "boolean"}}, {"minLength", 1}, {"maxLength", maxExprBytes}}},
		{"expression", object{{"type", list{"string", "number", "boolean"}}, {"minLength", 1},
			{"maxLength", maxExprBytes}}},
		{"quantity", quantitySchema()},
		{"effect", tableSchema(reflect.TypeFor[Effect]())},
		{"translation", translationSchema(reflect.TypeFor[Scenario](), true)},
	}})
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(root); err != nil {
		panic(err) // only if a tag holds what JSON cannot: a test would have found it
	}
	return out.Bytes()
}

// object is a JSON object that keeps the order of its members.
type object []member

type member struct {
	name  string
	value any
}

type list []any

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := enc.Encode(m.name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := enc.Encode(m.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func definition(name string) object { return object{{"$ref", "#/definitions/" + name}} }

// tableSchema describes a table: its keys and nothing else.
func tableSchema(t reflect.Type) object {
	props, required := object{}, list{}
	for _, f := range fieldsOf(t) {
		props = append(props, member{f.name, keySchema(t.FieldByIndex(f.index).Type, f)})
		if f.tag.Get("required") == "true" {
			required = append(required, f.name)
		}
	}
	out := object{{"type", "object"}, {"properties", props}}
	if len(required) > 0 {
		out = append(out, member{"required", required})
	}
	return append(out, member{"additionalProperties", false})
}

// keySchema describes a key: what its value may be, and what it means.
func keySchema(t reflect.Type, f field) object {
	value := valueSchema(t, f)
	if len(value) == 1 && value[0].name == "$ref" { // draft 7 ignores what is next to a $ref
		value = object{{"allOf", list{value}}}
	}
	doc := f.tag.Get("doc")
	if d := f.tag.Get("default"); d != "" {
		doc += " Default: " + d + "."
	}
	out := append(object{{"description", doc}}, value...)
	if v, ok := plainDefault(t, f); ok {
		out = append(out, member{"default", v})
	}
	if v, ok := tomlValue(f.tag.Get("example")); ok {
		out = append(out, member{"examples", list{v}})
	}
	return out
}

func valueSchema(t reflect.Type, f field) object {
	if f.keyed {
		return object{{"type", "object"}, {"propertyNames", object{{"pattern", idPattern.String()}}},
			{"additionalProperties", valueSchema(t.Elem(), field{})}}
	}
	switch t {
	case reflect.TypeFor[time.Time]():
		return object{{"type", "string"}, {"format", "date-time"}}
	case reflect.TypeFor[Duration]():
		return definition("duration")
	case reflect.TypeFor[Delay]():
		return definition("delay")
	case reflect.TypeFor[Expr]():
		if f.tag.Get("expr") == "number" {
			return definition("expression")
		}
		return definition("condition")
	case reflect.TypeFor[ClockTime]():
		return object{{"type", "string"}, {"pattern", clockForm.String()}}
	case reflect.TypeFor[Zone]():
		return object{{"type", "string"}, {"pattern", zoneForm.String() + "|^UTC$"}}
	case reflect.TypeFor[Quantity]():
		return definition("quantity")
	case reflect.TypeFor[Names]():
		id := idSchema(f)
		if f.tag.Get("ref") == "" {
			id = object{{"type", "string"}}
		}
		return object{{"oneOf", list{id, object{{"type", "array"}, {"items", id}}}}}
	case reflect.TypeFor[Effect]():
		return definition("effect")
	case reflect.TypeFor[Do]():
		return object{{"oneOf", list{idSchema(f), tableSchema(t)}}}
	case reflect.TypeFor[Flows](), reflect.TypeFor[Harms](), reflect.TypeFor[Spills]():
		el := tableSchema(t.Elem())
		return object{{"oneOf", list{el, object{{"type", "array"}, {"items", el}}}}}
	case reflect.TypeFor[Thresholds]():
		return thresholdSchema()
	case reflect.TypeFor[Amount]():
		return object{{"type", list{"number", "string"}}, {"minimum", 0}}
	case reflect.TypeFor[Option]():
		return object{{"type", "string"}}
	case reflect.TypeFor[Variable]():
		return object{{"type", list{"string", "number", "boolean"}}}
	case reflect.TypeFor[Translation]():
		return definition("translation")
	case reflect.TypeFor[Rows]():
		row := list{"string", "number", "object"}
		return object{{"type", "array"}, {"items", object{{"type", row}}}}
	case reflect.TypeFor[Each]():
		return eachSchema()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return valueSchema(t.Elem(), f)
	case reflect.String:
		if enum := f.tag.Get("enum"); enum != "" {
			words := list{}
			for _, w := range strings.Split(enum, "|") {
				words = append(words, w)
			}
			return object{{"type", "string"}, {"enum", words}}
		}
		if f.tag.Get("ref") != "" {
			return idSchema(f)
		}
		return object{{"type", "string"}}
	case reflect.Bool:
		return object{{"type", "boolean"}}
	case reflect.Int:
		return numberSchema("integer", f)
	case reflect.Float64:
		return numberSchema("number", f)
	case reflect.Slice:
		return object{{"type", "array"}, {"items", valueSchema(t.Elem(), f)}}
	}
	return tableSchema(t)
}

// eachSchema describes tables that rows make: those of the file, with names in braces.
func eachSchema() object {
	props := object{}
	for _, f := range fieldsOf(reflect.TypeFor[Each]()) {
		props = append(props, member{f.name, keySchema(reflect.TypeFor[Each]().FieldByIndex(f.index).Type, f)})
	}
	for _, f := range fieldsOf(reflect.TypeFor[Scenario]()) {
		here := "#/properties/" + f.name
		switch t := reflect.TypeFor[Scenario]().FieldByIndex(f.index).Type; {
		case f.name == "each" || f.name == "variable" || f.name == "text":
		case f.keyed:
			props = append(props, member{f.name, object{{"description", f.tag.Get("doc")}, {"type", "object"},
				{"additionalProperties", object{{"$ref", here + "/additionalProperties"}}}}})
		case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
			props = append(props, member{f.name, object{{"allOf", list{object{{"$ref", here}}}}}})
		}
	}
	return object{{"type", "object"}, {"properties", props}, {"additionalProperties", false}}
}

func idSchema(f field) object {
	pattern := refPattern
	if f.tag.Get("glob") == "true" {
		pattern = globPattern
	}
	return object{{"type", "string"}, {"pattern", pattern}}
}

func bounds(f field) object {
	var out object
	for _, b := range []struct{ tag, keyword string }{{"min", "minimum"}, {"above", "exclusiveMinimum"},
		{"max", "maximum"}} {
		if n, err := strconv.ParseFloat(f.tag.Get(b.tag), 64); err == nil {
			out = append(out, member{b.keyword, n})
		}
	}
	return out
}

// delayWords are the distributions in words, in the order in which a person meets them.
var delayWords = []struct {
	kind Distribution
	keys []string
	doc  string
}{
	{LogNormal, []string{"median", "p90"}, "Half take less than median, 9 of 10 less than p90 (log-normal)."},
	{PERT, []string{"min", "mode", "max"}, "At least min, most often about mode, at most max (PERT)."},
	{Exponential, []string{"mean"}, "It could come at any moment; mean is the average (exponential)."},
	{Uniform, []string{"from", "to"}, "Anything between from and to is equally likely (uniform)."},
}

func delaySchema() object {
	forms := list{definition("duration")}
	for _, w := range delayWords {
		props, required := object{}, list{}
		for _, k := range w.keys {
			props = append(props, member{k, definition("duration")})
			required = append(required, k)
		}
		forms = append(forms, object{{"description", w.doc}, {"type", "object"}, {"properties", props},
			{"required", required}, {"additionalProperties", false}})
	}
	return object{{"oneOf", forms}}
}

func thresholdSchema() object {
	props, required := object{}, list{}
	for _, k := range thresholdKeys("") {
		props = append(props, member{k.Name, object{{"description", k.Doc},
			{"oneOf", list{object{{"type", "number"}}, definition("duration")}}}})
		required = append(required, k.Name)
	}
	return object{{"type", "object"}, {"properties", props}, {"required", required}, {"additionalProperties", false}}
}

// tomlValue reads a value as a scenario would write it.
func tomlValue(text string) (any, bool) {
	var got map[string]any
	if text == "" {
		return nil, false
	}
	if _, err := toml.Decode("x = "+text, &got); err != nil {
		return nil, false
	}
	v, ok := got["x"]
	if f, isFloat := v.(float64); isFloat {
		return json.Number(strconv.FormatFloat(f, 'f', -1, 64)), ok
	}
	return v, ok
}

// plainDefault is a default that is a value and not a phrase.
func plainDefault(t reflect.Type, f field) (any, bool) {
	text := f.tag.Get("default")
	for _, w := range strings.Split(f.tag.Get("enum"), "|") {
		if w != "" && w == text {
			return text, true
		}
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Bool, reflect.Int, reflect.Float64:
		return tomlValue(text)
	case reflect.Slice:
		if strings.HasPrefix(text, "[") {
			return tomlValue(text)
		}
	case reflect.Struct:
		if t == reflect.TypeFor[time.Time]() || strings.HasPrefix(text, "{") {
			return tomlValue(text)
		}
	}
	return nil, false
}
