package scenario

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// A scenario's texts can be in other languages besides the original: [text.de] has the tables
// and keys of the file again, with their texts in German and nothing else. The texts of one language can
// replace the originals when the file is read; a text that it lacks stays as it is.

// Translation is what the texts of a scenario are in another language.
type Translation struct {
	ID string
}

// bind checks only that it is a table: [translations] has checked the rest.
func (*Translation) bind(b *binder, v any, path string) {
	if _, ok := v.(map[string]any); !ok {
		b.errorf(path, "type", "for example [text.de.role.cert]", "expected tables with texts, found %s", kindOf(v))
	}
}

// spoken are the keys whose texts are for people and can be translated, where they are texts.
var spoken = []string{"title", "summary", "brief", "text", "ask", "from", "hint", "read_aloud", "if_asked", "questions",
	"help", "look_for", "checklist", "P", "S", "M", "U", "options", "words", "unit", "until", "say", "topic", "trains"}

// isSpoken reports whether a key of a table holds a text for people.
func isSpoken(t reflect.Type, f field) bool {
	ft := t.FieldByIndex(f.index).Type
	words := ft.Kind() == reflect.String || ft == reflect.TypeFor[[]string]() || ft == reflect.TypeFor[[]Option]()
	return words && slices.Contains(spoken, f.name) && f.tag.Get("ref") == "" && f.tag.Get("enum") == ""
}

// translations checks all translations of a file, and puts the texts of the one in a language in place
// of the originals.
func translations(tree map[string]any, language string, ix *positions, ds *Diagnostics) {
	all, _ := tree["text"].(map[string]any)
	x := &expander{ix: ix, ds: ds}
	for _, id := range x.ix.inOrder("text", all) {
		table, ok := all[id].(map[string]any)
		if !ok {
			continue
		}
		path := join("text", id)
		w := &translator{expander: x, puts: id == language}
		w.lacks(reflect.TypeFor[Scenario](), tree, table, "")
		if n := len(w.lacking); n > 0 {
			most := w.lacking
			more := ""
			if n > mostLacking {
				most, more = most[:mostLacking], fmt.Sprintf(" and %d more", n-mostLacking)
			}
			*ds = append(*ds, Diagnostic{ix.at(path), Warning, "untranslated",
				fmt.Sprintf("%s lacks %s%s", id, inWords(strings.Join(most, ", ")), more),
				"what is missing is read in the original"})
		}
		if !languageCode.MatchString(id) {
			*ds = append(*ds, Diagnostic{ix.at(path), Warning, "language",
				fmt.Sprintf("%q is not the code of a language: readers and programs look for one of two or three letters", id),
				"for example [text.de], [text.fr] or [text.pt_br]"})
		}
		w.table(reflect.TypeFor[Scenario](), tree, table, path, "")
	}
}

// mostLacking is how many of the texts that a translation lacks are named.
const mostLacking = 12

// languageCode is a language code as in ISO 639, perhaps with a region or script: pt_br.
var languageCode = regexp.MustCompile(`^[a-z]{2,3}(_[a-z0-9]{2,8})*$`)

// listPlace is an element of a list in a path, counted from 0: move[0].
var listPlace = regexp.MustCompile(`\b(\w+)\[(\d+)\]\.?`)

// inWords writes paths for a reader, who counts from 1: "move[0].questions" as "move 1: questions".
func inWords(paths string) string {
	return listPlace.ReplaceAllStringFunc(paths, func(p string) string {
		m := listPlace.FindStringSubmatch(p)
		n, err := strconv.Atoi(m[2])
		if err != nil {
			return p
		}
		return fmt.Sprintf("%s %d: ", m[1], n+1)
	})
}

// translator goes through a file and one translation of it together.
type translator struct {
	*expander
	puts    bool
	lacking []string
}

// wrong reports a fault of a translation.
func (w *translator) wrong(path, message, hint string) {
	w.fault(path, "translation", hint, message)
}

