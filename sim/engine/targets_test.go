package engine_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
)

var showTargets = flag.Bool("targets", false, "measure the engine against its targets and print the table")

// TestTargets prints how fast the engine is compared with the programs that it is measured
// against. It is no part of an ordinary test run, and a slow machine fails nothing:
//
//	go test ./sim/engine -run Targets -targets -v
//
// A ratio is the median of the ratios of pieces of work done in turn, so what else the
// machine does weighs on both sides. Time on the clock (T4, T6, T11, T12) wants a machine
// with nothing else to do.
func TestTargets(t *testing.T) {
	if !*showTargets {
		t.Skip("prints a table when asked: go test ./sim/engine -run Targets -targets -v")
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\tmeasure\tmeasured\tbare\tratio\ttarget\tstretch\t")
	for _, r := range slices.Concat(queueTargets(t), cascadeTargets(t), partTargets(t), botTargets(t)) {
		fmt.Fprintln(w, r.line())
	}
	require.NoError(t, w.Flush())
}

// result is a line of the table.
type result struct {
	id, what        string
	measured, bare  string
	value           float64 // what is checked against the target
	target, stretch float64
	atLeast         bool // more is better
	format          string
}

func (r result) line() string {
	met := func(limit float64) bool { return r.atLeast && r.value >= limit || !r.atLeast && r.value <= limit }
	verdict := "MISSED"
	switch {
	case met(r.stretch):
		verdict = "met, and the stretch"
	case met(r.target):
		verdict = "met"
	}
	sign := "≤ "
	if r.atLeast {
		sign = "≥ "
	}
	show := func(v float64) string { return fmt.Sprintf(r.format, v) }
	return fmt.Sprintf("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s", r.id, r.what, r.measured, r.bare, show(r.value), sign+
		show(r.target), show(r.stretch), verdict)
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}

// side is how long one of an operation of a piece of work takes, in nanoseconds.
func (w work) side(n int) float64 {
	began := time.Now()
	w(n)
	return float64(time.Since(began)) / float64(n)
}

// fit finds how many operations take about 40 ms, once caches and memory are filled.
func (w work) fit() int {
	w(1000)
	for n := 1; ; n *= 2 {
		if spent := w.side(n) * float64(n); spent > 20e6 {
			return 2 * n
		}
	}
}

// against does two pieces of work in turn and gives the median time of each and the
// median of their ratios.
func against(measured, bare work) (m, b, ratio float64) {
	const rounds = 15
	n, k := measured.fit(), bare.fit()
	var ms, bs, rs []float64
	for range rounds {
		x, y := measured.side(n), bare.side(k)
		ms, bs, rs = append(ms, x), append(bs, y), append(rs, x/y)
	}
	return median(ms), median(bs), median(rs)
}

func nanoseconds(ns float64) string {
	if ns >= 1000 {
		return fmt.Sprintf("%.1f µs", ns/1000)
	}
	return fmt.Sprintf("%.1f ns", ns)
}

// slower is a line for work that may take that many times as long as the bare one.
func slower(id, what string, measured, bare work, target, stretch float64) result {
	m, b, ratio := against(measured, bare)
	return result{id, what, nanoseconds(m), nanoseconds(b), ratio, target, stretch, false, "%.2fx"}
}

func queueTargets(t *testing.T) []result {
	var out []result
	for _, n := range holdSizes {
		id, target, stretch := "T1", 2.0, 1.4
		if n == 1_000_000 {
			id, target, stretch = "T2", 3, 2
		}
		out = append(out, slower(id, fmt.Sprintf("hold, %d systems, an event", n), engineHold(t, n), bareHold(n),
			target, stretch))
		runtime.GC()
	}
	return out
}

func cascadeTargets(t *testing.T) []result {
	m := cascadeModel(t)
	measured, bare, ratio := against(engineCascades(t, m), bareCascades(m))
	reset := median(resets(t, m, 2000))
	kib := float64(workerMemory(t, m)) / 1024
	return []result{
		{"T3", "cascade of 1000 systems, speed of a run", nanoseconds(measured), nanoseconds(bare), 1 / ratio, .4,
			.7, true, "%.2f"},
		{"T5", "allocations, 1000 events", "", "", engineHold(t, 1000).allocations(20, 1000), 0, 0, false, "%.2f"},
		{"T5", "allocations, a run of the cascade", "", "", engineCascades(t, m).allocations(cascadeSeeds, 1), 0, 0,
			false, "%.2f"},
		{"T6", "reset, 1000 systems", nanoseconds(reset), "", reset / 1000, 2, .5, false, "%.2f µs"},
		{"T10", "memory of a worker, 1000 systems, 8000 links", fmt.Sprintf("%.0f KiB", kib), "", kib, 512, 200,
			false, "%.0f KiB"},
	}
}

// allocations is how often n operations allocate on average, once they have been done so
// many rounds over and memory has grown to what they need.
func (w work) allocations(rounds, n int) float64 {
	w(rounds * n)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	w(rounds * n)
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs-before.Mallocs) / float64(rounds)
}

