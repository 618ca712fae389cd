package sweep

import (
	"context"
	"fmt"
	"maps"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/testsize"
)

// TestSameBytesWithAnyWorkers: the number of workers cannot be seen in a result.
func TestSameBytesWithAnyWorkers(t *testing.T) {
	testsize.Long(t)
	s := design(t, Request{Scenario: coldCopy(t), N: 200, Seed: 7, Arms: []string{"idle", "none", "all"}})
	one := encode(t, result(t, s, 1))
	for _, workers := range []int{2, 8} {
		assert.Equal(t, one, encode(t, result(t, s, workers)), "%d workers", workers)
	}
}

// TestPreparationIsClear is what the first scenario is for: over many seeds prepared bots
// do better than unprepared ones, and those better than nobody, beyond any doubt.
func TestPreparationIsClear(t *testing.T) {
	testsize.Long(t)
	r := result(t, design(t, Request{Scenario: coldCopy(t), N: testsize.Of(2000, 500, 300), Seed: 1,
		Arms: []string{"none", "all", "idle"}, Measures: []string{"harm"}}), 2)
	better, worse := differenceOf(t, r, "all", "harm"), differenceOf(t, r, "idle", "harm")
	assert.Less(t, *better.Mean+5**better.SE, 0.0)
	assert.Greater(t, *worse.Mean-5**worse.SE, 0.0)
	assert.Less(t, *r.Arms[1].Measures["harm"].Mean, *r.Arms[0].Measures["harm"].Mean/2)
	assert.Less(t, *r.Arms[0].Measures["harm"].Mean, *r.Arms[2].Measures["harm"].Mean/2)
}

// TestARunIsWhatRunPlays: a run of a sweep is the run of its seed, and its measures are
// those that a single run is told by.
func TestARunIsWhatRunPlays(t *testing.T) {
	sc := coldCopy(t)
	s := design(t, Request{Scenario: sc, N: 5, Seed: 3, Arms: []string{"none", "all"}})
	var got [][]float64
	require.NoError(t, s.Run(context.Background(), Part{To: 1}, 1, func(b *Block) error {
		for run := range b.Runs {
			got = append(got, append([]float64{}, b.row(run, 1)...))
		}
		return nil
	}))
	model, err := engine.Compile(sc)
	require.NoError(t, err)
	everything, _ := score.MechanismsOf(sc, "all")
	for run, row := range got {
		seed := s.Design.SeedOf(run)
		assert.Equal(t, uint64(3+1_000_000*run), seed)
		p, err := score.Play(context.Background(),
			score.Plan{Model: model, Seed: seed, Bots: true, Setup: engine.Setup{Mechanisms: everything},
				Until: engine.At(sc.Length)})
		require.NoError(t, err)
		harm, err := score.Baselines(context.Background(), p)
		require.NoError(t, err)
		at := func(id string) float64 { return row[s.Design.measureAt(id)] }
		assert.Equal(t, *harm.Actual, at("harm"))
		assert.Equal(t, *harm.Idle, at("harm.idle"))
		assert.Equal(t, *harm.Solo, at("harm.solo"))
		assert.Equal(t, *harm.Frictionless, at("harm.frictionless"))
		assert.Equal(t, *harm.Efficiency(), at("efficiency"))
		for i, o := range score.Objectives(p) {
			if v := at("objective." + sc.Objectives[i].ID); o.Value == nil {
				assert.True(t, math.IsNaN(v), o.ID)
			} else {
				assert.Equal(t, *o.Value, v, o.ID)
			}
		}
	}
}

