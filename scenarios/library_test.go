package scenarios_test

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/playability"
	"tocsin/sim/prove"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

var (
	full  = flag.Bool("full", false, "mechanisms on 400 seeds, and scripts on 100")
	table = flag.Bool("table", false, "print what each scenario was measured at, bar by bar")
)

// size is how many runs are played.
func size(short, whole int) int {
	if *full {
		return whole
	}
	return short
}

// byDesign are the bars that a scenario of the library does not hold and is not meant to, each with the reason. What
// is held after all must be taken from the list.
var byDesign = map[string]map[string]string{
	"practice": {"decisions": "each lesson is one decision", "efficiency": "bots wait for the lessons",
		"order":      "it has no scripts",
		"mechanisms": "there is nothing to prepare", "shown": "there are no notes to show", "capabilities": "it teaches, and rates little",
		"time":    "nudges come after an hour, which is a minute",
		"injects": "nudges come only where somebody misses a lesson"},
}

// library is the scenarios by name, compiled.
func library(t *testing.T) map[string]*engine.Model {
	t.Helper()
	out := map[string]*engine.Model{}
	for _, name := range scenarios.Names() {
		out[name] = modelOf(t, name)
	}
	return out
}

func modelOf(t *testing.T, name string) *engine.Model {
	t.Helper()
	src, err := scenarios.FS.ReadFile(name + ".toml")
	require.NoError(t, err)
	sc, ds := scenario.Load(name+".toml", src)
	require.Empty(t, ds, ds.Format(name, string(src)))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	return m
}

// TestLibrary holds every scenario of the library to the bars of a good exercise.
func TestLibrary(t *testing.T) {
	if testing.Short() {
		t.Skip("it plays some thousand runs")
	}
	for name, m := range library(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := playability.Play(t.Context(), m, playability.Options{Runs: 200, Workers: 1})
			require.NoError(t, err)
			b := &bars{t: t, name: name, m: m, r: r}
			b.hold("deep", b.deep())
			b.hold("silence", b.silence())
			b.hold("decisions", b.decisions())
			b.hold("injects", b.injects())
			b.hold("time", b.time())
			b.hold("efficiency", b.efficiency())
			b.hold("mechanisms", b.mechanisms())
			b.hold("shown", b.shown())
			b.hold("capabilities", b.capabilities())
			b.hold("harm", b.harmFalls())
			b.hold("order", b.order())
			b.hold("winnable", b.winnable())
			if *table {
				b.measured()
			}
		})
	}
}

// bars are what is looked at; each method lists what is amiss.
type bars struct {
	t    *testing.T
	name string
	m    *engine.Model
	r    *playability.Report
	rows []string // what was measured on the way, a line each
}

// note keeps what was measured, for -table.
func (b *bars) note(format string, args ...any) {
	b.rows = append(b.rows, fmt.Sprintf(format, args...))
}

// measured prints the scenario's part of the table.
func (b *bars) measured() {
	var silence float64
	fewest, rarest, hurried := math.MaxInt, 1.0, math.Inf(1)
	for _, s := range b.r.Seats {
		silence, fewest = max(silence, s.Silence), min(fewest, s.Decisions)
	}
	for _, in := range b.r.Injects {
		if !in.Summons {
			rarest = min(rarest, max(in.Came, in.Nobody))
		}
		if in.Minutes != nil {
			hurried = min(hurried, *in.Minutes)
		}
	}
	b.note("longest silence of a seat, in the median run: %.1f min; fewest decisions of a seat: %d", silence, fewest)
	b.note("rarest inject: %.1f %% of runs; least time for an expected answer: %.1f min", 100*rarest, hurried)
	for _, p := range b.r.Profiles {
		if p.Efficiency != nil {
			note := fmt.Sprintf("efficiency, %s: %.2f", p.Title, *p.Efficiency)
			if ci := p.EfficiencyCI95; ci != nil {
				note += fmt.Sprintf(", 95 %% interval %.2f to %.2f", ci[0], ci[1])
			}
			b.note("%s", note)
		}
	}
	if h := b.r.Harm; h != nil && h.Coordination != nil {
		b.note("harm with coordination, Spearman, unprepared: %.2f", *h.Coordination)
	}
	slices.Sort(b.rows)
	b.t.Log(b.name + "\n  " + strings.Join(b.rows, "\n  "))
}

