package engine_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// deliveries plays a scenario to its end and gives the hours at which its first inject came.
func deliveries(t require.TestingT, m *engine.Model) []float64 {
	e := engine.New(m, 1, engine.Setup{Limits: engine.Limits{Total: 2000}})
	var at []float64
	e.Observe(func(ev engine.Event) {
		if ev.Kind == engine.InjectDelivered && ev.Ref == 0 {
			at = append(at, ev.At.Hours())
		}
	})
	require.NoError(t, e.Advance(e.Horizon()), "the run must end by itself")
	require.True(t, e.Ended())
	return at
}

// tenHours compiles a scenario of ten hours.
func tenHours(t require.TestingT, text string) *engine.Model {
	sc, ds := scenario.Load("test.toml", []byte("title=\"Numbers\"\nlength=\"10h\"\n"+text))
	require.NotNil(t, sc, ds.Format("test.toml", text))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	return m
}

const twoGauges = `[role.lab]
[gauge.a]
%s
[gauge.b]
%s
[inject.i]
to=["lab"]
text="B"
when="%s"
`

// TestNumbersThatStayAlike shows the rule for numbers that are equal, in proportion,
// touch or come ever nearer: each comparison is decided once, and the run ends.
func TestNumbersThatStayAlike(t *testing.T) {
	const doubling, other = "start=1\ngrow={doubling=\"1h\"}", "start=3\ngrow={doubling=\"1h\"}"
	for _, c := range []struct {
		name, a, b, when string
		at               []float64
	}{
		{"equal, more", doubling, doubling, "b > a", nil},
		{"equal, at least", doubling, doubling, "b >= a", []float64{0}},
		{"equal, less", doubling, doubling, "b < a", nil},
		{"equal, at most", doubling, doubling, "b <= a", []float64{0}},
		{"equal", doubling, doubling, "b == a", []float64{0}},
		{"unequal", doubling, doubling, "b != a", nil},
		{"proportional, more", doubling, other, "b > 3 * a", nil},
		{"proportional, at least", doubling, other, "b >= 3 * a", []float64{0}},
		{"proportional, by a third", doubling, other, "b / 3 > a", nil},
		{"a difference", doubling, other, "b - 3 * a > 0", nil},
		{"a ratio, more", doubling, other, "b / a > 3", nil},
		{"a ratio, at least", doubling, other, "b / a >= 3", []float64{0}},
		{"one gauge and itself", doubling, doubling, "a > a", nil},
		{"comes ever nearer", "start=0\ngrow={approach={to=5, half=\"5m\"}}", "start=5", "a > b", nil},
		{"clearly passes", "start=0\ngrow={rate=2}", "start=5\ngrow={rate=1}", "a >= b", []float64{5}},
		{"touches", "start=0\ngrow={rate=1}", "start=0", "abs(a - 5) <= b", []float64{5}},
		{"touches, and must pass", "start=0\ngrow={rate=1}", "start=0", "abs(a - 5) < b", nil},
		{"a touch of products", "start=0\ngrow={rate=1}", "start=0", "a * (10 - a) + b > 25", nil},
		{"products that pass", "start=0\ngrow={rate=1}", "start=0", "a * (10 - a) + b > 24", []float64{4}},
		{"by a number that passes zero", "start=5\ngrow={rate=-1}", "start=20", "b / a > 10", []float64{3}},
		{"by nothing", "start=0", "start=20\ngrow={rate=1}", "b / a > 5", nil},
		{"too large to be a number", "start=1e12\ngrow={doubling=\"1m\"}", "start=1e12\ngrow={doubling=\"1m\"}",
			"a * b - b * a > 1", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := deliveries(t, tenHours(t, fmt.Sprintf(twoGauges, c.a, c.b, c.when)))
			require.Len(t, got, len(c.at))
			for i := range got {
				assert.InDelta(t, c.at[i], got[i], 1e-5)
			}
		})
	}
}