// table checks a table of the translation; from is its path and at that of the original.
func (w *translator) table(t reflect.Type, orig, tr map[string]any, from, at string) {
	fields := map[string]field{}
	names := []string{}
	for _, f := range fieldsOf(t) {
		if at != "" || f.name != "text" && f.name != "each" && f.name != "variable" {
			fields[f.name] = f
			names = append(names, f.name)
		}
	}
	for _, k := range w.ix.inOrder(from, tr) {
		f, known := fields[k]
		here, there := join(from, k), join(at, k)
		if !known {
			w.wrong(here, fmt.Sprintf("there is no key %q in what is translated here", clip(k)), suggest(k, names))
			continue
		}
		ft := t.FieldByIndex(f.index).Type
		for ft.Kind() == reflect.Pointer {
			ft = ft.Elem()
		}
		switch {
		case isSpoken(t, f):
			w.put(ft, orig, k, tr[k], here, there)
		case f.keyed && ft.Elem().Kind() == reflect.Struct:
			w.keyed(ft.Elem(), orig[k], tr[k], here, there)
		case ft.Kind() == reflect.Slice && ft.Elem().Kind() == reflect.Struct:
			w.list(ft.Elem(), orig[k], tr[k], here, there)
		case ft.Kind() == reflect.Struct && tableType(ft) != nil:
			inner, isTable := tr[k].(map[string]any)
			of, has := orig[k].(map[string]any)
			if !isTable || !has {
				w.wrong(here, "the original has no such table", "take it out")
				continue
			}
			w.table(ft, of, inner, here, there)
		default:
			w.wrong(here, fmt.Sprintf("%s is not a text for people", clip(k)), "take it out: it is the same in each language")
		}
	}
}

func (w *translator) keyed(t reflect.Type, orig, tr any, from, at string) {
	of, _ := orig.(map[string]any)
	table, ok := tr.(map[string]any)
	if !ok {
		w.wrong(from, "expected tables with ids, found "+kindOf(tr), "write them as the original does")
		return
	}
	for _, id := range w.ix.inOrder(from, table) {
		here := join(from, id)
		into, has := of[id].(map[string]any)
		inner, isTable := table[id].(map[string]any)
		switch {
		case !has:
			ids := make([]string, 0, len(of))
			for k := range of {
				ids = append(ids, k)
			}
			sort.Strings(ids)
			w.wrong(here, fmt.Sprintf("the original has no %s.%s", at, clip(id)), suggest(id, ids))
		case !isTable:
			w.wrong(here, "expected a table with texts, found "+kindOf(table[id]), "write it as the original does")
		default:
			w.table(t, into, inner, here, join(at, id))
		}
	}
}

func (w *translator) list(t reflect.Type, orig, tr any, from, at string) {
	of, list := listOf(orig), listOf(tr)
	if list == nil || len(list) > len(of) {
		w.wrong(from, fmt.Sprintf("the original has %d of %s, in this order", len(of), at),
			"write one for each, {} for what is to stay")
		return
	}
	for i := range list {
		into, has := of[i].(map[string]any)
		inner, isTable := list[i].(map[string]any)
		if !has || !isTable {
			w.wrong(indexed(from, i), "expected a table with texts", "write it as the original does")
			continue
		}
		w.table(t, into, inner, indexed(from, i), indexed(at, i))
	}
}

// put checks the translation of a text or of several, and puts it in place of the original if w.puts is set.
func (w *translator) put(t reflect.Type, orig map[string]any, key string, v any, from, at string) {
	_, isText := v.(string)
	_, table := orig[key].(map[string]any)
	switch {
	case t.Kind() != reflect.String:
		if !w.alike(orig[key], v, from) {
			return
		}
	case !isText || table:
		w.wrong(from, "expected a text, found "+kindOf(v), `for example title = "…"`)
		return
	}
	if !w.puts {
		return
	}
	if texts, isTable := v.(map[string]any); isTable { // what it lacks stays
		into := map[string]any{}
		if of, ok := orig[key].(map[string]any); ok {
			for k, text := range of {
				into[k] = text
			}
		}
		for k, text := range texts {
			into[k] = text
		}
		v = into
	}
	w.place(from, at)
	orig[key] = v
}

