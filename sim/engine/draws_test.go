package engine_test

import (
	"fmt"
	"math"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

const drawFile = "../../testdata/worlds/draw.toml"

// TestDrawnWorlds plays worlds that differ, and wants each to be what it has drawn: texts,
// ids, truths, decoys, starts, rates and times, and what follows from them by hand.
func TestDrawnWorlds(t *testing.T) {
	m := compile(t, drawFile)
	written := m.Scenario
	n, state, insider, loud := 400, 0, 0, 0
	var copies float64
	e := engine.New(m, 0, engine.Setup{})
	for seed := range uint64(n) {
		e.Reset(m, seed, engine.Setup{})
		hit, noise := engine.Time(-1), engine.Time(-1)
		e.Observe(func(ev engine.Event) {
			if ev.Kind == engine.InjectDelivered && ev.Ref == 0 {
				hit = ev.At
			}
			if ev.Kind == engine.InjectDelivered && ev.Ref == 1 {
				noise = ev.At
			}
		})
		require.NoError(t, e.Advance(e.Horizon()))
		sc, v := e.Model().Scenario, e.Drawn()
		culprit := []string{"insider", "state"}[int(v[0])]
		word := map[string]string{"insider": "an insider", "state": "a state"}[culprit]
		assert.Equal(t, fmt.Sprintf("You were told of %v copies, and that it was %s.", v[1], word), sc.Roles[0].Brief)
		assert.Equal(t, culprit, sc.Probes[0].Truth)
		assert.Equal(t, culprit != "insider", sc.Facts[0].Decoy)
		start := v[1]
		assert.True(t, start == math.Round(start) && start >= 20 && start <= 60, start)
		assert.InDelta(t, start*5.8, e.Gauge(0), 1e-9, "48 hours at a tenth of the start an hour")
		assert.Equal(t, 2*start+100*v[3], v[4])
		failed := []int{int(v[2]), 1 - int(v[2])}
		assert.Equal(t, engine.Failed, e.System(failed[0]))
		assert.Equal(t, engine.Normal, e.System(failed[1]))
		assert.InDelta(t, v[5], hit.Hours(), 1e-6)
		if v[3] == 0 {
			assert.EqualValues(t, -1, noise)
		} else {
			assert.InDelta(t, 30/start, noise.Hours(), 1e-6, "when 3 more have come")
			loud++
		}
		if culprit == "state" {
			state++
		} else {
			insider++
		}
		copies += start / float64(n)
	}
	assert.InDelta(t, 0.25, float64(state)/float64(n), 3.5*math.Sqrt(0.25*0.75/float64(n)))
	assert.InDelta(t, 0.25, float64(loud)/float64(n), 3.5*math.Sqrt(0.25*0.75/float64(n)))
	assert.InDelta(t, 40, copies, 3.5*40/math.Sqrt(12*float64(n)))
	assert.Same(t, written, m.Scenario, "the model that all runs share stays as it is")
	assert.Equal(t, "You were told of 40 copies, and that it was an insider.", written.Roles[0].Brief,
		"its usual world")
}

// TestDrawsAreKeyed wants a draw more to change no other, and nothing of what happens that
// does not depend on it: common random numbers hold.
func TestDrawsAreKeyed(t *testing.T) {
	src, err := os.ReadFile(drawFile)
	require.NoError(t, err)
	one, ds := scenario.Load("one", src)
	require.NotNil(t, one, ds)
	two, ds := scenario.Load("two", []byte(strings.Replace(string(src), "[draw.culprit]",
		"[draw.before]\nnumber = {median=3, p90=9}\n[draw.culprit]", 1)))
	require.NotNil(t, two, ds)
	a, err := engine.Compile(one)
	require.NoError(t, err)
	b, err := engine.Compile(two)
	require.NoError(t, err)
	events := func(m *engine.Model, seed uint64) (out []string, drawn []float64) {
		e := engine.New(m, seed, engine.Setup{})
		e.Observe(func(ev engine.Event) {
			if ev.Kind != engine.DrawMade {
				out = append(out, fmt.Sprint(ev))
			}
		})
		require.NoError(t, e.Advance(e.Horizon()))
		return out, e.Drawn()
	}
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		x, dx := events(a, seed)
		y, dy := events(b, seed)
		assert.Equal(t, x, y)
		assert.Equal(t, dx, dy[1:])
	})
}

