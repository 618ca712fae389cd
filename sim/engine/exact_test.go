package engine_test

import (
	"context"
	"fmt"
	"math"
	"math/rand"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
)

// model compiles a scenario from its text, with a title and a role added. Runs do not change it, so tests that ask
// for the same text share it.
func model(t testing.TB, text string) *engine.Model {
	t.Helper()
	if m, ok := models.Load(text); ok {
		return m.(*engine.Model)
	}
	m := newModel(t, text)
	models.Store(text, m)
	return m
}

var models sync.Map // of text, to *engine.Model

func newModel(t testing.TB, text string) *engine.Model {
	t.Helper()
	if !strings.Contains(text, "[role.") {
		text = "[role.r]\n" + text
	}
	src := "title = \"test\"\nlength = \"1000h\"\nbasis = \"test\"\n" + text
	sc, ds := scenario.Load("test.toml", []byte(src))
	require.NotNil(t, sc, ds.Format("test.toml", src))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	return m
}

// play plays one run with bots and returns the scenario's measures; NaN is never.
func play(t testing.TB, e *engine.Engine, m *engine.Model, seed uint64, setup engine.Setup) map[string]float64 {
	e.Reset(m, seed, setup)
	require.NoError(t, bot.Run(context.Background(), e, &bot.Table{Facilitates: true}, nil, e.Horizon(), nil))
	out := map[string]float64{}
	for i := range m.Scenario.Measures {
		v, ok := e.MeasureValue(i)
		if !ok {
			v = math.NaN()
		}
		out[m.Scenario.Measures[i].ID] = v
	}
	return out
}