// alike reports whether a translated list or table of texts fits the original: as many texts in a list, no other
// keys in a table. It reports what does not fit.
func (w *translator) alike(orig, v any, from string) bool {
	switch texts := v.(type) {
	case map[string]any:
		of, _ := orig.(map[string]any)
		for _, k := range w.ix.inOrder(from, texts) {
			_, is := texts[k].(string)
			if _, has := of[k]; !has || !is {
				w.wrong(join(from, k), fmt.Sprintf("the original has no text %q here", clip(k)), "take it out")
				return false
			}
		}
		return of != nil
	default:
		list, of := listOf(v), listOf(orig)
		same := len(list) == len(of) && list != nil
		for _, el := range list {
			_, is := el.(string)
			same = same && is
		}
		if !same {
			w.wrong(from, fmt.Sprintf("expected %d texts, as the original has", len(of)), "write them in the same order")
		}
		return same
	}
}

// lacks adds to w.lacking the paths of the texts of the original that the translation does not have.
func (w *translator) lacks(t reflect.Type, orig, tr map[string]any, at string) {
	for _, f := range fieldsOf(t) {
		if at == "" && (f.name == "text" || f.name == "each" || f.name == "variable") {
			continue
		}
		v, given := orig[f.name]
		here := join(at, f.name)
		if !given {
			continue
		}
		ft := t.FieldByIndex(f.index).Type
		for ft.Kind() == reflect.Pointer {
			ft = ft.Elem()
		}
		switch {
		case isSpoken(t, f):
			if _, has := tr[f.name]; !has && v != "" {
				w.lacking = append(w.lacking, here)
			}
		case f.keyed && ft.Elem().Kind() == reflect.Struct:
			of, _ := v.(map[string]any)
			texts, _ := tr[f.name].(map[string]any)
			for _, id := range w.ix.inOrder(here, of) {
				w.lacksIn(ft.Elem(), of[id], texts[id], join(here, id))
			}
		case ft.Kind() == reflect.Slice && ft.Elem().Kind() == reflect.Struct:
			texts := listOf(tr[f.name])
			for i, el := range listOf(v) {
				var text any
				if i < len(texts) {
					text = texts[i]
				}
				w.lacksIn(ft.Elem(), el, text, indexed(here, i))
			}
		case ft.Kind() == reflect.Struct:
			w.lacksIn(ft, v, tr[f.name], here)
		}
	}
}

func (w *translator) lacksIn(t reflect.Type, orig, tr any, at string) {
	if of, ok := orig.(map[string]any); ok && tableType(t) != nil {
		texts, _ := tr.(map[string]any)
		w.lacks(t, of, texts, at)
	}
}

// TranslatedTo are the languages in which the file has texts, besides the original.
func (sc *Scenario) TranslatedTo() []string {
	out := []string{}
	for _, t := range sc.Translations {
		out = append(out, t.ID)
	}
	return out
}

// translationSchema is the JSON Schema of the translation of a table, or nil if it has no texts: what
// [translator.table] accepts. whole is set for the whole file.
func translationSchema(t reflect.Type, whole bool) object {
	props := object{}
	add := func(f field, value object) {
		props = append(props, member{f.name, append(object{{"description", f.tag.Get("doc")}}, value...)})
	}
	for _, f := range fieldsOf(t) {
		ft := t.FieldByIndex(f.index).Type
		for ft.Kind() == reflect.Pointer {
			ft = ft.Elem()
		}
		if whole && slices.Contains([]string{"text", "each", "variable"}, f.name) {
			continue
		}
		switch {
		case isSpoken(t, f):
			add(f, valueSchema(ft, f))
		case ft.Kind() == reflect.Slice && ft.Elem().Kind() == reflect.Struct:
			of := translationSchema(ft.Elem(), false)
			if of == nil {
				continue
			}
			if f.keyed {
				add(f, object{{"type", "object"}, {"propertyNames", object{{"pattern", idPattern.String()}}},
					{"additionalProperties", of}})
			} else {
				add(f, object{{"type", "array"}, {"items", of}})
			}
		case ft.Kind() == reflect.Struct && tableType(ft) != nil:
			if of := translationSchema(ft, false); of != nil {
				add(f, of)
			}
		}
	}
	if len(props) == 0 {
		return nil
	}
	return object{{"type", "object"}, {"properties", props}, {"additionalProperties", false}}
}