// TestKnownAnswers: the lottery's means and shares lie where they must.
func TestKnownAnswers(t *testing.T) {
	n := testsize.Of(20_000, 8_000, 4000)
	r := result(t, design(t, Request{Scenario: load(t, lottery), N: n, Seed: 5,
		Arms: []string{"none", "half", "vain"}}), 2)
	near := func(want float64, mean, se *float64, what string) {
		assert.InDelta(t, want, *mean, 4**se, what)
	}
	none, half := r.Arms[0].Measures, r.Arms[1].Measures
	near(lotteryHarm, none["harm"].Mean, none["harm"].SE, "harm")
	near(lotteryHalf, half["harm"].Mean, half["harm"].SE, "harm with half")
	near(10, none["fell_after"].Mean, none["fell_after"].SE, "time")
	near(10*math.Ln2, none["fell_after"].P50, none["fell_after"].SE, "median time")
	assert.InDelta(t, 0.6*float64(n), none["fell_after"].Never, 4*math.Sqrt(float64(n)*0.4*0.6))
	assert.Equal(t, n, none["fell_after"].N+none["fell_after"].Never)
	d := differenceOf(t, r, "half", "harm")
	near(lotteryHalf-lotteryHarm, d.Mean, d.SE, "difference")
	assert.Less(t, *d.SE, math.Hypot(*none["harm"].SE, *half["harm"].SE), "pairs are surer than two samples")
	vain := differenceOf(t, r, "vain", "harm")
	assert.Zero(t, *vain.Mean, "what changes nothing differs on no seed")
	assert.Zero(t, *vain.SE)
	late := differenceOf(t, r, "half", "fell_after")
	assert.Equal(t, n, late.N, "all pairs, whether it came or not")
	near(0.2*(2400-10), late.Mean, late.SE, "half as often it does not come before the end")
	near(0.4*10+0.6*2400, none["fell_after"].Restricted, none["fell_after"].RestrictedSE, "never counts as the end")
}

// TestIntervalsCover: over many sweeps, 95% intervals hold the known answer in 95% of them.
func TestIntervalsCover(t *testing.T) {
	testsize.Long(t)
	sweeps := float64(testsize.Of(1000, 300, 200))
	sc := load(t, lottery)
	mean, diff := 0, 0
	for i := range int(sweeps) {
		s := design(t, Request{Scenario: sc, N: 256, Seed: uint64(i), Arms: []string{"none", "half"},
			Measures: []string{"harm"}})
		tally := NewTally(s.Design)
		require.NoError(t, s.Run(context.Background(), Part{To: s.Design.Blocks()}, 2, tally.Add))
		if m := tally.means[0]; math.Abs(m.mean-lotteryHarm) <= m.halfWidth() {
			mean++
		}
		if d := tally.pairs[1]; math.Abs(d.mean-(lotteryHalf-lotteryHarm)) <= d.halfWidth() {
			diff++
		}
	}
	within := 4 * math.Sqrt(sweeps*0.95*0.05) // standard deviations of a count
	assert.InDelta(t, 0.95*sweeps, mean, within)
	assert.InDelta(t, 0.95*sweeps, diff, within)
}

// TestStoppingCovers: looking at fixed numbers of runs only, intervals of sweeps that stop
// by themselves still cover what they say, to within two in a hundred.
func TestStoppingCovers(t *testing.T) {
	testsize.Long(t)
	sweeps := float64(testsize.Of(400, 60, 40))
	sc := load(t, lottery)
	cover, stopped := 0, map[int]int{}
	for i := range int(sweeps) {
		// The half-width is 1.96 sd/√n; sd is near 956, so that some stop at 2,000, some at 4,000.
		s := design(t, Request{Scenario: sc, N: 8000, Seed: uint64(i), Arms: []string{"none", "half"},
			Measures: []string{"harm"}, Until: &Until{"harm", 41.9}})
		tally := NewTally(s.Design)
		require.NoError(t, s.Run(context.Background(), Part{To: s.Design.Blocks()}, 2, tally.Add))
		require.True(t, tally.enough)
		stopped[tally.Runs()]++
		if d := tally.pairs[1]; math.Abs(d.mean-(lotteryHalf-lotteryHarm)) <= d.halfWidth() {
			cover++
		}
	}
	assert.Equal(t, []int{2048, 4032}, slices.Sorted(maps.Keys(stopped)),
		"looks are after 2,000 and 4,000 runs, at the end of a block")
	assert.GreaterOrEqual(t, float64(cover), 0.93*sweeps-4*math.Sqrt(sweeps*0.93*0.07))
	t.Logf("covered %d of %g; stopped at %v", cover, sweeps, stopped)
}