// TestDeterministicLaws checks gauges against closed forms to 1e-9.
func TestDeterministicLaws(t *testing.T) {
	k := math.Ln2 / 10
	logistic := func(t float64) float64 { return 100 / (1 + 99*math.Exp(-k*t)) }
	logisticArea := func(t float64) float64 {
		return 100*t + 100/k*math.Log((1+99*math.Exp(-k*t))/100)
	}
	for name, c := range map[string]struct {
		text string
		want float64
	}{
		"constant": {"[gauge.g]\nstart=5\n[measure.x]\nend=\"g\"", 5},
		"linear":   {"[gauge.g]\nstart=5\ngrow={rate=-0.25}\n[measure.x]\nend=\"g\"", 5 - 250},
		"doubling": {"[gauge.g]\nstart=3\ngrow={doubling=\"50h\"}\n[measure.x]\nend=\"g\"",
			3 * math.Exp2(20)},
		"halving": {"[gauge.g]\nstart=3\ngrow={halving=\"50h\"}\n[measure.x]\nend=\"g\"",
			3 * math.Exp2(-20)},
		"approach": {"[gauge.g]\nstart=3\ngrow={approach={to=70, " +
			"half=\"300h\"}}\n[measure.x]\nend=\"g\"", 70 - 67*math.Exp2(-1000.0/300)},
		"logistic crossing": {"[gauge.g]\nstart=1\ngrow={doubling=\"10h\", " +
			"ceiling=100}\n[measure.x]\nfirst=\"g > 50\"", math.Log(99) / k},
		"logistic value": {"[gauge.g]\nstart=1\ngrow={doubling=\"10h\", " +
			"ceiling=100}\n[inject.i]\nat=\"30h\"\neffects=[{gauge=\"g\", halt=true}]\n[measure.x]\nend=\"g\"",
			logistic(30)},
		"integral of linear": {"[gauge.g]\nstart=2\ngrow={rate=0.5}\n[measure.x]\nintegral=\"g\"",
			2*1000 + 0.25*1e6},
		"integral of logistic": {"[gauge.g]\nstart=1\ngrow={doubling=\"10h\", " +
			"ceiling=100}\n[measure.x]\nintegral=\"g\"", logisticArea(1000)},
		"flow":                 {"[gauge.g]\nstart=1\ngrow={doubling=\"100h\"}\n[gauge.h]\nstart=7\nflow={per_hour=0.4, of=\"g\"}\n[measure.x]\nend=\"h\"", 7 + 0.4*(math.Exp2(10)-1)/(math.Ln2/100)},
		"flow of a flow":       {"[gauge.g]\nstart=2\n[gauge.h]\nflow={of=\"g\"}\n[gauge.i]\nflow={of=\"h\"}\n[measure.x]\nend=\"i\"", 1e6},
		"flow crossing":        {"[gauge.g]\nstart=2\ngrow={rate=1}\n[gauge.h]\nflow={of=\"g\"}\n[measure.x]\nfirst=\"h >= 30\"", -2 + math.Sqrt(4+60)},
		"flow that turns":      {"[gauge.g]\nstart=10\ngrow={rate=-1}\n[gauge.h]\nflow={of=\"g\"}\n[measure.x]\nfirst=\"h < 0\"", 20},
		"linear crossing down": {"[gauge.g]\nstart=9\ngrow={rate=-2}\n[measure.x]\nfirst=\"g < 4\"", 2.5},
		"approach crossing": {"[gauge.g]\nstart=100\ngrow={approach={to=20, " +
			"half=\"10h\"}}\n[measure.x]\nfirst=\"g <= 30\"", 30},
		"two gauges": {"[gauge.g]\nstart=0\ngrow={rate=3}\n[gauge.h]\nstart=10\ngrow={rate=1}\n[measure.x]\nfirst=\"g > h\"", 5},
		"gauge against hours": {"[gauge.g]\nstart=1\ngrow={doubling=\"10h\"}\n[measure.x]\nfirst=\"g < 4 * " +
			"hours - 79\"", crossing(func(t float64) float64 { return math.Exp2(t/10) - 4*t + 79 }, 0, 30)},
		"hours": {"[measure.x]\nfirst=\"hours >= 12.5\"", 12.5},
		"set, add, times": {"[gauge.g]\nstart=1\n[inject.i]\nat=\"1h\"\neffects=[{gauge=\"g\", add=4}, " +
			"{gauge=\"g\", times=3}]\n[measure.x]\nend=\"g\"", 15},
		"law changed": {"[gauge.g]\nstart=1\ngrow={rate=2}\n[inject.i]\nat=\"10h\"\neffects=[{gauge=\"g\", " +
			"halving=\"5h\"}]\n[inject.j]\nat=\"15h\"\neffects=[{gauge=\"g\", rate=1}]\n[measure.x]\nend=\"g\"",
			10.5 + 985},
		"while": {"[gauge.g]\nstart=1\ngrow={rate=2, while=\"hours < 10\"}\n[measure.x]\nend=\"g\"", 21},
		"while on a gauge": {"[gauge.g]\nstart=1\ngrow={rate=2}\n[gauge.h]\ngrow={rate=1, while=\"g > " +
			"5\"}\n[measure.x]\nend=\"h\"", 998},
		"largest": {"[gauge.g]\nstart=1\ngrow={rate=2}\n[inject.i]\nat=\"10h\"\neffects=[{gauge=\"g\", set=0}, " +
			"{gauge=\"g\", rate=-1}]\n[measure.x]\nmax=\"g\"", 21},
		"time above": {"[gauge.g]\nstart=0\ngrow={rate=1}\n[measure.x]\nintegral=\"g > 400\"", 600},
		"system harm": {"[gauge.h]\n[system.s]\nstate=\"failed\"\nrepair=\"40h\"\nharm={gauge=\"h\", " +
			"per_hour=2.5}\n[measure.x]\nend=\"h\"", 100},
		"harm on growth":        {"[gauge.h]\nstart=1\ngrow={halving=\"100h\"}\n[system.s]\nstate=\"failed\"\nharm={gauge=\"h\", per_hour=2}\n[measure.x]\nend=\"h\"", 2*100/math.Ln2 + (1-2*100/math.Ln2)*math.Exp2(-10)},
		"chain of fixed delays": {"[system.a]\nstate=\"failed\"\n[system.b]\n[system.c]\n[[link]]\nfrom=\"a\"\nto=\"b\"\ndelay=\"3h\"\n[[link]]\nfrom=\"b\"\nto=\"c\"\ndelay=\"90m\"\n[measure.x]\nfirst=\"failed('c')\"", 4.5},
		"times an inject repeats": {"[gauge.g]\n[inject.i]\nevery=\"10h\"\neffects=[{gauge=\"g\", " +
			"add=1}]\n[measure.x]\nend=\"g\"", 100},
	} {
		t.Run(name, func(t *testing.T) {
			m := model(t, c.text)
			got := play(t, &engine.Engine{}, m, 1, engine.Setup{})["x"]
			assert.InEpsilon(t, c.want, got, 1e-9)
		})
	}
}