// TestAlikeWhateverTheNumbers draws gauges that are equal or in proportion on purpose,
// under every law, and wants each comparison to be decided at STARTEX and never again.
func TestAlikeWhateverTheNumbers(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		start := rapid.Float64Range(0.001, 1000).Draw(rt, "start")
		factor := rapid.OneOf(rapid.Just(1.0), rapid.Float64Range(0.01, 100)).Draw(rt, "factor")
		span := rapid.IntRange(3, 600).Draw(rt, "minutes")
		law := rapid.SampledFrom([]string{"doubling", "halving", "rate", "approach", "ceiling", "still"}).Draw(rt,
			"law")
		gauge := func(by float64) string {
			grow := ""
			switch law {
			case "doubling", "halving":
				grow = fmt.Sprintf("\ngrow={%s=\"%dm\"}", law, span)
			case "rate":
				grow = fmt.Sprintf("\ngrow={rate=%g}", by*float64(span))
			case "approach":
				grow = fmt.Sprintf("\ngrow={approach={to=%g, half=\"%dm\"}}", by*2*start, span)
			case "ceiling":
				grow = fmt.Sprintf("\ngrow={doubling=\"%dm\", ceiling=%g}", span, by*1e4)
			}
			return fmt.Sprintf("start=%g%s", by*start, grow)
		}
		form := rapid.SampledFrom([]string{"b %s %g * a", "b - %[2]g * a %[1]s 0", "b / %[2]g %[1]s a"}).Draw(rt,
			"form")
		for op, first := range map[string]bool{">": false, ">=": true, "<": false, "<=": true} {
			got := deliveries(rt, tenHours(rt, fmt.Sprintf(twoGauges, gauge(1), gauge(factor),
				fmt.Sprintf(form, op, factor))))
			if first {
				require.Equal(rt, []float64{0}, got, op)
			} else {
				require.Empty(rt, got, op)
			}
		}
	})
}

// TestDivisorSetToZero plays a ratio of two gauges while an act sets the divisor to 0.
func TestDivisorSetToZero(t *testing.T) {
	m := tenHours(t, `[role.a]
[gauge.staff]
start=10
[gauge.patients]
start=20
grow={rate=1}
[action.send_home]
by="a"
effects=[{gauge="staff", set=0}]
[inject.overload]
when="patients / staff > 5"
text="Overloaded"
[inject.x]
at="5h"
unless="done('send_home')"
[[note]]
role="a"
when="hours >= 2"
do="send_home"
`)
	assert.Empty(t, deliveries(t, m))
}

// TestAGaugeThatFlowsTouchesANumber has a gauge that flows move up to 12.5 and back, or down to 7.5 and up
// again: at the turn it is equal to that number, and neither more nor less; by a little less it passes and returns.
func TestAGaugeThatFlowsTouchesANumber(t *testing.T) {
	const up, down = "start=5\ngrow={rate=-1}", "start=-5\ngrow={rate=1}"
	for _, c := range []struct {
		name, flow, to, when string
		at                   []float64
	}{
		{"more", up, "start=0", "b > 12.5", nil},
		{"not at most", up, "start=0", "!(b <= 12.5)", nil},
		{"at least", up, "start=0", "b >= 12.5", []float64{5}},
		{"equal", up, "start=0", "b == 12.5", []float64{5}},
		{"more, once it was equal", up, "start=0", "b > 12.5 || b == 12.5 && hours > 8", nil},
		{"more than a little less", up, "start=0", "b > 12.495", []float64{4.9}},
		{"less again", up, "start=0", "b < 12.495 && hours > 4", []float64{4, 5.1}},
		{"less", down, "start=20", "b < 7.5", nil},
		{"at most", down, "start=20", "b <= 7.5", []float64{5}},
		{"below nothing", down, "start=12.5", "b < 0", nil},
		{"nothing", down, "start=12.5", "b <= 0", []float64{5}},
		{"at its floor", down, "start=12.5\nfloor=0", "b > 0 && hours > 3", []float64{3, 5}},
		{"more at the very end", "start=5", "start=0", "b > 50", []float64{10}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := deliveries(t, tenHours(t, fmt.Sprintf(twoGauges, c.flow, c.to+"\nflow={of=\"a\"}", c.when)))
			require.Len(t, got, len(c.at))
			for i := range got {
				assert.InDelta(t, c.at[i], got[i], 1e-5)
			}
		})
	}
}
