package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// wordless are the verbs whose key takes something other than an id or a text.
var wordless = map[string]bool{"set": true, "end": true, "inject": true}

// TestEveryVerbHasALine: the verbs of the engine and the words of a line are the same, and
// each takes what is with it.
func TestEveryVerbHasALine(t *testing.T) {
	words := map[string]bool{}
	for _, w := range scenario.Verbs() {
		words[w] = true
	}
	for v := engine.Verb(1); v.String() != "unknown"; v++ {
		name := v.String()
		assert.True(t, words[name], "verb %q has no key with a verb tag in scenario.Line", name)
		assert.True(t, engine.HasLine(v), "verb %q has no row in lineForms", name)
		if !wordless[name] {
			l := scenario.Line{}
			assert.True(t, l.Give(name, "x"), "the key %q of scenario.Line takes no id or text", name)
			got, about, n := l.Does()
			assert.Equal(t, []any{name, "x", 1}, []any{got, about, n})
		}
		delete(words, name)
	}
	assert.Empty(t, words, "words of a line that are no verbs of the engine")
}
