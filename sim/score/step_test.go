package score

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// vault is a world of which the tests say what harms, what breaks and what the joint action does. The laboratory
// knows at 2.
func vault(text ...string) string {
	return `
title = "Vault"
length = "100h"
[role.lab]
[role.cloud]
[gauge.harm]
outcome = true
[fact.theft]
text = "A theft."
known = {lab={at="2h"}}
needed_by = ["cloud"]
` + strings.Join(text, "\n") + "\n"
}

// breaks is an inject at an hour.
func breaks(id, hour, effects string) string {
	return "[inject." + id + "]\nto = \"none\"\nat = \"" + hour + "\"\neffects = [" + effects + "]"
}

// jointly is a joint action of both seats.
func jointly(id, effects string) string {
	return "[action." + id + "]\nby = [\"lab\", \"cloud\"]\njoint = {quorum=2}\neffects = [" + effects + "]"
}

func both(hour float64, action int) []engine.Timed {
	return commands(give(hour, engine.Commit, 0, action), give(hour, engine.Commit, 1, action))
}

const rises = `[gauge.loss]
outcome = true
grow = {rate=1, while="!done('bolt')"}`

// What happens to the safe.
const (
	fallen   = `{system="safe", becomes="failed"}`
	degraded = `{system="safe", becomes="degraded"}`
)

// TestTheIrreversibleStep: what the step is and when it comes, in the run in which nobody acts, from when the
// laboratory knows, at 2. Of 100 harm that rises evenly half is done at 50.
func TestTheIrreversibleStep(t *testing.T) {
	fails := func(id, hour string) string {
		return breaks("i"+id, hour, `{system="`+id+`", becomes="failed"}`)
	}
	back := breaks("back", "40h", `{system="safe", becomes="normal"}`)
	bolt := jointly("bolt", `{gauge="harm", add=-1}`)
	const known, while, alone = `known = {lab={at="2h"}}`, `, while="!done('bolt')"`,
		"[action.bolt]\nby = [\"lab\"]\neffects = [{gauge=\"harm\", add=-1}]"
	const safe, safeToo = "[system.safe]\ntitle = \"Safe\"", "[system.too]\ntitle = \"Too\""
	for name, c := range map[string]struct {
		text string
		step string
		tau  float64
	}{
		"half of the harm":       {vault(rises, bolt), "half of the harm", 48},
		"a failure before":       {vault(rises, bolt, safe, fails("safe", "30h")), "Safe: failed", 28},
		"a failure after":        {vault(rises, bolt, safe, fails("safe", "60h")), "half of the harm", 48},
		"a failure without harm": {vault(bolt, safe, fails("safe", "60h")), "Safe: failed", 58},
		"before anybody knew":    {vault(rises, bolt, safe, fails("safe", "1h")), "half of the harm", 48},
		"when somebody knew":     {vault(rises, bolt, safe, fails("safe", "2h")), "half of the harm", 48},
		"of two the first": {vault(bolt, safe, safeToo, fails("safe", "40h"), fails("too", "30h")),
			"Too: failed", 28},
		"of two at once": {vault(bolt, safe, safeToo, fails("safe", "30h"), fails("too", "30h")),
			"Safe: failed", 28},
		"it comes back": {vault(rises, bolt, safe+"\nrepair = \"200h\"", fails("safe", "30h")),
			"half of the harm", 48},
		"it is brought back": {vault(rises, bolt, safe, fails("safe", "30h"), back), "half of the harm", 48},
		"it fails again": {vault(bolt, safe, fails("safe", "30h"), back, breaks("once_more", "50h", fallen)),
			"Safe: failed", 48},
		"it is degraded first": {vault(bolt, safe, breaks("ill", "10h", degraded), fails("safe", "30h")),
			"Safe: failed", 28},
		"half comes at the last": {vault(bolt, breaks("late", "99.7h", `{gauge="harm", set=10}`)),
			"half of the harm", 511*100.0/512 - 2},
		"half comes with a pause": {vault(bolt, breaks("late", "50h", `{gauge="harm", set=10}`)), "half of the harm", 48},
		"nothing happens":         {vault(bolt), "", 0},
		"nobody knows":            {strings.Replace(vault(rises, bolt), known, "", 1), "", 0},
		"no joint action":         {vault(rises, alone), "", 0},
		"a joint action of words": {vault(strings.Replace(rises, while, "", 1), jointly("bolt", "")), "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			for _, until := range []float64{100, 20} { // of a run that was cut short, too
				p, err := Play(t.Context(), Plan{Model: modelOf(t, c.text), Seed: 1, Until: inHours(until)})
				require.NoError(t, err)
				pace, err := PaceOf(t.Context(), p)
				require.NoError(t, err)
				assert.Equal(t, c.step, pace.Step)
				if c.step == "" {
					assert.Equal(t, Pace{}, pace)
					continue
				}
				assert.InDelta(t, c.tau, *pace.Tau, 100.0/512, "halves are found on 512 steps")
				if c.step != "half of the harm" {
					assert.InDelta(t, c.tau, *pace.Tau, 1e-9)
				}
				assert.Zero(t, *pace.Value)
				assert.Nil(t, pace.Joint)
			}
		})
	}
}

