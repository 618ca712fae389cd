package leak

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// TestEveryEffectIsTried: in scenarios that have one of each thing an effect can change, the
// facilitator can make a change of each kind in each of its ways, but for those that every
// seat can see. A new effect is tried without a line here.
func TestEveryEffectIsTried(t *testing.T) {
	made := map[string]bool{}
	for _, file := range []string{"testdata/models/everything.toml", "scenarios/minor_release.toml"} {
		src, err := os.ReadFile("../../" + file)
		require.NoError(t, err)
		sc, ds := scenario.Load(file, src)
		require.NotNil(t, sc, "%v", ds)
		x, err := begin(sc, record.Header{Name: file, Scenario: string(src)})
		require.NoError(t, err)
		ask(x, control, record.FacilitatorSeat, "start", "")
		for _, c := range effects(sc) {
			var args struct{ Set map[string]any }
			require.NoError(t, json.Unmarshal([]byte(c.asks[0].args), &args))
			for _, pair := range pairs(args.Set) {
				if !made[pair] {
					_, made[pair] = with(x, c)
				}
			}
		}
	}
	for _, k := range scenario.EffectKinds() {
		for _, w := range k.Ways {
			assert.True(t, made[k.Target+" "+w.Key], "{%s, %s} is never tried: add "+
				"a scenario that has one which it can change to the files of this test", k.Target, w.Key)
		}
	}
}

// pairs are each two keys of an effect.
func pairs(effect map[string]any) []string {
	var out []string
	for kind := range effect {
		for way := range effect {
			out = append(out, kind+" "+way)
		}
	}
	return out
}
