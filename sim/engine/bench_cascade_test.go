package engine_test

import (
	"math/rand"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
)

// A cascade on 1,000 systems with 8 links each to systems drawn at random, chance .25
// and delays of an hour on average, which begins with one failure.

const (
	cascadeSystems = 1000
	cascadeLinks   = 8
	cascadeChance  = .25
	cascadeMean    = float64(scenario.Hour)
)

func cascadeModel(t testing.TB) *engine.Model {
	t.Helper()
	rng := rand.New(rand.NewSource(1))
	var b strings.Builder
	b.WriteString("title=\"cascade\"\nlength=\"365d\"\nbasis=\"benchmark\"\n[role.r]\n[system.s0]\nstate=\"failed\"\n")
	for i := 1; i < cascadeSystems; i++ {
		b.WriteString("[system.s" + strconv.Itoa(i) + "]\n")
	}
	for i := range cascadeSystems {
		for range cascadeLinks {
			to := (i + 1 + rng.Intn(cascadeSystems-1)) % cascadeSystems
			b.WriteString("[[link]]\nfrom=\"s" + strconv.Itoa(i) + "\"\nto=\"s" + strconv.Itoa(to) +
				"\"\nchance=0.25\ndelay={mean=\"1h\"}\n")
		}
	}
	return compileText(t, b.String())
}

// compileText compiles a whole file's text.
func compileText(t testing.TB, text string) *engine.Model {
	t.Helper()
	sc, ds := scenario.Load("benchmark.toml", []byte(text))
	require.NotNil(t, sc, ds.Format("benchmark.toml", text))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	return m
}

// bareCascade is the cascade as a program of its own: no more than it needs, with the
// engine's own draws, so that both do the same.
type bareCascade struct {
	out    [][]bareLink
	failed []bool
	heap   []bareEntry // the key is sequence and target
}

type bareLink struct {
	name uint64
	to   int32
}

func newBareCascade(m *engine.Model) *bareCascade {
	c := &bareCascade{out: make([][]bareLink, cascadeSystems), failed: make([]bool, cascadeSystems)}
	for i := range m.Scenario.Links {
		l := &m.Scenario.Links[i]
		from := m.Scenario.Find("system", l.From)
		c.out[from] = append(c.out[from], bareLink{m.LinkName(i), int32(m.Scenario.Find("system", l.To))})
	}
	return c
}

// run plays one cascade and returns how many systems fell and when the last did.
func (c *bareCascade) run(seed uint64) (fallen int, last int64) {
	key, seq := engine.RunKey(seed), uint64(0)
	clear(c.failed)
	fail := func(i int32, now int64) {
		c.failed[i] = true
		fallen, last = fallen+1, now
		for _, l := range c.out[i] {
			if u, d := engine.LinkDraws(key, l.name, 1, cascadeMean); u < cascadeChance {
				seq++
				c.push(bareEntry{now + int64(d), seq<<24 | uint64(l.to)})
			}
		}
	}
	for fail(0, 0); len(c.heap) > 0; {
		e := c.pop()
		if to := int32(e.key & (1<<24 - 1)); !c.failed[to] {
			fail(to, e.at)
		}
	}
	return fallen, last
}

func (c *bareCascade) push(e bareEntry) {
	i := len(c.heap)
	c.heap = append(c.heap, e)
	for i > 0 && e.before(c.heap[(i-1)/4]) {
		c.heap[i] = c.heap[(i-1)/4]
		i = (i - 1) / 4
	}
	c.heap[i] = e
}

func (c *bareCascade) pop() bareEntry {
	top, last := c.heap[0], len(c.heap)-1
	e := c.heap[last]
	c.heap = c.heap[:last]
	i := 0
	for {
		k := 4*i + 1
		if k >= last {
			break
		}
		best := k
		for j := k + 1; j < min(k+4, last); j++ {
			if c.heap[j].before(c.heap[best]) {
				best = j
			}
		}
		if !c.heap[best].before(e) {
			break
		}
		c.heap[i] = c.heap[best]
		i = best
	}
	if last > 0 {
		c.heap[i] = e
	}
	return top
}

// TestBareCascade: the program that the engine is measured against does the same as the
// engine, so the comparison is fair.
func TestBareCascade(t *testing.T) {
	testsize.Long(t)
	m := cascadeModel(t)
	c := newBareCascade(m)
	for seed := range uint64(20) {
		e := engine.New(m, seed, engine.Setup{})
		last := engine.Time(0)
		e.Observe(func(ev engine.Event) {
			if ev.Kind == engine.SystemChanged {
				last = ev.At
			}
		})
		require.NoError(t, e.Advance(e.Horizon()))
		failed := 0
		for s := range m.Scenario.Systems {
			if e.System(s) == engine.Failed {
				failed++
			}
		}
		fallen, at := c.run(seed)
		assert.Equal(t, fallen, failed)
		assert.Equal(t, engine.Time(at), last)
	}
}

// bareCascades and engineCascades play n whole runs, over the same seeds again and again.
const cascadeSeeds = 256

func bareCascades(m *engine.Model) work {
	c, seed := newBareCascade(m), uint64(0)
	return func(n int) {
		for range n {
			c.run(seed % cascadeSeeds)
			seed++
		}
	}
}

func engineCascades(t testing.TB, m *engine.Model) work {
	e, seed := engine.New(m, 0, engine.Setup{}), uint64(0)
	return func(n int) {
		for range n {
			e.Reset(m, seed%cascadeSeeds, engine.Setup{})
			if err := e.Advance(e.Horizon()); err != nil {
				t.Fatal(err)
			}
			seed++
		}
	}
}

func BenchmarkCascade(b *testing.B) {
	m := cascadeModel(b)
	b.Run("bare", bench(bareCascades(m)))
	b.Run("engine", bench(engineCascades(b, m)))
}

// resets are the nanoseconds that each of n resets takes after a run has been played to
// its end.
func resets(t testing.TB, m *engine.Model, n int) []float64 {
	e, out := engine.New(m, 0, engine.Setup{}), make([]float64, n)
	for i := range out {
		if err := e.Advance(e.Horizon()); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		e.Reset(m, uint64(i), engine.Setup{})
		out[i] = float64(time.Since(began))
	}
	return out
}

func BenchmarkReset(b *testing.B) {
	m := cascadeModel(b)
	b.ReportMetric(median(resets(b, m, max(b.N, 100))), "ns/reset")
}

// workerMemory is how many bytes one engine holds after it has played some runs.
func workerMemory(t testing.TB, m *engine.Model) uint64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	const engines = 16
	kept := make([]*engine.Engine, engines)
	for i := range kept {
		kept[i] = engine.New(m, 0, engine.Setup{})
		for seed := range uint64(20) {
			kept[i].Reset(m, seed, engine.Setup{})
			require.NoError(t, kept[i].Advance(kept[i].Horizon()))
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(kept)
	runtime.KeepAlive(m)
	return (after.HeapAlloc - before.HeapAlloc) / engines
}

func BenchmarkWorkerMemory(b *testing.B) {
	m := cascadeModel(b)
	for range b.N {
		b.ReportMetric(float64(workerMemory(b, m))/1024, "KiB/worker")
	}
}
