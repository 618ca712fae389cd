package report

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
	"tocsin/sim/sweep"
	"tocsin/sim/testsize"
)

func ptr(v float64) *float64 { return &v }

// TestDifferenceSentences: what a difference means, for people who decide.
func TestDifferenceSentences(t *testing.T) {
	r := &sweep.Result{
		Measures: []sweep.Measure{{ID: "harm", Title: "Harm"}, {ID: "clocks", Title: "NIS2 clocks"}},
		Arms: []sweep.ArmResult{{Arm: "none", Title: "nothing prepared"}, {Arm: "cell", Title: "A standing venue"},
			{Arm: "none, x=2", Title: "nothing prepared", Set: []scenario.Setting{{Path: "x", Value: "2"}}},
			{Arm: "cell, x=2", Title: "A standing venue", Set: []scenario.Setting{{Path: "x", Value: "2"}}},
			{Arm: "none, x=3", Title: "nothing prepared", Set: []scenario.Setting{{Path: "x", Value: "3"}}}},
	}
	for _, c := range []struct {
		d    sweep.Difference
		want string
	}{
		{sweep.Difference{Arm: "cell", Against: "none", Measure: "harm", Mean: ptr(-64.2), SE: ptr(5),
			CI95: [2]*float64{ptr(-74), ptr(-54.4)}, N: 2000},
			"A standing venue lowers harm by 64 against nothing prepared (95% interval 54 to 74), paired over 2,000 seeds."},
		{sweep.Difference{Arm: "cell", Against: "none", Measure: "clocks", Mean: ptr(0.123456), SE: ptr(0.01),
			CI95: [2]*float64{ptr(0.104), ptr(0.143)}, N: 2000},
			"A standing venue raises NIS2 clocks by 0.123 against nothing prepared (95% interval 0.104 to 0.143), paired over 2,000 seeds."},
		{sweep.Difference{Arm: "cell", Against: "none", Measure: "harm", Mean: ptr(-1234567), SE: ptr(50000),
			CI95: [2]*float64{ptr(-1332567), ptr(-1136567)}, N: 10},
			"A standing venue lowers harm by 1,230,000 against nothing prepared (95% interval 1,140,000 to 1,330,000), paired over 10 seeds."},
		{sweep.Difference{Arm: "cell", Against: "none", Measure: "harm", Mean: ptr(1), SE: ptr(5),
			CI95: [2]*float64{ptr(-9), ptr(11)}, N: 2000},
			"A standing venue against nothing prepared: no difference in harm can be told (1, 95% interval −9 to 11), paired over 2,000 seeds."},
		{sweep.Difference{Arm: "cell", Against: "none", Measure: "harm", Mean: ptr(0), SE: ptr(0),
			CI95: [2]*float64{ptr(0), ptr(0)}, N: 2000},
			"A standing venue does not change harm against nothing prepared on any seed."},
		{sweep.Difference{Arm: "cell", Against: "none", Measure: "harm", N: 0, Never: 2000},
			"A standing venue cannot be compared with nothing prepared: on no seed do both have a figure for harm."},
		{sweep.Difference{Arm: "cell", Against: "none", Measure: "harm", Mean: ptr(3), N: 1, Never: 1999},
			"A standing venue against nothing prepared: harm differs by 3, on one seed only."},
		{sweep.Difference{Arm: "cell", Against: "none", Measure: "harm", Mean: ptr(-3), SE: ptr(1),
			CI95: [2]*float64{ptr(-5), ptr(-1)}, N: 1500, Never: 500},
			"A standing venue lowers harm by 3.0 against nothing prepared (95% interval 1.0 to 5.0), over those 1,500 of 2,000 seeds on which both have it."},
		{sweep.Difference{Arm: "cell, x=2", Against: "none, x=2", Measure: "harm", Mean: ptr(-30), SE: ptr(1),
			CI95: [2]*float64{ptr(-32), ptr(-28)}, N: 9},
			"A standing venue at x=2 lowers harm by 30.0 against nothing prepared (95% interval 28.0 to 32.0), paired over 9 seeds."},
		{sweep.Difference{Arm: "none, x=3", Against: "none, x=2", Measure: "harm", Mean: ptr(30), SE: ptr(1),
			CI95: [2]*float64{ptr(28), ptr(32)}, N: 9},
			"Nothing prepared at x=3 raises harm by 30.0 against x=2 (95% interval 28.0 to 32.0), paired over 9 seeds."},
	} {
		assert.Equal(t, c.want, differenceSentence(r, &c.d))
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		assert.Equal(t, want, Grouped(n))
	}
	assert.Equal(t, "−1,499.7", rounded(-1499.7, 1))
	assert.Equal(t, "−1,500", rounded(-1499.7, 100))
	assert.Equal(t, "0.00", rounded(-0.0004, 0.1))
	assert.Equal(t, "0", rounded(-0.4, 300))
	assert.Equal(t, []float64{-300, -250, -200, -150, -100, -50, 0}, draw.RoundValues(-330, 10))
}

