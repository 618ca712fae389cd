package phrase_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// TestEveryEffectHasWords: whatever an effect can change, and in whatever way, staff read what it changes and to what.
func TestEveryEffectHasWords(t *testing.T) {
	sc := load(t, all)
	for _, kind := range scenario.EffectKinds() {
		for _, way := range kind.Ways {
			var ef scenario.Effect
			give(t, &ef, kind.Target)
			give(t, &ef, way.Key)
			if kind.Target == "gauge" && way.Key == "add" { // what is added is above 0 here
				way.Said = strings.Replace(way.Said, "changes", "rises", 1)
			}
			pattern := strings.NewReplacer(`\{target\}`, `.*thing.*`, `\{value\}`, `\S.*`).Replace(regexp.QuoteMeta(way.Said))
			assert.Regexp(t, "^"+pattern+"$", phrase.Effect(sc, &ef),
				"%s of %s: the kind of its value has no words in valueOf", way.Key, kind.Target)
		}
	}
}

// TestEveryTargetHasItsTitle: what an effect changes is called by its title wherever the format gives it one.
func TestEveryTargetHasItsTitle(t *testing.T) {
	titled := 0
	for _, kind := range scenario.EffectKinds() {
		sc := &scenario.Scenario{}
		v := reflect.ValueOf(sc).Elem()
		for i := range v.NumField() {
			tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("toml"), ",")
			if tag != kind.Target {
				continue
			}
			v.Field(i).Set(reflect.MakeSlice(v.Field(i).Type(), 1, 1))
			if title := v.Field(i).Index(0).FieldByName("Title"); title.IsValid() {
				title.SetString("Its own title")
				titled++
				assert.Equal(t, "Its own title", phrase.Title(sc, kind.Target, 0),
					"%s has no case in Title (condition.go)", kind.Target)
			}
		}
	}
	assert.GreaterOrEqual(t, titled, 7)
}

// give sets a key of an effect to something.
func give(t *testing.T, ef *scenario.Effect, key string) {
	t.Helper()
	v := reflect.ValueOf(ef).Elem()
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("toml") != key {
			continue
		}
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			f.SetString("thing")
		case reflect.Slice:
			f.Set(reflect.ValueOf([]string{"thing", "other"}).Convert(f.Type()))
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Int64:
			f.SetInt(int64(scenario.Hour))
		case reflect.Pointer:
			f.Set(reflect.New(f.Type().Elem()))
			if q, ok := f.Interface().(*scenario.Quantity); ok {
				q.A = 2
			}
		default:
			require.Fail(t, "a key of another kind", "%s is a %s", key, f.Kind())
		}
		return
	}
	require.Fail(t, "no such key", key)
}
