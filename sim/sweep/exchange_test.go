package sweep

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
)

// wrong is a world in which seat a promises to shut the service down on a sign that turns out
// to mean nothing an hour later. A shutdown does 2 points of harm an hour for 10 hours.
const wrong = `title = "A note that is wrong"
length = "24h"
basis = "test"
bots = "kept"
[profile.kept]
bound = true
[role.a]
[gauge.harm]
outcome = true
[system.service]
owner = "a"
harm = {gauge="harm", per_hour=2.0}
repair = "10h"
[fact.sign]
text = "It looks bad."
known = {a={at="1h"}}
[action.shut]
by = ["a"]
once = true
effects = [{system="service", becomes="failed"}]
[mechanism.notes]
changes = [{notes=["all"]}]
[[note]]
role = "a"
when = "knows('sign') && hours < 2"
do = "shut"
decide = "3h"
within = "90m"
`

// A promise that is kept though its reason has gone does the harm of what was promised.
func TestAWrongNoteDoesHarm(t *testing.T) {
	got := harms(t, load(t, wrong), 4, "none", "notes")
	assert.InDelta(t, 0, *got.Arms[0].Measures["harm"].Mean, 1e-9, "nothing was promised, and the reason has gone")
	assert.InDelta(t, 20, *got.Arms[1].Measures["harm"].Mean, 1e-9, "2 an hour for 10 hours")
}

// The same notes in force on the same draws: that they are shown does good by itself, through
// who joins because others will, and who prepares what others need.
func TestShowingNotesMatters(t *testing.T) {
	testsize.Long(t)
	n := 200
	if testing.Short() {
		n = 60
	}
	got := harms(t, coldCopyWith(t, "careful"), n, "notes_only+unshown", "notes_only")
	d := got.Differences[0]
	require.NotNil(t, d.CI95[1])
	assert.Negative(t, *d.CI95[1], "harm, shown less not shown: %v to %v", *d.CI95[0], *d.CI95[1])
}

// Without profiles nobody reacts to what is shown, and the two arms are the same.
func TestPlainBotsDoNotReact(t *testing.T) {
	got := harms(t, coldCopyWith(t, "plain"), 8, "notes_only+unshown", "notes_only")
	assert.Equal(t, got.Arms[0].Measures, got.Arms[1].Measures)
}

// Bots that nobody has prepared leave room for what preparation can do.
func TestUnpreparedBotsLeaveRoom(t *testing.T) {
	for _, sc := range []*scenario.Scenario{coldCopy(t), coldCopyWith(t, "silo")} {
		over := harms(t, sc, 60, "none").Arms[0].Efficiency
		require.NotNil(t, over, "efficiency is asked for, so that it comes over all draws too")
		assert.Greater(t, *over.Value, 0.3)
		assert.Less(t, *over.Value, 0.8)
	}
}

func coldCopyWith(t *testing.T, profile string) *scenario.Scenario {
	t.Helper()
	text := coldCopy(t).Source
	out := strings.Replace(text, "\nbots    = \"office\"", "\nbots    = \""+profile+"\"", 1)
	require.NotEqual(t, text, out)
	return load(t, out)
}

func harms(t *testing.T, sc *scenario.Scenario, n int, arms ...string) *Result {
	t.Helper()
	s := design(t, Request{Scenario: sc, N: n, Seed: 1, Arms: arms, Measures: []string{"harm", "efficiency"}})
	return result(t, s, 0)
}
