package scenario

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func schemaTree(t *testing.T) map[string]any {
	t.Helper()
	var root map[string]any
	require.NoError(t, json.Unmarshal(Schema(), &root))
	return root
}

func TestSchemaIsAlwaysTheSame(t *testing.T) {
	assert.Equal(t, "http://json-schema.org/draft-07/schema#", schemaTree(t)["$schema"])
	first := string(Schema())
	for range 5 {
		require.Equal(t, first, string(Schema()))
	}
	assert.True(t, strings.HasPrefix(first, "{\n  \"$schema\""), "indented, in order")
}

func TestSchemaHasEveryKey(t *testing.T) {
	described := map[string][]string{} // key → descriptions
	var walk func(v any)
	walk = func(v any) {
		switch x := v.(type) {
		case []any:
			for _, el := range x {
				walk(el)
			}
		case map[string]any:
			if props, ok := x["properties"].(map[string]any); ok {
				if _, isDelay := props["p90"]; !isDelay {
					assert.Equal(t, false, x["additionalProperties"])
				}
				for name, p := range props {
					d, _ := p.(map[string]any)["description"].(string)
					described[name] = append(described[name], d)
				}
			}
			for _, el := range x {
				walk(el)
			}
		}
	}
	walk(schemaTree(t))
	for _, k := range Keys() {
		found := false
		for _, d := range described[k.Name] {
			found = found || strings.HasPrefix(d, k.Doc)
		}
		assert.True(t, found, "%s %s is not in the schema", k.Table, k.Name)
	}
}

func TestSchemaDelaysAreThoseOfTheReader(t *testing.T) {
	require.Len(t, delayWords, len(delayForms))
	for _, w := range delayWords {
		found := false
		for names, kind := range delayForms {
			found = found || kind == w.kind && len(strings.Split(names, ",")) == len(w.keys) &&
				containsAll(names, w.keys)
		}
		assert.True(t, found, "%v", w.keys)
	}
	p := regexp.MustCompile(durationPattern)
	for _, s := range []string{"90s", "45m", "6h", "3d", "2w", "1d12h", "1.5h", " 5m ", ".5h", "", "5", "h", "-5m",
		"5 m", "1y", "5M"} {
		_, err := ParseDuration(s)
		assert.Equal(t, err == nil, p.MatchString(s), "%q", s)
	}
}

func containsAll(names string, keys []string) bool {
	for _, k := range keys {
		if !strings.Contains(names, k) {
			return false
		}
	}
	return true
}

// TestSchemaAgreesWithTheReader checks scenarios that load against the schema, and
// scenarios with planted faults.
func TestSchemaAgreesWithTheReader(t *testing.T) {
	root := schemaTree(t)
	src, err := os.ReadFile(templateFile)
	require.NoError(t, err)
	assert.Equal(t, "", holds(root, root, decoded(t, string(src))))
	for _, k := range Keys() { // an example fits the schema of its key
		if p := keyIn(root, k); p != nil && k.Example != "" && !strings.HasPrefix(k.Example, "\n") {
			assert.Equal(t, "", holds(root, p, decoded(t, "x = "+k.Example).(map[string]any)["x"]), "%s %s",
				k.Table, k.Name)
		}
	}
	const start = "title = \"x\"\n[role.a]\n"
	assert.Equal(t, "", holds(root, root, decoded(t, start)))
	for _, bad := range []string{
		"title = \"x\"", "[role.a]", start + "titel = \"x\"", start + "at_once = 0", start +
			"ack = {median=\"2h\"}", start + "ack = 5",
		start + "[role.A]", start + "[action.x]\nby = [\"a\"]\ncost = {money=6}", start + "[action.x]\nby = 3",
		start + "[fact.f]\ntext = \"x\"\ntlp = \"pink\"", start + "[[move]]\nuntil = \"3 days\"", start +
			"[[note]]\nrole = \"a\"\nwhen = \"true\"",
		start + "[gauge.g]\nflow = [{per_hour=1}]", start +
			"[objective.o]\ntitle = \"x\"\nmeasure = {gauge=\"g\"}\nrate = {P=1, S=2}",
		start + "[mechanism.m]\nchanges = [{sharing=-1}]", start +
			"[objective.o]\ntitle = \"x\"\nweight = 0\nmeasure = {gauge=\"g\"}",
	} {
		_, ds := Load("bad.toml", []byte(bad))
		assert.True(t, ds.Failed(), bad)
		assert.NotEqual(t, "", holds(root, root, decoded(t, bad)), bad)
	}
}

func decoded(t *testing.T, src string) any {
	t.Helper()
	var tree map[string]any
	_, err := toml.Decode(src, &tree)
	require.NoError(t, err, src)
	b, err := json.Marshal(tree)
	require.NoError(t, err)
	var v any
	require.NoError(t, json.Unmarshal(b, &v))
	return v
}

// keyIn finds the schema of a key at the top of the file or of a first-level table.
func keyIn(root map[string]any, k Key) map[string]any {
	props := root["properties"].(map[string]any)
	if name := strings.Trim(k.Table, "[]"); name != "" && !strings.Contains(name, " ") {
		name, _, _ = strings.Cut(name, ".")
		tab := props[name].(map[string]any)
		for _, inside := range []string{"additionalProperties", "items"} {
			if in, ok := tab[inside].(map[string]any); ok {
				tab = in
			}
		}
		props = tab["properties"].(map[string]any)
	} else if name != "" {
		return nil
	}
	p, _ := props[k.Name].(map[string]any)
	return p
}

