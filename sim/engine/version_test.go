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

const versionFile = "../../testdata/worlds/s03_version_exposure.toml"

// runsWhat names what each system runs, and what it is on its way to, as the file has the ids.
func runsWhat(e *engine.Engine) map[string]string {
	sc, out := e.Model().Scenario, map[string]string{}
	for s := range sc.Systems {
		now, coming := "", ""
		for v := range sc.Versions {
			runs, pinned, to := e.Running(s, v)
			if runs {
				now = sc.Versions[v].ID
			}
			if pinned {
				now += " pinned"
			}
			if to == v {
				coming = " to " + sc.Versions[v].ID
			}
		}
		if now+coming != "" {
			out[sc.Systems[s].ID] = now + coming
		}
	}
	return out
}

// TestExposure is what the head of the scenario works out.
func TestExposure(t *testing.T) {
	m := compile(t, versionFile)
	sc := m.Scenario
	v21, harm, board := sc.Find("version", "v21"), sc.Find("gauge", "harm"), sc.Find("system", "board")
	e := engine.New(m, 1, engine.Setup{})
	var alarms, flaws []engine.Time
	told := map[int32]int{}
	e.Observe(func(ev engine.Event) {
		switch {
		case ev.Kind == engine.InjectDelivered && sc.Injects[ev.Ref].ID == "alarm":
			alarms = append(alarms, ev.At)
		case ev.Kind == engine.VersionFlawed:
			flaws = append(flaws, ev.At)
		case ev.Kind == engine.VersionNoticed:
			told[ev.Role]++
			assert.Equal(t, sc.Systems[ev.Ref].Owner, sc.Roles[ev.Role].ID)
		}
	})
	for _, c := range []struct {
		at      scenario.Duration
		runs    map[string]string
		exposed int
		harm    float64
	}{
		{0, map[string]string{"t1": "v20", "t2": "v20", "t3": "v20"}, 0, 0},
		{2, map[string]string{"t1": "v20 to v21", "t2": "v20 to v21", "t3": "v20 to v21"}, 0, 0},
		{4, map[string]string{"t1": "v20 to v21", "t2": "v20 to v21", "t3": "v20 pinned"}, 0, 0},
		{6, map[string]string{"t1": "v21", "t2": "v21", "t3": "v20 pinned"}, 2, 2},
		{11, map[string]string{"t1": "v21", "t2": "v21", "t3": "v20 pinned"}, 1, 11},
		{12, map[string]string{"t1": "v21 to v20", "t2": "v21 to v20", "t3": "v20 pinned"}, 1, 12},
		{13, map[string]string{"t1": "v21", "t2": "v21 to v20", "t3": "v20 pinned"}, 1, 13},
		{16, map[string]string{"t1": "v21", "t2": "v20", "t3": "v20 pinned"}, 1, 16},
		{23, map[string]string{"t2": "v20", "t3": "v20 pinned"}, 0, 20},
		{25, map[string]string{"t1": "v21", "t2": "v21", "kiosk": "v21", "t3": "v20 pinned"}, 3, 23},
		{72, map[string]string{"t1": "v21", "t2": "v21", "kiosk": "v21", "t3": "v20 pinned"}, 0, 38},
	} {
		require.NoError(t, e.Advance(engine.At(c.at*scenario.Hour)))
		exposed := 0
		for s := range sc.Systems {
			if e.Exposed(s, v21) {
				exposed++
			}
		}
		assert.Equal(t, c.runs, runsWhat(e), "%dh", c.at)
		assert.Equal(t, c.exposed, exposed, "%dh", c.at)
		assert.InDelta(t, c.harm, e.Gauge(harm), 1e-9, "%dh", c.at)
		assert.Equal(t, c.at >= 5, e.System(board) == engine.Failed, "%dh", c.at)
		other := engine.New(m, 1, engine.Setup{})
		other.CopyFrom(e)
		assert.Equal(t, e.Digest(), other.Digest())
	}
	hour := engine.At(scenario.Hour)
	assert.Equal(t, []engine.Time{5 * hour, 24 * hour}, alarms)
	assert.Equal(t, []engine.Time{2 * hour, 30 * hour}, flaws)
	assert.Equal(t, map[int32]int{1: 3, 2: 3}, told, "each clinic hears of its own system, and of no other")
	for i, want := range map[string]float64{"system_hours": 38, "most": 3, "share": .75, "of_the_first": 21, "third": 1} {
		value, _ := e.MeasureValue(sc.Find("measure", i))
		assert.InDelta(t, want, value, 1e-9, i)
	}
}

