package scenarios_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/scenario"
)

// TestLibraryInOtherLanguages: practice and the scenario that follows it can be played in German, and a
// translation says everything that the original says, in other words.
func TestLibraryInOtherLanguages(t *testing.T) {
	languages := map[string][]string{"practice": {"de"}, "quiet_update": {"de"}}
	for _, name := range scenarios.Names() {
		src, err := scenarios.FS.ReadFile(name + ".toml")
		require.NoError(t, err)
		original, ds := scenario.Load(name, src)
		require.Empty(t, ds, "what a translation lacks is told as a warning")
		for _, language := range languages[name] {
			assert.Contains(t, original.TranslatedTo(), language, name)
		}
		for _, language := range original.TranslatedTo() {
			translated, ds := scenario.LoadIn(name, src, language)
			require.Empty(t, ds)
			n := 0
			sameWords(t, name, reflect.ValueOf(*original), reflect.ValueOf(*translated), &n)
			assert.Greater(t, n, 50, "%s in %s: texts that were compared", name, language)
		}
	}
}

// sentences are keys whose texts are read in the exercise's language, and never alike in two.
var sentences = []string{"title", "summary", "brief", "text", "ask", "from", "hint", "questions", "say"}

// sameWords finds the texts that are the same in two languages, and counts those that it compares.
func sameWords(t *testing.T, path string, a, b reflect.Value, n *int) {
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			f := a.Type().Field(i)
			key := f.Tag.Get("toml")
			if !f.IsExported() || f.Name == "Translations" {
				continue
			}
			if words, is := a.Field(i).Interface().(string); is {
				if slices.Contains(sentences, key) && f.Tag.Get("ref") == "" && words != "" {
					*n++
					assert.NotEqual(t, words, b.Field(i).String(), "%s.%s", path, key)
				}
				continue
			}
			if words, is := a.Field(i).Interface().([]string); is {
				if slices.Contains(sentences, key) && len(words) > 0 {
					*n++
					assert.NotEqual(t, words, b.Field(i).Interface(), "%s.%s", path, key)
				}
				continue
			}
			sameWords(t, path+"."+f.Name, a.Field(i), b.Field(i), n)
		}
	case reflect.Slice:
		if !assert.Equal(t, a.Len(), b.Len(), path) {
			return
		}
		for i := range a.Len() {
			sameWords(t, path, a.Index(i), b.Index(i), n)
		}
	}
}