func crossing(f func(float64) float64, lo, hi float64) float64 {
	for range 200 {
		if mid := (lo + hi) / 2; f(mid) > 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

func runs() int {
	return testsize.Of(20_000, 6_000, 2_000)
}

// sample gives the mean of a measure over many seeds and its standard error; never
// counts as 0.
func sample(t testing.TB, m *engine.Model, n int, f func(map[string]float64) float64) (mean, se float64) {
	e := &engine.Engine{}
	var sum, squares float64
	for seed := range uint64(n) {
		v := f(play(t, e, m, seed, engine.Setup{}))
		if math.IsNaN(v) {
			v = 0
		}
		sum, squares = sum+v, squares+v*v
	}
	mean = sum / float64(n)
	return mean, math.Sqrt(max(squares/float64(n)-mean*mean, 1e-18) / float64(n))
}

// TestSampledLaws checks sampled quantities against exact values, within 4 standard errors.
func TestSampledLaws(t *testing.T) {
	x := func(m map[string]float64) float64 { return m["x"] }
	under := func(limit float64) func(map[string]float64) float64 {
		return func(m map[string]float64) float64 {
			if m["x"] <= limit {
				return 1
			}
			return 0
		}
	}
	at := func(d string) string {
		return "[inject.i]\nat=" + d + "\n[measure.x]\nfirst=\"delivered('i')\""
	}
	const a, b = 1 / 100.0, 1 / 10.0 // failure and repair rates per hour
	down := a/(a+b)*1000 - a/((a+b)*(a+b))*(1-math.Exp(-(a+b)*1000))
	for name, c := range map[string]struct {
		text string
		f    func(map[string]float64) float64
		want float64
	}{
		"exponential mean":            {at(`{mean="5h"}`), x, 5},
		"exponential below mean":      {at(`{mean="5h"}`), under(5), 1 - math.Exp(-1)},
		"log-normal median":           {at(`{median="2h", p90="9h"}`), under(2), 0.5},
		"log-normal p90":              {at(`{median="2h", p90="9h"}`), under(9), 0.9},
		"uniform mean":                {at(`{from="2h", to="6h"}`), x, 4},
		"PERT mean":                   {at(`{min="1h", mode="2h", max="9h"}`), x, (1 + 8 + 9) / 6.0},
		"PERT at its mean, symmetric": {at(`{min="0h", mode="5h", max="10h"}`), under(5), 0.5},
		"PERT below 3 of 10, mode at the start": {at(`{min="0h", mode="0h", max="10h"}`), under(3),
			1 - math.Pow(0.7, 5)},
		"Poisson alarms": {"[gauge.n]\n[inject.i]\nevery={mean=\"20h\"}\neffects=[{gauge=\"n\", " +
			"add=1}]\n[measure.x]\nend=\"n\"", x, 50},
		"a link's chance": {"[system.a]\nstate=\"failed\"\n[system.b]\n[[link]]\nfrom=\"a\"\nto=\"b\"\nchance=0.3\n[measure.x]\nend=\"failed('b')\"", x, 0.3},
		"a bridge network": {"[system.s]\nstate=\"failed\"\n[system.a]\n[system.b]\n[system.t]\n" +
			links(0.5, "s a", "s b", "a b", "b a", "a t", "b t") +
			"[measure.x]\nend=\"failed('t')\"", x, bridge(0.5)},
		"down time of a repairable system": {"[system.a]\nfails={mean=\"100h\"}\nrepair={mean=\"10h\"}\n[measure.x]\nintegral=\"failed('a')\"", x, down},
		"an action that can fail":          {"[role.r]\n[action.a]\nby=[\"r\"]\nchance=0.7\n[[note]]\nrole=\"r\"\nwhen=\"true\"\ndo=\"a\"\n[measure.x]\nend=\"done('a')\"", x, 0.7},
		"a leak":                           {"[role.r]\n[role.s]\n[fact.f]\ntext=\"x\"\nknown={all={}}\nleak={per_hour=0.01, fires=\"i\"}\n[inject.i]\n[measure.x]\nfirst=\"delivered('i')\"", x, 50},
		"a message":                        {"[role.r]\nack=\"1h\"\n[role.s]\n[fact.f]\ntext=\"x\"\nknown={r={at=\"1h\"}}\n[sharing]\nlatency={mean=\"4h\"}\n[[note]]\nrole=\"r\"\nwhen=\"knows('f')\"\ndo={share=\"f\", to=[\"s\"]}\ndecide={mean=\"3h\"}\n[measure.x]\nfirst=\"knows('f', 's')\"", x, 8},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mean, se := sample(t, model(t, c.text), runs(), c.f)
			assert.InDelta(t, c.want, mean, 4*se, "standard error %g", se)
		})
	}
}

