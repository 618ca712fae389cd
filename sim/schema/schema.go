// Package schema describes the JSON of Go types as JSON Schema (draft 2020-12), so that programs
// that read what Tocsin prints can check it against a description. A schema follows from the type
// that is printed, so it cannot fall behind it.
//
// The libraries that do this suppose that pointers and slices are never null. In Tocsin's JSON null
// means that there is no such number, and a schema has to allow it.
package schema

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Of returns the schema of a document; its name and version make its id. A field that is left out
// where it is empty is not required, and a pointer, map or slice can be null. Further fields are
// allowed, since a program may add fields without a new version number.
func Of(name string, version int, about string, t reflect.Type) map[string]any {
	s := &schemas{defs: map[string]any{}}
	doc := s.of(t)
	doc["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	doc["$id"] = ID(name, version)
	doc["title"] = name
	doc["description"] = about
	if len(s.defs) > 0 {
		doc["$defs"] = s.defs
	}
	return doc
}

// ID returns the id of a schema.
func ID(name string, version int) string {
	return fmt.Sprintf("urn:tocsin:schema:%s:%d", name, version)
}

// schemas are the schemas of the structs in a document, by the name of their type.
type schemas struct{ defs map[string]any }

var (
	marshalsJSON = reflect.TypeFor[json.Marshaler]()
	marshalsText = reflect.TypeFor[encoding.TextMarshaler]()
)

func (s *schemas) of(t reflect.Type) map[string]any {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case t.Kind() != reflect.Pointer && (t.Implements(marshalsJSON) || reflect.PointerTo(t).Implements(marshalsJSON)):
		return map[string]any{} // what its own code writes
	case t.Kind() != reflect.Pointer && t.Implements(marshalsText):
		return map[string]any{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return map[string]any{"anyOf": []any{s.of(t.Elem()), map[string]any{"type": "null"}}}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Float32, reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return map[string]any{"type": "integer", "minimum": 0}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return map[string]any{"type": []any{"string", "null"}} // bytes, in base 64
		}
		return map[string]any{"type": []any{"array", "null"}, "items": s.of(t.Elem())}
	case reflect.Array:
		return map[string]any{"type": "array", "items": s.of(t.Elem()), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Map:
		return map[string]any{"type": []any{"object", "null"}, "additionalProperties": s.of(t.Elem())}
	case reflect.Struct:
		return s.named(t)
	}
	return map[string]any{} // an interface: anything
}

// named returns a reference to a struct's schema, since a struct may contain itself.
func (s *schemas) named(t reflect.Type) map[string]any {
	if t.Name() == "" {
		return s.object(t)
	}
	name := strings.NewReplacer("[", "_", "]", "", "/", ".", "*", "").Replace(t.String())
	if _, ok := s.defs[name]; !ok {
		s.defs[name] = nil // it is begun: a reference to it needs no more
		s.defs[name] = s.object(t)
	}
	return map[string]any{"$ref": "#/$defs/" + name}
}

func (s *schemas) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []any{}
	s.fields(t, properties, &required)
	return map[string]any{"type": "object", "properties": properties, "required": required}
}

// fields adds a struct's fields, those of embedded structs too.
func (s *schemas) fields(t reflect.Type, properties map[string]any, required *[]any) {
	for f := range t.Fields() {
		tag := f.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		embedded := f.Type
		if embedded.Kind() == reflect.Pointer {
			embedded = embedded.Elem()
		}
		switch {
		case tag == "-":
		case f.Anonymous && name == "" && embedded.Kind() == reflect.Struct:
			s.fields(embedded, properties, required)
		case f.IsExported():
			if name == "" {
				name = f.Name
			}
			if _, ok := properties[name]; ok {
				continue // an outer field hides an inner one
			}
			properties[name] = s.of(f.Type)
			if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
				*required = append(*required, name)
			}
		}
	}
}
