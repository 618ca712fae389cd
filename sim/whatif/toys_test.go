package whatif_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/whatif"
)

// toy is a scenario with a script of what people do in it.
type toy struct {
	model  *engine.Model
	script []engine.Timed
}

func load(t *testing.T, name string) toy {
	dir := "../../testdata/toys"
	src, err := os.ReadFile(filepath.Join(dir, name+".toml"))
	require.NoError(t, err)
	sc, ds := scenario.Load(name+".toml", src)
	require.False(t, ds.Failed(), ds.Format(name, string(src)))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	out := toy{model: m}
	if src, err = os.ReadFile(filepath.Join(dir, name+".script.toml")); err == nil {
		script, ds := sc.LoadScript(src)
		require.False(t, ds.Failed(), ds.Format(name, string(src)))
		out.script = engine.Commands(sc, script)
	}
	return out
}

// played plays a toy by its bots, or by its script alone, and measures it.
func (y toy) played(t *testing.T, bots bool) (*whatif.Past, engine.Time) {
	run := whatif.Run{Model: y.model, Seed: 1, Until: engine.At(y.model.Scenario.Length),
		Bots: make([]bool, len(y.model.Scenario.Roles)), Unattended: true}
	for r := range run.Bots {
		run.Bots[r] = bots
	}
	e := engine.New(y.model, run.Seed, run.Setup)
	table := &bot.Table{Plays: run.Bots, Facilitates: true,
		Given: func(c engine.Timed) { run.Acts = append(run.Acts, c) }}
	script := y.script
	if bots {
		script = nil
	}
	require.NoError(t, bot.Run(t.Context(), e, table, script, run.Until, func(c engine.Timed, a engine.Answer) {
		if a.OK {
			run.Acts = append(run.Acts, c)
		}
	}))
	p, err := whatif.Of(t.Context(), run)
	require.NoError(t, err)
	require.Equal(t, e.Digest(), p.Digest)
	same, err := p.Player().Play(t.Context(), p.Same())
	require.NoError(t, err)
	require.Equal(t, e.Digest(), same.Digest(), "with no change it is the run")
	return p, run.Until
}

// harm is the sum of the outcome gauges in a world.
func harm(t *testing.T, p *whatif.Past, w whatif.World) float64 {
	e, err := p.Player().Play(t.Context(), w)
	require.NoError(t, err)
	sum := 0.0
	for g := range e.Model().Scenario.Gauges {
		if e.Model().Scenario.Gauges[g].Outcome {
			sum += e.Gauge(g)
		}
	}
	return sum
}

// TestToys holds reactive replay to answers that were worked out by hand: what each deed
// avoided, in the order in which they were done.
func TestToys(t *testing.T) {
	for _, c := range []struct {
		name    string
		harm    float64
		avoided []float64
		early   []float64 // what doing it at once would avoid
	}{
		{"toy_two", 25, []float64{15, 30, 30}, []float64{5, 10, 10}},
		{"toy_frozen", 15, []float64{15, 85}, []float64{5, 10}},
	} {
		for _, bots := range []bool{false, true} {
			p, _ := load(t, c.name).played(t, bots)
			var deeds []whatif.Deed
			for _, d := range p.Deeds {
				if c.name == "toy_frozen" && d.Verb == engine.Share && d.To[0] == 1 {
					continue // bots tell b too, to no avail
				}
				deeds = append(deeds, d)
			}
			require.Len(t, deeds, len(c.avoided), c.name)
			assert.InDelta(t, c.harm, harm(t, p, p.Same()), 1e-9)
			for i, d := range deeds {
				w := p.Same()
				w.Out = []engine.Command{d.Command}
				assert.InDelta(t, c.avoided[i], harm(t, p, w)-c.harm, 1e-9, "%s, bots %v: without deed %d", c.name,
					bots, i)
				w = p.Same()
				w.Early = []engine.Command{d.Command}
				assert.InDelta(t, c.early[i], c.harm-harm(t, p, w), 1e-9, "%s, bots %v: deed %d at once", c.name,
					bots, i)
			}
		}
	}
}