func TestArms(t *testing.T) {
	sc := load(t, lottery+"\n[arm.both]\nmechanisms = [\"half\", \"vain\"]\n")
	names := func(words ...string) (out []string) {
		arms, err := parseArms(sc, words)
		require.NoError(t, err)
		for _, a := range arms {
			out = append(out, a.Name+" "+string(a.Play)+" "+strings.Join(a.Mechanisms, "+"))
		}
		return out
	}
	assert.Equal(t, []string{"none bots ", "all bots half+vain"}, names())
	assert.Equal(t, []string{"half bots half", "vain bots vain"}, names("each"))
	assert.Equal(t, []string{"all-half bots vain", "all-vain bots half"}, names("without"))
	assert.Equal(t, []string{"idle idle ", "solo solo ", "oracle+all frictionless half+vain"},
		names("idle", "solo", "oracle+all"))
	assert.Equal(t, []string{"both bots half+vain", "both-half bots vain", "none+half bots half"},
		names("both", "both-half", "none+half"))
	assert.Equal(t, []string{"half bots half"}, names("half", "half"))
	for _, c := range []struct{ word, say string }{
		{"hlaf", "it has none, all, each, without, all-sets, idle, solo, frictionless, unshown, both, half, vain"},
		{"", "is not an arm"},
		{"half+", "is not an arm"},
		{"all-idle", "is not an arm"},
	} {
		_, err := parseArms(sc, []string{c.word})
		assert.ErrorContains(t, err, c.say, c.word)
	}
	_, err := parseArms(load(t, "title = \"x\"\n[role.a]\n"), []string{"each"})
	assert.ErrorContains(t, err, "has none")
	_, err = New(Request{Scenario: sc, N: 1, Against: "nobody"})
	assert.ErrorContains(t, err, `"nobody" is not one of the arms of this sweep: none, all`)
}

func TestGrid(t *testing.T) {
	grid, err := parseGrid([]string{`a.b=1,2`, `c={median="2h", p90="3h"}, "x,y"`})
	require.NoError(t, err)
	var words []string
	for _, g := range grid {
		words = append(words, settingsWord(g))
	}
	assert.Equal(t, []string{
		`a.b=1, c={median="2h", p90="3h"}`, `a.b=1, c="x,y"`, `a.b=2, c={median="2h", p90="3h"}`, `a.b=2, c="x,y"`},
		words)
	for word, say := range map[string]string{"a.b": "sets nothing", "=3": "sets nothing", "a=1,1": "twice", "a=" +
		strings.Repeat("1,", 600): "twice"} {
		_, err := parseGrid([]string{word})
		assert.ErrorContains(t, err, say, word)
	}
	_, err = parseGrid([]string{"a=1", "a=2"})
	assert.ErrorContains(t, err, "set twice")
}

// TestSettings: settings are played, and each arm is compared with the one that it should be.
func TestSettings(t *testing.T) {
	s := design(t, Request{Scenario: load(t, lottery), N: 4000, Seed: 1, Arms: []string{"none", "half"},
		Set: []string{"link.cause.effect.chance=0.4,0.8"}, Measures: []string{"fell"}})
	r := result(t, s, 2)
	for i, want := range []float64{0.4, 0.2, 0.8, 0.4} {
		st := r.Arms[i].Measures["fell"]
		assert.InDelta(t, want, *st.Mean, 4**st.SE, r.Arms[i].Arm)
	}
	var pairs []string
	for _, d := range r.Differences {
		pairs = append(pairs, d.Arm+" - "+d.Against)
	}
	assert.Equal(t, []string{
		"half, link.cause.effect.chance=0.4 - none, link.cause.effect.chance=0.4",
		"none, link.cause.effect.chance=0.8 - none, link.cause.effect.chance=0.4",
		"half, link.cause.effect.chance=0.8 - none, link.cause.effect.chance=0.8"}, pairs)
	assert.Equal(t, []scenario.Setting{{Path: "link.cause.effect.chance", Value: "0.8"}}, r.Arms[2].Set)
	_, err := New(Request{Scenario: load(t, lottery), N: 10, Set: []string{"link.cause.effect.chanse=1"}})
	assert.ErrorContains(t, err, `did you mean "chance"`)
}