func links(chance float64, pairs ...string) string {
	var b strings.Builder
	for _, p := range pairs {
		ft := strings.Fields(p)
		fmt.Fprintf(&b, "[[link]]\nfrom=\"%s\"\nto=\"%s\"\nchance=%g\ndelay={mean=\"1h\"}\n", ft[0], ft[1], chance)
	}
	return b.String()
}

// bridge is the reliability of the directed bridge network by enumeration.
func bridge(p float64) float64 {
	edges := [][2]int{{0, 1}, {0, 2}, {1, 2}, {2, 1}, {1, 3}, {2, 3}}
	total := 0.0
	for mask := range 1 << len(edges) {
		prob, reached := 1.0, [4]bool{true}
		for i := range edges {
			if mask>>i&1 == 1 {
				prob *= p
			} else {
				prob *= 1 - p
			}
		}
		for range 4 {
			for i, e := range edges {
				if mask>>i&1 == 1 && reached[e[0]] {
					reached[e[1]] = true
				}
			}
		}
		if reached[3] {
			total += prob
		}
	}
	return total
}

// TestEpidemic compares a cascade on 1,000 systems and 5,000 links with a percolation
// on the same graph that shares no code with the engine.
func TestEpidemic(t *testing.T) {
	rng := rand.New(rand.NewSource(7))
	const chance = 0.22
	n := testsize.Of(1000, 1000, 250)
	edges := 5 * n
	var b strings.Builder
	out := make([][]int, n)
	for i := range n {
		fmt.Fprintf(&b, "[system.s%d]\n", i)
		if i < 3 {
			b.WriteString("state=\"failed\"\n")
		}
	}
	for range edges {
		i, j := rng.Intn(n), rng.Intn(n)
		if i == j {
			continue
		}
		out[i] = append(out[i], j)
		fmt.Fprintf(&b, "[[link]]\nfrom=\"s%d\"\nto=\"s%d\"\nchance=%g\ndelay={mean=\"3h\"}\n", i, j, chance)
	}
	b.WriteString("[measure.x]\nend=\"count_failed()\"\n")
	count := runs() / 10
	mean, se := sample(t, model(t, b.String()), count, func(m map[string]float64) float64 { return m["x"] })
	var sum, squares float64
	for range count {
		seen, queue := make([]bool, n), []int{0, 1, 2}
		seen[0], seen[1], seen[2] = true, true, true
		for len(queue) > 0 {
			i := queue[0]
			queue = queue[1:]
			for _, j := range out[i] {
				if rng.Float64() < chance && !seen[j] {
					seen[j] = true
					queue = append(queue, j)
				}
			}
		}
		size := 0.0
		for _, s := range seen {
			if s {
				size++
			}
		}
		sum, squares = sum+size, squares+size*size
	}
	want := sum / float64(count)
	wantSE := math.Sqrt((squares/float64(count) - want*want) / float64(count))
	assert.InDelta(t, want, mean, 4*math.Hypot(se, wantSE))
}

// TestRumour spreads a fact along 100 roles, each telling the next.
func TestRumour(t *testing.T) {
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "[role.r%d]\n", i)
	}
	b.WriteString("[fact.f]\ntext=\"x\"\nknown={r0={at=\"1h\"}}\n[sharing]\nlatency={mean=\"2h\"}\n")
	for i := range 99 {
		fmt.Fprintf(&b, "[[note]]\nrole=\"r%d\"\nwhen=\"knows('f')\"\ndo={share=\"f\", to=[\"r%d\"]}\n", i, i+1)
	}
	b.WriteString("[measure.x]\nfirst=\"aware('f') == 100\"\n")
	mean, se := sample(t, model(t, b.String()), runs()/20, func(m map[string]float64) float64 { return m["x"] })
	assert.InDelta(t, 1+99*2, mean, 4*se)
}