// hold fails where a bar is not held, or is held and listed as not to be.
func (b *bars) hold(bar string, amiss []string) {
	if why, is := byDesign[b.name][bar]; is {
		assert.NotEmpty(b.t, amiss, "%s holds the bar %q, which it is listed not to hold: %s", b.name, bar, why)
		return
	}
	assert.Empty(b.t, amiss, "%s does not hold the bar %q", b.name, bar)
}

func (b *bars) deep() (amiss []string) {
	for _, d := range b.r.Findings() {
		amiss = append(amiss, d.Message)
	}
	return amiss
}

func (b *bars) silence() (amiss []string) {
	for _, s := range b.r.Seats {
		if s.Silence > 8 {
			amiss = append(amiss, s.ID)
		}
	}
	return amiss
}

func (b *bars) decisions() (amiss []string) {
	for _, s := range b.r.Seats {
		if s.Decisions < 5 {
			amiss = append(amiss, s.ID)
		}
	}
	return amiss
}

func (b *bars) injects() (amiss []string) {
	for _, in := range b.r.Injects {
		if !in.Summons && max(in.Came, in.Nobody) < 0.02 {
			amiss = append(amiss, in.ID)
		}
	}
	return amiss
}

func (b *bars) time() (amiss []string) {
	for _, in := range b.r.Injects {
		if in.Minutes != nil && *in.Minutes < 5 {
			amiss = append(amiss, in.ID)
		}
	}
	return amiss
}

// efficiency of unprepared bots leaves something to learn, and preparation helps.
func (b *bars) efficiency() (amiss []string) {
	var plain, ready float64
	var within [2]float64
	for _, p := range b.r.Profiles {
		if p.Efficiency == nil {
			return []string{"there is no yardstick"}
		}
		switch p.Name {
		case "unprepared":
			plain, within = *p.Efficiency, [2]float64{*p.Efficiency, *p.Efficiency}
			if p.EfficiencyCI95 != nil {
				within = *p.EfficiencyCI95
			}
		case "prepared":
			ready = *p.Efficiency
		}
	}
	if within[0] < 0.3 || within[1] > 0.8 { // with its interval
		amiss = append(amiss, "unprepared bots")
	}
	if ready <= plain {
		amiss = append(amiss, "prepared bots")
	}
	return amiss
}

// mechanisms are of all three kinds, and each lowers harm for sure.
func (b *bars) mechanisms() (amiss []string) {
	sc := b.m.Scenario
	for _, kind := range []string{"venue", "protocol", "precommitment"} {
		if !slices.ContainsFunc(sc.Mechanisms, func(m scenario.Mechanism) bool { return m.Kind == kind }) {
			amiss = append(amiss, "no "+kind)
		}
	}
	without := make([]float64, size(250, 400))
	for seed := range without {
		without[seed] = botsHarm(b.t, b.m, uint64(seed), nil)
	}
	for i := range sc.Mechanisms {
		var lowers []float64
		for seed := range without {
			lowers = append(lowers, without[seed]-botsHarm(b.t, b.m, uint64(seed), []int{i}))
		}
		p := score.PairedOf(lowers)
		b.note("mechanism %s (%s) lowers harm by %.1f, 95 %% interval %.1f to %.1f, %d seeds", sc.Mechanisms[i].ID,
			sc.Mechanisms[i].Kind, p.Mean, p.CI95[0], p.CI95[1], len(lowers))
		if p.CI95[0] <= 0 {
			amiss = append(amiss, sc.Mechanisms[i].ID)
		}
	}
	return amiss
}

// shown: notes that are shown lower harm for sure next to the same notes that are kept and shown to nobody.
func (b *bars) shown() (amiss []string) {
	sc := b.m.Scenario
	i := slices.IndexFunc(sc.Mechanisms, func(m scenario.Mechanism) bool {
		return slices.ContainsFunc(m.Changes, func(c scenario.Change) bool { return len(c.Notes) > 0 })
	})
	if i < 0 {
		return []string{"no notes can be filed"}
	}
	var lowers []float64
	for seed := range uint64(size(250, 400)) {
		lowers = append(lowers, harmOf(b.t, b.m, seed, engine.Setup{Mechanisms: []int{i}, Unshown: true})-
			botsHarm(b.t, b.m, seed, []int{i}))
	}
	p := score.PairedOf(lowers)
	b.note("notes that are shown lower harm by %.1f beside the same unshown, 95 %% interval %.1f to %.1f, %d seeds",
		p.Mean, p.CI95[0], p.CI95[1], len(lowers))
	if p.CI95[0] <= 0 {
		return []string{sc.Mechanisms[i].ID}
	}
	return nil
}

