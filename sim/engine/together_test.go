package engine_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestDeedsCountTogether: the first try misses the window by 36 seconds and lapses a quarter of
// an hour after its last deed; the second fills it to the second; a third is none.
func TestDeedsCountTogether(t *testing.T) {
	m := compile(t, "../../testdata/worlds/together.toml")
	e := engine.New(m, 1, engine.Setup{})
	var said []string
	e.Observe(func(ev engine.Event) {
		if ev.Kind == engine.InjectDelivered {
			said = append(said, fmt.Sprintf("%.2f %s", ev.At.Hours(), m.Scenario.Injects[ev.Ref].ID))
		}
	})
	require.NoError(t, bot.Run(context.Background(), e, &bot.Table{}, nil, e.Horizon(), nil))
	assert.Equal(t, []string{"1.51 shut_lapsed", "5.25 shut"}, said)
	assert.InDelta(t, 4.25, e.Gauge(0), 1e-9, "5.25 hours of rising, and 1 back")
	assert.InDelta(t, 1, e.Gauge(1), 1e-12)
}

// TestTogetherIsAsReckonedByHand holds when two deeds come about, and how often they lapse, for
// any times of them, against a reckoning that has no expressions.
func TestTogetherIsAsReckonedByHand(t *testing.T) {
	m := compile(t, "../../testdata/worlds/together.toml")
	minute := scenario.Minute
	rapid.Check(t, func(rt *rapid.T) {
		e := engine.New(m, 1, engine.Setup{})
		came, lapses := scenario.Duration(-1), 0
		e.Observe(func(ev engine.Event) {
			if ev.Kind == engine.InjectDelivered {
				if m.Scenario.Injects[ev.Ref].ID == "shut" {
					came = scenario.Duration(ev.At)
				} else {
					lapses++
				}
			}
		})
		last, want, wantLapses, at := map[int]scenario.Duration{}, scenario.Duration(-1), 0, scenario.Duration(0)
		newest := scenario.Duration(-1)
		for range rapid.IntRange(1, 12).Draw(rt, "deeds") {
			at += scenario.Duration(rapid.SampledFrom([]int{1, 4, 5, 7, 14, 16, 40}).Draw(rt, "later")) * minute
			if newest >= 0 && want < 0 && at > newest+15*minute {
				wantLapses++
			}
			who := rapid.IntRange(0, 2).Draw(rt, "who")
			require.NoError(rt, e.Reach(engine.At(at)))
			require.True(rt, e.Do(engine.Command{Verb: engine.Act, Role: who, Ref: who}).OK)
			last[who], newest = at, at
			if want < 0 && len(last) == 3 && at-min(last[0], last[1], last[2]) <= 15*minute {
				want = at
			}
		}
		if want < 0 {
			wantLapses++
		}
		require.NoError(rt, e.Advance(e.Horizon()))
		require.Equal(rt, want, came)
		require.Equal(rt, wantLapses, lapses)
		require.Equal(rt, e.Digest(), e.Clone().Digest())
	})
}
