package engine_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// The engine's parts, each compared with the same thing written by hand.

// A gauge gets another rate while its next crossing is pending among 100 other events.

const changePass = engine.Time(scenario.Second) / 1000 // between two changes

// bareGauge is a gauge by hand, with what an engine must promise: a rate already in force
// changes nothing, thresholds lie on both sides, and a crossing after the end is none.
type bareGauge struct {
	v0, k        float64
	t0, end      int64
	below, above float64
	exponential  bool
}

func (g *bareGauge) change(k float64, now int64) (at int64, due bool) {
	hour := float64(scenario.Hour)
	if k == g.k {
		return 0, false
	}
	d := float64(now-g.t0) / hour
	if g.exponential {
		g.v0 *= math.Exp(g.k * d)
	} else {
		g.v0 += g.k * d
	}
	g.k, g.t0 = k, now
	x := g.above
	if k < 0 {
		x = g.below
	}
	var wait float64
	if g.exponential {
		wait = math.Log(x/g.v0) / k
	} else {
		wait = (x - g.v0) / k
	}
	if wait > float64(g.end-now)/hour {
		return 0, false
	}
	return now + int64(math.Ceil(wait*hour)), true
}

func bareChange(exponential bool) work {
	const others = 100
	q, rng := &bareQueue{pos: make([]int32, others+1)}, splitMix(1)
	for i := range others {
		q.push(int32(i), int64(float64(scenario.Hour)*(100+7900*rng.uniform())))
	}
	g := &bareGauge{v0: 1, k: .1, end: int64(scenario.MaxLength), above: 8000, exponential: exponential}
	now, ks := int64(0), rates(exponential)
	q.push(others, math.MaxInt64)
	return func(n int) {
		for i := range n {
			now += int64(changePass)
			if at, due := g.change(ks[i%len(ks)], now); due {
				q.move(others, at)
			}
		}
	}
}

// rates per hour are drawn at random, so that the crossing comes anywhere among the other
// events and no processor can learn where.
func rates(exponential bool) []float64 {
	rng, out := splitMix(2), make([]float64, 1<<16)
	for i := range out {
		if out[i] = 1 + 31*rng.uniform(); exponential {
			out[i] /= 1000
		}
	}
	return out
}

func engineChange(t testing.TB, exponential bool) work {
	var b strings.Builder
	b.WriteString("title=\"gauge\"\nlength=\"3650d\"\nbasis=\"benchmark\"\n[role.r]\n[gauge.g]\nstart=1\n[inject.over]\nwhen=\"g > 8000\"\n")
	for i := range 100 {
		fmt.Fprintf(&b, "[system.s%d]\nfails={from=\"100h\", to=\"8000h\"}\n", i)
	}
	e := engine.New(compileText(t, b.String()), 1, engine.Setup{Limits: unlimited})
	require.NoError(t, e.Advance(0))
	ks := rates(exponential)
	return func(n int) {
		for i := range n {
			e.ChangeRate(0, exponential, ks[i%len(ks)], changePass)
		}
		if _, pending := e.Crossing(0); !pending {
			t.Fatal("no crossing is pending")
		}
	}
}

// The condition: harm above 100, a fact known to a role, and an action not done yet.

const conditionText = `
title = "condition"
basis = "benchmark"
[role.regulator]
[gauge.harm]
start = 101
[fact.weights_stolen]
text = "The weights are stolen."
known = {regulator={at="0s"}}
[action.contain]
by = ["regulator"]
[[note]]
role = "regulator"
when = "harm > 100 && knows('weights_stolen', 'regulator') && !done('contain')"
do = "contain"
`

type bareWorld struct {
	harm      float64
	known     []bool
	contained bool
}

//go:noinline
func (w *bareWorld) holds() bool { return w.harm > 100 && w.known[3] && !w.contained }

func bareCondition(t testing.TB) work {
	w := &bareWorld{harm: 101, known: make([]bool, 8)}
	w.known[3] = true
	return func(n int) {
		for range n {
			if !w.holds() {
				t.Fatal("it holds")
			}
		}
	}
}

func engineCondition(t testing.TB) work {
	m := compileText(t, conditionText)
	e := engine.New(m, 1, engine.Setup{})
	require.NoError(t, e.Advance(0))
	holds := m.Condition(0)
	return func(n int) {
		for range n {
			if !holds(e) {
				t.Fatal("it holds")
			}
		}
	}
}

// exprCondition is the same on the virtual machine of expr-lang, which the engine uses
// as a parser only.
func exprCondition(t testing.TB) work {
	type world struct {
		Harm      float64                      `expr:"harm"`
		Contained bool                         `expr:"contained"`
		Known     func(fact, role string) bool `expr:"known"`
	}
	facts := map[[2]string]bool{{"weights_stolen", "regulator"}: true}
	w := world{Harm: 101, Known: func(fact, role string) bool { return facts[[2]string{fact, role}] }}
	p, err := expr.Compile(`harm > 100 && known("weights_stolen", "regulator") && !contained`, expr.Env(world{}),
		expr.AsBool())
	require.NoError(t, err)
	var machine vm.VM
	return func(n int) {
		for range n {
			if out, err := machine.Run(p, w); err != nil || out != true {
				t.Fatal("it holds", err)
			}
		}
	}
}

func BenchmarkGaugeChange(b *testing.B) {
	for _, c := range []struct {
		name        string
		exponential bool
	}{{"linear", false}, {"exponential", true}} {
		b.Run(c.name+"/bare", bench(bareChange(c.exponential)))
		b.Run(c.name+"/engine", bench(engineChange(b, c.exponential)))
	}
}

func BenchmarkCondition(b *testing.B) {
	b.Run("native", bench(bareCondition(b)))
	b.Run("engine", bench(engineCondition(b)))
	b.Run("expr", bench(exprCondition(b)))
}

// A keyed exponential draw: the same bits on every processor.

var sink engine.Time

func exponentialDraw(n int) {
	draw := engine.Exponential(float64(scenario.Hour))
	for i := range n {
		sink += draw(1, 2, uint32(i))
	}
}

func bareDraw(n int) {
	rng := splitMix(1)
	for range n {
		sink += engine.Time(rng.exponential(float64(scenario.Hour)))
	}
}

func BenchmarkExponential(b *testing.B) {
	b.Run("sequential", bench(bareDraw))
	b.Run("keyed", bench(exponentialDraw))
}
