package exercise_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
)

var update = flag.Bool("update", false, "write the tables of verbs in the documentation again")

// TestTablesOfVerbs: the tables in the documentation are those of the rows.
func TestTablesOfVerbs(t *testing.T) {
	for _, doc := range []struct {
		file string
		body string
	}{{"../../tui/host/README.md", requestTable()}, {"../../scenarios/README.md", scriptTable()}} {
		src, err := os.ReadFile(doc.file)
		require.NoError(t, err)
		const begin, end = "<!-- verbs:begin -->\n", "<!-- verbs:end -->"
		before, rest, found := strings.Cut(string(src), begin)
		_, after, closed := strings.Cut(rest, end)
		require.True(t, found && closed, "%s has no place for the table of verbs", doc.file)
		want := before + begin + doc.body + end + after
		if *update {
			require.NoError(t, os.WriteFile(doc.file, []byte(want), 0o644))
			continue
		}
		assert.True(t, want == string(src), "the verbs in %s differ from the rows of the language; "+
			"if the rows are right run: go test ./sim/exercise -run TestTables -update", doc.file)
	}
}

// requestTable is the verbs as programs say them.
func requestTable() string {
	var out strings.Builder
	out.WriteString("\n| `verb` | Who | `args` | What |\n|---|---|---|---|\n")
	for _, r := range exercise.Language() {
		if r.Who == speech.Room {
			continue
		}
		schema := r.Schema()
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", r.Verb, letters(r.Who), keysTold(schema), r.Help)
	}
	return out.String() + "\n"
}

// letters are the kinds of people who may say a verb.
func letters(who speech.Who) string {
	var out []string
	for _, k := range []exercise.Kind{exercise.KindPlayer, exercise.KindFacilitator, exercise.KindEvaluator,
		exercise.KindObserver, exercise.KindBoard} {
		if who&k.Speaker() != 0 {
			out = append(out, string(k)[:1])
		}
	}
	return strings.Join(out, " ")
}

// keysTold are the arguments of a verb with what each is: those that must be given first.
func keysTold(s speech.Schema) string {
	var must, may []string
	for key, of := range s.Properties {
		if key == "reason" {
			continue
		}
		word := "`" + key + "`"
		if slices.Contains(s.Required, key) {
			must = append(must, "**"+word+"** "+typeTold(of))
		} else {
			may = append(may, word+" "+typeTold(of))
		}
	}
	slices.Sort(must)
	slices.Sort(may)
	return strings.Join(append(must, may...), ", ")
}

func typeTold(s speech.Schema) string {
	switch {
	case s.Type == "object" && s.Properties["gauge"].Type != "":
		return "an effect"
	case s.Type == "object" && s.Properties["convene"].Type != "":
		return "a deed"
	case s.Type == "object":
		return "{" + keysTold(s) + "}"
	case s.Type == "array":
		return "list: " + typeTold(*s.Items)
	case len(s.Enum) > 0:
		var words []string
		for _, w := range s.Enum {
			words = append(words, fmt.Sprint(w))
		}
		return strings.Join(words, " / ")
	case s.Type == "boolean":
		return "true/false"
	case s.Type == "integer":
		return "whole number"
	case s.Type == "string":
		return "text"
	}
	return s.Type
}

// scriptTable is the verbs as scripts have them.
func scriptTable() string {
	var out strings.Builder
	out.WriteString("\n| Verb | Who | Keys | What |\n|---|---|---|---|\n")
	for _, r := range exercise.Language() {
		if !r.Command() {
			continue
		}
		who := "a seat"
		if r.Who == speech.Facilitator {
			who = "facilitator"
		}
		var must, may []string
		for i := range r.Args {
			if a := &r.Args[i]; a.Need {
				must = append(must, "**`"+a.Key+"`**")
			} else {
				may = append(may, "`"+a.Key+"`")
			}
		}
		if len(must)+len(may) == 0 {
			must = []string{"**`" + r.Verb + "`**"}
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", r.Verb, who, strings.Join(append(must, may...), ", "), r.Help)
	}
	return out.String() + "\n"
}

// fits says what a value of JSON has that a schema does not allow, or lacks, or "".
func fits(v any, s speech.Schema) string {
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, v) {
		return fmt.Sprintf("%v is none of %v", v, s.Enum)
	}
	switch x := v.(type) {
	case map[string]any:
		if s.Type != "object" {
			return "an object is no " + s.Type
		}
		for _, key := range s.Required {
			if x[key] == nil {
				return key + " is missing"
			}
		}
		for key, in := range x {
			of, known := s.Properties[key]
			if !known {
				return key + " is not allowed"
			}
			if why := fits(in, of); why != "" {
				return key + ": " + why
			}
		}
	case []any:
		if s.Type != "array" {
			return "a list is no " + s.Type
		}
		for _, in := range x {
			if why := fits(in, *s.Items); why != "" {
				return why
			}
		}
	case string:
		if s.Type != "string" {
			return fmt.Sprintf("%q is no %s", x, s.Type)
		}
	case bool:
		if s.Type != "boolean" {
			return fmt.Sprintf("%v is no %s", x, s.Type)
		}
	case float64:
		whole := s.Type == "integer" && x == float64(int(x))
		switch {
		case s.Type != "number" && !whole:
			return fmt.Sprintf("%v is no %s", x, s.Type)
		case s.Minimum != nil && x < *s.Minimum, s.Maximum != nil && x > *s.Maximum:
			return fmt.Sprintf("%v is out of range", x)
		}
	}
	return ""
}