// TestDrawnSpreads checks what is drawn from each spread against its quantiles.
func TestDrawnSpreads(t *testing.T) {
	m := model(t, `[role.a]
[draw.u]
number={from=2, to=6}
[draw.l]
number={median=2, p90=9}
[draw.p]
number={min=0, mode=5, max=10}
[draw.e]
number={mean=4}
[draw.n]
number={mean=5, sd=2}
[draw.t]
time={from="1h", to="3h"}
[draw.held]
number={mean=0, sd=10}
floor=-1
ceiling=2
[measure.m]
end="u + l + p + e + n + t + held"
`)
	const n = 2000
	below := map[string]struct {
		draw     int
		value, p float64
	}{"uniform": {0, 5, 0.75}, "log-normal median": {1, 2, 0.5}, "log-normal p90": {1, 9, 0.9}, "PERT": {2, 5, 0.5},
		"exponential": {3, 4, 1 - math.Exp(-1)}, "normal": {4, 7, 0.8413}, "time": {5, 1.5, 0.25},
		"held at the floor": {6, -0.999, 0.4602}, "held at the ceiling": {6, 1.999, 0.5793}}
	count := map[string]float64{}
	e := engine.New(m, 0, engine.Setup{})
	for seed := range uint64(n) {
		e.Reset(m, seed, engine.Setup{})
		for name, b := range below {
			if e.Drawn()[b.draw] < b.value {
				count[name]++
			}
		}
	}
	for name, b := range below {
		assert.InDelta(t, b.p, count[name]/n, 4*math.Sqrt(b.p*(1-b.p)/n), name)
	}
}

// TestOwnNoteInADrawnWorld files a note before STARTEX, which begins the run again: what has
// been drawn stays, and a note cannot ask for it.
func TestOwnNoteInADrawnWorld(t *testing.T) {
	m := compile(t, drawFile)
	e := engine.New(m, 5, engine.Setup{})
	before := append([]float64{}, e.Drawn()...)
	file := func(when string) engine.Answer {
		return e.Do(engine.Command{Verb: engine.File, Role: 0, Ref: -1, Note: &scenario.Note{Role: "lab",
			When: scenario.Expr{Source: when}, Do: scenario.Do{Say: "We saw it", To: scenario.Names{"press"}},
			Within: scenario.Hour}})
	}
	assert.False(t, file("loud").OK)
	assert.False(t, file("culprit == 'state'").OK)
	require.True(t, file("knows('badge')").OK)
	assert.Equal(t, before, e.Drawn())
	assert.Len(t, e.Model().Scenario.Notes, 3)
	assert.NotContains(t, e.Model().Scenario.Roles[0].Brief, "{")
}

// TestCopiesDrawBesideEachOther: copies of an engine play other worlds at the same time, and keep none of them
// where another copy does.
func TestCopiesDrawBesideEachOther(t *testing.T) {
	m := compileText(t, "title = \"Worlds\"\nlength = \"2h\"\n[role.a]\n[draw.n]\nnumber = {from=0, to=9}\nwhole = true\n"+
		"[gauge.g]\nstart = \"n\"\n")
	first := engine.New(m, 0, engine.Setup{})
	for seed := range uint64(3) {
		first.Reset(m, seed, engine.Setup{})
	}
	var wg sync.WaitGroup
	for range 4 {
		var e engine.Engine
		e.CopyFrom(first)
		wg.Go(func() {
			for seed := range uint64(40) {
				e.Reset(m, seed, engine.Setup{})
				assert.Equal(t, e.Drawn()[0], e.Gauge(0))
			}
		})
	}
	wg.Wait()
}
