package facilitator

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
	"tocsin/tui/screentest"
	"tocsin/tui/widget"
)

// TestEveryWayOfAnEffectCanBeChosen checks the menu against the format: each kind and way
// of an effect can be asked for by keys, and gives an effect of that kind and way.
func TestEveryWayOfAnEffectCanBeChosen(t *testing.T) {
	for _, k := range scenario.EffectKinds() {
		for i, w := range k.Ways {
			t.Run(k.Target+" "+w.Key, func(t *testing.T) {
				m, _ := console(t, 80, 30, screentest.Staff())
				require.NotEmpty(t, m.targets(k.Target), "the menu offers no %s: write its case in targets "+
					"(effect.go), and let screentest.Staff have one", k.Target)
				f := m.effectForm(&k, "")
				f.Fields = append(f.Fields, widget.Text("reason", "Why", 1, "because"))
				if len(k.Ways) > 1 {
					assert.Equal(t, "How", f.Fields[1].Label)
					f.Adopt(&widget.Form{Fields: []*widget.Field{widget.Choose("how", "How",
						[]widget.Option{{ID: w.Key}}, w.Key)}})
				}
				switch w.Value {
				case scenario.Amounts:
					f.Adopt(&widget.Form{Fields: []*widget.Field{widget.Text("value", "", 1, "0.5")}})
				case scenario.Spans:
					f.Adopt(&widget.Form{Fields: []*widget.Field{widget.Text("value", "", 1, "12h")}})
				case scenario.Systems:
					f.Adopt(&widget.Form{Fields: []*widget.Field{widget.Tick("systems", "",
						[]widget.Option{{ID: "all"}}, "all")}})
				case scenario.Seats:
					f.Adopt(&widget.Form{Fields: []*widget.Field{widget.Tick(w.Key, "",
						[]widget.Option{{ID: "all"}}, "all")}})
				}
				e, wrong := m.effectOf(&k, f)
				require.Empty(t, wrong)
				assert.NotContains(t, e.words, "{", "way %d", i)
				kind, way := e.effect.Kind()
				require.NotNil(t, kind, "%+v", e.effect)
				assert.Equal(t, k.Target, kind.Target)
				if way == nil {
					assert.True(t, k.Optional)
					return
				}
				assert.Equal(t, w.Key, way.Key, "%+v", e.effect)
			})
		}
	}
}