// TestWhatMovesTheStep: a joint action is in time if without it the system would fail sooner, or more harm be left by
// 1 % and more: then T_joint is from 2 to when it was first done.
func TestWhatMovesTheStep(t *testing.T) {
	const safe = "[system.safe]\ntitle = \"Safe\""
	unless := func(text, action string) string { return text + "\nunless = \"done('" + action + "')\"" }
	hundred := breaks("harms", "50h", `{gauge="harm", set=100}`)
	later := func(v string) string { return `{gauge="harm", after="60h", add=` + v + `}` }
	add := func(v string) string { return jointly("bolt", later(v)) }
	alone := "[action.bolt]\nby = [\"lab\", \"cloud\"]\neffects = [" + later("-5") + "]"
	for name, c := range map[string]struct {
		text   string
		script []engine.Timed
		joint  any
	}{
		"it averts a failure": {vault(safe, unless(breaks("one", "30h", fallen), "bolt"), jointly("bolt", "")),
			both(10, 0), 8},
		"it averts it, and before it was degraded": {vault(safe, breaks("ill", "5h", degraded),
			unless(breaks("one", "30h", fallen), "bolt"), jointly("bolt", "")),
			both(10, 0), 8},
		"it puts a failure off": {vault(safe, unless(breaks("one", "30h", fallen), "bolt"), breaks("two", "60h", fallen),
			jointly("bolt", "")), both(10, 0), 8},
		"it brings a failure on": {vault(safe, breaks("two", "60h", fallen), jointly("bolt", fallen)), both(10, 0), nil},
		"it has nothing to do with it": {vault(safe, "[gauge.mood]", breaks("two", "60h", fallen),
			jointly("bolt", `{gauge="mood", add=1}`)), both(10, 0), nil},
		"it comes too late": {vault(safe, unless(breaks("one", "30h", fallen), "bolt"), jointly("bolt", "")),
			both(40, 0), nil},
		"a hundredth of the harm": {vault(hundred, add("-1")), both(10, 0), 8},
		"less than a hundredth":   {vault(hundred, add("-0.99")), both(10, 0), nil},
		"more harm":               {vault(hundred, add("5")), both(10, 0), nil},
		"the first of two": {vault(hundred, add("-5"), jointly("bar", later("-5"))),
			append(both(10, 1), both(20, 0)...), 8},
		"the second of two": {vault(hundred, add("-5"), jointly("bar", later("0.1"))),
			append(both(10, 1), both(20, 0)...), 18},
		"done twice": {vault(hundred, add("-5")), append(both(10, 0), both(20, 0)...), 8},
		"one that lapsed is none": {vault(hundred, strings.Replace(add("-5"), "quorum=2}",
			"quorum=2, within=\"3h\"}\non_lapse = ["+later("-5")+"]", 1), jointly("bar", later("-5"))),
			append(both(4, 0)[:1], both(10, 1)...), 8},
		"begun and let be": {vault(hundred, add("-5")), both(10, 0)[:1], nil},
		"it worked the other time": {vault(hundred, strings.Replace(add("-5"), "quorum=2", `quorum=2, within="3h"`, 1)),
			append(both(4, 0)[:1], both(10, 0)...), 8},
		"one alone does it": {vault(hundred, alone, jointly("bar", later("0.1"))), commands(give(10, engine.Act, 0, 0)), nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := play(t, Plan{Model: modelOf(t, c.text), Seed: 1, Commands: c.script})
			require.Empty(t, p.Refusals)
			pace, err := PaceOf(t.Context(), p)
			require.NoError(t, err)
			require.NotNil(t, pace.Value)
			if c.joint == nil {
				assert.Nil(t, pace.Joint)
				assert.Zero(t, *pace.Value)
				return
			}
			require.NotNil(t, pace.Joint)
			assert.InDelta(t, c.joint, *pace.Joint, 1e-9)
			assert.InDelta(t, *pace.Tau / *pace.Joint, *pace.Value, 1e-9)
		})
	}
}