// TestExposureAddsUp: whatever is rolled out, taken back, pinned and switched off, harm is the sum over time of how
// many are exposed, and a copy goes on alike.
func TestExposureAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := "title=\"Orders\"\nlength=\"20h\"\n[role.a]\n[gauge.harm]\noutcome=true\n"
		for v := range 3 {
			text += fmt.Sprintf("[version.v%d]\nof=\"%s\"\nflaw=\"hours >= %d && hours < %d\"\n"+
				"harm={gauge=\"harm\", per_hour=1}\n", v,
				[]string{"x", "x", "y"}[v], rapid.IntRange(0, 10).Draw(t, "from"), rapid.IntRange(8, 21).Draw(t, "to"))
		}
		for s := range 3 {
			text += fmt.Sprintf("[system.s%d]\nrepair={mean=\"3h\"}\n", s)
			if runs := rapid.SampledFrom([]string{"", "\"v0\"", "[\"v1\", \"v2\"]"}).Draw(t, "runs"); runs != "" {
				text += "runs=" + runs + "\n"
			}
		}
		which := rapid.SampledFrom([]string{"\"all\"", "\"s0\"", "[\"s1\", \"s2\"]"})
		for i := range rapid.IntRange(1, 12).Draw(t, "orders") {
			effect := fmt.Sprintf("version=\"v%d\", %s=%s", rapid.IntRange(0, 2).Draw(t, "version"),
				rapid.SampledFrom([]string{"on", "on", "off", "pin", "unpin"}).Draw(t, "way"), which.Draw(t, "which"))
			if rapid.IntRange(0, 4).Draw(t, "state") == 0 {
				effect = fmt.Sprintf("system=\"s%d\", becomes=\"%s\"", rapid.IntRange(0, 2).Draw(t, "system"),
					rapid.SampledFrom(scenario.States).Draw(t, "becomes"))
			} else if effect[len("version=\"v0\", ")] == 'o' && rapid.Bool().Draw(t, "slow") {
				effect += ", each={median=\"1h\", p90=\"5h\"}"
			}
			text += fmt.Sprintf("[inject.i%d]\nat=\"%dm\"\neffects=[{%s}]\n", i, rapid.IntRange(0, 1200).Draw(t, "at"), effect)
		}
		text += "[measure.sum]\nintegral=\"exposed('v0') + exposed('v1') + exposed('v2')\"\n"
		sc, ds := scenario.Load("orders.toml", []byte(text))
		require.NotNil(t, sc, ds.Format("orders.toml", text))
		m, err := engine.Compile(sc)
		require.NoError(t, err)
		e := engine.New(m, rapid.Uint64().Draw(t, "seed"), engine.Setup{})
		require.NoError(t, e.Advance(engine.At(scenario.Duration(rapid.IntRange(0, 20).Draw(t, "until"))*scenario.Hour)))
		c := e.Clone()
		for _, x := range []*engine.Engine{e, c} {
			require.NoError(t, x.Advance(engine.At(20*scenario.Hour)))
			sum, _ := x.MeasureValue(0)
			require.InDelta(t, sum, x.Gauge(0), 1e-6)
		}
		require.Equal(t, e.Digest(), c.Digest())
	})
}