func botsHarm(t *testing.T, m *engine.Model, seed uint64, mechanisms []int) float64 {
	return harmOf(t, m, seed, engine.Setup{Mechanisms: mechanisms})
}

// harmOf is the harm of a run of bots.
func harmOf(t *testing.T, m *engine.Model, seed uint64, setup engine.Setup) float64 {
	e := engine.New(m, seed, setup)
	require.NoError(t, bot.Run(t.Context(), e, &bot.Table{Facilitates: true}, nil, engine.At(m.Scenario.Length), nil))
	v, _ := score.Harmed(e)
	return v
}

func (b *bars) capabilities() (amiss []string) {
	found := map[string]bool{}
	for i := range b.m.Scenario.Objectives {
		found[b.m.Scenario.Objectives[i].Capability] = true
	}
	if len(found) < 5 {
		return []string{"fewer than five core capabilities"}
	}
	return nil
}

// harmFalls: among runs without preparation harm falls with coordination.
func (b *bars) harmFalls() (amiss []string) {
	if h := b.r.Harm; h == nil || h.Coordination == nil || *h.Coordination > -0.5 {
		return []string{"harm hardly falls with coordination"}
	}
	return nil
}

// scored are the scores of a run, and its harm.
func scored(t *testing.T, plan score.Plan, weights []float64) (score.Scores, float64) {
	t.Helper()
	p, err := score.Play(t.Context(), plan)
	require.NoError(t, err)
	p.Ledger.Weigh(weights)
	h, err := score.Baselines(t.Context(), p)
	require.NoError(t, err)
	v, _ := score.Harmed(p.Engine)
	return p.Ledger.Scores(h), v
}

// valueOf is a score, or 0 where there is none.
func valueOf(p *float64) float64 {
	if p == nil {
		return 0
	}
	return *p
}

// order: the good script is better than the middling one and that than the bad one, by each score, on 95
// of 100 seeds.
func (b *bars) order() (amiss []string) {
	weights, err := score.Weights(b.t.Context(), b.m)
	require.NoError(b.t, err)
	var scripts [][]engine.Timed
	for _, how := range []string{"good", "middling", "bad"} {
		src, err := os.ReadFile("../testdata/" + b.name + "." + how + ".toml")
		if err != nil {
			return []string{err.Error()}
		}
		s, ds := b.m.Scenario.LoadScript(src)
		require.Empty(b.t, ds, ds.Format(how, string(src)))
		scripts = append(scripts, engine.Commands(b.m.Scenario, s))
	}
	names := []string{"speed", "effectiveness", "coordination"}
	n, inOrder := size(40, 100), make([]int, len(names))
	for seed := range uint64(n) {
		each := make([][]float64, len(scripts))
		for k, commands := range scripts {
			s, _ := scored(b.t, score.Plan{Model: b.m, Seed: seed, Commands: commands,
				Until: engine.At(b.m.Scenario.Length)}, weights)
			for _, p := range []*float64{s.Speed, s.Effectiveness, s.Coordination} {
				each[k] = append(each[k], valueOf(p))
			}
		}
		for i := range names {
			if each[0][i] > each[1][i] && each[1][i] > each[2][i] {
				inOrder[i]++
			} else if *table {
				b.note("not in order by %s on seed %d: %.1f, %.1f, %.1f", names[i], seed, each[0][i], each[1][i], each[2][i])
			}
		}
	}
	for i, name := range names {
		b.note("scripts in order by %s on %d of %d seeds", name, inOrder[i], n)
		if inOrder[i]*100 < 95*n {
			b.t.Logf("in order by %s on %d of %d seeds", name, inOrder[i], n)
			amiss = append(amiss, name)
		}
	}
	return amiss
}

// winnable: for each objective and expectation a run that meets it is found.
func (b *bars) winnable() (amiss []string) {
	claims, _ := prove.Prove(context.Background(), b.m, 200)
	for _, c := range claims {
		if c.Found == nil {
			amiss = append(amiss, c.Kind+" "+c.ID)
		}
	}
	b.note("can be met: %d of %d objectives and expectations", len(claims)-len(amiss), len(claims))
	return amiss
}