// TestPaceWhereAPlayerWrotePromises: what a player promised is part of the run where a joint action is left out of it.
func TestPaceWhereAPlayerWrotePromises(t *testing.T) {
	within, err := scenario.ParseDuration("4h")
	require.NoError(t, err)
	own := &scenario.Note{Role: "lab", When: scenario.Expr{Source: "knows('theft')"},
		Do: scenario.Do{Share: "theft", To: []string{"cloud"}}, Within: within}
	m := modelOf(t, vault("[system.safe]\ntitle = \"Safe\"", breaks("one", "30h", `{system="safe", becomes="failed"}`)+
		"\nunless = \"done('bolt')\"", jointly("bolt", "")))
	p := play(t, Plan{Model: m, Seed: 1, Commands: append(commands(engine.Timed{Command: engine.Command{
		Verb: engine.File, Role: 0, Ref: -1, Note: own}}), both(10, 0)...)})
	require.Empty(t, p.Refusals)
	pace, err := PaceOf(t.Context(), p)
	require.NoError(t, err)
	require.NotNil(t, pace.Joint)
	assert.InDelta(t, 8, *pace.Joint, 1e-9)
}

// TestNobodyForgetsWhileWeLook: what an adversary means to do, it does though the run is looked at in steps: the bot
// that decides at 1 to steal 100 within 3 h does so, and a person's theft, given once, is done once.
func TestNobodyForgetsWhileWeLook(t *testing.T) {
	text := strings.Replace(besides, "do = \"steal\"", "do = \"steal\"\ndecide = \"3h\"", 1) + `
[fact.theft]
text = "A theft."
known = {lab={at="2h"}}
needed_by = ["cloud"]
[action.bolt]
by = ["lab", "cloud"]
joint = {quorum=2}
effects = [{gauge="harm", add=-1}]
`
	m := modelOf(t, text)
	steal := m.Scenario.Find("action", "steal")
	for name, c := range map[string]struct {
		script []engine.Timed
		at     [4]float64 // harm at 0, 3, 6 and 9
		tau    float64
	}{
		"a bot":              {nil, [4]float64{0, 3, 106, 109}, 2},
		"a bot and a person": {commands(give(8, engine.Act, 0, steal)), [4]float64{0, 3, 106, 209}, 6},
	} {
		p := play(t, Plan{Model: m, Seed: 1, Bots: true, Commands: c.script})
		idle := Idle(p.Plan)
		traces, err := Traces(t.Context(), idle, inHours(3))
		require.NoError(t, err)
		require.Len(t, traces, 1)
		require.Len(t, traces[0], 7)
		assert.InDeltaSlice(t, c.at[:], traces[0][:4], 1e-9, name)
		pace, err := PaceOf(t.Context(), p)
		require.NoError(t, err)
		require.NotNil(t, pace.Tau, name)
		assert.InDelta(t, c.tau, *pace.Tau, 20.0/512, name)
	}
}

// TestCurvesEndWithTheRun: where the facilitator ends the run at 7, nothing is told of 9 and after.
func TestCurvesEndWithTheRun(t *testing.T) {
	m := modelOf(t, rising)
	end := engine.Timed{At: inHours(7), Command: engine.Command{Role: engine.Facilitator, Verb: engine.End, Ref: -1}}
	plan := Plan{Model: m, Seed: 1, Until: inHours(100), Commands: commands(end)}
	traces, err := Traces(t.Context(), plan, inHours(3))
	require.NoError(t, err)
	assert.InDeltaSlice(t, []float64{0, 3, 6, 7}, traces[0], 1e-9, "the last as it ended")
}
