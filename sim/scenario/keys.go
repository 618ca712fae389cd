package scenario

import (
	"reflect"
	"slices"
	"strings"
	"time"
)

// Key is one key of the format, as the tags of its field describe it.
type Key struct {
	// Table is where the key is: "" at the top of the file, "[role.ID]", "[[move]]",
	// or a table inside one of these: "[gauge.ID] grow", "[fact.ID] known.ROLE".
	Table string
	// Name is the key itself.
	Name string
	// Type says in words what its value is, with the bounds of a number.
	Type string
	// Required is set if the table is not complete without it.
	Required bool
	// Default is what holds when it is not given; empty where nothing needs to be said.
	Default string
	// Example is a value as a scenario would write it; empty for tables of the format.
	Example string
	// Doc is what the key means.
	Doc string
}

// Table is one table of the format with its keys, in the format's order.
type Table struct {
	// Name is the Table of its keys.
	Name string
	// Also are further places that take a table with the same keys.
	Also []string
	// Doc is what the table stands for.
	Doc string
	// Borrows is the name of a table whose keys are allowed here too, after Keys.
	Borrows string
	// Keys are its own keys, without those that it borrows.
	Keys []Key
}

// Keys lists every key of the format, table by table in the format's order. Keys that
// a table borrows from another are listed in both.
func Keys() []Key {
	var out []Key
	tables := Tables()
	for _, t := range tables {
		out = append(out, t.Keys...)
		for _, from := range tables {
			if t.Borrows == "" || from.Name != t.Borrows {
				continue
			}
			for _, k := range from.Keys {
				k.Table = t.Name
				out = append(out, k)
			}
		}
	}
	return out
}

// Tables lists every table of the format with its keys, in the format's order. A table
// that several places take is listed once, at the first of them.
func Tables() []Table {
	return tablesOf(reflect.TypeFor[Scenario]())
}

// ScriptTables lists the tables of a script, as [Script] reads them.
func ScriptTables() []Table {
	return tablesOf(reflect.TypeFor[Script]())
}

func tablesOf(root reflect.Type) []Table {
	w := &tableWalk{seen: map[reflect.Type]int{}}
	w.table(root, "", "")
	return w.tables
}

type tableWalk struct {
	tables []Table
	seen   map[reflect.Type]int // struct → place of its table
}

// table enters a struct's keys, and then every table that they hold.
func (w *tableWalk) table(t reflect.Type, name, doc string) {
	if i, ok := w.seen[t]; ok {
		w.tables[i].Also = append(w.tables[i].Also, name)
		return
	}
	at := len(w.tables)
	w.seen[t] = at
	w.tables = append(w.tables, Table{Name: name, Doc: doc})
	if t == reflect.TypeFor[Thresholds]() {
		w.tables[at].Keys = thresholdKeys(name)
		return
	}
	fields := fieldsOf(t)
	for i := range t.NumField() { // an embedded table that is listed already is borrowed
		f := t.Field(i)
		if from, ok := w.seen[f.Type]; f.Anonymous && ok {
			w.tables[at].Borrows = w.tables[from].Name
			fields = ownFields(fields, i)
		}
	}
	for _, f := range fields {
		w.tables[at].Keys = append(w.tables[at].Keys, keyOf(t, name, f))
	}
	for _, f := range fields {
		ft := t.FieldByIndex(f.index).Type
		el := tableType(ft)
		if el == nil {
			continue
		}
		w.table(el, innerName(name, f, ft), f.tag.Get("doc"))
	}
}

func ownFields(fields []field, embedded int) []field {
	var own []field
	for _, f := range fields {
		if f.index[0] != embedded {
			own = append(own, f)
		}
	}
	return own
}