// hostileSweep has everything in its texts that a terminal or picture must be kept from.
const hostileSweep = `
title = "<b>\u001b[31mRed\u001b[0m & \"q\""
[role.one]
[gauge.harm]
outcome = true
unit = "<script>"
[system.cause]
state = "failed"
[system.effect]
harm = {gauge="harm", per_hour=1}
[[link]]
from = "cause"
to = "effect"
chance = 0.4
[mechanism.lock]
title = "</text><script>alert(1)</script> \u202e a title that goes on and on and never comes to its end"
changes = [{links=["effect"], times=0.5}]
[measure.late]
title = "\u0007 bell"
first = "hours > 1000000"
`

func hostileResult(t *testing.T, n int, measure string, arms ...string) *sweep.Result {
	sc, ds := scenario.Load("hostile.toml", []byte(hostileSweep))
	require.NotNil(t, sc, ds.Format("hostile.toml", hostileSweep))
	s, err := sweep.New(sweep.Request{Scenario: sc, N: n, Arms: arms,
		Set: []string{"link.cause.effect.chance=0,0.3,1"}, Measures: []string{measure, sweep.Main}})
	require.NoError(t, err)
	tally := sweep.NewTally(s.Design)
	require.NoError(t, s.Run(context.Background(), sweep.Part{To: s.Design.Blocks()}, 1, tally.Add))
	return tally.Result()
}

func TestSweepTextIsClean(t *testing.T) {
	for _, width := range []int{60, 100, 140} {
		var b bytes.Buffer
		require.NoError(t, Sweep(&b, hostileResult(t, 100, "harm", "none", "lock", "idle"), width))
		for _, r := range b.String() {
			assert.False(t, r < ' ' && r != '\n' || r == 0x7f || r == 0x202e, "%q", r)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if !strings.HasPrefix(line, "  ") { // tables keep their columns
				assert.LessOrEqual(t, len([]rune(line)), width)
			}
		}
	}
}

// TestSweepPictures are well formed, free of what a text would add, and the same each time;
// also of one arm, one run, and a measure that never comes or never moves.
func TestSweepPictures(t *testing.T) {
	testsize.Long(t)
	for _, n := range []int{1, 2, 100} {
		for _, arms := range [][]string{{"none"}, {"none", "lock"},
			{"none", "lock", "idle", "solo", "frictionless"}} {
			for _, measure := range []string{"harm", "late", "ended_hours", "efficiency"} {
				r := hostileResult(t, n, measure, arms...)
				var b, again bytes.Buffer
				require.NoError(t, SweepPicture(&b, r, draw.Auto))
				require.NoError(t, SweepPicture(&again, r, draw.Auto))
				assert.Equal(t, b.String(), again.String())
				checkLayout(t, "sweep", b.String())
				assert.NotContains(t, b.String(), "<script>")
				assert.NotContains(t, b.String(), "NaN")
				assert.NotContains(t, b.String(), "Inf")
				d := xml.NewDecoder(&b)
				for {
					_, err := d.Token()
					if errors.Is(err, io.EOF) {
						break
					}
					require.NoError(t, err)
				}
			}
		}
	}
}