// TestFailedRuns: runs that a scenario makes impossible are listed and in no statistic.
func TestFailedRuns(t *testing.T) {
	text := lottery + `
[inject.ping]
when = "failed('effect')"
text = "ping"
effects = [{inject="pong", after="1h"}]
[inject.pong]
when = "false"
text = "pong"
effects = [{inject="ping", after="1h"}]
`
	s := design(t, Request{Scenario: load(t, text), N: 200, Seed: 1, Arms: []string{"none", "half"}})
	s.variant[0].model.Limits.Total = 500 // where the effect fails, injects fire each other for 2,400 hours
	r := result(t, s, 2)
	a, b := r.Arms[0].Measures["fell"], r.Arms[1].Measures["fell"]
	require.NotZero(t, r.Failed)
	assert.Equal(t, 400, a.N+b.N+r.Failed)
	assert.Zero(t, *a.Mean, "what fell is what failed")
	assert.Zero(t, a.Never, "a run that failed is not a run in which it never came")
	assert.Len(t, r.Failures, maxFailures)
	assert.Contains(t, r.Failures[0].Why, "the run was stopped after 500 events")
	assert.Equal(t, s.Design.SeedOf(r.Failures[0].Run), r.Failures[0].Seed)
	assert.Equal(t, a.N, differenceOf(t, r, "half", "fell").N, "pairs with a run that failed are left out")
	assert.Equal(t, encode(t, r), encode(t, result(t, s, 1)))
}

// TestInterrupted: what was done is the first blocks, whole.
func TestInterrupted(t *testing.T) {
	s := design(t, Request{Scenario: load(t, lottery), N: 100_000, Seed: 1})
	ctx, cancel := context.WithCancel(context.Background())
	tally := NewTally(s.Design)
	err := s.Run(ctx, Part{To: s.Design.Blocks()}, 4, func(b *Block) error {
		if b.Index == 9 {
			cancel()
		}
		return tally.Add(b)
	})
	assert.ErrorIs(t, err, context.Canceled)
	r := tally.Result()
	assert.False(t, r.Complete)
	require.GreaterOrEqual(t, r.N, 640)
	require.Less(t, r.N, 100_000)
	again := NewTally(s.Design)
	require.NoError(t, s.Run(context.Background(), Part{To: r.N / BlockRuns}, 2, again.Add))
	assert.Equal(t, encode(t, r), encode(t, again.Result()))
}

// TestSketchTakesOver: a sweep too large for columns keeps counts instead.
func TestSketchTakesOver(t *testing.T) {
	s := design(t, Request{Scenario: load(t, lottery), N: MaxRuns, Seed: 1, Arms: []string{"none"},
		Measures: []string{"harm", "fell_after"}})
	tally := NewTally(s.Design)
	require.NoError(t, s.Run(context.Background(), Part{To: 100}, 2, tally.Add))
	r := tally.Result()
	assert.Equal(t, "sketch", r.Quantiles)
	exact := NewTally(s.Design)
	for i := range exact.spread {
		exact.spread[i] = &column{}
	}
	require.NoError(t, s.Run(context.Background(), Part{To: 100}, 2, exact.Add))
	for id, st := range exact.Result().Arms[0].Measures {
		got := r.Arms[0].Measures[id]
		assert.Equal(t, *st.Mean, *got.Mean)
		assert.InEpsilon(t, *st.P50+1e-9, *got.P50+1e-9, 0.01, id)
		assert.InEpsilon(t, *st.P95, *got.P95, 0.01, id)
	}
}

