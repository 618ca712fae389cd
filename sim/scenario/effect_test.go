package scenario

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestEveryKeyOfAnEffectIsOfAKind names keys of effects that no kind has: nothing would
// check or offer them.
func TestEveryKeyOfAnEffectIsOfAKind(t *testing.T) {
	of := map[string]string{"after": "all", "if": "all", "one_of": "all"}
	for _, k := range EffectKinds() {
		of[k.Target] = k.Target
		for _, key := range k.Beside {
			of[key] = k.Target
		}
		for _, w := range k.Ways {
			of[w.Key] = k.Target
			assert.NotEmpty(t, w.Example, "%s of a change of a %s", w.Key, k.Target)
			assert.NotEmpty(t, w.Said, "%s of a change of a %s", w.Key, k.Target)
			if len(k.Ways) > 1 {
				assert.NotEmpty(t, w.Text, "%s of a change of a %s", w.Key, k.Target)
			}
		}
	}
	for _, f := range effectFields {
		assert.Contains(t, of, f.name, "give it a row in effectKinds")
		delete(of, f.name)
	}
	assert.Empty(t, of, "rows in effectKinds without a key in Effect")
}
