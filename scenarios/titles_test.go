package scenarios_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/scenario"
)

// TestNoIDIsShownAsAName: whatever a seat reads by name has a title of its own, so that no screen makes do
// with an id in words. An inject that reaches nobody needs none.
func TestNoIDIsShownAsAName(t *testing.T) {
	var named []string
	of := reflect.TypeFor[scenario.Scenario]()
	for i := range of.NumField() {
		el := of.Field(i).Type
		if el.Kind() != reflect.Slice || el.Elem().Kind() != reflect.Struct {
			continue
		}
		kind, keyed := strings.CutSuffix(of.Field(i).Tag.Get("toml"), ",keyed")
		if _, has := el.Elem().FieldByName("Title"); has && keyed {
			named = append(named, kind)
		}
	}
	require.Subset(t, named, []string{"inject", "fact", "action", "venue", "obligation", "role", "hypothesis"})
	for _, name := range scenarios.Names() {
		var file map[string]any
		src, err := scenarios.FS.ReadFile(name + ".toml")
		require.NoError(t, err)
		require.NoError(t, toml.Unmarshal(src, &file))
		for _, kind := range named {
			things, _ := file[kind].(map[string]any)
			for id, v := range things {
				table := v.(map[string]any)
				if to, is := table["to"].([]any); is && len(to) == 1 && to[0] == "none" {
					continue
				}
				assert.NotEmpty(t, table["title"], "%s.toml: %s.%s has no title", name, kind, id)
			}
		}
	}
}