// tableType is the struct whose keys a field's value has, or nil if it is no table.
func tableType(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	switch t {
	case reflect.TypeFor[time.Time](), reflect.TypeFor[Delay](), reflect.TypeFor[Expr](), reflect.TypeFor[Amount](),
		reflect.TypeFor[Option](), reflect.TypeFor[Quantity](), reflect.TypeFor[Zone](), reflect.TypeFor[Variable](),
		reflect.TypeFor[Translation](),
		reflect.TypeFor[Rows]():
		return nil
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	return t
}

// innerName names the table that a key of another table holds.
func innerName(outer string, f field, t reflect.Type) string {
	id := "ID"
	if kinds := f.tag.Get("ref"); kinds != "" {
		kind, _, _ := strings.Cut(kinds, "|")
		id = strings.ToUpper(kind)
	}
	switch {
	case outer == "" && f.keyed:
		return "[" + f.name + "." + id + "]"
	case outer == "" && t.Kind() == reflect.Slice:
		return "[[" + f.name + "]]"
	case outer == "":
		return "[" + f.name + "]"
	}
	name := f.name
	if f.keyed {
		name += "." + id
	}
	if strings.HasSuffix(outer, "]") {
		return outer + " " + name
	}
	return outer + "." + name
}

func keyOf(t reflect.Type, table string, f field) Key {
	ft := t.FieldByIndex(f.index).Type
	return Key{
		Table: table, Name: f.name, Type: typeInWords(ft, table, f),
		Required: f.tag.Get("required") == "true",
		Default:  f.tag.Get("default"), Example: f.tag.Get("example"), Doc: f.tag.Get("doc"),
	}
}

// thresholdKeys are the keys of Thresholds, which reads them itself.
func thresholdKeys(table string) []Key {
	key := func(name, example, doc string) Key {
		return Key{Table: table, Name: name, Type: "number or duration", Required: true, Example: example, Doc: doc}
	}
	return []Key{
		key("P", "0.9", "Limit of P: performed without challenges."),
		key("S", "0.7", "Limit of S: performed with some challenges."),
		key("M", "0.4",
			"Limit of M: performed with major challenges. What does not reach this is U: unable to be performed."),
	}
}

// typeInWords says for a person who does not program what a key's value is.
func typeInWords(t reflect.Type, table string, f field) string {
	if f.keyed {
		if t.Elem() == reflect.TypeFor[Translation]() {
			return "tables for each language"
		}
		if t.Elem() == reflect.TypeFor[Variable]() {
			return "a text or number for each name"
		}
		if table == "" {
			return "tables [" + f.name + ".ID]"
		}
		who := "name"
		if kinds := f.tag.Get("ref"); kinds != "" {
			who, _, _ = strings.Cut(kinds, "|")
		}
		switch t.Elem() {
		case reflect.TypeFor[Amount]():
			return "a number for each " + who
		case reflect.TypeFor[Option]():
			return "a text for each answer"
		}
		return "a table for each " + who
	}
	switch t {
	case reflect.TypeFor[time.Time]():
		return "date and time"
	case reflect.TypeFor[Duration]():
		return "duration"
	case reflect.TypeFor[Delay]():
		return "delay"
	case reflect.TypeFor[Expr]():
		if f.tag.Get("expr") == "number" {
			return "expression"
		}
		return "condition"
	case reflect.TypeFor[ClockTime]():
		return "time of day"
	case reflect.TypeFor[Zone]():
		return "difference from UTC"
	case reflect.TypeFor[Quantity]():
		return "number, spread or expression"
	case reflect.TypeFor[Names]():
		if f.tag.Get("ref") == "" {
			return "list of texts"
		}
		return idInWords(f.tag.Get("ref"), true)
	case reflect.TypeFor[Rows]():
		return "list of texts or tables"
	case reflect.TypeFor[Do]():
		return "id of an action, or a table"
	case reflect.TypeFor[Flows](), reflect.TypeFor[Harms](), reflect.TypeFor[Spills]():
		return "table, or list of tables"
	case reflect.TypeFor[[]string]():
		if kinds := f.tag.Get("ref"); kinds != "" {
			return "two ids of " + kinds + "s, in a list"
		}
		return "list of texts"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return typeInWords(t.Elem(), table, f)
	case reflect.String:
		if enum := f.tag.Get("enum"); enum != "" {
			return "one of " + quoted(strings.Split(enum, "|"), ", ")
		}
		if kinds := f.tag.Get("ref"); kinds != "" {
			return idInWords(kinds, false)
		}
		return "text"
	case reflect.Bool:
		return "true/false"
	case reflect.Int:
		return "whole number" + boundsInWords(f)
	case reflect.Float64:
		return "number" + boundsInWords(f)
	case reflect.Slice:
		if table == "" {
			return "tables [[" + f.name + "]]"
		}
		return "list of tables"
	}
	return "table"
}

func idInWords(ref string, list bool) string {
	var kinds, words []string
	for _, k := range strings.Split(ref, "|") {
		switch {
		case k == "channel":
			words = append(words, Channels...)
		case !slices.Contains(idKindOrder, k):
			words = append(words, k)
		case list:
			kinds = append(kinds, strings.Replace(k+"s", "siss", "ses", 1))
		case strings.Contains("aeiou", k[:1]):
			kinds = append(kinds, "an "+k)
		default:
			kinds = append(kinds, "a "+k)
		}
	}
	if len(kinds) == 0 && !list {
		return "one of " + quoted(words, ", ")
	}
	out := "id of " + strings.Join(kinds, " or ")
	if list {
		out = "list of ids of " + strings.Join(kinds, " or ")
	}
	switch n := len(words); {
	case n > 1:
		out += ", or " + quoted(words[:n-1], ", ") + " or " + quoted(words[n-1:], "")
	case n == 1:
		out += ", or " + quoted(words, "")
	}
	return out
}

func quoted(words []string, between string) string {
	return `"` + strings.Join(words, `"`+between+`"`) + `"`
}

func boundsInWords(f field) string {
	lo, hi, above := f.tag.Get("min"), f.tag.Get("max"), f.tag.Get("above")
	switch {
	case above != "" && hi != "":
		return ", more than " + above + ", at most " + hi
	case above != "":
		return ", more than " + above
	case lo != "" && hi != "":
		return ", " + lo + " to " + hi
	case lo != "":
		return ", " + lo + " or more"
	case hi != "":
		return ", at most " + hi
	}
	return ""
}