func TestRequestsAreChecked(t *testing.T) {
	sc := load(t, lottery)
	for _, c := range []struct {
		req Request
		say string
	}{
		{Request{N: 0}, "1 to"},
		{Request{N: MaxRuns + 1}, "1 to"},
		{Request{N: 1, Measures: []string{"hram"}},
			`"hram" is not a measure of this scenario; it has harm, efficiency`},
		{Request{N: 1, Measures: []string{"objective.*"}}, "is not a measure"},
		{Request{N: 1, Until: &Until{"fall", 1}}, `"fall" is not a measure of this sweep`},
		{Request{N: 1, Until: &Until{"harm", 0}}, "more than 0"},
		{Request{N: 1, Until: &Until{"harm", math.NaN()}}, "more than 0"},
		{Request{N: 1, Arms: []string{"each"}, Set: []string{"length=" + manyDays(300)}}, "at most 500"},
	} {
		c.req.Scenario = sc
		_, err := New(c.req)
		assert.ErrorContains(t, err, c.say)
	}
}

func manyDays(n int) string {
	var words []string
	for i := range n {
		words = append(words, fmt.Sprintf("%dd", i+1))
	}
	return strings.Join(words, ",")
}

// TestAMillionRuns: memory does not grow with the runs, beyond the columns that are kept.
func TestAMillionRuns(t *testing.T) {
	n := testsize.Of(1_000_000, 100_000, 20_000)
	s := design(t, Request{Scenario: load(t, lottery), N: n, Seed: 1, Arms: []string{"none"},
		Measures: []string{"harm"}})
	tally := NewTally(s.Design)
	var held []uint64
	require.NoError(t, s.Run(context.Background(), Part{To: s.Design.Blocks()}, 2, func(b *Block) error {
		if b.Index%(s.Design.Blocks()/4) == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			held = append(held, m.HeapAlloc)
		}
		return tally.Add(b)
	}))
	st := tally.Result().Arms[0].Measures["harm"]
	assert.Equal(t, n, st.N)
	assert.InDelta(t, lotteryHarm, *st.Mean, 4**st.SE)
	assert.Less(t, slices.Max(held), held[0]+1<<20, "the column of eight bytes a run is there from the beginning")
}

// TestAllSetsOfMechanisms: every set is an arm, once, the small ones first; with other words
// as well, none is played twice; more sets than can be played are refused.
func TestAllSetsOfMechanisms(t *testing.T) {
	text := "title = \"Sets\"\nlength = \"1h\"\n[role.a]\n[gauge.harm]\noutcome = true\n"
	with := func(n int) *Sweep {
		t.Helper()
		src := text
		for i := range n {
			src += fmt.Sprintf("[mechanism.m%d]\ncost = {a=1}\nchanges = [{sharing=0.5}]\n", i)
		}
		s, err := New(Request{Scenario: load(t, src), N: 1, Arms: []string{"none", "m1", "all-sets"},
			Measures: []string{"harm"}})
		require.NoError(t, err)
		return s
	}
	for n := 2; n <= 4; n++ {
		seen := map[string]bool{}
		for i, a := range with(n).Design.Arms {
			ids := slices.Sorted(slices.Values(a.Mechanisms))
			key := strings.Join(ids, "+")
			assert.False(t, seen[key], "%s is played twice", a.Name)
			seen[key] = true
			if i > 2 {
				before := with(n).Design.Arms[i-1].Mechanisms
				assert.GreaterOrEqual(t, len(a.Mechanisms), len(before), "the small ones first")
			}
		}
		assert.Len(t, seen, 1<<n)
	}
	src := text
	_, err := New(Request{Scenario: load(t, src), N: 1, Arms: []string{"all-sets"}})
	require.ErrorContains(t, err, "all-sets needs mechanisms, and the scenario has none")
	for i := range 9 {
		src += fmt.Sprintf("[mechanism.m%d]\ncost = {a=1}\nchanges = [{sharing=0.5}]\n", i)
	}
	_, err = New(Request{Scenario: load(t, src), N: 1, Arms: []string{"all-sets"}})
	require.ErrorContains(t, err, "all-sets of 9 mechanisms are 512 arms; it takes at most 8 mechanisms (256 arms)")
}
