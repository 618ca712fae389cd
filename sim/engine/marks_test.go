package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestAMarkBites is what the head of the scenario works out.
func TestAMarkBites(t *testing.T) {
	const police, lab, press = 0, 1, 2
	m := compile(t, "../../testdata/worlds/marks.toml")
	e := engine.New(m, 1, engine.Setup{})
	require.NoError(t, e.Reach(engine.At(scenario.Hour)))
	for _, step := range []struct {
		from, to int
		trust    float64
		came     int
	}{{police, lab, 50, 0}, {lab, press, 40, 1}, {lab, press, 40, 1}} {
		require.True(t, e.Do(engine.Command{Verb: engine.Share, Role: step.from, Ref: 0, To: []int{step.to}}).OK)
		assert.Equal(t, step.trust, e.Gauge(0))
		assert.Equal(t, step.came, int(e.InjectState(0).Times))
	}
}

// TestAMarkGivenBites: a fact that came under a mark is bound by that, and by its own where it came without.
func TestAMarkGivenBites(t *testing.T) {
	const police, lab, press, rumour = 0, 1, 2, 1
	m := compile(t, "../../testdata/worlds/marks.toml")
	for mark, want := range map[string][]string{"red": {"red"}, "": nil} {
		e := engine.New(m, 1, engine.Setup{})
		var breaches []string
		e.Observe(func(ev engine.Event) {
			if ev.Kind == engine.MarkBreached {
				breaches = append(breaches, ev.Text)
			}
		})
		require.NoError(t, e.Reach(engine.At(scenario.Hour)))
		give := engine.Command{Verb: engine.Share, Role: police, Ref: rumour, To: []int{lab}, Mark: mark}
		require.True(t, e.Do(give).OK)
		require.True(t, e.Do(engine.Command{Verb: engine.Share, Role: lab, Ref: rumour, To: []int{press}}).OK)
		assert.Equal(t, want, breaches, mark)
	}
}