// holds checks a value against the part of JSON Schema that Schema uses, and returns
// what is wrong or "".
func holds(root, s map[string]any, v any) string {
	if ref, ok := s["$ref"].(string); ok {
		s = root["definitions"].(map[string]any)[strings.TrimPrefix(ref, "#/definitions/")].(map[string]any)
	}
	for keyword, want := range s {
		switch keyword {
		case "$schema", "title", "description", "definitions", "default", "examples", "format",
			"additionalProperties":
		case "type":
			types, ok := want.([]any)
			if !ok {
				types = []any{want}
			}
			fits := false
			for _, name := range types {
				fits = fits || hasType(name.(string), v)
			}
			if !fits {
				return "type"
			}
		case "enum":
			found := false
			for _, w := range want.([]any) {
				found = found || reflect.DeepEqual(w, v)
			}
			if !found {
				return "enum"
			}
		case "pattern":
			if x, ok := v.(string); ok && !regexp.MustCompile(want.(string)).MatchString(x) {
				return "pattern: " + x
			}
		case "minLength", "maxLength":
			if x, ok := v.(string); ok && (keyword == "minLength" && float64(len(x)) < want.(float64) ||
				keyword == "maxLength" && float64(len(x)) > want.(float64)) {
				return keyword
			}
		case "minimum", "maximum", "exclusiveMinimum":
			if x, ok := v.(float64); ok && (keyword == "minimum" && x < want.(float64) || keyword == "maximum" &&
				x > want.(float64) ||
				keyword == "exclusiveMinimum" && x <= want.(float64)) {
				return keyword
			}
		case "allOf":
			for _, one := range want.([]any) {
				if wrong := holds(root, one.(map[string]any), v); wrong != "" {
					return wrong
				}
			}
		case "oneOf":
			n := 0
			for _, one := range want.([]any) {
				if holds(root, one.(map[string]any), v) == "" {
					n++
				}
			}
			if n != 1 {
				return "oneOf"
			}
		case "items":
			if x, ok := v.([]any); ok {
				for _, el := range x {
					if wrong := holds(root, want.(map[string]any), el); wrong != "" {
						return "item: " + wrong
					}
				}
			}
		case "required":
			if x, ok := v.(map[string]any); ok {
				for _, name := range want.([]any) {
					if _, ok := x[name.(string)]; !ok {
						return "missing " + name.(string)
					}
				}
			}
		case "propertyNames":
			if x, ok := v.(map[string]any); ok {
				for name := range x {
					if wrong := holds(root, want.(map[string]any), name); wrong != "" {
						return wrong
					}
				}
			}
		case "properties":
			if x, ok := v.(map[string]any); ok {
				for name, el := range x {
					p, known := want.(map[string]any)[name].(map[string]any)
					if !known {
						return "unknown " + name
					}
					if wrong := holds(root, p, el); wrong != "" {
						return name + ": " + wrong
					}
				}
			}
		default:
			return "keyword " + keyword
		}
	}
	if each, ok := s["additionalProperties"].(map[string]any); ok {
		if x, ok := v.(map[string]any); ok {
			for name, el := range x {
				if wrong := holds(root, each, el); wrong != "" {
					return name + ": " + wrong
				}
			}
		}
	}
	return ""
}

func hasType(name string, v any) bool {
	switch x := v.(type) {
	case string:
		return name == "string"
	case bool:
		return name == "boolean"
	case float64:
		return name == "number" || name == "integer" && x == float64(int64(x))
	case []any:
		return name == "array"
	}
	return name == "object"
}

// TestSchemaOfTranslations: what can be translated is offered inside [text.de], at any
// depth, and nothing else is.
func TestSchemaOfTranslations(t *testing.T) {
	var root any
	require.NoError(t, json.Unmarshal(Schema(), &root))
	at := func(path ...string) map[string]any {
		v := root
		for _, p := range path {
			m, ok := v.(map[string]any)
			require.True(t, ok, "%q", path)
			v = m[p]
		}
		m, _ := v.(map[string]any)
		return m
	}
	top := at("definitions", "translation", "properties")
	for _, k := range []string{"title", "role", "fact", "move", "inject", "action", "decision", "probe"} {
		assert.Contains(t, top, k)
	}
	for _, k := range []string{"length", "text", "each", "variable", "link", "sharing"} {
		assert.NotContains(t, top, k)
	}
	role := at("definitions", "translation", "properties", "role", "additionalProperties", "properties")
	assert.Contains(t, role, "brief")
	assert.NotContains(t, role, "sector", "it is the same in each language")
	option := at("definitions", "translation", "properties", "decision", "additionalProperties", "properties", "option",
		"additionalProperties", "properties")
	assert.Contains(t, option, "help")
	assert.NotContains(t, option, "takes")
	assert.Contains(t, at("definitions", "translation", "properties", "move", "items", "properties"), "questions")
}