func partTargets(t *testing.T) []result {
	m, b, times := against(engineCondition(t), exprCondition(t))
	draw, _, _ := against(exponentialDraw, bareDraw)
	return []result{
		slower("T7", "change of a rate, linear", engineChange(t, false), bareChange(false), 2, 1.3),
		slower("T7", "change of a rate, exponential", engineChange(t, true), bareChange(true), 2, 1.3),
		slower("T8", "a condition, against Go", engineCondition(t), bareCondition(t), 6, 3),
		{"T8", "a condition, against expr's machine", nanoseconds(m), nanoseconds(b), 1 / times, 12, 25, true,
			"%.1fx faster"},
		{"T8", "allocations, 1000 conditions", "", "", engineCondition(t).allocations(20, 1000), 0, 0, false, "%.2f"},
		{"T9", "keyed exponential draw", nanoseconds(draw), "", draw, 20, 12, false, "%.1f ns"},
	}
}

func botTargets(t *testing.T) []result {
	m := compile(t, coldCopy)
	const runs = 4000
	var ones, twos, gains []float64
	for range 7 {
		began := time.Now()
		one := botRuns(t, m, 1, runs, harm)
		half := time.Now()
		two := botRuns(t, m, 2, runs, harm)
		a, b := float64(half.Sub(began))/runs, float64(time.Since(half))/runs
		ones, twos, gains = append(ones, a), append(twos, b), append(gains, a/b)
		assert.True(t, slices.Equal(one, two), "two workers must give what one gives")
	}
	rate := 1e9 / median(twos)
	late := lateness(t, m)
	return []result{
		{"T4", "cold_copy on 2 workers against 1, a run", nanoseconds(median(twos)), nanoseconds(median(ones)),
			median(gains), 1.85, 1.95, true, "%.2fx"},
		{"T5", "allocations, a run of cold_copy with bots", "", "",
			sameBots(t, m, engine.Setup{}).allocations(50, 1), 0, 0, false, "%.2f"},
		{"T5", "the same with every mechanism in force", "", "",
			sameBots(t, m, everyMechanism(m)).allocations(50, 1), 0, 0, false, "%.2f"},
		{"T11", "cold_copy with bots in every seat, on 2 cores", nanoseconds(median(twos)), "", rate, 20_000,
			50_000, true, "%.0f runs/s"},
		{"T12", "lateness of a live event, 99 in 100", nanoseconds(late), "", late / 1e6, 2, .5, false, "%.2f ms"},
	}
}

// sameBots plays runs with bots on one engine, the same 50 seeds over and over.
func sameBots(t *testing.T, m *engine.Model, setup engine.Setup) work {
	e, table := &engine.Engine{}, &bot.Table{Facilitates: true}
	return func(n int) {
		for i := range n {
			e.Reset(m, uint64(i%50), setup)
			require.NoError(t, bot.Run(t.Context(), e, table, nil, e.Horizon(), nil))
		}
	}
}

func everyMechanism(m *engine.Model) engine.Setup {
	var s engine.Setup
	for i := range m.Scenario.Mechanisms {
		s.Mechanisms = append(s.Mechanisms, i)
	}
	return s
}

// lateness follows a run on the wall clock at an hour in 5 ms, asleep until the next event
// is due, and gives the 99th percentile of how late an event came, in nanoseconds.
func lateness(t *testing.T, m *engine.Model) float64 {
	e := engine.New(m, 1, engine.Setup{})
	require.NoError(t, e.Advance(0))
	var late []float64
	began := time.Now()
	for at, due := e.Next(); due && at < e.Horizon(); at, due = e.Next() {
		wall := time.Duration(at.Hours() * float64(5*time.Millisecond))
		time.Sleep(time.Until(began.Add(wall)))
		require.NoError(t, e.Reach(at))
		late = append(late, float64(time.Since(began)-wall))
	}
	slices.Sort(late)
	return late[int(math.Ceil(.99*float64(len(late))))-1]
}
